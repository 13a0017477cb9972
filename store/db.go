// Package store keeps everything the bot knows in one SQLite file, and the rules that keep it true: who may move an idea where,
// which reference comes next, what must still be said.
//
// All writing goes through one goroutine (see [DB.Write]); reading elsewhere uses [DB.Read]. Handlers get a [*Tx] and never the [*DB].
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"sync"
	"time"

	_ "modernc.org/sqlite" // the driver, pure Go
)

// Terms are the periods a municipality sets. The zero value is not usable; DefaultTerms is the start of every configuration.
type Terms struct {
	Zone   *time.Location // local dates and years are of this zone
	Answer int            // days within which an idea gets an answer
	Hold   time.Duration  // a decision can be undone this long, before anyone is told
	Claim  time.Duration  // "ik pak dit op" holds this long
	Appeal int            // days in which an author may go to the steering group
	Long   int            // days within which the steering group answers on a lange klap
	Keys   time.Duration  // how long an input is remembered, so that a repeat is seen
	Draft  int            // days that a draft is kept after its last answer

	Checkin     int // weeks after which the lead of an idea is asked again how it goes
	CheckinLong int // likewise of a lange klap

	Second   Cents    // money above this amount needs a second coordinator
	LeftOver LeftOver // what happens to what is left in a pot when its year is over
	Quiet    Quiet    // when groups are left in peace; a Smederij may set its own break
}

// DefaultTerms are the periods of DESIGN.md and DOMAIN.md.
func DefaultTerms(zone *time.Location) Terms {
	return Terms{Zone: zone, Answer: 14, Hold: 10 * time.Minute, Claim: 72 * time.Hour, Appeal: 30, Long: 90, Keys: 72 * time.Hour, Draft: 90,
		Checkin: 4, CheckinLong: 13,
		Second: 2_500_00, LeftOver: CarryOver,
		Quiet: Quiet{From: 21, Until: 8, BreakFrom: "07-15", BreakUntil: "08-15"}}
}

// Options say which file is opened and how.
type Options struct {
	Path  string     // of the database file; made when it is not there
	Key   []byte     // 32 bytes, seals platform ids and names
	Terms Terms      // periods
	Seed  []Smederij // written when the file is new; nil means the embedded 24

	Funders []Funder // likewise; nil means the embedded ones

	busy time.Duration // how long to wait for another program's lock; 0 means five seconds
}

// DB is an open database: one writer, a few readers.
type DB struct {
	path    string
	sealer  *sealer
	terms   Terms
	busy    time.Duration
	pool    *sql.DB // writer's
	reads   *sql.DB
	readers chan *conn
	writer  *writer
	shut    func() error
}

const readerCount = 2

// Open opens or makes the database, brings its tables up to date and starts the writer. Errors are an [*Error] with a [Code]
// that says what an operator can do.
func Open(o Options) (*DB, error) {
	sealer, err := newSealer(o.Key)
	if err != nil {
		return nil, err
	}
	path, err := filepath.Abs(o.Path) // "" and ":memory:" mean something of their own to SQLite
	if err != nil {
		return nil, &Error{Code: CantOpen, Detail: o.Path, Err: err}
	}
	if o.busy == 0 {
		o.busy = 5 * time.Second
	}
	db := &DB{path: path, sealer: sealer, terms: o.Terms, busy: o.busy, readers: make(chan *conn, readerCount)}
	db.shut = sync.OnceValue(db.close)
	if err := db.ensureFile(o); err != nil {
		return nil, err
	}
	if err := db.connect(path); err != nil {
		return nil, err
	}
	if err := db.prepare(o); err != nil {
		return nil, errors.Join(openError(path, err), db.pool.Close())
	}
	db.reads, err = sql.Open("sqlite", dsn(path, db.waits()+"&mode=ro&_pragma=query_only(1)&_pragma=cache_size(-4000)&_dqs=0"))
	if err != nil {
		return nil, errors.Join(err, db.pool.Close())
	}
	for range readerCount {
		db.readers <- nil // opened when first needed
	}
	db.writer = newWriter(db)
	return db, nil
}

