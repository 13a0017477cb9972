package bot_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"pgregory.net/rapid"

	"smederij/bot"
	"smederij/bot/alarms"
	"smederij/bot/budget"
	"smederij/bot/ideas"
	"smederij/bot/moderation"
	"smederij/bot/people"
	"smederij/bot/privacy"
	"smederij/bot/reminders"
	"smederij/bot/report"
	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

// village is the whole house with people in it, and everything it ever said.
type village struct {
	*rapid.T
	db      *store.DB
	house   *bot.House
	clock   *bot.TurnedClock
	count   int
	buttons []string            // payloads ever shown, the newest last
	screens map[string][]string // payloads of the newest message of a chat
}

func allFeatures() []bot.Feature {
	return []bot.Feature{ideas.Feature(), moderation.Feature(), budget.Feature(), report.Feature(), people.Feature(), privacy.Feature(90, 12), alarms.Feature(), reminders.Feature()}
}

func newVillage(t *rapid.T, path string) *village {
	db, err := store.Open(store.Options{Path: path, Key: make([]byte, store.KeySize), Terms: store.DefaultTerms(time.UTC)})
	if err != nil {
		t.Fatalf("%v", err)
	}
	library, err := flows.Load(flows.Embedded())
	if err != nil {
		t.Fatalf("%v", err)
	}
	v := &village{T: t, db: db, clock: bot.NewTurnedClock(monday), screens: map[string][]string{}}
	v.house = &bot.House{DB: db, Clock: v.clock, Texts: locales.Dutch(), Flows: library, Settings: bot.Settings{Contact: "bel Carla", Report: "bel de gemeente"},
		Features: allFeatures(), Log: slog.New(slog.DiscardHandler)}
	var smederijen []store.Smederij
	v.read(func(tx *store.Tx) (err error) {
		smederijen, err = tx.Smederijen()
		return err
	})
	if err := v.house.Open(smederijen); err != nil {
		t.Fatalf("%v", err)
	}
	if err := db.Write(context.Background(), v.house.SetTimetable); err != nil {
		t.Fatalf("%v", err)
	}
	for name, role := range map[string]store.Role{"wim": store.Volunteer, "petra": store.Volunteer, "carla": store.Coordinator} {
		if err := db.Write(context.Background(), func(tx *store.Tx) error {
			p, err := tx.PersonOf(store.Account{Platform: "net", ID: name}, monday)
			return errors.Join(err, tx.Appoint(0, p.ID, role, 0, monday))
		}); err != nil {
			t.Fatalf("%v", err)
		}
	}
	return v
}

func (v *village) read(fn func(*store.Tx) error) {
	v.Helper()
	if err := v.db.Read(context.Background(), fn); err != nil {
		v.Fatalf("%v", err)
	}
}

// handle lets the house handle one input. No input may fail, and nobody who writes in private, or presses, may wait for an answer.
func (v *village) handle(in bot.Inbound) {
	v.Helper()
	v.count++
	in.Key, in.Platform, in.SentAt = fmt.Sprintf("in:%d", v.count), "net", v.clock.Now()
	var n bot.Notice
	if err := v.db.Write(context.Background(), func(tx *store.Tx) (err error) {
		n, err = v.house.Handle(tx, in)
		return err
	}); err != nil {
		v.Fatalf("%+v would be a dead letter: %v", in, err)
	}
	answered := v.deliver(in)
	if (in.Private || in.Press != nil) && !answered && n.Text == "" {
		v.Fatalf("nobody answers %+v", in)
	}
	if len([]rune(n.Text)) > 190 {
		v.Fatalf("a notice has at most 190 characters: %q", n.Text)
	}
	if n.Link != "" {
		v.handle(bot.Inbound{From: in.From, Private: true, Address: store.Address{Chat: "@" + in.From}, Text: "/start " + n.Link})
	}
}

