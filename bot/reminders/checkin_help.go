package reminders

import (
	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

const helpUseful = 14 // days in which a group can still read that help is asked

// needHelp keeps at once that help is needed, and asks what.
func needHelp(c *bot.Context, x store.Checkin, i store.Idea) error {
	if _, err := c.AnswerCheckin(c.Person.ID, x.ID, store.NeedsHelp, c.Now); err != nil {
		return err
	}
	return c.Begin(c.Chat, "needs", i, nil, locales.T("checkin.help"))
}

// setHelp tells the coordinators what is needed, and offers to ask the group. What must not reach a group does not (PRIVACY P14).
func setHelp(c *bot.Context, t *bot.Talk) error {
	return ofCheckin(c, t, func(x store.Checkin, i store.Idea) error {
		words := t.Said("what")
		if err := c.NameHelp(x.ID, words); err != nil {
			return err
		}
		told, err := tellManagers(c, i, locales.T("checkin.help_told", "ref", i.Ref, "title", i.Title, "words", words))
		if err != nil {
			return err
		}
		if !told {
			if err := c.Say(locales.T("checkin.nobody", "contact", c.House.Settings.Contact)); err != nil {
				return err
			}
		}
		return offerPost(c, x, i, words)
	})
}

func offerPost(c *bot.Context, x store.Checkin, i store.Idea, words string) error {
	groups, err := c.LinkedChats(store.GroupChat, i.Smederij)
	if err != nil {
		return err
	}
	no := bot.Tap(locales.T("checkin.button.no_post"), "checkin:no_post", int64(x.ID))
	found, private := c.PrivateTo(words)
	switch {
	case len(groups) == 0 || x.Posted:
		return c.Say(locales.T("checkin.help_kept", "contact", c.House.Settings.Contact))
	case private:
		return c.Say(locales.T("checkin.help_private", "found", found), bot.Tap(locales.T("checkin.button.again"), "checkin:help", int64(x.ID)), no)
	}
	return c.Say(locales.T("checkin.help_offer", "words", words), bot.Tap(locales.T("checkin.button.post"), "checkin:post", int64(x.ID)), no)
}

// postHelp asks the group for help, in the words of who needs it. It leaves when the group may be spoken to.
func postHelp(c *bot.Context, x store.Checkin, i store.Idea) error {
	if _, private := c.PrivateTo(x.Words); x.Answer != store.NeedsHelp || x.Words == "" || private { // they wrote something else since
		return c.Answer(locales.T("checkin.over"))
	}
	isNew, err := c.HelpPosted(x.ID, c.Now)
	if err != nil {
		return err
	}
	if !isNew {
		return c.Answer(locales.T("checkin.already"))
	}
	if err := c.PostOwnIn(i.Smederij, store.Own{Kind: "help_asked", Subject: int64(i.ID), Useful: c.Now.AddDate(0, 0, helpUseful)},
		c.Body(locales.T("checkin.post", "ref", i.Ref, "title", i.Title, "words", x.Words),
			bot.Tap(locales.T("card.button.assist"), "ideas:assist", int64(i.ID)))); err != nil {
		return err
	}
	s, err := c.Smederij(i.Smederij)
	if err != nil {
		return err
	}
	return c.Say(locales.T("checkin.posted", "smederij", s.Name, "contact", c.House.Settings.Contact))
}

func noPost(c *bot.Context, _ store.Checkin, _ store.Idea) error {
	return c.Say(locales.T("checkin.not_posted"))
}
