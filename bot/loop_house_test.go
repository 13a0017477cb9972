package bot_test

import (
	"context"
	"errors"
	"fmt"
	"os/signal"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/store"
)

// limitFileSize makes every write to a file fail until lift is called.
func limitFileSize() (lift func(), err error) {
	signal.Ignore(syscall.SIGXFSZ) // beside the error, the kernel sends this
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		return nil, err
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 0, Max: old.Max}); err != nil {
		return nil, err
	}
	return sync.OnceFunc(func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
			panic(fmt.Sprintf("file size stays limited: %v", err))
		}
	}), nil
}

const fails = "the database fails; input stops"

// breaking is a room in which "/breek" makes the disk fail, once, until lift is called.
func breaking(t *testing.T) (r *room, lift func()) {
	lifts := make(chan func(), 1)
	once := false
	r = newRoom(t, map[string]bot.Handler{"breek": func(c *bot.Context) error {
		if !once {
			once = true
			lift, err := limitFileSize()
			if err != nil {
				return err
			}
			lifts <- lift
		}
		return say(c, "broken and mended")
	}})
	lift = func() {
		select {
		case do := <-lifts:
			do()
		default:
		}
	}
	t.Cleanup(lift)
	return r, lift
}

func TestOrderIsKeptOverAFailingDisk(t *testing.T) {
	r, lift := breaking(t)
	c := confirming()
	ins, keys := keysOf(100)
	ins[40].Text = "/breek"
	r.do(private("before", "anja", "before"))
	r.wantSaid("before")  // a reader that is open goes on reading
	let := r.holdWriter() // so that many share the batch that fails
	r.hand(c, ins...)
	let()
	r.awaitLog(fails)
	more := make(chan struct{})
	go func() { // what comes meanwhile waits behind
		defer close(more)
		for i := range 20 {
			key := fmt.Sprintf("more:%02d", i)
			_ = r.loop.Receive(t.Context(), private(key, "bram", key), c.of(key))
		}
	}()
	<-more
	if err := r.db.Resume(t.Context()); store.HouseCode(err) == "" {
		t.Fatalf("resume on a failing disk: got %v", err)
	}
	confirmed := len(c.all)
	if confirmed >= 100 {
		t.Errorf("%d inputs were confirmed while the disk failed", confirmed)
	}
	if got := len(r.said()); got != 1+confirmed {
		t.Errorf("%d inputs were confirmed, %d texts are in the database", confirmed, got)
	}
	lift()
	got, err := r.await(c, 120)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		keys = append(keys, fmt.Sprintf("more:%02d", i))
	}
	if diff := cmp.Diff(got, keys); diff != "" {
		t.Errorf("confirmed (-got +want):\n%s", diff)
	}
	keys[40] = "broken and mended"
	r.wantSaid(append([]string{"before"}, keys...)...)
	if letters := r.deadLetters(); len(letters) > 0 {
		t.Errorf("a failing disk made dead letters of %q", letters)
	}
}

func TestStopWhileTheDiskFails(t *testing.T) {
	r, lift := breaking(t)
	c := confirming()
	ins, _ := keysOf(50)
	ins[0].Text = "/breek"
	r.hand(c, ins...)
	r.awaitLog(fails)
	r.stop()
	if _, err := r.await(c, 50); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v for each", err, context.Canceled)
	}
	for i, err := range c.errs {
		if err == nil {
			t.Errorf("%s was confirmed", c.keys[i])
		}
	}
	lift()
	if err := r.db.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.wantSaid() // and they come again
	r.open()
	again := confirming()
	r.hand(again, ins...)
	if _, err := r.await(again, 50); err != nil {
		t.Fatal(err)
	}
	if got := len(r.said()); got != 50 {
		t.Errorf("said %d texts, want 50", got)
	}
}

// The deliverer too meets a failing disk, perhaps when nobody writes anything. The loop brings the database back.
func TestLoopMendsWhatSomebodyElseMet(t *testing.T) {
	r := newRoom(t, nil)
	r.do(private("in:1", "anja", "hallo"))
	<-r.woken
	lift, err := limitFileSize()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(lift)
	write := func() error {
		return r.db.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.FirstTime("other", monday)
			return err
		})
	}
	err = write()
	if store.HouseCode(err) == "" {
		t.Fatalf("a write on a failing disk: got %v", err)
	}
	r.loop.Ail(err)
	r.loop.Ail(err) // twice is once
	r.awaitLog(fails)
	lift()
	select {
	case <-r.woken: // by then it can be tried again
	case <-time.After(soon):
		t.Fatal("nobody was told that the database is back")
	}
	if err := write(); err != nil {
		t.Errorf("after mending: %v", err)
	}
	r.stop()
	if diff := cmp.Diff(r.signals, []bot.Signal{{Name: bot.StandsSignal, Subject: 20261123}}); diff != "" {
		t.Errorf("signals (-got +want):\n%s", diff)
	}
}
