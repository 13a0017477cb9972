package moderation

import (
	"errors"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// An author who was refused goes to the steering group. It answers in its own chat, with time to think again like everybody who
// decides; its answer is final.

// appeal asks the author, in private, what the steering group should know.
func appeal(c *bot.Context) error {
	i, err := c.Idea(store.IdeaID(c.Arg(0)))
	if errors.Is(err, store.ErrNotFound) || err == nil && i.Ref == "" {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	if err != nil {
		return err
	}
	lead, err := c.Lead(i)
	if err != nil {
		return err
	}
	if lead != c.Person.ID {
		reason := store.NotMaker
		if member, err := c.IsMember(i.ID, c.Person.ID); err != nil {
			return err
		} else if member {
			reason = store.OnlyLead
		}
		return &store.Refusal{Reason: reason, Idea: i.ID}
	}
	if i, err = c.AsTold(i, c.Now); err != nil {
		return err
	}
	if i.State == store.Appealed {
		return c.Say(locales.T("appeal.already", "ref", i.Ref, "by", locales.Date(i.AnswerBy)))
	}
	if err := c.May(c.Person.ID, i, store.Appeal, 0, c.Now); err != nil {
		return err
	}
	return c.Begin(c.Chat, "appeal", i, nil, locales.T("appeal.about", "ref", i.Ref, "title", i.Title))
}

func sendAppeal(c *bot.Context, t *bot.Talk) error {
	i, err := c.Move(c.Person.ID, t.Subject, store.Appeal, store.Detail{Words: t.Said("why")}, c.Now)
	if err != nil {
		return err
	}
	return c.Say(locales.T("appeal.sent", "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy), "contact", c.House.Settings.Contact), look(i))
}

// appealed brings an appeal to those who answer it, and tells those who refused the idea.
func appealed(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	if err := redraw(c, e); err != nil {
		return err
	}
	places, err := c.SteeringPlaces(i)
	if err != nil {
		return err
	}
	if len(places) == 0 {
		c.House.Log.Warn("an appeal reaches nobody: no steering group, coordinator or operator can be reached", "idea", i.ID)
	}
	if err := bringSteering(c, i, places); err != nil {
		return err
	}
	return tellElsewhere(c, i, places, store.Decision{}, locales.T("appeal.told", "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy)))
}

// dispute is why an idea was refused, and what its author says to that.
func dispute(c *bot.Context, i store.Idea, limit int) (string, error) {
	d, err := c.RefusalOf(i.ID)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	reason, err := c.Reason(d)
	if err != nil {
		return "", err
	}
	who, err := c.Somebody(d.By, i.Smederij)
	if err != nil {
		return "", err
	}
	parts := []locales.Text{locales.T("appeal.refused", "who", who, "criterion", criterion(d.Criterion), "reason", bot.Excerpt(reason, limit))}
	if d.Move == store.Refer {
		parts[0] = locales.T("appeal.referred", "who", who)
	}
	said, err := c.WordsAbout(i.ID, store.AppealWords)
	if err != nil {
		return "", err
	}
	for _, w := range said {
		parts = append(parts, locales.T("appeal.words", "words", bot.Excerpt(w.Text, limit)))
	}
	var all string
	for _, p := range parts {
		all += "\n\n" + c.House.Texts.Render(p)
	}
	return all, nil
}

// criterion is a rule in plain words.
func criterion(n int) locales.Text { return locales.T("criterion." + string(rune('0'+n)) + ".text") }

func uphold(c *bot.Context, i store.Idea) error {
	if c.Arg(1) == 0 {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	_, err := c.Move(c.Person.ID, i.ID, store.Uphold, store.Detail{Revision: c.Arg(1)}, c.Now)
	return answered(c, err, locales.T("appeal.upheld"))
}

func reject(c *bot.Context, t *bot.Talk) error {
	if _, err := c.Move(c.Person.ID, t.Subject, store.Reject, store.Detail{Revision: t.Revision, Words: t.Said("reason")}, c.Now); err != nil {
		return err
	}
	return c.Say(locales.T("review.declined", "at", locales.Clock(c.Now.Add(c.Terms().Hold).In(c.Terms().Zone))))
}

// upheld and rejected bring the steering group's answer to the author and to those who refused the idea, when it can no longer be undone.
func upheld(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	key, err := c.GoodNews("appeal.won", i)
	if err != nil {
		return err
	}
	if err := tellAnswer(c, e, i, locales.T(key, "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy), "contact", c.House.Settings.Contact),
		locales.T("appeal.won_told", "ref", i.Ref, "title", i.Title)); err != nil {
		return err
	}
	return awaited(c, i, e.Decision)
}

func rejected(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	reason, err := c.Reason(e.Decision)
	if err != nil {
		return err
	}
	return tellAnswer(c, e, i, locales.T("appeal.lost", "ref", i.Ref, "title", i.Title, "reason", reason, "contact", c.House.Settings.Contact),
		locales.T("appeal.lost_told", "ref", i.Ref, "title", i.Title))
}

// tellAnswer brings what the steering group decided to its own members, to the author, and to those who test ideas there.
func tellAnswer(c *bot.Context, e store.Event, i store.Idea, author, others locales.Text) error {
	if err := decided(c, e); err != nil {
		return err
	}
	if err := tellAuthor(c, i, e.Decision, author, look(i)); err != nil {
		return err
	}
	places, err := c.SteeringPlaces(i)
	if err != nil {
		return err
	}
	return tellElsewhere(c, i, places, e.Decision, others)
}

// tellAuthor writes to the author; of a decision when its time for undoing is over.
func tellAuthor(c *bot.Context, i store.Idea, d store.Decision, t locales.Text, buttons ...bot.Button) error {
	return c.TellMakers(i, store.Message{Class: store.ClassReply, Body: c.Body(t, buttons...), Decision: d.ID, NotBefore: d.ReleasedAt})
}

// tellElsewhere tells those who test an idea, but for the chats that know already.
func tellElsewhere(c *bot.Context, i store.Idea, know []store.ChatID, d store.Decision, t locales.Text) error {
	places, err := c.ReviewPlaces(i)
	if err != nil {
		return err
	}
	for _, p := range without(places, know) {
		if err := c.Post(store.Message{Chat: p, Class: store.ClassModeration, Body: c.Body(t), Decision: d.ID, NotBefore: d.ReleasedAt}); err != nil {
			return err
		}
	}
	return nil
}

// look is the button that shows an idea to its author.
func look(i store.Idea) bot.Button {
	return bot.Tap(locales.T("ideas.button.look"), "ideas:show", int64(i.ID))
}
