//go:build unix

package main

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestKilledAtItsFirstStart kills the real program while it makes its key and its database. The next start goes on from whatever is
// there.
func TestKilledAtItsFirstStart(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "smederij")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	rounds := 60
	if testing.Short() {
		rounds = 10
	}
	for n := range rounds {
		path := filepath.Join(dir, "start", "chat.db")
		if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		start := func() *exec.Cmd {
			cmd := exec.Command(program, "chat", "--db", path, "--role", "wim=volunteer:KRA")
			cmd.Dir, cmd.Stdin = dir, strings.NewReader("anja> hallo\n")
			return cmd
		}
		first := start()
		if err := first.Start(); err != nil {
			t.Fatal(err)
		}
		files := 1 + rand.IntN(5)
		seen := waitForFiles(filepath.Dir(path), files)
		<-time.After(time.Duration(rand.Int64N(int64(2 * time.Millisecond))))
		_ = first.Process.Kill()
		_ = first.Wait()
		if out, err := start().CombinedOutput(); err != nil || !strings.Contains(string(out), "bot → anja") {
			t.Fatalf("round %d, killed when %q were there: %v\n%s", n, seen, err, out)
		}
		if err := os.RemoveAll(filepath.Dir(path)); err != nil {
			t.Fatal(err)
		}
	}
}

// waitForFiles waits until so many files were seen in a folder, or for a moment if they never come.
func waitForFiles(dir string, files int) (seen []string) {
	tick, late := time.NewTicker(50*time.Microsecond), time.After(100*time.Millisecond)
	defer tick.Stop()
	for len(seen) < files {
		select {
		case <-tick.C:
		case <-late:
			return seen
		}
		entries, _ := os.ReadDir(dir)
		for _, e := range entries {
			if !slices.Contains(seen, e.Name()) {
				seen = append(seen, e.Name())
			}
		}
	}
	return seen
}

// Programs that make a key at once end up with one and the same.
func TestKeyMadeAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.key")
	keys := make([]installationKey, 8)
	var all sync.WaitGroup
	for i := range keys {
		all.Go(func() {
			k, _, err := makeKey(path)
			if err != nil {
				t.Error(err)
			}
			keys[i] = k
		})
	}
	all.Wait()
	kept, err := readKeyFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range keys {
		if string(k.bytes) != string(kept.bytes) {
			t.Error("one of them has another key")
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
