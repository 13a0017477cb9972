// Package deliver is the outbox's way out: what was committed is said, in order within chat and class, and never twice where twice
// would be seen.
package deliver

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"time"

	"smederij/bot"
	"smederij/store"
	"smederij/store/crashpoint"
)

const (
	portion    = 256              // rows looked at together
	rest       = 2 * time.Second  // of a chat after a message that did not arrive
	lookAgain  = 30 * time.Second // for rows another process wrote
	storeAgain = time.Second / 4  // while the database fails
)

// Deliverer sends what is in the outbox. One goroutine decides; platforms send in their own, at most one message a chat at a time.
type Deliverer struct {
	bot.Settling // until everything that may leave now has left

	db        *store.DB
	clock     bot.Clock
	platforms map[string]bot.Platform
	raise     func(*store.Tx, bot.Signal) error
	failing   func(error)
	log       *slog.Logger
	workers   int

	wake    chan struct{}
	results chan result
	busy    map[store.ChatID]bool      // a message is under way to it
	resting map[store.ChatID]time.Time // nothing leaves before that, so that what did not arrive keeps its place in line
}

// Config says what a Deliverer works with. Every field but Workers is needed.
type Config struct {
	DB        *store.DB
	Clock     bot.Clock
	Platforms []bot.Platform
	Raise     func(*store.Tx, bot.Signal) error // tells the features of a signal, in the transaction that found it
	Failing   func(error)                       // tells who may bring the database back that it fails; they wake the Deliverer
	Log       *slog.Logger
	Workers   int // messages under way at once; 0 means 1, which keeps one order over all chats
}

// New makes a Deliverer.
func New(c Config) *Deliverer {
	d := &Deliverer{
		db: c.DB, clock: c.Clock, platforms: make(map[string]bot.Platform), raise: c.Raise, failing: c.Failing, log: c.Log, workers: cmp.Or(c.Workers, 1),
		wake: make(chan struct{}, 1), Settling: make(bot.Settling), results: make(chan result),
		busy: make(map[store.ChatID]bool), resting: make(map[store.ChatID]time.Time),
	}
	for _, p := range c.Platforms {
		d.platforms[p.Name()] = p
	}
	return d
}

// Wake tells that there may be something to send.
func (d *Deliverer) Wake() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

type result struct {
	parcel store.Parcel
	id     string
	err    error
}

// Run sends until ctx ends; messages that are under way then are waited for. Messages found in flight at the start have an unknown
// fate: the process ended while they were being sent.
func (d *Deliverer) Run(ctx context.Context) {
	d.recover(ctx)
	var asked []chan error
	cancel := func() {}
	for {
		due, next, err := d.look(ctx)
		if err == nil {
			err = d.dispatch(ctx, due)
		}
		if err != nil && ctx.Err() == nil {
			d.log.Warn("the outbox cannot be read or marked", "code", store.HouseCode(err), "error_type", bot.ErrorType(err))
		}
		fails := store.HouseCode(err) != ""
		if fails {
			d.failing(err)
		}
		if len(d.busy) == 0 && err == nil && len(due) > 0 {
			continue // all of them were withdrawn meanwhile
		}
		fired, cancelNew := d.alarm(next, err)
		cancel() // only now: whoever turns the clock must find an alarm set at every moment, and so must those who asked
		cancel = cancelNew
		if len(d.busy) == 0 && !fails {
			for _, a := range asked {
				a <- err
			}
			asked = nil
		}
		select {
		case <-ctx.Done():
			d.await(ctx)
			cancel()
			return
		case <-d.wake:
		case <-fired:
		case a := <-d.Settling:
			asked = append(asked, a)
		case r := <-d.results:
			d.finish(ctx, r)
		}
	}
}

// alarm wakes the loop for the next message that waits for its time, and now and then for rows that another process wrote. While the
// database fails it looks again after a moment.
func (d *Deliverer) alarm(next time.Time, failure error) (<-chan struct{}, func()) {
	at := next
	if _, turned := d.clock.(*bot.TurnedClock); !turned {
		again := d.clock.Now().Add(lookAgain)
		if failure != nil {
			again = d.clock.Now().Add(rest)
		}
		if at.IsZero() || again.Before(at) {
			at = again
		}
	}
	if at.IsZero() {
		return nil, func() {}
	}
	return d.clock.Alarm(at)
}

// look reads what may leave now, without chats that rest or have a message under way, and when the next waiting message may.
func (d *Deliverer) look(ctx context.Context) (due []store.Parcel, next time.Time, err error) {
	now := d.clock.Now()
	err = d.db.Read(ctx, func(tx *store.Tx) error {
		if next, err = tx.NextDue(now); err != nil {
			return err
		}
		for limit := portion; ; limit *= 2 { // one chat's long line must not hide the others behind it
			all, err := tx.Due(now, limit)
			if err != nil {
				return err
			}
			due = d.choose(all, now)
			if len(due) == d.workers-len(d.busy) || len(all) < limit {
				return nil
			}
		}
	})
	for chat, until := range d.resting {
		if !now.Before(until) {
			delete(d.resting, chat)
		} else if next.IsZero() || until.Before(next) {
			next = until
		}
	}
	return due, next, err
}

// choose takes the first message of each chat that is free, for as many workers as are.
func (d *Deliverer) choose(all []store.Parcel, now time.Time) (due []store.Parcel) {
	taken := make(map[store.ChatID]bool)
	for _, p := range all {
		if len(due) == d.workers-len(d.busy) {
			break
		}
		if !d.busy[p.Chat] && !taken[p.Chat] && !now.Before(d.resting[p.Chat]) {
			taken[p.Chat] = true
			due = append(due, p)
		}
	}
	return due
}

