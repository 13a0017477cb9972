package main

import (
	"context"
	"strings"

	"smederij/store"
)

// The operator is whoever the configuration names. Nobody else appoints one, so nobody else can end it either.

// appointOperator gives the person of operator.chat the role.
func (a *app) appointOperator(ctx context.Context, chat string) error {
	if chat == "" {
		return nil
	}
	return a.house.DB.Write(ctx, func(tx *store.Tx) error {
		p, err := tx.PersonOf(accountOf(chat), a.house.Clock.Now())
		if err != nil {
			return err
		}
		return tx.Appoint(0, p.ID, store.Operator, 0, a.house.Clock.Now())
	})
}

// endOperators takes the role from everybody whom operator.chat does not name, or no longer. The real program alone does so: in chat
// operators are cast by a flag.
func (a *app) endOperators(ctx context.Context, chat string) error {
	return a.house.DB.Write(ctx, func(tx *store.Tx) error {
		var named store.PersonID
		if chat != "" {
			p, err := tx.PersonByAccount(accountOf(chat)) // was appointed just before
			if err != nil {
				return err
			}
			named = p.ID
		}
		offices, err := tx.OfficesAs(store.Operator)
		if err != nil {
			return err
		}
		for _, o := range offices {
			if o.Person == named {
				continue
			}
			if err := tx.Dismiss(0, o, a.house.Clock.Now()); err != nil {
				return err
			}
		}
		return a.house.TellEvents(tx)
	})
}

// accountOf reads "platform:id", which the configuration was checked for.
func accountOf(chat string) store.Account {
	platform, id, _ := strings.Cut(chat, ":")
	return store.Account{Platform: platform, ID: id}
}
