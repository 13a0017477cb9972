// Package moderation is how volunteers test an idea: with one tap where it can be one, in private where words are needed, and with
// time to think again.
package moderation

import (
	"errors"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// Feature is the room of those who decide.
func Feature() bot.Feature {
	hear := map[store.EventKind]func(*bot.Context, store.Event) error{
		store.EventKind(store.Submit): submitted,
		store.EventKind(store.Reply):  replied,
		store.Undone:                  undone,
	}
	for _, m := range []store.Move{store.Accept, store.Decline, store.Refer} {
		hear[store.EventKind(m)] = decided
	}
	for _, k := range []store.EventKind{store.EventKind(store.Correct), store.EventKind(store.Ask), store.EventKind(store.Withdraw), store.Claimed} {
		hear[k] = redraw
	}
	return bot.Feature{
		Name:     "review",
		Commands: []bot.Command{{Name: "werk", Where: bot.InPrivate, Run: work}},
		Presses: map[string]bot.Handler{
			"accept":  onIdea(accept),
			"refer":   onIdea(refer),
			"claim":   onIdea(claim),
			"decline": onIdea(begin("decline")),
			"ask":     onIdea(begin("ask")),
			"show":    onIdea(show),
			"read":    onIdea(readAll),
			"undo":    undo,
			"release": release,
			"work":    work,
		},
		Ends: map[string]bot.End{
			"decline_idea": decline,
			"ask_author":   askAuthor,
		},
		Events: hear,
	}
}

// onIdea finds the idea of a press, and lets only those who may read it go on.
func onIdea(do func(*bot.Context, store.Idea) error) bot.Handler {
	return func(c *bot.Context) error {
		i, err := c.Idea(store.IdeaID(c.Arg(0)))
		if errors.Is(err, store.ErrNotFound) || err == nil && i.Ref == "" {
			return c.Answer(locales.T("sorry.unknown_button"))
		}
		if err != nil {
			return err
		}
		ok, err := mayRead(c, i)
		if err != nil {
			return err
		}
		if !ok {
			return &store.Refusal{Reason: store.NotYours, Idea: i.ID}
		}
		return do(c, i)
	}
}

// mayRead are all with a role in the Smederij: who decides is the rules' business, not that of reading.
func mayRead(c *bot.Context, i store.Idea) (bool, error) {
	for _, r := range []store.Role{store.Volunteer, store.Coordinator, store.Operator} {
		if ok, err := c.Has(c.Person.ID, r, i.Smederij); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

func accept(c *bot.Context, i store.Idea) error {
	_, err := c.Move(c.Person.ID, i.ID, store.Accept, store.Detail{Revision: c.Arg(1)}, c.Now)
	return answered(c, err, "review.accepted")
}

func refer(c *bot.Context, i store.Idea) error {
	_, err := c.Move(c.Person.ID, i.ID, store.Refer, store.Detail{Revision: c.Arg(1)}, c.Now)
	return answered(c, err, "review.referred")
}

func claim(c *bot.Context, i store.Idea) error {
	i, err := c.Claim(c.Person.ID, i.ID, c.Now)
	if err == nil && i.ClaimedBy == 0 {
		return answered(c, nil, "review.laid_down")
	}
	return answered(c, err, "review.claimed")
}

func answered(c *bot.Context, err error, key string) error {
	if err != nil {
		return err
	}
	return c.Answer(locales.T(key))
}

// begin opens the private conversation for what needs words.
func begin(flow string) func(*bot.Context, store.Idea) error {
	return func(c *bot.Context, i store.Idea) error {
		if rev := c.Arg(1); i.State != store.Submitted || rev != i.Revision {
			return late(c, i)
		}
		if i.Author == c.Person.ID {
			return &store.Refusal{Reason: store.OwnIdea, Idea: i.ID}
		}
		if i.ClaimedFrom(c.Person.ID, c.Now) {
			return &store.Refusal{Reason: store.PickedUp, Idea: i.ID, By: i.ClaimedBy}
		}
		chat, ok, err := c.Aside()
		if err != nil || !ok {
			return err
		}
		return c.Begin(chat, flow, i, nil, locales.T("review.about", "ref", i.Ref, "title", i.Title))
	}
}

// late tells who was earlier.
func late(c *bot.Context, i store.Idea) error {
	d, err := c.LastDecision(i.ID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	return &store.Refusal{Reason: store.Overtaken, Idea: i.ID, By: d.By}
}

func decline(c *bot.Context, t *bot.Talk) error {
	criterion := int(t.Value("criterion")[0] - '0')
	_, err := c.Move(c.Person.ID, t.Subject, store.Decline, store.Detail{Revision: t.Revision, Criterion: criterion, Words: t.Said("reason")}, c.Now)
	if err != nil {
		return err
	}
	return c.Say(locales.T("review.declined"))
}

func askAuthor(c *bot.Context, t *bot.Talk) error {
	i, err := c.Move(c.Person.ID, t.Subject, store.Ask, store.Detail{Revision: t.Revision, Words: t.Said("question")}, c.Now)
	if err != nil {
		return err
	}
	return c.Say(locales.T("review.asked", "ref", i.Ref))
}

func undo(c *bot.Context) error {
	_, err := c.Undo(c.Person.ID, store.DecisionID(c.Arg(0)), c.Now)
	return settled(c, err, "review.undone")
}

// release tells people now. The message with the two buttons loses them.
func release(c *bot.Context) error {
	d, i, err := c.Release(c.Person.ID, store.DecisionID(c.Arg(0)), c.Now)
	if err != nil {
		return settled(c, err, "")
	}
	if err := announce(c, i, d, "review.outcome_released"); err != nil {
		return err
	}
	return c.Answer(locales.T("review.released"))
}

func settled(c *bot.Context, err error, key string) error {
	if errors.Is(err, store.ErrNotFound) {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	return answered(c, err, key)
}
