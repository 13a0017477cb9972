package reminders

import (
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

// announce tells the groups of the next time of a meeting, when that is due. A change that waits says so itself.
func announce(c *bot.Context, m store.Meeting) error {
	start, _ := m.Next(c.Now)
	lead, due := store.Due(start, c.Now)
	groups, err := c.LinkedChats(store.GroupChat, m.Smederij)
	if err != nil || !due || len(groups) == 0 {
		return err
	}
	if first, err := c.SayMeeting(m, start, lead, c.Now); err != nil || !first {
		return err
	}
	for _, g := range groups {
		waits, err := changeWaits(c, g.ID, m, dayOf(start))
		if err != nil {
			return err
		}
		if waits {
			continue
		}
		if err := postAhead(c, g, m, lead); err != nil {
			return err
		}
	}
	return nil
}

// fate is what becomes of what the groups have to read now.
type fate struct {
	groups, posts int
	late          bool // for a post there is no place in time
}

// setRight lets the groups of a meeting read what is true of it now. What waits is taken back, and what each group really read is put right:
// of a day of which it read nothing, it does not hear that it is off. A meeting that is new or changed is announced where it is unknown.
func setRight(c *bot.Context, m store.Meeting, changed bool) (f fate, err error) {
	groups, err := c.LinkedChats(store.GroupChat, m.Smederij)
	if err != nil || len(groups) == 0 {
		return f, err
	}
	start, _ := m.Next(c.Now)
	lead, due := store.Due(start, c.Now)
	if due && changed { // the post of today says this too
		if _, err := c.SayMeeting(m, start, lead, c.Now); err != nil {
			return f, err
		}
	}
	f.groups = len(groups)
	for _, g := range groups {
		waited, err := takeBack(c, g.ID, m)
		if err != nil {
			return f, err
		}
		read, err := heardIn(c, g.ID, m)
		if err != nil {
			return f, err
		}
		kinds, err := setRightIn(c, g, m, read, changed || waited)
		if err != nil {
			return f, err
		}
		for _, kind := range kinds {
			late, err := c.OwnDropped(g.ID, kind, int64(m.ID))
			if err != nil {
				return f, err
			}
			f.posts, f.late = f.posts+1, f.late || late
		}
	}
	return f, nil
}

// setRightIn does so in one group, and returns the kinds of what it posts.
func setRightIn(c *bot.Context, g store.Chat, m store.Meeting, read heard, changed bool) (kinds []string, err error) {
	var known, skipped, moved []string // days ahead: all that the group knows, and those on which it does not take place any more
	for _, day := range read.on() {
		start, _, falls := m.On(day)
		if !start.After(c.Now) {
			continue
		}
		known = append(known, day)
		switch {
		case m.TakesPlace(day):
		case falls:
			skipped = append(skipped, day)
		default:
			moved = append(moved, day)
		}
	}
	if m.Cancelled {
		return postOff(c, g, m, known, len(read.on()) > 0)
	}
	for _, day := range skipped {
		kind, err := postSkipped(c, g, m, day)
		if err != nil {
			return nil, err
		}
		kinds = append(kinds, kind)
	}
	start, _ := m.Next(c.Now)
	lead, due := store.Due(start, c.Now)
	switch {
	case len(moved) > 0, changed && len(known) > 0:
		kind, err := postChanged(c, g, m, moved)
		return append(kinds, kind), err
	case changed && due:
		return append(kinds, kindOf(agendaPost, nil, dayOf(start))), postAhead(c, g, m, lead)
	}
	return kinds, nil
}

// callOff takes a meeting off the agenda, and tells the groups that read of it.
func callOff(c *bot.Context, m store.Meeting) (f fate, err error) {
	if _, err := c.CancelMeeting(c.Person.ID, m.ID, c.Now); err != nil {
		return f, err
	}
	if m, err = c.Meeting(m.ID); err != nil {
		return f, err
	}
	return setRight(c, m, false)
}

// skip lets one that repeats not take place at its next time, and tells the groups that read of that. It tells when it comes next.
func skip(c *bot.Context, m store.Meeting, start time.Time) (next time.Time, f fate, err error) {
	if _, err := c.SkipMeeting(c.Person.ID, m.ID, start, c.Now); err != nil {
		return next, f, err
	}
	if m, err = c.Meeting(m.ID); err != nil {
		return next, f, err
	}
	next, _ = m.Next(c.Now)
	f, err = setRight(c, m, false)
	return next, f, err
}

// postAhead says what comes next.
func postAhead(c *bot.Context, g store.Chat, m store.Meeting, lead store.Lead) error {
	s, err := c.Smederij(m.Smederij)
	if err != nil {
		return err
	}
	start, end := m.Next(c.Now)
	text := locales.T("agenda.post.week", "smederij", s.Name, "title", m.Title, "facts", facts(m, start, end))
	if lead == store.DayAhead {
		text = locales.T("agenda.post.day", "title", m.Title, "facts", facts(m, start, end))
	}
	own := store.Own{Kind: kindOf(agendaPost, nil, dayOf(start)), Useful: start, Urgent: lead == store.DayAhead}
	return postMeeting(c, g, m, start, own, text)
}

// postChanged says how a meeting is now, instead of the days that the group knew. On the first of those they must have read it.
func postChanged(c *bot.Context, g store.Chat, m store.Meeting, moved []string) (kind string, err error) {
	start, end := m.Next(c.Now)
	useful := start
	if len(moved) > 0 {
		if first, _, _ := m.On(moved[0]); first.Before(start) {
			useful = first
		}
	}
	own := store.Own{Kind: kindOf(changePost, moved, dayOf(start)), Useful: useful, Urgent: true}
	return own.Kind, postMeeting(c, g, m, start, own, locales.T("agenda.post.changed", "title", m.Title, "facts", facts(m, start, end)))
}

// postSkipped says that one that repeats does not take place on a day.
func postSkipped(c *bot.Context, g store.Chat, m store.Meeting, day string) (kind string, err error) {
	next, _ := m.Next(c.Now)
	start, end, _ := m.On(day)
	once := m
	once.Repeat = nil
	own := store.Own{Kind: kindOf(agendaPost, []string{day}, dayOf(next)), Useful: start, Urgent: true}
	return own.Kind, postMeeting(c, g, m, next, own,
		locales.T("agenda.post.skipped", "title", m.Title, "facts", facts(once, start, end), "next", locales.Moment(next)))
}

// postOff says that a meeting does not take place, from the first day on that the group knows. Who knows only days that passed, of one that
// repeats, waits for the next.
func postOff(c *bot.Context, g store.Chat, m store.Meeting, known []string, heard bool) (kinds []string, err error) {
	if len(known) == 0 {
		if !heard || m.Repeat == nil {
			return nil, nil
		}
		next, _ := m.Next(c.Now)
		known = []string{dayOf(next)}
	}
	start, end, falls := m.On(known[0])
	what := facts(m, start, end)
	if !falls { // it was moved, and the group knows only the day as it was
		when := again(m, locales.T("agenda.when.once", "at", locales.Date(start)))
		what = locales.T("agenda.facts.bare", "kind", locales.T("flow.agenda.kind."+string(m.Kind)), "when", when)
	}
	own := store.Own{Kind: kindOf(agendaPost, known, ""), Useful: start, Urgent: true}
	return []string{own.Kind}, postMeeting(c, g, m, start, own, locales.T("agenda.post.cancelled", "title", m.Title, "facts", what))
}

// postMeeting posts something of a meeting in a group, with its calendar file from a day on.
func postMeeting(c *bot.Context, g store.Chat, m store.Meeting, from time.Time, own store.Own, text locales.Text) error {
	body := c.Body(text)
	body.Attachment = calendarRef(m, from)
	own.Subject = int64(m.ID)
	return c.PostOwn(g, own, body)
}
