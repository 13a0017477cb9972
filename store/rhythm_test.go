package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestRhythmNext(t *testing.T) {
	for _, tt := range []struct {
		rhythm string
		after  string
		want   []string
	}{
		{"daily 09:00", "2026-11-23 09:00", []string{"2026-11-24 09:00", "2026-11-25 09:00"}},
		{"daily 03:00", "2027-03-27 12:00", []string{"2027-03-28 03:00", "2027-03-29 03:00"}},
		{"daily 01:30", "2027-10-30 12:00", []string{"2027-10-31 01:30", "2027-11-01 01:30"}},
		{"hourly 09:00-10", "2026-11-23 09:30", []string{"2026-11-23 10:00", "2026-11-24 09:00"}},
		{"weekly tue,fri 19:30", "2026-11-23 12:00", []string{"2026-11-24 19:30", "2026-11-27 19:30", "2026-12-01 19:30"}},
		{"monthly 15 10:00", "2026-11-23 12:00", []string{"2026-12-15 10:00", "2027-01-15 10:00"}},
		{"monthly first mon 09:00", "2026-11-23 12:00", []string{"2026-12-07 09:00", "2027-01-04 09:00", "2027-02-01 09:00"}},
		{"monthly fourth thu 09:00", "2026-11-23 12:00", []string{"2026-11-26 09:00", "2026-12-24 09:00"}},
		{"monthly last tue 09:00", "2028-02-01 12:00", []string{"2028-02-29 09:00", "2028-03-28 09:00"}}, // a leap day
	} {
		r, err := ParseRhythm(tt.rhythm)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for at := local(tt.after); len(got) < len(tt.want); {
			at = r.Next(at)
			got = append(got, at.Format("2006-01-02 15:04"))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.rhythm, diff)
		}
	}
}

func TestRhythmsThatAreNone(t *testing.T) {
	for _, s := range []string{"", "daily", "daily 02:00", "daily 02:59", "daily 24:00", "daily 9:00-10", "weekly 09:00", "weekly mon", "weekly mon,mon 09:00",
		"weekly foo 09:00", "monthly 0 09:00", "monthly 29 09:00", "monthly fifth mon 09:00", "monthly first 09:00", "monthly first mon,tue 09:00",
		"hourly 01:00-05", "hourly 10:00-09", "hourly 09:00", "yearly 1 09:00", "daily mon 09:00"} {
		if r, err := ParseRhythm(s); err == nil {
			t.Errorf("%q: got %+v, want an error", s, r)
		}
	}
}

// Every rhythm is read as it is kept, cron takes it, and each next time is one of it, in the future and at its hour.
func TestRhythmsHold(t *testing.T) {
	weekday := rapid.Map(rapid.IntRange(0, 6), func(d int) time.Weekday { return time.Weekday(d) })
	rapid.Check(t, func(t *rapid.T) {
		hour, minute := rapid.SampledFrom([]int{0, 1, 3, 4, 9, 20, 23}).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute")
		r := rapid.OneOf(
			rapid.Just(Daily(hour, minute)),
			rapid.Map(rapid.SliceOfNDistinct(weekday, 1, 7, rapid.ID), func(d []time.Weekday) Rhythm { return Weekly(hour, minute, d...) }),
			rapid.Map(rapid.IntRange(1, 28), func(d int) Rhythm { return Monthly(d, hour, minute) }),
			rapid.Map(weekday, func(d time.Weekday) Rhythm {
				return NthOfMonth(rapid.SampledFrom([]int{1, 2, 3, 4, LastOne}).Draw(t, "nth"), d, hour, minute)
			}),
		).Draw(t, "rhythm")
		again, err := ParseRhythm(r.String())
		if diff := cmp.Diff(r, again); err != nil || diff != "" {
			t.Fatalf("%s: %v\n%s", r, err, diff)
		}
		at := local("2027-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 500*24*60).Draw(t, "minutes")) * time.Minute)
		for range 5 {
			next := r.Next(at)
			if !next.After(at) || next.Hour() != hour || next.Minute() != minute || next.Sub(at) > 63*24*time.Hour || !r.holds(next) {
				t.Fatalf("%s: after %v comes %v", r, at, next)
			}
			at = next
		}
	})
}
