package moderation

import (
	"slices"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// The steering group sees an idea on one card, whatever it is asked: an author does not agree with a refusal, or a lange klap fits and
// somebody has to say how it goes on.

// bySteering tells whether a decision is the steering group's.
func bySteering(d store.Decision) bool {
	return slices.Contains([]store.Move{store.Uphold, store.Reject, store.Adopt, store.Shelve}, d.Move)
}

// bringSteering posts the card, with the photos and recordings of its idea. All of it waits for a decision that may still be undone.
func bringSteering(c *bot.Context, i store.Idea, places []store.ChatID) error {
	d, err := c.Held(i.ID, c.Now)
	if err != nil {
		return err
	}
	if err := postSteering(c, i, places, d); err != nil {
		return err
	}
	return postMedia(c, i, places)
}

func postSteering(c *bot.Context, i store.Idea, places []store.ChatID, d store.Decision) error {
	body, err := drawSteering(c, i)
	for _, p := range places {
		if err != nil {
			return err
		}
		err = c.Post(store.Message{Chat: p, Class: store.ClassModeration, Slot: bot.SteeringSlot(i.ID), Body: body,
			Decision: d.ID, NotBefore: d.ReleasedAt})
	}
	return err
}

// redrawSteering brings the cards that stand up to date.
func redrawSteering(c *bot.Context, i store.Idea) error {
	places, err := c.SlotChats(bot.SteeringSlot(i.ID))
	if err != nil || len(places) == 0 {
		return err
	}
	if places, err = c.StillSteering(i, places); err != nil {
		return err
	}
	return postSteering(c, i, places, store.Decision{})
}

// drawSteering is an idea as the steering group sees it: the whole idea, and of an appeal why it was refused and why its author does not
// agree.
func drawSteering(c *bot.Context, i store.Idea) (store.Body, error) {
	s, err := c.Smederij(i.Smederij)
	if err != nil {
		return store.Body{}, err
	}
	story, err := c.Story(i, bot.ForTesters)
	if err != nil {
		return store.Body{}, err
	}
	costs, err := c.Costs(i.ID)
	if err != nil {
		return store.Body{}, err
	}
	why, err := dispute(c, i, 600)
	if err != nil {
		return store.Body{}, err
	}
	advice, err := c.AdviceText(i.ID, 200)
	if err != nil {
		return store.Body{}, err
	}
	for _, part := range []string{costs, advice} {
		if part != "" {
			why += "\n\n" + part
		}
	}
	notes, err := c.Notes(i)
	if err != nil {
		return store.Body{}, err
	}
	stand, err := steeringStand(c, i)
	if err != nil {
		return store.Body{}, err
	}
	text := "appeal.card"
	if i.Track == store.LongTrack && i.State != store.Appealed {
		text = "long.card"
	}
	return c.Body(locales.T(text, "smederij", s.Name, "ref", i.Ref, "title", i.Title, "story", story+why+notes, "stand", stand),
		steeringActions(i)...), nil
}

// steeringStand is the last line of the card: by when an answer was promised, or what became of the idea.
func steeringStand(c *bot.Context, i store.Idea) (locales.Text, error) {
	switch waits := i.State == store.Appealed || i.AwaitsSteering(); {
	case waits && c.Late(i):
		return locales.T("review.promised_late", "by", locales.Date(i.AnswerBy)), nil
	case waits:
		return locales.T("review.promised", "by", locales.Date(i.AnswerBy)), nil
	}
	state, err := c.StandOf(i, false)
	return locales.T("review.stand", "state", state), err
}

func steeringActions(i store.Idea) []bot.Button {
	var buttons []bot.Button
	switch {
	case i.State == store.Appealed:
		buttons = []bot.Button{bot.Tap(locales.T("appeal.button.uphold"), "review:uphold", int64(i.ID), i.Revision),
			bot.Tap(locales.T("appeal.button.reject"), "review:reject", int64(i.ID), i.Revision)}
	case i.AwaitsSteering():
		buttons = []bot.Button{bot.Tap(locales.T("long.button.adopt"), "review:adopt", int64(i.ID), i.Revision),
			bot.Tap(locales.T("long.button.shelve"), "review:shelve", int64(i.ID), i.Revision)}
	}
	return append(buttons, readButton(i))
}

// drawSteeringFor is the card for one of those who answer, who asked for it: a coordinator can do more with a lange klap.
func drawSteeringFor(c *bot.Context, i store.Idea, p store.PersonID) (store.Body, error) {
	body, err := drawSteering(c, i)
	if err != nil || !hasChoices(i) {
		return body, err
	}
	guides, err := c.Deciders(store.Guide, i)
	if slices.Contains(guides, p) {
		body.Buttons = c.Body(locales.Text{}, append(steeringActions(i), choicesButton(i))...).Buttons
	}
	return body, err
}

// rearrangeSteering shows what waits for the steering group in a Smederij (0: in all) to those who answer now, and to nobody else any
// more.
func rearrangeSteering(c *bot.Context, only store.SmederijID) error {
	all, err := c.Smederijen()
	if err != nil {
		return err
	}
	for _, s := range all {
		if only != 0 && s.ID != only {
			continue
		}
		waiting, err := c.IdeasIn(s.ID, store.Appealed, waitingPortion)
		if err != nil {
			return err
		}
		long, err := c.LongIdeas(s.ID, waitingPortion)
		if err != nil {
			return err
		}
		for _, i := range append(waiting, long...) {
			if err := showSteering(c, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// showSteering brings the card of an idea to those who answer now and do not have it, and takes it from all others.
func showSteering(c *bot.Context, i store.Idea) error {
	places, err := c.SteeringPlaces(i)
	if err != nil {
		return err
	}
	there, err := c.SlotChats(bot.SteeringSlot(i.ID))
	if err != nil {
		return err
	}
	if err := bringSteering(c, i, without(places, there)); err != nil {
		return err
	}
	return takeSteeringAway(c, i)
}

// takeSteeringAway removes the card from where nobody may see it any more.
func takeSteeringAway(c *bot.Context, i store.Idea) error {
	there, err := c.SlotChats(bot.SteeringSlot(i.ID))
	if err != nil {
		return err
	}
	still, err := c.StillSteering(i, there)
	if err != nil {
		return err
	}
	return takeSteeringFrom(c, i, without(there, still))
}

// takeSteeringFrom removes the card from these chats, and the photos below it where nobody tests the idea either.
func takeSteeringFrom(c *bot.Context, i store.Idea, chats []store.ChatID) error {
	tests, err := c.Still(store.VolunteersChat, i, chats)
	if err != nil {
		return err
	}
	list, err := c.Attachments(i.ID)
	if err != nil {
		return err
	}
	for _, chat := range chats {
		slots := []string{bot.SteeringSlot(i.ID)}
		for _, a := range list {
			if !slices.Contains(tests, chat) {
				slots = append(slots, mediaSlot(a.ID))
			}
		}
		for _, slot := range slots {
			if err := c.Remove(chat, slot, locales.T("review.elsewhere", "ref", i.Ref)); err != nil {
				return err
			}
		}
	}
	return nil
}
