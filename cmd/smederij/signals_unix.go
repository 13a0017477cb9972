//go:build unix

package main

import (
	"os/signal"
	"syscall"
)

// A limit on the size of files is a failed write, like a full disk, and no reason to end.
func init() { signal.Ignore(syscall.SIGXFSZ) }
