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
	retryFirst = 2 * time.Second  // after a message that was certainly not sent
	lookAgain  = 30 * time.Second // for rows another process wrote
	markAgain  = time.Second / 4  // while the database fails
)

// Deliverer sends what is in the outbox. One goroutine decides; platforms send in their own, at most one message a chat at a time.
type Deliverer struct {
	db        *store.DB
	clock     bot.Clock
	platforms map[string]bot.Platform
	raise     func(*store.Tx, bot.Signal) error
	log       *slog.Logger
	workers   int

	wake    chan struct{}
	settled chan chan error
	results chan result
	busy    map[store.ChatID]bool
}

// Config says what a Deliverer works with. Every field but Workers is needed.
type Config struct {
	DB        *store.DB
	Clock     bot.Clock
	Platforms []bot.Platform
	Raise     func(*store.Tx, bot.Signal) error // tells the features of a signal, in the transaction that found it
	Log       *slog.Logger
	Workers   int // messages under way at once; 0 means 1, which keeps one order over all chats
}

// New makes a Deliverer.
func New(c Config) *Deliverer {
	d := &Deliverer{
		db: c.DB, clock: c.Clock, platforms: make(map[string]bot.Platform), raise: c.Raise, log: c.Log, workers: cmp.Or(c.Workers, 1),
		wake: make(chan struct{}, 1), settled: make(chan chan error), results: make(chan result), busy: make(map[store.ChatID]bool),
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

// Settle waits until everything that may leave at the clock's present moment has left.
func (d *Deliverer) Settle(ctx context.Context) error {
	asked := make(chan error, 1)
	select {
	case d.settled <- asked:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-asked:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

type result struct {
	parcel store.Parcel
	id     string
	err    error
}

// Run sends until ctx ends; messages that are under way then are waited for. Messages found in flight at the start have an unknown
// fate: the process ended while they were being sent.
func (d *Deliverer) Run(ctx context.Context) error {
	if err := d.recover(ctx); err != nil {
		return err
	}
	var asked []chan error
	for {
		due, next, err := d.look(ctx)
		if err == nil {
			err = d.dispatch(ctx, due)
		}
		if err != nil && ctx.Err() == nil {
			d.log.Warn("the outbox cannot be read or marked", "code", store.HouseCode(err))
		}
		if len(d.busy) == 0 && err == nil && len(due) > 0 {
			continue // all of them were withdrawn meanwhile
		}
		fired, cancel := d.alarm(next, err)
		if len(d.busy) == 0 { // only now: whoever turns the clock next must find the alarm set
			for _, a := range asked {
				a <- err
			}
			asked = nil
		}
		select {
		case <-ctx.Done():
			cancel()
			d.await(ctx)
			return nil
		case <-d.wake:
		case <-fired:
		case a := <-d.settled:
			asked = append(asked, a)
		case r := <-d.results:
			d.finish(ctx, r)
		}
		cancel()
	}
}

// alarm wakes the loop for the next message that waits for its time, and now and then for rows that another process wrote. While the
// database fails it looks again after a moment.
func (d *Deliverer) alarm(next time.Time, failure error) (<-chan struct{}, func()) {
	at := next
	if _, turned := d.clock.(*bot.TurnedClock); !turned {
		again := d.clock.Now().Add(lookAgain)
		if failure != nil {
			again = d.clock.Now().Add(retryFirst)
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

// look reads what may leave now, without chats that have a message under way, and when the next waiting message may.
func (d *Deliverer) look(ctx context.Context) (due []store.Parcel, next time.Time, err error) {
	now := d.clock.Now()
	err = d.db.Read(ctx, func(tx *store.Tx) error {
		all, err := tx.Due(now, portion)
		if err != nil {
			return err
		}
		for _, p := range all {
			if !d.busy[p.Chat] && len(due) < d.workers-len(d.busy) && !has(due, p.Chat) {
				due = append(due, p)
			}
		}
		next, err = tx.NextDue(now)
		return err
	})
	return due, next, err
}

func has(list []store.Parcel, c store.ChatID) bool {
	for _, p := range list {
		if p.Chat == c {
			return true
		}
	}
	return false
}

// dispatch marks messages as being sent, committed, and only then calls the platforms.
func (d *Deliverer) dispatch(ctx context.Context, due []store.Parcel) error {
	if len(due) == 0 {
		return nil
	}
	var leaving []store.Parcel
	err := d.db.Write(ctx, func(tx *store.Tx) error {
		leaving = leaving[:0]
		for _, p := range due {
			still, err := tx.MarkSending(p.ID)
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

// finish keeps what became of a message. While the database fails it tries again; if the process ends first, the message stays marked
// as being sent and the next start finds it so.
func (d *Deliverer) finish(ctx context.Context, r result) {
	defer delete(d.busy, r.parcel.Chat)
	now := d.clock.Now()
	for {
		err := d.db.Write(context.WithoutCancel(ctx), func(tx *store.Tx) error { return d.mark(tx, r, now) })
		if err == nil {
			return
		}
		if store.HouseCode(err) == "" {
			d.log.Error("a message could not be marked", "message", r.parcel.ID, "error", err)
			return
		}
		timer := time.NewTimer(markAgain) // in the machine's time: a disk does not follow a turned clock
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return
		}
	}
}

func (d *Deliverer) mark(tx *store.Tx, r result, now time.Time) error {
	if r.err == nil {
		return tx.MarkSent(r.parcel, r.id, now)
	}
	var failure *bot.SendError
	if !errors.As(r.err, &failure) {
		failure = &bot.SendError{Fate: bot.Doubtful, Err: r.err}
	}
	d.log.Warn("a message was not sent", "message", r.parcel.ID, "fate", failure.Fate)
	switch failure.Fate {
	case bot.NotSent:
		return tx.MarkUnsent(r.parcel, now.Add(max(retryFirst, failure.Retry)))
	case bot.Refused:
		return tx.MarkRejected(r.parcel.ID)
	case bot.Gone:
		if err := tx.MarkRejected(r.parcel.ID); err != nil {
			return err
		}
		if err := tx.ChatGone(r.parcel.Chat, now); err != nil {
			return err
		}
		return d.raise(tx, bot.Signal{Name: bot.GoneSignal, Subject: int64(r.parcel.Chat)})
	default:
		return d.doubt(tx, r.parcel, now)
	}
}

// doubt tells a person about a message that may stand in a group or not.
func (d *Deliverer) doubt(tx *store.Tx, p store.Parcel, now time.Time) error {
	uncertain, err := tx.MarkDoubtful(p, now)
	if err != nil || !uncertain {
		return err
	}
	return d.raise(tx, bot.Signal{Name: bot.UncertainSignal, Subject: int64(p.ID)})
}

func (d *Deliverer) recover(ctx context.Context) error {
	now := d.clock.Now()
	return d.db.Write(ctx, func(tx *store.Tx) error {
		inFlight, err := tx.InFlight()
		if err != nil {
			return err
		}
		for _, p := range inFlight {
			if err := d.doubt(tx, p, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// await keeps what became of the last messages under way.
func (d *Deliverer) await(ctx context.Context) {
	for len(d.busy) > 0 {
		d.finish(ctx, <-d.results)
	}
}
