package budget

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"smederij/store"
)

// Books is the ledger up to its last entry when it was opened. What is booked while it is written out is for the next export.
type Books struct {
	db   *store.DB
	edge store.LedgerEdge
}

// OpenBooks reads how far the ledger is.
func OpenBooks(ctx context.Context, db *store.DB) (Books, error) {
	b := Books{db: db}
	err := db.Read(ctx, func(tx *store.Tx) (err error) {
		b.edge, err = tx.LedgerEdge()
		return err
	})
	return b, err
}

// Entries hands over every entry, in the order of booking.
func (b Books) Entries(ctx context.Context, do func(store.ExportedEntry) error) error {
	return store.Walk(ctx, b.db, func(tx *store.Tx, last store.ExportedEntry, limit int) ([]store.ExportedEntry, error) {
		return tx.ExportEntries(last.ID, b.edge, limit)
	}, do)
}

// Accounts hands over every account that money went through.
func (b Books) Accounts(ctx context.Context, do func(store.ExportedAccount) error) error {
	return store.Walk(ctx, b.db, func(tx *store.Tx, last store.ExportedAccount, limit int) ([]store.ExportedAccount, error) {
		return tx.ExportAccounts(last.ID, b.edge, limit)
	}, do)
}

// Same refuses what was written when one account has two names in it.
func (b Books) Same(ctx context.Context) error {
	return b.db.Read(ctx, func(tx *store.Tx) error {
		renamed, err := tx.Renamed(b.edge)
		if err == nil && renamed {
			err = errors.New("an idea with money got another reference while this was written; export once more")
		}
		return err
	})
}

// AccountRoots are the first parts of the names of accounts. They belong to the format and do not follow the texts: somebody's reports
// are made of them.
var AccountRoots = map[store.AccountKind]string{
	store.FunderAccount: "geldgevers",
	store.PotAccount:    "pot",
	store.HeldAccount:   "vastgehouden",
	store.PaidAccount:   "betaald",
}

// AccountName is an account as it leaves the house: geldgevers:gemeente:2026, pot:KRA:2026, betaald:KRA:2026:KRA-2026-014.
func AccountName(a store.ExportedAccount) string {
	year := strconv.Itoa(a.Year)
	switch a.Kind {
	case store.FunderAccount:
		return Plain(AccountRoots[a.Kind], a.Funder, year)
	case store.PotAccount:
		return Plain(AccountRoots[a.Kind], a.Smederij, year)
	}
	return Plain(AccountRoots[a.Kind], a.Smederij, year, a.Ref)
}

// Plain writes the parts of a name so that a colon, a semicolon or a space in one of them is not read as syntax. The codes of today
// have none.
func Plain(parts ...string) string {
	for n, p := range parts {
		parts[n] = url.QueryEscape(p)
	}
	return strings.Join(parts, ":")
}

// Last is the number of the last entry, 0 for none.
func (b Books) Last() store.EntryID { return b.edge.Entry }
