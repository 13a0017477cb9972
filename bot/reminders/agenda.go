package reminders

import (
	"errors"
	"slices"
	"strings"
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// Agenda is the room of what takes place in a Smederij: everybody reads it, and those who may decide what a group hears keep it.
func Agenda() bot.Feature {
	return bot.Feature{
		Name:     "agenda",
		Commands: []bot.Command{{Name: "agenda", Where: bot.Everywhere, Run: readAgenda}},
		Presses: map[string]bot.Handler{
			"show":   onMeeting(showMeeting),
			"add":    ofSmederij(addMeeting),
			"change": onMeeting(keeping(changeMeeting)),
			"cancel": onMeeting(keeping(askCancel)),
			"sure":   onMeeting(keeping(cancelMeeting)),
			"skip":   onMeeting(keeping(skipMeeting)),
		},
		Ends: map[string]bot.End{"set_agenda": setMeeting},
		Schedules: []bot.Schedule{
			{Kind: "agenda", House: true, Rhythm: store.EveryHour(8, 10), Grace: 10 * time.Hour, Run: announceDue},
		},
	}
}

// readAgenda shows what comes in the Smederij of a group, or in one that is named or one's own.
func readAgenda(c *bot.Context) error {
	s, err := c.SmederijNamed(c.Words)
	switch {
	case err != nil:
		return err
	case s.ID == 0 && strings.TrimSpace(c.Words) != "":
		return c.Say(locales.T("planning.area_unknown", "words", bot.Excerpt(c.Words, 40), "command", "agenda"))
	case s.ID != 0:
		return listMeetings(c, s)
	case !c.Chat.Private() && c.Chat.Smederij == 0:
		return c.Say(locales.T("agenda.unlinked"))
	}
	id := c.Chat.Smederij
	if c.Chat.Private() {
		own, err := ownSmederijen(c)
		if err != nil {
			return err
		}
		if len(own) != 1 || own[0] == 0 {
			return c.Say(locales.T("agenda.how"))
		}
		id = own[0]
	}
	if s, err = c.Smederij(id); err != nil {
		return err
	}
	return listMeetings(c, s)
}

const (
	meetingsShown  = 5
	meetingsLooked = 50 // of those that repeat, and of the others: the next five are among them
)

// coming are the meetings of a Smederij that start after now, the next first.
func coming(c *bot.Context, s store.SmederijID) ([]store.Meeting, error) {
	list, err := c.MeetingsIn(s, c.Now, meetingsLooked)
	list = slices.DeleteFunc(list, func(m store.Meeting) bool {
		start, _ := m.Next(c.Now)
		return start.IsZero()
	})
	slices.SortStableFunc(list, func(a, b store.Meeting) int {
		first, _ := a.Next(c.Now)
		second, _ := b.Next(c.Now)
		return first.Compare(second)
	})
	return list[:min(len(list), meetingsShown)], err
}

// listMeetings lists what comes. In a group there are no buttons: what they open would be for one reader.
func listMeetings(c *bot.Context, s store.Smederij) error {
	list, err := coming(c, s.ID)
	if err != nil {
		return err
	}
	text := locales.T("agenda.empty", "smederij", s.Name)
	var lines []locales.Text
	var buttons []bot.Button
	for n, m := range list {
		start, end := m.Next(c.Now)
		lines = append(lines, locales.T("agenda.line", "title", m.Title, "when", when(m, start, end)))
		buttons = append(buttons, bot.Tap(locales.T("agenda.button.show", "n", n+1), "agenda:show", int64(m.ID)))
	}
	if len(lines) > 0 {
		text = locales.T("agenda.list", "smederij", s.Name, "lines", lines)
	}
	if !c.Chat.Private() {
		return c.Say(text)
	}
	keeps, err := mayKeep(c, s.ID)
	if err != nil {
		return err
	}
	if keeps {
		buttons = append(buttons, bot.Tap(locales.T("agenda.button.add"), "agenda:add", int64(s.ID)))
	}
	return c.Say(text, buttons...)
}

// mayKeep tells whether somebody may change the agenda of a Smederij.
func mayKeep(c *bot.Context, s store.SmederijID) (bool, error) {
	err := allowed(c, s, func() error { return nil })
	var no *store.Refusal
	if errors.As(err, &no) {
		return false, nil
	}
	return err == nil, err
}

// onMeeting finds the meeting of a press, as long as it takes place.
func onMeeting(do func(*bot.Context, store.Meeting) error) bot.Handler {
	return bot.Privately(func(c *bot.Context) error {
		m, err := c.Meeting(store.MeetingID(c.Arg(0)))
		if errors.Is(err, store.ErrNotFound) {
			return c.Answer(locales.T("sorry.unknown_button"))
		}
		if err != nil {
			return err
		}
		if start, _ := m.Next(c.Now); m.Cancelled || start.IsZero() {
			return c.Answer(locales.T("agenda.gone"))
		}
		return do(c, m)
	})
}

// keeping does something for those who keep the agenda only.
func keeping(do func(*bot.Context, store.Meeting) error) func(*bot.Context, store.Meeting) error {
	return func(c *bot.Context, m store.Meeting) error {
		return allowed(c, m.Smederij, func() error { return do(c, m) })
	}
}

// showMeeting is one meeting with its calendar file, for everybody.
func showMeeting(c *bot.Context, m store.Meeting) error {
	start, end := m.Next(c.Now)
	var buttons []bot.Button
	keeps, err := mayKeep(c, m.Smederij)
	if err != nil {
		return err
	}
	if keeps {
		buttons = append(buttons, bot.Tap(locales.T("agenda.button.change"), "agenda:change", int64(m.ID)),
			bot.Tap(locales.T("agenda.button.cancel"), "agenda:cancel", int64(m.ID)))
	}
	body := c.Body(locales.T("agenda.show", "title", m.Title, "facts", facts(m, start, end)), buttons...)
	body.Attachment = calendarRef(m, start)
	return c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: body})
}

