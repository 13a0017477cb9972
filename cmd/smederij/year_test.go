package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"smederij/bot"
	"smederij/bot/local"
	"smederij/store"
)

// A year of the whole process by the machine's clock: from before the night that is an hour longer until after the next one, over New
// Year, a leap day, the night that is an hour shorter and the summer break. Now and then it is away for an hour, a day or a week, and
// people write meanwhile. Everything by the clock comes once, in time and never at night; nobody waits for an answer; the ledger balances.
func TestAYear(t *testing.T) {
	for seed := range *years {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				chance := rand.New(rand.NewPCG(uint64(seed), 2))
				time.Sleep(time.Until(amsterdam(t, "2027-10-28 09:00")))
				y := &year{slowTown: newSlowTown(t, chance, 3), up: map[string]bool{}}
				y.start()
				y.settleIn()
				for end := amsterdam(t, "2028-11-08 12:00"); time.Now().Before(end); {
					y.live(time.Duration(1+chance.IntN(14*24)) * time.Hour)
					gone := []time.Duration{0, time.Hour, 24 * time.Hour, 7 * 24 * time.Hour}[chance.IntN(4)]
					for seed == 0 && y.oddDayWithin(gone+48*time.Hour) { // in this year it is there on the days that matter
						y.live(24 * time.Hour)
					}
					y.away(gone)
				}
				time.Sleep(time.Hour)
				y.stop()
				y.check()
				for _, day := range oddDays {
					if seed == 0 && !y.up[day] {
						t.Errorf("it was not there all of %s", day)
					}
				}
			})
		})
	}
}

var years = flag.Int("years", 1, "how many years TestAYear lives, each another one")

// oddDays are the longest, the seldom and the shortest days.
var oddDays = []string{"2027-10-31", "2028-02-29", "2028-03-26", "2028-10-29"}

// On the first Monday of a month 24 groups read how their pots stand: as fast as the limits of Telegram allow, and at most 5% later.
func TestFirstOfMonth(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(amsterdam(t, "2026-12-04 09:00")))
		w := newSlowTown(t, rand.New(rand.NewPCG(0, 3)), 0)
		w.net.limits = bot.Limits{PerSecond: 30, PerChat: time.Second, Burst: 3, PerGroup: 20}
		y := &year{slowTown: w}
		w.start()
		y.settleIn()
		before := len(y.ownPosts())
		monday := amsterdam(t, "2026-12-07 09:00")
		time.Sleep(time.Until(monday.Add(time.Hour)))
		w.stop()
		posts := y.ownPosts()[before:]
		if len(posts) != 24 {
			t.Fatalf("%d groups heard something, want 24", len(posts))
		}
		allowed := time.Second * 24 / time.Duration(w.net.limits.PerSecond)
		for n, p := range posts {
			if late := p.at.Sub(monday); late < 0 || late > allowed*105/100 || p.out.Attachment == nil {
				t.Errorf("post %d left %v after its time, with a picture %t; want it within %v and 5%%", n+1, late, p.out.Attachment != nil, allowed)
			}
			if n >= w.net.limits.PerSecond && p.at.Sub(posts[n-w.net.limits.PerSecond].at) < time.Second {
				t.Errorf("post %d came too soon", n+1)
			}
		}
		t.Logf("24 posts left within %v; the limits ask for %v", posts[23].at.Sub(monday), allowed)
	})
}

// BenchmarkFirstOfMonth is what that costs beside waiting for the limits: 24 slots, their rows, the pictures drawn and sent.
func BenchmarkFirstOfMonth(b *testing.B) {
	w := newSlowTown(b, nil, 0)
	clock := bot.NewTurnedClock(amsterdam(b, "2026-12-04 09:00"))
	a := w.startBy(clock)
	defer func() { w.stop() }()
	ctx := context.Background()
	if err := a.house.DB.Write(ctx, func(tx *store.Tx) error { return fillAll(tx, clock.Now()) }); err != nil {
		b.Fatal(err)
	}
	every := store.NthOfMonth(1, time.Monday, 9, 0)
	stage := local.Stage{Clock: clock, Settle: a.settle}
	for b.Loop() {
		b.StopTimer()
		monday := every.Next(clock.Now())
		if day := monday.Format("01-02"); day >= "07-15" && day <= "08-15" {
			monday = every.Next(monday)
		}
		if err := stage.Turn(ctx, monday.Add(-time.Minute).Format("2006-01-02 15:04")); err != nil {
			b.Fatal(err)
		}
		before := len(w.net.all())
		b.StartTimer()
		if err := stage.Turn(ctx, "1m"); err != nil {
			b.Fatal(err)
		}
		if sent := len(w.net.all()) - before; sent != 24 {
			b.Fatalf("%d posts on %v, want 24", sent, monday)
		}
	}
}

