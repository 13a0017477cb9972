package moderation

import (
	"errors"
	"strconv"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// What those who decide hear of a decision, with a way back as long as nobody was told.

// decided tells those who decide together what one of them decided, with a way back, and takes the buttons off the card.
func decided(c *bot.Context, e store.Event) error {
	if err := redraw(c, e); err != nil {
		return err
	}
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	return announce(c, i, e.Decision, outcome)
}

// outcome is the text of a decision that can still be undone.
const outcome = "review.outcome"

// announce posts or changes the message that tells of a decision.
func announce(c *bot.Context, i store.Idea, d store.Decision, key string) error {
	slot := "decision:" + strconv.FormatInt(int64(d.ID), 10)
	places, err := c.SlotChats(slot)
	if err != nil {
		return err
	}
	switch {
	case len(places) == 0:
		places, err = decidingPlaces(c, i, d)
	case bySteering(d):
		places, err = c.StillSteering(i, places)
	case d.Move.ByManager(): // in private chats, where coordinators stay coordinators
	default:
		places, err = c.Still(store.VolunteersChat, i, places)
	}
	if err != nil {
		return err
	}
	what, err := decision(c, i, d)
	if err != nil {
		return err
	}
	args := []any{"ref", i.Ref, "title", i.Title, "state", what}
	var buttons []bot.Button
	if key == outcome {
		args = append(args, "at", locales.Clock(d.ReleasedAt.In(c.Terms().Zone)))
		buttons = []bot.Button{bot.Tap(locales.T("review.button.undo"), "review:undo", int64(d.ID)),
			bot.Tap(locales.T("review.button.release"), "review:release", int64(d.ID))}
	}
	for _, p := range places {
		name, err := c.NameIn(p, d.By)
		if err != nil {
			return err
		}
		body := c.Body(locales.T(key, append(args, "name", name)...), buttons...)
		if err := c.Post(store.Message{Chat: p, Class: store.ClassModeration, Slot: slot, Body: body}); err != nil {
			return err
		}
	}
	return nil
}

// decision says what was decided: where the idea stands now, and of money how much.
func decision(c *bot.Context, i store.Idea, d store.Decision) (locales.Text, error) {
	moved, err := c.Moved(d.ID)
	switch d.Move {
	case store.Grant, store.Pay, store.Release:
		return locales.T("review.money."+string(d.Move), "amount", locales.Euro(moved)), err
	}
	return bot.Label(i, false), err
}

// withdrawn takes the buttons off, also of a decision that nobody will hear.
func withdrawn(c *bot.Context, e store.Event) error {
	if err := redraw(c, e); err != nil {
		return err
	}
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	d, err := c.LastDecision(i.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && !c.Now.Before(d.ReleasedAt) {
		return nil
	}
	if err != nil {
		return err
	}
	return announce(c, i, d, "review.outcome_withdrawn")
}

// undone gives the card its buttons back and says so in a new message: who reads with their ears hears no edits.
func undone(c *bot.Context, e store.Event) error {
	if err := redraw(c, e); err != nil {
		return err
	}
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	if err := announce(c, i, e.Decision, "review.outcome_undone"); err != nil {
		return err
	}
	places, err := decidingPlaces(c, i, e.Decision)
	if err != nil {
		return err
	}
	buttons := actions(i, c)
	switch {
	case bySteering(e.Decision):
		buttons = steeringActions(i)
	case e.Decision.Move.OfMoney():
		buttons = []bot.Button{bot.Tap(locales.T("review.button.money"), "budget:idea", int64(i.ID))}
	case e.Decision.Move == store.Finish || e.Decision.Move == store.Resume:
		buttons = []bot.Button{bot.Tap(locales.T("report.button.show"), "report:show", int64(i.ID))}
	}
	return tellPlaces(c, i, places, "review.undone_told", e.By, buttons...)
}

// decidingPlaces are the chats of those who could have made a decision, and can undo it.
func decidingPlaces(c *bot.Context, i store.Idea, d store.Decision) ([]store.ChatID, error) {
	switch {
	case bySteering(d):
		return c.SteeringPlaces(i)
	case d.Move.ByManager():
		return c.ManagersOf(i)
	}
	places, err := c.ReviewPlaces(i)
	if before := (store.Idea{AnswerBy: d.Promised}); err != nil || !c.Late(before) {
		return places, err
	}
	managers, err := c.ManagersOf(i) // who may decide too when it is late
	return append(places, without(managers, places)...), err
}
