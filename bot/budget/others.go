package budget

import (
	"slices"
	"time"

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
	buttons, err := secondChoice(c, o)
	if err != nil {
		return err
	}
	return c.Say(text, buttons...)
}

// second asks another coordinator for a yes.
func second(c *bot.Context, o store.Order) (locales.Text, error) {
	what := "budget.second."
	if o.Kind == store.OrderCorrect {
		what = "budget.asked." // with the entries that it puts right
	}
	text, err := preview(c, o, what)
	if err != nil {
		return text, err
	}
	key := "budget.asked_second"
	if o.Words != "" {
		key = "budget.asked_second_words"
	}
	name, err := c.NameOf(o.By)
	return locales.T(key, "name", name, "what", text, "words", o.Words), err
}

// secondChoice is yes and no, and the receipt of a payment.
func secondChoice(c *bot.Context, o store.Order) ([]bot.Button, error) {
	buttons := choice(o)
	if o.Idea == 0 {
		return buttons, nil
	}
	photos, err := c.Receipts(o.Idea)
	if err == nil && len(photos) > 0 {
		buttons = append(buttons, bot.Tap(locales.T("budget.button.receipts"), "budget:receipts", int64(o.Idea)))
	}
	return buttons, err
}

// askSecond brings an order to the other coordinators, and says so to who made it.
func askSecond(c *bot.Context, o store.Order) error {
	if err := askSeconds(c, o); err != nil {
		return err
	}
	return c.Say(locales.T("budget.waits", "limit", locales.Euro(c.Terms().Second)))
}

func askSeconds(c *bot.Context, o store.Order) error {
	text, err := second(c, o)
	if err != nil {
		return err
	}
	buttons, err := secondChoice(c, o)
	if err != nil {
		return err
	}
	seconds, err := c.Seconds(o)
	if err != nil {
		return err
	}
	for _, p := range seconds {
		if _, err := c.TellPerson(p, store.Message{Class: store.ClassModeration, Body: c.Body(text, buttons...)}); err != nil {
			return err
		}
	}
	return nil
}

const (
	remindSecond = 2  // days after which the second coordinator is asked again
	orderLapses  = 14 // days after which an order that nobody settled comes to nothing
	atOnce       = 50 // orders of each kind at a time
)

// unsettled asks again for a second yes, and lets orders come to nothing for which it is too late: those who made them hear that, unless
// they never said yes themselves.
func unsettled(c *bot.Context, _ store.Slot) error {
	days := func(n int) time.Time { return c.Now.In(c.Terms().Zone).AddDate(0, 0, -n) }
	late, err := c.UnsettledOrders(store.OrderWaits, days(orderLapses), atOnce)
	if err != nil {
		return err
	}
	never, err := c.UnsettledOrders(store.OrderOpen, days(orderLapses), atOnce)
	if err != nil {
		return err
	}
	for _, o := range append(late, never...) {
		if err := c.Lapse(o, c.Now); err != nil {
			return err
		}
		if o.State != store.OrderWaits {
			continue
		}
		if err := tellMaker(c, o, "budget.lapsed"); err != nil {
			return err
		}
	}
	waiting, err := c.UnsettledOrders(store.OrderWaits, days(remindSecond), atOnce)
	if err != nil {
		return err
	}
	for _, o := range waiting {
		isNew, err := c.RaiseOnce("order_waits", int64(o.ID), c.Now)
		if err == nil && isNew {
			err = askSeconds(c, o)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// tellMaker tells who made an order what became of it, and by whom if by anybody.
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
