package ideas

import (
	"errors"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// stand keeps support, help or a worry about an idea. Pressing again changes nothing, and fifty people at once all count.
func stand(kind store.Stand) bot.Handler {
	return func(c *bot.Context) error {
		id := store.IdeaID(c.Arg(0))
		i, err := c.Idea(id)
		if errors.Is(err, store.ErrNotFound) {
			return c.Answer(locales.T("sorry.unknown_button"))
		}
		if err != nil {
			return err
		}
		told, err := c.AsTold(i, c.Now)
		if err != nil {
			return err
		}
		waits := told.State == store.Submitted || told.State == store.Asked
		if !told.State.Public() && (waits || i.Ref == "") { // nobody was told of it, so there is no card either
			return c.Answer(locales.T("sorry.unknown_button"))
		}
		if own, err := c.Makes(c.Person.ID, i); err != nil {
			return err
		} else if own || i.Author == c.Person.ID {
			return c.Answer(locales.T("stand.own"))
		}
		isNew, err := c.TakeStand(id, c.Person.ID, kind, c.Now)
		if err != nil {
			return err
		}
		switch {
		case kind == store.Worry:
			return worry(c, i, isNew)
		case !isNew:
			return c.Answer(locales.T("stand."+string(kind)+"_again", "title", bot.Excerpt(i.Title, 40)))
		case kind == store.Help:
			if err := c.TellMakers(i, store.Message{Class: store.ClassModeration,
				Body: c.Body(locales.T("ideas.helper", "ref", i.Ref, "title", i.Title))}); err != nil {
				return err
			}
		}
		return c.Answer(locales.T("stand."+string(kind), "title", bot.Excerpt(i.Title, 40)))
	}
}

// worry tells the volunteers that somebody worries, never the group, and asks in private what about.
func worry(c *bot.Context, i store.Idea, isNew bool) error {
	if isNew {
		if err := tellReviewers(c, i, locales.T("stand.worry_told", "ref", i.Ref, "title", i.Title)); err != nil {
			return err
		}
	}
	chat, ok, err := c.Aside("")
	if err != nil || !ok {
		return err
	}
	return c.Begin(chat, "worry", i, nil, locales.T("stand.worry", "title", i.Title))
}

func recordWorry(c *bot.Context, t *bot.Talk) error {
	words := t.Said("worry")
	if words == "" {
		return c.Say(locales.T("stand.worry_kept"))
	}
	i, err := c.Idea(t.Subject)
	if err != nil {
		return err
	}
	if _, err := c.AddWords(i.ID, store.WorryWords, c.Person.ID, words, c.Now); err != nil {
		return err
	}
	if err := tellReviewers(c, i, locales.T("stand.worry_words", "ref", i.Ref, "title", i.Title, "words", words)); err != nil {
		return err
	}
	return c.Say(locales.T("stand.worry_thanks"))
}

func tellReviewers(c *bot.Context, i store.Idea, t locales.Text) error {
	places, err := c.ReviewPlaces(i)
	if err != nil {
		return err
	}
	for _, p := range places {
		if err := c.Tell(p, store.ClassModeration, t); err != nil {
			return err
		}
	}
	return nil
}
