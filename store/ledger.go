package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// The ledger says where every euro is. A funder gives it to the pot of a Smederij for a year; a grant holds it for an idea, a payment
// posts it, a release gives it back to the pot. An entry is never changed or deleted: what was wrong is put right by one the other way.

// AccountKind is where money can be.
type AccountKind string

// The places, in the order in which money goes through them. Only what a funder gave goes below zero.
const (
	FunderAccount AccountKind = "funder"
	PotAccount    AccountKind = "pot"
	HeldAccount   AccountKind = "held" // for an idea
	PaidAccount   AccountKind = "paid" // for an idea
)

// LedgerAccountID is the internal number of an account of the ledger.
type LedgerAccountID int64

// LedgerAccount is where money is, for one year.
type LedgerAccount struct {
	ID       LedgerAccountID
	Kind     AccountKind
	Year     int
	Funder   string     // its code, of a funder
	Payer    string     // its name, likewise
	Smederij SmederijID // of all others
	Idea     IdeaID     // of held and paid
	Balance  Cents
}

// EntryID is the number of an entry, in the order of booking.
type EntryID int64

// Entry is one amount that went from one account to another.
type Entry struct {
	ID       EntryID
	Day      time.Time // local, at midnight
	From, To LedgerAccountID
	Amount   Cents
	Reason   EntryReason
	Idea     IdeaID     // 0 where it is about none
	Decision DecisionID // that it carries out, or 0
	Order    OrderID    // that it carries out, or 0
	Reverses EntryID    // the entry that it puts right, or 0
	By       PersonID   // who decided; 0: a setting, at the end of the year
	Reversed bool       // another entry put this one right
}

// EntryReason is why money moved.
type EntryReason string

// The reasons.
const (
	Allocation     EntryReason = "allocation"
	GrantEntry     EntryReason = "grant"
	PaymentEntry   EntryReason = "payment"
	ReleaseEntry   EntryReason = "release"
	Correction     EntryReason = "correction" // a coordinator put an entry right
	UndoEntry      EntryReason = "undo"       // the decision was taken back in time
	CarryOverEntry EntryReason = "carry_over" // what was left went to the next year
	GiveBackEntry  EntryReason = "give_back"  // what was left went back to the funders
)

// Pot is where the money of a Smederij for one year is.
type Pot struct {
	Smederij         SmederijID
	Year             int
	Free, Held, Paid Cents
}

// Given is all that the pot got and kept.
func (p Pot) Given() Cents { return p.Free + p.Held + p.Paid }

// Used is what is held or paid, in whole percent of what was given.
func (p Pot) Used() int {
	if p.Given() == 0 {
		return 0
	}
	return int((p.Held + p.Paid) * 100 / p.Given())
}

// Pot reads where the money of a Smederij for one year is.
func (tx *Tx) Pot(s SmederijID, year int) (Pot, error) {
	return one(tx, func(r row) (p Pot, err error) {
		p = Pot{Smederij: s, Year: year}
		return p, r.Scan(&p.Free, &p.Held, &p.Paid)
	}, `SELECT coalesce(sum(balance) FILTER (WHERE kind = 'pot'), 0), coalesce(sum(balance) FILTER (WHERE kind = 'held'), 0),
		coalesce(sum(balance) FILTER (WHERE kind = 'paid'), 0)
		FROM ledger_account WHERE smederij_id = ? AND year = ?`, s, year)
}

// Purse is the money of one idea.
type Purse struct{ Held, Paid Cents }

// Back is what of a grant went back to the pot.
func (p Purse) Back(granted Cents) Cents { return granted - p.Held - p.Paid }

// Purse reads what is held and was paid for an idea, over all years.
func (tx *Tx) Purse(i IdeaID) (Purse, error) {
	return one(tx, func(r row) (p Purse, err error) { return p, r.Scan(&p.Held, &p.Paid) },
		`SELECT coalesce(sum(balance) FILTER (WHERE kind = 'held'), 0), coalesce(sum(balance) FILTER (WHERE kind = 'paid'), 0)
		FROM ledger_account WHERE idea_id = ?`, i)
}

// Year is the local year of a moment.
func (tx *Tx) Year(now time.Time) int { return now.In(tx.db.terms.Zone).Year() }

