package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"modernc.org/sqlite"

	"smederij/bot"
	"smederij/store"
)

const (
	residents = 1000
	day       = 20 // inputs, after which a resident begins again
)

// commits counts the commits of all databases in this process, as SQLite tells them.
var commits atomic.Int64

var countCommits = sync.OnceFunc(func() {
	sqlite.RegisterConnectionHook(func(c sqlite.ExecQuerierContext, _ string) error {
		hooks, ok := c.(sqlite.HookRegisterer)
		if !ok {
			return errors.New("no commit hooks")
		}
		hooks.RegisterCommitHook(func() int32 {
			commits.Add(1)
			return 0 // go on with it
		})
		return nil
	})
})

// street is the whole house over a town, with residents who talk to it as a platform would bring their words. Features, flows, texts
// and file are the real ones. Nothing is sent: an answer is there when its row is committed, and sending has limits of its own.
type street struct {
	*town
	b      testing.TB
	db     *store.DB
	bring  func(in bot.Inbound, done func(error)) // to the bot, which calls done when it is committed
	before rows
	idle   chan *resident // who have been answered
	failed atomic.Pointer[error]
	stop   func()
}

// resident is one person, who does one thing after another. The counts are what should be found afterwards.
type resident struct {
	number, turns    int
	sentIn, supports int
}

func newStreet(b testing.TB, ideas int) *street {
	b.Helper()
	countCommits()
	s := settleDown(b, ideas)
	ctx, cancel := context.WithCancel(context.Background())
	h, err := newHouse(ctx, s.config, s.db, bot.RealClock{Zone: s.config.zone}, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	loop := bot.NewLoop(h, func() {})
	var running sync.WaitGroup
	running.Go(func() { loop.Run(ctx) })
	s.bring = func(in bot.Inbound, done func(error)) { s.decode(loop, in, done) }
	s.ending(func() {
		cancel()
		running.Wait()
	})
	s.wake()
	return s
}

// settleDown builds the street, without a way to the bot.
func settleDown(b testing.TB, ideas int) *street {
	s := &street{town: newTown(b, ideas), b: b, idle: make(chan *resident, residents)}
	s.before = s.rows(b)
	s.db = s.open(b)
	for n := range residents {
		s.idle <- &resident{number: n}
	}
	return s
}

// ending says how the bot is stopped, before the database is closed.
func (s *street) ending(end func()) {
	s.stop = sync.OnceFunc(func() {
		end()
		if err := s.db.Close(); err != nil {
			s.b.Error(err)
		}
	})
	s.b.Cleanup(s.stop)
}

// decode gives an input to the loop from the bytes in which it comes in, as an adapter would.
func (s *street) decode(loop *bot.Loop, said bot.Inbound, done func(error)) {
	line, err := json.Marshal(said)
	if err != nil {
		s.b.Fatal(err)
	}
	var in bot.Inbound
	if err := json.Unmarshal(line, &in); err != nil {
		s.b.Fatal(err)
	}
	if err := loop.Receive(context.Background(), in, func(_ bot.Notice, err error) { done(err) }); err != nil {
		s.b.Fatal(err)
	}
}

// wake lets everybody be greeted, and spreads them over the day, so that every kind of input comes at every moment.
func (s *street) wake() {
	for round := range day {
		for _, r := range s.rest() {
			if r.number%day >= round {
				s.say(r)
			} else {
				s.idle <- r
			}
		}
	}
	s.settle()
}

// rest waits until everybody has been answered, and takes them off the street.
func (s *street) rest() []*resident {
	all := make([]*resident, residents)
	for i := range all {
		all[i] = <-s.idle
	}
	return all
}

// settle waits until everybody has been answered.
func (s *street) settle() {
	for _, r := range s.rest() {
		s.idle <- r
	}
}

// say lets a resident do what comes next.
func (s *street) say(r *resident) { s.hand(r, s.turn(r), func() {}) }

// hand brings what a resident does to the bot. Committed is called when the answer is kept.
func (s *street) hand(r *resident, in bot.Inbound, committed func()) {
	s.bring(in, func(err error) {
		committed()
		if err != nil {
			s.failed.Store(&err)
		}
		s.idle <- r
	})
}

// turn is what a resident does next. A day is 12 flow steps, 6 presses and 2 commands: two ideas
// from the first question to their sending, three cards pressed in groups, and a look at one's own ideas.
func (s *street) turn(r *resident) bot.Inbound {
	n := r.turns % day
	r.turns++
	from := strconv.Itoa(5_000_000_000 + r.number)
	in := bot.Inbound{
		Key: fmt.Sprintf("telegram:%d.%d", r.number, r.turns), Platform: benchPlatform, From: from, MessageID: strconv.Itoa(r.turns),
		Address: store.Address{Chat: from}, Private: true, SentAt: time.Now(),
	}
	press := func(payload string) { in.Press = &bot.Press{Payload: payload} }
	onCard := func(verb string) {
		c := s.card(r.number*31 + r.supports*7919)
		r.supports++
		in.Address.Chat, in.Private = c.group, false
		press(fmt.Sprintf("ideas:%s:%d", verb, c.idea))
	}
	switch n {
	case 0:
		in.Text = "/idee"
	case 1, 11:
		in.Text = s.codes[(r.number+n)%len(s.codes)]
	case 2, 12:
		in.Text = "Samen koken op dinsdag"
	case 3, 13:
		in.Text = "Elke dinsdag koken we samen in het buurthuis. Wie alleen eet, schuift aan. Ieder brengt iets mee."
	case 4, 14:
		in.Text = "Voor buren die vaak alleen eten, jong en oud."
	case 5, 15:
		in.Text = "Mensen leren elkaar kennen en letten een beetje op elkaar."
	case 6, 16:
		in.Text = "Ik kook, en mijn buurman doet de boodschappen."
	case 7, 17:
		press(s.sendButton(from))
		r.sentIn++
	case 8, 18:
		onCard("support")
	case 9:
		onCard("assist")
	case 10:
		press("ideas:propose")
	case 19:
		in.Text = "/mijnideeen"
	}
	return in
}

// sendButton is what stands under the last question of a resident's conversation.
func (s *street) sendButton(from string) (payload string) {
	err := s.db.Read(context.Background(), func(tx *store.Tx) error {
		p, err := tx.PersonByAccount(store.Account{Platform: benchPlatform, ID: from})
		if err != nil {
			return err
		}
		chat, err := tx.PrivateChat(p.ID)
		if err != nil {
			return err
		}
		talk, err := tx.OpenConversation(chat.ID)
		payload = fmt.Sprintf("t:%d:%d:=send", talk.ID, talk.Sequence)
		return err
	})
	if err != nil {
		s.b.Fatal(err)
	}
	return payload
}

// check closes the street and fails unless all that was done stands in the file.
func (s *street) check() {
	s.b.Helper()
	if err := s.failed.Load(); err != nil {
		s.b.Fatal(*err)
	}
	want := s.before
	for _, r := range s.rest() {
		want.inputs += r.turns
		want.ideas += r.sentIn
		want.support += r.supports
	}
	if s.ideas < 10_000 {
		broken, _, err := s.db.Verify(context.Background())
		if err != nil || len(broken) > 0 {
			s.b.Fatal(err, broken)
		}
	}
	s.stop()
	got := s.rows(s.b)
	if got.messages < want.messages+(got.inputs-want.inputs)/2 {
		s.b.Fatalf("%d messages in the outbox after %d inputs", got.messages, got.inputs)
	}
	want.messages = got.messages
	if got != want {
		s.b.Fatalf("not all was written: got %+v, want %+v", got, want)
	}
}
