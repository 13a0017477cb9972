package ideas

import (
	"errors"
	"strings"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// A volunteer writes an idea down for somebody at the kitchen table, or from a paper form. Its author comes later, with a code on paper.

// enter starts such an idea, or goes on with the one that was being written.
func enter(c *bot.Context) error {
	may, err := mayEnter(c)
	if err != nil {
		return err
	}
	if !may {
		return &store.Refusal{Reason: store.NotYours}
	}
	draft, err := c.EnteredDraft(c.Person.ID)
	switch {
	case err == nil && !strings.EqualFold(strings.TrimSpace(c.Words), "nieuw"):
		return takeUp(c, c.Chat, draft, locales.T("enter.go_on"))
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return err
	}
	if draft, err = c.NewEntered(c.Person.ID, c.Now); err != nil {
		return err
	}
	return c.Begin(c.Chat, "idea", draft, nil, locales.T("enter.start"))
}

func mayEnter(c *bot.Context) (bool, error) {
	for _, r := range []store.Role{store.Volunteer, store.Coordinator} {
		if ok, err := c.Has(c.Person.ID, r, 0); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// entered says that an idea for somebody else is in, and what to hand over on paper.
func entered(c *bot.Context, i store.Idea) error {
	reader, err := reader(c, i)
	if err != nil {
		return err
	}
	if err := c.Say(locales.T("enter.received", "title", i.Title, "ref", i.Ref, "reader", reader, "by", locales.Date(i.AnswerBy),
		"contact", c.House.Settings.Contact), look(i)); err != nil {
		return err
	}
	return paper(c, i)
}

// paper makes the code with which the author of an idea takes it over from who wrote it down. The one before it works no more.
func paper(c *bot.Context, i store.Idea) error {
	code, err := c.NewIdeaCode(c.Person.ID, i, store.ClaimCode, c.Now)
	if err != nil {
		return err
	}
	if err := c.Say(locales.T("enter.paper")); err != nil {
		return err
	}
	return c.Say(locales.T("enter.code", "title", i.Title, "ref", i.Ref, "programme", c.House.Settings.Name, "code", code, "by", codeEnds(c)))
}

// codeEnds is the last day of a code that is made now.
func codeEnds(c *bot.Context) locales.Date {
	return locales.Date(c.Now.Add(store.IdeaCodeLasts).In(c.Terms().Zone))
}

// owned welcomes an author who was not here when their idea was written down.
func owned(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	if err := c.HandOver(i, e.From); err != nil {
		return err
	}
	if err := c.Say(locales.T("enter.welcome", "title", i.Title, "ref", i.Ref)); err != nil {
		return err
	}
	if err := show(c, i); err != nil {
		return err
	}
	_, err = c.TellPerson(e.From, store.Message{Class: store.ClassModeration, Body: c.Body(locales.T("enter.came", "ref", i.Ref, "title", i.Title))})
	return err
}
