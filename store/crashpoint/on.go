//go:build crashpoints

// Package crashpoint names the places where a crash would hurt most. This build dies at one of them: SMEDERIJ_CRASH=name:n kills
// the process (SIGKILL) when it comes by name for the nth time.
package crashpoint

import (
	"io"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

var (
	target, left = plan(os.Getenv("SMEDERIJ_CRASH"))
	passed       atomic.Int64
)

func plan(setting string) (string, int64) {
	name, count, _ := strings.Cut(setting, ":")
	n, _ := strconv.ParseInt(count, 10, 64)
	return name, n
}

// linger is how long the others go on while one stands at its point: what they were told too early they act upon.
const linger = 2 * time.Millisecond

// Here kills the process when this is the planned point and the planned time.
func Here(name string) {
	if name != target || passed.Add(1) != left {
		return
	}
	<-time.After(linger)
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {} // the signal is on its way; nothing more may happen
}

// Write writes p to w in two halves, with a crash point between them.
func Write(name string, w io.Writer, p []byte) (int, error) {
	half := len(p) / 2
	n, err := w.Write(p[:half])
	if err != nil {
		return n, err
	}
	Here(name)
	rest, err := w.Write(p[half:])
	return n + rest, err
}
