package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/bot/budget"
	"smederij/store"
)

// hledger runs the real program on a journal. Where it is not installed the journal is read by this test alone; CI installs it, so there
// its absence is a failure.
func hledger(t testing.TB, journal string, args ...string) (out string, there bool, err error) {
	t.Helper()
	if _, err := exec.LookPath("hledger"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("hledger is not installed: apt-get install hledger")
		}
		t.Log("hledger is not installed: the journal is given to it in CI")
		return "", false, nil
	}
	file := filepath.Join(t.TempDir(), "boeken.journal")
	if err := os.WriteFile(file, []byte(journal), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("hledger", append([]string{"-f", file}, args...)...).CombinedOutput()
	return string(text), true, err
}

var (
	posting   = regexp.MustCompile(`^    (\S+)  (-?\d+\.\d\d) EUR(?: = (-?\d+\.\d\d) EUR)?$`)
	otherLine = regexp.MustCompile(`^(; The ledger of smederij up to and including entry \d+\.|decimal-mark \.|commodity 1000\.00 EUR|` +
		`account \S+(  ; type:[RAX])?|\d{4}-\d\d-\d\d \(\d+\) [a-z_]+( [A-Z]{3}-\d{4}-\d{3,})?(  ; reverses:\d+)?|\d{4}-\d\d-\d\d balances|)$`)
)

// readJournal adds a journal up as hledger does, and fails on an assertion that does not hold and on a line that we do not write.
func readJournal(t testing.TB, journal string) map[string]store.Cents {
	t.Helper()
	found, asserted := map[string]store.Cents{}, map[string]bool{}
	for line := range strings.Lines(journal) {
		line = strings.TrimSuffix(line, "\n")
		m := posting.FindStringSubmatch(line)
		if m == nil {
			if !otherLine.MatchString(line) {
				t.Fatalf("a line that should not be there: %q", line)
			}
			continue
		}
		found[m[1]] += eurosOf(t, m[2])
		if m[3] != "" {
			asserted[m[1]] = true
			if want := eurosOf(t, m[3]); found[m[1]] != want {
				t.Errorf("%s: asserted %d, counted %d", m[1], want, found[m[1]])
			}
		}
	}
	for name := range found {
		if !asserted[name] {
			t.Errorf("%s: nothing is asserted of it", name)
		}
	}
	return found
}

func eurosOf(t testing.TB, amount string) store.Cents {
	t.Helper()
	n, err := strconv.ParseInt(strings.Replace(strings.TrimSuffix(amount, " EUR"), ".", "", 1), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return store.Cents(n)
}

// ofHledger are the balances that hledger finds.
func ofHledger(t testing.TB, journal string) (found map[string]store.Cents, there bool) {
	t.Helper()
	out, there, err := hledger(t, journal, "balance", "--flat", "--no-total", "--empty", "--output-format", "csv")
	if !there {
		return nil, false
	}
	if err != nil {
		t.Fatalf("hledger balance: %v\n%s", err, out)
	}
	rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("hledger balance: %v\n%s", err, out)
	}
	found = map[string]store.Cents{}
	for _, row := range rows[1:] {
		if row[1] != "0" { // how it writes nothing at all
			found[row[0]] = eurosOf(t, row[1])
		} else {
			found[row[0]] = 0
		}
	}
	return found, true
}

// byPot brings the accounts of ideas together as the store tells them.
func byPot(accounts map[string]store.Cents) map[string]store.Cents {
	found := map[string]store.Cents{}
	for name, amount := range accounts {
		parts := strings.Split(name, ":")
		switch parts[0] {
		case "geldgevers":
			add(found, "geldgevers", amount)
		case "pot":
			add(found, name, amount)
		default:
			add(found, strings.Join(parts[:3], ":"), amount)
			add(found, parts[0]+" "+parts[3], amount)
		}
	}
	return found
}

