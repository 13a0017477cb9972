package report

import (
	"errors"
	"strconv"

	"smederij/bot"
	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

// What coordinators see of a report.

// onIdea finds the idea of a press, for those who could manage its money.
func onIdea(do func(*bot.Context, store.Idea) error) bot.Handler {
	return bot.OnIdea(couldFinish, store.NotYours, do)
}

func couldFinish(c *bot.Context, i store.Idea) (bool, error) {
	for _, r := range []store.Role{store.Coordinator, store.Operator} {
		if ok, err := c.Has(c.Person.ID, r, i.Smederij); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

const excerpt = 300 // characters of an answer on the card

// draw is a report as those see it who finish ideas: what the lead told, what the ledger knows, what was asked.
func draw(c *bot.Context, i store.Idea, r store.Report) (store.Body, error) {
	s, err := c.Smederij(i.Smederij)
	if err != nil {
		return store.Body{}, err
	}
	answers, err := toldBefore(c, i)
	if err != nil {
		return store.Body{}, err
	}
	money, err := moneyOf(c, i, r, answers)
	if err != nil {
		return store.Body{}, err
	}
	tip := answers[tipStep].Text
	for _, q := range []string{howStep, tipStep} {
		a := answers[q]
		a.Text = bot.Excerpt(a.Text, excerpt)
		answers[q] = a
	}
	story, err := c.Lines("report", answers)
	if err != nil {
		return store.Body{}, err
	}
	talk, open, err := exchange(c, r)
	if err != nil {
		return store.Body{}, err
	}
	if found, private := c.PrivateTo(tip); private {
		talk += "\n\n" + c.House.Texts.Render(locales.T("report.flag", "found", found))
	}
	stand := locales.T("review.stand", "state", bot.Label(i, false))
	buttons := []bot.Button{readButton(i)}
	if r.Waits() && i.State == store.Underway {
		stand, buttons = locales.T("report.waits"), actions(i)
		if open {
			stand = locales.T("report.waits_answer")
		}
	}
	return c.Body(locales.T("report.card", "smederij", s.Name, "ref", i.Ref, "title", i.Title, "story", story+"\n\n"+c.House.Texts.Render(money)+talk,
		"stand", stand), buttons...), nil
}

func actions(i store.Idea) []bot.Button {
	return []bot.Button{bot.Tap(locales.T("report.button.finish"), "report:finish", int64(i.ID), i.Revision),
		bot.Tap(locales.T("report.button.ask"), "report:ask", int64(i.ID)), readButton(i)}
}

func readButton(i store.Idea) bot.Button {
	return bot.Tap(locales.T("review.button.read_all"), "report:read", int64(i.ID))
}

// moneyOf says what the ledger knows, and where that is not what the lead told.
func moneyOf(c *bot.Context, i store.Idea, r store.Report, answers map[string]flows.Answer) (locales.Text, error) {
	purse, err := c.Purse(i.ID)
	if err != nil {
		return locales.Text{}, err
	}
	if i.Granted == 0 { // a lange klap
		return locales.T("report.no_money"), nil
	}
	if !r.Waits() || i.State != store.Underway {
		return locales.T("report.money_over", "granted", locales.Euro(i.Granted), "paid", locales.Euro(purse.Paid),
			"back", locales.Euro(purse.Back(i.Granted))), nil
	}
	key, before := "report.money", purse.Back(i.Granted)
	if before > 0 {
		key = "report.money_less"
	}
	known := locales.T(key, "granted", locales.Euro(i.Granted), "paid", locales.Euro(purse.Paid), "back", locales.Euro(purse.Held), "before", locales.Euro(before))
	spent := store.Cents(numberOf(answers[spentStep]))
	switch {
	case spent > purse.Paid:
		return locales.T("report.spent_more", "money", known, "amount", locales.Euro(spent-purse.Paid)), nil
	case spent < purse.Paid:
		return locales.T("report.spent_less", "money", known, "amount", locales.Euro(purse.Paid-spent)), nil
	}
	return known, nil
}

// numberOf is a number that was read from an answer, 0 for none.
func numberOf(a flows.Answer) int64 {
	n, err := strconv.ParseInt(a.Value, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// exchange is what was asked and answered about a report, and whether an answer is still to come.
func exchange(c *bot.Context, r store.Report) (talk string, open bool, err error) {
	list, err := c.ReportQuestions(r.ID)
	if err != nil {
		return "", false, err
	}
	for _, q := range list {
		talk += "\n\n" + c.House.Texts.Render(locales.T("report.asked_line", "words", bot.Excerpt(q.Text, excerpt)))
		if q.Answered {
			talk += "\n\n" + c.House.Texts.Render(locales.T("review.reply", "words", bot.Excerpt(q.Reply, excerpt)))
		}
		open = open || !q.Answered
	}
	return talk, open, nil
}

// newest is the last report of an idea, or a word that there is none.
func newest(do func(*bot.Context, store.Idea, store.Report) error) bot.Handler {
	return bot.Privately(func(c *bot.Context) error {
		i, err := c.Idea(store.IdeaID(c.Arg(0)))
		if err != nil {
			return err
		}
		r, err := c.ReportOf(i.ID)
		if errors.Is(err, store.ErrNotFound) {
			return &store.Refusal{Reason: store.NoReport, Idea: i.ID}
		}
		if err != nil {
			return err
		}
		return do(c, i, r)
	})
}

// show posts a report where it was asked for, with its files.
func show(c *bot.Context, _ store.Idea) error {
	return newest(func(c *bot.Context, i store.Idea, r store.Report) error {
		body, err := draw(c, i, r)
		if err != nil {
			return err
		}
		if err := c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: body}); err != nil {
			return err
		}
		return eachFile(c, i, r, func(_ store.Attachment, body store.Body) error {
			return c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: body})
		})
	})(c)
}

// readAll shows every answer of a report in full.
func readAll(c *bot.Context, _ store.Idea) error {
	return newest(func(c *bot.Context, i store.Idea, _ store.Report) error {
		answers, err := toldBefore(c, i)
		if err != nil {
			return err
		}
		story, err := c.Lines("report", answers)
		if err != nil {
			return err
		}
		return c.SayPages(locales.T("report.read", "ref", i.Ref, "title", i.Title), story)
	})(c)
}
