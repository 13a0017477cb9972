package main

import (
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"smederij/store"
)

// moneyPart begins the name of a part in which nobody says anything: "money KRA-2026-001 900 600" gives an idea 900 euro, of which 600
// are paid, as Carla the coordinator would, and everybody was told of it.
const moneyPart = "money "

// money books such a part in the database of a chat, in which Carla is found where find says.
func money(t *testing.T, f chatFlags, c configuration, find door, words string) {
	t.Helper()
	var ref string
	var granted, paid store.Cents
	if _, err := fmt.Sscan(words, &ref, &granted, &paid); err != nil {
		t.Fatalf("%s%s: %v", moneyPart, words, err)
	}
	clock, err := f.clock(c.zone)
	if err != nil {
		t.Fatal(err)
	}
	db, closeDB, err := f.open(world{env: noEnv, stdout: io.Discard, stderr: io.Discard}, c)
	if err != nil {
		t.Fatal(err)
	}
	defer closeDB()
	account, private := find("carla")
	if err := db.Write(t.Context(), func(tx *store.Tx) error {
		carla, err := tx.PersonByAccount(store.Account{Platform: private.Platform, ID: account})
		if err != nil {
			return err
		}
		return give(tx, carla.ID, ref, 100*granted, 100*paid, clock.Now())
	}); err != nil {
		t.Fatal(err)
	}
}

func give(tx *store.Tx, by store.PersonID, ref string, granted, paid store.Cents, now time.Time) error {
	i, err := tx.IdeaByRef(ref)
	if err != nil {
		return err
	}
	for _, o := range []store.Order{
		{Kind: store.OrderAllocate, Smederij: i.Smederij, Amount: granted},
		{Kind: store.OrderGrant, Idea: i.ID, Amount: granted},
		{Kind: store.OrderPay, Idea: i.ID, Amount: paid},
	} {
		if o.Amount == 0 {
			continue
		}
		o.By = by
		o, err := tx.PlaceOrder(o, now)
		if err == nil {
			_, err = tx.Confirm(by, o.ID, now)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", o.Kind, err)
		}
		if err := makeKnown(tx, by, i.ID, now); err != nil {
			return err
		}
	}
	return nil
}

// makeKnown lets the last decision on an idea be known at once.
func makeKnown(tx *store.Tx, by store.PersonID, i store.IdeaID, now time.Time) error {
	d, err := tx.LastDecision(i)
	if err != nil {
		return err
	}
	_, _, err = tx.Release(by, d.ID, now)
	if no := (*store.Refusal)(nil); errors.As(err, &no) { // it was known
		return nil
	}
	return err
}
