package bot

import (
	"errors"

	"smederij/locales"
	"smederij/store"
)

// What is pressed about an idea: the idea is found first, and only those go on who may.

// OnIdea finds the idea of a press, one that was sent in, for those who may. Others read why not: its makers that somebody else decides
// on it.
func OnIdea(may func(*Context, store.Idea) (bool, error), why store.Reason, do func(*Context, store.Idea) error) Handler {
	return func(c *Context) error {
		i, err := c.Idea(store.IdeaID(c.Arg(0)))
		if errors.Is(err, store.ErrNotFound) || err == nil && i.Ref == "" {
			return c.Answer(locales.T("sorry.unknown_button"))
		}
		if err != nil {
			return err
		}
		ok, err := may(c, i)
		if err != nil {
			return err
		}
		if ok {
			return do(c, i)
		}
		makes, err := c.Makes(c.Person.ID, i)
		if err != nil {
			return err
		}
		if makes {
			return &store.Refusal{Reason: store.OwnIdea, Idea: i.ID}
		}
		return &store.Refusal{Reason: why, Idea: i.ID}
	}
}

// OwnIdea lets only the makers of an idea do something with it, in private.
func OwnIdea(do func(*Context, store.Idea) error) Handler {
	return Privately(func(c *Context) error {
		i, err := c.Idea(store.IdeaID(c.Arg(0)))
		if errors.Is(err, store.ErrNotFound) {
			return c.Answer(locales.T("sorry.unknown_button"))
		}
		if err != nil {
			return err
		}
		makes, err := c.Makes(c.Person.ID, i)
		if err != nil {
			return err
		}
		if !makes {
			return &store.Refusal{Reason: store.NotMaker, Idea: i.ID}
		}
		return do(c, i)
	})
}

// LedIdea lets only who speaks for an idea do something with it: a co-initiator may do much, not this.
func LedIdea(do func(*Context, store.Idea) error) Handler {
	return OwnIdea(func(c *Context, i store.Idea) error {
		lead, err := c.Lead(i)
		if err != nil {
			return err
		}
		if lead != c.Person.ID {
			return &store.Refusal{Reason: store.OnlyLead, Idea: i.ID}
		}
		return do(c, i)
	})
}
