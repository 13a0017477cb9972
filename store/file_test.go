package store

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// names are the files in the folder of a database.
func names(t *testing.T, path string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

// A database that was lost is never begun anew in silence, and what SQLite kept beside it is left as it is: SQLite itself would
// delete it.
func TestOpenRefusesToBeginAnew(t *testing.T) {
	tests := []struct {
		name   string
		beside string // left there, with something in it
		empty  bool   // the file itself is there, without a byte
		want   Code
	}{
		{"cut to nothing", "", true, Empty},
		{"cut to nothing, beside its WAL", "-wal", true, Empty},
		{"gone, beside its WAL", "-wal", false, Orphaned},
		{"gone, beside its journal", "-journal", false, Orphaned},
		{"gone, beside its shared memory", "-shm", false, Orphaned},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := closed(t)
			if err := os.Truncate(path, 0); err != nil {
				t.Fatal(err)
			}
			if !tt.empty {
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
			}
			if tt.beside != "" {
				if err := os.WriteFile(path+tt.beside, []byte("what was confirmed last"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			before := names(t, path)
			db, err := Open(options(path))
			if err == nil {
				db.Close()
			}
			if got := HouseCode(err); got != tt.want {
				t.Fatalf("got %v, want code %q", err, tt.want)
			}
			if diff := cmp.Diff(before, names(t, path)); diff != "" {
				t.Errorf("files (-before +after):\n%s", diff)
			}
			if tt.beside != "" {
				if kept, err := os.ReadFile(path + tt.beside); err != nil || string(kept) != "what was confirmed last" {
					t.Errorf("got %q, %v", kept, err)
				}
			}
		})
	}
}

// A start that fails leaves nothing behind, not even an empty file that the next start would refuse.
func TestCreateFailsWithoutATrace(t *testing.T) {
	o := options(newFile(t))
	good := Smederij{Code: "DOR", Name: "Dorp", Kind: "dorp", Team: "Team", Status: "assumed"}
	o.Seed = []Smederij{good, good}
	if _, err := Open(o); err == nil {
		t.Fatal("two of the same were taken")
	}
	if left := names(t, o.Path); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Programs that start at once on a file that is not there end up in one and the same database.
func TestCreateAtOnce(t *testing.T) {
	const programs = 4
	path := newFile(t)
	type opened struct {
		db  *DB
		err error
	}
	all := make(chan opened)
	for range programs {
		go func() {
			o := options(path)
			o.busy = 0 // five seconds: they wait for each other
			db, err := Open(o)
			all <- opened{db, err}
		}()
	}
	var dbs []*DB
	for range programs {
		o := <-all
		if o.err != nil {
			t.Error(o.err)
			continue
		}
		defer o.db.Close()
		dbs = append(dbs, o.db)
	}
	for n, db := range dbs {
		write(t, db, func(tx *Tx) error { return keep(tx, n) })
	}
	for n, db := range dbs {
		got := read(t, db, func(tx *Tx) (int64, error) { return one(tx, number, "SELECT count(*) FROM input") })
		if got != int64(len(dbs)) {
			t.Errorf("program %d sees %d rows, want %d", n, got, len(dbs))
		}
	}
}
