package bot

import (
	"sync"
	"time"
)

// Clock is the one time of the program. It is real, or turned by hand in chat and in tests.
type Clock interface {
	Now() time.Time
	// Alarm fires once when the clock reaches t. Cancel frees it.
	Alarm(t time.Time) (fired <-chan struct{}, cancel func())
}

// Steady is a clock beside which another one runs that nobody can set: how long it ran since some moment.
type Steady interface{ Steady() time.Duration }

// RealClock is the machine's clock in the programme's zone.
type RealClock struct{ Zone *time.Location }

var began = time.Now()

// Steady is how long the program runs, by the monotonic clock.
func (c RealClock) Steady() time.Duration { return time.Since(began) }

// Now is the present moment.
func (c RealClock) Now() time.Time { return time.Now().In(c.Zone) }

// Alarm fires when t has come.
func (c RealClock) Alarm(t time.Time) (<-chan struct{}, func()) {
	fired := make(chan struct{})
	timer := time.AfterFunc(time.Until(t), func() { close(fired) })
	return fired, func() { timer.Stop() }
}

// TurnedClock stands still until it is turned.
type TurnedClock struct {
	mu     sync.Mutex
	now    time.Time
	alarms map[*alarm]struct{}
}

type alarm struct {
	at    time.Time
	fired chan struct{}
}

// NewTurnedClock starts at a moment.
func NewTurnedClock(now time.Time) *TurnedClock {
	return &TurnedClock{now: now, alarms: make(map[*alarm]struct{})}
}

// Now is where the clock stands.
func (c *TurnedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Alarm fires when the clock is turned to t or beyond.
func (c *TurnedClock) Alarm(t time.Time) (<-chan struct{}, func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := &alarm{at: t, fired: make(chan struct{})}
	if !t.After(c.now) {
		close(a.fired)
		return a.fired, func() {}
	}
	c.alarms[a] = struct{}{}
	return a.fired, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.alarms, a)
	}
}

// Turn sets the clock and fires what came due. It never turns back.
func (c *TurnedClock) Turn(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.now) {
		c.now = t
	}
	for a := range c.alarms {
		if !a.at.After(c.now) {
			close(a.fired)
			delete(c.alarms, a)
		}
	}
}

// Next is the earliest moment at which something waits to happen.
func (c *TurnedClock) Next() (next time.Time, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for a := range c.alarms {
		if !ok || a.at.Before(next) {
			next, ok = a.at, true
		}
	}
	return next, ok
}
