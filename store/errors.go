package store

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Code says what kind of failure an [Error] is, for those who must do something about it.
type Code string

// Failures of the house: nothing was kept, the input may be offered again.
const (
	Full     Code = "full"      // the disk or the file has no room left
	IO       Code = "io"        // the disk failed
	Damaged  Code = "damaged"   // not a database, or one with broken pages
	ReadOnly Code = "read_only" // the file may not be written
	Locked   Code = "locked"    // another program holds the file
	CantOpen Code = "cant_open" // no such folder, or no right to it
	Memory   Code = "memory"    // SQLite got no memory
	Broken   Code = "broken"    // the transaction ended by itself
)

// Failures at start.
const (
	Newer    Code = "newer"     // made by a newer version of this program
	WrongKey Code = "wrong_key" // the key is not the one this database was made with
	BadKey   Code = "bad_key"   // the key has not 32 bytes
	Foreign  Code = "foreign"   // a database, but of another program
	Empty    Code = "empty"     // a file of no bytes, where a database was
	Orphaned Code = "orphaned"  // the file is gone, what SQLite keeps beside it is still there
)

// Error is a failure of the house itself: the disk, the file, its key. It is never the fault of one input.
type Error struct {
	Code   Code
	Detail string // a path or a table, for the operator; never what people wrote
	Err    error
}

func (e *Error) Error() string {
	s := "database " + string(e.Code)
	if e.Detail != "" {
		s += ": " + e.Detail
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }

// HouseCode returns the code of the house's own failure in err, or "" when err belongs to one input.
func HouseCode(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

var (
	// ErrNotFound means that no row fits.
	ErrNotFound = errors.New("not found")
	// ErrClosed means that the database was closed before the work was taken on.
	ErrClosed = errors.New("database is closed")
)

// Refusal is a rule that says no to somebody. People read the text that belongs to its Reason.
type Refusal struct {
	Reason Reason
	Idea   IdeaID   // the idea it is about, if any
	By     PersonID // who was earlier, if the reason tells of somebody
	Left   Cents    // of money: what is left, or the least that would do
}

// Reason is the code of a refusal; every one has a text under "refused." in the catalogue.
type Reason string

func (r *Refusal) Error() string { return fmt.Sprintf("refused: %s (idea %d)", r.Reason, r.Idea) }

// refuse is short for a refusal about an idea.
func refuse(reason Reason, id IdeaID) error { return &Refusal{Reason: reason, Idea: id} }

// houseCodes are SQLite's primary result codes after which a transaction cannot be trusted: SQLite may have undone all of it,
// and ROLLBACK TO finds no savepoint any more.
var houseCodes = map[int]Code{
	sqlite3.SQLITE_FULL:      Full,
	sqlite3.SQLITE_IOERR:     IO,
	sqlite3.SQLITE_CORRUPT:   Damaged,
	sqlite3.SQLITE_NOTADB:    Damaged,
	sqlite3.SQLITE_READONLY:  ReadOnly,
	sqlite3.SQLITE_BUSY:      Locked,
	sqlite3.SQLITE_LOCKED:    Locked,
	sqlite3.SQLITE_PROTOCOL:  Locked,
	sqlite3.SQLITE_CANTOPEN:  CantOpen,
	sqlite3.SQLITE_NOMEM:     Memory,
	sqlite3.SQLITE_INTERRUPT: Broken,
}

// classify turns SQLite's errors of the house into an [*Error]; all others stay what they are.
func classify(err error) error {
	var sq *sqlite.Error
	if errors.As(err, &sq) {
		if code, ok := houseCodes[sq.Code()&0xff]; ok {
			return &Error{Code: code, Err: err}
		}
	}
	return err
}

// openError names the file in an error of opening it.
func openError(path string, err error) error {
	err = classify(err)
	var e *Error
	if errors.As(err, &e) {
		if e.Detail != "" {
			path += ": " + e.Detail
		}
		return &Error{Code: e.Code, Detail: path, Err: e.Err}
	}
	return fmt.Errorf("open %s: %w", path, err)
}