// fillAll links a group to every Smederij and fills its pot.
func fillAll(tx *store.Tx, now time.Time) error {
	smederijen, err := tx.Smederijen()
	if err != nil {
		return err
	}
	carla, err := tx.PersonByAccount(store.Account{Platform: "net", ID: "carla"})
	if err == nil {
		_, err = tx.ChatAt(store.Address{Platform: "net", Chat: "carla"}, carla.ID, now) // who decides can be reached
	}
	for _, s := range smederijen {
		chat, chatErr := tx.ChatAt(store.Address{Platform: "net", Chat: group + s.Code}, 0, now)
		o, orderErr := tx.PlaceOrder(store.Order{Kind: store.OrderAllocate, Smederij: s.ID, Amount: 2_000_00, By: carla.ID}, now)
		_, confirmErr := tx.Confirm(carla.ID, o.ID, now)
		err = errors.Join(err, chatErr, tx.LinkChat(0, chat.ID, store.GroupChat, s.ID, now), orderErr, confirmErr)
	}
	return err
}

func amsterdam(t testing.TB, moment string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", moment, defaultConfiguration().zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// year is what people do in it, and on which days the program was there from the first hour to the last.
type year struct {
	*slowTown
	ideas int
	since time.Time
	up    map[string]bool
}

var (
	locals = []string{"anja", "bram", "dirk", "els", "fatma", "greet"}
	words  = []string{"Samen koken op dinsdag", "250", "ja", "nee", "overslaan", "volgende week vrijdag", "14.30 uur", "stop", "Wij zoeken nog stoelen", "terug", "Krakeel", "1"}
)

// settleIn links the groups, invites the volunteers and fills the pots.
func (y *year) settleIn() {
	y.since = time.Now()
	for _, who := range []string{"carla", "cor", "wim", "petra"} {
		y.does(who, who, "/help", "/naam "+who)
	}
	for _, s := range y.areas {
		y.does("carla", group+s.Code, "/koppel "+s.Code)
		y.does("carla", group+s.Code+"*", "/koppel "+s.Code+" vrijwilligers")
		y.fill(s, "2.400")
	}
}

func (y *year) fill(s store.Smederij, amount string) {
	y.does("carla", "carla", "/geld "+s.Name, "[Doe geld erbij]", "[Laat zo staan]", amount, "[Ja, boek dit]")
}

// live lets people do what they do by day, for a while.
func (y *year) live(d time.Duration) {
	for until := time.Now().Add(d); time.Now().Before(until); {
		time.Sleep(time.Duration(10+y.chance.IntN(14*60)) * time.Minute)
		if hour := y.here().Hour(); hour >= 9 && hour < 20 {
			y.act()
		}
	}
}

// oddDayWithin tells whether an odd day is now, or begins within a time.
func (y *year) oddDayWithin(d time.Duration) bool {
	from, to := y.here().Format(time.DateOnly), y.here().Add(d).Format(time.DateOnly)
	return slices.ContainsFunc(oddDays, func(day string) bool { return from <= day && day <= to })
}

func (y *year) here() time.Time { return time.Now().In(y.config.zone) }

// act is one thing that somebody does.
func (y *year) act() {
	here, who := oneOf(y.chance, y.areas), oneOf(y.chance, locals)
	switch n := y.chance.IntN(100); {
	case n < 15:
		y.idea(who, here)
	case n < 30:
		y.does("wim", group+here.Code+"*", "[Voldoet]")
	case n < 40:
		y.money("Geef dit idee geld", fmt.Sprint(20+y.chance.IntN(200)))
	case n < 48:
		y.money("Betaal geld uit", fmt.Sprint(1+y.chance.IntN(60)), "overslaan", "boodschappen")
	case n < 52:
		y.fill(here, fmt.Sprint(100+y.chance.IntN(900)))
	case n < 57:
		y.meeting(here)
	case n < 60:
		y.does(who, group+here.Code, "/budget")
	case n < 65:
		y.does(who, group+here.Code, "[Ik steun dit]")
	case n < 67:
		y.draft(who)
	case n < 75:
		y.pressAny("petra", group+here.Code+"*")
	case n < 80:
		y.pressAny(oneOf(y.chance, []string{"carla", "cor", "wim"}), "")
	default:
		y.pressAny(who, "")
	}
}

func (y *year) idea(who string, s store.Smederij) {
	y.ideas++
	y.does(who, who, "stop", "/idee nieuw", s.Name, fmt.Sprintf("Plan %d van %s", y.ideas, who), "Samen koken en eten", "Iedereen uit de buurt",
		"Mensen leren elkaar kennen", "Wij koken zelf", "[Stuur mijn idee in]")
}

func (y *year) draft(who string) {
	y.ideas++
	y.does(who, who, "stop", "/idee nieuw", oneOf(y.chance, y.areas).Name, fmt.Sprintf("Droom %d van %s", y.ideas, who), "stop")
}

// money does something with that of one of the ideas.
func (y *year) money(button string, lines ...string) {
	refs := y.refs()
	if len(refs) == 0 {
		return
	}
	if y.does("carla", "carla", "stop", "/geld "+oneOf(y.chance, refs[max(0, len(refs)-8):]), "["+button+"]") {
		y.does("carla", "carla", append(lines, "[Ja, boek dit]")...)
	}
}

func (y *year) meeting(s store.Smederij) {
	day := y.here().AddDate(0, 0, 1+y.chance.IntN(30))
	y.does("carla", "carla", "stop", "/agenda "+s.Name, "[Zet in de agenda]", "[Activiteit]", fmt.Sprintf("Koffie %d", len(y.wrote)), day.Format("2-1-2006"),
		fmt.Sprintf("%d.30 uur", 9+y.chance.IntN(13)), "overslaan", "De Magneet", "["+oneOf(y.chance, []string{"Maar 1 keer", "Maar 1 keer", "Elke week", "Elke maand"})+"]",
		"[Zet het erin]")
}

// pressAny presses a button of the newest message that has any, and answers what is asked then.
func (y *year) pressAny(who, chat string) {
	if chat == "" {
		chat = who
	}
	m, ok := y.net.screen(chat, "")
	if !ok {
		return
	}
	y.does(who, chat, "["+oneOf(y.chance, m.buttons).Label+"]")
	for range y.chance.IntN(4) {
		y.does(who, who, oneOf(y.chance, words))
	}
}

// away stops the program, now and then in the middle of its messages, and starts it again after a while in which people write.
func (y *year) away(d time.Duration) {
	if y.chance.IntN(3) == 0 {
		y.net.hang(true)
		y.writes("anja", "anja", "/help")
		y.writes("carla", group+y.areas[0].Code, "/budget")
		time.Sleep(glancing)
	}
	y.stop()
	y.wasThere()
	if d > 0 {
		y.writes(oneOf(y.chance, locals), oneOf(y.chance, locals), "/mijnideeen")
	}
	time.Sleep(d)
	y.start()
	y.since = time.Now()
	time.Sleep(glancing)
}

// wasThere keeps the whole days since the start.
func (y *year) wasThere() {
	now := y.here()
	for day := y.since.In(now.Location()).AddDate(0, 0, 1); day.Format(time.DateOnly) < now.Format(time.DateOnly); day = day.AddDate(0, 0, 1) {
		y.up[day.Format(time.DateOnly)] = true
	}
}

// check holds what people saw and what was kept against what was promised.
func (y *year) check() {
	for _, line := range y.errors {
		y.Errorf("logged: %s", line)
	}
	db, err := openWith(y.config, y.config.Database.Path, y.key)
	if err != nil {
		y.Fatal(err)
	}
	broken, tally, err := db.Verify(context.Background())
	if err != nil || len(broken) > 0 || tally.DeadLetters > 0 {
		y.Errorf("verify: %v, %d dead letters, broken: %q", err, tally.DeadLetters, broken)
	}
	if err := db.Close(); err != nil {
		y.Error(err)
	}
	y.checkAnswered()
	y.checkPosts()
	y.checkSlots()
}

// checkAnswered: whoever writes in private, or presses, hears something.
func (y *year) checkAnswered() {
	heard := map[string]bool{}
	for _, p := range y.net.all() {
		heard[p.out.Cause] = true
	}
	for _, in := range y.wrote {
		if !heard[in.Key] && !y.net.notices[in.Key] && (in.Private || in.Press != nil) {
			y.Errorf("%s wrote %q %+v at %v, and nobody answered", in.From, in.Text, in.Press, in.SentAt.In(y.config.zone))
		}
	}
}

// ownPosts are the messages in groups that nobody wrote for: their cause is the clock or a job.
func (y *year) ownPosts() (list []posted) {
	for _, p := range y.net.all() {
		if strings.HasPrefix(p.out.To.Chat, group) && !strings.HasSuffix(p.out.To.Chat, "*") && p.out.EditOf == "" && !strings.HasPrefix(p.out.Cause, "net:") {
			list = append(list, p)
		}
	}
	return list
}

// checkPosts: no group reads the same twice, anything by night or in the summer break, or more than three such posts a week.
func (y *year) checkPosts() {
	seen, weeks, kinds := map[string]time.Time{}, map[string]int{}, map[string]int{}
	for _, p := range y.ownPosts() {
		at := p.at.In(y.config.zone)
		what := p.out.To.Chat + " " + p.out.Body.Text
		if before, twice := seen[what]; twice {
			y.Errorf("at %v and at %v: %s", before, at, what)
		}
		seen[what] = at
		if day := at.Format("01-02"); at.Hour() < 8 || at.Hour() >= 21 || day >= "07-15" && day <= "08-15" {
			y.Errorf("at %v: %s", at, what)
		}
		year, week := at.ISOWeek()
		id := fmt.Sprint(p.out.To.Chat, year, week)
		if weeks[id]++; weeks[id] > 3 {
			y.Errorf("one too many in the week of %v: %s", at, what)
		}
		kinds[strings.Join(strings.Fields(p.out.Body.Text)[:3], " ")]++
	}
	y.Logf("%d inputs, %d messages, %d of their own accord in groups: %v", len(y.wrote), len(y.net.all()), len(seen), kinds)
}

// checkSlots: what is due by the clock ran at most once, not early and within its grace, and on a day on which the program was there it ran
// every time.
func (y *year) checkSlots() {
	db := openRaw(y.TB, y.config.Database.Path, "mode=ro")
	defer db.Close()
	ran := map[string]int{}
	each(y.TB, db, `SELECT s.kind, s.grace, t.slot, t.state, t.at FROM schedule_slot t JOIN schedule s ON s.id = t.schedule_id WHERE s.smederij_id IS NULL`, func(scan func(...any)) {
		var kind, slot, state string
		var grace, at int64
		scan(&kind, &grace, &slot, &state, &at)
		due, err := time.ParseInLocation("2006-01-02T15:04", slot, y.config.zone)
		if err != nil {
			y.Fatal(err)
		}
		late := time.UnixMilli(at).Sub(due)
		switch {
		case state == "failed" || late < 0 || state == "run" && late > time.Duration(grace)*time.Millisecond:
			y.Errorf("%s %s is %s %v after its time", kind, slot, state, late)
		case state == "run":
			ran[kind+" "+slot[:len("2006-01-02")]]++
		}
	})
	for day := range y.up {
		for kind, times := range map[string]int{"agenda": 3, "answer_clock": 3, "drafts": 3, "late_answers": 3} {
			if got := ran[kind+" "+day]; got != times {
				y.Errorf("%s ran %d times on %s, want %d", kind, got, day, times)
			}
		}
	}
}
