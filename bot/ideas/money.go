package ideas

import (
	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// What the makers of an idea hear about its money. Its card in the group follows.

// tellMoney tells of an amount that was given, paid or taken back.
func tellMoney(text string) func(*bot.Context, store.Event) error {
	return func(c *bot.Context, e store.Event) error {
		moved, err := c.Moved(e.Decision.ID)
		if err != nil {
			return err
		}
		purse, err := c.Purse(e.Idea)
		if err != nil {
			return err
		}
		look := bot.Tap(locales.T("ideas.button.look"), "ideas:show", int64(e.Idea))
		if err := tell(c, e, text, []any{"amount", locales.Euro(moved), "held", locales.Euro(purse.Held)}, look); err != nil {
			return err
		}
		return card(c, e)
	}
}

// tellReason tells of a decision that its makers would have liked otherwise, and why.
func tellReason(text string) func(*bot.Context, store.Event) error {
	return func(c *bot.Context, e store.Event) error {
		reason, err := c.Reason(e.Decision)
		if err != nil {
			return err
		}
		if err := tell(c, e, text, []any{"reason", reason}); err != nil {
			return err
		}
		return card(c, e)
	}
}

// withMoney adds where the money of an idea is, as its makers know it: not while a decision about it can be undone.
func withMoney(c *bot.Context, i store.Idea, next locales.Text) (locales.Text, error) {
	held, err := c.Held(i.ID, c.Now)
	if err != nil || held.ID != 0 || i.Granted == 0 {
		return next, err
	}
	purse, err := c.Purse(i.ID)
	if err != nil {
		return next, err
	}
	key := "ideas.money"
	if i.State.Over() {
		key = "ideas.money_over"
	}
	return locales.T(key, "next", next, "granted", locales.Euro(i.Granted), "paid", locales.Euro(purse.Paid), "held", locales.Euro(purse.Held)), nil
}
