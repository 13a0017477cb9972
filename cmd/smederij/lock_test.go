//go:build unix

package main

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"smederij/store"
)

// TestLockDatabase locks over two open descriptions, as two programs would.
func TestLockDatabase(t *testing.T) {
	_, path, _ := kept(t)
	release, err := lockDatabase(path)
	if err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "other name.db")
	if err := os.Symlink(path, other); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, other} {
		if _, err := lockDatabase(name); store.HouseCode(err) != store.Locked || exitCode(err) != exitDatabase {
			t.Errorf("%s: got %v, want code %q", name, err, store.Locked)
		}
	}
	release()
	again, err := lockDatabase(path)
	if err != nil {
		t.Fatalf("after it was released: %v", err)
	}
	again()
	if _, err := lockDatabase(filepath.Join(t.TempDir(), "nergens", "x.db")); store.HouseCode(err) != store.CantOpen {
		t.Errorf("got %v, want code %q", err, store.CantOpen)
	}
}

// Two programs that both send would send the same twice. The second is refused for as long as the first lives, however that ends;
// commands that only look work all the while.
func TestOneProgramADatabase(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "chat.db")
	first := exec.Command(realProgram(t), "chat", "--db", path, "--role", "wim=volunteer:KRA")
	first.Dir = dir
	in, err1 := first.StdinPipe()
	out, err2 := first.StdoutPipe()
	if err1 != nil || err2 != nil || first.Start() != nil {
		t.Fatal(err1, err2)
	}
	if _, err := io.WriteString(in, "anja> hallo\n"); err != nil {
		t.Fatal(err)
	}
	if _, err := out.Read(make([]byte, 1)); err != nil { // it talks, so it has the lock
		t.Fatal(err)
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	if code, said := call(t, nil, "chat", "--db", path); code != exitDatabase || !strings.Contains(said, "another process") {
		t.Errorf("a second one: exit code %d, want %d and who works on it, got\n%s", code, exitDatabase, said)
	}
	for _, command := range []string{"verify", "check"} {
		if code, said := call(t, nil, command, "--db", path); code != exitFine {
			t.Errorf("%s: exit code %d\n%s", command, code, said)
		}
	}
	_ = first.Process.Kill()
	_ = first.Wait()
	say(t, []string{"chat", "--db", path}, "")
}
