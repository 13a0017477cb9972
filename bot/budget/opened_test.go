package budget

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/store"
)

// TestWorkbookOpens has another program open the workbook, work out its formulas and say what it read.
func TestWorkbookOpens(t *testing.T) {
	if !installed(t, "ssconvert", "gnumeric") {
		return
	}
	pots, lines := books()
	sheets := opened(t, write(t, pots, lines))
	wantPots := [][]string{{"Jaar", "Smederij", "In de pot gedaan", "Vastgehouden", "Uitbetaald", "Vrij", "Na het jaar weg"}}
	var total YearPot
	for _, p := range pots {
		wantPots = append(wantPots, []string{strconv.Itoa(p.Year), p.Name, cents(p.Given + p.Gone), cents(p.Held), cents(p.Paid), cents(p.Free),
			cents(p.Gone)})
		total.Given, total.Held, total.Paid, total.Free = total.Given+p.Given+p.Gone, total.Held+p.Held, total.Paid+p.Paid, total.Free+p.Free
		total.Gone += p.Gone
	}
	wantPots = append(wantPots, []string{"Totaal", "", cents(total.Given), cents(total.Held), cents(total.Paid), cents(total.Free),
		cents(total.Gone)})
	if diff := cmp.Diff(wantPots, inCents(t, sheets[0], 2, 3, 4, 5, 6)); diff != "" {
		t.Errorf("pots (-want +opened):\n%s", diff)
	}
	wantLines := [][]string{{"Datum", "Van rekening", "Naar rekening", "Bedrag", "Idee", "Reden"}}
	for _, l := range lines {
		wantLines = append(wantLines, []string{serial(l.Date), l.From, l.To, cents(l.Amount), l.Reference, l.Reason})
	}
	if diff := cmp.Diff(wantLines, inCents(t, sheets[1], 3)); diff != "" {
		t.Errorf("lines (-want +opened):\n%s", diff)
	}
}

// An empty year has a workbook, too.
func TestEmptyWorkbookOpens(t *testing.T) {
	if !installed(t, "ssconvert", "gnumeric") {
		return
	}
	for i, sheet := range opened(t, write(t, nil, nil)) {
		if len(sheet) != 1 {
			t.Errorf("sheet %d has the rows %q, want its header", i, sheet)
		}
	}
}

// opened is what gnumeric makes of each sheet.
func opened(t *testing.T, book []byte) [2][][]string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "book.xlsx"), book, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("ssconvert", "--recalc", "-S", "-T", "Gnumeric_stf:stf_assistant",
		"-O", "format=raw quoting-mode=always separator=, eol=unix", "book.xlsx", "sheet%n.csv")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "HOME="+dir, "LC_ALL=C.UTF-8")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("ssconvert: %v\n%s", err, out)
	}
	var sheets [2][][]string
	for i := range sheets {
		f, err := os.Open(filepath.Join(dir, fmt.Sprintf("sheet%d.csv", i)))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if sheets[i], err = csv.NewReader(f).ReadAll(); err != nil {
			t.Fatal(err)
		}
	}
	return sheets
}

func cents(c store.Cents) string { return strconv.FormatInt(int64(c), 10) }

// inCents turns the amounts in these columns, which were read as euros, into cents.
func inCents(t *testing.T, rows [][]string, columns ...int) [][]string {
	t.Helper()
	rows = slices.Clone(rows)
	for _, row := range rows[1:] {
		for _, c := range columns {
			euros, err := strconv.ParseFloat(row[c], 64)
			if err != nil {
				t.Fatalf("%q is no amount", row[c])
			}
			if off := math.Abs(euros*100 - math.Round(euros*100)); off > 1e-4 {
				t.Errorf("%s is no amount in cents", row[c])
			}
			row[c] = cents(store.Cents(math.Round(euros * 100)))
		}
	}
	return rows
}

// serial is a day as a workbook counts them: 1 January 1900 is 1, and 1900 has a 29 February.
func serial(day time.Time) string {
	year, month, d := day.Date()
	return strconv.Itoa(int(time.Date(year, month, d, 0, 0, 0, 0, time.UTC).Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24))
}
