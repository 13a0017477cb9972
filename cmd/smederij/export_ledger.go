package main

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"smederij/store"
)

// books is the ledger up to its last entry when it was opened. What is booked while it is written out is for the next export.
type books struct {
	db   *store.DB
	edge store.LedgerEdge
}

func openBooks(ctx context.Context, db *store.DB) (books, error) {
	b := books{db: db}
	err := db.Read(ctx, func(tx *store.Tx) (err error) {
		b.edge, err = tx.LedgerEdge()
		return err
	})
	return b, err
}

func (b books) entries(ctx context.Context, do func(store.ExportedEntry) error) error {
	return walk(ctx, b.db, func(tx *store.Tx, last store.ExportedEntry) ([]store.ExportedEntry, error) {
		return tx.ExportEntries(last.ID, b.edge, exportPage)
	}, do)
}

func (b books) accounts(ctx context.Context, do func(store.ExportedAccount) error) error {
	return walk(ctx, b.db, func(tx *store.Tx, last store.ExportedAccount) ([]store.ExportedAccount, error) {
		return tx.ExportAccounts(last.ID, b.edge, exportPage)
	}, do)
}

// same refuses what was written when one account has two names in it.
func (b books) same(ctx context.Context) error {
	return b.db.Read(ctx, func(tx *store.Tx) error {
		renamed, err := tx.Renamed(b.edge)
		if err == nil && renamed {
			err = errors.New("an idea with money got another reference while this was written; export once more")
		}
		return err
	})
}

// accountRoots are the first parts of the names of accounts. They belong to the format and do not follow the texts: somebody's reports
// are made of them.
var accountRoots = map[store.AccountKind]string{
	store.FunderAccount: "geldgevers",
	store.PotAccount:    "pot",
	store.HeldAccount:   "vastgehouden",
	store.PaidAccount:   "betaald",
}

// accountName is an account as it leaves the house: geldgevers:gemeente:2026, pot:KRA:2026, betaald:KRA:2026:KRA-2026-014.
func accountName(a store.ExportedAccount) string {
	year := strconv.Itoa(a.Year)
	switch a.Kind {
	case store.FunderAccount:
		return joined(accountRoots[a.Kind], a.Funder, year)
	case store.PotAccount:
		return joined(accountRoots[a.Kind], a.Smederij, year)
	}
	return joined(accountRoots[a.Kind], a.Smederij, year, a.Ref)
}

// joined writes the parts of a name so that a colon, a semicolon or a space in one of them is not read as syntax. The codes of today
// have none.
func joined(parts ...string) string {
	for n, p := range parts {
		parts[n] = url.QueryEscape(p)
	}
	return strings.Join(parts, ":")
}

// exportedEntry is one line of the ledger as it leaves the house.
type exportedEntry struct {
	Entry     int64  `json:"entry"`
	Date      string `json:"date"` // local
	From      string `json:"from"`
	To        string `json:"to"`
	Amount    int64  `json:"amount_cents"`
	Reason    string `json:"reason"`
	Reference string `json:"reference"` // of the idea, or ""
	Reverses  int64  `json:"reverses"`  // the entry that it puts right, or 0
}

var entryHeader = []string{"entry", "date", "from", "to", "amount_cents", "reason", "reference", "reverses"}

func (l exportedEntry) cells() []string {
	return []string{strconv.FormatInt(l.Entry, 10), l.Date, l.From, l.To, strconv.FormatInt(l.Amount, 10), l.Reason, l.Reference,
		strconv.FormatInt(l.Reverses, 10)}
}

func (b books) table(ctx context.Context, out table) error {
	err := b.entries(ctx, func(e store.ExportedEntry) error {
		return out.write(exportedEntry{int64(e.ID), e.Day, accountName(e.From), accountName(e.To), int64(e.Amount), string(e.Reason), e.Ref,
			int64(e.Reverses)})
	})
	if err != nil {
		return err
	}
	return out.end()
}
