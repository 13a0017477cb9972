package bot

import (
	"errors"
	"strings"

	"smederij/locales"
	"smederij/store"
)

// Those who carry an idea hear every step of it. For an author who is not here yet it is who wrote the idea down, asked to pass it on.

// TellMakers says something to all who carry an idea.
func (c *Context) TellMakers(i store.Idea, m store.Message) error {
	makers, err := c.Makers(i)
	if err != nil {
		return err
	}
	for _, p := range makers {
		if _, err := c.TellMaker(i, p, m); err != nil {
			return err
		}
	}
	return nil
}

// TellLead says something to who speaks for an idea, and to nobody else. It tells false when they cannot be reached.
func (c *Context) TellLead(i store.Idea, m store.Message) (bool, error) {
	lead, err := c.Lead(i)
	if err != nil {
		return false, err
	}
	return c.TellMaker(i, lead, m)
}

// TellMaker says something to one of those who carry an idea.
func (c *Context) TellMaker(i store.Idea, p store.PersonID, m store.Message) (bool, error) {
	if p == i.EnteredBy && p != i.Author {
		if lead, err := c.Lead(i); err != nil {
			return false, err
		} else if lead == p {
			m.Body.Text = join(c.House.Texts.Render(passOn(i)), m.Body.Text)
		}
	}
	return c.TellPerson(p, m)
}

// passOn asks who wrote an idea down to tell its author.
func passOn(i store.Idea) locales.Text { return locales.T("together.pass_on", "ref", i.Ref) }

// PartOver ends what an idea still had for somebody who carries it no more: what a decision has to say, and what they were writing.
func (c *Context) PartOver(i store.Idea, p store.PersonID) error {
	if _, err := c.takeBack(i, p); err != nil {
		return err
	}
	return c.EndConversations(p, i.ID, c.Now)
}

// takeBack withdraws what the last decision on an idea still has to say to somebody in private.
func (c *Context) takeBack(i store.Idea, from store.PersonID) ([]store.Message, error) {
	d, err := c.LastDecision(i.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	chat, ok, err := c.privateChat(from)
	if err != nil || !ok {
		return nil, err
	}
	return c.TakeBack(d.ID, chat.ID)
}

// HandOver brings what a decision still has to say to who speaks for an idea now, instead of who did before. What they were writing
// about it is over.
func (c *Context) HandOver(i store.Idea, from store.PersonID) error {
	waiting, err := c.takeBack(i, from)
	if err != nil {
		return err
	}
	if err := c.EndConversations(from, i.ID, c.Now); err != nil {
		return err
	}
	prefix := c.House.Texts.Render(passOn(i)) + "\n\n"
	for _, m := range waiting {
		m.Body.Text = strings.TrimPrefix(m.Body.Text, prefix)
		if _, err := c.TellLead(i, m); err != nil {
			return err
		}
	}
	return nil
}

// StandOf says where an idea stands, to its author or to others: of a merged one also where it went on.
func (c *Context) StandOf(i store.Idea, author bool) (locales.Text, error) {
	if i.State != store.Merged || i.MergedInto == 0 {
		return CardLabel(i, author), nil
	}
	into, err := c.Idea(i.MergedInto)
	return locales.T("together.merged_with", "ref", into.Ref), err
}

// Notes are what those who test an idea should see beside what its author told: what goes on inside it, and what must not reach a
// group.
func (c *Context) Notes(i store.Idea) (string, error) {
	var notes []string
	inside, err := c.MergedInto(i.ID)
	if err != nil {
		return "", err
	}
	for _, m := range inside {
		notes = append(notes, c.House.Texts.Render(locales.T("together.inside", "ref", m.Ref, "title", m.Title)))
	}
	answers, err := c.Answers(i.ID)
	if err != nil {
		return "", err
	}
	texts := []string{i.Title}
	for _, q := range groupQuestions {
		texts = append(texts, answers[q].Text)
	}
	if found, any := c.private(texts); any {
		notes = append(notes, c.House.Texts.Render(locales.T("safety.flag", "found", found)))
	}
	if len(notes) == 0 {
		return "", nil
	}
	return "\n\n" + strings.Join(notes, "\n\n"), nil
}
