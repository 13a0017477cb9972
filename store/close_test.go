package store

import (
	"errors"
	"io/fs"
	"os"
	"testing"
)

// Whoever copies the file of a program that was stopped must have all of it.
func TestCloseLeavesOneFile(t *testing.T) {
	path := newFile(t)
	db, err := Open(options(path))
	if err != nil {
		t.Fatal(err)
	}
	village{t, db}.person("anja")
	_ = read(t, db, func(tx *Tx) ([]Smederij, error) { return tx.Smederijen() }) // a reader that could be the last to leave
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"-wal", "-shm"} {
		if _, err := os.Stat(path + suffix); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is still there (%v)", suffix, err)
		}
	}
}
