package deliver_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"smederij/bot"
	"smederij/store"
)

// Whatever the network does and however often the process ends, everything is said once and in order, and never too fast.
func TestAnyDay(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			busy(t, func(o *office, s *strict) { day(o, s, rand.New(rand.NewPCG(seed, 0)), rand.New(rand.NewPCG(seed, 1))) })
		})
	}
}

func day(o *office, s *strict, rng, fates *rand.Rand) {
	s.fate = func(int, bot.Outgoing) error {
		switch luck := fates.IntN(100); {
		case luck < 15:
			return fate(bot.NotSent)
		case luck < 20:
			return asked(time.Duration(fates.IntN(9000)+1) * time.Millisecond)
		}
		return nil
	}
	var chats []store.ChatID
	for n := range 6 {
		chats = append(chats, o.chat(fmt.Sprint("chat", n), n%2 == 0))
	}
	const messages = 300
	stop := o.open()
	for n := range messages {
		m := store.Message{Chat: chats[rng.IntN(len(chats))], Class: store.Classes[rng.IntN(len(store.Classes))]}
		if rng.IntN(10) == 0 {
			m.NotBefore = time.Now().Add(time.Duration(rng.IntN(60)) * time.Second)
		}
		text := fmt.Sprintf("%s %d", m.Class, n)
		if !m.NotBefore.IsZero() {
			text = fmt.Sprint("held ", n)
		}
		o.post(m, text)
		switch rng.IntN(40) {
		case 0:
			stop()
			stop = o.open()
		case 1: // nobody wakes it
		default:
			o.d.Wake()
		}
		time.Sleep(time.Duration(rng.IntN(1000)) * time.Millisecond)
	}
	all := s.wait(o, messages, 24*time.Hour)
	o.settle()
	o.wantTally(messages, 0, 0)
	last := map[string]int{} // by chat and class
	for _, a := range all {
		var class string
		var n int
		if _, err := fmt.Sscan(a.text, &class, &n); err != nil {
			o.Fatal(err)
		}
		if key := a.chat + class; class != "held" {
			if before, ok := last[key]; ok && before > n {
				o.Errorf("in %s %s arrived after %d", a.chat, a.text, before)
			}
			last[key] = n
		}
	}
}

// What another process wrote is found without being woken.
func TestFoundUnasked(t *testing.T) {
	busy(t, func(o *office, s *strict) {
		o.open()
		time.Sleep(time.Minute)
		o.post(store.Message{Chat: o.private("anja")}, "1")
		s.wait(o, 1, 2*time.Minute+time.Second)
	})
}

// A card that changes all the time costs the group no more than its limits allow, and ends as it should.
func TestBusyCard(t *testing.T) {
	busy(t, func(o *office, s *strict) {
		card := o.card("KRA")
		o.open()
		for n := range 1200 {
			o.post(card, fmt.Sprint(n))
			o.d.Wake()
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(time.Minute)
		all := s.wait(o, 1, time.Second)
		if got := all[len(all)-1].text; got != "1199" {
			o.Errorf("the card ends as version %s, want 1199", got)
		}
		if len(all) > 61 {
			o.Errorf("got %d edits in three minutes, want 20 a minute", len(all))
		}
		for _, a := range all[1:] {
			if a.edit == "" {
				o.Errorf("version %s is a card of its own", a.text)
			}
		}
	})
}

// setClock is a clock that somebody sets.
type setClock struct {
	bot.RealClock
	back *time.Duration
}

func (c setClock) Now() time.Time { return c.RealClock.Now().Add(-*c.back) }

func (c setClock) Alarm(t time.Time) (<-chan struct{}, func()) {
	return c.RealClock.Alarm(t.Add(*c.back))
}

// The clock is set back by a day: nobody waits a day for that.
func TestClockSetBack(t *testing.T) {
	busy(t, func(o *office, s *strict) {
		var back time.Duration
		o.deliverersClock = setClock{bot.RealClock{Zone: time.UTC}, &back}
		s.fate = func(_ int, out bot.Outgoing) error {
			if out.Body.Text == "fails" && back == 0 {
				return &bot.SendError{Fate: bot.NotSent, Err: errors.New("no route")}
			}
			return nil
		}
		o.clock = bot.NewTurnedClock(time.Now().AddDate(0, 0, -2))
		o.post(store.Message{Chat: o.private("bram")}, "fails")
		o.many(40, store.ClassPost)
		o.open()
		s.wait(o, 40, time.Minute)
		o.settle()
		back = 24 * time.Hour
		o.post(store.Message{Chat: o.private("anja")}, "reply")
		now := time.Now()
		o.d.Wake()
		all := s.wait(o, 41, time.Minute)
		if waited := all[40].at.Sub(now); waited > time.Second {
			o.Errorf("a reply waited %s", waited)
		}
	})
}
