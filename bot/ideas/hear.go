package ideas

import (
	"slices"
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// tell writes to the makers, when a decision's time for undoing is over.
func tell(c *bot.Context, e store.Event, text string, args []any, buttons ...bot.Button) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	who, err := c.Somebody(e.By, i.Smederij)
	if err != nil {
		return err
	}
	args = append(args, "who", who, "ref", i.Ref, "title", i.Title, "contact", c.House.Settings.Contact)
	return c.TellMakers(i, store.Message{
		Class: store.ClassReply, Body: c.Body(locales.T(text, args...), buttons...), Decision: e.Decision.ID, NotBefore: e.Decision.ReleasedAt,
	})
}

// tellQuestion brings a question to the author.
func tellQuestion(c *bot.Context, e store.Event) error {
	asked, err := c.WordsAbout(e.Idea, store.QuestionWords)
	if err != nil || len(asked) == 0 {
		return err
	}
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	return tell(c, e, "ideas.asked", []any{"question", asked[len(asked)-1].Text, "by", locales.Date(i.AnswerBy)},
		bot.Tap(locales.T("ideas.button.reply"), "ideas:reply", int64(e.Idea)))
}

// tellClaimed says that somebody is at an idea, once for each promise.
func tellClaimed(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil || i.ClaimedBy == 0 {
		return err
	}
	if isNew, err := c.RaiseLate("claimed", i, c.Now); err != nil || !isNew {
		return err
	}
	return tell(c, e, "ideas.claimed", []any{"promise", promise(c, i)})
}

// tellAccepted brings the good news to the author and the card to the group.
func tellAccepted(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	where, err := c.GoodNews("ideas.accepted", i)
	if err != nil {
		return err
	}
	if err := tell(c, e, where, []any{"by", locales.Date(i.AnswerBy)}, bot.Tap(locales.T("ideas.button.look"), "ideas:show", int64(e.Idea))); err != nil {
		return err
	}
	return shownNow(c, e)
}

// shownNow brings an idea that fits to its group, and asks its author which photos that group may see.
func shownNow(c *bot.Context, e store.Event) error {
	if err := card(c, e); err != nil {
		return err
	}
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	return askPhotos(c, i, e.Decision)
}

// relocated takes the card and the photos out of the group of the Smederij that an idea left, and shows them in that of its new one.
func relocated(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	there, err := c.SlotChats(bot.CardSlot(i.ID))
	if err != nil {
		return err
	}
	s, err := c.Smederij(i.Smederij)
	if err != nil {
		return err
	}
	for _, chat := range there {
		if err := c.Remove(chat, bot.CardSlot(i.ID), locales.T("card.elsewhere", "ref", e.Ref, "title", i.Title, "smederij", s.Name)); err != nil {
			return err
		}
	}
	list, err := c.Attachments(i.ID)
	if err != nil {
		return err
	}
	for _, a := range list {
		if _, err := removePhoto(c, a); err != nil {
			return err
		}
	}
	if err := card(c, e); err != nil || !i.State.Public() {
		return err
	}
	groups, err := c.LinkedChats(store.GroupChat, i.Smederij)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if err := photosOf(c, g.ID, i); err != nil {
			return err
		}
	}
	return nil
}

func tellDeclined(c *bot.Context, e store.Event) error {
	reason, err := c.Reason(e.Decision)
	if err != nil {
		return err
	}
	return tell(c, e, "ideas.declined", []any{"criterion", criterion(e.Decision.Criterion), "reason", reason, "days", c.Terms().Appeal}, toSteering(e.Idea))
}

// criterion is a rule in plain words.
func criterion(n int) locales.Text {
	return locales.T("criterion." + string(rune('0'+n)) + ".text")
}

func tellReferred(c *bot.Context, e store.Event) error {
	return tell(c, e, "ideas.referred", []any{"report", c.House.Settings.Report})
}

// card posts an idea in its group, or brings its card up to date.
func card(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	slot := bot.CardSlot(i.ID)
	groups, err := c.SlotChats(slot)
	if err != nil {
		return err
	}
	if groups, err = c.Still(store.GroupChat, i, groups); err != nil {
		return err
	}
	if len(groups) == 0 && i.State.Public() {
		linked, err := c.LinkedChats(store.GroupChat, i.Smederij)
		if err != nil {
			return err
		}
		for _, g := range linked {
			groups = append(groups, g.ID)
		}
	}
	for _, g := range groups {
		if err := postCard(c, g, slot, i, e.Decision); err != nil {
			return err
		}
	}
	return nil
}