const accountColumns = `SELECT a.id, a.kind, a.year, coalesce(f.code, ''), coalesce(f.name, ''), coalesce(a.smederij_id, 0), coalesce(a.idea_id, 0), a.balance
	FROM ledger_account a LEFT JOIN funder f ON f.id = a.funder_id `

func scanLedgerAccount(r row) (a LedgerAccount, err error) {
	return a, r.Scan(&a.ID, &a.Kind, &a.Year, &a.Funder, &a.Payer, &a.Smederij, &a.Idea, &a.Balance)
}

// LedgerAccount reads one account.
func (tx *Tx) LedgerAccount(id LedgerAccountID) (LedgerAccount, error) {
	return one(tx, scanLedgerAccount, accountColumns+"WHERE a.id = ?", id)
}

// account finds an account or opens it.
func (tx *Tx) account(kind AccountKind, year int, funder, smederij, idea int64) (LedgerAccount, error) {
	_, err := tx.exec("INSERT INTO ledger_account (kind, year, funder_id, smederij_id, idea_id) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		kind, year, null(funder), null(smederij), null(idea))
	if err != nil {
		return LedgerAccount{}, err
	}
	switch kind {
	case FunderAccount:
		return one(tx, scanLedgerAccount, accountColumns+"WHERE a.kind = 'funder' AND a.funder_id = ? AND a.year = ?", funder, year)
	case PotAccount:
		return one(tx, scanLedgerAccount, accountColumns+"WHERE a.kind = 'pot' AND a.smederij_id = ? AND a.year = ?", smederij, year)
	}
	return one(tx, scanLedgerAccount, accountColumns+"WHERE a.idea_id = ? AND a.kind = ? AND a.year = ? AND a.smederij_id = ?", idea, kind, year, smederij)
}

func (tx *Tx) potAccount(s SmederijID, year int) (LedgerAccount, error) {
	return tx.account(PotAccount, year, 0, int64(s), 0)
}

func (tx *Tx) ideaAccount(kind AccountKind, i Idea, year int) (LedgerAccount, error) {
	return tx.account(kind, year, 0, int64(i.Smederij), int64(i.ID))
}

// heldFor are the accounts in which money is held for an idea, the oldest year first.
func (tx *Tx) heldFor(i IdeaID) ([]LedgerAccount, error) {
	return all(tx, scanLedgerAccount, accountColumns+"WHERE a.idea_id = ? AND a.kind = 'held' AND a.balance > 0 ORDER BY a.year", i)
}

// post adds one entry. Who must not go below zero was looked at before; the table refuses it too.
func (tx *Tx) post(e Entry, now time.Time) error {
	_, err := tx.insert(`INSERT INTO ledger_entry (day, from_id, to_id, amount, reason, idea_id, decision_id, order_id, reverses, by_id, made_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, now.In(tx.db.terms.Zone).Format(time.DateOnly), e.From, e.To, e.Amount, e.Reason,
		null(e.Idea), null(e.Decision), null(e.Order), null(e.Reverses), null(e.By), now.UnixMilli())
	return err
}

const entryColumns = `SELECT e.id, e.day, e.from_id, e.to_id, e.amount, e.reason, e.idea_id, e.decision_id, e.order_id, e.reverses, e.by_id,
	EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses = e.id) FROM ledger_entry e `

func (tx *Tx) scanEntry(r row) (e Entry, err error) {
	var day string
	var idea, decision, order, reverses, by sql.NullInt64
	if err := r.Scan(&e.ID, &day, &e.From, &e.To, &e.Amount, &e.Reason, &idea, &decision, &order, &reverses, &by, &e.Reversed); err != nil {
		return e, err
	}
	e.Idea, e.Decision, e.Order = IdeaID(idea.Int64), DecisionID(decision.Int64), OrderID(order.Int64)
	e.Reverses, e.By = EntryID(reverses.Int64), PersonID(by.Int64)
	e.Day, err = time.ParseInLocation(time.DateOnly, day, tx.db.terms.Zone)
	return e, err
}

// Entry reads one entry.
func (tx *Tx) Entry(id EntryID) (Entry, error) {
	return one(tx, tx.scanEntry, entryColumns+"WHERE e.id = ?", id)
}

// PotEntries are the newest entries of this year and the one before in a Smederij, before one (0: the newest of all), at most limit.
func (tx *Tx) PotEntries(s SmederijID, year int, before EntryID, limit int) ([]Entry, error) {
	if before == 0 {
		before = 1 << 62
	}
	return all(tx, tx.scanEntry, entryColumns+`WHERE e.id < ?3 AND e.id IN (
			SELECT x.id FROM ledger_account a JOIN ledger_entry x ON x.from_id = a.id WHERE a.smederij_id = ?1 AND a.year IN (?2, ?2 - 1)
			UNION SELECT x.id FROM ledger_account a JOIN ledger_entry x ON x.to_id = a.id WHERE a.smederij_id = ?1 AND a.year IN (?2, ?2 - 1))
		ORDER BY e.id DESC LIMIT ?4`, s, year, before, limit)
}

// HeldBefore is what is still held for ideas of a Smederij out of the pots of the years before one.
func (tx *Tx) HeldBefore(s SmederijID, year int) (Cents, error) {
	return one(tx, id[Cents], "SELECT coalesce(sum(balance), 0) FROM ledger_account WHERE smederij_id = ? AND year < ? AND kind = 'held'", s, year)
}

// Moved is how much money a decision moved.
func (tx *Tx) Moved(d DecisionID) (Cents, error) {
	return one(tx, id[Cents], "SELECT coalesce(sum(amount), 0) FROM ledger_entry WHERE decision_id = ? AND reverses IS NULL", d)
}

// hold takes the money of a grant out of this year's pot.
func (tx *Tx) hold(i Idea, amount Cents, e Entry, now time.Time) error {
	year := tx.Year(now)
	pot, err := tx.potAccount(i.Smederij, year)
	if err != nil {
		return err
	}
	if amount > pot.Balance {
		return &Refusal{Reason: OverPot, Idea: i.ID, Left: pot.Balance}
	}
	held, err := tx.ideaAccount(HeldAccount, i, year)
	if err != nil {
		return err
	}
	e.From, e.To, e.Amount, e.Reason = pot.ID, held.ID, amount, GrantEntry
	return tx.post(e, now)
}

// spend takes an amount from what is held for an idea, the oldest year first, to where it goes: paid, or back in the pot.
func (tx *Tx) spend(i Idea, to AccountKind, amount Cents, e Entry, now time.Time) error {
	held, err := tx.heldFor(i.ID)
	if err != nil {
		return err
	}
	var left Cents
	for _, h := range held {
		left += h.Balance
	}
	if amount > left {
		return &Refusal{Reason: OverHeld, Idea: i.ID, Left: left}
	}
	e.Reason = map[AccountKind]EntryReason{PaidAccount: PaymentEntry, PotAccount: ReleaseEntry}[to]
	for _, h := range held {
		if e.Amount = min(amount, h.Balance); e.Amount == 0 {
			break
		}
		var target LedgerAccount
		if to == PotAccount {
			target, err = tx.potAccount(h.Smederij, h.Year)
		} else {
			target, err = tx.ideaAccount(to, i, h.Year)
		}
		if err != nil {
			return err
		}
		e.From, e.To = h.ID, target.ID
		if err := tx.post(e, now); err != nil {
			return err
		}
		amount -= e.Amount
	}
	return nil
}

// carryOut moves the money that a decision is about.
func (tx *Tx) carryOut(m Move, i Idea, d Detail, x Decision, now time.Time) error {
	e := Entry{Idea: i.ID, Decision: x.ID, Order: d.Order, By: x.By}
	switch m {
	case Grant:
		return tx.hold(i, d.Amount, e, now)
	case Pay:
		return tx.spend(i, PaidAccount, d.Amount, e, now)
	case Release:
		return tx.spend(i, PotAccount, d.Amount, e, now)
	case Finish, Stop:
		purse, err := tx.Purse(i.ID)
		if err != nil || purse.Held == 0 {
			return err
		}
		return tx.spend(i, PotAccount, purse.Held, e, now)
	case Resume:
		return tx.holdAgain(i, x.By, now)
	}
	return nil
}

// holdAgain holds what went back when an idea was done that is not done after all, as far as it is still in the pot.
func (tx *Tx) holdAgain(i Idea, by PersonID, now time.Time) error {
	r, err := tx.ReportOf(i.ID)
	if err != nil {
		return notMissing(err)
	}
	released, err := all(tx, tx.scanEntry, entryColumns+"WHERE e.decision_id = ? AND e.reason = 'release' ORDER BY e.id", r.Decision)
	if err != nil {
		return err
	}
	for _, e := range released {
		if e.Reversed {
			continue
		}
		err := tx.reverse(e, Entry{Reason: UndoEntry, By: by}, now)
		var gone *Refusal
		if err != nil && !(errors.As(err, &gone) && gone.Reason == MoneyGone) {
			return err
		}
	}
	return nil
}

// releaseAgain gives that back once more, by the decision that was right after all.
func (tx *Tx) releaseAgain(d Decision, by PersonID, now time.Time) error {
	i, err := tx.Idea(d.Idea)
	if err != nil {
		return err
	}
	r, err := tx.ReportOf(i.ID)
	if err != nil {
		return notMissing(err)
	}
	purse, err := tx.Purse(i.ID)
	if err != nil || purse.Held == 0 {
		return err
	}
	return tx.spend(i, PotAccount, purse.Held, Entry{Idea: i.ID, Decision: r.Decision, By: by}, now)
}

// takeBack undoes what a decision did with money. It is refused when that money went on.
func (tx *Tx) takeBack(d Decision, by PersonID, now time.Time) error {
	if d.Move == Resume {
		return tx.releaseAgain(d, by, now)
	}
	list, err := all(tx, tx.scanEntry, entryColumns+"WHERE e.decision_id = ? AND e.reverses IS NULL ORDER BY e.id", d.ID)
	if err != nil {
		return err
	}
	return tx.inside(func() error {
		for _, e := range list {
			if err := tx.reverse(e, Entry{Reason: UndoEntry, By: by}, now); err != nil {
				return err
			}
		}
		return nil
	})
}

// reverse adds the entry that puts another one right; by says why and by whom.
func (tx *Tx) reverse(e, by Entry, now time.Time) error {
	has, err := tx.LedgerAccount(e.To)
	if err != nil {
		return err
	}
	if has.Balance < e.Amount {
		return &Refusal{Reason: MoneyGone, Idea: e.Idea, Left: has.Balance}
	}
	return tx.post(Entry{From: e.To, To: e.From, Amount: e.Amount, Reason: by.Reason, Idea: e.Idea, Decision: e.Decision, Order: by.Order,
		Reverses: e.ID, By: by.By}, now)
}

// LeftOver is what happens to money that is left in a pot when its year is over.
type LeftOver string

// The ways.
const (
	CarryOver LeftOver = "carry_over" // it goes to the same pot of the next year
	GiveBack  LeftOver = "give_back"  // the funders get it back, by their shares
)

// CloseYears empties the pots of the years that are over, by the setting of the house. What is held for ideas stays held. Doing it
// again changes nothing.
func (tx *Tx) CloseYears(now time.Time) error {
	pots, err := all(tx, scanLedgerAccount, accountColumns+"WHERE a.kind = 'pot' AND a.year < ? AND a.balance > 0 ORDER BY a.id", tx.Year(now))
	if err != nil {
		return err
	}
	for _, p := range pots {
		if err := tx.closePot(p, now); err != nil {
			return fmt.Errorf("pot %d: %w", p.ID, err)
		}
	}
	return nil
}

func (tx *Tx) closePot(p LedgerAccount, now time.Time) error {
	if tx.db.terms.LeftOver == CarryOver {
		next, err := tx.potAccount(p.Smederij, tx.Year(now))
		if err != nil {
			return err
		}
		return tx.post(Entry{From: p.ID, To: next.ID, Amount: p.Balance, Reason: CarryOverEntry}, now)
	}
	parts, err := tx.Split(p.Balance)
	if err != nil {
		return err
	}
	for _, part := range parts {
		funder, err := tx.account(FunderAccount, p.Year, int64(part.Funder.ID), 0, 0)
		if err == nil && part.Amount > 0 {
			err = tx.post(Entry{From: p.ID, To: funder.ID, Amount: part.Amount, Reason: GiveBackEntry}, now)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
