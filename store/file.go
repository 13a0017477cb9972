package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// companions are the files SQLite keeps beside an open database, by their endings. The first two may hold what the database lacks.
var companions = []string{"-wal", "-journal", "-shm"}

// ensureFile makes the database when it is not there, and refuses what SQLite would report less clearly or take for a new database.
// It does not open the file: closing it would drop the locks of whoever has it open in this process.
func (db *DB) ensureFile(o Options) error {
	info, err := os.Stat(db.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := Lost(db.path); err != nil {
			return err
		}
		return db.create(o)
	case err != nil:
		return &Error{Code: CantOpen, Detail: db.path, Err: err}
	case info.IsDir():
		return &Error{Code: CantOpen, Detail: db.path, Err: errors.New("this is a folder, not a database file")}
	case info.Size() == 0: // SQLite would fill it anew, and throw away the WAL beside it
		return &Error{Code: Empty, Detail: db.path}
	case info.Mode().Perm()&0o200 == 0:
		return &Error{Code: ReadOnly, Detail: db.path}
	}
	return nil
}

// Lost tells, of a database that is not there, whether there was one: with the file gone, SQLite would delete the WAL of the old one.
func Lost(path string) error {
	for _, end := range companions {
		if _, err := os.Lstat(path + end); err == nil {
			return &Error{Code: Orphaned, Detail: path, Err: fmt.Errorf("%s is still there", filepath.Base(path)+end)}
		}
	}
	return nil
}

// create makes a whole database in a folder of its own and then gives it its name. So a file that was cut to nothing is never taken
// for one that a crash left half made, and of two programs that start at once one makes the file and the other finds it.
func (db *DB) create(o Options) error {
	dir, err := os.MkdirTemp(filepath.Dir(db.path), filepath.Base(db.path)+".new-")
	if err != nil {
		return fileError(db.path, err)
	}
	defer os.RemoveAll(dir)
	half := filepath.Join(dir, "half.db")
	f, err := os.OpenFile(half, os.O_CREATE|os.O_EXCL, 0o644) // less the umask, as SQLite would
	if err != nil {
		return fileError(db.path, err)
	}
	if err := f.Close(); err != nil {
		return fileError(db.path, err)
	}
	if err := db.connect(half); err != nil {
		return err
	}
	if err := errors.Join(db.prepare(o), db.pool.Close()); err != nil {
		return openError(db.path, err)
	}
	if _, err := os.Lstat(half + "-wal"); err == nil { // closing could not bring it all into the file
		return &Error{Code: IO, Detail: db.path, Err: errors.New("the new file could not be written")}
	}
	if err := os.Link(half, db.path); err != nil && !errors.Is(err, fs.ErrExist) { // rename would replace another program's
		return fileError(db.path, err)
	}
	return syncFolder(filepath.Dir(db.path))
}

// syncFolder makes the names in a folder outlive a power cut.
func syncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fileError(path, err)
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, syscall.EINVAL) {
		return fileError(path, err)
	}
	return nil
}

// fileError is a failure of the file system, as an operator should read it.
func fileError(path string, err error) error {
	code := CantOpen
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EFBIG) || errors.Is(err, syscall.EDQUOT) {
		code = Full
	}
	return &Error{Code: code, Detail: path, Err: err}
}
