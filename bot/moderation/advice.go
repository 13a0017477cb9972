package moderation

import (
	"errors"
	"strconv"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// The wijkteam advises, asked or not: each member in private, with one tap where no words are needed. It never decides.

func adviceSlot(i store.IdeaID) string { return "advice:" + strconv.FormatInt(int64(i), 10) }

// askTeam brings an idea to the members of its wijkteam.
func askTeam(c *bot.Context, i store.Idea) error {
	team, err := c.Advisers(i)
	if err != nil {
		return err
	}
	for _, p := range team {
		if err := showAdviser(c, i, p); err != nil {
			return err
		}
	}
	return nil
}

func showAdviser(c *bot.Context, i store.Idea, p store.PersonID) error {
	body, err := drawAdvice(c, i, p)
	if err != nil {
		return err
	}
	_, err = c.TellPerson(p, store.Message{Class: store.ClassModeration, Slot: adviceSlot(i.ID), Body: body})
	return err
}

// redrawAdvice brings the cards of the wijkteam up to date, and takes them from who advises on this idea no more.
func redrawAdvice(c *bot.Context, i store.Idea) error {
	still, err := dropAdvice(c, i)
	if err != nil {
		return err
	}
	for _, p := range still {
		if err := showAdviser(c, i, p); err != nil {
			return err
		}
	}
	return nil
}

// dropAdvice takes an idea from who advises on it no more, and returns who still does and has its card.
func dropAdvice(c *bot.Context, i store.Idea) (still []store.PersonID, err error) {
	places, err := c.SlotChats(adviceSlot(i.ID))
	if err != nil {
		return nil, err
	}
	for _, p := range places {
		chat, err := c.Tx.Chat(p)
		if err != nil {
			return nil, err
		}
		_, err = c.Adviser(chat.Person, i.Smederij)
		switch {
		case errors.Is(err, store.ErrNotFound):
			err = c.Remove(p, adviceSlot(i.ID), locales.T("review.elsewhere", "ref", i.Ref))
		case err == nil:
			still = append(still, chat.Person)
		}
		if err != nil {
			return nil, err
		}
	}
	return still, nil
}

// drawAdvice is an idea as a member of the wijkteam sees it: what was told, what their team advised, and
// what they can say.
func drawAdvice(c *bot.Context, i store.Idea, p store.PersonID) (store.Body, error) {
	s, err := c.Smederij(i.Smederij)
	if err != nil {
		return store.Body{}, err
	}
	story, err := c.Story(i, bot.ForTesters)
	if err != nil {
		return store.Body{}, err
	}
	talk, err := exchange(c, i)
	if err != nil {
		return store.Body{}, err
	}
	advice, err := c.AdviceText(i.ID, 300)
	if err != nil {
		return store.Body{}, err
	}
	mine, err := adviceOf(c, i, p)
	if err != nil {
		return store.Body{}, err
	}
	notes, err := c.Notes(i)
	if err != nil {
		return store.Body{}, err
	}
	story += talk + notes
	if advice != "" {
		story += "\n\n" + advice
	}
	open := i.State == store.Submitted || i.State == store.Asked
	if open && i.Track == store.LongTrack {
		story += "\n\n" + c.House.Texts.Render(locales.T("moves.is_long"))
	}
	state, err := c.StandOf(i, false)
	if err != nil {
		return store.Body{}, err
	}
	stand := locales.T("review.stand", "state", state)
	switch {
	case open && mine.View == "":
		stand = locales.T("advice.stand", "by", locales.Date(i.AnswerBy))
	case open:
		stand = locales.T("advice.stand_given")
	}
	buttons := []bot.Button{readButton(i)}
	if open {
		buttons = append(adviceButtons(i), buttons...)
	}
	return c.Body(locales.T("advice.card", "smederij", s.Name, "ref", i.Ref, "title", i.Title, "story", story, "stand", stand), buttons...), nil
}

// adviceOf is what somebody advised, or the zero advice.
func adviceOf(c *bot.Context, i store.Idea, p store.PersonID) (store.Advice, error) {
	list, err := c.AdviceOn(i.ID)
	for _, a := range list {
		if a.By == p {
			return a, err
		}
	}
	return store.Advice{}, err
}

func adviceButtons(i store.Idea) (buttons []bot.Button) {
	for _, v := range []store.View{store.Fits, store.FitsIf, store.RatherNot} {
		buttons = append(buttons, bot.Tap(locales.T("advice.button."+string(v)), "review:"+string(v), int64(i.ID)))
	}
	return buttons
}

// adviceFlows ask for the words of an advice that needs them.
var adviceFlows = map[store.View]string{store.FitsIf: "advise_if", store.RatherNot: "advise_not"}

// advise keeps an advice that needs no words, and asks in private for those of the others.
func advise(v store.View) func(*bot.Context, store.Idea) error {
	return func(c *bot.Context, i store.Idea) error {
		if err := c.MayAdvise(c.Person.ID, i); err != nil {
			return err
		}
		for other, flow := range adviceFlows { // another thought on the same idea
			open, err := c.ConversationAbout(flow, i.ID, c.Person.ID)
			if err == nil && other != v {
				err = c.EndConversation(open.ID, c.Now)
			}
			if err != nil && !errors.Is(err, store.ErrNotFound) {
				return err
			}
		}
		if v == store.Fits {
			_, err := c.Advise(c.Person.ID, i.ID, v, "", c.Now)
			return answered(c, err, locales.T("advice.one_tap"))
		}
		chat, ok, err := c.Aside("")
		if err != nil || !ok {
			return err
		}
		return c.Begin(chat, adviceFlows[v], i, nil, locales.T("review.about", "ref", i.Ref, "title", i.Title))
	}
}

func keepAdvice(v store.View) bot.End {
	return func(c *bot.Context, t *bot.Talk) error {
		i, err := c.Advise(c.Person.ID, t.Subject, v, t.Said("words"), c.Now)
		if err != nil {
			return err
		}
		return c.Say(locales.T("advice.kept", "ref", i.Ref))
	}
}

// advised shows an advice on all cards of the idea, and tells its author.
func advised(c *bot.Context, e store.Event) error {
	if err := redraw(c, e); err != nil {
		return err
	}
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	a, err := adviceOf(c, i, e.By)
	if err != nil {
		return err
	}
	return tellAuthor(c, i, store.Decision{}, locales.T("advice.told", "ref", i.Ref, "title", i.Title, "advice", bot.AdviceLine(a, 300)))
}
