package schedule

import (
	"time"

	"smederij/bot"
)

const (
	mostDrift = 10 * time.Minute    // between the clock and one that only goes forward
	mostAway  = 30 * 24 * time.Hour // between the last commit and a start
	lookAt    = 5 * time.Minute     // how often the two are compared
)

// guard finds out that the clock may be wrong: by a jump of it, or because it is long after the house was at work last. By a wrong clock
// meetings would be announced that are over, and everything would be deleted that is to be kept for years.
type guard struct {
	clock  bot.Clock
	steady bot.Steady // nil for a clock that is turned by hand
	away   bool       // the start came long after the last commit
	from   time.Time  // the two clocks as they stood
	began  time.Duration
}

func newGuard(clock bot.Clock, touched time.Time) *guard {
	g := &guard{clock: clock}
	g.steady, _ = clock.(bot.Steady)
	g.told()
	g.away = !touched.IsZero() && clock.Now().Sub(touched) > mostAway
	return g
}

// suspect tells whether the clock is not to be trusted.
func (g *guard) suspect() bool {
	if g.away || g.steady == nil {
		return g.away
	}
	drift := g.clock.Now().Round(0).Sub(g.from) - (g.steady.Steady() - g.began) // Round takes the monotonic reading away
	return drift.Abs() >= mostDrift
}

// told begins anew from how the clocks stand: those who must know were told.
func (g *guard) told() {
	g.away = false
	if g.steady != nil {
		g.from, g.began = g.clock.Now().Round(0), g.steady.Steady()
	}
}

// tick fires when it is time to compare the clocks again.
func (g *guard) tick() (<-chan time.Time, func()) {
	if g.steady == nil {
		return nil, func() {}
	}
	timer := time.NewTimer(lookAt)
	return timer.C, func() { timer.Stop() }
}
