package store

import (
	"context"
	"runtime/debug"
	"sync"

	"smederij/store/crashpoint"
)

const (
	queueLength = 1024 // callers beyond this wait before they are taken on
	batchLength = 256  // callers that share one commit at most
)

// writer is the only place where the database changes: one goroutine, one transaction for all that wait, a savepoint for each.
//
// A caller's own error or panic undoes only its savepoint. A failure of the house (disk, I/O, damage) undoes the whole batch and
// every caller gets it; from then on everything is refused until [DB.Resume], so that nothing overtakes what failed.
type writer struct {
	db      *DB
	conn    *conn
	door    sync.RWMutex // callers hold it while they queue, so that nobody comes in behind the last one
	closed  bool
	queue   chan job
	resume  chan chan error
	done    chan struct{}
	stopped error // why everything is refused; nil while all is well
}

type job struct {
	fn   func(*Tx) error
	done chan error
}

func newWriter(db *DB) *writer {
	w := &writer{db: db, queue: make(chan job, queueLength), resume: make(chan chan error), done: make(chan struct{})}
	go w.run()
	return w
}

// Write runs fn in the writer and waits until it is committed. A context that ends before fn was taken on stops it; after that the
// answer is waited for, so that it is always true.
func (db *DB) Write(ctx context.Context, fn func(*Tx) error) error {
	j := job{fn: func(tx *Tx) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return fn(tx)
	}, done: make(chan error, 1)}
	if err := db.writer.offer(ctx, j); err != nil {
		return err
	}
	return <-j.done
}

// Submit hands fn to the writer and does not wait for its commit; the channel tells. Functions run in the order of their Submit.
func (db *DB) Submit(fn func(*Tx) error) <-chan error {
	j := job{fn: fn, done: make(chan error, 1)}
	if err := db.writer.offer(context.Background(), j); err != nil {
		j.done <- err
	}
	return j.done
}

// Resume tries a small write after a failure of the house. When it succeeds, the writer takes work again.
func (db *DB) Resume(ctx context.Context) error {
	answer := make(chan error, 1)
	select {
	case db.writer.resume <- answer:
		return <-answer
	case <-db.writer.done:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// offer queues a job. Whoever is let in gets an answer.
func (w *writer) offer(ctx context.Context, j job) error {
	w.door.RLock()
	defer w.door.RUnlock()
	if w.closed {
		return ErrClosed
	}
	select {
	case w.queue <- j:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *writer) stop() {
	w.door.Lock()
	if !w.closed {
		w.closed = true
		close(w.queue)
	}
	w.door.Unlock()
	<-w.done
}

func (w *writer) run() {
	defer close(w.done)
	defer w.drop()
	for {
		select {
		case j, open := <-w.queue:
			if !open {
				return
			}
			w.commit(w.gather(j))
		case answer := <-w.resume:
			answer <- w.tryAgain()
		}
	}
}

// gather takes all that wait, so that they share one commit.
func (w *writer) gather(first job) []job {
	batch := []job{first}
	for len(batch) < batchLength {
		select {
		case j, open := <-w.queue:
			if !open {
				return batch
			}
			batch = append(batch, j)
		default:
			return batch
		}
	}
	return batch
}

// commit runs a batch and tells every caller how it went, after the commit.
func (w *writer) commit(batch []job) {
	results := make([]error, len(batch))
	if w.stopped == nil {
		if house := w.transaction(batch, results); house != nil {
			w.stopped = house
			w.drop()
		}
	}
	for i, j := range batch {
		if w.stopped != nil {
			results[i] = w.stopped
		}
		j.done <- results[i]
	}
}

// transaction returns the house's error, after which nothing of the batch is kept.
func (w *writer) transaction(batch []job, results []error) (house error) {
	if w.conn == nil {
		c, err := openConn(w.db.pool)
		if err != nil {
			return asHouse(err)
		}
		w.conn = c
	}
	if err := w.conn.run("BEGIN IMMEDIATE"); err != nil {
		return asHouse(err)
	}
	for i, j := range batch {
		results[i] = w.savepoint(&Tx{db: w.db, conn: w.conn, house: &house}, j.fn)
		if house != nil {
			_ = w.conn.run("ROLLBACK") // may be gone already; the connection is dropped either way
			return house
		}
		crashpoint.Here("writer/in-batch")
	}
	crashpoint.Here("writer/before-commit")
	if err := w.conn.run("COMMIT"); err != nil {
		_ = w.conn.run("ROLLBACK")
		return asHouse(err)
	}
	crashpoint.Here("writer/after-commit")
	return nil
}

// savepoint runs one caller's function so that its own failure undoes nothing of the others.
func (w *writer) savepoint(tx *Tx, fn func(*Tx) error) error {
	if err := w.conn.run("SAVEPOINT caller"); err != nil {
		*tx.house = asHouse(err)
		return err
	}
	err := recovered(tx, fn)
	if *tx.house != nil {
		return err
	}
	if err != nil {
		if undo := w.conn.run("ROLLBACK TO caller"); undo != nil {
			*tx.house = asHouse(undo)
			return err
		}
	}
	if release := w.conn.run("RELEASE caller"); release != nil {
		*tx.house = asHouse(release)
	}
	return err
}

func recovered(tx *Tx, fn func(*Tx) error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicked{value: v, stack: debug.Stack()}
		}
	}()
	return fn(tx)
}

// asHouse makes every error of the transaction's own statements the house's: without them nothing can be kept.
func asHouse(err error) error {
	err = classify(err)
	if HouseCode(err) == "" {
		return &Error{Code: Broken, Err: err}
	}
	return err
}

// drop ends the connection: whatever state it is in, the next one is clean.
func (w *writer) drop() {
	if w.conn != nil {
		w.conn.discard()
		w.conn = nil
	}
}

// tryAgain proves with a small row that there is room and the disk answers. What waits is refused first: it was offered after the
// work that failed, and may not overtake it.
func (w *writer) tryAgain() error {
	if w.stopped != nil {
		for range len(w.queue) {
			j := <-w.queue
			j.done <- w.stopped
		}
	}
	probe := func(tx *Tx) error {
		_, err := tx.exec("UPDATE house SET touched_at = touched_at + 1")
		return err
	}
	results := make([]error, 1)
	if house := w.transaction([]job{{fn: probe}}, results); house != nil {
		w.drop()
		w.stopped = house
		return house
	}
	w.stopped = nil
	return results[0]
}
