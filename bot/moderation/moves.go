package moderation

import (
	"errors"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// What is done less often with an idea stands behind one button: it is a report, it belongs elsewhere, it is a lange klap, it takes
// part in a next round.

// choices are the rarer moves, in the order in which they are shown.
var choices = []struct {
	move   store.Move
	label  string
	press  string
	offers func(store.Idea) bool
}{
	{store.Refer, "review.button.refer", "review:refer", func(store.Idea) bool { return true }},
	{store.Relocate, "moves.button.relocate", "review:relocate", func(store.Idea) bool { return true }},
	{store.Retrack, "moves.button.long", "review:long", func(i store.Idea) bool { return i.Track != store.LongTrack }},
	{store.Retrack, "moves.button.short", "review:short", func(i store.Idea) bool { return i.Track == store.LongTrack }},
	{store.Reopen, "moves.button.reopen", "review:reopen", func(store.Idea) bool { return true }},
}

// hasChoices tells whether there is more to do with an idea than its card shows.
func hasChoices(i store.Idea) bool {
	return i.State == store.Submitted || i.State == store.Accepted || i.State == store.NotGranted
}

func choicesButton(i store.Idea) bot.Button {
	return bot.Tap(locales.T("moves.button.choices"), "review:choices", int64(i.ID), i.Revision)
}

// showChoices posts what this person can do besides, where they asked. When that is nothing it says why.
func showChoices(c *bot.Context, i store.Idea) error {
	var buttons []bot.Button
	var why *store.Refusal
	for _, m := range choices {
		err := c.May(c.Person.ID, i, m.move, 0, c.Now)
		switch {
		case err == nil && m.offers(i):
			buttons = append(buttons, bot.Tap(locales.T(m.label), m.press, int64(i.ID), i.Revision))
		case err != nil:
			var no *store.Refusal
			if !errors.As(err, &no) {
				return err
			}
			if why == nil || why.Reason == store.WrongState { // that a move is not for this state says least
				why = no
			}
		}
	}
	if len(buttons) == 0 {
		return why
	}
	return c.Say(locales.T("moves.choices", "ref", i.Ref, "title", i.Title), buttons...)
}

// retrack puts an idea on another track. Pressing again changes nothing.
func retrack(to store.Track) func(*bot.Context, store.Idea) error {
	return func(c *bot.Context, i store.Idea) error {
		switch {
		case c.Arg(1) == 0:
			return c.Answer(locales.T("sorry.unknown_button"))
		case i.Track == to:
			return c.Answer(locales.T("moves.kept." + string(to)))
		}
		_, err := c.Move(c.Person.ID, i.ID, store.Retrack, store.Detail{Revision: c.Arg(1), Track: to}, c.Now)
		return answered(c, err, locales.T("moves.kept."+string(to)))
	}
}

// retracked tells the author in plain words what changes, and the steering group of an idea that is theirs too now, or no more.
func retracked(c *bot.Context, e store.Event) error {
	if err := redraw(c, e); err != nil {
		return err
	}
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	text := "moves.author." + string(i.Track)
	if i.AwaitsSteering() {
		text = "moves.author.long_waits"
	}
	if err := tellAuthor(c, i, store.Decision{}, locales.T(text, "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy),
		"contact", c.House.Settings.Contact), look(i)); err != nil {
		return err
	}
	if i.AwaitsSteering() {
		return awaited(c, i, store.Decision{})
	}
	return retrackedTold(c, i)
}

// retrackedTold tells the steering group of a lange klap that is still to be tested, or that one is none any more; then its card goes,
// unless they answered an appeal there.
func retrackedTold(c *bot.Context, i store.Idea) error {
	var buttons []bot.Button
	if i.ForSteering() {
		buttons = append(buttons, readButton(i))
	} else {
		there, err := c.SlotChats(bot.SteeringSlot(i.ID))
		if err != nil {
			return err
		}
		if err := takeSteeringFrom(c, i, there); err != nil {
			return err
		}
	}
	places, err := c.SteeringPlaces(i)
	if err != nil {
		return err
	}
	s, err := c.Smederij(i.Smederij)
	if err != nil {
		return err
	}
	for _, p := range places {
		if err := c.Tell(p, store.ClassModeration, locales.T("moves.steering."+string(i.Track), "ref", i.Ref, "title", i.Title, "smederij", s.Name),
			buttons...); err != nil {
			return err
		}
	}
	return nil
}

// relocate carries an idea to the Smederij that was named.
func relocate(c *bot.Context, t *bot.Talk) error {
	s, err := c.SmederijByCode(t.Value("smederij"))
	if err != nil {
		return err
	}
	i, err := c.Idea(t.Subject)
	if err != nil {
		return err
	}
	if i.Smederij == s.ID {
		return c.Say(locales.T("moves.same", "ref", i.Ref, "smederij", s.Name))
	}
	i, err = c.Move(c.Person.ID, i.ID, store.Relocate, store.Detail{Revision: t.Revision, Smederij: s.ID}, c.Now)
	if err != nil {
		return err
	}
	return c.Say(locales.T("moves.relocated", "ref", i.Ref, "smederij", s.Name))
}

// relocated takes an idea from those of the Smederij that it left, brings it to those of its new one, and tells all of them, and its
// author. The date that the author was promised stands.
func relocated(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	from, err := c.Smederij(e.Smederij)
	if err != nil {
		return err
	}
	to, err := c.Smederij(i.Smederij)
	if err != nil {
		return err
	}
	old := i
	old.Smederij = e.Smederij
	before, err := c.ReviewPlaces(old)
	if err != nil {
		return err
	}
	after, err := c.ReviewPlaces(i)
	if err != nil {
		return err
	}
	if err := takeAway(c, i); err != nil {
		return err
	}
	args := []any{"old", e.Ref, "ref", i.Ref, "title", i.Title, "from", from.Name, "smederij", to.Name}
	for _, p := range without(before, after) {
		if err := tellNamed(c, p, "moves.went", e.By, args); err != nil {
			return err
		}
	}
	for _, p := range after {
		if err := tellNamed(c, p, "moves.came", e.By, args); err != nil {
			return err
		}
	}
	if err := bring(c, i, after); err != nil {
		return err
	}
	if err := redrawAdvice(c, i); err != nil {
		return err
	}
	if i.AwaitsSteering() {
		if err := errors.Join(redrawSteering(c, i), showSteering(c, i)); err != nil {
			return err
		}
	}
	if i.State == store.Submitted {
		if err := askTeam(c, i); err != nil {
			return err
		}
	}
	text := "moves.author_relocated"
	if i.State == store.Submitted || i.AwaitsSteering() {
		text = "moves.author_relocated_waits"
	}
	return tellAuthor(c, i, store.Decision{}, locales.T(text, append(args, "by", locales.Date(i.AnswerBy), "contact", c.House.Settings.Contact)...), look(i))
}

// tellNamed tells a chat what somebody did, by the name that is known there.
func tellNamed(c *bot.Context, p store.ChatID, key string, by store.PersonID, args []any) error {
	name, err := c.NameIn(p, by)
	if err != nil {
		return err
	}
	return c.Tell(p, store.ClassModeration, locales.T(key, append(args, "name", name)...))
}

func reopen(c *bot.Context, i store.Idea) error {
	if c.Arg(1) == 0 {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	_, err := c.Move(c.Person.ID, i.ID, store.Reopen, store.Detail{Revision: c.Arg(1)}, c.Now)
	return answered(c, err, locales.T("moves.reopened"))
}

// reopened tells the author of a next round, and those who test ideas; of a lange klap also the steering group, which decides anew.
func reopened(c *bot.Context, e store.Event) error {
	if err := decided(c, e); err != nil {
		return err
	}
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	author, others := "moves.author_reopened", "moves.reopened_told"
	if i.AwaitsSteering() {
		author, others = "long.author_reopened", "long.reopened_told"
	}
	if err := tellAuthor(c, i, e.Decision, locales.T(author, "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy),
		"contact", c.House.Settings.Contact), look(i)); err != nil {
		return err
	}
	know, err := c.Managers(i.Smederij)
	if err != nil {
		return err
	}
	if err := tellElsewhere(c, i, know, e.Decision, locales.T(others, "ref", i.Ref, "title", i.Title)); err != nil {
		return err
	}
	return awaited(c, i, e.Decision)
}
