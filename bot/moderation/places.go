package moderation

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// waitingPortion is how many ideas of a state are brought elsewhere at once; /werk shows the rest.
const waitingPortion = 30

// linked takes what is not for this chat any more out of it, and brings what waits to where it is tested now.
func linked(c *bot.Context, e store.Event) error {
	chat, err := c.Tx.Chat(e.Chat)
	if err != nil {
		return err
	}
	if err := vacate(c, chat); err != nil {
		return err
	}
	switch chat.Purpose {
	case store.VolunteersChat:
		return rearrange(c, chat.Smederij)
	case store.SteeringChat:
		return rearrangeSteering(c, 0)
	}
	return nil
}

// dismissed does the same for whoever lost a role, and for the ideas that waited for them.
func dismissed(c *bot.Context, e store.Event) error {
	all, err := c.Smederijen()
	if err != nil {
		return err
	}
	var team string
	for _, s := range all {
		if s.ID == e.Smederij {
			team = s.Team
		}
	}
	for _, s := range all {
		if e.Smederij == 0 || s.ID == e.Smederij {
			if err := rearrange(c, s.ID); err != nil {
				return err
			}
		}
		if e.Smederij == 0 || s.Team == team {
			if err := rearrangeAdvice(c, s.ID); err != nil {
				return err
			}
		}
	}
	return rearrangeSteering(c, e.Smederij)
}

// gone brings what waited in a volunteers' chat that cannot be reached to each of them.
func gone(c *bot.Context, s bot.Signal) error {
	chat, err := c.Tx.Chat(store.ChatID(s.Subject))
	switch {
	case err != nil:
		return err
	case chat.Purpose == store.SteeringChat:
		return rearrangeSteering(c, 0)
	case chat.Purpose == store.VolunteersChat:
		return rearrange(c, chat.Smederij)
	}
	return nil
}

// merged brings the cards of both ideas up to date.
func merged(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	return errors.Join(redraw(c, e), redraw(c, store.Event{Idea: i.MergedInto}))
}

// carried brings an idea to others when one of those who decide carries it now, and may decide on it no more.
func carried(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	if i.State == store.Appealed || i.AwaitsSteering() {
		return showSteering(c, i)
	}
	if i.State != store.Submitted && i.State != store.Asked {
		return nil
	}
	role, err := c.RoleOf(e.By, i.Smederij)
	if err != nil || role == "" {
		return err
	}
	places, err := c.ReviewPlaces(i)
	if err != nil {
		return err
	}
	there, err := c.SlotChats(bot.ReviewSlot(i.ID))
	if err != nil {
		return err
	}
	places = slices.DeleteFunc(places, func(p store.ChatID) bool { return slices.Contains(there, p) })
	return bring(c, i, places)
}

// rearrange shows the ideas of a Smederij that wait to those who decide now, and to nobody else any more.
func rearrange(c *bot.Context, s store.SmederijID) error {
	for _, state := range []store.State{store.Submitted, store.Asked} {
		waiting, err := c.IdeasIn(s, state, waitingPortion)
		if err != nil {
			return err
		}
		for _, i := range waiting {
			places, err := c.ReviewPlaces(i)
			if err != nil {
				return err
			}
			if err := bring(c, i, places); err != nil {
				return err
			}
			if err := takeAway(c, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// rearrangeAdvice takes the ideas of a Smederij that wait from who advises on them no more.
func rearrangeAdvice(c *bot.Context, s store.SmederijID) error {
	for _, state := range []store.State{store.Submitted, store.Asked} {
		waiting, err := c.IdeasIn(s, state, waitingPortion)
		if err != nil {
			return err
		}
		for _, i := range waiting {
			if _, err := dropAdvice(c, i); err != nil {
				return err
			}
		}
	}
	return nil
}

func without(places, others []store.ChatID) []store.ChatID {
	return slices.DeleteFunc(slices.Clone(places), func(p store.ChatID) bool { return slices.Contains(others, p) })
}

// takeAway removes an idea from where nobody may see it any more.
func takeAway(c *bot.Context, i store.Idea) error {
	list, err := c.Attachments(i.ID)
	if err != nil {
		return err
	}
	slots := []string{bot.ReviewSlot(i.ID)}
	for _, a := range list {
		slots = append(slots, mediaSlot(a.ID))
	}
	for _, slot := range slots {
		there, err := c.SlotChats(slot)
		if err != nil {
			return err
		}
		still, err := c.Still(store.VolunteersChat, i, there)
		if err != nil {
			return err
		}
		if slot != bot.ReviewSlot(i.ID) && i.ForSteering() { // the steering group keeps the photos
			answers, err := c.StillSteering(i, there)
			if err != nil {
				return err
			}
			still = append(still, answers...)
		}
		for _, chat := range there {
			if slices.Contains(still, chat) {
				continue
			}
			if err := c.Remove(chat, slot, locales.T("review.elsewhere", "ref", i.Ref)); err != nil {
				return err
			}
		}
	}
	return nil
}

// vacate takes ideas that are still tested out of a chat that is not for their volunteers.
func vacate(c *bot.Context, chat store.Chat) error {
	slots, err := c.SlotsIn(chat.ID)
	if err != nil {
		return err
	}
	for _, slot := range slots {
		id, tests := strings.CutPrefix(slot, reviewPrefix)
		id, answers := strings.CutPrefix(id, bot.SteeringPrefix)
		if !tests && !answers {
			continue
		}
		n, err := strconv.ParseInt(id, 10, 64)
		if err != nil {
			return err
		}
		i, err := c.Idea(store.IdeaID(n))
		if err != nil {
			return err
		}
		switch {
		case answers:
			err = takeSteeringAway(c, i)
		case chat.Purpose != store.VolunteersChat || chat.Smederij != i.Smederij:
			err = takeAway(c, i)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

var reviewPrefix = strings.TrimSuffix(bot.ReviewSlot(0), "0")
