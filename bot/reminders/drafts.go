package reminders

import (
	"errors"
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// drafts reminds of drafts that lie still, announces the end of those that do so for long, and removes those whose announced end has
// come. A draft whose author cannot hear of its end stays.
func drafts(c *bot.Context) error {
	now := c.Now.In(c.Terms().Zone)
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	notice := c.Terms().Draft - store.DraftNotice
	for _, d := range []struct {
		kind       store.DraftKind
		from, till int // days since the last answer
	}{{store.DraftDay, 1, min(7, notice)}, {store.DraftWeek, 7, notice}, {store.DraftEnd, notice, 0}} {
		after := ago(d.till)
		if d.till == 0 { // however long ago
			after = time.UnixMilli(0)
		}
		list, err := c.StillDrafts(d.kind, after, ago(d.from), portion)
		if err != nil {
			return err
		}
		for _, i := range list {
			if err := remindOfDraft(c, d.kind, i); err != nil {
				return err
			}
		}
	}
	ended, err := c.EndedDrafts(c.Now, portion)
	if err != nil {
		return err
	}
	for _, i := range ended {
		if err := c.RemoveDraft(i, c.Now); err != nil {
			return err
		}
	}
	return nil
}

// remindOfDraft says it to who writes the draft. The end of one that they cannot hear of is not announced, so that it does not come.
func remindOfDraft(c *bot.Context, kind store.DraftKind, i store.Idea) error {
	lead, err := c.Lead(i)
	if err != nil {
		return err
	}
	if kind == store.DraftEnd {
		if ok, err := reached(c, lead); err != nil || !ok {
			return err
		}
	}
	if isNew, err := c.RaiseDraft(kind, i, c.Now); err != nil || !isNew {
		return err
	}
	goOn := bot.Tap(locales.T("ideas.button.continue"), "ideas:continue", int64(i.ID))
	mute := bot.Tap(locales.T("privacy.button.mute"), "privacy:mute")
	switch kind {
	case store.DraftDay:
		return remindLead(c, i, c.Body(locales.T("reminders.draft.day", "name", draftName(i)), goOn, mute))
	case store.DraftWeek:
		return remindLead(c, i, c.Body(locales.T("reminders.draft.week", "name", draftName(i), "contact", c.House.Settings.Contact), goOn, mute))
	}
	return remindLead(c, i, c.Body(locales.T("reminders.draft.end", "name", draftName(i), "day", locales.Date(c.DraftEnds(i, c.Now))),
		bot.Tap(locales.T("reminders.button.keep"), "nudge:keep", int64(i.ID)), goOn))
}

// reached tells whether somebody can be reminded of something.
func reached(c *bot.Context, p store.PersonID) (bool, error) {
	if muted, err := isMuted(c, p); err != nil || muted {
		return false, err
	}
	_, err := c.PrivateChat(p)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

func draftName(i store.Idea) locales.Text {
	if i.Title == "" {
		return locales.T("ideas.nameless")
	}
	return locales.T("person.name", "name", i.Title)
}

// keepDraft keeps a draft for as long as if its author had answered something now.
func keepDraft(c *bot.Context) error {
	i, err := c.Idea(store.IdeaID(c.Arg(0)))
	if errors.Is(err, store.ErrNotFound) {
		return c.Say(locales.T("reminders.draft.gone"), bot.Tap(locales.T("button.tell_idea"), "ideas:propose"))
	}
	if err != nil {
		return err
	}
	makes, err := c.Makes(c.Person.ID, i)
	if err != nil {
		return err
	}
	if !makes {
		return &store.Refusal{Reason: store.NotMaker, Idea: i.ID}
	}
	i, kept, err := c.KeepLonger(i, c.Now)
	if err != nil {
		return err
	}
	if !kept {
		return c.Say(locales.T("reminders.draft.sent"), bot.Tap(locales.T("ideas.button.look"), "ideas:show", int64(i.ID)))
	}
	return c.Say(locales.T("reminders.draft.kept", "name", draftName(i), "day", locales.Date(c.DraftEnds(i, c.Now))),
		bot.Tap(locales.T("ideas.button.continue"), "ideas:continue", int64(i.ID)))
}
