package budget

import (
	"strconv"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// showLines lists the entries of a pot, the newest first.
func showLines(c *bot.Context, s store.Smederij) error {
	entries, err := c.PotEntries(s.ID, c.Year(c.Now), store.EntryID(c.Arg(1)), pageLines+1)
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		return c.Say(locales.T("budget.no_lines", "smederij", s.Name))
	}
	page := entries[:min(len(entries), pageLines)]
	var lines []locales.Text
	for _, e := range page {
		line, err := describe(c, e)
		if err != nil {
			return err
		}
		lines = append(lines, line)
	}
	var buttons []bot.Button
	if len(entries) > pageLines {
		buttons = append(buttons, bot.Tap(locales.T("budget.button.more"), "budget:lines", int64(s.ID), int64(page[len(page)-1].ID)))
	}
	may, err := manages(c, s.ID)
	if err != nil {
		return err
	}
	if may {
		buttons = append(buttons, bot.Tap(locales.T("budget.button.fix"), "budget:fix", int64(s.ID)))
	}
	return c.Say(locales.T("budget.lines", "smederij", s.Name, "lines", lines), buttons...)
}

// describe is an entry in one line: its number, its day, how much, why, for which idea, and what was written with it.
func describe(c *bot.Context, e store.Entry) (locales.Text, error) {
	reason, err := reasonOf(c, e)
	if err != nil {
		return locales.Text{}, err
	}
	var o store.Order
	if e.Order != 0 {
		if o, err = c.Order(e.Order); err != nil {
			return locales.Text{}, err
		}
	}
	words := bot.Excerpt(o.Words, 60)
	key := "budget.line"
	switch {
	case e.Reversed && words != "":
		key = "budget.line_reversed_words"
	case e.Reversed:
		key = "budget.line_reversed"
	case (o.Kind == store.OrderCorrect || o.Kind == store.OrderRelease) && words != "":
		key = "budget.line_why"
	case words != "":
		key = "budget.line_words"
	}
	return locales.T(key, "n", strconv.FormatInt(int64(e.ID), 10), "day", locales.Date(e.Day), "amount", locales.Euro(e.Amount),
		"reason", reason, "words", words), nil
}

func reasonOf(c *bot.Context, e store.Entry) (locales.Text, error) {
	key := "budget.reason." + string(e.Reason)
	switch {
	case e.Reason == store.Allocation:
		from, err := c.LedgerAccount(e.From)
		return locales.T(key, "funder", from.Payer), err
	case e.Idea == 0 && e.Reason == store.Correction:
		return locales.T("budget.reason." + string(store.GiveBackEntry)), nil
	case e.Idea == 0:
		return locales.T(key), nil
	}
	i, err := c.Idea(e.Idea)
	return locales.T(key, "ref", i.Ref), err
}

// fix asks which entry is wrong.
func fix(c *bot.Context, s store.Smederij) error {
	may, err := manages(c, s.ID)
	if err != nil {
		return err
	}
	if !may {
		return &store.Refusal{Reason: store.NotYours}
	}
	return c.Begin(c.Chat, "correct", store.Idea{}, nil)
}

// orderCorrection works the correction out and shows it.
func orderCorrection(c *bot.Context, t *bot.Talk) error {
	n, err := strconv.ParseInt(t.Value("entry"), 10, 64)
	if err != nil {
		return err
	}
	e, err := c.Entry(store.EntryID(n))
	if err != nil {
		return orUnknown(c, err, n)
	}
	return place(c, store.Order{Kind: store.OrderCorrect, Entry: e.ID, Words: t.Said("why"), By: c.Person.ID}, nil)
}
