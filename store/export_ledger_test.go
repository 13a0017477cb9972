package store

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The portions of the ledger up to an edge stay what they are, whatever is booked later, and add up to the balances at that edge.
func TestExportLedger(t *testing.T) {
	b := newBank(t)
	b.fill("KRA", 1_000_00)
	id := b.accepted("KRA")
	b.booked(Order{Kind: OrderGrant, Idea: id, Amount: 600_00}, told)
	b.booked(Order{Kind: OrderPay, Idea: id, Amount: 250_50}, told.Add(time.Hour))
	edge := read(t, b.db, func(tx *Tx) (LedgerEdge, error) { return tx.LedgerEdge() })
	entries, accounts := exportLedger(t, b.db, edge)

	ref := b.idea(id).Ref
	pot := ExportedAccount{ID: 1, Kind: PotAccount, Year: 2026, Smederij: "KRA"}
	funder := ExportedAccount{ID: 2, Kind: FunderAccount, Year: 2026, Funder: "gemeente"}
	held := ExportedAccount{ID: 3, Kind: HeldAccount, Year: 2026, Smederij: "KRA", Ref: ref}
	paid := ExportedAccount{ID: 4, Kind: PaidAccount, Year: 2026, Smederij: "KRA", Ref: ref}
	want := []ExportedEntry{
		{ID: 1, Day: "2026-11-23", From: funder, To: pot, Amount: 1_000_00, Reason: Allocation},
		{ID: 2, Day: "2026-11-23", From: pot, To: held, Amount: 600_00, Reason: GrantEntry, Ref: ref},
		{ID: 3, Day: "2026-11-23", From: held, To: paid, Amount: 250_50, Reason: PaymentEntry, Ref: ref},
	}
	for n := range entries { // an order that was only tried took numbers of accounts
		entries[n].From.ID, entries[n].To.ID = want[n].From.ID, want[n].To.ID
	}
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	got := map[AccountKind]Cents{}
	for _, a := range accounts {
		got[a.Kind] += a.Balance
	}
	if diff := cmp.Diff(map[AccountKind]Cents{FunderAccount: -1_000_00, PotAccount: 400_00, HeldAccount: 349_50, PaidAccount: 250_50}, got); diff != "" {
		t.Errorf("balances (-want +got):\n%s", diff)
	}

	b.fill("WOL", 77_00)
	b.booked(Order{Kind: OrderGrant, Idea: b.accepted("KRA"), Amount: 1_00}, told.Add(2*time.Hour))
	b.must(b.anja, id, HandIn, reported, told.Add(2*time.Hour))
	b.must(b.carla, id, Finish, Detail{}, told.Add(2*time.Hour))
	_, later := exportLedger(t, b.db, edge)
	if diff := cmp.Diff(accounts, later); diff != "" {
		t.Errorf("the same edge later (-then +now):\n%s", diff)
	}
}

// exportLedger reads it in portions of two.
func exportLedger(t *testing.T, db *DB, edge LedgerEdge) (entries []ExportedEntry, accounts []ExportedAccount) {
	for after := EntryID(0); ; after = entries[len(entries)-1].ID {
		portion := read(t, db, func(tx *Tx) ([]ExportedEntry, error) { return tx.ExportEntries(after, edge, 2) })
		if entries = append(entries, portion...); len(portion) < 2 {
			break
		}
	}
	for after := LedgerAccountID(0); ; after = accounts[len(accounts)-1].ID {
		portion := read(t, db, func(tx *Tx) ([]ExportedAccount, error) { return tx.ExportAccounts(after, edge, 2) })
		if accounts = append(accounts, portion...); len(portion) < 2 {
			return entries, accounts
		}
	}
}

// Only another reference of an idea with money counts.
func TestRenamed(t *testing.T) {
	b := newBank(t)
	b.fill("KRA", 1_000_00)
	poor, rich := b.accepted("KRA"), b.accepted("KRA")
	b.booked(Order{Kind: OrderGrant, Idea: rich, Amount: 600_00}, told)
	edge := read(t, b.db, func(tx *Tx) (LedgerEdge, error) { return tx.LedgerEdge() })
	renamed := func() bool {
		return read(t, b.db, func(tx *Tx) (bool, error) { return tx.Renamed(edge) })
	}
	b.must(b.wim, poor, Relocate, Detail{Smederij: b.smederij("WOL")}, told)
	b.booked(Order{Kind: OrderGrant, Idea: b.accepted("KRA"), Amount: 1_00}, told)
	if renamed() {
		t.Error("an idea without money at that moment moved: got renamed")
	}
	b.wantUndo("", b.carla, b.decision(rich).ID, told)
	b.must(b.wim, rich, Relocate, Detail{Smederij: b.smederij("WOL")}, told)
	if !renamed() {
		t.Error("an idea with money moved: got nothing renamed")
	}
}

// A portion begins where the last one ended, and a balance is read without what came before the edge.
func TestExportLedgerReadsNoTableWhole(t *testing.T) {
	v := newVillage(t)
	read(t, v.db, func(tx *Tx) (none bool, err error) {
		if err := second(tx.ExportEntries(0, LedgerEdge{}, 1)); err != nil {
			return false, err
		}
		if err := second(tx.ExportAccounts(0, LedgerEdge{}, 1)); err != nil {
			return false, err
		}
		seen := 0
		for _, query := range slices.Collect(maps.Keys(tx.conn.prepared)) { // plan adds to them
			if !strings.Contains(query, "FROM ledger_entry e LEFT") && !strings.Contains(query, "FROM ledger_account a LEFT") {
				continue
			}
			seen++
			steps, err := plan(tx, query)
			if err != nil || len(steps) == 0 {
				t.Errorf("no plan: %v", err)
			}
			for _, s := range steps {
				if scan.MatchString(s) || strings.Contains(s, "TEMP B-TREE") {
					t.Errorf("%s in\n%s", s, query)
				}
			}
		}
		if seen != 2 {
			t.Errorf("looked at %d statements, want 2", seen)
		}
		return false, nil
	})
}
