package deliver

import (
	"time"

	"smederij/bot"
)

// network is one platform as the line sees it: which places have something for it, and whether it may be spoken to.
type network struct {
	limits bot.Limits
	places map[string]*place // by address

	ready   queue // places that may get their first message now, the most urgent first
	waiting queue // places that must wait, by until when
	idle    queue // places where nothing waits, by when their pace may be forgotten

	second   window
	underWay int
	most     int       // under way at once
	paused   time.Time // it asked everybody to wait
	refusals []refusal // the last ones that told a chat to wait

	silent map[*place]bool // places that failed since the last answer: enough of them, and the network is away
	tries  int             // since then
	rest   time.Time       // before the next one
}

type refusal struct {
	of        *place
	at, until time.Time
}

func newNetwork(p bot.Platform, most int) *network {
	n := &network{most: most, places: make(map[string]*place), silent: make(map[*place]bool),
		ready: queue{before: moreUrgent}, waiting: queue{before: sooner}, idle: queue{before: sooner}}
	if paced, ok := p.(bot.Paced); ok {
		n.limits = paced.Limits()
	}
	n.second = newWindow(n.limits.PerSecond, time.Second+leeway)
	return n
}

// free is when the next message may leave to anybody. While the network is away, one at a time tries whether it is back.
func (n *network) free() time.Time {
	return later(later(n.paused, n.rest), n.second.free())
}

func (n *network) away() bool { return len(n.silent) >= awayAfter }

// first is the place whose message leaves first now, or nil.
func (n *network) first(now time.Time) *place {
	most := n.most
	if n.away() {
		most = 1
	}
	if n.ready.Len() == 0 || n.underWay >= most || n.free().After(now) {
		return nil
	}
	return n.ready.places[0]
}

// wakes is when time alone lets something leave, zero if never.
func (n *network) wakes(now time.Time) (t time.Time) {
	if n.waiting.Len() > 0 {
		t = n.waiting.places[0].at
	}
	if free := n.free(); n.ready.Len() > 0 && free.After(now) && (t.IsZero() || free.Before(t)) {
		t = free
	}
	return t
}

// answered says that the network is there. The chats that failed while it was away are not to blame.
func (n *network) answered(now time.Time) {
	if n.away() {
		for p := range n.silent {
			p.failures, p.rest = 0, p.quiet
			n.sort(p, now)
		}
	}
	clear(n.silent)
	n.tries, n.rest = 0, time.Time{}
}

// failed says that a message did not arrive, and nothing was heard.
func (n *network) failed(p *place, now time.Time) {
	n.silent[p] = true
	if n.away() && !now.Before(n.rest) { // those under way when it went away are one failure
		n.tries++
		n.rest = now.Add(backOff(n.tries, awayLongest))
	}
}

// refused says that the network told a chat to wait. Several at once mean that it is all too much.
func (n *network) refused(p *place, now, until time.Time) {
	recent := n.refusals[:0]
	for _, r := range n.refusals {
		if r.of != p && now.Sub(r.at) <= refusedSoon {
			recent = append(recent, r)
		}
	}
	n.refusals = append(recent, refusal{p, now, until})
	if len(n.refusals) >= refusedAtOnce {
		for _, r := range n.refusals {
			n.paused = later(n.paused, r.until)
		}
	}
}
