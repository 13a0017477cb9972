package ideas

import (
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// Those who stand beside an idea hear when it ends or goes on elsewhere: in private, by day, and not who wants no messages.

// ended lets the supporters of an idea know: a decision when it stands, after those who carry the idea.
func ended(c *bot.Context, e store.Event) error {
	if err := c.SupporterTold(e.Idea, 0); err != nil {
		return err
	}
	at := c.ByDay(e.Decision.ReleasedAt)
	if !at.After(c.Now) {
		return tellSupporters(c, bot.Signal{Subject: int64(e.Idea)})
	}
	return c.AddJob(bot.TellSupportersJob, int64(e.Idea), at.Add(time.Minute))
}

const supportersAtOnce = 25 // told in one handler, which must be short

// tellSupporters tells a portion of them, from where it was left. When the end was undone, or another one follows, there is nothing to say.
func tellSupporters(c *bot.Context, s bot.Signal) error {
	i, err := c.Idea(store.IdeaID(s.Subject))
	if err != nil {
		return err
	}
	held, err := c.Held(i.ID, c.Now)
	if err != nil || held.ID != 0 {
		return err
	}
	text, ok, err := endOf(c, i)
	if err != nil || !ok {
		return err
	}
	list, err := c.SupportersToTell(i.ID, supportersAtOnce)
	if err != nil || len(list) == 0 {
		return err
	}
	for _, p := range list {
		if err := tellSupporter(c, p, i, text); err != nil {
			return err
		}
	}
	if err := c.SupporterTold(i.ID, list[len(list)-1]); err != nil || len(list) < supportersAtOnce {
		return err
	}
	return c.AddJob(bot.TellSupportersJob, int64(i.ID), c.Now)
}

// endOf is what supporters hear of an idea; false where it did not end.
func endOf(c *bot.Context, i store.Idea) (locales.Text, bool, error) {
	args := []any{"ref", i.Ref, "title", i.Title, "contact", c.House.Settings.Contact}
	switch i.State {
	case store.Merged:
		into, err := c.Idea(i.MergedInto)
		return locales.T("supporter.merged", append(args, "into", into.Ref)...), true, err
	case store.NotGranted:
		if i.Track == store.LongTrack {
			return locales.T("supporter.shelved", args...), true, nil
		}
	case store.Withdrawn, store.Stopped:
	default:
		return locales.Text{}, false, nil
	}
	return locales.T("supporter."+string(i.State), args...), true, nil
}

// tellSupporter tells one of them, unless they carry the idea, or the one in which it goes on.
func tellSupporter(c *bot.Context, p store.PersonID, i store.Idea, text locales.Text) error {
	if i.State == store.Merged {
		into, err := c.Idea(i.MergedInto)
		if err != nil {
			return err
		}
		i = into
	}
	carries, err := c.Makes(p, i)
	if err != nil || carries || p == i.Author {
		return err
	}
	who, err := c.Tx.Person(p)
	if err != nil || who.Muted {
		return err
	}
	_, err = c.TellPerson(p, store.Message{Class: store.ClassModeration, Body: c.Body(text)})
	return err
}
