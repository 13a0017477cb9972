package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	_ "time/tzdata" // the nights of this test are of Amsterdam

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"smederij/bot"
	"smederij/bot/schedule"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var amsterdam = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	return zone
}()

func at(moment string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", moment, amsterdam)
	if err != nil {
		panic(err)
	}
	return t
}

// house handles a key once, as the store does, and remembers it over restarts.
type house struct {
	clock bot.Clock
	mu    sync.Mutex
	seen  map[string]bool
	ran   []string // "name slot", in order
	late  []time.Duration
	fails error
}

func (h *house) Do(_ context.Context, in bot.Inbound) (bot.Notice, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.fails != nil {
		return bot.Notice{}, h.fails
	}
	if !h.seen[in.Key] {
		h.seen[in.Key] = true
		h.ran = append(h.ran, in.Signal.Name+" "+in.Signal.Slot)
		h.late = append(h.late, h.clock.Now().Sub(in.SentAt))
	}
	return bot.Notice{}, nil
}

func (h *house) slots() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.ran)
}

// failer is the part of testing.T that a rapid.T has too.
type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// process is a scheduler at work on a clock that is turned.
type process struct {
	failer
	clock *bot.TurnedClock
	s     *schedule.Scheduler
	stop  func()
}

func start(t failer, h *house, now time.Time, days ...schedule.Daily) *process {
	t.Helper()
	p := &process{failer: t, clock: bot.NewTurnedClock(now)}
	h.clock = p.clock
	if h.seen == nil {
		h.seen = map[string]bool{}
	}
	var err error
	if p.s, err = schedule.New(p.clock, amsterdam, h, days...); err != nil {
		t.Fatalf("%v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var run sync.WaitGroup
	run.Go(func() { p.s.Run(ctx) })
	p.stop = func() {
		cancel()
		run.Wait()
	}
	if err := p.settle(); err != nil {
		p.stop()
		t.Fatalf("%v", err)
	}
	return p
}

func (p *process) settle() error {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	return p.s.Settle(ctx)
}

// turn moves the clock, stopping wherever something waits to happen.
func (p *process) turn(to time.Time) {
	p.Helper()
	for {
		next, ok := p.clock.Next()
		if !ok || next.After(to) {
			p.clock.Turn(to)
			return
		}
		p.clock.Turn(next)
		if err := p.settle(); err != nil {
			p.Fatalf("settle: %v", err)
		}
	}
}

const morning = "morning"

func daily(hour, minute int, grace time.Duration) schedule.Daily {
	return schedule.Daily{Name: morning, Hour: hour, Minute: minute, Grace: grace}
}

// On 28 March 2027 there is no 02:30 in Amsterdam, on 31 October there are two. Every day has every other time once.
func TestOnceADayInBothNights(t *testing.T) {
	for _, night := range []string{"2027-03-28", "2027-10-31"} {
		for _, clock := range []string{"00:00", "01:59", "03:00", "03:30", "09:00", "23:59"} {
			t.Run(night+" "+clock, func(t *testing.T) {
				var h house
				var hour, minute int
				if _, err := fmt.Sscanf(clock, "%d:%d", &hour, &minute); err != nil {
					t.Fatal(err)
				}
				from := at(night+" 12:00").AddDate(0, 0, -3)
				p := start(t, &h, from, daily(hour, minute, time.Hour))
				p.turn(from.AddDate(0, 0, 6))
				p.stop()
				var want []string
				for day := from; len(want) < 6; day = day.AddDate(0, 0, 1) {
					slot := day.Format("2006-01-02") + "T" + clock
					if at(strings.Replace(slot, "T", " ", 1)).After(from) {
						want = append(want, morning+" "+slot)
					}
				}
				if diff := cmp.Diff(h.ran, want); diff != "" {
					t.Errorf("slots (-got +want):\n%s", diff)
				}
				for i, late := range h.late {
					if late != 0 {
						t.Errorf("%s ran %v after its time", h.ran[i], late)
					}
				}
			})
		}
	}
}

func TestTimesThatNotEveryDayHas(t *testing.T) {
	for _, tt := range []struct {
		hour, minute int
		ok           bool
	}{
		{1, 59, true}, {2, 0, false}, {2, 59, false}, {3, 0, true}, {0, 0, true}, {23, 59, true},
		{24, 0, false}, {-1, 0, false}, {9, 60, false}, {9, -1, false},
	} {
		_, err := schedule.New(bot.NewTurnedClock(at("2026-11-23 09:00")), amsterdam, &house{}, daily(9, 0, 0), daily(tt.hour, tt.minute, 0))
		if (err == nil) != tt.ok {
			t.Errorf("%02d:%02d: got %v, want fine %t", tt.hour, tt.minute, err, tt.ok)
		}
	}
}

// After downtime the newest missed slot runs within its grace; older ones do not.
func TestAfterDowntime(t *testing.T) {
	tests := []struct {
		name string
		back string
		want []string // beside that of Monday
	}{
		{"a minute before", "2026-11-24 08:59", nil},
		{"at the moment itself", "2026-11-24 09:00", []string{"morning 2026-11-24T09:00"}},
		{"within its grace", "2026-11-24 21:00", []string{"morning 2026-11-24T09:00"}},
		{"beyond its grace", "2026-11-24 21:01", nil},
		{"days later, within the grace of the newest", "2026-11-27 10:00", []string{"morning 2026-11-27T09:00"}},
		{"days later, beyond that", "2026-11-27 22:00", nil},
		{"the clock went back", "2026-11-23 08:00", nil},
		{"the clock went back over a day", "2026-11-22 08:00", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var h house
			p := start(t, &h, at("2026-11-23 08:00"), daily(9, 0, 12*time.Hour))
			p.turn(at("2026-11-23 09:30"))
			p.stop()
			start(t, &h, at(tt.back), daily(9, 0, 12*time.Hour)).stop()
			if diff := cmp.Diff(h.ran, append([]string{"morning 2026-11-23T09:00"}, tt.want...)); diff != "" {
				t.Errorf("slots (-got +want):\n%s", diff)
			}
		})
	}
}

// Whatever the clock and the process do, no slot runs twice, none too early, none beyond its grace, and none is missed that came
// while the process was there.
func TestAnyClockAnyRestart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var h house
		grace := time.Duration(rapid.IntRange(0, 20).Draw(t, "grace")) * time.Hour
		hour := rapid.SampledFrom([]int{0, 1, 3, 9, 23}).Draw(t, "hour")
		now := at("2027-03-26 08:00")
		due := map[string]bool{} // slots that came while the process was there
		for range rapid.IntRange(1, 8).Draw(t, "runs") {
			p := start(t, &h, now, daily(hour, 0, grace))
			for range rapid.IntRange(0, 4).Draw(t, "turns") {
				to := now.Add(time.Duration(rapid.IntRange(0, 40*60).Draw(t, "minutes")) * time.Minute)
				for day := now; !day.After(to.AddDate(0, 0, 1)); day = day.AddDate(0, 0, 1) {
					slot := time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, amsterdam)
					if slot.After(now) && !slot.After(to) {
						due[morning+" "+slot.Format("2006-01-02T15:04")] = true
					}
				}
				p.turn(to)
				now = to
			}
			p.stop()
			now = now.Add(time.Duration(rapid.IntRange(-30*60, 60*60).Draw(t, "away")) * time.Minute)
		}
		seen := map[string]bool{}
		for i, slot := range h.ran {
			if seen[slot] {
				t.Fatalf("%s ran twice", slot)
			}
			seen[slot] = true
			if h.late[i] < 0 || h.late[i] > grace {
				t.Fatalf("%s ran %v after its time, its grace is %v", slot, h.late[i], grace)
			}
		}
		for slot := range due {
			if !seen[slot] {
				t.Fatalf("%s never ran", slot)
			}
		}
	})
}

