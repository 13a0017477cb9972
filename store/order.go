package store

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// OrderID is the internal number of an order.
type OrderID int64

// Order is what a coordinator wants to do with money. It is worked out and shown first; the second tap books it. Above an amount that is
// a setting somebody else says yes too (PRIVACY P16).
type Order struct {
	ID       OrderID
	Kind     OrderKind
	State    OrderState
	Smederij SmederijID
	Idea     IdeaID  // of Grant, Pay, Release
	Entry    EntryID // of Correct: what is put right
	Amount   Cents
	Revision int64  // of the idea, as it was shown
	Words    string // for whom or why; can be erased
	By       PersonID
	Made     time.Time
	Second   PersonID // who said yes too, or 0
}

// OrderKind is what an order does.
type OrderKind string

// The kinds. The middle three are moves of an idea.
const (
	OrderAllocate OrderKind = "allocate" // the funders fill the pot of this year
	OrderGrant    OrderKind = "grant"
	OrderPay      OrderKind = "pay"
	OrderRelease  OrderKind = "release"
	OrderCorrect  OrderKind = "correct" // an entry the other way
)

// OrderState is how far an order is.
type OrderState string

// The states.
const (
	OrderOpen    OrderState = "open"    // shown to who made it
	OrderWaits   OrderState = "waits"   // for a second coordinator
	OrderBooked  OrderState = "booked"  // in the ledger
	OrderDropped OrderState = "dropped" // it came to nothing
)

// Ordered is the event of an order that was booked and is no move of an idea.
const Ordered EventKind = "ordered"

// MaxAmount is more than any order of this programme can be about: what is above it was mistyped.
const MaxAmount Cents = 1_000_000_00

// The questions whose answers bind a grant: what the author asks, and with how little the idea can go ahead.
const (
	AskedQuestion   = "asked"
	MinimumQuestion = "minimum"
)

// fair refuses a grant above what was asked, or under what the author can do with.
func (tx *Tx) fair(i Idea) error {
	answers, err := tx.Answers(i.ID)
	if err != nil {
		return err
	}
	if asked := cents(answers[AskedQuestion]); asked > 0 && i.Granted > asked {
		return &Refusal{Reason: OverAsked, Idea: i.ID, Left: asked}
	}
	if least := cents(answers[MinimumQuestion]); i.Granted < least {
		return &Refusal{Reason: UnderMinimum, Idea: i.ID, Left: least}
	}
	return nil
}

// cents is an amount that an author answered, 0 for none.
func cents(a Answer) Cents {
	n, err := strconv.ParseInt(a.Value, 10, 64)
	if err != nil {
		return 0
	}
	return Cents(n)
}

