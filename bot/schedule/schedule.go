// Package schedule knows what is due by the clock and hands it to the loop like any other input. A slot is its local time as text;
// its key is remembered, so whatever the clock or the process does, a slot is handled once.
package schedule

import (
	"context"
	"fmt"
	"time"

	"smederij/bot"
)

// Daily is something that is due every day at a local time.
type Daily struct {
	Name   string // of the signal the features hear
	Hour   int    // local; 2 is refused, because some nights have that hour twice and some not at all
	Minute int
	Grace  time.Duration // how late a slot may still run after downtime; less than keys are remembered
}

// Hourly is something that is due at every full hour from one to another of each day.
func Hourly(name string, from, to int, grace time.Duration) (days []Daily) {
	for h := from; h <= to; h++ {
		days = append(days, Daily{Name: name, Hour: h, Grace: grace})
	}
	return days
}

// Scheduler wakes for what is due.
type Scheduler struct {
	bot.Settling // until everything that is due now was handled

	clock bot.Clock
	zone  *time.Location
	days  []Daily
	to    Doer
	asked []chan error // wait until what came due with them was handled
}

// Doer handles one input and waits for its commit.
type Doer interface {
	Do(ctx context.Context, in bot.Inbound) (bot.Notice, error)
}

// New makes a Scheduler.
func New(clock bot.Clock, zone *time.Location, to Doer, days ...Daily) (*Scheduler, error) {
	for _, d := range days {
		if d.Hour < 0 || d.Hour > 23 || d.Hour == 2 || d.Minute < 0 || d.Minute > 59 {
			return nil, fmt.Errorf("schedule %s: %02d:%02d is not a time every day has", d.Name, d.Hour, d.Minute)
		}
	}
	return &Scheduler{clock: clock, zone: zone, days: days, to: to, Settling: make(bot.Settling)}, nil
}

// Run handles what is due until ctx ends, first of all the newest slots missed while the process was away.
func (s *Scheduler) Run(ctx context.Context) {
	var failed error
	for ctx.Err() == nil {
		next := time.Time{}
		for _, d := range s.days {
			now := s.clock.Now().In(s.zone)
			last := d.before(now)
			if now.Sub(last) <= d.Grace {
				failed = s.due(ctx, d, last)
			}
			if n := d.after(now); next.IsZero() || n.Before(next) {
				next = n
			}
		}
		fired, cancel := s.clock.Alarm(next)
		s.wait(ctx, fired, failed)
		cancel()
	}
}

func (s *Scheduler) wait(ctx context.Context, fired <-chan struct{}, failed error) {
	for _, a := range s.asked {
		a <- failed
	}
	s.asked = nil
	for {
		select {
		case <-fired:
			return
		case asked := <-s.Settling:
			select {
			case <-fired: // what is due goes first
				s.asked = append(s.asked, asked)
				return
			default:
				asked <- failed
			}
		case <-ctx.Done():
			return
		}
	}
}

// due hands a slot to the loop. Its key makes a second time harmless.
func (s *Scheduler) due(ctx context.Context, d Daily, at time.Time) error {
	slot := at.Format("2006-01-02T15:04")
	_, err := s.to.Do(ctx, bot.Inbound{Key: "slot:" + d.Name + ":" + slot, SentAt: at, Signal: &bot.Signal{Name: d.Name, Slot: slot}})
	return err
}

// before is the newest slot at or before now.
func (d Daily) before(now time.Time) time.Time {
	if today := d.on(now, 0); !today.After(now) {
		return today
	}
	return d.on(now, -1)
}

// after is the first slot after now.
func (d Daily) after(now time.Time) time.Time {
	if today := d.on(now, 0); today.After(now) {
		return today
	}
	return d.on(now, 1)
}

func (d Daily) on(now time.Time, days int) time.Time {
	return time.Date(now.Year(), now.Month(), now.Day()+days, d.Hour, d.Minute, 0, 0, now.Location())
}
