package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"smederij/store"
)

// exported is a database in which two neighbours brought an idea, one of them with a title that a spreadsheet would compute, and a
// third has not finished.
func exported(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "chat.db")
	write(t, keyBeside(path), keyOf(7))
	openAndClose(t, path, keyOf(7))
	c := defaultConfiguration()
	db, err := openWith(c, path, bytes.Repeat([]byte{7}, store.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	now := time.Date(2026, 11, 23, 23, 30, 0, 0, c.zone) // of this day only in this zone
	bring := func(who, title string, submit bool) {
		if err := db.Write(t.Context(), func(tx *store.Tx) error {
			p, err := tx.PersonOf(store.Account{Platform: "net", ID: who}, now)
			if err != nil {
				return err
			}
			i, err := tx.NewDraft(p.ID, 0, now)
			if err != nil {
				return err
			}
			s, err := tx.SmederijByCode("KRA")
			if err != nil {
				return err
			}
			if _, err = tx.KeepDraft(i.ID, title, s.ID, nil, now); err != nil || !submit {
				return err
			}
			_, err = tx.Move(p.ID, i.ID, store.Submit, store.Detail{}, now)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	bring("anja", `=HYPERLINK("x"), "ja"`, true)
	bring("chris", "Nog niet af", false)
	bring("bram", "Soep in de straat", true)
	return path
}

func TestExportAsCSV(t *testing.T) {
	path := exported(t)
	code, out := call(t, nil, "export", "--db", path, "--format", "csv")
	if code != exitFine {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	got, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	want := [][]string{
		{"reference", "title", "smederij", "state", "track", "created", "promised", "supporters", "helpers", "granted_cents"},
		{"KRA-2026-001", `'=HYPERLINK("x"), "ja"`, "KRA", "submitted", "short", "2026-11-23", "2026-12-07", "0", "0", "0"},
		{"KRA-2026-002", "Soep in de straat", "KRA", "submitted", "short", "2026-11-23", "2026-12-07", "0", "0", "0"},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if strings.Count(out, "\r\n") != 3 || strings.Count(out, "\n") != 3 {
		t.Errorf("lines must end as RFC 4180 says: %q", out)
	}
}

func TestExportAsJSON(t *testing.T) {
	path := exported(t)
	code, out := call(t, nil, "export", "--db", path, "--format", "json")
	var got []exportedLine
	err := json.Unmarshal([]byte(out), &got)
	want := []exportedLine{
		{"KRA-2026-001", `=HYPERLINK("x"), "ja"`, "KRA", "submitted", "short", "2026-11-23", "2026-12-07", 0, 0, 0},
		{"KRA-2026-002", "Soep in de straat", "KRA", "submitted", "short", "2026-11-23", "2026-12-07", 0, 0, 0},
	}
	if diff := cmp.Diff(want, got); code != exitFine || err != nil || diff != "" {
		t.Errorf("exit code %d, %v (-want +got):\n%s", code, err, diff)
	}
	if lines := strings.Split(out, "\n"); len(lines) != 5 || !strings.HasPrefix(lines[1], `{"reference":"KRA-2026-001","title":`) {
		t.Errorf("want an idea a line, reference and title first, got\n%s", out)
	}
}

// No cell begins with what a spreadsheet computes.
func TestCells(t *testing.T) {
	formula := regexp.MustCompile("^[=+\\-@\t\r\n]")
	for _, s := range []string{"", "soep", "=1+1", "+31 6", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "1=1", "'t Praethuus"} {
		got := cell(s)
		if formula.MatchString(got) || got != s && got != "'"+s || !formula.MatchString(s) && got != s {
			t.Errorf("%q became %q", s, got)
		}
	}
}

// A file that is there stays, and an export that fails half-way leaves none.
func TestExportToAFile(t *testing.T) {
	path := exported(t)
	dir := t.TempDir()
	out := filepath.Join(dir, "ideeen.csv")
	if code, said := call(t, nil, "export", "--db", path, "--format", "csv", "--out", out); code != exitFine || said != "" {
		t.Fatalf("exit code %d\n%s", code, said)
	}
	before := readAll(out)
	if !strings.Contains(before, "KRA-2026-002") {
		t.Errorf("got %q", before)
	}
	for _, there := range []string{out, path, dir} {
		code, said := call(t, nil, "export", "--db", path, "--format", "json", "--out", there)
		if code != exitUsage || !strings.Contains(said, there) {
			t.Errorf("--out %s: exit code %d, want %d\n%s", there, code, exitUsage, said)
		}
	}
	half := filepath.Join(dir, "half")
	err := newFile(half, func(w io.Writer) error {
		_, _ = w.Write(bytes.Repeat([]byte("half "), 10000))
		if _, err := os.Stat(half); err == nil {
			t.Error("it has its name before it is whole")
		}
		return errors.New("boem")
	})
	if entries, _ := os.ReadDir(dir); err == nil || len(entries) != 1 || readAll(out) != before {
		t.Errorf("got %v and %v, want the first export alone", err, entries)
	}
}

func TestExportLedgerAsTables(t *testing.T) {
	k := small(t)
	k.move(k.wim, k.ideas[0], store.Relocate, store.Detail{Smederij: k.areas[1]})
	code, out := call(t, nil, "export", "--db", k.path, "--what", "ledger", "--format", "csv")
	got, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if code != exitFine || err != nil || len(got) != 11 {
		t.Fatalf("exit code %d, %v, got\n%s", code, err, out)
	}
	want := [][]string{
		{"entry", "date", "from", "to", "amount_cents", "reason", "reference", "reverses"},
		{"1", "2026-09-01", "geldgevers:gemeente:2026", "pot:KRA:2026", "70004", "allocation", "", "0"},
		{"9", "2026-09-01", "pot:KRA:2026", "vastgehouden:KRA:2026:WOL-2026-001", "60000", "grant", "WOL-2026-001", "0"},
		{"10", "2026-09-01", "vastgehouden:KRA:2026:WOL-2026-001", "pot:KRA:2026", "60000", "undo", "WOL-2026-001", "9"},
	}
	if diff := cmp.Diff(want, [][]string{got[0], got[1], got[9], got[10]}); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}

	code, out = call(t, nil, "export", "--db", k.path, "--what", "ledger", "--format", "json")
	var lines []exportedEntry
	err = json.Unmarshal([]byte(out), &lines)
	last := exportedEntry{10, "2026-09-01", "vastgehouden:KRA:2026:WOL-2026-001", "pot:KRA:2026", 60000, "undo", "WOL-2026-001", 9}
	if code != exitFine || err != nil || len(lines) != 10 || lines[9] != last {
		t.Errorf("exit code %d, %v, got\n%s", code, err, out)
	}
}

func TestExportLedgerAsWorkbook(t *testing.T) {
	k := small(t)
	k.order(store.Order{Kind: store.OrderGrant, Idea: k.ideas[0], Amount: 250_50})
	k.try(func(tx *store.Tx) error { return tx.CloseYears(k.now.AddDate(1, 0, 0)) })
	out := filepath.Join(t.TempDir(), "boeken.xlsx")
	if code, said := call(t, nil, "export", "--db", k.path, "--format", "xlsx", "--out", out); code != exitFine {
		t.Fatalf("exit code %d\n%s", code, said)
	}
	f, err := excelize.OpenFile(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rowsOf := func(sheet int) [][]string {
		rows, err := f.GetRows(f.GetSheetName(sheet), excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	if diff := cmp.Diff([][]string{
		{"2026", "Krakeel", "1000.05", "250.5", "0", "0", "749.55"},
		{"2026", "Wolfsbos", "1000.05", "0", "0", "0", "1000.05"},
		{"2027", "Krakeel", "749.55", "0", "0", "749.55", "0"},
		{"2027", "Wolfsbos", "1000.05", "0", "0", "1000.05", "0"},
	}, rowsOf(0)[1:5]); diff != "" {
		t.Errorf("pots (-want +got):\n%s", diff)
	}
	lines := rowsOf(1)
	want := []string{"pot:KRA:2026", "vastgehouden:KRA:2026:KRA-2026-001", "250.5", "KRA-2026-001", "Vastgehouden"}
	if diff := cmp.Diff(want, lines[len(lines)-3][1:]); len(lines) != 14 || diff != "" {
		t.Errorf("%d entries (-want +got):\n%s", len(lines)-1, diff)
	}
}

// Every portion is read, and each export is in the audit log before its first row left.
func TestExportInPortions(t *testing.T) {
	const ideas = 2*store.WalkPage + 1
	town := newTown(t, ideas)
	for _, format := range []string{"csv", "json"} {
		code, out := call(t, nil, "export", "--db", town.path, "--format", format)
		refs := map[string]bool{}
		for _, ref := range regexp.MustCompile(`[A-Z]{3}-\d{4}-\d{3,}`).FindAllString(out, -1) {
			refs[ref] = true
		}
		if code != exitFine || len(refs) != ideas {
			t.Errorf("%s: exit code %d and %d ideas, want %d", format, code, len(refs), ideas)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var out bytes.Buffer
	if code := run(ctx, []string{"export", "--db", town.path, "--format", "csv"}, noEnv, nil, &out, &out); code == exitFine {
		t.Errorf("stopped, and fine:\n%s", &out)
	}
	if code, out := call(t, nil, "verify", "--db", town.path); code != exitFine {
		t.Errorf("verify: exit code %d\n%s", code, out)
	}
}
