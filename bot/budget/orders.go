package budget

import (
	"errors"
	"slices"
	"strconv"

	"smederij/bot"
	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

// allocate asks how much a pot gets. What it gets in a usual year stands above the question.
func allocate(c *bot.Context, s store.Smederij) error {
	may, err := manages(c, s.ID)
	if err != nil {
		return err
	}
	if !may {
		return &store.Refusal{Reason: store.NotYours}
	}
	pot, err := c.Pot(s.ID, c.Year(c.Now))
	if err != nil {
		return err
	}
	earlier := map[string]flows.Answer{"smederij": {Text: s.Name, Value: s.Code}}
	return c.Begin(c.Chat, "allocate", store.Idea{}, earlier, locales.T("budget.usual", "smederij", s.Name, "yearly", locales.Euro(s.PotCents),
		"given", locales.Euro(pot.Given())))
}

func orderAllocation(c *bot.Context, t *bot.Talk) error {
	s, err := c.SmederijByCode(t.Value("smederij"))
	if err != nil {
		return err
	}
	return place(c, store.Order{Kind: store.OrderAllocate, Smederij: s.ID, Amount: amount(t), By: c.Person.ID}, nil)
}

// orderOn works out what was asked about the money of an idea.
func orderOn(kind store.OrderKind) bot.End {
	return func(c *bot.Context, t *bot.Talk) error {
		return place(c, store.Order{Kind: kind, Idea: t.Subject, Amount: amount(t), Revision: t.Revision, Words: t.Said("words"), By: c.Person.ID},
			t.State.Answers["receipt"].Media)
	}
}

func amount(t *bot.Talk) store.Cents {
	n, _ := strconv.ParseInt(t.Value("amount"), 10, 64) // the flow read it; anything else is refused as nothing
	return store.Cents(n)
}

// decide makes a move that needs a reason and no amount.
func decide(move store.Move) bot.End {
	return func(c *bot.Context, t *bot.Talk) error {
		i, err := c.Move(c.Person.ID, t.Subject, move, store.Detail{Revision: t.Revision, Words: t.Said("reason")}, c.Now)
		if err != nil {
			return err
		}
		return c.Say(locales.T("budget.decided", "ref", i.Ref, "at", locales.Clock(c.Now.Add(c.Terms().Hold).In(c.Terms().Zone))))
	}
}

// place keeps an order, with its receipt, and shows what it would do. Nothing moves before the second tap.
func place(c *bot.Context, o store.Order, receipt []flows.Media) error {
	o, err := c.PlaceOrder(o, c.Now)
	var no *store.Refusal
	if errors.As(err, &no) && (no.Left > 0 || no.Reason == store.Nothing) && o.Kind != store.OrderCorrect {
		return askAgain(c, o, no)
	}
	if err != nil {
		return err
	}
	if err := c.AttachMedia(o.Idea, store.ReceiptQuestion(o.ID), receipt); err != nil {
		return err
	}
	text, err := preview(c, o, "budget.preview.")
	if err != nil {
		return err
	}
	buttons := choice(o)
	if o.Kind == store.OrderCorrect && o.Idea != 0 {
		i, err := c.Idea(o.Idea)
		if err != nil {
			return err
		}
		if i.State == store.Done {
			buttons = append(buttons, bot.Tap(locales.T("report.button.resume"), "report:resume", int64(i.ID), i.Revision))
		}
	}
	return c.Say(text, buttons...)
}

// askAgain says what is left, with a button to choose another amount.
func askAgain(c *bot.Context, o store.Order, no *store.Refusal) error {
	t, err := c.Refusal(no)
	if err != nil {
		return err
	}
	if o.Kind == store.OrderAllocate {
		return c.Say(t, bot.Tap(locales.T("budget.button.again"), "budget:allocate", int64(o.Smederij)))
	}
	i, err := c.Idea(o.Idea)
	if err != nil {
		return err
	}
	return c.Say(t, bot.Tap(locales.T("budget.button.again"), "budget:"+string(o.Kind), int64(i.ID), i.Revision))
}

func choice(o store.Order) []bot.Button {
	return []bot.Button{bot.Tap(locales.T("budget.button.yes"), "budget:yes", int64(o.ID)), bot.Tap(locales.T("budget.button.no"), "budget:no", int64(o.ID))}
}

// preview says what an order does, and what is left after it.
func preview(c *bot.Context, o store.Order, key string) (locales.Text, error) {
	s, err := c.Smederij(o.Smederij)
	if err != nil {
		return locales.Text{}, err
	}
	args := []any{"amount", locales.Euro(o.Amount), "smederij", s.Name, "year", strconv.Itoa(c.Year(c.Now))}
	if o.Idea != 0 && o.Kind != store.OrderCorrect {
		i, err := c.Idea(o.Idea)
		if err != nil {
			return locales.Text{}, err
		}
		args = append(args, "ref", i.Ref, "title", i.Title)
	}
	switch o.Kind {
	case store.OrderAllocate:
		lines, err := shares(c, o.Amount)
		if err != nil {
			return locales.Text{}, err
		}
		args = append(args, "lines", lines)
	case store.OrderGrant:
		pot, err := c.Pot(o.Smederij, c.Year(c.Now))
		if err != nil {
			return locales.Text{}, err
		}
		left := max(0, pot.Free-o.Amount)
		more := locales.T("budget.no_more")
		if n := int(left / o.Amount); n > 0 {
			more = locales.T("budget.more_like_this", "n", n)
		} else if left == 0 {
			more = locales.T("budget.empty_then")
		}
		args = append(args, "left", locales.Euro(left), "more", more)
	case store.OrderPay, store.OrderRelease:
		purse, err := c.Purse(o.Idea)
		if err != nil {
			return locales.Text{}, err
		}
		args = append(args, "left", locales.Euro(max(0, purse.Held-o.Amount)))
	case store.OrderCorrect:
		e, err := c.Entry(o.Entry)
		if err != nil {
			return locales.Text{}, err
		}
		whole, err := c.BookedWith(e)
		if err != nil {
			return locales.Text{}, err
		}
		var lines []locales.Text
		for _, part := range whole[:min(len(whole), pageLines)] {
			line, err := describe(c, part)
			if err != nil {
				return locales.Text{}, err
			}
			lines = append(lines, line)
		}
		args = append(args, "lines", lines)
		if key == "budget.preview." {
			return correctionPreview(c, e, len(whole), args)
		}
	}
	return locales.T(key+string(o.Kind), args...), nil
}

// correctionPreview shows the entries that are put right together, and where the money of an idea that is over goes.
func correctionPreview(c *bot.Context, e store.Entry, entries int, args []any) (locales.Text, error) {
	key := "budget.preview.correct"
	if entries > 1 {
		key = "budget.preview.correct_all"
	}
	if e.Idea != 0 {
		i, err := c.Idea(e.Idea)
		if err != nil {
			return locales.Text{}, err
		}
		args = append(args, "ref", i.Ref)
		switch {
		case i.State == store.Done:
			key = "budget.preview.correct_done"
		case i.State.Over():
			key = "budget.preview.correct_over"
		}
	}
	return locales.T(key, args...), nil
}

// shares is what each funder pays of an amount.
func shares(c *bot.Context, amount store.Cents) ([]locales.Text, error) {
	parts, err := c.Split(amount)
	if err != nil {
		return nil, err
	}
	lines := make([]locales.Text, len(parts))
	for n, p := range parts {
		lines[n] = locales.T("budget.share", "funder", p.Funder.Name, "amount", locales.Euro(p.Amount))
	}
	return lines, nil
}

// confirm is the second tap: of who made the order, or of the second coordinator.
func confirm(c *bot.Context) error {
	before, err := c.Order(store.OrderID(c.Arg(0)))
	if err != nil {
		return orUnknownButton(c, err)
	}
	if settled(before) {
		return c.Answer(locales.T("budget.settled." + string(before.State)))
	}
	o, err := c.Confirm(c.Person.ID, before.ID, c.Now)
	var no *store.Refusal
	if errors.As(err, &no) && before.State == store.OrderWaits && slices.Contains(overtaken, no.Reason) {
		return overtake(c, before)
	}
	if err != nil {
		return err
	}
	if o.State == store.OrderWaits {
		return askSecond(c, o)
	}
	if o.Second != 0 {
		if err := tellMaker(c, o, "budget.second_yes"); err != nil {
			return err
		}
	}
	return c.Answer(locales.T("budget.booked"))
}

// overtaken is why an order cannot be booked any more as its maker saw it.
var overtaken = []store.Reason{store.Overtaken, store.Changed, store.WrongState, store.OtherYear,
	store.OverPot, store.OverHeld, store.OverAsked, store.UnderMinimum, store.MoneyGone, store.NotPutRight}

// overtake lets an order come to nothing that waited too long for its second yes, and says so to both.
func overtake(c *bot.Context, o store.Order) error {
	if err := c.Lapse(o, c.Now); err != nil {
		return err
	}
	if err := tellMaker(c, o, "budget.overtaken"); err != nil {
		return err
	}
	return c.Answer(locales.T("budget.overtaken_second"))
}

// drop lets an order come to nothing.
func drop(c *bot.Context) error {
	before, err := c.Order(store.OrderID(c.Arg(0)))
	if err != nil {
		return orUnknownButton(c, err)
	}
	if settled(before) {
		return c.Answer(locales.T("budget.settled." + string(before.State)))
	}
	o, _, err := c.Drop(c.Person.ID, before.ID, c.Now)
	if err != nil {
		return err
	}
	if c.Person.ID != o.By {
		if err := tellMaker(c, o, "budget.second_no"); err != nil {
			return err
		}
	}
	return c.Answer(locales.T("budget.dropped"))
}

// waits tells whether an order still needs the yes of who reads of it.
func waits(c *bot.Context) (bool, error) {
	o, err := c.Order(store.OrderID(c.Arg(0)))
	if err != nil || settled(o) {
		return false, err
	}
	if o.State == store.OrderOpen {
		return o.By == c.Person.ID, nil
	}
	seconds, err := c.Seconds(o)
	return slices.Contains(seconds, c.Person.ID), err
}

func settled(o store.Order) bool {
	return o.State == store.OrderBooked || o.State == store.OrderDropped
}

func orUnknownButton(c *bot.Context, err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	return err
}

func orUnknown(c *bot.Context, err error, entry int64) error {
	if errors.Is(err, store.ErrNotFound) {
		return c.Say(locales.T("budget.no_entry", "n", strconv.FormatInt(entry, 10)))
	}
	return err
}
