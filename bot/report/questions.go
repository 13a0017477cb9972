package report

import (
	"errors"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// A coordinator may ask the lead something about a report; the answer stands on its card.

// ask opens the question to the lead.
func ask(c *bot.Context, i store.Idea) error {
	if _, err := c.MayAskAbout(c.Person.ID, i); err != nil {
		return err
	}
	chat, ok, err := c.Aside("")
	if err != nil || !ok {
		return err
	}
	return c.Begin(chat, "report_ask", i, nil, locales.T("review.about", "ref", i.Ref, "title", i.Title))
}

func askLead(c *bot.Context, t *bot.Talk) error {
	i, err := c.Idea(t.Subject)
	if err != nil {
		return err
	}
	q, err := c.AskAbout(c.Person.ID, i, t.Said("question"), c.Now)
	if err != nil {
		return err
	}
	if err := redrawAsked(c, i, q); err != nil {
		return err
	}
	if err := c.TellMakers(i, store.Message{Class: store.ClassReply, Body: c.Body(locales.T("report.asked", "ref", i.Ref, "title", i.Title,
		"question", q.Text), bot.Tap(locales.T("ideas.button.reply"), "report:reply", int64(q.ID)))}); err != nil {
		return err
	}
	return c.Say(locales.T("report.asked_you", "ref", i.Ref))
}

// redrawAsked brings the card of a report up to date, about which something was asked or answered.
func redrawAsked(c *bot.Context, i store.Idea, q store.ReportQuestion) error {
	r, err := c.Report(q.Report)
	if err != nil {
		return err
	}
	return redrawReport(c, i, r)
}

// reply opens the answer to a coordinator's question.
func reply(c *bot.Context) error {
	q, err := c.ReportQuestion(store.ReportQuestionID(c.Arg(0)))
	if errors.Is(err, store.ErrNotFound) {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	if err != nil {
		return err
	}
	r, err := c.Report(q.Report)
	if err != nil {
		return err
	}
	i, err := c.Idea(r.Idea)
	if err != nil {
		return err
	}
	makes, err := c.Makes(c.Person.ID, i)
	switch {
	case err != nil:
		return err
	case !makes:
		return &store.Refusal{Reason: store.NotYours, Idea: i.ID}
	case q.Answered:
		return &store.Refusal{Reason: store.AnsweredYet, Idea: i.ID}
	}
	asked := locales.T("report.question", "ref", i.Ref, "question", q.Text)
	i.Revision = int64(q.ID) // the conversation is about this question, whatever becomes of the idea meanwhile
	return c.Begin(c.Chat, "report_reply", i, nil, asked)
}

// bringAnswer brings a maker's answer to those who read the report.
func bringAnswer(c *bot.Context, t *bot.Talk) error {
	q, err := c.ReportQuestion(store.ReportQuestionID(t.Revision))
	if err != nil {
		return err
	}
	i, err := c.AnswerAbout(c.Person.ID, q, t.Said("answer"), c.Now)
	if err != nil {
		return err
	}
	if err := redrawAsked(c, i, q); err != nil {
		return err
	}
	if err := tellOtherMakers(c, i, locales.T("together.did.reply", "ref", i.Ref, "title", i.Title)); err != nil {
		return err
	}
	if err := tellReaders(c, i, locales.T("report.answered", "ref", i.Ref, "title", i.Title, "words", t.Said("answer")), actions(i)...); err != nil {
		return err
	}
	return c.Say(locales.T("report.replied", "ref", i.Ref, "contact", c.House.Settings.Contact), look(i))
}

// tellOtherMakers tells those who carry an idea what one of them did.
func tellOtherMakers(c *bot.Context, i store.Idea, t locales.Text) error {
	makers, err := c.Makers(i)
	if err != nil {
		return err
	}
	for _, p := range makers {
		if p == c.Person.ID {
			continue
		}
		if _, err := c.TellMaker(i, p, store.Message{Class: store.ClassModeration, Body: c.Body(t, look(i))}); err != nil {
			return err
		}
	}
	return nil
}
