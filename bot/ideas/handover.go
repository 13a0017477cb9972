package ideas

import (
	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// An idea is carried by more people than one: its author lets others in, hands it over, or lets it go on inside another idea.

// together shows who carries an idea and what can be done about that. Who does it together sees how to stop.
func together(c *bot.Context, i store.Idea) error {
	who, err := c.Lead(i)
	if err != nil {
		return err
	}
	told, err := c.AsTold(i, c.Now)
	if err != nil {
		return err
	}
	press := func(verb string) bot.Button {
		return bot.Tap(locales.T("together.button."+verb), "ideas:"+verb, int64(i.ID))
	}
	if who != c.Person.ID {
		return c.Say(locales.T("together.member", "name", name(i)), press("quit"))
	}
	var buttons []bot.Button
	if i.Author != c.Person.ID {
		buttons = append(buttons, press("paper"))
	} else if !told.State.Over() {
		buttons = append(buttons, press("invite"), press("hand_over"))
	}
	if told.State == store.Submitted || told.State == store.Accepted {
		buttons = append(buttons, press("merge"))
	}
	members, err := c.Members(i.ID)
	if err != nil {
		return err
	}
	key := "together.choose"
	if len(members) > 0 {
		key = "together.choose_more"
		buttons = append(buttons, press("remove"))
	}
	return c.Say(locales.T(key, "name", name(i), "n", len(members)), buttons...)
}

// withNote says above what happens next whose idea it is, when it is not somebody's alone, and what they wait for.
func withNote(c *bot.Context, i store.Idea, next locales.Text) (locales.Text, error) {
	note := func(t locales.Text) { next = locales.T("together.with_note", "above", t, "below", next) }
	ask, open, err := openAsk(c, i)
	if err != nil {
		return next, err
	}
	if open {
		into, err := c.Idea(ask.Into)
		if err != nil {
			return next, err
		}
		note(locales.T("merge.waits", "ref", into.Ref))
	}
	who, err := c.Lead(i)
	switch {
	case err != nil:
		return next, err
	case who == c.Person.ID && i.Author != who:
		note(locales.T("enter.note"))
	case who != c.Person.ID:
		note(locales.T("together.note"))
	}
	return next, nil
}

// invite makes a code for one who does it together with the author.
func invite(c *bot.Context, i store.Idea) error {
	return give(c, i, store.JoinCode, "together.invited")
}

// handOver makes a code for one who carries it from then on.
func handOver(c *bot.Context, i store.Idea) error {
	return give(c, i, store.LeadCode, "together.to_hand_over")
}

func give(c *bot.Context, i store.Idea, kind store.CodeKind, text string) error {
	code, err := c.NewIdeaCode(c.Person.ID, i, kind, c.Now)
	if err != nil {
		return err
	}
	return c.Say(locales.T(text, "name", name(i), "code", code, "by", codeEnds(c)))
}

// joined welcomes who came in by a code, and tells the author. Who came with a merged idea hears that from the merge.
func joined(c *bot.Context, e store.Event) error {
	if e.From == 0 {
		return nil
	}
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	if err := c.Say(locales.T("together.welcome", "title", i.Title, "ref", i.Ref)); err != nil {
		return err
	}
	if err := show(c, i); err != nil {
		return err
	}
	_, err = c.TellLead(i, store.Message{Class: store.ClassModeration, Body: c.Body(locales.T("together.joined", "ref", i.Ref, "title", i.Title), look(i))})
	return err
}

// handed tells the new author, the one before, and those who carry it with them.
func handed(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	if err := c.HandOver(i, e.From); err != nil {
		return err
	}
	if err := c.Say(locales.T("together.lead_now", "title", i.Title, "ref", i.Ref)); err != nil {
		return err
	}
	if err := show(c, i); err != nil {
		return err
	}
	if _, err := c.TellPerson(e.From, store.Message{Class: store.ClassModeration,
		Body: c.Body(locales.T("together.handed", "ref", i.Ref, "title", i.Title))}); err != nil {
		return err
	}
	return tellMembers(c, i, 0, locales.T("together.handed_told", "ref", i.Ref, "title", i.Title))
}

// tellOthers tells the other makers what one of them did.
func tellOthers(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil || i.Ref == "" {
		return err
	}
	t := locales.T("together.did."+string(e.Kind), "ref", i.Ref, "title", i.Title)
	if who, err := c.Lead(i); err != nil {
		return err
	} else if who != e.By {
		if _, err := c.TellLead(i, store.Message{Class: store.ClassModeration, Body: c.Body(t, look(i))}); err != nil {
			return err
		}
	}
	return tellMembers(c, i, e.By, t)
}

// tellMembers tells all co-initiators but one.
func tellMembers(c *bot.Context, i store.Idea, but store.PersonID, t locales.Text) error {
	members, err := c.Members(i.ID)
	if err != nil {
		return err
	}
	for _, p := range members {
		if p == but {
			continue
		}
		if _, err := c.TellPerson(p, store.Message{Class: store.ClassModeration, Body: c.Body(t, look(i))}); err != nil {
			return err
		}
	}
	return nil
}
