package moderation

import (
	"slices"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// A lange klap that fits the rules gets nothing from the yearly pot. The steering group says how it goes on, by a date of its own, with
// time to think again like everybody who decides.

// accepted tells those who test ideas of it, and brings a lange klap to the steering group.
func accepted(c *bot.Context, e store.Event) error {
	if err := decided(c, e); err != nil {
		return err
	}
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	return awaited(c, i, e.Decision)
}

// awaited brings a lange klap that fits now to the steering group, when the decision that made it so stands. Where its card stood
// already, a message comes beside it: who reads with their ears hears no edits.
func awaited(c *bot.Context, i store.Idea, d store.Decision) error {
	if !i.AwaitsSteering() {
		return nil
	}
	places, err := c.SteeringPlaces(i)
	if err != nil {
		return err
	}
	if len(places) == 0 {
		c.House.Log.Warn("a lange klap reaches nobody: no steering group, coordinator or operator can be reached", "idea", i.ID)
	}
	there, err := c.SlotChats(bot.SteeringSlot(i.ID))
	if err != nil {
		return err
	}
	if err := bringSteering(c, i, without(places, there)); err != nil {
		return err
	}
	body := c.Body(locales.T("long.waits", "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy)), steeringActions(i)...)
	for _, p := range places {
		if !slices.Contains(there, p) {
			continue
		}
		if err := c.Post(store.Message{Chat: p, Class: store.ClassModeration, Body: body, Decision: d.ID, NotBefore: d.ReleasedAt}); err != nil {
			return err
		}
	}
	return nil
}

func adopt(c *bot.Context, t *bot.Talk) error { return answerLong(c, t, store.Adopt, t.Said("words")) }

func shelve(c *bot.Context, t *bot.Talk) error {
	return answerLong(c, t, store.Shelve, t.Said("reason"))
}

func answerLong(c *bot.Context, t *bot.Talk, m store.Move, words string) error {
	if _, err := c.Move(c.Person.ID, t.Subject, m, store.Detail{Revision: t.Revision, Words: words}, c.Now); err != nil {
		return err
	}
	return c.Say(locales.T("review.declined", "at", locales.Clock(c.Now.Add(c.Terms().Hold).In(c.Terms().Zone))))
}

// adopted and shelved bring the steering group's answer to the author and to those who test ideas, when it can no longer be undone.
func adopted(c *bot.Context, e store.Event) error { return tellLong(c, e, "adopted") }

func shelved(c *bot.Context, e store.Event) error { return tellLong(c, e, "shelved") }

func tellLong(c *bot.Context, e store.Event, answer string) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	words, err := c.Reason(e.Decision)
	if err != nil {
		return err
	}
	return tellAnswer(c, e, i,
		locales.T("long."+answer, "ref", i.Ref, "title", i.Title, "words", words, "contact", c.House.Settings.Contact),
		locales.T("long."+answer+"_told", "ref", i.Ref, "title", i.Title, "words", words))
}
