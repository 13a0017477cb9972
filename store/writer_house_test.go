package store

import (
	"errors"
	"fmt"
	"math"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// limitFileSize makes every write to a file fail until the returned function lifts it.
func limitFileSize() (lift func(), err error) {
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		return nil, err
	}
	tight := old
	tight.Cur = 0
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &tight); err != nil {
		return nil, err
	}
	return func() {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
			panic(fmt.Sprintf("file size stays limited: %v", err))
		}
	}, nil
}

// fill inserts a row of a megabyte.
func fill(tx *Tx) error {
	_, err := tx.FirstTime(strings.Repeat("x", 1<<20), monday)
	return err
}

// full makes the file full for this connection.
func full(tx *Tx) error {
	pages, err := one(tx, number, "PRAGMA page_count")
	if err != nil {
		return err
	}
	_, err = tx.conn.sql.ExecContext(bg, fmt.Sprintf("PRAGMA max_page_count = %d", pages+2))
	return err
}

// house is a failure that is nobody's own.
type house struct {
	name   string
	broken func(tx *Tx, lift *func()) error
	want   Code
	lasts  bool // until lift is called
}

var houses = []house{
	{"full", func(tx *Tx, _ *func()) error {
		if err := full(tx); err != nil {
			return err
		}
		return fill(tx)
	}, Full, false},
	{"full, and the caller overlooks it", func(tx *Tx, _ *func()) error {
		if err := full(tx); err != nil {
			return err
		}
		_ = fill(tx)
		_, _ = tx.FirstTime("after the fact", monday) // on its own by now, if it were let through
		return nil
	}, Full, false},
	{"full, and the caller panics", func(tx *Tx, _ *func()) error {
		if err := full(tx); err != nil {
			return err
		}
		panic(fill(tx))
	}, Full, false},
	{"the disk fails in a statement", func(tx *Tx, lift *func()) (err error) {
		// With a cache of ten pages the row spills into the file at once.
		if _, err := tx.conn.sql.ExecContext(bg, "PRAGMA cache_size = 10"); err != nil {
			return err
		}
		if *lift, err = limitFileSize(); err != nil {
			return err
		}
		err = fill(tx)
		if HouseCode(err) != IO {
			return fmt.Errorf("the row did not meet the failing disk: %w", err)
		}
		return err
	}, IO, true},
	{"the disk fails in a statement, and the caller overlooks it", func(tx *Tx, lift *func()) (err error) {
		if _, err := tx.conn.sql.ExecContext(bg, "PRAGMA cache_size = 10"); err != nil {
			return err
		}
		if *lift, err = limitFileSize(); err != nil {
			return err
		}
		_ = fill(tx)
		return nil
	}, IO, true},
	{"the disk fails in the commit", func(tx *Tx, lift *func()) (err error) {
		*lift, err = limitFileSize()
		return err
	}, IO, true},
	{"the commit is refused", func(tx *Tx, _ *func()) error {
		if _, err := tx.conn.sql.ExecContext(bg, "PRAGMA defer_foreign_keys = 1"); err != nil {
			return err
		}
		_, err := tx.exec("INSERT INTO chat (platform, find_address, sealed_address, person_id, created_at) VALUES ('p', x'', x'', 999, 1)")
		return err
	}, Broken, false},
	{"the transaction ends by itself", func(tx *Tx, _ *func()) error {
		_, err := tx.conn.sql.ExecContext(bg, "ROLLBACK")
		return err
	}, Broken, false},
}

