package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"smederij/bot"
	"smederij/store"
)

const morning = "morning"

// On 28 March 2027 there is no 02:30 in Amsterdam, on 31 October there are two. Every day has every other time once.
func TestOnceADayInBothNights(t *testing.T) {
	for _, night := range []string{"2027-03-28", "2027-10-31"} {
		for _, clock := range []string{"00:00", "01:59", "03:00", "03:30", "09:00", "23:59"} {
			t.Run(night+" "+clock, func(t *testing.T) {
				var hour, minute int
				if _, err := fmt.Sscanf(clock, "%d:%d", &hour, &minute); err != nil {
					t.Fatal(err)
				}
				from := at(night+" 12:00").AddDate(0, 0, -3)
				w := inTown(t, bot.NewTurnedClock(from), daily(morning, hour, minute, time.Hour))
				w.turn(from.AddDate(0, 0, 6))
				var want []string
				for day := from; len(want) < 6; day = day.AddDate(0, 0, 1) {
					slot := day.Format("2006-01-02") + "T" + clock
					if at(strings.Replace(slot, "T", " ", 1)).After(from) {
						want = append(want, morning+" "+slot)
					}
				}
				if diff := cmp.Diff(w.slots(), want); diff != "" {
					t.Errorf("slots (-got +want):\n%s", diff)
				}
				for _, r := range w.ran {
					if r.late != 0 {
						t.Errorf("%s ran %v after its time", r.slot, r.late)
					}
				}
			})
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
			w := inTown(t, bot.NewTurnedClock(at("2026-11-23 08:00")), daily(morning, 9, 0, 12*time.Hour))
			w.turn(at("2026-11-23 09:30"))
			w.stop()
			w.start(bot.NewTurnedClock(at(tt.back)))
			w.settle()
			if diff := cmp.Diff(w.slots(), append([]string{"morning 2026-11-23T09:00"}, tt.want...)); diff != "" {
				t.Errorf("slots (-got +want):\n%s", diff)
			}
		})
	}
}

// Whatever the clock and the process do, nothing runs twice, early or too late, and none is missed that came while the process was there.
func TestAnyClockAnyRestart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		grace := time.Duration(rapid.IntRange(0, 20).Draw(t, "grace")) * time.Hour
		hour := rapid.SampledFrom([]int{0, 1, 3, 9, 23}).Draw(t, "hour")
		dir, err := os.MkdirTemp("", "schedule-")
		if err != nil {
			t.Fatalf("%v", err)
		}
		defer os.RemoveAll(dir)
		w := newTown(t, dir, daily(morning, hour, 0, grace))
		now := at("2027-03-26 08:00")
		furthest, due := now, map[string]bool{} // slots that came while the process was there, and that no clock had passed before
		for range rapid.IntRange(1, 5).Draw(t, "runs") {
			w.start(bot.NewTurnedClock(now))
			w.settle() // what was missed is decided now, also when the clock is wrong
			if now.After(furthest) {
				furthest = now
			}
			for range rapid.IntRange(0, 3).Draw(t, "turns") {
				to := now.Add(time.Duration(rapid.IntRange(0, 40*60).Draw(t, "minutes")) * time.Minute)
				for day := now; !day.After(to.AddDate(0, 0, 1)); day = day.AddDate(0, 0, 1) {
					slot := time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, amsterdam)
					if slot.After(furthest) && slot.After(now) && !slot.After(to) {
						due[morning+" "+slot.Format("2006-01-02T15:04")] = true
					}
				}
				w.turn(to)
				if now = to; now.After(furthest) {
					furthest = now
				}
			}
			w.settle()
			w.stop()
			now = now.Add(time.Duration(rapid.IntRange(-30*60, 60*60).Draw(t, "away")) * time.Minute)
		}
		defer w.close()
		w.wantSound()
		seen := map[string]bool{}
		for _, slot := range w.slots() {
			seen[slot] = true
		}
		for slot := range due {
			if !seen[slot] {
				t.Fatalf("%s never ran", slot)
			}
		}
	})
}

// From before New Year until after a leap day: both nights in which the clock changes, the summer break, and a process that is away for an
// hour, a day or a week at any moment.
func TestAYearAndMore(t *testing.T) {
	for seed := range uint64(2) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			chance := rand.New(rand.NewPCG(seed, 1))
			now, end := at("2026-12-28 10:00"), at("2028-03-06 10:00")
			w := inTown(t, bot.NewTurnedClock(now),
				daily(morning, 9, 0, 2*time.Hour), daily("night", 3, 30, time.Hour),
				bot.Schedule{Kind: "last_sunday", House: true, Rhythm: store.NthOfMonth(store.LastOne, time.Sunday, 3, 0), Grace: 24 * time.Hour},
				posting(store.Weekly(20, 55, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Saturday), 48*time.Hour, 5*24*time.Hour))
			for now.Before(end) {
				to := now.Add(time.Duration(chance.IntN(30*24*60)) * time.Minute)
				w.turn(to)
				w.stop()
				now = to.Add([]time.Duration{0, time.Hour, 24 * time.Hour, 7 * 24 * time.Hour}[chance.IntN(4)])
				w.start(bot.NewTurnedClock(now))
			}
			w.settle()
			w.wantSound()
			for _, kind := range []string{morning, "night", "last_sunday", "budget_status"} {
				n := strings.Count(strings.Join(w.slots(), "\n"), kind)
				if n < 10 {
					t.Errorf("%s ran %d times", kind, n)
				}
			}
			if len(w.posts) < 60 {
				t.Errorf("%d posts in a year", len(w.posts))
			}
		})
	}
}

