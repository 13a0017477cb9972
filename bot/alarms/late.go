package alarms

import (
	"slices"
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

var never time.Time

const latePortion = 50 // ideas of a kind told of at once

// late tells of ideas whose promised date has come: once for each promise who waits, and those who see to it that an answer comes each
// week until there is one. It does so a portion at a time; the next hour brings the rest.
func late(c *bot.Context, _ store.Slot) error {
	today := c.Now.In(c.Terms().Zone)
	y, m, d := today.Date()
	lastWeek := time.Date(y, m, d-6, 0, 0, 0, 0, today.Location()) // told before that day, it is a week ago
	for _, l := range []struct {
		kind  string
		state store.State
		day   time.Time
		again time.Time
		tell  func(*bot.Context, store.Idea) error
	}{
		{"late", store.Submitted, today, lastWeek, overdue},
		{"late_author", store.Submitted, today.AddDate(0, 0, -1), never, sorry},
		{"late", store.Appealed, today, lastWeek, overdueSteering},
		{"late_author", store.Appealed, today.AddDate(0, 0, -1), never, sorry},
		{"late", store.Accepted, today, lastWeek, overdueSteering}, // a lange klap
		{"late_author", store.Accepted, today.AddDate(0, 0, -1), never, sorry},
		{"unanswered", store.Asked, today, never, unanswered},
	} {
		ideas, err := c.LateIdeas(l.kind, l.state, l.day, l.again, latePortion)
		if err != nil {
			return err
		}
		for _, i := range ideas {
			places, err := c.Managers(i.Smederij)
			if err == nil && (i.State == store.Appealed || i.AwaitsSteering()) && len(places) == 0 {
				places, err = c.SteeringPlaces(i)
			}
			if err != nil {
				return err
			}
			if l.kind == "late" && len(places) == 0 {
				continue // told when there is somebody to tell
			}
			if err := c.RaiseLateAgain(l.kind, i, c.Now); err != nil {
				return err
			}
			if err := l.tell(c, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// overdue tells a coordinator that an answer is due today, or was.
func overdue(c *bot.Context, i store.Idea) error {
	return raise(c, i.Smederij, locales.T(orPast(c, i, "alarm.late"), "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy)),
		bot.Tap(locales.T("alarm.button.show"), "review:show", int64(i.ID), i.Revision))
}

// orPast is the text for an idea whose promised day is over, instead of the one for that day itself.
func orPast(c *bot.Context, i store.Idea, key string) string {
	if c.Late(i) {
		return key + "_past"
	}
	return key
}

// overdueSteering tells the steering group and the coordinators that its answer is due today, or was.
func overdueSteering(c *bot.Context, i store.Idea) error {
	places, err := c.SteeringPlaces(i)
	if err != nil {
		return err
	}
	managers, err := c.Managers(i.Smederij)
	if err != nil {
		return err
	}
	places = slices.Compact(slices.Sorted(slices.Values(append(places, managers...))))
	return tell(c, places, locales.T(orPast(c, i, "alarm.late_steering"), "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy)),
		bot.Tap(locales.T("alarm.button.show"), "review:show", int64(i.ID), i.Revision))
}

// sorry tells an author that the answer is late.
func sorry(c *bot.Context, i store.Idea) error {
	return c.TellMakers(i, store.Message{Class: store.ClassReply,
		Body: c.Body(locales.T("ideas.late", "ref", i.Ref, "title", i.Title, "contact", c.House.Settings.Contact))})
}

// unanswered tells an author, and those who asked, that a question still waits.
func unanswered(c *bot.Context, i store.Idea) error {
	makers, err := c.Makers(i)
	if err != nil {
		return err
	}
	for _, m := range makers {
		p, err := c.Tx.Person(m)
		if err != nil {
			return err
		}
		if p.Muted {
			continue
		}
		if _, err := c.TellMaker(i, m, store.Message{Class: store.ClassModeration,
			Body: c.Body(locales.T("ideas.unanswered", "ref", i.Ref, "title", i.Title, "contact", c.House.Settings.Contact),
				bot.Tap(locales.T("ideas.button.reply"), "ideas:reply", int64(i.ID)))}); err != nil {
			return err
		}
	}
	places, err := c.ReviewPlaces(i)
	if err != nil {
		return err
	}
	for _, p := range places {
		if err := c.Tell(p, store.ClassModeration, locales.T("alarm.unanswered", "ref", i.Ref, "title", i.Title)); err != nil {
			return err
		}
	}
	return nil
}
