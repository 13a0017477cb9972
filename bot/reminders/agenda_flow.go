package reminders

import (
	"errors"
	"slices"
	"strings"
	"time"

	"smederij/bot"
	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

// addMeeting asks what comes in the agenda of a Smederij.
func addMeeting(c *bot.Context, s store.Smederij) error {
	return c.Review(c.Chat, "agenda", store.Idea{}, map[string]flows.Answer{"smederij": {Value: s.Code}})
}

// changeMeeting opens the questions again with their answers. Of a meeting that comes back it is about the next time and all after it.
func changeMeeting(c *bot.Context, m store.Meeting) error {
	s, err := c.Smederij(m.Smederij)
	if err != nil {
		return err
	}
	start, end := m.Next(c.Now)
	given := map[string]flows.Answer{
		"smederij": {Value: s.Code}, "kind": {Value: string(m.Kind)}, "title": {Text: m.Title}, "day": {Value: start.Format(time.DateOnly)},
		"time": clockAnswer(start), "until": {}, "place": {Text: m.Place}, "repeat": {Value: repeatOf(m.Repeat)},
	}
	if !end.IsZero() {
		given["until"] = clockAnswer(end)
	}
	return c.Review(c.Chat, "agenda", store.Idea{ID: store.IdeaID(m.ID), Revision: int64(m.Sequence)}, given)
}

// clockAnswer is a time as the questions keep it.
func clockAnswer(t time.Time) flows.Answer {
	return flows.Answer{Text: locales.Clock(t).String(), Value: t.Format("15:04")}
}

func repeatOf(r *store.Rhythm) string {
	switch {
	case r == nil:
		return "once"
	case r.Nth == 0:
		return "weekly"
	}
	return "monthly"
}

// setMeeting keeps what was answered: a new meeting, or an old one changed. In another Smederij it is a new one, and the old does not
// take place.
func setMeeting(c *bot.Context, t *bot.Talk) error {
	s, err := c.SmederijByCode(t.Value("smederij"))
	if err != nil {
		return err
	}
	return allowed(c, s.ID, func() error {
		m, err := readMeeting(c, t)
		if err != nil {
			return err
		}
		m.Smederij, m.By = s.ID, c.Person.ID
		if !m.Start.After(c.Now) { // it passed while they were looking at it
			answers := t.State.Answers
			delete(answers, "day")
			return c.Review(c.Chat, "agenda", store.Idea{ID: t.Subject, Revision: t.Revision}, answers, locales.T("agenda.passed"))
		}
		if t.Subject != 0 {
			return saveChange(c, s, m, store.MeetingID(t.Subject), int(t.Revision))
		}
		return saveNew(c, s, m)
	})
}

// saveNew puts a meeting in the agenda, if it is not there yet.
func saveNew(c *bot.Context, s store.Smederij, m store.Meeting) error {
	list, err := c.MeetingsIn(s.ID, c.Now, meetingsLooked)
	if err != nil {
		return err
	}
	if n := slices.IndexFunc(list, func(other store.Meeting) bool { return same(other, m) }); n >= 0 {
		return sayAsItStands(c, "agenda.already", list[n])
	}
	m, err = c.AddMeeting(m, c.Now)
	if err != nil {
		return err
	}
	return sayKept(c, s, m)
}

// same tells whether a meeting of the agenda is the one that somebody puts in: it has its name, and its time on that day.
func same(m, entered store.Meeting) bool {
	day := dayOf(entered.Start)
	start, _, _ := m.On(day)
	return m.TakesPlace(day) && start.Equal(entered.Start) && strings.EqualFold(m.Title, entered.Title)
}

// saveChange makes a meeting as it was answered, if nobody changed it since the questions were opened.
func saveChange(c *bot.Context, s store.Smederij, m store.Meeting, id store.MeetingID, sequence int) error {
	old, err := c.Meeting(id)
	if errors.Is(err, store.ErrNotFound) || err == nil && old.Cancelled {
		return c.Say(locales.T("agenda.gone"))
	}
	if err != nil {
		return err
	}
	return allowed(c, old.Smederij, func() error {
		if old.Sequence != sequence {
			return sayAsItStands(c, "agenda.overtaken", old)
		}
		if old.Smederij != m.Smederij {
			return moveAway(c, old, s, m)
		}
		m.ID = old.ID
		if m, err = c.ChangeMeeting(c.Person.ID, m, c.Now); err != nil {
			return err
		}
		return sayKept(c, s, m)
	})
}

// sayAsItStands says why nothing was kept, shows a meeting as it is, and offers to change that.
func sayAsItStands(c *bot.Context, why string, m store.Meeting) error {
	start, end := m.Next(c.Now)
	if start.IsZero() {
		return c.Say(locales.T("agenda.gone"))
	}
	return c.Say(locales.T(why, "title", m.Title, "facts", facts(m, start, end)), bot.Tap(locales.T("agenda.button.change"), "agenda:change", int64(m.ID)))
}

// moveAway takes a meeting off the agenda where it was, and puts it in that of another Smederij.
func moveAway(c *bot.Context, old store.Meeting, s store.Smederij, m store.Meeting) error {
	f, err := callOff(c, old)
	if err != nil {
		return err
	}
	if f.late {
		was, err := c.Smederij(old.Smederij)
		if err != nil {
			return err
		}
		if err := c.Say(locales.T("agenda.away_unsaid", "smederij", was.Name, "title", old.Title)); err != nil {
			return err
		}
	}
	return saveNew(c, s, m)
}

// sayKept tells the groups, and says what stands in the agenda now and when they read it.
func sayKept(c *bot.Context, s store.Smederij, m store.Meeting) error {
	f, err := setRight(c, m, true)
	if err != nil {
		return err
	}
	start, end := m.Next(c.Now)
	told := "near"
	switch {
	case f.groups == 0:
		told = "nobody"
	case f.late:
		told = "late"
	case f.posts == 0:
		if told, err = foreseen(c, s.ID, start); err != nil {
			return err
		}
	}
	return c.Say(locales.T("agenda.set", "smederij", s.Name, "title", m.Title, "facts", facts(m, start, end), "told", locales.T("agenda.told."+told),
		"contact", c.House.Settings.Contact), bot.Tap(locales.T("agenda.button.change"), "agenda:change", int64(m.ID)))
}

// foreseen is when a group reads of a meeting that comes later: it may be left in peace until then.
func foreseen(c *bot.Context, s store.SmederijID, start time.Time) (string, error) {
	q, err := c.QuietOf(s)
	if err != nil {
		return "", err
	}
	awake := func(daysBefore int) (day, free time.Time) {
		day = start.AddDate(0, 0, -daysBefore)
		day = q.Awake(time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, day.Location()))
		free, _ = q.Free(day)
		return day, free
	}
	week, first := awake(daysAhead)
	day, last := awake(1)
	switch {
	case week.Equal(first) && day.Equal(last):
		return "ahead", nil
	case first.IsZero(), !first.Before(start):
		return "late", nil
	}
	return "near", nil
}

// readMeeting makes a meeting of the answers. Their rules have seen that they are days and times.
func readMeeting(c *bot.Context, t *bot.Talk) (m store.Meeting, err error) {
	m = store.Meeting{Kind: store.MeetingKind(t.Value("kind")), Title: t.Said("title"), Place: t.Said("place")}
	at := func(clock string) (time.Time, error) {
		return time.ParseInLocation(time.DateOnly+" 15:04", t.Value("day")+" "+clock, c.Terms().Zone)
	}
	if m.Start, err = at(t.Value("time")); err != nil {
		return m, err
	}
	if until := t.Value("until"); until != "" {
		if m.End, err = at(until); err != nil {
			return m, err
		}
	}
	hour, minute := m.Start.Hour(), m.Start.Minute()
	switch t.Value("repeat") {
	case "weekly":
		r := store.Weekly(hour, minute, m.Start.Weekday())
		m.Repeat = &r
	case "monthly":
		nth := (m.Start.Day() + 6) / 7
		if nth > 4 { // not every month has a fifth
			nth = store.LastOne
		}
		r := store.NthOfMonth(nth, m.Start.Weekday(), hour, minute)
		m.Repeat = &r
	}
	return m, nil
}
