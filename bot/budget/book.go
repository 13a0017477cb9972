package budget

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"smederij/locales"
	"smederij/store"
)

const bookPage = 1000 // entries that are read at once

// WriteBook writes the register of a day's year as a workbook: all pots, and the entries up to one.
func WriteBook(w io.Writer, tx *store.Tx, texts *locales.Catalog, day time.Time, last store.EntryID) error {
	accounts, err := chartOfAccounts(tx)
	if err != nil {
		return err
	}
	balances := map[store.LedgerAccountID]store.Cents{}
	var lines []Line
	for after := store.EntryID(0); ; {
		page, err := tx.Entries(after, bookPage)
		if err != nil {
			return err
		}
		for _, e := range page {
			if after = e.ID; e.ID > last {
				break
			}
			balances[e.From] -= e.Amount
			balances[e.To] += e.Amount
			if e.Day.Year() == day.Year() {
				lines = append(lines, Line{Date: e.Day, From: accounts.names[e.From], To: accounts.names[e.To], Amount: e.Amount,
					Reference: accounts.refs[e.Idea], Reason: string(e.Reason)})
			}
		}
		if len(page) < bookPage || after > last {
			break
		}
	}
	return Workbook(w, texts, accounts.pots(balances), lines, day)
}

// register is the names of all accounts, as they stand in a workbook.
type register struct {
	list       []store.LedgerAccount
	smederijen map[store.SmederijID]store.Smederij
	names      map[store.LedgerAccountID]string
	refs       map[store.IdeaID]string
}

func chartOfAccounts(tx *store.Tx) (register, error) {
	b := register{smederijen: map[store.SmederijID]store.Smederij{}, names: map[store.LedgerAccountID]string{}, refs: map[store.IdeaID]string{}}
	areas, err := tx.Smederijen()
	if err != nil {
		return b, err
	}
	for _, s := range areas {
		b.smederijen[s.ID] = s
	}
	for after := store.LedgerAccountID(0); ; {
		page, err := tx.LedgerAccounts(after, bookPage)
		if err != nil {
			return b, err
		}
		for _, a := range page {
			after = a.ID
			b.list = append(b.list, a)
			if a.Idea != 0 && b.refs[a.Idea] == "" {
				i, err := tx.Idea(a.Idea)
				if err != nil {
					return b, err
				}
				b.refs[a.Idea] = i.Ref
			}
			b.names[a.ID] = b.name(a)
		}
		if len(page) < bookPage {
			return b, nil
		}
	}
}

func (b register) name(a store.LedgerAccount) string {
	year := strconv.Itoa(a.Year)
	switch a.Kind {
	case store.FunderAccount:
		return a.Payer + " " + year
	case store.PotAccount:
		return fmt.Sprintf("pot %s %s", b.smederijen[a.Smederij].Name, year)
	}
	return fmt.Sprintf("%s %s %s", a.Kind, b.refs[a.Idea], year)
}

// pots are the pots of every year with the balances given.
func (b register) pots(balances map[store.LedgerAccountID]store.Cents) (list []YearPot) {
	at := map[[2]int64]int{}
	for _, a := range b.list {
		if a.Kind == store.FunderAccount {
			continue
		}
		key := [2]int64{int64(a.Smederij), int64(a.Year)}
		n, known := at[key]
		if !known {
			n = len(list)
			at[key] = n
			list = append(list, YearPot{Year: a.Year, Pot: Pot{Name: b.smederijen[a.Smederij].Name}})
		}
		p := &list[n]
		switch amount := balances[a.ID]; a.Kind {
		case store.PotAccount:
			p.Free += amount
		case store.HeldAccount:
			p.Held += amount
		case store.PaidAccount:
			p.Paid += amount
		}
		p.Given = p.Free + p.Held + p.Paid
	}
	return list
}
