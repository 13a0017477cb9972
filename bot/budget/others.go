package budget

import (
	"slices"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// What others hear of an order: the second coordinator, who made it, all who manage the pot, and the makers of an idea.

// showOrder brings an order to who may say yes to it.
func showOrder(c *bot.Context) error {
	o, err := c.Order(store.OrderID(c.Arg(0)))
	if err != nil {
		return orUnknownButton(c, err)
	}
	if settled(o) {
		return c.Answer(locales.T("budget.settled." + string(o.State)))
	}
	seconds, err := c.Seconds(o)
	if err != nil {
		return err
	}
	if !slices.Contains(seconds, c.Person.ID) {
		return &store.Refusal{Reason: store.NotYours, Idea: o.Idea}
	}
	text, err := second(c, o)
	if err != nil {
		return err
	}
	return c.Say(text, choice(o)...)
}

// second asks another coordinator for a yes.
func second(c *bot.Context, o store.Order) (locales.Text, error) {
	text, err := preview(c, o, "budget.second.")
	if err != nil {
		return text, err
	}
	name, err := c.NameOf(o.By)
	return locales.T("budget.asked_second", "name", name, "what", text), err
}

// askSecond brings an order to the other coordinators.
func askSecond(c *bot.Context, o store.Order) error {
	text, err := second(c, o)
	if err != nil {
		return err
	}
	seconds, err := c.Seconds(o)
	if err != nil {
		return err
	}
	for _, p := range seconds {
		if _, err := c.TellPerson(p, store.Message{Class: store.ClassModeration, Body: c.Body(text, choice(o)...)}); err != nil {
			return err
		}
	}
	return c.Say(locales.T("budget.waits", "limit", locales.Euro(c.Terms().Second)))
}

func tellMaker(c *bot.Context, o store.Order, key string) error {
	name, err := c.NameOf(c.Person.ID)
	if err != nil {
		return err
	}
	text, err := preview(c, o, "budget.second.")
	if err != nil {
		return err
	}
	_, err = c.TellPerson(o.By, store.Message{Class: store.ClassModeration, Body: c.Body(locales.T(key, "name", name, "what", text))})
	return err
}

// ordered tells all who manage a pot of money that went in, or was put right.
func ordered(c *bot.Context, e store.Event) error {
	text, err := preview(c, e.Order, "budget.second.")
	if err != nil {
		return err
	}
	pot, err := c.Pot(e.Smederij, c.Year(c.Now))
	if err != nil {
		return err
	}
	if e.Idea != 0 {
		if err := tellCorrected(c, e); err != nil {
			return err
		}
	}
	places, err := c.Managers(e.Smederij)
	if err != nil {
		return err
	}
	for _, p := range places {
		name, err := c.NameOf(e.By)
		if err != nil {
			return err
		}
		key := "budget.did"
		if there, err := c.Tx.Chat(p); err != nil {
			return err
		} else if there.Person == e.By {
			key = "budget.did_you"
		}
		if err := c.Tell(p, store.ClassModeration, locales.T(key, "name", name, "what", text, "free", locales.Euro(pot.Free))); err != nil {
			return err
		}
	}
	return nil
}

// tellCorrected tells the makers of an idea that its money was put right.
func tellCorrected(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	purse, err := c.Purse(i.ID)
	if err != nil {
		return err
	}
	return c.TellMakers(i, store.Message{Class: store.ClassReply, Body: c.Body(locales.T("budget.corrected", "ref", i.Ref, "title", i.Title,
		"amount", locales.Euro(e.Order.Amount), "held", locales.Euro(purse.Held), "contact", c.House.Settings.Contact))})
}