func (db *DB) waits() string { return fmt.Sprintf("_pragma=busy_timeout(%d)", db.busy.Milliseconds()) }

// connect opens the writer's pool on a file.
func (db *DB) connect(path string) (err error) {
	// mode=rw: SQLite makes no file of its own accord, ensureFile does.
	// temp_store: the journal of a savepoint, one for every input, stays in memory; a fifth of all work was writing it to a file.
	// wal_autocheckpoint: 16 MB instead of 4, so that fewer than one in a hundred inputs waits for a checkpoint.
	db.pool, err = sql.Open("sqlite", dsn(path, db.waits()+"&mode=rw&_txlock=immediate&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"+
		"&_pragma=cache_size(-8000)&_pragma=temp_store(MEMORY)&_pragma=wal_autocheckpoint(4000)&_dqs=0"))
	if err == nil {
		db.pool.SetMaxOpenConns(1)
	}
	return err
}

// dsn builds the file: form; only there does SQLite look at mode=. The path is escaped, so that a ? or # in it stays a name.
func dsn(path, settings string) string {
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + settings
}

// prepare migrates and seeds over a connection of its own, before the writer starts.
func (db *DB) prepare(o Options) error {
	c, err := openConn(db.pool)
	if err != nil {
		return err
	}
	defer c.close()
	if err := migrate(c, db.path); err != nil {
		return err
	}
	return c.transaction(db, func(tx *Tx) error {
		// Of a file that it may only read SQLite says so at the first write, not at BEGIN IMMEDIATE. This one changes nothing.
		if _, err := tx.exec("UPDATE house SET touched_at = touched_at WHERE false"); err != nil {
			return err
		}
		err := tx.checkKey()
		if errors.Is(err, ErrNotFound) {
			err = tx.furnish(o.Seed)
		}
		if err != nil {
			return err
		}
		return tx.endow(o.Funders)
	})
}

// furnish fills a new file.
func (tx *Tx) furnish(seed []Smederij) error {
	if err := tx.writeKey(); err != nil {
		return err
	}
	if seed == nil {
		embedded, err := EmbeddedSmederijen()
		if err != nil {
			return err
		}
		seed = embedded
	}
	for _, s := range seed {
		if err := tx.addSmederij(s); err != nil {
			return err
		}
	}
	return nil
}

// endow writes the funders where there are none yet.
func (tx *Tx) endow(funders []Funder) error {
	known, err := tx.Funders()
	if err != nil || len(known) > 0 {
		return err
	}
	if funders == nil {
		if funders, err = EmbeddedFunders(); err != nil {
			return err
		}
	}
	for _, f := range funders {
		if err := tx.addFunder(f); err != nil {
			return err
		}
	}
	return nil
}

// Terms are the periods the database was opened with.
func (db *DB) Terms() Terms { return db.terms }

// Close lets the writer finish what it was given, then closes the file. Doing it again changes nothing.
func (db *DB) Close() error { return db.shut() }

func (db *DB) close() error {
	db.writer.stop()
	for range readerCount {
		if c := <-db.readers; c != nil {
			c.close()
		}
	}
	err := db.reads.Close()
	// Who closes the file last brings the WAL back into it, and a reader cannot. Where it fails, the next start does it.
	_, _ = db.pool.Exec("PRAGMA wal_checkpoint(PASSIVE)")
	return errors.Join(err, db.pool.Close())
}

// Read runs fn on a snapshot, outside the writer. What fn writes is refused by SQLite.
func (db *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	var c *conn
	select {
	case c = <-db.readers:
	case <-db.writer.done:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { db.readers <- c }()
	if c == nil {
		opened, err := openConn(db.reads)
		if err != nil {
			return classify(err)
		}
		c = opened
	}
	if err := c.run("BEGIN"); err != nil {
		return classify(err)
	}
	defer func() { _ = c.run("ROLLBACK") }()
	return fn(&Tx{db: db, conn: c})
}
