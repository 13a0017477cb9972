package store

import (
	"fmt"
	"testing"
)

func TestReadCannotWrite(t *testing.T) {
	db := openDB(t)
	err := db.Read(bg, func(tx *Tx) error {
		_, err := tx.FirstTime("x", monday)
		return err
	})
	if HouseCode(err) != ReadOnly {
		t.Errorf("got %v, want code %q", err, ReadOnly)
	}
	write(t, db, func(tx *Tx) error { return keep(tx, 0) })
}

// A panic in a reader gives its connection back, and each reader sees one moment.
func TestReadersAreGivenBack(t *testing.T) {
	db := openDB(t)
	for range 3 * readerCount {
		func() {
			defer func() { _ = recover() }()
			_ = db.Read(bg, func(*Tx) error { panic("boem") })
		}()
	}
	err := db.Read(bg, func(tx *Tx) error {
		for i := range 2 {
			n, err := one(tx, number, "SELECT count(*) FROM input")
			if err != nil {
				return err
			}
			if n != 0 {
				return fmt.Errorf("read %d sees %d rows, want the snapshot of the first", i, n)
			}
			if err := db.Write(bg, func(tx *Tx) error { return keep(tx, i) }); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
