package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const oneSmederij = `[[smederij]]
code = "KRA"
name = "Krakeel"
kind = "wijk"
team = "Noord"
status = "documented"
inhabitants = 10
aliases = ["Magneet"]
`

func TestReadSmederijen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mijn.toml")
	tests := []struct {
		name, file, want string // want stands in the error; "" means that it is read
	}{
		{"as it should be", oneSmederij, ""},
		{"nothing in it", "", "no [[smederij]]"},
		{"not TOML", strings.Replace(oneSmederij, `"wijk"`, `"wijk`, 1), "mijn.toml:4"},
		{"an unknown key", strings.Replace(oneSmederij, "team", "ploeg", 1), "mijn.toml:5"},
		{"another type", strings.Replace(oneSmederij, "10", `"tien"`, 1), "mijn.toml"},
		{"a small code", strings.Replace(oneSmederij, "KRA", "Kra", 1), "three capitals"},
		{"a long code", strings.Replace(oneSmederij, "KRA", "KRAK", 1), "three capitals"},
		{"no name", strings.Replace(oneSmederij, "Krakeel", "", 1), "name and team"},
		{"another kind", strings.Replace(oneSmederij, "wijk", "stad", 1), `"stad"`},
		{"another status", strings.Replace(oneSmederij, "documented", "sure", 1), `"sure"`},
		{"fewer than nobody", strings.Replace(oneSmederij, "10", "-1", 1), "below zero"},
		{"twice", oneSmederij + oneSmederij, "twice"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := os.WriteFile(path, []byte(tt.file), 0o600); err != nil {
				t.Fatal(err)
			}
			list, err := ReadSmederijen(path)
			switch {
			case tt.want == "" && (err != nil || len(list) != 1 || list[0].Name != "Krakeel"):
				t.Errorf("got %v, %v, want Krakeel", list, err)
			case tt.want != "" && err == nil:
				t.Errorf("got %v, want an error", list)
			case tt.want != "" && (!strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "mijn.toml")):
				t.Errorf("got %q, want the file and %q in it", err, tt.want)
			}
		})
	}
}

func TestEmbeddedSmederijen(t *testing.T) {
	list, err := EmbeddedSmederijen()
	if err != nil {
		t.Fatal(err)
	}
	var pots Cents
	for _, s := range list {
		pots += s.PotCents
	}
	if len(list) != 24 || pots != 300_000_00 {
		t.Errorf("got %d Smederijen with %d cents, want 24 with EUR 300,000", len(list), pots)
	}
}

func TestSmederijByCode(t *testing.T) {
	db := openDB(t)
	for code, want := range map[string]string{"KRA": "Krakeel", "kra": "Krakeel"} {
		if got := read(t, db, func(tx *Tx) (Smederij, error) { return tx.SmederijByCode(code) }); got.Name != want {
			t.Errorf("%s: got %s, want %s", code, got.Name, want)
		}
	}
}