// deliver shows all that is due, within the limits of every platform, and tells whether the input was answered.
func (v *village) deliver(in bot.Inbound) (answered bool) {
	v.Helper()
	now := v.clock.Now()
	if err := v.db.Write(context.Background(), func(tx *store.Tx) error {
		due, err := tx.Due(now, 1000)
		for _, p := range due {
			_, _, takeErr := tx.Take(p.ID, now)
			err = errors.Join(err, takeErr, v.arrive(tx, p, now))
			answered = answered || p.Cause == in.Key && (p.To.Address.Chat == in.Address.Chat || p.To.Address.Chat == "@"+in.From)
			v.show(p)
		}
		return err
	}); err != nil {
		v.Fatalf("%v", err)
	}
	return answered
}

// arrive keeps what became of a message: mostly it is shown, now and then nobody knows.
func (v *village) arrive(tx *store.Tx, p store.Parcel, now time.Time) error {
	if rapid.IntRange(0, 19).Draw(v.T, "fate") > 0 {
		return tx.MarkSent(p, cmp.Or(p.EditOf, fmt.Sprint("m", p.ID)), now)
	}
	uncertain, err := tx.MarkDoubtful(p, now)
	if err != nil || !uncertain {
		return err
	}
	return v.house.Raise(tx, bot.Signal{Name: bot.UncertainSignal, Subject: int64(p.ID)})
}

func (v *village) show(p store.Parcel) {
	v.Helper()
	if strings.Contains(p.Body.Text, "⟦") || p.Body.Text == "" {
		v.Fatalf("a text is missing: %q", p.Body.Text)
	}
	if n := len([]rune(p.Body.Text)); n > 4096 {
		v.Fatalf("a message of %d characters: %.100q…", n, p.Body.Text)
	}
	var shown []string
	for _, row := range p.Body.Buttons {
		for _, b := range row {
			if b.Label == "" || len([]rune(b.Label)) > 24 || b.Payload == "" || len(b.Payload) > 60 {
				v.Fatalf("a button no platform can show: %+v", b)
			}
			shown = append(shown, b.Payload)
		}
	}
	if len(shown) > 6 {
		v.Fatalf("%d buttons below %.100q", len(shown), p.Body.Text)
	}
	if len(shown) > 0 {
		v.screens[p.To.Address.Chat] = shown
		v.buttons = append(v.buttons, shown...)
	}
}

// longText stands for 5,000 characters, which nobody wants to read in a failing test.
const longText = "heel lang"

// words are what people type, kindly or not.
var words = rapid.OneOf(
	rapid.SampledFrom([]string{
		"ik heb een idee", "wij willen samen eten op dinsdag", "/idee", "/idee nieuw", "ja", "nee", "stop", "/stop", "terug", "overslaan", "help", "/help",
		"opnieuw", "afmelden", "/aanmelden", "/mijnideeen", "/werk", "/rollen", "/rollen KRA", "/privacy", "/start", "/start ideas-support-1",
		"/start t-1-1-yes", "/uitnodigen vrijwilliger KRA", "/code ABCDEFGH", "/code", "/koppel KRA", "/koppel KRA vrijwilligers", "/koppel",
		"Krakeel", "krakel", "Wolfsbos", "Zuidwolde", "Amsterdam", "1", "2", "250", "€ 1.250,50", "morgen", "Buurtrestaurant", "Buren die alleen eten",
		"'; DROP TABLE idea; --", "<b>dik</b> *ster* _streep_ [a](b)", "😀😀😀", "", " ", "/", "//", "/dans met mij", "{{.ref}}",
	}),
	rapid.Just(longText),
	rapid.String(),
)

