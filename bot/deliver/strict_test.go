package deliver_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"smederij/bot"
	"smederij/store"
)

var telegram = bot.Limits{PerSecond: 30, PerChat: time.Second, Burst: 3, PerGroup: 20}

// strict is a platform that counts along and refuses whoever is too fast, as the real one does: with a time to wait.
type strict struct {
	name    string // "" is net
	limits  bot.Limits
	latency time.Duration // there and back

	mu       sync.Mutex
	fate     func(n int, out bot.Outgoing) error // of the nth try, or nil
	tries    []arrival
	arrivals []arrival // those that were shown
	refused  int       // those that came too soon
	rooms    map[string]*room
	enough   int // so many arrivals fill the channel
	filled   chan struct{}
}

type arrival struct {
	at         time.Time
	chat, text string
	edit       string
}

// room is what the platform knows of a chat.
type room struct {
	tokens float64
	at     time.Time
	minute []time.Time
}

func (s *strict) Name() string { return cmp.Or(s.name, "net") }

func (*strict) Run(context.Context, bot.Receiver) error { return nil }

func (s *strict) Limits() bot.Limits { return s.limits }

func (s *strict) Send(_ context.Context, out bot.Outgoing) (string, error) {
	time.Sleep(s.latency / 2)
	id, err := s.receive(out)
	time.Sleep(s.latency / 2)
	return id, err
}

func (s *strict) receive(out bot.Outgoing) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := arrival{time.Now(), out.To.Chat, out.Body.Text, out.EditOf}
	s.tries = append(s.tries, a)
	if s.fate != nil {
		if err := s.fate(len(s.tries), out); err != nil {
			return "", err
		}
	}
	if !s.allowed(out, a.at) {
		s.refused++
		return "", &bot.SendError{Fate: bot.NotSent, Retry: 3 * time.Second, Err: errors.New("too many requests")}
	}
	s.arrivals = append(s.arrivals, a)
	if len(s.arrivals) == s.enough {
		close(s.filled)
	}
	return fmt.Sprint("m", len(s.arrivals)), nil
}

func (s *strict) allowed(out bot.Outgoing, now time.Time) bool {
	recent := 0
	for n := len(s.arrivals) - 1; n >= 0 && now.Sub(s.arrivals[n].at) < time.Second; n-- {
		recent++
	}
	r, ok := s.rooms[out.To.Chat]
	if !ok {
		r = &room{tokens: float64(s.limits.Burst), at: now}
		s.rooms[out.To.Chat] = r
	}
	r.tokens = min(r.tokens+now.Sub(r.at).Seconds()/s.limits.PerChat.Seconds(), float64(s.limits.Burst))
	r.at = now
	for len(r.minute) > 0 && now.Sub(r.minute[0]) >= time.Minute {
		r.minute = r.minute[1:]
	}
	if recent >= s.limits.PerSecond || r.tokens < 1-1e-6 || !out.Private && len(r.minute) >= s.limits.PerGroup {
		return false
	}
	r.tokens--
	r.minute = append(r.minute, now)
	return true
}

// busy is an office at a strict platform in a bubble of time.
func busy(t *testing.T, work func(o *office, s *strict)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t)
		s := &strict{limits: telegram, latency: 80 * time.Millisecond, rooms: map[string]*room{}}
		o.platform, o.workers = s, 16
		o.clock, o.deliverersClock = bot.NewTurnedClock(time.Now()), bot.RealClock{Zone: time.UTC}
		work(o, s)
		o.stop()
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.refused > 0 {
			t.Errorf("%d messages were refused because they came too soon", s.refused)
		}
	})
}

// wait lets time go on until so many messages arrived, and returns all that did.
func (s *strict) wait(o *office, many int, most time.Duration) []arrival {
	o.Helper()
	s.mu.Lock()
	if len(s.arrivals) < many {
		s.enough, s.filled = many, make(chan struct{})
		filled := s.filled
		s.mu.Unlock()
		select {
		case <-filled:
		case <-time.After(most):
		}
		synctest.Wait()
		s.mu.Lock()
	}
	defer s.mu.Unlock()
	if len(s.arrivals) < many {
		o.Fatalf("after %s %d messages have arrived, want %d", most, len(s.arrivals), many)
	}
	return s.arrivals[:len(s.arrivals):len(s.arrivals)]
}

func (s *strict) tried() []arrival {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tries[:len(s.tries):len(s.tries)]
}

// many queues a message for each of so many private chats, in one transaction.
func (o *office) many(count int, class store.Class) {
	o.Helper()
	o.write(func(tx *store.Tx) error {
		for n := range count {
			name := fmt.Sprint("person", n)
			p, err := tx.PersonOf(store.Account{Platform: "net", ID: name}, monday)
			if err != nil {
				return err
			}
			c, err := tx.ChatAt(store.Address{Platform: "net", Chat: name}, p.ID, monday)
			if err != nil {
				return err
			}
			if err := o.queue(tx, store.Message{Chat: c.ID, Class: class}, fmt.Sprint(n)); err != nil {
				return err
			}
		}
		return nil
	})
}
