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
	return bot.Feature{
		Name:     "review",
		Commands: []bot.Command{{Name: "werk", Where: bot.InPrivate, Run: work}},
		Presses: map[string]bot.Handler{
			"accept":   onIdea(accept),
			"refer":    onIdea(refer),
			"claim":    onIdea(claim),
			"lay_down": onIdea(layDown),
			"decline":  onIdea(begin("decline", store.Decline)),
			"ask":      onIdea(begin("ask", store.Ask)),
			"show":     toRead(amongUs(show)),
			"read":     toRead(amongUs(readAll)),
			"undo":     undo,
			"release":  release,
			"work":     bot.Privately(work),

			"appeal": bot.Privately(appeal),
			"uphold": onIdea(uphold),
			"reject": onIdea(begin("reject", store.Reject)),
			"adopt":  onIdea(begin("adopt", store.Adopt)),
			"shelve": onIdea(begin("shelve", store.Shelve)),

			string(store.Fits):      onIdea(advise(store.Fits)),
			string(store.FitsIf):    onIdea(advise(store.FitsIf)),
			string(store.RatherNot): onIdea(advise(store.RatherNot)),

			"choices":  onIdea(amongUs(showChoices)),
			"long":     onIdea(retrack(store.LongTrack)),
			"short":    onIdea(retrack(store.ShortTrack)),
			"relocate": onIdea(begin("relocate", store.Relocate)),
			"reopen":   onIdea(reopen),
		},
		Links:   []string{"decline", "ask", "show", "read", "work", "appeal", "reject", "adopt", "shelve", string(store.FitsIf), string(store.RatherNot), "choices", "relocate"},
		Spelled: []string{"undo", "release"},
		Ends: map[string]bot.End{
			"decline_idea": decline,
			"ask_author":   askAuthor,

			"appeal_idea":   sendAppeal,
			"reject_appeal": reject,
			"adopt_idea":    adopt,
			"shelve_idea":   shelve,
			"advise_if":     keepAdvice(store.FitsIf),
			"advise_not":    keepAdvice(store.RatherNot),
			"relocate_idea": relocate,
		},
		Events: events(),
		Signals: map[string]func(*bot.Context, bot.Signal) error{
			bot.GoneSignal:    gone,
			bot.FreeClaimsJob: func(c *bot.Context, _ bot.Signal) error { return c.FreeClaims(c.Now, claimsPortion) },
		},
	}
}

// events is who hears what happened to an idea.
func events() map[store.EventKind]func(*bot.Context, store.Event) error {
	hear := map[store.EventKind]func(*bot.Context, store.Event) error{
		store.EventKind(store.Submit):   submitted,
		store.EventKind(store.Reply):    replied,
		store.EventKind(store.Accept):   accepted,
		store.EventKind(store.Appeal):   appealed,
		store.EventKind(store.Uphold):   upheld,
		store.EventKind(store.Reject):   rejected,
		store.EventKind(store.Adopt):    adopted,
		store.EventKind(store.Shelve):   shelved,
		store.EventKind(store.Retrack):  retracked,
		store.EventKind(store.Relocate): relocated,
		store.EventKind(store.Reopen):   reopened,
		store.EventKind(store.Merge):    merged,
		store.EventKind(store.Withdraw): withdrawn,
		store.Undone:                    undone,
		store.Advised:                   advised,
		store.Linked:                    linked,
		store.Dismissed:                 dismissed,
		store.Kept:                      kept,
	}
	for _, m := range []store.Move{store.Decline, store.Refer, store.Grant, store.Pass, store.Pay, store.Release, store.Stop, store.Finish,
		store.Resume} {
		hear[store.EventKind(m)] = decided
	}
	for _, k := range []store.EventKind{store.EventKind(store.Correct), store.EventKind(store.Ask), store.Claimed, store.Told} {
		hear[k] = redraw
	}
	for _, k := range []store.EventKind{store.Joined, store.Handed, store.Owned} {
		hear[k] = carried
	}
	return hear
}

const claimsPortion = 100 // ideas that fall free at once

// onIdea finds the idea of a press that decides something, for those who may read it.
func onIdea(do func(*bot.Context, store.Idea) error) bot.Handler {
	return bot.OnIdea(mayRead, store.NotYours, do)
}

// toRead does so for a press that only shows it.
func toRead(do func(*bot.Context, store.Idea) error) bot.Handler {
	return bot.OnIdea(mayRead, store.NotToRead, do)
}