// askCancel asks for a second tap, and of one that repeats whether it is about one time or all.
func askCancel(c *bot.Context, m store.Meeting) error {
	start, end := m.Next(c.Now)
	if m.Repeat != nil {
		return c.Say(locales.T("agenda.which", "title", m.Title, "facts", facts(m, start, end)),
			bot.Tap(locales.T("agenda.button.skip"), "agenda:skip", int64(m.ID), start.Unix()),
			bot.Tap(locales.T("agenda.button.all"), "agenda:sure", int64(m.ID)),
			bot.Tap(locales.T("agenda.button.keep"), "agenda:show", int64(m.ID)))
	}
	return c.Say(locales.T("agenda.sure", "title", m.Title, "facts", facts(m, start, end)),
		bot.Tap(locales.T("agenda.button.sure"), "agenda:sure", int64(m.ID)),
		bot.Tap(locales.T("agenda.button.keep"), "agenda:show", int64(m.ID)))
}

func cancelMeeting(c *bot.Context, m store.Meeting) error {
	f, err := callOff(c, m)
	if err != nil {
		return err
	}
	if f.late {
		return c.Say(locales.T("agenda.off_unsaid", "title", m.Title))
	}
	return c.Say(locales.T("agenda.off", "title", m.Title))
}

// skipMeeting lets the time that was shown not take place. When that passed, or was skipped, another comes next.
func skipMeeting(c *bot.Context, m store.Meeting) error {
	start, _ := m.Next(c.Now)
	if m.Repeat == nil || start.Unix() != c.Arg(1) {
		return c.Answer(locales.T("agenda.skipped_yet"))
	}
	next, f, err := skip(c, m, start)
	if err != nil {
		return err
	}
	key := "agenda.skipped"
	if f.late {
		key = "agenda.skipped_unsaid"
	}
	return c.Say(locales.T(key, "title", m.Title, "at", locales.Moment(start), "next", locales.Moment(next)))
}

// facts are what, when and where, at one of its times.
func facts(m store.Meeting, start, end time.Time) locales.Text {
	kind := locales.T("flow.agenda.kind." + string(m.Kind))
	if m.Place == "" {
		return locales.T("agenda.facts.bare", "kind", kind, "when", when(m, start, end))
	}
	return locales.T("agenda.facts.placed", "kind", kind, "when", when(m, start, end), "place", strings.TrimRight(m.Place, ". "))
}

// when is a time of a meeting, and how it comes back.
func when(m store.Meeting, start, end time.Time) locales.Text {
	at := locales.T("agenda.when.once", "at", locales.Moment(start))
	if !end.IsZero() {
		from := strings.TrimSuffix(locales.Clock(start).String(), " uur")
		at = locales.T("agenda.when.until", "day", locales.Date(start), "time", from, "until", locales.Clock(end))
	}
	return again(m, at)
}

// again is a time of a meeting with how it comes back.
func again(m store.Meeting, at locales.Text) locales.Text {
	switch {
	case m.Repeat == nil:
		return at
	case m.Repeat.Nth == 0:
		return locales.T("agenda.when.again", "when", at, "rhythm", locales.T("agenda.when.weekly", "weekday", locales.Weekdays(m.Repeat.Days)))
	}
	return locales.T("agenda.when.again", "when", at, "rhythm", locales.T("agenda.when.monthly",
		"nth", locales.T("planning.nth."+nths[m.Repeat.Nth]), "weekday", locales.Weekdays(m.Repeat.Days)))
}
