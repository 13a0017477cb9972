// Package schedule wakes what is due by the clock. It only wakes: what is due is decided in the database, inside the writer, where a
// slot is taken once and what comes of it is queued in the same transaction.
package schedule

import (
	"context"
	"fmt"
	"log/slog"
	"time"
	_ "time/tzdata" // the local time of a slot must not depend on the machine

	"smederij/bot"
	"smederij/store"
)

// storeAgain is how long it waits, in the machine's time, while the database fails.
const storeAgain = time.Second / 4

// Doer handles one input and waits for its commit.
type Doer interface {
	Do(ctx context.Context, in bot.Inbound) (bot.Notice, error)
}

// Scheduler wakes what is due.
type Scheduler struct {
	bot.Settling // until everything that is due now was handled

	db    *store.DB
	clock bot.Clock
	to    Doer
	log   *slog.Logger
	wake  chan struct{}
	guard *guard

	revision int64 // of the timetable that was read; before that -1
	held     bool
	entries  []entry
}

// entry is one line of the timetable: a schedule, or the posts that wait for a group.
type entry struct {
	plan  store.Schedule
	group store.ChatID // 0 for a schedule
	at    time.Time    // when it is due, perhaps long ago; zero when it was handed over and nothing is known to follow
}

// New makes a Scheduler. Touched is when the house was at work last, or zero: after a long time the clock is looked at first.
func New(db *store.DB, clock bot.Clock, to Doer, log *slog.Logger, touched time.Time) *Scheduler {
	return &Scheduler{Settling: make(bot.Settling), db: db, clock: clock, to: to, log: log, wake: make(chan struct{}, 1),
		guard: newGuard(clock, touched), revision: -1}
}

// Wake tells that the timetable may have changed.
func (s *Scheduler) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run hands over what is due until ctx ends, first of all what was missed while the process was away.
func (s *Scheduler) Run(ctx context.Context) {
	var asked []chan error
	cancel := func() {}
	defer func() { cancel() }()
	for ctx.Err() == nil {
		next, err := s.round(ctx)
		if err != nil && ctx.Err() == nil {
			s.log.Error("what is due by the clock waits", "error_type", bot.ErrorType(err))
		}
		fired, cancelNew := s.alarm(next)
		cancel() // only now: whoever turns the clock must find an alarm set at every moment
		cancel = cancelNew
		for _, a := range asked {
			a <- err
		}
		asked = nil
		if a := s.wait(ctx, fired, err); a != nil {
			asked = append(asked, a)
		}
	}
}

// wait returns when something may be due: also when somebody asks whether all is done, who then hears it after one more look.
func (s *Scheduler) wait(ctx context.Context, fired <-chan struct{}, failed error) chan error {
	var again <-chan time.Time
	if failed != nil {
		timer := time.NewTimer(storeAgain)
		defer timer.Stop()
		again = timer.C
	}
	for {
		tick, stop := s.guard.tick()
		select {
		case <-ctx.Done():
		case <-s.wake:
		case <-fired:
		case <-again:
		case a := <-s.Settling:
			stop()
			return a
		case <-tick:
			stop()
			if !s.guard.suspect() {
				continue
			}
		}
		stop()
		return nil
	}
}

func (s *Scheduler) alarm(at time.Time) (<-chan struct{}, func()) {
	if at.IsZero() {
		return nil, func() {}
	}
	return s.clock.Alarm(at)
}

// round hands over everything that is due now, and tells when something is due next.
func (s *Scheduler) round(ctx context.Context) (next time.Time, err error) {
	if err := s.look(ctx); err != nil {
		return next, err
	}
	for {
		if err := s.reread(ctx); err != nil || s.held {
			return next, err
		}
		e := s.first()
		if e == nil {
			return next, nil
		}
		now := s.clock.Now()
		if e.at.After(now) {
			return e.at, nil
		}
		if err := s.handOver(ctx, e, now); err != nil {
			return next, err
		}
	}
}

// look has everything stand still when the clock is not to be trusted.
func (s *Scheduler) look(ctx context.Context) error {
	if !s.guard.suspect() {
		return nil
	}
	now := s.clock.Now()
	_, err := s.to.Do(ctx, bot.Inbound{Key: "clock:" + now.UTC().Format(time.RFC3339Nano), SentAt: now, Signal: &bot.Signal{Name: bot.ClockSignal}})
	if err == nil {
		s.guard.told()
	}
	return err
}

// reread reads the timetable when it changed.
func (s *Scheduler) reread(ctx context.Context) error {
	return s.db.Read(ctx, func(tx *store.Tx) error {
		revision, err := tx.TimetableRevision()
		if err != nil || revision == s.revision {
			return err
		}
		now := s.clock.Now()
		table, err := tx.Timetable(now)
		if err != nil {
			return err
		}
		s.revision, s.held, s.entries = table.Revision, table.Held, s.entries[:0]
		for _, plan := range table.Schedules {
			s.entries = append(s.entries, entry{plan: plan, at: plan.First(now)})
		}
		for _, own := range table.Own {
			s.entries = append(s.entries, entry{group: own.Chat, at: own.At})
		}
		return nil
	})
}

// first is what comes due first, or nil.
func (s *Scheduler) first() (first *entry) {
	for i := range s.entries {
		if e := &s.entries[i]; !e.at.IsZero() && (first == nil || e.at.Before(first.at)) {
			first = e
		}
	}
	return first
}

// handOver brings what is due to the house. Its key makes a second time harmless.
func (s *Scheduler) handOver(ctx context.Context, e *entry, now time.Time) error {
	if e.group != 0 {
		_, err := s.to.Do(ctx, bot.Inbound{Key: fmt.Sprintf("own:%d:%d", e.group, e.at.UnixMilli()), SentAt: now,
			Signal: &bot.Signal{Name: bot.OwnSignal, Subject: int64(e.group)}})
		if err == nil {
			e.at = time.Time{}
		}
		return err
	}
	newest, next := e.at, e.plan.Rhythm.Next(e.at)
	for ; !next.After(now); next = e.plan.Rhythm.Next(next) {
		newest = next
	}
	slot := e.plan.Slot(newest).Text()
	_, err := s.to.Do(ctx, bot.Inbound{Key: fmt.Sprintf("slot:%d:%s", e.plan.ID, slot), SentAt: newest,
		Signal: &bot.Signal{Name: bot.SlotSignal, Subject: int64(e.plan.ID), Slot: slot}})
	if err == nil {
		e.at = next
	}
	return err
}
