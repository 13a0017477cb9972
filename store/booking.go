package store

import "time"

// What an order does in the ledger when it is booked: a pot is filled, money of an idea moves, an entry is put right.

// book carries an order out, by the rules as they are now.
func (tx *Tx) book(o Order, now time.Time) error {
	switch o.Kind {
	case OrderAllocate:
		return tx.allocate(o, now)
	case OrderCorrect:
		return tx.correct(o, now)
	}
	_, err := tx.Move(o.By, o.Idea, Move(o.Kind), Detail{Revision: o.Revision, Amount: o.Amount, Order: o.ID}, now)
	return err
}

// manages refuses money to whom it is not trusted with.
func (tx *Tx) manages(o Order) error {
	may, err := tx.has(o.By, Manager, Idea{Smederij: o.Smederij})
	if err == nil && !may {
		return refuse(NotYours, 0)
	}
	return err
}

// allocate fills a pot for this year; each funder pays its share.
func (tx *Tx) allocate(o Order, now time.Time) error {
	if err := tx.manages(o); err != nil {
		return err
	}
	year := tx.Year(now)
	if year != tx.Year(o.Made) { // who said yes read another year
		return refuse(OtherYear, 0)
	}
	pot, err := tx.potAccount(o.Smederij, year)
	if err != nil {
		return err
	}
	parts, err := tx.Split(o.Amount)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if p.Amount == 0 {
			continue
		}
		from, err := tx.account(FunderAccount, year, int64(p.Funder.ID), 0, 0)
		if err != nil {
			return err
		}
		if err := tx.post(Entry{From: from.ID, To: pot.ID, Amount: p.Amount, Reason: Allocation, Order: o.ID, By: o.By}, now); err != nil {
			return err
		}
	}
	tx.emit(Event{Kind: Ordered, Smederij: o.Smederij, Order: o, By: o.By, At: now})
	return tx.audit(now, o.By, "money.allocate", int64(o.ID), "")
}

// correct puts an entry right with one the other way. A grant is taken back by a move of its idea, and what a setting did is not undone.
// What was paid for an idea that is over goes on to the pot: nothing is held for it any more.
func (tx *Tx) correct(o Order, now time.Time) error {
	if err := tx.manages(o); err != nil {
		return err
	}
	e, err := tx.Entry(o.Entry)
	if err != nil {
		return err
	}
	if e.Reversed || e.Reason != Allocation && e.Reason != PaymentEntry && e.Reason != ReleaseEntry {
		return refuse(NotPutRight, e.Idea)
	}
	whole, err := tx.BookedWith(e)
	if err != nil {
		return err
	}
	if e.Reason == Allocation {
		pot, err := tx.LedgerAccount(e.To)
		if err != nil {
			return err
		}
		if pot.Balance < o.Amount {
			return &Refusal{Reason: MoneyGone, Left: pot.Balance}
		}
	}
	var i Idea
	if e.Idea != 0 {
		if i, err = tx.Idea(e.Idea); err != nil {
			return err
		}
		if why, err := tx.involved(o.By, i); err != nil || why != "" {
			return orRefuse(err, why, i.ID)
		}
		if !i.State.AtWork() && !(i.State.Over() && e.Reason == PaymentEntry) {
			return refuse(NotPutRight, e.Idea)
		}
		if err := tx.settled(i, now); err != nil {
			return err
		}
	}
	for _, part := range whole {
		if err := tx.reverse(part, Entry{Reason: Correction, Order: o.ID, By: o.By}, now); err != nil {
			return err
		}
	}
	if i.State.Over() {
		if err := tx.spend(i, PotAccount, o.Amount, Entry{Idea: i.ID, Decision: e.Decision, Order: o.ID, By: o.By}, now); err != nil {
			return err
		}
	}
	tx.emit(Event{Kind: Ordered, Smederij: o.Smederij, Idea: e.Idea, Order: o, By: o.By, At: now})
	return tx.audit(now, o.By, "money.correct", int64(o.ID), "")
}

// BookedWith is an entry with those that were booked by the same order: the shares of all funders, a payment out of two years. They are
// put right together.
func (tx *Tx) BookedWith(e Entry) ([]Entry, error) {
	if e.Order == 0 {
		return []Entry{e}, nil
	}
	return all(tx, tx.scanEntry, entryColumns+"WHERE e.order_id = ? AND e.reverses IS NULL ORDER BY e.id", e.Order)
}
