// Package deliver is the outbox's way out: what was committed is said, in order within chat and class, as fast as the platforms
// allow, and never twice where twice would be seen.
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
	lookAgain  = 2 * time.Minute // for rows another process wrote
	sickAgain  = 2 * time.Second // while the outbox cannot be read or marked
	setBack    = time.Second     // somebody set the clock back: all that is remembered of the pace would lie ahead
	lastWords  = 5 * time.Second // for messages under way when it is told to stop
	storeAgain = time.Second / 4 // while what became of a message cannot be written
)

// Deliverer sends what is in the outbox. One goroutine decides what leaves; each message under way has its own, at most one a chat
// at a time, which also writes down what became of it.
type Deliverer struct {
	bot.Settling // until everything that may leave now has left

	db        *store.DB
	clock     bot.Clock
	platforms map[string]bot.Platform
	raise     func(*store.Tx, bot.Signal) error
	failing   func(error)
	log       *slog.Logger
	workers   int
	renderers map[string]Renderer

	wake     chan struct{}
	results  chan result
	sending  context.Context // of messages under way; it outlives that of Run
	underWay int
	line     *line
}

// Config says what a Deliverer works with. Every field but Workers and Renderers is needed.
type Config struct {
	DB        *store.DB
	Clock     bot.Clock
	Platforms []bot.Platform                    // the limits of those that are [bot.Paced] are kept
	Raise     func(*store.Tx, bot.Signal) error // tells the features of a signal, in the transaction that found it
	Failing   func(error)                       // tells who may bring the database back that it fails, from any goroutine; they wake the Deliverer
	Log       *slog.Logger
	Workers   int                 // messages under way at once; 0 means 1, which keeps one order over all chats
	Renderers map[string]Renderer // by the name that stands first in [store.Body].Attachment
}

// New makes a Deliverer.
func New(c Config) *Deliverer {
	platforms := make(map[string]bot.Platform)
	for _, p := range c.Platforms {
		platforms[p.Name()] = p
	}
	return &Deliverer{
		db: c.DB, clock: c.Clock, platforms: platforms, raise: c.Raise, failing: c.Failing, log: c.Log, workers: cmp.Or(c.Workers, 1),
		renderers: c.Renderers, wake: make(chan struct{}, 1), Settling: make(bot.Settling), results: make(chan result),
		line: newLine(platforms, cmp.Or(c.Workers, 1)),
	}
}

// Wake tells that there may be something to send.
func (d *Deliverer) Wake() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

// Run sends until ctx ends; messages that are under way then are waited for. Messages found in flight at the start have an unknown
// fate: the process ended while they were being sent.
func (d *Deliverer) Run(ctx context.Context) {
	d.recover(ctx)
	sending, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	d.sending = sending
	var asked []chan error
	cancel := func() {}
	for {
		next, again, err := d.round(ctx)
		if err != nil && ctx.Err() == nil {
			d.log.Warn("the outbox cannot be read or marked", "code", store.HouseCode(err), "error_type", bot.ErrorType(err))
		}
		fails := store.HouseCode(err) != ""
		if fails {
			d.failing(err)
		}
		if again && err == nil && ctx.Err() == nil {
			continue
		}
		fired, cancelNew := d.alarm(next, err)
		cancel() // only now: whoever turns the clock must find an alarm set at every moment, and so must those who asked
		cancel = cancelNew
		if d.underWay == 0 && !fails {
			for _, a := range asked {
				a <- err
			}
			asked = nil
		}
		select {
		case <-ctx.Done():
			d.await(cut)
			cancel()
			return
		case <-d.wake:
		case <-fired:
		case a := <-d.Settling:
			asked = append(asked, a)
		case r := <-d.results:
			d.finish(r)
		}
	}
}

// alarm wakes the loop when time alone lets something leave, and now and then for rows that another process wrote. While the database
// fails it looks again after a moment.
func (d *Deliverer) alarm(next time.Time, failure error) (<-chan struct{}, func()) {
	at := next
	if _, turned := d.clock.(*bot.TurnedClock); !turned {
		again := d.clock.Now().Add(lookAgain)
		if failure != nil {
			again = d.clock.Now().Add(sickAgain)
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

// round looks what may leave now and lets it leave. It tells when time alone lets the next one leave, and whether to look again at
// once.
func (d *Deliverer) round(ctx context.Context) (next time.Time, again bool, err error) {
	now := d.clock.Now()
	if d.line.due.Sub(now) > setBack {
		if d.underWay > 0 {
			return next, false, nil // its end is waited for, so that nothing overtakes it
		}
		d.line = newLine(d.platforms, d.workers)
	}
	if err := d.db.Read(ctx, func(tx *store.Tx) error { return d.line.read(tx, now) }); err != nil {
		return next, false, err
	}
	chosen := d.line.choose(now, d.workers-d.underWay)
	left, err := d.dispatch(ctx, chosen, now)
	return d.line.wakes(now), d.line.more || left < len(chosen), err
}

// dispatch marks messages as being sent, committed, and only then calls the platforms.
func (d *Deliverer) dispatch(ctx context.Context, chosen []departure, looked time.Time) (left int, err error) {
	if len(chosen) == 0 {
		return 0, nil
	}
	now := d.clock.Now()
	parcels := make([]store.Parcel, len(chosen))
	may := make([]bool, len(chosen))
	err = d.db.Write(ctx, func(tx *store.Tx) (err error) {
		for n, c := range chosen {
			if parcels[n], may[n], err = tx.Take(c.id, now); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		crashpoint.Here("deliver/marked")
		d.line.late(looked, d.clock.Now())
	}
	for n, c := range chosen {
		if err != nil || !may[n] {
			d.line.putBack(c, now)
			continue
		}
		left++
		d.underWay++
		go d.carry(ctx, c, parcels[n], c.chat.place.failures)
	}
	return left, err
}

// carry takes one message to its platform and writes down what became of it.
func (d *Deliverer) carry(ctx context.Context, c departure, p store.Parcel, failures int) {
	r := d.send(ctx, p, failures)
	r.departure, r.parcel, r.at = c, p, d.clock.Now()
	d.keep(ctx, r)
	d.results <- r
}

func (d *Deliverer) send(ctx context.Context, p store.Parcel, failures int) (r result) {
	platform, ok := d.platforms[p.To.Address.Platform]
	if !ok {
		return result{err: &bot.SendError{Fate: bot.Refused, Err: errors.New("no such platform")}}
	}
	attachment, err := d.render(ctx, p, failures)
	if err != nil {
		return result{unasked: true, err: &bot.SendError{Fate: bot.NotSent, Err: err}}
	}
	r.id, r.err = platform.Send(d.sending, bot.Outgoing{
		To: p.To.Address, Private: p.To.Private(), Body: p.Body, Attachment: attachment, EditOf: p.EditOf, Cause: p.Cause,
	})
	crashpoint.Here("deliver/sent")
	return r
}

// finish takes in what became of a message, and of all others that is known by now.
func (d *Deliverer) finish(r result) {
	now := d.clock.Now()
	for {
		d.underWay--
		d.line.finish(r, now)
		select {
		case r = <-d.results:
		default:
			return
		}
	}
}

// await waits for the last messages under way. Those that take too long are cut off: whether they arrived is then not known, as after
// any other silence.
func (d *Deliverer) await(cut func()) {
	defer time.AfterFunc(lastWords, cut).Stop()
	for d.underWay > 0 {
		d.finish(<-d.results)
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
		d.keep(ctx, result{parcel: p, err: errors.New("the process ended while it was being sent"), at: d.clock.Now()})
	}
}
