package work_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"smederij/bot"
	"smederij/bot/work"
	"smederij/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// bench is a worker at work; what comes home ends its job, as in the house.
type bench struct {
	*testing.T
	db     *store.DB
	clock  *bot.TurnedClock
	worker *work.Worker

	mu    sync.Mutex
	home  []string
	fails error
}

func newBench(t *testing.T, jobs map[string]work.Job) *bench {
	t.Helper()
	db, err := store.Open(store.Options{Path: filepath.Join(t.TempDir(), "w.db"), Key: make([]byte, store.KeySize), Terms: store.DefaultTerms(time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{T: t, db: db, clock: bot.NewTurnedClock(monday)}
	b.worker = work.New(db, b.clock, b, slog.New(slog.DiscardHandler), jobs)
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { b.worker.Run(ctx) })
	t.Cleanup(func() {
		stop()
		running.Wait()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

func (b *bench) Do(ctx context.Context, in bot.Inbound) (bot.Notice, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fails != nil {
		err := b.fails
		b.fails = nil
		return bot.Notice{}, err
	}
	b.home = append(b.home, fmt.Sprintf("%s %s %d %v", in.Key, in.Signal.Name, in.Signal.Subject, in.Result))
	return bot.Notice{}, b.db.Write(ctx, func(tx *store.Tx) error { return tx.FinishJob(in.Job, monday) })
}

func (b *bench) add(kind string, subject int64) {
	b.Helper()
	if err := b.db.Write(b.Context(), func(tx *store.Tx) error { return tx.AddJob(kind, subject, b.clock.Now()) }); err != nil {
		b.Fatal(err)
	}
	b.worker.Wake()
}

// settle lets everything happen that can, and turns the clock from alarm to alarm until d has passed.
func (b *bench) settle(d time.Duration) {
	b.Helper()
	until := b.clock.Now().Add(d)
	for {
		if err := b.worker.Settle(b.Context()); err != nil {
			b.Fatal(err)
		}
		next, ok := b.clock.Next()
		if !ok || next.After(until) {
			return
		}
		b.clock.Turn(next)
	}
}

func (b *bench) wantHome(want ...string) {
	b.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if diff := cmp.Diff(b.home, want); diff != "" {
		b.Errorf("came home (-got +want):\n%s", diff)
	}
}

func TestJobsComeHome(t *testing.T) {
	b := newBench(t, map[string]work.Job{"double": func(_ context.Context, n int64) (any, error) { return 2 * n, nil }})
	b.add("double", 4)
	b.add("double", 5)
	b.settle(0)
	b.wantHome("job:1 double 4 8", "job:2 double 5 10")
}

// What fails is tried again, later and later; what fails for good comes home without a result, and so does what fails for too long.
func TestJobsThatFail(t *testing.T) {
	var tries []time.Duration
	var b *bench
	b = newBench(t, map[string]work.Job{
		"third": func(_ context.Context, _ int64) (any, error) {
			if tries = append(tries, b.clock.Now().Sub(monday)); len(tries) < 3 {
				return nil, errors.New("not yet")
			}
			return "done", nil
		},
		"never": func(context.Context, int64) (any, error) { return nil, fmt.Errorf("no: %w", work.ErrForGood) },
		"panic": func(context.Context, int64) (any, error) { panic("oh") },
		"long":  func(context.Context, int64) (any, error) { return nil, errors.New("always") },
	})
	b.add("third", 1)
	b.settle(time.Minute)
	if len(tries) != 3 || tries[1] < 5*time.Second || tries[2]-tries[1] < 10*time.Second {
		t.Errorf("tried after %v, want about 5 and 10 seconds apart", tries)
	}
	b.add("never", 2)
	b.add("panic", 3)
	b.add("nobody", 4)
	b.settle(0)
	b.add("long", 5)
	b.settle(24 * time.Hour)
	b.wantHome("job:1 third 1 done", "job:2 never 2 <nil>", "job:3 panic 3 <nil>", "job:4 nobody 4 <nil>", "job:5 long 5 <nil>")
}

// When the house cannot take a result, the job is done again.
func TestTheHouseFails(t *testing.T) {
	n := 0
	b := newBench(t, map[string]work.Job{"count": func(context.Context, int64) (any, error) { n++; return n, nil }})
	b.mu.Lock()
	b.fails = errors.New("the disk is full")
	b.mu.Unlock()
	b.add("count", 1)
	b.settle(0)
	b.wantHome("job:1 count 1 2")
}
