package main

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"

	"smederij/bot"
	"smederij/bot/local"
	"smederij/bot/telegram"
	"smederij/bot/telegram/telegramtest"
	"smederij/locales"
	"smederij/store"
)

// running is the program while it runs, with what is typed and what is seen because of it.
type running struct {
	*phones
	*app
	stage local.Stage
	out   strings.Builder
	stop  func() // the program and its database
}

// start starts the program on the database: all of it, with the real adapter.
func (p *phones) start() *running {
	p.Helper()
	r := &running{phones: p}
	r.stage = local.Stage{Clock: p.turnBack(), Settle: r.calm}
	log := slog.New(slog.NewTextHandler(&p.log, &slog.HandlerOptions{Level: slog.LevelWarn}))
	platform, err := telegram.New(telegram.Config{Token: p.server.Token(), APIRoot: p.server.URL(), Clock: r.stage.Clock, Log: log,
		Profile: profile(locales.Dutch(), p.config), Unlimited: true})
	if err != nil {
		p.Fatal(err)
	}
	db, closeDB, err := p.flags.open(world{env: noEnv, stderr: &p.log}, p.config)
	if err != nil {
		p.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var ends sync.WaitGroup
	r.stop = sync.OnceFunc(func() {
		cancel()
		ends.Wait()
		closeDB()
	})
	p.Cleanup(r.stop) // also after a failure half way
	if r.app, err = newApp(ctx, p.config, db, r.stage.Clock, log, 1, platform); err == nil {
		err = cast(ctx, db, r.stage.Clock.Now(), p.flags.roles, p.ofTelegram)
	}
	if err != nil {
		p.Fatal(err)
	}
	ends.Go(func() {
		if err := r.run(ctx, platform); err != nil {
			p.Errorf("the program ended: %v", err)
		}
	})
	return r
}

// calm waits until everything that can happen at the clock's present moment has happened.
func (r *running) calm(ctx context.Context) error {
	return errors.Join(r.server.Confirmed(ctx), r.settle(ctx))
}

// say does what a line of a transcript says, as the terminal does, and draws what is seen because of it.
func (r *running) say(line string) {
	r.Helper()
	ctx, cancel := context.WithTimeout(r.Context(), soon)
	defer cancel()
	r.out.WriteString(line + "\n")
	l, err := local.Parse(line)
	switch {
	case err != nil:
	case l == nil:
		return
	case l.Who == "":
		err = r.turn(ctx, l.Turn)
	default:
		err = r.act(ctx, l)
	}
	if err != nil {
		r.out.WriteString(local.DrawComplaint(err))
	}
}

// turn moves the clock on.
func (r *running) turn(ctx context.Context, words string) error {
	if _, err := local.MoveTo(words, r.stage.Clock.Now()); err != nil {
		return err
	}
	if err := r.stage.Turn(ctx, words); err != nil {
		r.Fatal(err)
	}
	r.draw("")
	return nil
}

// act lets somebody do something and waits for what follows.
func (r *running) act(ctx context.Context, l *local.Line) error {
	who := r.server.Person(l.Who)
	seat := who.Seat
	if l.Group != "" {
		seat = who.In(r.groups[l.Group])
	}
	if l.Press == nil {
		if err := l.Missing(); err != nil {
			return err
		}
		r.typeIn(seat, l)
		r.show(ctx, "")
		return nil
	}
	press, err := pressIn(seat, *l.Press)
	if err != nil {
		return err
	}
	if link := r.show(ctx, press); link != "" { // a tap on the link opens the private chat
		if _, err := who.Follow(link); err != nil {
			r.Fatal(err)
		}
		r.show(ctx, "")
	}
	return nil
}

// blank is the emptiest message that an app sends: Telegram takes none without words.
const blank = "\u3164"

// typeIn sends what a line brings in words or a file.
func (r *running) typeIn(seat telegramtest.Seat, l *local.Line) {
	r.Helper()
	screen := seat.Screen()
	slices.Reverse(screen)
	newest := func(is func(telegramtest.Message) bool) int64 {
		i := slices.IndexFunc(screen, is)
		if i < 0 {
			r.Fatalf("%s> %s: there is no message for that", l.Who, l.Text)
		}
		return screen[i].ID
	}
	switch {
	case l.Edit:
		seat.Edit(newest(func(m telegramtest.Message) bool { return !m.Bot && m.From == l.Who }), l.Text)
	case l.Reply:
		seat.Reply(newest(func(m telegramtest.Message) bool { return m.Bot }), l.Text)
	case l.Media != nil:
		r.send(seat, *l.Media, l.Text)
	case strings.TrimSpace(l.Text) == "":
		seat.Say(blank)
	default:
		seat.Say(l.Text)
	}
}

// send sends a file or a place. The bytes are those that the terminal would bring.
func (r *running) send(seat telegramtest.Seat, m bot.Media, caption string) {
	r.Helper()
	if m.Kind != "photo" && caption != "" {
		r.Fatalf("a %s with words below it cannot be sent here", m.Kind)
	}
	fetched := func() []byte {
		data, err := r.stage.Fetch(r.Context(), m.Ref, 1<<20)
		if err != nil {
			r.Fatal(err)
		}
		return data
	}
	switch m.Kind {
	case "sticker":
		seat.Sticker("🎉")
	case "location":
		seat.Location(52.7225, 6.4764)
	case "voice":
		seat.Voice(fetched(), 1)
	case "photo":
		seat.Photo(fetched(), caption)
	default:
		r.Fatalf("nobody here can send a %s", m.Kind)
	}
}

// pressIn presses a button that stands in a chat, or any payload on a message that has buttons. Where there is none, it is on one that
// Telegram does not know any more, as a forger can.
func pressIn(seat telegramtest.Seat, p local.Pressing) (press string, err error) {
	var screen []local.Shown
	forged := ""
	for _, m := range seat.Screen() {
		if !m.Bot {
			continue
		}
		shown := local.Shown{ID: strconv.FormatInt(m.ID, 10)}
		for _, b := range slices.Concat(m.Buttons...) {
			shown.Buttons = append(shown.Buttons, bot.ShownButton{Label: b.Label, Payload: b.Data})
			forged = shown.ID
		}
		screen = append(screen, shown)
	}
	message, payload, err := p.On(screen)
	if err != nil {
		return "", err
	}
	if message == "" {
		message = forged
	}
	if message == "" {
		return seat.PressLost(1, payload), nil
	}
	id, err := strconv.ParseInt(message, 10, 64)
	if err != nil {
		return "", err
	}
	return seat.PressData(id, payload)
}

// show waits until all that follows from something has been seen, and draws it: first the answer to the press, if there was one. It
// gives the link that the answer opens, or "".
func (r *running) show(ctx context.Context, press string) (link string) {
	if err := r.calm(ctx); err != nil {
		r.Fatal(err)
	}
	if press != "" {
		answer, err := r.server.Notice(ctx, press)
		if err != nil {
			r.Fatal(err)
		}
		link = answer.URL
		r.out.WriteString(local.DrawNotice(answer.Person, bot.Notice{Text: answer.Text, Link: link}))
	}
	r.draw(press)
	return link
}

// kinds of messages that hold a file.
var kinds = map[string]bot.AttachmentKind{"photo": bot.AsPhoto, "voice": bot.AsVoice, "document": bot.AsDocument}

// draw draws what was seen since the last time, but for the answer to a press, which was drawn before.
func (r *running) draw(press string) {
	events := r.server.Events()[r.seen:]
	r.seen += len(events)
	for _, e := range events {
		out := bot.Outgoing{Body: store.Body{Text: e.Message.Text}}
		switch {
		case e.Kind == telegramtest.Noticed && e.Query == press:
			continue
		case e.Kind == telegramtest.Edited:
			out.EditOf = "this one"
		case e.Kind == telegramtest.Deleted:
			out.Body.Remove = true
		case e.Kind != telegramtest.Shown:
			r.Errorf("%s in %s is nothing a terminal shows", e.Kind, e.Where)
			continue
		}
		for _, row := range e.Message.Buttons {
			var shown []bot.ShownButton
			for _, b := range row {
				shown = append(shown, bot.ShownButton{Label: b.Label})
			}
			out.Body.Buttons = append(out.Body.Buttons, shown)
		}
		if kind, ok := kinds[e.Message.Kind]; ok {
			out.Attachment = &bot.Attachment{Kind: kind}
		}
		r.out.WriteString(local.Draw(e.Where, out))
	}
}
