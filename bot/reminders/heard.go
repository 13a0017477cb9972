package reminders

import (
	"maps"
	"slices"
	"strings"
	"time"

	"smederij/bot"
	"smederij/store"
)

// What a group read of the days of a meeting is kept by the kinds of its posts that left. "agenda 2026-12-08" says that it takes place that
// day, "agenda -2026-12-08 2026-12-15" that it does not, and when it comes next. "agenda_changed" says that other things changed too.

const (
	agendaPost = "agenda"
	changePost = "agenda_changed"
)

// kindOf names a post by the days of which it says that the meeting does not take place, and the one on which it does. A newer one that says
// the same takes the place of one that waits.
func kindOf(what string, off []string, on string) string {
	for _, day := range off {
		what += " -" + day
	}
	if on != "" {
		what += " " + on
	}
	return what
}

// daysIn are the days of which a post speaks, when it is about a meeting.
func daysIn(kind string) (what string, days []string) {
	what, rest, _ := strings.Cut(kind, " ")
	if what != agendaPost && what != changePost {
		return "", nil
	}
	return what, strings.Fields(rest)
}

func dayOf(t time.Time) string { return t.Format(time.DateOnly) }

// heard is what a group read last of each day: whether the meeting takes place.
type heard map[string]bool

func heardIn(c *bot.Context, group store.ChatID, m store.Meeting) (heard, error) {
	kinds, err := c.OwnLeft(group, int64(m.ID))
	h := heard{}
	for _, kind := range kinds {
		_, days := daysIn(kind)
		for _, day := range days {
			off, isOff := strings.CutPrefix(day, "-")
			h[off] = !isOff
		}
	}
	return h, err
}

// on are the days on which the meeting takes place, as far as the group knows.
func (h heard) on() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(h)), func(day string) bool { return !h[day] })
}

// changeWaits tells whether a group will read that a meeting changed, and that it takes place on a day.
func changeWaits(c *bot.Context, group store.ChatID, m store.Meeting, day string) (bool, error) {
	kinds, err := c.OwnWaiting(group, int64(m.ID))
	return slices.ContainsFunc(kinds, func(kind string) bool {
		what, days := daysIn(kind)
		return what == changePost && slices.Contains(days, day)
	}), err
}

// takeBack drops what waits to be said of a meeting in a group, and tells whether a change was among it.
func takeBack(c *bot.Context, group store.ChatID, m store.Meeting) (changed bool, err error) {
	kinds, err := c.OwnWaiting(group, int64(m.ID))
	if err != nil {
		return false, err
	}
	for _, kind := range kinds {
		what, _ := daysIn(kind)
		if what == "" {
			continue
		}
		changed = changed || what == changePost
		if err := c.DropOwn(group, kind, int64(m.ID)); err != nil {
			return false, err
		}
	}
	return changed, nil
}