func TestHouseFaultUndoesTheBatch(t *testing.T) {
	signal.Ignore(syscall.SIGXFSZ) // beside the error, the kernel sends this
	defer signal.Reset(syscall.SIGXFSZ)
	for _, tt := range houses {
		t.Run(tt.name, func(t *testing.T) {
			lift := func() {}
			defer func() { lift() }()
			path := newFile(t)
			db := openAt(t, path)
			write(t, db, func(tx *Tx) error { return keep(tx, 99) })

			told := batchOf(t, db, func(tx *Tx) error { return tt.broken(tx, &lift) })
			for i, err := range told {
				if got := HouseCode(err); got != tt.want {
					t.Errorf("caller %d: got %v, want code %q", i, err, tt.want)
				}
			}
			refusesAll(t, db, tt.want)
			if tt.lasts {
				if err := db.Resume(bg); HouseCode(err) != tt.want {
					t.Errorf("resume on a failing disk: got %v, want code %q", err, tt.want)
				}
				refusesAll(t, db, tt.want)
				lift()
				lift = func() {}
			}
			// Reading goes on meanwhile, and sees nothing of the batch.
			if diff := cmp.Diff(kept(t, db), []string{callerKey(99)}); diff != "" {
				t.Errorf("rows after the fault (-got +want):\n%s", diff)
			}
			if err := db.Resume(bg); err != nil {
				t.Fatalf("resume: %v", err)
			}
			for i := range 10 {
				write(t, db, func(tx *Tx) error { return errors.Join(keep(tx, i), roomy(tx)) })
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			again := openAt(t, path)
			if diff := cmp.Diff(kept(t, again), append([]string{callerKey(99)}, callers(0, 10)...)); diff != "" {
				t.Errorf("rows after resume, close and open (-got +want):\n%s", diff)
			}
			verified(t, again)
		})
	}
}

// roomy fails when the connection still has the limits of the failed batch: after a fault the writer works on a clean one.
func roomy(tx *Tx) error {
	for name, least := range map[string]int64{"max_page_count": math.MaxInt32, "foreign_keys": 1} {
		got, err := one(tx, number, "PRAGMA "+name)
		if err != nil {
			return err
		}
		if got < least {
			return fmt.Errorf("%s: got %d, want %d", name, got, least)
		}
	}
	return nil
}

func refusesAll(t *testing.T, db *DB, want Code) {
	t.Helper()
	ran := false
	for range 3 {
		err := db.Write(bg, func(*Tx) error {
			ran = true
			return nil
		})
		if HouseCode(err) != want {
			t.Errorf("after the fault: got %v, want code %q", err, want)
		}
	}
	if ran {
		t.Error("a function ran although everything is refused")
	}
}

// Work that was offered before Resume stands behind what failed, and must be offered again behind it. The writer is played by the
// test here, so that the moment between both is sure.
func TestResumeLetsNothingOvertake(t *testing.T) {
	db := openDB(t)
	why := &Error{Code: Full}
	w := &writer{db: db, queue: make(chan job, queueLength), stopped: why}
	defer w.drop()
	waiting := make([]job, 3)
	for i := range waiting {
		waiting[i] = job{fn: func(tx *Tx) error { return keep(tx, i) }, done: make(chan error, 1)}
		w.queue <- waiting[i]
	}
	if err := w.tryAgain(); err != nil {
		t.Fatal(err)
	}
	if len(w.queue) > 0 {
		t.Fatalf("%d jobs are still there after resume, and will overtake", len(w.queue))
	}
	for i, j := range waiting {
		if err := <-j.done; !errors.Is(err, why) {
			t.Errorf("job %d: got %v, want %v", i, err, why)
		}
	}
	if w.stopped != nil {
		t.Errorf("still stopped: %v", w.stopped)
	}
	w.queue <- waiting[0]
	if err := w.tryAgain(); err != nil || len(w.queue) != 1 {
		t.Errorf("resume while all is well: got %v and %d jobs, want the one that waits", err, len(w.queue))
	}
}

func TestResumeWithoutAFaultChangesNothing(t *testing.T) {
	db := openDB(t)
	let := busyWriter(t, db)
	resumed := make(chan error, 1)
	go func() { resumed <- db.Resume(bg) }()
	answer := db.Submit(func(tx *Tx) error { return keep(tx, 0) })
	let()
	if err := <-answer; err != nil {
		t.Errorf("a job beside a needless resume: %v", err)
	}
	if err := <-resumed; err != nil {
		t.Errorf("resume: %v", err)
	}
	if diff := cmp.Diff(kept(t, db), callers(0, 1)); diff != "" {
		t.Errorf("rows (-got +want):\n%s", diff)
	}
}