// hledger finds what we find, to the cent, after years in which everything happened.
func TestHledgerFindsOurBalances(t *testing.T) {
	for _, way := range []store.LeftOver{store.CarryOver, store.GiveBack} {
		for seed := range uint64(2) {
			t.Run(string(way)+" "+strconv.Itoa(int(seed)), func(t *testing.T) {
				k := newBookkeeper(t, way, seed)
				k.years()
				code, journal := call(t, nil, "export", "--db", k.path, "--format", "hledger")
				if code != exitFine {
					t.Fatalf("exit code %d\n%s", code, journal)
				}
				for _, reason := range []store.EntryReason{store.Allocation, store.GrantEntry, store.PaymentEntry, store.ReleaseEntry,
					store.Correction, store.UndoEntry, map[store.LeftOver]store.EntryReason{store.CarryOver: store.CarryOverEntry,
						store.GiveBack: store.GiveBackEntry}[way]} {
					if !strings.Contains(journal, ") "+string(reason)) {
						t.Errorf("no %s in it: these years say little", reason)
					}
				}
				ours := readJournal(t, journal)
				if diff := cmp.Diff(k.balances(), byPot(ours)); diff != "" {
					t.Errorf("balances (-store +journal):\n%s", diff)
				}
				if theirs, there := ofHledger(t, journal); there {
					if diff := cmp.Diff(ours, theirs); diff != "" {
						t.Errorf("balances (-ours +hledger):\n%s", diff)
					}
				}
				if out, _, err := hledger(t, journal, "check", "--strict"); err != nil {
					t.Errorf("hledger check: %v\n%s", err, out)
				}
				if code, out := call(t, nil, "verify", "--db", k.path); code != exitFine {
					t.Errorf("verify: exit code %d\n%s", code, out)
				}
			})
		}
	}
}

// small is a ledger whose every line is known. The idea moved to Wolfsbos after its first grant was undone.
func small(t *testing.T) *bookkeeper {
	k := newBookkeeper(t, store.CarryOver, 1)
	id := k.propose(k.areas[0])
	for _, area := range k.areas {
		k.order(store.Order{Kind: store.OrderAllocate, Smederij: area, Amount: 1_000_05})
	}
	k.order(store.Order{Kind: store.OrderGrant, Idea: id, Amount: 600_00})
	k.undo(id)
	return k
}

func TestJournal(t *testing.T) {
	k := small(t)
	k.move(k.wim, k.ideas[0], store.Relocate, store.Detail{Smederij: k.areas[1]})
	code, got := call(t, nil, "export", "--db", k.path, "--format", "hledger")
	want := readAll("testdata/boeken.journal")
	if *update {
		write(t, "testdata/boeken.journal", got)
	} else if diff := cmp.Diff(want, got); code != exitFine || diff != "" {
		t.Errorf("exit code %d (-want +got):\n%s", code, diff)
	}
	if strings.Contains(got, "Soep") || strings.Contains(got, "KRA-2026-001") {
		t.Errorf("a title or an earlier reference is in it:\n%s", got)
	}
}

// A ledger with nothing in it is a journal too.
func TestEmptyJournal(t *testing.T) {
	k := newBookkeeper(t, store.CarryOver, 1)
	code, journal := call(t, nil, "export", "--db", k.path, "--format", "hledger")
	if got := readJournal(t, journal); code != exitFine || len(got) != 0 || strings.Contains(journal, "balances") {
		t.Errorf("exit code %d\n%s", code, journal)
	}
	if out, _, err := hledger(t, journal, "check", "--strict"); err != nil {
		t.Errorf("hledger check: %v\n%s", err, out)
	}
}

// What somebody changed in a journal, hledger refuses.
func TestHledgerRefusesABrokenJournal(t *testing.T) {
	_, journal := call(t, nil, "export", "--db", small(t).path, "--format", "hledger")
	for name, change := range map[string]func(string) string{
		"one amount": func(j string) string { return strings.Replace(j, "  600.00 EUR", "  600.01 EUR", 1) },
		"an amount, twice": func(j string) string {
			return strings.Replace(strings.Replace(j, "  -700.04 EUR", "  -700.03 EUR", 1), "  700.04 EUR", "  700.03 EUR", 1)
		},
		"an entry left out": func(j string) string { return regexp.MustCompile(`(?s)\n\S+ \(1\) .*?\n\n`).ReplaceAllString(j, "\n") },
		"an entry twice": func(j string) string {
			return regexp.MustCompile(`(?s)\n\S+ \(1\) .*?\n\n`).ReplaceAllString(j, "$0$0")
		},
		"another account": func(j string) string {
			return regexp.MustCompile(`(?m)^    pot:KRA:2026  7`).ReplaceAllString(j, "    pot:WOL:2026  7")
		},
		"another balance":    func(j string) string { return strings.Replace(j, "= 1000.05 EUR", "= 1000.06 EUR", 1) },
		"an unknown account": func(j string) string { return strings.Replace(j, "account pot:KRA:2026\n", "", 1) },
	} {
		broken := change(journal)
		if broken == journal {
			t.Errorf("%s: nothing changed in\n%s", name, journal)
		}
		if out, there, err := hledger(t, broken, "check", "--strict"); there && err == nil {
			t.Errorf("%s: hledger is content\n%s\n%s", name, out, broken)
		}
	}
}

