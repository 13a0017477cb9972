package store

import (
	"slices"
	"time"
)

// PostsInWeek is how many posts of the bot's own accord a group gets in one week at most. Too many messages are what people leave a group
// for.
const PostsInWeek = 3

// Quiet is when a Smederij is left in peace by what the bot posts of its own accord.
type Quiet struct {
	From, Until           int       // hours of the day: nothing leaves from 21 until 8
	BreakFrom, BreakUntil string    // the first and the last day of the summer break, as "07-15"; both "" for none
	Rest                  time.Time // a rest: nothing leaves before the morning of this day; zero for none
}

// Own is a post that the bot makes of its own accord, as far as its moment goes.
type Own struct {
	Kind    string    // what it is about; a newer one of the same kind and subject takes the place of one that waits
	Subject int64     // the row it is about, or 0
	From    time.Time // not before; zero means at once
	Useful  time.Time // after that it is dropped; zero means always
	Urgent  bool      // the day before a meeting, a closing date, a cancellation: it takes a place from others
}

// Plan gives each of the waiting posts of a group the moment at which it may leave: not in quiet hours, the break or a rest, and never more
// than three in a week, by the local calendar of now. The zero time means never within its use. Left are the moments of posts that left.
// Urgent posts choose first, then those whose use ends first.
func (q Quiet) Plan(now time.Time, left []time.Time, waiting []Own) []time.Time {
	order := make([]int, len(waiting))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return waiting[a].before(waiting[b]) })
	taken := map[week]int{}
	for _, t := range left {
		taken[weekOf(t.In(now.Location()))]++
	}
	plan := make([]time.Time, len(waiting))
	for _, i := range order {
		at, ok := q.place(later(now, waiting[i].From.In(now.Location())), taken)
		if !ok || !waiting[i].Useful.IsZero() && at.After(waiting[i].Useful) {
			continue
		}
		taken[weekOf(at)]++
		plan[i] = at
	}
	return plan
}

func (o Own) before(other Own) int {
	switch {
	case o.Urgent != other.Urgent:
		return first(o.Urgent)
	case o.Useful.IsZero() != other.Useful.IsZero():
		return first(!o.Useful.IsZero())
	}
	return o.Useful.Compare(other.Useful)
}

func first(yes bool) int {
	if yes {
		return -1
	}
	return 1
}

// week is a week of the calendar, from Monday to Sunday.
type week struct{ year, number int }

func weekOf(t time.Time) week {
	year, number := t.ISOWeek()
	return week{year, number}
}

// place is the first moment from t on that is free: not quiet, in a week with a place left.
func (q Quiet) place(t time.Time, taken map[week]int) (time.Time, bool) {
	for {
		free, ok := q.Free(t)
		if !ok || taken[weekOf(free)] < PostsInWeek {
			return free, ok
		}
		t = midnight(free, 7-int(free.Weekday()+6)%7) // next Monday
	}
}

// Free is the first moment from t on at which a post may leave, whatever left before. It tells false when there is none.
func (q Quiet) Free(t time.Time) (time.Time, bool) {
	for range 2 * 366 { // days
		awake := q.Awake(t)
		switch {
		case t.Before(q.Rest):
			t = midnight(q.Rest.In(t.Location()), 0)
		case q.InBreak(t):
			t = midnight(t, 1)
		case awake.After(t):
			t = awake
		default:
			return t, true
		}
	}
	return time.Time{}, false
}

// Awake is the first moment from t on that is not in the quiet hours.
func (q Quiet) Awake(t time.Time) time.Time {
	if t.Hour() >= q.From {
		t = midnight(t, 1)
	}
	if t.Hour() < q.Until {
		t = time.Date(t.Year(), t.Month(), t.Day(), q.Until, 0, 0, 0, t.Location())
	}
	return t
}

// InBreak tells whether a day is in the summer break, which may go over New Year.
func (q Quiet) InBreak(t time.Time) bool {
	day := t.Format(breakForm)
	switch {
	case q.BreakFrom == "":
		return false
	case q.BreakFrom <= q.BreakUntil:
		return q.BreakFrom <= day && day <= q.BreakUntil
	}
	return day >= q.BreakFrom || day <= q.BreakUntil
}

const breakForm = "01-02"

// BreakDay is a day as the summer break keeps it.
func BreakDay(t time.Time) string { return t.Format(breakForm) }

// Break is the first and the last day of the break that is going on or comes next. It tells false when there is none. A break that
// begins or ends on 29 February has other days where that is missing.
func (q Quiet) Break(now time.Time) (from, until time.Time, ok bool) {
	until = midnight(now, 0)
	for days := 0; !q.InBreak(until) || BreakDay(until) != q.BreakUntil && q.InBreak(midnight(until, 1)); days++ {
		if days > 2*366 {
			return from, until, false
		}
		until = midnight(until, 1)
	}
	for from = until; BreakDay(from) != q.BreakFrom && q.InBreak(midnight(from, -1)); {
		from = midnight(from, -1)
	}
	return from, until, true
}

func midnight(t time.Time, days int) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+days, 0, 0, 0, 0, t.Location())
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
