package deliver

import (
	"math/rand/v2"
	"time"

	"smederij/bot"
)

const (
	firstRest  = 2 * time.Second // of a chat after a message that did not arrive
	longestOff = 5 * time.Minute // however often it did not

	// The network may let one message overtake another, so that two come closer together there than they left here.
	leeway = time.Second / 50

	awayAfter   = 3                // chats that failed one after the other: then it is the network
	awayLongest = 30 * time.Second // between two tries while it is away

	refusedAtOnce = 3 // chats told to wait within refusedSoon mean that the platform is meant
	refusedSoon   = 5 * time.Second

	groupMinute = time.Minute
)

// backOff is how long to wait after the nth failure in a row: twice as long each time, and not all at the same moment. The first is
// exact; that many chats do not fail at once for long is the network's care.
func backOff(n int, longest time.Duration) time.Duration {
	wait := firstRest << min(n-1, 16)
	if n > 1 {
		wait += rand.N(wait / 4)
	}
	return min(wait, longest)
}

// window remembers the last departures, so that no more than its size fall within any span of time.
type window struct {
	span  time.Duration
	times []time.Time // a ring; the zero time is long ago
	next  int         // the oldest
}

func newWindow(size int, span time.Duration) window {
	return window{span: span, times: make([]time.Time, size)}
}

// free is when one more may leave; a window without a size lets everything through.
func (w *window) free() (t time.Time) {
	if len(w.times) == 0 || w.times[w.next].IsZero() {
		return t
	}
	return w.times[w.next].Add(w.span)
}

func (w *window) left(now time.Time) {
	if len(w.times) > 0 {
		w.times[w.next] = now
		w.next = (w.next + 1) % len(w.times)
	}
}

// late corrects the departures of a moment: what was let through then left only now.
func (w *window) late(then, now time.Time) {
	for n := range w.times {
		if w.times[n].Equal(then) {
			w.times[n] = now
		}
	}
}

// last is the newest departure.
func (w *window) last() (t time.Time) {
	if n := len(w.times); n > 0 {
		return w.times[(w.next+n-1)%n]
	}
	return t
}

// pace is how fast may be written to one chat. Times are those of arrival, which nobody knows better than when the platform answered.
type pace struct {
	each  time.Duration
	burst int
	full  time.Time // when the burst is whole again
	group window
}

func newPace(l bot.Limits, private bool) pace {
	p := pace{each: l.PerChat, burst: max(l.Burst, 1)}
	if !private {
		p.group = newWindow(l.PerGroup, groupMinute)
	}
	return p
}

// free is when the next message may leave.
func (p *pace) free() time.Time {
	return later(p.full.Add(-time.Duration(p.burst-1)*p.each), p.group.free())
}

func (p *pace) arrived(now time.Time) {
	p.full = later(p.full, now).Add(p.each)
	p.group.left(now)
}

// forgotten is from when on it makes no difference whether it is remembered.
func (p *pace) forgotten() time.Time {
	if last := p.group.last(); !last.IsZero() {
		return later(p.full, last.Add(p.group.span))
	}
	return p.full
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
