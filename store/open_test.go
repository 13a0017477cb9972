package store

import (
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// elsewhere is another program's connection to a file.
func elsewhere(t testing.TB, path string, statements ...string) *sql.Conn {
	t.Helper()
	pool, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath())
	if err != nil {
		t.Fatal(err)
	}
	c, err := pool.Conn(bg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Close()
		pool.Close()
	})
	for _, s := range statements {
		if _, err := c.ExecContext(bg, s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
	return c
}

// closed makes a database of ours, with a name in it, and closes it.
func closed(t *testing.T) string {
	t.Helper()
	path := newFile(t)
	db := openAt(t, path)
	village{t, db}.person("anja")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func overwrite(t *testing.T, path string, at int64, with []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := f.WriteAt(with, at); err != nil {
		t.Fatal(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	const page = 4096
	tests := []struct {
		name   string
		file   func(t *testing.T) string
		change func(*Options)
		want   Code
		says   string // in the error, for the operator
	}{
		{name: "a file that may not be written", want: ReadOnly, file: func(t *testing.T) string {
			path := closed(t)
			if err := os.Chmod(path, 0o444); err != nil {
				t.Fatal(err)
			}
			return path
		}},
		{name: "a folder", want: CantOpen, says: "folder", file: func(t *testing.T) string { return t.TempDir() }},
		{name: "no path", want: CantOpen, file: func(*testing.T) string { return "" }},
		{name: "a file in a folder that is not there", want: CantOpen, file: func(t *testing.T) string {
			return filepath.Join(t.TempDir(), "nergens", "smederij.db")
		}},
		{name: "no database", want: Damaged, file: func(t *testing.T) string {
			path := newFile(t)
			if err := os.WriteFile(path, []byte(strings.Repeat("boodschappen ", 1000)), 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}},
		{name: "a cut file", want: Damaged, file: func(t *testing.T) string {
			path := closed(t)
			if err := os.Truncate(path, 20*page); err != nil {
				t.Fatal(err)
			}
			return path
		}},
		{name: "a file cut in its first page", want: Damaged, file: func(t *testing.T) string {
			path := closed(t)
			if err := os.Truncate(path, 100); err != nil {
				t.Fatal(err)
			}
			return path
		}},
		{name: "a damaged schema", want: Damaged, file: func(t *testing.T) string {
			path := closed(t)
			overwrite(t, path, 100, []byte(strings.Repeat("\xff", 1000)))
			return path
		}},
		{name: "another program's database", want: Foreign, file: func(t *testing.T) string {
			path := newFile(t)
			elsewhere(t, path, "CREATE TABLE recipe (name TEXT)")
			return path
		}},
		{name: "another program's database, still empty", want: Foreign, file: func(t *testing.T) string {
			path := newFile(t)
			elsewhere(t, path, "PRAGMA user_version = -1")
			return path
		}},
		{name: "a newer version's", want: Newer, says: "schema 99", file: func(t *testing.T) string {
			path := closed(t)
			elsewhere(t, path, "PRAGMA user_version = 99")
			return path
		}},
		{name: "locked by another program's writing", want: Locked, file: func(t *testing.T) string {
			path := closed(t)
			elsewhere(t, path, "BEGIN IMMEDIATE", "UPDATE house SET touched_at = 1")
			return path
		}},
		{name: "another key", want: WrongKey, file: closed, change: func(o *Options) { o.Key = testKey("another") }},
		{name: "a short key", want: BadKey, says: "31 bytes", file: closed, change: func(o *Options) { o.Key = o.Key[:31] }},
		{name: "a long key", want: BadKey, file: closed, change: func(o *Options) { o.Key = append(o.Key, 0) }},
		{name: "no key", want: BadKey, file: closed, change: func(o *Options) { o.Key = nil }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := options(tt.file(t))
			if tt.change != nil {
				tt.change(&o)
			}
			before, _ := os.ReadFile(o.Path)
			db, err := Open(o)
			if err == nil {
				db.Close()
			}
			if got := HouseCode(err); got != tt.want {
				t.Fatalf("got %v, want code %q", err, tt.want)
			}
			if !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %q, want %q in it", err, tt.says)
			}
			if tt.want != BadKey && !strings.Contains(err.Error(), o.Path) {
				t.Errorf("got %q, want the path in it", err)
			}
			after, _ := os.ReadFile(o.Path)
			if string(before) != string(after) {
				t.Error("the file was changed")
			}
		})
	}
}

// The rights of a file are not all in its mode: what counts is what SQLite may do.
func TestOpenRefusesWhatItMayOnlyRead(t *testing.T) {
	path := closed(t)
	pool, err := sql.Open("sqlite", dsn(path, "mode=ro"))
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	o := options(path)
	sealer, err := newSealer(o.Key)
	if err != nil {
		t.Fatal(err)
	}
	db := &DB{path: path, sealer: sealer, terms: o.Terms, pool: pool}
	if err := openError(path, db.prepare(o)); HouseCode(err) != ReadOnly {
		t.Errorf("got %v, want code %q", err, ReadOnly)
	}
}

// A page of data can be broken without anyone meeting it at start: that is what QuickCheck and Verify are for.
func TestDamageBehindTheStart(t *testing.T) {
	path := newFile(t)
	db := openAt(t, path)
	if err := db.QuickCheck(bg); err != nil {
		t.Fatalf("a sound file: %v", err)
	}
	root := read(t, db, func(tx *Tx) (int64, error) {
		return one(tx, number, "SELECT rootpage FROM sqlite_schema WHERE name = 'outbox'")
	})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	overwrite(t, path, (root-1)*4096, []byte("niet wat hier hoort"))

	db = openAt(t, path)
	if err := db.QuickCheck(bg); HouseCode(err) != Damaged {
		t.Errorf("quick check: got %v, want code %q", err, Damaged)
	}
	broken, _, err := db.Verify(bg)
	if len(broken) == 0 && HouseCode(err) != Damaged {
		t.Errorf("verify: got %v and nothing broken, want code %q", err, Damaged)
	}
}

func TestOpenAnyPath(t *testing.T) {
	for _, name := range []string{"met spatie.db", "vraag?mode=ro.db", "hek#.db", "procent%20.db", ":memory:", "één.db"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			village{t, openAt(t, path)}.person("anja")
			if info, err := os.Stat(path); err != nil || info.Size() == 0 {
				t.Errorf("the file is not there by its name: %v", err)
			}
		})
	}
	t.Run("relative", func(t *testing.T) {
		t.Chdir(t.TempDir())
		for _, path := range []string{"a.db", ":memory:", "./b.db"} {
			village{t, openAt(t, path)}.person("anja")
			if _, err := os.Stat(path); err != nil {
				t.Error(err)
			}
		}
	})
	t.Run("two slashes", func(t *testing.T) {
		path := newFile(t)
		village{t, openAt(t, "/"+path)}.person("anja")
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	})
}

func TestOpenAgain(t *testing.T) {
	path := closed(t)
	for range 2 {
		db := openAt(t, path)
		codes := read(t, db, func(tx *Tx) (codes []string, err error) {
			list, err := tx.Smederijen()
			for _, s := range list {
				codes = append(codes, s.Code)
			}
			return codes, err
		})
		if len(codes) != 24 || codes[0] != "KRA" {
			t.Errorf("got %v, want the 24 Smederijen once", codes)
		}
		verified(t, db)
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestSeedReplacesTheDefault(t *testing.T) {
	o := options(newFile(t))
	want := Smederij{Code: "DOR", Name: "Dorp", Kind: "dorp", Team: "Team", Status: "assumed", Inhabitants: 10, Aliases: []string{"'t Dorp"}}
	o.Seed = []Smederij{want}
	db, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	want.ID = 1
	got := read(t, db, (*Tx).Smederijen)
	if diff := cmp.Diff(got, []Smederij{want}); diff != "" {
		t.Errorf("got -, want +:\n%s", diff)
	}
}

// What is written while opening fails takes nothing along: the next try begins anew.
func TestOpenAfterAFailedSeed(t *testing.T) {
	o := options(newFile(t))
	good := Smederij{Code: "DOR", Name: "Dorp", Kind: "dorp", Team: "Team", Status: "assumed"}
	o.Seed = []Smederij{good, good}
	if _, err := Open(o); err == nil {
		t.Fatal("two of the same were taken")
	}
	o.Seed = o.Seed[:1]
	db, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if got := read(t, db, (*Tx).Smederijen); len(got) != 1 {
		t.Errorf("got %v, want one Smederij", got)
	}
}
