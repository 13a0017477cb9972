package deliver

import (
	"context"
	"errors"
	"time"

	"smederij/bot"
	"smederij/store"
)

// result is what became of a message under way.
type result struct {
	departure
	parcel  store.Parcel
	id      string // the platform's
	err     error
	at      time.Time // when that was known
	unasked bool      // the platform was not asked
}

// failureOf is what is known of a failed sending; an error that does not tell leaves doubt.
func failureOf(err error) *bot.SendError {
	var failure *bot.SendError
	if err != nil && !errors.As(err, &failure) {
		failure = &bot.SendError{Fate: bot.Doubtful, Err: err}
	}
	return failure
}

// movedTo is where the chat goes on, or nil.
func (r result) movedTo(failure *bot.SendError) *store.Address {
	if failure == nil || failure.Moved == nil {
		return nil
	}
	to := *failure.Moved
	to.Platform = r.parcel.To.Address.Platform
	if to == r.parcel.To.Address {
		return nil // it would be asked for ever
	}
	return &to
}

// finish draws the lesson of a message for the next ones: who must rest, and for how long. What did not arrive is first in line when
// its chat has rested.
func (l *line) finish(r result, now time.Time) {
	p, failure := r.chat.place, failureOf(r.err)
	n := p.network
	p.busy = false
	n.underWay--
	p.pace.arrived(r.at)
	switch {
	case r.unasked:
		p.failures++
		p.rest = r.at.Add(backOff(p.failures, longestOff))
	case failure == nil, r.movedTo(failure) != nil, failure.Fate == bot.Refused, failure.Fate == bot.Vanished, failure.Fate == bot.Gone:
		p.failures = 0
		n.answered(now)
	case failure.Fate == bot.NotSent && failure.Retry > 0:
		p.quiet = later(p.quiet, r.at.Add(failure.Retry))
		p.rest = later(p.rest, p.quiet)
		n.answered(now)
		n.refused(p, r.at, p.quiet)
	default:
		p.failures++
		p.rest = r.at.Add(max(backOff(p.failures, longestOff), failure.Retry))
		n.failed(p, r.at)
	}
	l.stale[r.chat.id] = true
	l.drop(r.chat.id, now)
	n.sort(p, now) // also if its chat was dropped meanwhile
}

// keep writes down what became of a message. When those who must hear of it fail, it is written down without them: a message that
// stays marked as being sent would be doubted at every start.
func (d *Deliverer) keep(ctx context.Context, r result) {
	still := context.WithoutCancel(ctx)
	if failure := failureOf(r.err); failure != nil {
		d.log.Warn("a message was not sent", "message", r.parcel.ID, "fate", failure.Fate)
	}
	d.insist(ctx, func() error {
		err := d.db.Write(still, func(tx *store.Tx) error { return mark(tx, r, d.raise) })
		if err == nil || store.HouseCode(err) != "" {
			return err
		}
		d.log.Error("an alarm failed", "message", r.parcel.ID, "error_type", bot.ErrorType(err))
		return d.db.Write(still, func(tx *store.Tx) error { return mark(tx, r, toNobody) })
	})
}

type raiser func(*store.Tx, bot.Signal) error

func toNobody(*store.Tx, bot.Signal) error { return nil }

func mark(tx *store.Tx, r result, raise raiser) error {
	failure := failureOf(r.err)
	if failure == nil {
		return tx.MarkSent(r.parcel, r.id, r.at)
	}
	if to := r.movedTo(failure); to != nil {
		if err := tx.MoveChat(r.parcel.To.Address, *to, r.at); err != nil {
			return err
		}
		return tx.MarkUnsent(r.parcel, r.at)
	}
	switch failure.Fate {
	case bot.NotSent:
		if failure.Retry > 0 {
			if err := tx.QuietUntil(r.parcel.Chat, r.at.Add(failure.Retry)); err != nil {
				return err
			}
		}
		return tx.MarkUnsent(r.parcel, r.at)
	case bot.Vanished: // somebody took it away, and knows
		return tx.MarkRejected(r.parcel.ID)
	case bot.Refused:
		if err := tx.MarkRejected(r.parcel.ID); err != nil {
			return err
		}
		return raise(tx, bot.Signal{Name: bot.RejectedSignal, Subject: int64(r.parcel.ID)})
	case bot.Gone:
		return markGone(tx, r, raise)
	default:
		uncertain, err := tx.MarkDoubtful(r.parcel, r.at)
		if err != nil || !uncertain {
			return err
		}
		return raise(tx, bot.Signal{Name: bot.UncertainSignal, Subject: int64(r.parcel.ID)})
	}
}

// markGone ends a chat, unless it only moved on while the message was under way to where it was.
func markGone(tx *store.Tx, r result, raise raiser) error {
	p, moved, err := tx.Locate(r.parcel)
	if err != nil {
		return err
	}
	if moved {
		return tx.MarkUnsent(p, r.at)
	}
	if err := tx.MarkRejected(p.ID); err != nil {
		return err
	}
	if err := tx.ChatGone(p.Chat, r.at); err != nil {
		return err
	}
	return raise(tx, bot.Signal{Name: bot.GoneSignal, Subject: int64(p.Chat)})
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
