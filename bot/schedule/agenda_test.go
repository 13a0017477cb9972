package schedule_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"smederij/bot"
	"smederij/bot/reminders"
	"smederij/locales"
	"smederij/store"
)

// Whatever stands in the agenda, and however long the process is away: a group hears of a meeting at most once a week ahead and once a day
// ahead, never after it began, and of one that nothing stands in the way of at least once.
func TestAgendaIsToldOnceAndInTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "agenda-")
		if err != nil {
			t.Fatalf("%v", err)
		}
		defer os.RemoveAll(dir)
		w := newTown(t, dir, reminders.Agenda().Schedules...)
		now := at("2027-03-20 09:00")
		meetings := w.draw(t, now)
		away := false
		for range rapid.IntRange(1, 3).Draw(t, "runs") {
			w.start(bot.NewTurnedClock(now))
			now = now.Add(time.Duration(rapid.IntRange(0, 9*24).Draw(t, "hours")) * time.Hour)
			w.turn(now)
			w.stop()
			gone := time.Duration(rapid.IntRange(0, 10*24).Draw(t, "away")) * time.Hour
			now, away = now.Add(gone), away || gone > 0
		}
		defer w.close()
		posts := map[string]int{}
		for _, p := range w.posts {
			if posts[p.text]++; posts[p.text] > 1 {
				t.Fatalf("posted twice: %s", p.text)
			}
		}
		for _, m := range meetings {
			for start, _ := m.Next(at("2027-03-20 09:00")); !start.IsZero() && start.Before(now); start, _ = m.Next(start) {
				told := w.told(t, m, start)
				if told > 2 {
					t.Fatalf("%s at %v was told %d times", m.Title, start, told)
				}
				if told == 0 && !away && len(meetings) == 1 && start.Hour() > 8 && start.After(at("2027-03-22 09:00")) {
					t.Fatalf("%s at %v was never told", m.Title, start)
				}
			}
		}
	})
}

// draw puts one to three meetings in the agenda.
func (w *town) draw(t *rapid.T, now time.Time) (meetings []store.Meeting) {
	for n := range rapid.IntRange(1, 3).Draw(t, "meetings") {
		start := time.Date(2027, 3, 21+rapid.IntRange(0, 40).Draw(t, "day"), rapid.IntRange(6, 23).Draw(t, "hour"), 30, 0, 0, amsterdam)
		m := store.Meeting{Smederij: 1, Kind: store.Activity, Title: fmt.Sprintf("Koffie %d", n), Start: start}
		switch rapid.IntRange(0, 2).Draw(t, "repeat") {
		case 1:
			r := store.Weekly(start.Hour(), 30, start.Weekday())
			m.Repeat = &r
		case 2:
			if nth := (start.Day() + 6) / 7; nth <= 4 {
				r := store.NthOfMonth(nth, start.Weekday(), start.Hour(), 30)
				m.Repeat = &r
			}
		}
		w.write(func(tx *store.Tx) error {
			p, err := tx.PersonOf(store.Account{Platform: "net", ID: "wim"}, now)
			if err != nil {
				return err
			}
			m.By = p.ID
			m, err = tx.AddMeeting(m, now)
			return err
		})
		meetings = append(meetings, m)
	}
	return meetings
}

// told is how often a group heard of a meeting at one of its times, which is never after that.
func (w *town) told(t *rapid.T, m store.Meeting, start time.Time) (n int) {
	for _, p := range w.posts {
		if strings.Contains(p.text, m.Title+".") && strings.Contains(p.text, locales.Moment(start).String()) {
			if n++; !p.at.Before(start) {
				t.Fatalf("told at %v, which is too late: %s", p.at, p.text)
			}
		}
	}
	return n
}