// linked shows a group that has just been linked the ideas whose author heard that neighbours can support them.
func linked(c *bot.Context, e store.Event) error {
	chat, err := c.Tx.Chat(e.Chat)
	if err != nil || chat.Purpose != store.GroupChat {
		return err
	}
	for _, state := range []store.State{store.Accepted, store.Granted, store.Underway} {
		list, err := c.IdeasIn(chat.Smederij, state, linkedPortion)
		if err != nil {
			return err
		}
		for _, i := range list {
			if err := cardIn(c, chat.ID, i); err != nil {
				return err
			}
			if err := photosOf(c, chat.ID, i); err != nil {
				return err
			}
		}
	}
	return nil
}

const linkedPortion = 30 // ideas of a state that a newly linked group gets

// cardAgain shows the card as it is now, but for a decision that can still be undone: that is shown when it is told.
func cardAgain(c *bot.Context, e store.Event) error {
	d, err := c.Held(e.Idea, c.Now)
	if err != nil {
		return err
	}
	return card(c, store.Event{Idea: e.Idea, Decision: d})
}

// cardIn shows an idea's card in a group where it does not stand yet.
func cardIn(c *bot.Context, group store.ChatID, i store.Idea) error {
	there, err := c.SlotChats(bot.CardSlot(i.ID))
	if err != nil || slices.Contains(there, group) {
		return err
	}
	d, err := c.Held(i.ID, c.Now)
	if err != nil {
		return err
	}
	return postCard(c, group, bot.CardSlot(i.ID), i, d)
}

func postCard(c *bot.Context, group store.ChatID, slot string, i store.Idea, d store.Decision) error {
	if !i.State.Public() {
		seen, err := c.Unpost(group, slot)
		if err != nil || !seen {
			return err // taken back before anybody saw it
		}
	}
	body, err := drawCard(c, i)
	if err != nil {
		return err
	}
	at := hold(d)
	if stands, err := c.Seen(group, slot); err != nil {
		return err
	} else if !stands { // only what is new makes telephones ring
		at = c.ByDay(at)
	}
	return c.Post(store.Message{Chat: group, Class: store.ClassPost, Slot: slot, Body: body, Decision: d.ID, NotBefore: at})
}

func hold(d store.Decision) time.Time {
	if d.ID == 0 {
		return time.Time{}
	}
	return d.ReleasedAt
}

// people says how many stand beside an idea, without naming anybody and without a cold zero.
func people(n store.Counts) locales.Text {
	support, help := locales.T("card.support", "n", n.Support), locales.T("card.help", "n", n.Help)
	switch {
	case n.Support == 0 && n.Help == 0:
		return locales.T("card.people.none")
	case n.Help == 0:
		return support
	case n.Support == 0:
		return help
	}
	return locales.T("card.people.both", "support", support, "help", help)
}

// drawCard is what a group sees of an idea: no names, no contact (PRIVACY P13).
func drawCard(c *bot.Context, i store.Idea) (store.Body, error) {
	state, err := c.StandOf(i, false)
	if err != nil {
		return store.Body{}, err
	}
	if !i.State.Public() {
		return c.Body(locales.T("card.gone", "ref", i.Ref, "title", i.Title, "state", state)), nil
	}
	story, err := c.Story(i, bot.ForGroup)
	if err != nil {
		return store.Body{}, err
	}
	n, err := c.Counts(i.ID)
	if err != nil {
		return store.Body{}, err
	}
	beside := people(n)
	if i.State.Over() && n.Support == 0 && n.Help == 0 {
		beside = locales.T("card.people.over")
	}
	text := locales.T("card.group", "ref", i.Ref, "title", i.Title, "story", story, "state", state,
		"people", beside)
	if i.State.Over() {
		return c.Body(text), nil
	}
	return c.Body(text,
		bot.Tap(locales.T("card.button.support"), "ideas:support", int64(i.ID)), bot.Tap(locales.T("card.button.assist"), "ideas:assist", int64(i.ID)),
		bot.Tap(locales.T("card.button.worry"), "ideas:worry", int64(i.ID))), nil
}
