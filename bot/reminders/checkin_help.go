package reminders

import (
	"errors"
	"slices"

	"smederij/bot"
	"smederij/flows/answer"
	"smederij/locales"
	"smederij/store"
)

const (
	helpPost   = "help_asked" // of its own accord, about an idea
	helpUseful = 14           // days in which a group can still read that help is asked
)

// needHelp keeps at once that help is needed, and asks what.
func needHelp(c *bot.Context, x store.Checkin, i store.Idea) error {
	if _, err := c.AnswerCheckin(c.Person.ID, x.ID, store.NeedsHelp, c.Now); err != nil {
		return err
	}
	return c.Begin(c.Chat, "needs", i, nil, locales.T("checkin.help"))
}

// setHelp tells the coordinators what is needed. They decide whether the group is asked: nobody else read these words (PRIVACY P13).
// Who thinks again needs nothing, and nobody hears of it.
func setHelp(c *bot.Context, t *bot.Talk) error {
	return ofCheckin(c, t, func(x store.Checkin, i store.Idea) error {
		words := t.Said("what")
		if no := answer.YesNo("nee, " + words); no.Sure { // with nothing but a no in it
			return sayNext(c, i, "checkin.help_dropped")
		}
		if err := c.NameHelp(x.ID, words); err != nil {
			return err
		}
		groups, err := c.LinkedChats(store.GroupChat, i.Smederij)
		if err != nil {
			return err
		}
		text := locales.T("checkin.help_told", "ref", i.Ref, "title", i.Title, "words", words)
		buttons := []bot.Button{showIdea(i)}
		found, private := c.PrivateTo(words)
		switch {
		case len(groups) == 0:
		case private:
			text = locales.T("checkin.help_private", "above", text, "found", found)
		default:
			buttons = append(buttons, bot.Tap(locales.T("checkin.button.post"), "checkin:post", int64(x.ID)))
		}
		places, err := c.ManagersOf(i)
		if err != nil {
			return err
		}
		for _, p := range places {
			if err := c.Tell(p, store.ClassModeration, text, buttons...); err != nil {
				return err
			}
		}
		if len(places) == 0 {
			return c.Say(locales.T("checkin.nobody", "contact", c.House.Settings.Contact))
		}
		return c.Say(locales.T("checkin.help_kept", "contact", c.House.Settings.Contact))
	})
}

// postHelp asks the group for help, in the words of who needs it, at a coordinator's word. It leaves when the group may be spoken to.
func postHelp(c *bot.Context) error {
	x, err := c.Checkin(store.CheckinID(c.Arg(0)))
	if errors.Is(err, store.ErrNotFound) {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	if err != nil {
		return err
	}
	i, err := c.Idea(x.Idea)
	if err != nil {
		return err
	}
	may, err := c.Deciders(store.Manager, i)
	if err != nil {
		return err
	}
	if !slices.Contains(may, c.Person.ID) {
		return &store.Refusal{Reason: store.NotYours, Idea: i.ID}
	}
	if _, private := c.PrivateTo(x.Words); x.Words == "" || private || !i.State.AtWork() { // they wrote something else since, or it is over
		return c.Answer(locales.T("checkin.over"))
	}
	isNew, err := c.HelpPosted(x.ID, c.Now)
	if err != nil {
		return err
	}
	if !isNew {
		return c.Answer(locales.T("checkin.already"))
	}
	if err := c.PostOwnIn(i.Smederij, store.Own{Kind: helpPost, Subject: int64(i.ID), Useful: c.Now.AddDate(0, 0, helpUseful)},
		c.Body(locales.T("checkin.post", "ref", i.Ref, "title", i.Title, "words", x.Words),
			bot.Tap(locales.T("card.button.assist"), "ideas:assist", int64(i.ID)))); err != nil {
		return err
	}
	s, err := c.Smederij(i.Smederij)
	if err != nil {
		return err
	}
	return c.Say(locales.T("checkin.posted", "smederij", s.Name))
}

// helpOver takes a question for help back that waits, when nobody is at the idea any more.
func helpOver(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	return c.DropOwnIn(i.Smederij, helpPost, int64(i.ID))
}
