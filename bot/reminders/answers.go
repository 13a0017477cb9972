package reminders

import (
	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// soon is how many days before the promised one the last reminder comes. On the day itself the coordinators hear it: that is an alarm.
const soon = 3

// answerClock reminds of promises, once at half time and once when the day is near: those who promised an answer, and of a question the
// author who was asked.
func answerClock(c *bot.Context) error {
	terms := c.Terms()
	for _, r := range []struct {
		kind          string
		state         store.State
		after, within int // days before the promised one
		tell          func(*bot.Context, store.Idea, string) error
	}{
		{"half", store.Submitted, soon, terms.Answer / 2, remindReviewers},
		{"soon", store.Submitted, 0, soon, remindReviewers},
		{"half", store.Appealed, soon, terms.Answer / 2, remindSteering},
		{"soon", store.Appealed, 0, soon, remindSteering},
		{"half", store.Accepted, soon, terms.Long / 2, remindSteering}, // a lange klap
		{"soon", store.Accepted, 0, soon, remindSteering},
		{"soon_author", store.Asked, 0, soon, remindAuthor},
	} {
		today := c.Now.In(terms.Zone)
		ideas, err := c.IdeasDue(r.kind, r.state, today.AddDate(0, 0, r.after), today.AddDate(0, 0, r.within), portion)
		if err != nil {
			return err
		}
		for _, i := range ideas {
			if isNew, err := c.RaiseLate(r.kind, i, c.Now); err != nil || !isNew {
				return err
			}
			if err := r.tell(c, i, r.kind); err != nil {
				return err
			}
		}
	}
	return nil
}

func remindReviewers(c *bot.Context, i store.Idea, kind string) error {
	places, err := c.ReviewPlaces(i)
	if err != nil {
		return err
	}
	return remind(c, places, promised(c, "reminders.answer."+kind, i))
}

func remindSteering(c *bot.Context, i store.Idea, kind string) error {
	places, err := c.SteeringPlaces(i)
	if err != nil {
		return err
	}
	return remind(c, places, promised(c, "reminders.steering."+kind, i))
}

func promised(c *bot.Context, key string, i store.Idea) store.Body {
	return c.Body(locales.T(key, "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy)), showIdea(i))
}

// showIdea is the button by which those who decide see an idea.
func showIdea(i store.Idea) bot.Button {
	return bot.Tap(locales.T("alarm.button.show"), "review:show", int64(i.ID), i.Revision)
}

func remindAuthor(c *bot.Context, i store.Idea, _ string) error {
	return remindLead(c, i, c.Body(locales.T("reminders.asked", "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy)),
		bot.Tap(locales.T("ideas.button.reply"), "ideas:reply", int64(i.ID))))
}