// dispatch marks messages as being sent, committed, and only then calls the platforms.
func (d *Deliverer) dispatch(ctx context.Context, due []store.Parcel) error {
	if len(due) == 0 {
		return nil
	}
	now := d.clock.Now()
	var leaving []store.Parcel
	err := d.db.Write(ctx, func(tx *store.Tx) error {
		for _, seen := range due {
			p, still, err := tx.Take(seen.ID, now)
			if err != nil {
				return err
			}
			if still {
				leaving = append(leaving, p)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	crashpoint.Here("deliver/marked")
	for _, p := range leaving {
		d.busy[p.Chat] = true
		go d.send(ctx, p)
	}
	return nil
}

func (d *Deliverer) send(ctx context.Context, p store.Parcel) {
	platform, ok := d.platforms[p.To.Address.Platform]
	if !ok {
		d.results <- result{p, "", &bot.SendError{Fate: bot.Refused, Err: errors.New("no such platform")}}
		return
	}
	id, err := platform.Send(context.WithoutCancel(ctx), bot.Outgoing{
		To: p.To.Address, Private: p.To.Private(), Body: p.Body, EditOf: p.EditOf, Cause: p.Cause,
	})
	crashpoint.Here("deliver/sent")
	d.results <- result{p, id, err}
}

// finish keeps what became of a message under way. What did not arrive is first in line when its chat has rested.
func (d *Deliverer) finish(ctx context.Context, r result) {
	if failure := failureOf(r.err); failure != nil && failure.Fate != bot.Refused {
		d.resting[r.parcel.Chat] = d.clock.Now().Add(max(rest, failure.Retry))
	}
	d.keep(ctx, r)
	delete(d.busy, r.parcel.Chat)
}

// failureOf is what is known of a failed sending; an error that does not tell leaves doubt.
func failureOf(err error) *bot.SendError {
	var failure *bot.SendError
	if err != nil && !errors.As(err, &failure) {
		failure = &bot.SendError{Fate: bot.Doubtful, Err: err}
	}
	return failure
}

// keep writes down what became of a message. When those who must hear of it fail, it is written down without them: a message that
// stays marked as being sent would be doubted at every start.
func (d *Deliverer) keep(ctx context.Context, r result) {
	now, still := d.clock.Now(), context.WithoutCancel(ctx)
	if failure := failureOf(r.err); failure != nil {
		d.log.Warn("a message was not sent", "message", r.parcel.ID, "fate", failure.Fate)
	}
	d.insist(ctx, func() error {
		err := d.db.Write(still, func(tx *store.Tx) error { return d.mark(tx, r, now, d.raise) })
		if err == nil || store.HouseCode(err) != "" {
			return err
		}
		d.log.Error("an alarm failed", "message", r.parcel.ID, "error_type", bot.ErrorType(err))
		return d.db.Write(still, func(tx *store.Tx) error { return d.mark(tx, r, now, toNobody) })
	})
}

// insist does something again until the database does not fail it. If ctx ends first, a message stays marked as being sent, and the
// next start finds it so.
func (d *Deliverer) insist(ctx context.Context, do func() error) {
	for {
		err := do()
		if err == nil || errors.Is(err, context.Canceled) { // asked to stop before it began
			return
		}
		if store.HouseCode(err) == "" {
			d.log.Error("the outbox could not be written", "error_type", bot.ErrorType(err))
			return
		}
		d.failing(err)
		timer := time.NewTimer(storeAgain) // in the machine's time: a disk does not follow a turned clock
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return
		}
	}
}

type raiser func(*store.Tx, bot.Signal) error

func toNobody(*store.Tx, bot.Signal) error { return nil }

func (d *Deliverer) mark(tx *store.Tx, r result, now time.Time, raise raiser) error {
	failure := failureOf(r.err)
	if failure == nil {
		return tx.MarkSent(r.parcel, r.id, now)
	}
	switch failure.Fate {
	case bot.NotSent:
		return tx.MarkUnsent(r.parcel, now)
	case bot.Refused, bot.Vanished:
		return tx.MarkRejected(r.parcel.ID)
	case bot.Gone:
		if err := tx.MarkRejected(r.parcel.ID); err != nil {
			return err
		}
		if err := tx.ChatGone(r.parcel.Chat, now); err != nil {
			return err
		}
		return raise(tx, bot.Signal{Name: bot.GoneSignal, Subject: int64(r.parcel.Chat)})
	default:
		uncertain, err := tx.MarkDoubtful(r.parcel, now)
		if err != nil || !uncertain {
			return err
		}
		return raise(tx, bot.Signal{Name: bot.UncertainSignal, Subject: int64(r.parcel.ID)})
	}
}

// recover doubts what was under way when the process ended.
func (d *Deliverer) recover(ctx context.Context) {
	var inFlight []store.Parcel
	d.insist(ctx, func() error {
		return d.db.Read(ctx, func(tx *store.Tx) (err error) {
			inFlight, err = tx.InFlight()
			return err
		})
	})
	for _, p := range inFlight {
		d.keep(ctx, result{p, "", errors.New("the process ended while it was being sent")})
	}
}

// await keeps what became of the last messages under way.
func (d *Deliverer) await(ctx context.Context) {
	for len(d.busy) > 0 {
		d.finish(ctx, <-d.results)
	}
}
