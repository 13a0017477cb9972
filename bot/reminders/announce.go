package reminders

import (
	"slices"
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// announceDue tells the groups of what comes within a week, and tomorrow. What was told before is not told again.
func announceDue(c *bot.Context, _ store.Slot) error {
	list, err := c.MeetingsNear(c.Now, daysAhead)
	if err != nil {
		return err
	}
	for _, m := range list {
		if err := announce(c, m); err != nil {
			return err
		}
	}
	return nil
}

const daysAhead = 7

// announce tells the groups of the next time of a meeting, when that is due.
func announce(c *bot.Context, m store.Meeting) error {
	start, end := m.Next(c.Now)
	lead, due := store.Due(start, c.Now)
	if !due {
		return nil
	}
	return post(c, m, lead, start, end)
}

// announceChange tells the groups of a change, when they heard of the meeting as it was. What they did not read yet is taken back.
func announceChange(c *bot.Context, m store.Meeting) error {
	heard, err := takeBack(c, m)
	if err != nil {
		return err
	}
	if len(heard) == 0 {
		return announce(c, m)
	}
	start, end := m.Next(c.Now)
	if lead, due := store.Due(start, c.Now); due { // which this post says too
		if _, err := c.SayMeeting(m, start, lead, c.Now); err != nil {
			return err
		}
	}
	return post(c, m, store.ItChanged, start, end)
}

// callOff takes a meeting off the agenda, and tells the groups that heard of it. It tells when one of them will not read that in time.
func callOff(c *bot.Context, m store.Meeting) (unsaid bool, err error) {
	start, end := m.Next(c.Now)
	heard, err := takeBack(c, m)
	if err != nil {
		return false, err
	}
	if _, err := c.CancelMeeting(c.Person.ID, m.ID, c.Now); err != nil || len(heard) == 0 {
		return false, err
	}
	if m, err = c.Meeting(m.ID); err != nil {
		return false, err
	}
	if err := post(c, m, store.ItCancelled, start, end); err != nil {
		return false, err
	}
	return tooLate(c, m, start)
}

// takeBack drops what waits to be said of a meeting, and returns the days ahead of which a group read that it takes place.
func takeBack(c *bot.Context, m store.Meeting) (heard []time.Time, err error) {
	groups, err := c.LinkedChats(store.GroupChat, m.Smederij)
	if err != nil {
		return nil, err
	}
	said, err := c.SaidOfMeeting(m.ID, c.Now)
	if err != nil {
		return nil, err
	}
	for _, day := range said {
		read := false
		for _, g := range groups {
			left, err := c.OwnLeft(g.ID, postKind(day), int64(m.ID))
			if err != nil {
				return nil, err
			}
			read = read || left
		}
		if read {
			heard = append(heard, day)
		}
		if err := c.DropOwnIn(m.Smederij, postKind(day), int64(m.ID)); err != nil {
			return nil, err
		}
	}
	return heard, nil
}

// postKind names the posts about one day of a meeting: a newer one takes the place of one that waits.
func postKind(day time.Time) string { return "agenda " + day.Format(time.DateOnly) }

// post says one thing of a meeting to the groups of its Smederij, once.
func post(c *bot.Context, m store.Meeting, lead store.Lead, start, end time.Time) error {
	s, err := c.Smederij(m.Smederij)
	if err != nil {
		return err
	}
	body := c.Body(postText(lead, s, m, facts(m, start, end)))
	body.Attachment = calendarRef(m, start)
	return postBody(c, m, lead, start, body)
}

// postBody says it where there is a group to hear it. It is of no use when the meeting has begun.
func postBody(c *bot.Context, m store.Meeting, lead store.Lead, start time.Time, body store.Body) error {
	groups, err := c.LinkedChats(store.GroupChat, m.Smederij)
	if err != nil || len(groups) == 0 {
		return err
	}
	first, err := c.SayMeeting(m, start, lead, c.Now)
	if err != nil || !first {
		return err
	}
	own := store.Own{Kind: postKind(start), Subject: int64(m.ID), Useful: start, Urgent: lead != store.WeekAhead}
	return c.PostOwnIn(m.Smederij, own, body)
}

// tooLate tells whether a group will not read the last post about a day of a meeting any more: there was no place for it in time.
func tooLate(c *bot.Context, m store.Meeting, day time.Time) (bool, error) {
	groups, err := c.LinkedChats(store.GroupChat, m.Smederij)
	if err != nil {
		return false, err
	}
	for _, g := range groups {
		if dropped, err := c.OwnDropped(g.ID, postKind(day), int64(m.ID)); err != nil || dropped {
			return dropped, err
		}
	}
	return false, nil
}

// skip lets one that repeats not take place at its next time, and tells the groups that heard of that. It tells when it comes next, and
// whether a group will not read in time that it does not now.
func skip(c *bot.Context, m store.Meeting, start, end time.Time) (next time.Time, unsaid bool, err error) {
	heard, err := takeBack(c, m)
	if err != nil {
		return next, false, err
	}
	if _, err := c.SkipMeeting(c.Person.ID, m.ID, start, c.Now); err != nil {
		return next, false, err
	}
	if m, err = c.Meeting(m.ID); err != nil {
		return next, false, err
	}
	next, _ = m.Next(c.Now)
	if !slices.ContainsFunc(heard, func(day time.Time) bool { return day.Format(time.DateOnly) == start.Format(time.DateOnly) }) {
		return next, false, nil
	}
	once := m
	once.Repeat = nil
	body := c.Body(locales.T("agenda.post.skipped", "title", m.Title, "facts", facts(once, start, end), "next", locales.Moment(next)))
	body.Attachment = calendarRef(m, next)
	if err := postBody(c, m, store.ItCancelled, start, body); err != nil {
		return next, false, err
	}
	unsaid, err = tooLate(c, m, start)
	return next, unsaid, err
}

func postText(lead store.Lead, s store.Smederij, m store.Meeting, facts locales.Text) locales.Text {
	switch lead {
	case store.WeekAhead:
		return locales.T("agenda.post.week", "smederij", s.Name, "title", m.Title, "facts", facts)
	case store.DayAhead:
		return locales.T("agenda.post.day", "title", m.Title, "facts", facts)
	case store.ItChanged:
		return locales.T("agenda.post.changed", "title", m.Title, "facts", facts)
	}
	return locales.T("agenda.post.cancelled", "title", m.Title, "facts", facts)
}