// The clock of the machine wakes it too: a year of mornings, through both nights and a leap day.
func TestAYearByTheRealClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(at("2027-03-20 12:00")))
		w := newTown(t, t.TempDir(), daily(morning, 9, 0, time.Hour),
			bot.Schedule{Kind: "last_sunday", House: true, Rhythm: store.NthOfMonth(store.LastOne, time.Sunday, 3, 0), Grace: time.Hour},
			posting(store.NthOfMonth(1, time.Monday, 9, 0), time.Hour, 60*24*time.Hour))
		w.start(bot.RealClock{Zone: amsterdam})
		for end := at("2028-03-20 12:00"); time.Now().Before(end); {
			time.Sleep(12 * time.Hour)
			synctest.Wait()
		}
		w.deliver()
		w.close()
		seen := map[string]int{}
		for _, r := range w.ran {
			if seen[r.slot[:strings.Index(r.slot, " ")]]++; r.late > time.Second {
				t.Errorf("%s ran %v after its time", r.slot, r.late)
			}
		}
		if diff := cmp.Diff(map[string]int{morning: 366, "last_sunday": 12, "budget_status": 12}, seen); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if w.alarms > 0 {
			t.Errorf("%d alarms about a clock that was right", w.alarms)
		}
	})
}

// A slot that fails is a dead letter. It is not tried again by itself, and the next one comes.
func TestAfterFailure(t *testing.T) {
	w := inTown(t, bot.NewTurnedClock(at("2026-11-23 08:00")), daily(morning, 9, 0, 12*time.Hour))
	w.mu.Lock()
	w.fails = func(s store.Slot) error {
		if s.Text() == "2026-11-23T09:00" {
			return errors.New("cannot be handled")
		}
		return nil
	}
	w.mu.Unlock()
	w.turn(at("2026-11-24 10:00"))
	if diff := cmp.Diff([]string{"morning 2026-11-24T09:00"}, w.slots()); diff != "" {
		t.Errorf("slots (-want +got):\n%s", diff)
	}
	var letters []store.DeadLetter
	w.write(func(tx *store.Tx) (err error) {
		letters, err = tx.DeadLetters()
		return err
	})
	if len(letters) != 1 {
		t.Errorf("got %d dead letters, want 1", len(letters))
	}
	w.mu.Lock()
	w.fails = nil
	w.mu.Unlock()
	for _, key := range []string{"dead:1:1", "dead:1:2"} { // an operator tries it again, whatever its grace was
		w.write(func(tx *store.Tx) error {
			_, err := w.house.Handle(tx, bot.Inbound{Key: key, Signal: &bot.Signal{Name: bot.SlotSignal, Subject: 1, Slot: "2026-11-23T09:00"}})
			return err
		})
	}
	if diff := cmp.Diff([]string{"morning 2026-11-24T09:00", "morning 2026-11-23T09:00"}, w.slots()); diff != "" {
		t.Errorf("slots (-want +got):\n%s", diff)
	}
}

// What changes while it waits is heard: another rhythm, a pause, and going on without what was missed.
func TestTimetableChanges(t *testing.T) {
	w := inTown(t, bot.NewTurnedClock(at("2026-11-23 08:00")), posting(store.Weekly(9, 0, time.Monday), time.Hour, time.Hour))
	id := store.ScheduleID(1)
	change := func(fn func(tx *store.Tx, now time.Time) error) {
		w.write(func(tx *store.Tx) error { return fn(tx, w.clock.Now()) })
		w.s.Wake()
	}
	person := func() (p store.PersonID) {
		w.write(func(tx *store.Tx) error {
			who, err := tx.PersonOf(store.Account{Platform: "net", ID: "wim"}, w.clock.Now())
			p = who.ID
			return err
		})
		return p
	}()
	change(func(tx *store.Tx, now time.Time) error {
		return tx.SetRhythm(person, id, store.Weekly(10, 30, time.Monday), now)
	})
	w.turn(at("2026-11-23 12:00"))
	change(func(tx *store.Tx, now time.Time) error { return tx.PauseSchedule(person, id, true, now) })
	w.turn(at("2026-12-01 12:00"))
	change(func(tx *store.Tx, now time.Time) error { return tx.PauseSchedule(person, id, false, now) })
	w.turn(at("2026-12-08 12:00"))
	if diff := cmp.Diff([]string{"budget_status 2026-11-23T10:30", "budget_status 2026-12-07T10:30"}, w.slots()); diff != "" {
		t.Errorf("slots (-want +got):\n%s", diff)
	}
}

func TestSettleWithoutScheduler(t *testing.T) {
	w := newTown(t, t.TempDir(), daily(morning, 9, 0, time.Hour))
	w.start(bot.NewTurnedClock(at("2026-11-23 08:00")))
	w.close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := w.s.Settle(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}
