package reminders

import (
	"errors"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// askPhoto asks for a photo of how it goes. Whether the group may see it is asked when it is there.
func askPhoto(c *bot.Context, _ store.Checkin, i store.Idea) error {
	return c.Begin(c.Chat, "progress", i, nil)
}

// setPhoto keeps it. Who sends one and said nothing else is on course.
func setPhoto(c *bot.Context, t *bot.Talk) error {
	i, err := c.Idea(t.Subject)
	if err != nil {
		return err
	}
	x, err := c.LastCheckin(i.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && (x.Answer == store.NoAnswer || !i.State.AtWork()) {
		return c.Say(locales.T("checkin.over"))
	}
	if err != nil {
		return err
	}
	photos := t.State.Answers["photo"].Media
	if len(photos) == 0 {
		return c.Say(locales.T("checkin.no_photo"))
	}
	if err := c.AttachMedia(i.ID, store.CheckinPhotos(x.ID), photos); err != nil {
		return err
	}
	if x.Answer != "" {
		return c.Say(locales.T("checkin.photo"))
	}
	if _, err := c.AnswerCheckin(c.Person.ID, x.ID, store.OnCourse, c.Now); err != nil {
		return err
	}
	return sayNext(c, i, "checkin.photo_first")
}
