package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// conn is one connection with its prepared statements. Its statements never carry a caller's context: cancelling one makes SQLite
// undo the whole transaction, with the rows of everybody else in it.
type conn struct {
	sql      *sql.Conn
	prepared map[string]*sql.Stmt
}

func openConn(pool *sql.DB) (*conn, error) {
	c, err := pool.Conn(context.Background())
	if err != nil {
		return nil, err
	}
	return &conn{sql: c, prepared: make(map[string]*sql.Stmt)}, nil
}

// close gives the connection back to its pool.
func (c *conn) close() {
	for _, s := range c.prepared {
		_ = s.Close()
	}
	_ = c.sql.Close()
}

// discard ends the connection: with a transaction that may be half open, nobody should get it again.
func (c *conn) discard() {
	for _, s := range c.prepared {
		_ = s.Close()
	}
	_ = c.sql.Raw(func(any) error { return driver.ErrBadConn }) // how database/sql is told not to keep it
}

func (c *conn) stmt(query string) (*sql.Stmt, error) {
	if s, ok := c.prepared[query]; ok {
		return s, nil
	}
	s, err := c.sql.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	c.prepared[query] = s
	return s, nil
}

func (c *conn) run(query string, args ...any) error {
	s, err := c.stmt(query)
	if err != nil {
		return err
	}
	_, err = s.Exec(args...)
	return err
}

// transaction runs fn alone in a transaction: for migrations and seeding, before the writer is there.
func (c *conn) transaction(db *DB, fn func(*Tx) error) error {
	if err := c.run("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if err := fn(&Tx{db: db, conn: c}); err != nil {
		return errors.Join(err, c.run("ROLLBACK"))
	}
	return c.run("COMMIT")
}

// Tx is what a handler reads and writes with. It is valid only inside the function it was given to. It offers exec, one row, and
// read-all, but no open rows: an open INSERT … RETURNING would make the commit of everybody fail.
type Tx struct {
	db     *DB
	conn   *conn
	house  *error // the batch's failure; once set, everything more is refused
	events []Event
}

// Terms are the periods the database was opened with.
func (tx *Tx) Terms() Terms { return tx.db.terms }

// fail remembers a failure of the house for the whole batch, so that a handler cannot overlook it.
func (tx *Tx) fail(err error) error {
	err = classify(err)
	if tx.house != nil && *tx.house == nil && HouseCode(err) != "" {
		*tx.house = err
	}
	return err
}

func (tx *Tx) failed() error {
	if tx.house != nil {
		return *tx.house
	}
	return nil
}

func (tx *Tx) stmt(query string) (*sql.Stmt, error) {
	if err := tx.failed(); err != nil {
		return nil, err
	}
	s, err := tx.conn.stmt(query)
	if err != nil {
		return nil, tx.fail(err)
	}
	return s, nil
}

// exec runs a statement and tells how many rows it changed.
func (tx *Tx) exec(query string, args ...any) (int64, error) {
	s, err := tx.stmt(query)
	if err != nil {
		return 0, err
	}
	res, err := s.Exec(args...)
	if err != nil {
		return 0, tx.fail(err)
	}
	return res.RowsAffected()
}

// insert runs a statement and tells the id of the new row.
func (tx *Tx) insert(query string, args ...any) (int64, error) {
	s, err := tx.stmt(query)
	if err != nil {
		return 0, err
	}
	res, err := s.Exec(args...)
	if err != nil {
		return 0, tx.fail(err)
	}
	return res.LastInsertId()
}

// inside runs fn in a savepoint of its own, which its error undoes: a refusal is an answer, and what the same input did before it stays.
func (tx *Tx) inside(fn func() error) error {
	if _, err := tx.exec("SAVEPOINT inner"); err != nil {
		return err
	}
	err := fn()
	if err != nil && tx.failed() == nil {
		if _, undo := tx.exec("ROLLBACK TO inner"); undo != nil {
			return undo
		}
	}
	if _, release := tx.exec("RELEASE inner"); release != nil {
		return release
	}
	return err
}

// row is what a scan function reads from.
type row interface{ Scan(...any) error }

func (tx *Tx) query(query string, args ...any) (*sql.Rows, error) {
	s, err := tx.stmt(query)
	if err != nil {
		return nil, err
	}
	rows, err := s.Query(args...)
	if err != nil {
		return nil, tx.fail(err)
	}
	return rows, nil
}

// one reads one row; without one it says [ErrNotFound]. The rows are closed when it returns, also by a panic in scan.
func one[T any](tx *Tx, scan func(row) (T, error), query string, args ...any) (T, error) {
	var none T
	rows, err := tx.query(query, args...)
	if err != nil {
		return none, err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return none, tx.fail(err)
		}
		return none, ErrNotFound
	}
	v, err := scan(rows)
	if err != nil {
		return none, tx.fail(err)
	}
	return v, nil
}

// all reads every row. The rows are closed when it returns, also by a panic in scan.
func all[T any](tx *Tx, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := tx.query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, tx.fail(err)
		}
		list = append(list, v)
	}
	if err := rows.Err(); err != nil {
		return nil, tx.fail(err)
	}
	return list, nil
}

// number reads one integer; text one string.
func number(r row) (n int64, err error)   { return n, r.Scan(&n) }
func text(r row) (s string, err error)    { return s, r.Scan(&s) }
func id[T ~int64](r row) (v T, err error) { return v, r.Scan(&v) }

// exists tells whether the query finds a row.
func (tx *Tx) exists(query string, args ...any) (bool, error) {
	_, err := one(tx, number, query, args...)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// millis and its companions turn times into rows and back. The zero time is NULL.
func millis(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

func moment(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return time.UnixMilli(ms.Int64)
}

// null turns a zero id, number or text into NULL.
func null[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// panicked is a handler's panic, as the error of its own input.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v\n%s", p.value, p.stack) }
