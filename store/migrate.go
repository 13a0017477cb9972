package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

//go:embed migrations/*.sql
var migrations embed.FS

// applicationID stands in the file's header ("Smed"), so that another program's database is never taken for ours.
const applicationID = 0x536D6564

// migrate brings the tables up to date, each migration in one transaction. Before the first pending one a copy of the file is made
// beside it; retention removes that copy after 14 days.
func migrate(c *conn, path string) error {
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	version, err := pragma(c, "user_version")
	if err != nil {
		return err
	}
	owner, err := pragma(c, "application_id")
	if err != nil {
		return err
	}
	tables, err := queryNumber(c, "SELECT count(*) FROM sqlite_schema")
	if err != nil {
		return err
	}
	switch {
	case owner != applicationID && (tables > 0 || owner != 0 || version != 0):
		return &Error{Code: Foreign}
	case version > int64(len(files)):
		return &Error{Code: Newer, Detail: fmt.Sprintf("schema %d, this program knows %d", version, len(files))}
	}
	// Only now: it is written in the file, and another program's file is left as it is.
	if err := c.run("PRAGMA journal_mode = WAL"); err != nil {
		return err
	}
	switch {
	case version == int64(len(files)):
		return nil
	case version > 0:
		if err := copyBefore(c, path, version); err != nil {
			return err
		}
	}
	for i := version; i < int64(len(files)); i++ {
		if err := apply(c, files[i], i+1); err != nil {
			return fmt.Errorf("migration %s: %w", files[i], err)
		}
	}
	return nil
}

func apply(c *conn, file string, version int64) error {
	script, err := migrations.ReadFile(file)
	if err != nil {
		return err
	}
	whole := strings.Join([]string{
		"BEGIN IMMEDIATE;", string(script),
		fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT;", applicationID, version),
	}, "\n")
	if _, err := c.sql.ExecContext(context.Background(), whole); err != nil {
		_ = c.run("ROLLBACK") // after a failure inside the script; without a transaction it says so and nothing is lost
		return err
	}
	return nil
}

// copyBefore writes a whole copy beside the file. A half one from an earlier try is replaced.
func copyBefore(c *conn, path string, version int64) error {
	target := fmt.Sprintf("%s.before-%d", path, version+1)
	if err := os.Remove(target); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return c.run("VACUUM INTO ?", target)
}

func pragma(c *conn, name string) (int64, error) { return queryNumber(c, "PRAGMA "+name) }

func queryNumber(c *conn, query string) (n int64, err error) {
	return n, c.sql.QueryRowContext(context.Background(), query).Scan(&n)
}
