package ideas

import (
	"errors"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// Two ideas that are alike go on as one, when both authors want it.

// merge asks with which idea somebody's own goes on.
func merge(c *bot.Context, i store.Idea) error {
	told, err := c.AsTold(i, c.Now)
	if err != nil {
		return err
	}
	if told.State != store.Submitted && told.State != store.Accepted {
		return show(c, i)
	}
	return c.Begin(c.Chat, "merge", i, nil, locales.T("merge.start", "ref", i.Ref))
}

// askMerge brings the question to the other author.
func askMerge(c *bot.Context, t *bot.Talk) error {
	i, err := c.Idea(t.Subject)
	if err != nil {
		return err
	}
	into, err := byReference(c, t.Said("ref"))
	if errors.Is(err, store.ErrNotFound) {
		return c.Begin(c.Chat, "merge", i, nil, locales.T("merge.unknown", "said", bot.Excerpt(t.Said("ref"), 40)))
	}
	if err != nil {
		return err
	}
	id, err := c.AskMerge(c.Person.ID, i, into, c.Now)
	if no := (*store.Refusal)(nil); errors.As(err, &no) { // a number is no text to keep: it is not given back
		return c.Say(locales.T("refused."+string(no.Reason), "ref", into.Ref), look(i))
	}
	if err != nil {
		return err
	}
	asked, err := c.TellLead(into, store.Message{Class: store.ClassReply, Body: c.Body(
		locales.T("merge.ask", "ref", i.Ref, "title", i.Title, "into", into.Ref, "into_title", into.Title),
		bot.Tap(locales.T("merge.button.merge_yes"), "ideas:merge_yes", int64(id)), bot.Tap(locales.T("merge.button.merge_no"), "ideas:merge_no", int64(id)))})
	if err != nil {
		return err
	}
	if !asked {
		if err := c.LapseAsks(i.ID, c.Now); err != nil {
			return err
		}
		return c.Say(locales.T("merge.unreachable", "ref", into.Ref, "contact", c.House.Settings.Contact))
	}
	return c.Say(locales.T("merge.asked", "ref", into.Ref), look(i))
}

// answerMerge is the other author's answer. Pressing again changes nothing.
func answerMerge(yes bool) bot.Handler {
	return bot.Privately(func(c *bot.Context) error {
		a, err := c.MergeAsk(store.MergeAskID(c.Arg(0)))
		if errors.Is(err, store.ErrNotFound) {
			return c.Answer(locales.T("sorry.unknown_button"))
		}
		if err != nil {
			return err
		}
		i, err := c.Idea(a.Idea)
		if err != nil {
			return err
		}
		into, err := c.Idea(a.Into)
		if err != nil {
			return err
		}
		if lead, err := c.Lead(into); err == nil && lead == c.Person.ID && (a.Answer == "yes" || a.Answer == "no") {
			return c.Answer(locales.T("merge.answered_" + a.Answer))
		}
		if err := c.AnswerMerge(c.Person.ID, a, yes, c.Now); err != nil {
			return err
		}
		if yes {
			return nil // who hears of it says so
		}
		if _, err := c.TellLead(i, store.Message{Class: store.ClassReply, Body: c.Body(locales.T("merge.no", "ref", i.Ref, "title", i.Title,
			"into", into.Ref), look(i))}); err != nil {
			return err
		}
		return c.Say(locales.T("merge.said_no"), look(into))
	})
}

// merged tells everybody whom it concerns that an idea goes on inside another: the makers of both, and whoever looks at its card.
func merged(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	into, err := c.Idea(i.MergedInto)
	if err != nil {
		return err
	}
	args := []any{"ref", i.Ref, "title", i.Title, "into", into.Ref, "into_title", into.Title}
	makers, err := c.Makers(i)
	if err != nil {
		return err
	}
	told := map[store.PersonID]bool{}
	for _, p := range makers {
		key, who := "merge.goes_on", p
		if p == i.EnteredBy { // told for its author
			who = i.Author
		}
		if carries, err := c.Makes(who, into); err != nil {
			return err
		} else if !carries {
			key = "merge.goes_on_without"
		}
		told[p] = true
		if _, err := c.TellMaker(i, p, store.Message{Class: store.ClassReply, Body: c.Body(locales.T(key, args...), look(into))}); err != nil {
			return err
		}
	}
	if makers, err = c.Makers(into); err != nil {
		return err
	}
	for _, p := range makers {
		if told[p] {
			continue
		}
		if _, err := c.TellMaker(into, p, store.Message{Class: store.ClassReply, Body: c.Body(locales.T("merge.came", args...), look(into))}); err != nil {
			return err
		}
	}
	return cardIfShown(c, i)
}

// cardIfShown brings the card of a merged idea up to date where it stands. One that never was public stays so.
func cardIfShown(c *bot.Context, i store.Idea) error {
	there, err := c.SlotChats(bot.CardSlot(i.ID))
	if err != nil {
		return err
	}
	if there, err = c.Still(store.GroupChat, i, there); err != nil {
		return err
	}
	for _, g := range there {
		if err := postCard(c, g, bot.CardSlot(i.ID), i, store.Decision{}); err != nil {
			return err
		}
	}
	return nil
}

// openAsk is the question of an idea that can still be answered.
func openAsk(c *bot.Context, i store.Idea) (store.MergeAsk, bool, error) {
	a, err := c.OpenMergeAsk(i.ID)
	if errors.Is(err, store.ErrNotFound) {
		return a, false, nil
	}
	return a, err == nil, err
}

// lapse ends the questions about an idea that moved on. Who asked its author hears so, as soon as it may be known.
func lapse(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	asks, err := c.MergeAsksFor(i.ID)
	if err != nil {
		return err
	}
	for _, a := range asks {
		asking, err := c.Idea(a.Idea)
		if err != nil {
			return err
		}
		if _, err := c.TellLead(asking, store.Message{Class: store.ClassModeration, Decision: e.Decision.ID, NotBefore: hold(e.Decision),
			Body: c.Body(locales.T("merge.over", "into", i.Ref, "ref", asking.Ref), look(asking))}); err != nil {
			return err
		}
	}
	if e.Decision.ID != 0 { // it may be undone, and then the question stands
		return nil
	}
	return c.LapseAsks(i.ID, c.Now)
}
