package moderation

import (
	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// submitted brings a new idea to those who test it.
func submitted(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	places, err := c.ReviewPlaces(i)
	if err != nil {
		return err
	}
	if len(places) == 0 {
		c.House.Log.Warn("an idea reaches nobody: no volunteer, coordinator or operator can be reached", "idea", i.ID)
	}
	if err := bring(c, i, places); err != nil {
		return err
	}
	return askTeam(c, i)
}

// bring posts an idea's card, with its photos and recordings.
func bring(c *bot.Context, i store.Idea, places []store.ChatID) error {
	if err := post(c, i, places); err != nil {
		return err
	}
	return postMedia(c, i, places)
}

// redraw brings the cards that stand up to date.
func redraw(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	places, err := cardPlaces(c, i)
	if err != nil {
		return err
	}
	if err := post(c, i, places); err != nil || e.Kind == store.Claimed { // who is at it stands on no other card
		return err
	}
	if err := redrawSteering(c, i); err != nil {
		return err
	}
	return redrawAdvice(c, i)
}

// cardPlaces are the chats where an idea's card stands and still belongs.
func cardPlaces(c *bot.Context, i store.Idea) ([]store.ChatID, error) {
	places, err := c.SlotChats(bot.ReviewSlot(i.ID))
	if err != nil {
		return nil, err
	}
	return c.Still(store.VolunteersChat, i, places)
}

func post(c *bot.Context, i store.Idea, places []store.ChatID) error {
	for _, p := range places {
		body, err := draw(c, i, p)
		if err != nil {
			return err
		}
		if err := c.Post(store.Message{Chat: p, Class: store.ClassModeration, Slot: bot.ReviewSlot(i.ID), Body: body}); err != nil {
			return err
		}
	}
	return nil
}

// draw is an idea as those see it who decide, in one of their chats: what was told, what was asked, the promised date, and what they
// can do.
func draw(c *bot.Context, i store.Idea, place store.ChatID) (store.Body, error) {
	s, err := c.Smederij(i.Smederij)
	if err != nil {
		return store.Body{}, err
	}
	story, err := c.Story(i, bot.ForTesters)
	if err != nil {
		return store.Body{}, err
	}
	talk, err := exchange(c, i)
	if err != nil {
		return store.Body{}, err
	}
	notes, err := c.Notes(i)
	if err != nil {
		return store.Body{}, err
	}
	stand, err := standing(c, i, place)
	if err != nil {
		return store.Body{}, err
	}
	costs, err := c.Costs(i.ID)
	if err != nil {
		return store.Body{}, err
	}
	if costs != "" {
		costs = "\n\n" + costs
	}
	advice, err := c.AdviceText(i.ID, 200)
	if err != nil {
		return store.Body{}, err
	}
	if advice != "" {
		talk += "\n\n" + advice
	}
	text := locales.T("review.card", "smederij", s.Name, "ref", i.Ref, "title", i.Title, "story", story+costs+talk+notes, "stand", stand)
	return c.Body(text, actions(i, c)...), nil
}

// exchange is what was asked and answered about an idea.
func exchange(c *bot.Context, i store.Idea) (string, error) {
	words, err := c.WordsAbout(i.ID, store.QuestionWords, store.ReplyWords)
	if err != nil {
		return "", err
	}
	var all string
	for _, w := range words {
		all += "\n\n" + c.House.Texts.Render(locales.T("review."+string(w.Kind), "words", bot.Excerpt(w.Text, 200)))
	}
	return all, nil
}

// standing is the last line of a card: what it waits for.
func standing(c *bot.Context, i store.Idea, place store.ChatID) (locales.Text, error) {
	promise := locales.T("review.promised", "by", locales.Date(i.AnswerBy))
	if c.Late(i) {
		promise = locales.T("review.promised_late", "by", locales.Date(i.AnswerBy))
	}
	if i.Track == store.LongTrack {
		promise = locales.T("moves.long_waits", "promise", promise)
	}
	switch {
	case i.State == store.Submitted && i.ClaimedFrom(0, c.Now):
		name, err := c.NameIn(place, i.ClaimedBy)
		return locales.T("review.stand_claimed", "name", name, "promise", promise), err
	case i.State == store.Submitted:
		return promise, nil
	}
	state, err := c.StandOf(i, false)
	return locales.T("review.stand", "state", state), err
}

func actions(i store.Idea, c *bot.Context) []bot.Button {
	press := func(verb string) bot.Button {
		return bot.Tap(locales.T("review.button."+verb), "review:"+verb, int64(i.ID), i.Revision)
	}
	switch {
	case i.State != store.Submitted && hasChoices(i):
		return []bot.Button{readButton(i), choicesButton(i)}
	case i.State != store.Submitted:
		return []bot.Button{readButton(i)}
	}
	pick := press("claim")
	if i.ClaimedFrom(0, c.Now) {
		pick = press("lay_down")
	}
	return []bot.Button{press("accept"), press("decline"), press("ask"), pick, readButton(i), choicesButton(i)}
}

func readButton(i store.Idea) bot.Button {
	return bot.Tap(locales.T("review.button.read_all"), "review:read", int64(i.ID))
}

// replied brings the author's answer to those who decide, with the buttons at hand.
func replied(c *bot.Context, e store.Event) error {
	if err := redraw(c, e); err != nil {
		return err
	}
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	words, err := c.WordsAbout(i.ID, store.ReplyWords)
	if err != nil || len(words) == 0 {
		return err
	}
	places, err := c.ReviewPlaces(i)
	if err != nil {
		return err
	}
	text := locales.T("review.replied", "ref", i.Ref, "title", i.Title, "words", words[len(words)-1].Text, "by", locales.Date(i.AnswerBy))
	for _, p := range places {
		if err := c.Tell(p, store.ClassModeration, text, actions(i, c)...); err != nil {
			return err
		}
	}
	return nil
}

func tellPlaces(c *bot.Context, i store.Idea, places []store.ChatID, key string, by store.PersonID, buttons ...bot.Button) error {
	for _, p := range places {
		name, err := c.NameIn(p, by)
		if err != nil {
			return err
		}
		if err := c.Tell(p, store.ClassModeration, locales.T(key, "name", name, "ref", i.Ref, "title", i.Title), buttons...); err != nil {
			return err
		}
	}
	return nil
}
