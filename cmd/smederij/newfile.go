package main

import (
	"bufio"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"smederij/store"
)

// newFile writes a file that is there as a whole or not at all, also after a kill or a power cut, and that only its owner may use. It
// replaces none: then the error is [fs.ErrExist].
func newFile(path string, fill func(io.Writer) error) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return &fs.PathError{Op: "make", Path: path, Err: fs.ErrExist}
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*") // mode 0600
	var at *fs.PathError
	if errors.As(err, &at) {
		return &fs.PathError{Op: "make", Path: path, Err: at.Err} // nobody asked for the other name
	}
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	w := bufio.NewWriter(f)
	err = fill(w)
	if err == nil {
		err = errors.Join(w.Flush(), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil { // a rename would replace what another program made meanwhile
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes the names in a folder outlive a power cut. Where a system cannot, the file is there all the same.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	_ = f.Sync()
	return f.Close()
}

// makeKey makes a key file. If another program was first, its key is the key.
func makeKey(path string) (k installationKey, made bool, err error) {
	fresh := make([]byte, store.KeySize)
	_, _ = rand.Read(fresh) // never fails, by its documentation
	err = newFile(path, func(w io.Writer) error {
		_, err := fmt.Fprintln(w, base64.StdEncoding.EncodeToString(fresh))
		return err
	})
	switch {
	case errors.Is(err, fs.ErrExist):
		k, err := readKeyFile(path)
		return k, false, err
	case err != nil:
		return installationKey{}, false, configError{err}
	}
	return installationKey{fresh, path}, true, nil
}
