package answer

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A yearly day falls once a year: a day of a month, or one that moves.
type yearly func(year int) (day time.Time, exists bool)

// dayOfMonth is the same day every year. 31 April never exists, 29 February
// sometimes.
func dayOfMonth(month time.Month, day int) yearly {
	return func(year int) (time.Time, bool) {
		t := date(year, month, day)
		return t, t.Day() == day && t.Month() == month
	}
}

// nthWeekday is the nth such weekday of a month; the last one for n = 0.
func nthWeekday(n int, weekday time.Weekday, month time.Month) yearly {
	return func(year int) (time.Time, bool) {
		if n == 0 {
			end := date(year, month+1, 0)
			return end.AddDate(0, 0, -int((end.Weekday()-weekday+7)%7)), true
		}
		first := date(year, month, 1)
		t := first.AddDate(0, 0, int((weekday-first.Weekday()+7)%7)+7*(n-1))
		return t, t.Month() == month
	}
}

// fromEaster is so many days after Easter Sunday.
func fromEaster(days int) yearly {
	return func(year int) (time.Time, bool) {
		return easter(year).AddDate(0, 0, days), true
	}
}

// easter is Easter Sunday of the Gregorian calendar: the first Sunday after the
// ecclesiastical full moon, by the golden number and the epact.
func easter(year int) time.Time {
	century := year/100 + 1
	golden := year%19 + 1
	skipped := 3*century/4 - 12       // leap years left out
	moon := (8*century+5)/25 - 5      // correction of the moon's orbit
	sunday := 5*year/4 - skipped - 10 // March -sunday mod 7 is a Sunday
	epact := (11*golden + 20 + moon - skipped) % 30
	if epact < 0 {
		epact += 30
	}
	if epact == 25 && golden > 11 || epact == 24 {
		epact++
	}
	full := 44 - epact
	if full < 21 {
		full += 30
	}
	return date(year, time.March, full+7-(sunday+full)%7)
}

// beforeSunday moves a day that falls on a Sunday to the Saturday, as the King's
// birthday is.
func beforeSunday(day yearly) yearly {
	return func(year int) (time.Time, bool) {
		t, exists := day(year)
		if t.Weekday() == time.Sunday {
			t = t.AddDate(0, 0, -1)
		}
		return t, exists
	}
}

// date is a day without a place: the readers reckon in UTC, where every day has
// 24 hours, and set the place at the end.
func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

type holidayList struct {
	Names []string
	Rules []string
}

// readHolidays gives the days of each name.
func readHolidays(lists []holidayList) (map[string][]yearly, error) {
	all := make(map[string][]yearly)
	for _, list := range lists {
		var days []yearly
		for _, text := range list.Rules {
			day, err := readRule(text)
			if err != nil {
				return nil, fmt.Errorf("holiday rule %q: %w", text, err)
			}
			days = append(days, day)
		}
		names, err := phrases(list.Names)
		if err != nil {
			return nil, err
		}
		for name := range names {
			if all[name] != nil {
				return nil, fmt.Errorf("holiday %q stands there twice", name)
			}
			all[name] = days
		}
	}
	return all, nil
}

func readRule(text string) (yearly, error) {
	if days, ok := strings.CutPrefix(text, "easter"); ok {
		n, err := strconv.Atoi(days)
		return fromEaster(n), err
	}
	if fixed, ok := strings.CutSuffix(text, " before sunday"); ok {
		day, err := readRule(fixed)
		return beforeSunday(day), err
	}
	if fields := strings.Fields(text); len(fields) == 4 && fields[2] == "in" {
		return readNth(fields[0], fields[1], fields[3])
	}
	month, day, _ := strings.Cut(text, "-")
	m, err1 := strconv.Atoi(month)
	d, err2 := strconv.Atoi(day)
	if err1 != nil || err2 != nil || m < 1 || m > 12 || d < 1 || d > 31 {
		return nil, fmt.Errorf("month and day wanted")
	}
	return dayOfMonth(time.Month(m), d), nil
}

func readNth(weekday, nth, month string) (yearly, error) {
	n, err1 := strconv.Atoi(strings.Replace(nth, "last", "0", 1))
	m, err2 := strconv.Atoi(month)
	for day := time.Sunday; day <= time.Saturday; day++ {
		if strings.EqualFold(day.String(), weekday) && err1 == nil && err2 == nil && 1 <= m && m <= 12 {
			return nthWeekday(n, day, time.Month(m)), nil
		}
	}
	return nil, fmt.Errorf("weekday, number and month wanted")
}