func TestSettleTellsOfFailure(t *testing.T) {
	h := house{fails: errors.New("the loop ended")}
	h.seen = map[string]bool{}
	h.clock = bot.NewTurnedClock(at("2026-11-23 09:00"))
	s, err := schedule.New(h.clock, amsterdam, &h, daily(9, 0, time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	var run sync.WaitGroup
	run.Go(func() { s.Run(ctx) })
	if err := s.Settle(t.Context()); !errors.Is(err, h.fails) {
		t.Errorf("got %v, want %v", err, h.fails)
	}
	cancel()
	run.Wait()
	if err := s.Settle(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("settle without a scheduler: got %v, want %v", err, context.Canceled)
	}
}

// The real clock wakes it too: a week of mornings in no time.
func TestRealClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := house{seen: map[string]bool{}, clock: bot.RealClock{Zone: amsterdam}}
		s, err := schedule.New(h.clock, amsterdam, &h, daily(9, 0, time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 7*24*time.Hour)
		defer cancel()
		s.Run(ctx)
		synctest.Wait()
		if got := len(h.slots()); got != 7 {
			t.Errorf("got %d mornings in a week, want 7: %q", got, h.slots())
		}
		for i, late := range h.late {
			if late > time.Second {
				t.Errorf("%s ran %v after its time", h.ran[i], late)
			}
		}
	})
}
