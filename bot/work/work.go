// Package work does what takes longer than a handler may: fetching, drawing, counting over years. Jobs are rows; a worker takes them
// one by one outside the writer, and the result comes back to the house as an input whose key is the job. Killed in the middle, a job
// is simply done again.
package work

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"smederij/bot"
	"smederij/store"
)

const (
	jobTakes   = time.Minute // at most
	againFrom  = 5 * time.Second
	againTo    = time.Hour
	maxTries   = 12              // about half a day
	lookAgain  = 2 * time.Minute // for rows another process wrote
	storeAgain = time.Second / 4 // while the database fails
)

// Job does one piece of work about a row. Its error is tried again later, unless it is [ErrForGood].
type Job func(ctx context.Context, subject int64) (result any, err error)

// ErrForGood marks an error that trying again will not change.
var ErrForGood = errors.New("for good")

// Doer handles one input and waits for its commit.
type Doer interface {
	Do(ctx context.Context, in bot.Inbound) (bot.Notice, error)
}

// Worker does jobs. Every field is needed.
type Worker struct {
	bot.Settling // until everything that may be done now is done

	db    *store.DB
	clock bot.Clock
	to    Doer
	jobs  map[string]Job
	log   *slog.Logger
	wake  chan struct{}
}

// New makes a Worker for jobs by their kind.
func New(db *store.DB, clock bot.Clock, to Doer, log *slog.Logger, jobs map[string]Job) *Worker {
	return &Worker{Settling: make(bot.Settling), db: db, clock: clock, to: to, jobs: jobs, log: log, wake: make(chan struct{}, 1)}
}

// Wake tells that there may be something to do.
func (w *Worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Run does jobs until ctx ends.
func (w *Worker) Run(ctx context.Context) {
	var asked []chan error
	cancel := func() {}
	for ctx.Err() == nil {
		job, next, err := w.due(ctx)
		if err == nil {
			w.do(ctx, job)
			continue
		}
		again := w.clock.Now().Add(lookAgain)
		if _, turned := w.clock.(*bot.TurnedClock); !turned && (next.IsZero() || again.Before(next)) {
			next = again
		}
		fired, cancelNew := w.alarm(next)
		cancel() // only now: whoever turns the clock must find an alarm set at every moment
		cancel = cancelNew
		if errors.Is(err, store.ErrNotFound) {
			err = nil
		}
		for _, a := range asked {
			a <- err
		}
		asked = nil
		select {
		case <-ctx.Done():
		case <-w.wake:
		case <-fired:
		case a := <-w.Settling:
			asked = append(asked, a)
		}
	}
	cancel()
}

func (w *Worker) alarm(at time.Time) (<-chan struct{}, func()) {
	if at.IsZero() {
		return nil, func() {}
	}
	return w.clock.Alarm(at)
}

func (w *Worker) due(ctx context.Context) (job store.Job, next time.Time, err error) {
	err = w.db.Read(ctx, func(tx *store.Tx) (err error) {
		job, next, err = tx.DueJob(w.clock.Now())
		return err
	})
	return job, next, err
}

// do does one job and brings its result home. What fails is tried again later; what fails for good comes home without a result.
func (w *Worker) do(ctx context.Context, job store.Job) {
	result, err := w.attempt(ctx, job)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		w.log.Warn("a job failed", "job", job.ID, "kind", job.Kind, "tries", job.Tries+1, "error_type", bot.ErrorType(err))
		if !errors.Is(err, ErrForGood) && job.Tries+1 < maxTries {
			w.putOff(ctx, job)
			return
		}
	}
	in := bot.Inbound{Key: fmt.Sprintf("job:%d", job.ID), Job: job.ID, Result: result, SentAt: w.clock.Now(),
		Signal: &bot.Signal{Name: job.Kind, Subject: job.Subject}}
	if _, err := w.to.Do(ctx, in); err != nil && ctx.Err() == nil {
		w.log.Error("a job's result was not handled", "job", job.ID, "error_type", bot.ErrorType(err))
		w.pause(ctx)
	}
}

// attempt does a job once; a panic is its error.
func (w *Worker) attempt(ctx context.Context, job store.Job) (result any, err error) {
	do := w.jobs[job.Kind]
	if do == nil {
		return nil, fmt.Errorf("nobody does %q: %w", job.Kind, ErrForGood)
	}
	ctx, cancel := context.WithTimeout(ctx, jobTakes)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			result, err = nil, fmt.Errorf("panic: %v: %w", p, ErrForGood)
		}
	}()
	return do(ctx, job.Subject)
}

// putOff lets a job wait, longer each time, and not all at the same moment.
func (w *Worker) putOff(ctx context.Context, job store.Job) {
	wait := min(againFrom<<job.Tries, againTo)
	wait += time.Duration(rand.Int64N(int64(wait) / 4))
	for ctx.Err() == nil {
		if err := w.db.Write(ctx, func(tx *store.Tx) error { return tx.RetryJob(job.ID, w.clock.Now().Add(wait)) }); err == nil {
			return
		}
		w.pause(ctx)
	}
}

// pause waits in the machine's time: a disk does not follow a turned clock.
func (w *Worker) pause(ctx context.Context) {
	timer := time.NewTimer(storeAgain)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
