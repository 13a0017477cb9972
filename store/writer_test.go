package store

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// busyWriter keeps the writer at a job, so that all that is offered meanwhile shares the next batch; let ends that job.
func busyWriter(t testing.TB, db *DB) (let func()) {
	t.Helper()
	begun, gate := make(chan struct{}), make(chan struct{})
	answer := db.Submit(func(*Tx) error {
		close(begun)
		<-gate
		return nil
	})
	<-begun
	return func() {
		close(gate)
		if err := <-answer; err != nil {
			t.Errorf("the job that kept the writer busy: %v", err)
		}
	}
}

func callerKey(i int) string { return fmt.Sprintf("caller-%d", i) }

// keep is what a caller without a fault does: one row.
func keep(tx *Tx, i int) error {
	_, err := tx.FirstTime(callerKey(i), monday)
	return err
}

// kept are the callers whose row is there, in the order of their rows.
func kept(t failer, db *DB) []string {
	t.Helper()
	return read(t, db, func(tx *Tx) ([]string, error) { return all(tx, text, "SELECT key FROM input ORDER BY id") })
}

func callers(from, to int) (keys []string) {
	for i := from; i < to; i++ {
		keys = append(keys, callerKey(i))
	}
	return keys
}

// batchOf lets callers 0 to 9 share one transaction; caller 4 does what broken says, between keeping a row of its own and returning.
// It gives back what each was told.
func batchOf(t *testing.T, db *DB, broken func(*Tx) error) []error {
	t.Helper()
	let := busyWriter(t, db)
	shared := make([]*error, 10)
	answers := make([]<-chan error, 10)
	for i := range answers {
		answers[i] = db.Submit(func(tx *Tx) error {
			shared[i] = tx.house
			if err := keep(tx, i); err != nil {
				return err
			}
			if i == 4 {
				return broken(tx)
			}
			return nil
		})
	}
	let()
	told := make([]error, 10)
	for i, answer := range answers {
		told[i] = <-answer
	}
	for i, s := range shared {
		if s != nil && s != shared[0] {
			t.Fatalf("caller %d did not share the transaction of caller 0", i)
		}
	}
	return told
}

// failed are the numbers of those who were told of an error.
func failed(told []error) (numbers []int) {
	for i, err := range told {
		if err != nil {
			numbers = append(numbers, i)
		}
	}
	return numbers
}

func panicking(row) (int64, error) { panic("scan") }

