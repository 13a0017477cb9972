package main

import (
	"context"
	"fmt"
	"io"

	"smederij/bot/budget"
	"smederij/store"
)

// journalHead tells hledger how to read what follows, and what kind of account each is: funders are income, what was paid is spent, and
// what is in pots or held is there. https://hledger.org/1.25/hledger.html#journal-format
const journalHead = `; The ledger of smederij up to and including entry %d.
decimal-mark .
commodity 1000.00 EUR
account %s  ; type:R
account %s  ; type:A
account %s  ; type:A
account %s  ; type:X
`

// writeJournal writes the books so that hledger gives the same balances: a transaction for each entry, and at the end one that moves nothing
// and asserts every balance as the database keeps it. hledger refuses the file when its own sums are others.
func writeJournal(ctx context.Context, b budget.Books, to io.Writer) error {
	if _, err := fmt.Fprintf(to, journalHead, b.Last(), budget.AccountRoots[store.FunderAccount], budget.AccountRoots[store.PotAccount],
		budget.AccountRoots[store.HeldAccount], budget.AccountRoots[store.PaidAccount]); err != nil {
		return err
	}
	if err := b.Accounts(ctx, func(a store.ExportedAccount) error {
		_, err := fmt.Fprintf(to, "account %s\n", budget.AccountName(a))
		return err
	}); err != nil {
		return err
	}
	last := "" // hledger asserts by date, and a clock may have been put back: after the latest of all days
	if err := b.Entries(ctx, func(e store.ExportedEntry) error {
		last = max(last, e.Day)
		return writeTransaction(to, e)
	}); err != nil || last == "" {
		return err
	}
	if _, err := fmt.Fprintf(to, "\n%s balances\n", last); err != nil {
		return err
	}
	return b.Accounts(ctx, func(a store.ExportedAccount) error {
		_, err := fmt.Fprintf(to, "    %s  0.00 EUR = %s\n", budget.AccountName(a), eur(a.Balance))
		return err
	})
}

// writeTransaction writes one entry. Its number is the code of the transaction, and the tag reverses names the entry that it puts right.
func writeTransaction(to io.Writer, e store.ExportedEntry) error {
	about, tag := "", ""
	if e.Ref != "" {
		about = " " + budget.Plain(e.Ref)
	}
	if e.Reverses != 0 {
		tag = fmt.Sprintf("  ; reverses:%d", e.Reverses)
	}
	_, err := fmt.Fprintf(to, "\n%s (%d) %s%s%s\n    %s  %s\n    %s  %s\n", e.Day, e.ID, e.Reason, about, tag,
		budget.AccountName(e.From), eur(-e.Amount), budget.AccountName(e.To), eur(e.Amount))
	return err
}

// eur is an amount as the head of the journal says: -1234.05 EUR.
func eur(c store.Cents) string {
	sign := ""
	if c < 0 {
		sign, c = "-", -c
	}
	return fmt.Sprintf("%s%d.%02d EUR", sign, c/100, c%100)
}