// PlaceOrder keeps an order that could be booked now. The rules and the amounts are looked at again when it is.
func (tx *Tx) PlaceOrder(o Order, now time.Time) (Order, error) {
	if err := tx.complete(&o); err != nil {
		return o, err
	}
	switch {
	case o.Amount <= 0:
		return o, refuse(Nothing, o.Idea)
	case o.Amount > MaxAmount:
		return o, &Refusal{Reason: Absurd, Idea: o.Idea, Left: MaxAmount}
	}
	var words []byte
	if o.Words != "" {
		words = tx.db.sealer.seal("order", []byte(o.Words))
	}
	o.State, o.Made = OrderOpen, now
	err := tx.inside(func() error {
		n, err := tx.insert(`INSERT INTO money_order (kind, state, smederij_id, idea_id, entry_id, amount, revision, sealed_words, by_id, made_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, o.Kind, o.State, o.Smederij, null(o.Idea), null(o.Entry), o.Amount, o.Revision, words, o.By, now.UnixMilli())
		if err != nil {
			return err
		}
		o.ID = OrderID(n)
		return tx.try(o, now)
	})
	return o, err
}

// complete adds what an order does not say itself: the Smederij whose money it is, and of a correction the amount.
func (tx *Tx) complete(o *Order) error {
	switch o.Kind {
	case OrderCorrect:
		e, err := tx.Entry(o.Entry)
		if err != nil {
			return err
		}
		whole, err := tx.BookedWith(e)
		if err != nil {
			return err
		}
		o.Idea, o.Amount = e.Idea, 0
		for _, part := range whole {
			o.Amount += part.Amount
		}
		o.Smederij, err = tx.potOf(e)
		return err
	case OrderGrant, OrderPay, OrderRelease:
		i, err := tx.Idea(o.Idea)
		o.Smederij = i.Smederij
		return err
	}
	return nil
}

// errTried ends the savepoint in which an order was tried.
var errTried = errors.New("only tried")

// try books an order and takes it back again, so that what would be refused is refused before anybody says yes.
func (tx *Tx) try(o Order, now time.Time) error {
	events := tx.events
	err := tx.inside(func() error {
		if err := tx.book(o, now); err != nil {
			return err
		}
		return errTried
	})
	tx.events = events
	if errors.Is(err, errTried) {
		return nil
	}
	return err
}

// potOf is the Smederij whose money an entry moved.
func (tx *Tx) potOf(e Entry) (SmederijID, error) {
	for _, id := range []LedgerAccountID{e.From, e.To} {
		a, err := tx.LedgerAccount(id)
		if err != nil || a.Smederij != 0 {
			return a.Smederij, err
		}
	}
	return 0, fmt.Errorf("entry %d is of no pot", e.ID)
}

// Confirm says yes to an order. It is booked, or waits for a second coordinator. Saying yes again changes nothing.
func (tx *Tx) Confirm(by PersonID, id OrderID, now time.Time) (Order, error) {
	o, err := tx.Order(id)
	if err != nil {
		return o, err
	}
	switch o.State {
	case OrderOpen:
		if by != o.By {
			return o, refuse(NotYours, o.Idea)
		}
		if o.Amount > tx.db.terms.Second {
			return tx.await(o, now)
		}
	case OrderWaits:
		if err := tx.maySecond(by, o); err != nil {
			return o, err
		}
		o.Second = by
	default:
		return o, nil
	}
	err = tx.inside(func() error {
		if err := tx.book(o, now); err != nil {
			return err
		}
		_, err := tx.exec("UPDATE money_order SET state = 'booked', second_id = ?, settled_at = ? WHERE id = ?", null(o.Second), now.UnixMilli(), id)
		return err
	})
	if err == nil {
		o.State = OrderBooked
	}
	return o, err
}

// await lets an order wait for a second coordinator, when there is one.
func (tx *Tx) await(o Order, now time.Time) (Order, error) {
	seconds, err := tx.Seconds(o)
	if err != nil {
		return o, err
	}
	if len(seconds) == 0 {
		return o, refuse(Alone, o.Idea)
	}
	if err := tx.try(o, now); err != nil {
		return o, err
	}
	o.State = OrderWaits
	_, err = tx.exec("UPDATE money_order SET state = ? WHERE id = ?", o.State, o.ID)
	return o, err
}

func (tx *Tx) maySecond(by PersonID, o Order) error {
	if by == o.By {
		return refuse(NoSecond, o.Idea)
	}
	seconds, err := tx.Seconds(o)
	if err == nil && !slices.Contains(seconds, by) {
		return refuse(NotYours, o.Idea)
	}
	return err
}

// Drop lets an order come to nothing. It tells false when it was settled before.
func (tx *Tx) Drop(by PersonID, id OrderID, now time.Time) (Order, bool, error) {
	o, err := tx.Order(id)
	if err != nil {
		return o, false, err
	}
	if by != o.By {
		if err := tx.maySecond(by, o); err != nil {
			return o, false, err
		}
	}
	dropped, err := tx.drop(o, now)
	if dropped {
		o.State = OrderDropped
	}
	return o, dropped, err
}

// drop lets an order come to nothing that is not settled, and its receipt with it.
func (tx *Tx) drop(o Order, now time.Time) (bool, error) {
	n, err := tx.exec("UPDATE money_order SET state = 'dropped', settled_at = ? WHERE id = ? AND state IN ('open', 'waits')", now.UnixMilli(), o.ID)
	if err != nil || n == 0 {
		return false, err
	}
	if o.Idea != 0 {
		_, err = tx.Attach(o.Idea, ReceiptQuestion(o.ID), nil, now)
	}
	return true, err
}

// Seconds are those who may say yes to an order beside who made it.
func (tx *Tx) Seconds(o Order) ([]PersonID, error) {
	i := Idea{Smederij: o.Smederij}
	if o.Idea != 0 {
		var err error
		if i, err = tx.Idea(o.Idea); err != nil {
			return nil, err
		}
	}
	for _, roles := range parts[Manager] { // where one coordinator is alone the operator is the second
		people, err := tx.reachable(roles[0], i)
		if err != nil {
			return nil, err
		}
		people = slices.DeleteFunc(people, func(p PersonID) bool { return p == o.By })
		if len(people) > 0 {
			return people, nil
		}
	}
	return nil, nil
}

const orderColumns = `SELECT id, kind, state, smederij_id, idea_id, entry_id, amount, revision, sealed_words, by_id, made_at, second_id FROM money_order `

func (tx *Tx) scanOrder(r row) (o Order, err error) {
	var idea, entry, second sql.NullInt64
	var sealed []byte
	var made int64
	if err := r.Scan(&o.ID, &o.Kind, &o.State, &o.Smederij, &idea, &entry, &o.Amount, &o.Revision, &sealed, &o.By, &made, &second); err != nil {
		return o, err
	}
	o.Made = time.UnixMilli(made)
	o.Idea, o.Entry, o.Second = IdeaID(idea.Int64), EntryID(entry.Int64), PersonID(second.Int64)
	if sealed != nil {
		var words []byte
		words, err = tx.db.sealer.open("order", sealed)
		o.Words = string(words)
	}
	return o, err
}

// Order reads one order.
func (tx *Tx) Order(id OrderID) (Order, error) {
	return one(tx, tx.scanOrder, orderColumns+"WHERE id = ?", id)
}

// WaitingOrders wait for a second coordinator, the oldest first.
func (tx *Tx) WaitingOrders(limit int) ([]Order, error) {
	return all(tx, tx.scanOrder, orderColumns+"WHERE state = 'waits' ORDER BY id LIMIT ?", limit)
}

// UnsettledOrders are those in a state that were made before a moment, the oldest first: shown and not said yes to, or without a second yes.
func (tx *Tx) UnsettledOrders(state OrderState, before time.Time, limit int) ([]Order, error) {
	return all(tx, tx.scanOrder, orderColumns+"WHERE state IN ('open', 'waits') AND state = ? AND made_at < ? ORDER BY made_at, id LIMIT ?",
		state, before.UnixMilli(), limit)
}

// Lapse lets an order come to nothing that nobody settled in time.
func (tx *Tx) Lapse(o Order, now time.Time) error {
	dropped, err := tx.drop(o, now)
	if err != nil || !dropped {
		return err
	}
	return tx.audit(now, 0, "money.lapsed", int64(o.ID), "")
}