func TestOwnFaultLeavesTheOthersAlone(t *testing.T) {
	errMine := errors.New("mine")
	const twoRows = "INSERT INTO input (key, handled_at) VALUES ('x', 1), ('y', 1) RETURNING id"
	tests := []struct {
		name   string
		broken func(*Tx) error
		want   error // nil: any
	}{
		{"error", func(*Tx) error { return errMine }, errMine},
		{"panic", func(*Tx) error { panic("boem") }, nil},
		{"panic with RETURNING open in all", func(tx *Tx) error {
			_, err := all(tx, panicking, twoRows)
			return err
		}, nil},
		{"panic with RETURNING open in one", func(tx *Tx) error {
			_, err := one(tx, panicking, twoRows)
			return err
		}, nil},
		{"error with RETURNING open", func(tx *Tx) error {
			_, err := all(tx, func(row) (int64, error) { return 0, errMine }, twoRows)
			return err
		}, errMine},
		{"constraint", func(tx *Tx) error {
			_, err := tx.exec("INSERT INTO input (key, handled_at) VALUES (?, 1)", callerKey(4))
			return err
		}, nil},
		{"foreign key", func(tx *Tx) error {
			_, err := tx.exec("INSERT INTO chat (platform, find_address, sealed_address, person_id, created_at) VALUES ('p', x'', x'', 999, 1)")
			return err
		}, nil},
		{"no such table", func(tx *Tx) error {
			_, err := tx.exec("INSERT INTO nowhere VALUES (1)")
			return err
		}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := newFile(t)
			db := openAt(t, path)
			told := batchOf(t, db, tt.broken)
			if diff := cmp.Diff(failed(told), []int{4}); diff != "" {
				t.Errorf("told of an error (-got +want):\n%s", diff)
			}
			if HouseCode(told[4]) != "" {
				t.Errorf("got %v, want an error of the caller, not of the house", told[4])
			}
			if tt.want != nil && !errors.Is(told[4], tt.want) {
				t.Errorf("got %v, want %v", told[4], tt.want)
			}
			if err := db.Write(bg, func(tx *Tx) error { return keep(tx, 10) }); err != nil {
				t.Errorf("the next caller: %v", err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			again := openAt(t, path)
			if diff := cmp.Diff(kept(t, again), append(callers(0, 4), callers(5, 11)...)); diff != "" {
				t.Errorf("rows after close and open (-got +want):\n%s", diff)
			}
			verified(t, again)
		})
	}
}

func TestCancelledContext(t *testing.T) {
	before, cancelBefore := context.WithCancel(bg)
	during, cancelDuring := context.WithCancel(bg)
	defer cancelDuring()
	path := newFile(t)
	db := openAt(t, path)
	let := busyWriter(t, db)

	answers := make([]chan error, 10)
	for i := range answers {
		ctx, work := bg, keep
		switch i {
		case 4: // its context ends while it waits
			ctx = before
		case 6: // its context ends in the middle of its work, before a statement
			ctx, work = during, func(tx *Tx, i int) error {
				cancelDuring()
				return keep(tx, i)
			}
		}
		answers[i] = make(chan error, 1)
		go func() { answers[i] <- db.Write(ctx, func(tx *Tx) error { return work(tx, i) }) }()
		until(t, "the caller waits", func() bool { return len(db.writer.queue) == i+1 })
	}
	cancelBefore()
	let()
	for i, answer := range answers {
		var want error
		if i == 4 {
			want = context.Canceled
		}
		if err := <-answer; !errors.Is(err, want) {
			t.Errorf("caller %d: got %v, want %v", i, err, want)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(kept(t, openAt(t, path)), append(callers(0, 4), callers(5, 10)...)); diff != "" {
		t.Errorf("rows after close and open (-got +want):\n%s", diff)
	}
}

func TestContextEndsBeforeThereIsRoom(t *testing.T) {
	db := openDB(t)
	let := busyWriter(t, db)
	defer let()
	for range queueLength {
		db.Submit(func(*Tx) error { return nil })
	}
	ctx, cancel := context.WithCancel(bg)
	answer := make(chan error, 1)
	go func() { answer <- db.Write(ctx, func(*Tx) error { return nil }) }()
	cancel()
	if err := <-answer; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestSubmitKeepsOrder(t *testing.T) {
	db := openDB(t)
	const count = 3 * batchLength
	var last <-chan error
	for i := range count {
		last = db.Submit(func(tx *Tx) error { return keep(tx, i) })
	}
	if err := <-last; err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(kept(t, db), callers(0, count)); diff != "" {
		t.Errorf("order of rows (-got +want):\n%s", diff)
	}
}

func TestCloseFinishesWhatWaits(t *testing.T) {
	path := newFile(t)
	db := openAt(t, path)
	let := busyWriter(t, db)
	var answers []<-chan error
	for i := range 10 {
		answers = append(answers, db.Submit(func(tx *Tx) error { return keep(tx, i) }))
	}
	closed := make(chan error, 1)
	go func() { closed <- db.Close() }()
	until(t, "the door is closed", func() bool {
		db.writer.door.RLock()
		defer db.writer.door.RUnlock()
		return db.writer.closed
	})
	let()
	for i, answer := range answers {
		if err := <-answer; err != nil {
			t.Errorf("caller %d: %v", i, err)
		}
	}
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(kept(t, openAt(t, path)), callers(0, 10)); diff != "" {
		t.Errorf("rows after close and open (-got +want):\n%s", diff)
	}
}

func TestAfterClose(t *testing.T) {
	db := openDB(t)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(bg, 10*time.Second)
	defer cancel()
	nothing := func(*Tx) error { return nil }
	tests := map[string]func() error{
		"write":  func() error { return db.Write(ctx, nothing) },
		"submit": func() error { return <-db.Submit(nothing) },
		"read":   func() error { return db.Read(ctx, nothing) },
		"resume": func() error { return db.Resume(ctx) },
	}
	for name, call := range tests {
		for range 50 { // a choice between two ready channels would be right half the time
			if err := call(); !errors.Is(err, ErrClosed) {
				t.Fatalf("%s: got %v, want %v", name, err, ErrClosed)
			}
		}
	}
	if err := db.Close(); err != nil {
		t.Errorf("closing again: %v", err)
	}
}