// Whatever a code may hold one day, hledger reads it as one part of one name.
func TestNamesOfAccounts(t *testing.T) {
	odd := `(a:b)  ;c = 5 EUR "é" * ! [x] | @`
	name := budget.AccountName(store.ExportedAccount{Kind: store.HeldAccount, Year: 2026, Smederij: odd, Ref: odd})
	if strings.Count(name, ":") != 3 || strings.ContainsAny(name, "; =()[]*!|@\"") {
		t.Errorf("got %q", name)
	}
	var b bytes.Buffer
	e := store.ExportedEntry{ID: 1, Day: "2026-11-24", Amount: 5, Reason: store.GrantEntry, Ref: odd,
		From: store.ExportedAccount{Kind: store.FunderAccount, Funder: odd, Year: 2026},
		To:   store.ExportedAccount{Kind: store.HeldAccount, Year: 2026, Smederij: odd, Ref: odd}}
	if err := writeTransaction(&b, e); err != nil {
		t.Fatal(err)
	}
	if got, there := ofHledger(t, b.String()); there {
		if diff := cmp.Diff(map[string]store.Cents{budget.AccountName(e.From): -5, budget.AccountName(e.To): 5}, got); diff != "" {
			t.Errorf("(-want +hledger):\n%s", diff)
		}
	}
}

// meanwhile does something before the nth write.
type meanwhile struct {
	io.Writer
	n  int
	at map[int]func()
}

func (m *meanwhile) Write(p []byte) (int, error) {
	if m.n++; m.at[m.n] != nil {
		m.at[m.n]()
	}
	return m.Writer.Write(p)
}

// What is booked while a journal is written is not in it, and its balances are those of its last entry.
func TestJournalWhileMoneyIsBooked(t *testing.T) {
	town := newTown(t, store.WalkPage)
	k := newBookkeeperOf(t, town)
	book := func() {
		for _, area := range k.areas {
			k.order(store.Order{Kind: store.OrderAllocate, Smederij: area, Amount: 500_00})
		}
		k.order(store.Order{Kind: store.OrderGrant, Idea: k.propose(k.areas[0]), Amount: 100_00})
		k.order(store.Order{Kind: store.OrderPay, Idea: k.ideas[0], Amount: 50_00})
	}
	book()
	before := k.balances()
	var out bytes.Buffer
	at := map[int]func(){}
	for _, n := range []int{1, 3, store.WalkPage, 3 * store.WalkPage, 5*store.WalkPage + 20} {
		at[n] = book
	}
	to := &meanwhile{Writer: &out, at: at}
	e := exporting{db: k.db, now: k.now, what: theLedger, format: asHledger}
	if err := e.run(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	if to.n < 5*store.WalkPage+20 || cmp.Equal(before, k.balances()) {
		t.Fatalf("%d writes, too few", to.n)
	}
	got := byPot(readJournal(t, out.String()))
	for name, want := range before {
		if name != "geldgevers" && got[name] != want { // those gave to the whole town
			t.Errorf("%s: got %d, want %d as it was at the start", name, got[name], want)
		}
	}
	if out, _, err := hledger(t, out.String(), "check", "--strict"); err != nil {
		t.Errorf("hledger check: %v\n%s", err, out)
	}
}

// An idea that gets another reference half-way would have two names: there is no such file.
func TestJournalWhileAnIdeaMoves(t *testing.T) {
	k := small(t)
	moves := map[int]func(){4: func() { k.move(k.wim, k.ideas[0], store.Relocate, store.Detail{Smederij: k.areas[1]}) }}
	path := filepath.Join(t.TempDir(), "boeken.journal")
	err := newFile(path, func(to io.Writer) error {
		return exporting{db: k.db, now: k.now, what: theLedger, format: asHledger}.run(t.Context(), &meanwhile{Writer: to, at: moves})
	})
	if _, stat := os.Stat(path); err == nil || !strings.Contains(err.Error(), "another reference") || !errors.Is(stat, os.ErrNotExist) {
		t.Errorf("got %v and a file: %v", err, stat)
	}
}

// 100,000 entries, as a journal to nowhere.
func BenchmarkExportLedger(b *testing.B) {
	const entries = 100_000
	k := newBookkeeperOf(b, newTown(b, (entries+2)/3))
	for _, format := range []string{asHledger, asCSV, asJSON, asXLSX} {
		b.Run(format, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var size counter
				if err := (exporting{db: k.db, now: time.Now(), what: theLedger, format: format}).run(b.Context(), &size); err != nil {
					b.Fatal(err)
				}
				if size < 10*entries {
					b.Fatalf("%d bytes are not %d entries", size, entries)
				}
			}
			b.ReportMetric(entries*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
		})
	}
}

// counter counts what is written.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
