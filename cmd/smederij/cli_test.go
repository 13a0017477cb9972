package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smederij/store"
)

// call runs the program and returns its exit code and all it printed.
func call(t *testing.T, env map[string]string, args ...string) (int, string) {
	t.Helper()
	var out bytes.Buffer
	code := run(t.Context(), args, func(name string) string { return env[name] }, strings.NewReader(""), &out, &out)
	return code, out.String()
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestUsage(t *testing.T) {
	for _, tt := range []struct {
		args []string
		code int
		says string
	}{
		{nil, exitUsage, "Usage: smederij COMMAND"},
		{[]string{"help"}, exitFine, "chat"},
		{[]string{"praat"}, exitUsage, `there is no command "praat"`},
		{[]string{"verify", "--snel"}, exitUsage, "-snel"},
		{[]string{"verify", "nu"}, exitUsage, `what does "nu" mean here?`},
		{[]string{"chat", "--now", "morgen"}, exitUsage, "2026-11-23 09:00"},
		{[]string{"chat", "--role", "wim"}, exitUsage, "wim=volunteer:KRA"},
		{[]string{"chat", "--role", "wim=volunteer:XYZ"}, exitUsage, "there is no Smederij XYZ"},
		{[]string{"chat", "--inbox", "in"}, exitUsage, "--inbox and --sent go together"},
		{[]string{"dead"}, exitUsage, "smederij dead list"},
		{[]string{"dead", "show", "1"}, exitUsage, "--reason"},
		{[]string{"dead", "drop", "alles"}, exitUsage, "smederij dead list"},
		{[]string{"check", "--help"}, exitFine, "-config"},
		{[]string{"dead", "--help"}, exitFine, "smederij dead list"},
		{[]string{"dead", "show", "--help"}, exitFine, "-reason"},
		{[]string{"check", "--db", "nergens.db"}, exitDatabase, "nergens.db: there is no such file"},
		{[]string{"invite"}, exitUsage, "coordinator|volunteer|team|steering"},
		{[]string{"invite", "--role", "operator"}, exitUsage, "coordinator|volunteer|team|steering"},
		{[]string{"invite", "--role", "volunteer"}, exitUsage, "--smederij KRA"},
		{[]string{"invite", "--role", "team"}, exitUsage, "--smederij KRA"},
		{[]string{"export"}, exitUsage, "csv, json, xlsx or hledger"},
		{[]string{"export", "--format", "pdf"}, exitUsage, "csv, json, xlsx or hledger"},
		{[]string{"export", "--format", "csv", "--what", "alles"}, exitUsage, "write ideas or ledger"},
		{[]string{"export", "--format", "hledger", "--what", "ideas"}, exitUsage, "hledger holds the ledger"},
		{[]string{"export", "--format", "xlsx", "--what", "ideas"}, exitUsage, "xlsx holds the ledger"},
		{[]string{"similar"}, exitUsage, "--titles"},
		{[]string{"similar", "--titles", "nergens.txt"}, exitUsage, "nergens.txt"},
		{[]string{"understand"}, exitUsage, "yesno, command, euro, date, time, count, phone, postcode, smederij"},
		{[]string{"understand", "kleur"}, exitUsage, "yesno, command, euro, date, time, count, phone, postcode, smederij"},
		{[]string{"understand", "kleur"}, exitUsage, `there is no kind "kleur"`},
		{[]string{"understand", "--now", "2026-11-23", "kleur"}, exitUsage, `there is no kind "kleur"`},
		{[]string{"understand", "kleur", "--help"}, exitUsage, `there is no kind "kleur"`},
		{[]string{"understand", "--help"}, exitFine, "KIND is yesno, command"},
		{[]string{"understand", "date", "--help"}, exitFine, "KIND is yesno, command"},
		{[]string{"understand", "date", "--now", ""}, exitUsage, "write it like 2026-11-23"},
		{[]string{"understand", "date", "--now", "2026-02-30"}, exitUsage, "2026-02-30 does not exist"},
		{[]string{"understand", "date", "--now", "morgen"}, exitUsage, "2026-11-23"},
		{[]string{"understand", "date", "nu"}, exitUsage, `what does "nu" mean here?`},
		{[]string{"understand", "--help"}, exitFine, "-now"},
		{[]string{"version"}, exitFine, "go1."},
	} {
		code, out := call(t, nil, tt.args...)
		if code != tt.code || !strings.Contains(out, tt.says) {
			t.Errorf("smederij %s: exit code %d, want %d and %q, got\n%s", strings.Join(tt.args, " "), code, tt.code, tt.says, out)
		}
	}
}

func strQuote(s string) string { return `"` + s + `"` }

// TestDatabaseFailures ends with exit code 4 and what to do, or 3 where it is the key.
func TestDatabaseFailures(t *testing.T) {
	key := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, store.KeySize))
	for _, tt := range []struct {
		name  string
		spoil func(t *testing.T, path string)
		key   string
		code  int
		says  string
	}{
		{"another key", nil, base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{8}, store.KeySize)), exitConfiguration, "not the key"},
		{"half a key", nil, "YWJj", exitConfiguration, "32 bytes"},
		{"no key", nil, "", exitConfiguration, "SMEDERIJ_KEY"},
		{"not a database", func(t *testing.T, path string) { write(t, path, strings.Repeat("geen database ", 100)) }, key, exitDatabase, "damaged"},
		{"a newer version's", func(t *testing.T, path string) { statement(t, path, "PRAGMA user_version = 99") }, key, exitDatabase, "newer version"},
		{"another program's", func(t *testing.T, path string) { statement(t, path, "PRAGMA application_id = 1") }, key, exitDatabase, "another program"},
		{"a folder", func(t *testing.T, path string) {
			if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o700)); err != nil {
				t.Fatal(err)
			}
		}, key, exitDatabase, "cannot be opened"},
		{"cut to nothing", func(t *testing.T, path string) {
			if err := os.Truncate(path, 0); err != nil {
				t.Fatal(err)
			}
		}, key, exitDatabase, "Restore the last backup"},
		{"cut to nothing, without a key", func(t *testing.T, path string) {
			if err := os.Truncate(path, 0); err != nil {
				t.Fatal(err)
			}
		}, "", exitDatabase, "Restore the last backup"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, "smederij.db")
			config := write(t, filepath.Join(dir, "smederij.toml"), "[database]\npath = "+strQuote(path)+"\n")
			openAndClose(t, path, key)
			if tt.spoil != nil {
				tt.spoil(t, path)
			}
			code, out := call(t, map[string]string{"SMEDERIJ_KEY": tt.key}, "verify", "--config", config)
			if code != tt.code || !strings.Contains(out, tt.says) {
				t.Errorf("exit code %d, want %d and %q, got\n%s", code, tt.code, tt.says, out)
			}
		})
	}
}

