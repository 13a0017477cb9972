package schedule_test

import (
	"testing"
	"time"

	"smederij/bot"
	"smederij/store"
)

// wobbly is a clock that somebody sets, beside one that nobody can.
type wobbly struct {
	*bot.TurnedClock
	set time.Duration // by how much it was set
}

func (w *wobbly) Now() time.Time        { return w.TurnedClock.Now().Add(w.set) }
func (w *wobbly) Steady() time.Duration { return w.TurnedClock.Now().Sub(at("2026-01-01 09:00")) }
func (w *wobbly) Alarm(t time.Time) (<-chan struct{}, func()) {
	return w.TurnedClock.Alarm(t.Add(-w.set))
}

// When the clock jumps, everything by the clock stands still until somebody looked.
func TestClockJumps(t *testing.T) {
	for _, tt := range []struct {
		set  time.Duration
		held bool
	}{
		{9 * time.Minute, false}, {-9 * time.Minute, false}, {10 * time.Minute, true}, {-10 * time.Minute, true},
		{365 * 24 * time.Hour, true}, {-365 * 24 * time.Hour, true},
	} {
		t.Run(tt.set.String(), func(t *testing.T) {
			clock := &wobbly{TurnedClock: bot.NewTurnedClock(at("2026-11-23 08:00"))}
			w := inTown(t, clock, daily(morning, 9, 0, 2*time.Hour))
			w.settle()
			clock.set = tt.set
			w.turn(at("2026-11-23 10:00"))
			ran := len(w.slots()) == 1
			if ran == tt.held || (w.alarms == 1) != tt.held {
				t.Fatalf("ran %t, %d alarms; want held %t", ran, w.alarms, tt.held)
			}
			if !tt.held {
				return
			}
			clock.set = 0 // the operator sets it right, which is a jump again
			w.settle()
			w.write(func(tx *store.Tx) error {
				_, err := tx.TrustClock(0, clock.Now())
				return err
			})
			w.s.Wake()
			w.turn(at("2026-11-23 10:30"))
			w.wantSound()
			if len(w.slots()) != 1 {
				t.Errorf("got %q, want this morning once", w.slots())
			}
		})
	}
}

// A start long after the last commit asks first whether the clock is right.
func TestStartAfterLongAbsence(t *testing.T) {
	for days, held := range map[int]bool{29: false, 31: true} {
		w := inTown(t, bot.NewTurnedClock(at("2026-11-23 08:00")), daily(morning, 9, 0, 12*time.Hour))
		w.turn(at("2026-11-23 09:30"))
		w.stop()
		w.start(bot.NewTurnedClock(at("2026-11-23 10:00").AddDate(0, 0, days)))
		w.settle()
		if got := w.alarms == 1; got != held || (len(w.slots()) == 2) == held {
			t.Errorf("after %d days: %d alarms, ran %q, want held %t", days, w.alarms, w.slots(), held)
		}
		w.stop() // once more: it still stands still
		w.start(bot.NewTurnedClock(at("2026-11-23 10:30").AddDate(0, 0, days)))
		w.settle()
		if held && len(w.slots()) != 1 {
			t.Errorf("a restart trusted the clock: %q", w.slots())
		}
	}
}
