package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	amsterdam = mustZone("Europe/Amsterdam")
	monday    = time.Date(2026, 11, 23, 9, 0, 0, 0, amsterdam)
	told      = monday.Add(10 * time.Minute) // when a decision of monday can no longer be undone
	bg        = context.Background()
)

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}

// failer is the part of testing.TB that a rapid.T has too.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

func testKey(word string) []byte {
	sum := sha256.Sum256([]byte(word))
	return sum[:]
}

func options(path string) Options {
	return Options{Path: path, Key: testKey("test"), Terms: DefaultTerms(amsterdam), busy: 20 * time.Millisecond}
}

func newFile(t testing.TB) string { return filepath.Join(t.TempDir(), "smederij.db") }

// openDB opens a new database that closes with the test.
func openDB(t testing.TB) *DB { return openAt(t, newFile(t)) }

func openAt(t testing.TB, path string) *DB {
	t.Helper()
	db, err := Open(options(path))
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db
}

// write runs fn in the writer; fn returns its errors, because only the test's own goroutine may end the test.
func write(t failer, db *DB, fn func(*Tx) error) {
	t.Helper()
	if err := db.Write(bg, fn); err != nil {
		t.Fatalf("write: %v", err)
	}
}

func read[T any](t failer, db *DB, fn func(*Tx) (T, error)) T {
	t.Helper()
	var v T
	err := db.Read(bg, func(tx *Tx) (err error) {
		v, err = fn(tx)
		return err
	})
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return v
}

// verified fails when a promise of the database is broken.
func verified(t failer, db *DB) {
	t.Helper()
	broken, _, err := db.Verify(bg)
	if err != nil {
		t.Fatalf("verify: %v", err)
	}
	for _, line := range broken {
		t.Fatalf("verify: %s", line)
	}
}

// raw runs SQL behind the store's back, without its checks and foreign keys.
func raw(t failer, db *DB, statements ...string) {
	t.Helper()
	write(t, db, func(tx *Tx) error {
		for _, s := range statements {
			if _, err := tx.conn.sql.ExecContext(bg, s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		return nil
	})
}

// until waits for something that another goroutine does, without sleeping.
func until(t testing.TB, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !done(); runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain until %s", what)
		}
	}
}

func reasonOf(err error) Reason {
	var r *Refusal
	if errors.As(err, &r) {
		return r.Reason
	}
	return ""
}

// village is a database with people in it.
type village struct {
	t  failer
	db *DB
}

func (v village) person(name string) (p PersonID) {
	v.t.Helper()
	write(v.t, v.db, func(tx *Tx) error {
		who, err := tx.PersonOf(Account{Platform: "local", ID: name}, monday)
		p = who.ID
		return err
	})
	return p
}

func (v village) smederij(code string) SmederijID {
	v.t.Helper()
	return read(v.t, v.db, func(tx *Tx) (SmederijID, error) {
		s, err := tx.SmederijByCode(code)
		return s.ID, err
	})
}

func (v village) appoint(name string, r Role, code string) PersonID {
	v.t.Helper()
	p := v.person(name)
	var s SmederijID
	if code != "" {
		s = v.smederij(code)
	}
	write(v.t, v.db, func(tx *Tx) error {
		_, err := tx.ChatAt(Address{Platform: "local", Chat: name}, p, monday) // where they hear of their work
		return errors.Join(err, tx.Appoint(0, p, r, s, monday))
	})
	return p
}

// draft makes an idea with all that sending it in needs.
func (v village) draft(author PersonID, code, title string) (id IdeaID) {
	v.t.Helper()
	s := v.smederij(code)
	write(v.t, v.db, func(tx *Tx) error {
		i, err := tx.NewDraft(author, 0, monday)
		if err != nil {
			return err
		}
		id = i.ID
		kept, err := tx.KeepDraft(i.ID, title, s, []Answer{{Question: "what", Text: "samen koken"}}, monday)
		if err == nil && !kept {
			return errors.New("the draft was not kept")
		}
		return err
	})
	return id
}

func (v village) submitted(author PersonID, code string) IdeaID {
	v.t.Helper()
	id := v.draft(author, code, "Buurtmaaltijd")
	v.must(author, id, Submit, Detail{}, monday)
	return id
}

// reported is what a lead tells at the end.
var reported = Detail{Answers: []Answer{{Question: "worked", Value: "yes"}, {Question: "people", Text: "40", Value: "40"}}}

func (v village) idea(id IdeaID) Idea {
	v.t.Helper()
	return read(v.t, v.db, func(tx *Tx) (Idea, error) { return tx.Idea(id) })
}

func (v village) move(by PersonID, id IdeaID, m Move, d Detail, now time.Time) (i Idea, err error) {
	err = v.db.Write(bg, func(tx *Tx) (err error) {
		i, err = tx.Move(by, id, m, d, now)
		return err
	})
	return i, err
}

func (v village) must(by PersonID, id IdeaID, m Move, d Detail, now time.Time) Idea {
	v.t.Helper()
	i, err := v.move(by, id, m, d, now)
	if err != nil {
		v.t.Fatalf("%s: %v", m, err)
	}
	return i
}

// refused checks that a move is refused for one reason, and changes nothing.
func (v village) refused(want Reason, by PersonID, id IdeaID, m Move, d Detail, now time.Time) *Refusal {
	v.t.Helper()
	before := v.idea(id)
	_, err := v.move(by, id, m, d, now)
	if got := reasonOf(err); got != want {
		v.t.Fatalf("%s by %d: got %v, want refusal %q", m, by, err, want)
	}
	if after := v.idea(id); after != before {
		v.t.Fatalf("%s was refused, but changed the idea: got %+v, want %+v", m, after, before)
	}
	var r *Refusal
	errors.As(err, &r)
	return r
}

// force puts an idea in a state that moves would take long to reach.
func (v village) force(id IdeaID, s State) {
	v.t.Helper()
	write(v.t, v.db, func(tx *Tx) error {
		i, err := tx.Idea(id)
		if err != nil {
			return err
		}
		i.State = s
		return tx.saveIdea(i)
	})
}

func (v village) decision(id IdeaID) Decision {
	v.t.Helper()
	return read(v.t, v.db, func(tx *Tx) (Decision, error) { return tx.LastDecision(id) })
}

// fill gives a Smederij money for this year, as its funders would.
func (v village) fill(code string, amount Cents) {
	v.t.Helper()
	by, s := v.person("carla"), v.smederij(code)
	write(v.t, v.db, func(tx *Tx) error { return tx.fill(s, by, amount) })
}

func (tx *Tx) fill(s SmederijID, by PersonID, amount Cents) error {
	order, err := tx.insert(`INSERT INTO money_order (kind, state, smederij_id, amount, by_id, made_at) VALUES ('allocate', 'booked', ?, ?, ?, ?)`,
		s, amount, by, monday.UnixMilli())
	if err != nil {
		return err
	}
	pot, err := tx.potAccount(s, tx.Year(monday))
	if err != nil {
		return err
	}
	from, err := tx.account(FunderAccount, tx.Year(monday), 1, 0, 0)
	if err != nil {
		return err
	}
	return tx.post(Entry{From: from.ID, To: pot.ID, Amount: amount, Reason: Allocation, Order: OrderID(order), By: by}, monday)
}
