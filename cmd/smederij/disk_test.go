//go:build linux

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"smederij/bot/local"
)

// TestDiskFailsWhileRunning takes the disk away from the running program: no file may grow any more. Nothing is confirmed then, input
// stops, and when there is room again it goes on by itself and every line is answered.
func TestDiskFailsWhileRunning(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	program := file("smederij")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	write(t, file("in"), "")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, "chat", "--db", file("chat.db"), "--inbox", file("in"), "--sent", file("sent"), "--now", "2026-11-23 09:00")
	log := file("log") // read while it is written
	stderr, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	defer stderr.Close()
	cmd.Stderr = stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}

	lines := 0
	talk := func(n int) {
		f, err := os.OpenFile(file("in"), os.O_APPEND|os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for range n {
			lines++
			if _, err := fmt.Fprintf(f, "%d anja%d> ik heb een idee\n", lines, lines); err != nil {
				t.Fatal(err)
			}
		}
	}
	place := func() string {
		data, _ := os.ReadFile(file("in.place")) // not there before the first commit
		return string(data)
	}
	until := func(what string, holds func() bool) {
		t.Helper()
		for tick := time.NewTicker(5 * time.Millisecond); !holds(); {
			select {
			case <-tick.C:
			case <-ctx.Done():
				t.Fatalf("%s: not within a minute; place %q\n%s", what, place(), readAll(log))
			}
		}
	}

	talk(20)
	until("the first lines", func() bool { return place() == "20" && answered(t, file("sent")) == 20 })

	limit(t, cmd.Process.Pid, 2048) // the log is short, the database is not
	talk(20)
	until("the program notices", func() bool { return failures(log) > 0 })
	if got := place(); got != "20" {
		t.Errorf("with no room, line %s was confirmed", got)
	}
	if got := answered(t, file("sent")); got != 20 {
		t.Errorf("with no room, %d lines were answered", got)
	}

	limit(t, cmd.Process.Pid, unix.RLIM_INFINITY)
	until("all lines", func() bool { return place() == "40" && answered(t, file("sent")) == 40 })
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("%v\n%s", err, readAll(log))
	}
	if code, out := call(t, nil, "verify", "--db", file("chat.db")); code != exitFine {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

// limit says how large the files of a process may become.
func limit(t *testing.T, pid int, bytes uint64) {
	t.Helper()
	if err := unix.Prlimit(pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: bytes, Max: unix.RLIM_INFINITY}, nil); err != nil {
		t.Fatal(err)
	}
}

// failures counts how often the program logged that it cannot write.
func failures(log string) int { return strings.Count(readAll(log), "the database fails") }

func readAll(path string) string {
	data, _ := os.ReadFile(path)
	return string(data)
}

// answered counts the lines of the inbox that something was sent for.
func answered(t *testing.T, path string) int {
	t.Helper()
	causes := map[string]bool{}
	for line := range strings.Lines(readAll(path)) {
		var s local.SentLine
		if json.Unmarshal([]byte(line), &s) == nil { // the last line may be half there
			causes[s.Cause] = true
		}
	}
	return len(causes)
}