var (
	names    = rapid.SampledFrom([]string{"anja", "bram", "bram", "anja", "wim", "petra", "carla", ""})
	deciders = rapid.SampledFrom([]string{"wim", "petra", "carla", "anja"})
	forgery  = rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"t:1:1:yes", "t:1:99:send", "t:0:0:", "t:::", "ideas:show:99999", "review:accept:1", "review:accept:1:1",
		"review:undo:1", "review:release:1", "people:dismissed:1", "alarms:again:1", "ideas:left:1:1", "ideas:support", "privacy:mute", "bot:open", "review:accept:-1:1"}))
	mediaOf  = rapid.SampledFrom([]string{"photo", "voice", "sticker", "location", "other", ""})
	minutes  = rapid.SampledFrom([]time.Duration{0, 0, 0, time.Minute, 11 * time.Minute, 26 * time.Hour, 73 * time.Hour})
	anything = rapid.SampledFrom([]string{"words", "words", "words", "newest", "newest", "newest", "newest", "any", "forged", "media", "edit", "morning"})
)

// step is one thing that somebody does.
func (v *village) step() {
	v.clock.Turn(v.clock.Now().Add(minutes.Draw(v.T, "later")))
	who := names.Draw(v.T, "who")
	in := bot.Inbound{From: who, Private: true, Address: store.Address{Chat: "@" + who}}
	where := "@" + who
	if place := rapid.SampledFrom([]string{"", "", "", "#KRA", "#KRA*"}).Draw(v.T, "where"); place != "" || who == "" {
		in.Private, where = false, "#KRA"
		if place != "" {
			where = place
		}
		if where == "#KRA*" && who != "" {
			in.From = deciders.Draw(v.T, "decider")
		}
		in.Address.Chat = where
	}
	switch act := anything.Draw(v.T, "act"); act {
	case "morning":
		v.slot("late_answers")
		return
	case "newest", "any":
		from := v.buttons
		if act == "newest" {
			from = v.screens[where]
		}
		if len(from) == 0 {
			in.Text = words.Draw(v.T, "words")
			break
		}
		in.Press = &bot.Press{Payload: rapid.SampledFrom(from).Draw(v.T, "button")}
		in.MessageID = rapid.SampledFrom([]string{"", "m1", "m7"}).Draw(v.T, "message")
	case "forged":
		in.Press = &bot.Press{Payload: forgery.Draw(v.T, "payload")}
	default:
		in.Text = words.Draw(v.T, "words")
		in.Edited = act == "edit"
		if kind := mediaOf.Draw(v.T, "media"); act == "media" && kind != "" {
			in.Media = &bot.Media{Kind: kind, Ref: "ref"}
		}
	}
	if in.Text == longText {
		in.Text = strings.Repeat(longText+" ", 500)
	}
	if in.Addressed() {
		v.handle(in)
	}
}

// slot is what the scheduler does when a schedule of the house may be due.
func (v *village) slot(kind string) {
	v.Helper()
	var due store.Schedule
	v.read(func(tx *store.Tx) error {
		all, err := tx.Schedules(v.clock.Now())
		for _, s := range all {
			if s.Kind == kind {
				due = s
			}
		}
		return err
	})
	v.handle(bot.Inbound{Signal: &bot.Signal{Name: bot.SlotSignal, Subject: int64(due.ID), Slot: due.Slot(v.clock.Now()).Text()}})
}

// stopped checks that saying stop ends what is being talked about, one talk at a time, however many were begun.
func (v *village) stopped(who string) {
	v.Helper()
	ended := map[store.ConversationID]bool{}
	for {
		talk, open := v.talk(who)
		if !open {
			return
		}
		if ended[talk] {
			v.Fatalf("%s said stop, and talk %d goes on", who, talk)
		}
		ended[talk] = true
		v.handle(bot.Inbound{From: who, Private: true, Address: store.Address{Chat: "@" + who}, Text: "stop"})
	}
}

func (v *village) talk(who string) (id store.ConversationID, open bool) {
	v.Helper()
	v.read(func(tx *store.Tx) error {
		p, err := tx.PersonByAccount(store.Account{Platform: "net", ID: who})
		if err != nil {
			return ignore(err)
		}
		chat, err := tx.PrivateChat(p.ID)
		if err != nil {
			return ignore(err)
		}
		c, err := tx.OpenConversation(chat.ID)
		id, open = c.ID, err == nil
		return ignore(err)
	})
	return id, open
}

func ignore(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
