package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"sync/atomic"
	"time"

	"smederij/store"
)

const (
	burst       = 256             // inputs handed to the writer together at most
	backoffFrom = time.Second / 4 // after a failure of the house
	backoffTo   = 30 * time.Second
	pruneEvery  = time.Minute
)

// Loop is the one way in: it takes inputs in order of arrival, lets the writer handle them and confirms what was committed.
type Loop struct {
	house  *House
	wake   func()
	queue  chan item
	ailing chan error // a failure of the house that somebody else's write met
	log    *slog.Logger
	pruned time.Time
	more   atomic.Bool // old keys were left after the last portion
}

type item struct {
	in   Inbound
	done func(Notice, error)
}

// NewLoop makes a loop over a house; wake is called after commits that may have left something to send.
func NewLoop(h *House, wake func()) *Loop {
	return &Loop{house: h, wake: wake, queue: make(chan item, burst), ailing: make(chan error, 1), log: h.Log}
}

// Receive queues an input; done is called once after its commit, or with an error when the loop ends first. It waits while the queue
// is full, which is how a failing disk stops the platforms.
func (l *Loop) Receive(ctx context.Context, in Inbound, done func(Notice, error)) error {
	select {
	case l.queue <- item{in, done}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Do handles one input and waits for its commit.
func (l *Loop) Do(ctx context.Context, in Inbound) (Notice, error) {
	type answer struct {
		notice Notice
		err    error
	}
	got := make(chan answer, 1)
	if err := l.Receive(ctx, in, func(n Notice, err error) { got <- answer{n, err} }); err != nil {
		return Notice{}, err
	}
	select {
	case a := <-got:
		return a.notice, a.err
	case <-ctx.Done():
		return Notice{}, ctx.Err()
	}
}

// Run handles inputs until ctx ends. What is still queued then was not confirmed and comes again.
func (l *Loop) Run(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			l.turnAway(ctx.Err())
			return
		case first := <-l.queue:
			l.handle(ctx, l.gather(first))
			l.prune()
		case why := <-l.ailing:
			if l.mend(ctx, backoffFrom, why, 0) {
				l.wake()
			}
		}
	}
}

// Ail tells that somebody else's write met a failure of the house. The loop brings the database back and nobody else does: what it
// resumed in the middle of a burst could overtake an input that failed.
func (l *Loop) Ail(why error) {
	select {
	case l.ailing <- why:
	default:
	}
}

// turnAway tells those in the queue that they must come again.
func (l *Loop) turnAway(why error) {
	for {
		select {
		case it := <-l.queue:
			it.done(Notice{}, why)
		default:
			return
		}
	}
}

func (l *Loop) gather(first item) []item {
	items := []item{first}
	for len(items) < burst {
		select {
		case next := <-l.queue:
			items = append(items, next)
		default:
			return items
		}
	}
	return items
}

// handle brings a burst through the writer. After a failure of the house nothing of what failed is confirmed; it is offered again, in
// order, until the house stands. The writer refuses everything in between, so nothing overtakes.
func (l *Loop) handle(ctx context.Context, items []item) {
	for wait := backoffFrom; len(items) > 0; wait = min(2*wait, backoffTo) {
		failed, err := l.offer(items)
		l.wake()
		if len(failed) == 0 {
			return
		}
		items = failed
		if !l.mend(ctx, wait, err, len(items)) {
			for _, it := range items {
				it.done(Notice{}, ctx.Err())
			}
			return
		}
	}
}

// mend waits until the database takes work again. It tells false when ctx ends first.
func (l *Loop) mend(ctx context.Context, wait time.Duration, why error, waiting int) bool {
	l.log.Error("the database fails; input stops", "code", store.HouseCode(why), "waiting", waiting, "again_in", wait)
	for ; pause(ctx, wait); wait = min(2*wait, backoffTo) {
		if l.house.DB.Resume(ctx) == nil {
			l.log.Info("the database stands again; input goes on")
			select {
			case <-l.ailing: // of the same failure
			default:
			}
			l.tell()
			return true
		}
	}
	return false
}

// tell lets the features hear that the database failed for a while: while it did, nobody could be told.
func (l *Loop) tell() {
	day, _ := strconv.ParseInt(l.house.Clock.Now().Format("20060102"), 10, 64) // digits by its layout
	// It is waited for, so that whoever is woken next finds it.
	if err := <-l.house.DB.Submit(func(tx *store.Tx) error { return l.house.Raise(tx, Signal{Name: StandsSignal, Subject: day}) }); err != nil {
		l.log.Error("an alarm failed", "error_type", ErrorType(err))
	}
}

// offer submits all, then waits for each; it returns those that the house failed.
func (l *Loop) offer(items []item) (failed []item, failure error) {
	type pending struct {
		item
		notice  *Notice
		outcome <-chan error
	}
	list := make([]pending, len(items))
	for i, it := range items {
		notice := new(Notice)
		list[i] = pending{it, notice, l.house.DB.Submit(func(tx *store.Tx) error {
			n, err := l.house.Handle(tx, it.in)
			*notice = n
			return err
		})}
	}
	for _, p := range list {
		err := <-p.outcome
		if err != nil && store.HouseCode(err) == "" && !errors.Is(err, store.ErrClosed) {
			*p.notice = Notice{}
			err = l.bury(p.in, err)
		}
		switch {
		case store.HouseCode(err) != "":
			failed, failure = append(failed, p.item), err
		default:
			p.done(*p.notice, err)
		}
	}
	return failed, failure
}

// bury keeps an input that no handler could take, in a transaction of its own: its key, a dead letter, a polite answer, an alarm.
func (l *Loop) bury(in Inbound, cause error) error {
	l.log.Error("an input could not be handled", "key_kind", in.Platform, "error_type", ErrorType(cause))
	content, err := json.Marshal(in)
	if err != nil {
		return err
	}
	err = <-l.house.DB.Submit(func(tx *store.Tx) error { return l.house.Bury(tx, in, content, cause, true) })
	if err == nil || store.HouseCode(err) != "" {
		return err
	}
	l.log.Error("a dead letter could not be announced", "error_type", ErrorType(err))
	return <-l.house.DB.Submit(func(tx *store.Tx) error { return l.house.Bury(tx, in, content, cause, false) })
}

// prune forgets old keys, a portion at a time, so that no input waits for it, and keeps that the house is at work.
func (l *Loop) prune() {
	now := l.house.Clock.Now()
	if now.Sub(l.pruned) < pruneEvery && !l.more.Load() {
		return
	}
	l.pruned = now
	l.more.Store(false)
	l.house.DB.Submit(func(tx *store.Tx) error {
		more, err := tx.PruneInputs(now)
		l.more.Store(more)
		return errors.Join(err, tx.Touch(now))
	})
}

// pause waits in the machine's time: a disk does not follow a turned clock. It tells whether the loop goes on.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// ErrorType names an error for the log without anybody's words in it.
func ErrorType(err error) string {
	for next := err; next != nil; next = errors.Unwrap(next) {
		err = next
	}
	return fmt.Sprintf("%T", err)
}
