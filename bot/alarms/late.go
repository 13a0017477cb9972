package alarms

import (
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// LateSignal is the daily look at promised dates.
const LateSignal = "late_answers"

const latePortion = 50 // ideas told of in one morning

// late tells of every idea whose promised date has come, once for each promise: those who should have answered, and who waits.
func late(c *bot.Context, _ bot.Signal) error {
	today := c.Now.In(c.Terms().Zone)
	for _, kind := range []struct {
		state store.State
		tell  func(*bot.Context, store.Idea) error
	}{{store.Submitted, overdue}, {store.Asked, unanswered}} {
		ideas, err := c.LateIdeas(kind.state, today, latePortion)
		if err != nil {
			return err
		}
		for _, i := range ideas {
			if err := kind.tell(c, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// overdue tells a coordinator that an answer is due, and the day after its author that it is late.
func overdue(c *bot.Context, i store.Idea) error {
	places, err := c.Managers(i.Smederij)
	if err != nil {
		return err
	}
	if len(places) > 0 { // else it is told when there is somebody to tell
		isNew, err := once(c, "late", i)
		if err != nil {
			return err
		}
		if isNew {
			if err := raise(c, i.Smederij, locales.T("alarm.late", "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy)),
				bot.Tap(locales.T("alarm.button.show"), "review:show", int64(i.ID), i.Revision)); err != nil {
				return err
			}
		}
	}
	if !c.Late(i) {
		return nil
	}
	isNew, err := once(c, "late_author", i)
	if err != nil || !isNew {
		return err
	}
	_, err = c.TellPerson(i.Author, store.Message{Class: store.ClassReply,
		Body: c.Body(locales.T("ideas.late", "ref", i.Ref, "title", i.Title, "contact", c.House.Settings.Contact))})
	return err
}

// unanswered tells an author, and those who asked, that a question still waits.
func unanswered(c *bot.Context, i store.Idea) error {
	isNew, err := once(c, "unanswered", i)
	if err != nil || !isNew {
		return err
	}
	author, err := c.Tx.Person(i.Author)
	if err != nil {
		return err
	}
	if !author.Muted {
		if _, err := c.TellPerson(i.Author, store.Message{Class: store.ClassModeration,
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

// once tells whether an alarm about this promise of an idea is new.
func once(c *bot.Context, kind string, i store.Idea) (bool, error) {
	return c.RaiseOnce(kind+":"+i.AnswerBy.Format(time.DateOnly), int64(i.ID), c.Now)
}
