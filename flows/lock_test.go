package flows

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
)

// flows.lock holds a line for every version there ever was. People are in the
// middle of these conversations: a version that changes under them could ask
// for what they already said, or take what they say for something else.
const lockFile = "flows.lock"

// lockLines gives name, version and hash of every definition.
func lockLines(t *testing.T) []string {
	t.Helper()
	l := library(t, "")
	var lines []string
	for _, name := range l.Names() {
		for _, f := range l.flows[name] {
			data, err := fs.ReadFile(Embedded(), f.source.file)
			if err != nil {
				t.Fatal(err)
			}
			lines = append(lines, fmt.Sprintf("%s %d %x", f.Name, f.Version, sha256.Sum256(data)))
		}
	}
	return lines
}

// changed compares the lock with the definitions. New versions are no fault
// once they are locked; a changed or vanished one always is.
func changed(locked, present []string) (faults, added []string) {
	version := func(line string) string { return line[:strings.LastIndexByte(line, ' ')] }
	known := map[string]bool{}
	for _, line := range locked {
		known[version(line)] = true
		if !slices.Contains(present, line) {
			faults = append(faults, version(line)+" changed: write a new version, with an [upgrade] from this one")
		}
	}
	for _, line := range present {
		if !known[version(line)] {
			added = append(added, line)
		}
	}
	return faults, added
}

func TestVersionsAreLocked(t *testing.T) {
	data, err := os.ReadFile(lockFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	locked := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(data) == 0 {
		locked = nil
	}
	faults, added := changed(locked, lockLines(t))
	for _, fault := range faults {
		t.Error(fault)
	}
	if len(added) == 0 {
		return
	}
	if !*update {
		t.Fatalf("not in %s: %q; add them with go test ./flows -run Lock -update", lockFile, added)
	}
	all := append(locked, added...)
	slices.Sort(all)
	if err := os.WriteFile(lockFile, []byte(strings.Join(all, "\n")+"\n"), 0o666); err != nil {
		t.Fatal(err)
	}
}

func TestLockNoticesChanges(t *testing.T) {
	locked := []string{"idea 1 aa", "idea 2 bb"}
	tests := []struct {
		name          string
		present       []string
		faults, added int
	}{
		{"nothing changed", []string{"idea 1 aa", "idea 2 bb"}, 0, 0},
		{"a version changed", []string{"idea 1 cc", "idea 2 bb"}, 1, 0},
		{"a version is gone", []string{"idea 2 bb"}, 1, 0},
		{"a version is new", []string{"idea 1 aa", "idea 2 bb", "idea 3 cc"}, 0, 1},
	}
	for _, tt := range tests {
		faults, added := changed(locked, tt.present)
		if len(faults) != tt.faults || len(added) != tt.added {
			t.Errorf("%s: faults %q, added %q; want %d and %d", tt.name, faults, added, tt.faults, tt.added)
		}
	}
}
