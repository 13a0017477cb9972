package reminders

import (
	"errors"
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// showQuiet says when the group of a Smederij is left in peace.
func showQuiet(c *bot.Context, s store.Smederij) error {
	q, err := c.QuietOf(s.ID)
	if err != nil {
		return err
	}
	now := c.Now.In(c.Terms().Zone)
	summer := locales.T("quiet.no_summer")
	buttons := []bot.Button{bot.Tap(locales.T("quiet.button.rest"), "planning:rest", int64(s.ID)),
		bot.Tap(locales.T("quiet.button.summer"), "planning:summer", int64(s.ID))}
	if from, until, ok := q.Break(now); ok {
		summer = locales.T("quiet.summer", "day", locales.Date(from), "until", locales.Date(until))
		buttons = append(buttons, bot.Tap(locales.T("quiet.button.no_summer"), "planning:no_summer", int64(s.ID)))
	}
	if q.Rest.After(now) {
		buttons[0] = bot.Tap(locales.T("quiet.button.wake"), "planning:wake", int64(s.ID))
		return c.Say(locales.T("quiet.resting", "smederij", s.Name, "day", locales.Date(q.Rest), "summer", summer), buttons...)
	}
	return c.Say(locales.T("quiet.show", "smederij", s.Name, "late", clock(q.From), "early", clock(q.Until), "summer", summer), buttons...)
}

func beginQuiet(flow string) func(*bot.Context, store.Smederij) error {
	return func(c *bot.Context, s store.Smederij) error { return c.BeginAbout(c.Chat, flow, int64(s.ID)) }
}

// setQuiet keeps when a Smederij is left in peace, and what waits for its groups follows.
func setQuiet(c *bot.Context, s store.Smederij, change func(*store.Quiet)) error {
	q, err := c.QuietOf(s.ID)
	if err != nil {
		return err
	}
	change(&q)
	if err := c.SetQuiet(c.Person.ID, s.ID, q, c.Now); err != nil {
		return err
	}
	return c.Replan(s.ID)
}

func stopRest(c *bot.Context, s store.Smederij) error {
	if err := setQuiet(c, s, func(q *store.Quiet) { q.Rest = time.Time{} }); err != nil {
		return err
	}
	return showQuiet(c, s)
}

func dropSummer(c *bot.Context, s store.Smederij) error {
	if err := setQuiet(c, s, func(q *store.Quiet) { q.BreakFrom, q.BreakUntil = "", "" }); err != nil {
		return err
	}
	return showQuiet(c, s)
}

// ofTalk finds the Smederij that a conversation was about.
func ofTalk(c *bot.Context, t *bot.Talk, do func(store.Smederij) error) error {
	s, err := c.Smederij(store.SmederijID(t.Subject))
	if errors.Is(err, store.ErrNotFound) {
		return c.Say(locales.T("sorry.ended_button"))
	}
	if err != nil {
		return err
	}
	return allowed(c, s.ID, func() error { return do(s) })
}

// mostRest is how long a group is left in peace at most by one word, and mostSummer how long a break is.
const (
	mostRest   = 366 // days
	mostSummer = 92
)

// setRest leaves a group in peace until a day.
func setRest(c *bot.Context, t *bot.Talk) error {
	return ofTalk(c, t, func(s store.Smederij) error {
		now := c.Now.In(c.Terms().Zone)
		day, err := time.ParseInLocation(time.DateOnly, t.Value("until"), now.Location())
		if err != nil {
			return err
		}
		if !day.After(now) || day.After(now.AddDate(0, 0, mostRest)) {
			return c.BeginAbout(c.Chat, "rest", int64(s.ID), locales.T("quiet.sorry.rest"))
		}
		if err := setQuiet(c, s, func(q *store.Quiet) { q.Rest = day }); err != nil {
			return err
		}
		return c.Say(locales.T("quiet.rest_set", "smederij", s.Name, "day", locales.Date(day)),
			bot.Tap(locales.T("quiet.button.wake"), "planning:wake", int64(s.ID)))
	})
}

// setSummer keeps the break, for every year.
func setSummer(c *bot.Context, t *bot.Talk) error {
	return ofTalk(c, t, func(s store.Smederij) error {
		first, err1 := time.Parse(time.DateOnly, t.Value("first"))
		last, err2 := time.Parse(time.DateOnly, t.Value("last"))
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		from, until := store.BreakDay(first), store.BreakDay(last)
		if daysOf(first, until) > mostSummer {
			return c.BeginAbout(c.Chat, "summer", int64(s.ID), locales.T("quiet.sorry.summer"))
		}
		if !inSummer(first, until) {
			return c.BeginAbout(c.Chat, "summer", int64(s.ID), locales.T("quiet.sorry.no_summer"))
		}
		if err := setQuiet(c, s, func(q *store.Quiet) { q.BreakFrom, q.BreakUntil = from, until }); err != nil {
			return err
		}
		return showQuiet(c, s)
	})
}

// inSummer tells whether a day from one to the next that is called until is in the summer: the group reads that word.
func inSummer(from time.Time, until string) bool {
	for n := range daysOf(from, until) {
		if m := from.AddDate(0, 0, n).Month(); m >= time.June && m <= time.September {
			return true
		}
	}
	return false
}

// daysOf is how many days there are from one to the next that is called until.
func daysOf(from time.Time, until string) (days int) {
	for day := from; days <= mostSummer && store.BreakDay(day) != until; day = day.AddDate(0, 0, 1) {
		days++
	}
	return days + 1
}