func openAndClose(t *testing.T, path, key string) {
	t.Helper()
	c := defaultConfiguration()
	k, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		t.Fatal(err)
	}
	db, err := openWith(c, path, k)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func statement(t *testing.T, path, query string) {
	t.Helper()
	raw, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	if _, err := raw.Exec(query); err != nil {
		t.Fatal(err)
	}
}

// TestDeadLetters goes through the life of one: listed, read with a reason, handled after all, dropped.
func TestDeadLetters(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "chat.db")
	say(t, []string{"chat", "--db", path, "--now", "2026-11-23 09:00"}, "anja> hallo\n")
	bury(t, path, `{"key":"x:1","platform":"local","from":"anja","private":true,"address":{"chat":"@anja"},"text":"/idee"}`)

	steps := []struct {
		args []string
		code int
		says string
	}{
		{[]string{"dead", "list"}, exitFine, "1  2026-11-23 09:00 CET  message\n"},
		{[]string{"dead", "show", "1", "--reason", "anja belde"}, exitFine, "boem"},
		{[]string{"dead", "show", "2", "--reason", "anja belde"}, exitUsage, "there is no dead letter 2"},
		{[]string{"dead", "retry", "1"}, exitFine, "dead letter 1 was handled"},
		{[]string{"dead", "list"}, exitFine, "handled again"},
		{[]string{"dead", "drop", "1"}, exitFine, ""},
		{[]string{"dead", "drop", "1"}, exitUsage, "there is no dead letter 1"},
		{[]string{"dead", "list"}, exitFine, "no dead letters"},
		{[]string{"verify"}, exitFine, "everything adds up"},
		{[]string{"check"}, exitFine, "database: fine"},
	}
	for _, s := range steps {
		code, out := call(t, nil, append(s.args, "--db", path)...)
		if code != s.code || !strings.Contains(out, s.says) {
			t.Errorf("smederij %s: exit code %d, want %d and %q, got\n%s", strings.Join(s.args, " "), code, s.code, s.says, out)
		}
		if strings.Contains(out, "anja\"") {
			t.Errorf("smederij %s tells who wrote:\n%s", strings.Join(s.args, " "), out)
		}
	}
	// What the retried input said waits in the outbox and leaves with the next start.
	if said := say(t, []string{"chat", "--db", path, "--now", "2030-01-01 09:00"}, "bram> hallo\n"); !strings.Contains(said, "Vraag 1 van 6.") {
		t.Errorf("the retried input was never answered:\n%s", said)
	}
}

func bury(t *testing.T, path, content string) {
	t.Helper()
	c := defaultConfiguration()
	k, err := readKey(noEnv, path)
	if err != nil {
		t.Fatal(err)
	}
	db, err := openWith(c, path, k.bytes)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Write(context.Background(), func(tx *store.Tx) error {
		_, err := tx.Bury("x:1", []byte(content), errors.New("boem"), time.Date(2026, 11, 23, 9, 0, 0, 0, c.zone))
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
