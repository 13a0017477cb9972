package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestMeetingIsKeptAsItWasMade(t *testing.T) {
	v := newVillage(t)
	wim := v.appoint("wim", Volunteer, "KRA")
	start := time.Date(2026, 12, 7, 19, 30, 0, 0, monday.Location())
	first := NthOfMonth(1, time.Monday, 19, 30)
	made := Meeting{Smederij: 1, Kind: Election, Title: "Kiezen", Place: "De Magneet", Start: start, End: start.Add(time.Hour), Repeat: &first, By: wim}
	var said []bool
	write(t, v.db, func(tx *Tx) (err error) {
		if made, err = tx.AddMeeting(made, monday); err != nil {
			return err
		}
		for range 2 {
			once, err := tx.SayMeeting(made, start, WeekAhead, monday)
			if err != nil {
				return err
			}
			said = append(said, once)
		}
		return nil
	})
	if diff := cmp.Diff([]bool{true, false}, said); diff != "" {
		t.Errorf("said (-want +got):\n%s", diff)
	}
	got := read(t, v.db, func(tx *Tx) (Meeting, error) { return tx.Meeting(made.ID) })
	if diff := cmp.Diff(made, got, cmp.Comparer(time.Time.Equal)); diff != "" {
		t.Errorf("(-made +kept):\n%s", diff)
	}
	next, end := got.Next(start)
	if want := time.Date(2027, 1, 4, 19, 30, 0, 0, monday.Location()); !next.Equal(want) || !end.Equal(want.Add(time.Hour)) {
		t.Errorf("next from %v to %v, want an hour from %v", next, end, want)
	}
	for range 2 { // once more changes nothing
		write(t, v.db, func(tx *Tx) error { return second(tx.SkipMeeting(wim, made.ID, next, monday)) })
	}
	got = read(t, v.db, func(tx *Tx) (Meeting, error) { return tx.Meeting(made.ID) })
	if after, _ := got.Next(start); !after.Equal(time.Date(2027, 2, 1, 19, 30, 0, 0, monday.Location())) || got.Sequence != 1 {
		t.Errorf("after a skipped one: %v in version %d, want that of February in version 1", after, got.Sequence)
	}
	write(t, v.db, func(tx *Tx) error { return second(tx.CancelMeeting(wim, made.ID, monday)) })
	if left := read(t, v.db, func(tx *Tx) ([]Meeting, error) { return tx.MeetingsNear(start.AddDate(0, 0, -2), 7) }); len(left) != 0 {
		t.Errorf("%d meetings near after the cancellation", len(left))
	}
}

func TestDueIsAWeekAndADayAhead(t *testing.T) {
	start := time.Date(2026, 12, 7, 19, 30, 0, 0, monday.Location())
	for _, tt := range []struct {
		now  string
		want Lead
	}{
		{"2026-11-29T23:59", ""}, {"2026-11-30T00:00", WeekAhead}, {"2026-12-05T23:59", WeekAhead}, {"2026-12-06T00:00", DayAhead},
		{"2026-12-07T19:29", DayAhead}, {"2026-12-07T19:30", ""},
	} {
		now, err := time.ParseInLocation(slotForm, tt.now, monday.Location())
		if err != nil {
			t.Fatal(err)
		}
		if got, _ := Due(start, now); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.now, got, tt.want)
		}
	}
}

func TestMeetingFallsOnItsDays(t *testing.T) {
	start := time.Date(2026, 12, 8, 19, 30, 0, 0, monday.Location())
	every := Weekly(19, 30, time.Tuesday)
	once, weekly := Meeting{Start: start}, Meeting{Start: start, Repeat: &every, Skipped: []string{"2026-12-15"}}
	off := weekly
	off.Cancelled = true
	for _, tt := range []struct {
		name           string
		m              Meeting
		day            string
		falls, happens bool
	}{
		{"once", once, "2026-12-08", true, true}, {"another day", once, "2026-12-15", false, false},
		{"weekly", weekly, "2026-12-08", true, true}, {"skipped", weekly, "2026-12-15", true, false}, {"after that", weekly, "2026-12-22", true, true},
		{"before the first", weekly, "2026-12-01", false, false}, {"another weekday", weekly, "2026-12-23", false, false},
		{"cancelled", off, "2026-12-08", true, false}, {"no day", weekly, "soon", false, false},
	} {
		at, _, falls := tt.m.On(tt.day)
		if falls != tt.falls || tt.m.TakesPlace(tt.day) != tt.happens {
			t.Errorf("%s: falls on %s %v, takes place %v", tt.name, tt.day, falls, tt.m.TakesPlace(tt.day))
		}
		if falls && at.Format(time.DateTime) != tt.day+" 19:30:00" {
			t.Errorf("%s: at %v", tt.name, at)
		}
	}
}
