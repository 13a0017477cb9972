package deliver_test

import (
	"context"
	"errors"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"smederij/bot"
	"smederij/store"
)

// limitFileSize makes every write to a file fail until lift is called.
func limitFileSize(o *office) (lift func()) {
	o.Helper()
	signal.Ignore(syscall.SIGXFSZ) // beside the error, the kernel sends this
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		o.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 0, Max: old.Max}); err != nil {
		o.Fatal(err)
	}
	lifted := false
	lift = func() {
		if lifted {
			return
		}
		lifted = true
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
			o.Fatalf("file size stays limited: %v", err)
		}
	}
	o.Cleanup(lift)
	return lift
}

// resume is what the loop does when it is told that the house fails.
func (o *office) resume() {
	o.Helper()
	if err := o.db.Resume(o.Context()); err != nil {
		o.Fatalf("resume: %v", err)
	}
	o.d.Wake()
}

func TestMarkingFailsAndNothingIsSentTwice(t *testing.T) {
	o := newOffice(t)
	anja := o.private("anja")
	open := o.network.slow("1")
	o.post(store.Message{Chat: anja}, "1")
	o.post(store.Message{Chat: anja}, "2")
	o.open()
	await(o, "the message under way", o.network.entered)
	lift := limitFileSize(o)
	open()
	for range 2 { // it is tried again, and not by sending
		await(o, "word that the house fails", o.failing)
		if err := o.db.Resume(o.Context()); store.HouseCode(err) == "" {
			t.Fatalf("resume on a failing disk: got %v", err)
		}
	}
	o.wantSends("anja: 1")
	lift()
	o.resume()
	o.settle()
	o.wantSends("anja: 1", "anja: 2")
	o.wantTally(2, 0, 0)
}

func TestNothingLeavesUnmarked(t *testing.T) {
	o := newOffice(t)
	o.post(store.Message{Chat: o.private("anja")}, "1")
	lift := limitFileSize(o)
	o.open()
	await(o, "word that the house fails", o.failing)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := o.d.Settle(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("settle while the house fails: got %v, want it to wait", err)
	}
	o.wantSends()
	lift()
	o.resume()
	o.settle()
	o.wantSends("anja: 1")
	o.wantTally(1, 0, 0)
}

// The process ends while the disk fails: the next start finds the message under way.
func TestStopWhileMarkingFails(t *testing.T) {
	o := newOffice(t)
	anja, group := o.private("anja"), o.group("KRA")
	o.workers = 2
	opens := []func(){o.network.slow("question"), o.network.slow("post")}
	o.post(store.Message{Chat: anja}, "question")
	o.post(store.Message{Chat: group, Class: store.ClassPost}, "post")
	stop := o.open()
	for range opens {
		await(o, "both under way", o.network.entered)
	}
	lift := limitFileSize(o)
	for _, open := range opens {
		open()
	}
	await(o, "word that the house fails", o.failing)
	stop()
	lift()
	if err := o.db.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	o.open()
	o.turn(time.Minute)
	got := o.network.sends()
	if len(got) != 3 || got[2] != "anja: question" {
		t.Errorf("got %q, want both, and the question once more", got)
	}
	o.wantSignals(bot.UncertainSignal)
	o.wantTally(1, 0, 1)
}

func TestSoftStopWaitsForWhatIsUnderWay(t *testing.T) {
	o := newOffice(t)
	anja := o.private("anja")
	open := o.network.slow("1")
	o.post(store.Message{Chat: anja}, "1")
	o.post(store.Message{Chat: anja}, "2")
	stop := o.open()
	await(o, "the message under way", o.network.entered)
	stopped := make(chan struct{})
	go func() {
		stop()
		close(stopped)
	}()
	select {
	case <-stopped:
		t.Error("it did not wait for the message under way")
	case <-time.After(50 * time.Millisecond):
	}
	open()
	await(o, "the end", stopped)
	o.wantSends("anja: 1")
	o.wantTally(1, 1, 0)
}

func TestSettleMeansSettled(t *testing.T) {
	o := newOffice(t)
	anja := o.private("anja")
	o.open()
	o.settle() // with nothing to do it is settled
	open := o.network.slow("1")
	o.post(store.Message{Chat: anja}, "1")
	settled := make(chan error, 1)
	go func() { settled <- o.d.Settle(o.Context()) }()
	await(o, "the message under way", o.network.entered)
	o.post(store.Message{Chat: anja}, "2") // what comes while it waits belongs to it
	select {
	case err := <-settled:
		t.Fatalf("settled (%v) with a message under way", err)
	default:
	}
	open()
	if err := await(o, "settling", settled); err != nil {
		t.Fatal(err)
	}
	o.wantSends("anja: 1", "anja: 2")
	o.wantTally(2, 0, 0)
}

func TestSettleGivesUpWithItsContext(t *testing.T) {
	o := newOffice(t)
	o.open()()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := o.d.Settle(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("settle without a deliverer: got %v, want %v", err, context.Canceled)
	}
}
