package main

import (
	"bytes"
	"database/sql"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"smederij/store"
)

// kept is a configuration with a database that was made before.
func kept(t *testing.T) (config, path string, env map[string]string) {
	t.Helper()
	key := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, store.KeySize))
	dir := t.TempDir()
	path = filepath.Join(dir, "smederij.db")
	config = write(t, filepath.Join(dir, "smederij.toml"), "[database]\npath = "+strQuote(path)+"\n")
	openAndClose(t, path, key)
	return config, path, map[string]string{"SMEDERIJ_KEY": key}
}

func TestReadOnlyDatabase(t *testing.T) {
	config, path, env := kept(t)
	if err := os.Chmod(path, 0o400); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"verify", "check"} {
		if code, out := call(t, env, command, "--config", config); code != exitDatabase || !strings.Contains(out, "right to write it") {
			t.Errorf("%s: exit code %d, want %d and what to do, got\n%s", command, code, exitDatabase, out)
		}
	}
}

func TestLockedDatabase(t *testing.T) {
	config, path, env := kept(t)
	other, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.SetMaxOpenConns(1)
	if _, err := other.Exec("BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	if code, out := call(t, env, "verify", "--config", config); code != exitDatabase || !strings.Contains(out, "Another program holds the file") {
		t.Errorf("exit code %d, want %d and what to do, got\n%s", code, exitDatabase, out)
	}
	if _, err := other.Exec("ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if code, out := call(t, env, "verify", "--config", config); code != exitFine {
		t.Errorf("when it is free again: exit code %d\n%s", code, out)
	}
}

// Damage deep in the file is found by those who look for it, and named.
func TestDamagedPages(t *testing.T) {
	config, path, env := kept(t)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copy(data[len(data)/2:], bytes.Repeat([]byte{0xff}, len(data)/2))
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"verify", "check"} {
		if code, out := call(t, env, command, "--config", config); code != exitDatabase || !strings.Contains(out, "restore the last backup") {
			t.Errorf("%s: exit code %d, want %d and what to do, got\n%s", command, code, exitDatabase, out)
		}
	}
}

// Looking at a database makes none: who mistypes its path must not hear that all is well.
func TestNoDatabaseIsMadeByLooking(t *testing.T) {
	config, path, env := kept(t)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"verify"}, {"dead", "list"}} {
		code, out := call(t, env, append(args, "--config", config)...)
		if code != exitDatabase || !strings.Contains(out, path) {
			t.Errorf("%v: exit code %d, want %d and the path, got\n%s", args, code, exitDatabase, out)
		}
	}
	if code, out := call(t, env, "check", "--config", config); code != exitFine || !strings.Contains(out, "is not there yet") {
		t.Errorf("check: exit code %d, want %d and that it is made later, got\n%s", code, exitFine, out)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a database was made (%v)", err)
	}
}

// Where a database was lost, check does not promise a new one, and chat makes none.
func TestLostDatabase(t *testing.T) {
	config, path, env := kept(t)
	if err := os.Rename(path, path+"-wal"); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"check", "--config", config}, {"chat", "--db", path}} {
		if code, out := call(t, env, args...); code != exitDatabase || !strings.Contains(out, "Put it back") {
			t.Errorf("%v: exit code %d, want %d and what to do, got\n%s", args, code, exitDatabase, out)
		}
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a database was made (%v)", err)
	}
}

func TestInboxThatIsNotThere(t *testing.T) {
	dir := t.TempDir()
	sent := filepath.Join(dir, "sent")
	code, out := call(t, nil, "chat", "--inbox", filepath.Join(dir, "nergens"), "--sent", sent)
	if code != exitUsage || !strings.Contains(out, "nergens") {
		t.Errorf("exit code %d, want %d and the file, got\n%s", code, exitUsage, out)
	}
	if _, err := os.Stat(sent); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a file was made for nothing (%v)", err)
	}
}

// A dead letter that fails again stays, and says why to who gives a reason. Nothing of it is printed by the way.
func TestDeadLetterFailsAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "chat.db")
	say(t, []string{"chat", "--db", path, "--now", "2026-11-23 09:00"}, "anja> hallo\n")
	// A signal about a message that is not there: its handler finds nothing.
	bury(t, path, `{"key":"x:1","platform":"net","address":{"chat":"chat-0815"},"from":"user-4711","message":"m-1234",`+
		`"text":"mijn dochter heet Roos","signal":{"name":"uncertain","subject":999}}`)
	dead := func(args ...string) (int, string) {
		return call(t, nil, append(append([]string{"dead"}, args...), "--db", path)...)
	}
	code, out := dead("retry", "1")
	if code == exitFine || code == exitUsage || !strings.Contains(out, "dead letter 1 fails again") {
		t.Errorf("retry: exit code %d, got\n%s", code, out)
	}
	if strings.Contains(out, "Roos") {
		t.Errorf("retry tells what somebody wrote:\n%s", out)
	}
	if _, out := dead("list"); strings.Contains(out, "handled again") || !strings.HasPrefix(out, "1  ") {
		t.Errorf("list: want letter 1, not handled, got\n%s", out)
	}
	_, out = dead("show", "1", "--reason", "test")
	if !strings.Contains(out, "not found") || !strings.Contains(out, "Roos") {
		t.Errorf("show: want what was written, and what went wrong the second time, got\n%s", out)
	}
	for _, id := range []string{"0815", "4711", "1234"} {
		if strings.Contains(out, id) {
			t.Errorf("show tells who it was, or where (%s):\n%s", id, out)
		}
	}
	if code, out := call(t, nil, "verify", "--db", path); code != exitFine {
		t.Errorf("verify: exit code %d\n%s", code, out)
	}
}
