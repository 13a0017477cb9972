package main

import (
	"context"
	"strconv"

	"smederij/bot/budget"
	"smederij/store"
)

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

func (e exporting) entries(ctx context.Context, b budget.Books, out table) error {
	err := b.Entries(ctx, func(e store.ExportedEntry) error {
		return out.write(exportedEntry{int64(e.ID), e.Day, budget.AccountName(e.From), budget.AccountName(e.To), int64(e.Amount), string(e.Reason), e.Ref,
			int64(e.Reverses)})
	})
	if err != nil {
		return err
	}
	return out.end()
}
