package budget

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"smederij/locales"
	"smederij/store"
)

// sheetRows is how many entries fit on a sheet below its header.
// https://support.microsoft.com/en-us/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
const sheetRows = 1_048_576 - 1

// Workbook writes the pots and the entries as .xlsx. It is the one format that is not a stream: all of it is in memory.
func (b Books) Workbook(ctx context.Context, to io.Writer, texts *locales.Catalog, now time.Time) error {
	gone := map[potYear]store.Cents{}
	var lines []Line
	if err := b.Entries(ctx, func(e store.ExportedEntry) error {
		if len(lines) == sheetRows {
			return fmt.Errorf("more than %d entries do not fit on a sheet; export the ledger as csv", sheetRows)
		}
		if e.Reason == store.CarryOverEntry || e.Reason == store.GiveBackEntry {
			gone[potYear{e.From.Year, e.From.Smederij}] += e.Amount
		}
		day, err := time.Parse(time.DateOnly, e.Day)
		lines = append(lines, Line{Date: day, From: AccountName(e.From), To: AccountName(e.To), Amount: e.Amount, Reference: e.Ref,
			Reason: texts.Render(locales.T("book.because." + string(e.Reason) + ".label"))})
		return err
	}); err != nil {
		return err
	}
	pots, err := b.allPots(ctx, gone)
	if err != nil {
		return err
	}
	return Workbook(to, texts, pots, lines, now)
}

// potYear is a pot of a year, by the code of its Smederij.
type potYear struct {
	year     int
	smederij string
}

// allPots are all pots, by year and name. Accounts of ideas count for the pot that their money came from.
func (b Books) allPots(ctx context.Context, gone map[potYear]store.Cents) ([]YearPot, error) {
	names := map[string]string{}
	if err := b.db.Read(ctx, func(tx *store.Tx) error {
		smederijen, err := tx.Smederijen()
		for _, s := range smederijen {
			names[s.Code] = s.Name
		}
		return err
	}); err != nil {
		return nil, err
	}
	found := map[potYear]Pot{}
	if err := b.Accounts(ctx, func(a store.ExportedAccount) error {
		if a.Kind == store.FunderAccount {
			return nil
		}
		p := found[potYear{a.Year, a.Smederij}]
		p.Name = names[a.Smederij]
		p.Given += a.Balance
		switch a.Kind {
		case store.PotAccount:
			p.Free += a.Balance
		case store.HeldAccount:
			p.Held += a.Balance
		case store.PaidAccount:
			p.Paid += a.Balance
		}
		found[potYear{a.Year, a.Smederij}] = p
		return nil
	}); err != nil {
		return nil, err
	}
	var pots []YearPot
	for k, p := range found {
		pots = append(pots, YearPot{Year: k.year, Pot: p, Gone: gone[k]})
	}
	slices.SortFunc(pots, func(a, b YearPot) int { return cmp.Or(cmp.Compare(a.Year, b.Year), cmp.Compare(a.Name, b.Name)) })
	return pots, nil
}
