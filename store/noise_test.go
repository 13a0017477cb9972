package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var quietly = Quiet{From: 21, Until: 8, BreakFrom: "07-15", BreakUntil: "08-15"}

func local(moment string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", moment, amsterdam)
	if err != nil {
		panic(err)
	}
	return t
}

func TestPlan(t *testing.T) {
	inBreak := quietly
	resting := quietly
	resting.Rest = local("2026-12-01 00:00")
	full := []time.Time{local("2026-11-23 09:00"), local("2026-11-23 10:00"), local("2026-11-24 08:00")}
	tests := []struct {
		name    string
		q       Quiet
		now     string
		left    []time.Time
		waiting []Own
		want    []string // "" for never
	}{
		{"by day", quietly, "2026-11-24 12:00", nil, []Own{{}}, []string{"2026-11-24 12:00"}},
		{"in the evening", quietly, "2026-11-24 21:00", nil, []Own{{}}, []string{"2026-11-25 08:00"}},
		{"before dawn", quietly, "2026-11-24 07:59", nil, []Own{{}}, []string{"2026-11-24 08:00"}},
		{"the night in which the clock changes", quietly, "2027-03-27 23:00", nil, []Own{{}}, []string{"2027-03-28 08:00"}},
		{"in the break", inBreak, "2027-07-15 00:00", nil, []Own{{}}, []string{"2027-08-16 08:00"}},
		{"in a rest", resting, "2026-11-24 12:00", nil, []Own{{}}, []string{"2026-12-01 08:00"}},
		{"in a full week", quietly, "2026-11-24 12:00", full, []Own{{}}, []string{"2026-11-30 08:00"}},
		{"a full week before", quietly, "2026-11-30 12:00", full, []Own{{}}, []string{"2026-11-30 12:00"}},
		{"a full week, and not useful after it", quietly, "2026-11-24 12:00", full, []Own{{Useful: local("2026-11-29 20:00")}}, []string{""}},
		{"useful until tonight", quietly, "2026-11-24 20:59", nil, []Own{{Useful: local("2026-11-24 21:00")}}, []string{"2026-11-24 20:59"}},
		{"useful until tonight, and it is night", quietly, "2026-11-24 21:00", nil, []Own{{Useful: local("2026-11-24 23:00")}}, []string{""}},
		{"the urgent one takes the last place", quietly, "2026-11-24 22:00", full[:2], []Own{{}, {Urgent: true}},
			[]string{"2026-11-30 08:00", "2026-11-25 08:00"}},
		{"a place is kept for an urgent one later in the week", quietly, "2026-11-24 12:00", full[:2],
			[]Own{{}, {Urgent: true, From: local("2026-11-27 10:00")}}, []string{"2026-11-30 08:00", "2026-11-27 10:00"}},
		{"whose use ends first goes first", quietly, "2026-11-24 12:00", full[:2], []Own{{}, {Useful: local("2026-11-25 12:00")}},
			[]string{"2026-11-30 08:00", "2026-11-24 12:00"}},
	}
	for _, tt := range tests {
		var got []string
		for _, at := range tt.q.Plan(local(tt.now), tt.left, tt.waiting) {
			if at.IsZero() {
				got = append(got, "")
				continue
			}
			got = append(got, at.Format("2006-01-02 15:04"))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// The days of a break are those of one year, also where it begins or ends on a day that most years do not have.
func TestBreak(t *testing.T) {
	for _, tt := range []struct{ from, until, now, want string }{
		{"07-15", "08-15", "2026-11-23 09:00", "2027-07-15 2027-08-15"},
		{"07-15", "08-15", "2027-08-15 23:00", "2027-07-15 2027-08-15"},
		{"07-15", "08-15", "2027-08-16 00:00", "2028-07-15 2028-08-15"},
		{"12-20", "01-05", "2027-01-02 09:00", "2026-12-20 2027-01-05"},
		{"02-29", "03-15", "2026-11-23 09:00", "2027-03-01 2027-03-15"},
		{"02-29", "03-15", "2028-02-01 09:00", "2028-02-29 2028-03-15"},
		{"02-01", "02-29", "2026-11-23 09:00", "2027-02-01 2027-02-28"},
		{"01-01", "12-31", "2026-11-23 09:00", "2026-01-01 2026-12-31"},
		{"02-29", "02-29", "2028-03-01 09:00", ""},
		{"", "", "2026-11-23 09:00", ""},
	} {
		got := ""
		if from, until, ok := (Quiet{BreakFrom: tt.from, BreakUntil: tt.until}).Break(local(tt.now)); ok {
			got = from.Format(time.DateOnly) + " " + until.Format(time.DateOnly)
		}
		if got != tt.want {
			t.Errorf("%s until %s on %s: got %q, want %q", tt.from, tt.until, tt.now, got, tt.want)
		}
	}
}

// Whatever left and whatever waits: nothing leaves in quiet hours, the break or a rest, early or past its use, and no week gets more than
// three, unless it had more before.
func TestPlanAlwaysLeavesPeople(t *testing.T) {
	start := local("2027-01-01 00:00")
	moment := func(t *rapid.T, label string) time.Time {
		return start.Add(time.Duration(rapid.IntRange(0, 400*24*60).Draw(t, label)) * time.Minute)
	}
	days := rapid.IntRange(0, 364)
	rapid.Check(t, func(t *rapid.T) {
		q := Quiet{From: rapid.IntRange(12, 23).Draw(t, "from"), Until: rapid.IntRange(0, 11).Draw(t, "until")}
		if rapid.Bool().Draw(t, "break") {
			q.BreakFrom, q.BreakUntil = BreakDay(start.AddDate(0, 0, days.Draw(t, "first"))), BreakDay(start.AddDate(0, 0, days.Draw(t, "last")))
		}
		if rapid.Bool().Draw(t, "resting") {
			q.Rest = midnight(moment(t, "rest"), 0)
		}
		now := moment(t, "now")
		weeks := map[week]int{}
		var left []time.Time
		for range rapid.IntRange(0, 5).Draw(t, "left") {
			at := now.Add(-time.Duration(rapid.IntRange(0, 10*24*60).Draw(t, "ago")) * time.Minute)
			left = append(left, at)
			weeks[weekOf(at)]++
		}
		waiting := make([]Own, rapid.IntRange(0, 8).Draw(t, "waiting"))
		for i := range waiting {
			o := &waiting[i]
			o.Urgent = rapid.Bool().Draw(t, "urgent")
			if rapid.Bool().Draw(t, "later") {
				o.From = moment(t, "ready")
			}
			if rapid.Bool().Draw(t, "limited") {
				o.Useful = moment(t, "useful")
			}
		}
		for i, at := range q.Plan(now, left, waiting) {
			o := waiting[i]
			if at.IsZero() {
				if _, ok := q.Free(now); ok && o.Useful.IsZero() && !o.Urgent && o.From.IsZero() {
					t.Fatalf("post %d is dropped, and its use never ends", i)
				}
				continue
			}
			if at.Before(now) || at.Before(o.From) || !o.Useful.IsZero() && at.After(o.Useful) {
				t.Fatalf("post %d %+v leaves at %v", i, o, at)
			}
			if at.Hour() >= q.From || at.Hour() < q.Until || q.InBreak(at) || at.Before(q.Rest) {
				t.Fatalf("post %d leaves at %v, with %+v", i, at, q)
			}
			if weeks[weekOf(at)]++; weeks[weekOf(at)] > PostsInWeek {
				t.Fatalf("post %d is one too many in the week of %v", i, at)
			}
		}
	})
}
