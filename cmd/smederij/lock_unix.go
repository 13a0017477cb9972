//go:build unix

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"smederij/store"
)

// lockDatabase keeps a database for this program alone, until release or until it ends in whatever way. What is locked is a file
// beside it: opening and closing the database itself would drop the locks of SQLite. The file stays, because removing it would let two
// programs each lock one.
func lockDatabase(path string) (release func(), err error) {
	if real, err := filepath.EvalSymlinks(path); err == nil { // two names of one file
		path = real
	}
	name := path + ".lock"
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, &store.Error{Code: store.CantOpen, Detail: path, Err: err}
	}
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		holder, _ := io.ReadAll(io.LimitReader(f, 20))
		_ = f.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			who := strings.TrimSpace("another process " + strings.TrimSpace(string(holder)))
			return nil, &store.Error{Code: store.Locked, Detail: path, Err: errors.New(who + " works on it")}
		}
		return nil, &store.Error{Code: store.CantOpen, Detail: path, Err: fmt.Errorf("lock %s: %w", name, err)}
	}
	// Who holds it is a courtesy; the lock holds without it, also on a full disk.
	if f.Truncate(0) == nil {
		_, _ = fmt.Fprintln(f, os.Getpid())
	}
	return func() { _ = f.Close() }, nil
}