// mayRead tells whether who pressed may read an idea: those who test it; the steering group, when it was or is its business; the
// wijkteam that advises on it.
func mayRead(c *bot.Context, i store.Idea) (bool, error) {
	ok, err := c.MayRead(c.Person.ID, i)
	if ok || err != nil {
		return ok, err
	}
	if theirs, err := forSteering(c, i); err != nil {
		return false, err
	} else if theirs {
		if ok, err = c.Has(c.Person.ID, store.SteeringGroup, i.Smederij); ok || err != nil {
			return ok, err
		}
	}
	_, err = c.Adviser(c.Person.ID, i.Smederij)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// forSteering tells whether an idea is or was the business of the steering group: also one that was taken back while they had it, because
// its card still stands there.
func forSteering(c *bot.Context, i store.Idea) (bool, error) {
	if i.ForSteering() {
		return true, nil
	}
	cards, err := c.SlotChats(bot.SteeringSlot(i.ID))
	return len(cards) > 0, err
}

// amongUs shows an idea in the volunteers' chat of its Smederij or in the steering group's, and else in private.
func amongUs(do func(*bot.Context, store.Idea) error) func(*bot.Context, store.Idea) error {
	return func(c *bot.Context, i store.Idea) error {
		here := c.Chat.Purpose == store.VolunteersChat && c.Chat.Smederij == i.Smederij
		if c.Chat.Purpose == store.SteeringChat {
			var err error
			if here, err = forSteering(c, i); err != nil {
				return err
			}
		}
		if here {
			return do(c, i)
		}
		return bot.Privately(func(c *bot.Context) error { return do(c, i) })(c)
	}
}

func accept(c *bot.Context, i store.Idea) error {
	if c.Arg(1) == 0 {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	_, err := c.Move(c.Person.ID, i.ID, store.Accept, store.Detail{Revision: c.Arg(1)}, c.Now)
	return answered(c, err, locales.T("review.accepted"))
}

func refer(c *bot.Context, i store.Idea) error {
	if c.Arg(1) == 0 {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	_, err := c.Move(c.Person.ID, i.ID, store.Refer, store.Detail{Revision: c.Arg(1)}, c.Now)
	return answered(c, err, locales.T("review.referred"))
}

// claim picks an idea up; pressing again changes nothing.
func claim(c *bot.Context, i store.Idea) error {
	var err error
	if i.ClaimedBy != c.Person.ID || !c.Now.Before(i.ClaimedTill) {
		if i, err = c.Claim(c.Person.ID, i.ID, c.Now); err == nil {
			err = c.AddJob(bot.FreeClaimsJob, int64(i.ID), i.ClaimedTill)
		}
	}
	return answered(c, err, locales.T("review.claimed", "until", locales.Moment(i.ClaimedTill.In(c.Terms().Zone))))
}

// layDown gives it free again, for who picked it up.
func layDown(c *bot.Context, i store.Idea) error {
	if i.ClaimedFrom(c.Person.ID, c.Now) {
		return &store.Refusal{Reason: store.PickedUp, Idea: i.ID, By: i.ClaimedBy}
	}
	if i.ClaimedBy == c.Person.ID && c.Now.Before(i.ClaimedTill) {
		if _, err := c.Claim(c.Person.ID, i.ID, c.Now); err != nil {
			return err
		}
	}
	return c.Answer(locales.T("review.laid_down"))
}

func answered(c *bot.Context, err error, t locales.Text) error {
	if err != nil {
		return err
	}
	return c.Answer(t)
}

// begin opens the private conversation for what needs words.
func begin(flow string, move store.Move) func(*bot.Context, store.Idea) error {
	return func(c *bot.Context, i store.Idea) error {
		if err := c.May(c.Person.ID, i, move, c.Arg(1), c.Now); err != nil {
			return err
		}
		chat, ok, err := c.Aside("")
		if err != nil || !ok {
			return err
		}
		return c.Begin(chat, flow, i, nil, locales.T("review.about", "ref", i.Ref, "title", i.Title))
	}
}

func decline(c *bot.Context, t *bot.Talk) error {
	criterion := int(t.Value("criterion")[0] - '0')
	_, err := c.Move(c.Person.ID, t.Subject, store.Decline, store.Detail{Revision: t.Revision, Criterion: criterion, Words: t.Said("reason")}, c.Now)
	if err != nil {
		return err
	}
	return c.Say(locales.T("review.declined", "at", locales.Clock(c.Now.Add(c.Terms().Hold).In(c.Terms().Zone))))
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
	return settled(c, err, locales.T("review.undone"))
}

// release tells people now. The message with the two buttons loses them.
func release(c *bot.Context) error {
	d, i, err := c.Release(c.Person.ID, store.DecisionID(c.Arg(0)), c.Now)
	if err != nil {
		return settled(c, err, locales.Text{})
	}
	if err := announce(c, i, d, "review.outcome_released"); err != nil {
		return err
	}
	return c.Answer(locales.T("review.released"))
}

func settled(c *bot.Context, err error, t locales.Text) error {
	if errors.Is(err, store.ErrNotFound) {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	return answered(c, err, t)
}
