package store

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Rhythm says when a schedule is due, in local time: every hour between two, every day, on days of the week, on one day of the month, or on
// the nth weekday of it. A cron line alone cannot say the last: it takes a day that fits the month or the week.
type Rhythm struct {
	Hour, Minute int
	To           int            // the last hour of a rhythm for every hour, else 0
	Days         []time.Weekday // none means every day
	Nth          int            // 1 to 4, or LastOne: only that one of the month; then Days is one day
	Day          int            // of the month, 1 to 28, so that every month has it
}

// LastOne is the Nth of the last weekday of a month.
const LastOne = -1

// EveryHour is due at every full hour from one to another of each day.
func EveryHour(from, to int) Rhythm { return Rhythm{Hour: from, To: to} }

// Daily is due every day.
func Daily(hour, minute int) Rhythm { return Rhythm{Hour: hour, Minute: minute} }

// Weekly is due on days of every week.
func Weekly(hour, minute int, days ...time.Weekday) Rhythm {
	return Rhythm{Hour: hour, Minute: minute, Days: days}
}

// Monthly is due on one day of every month.
func Monthly(day, hour, minute int) Rhythm { return Rhythm{Hour: hour, Minute: minute, Day: day} }

// NthOfMonth is due on the first, or another, such weekday of every month.
func NthOfMonth(nth int, day time.Weekday, hour, minute int) Rhythm {
	return Rhythm{Hour: hour, Minute: minute, Nth: nth, Days: []time.Weekday{day}}
}

// errRhythm is a rhythm that not every day, or month, has.
var errRhythm = errors.New("not a time that always comes")

// Validate refuses what does not always come, or comes twice: some nights have the hour from 2 to 3 twice, and some not at all.
func (r Rhythm) Validate() error {
	switch {
	case r.Hour < 0 || r.Hour > 23 || r.Minute < 0 || r.Minute > 59 || r.Hour == 2,
		r.To != 0 && (r.To < r.Hour || r.To > 23 || r.Hour < 2 || r.Days != nil || r.Day != 0),
		r.Day < 0 || r.Day > 28 || r.Day != 0 && r.Days != nil,
		r.Nth < LastOne || r.Nth > 4 || r.Nth != 0 && len(r.Days) != 1:
		return fmt.Errorf("rhythm %q: %w", r, errRhythm)
	}
	for i, d := range r.Days {
		if d < time.Sunday || d > time.Saturday || slices.Contains(r.Days[:i], d) {
			return fmt.Errorf("rhythm %q: %w", r, errRhythm)
		}
	}
	return nil
}

var (
	dayNames = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
	nthNames = map[int]string{1: "first", 2: "second", 3: "third", 4: "fourth", LastOne: "last"}
)

// String is the rhythm as it is kept: "hourly 09:00-20", "daily 09:00", "weekly tue,fri 19:30", "monthly 15 09:00", "monthly first mon 09:00".
func (r Rhythm) String() string {
	at := fmt.Sprintf("%02d:%02d", r.Hour, r.Minute)
	switch {
	case r.To != 0:
		return fmt.Sprintf("hourly %s-%02d", at, r.To)
	case r.Day != 0:
		return fmt.Sprintf("monthly %d %s", r.Day, at)
	case r.Nth != 0:
		return fmt.Sprintf("monthly %s %s %s", nthNames[r.Nth], r.days(), at)
	case r.Days != nil:
		return fmt.Sprintf("weekly %s %s", r.days(), at)
	}
	return "daily " + at
}

func (r Rhythm) days() string {
	var names []string
	for _, d := range r.Days {
		if d < time.Sunday || d > time.Saturday {
			return strconv.Itoa(int(d))
		}
		names = append(names, dayNames[d])
	}
	return strings.Join(names, ",")
}

// ParseRhythm reads a rhythm as it is kept.
func ParseRhythm(s string) (r Rhythm, err error) {
	words := strings.Fields(s)
	bad := fmt.Errorf("rhythm %q: %w", s, errRhythm)
	if len(words) < 2 {
		return r, bad
	}
	clock, last, ranged := strings.Cut(words[len(words)-1], "-")
	if ranged != (words[0] == "hourly") {
		return r, bad
	}
	at, err := time.Parse("15:04", clock)
	if err != nil {
		return r, bad
	}
	r.Hour, r.Minute = at.Hour(), at.Minute()
	if ranged {
		if r.To, err = strconv.Atoi(last); err != nil {
			return r, bad
		}
	}
	if err := r.parseDays(words[0], words[1:len(words)-1]); err != nil {
		return r, bad
	}
	return r, r.Validate()
}

func (r *Rhythm) parseDays(every string, words []string) (err error) {
	switch {
	case (every == "daily" || every == "hourly") && len(words) == 0:
		return nil
	case every == "weekly" && len(words) == 1:
		return r.parseWeekdays(words[0])
	case every == "monthly" && len(words) == 1:
		r.Day, err = strconv.Atoi(words[0])
		if err == nil && r.Day < 1 {
			return errRhythm
		}
		return err
	case every == "monthly" && len(words) == 2:
		for nth, name := range nthNames {
			if name == words[0] {
				r.Nth = nth
				return r.parseWeekdays(words[1])
			}
		}
	}
	return errRhythm
}

func (r *Rhythm) parseWeekdays(names string) error {
	for name := range strings.SplitSeq(names, ",") {
		d := slices.Index(dayNames, name)
		if d < 0 {
			return errRhythm
		}
		r.Days = append(r.Days, time.Weekday(d))
	}
	return nil
}

// Cron is the rhythm as a cron line. Of an nth weekday it names them all: cron takes a day that fits the month or the week, never both.
func (r Rhythm) Cron() string {
	hours, day, weekdays := strconv.Itoa(r.Hour), "*", "*"
	if r.To != 0 {
		hours += "-" + strconv.Itoa(r.To)
	}
	if r.Day != 0 {
		day = strconv.Itoa(r.Day)
	}
	if r.Days != nil {
		weekdays = r.days()
	}
	return fmt.Sprintf("%d %s %s * %s", r.Minute, hours, day, weekdays)
}

// Next is the first moment after another at which the rhythm is due, in that one's zone. The rhythm must be valid.
func (r Rhythm) Next(after time.Time) time.Time {
	line, err := cron.ParseStandard(r.Cron())
	if err != nil {
		panic(fmt.Sprintf("rhythm %q gives a cron line that cron refuses: %v", r, err)) // and no valid rhythm does, which is tested
	}
	next := line.Next(after)
	for !r.holds(next) {
		next = line.Next(next)
	}
	return next
}

// holds tells whether a day that the cron line names is the nth of its month.
func (r Rhythm) holds(t time.Time) bool {
	switch r.Nth {
	case 0:
		return true
	case LastOne:
		return t.AddDate(0, 0, 7).Month() != t.Month()
	}
	return (t.Day()+6)/7 == r.Nth
}

// InEveryWeek is how often the rhythm is due in each week; 0 for one of every month.
func (r Rhythm) InEveryWeek() int {
	switch {
	case r.To != 0:
		return 7 * (r.To - r.Hour + 1)
	case r.Day != 0 || r.Nth != 0:
		return 0
	case r.Days != nil:
		return len(r.Days)
	}
	return 7
}

// OnWeekdays are the days of a rhythm in the order of a week that begins on Monday.
func (r Rhythm) OnWeekdays() []time.Weekday {
	days := slices.Clone(r.Days)
	slices.SortFunc(days, func(a, b time.Weekday) int { return int(a+6)%7 - int(b+6)%7 })
	return days
}
