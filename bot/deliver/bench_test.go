package deliver_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"smederij/bot"
	"smederij/store"
)

// void shows everything at once, and tells how much.
type void struct {
	sent atomic.Int64
	goal atomic.Int64
	done chan struct{}
}

func (*void) Name() string { return "net" }

func (*void) Run(context.Context, bot.Receiver) error { return nil }

func (v *void) Send(context.Context, bot.Outgoing) (string, error) {
	n := v.sent.Add(1)
	if n == v.goal.Load() {
		close(v.done)
	}
	return fmt.Sprint(n), nil
}

// BenchmarkDeliver sends while this many wait behind: one operation is one message, marked, sent and written down. The cost must not
// depend on how many wait, nor for whom.
func BenchmarkDeliver(b *testing.B) {
	for _, waiting := range []int{100, 10_000} {
		for _, workers := range []int{1, 16} {
			b.Run(fmt.Sprintf("waiting=%d/chats=%d/workers=%d", waiting, waiting, workers), func(b *testing.B) {
				benchmark(b, workers, func(o *office) { o.many(waiting, store.ClassPost) })
			})
		}
		b.Run(fmt.Sprintf("waiting=%d/chats=1/workers=1", waiting), func(b *testing.B) {
			benchmark(b, 1, func(o *office) { o.queueMany(waiting, o.group("KRA")) })
		})
	}
}

// benchmark times the first b.N of what waits.
func benchmark(b *testing.B, workers int, fill func(o *office)) {
	o := newOffice(b)
	v := &void{done: make(chan struct{})}
	o.platform, o.workers = v, workers
	fill(o)
	for extra := 0; extra < b.N; extra += 500 { // so that as many still wait at the end
		o.queueMany(500, o.private("last"))
	}
	v.goal.Store(int64(b.N))
	b.ResetTimer()
	stop := o.open()
	<-v.done
	b.StopTimer()
	stop()
	if _, tally, err := o.db.Verify(b.Context()); err != nil || tally.Sent < int64(b.N) {
		b.Fatalf("got %d sent, %v, want at least %d", tally.Sent, err, b.N)
	}
}

// queueMany queues posts for one chat.
func (o *office) queueMany(count int, c store.ChatID) {
	o.Helper()
	o.write(func(tx *store.Tx) error {
		for n := range count {
			if err := o.queue(tx, store.Message{Chat: c, Class: store.ClassPost}, fmt.Sprint(n)); err != nil {
				return err
			}
		}
		return nil
	})
}
