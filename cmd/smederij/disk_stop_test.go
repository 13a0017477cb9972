//go:build linux

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// TestStopWhileTheDiskFails asks the program to stop while it waits for room on its disk. It ends, nothing of what failed was
// confirmed, and the next run answers it.
func TestStopWhileTheDiskFails(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	program := file("smederij")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	log, err := os.Create(file("log"))
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	start := func() (*exec.Cmd, <-chan error) {
		cmd := exec.CommandContext(t.Context(), program, "chat", "--db", file("chat.db"), "--inbox", file("in"), "--sent", file("sent"),
			"--now", "2026-11-23 09:00")
		cmd.Stderr = log
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		return cmd, ended
	}
	stop := func(cmd *exec.Cmd, ended <-chan error) {
		t.Helper()
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("it ended with %v\n%s", err, readAll(file("log")))
			}
		case <-time.After(20 * time.Second):
			t.Fatalf("it does not stop\n%s", readAll(file("log")))
		}
	}
	until := func(what string, holds func() bool) {
		t.Helper()
		deadline := time.After(30 * time.Second)
		for tick := time.NewTicker(5 * time.Millisecond); !holds(); {
			select {
			case <-tick.C:
			case <-deadline:
				t.Fatalf("waited in vain until %s\n%s", what, readAll(file("log")))
			}
		}
	}

	write(t, file("in"), "1 anja> hallo\n")
	cmd, ended := start()
	until("the first line was answered", func() bool { return answered(t, file("sent")) == 1 && readAll(file("in.place")) == "1" })
	limit(t, cmd.Process.Pid, 2048)
	write(t, file("in"), "1 anja> hallo\n2 bram> hallo\n3 ! 2h\n4 anja> ik heb een idee\n") // the clock waits for line 2
	until("the program notices", func() bool { return failures(file("log")) > 0 })
	stop(cmd, ended)
	if place := readAll(file("in.place")); place != "1" {
		t.Errorf("line %s was confirmed, want 1", place)
	}

	cmd, ended = start()
	until("every line was answered", func() bool { return answered(t, file("sent")) == 3 && readAll(file("in.place")) == "4" })
	stop(cmd, ended)
	if code, out := call(t, nil, "verify", "--db", file("chat.db")); code != exitFine {
		t.Errorf("verify: exit code %d\n%s", code, out)
	}
}
