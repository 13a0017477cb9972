package answer

import (
	"slices"
	"time"
)

// Date reads a day: "5 december", "24-11-2026", "volgende week dinsdag", "eerste
// kerstdag". The value is midnight at the place of now. Without a year it is the
// next such day, today included; where people mean different days ("volgende
// dinsdag", "over 8 dagen", a day just past) it asks.
func Date(text string, now time.Time) Reading[time.Time] {
	today := date(now.Year(), now.Month(), now.Day())
	list := heard(text)
	p := parseDate(list)
	p.clear = p.clear && !vocabulary().asks(list)
	r := readDate(p, today)
	if !r.Sure {
		if two := eitherDate(list, today); two != nil {
			r.Likely = two
		} else if len(r.Likely) == 0 {
			r = askDate(p.about(today)...)
		}
	}
	r.Value = inPlace(r.Value, r.Sure, now.Location())
	for i, day := range r.Likely {
		r.Likely[i] = inPlace(day, true, now.Location())
	}
	return r
}

func inPlace(day time.Time, set bool, place *time.Location) time.Time {
	if !set {
		return time.Time{}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, place)
}

func askDate(likely ...time.Time) Reading[time.Time] {
	return ask(time.Time.Equal, likely...)
}

// readDate finds the day that the parts name, and checks the other parts by it.
func readDate(p dateParts, today time.Time) Reading[time.Time] {
	var r Reading[time.Time]
	switch {
	case p.month13 != [2]int{}:
		other := p
		other.clear, other.day, other.month = true, p.month13[0], p.month13[1]
		return unclear(readYearly(other, dayOfMonth(time.Month(other.month), other.day), today))
	case p.weekend && p.inWeekend() && !isWeekend(today.Weekday()):
		r = readWeekday(&p, today) // "dit weekend zaterdag"
	case p.weekend:
		saturday := nextWeekday(today, time.Saturday)
		return askDate(saturday, saturday.AddDate(0, 0, 1))
	case len(p.named) > 1 && (p.day == 0 || p.month == 0):
		return askEach(p, today)
	case len(p.named) > 1:
		r = readYearly(p, dayOfMonth(time.Month(p.month), p.day), today)
		p.clear = p.clear && slices.ContainsFunc(p.named, func(day yearly) bool { // "5 december, sinterklaas"
			t, _ := day(r.Value.Year())
			return t.Equal(r.Value)
		})
	case len(p.named) == 1:
		r = readYearly(p, p.named[0], today)
	case p.nth != 0 && p.weekday != nil && p.month != 0 && p.day == 0:
		r = readYearly(p, nthWeekday(max(p.nth, 0), *p.weekday, time.Month(p.month)), today)
	case p.nth != 0 && p.weekday != nil && p.months != nil && p.day == 0:
		first := date(today.Year(), today.Month()+time.Month(*p.months), 1)
		day, exists := nthWeekday(max(p.nth, 0), *p.weekday, first.Month())(first.Year())
		if !exists || day.Before(today) {
			return askDate()
		}
		r = sure(day)
	case p.day != 0 && p.month != 0:
		r = readYearly(p, dayOfMonth(time.Month(p.month), p.day), today)
	case p.day != 0 && p.months != nil:
		first := date(today.Year(), today.Month()+time.Month(*p.months), 1)
		day, exists := dayOfMonth(first.Month(), p.day)(first.Year())
		r = Reading[time.Time]{Value: day, Sure: exists}
	case p.day != 0 && !p.clear:
		return askDate() // "1 fabruwari": not only a day was written
	case p.day != 0:
		next := nextDay(today, p.day)
		if !p.ordinal || p.weekday == nil || !p.agrees(next, today) {
			return askDate(next)
		}
		r = sure(next) // "zaterdag de 5e"
	case p.relative != nil:
		r = sure(today.AddDate(0, 0, *p.relative))
		if p.after.unit == weeks || p.after.unit == days {
			r = p.later(r.Value)
			p.after.unit = 0
		}
	case p.weekday != nil:
		r = readWeekday(&p, today)
	case p.after.unit != 0:
		r = p.later(today)
		p.after.unit = 0
	default:
		return askDate()
	}
	if r.Sure && (!p.clear || !p.agrees(r.Value, today)) {
		return unclear(r)
	}
	return r
}

// inWeekend tells whether a day of the weekend was named.
func (p *dateParts) inWeekend() bool {
	return p.weekday != nil && isWeekend(*p.weekday) && p.named == nil && p.day == 0 && p.month == 0 && p.relative == nil
}

func isWeekend(day time.Weekday) bool { return day == time.Saturday || day == time.Sunday }

// unclear turns a reading into a question about it.
func unclear(r Reading[time.Time]) Reading[time.Time] {
	if r.Sure {
		return askDate(r.Value)
	}
	return r
}

// agrees tells whether everything that was said is true of the day.
func (p *dateParts) agrees(day, today time.Time) bool {
	dated := p.named != nil || p.month != 0 || p.day != 0
	switch {
	case p.weekday != nil && day.Weekday() != *p.weekday,
		p.nth > 0 && (day.Day()+6)/7 != p.nth,
		p.nth == lastOne && day.AddDate(0, 0, 7).Month() == day.Month(),
		p.relative != nil && p.after.unit == 0 && dated && !day.Equal(today.AddDate(0, 0, *p.relative)),
		p.week != nil && !monday(day).Equal(monday(today).AddDate(0, 0, 7**p.week)),
		p.years != nil && day.Year() != today.Year()+*p.years,
		p.months != nil && (day.Year()*12+int(day.Month()))-(today.Year()*12+int(today.Month())) != *p.months,
		p.after.unit != 0,
		p.part != 0,
		p.rough,
		p.next,
		p.past && !day.Before(today),
		p.coming && day.Before(today),
		p.comingDay && dated && p.named == nil && !day.Equal(today) && !day.Equal(nextWeekday(today, day.Weekday())),
		p.day != 0 && day.Day() != p.day,
		p.month != 0 && int(day.Month()) != p.month,
		p.year != 0 && day.Year() != p.year,
		p.shortYear && (p.year < today.Year()-1 || p.year > today.Year()+10):
		return false
	}
	return true
}

// longPast is how long a day without a year is asked about after it passed. A
// longer time ago, people mean the next one.
const longPast = 28

// readYearly finds the year of a day that comes once a year.
func readYearly(p dateParts, day yearly, today time.Time) Reading[time.Time] {
	year := today.Year()
	switch {
	case p.year != 0:
		return inYear(day, p.year)
	case p.years != nil:
		return inYear(day, year+*p.years)
	}
	next := inYear(day, year)
	if t, _ := day(year); t.Before(today) {
		next = inYear(day, year+1)
	}
	if p.coming || !next.Sure {
		return next
	}
	for _, y := range [...]int{year - 1, year} {
		past, exists := day(y)
		if ago := int(today.Sub(past).Hours() / 24); exists && ago > 0 && ago <= longPast {
			return askDate(next.Value, past)
		}
	}
	return next
}

// inYear is the day in one year. For a day that is not on the calendar it offers
// the ones beside it.
func inYear(day yearly, year int) Reading[time.Time] {
	t, exists := day(year)
	switch {
	case exists:
		return sure(t)
	case t.Day() > 3: // no fifth Saturday
		return askDate()
	}
	// 31 April is 1 May
	return askDate(date(t.Year(), t.Month(), 0), date(t.Year(), t.Month(), 1))
}

// askEach asks about a name that several days have: "kerst".
func askEach(p dateParts, today time.Time) Reading[time.Time] {
	var likely []time.Time
	for _, day := range p.named {
		r := readYearly(p, day, today)
		if r.Sure {
			likely = append(likely, r.Value)
		}
	}
	return askDate(likely...)
}

// readWeekday finds the day of "dinsdag", "volgende week dinsdag", "dinsdag over
// een week". It uses up what it took into account.
func readWeekday(p *dateParts, today time.Time) Reading[time.Time] {
	if p.after.unit == days && p.after.n%7 == 0 {
		p.after.n, p.after.unit = p.after.n/7, weeks // "dinsdag over 14 dagen"
	}
	first := nextWeekday(today, *p.weekday)
	later := first.AddDate(0, 0, 7)
	switch {
	case p.nth != 0:
		return askDate()
	case p.weak:
		return askDate(first)
	case p.past && today.Weekday() == *p.weekday:
		return sure(today.AddDate(0, 0, -7))
	case p.past:
		return sure(first.AddDate(0, 0, -7))
	case p.week != nil:
		day := monday(today).AddDate(0, 0, 7**p.week+int(*p.weekday+6)%7)
		if day.Before(today) {
			return askDate(first)
		}
		return sure(day)
	case p.next:
		return askDate(first, later)
	case today.Weekday() == *p.weekday && p.after.unit != 0:
		return askDate(first, later)
	case today.Weekday() == *p.weekday:
		return askDate(today, first)
	case p.after.unit == weeks:
		r := p.later(first)
		p.after.unit = 0
		inWeek := monday(today).AddDate(0, 0, 7*p.after.n+int(*p.weekday+6)%7)
		if p.after.ahead && !inWeek.Equal(r.Value) {
			return askDate(inWeek, r.Value) // "over twee weken op dinsdag"
		}
		return r
	}
	return sure(first)
}

// later reckons "over …" from a day. For some "over 8 dagen" is a week, and the
// 31st plus a month is nowhere.
func (p *dateParts) later(from time.Time) Reading[time.Time] {
	switch n := p.after.n; p.after.unit {
	case days:
		if n == 8 {
			return askDate(from.AddDate(0, 0, 7), from.AddDate(0, 0, 8))
		}
		return sure(from.AddDate(0, 0, n))
	case weeks:
		return sure(from.AddDate(0, 0, 7*n))
	case years:
		return inYear(dayOfMonth(from.Month(), from.Day()), from.Year()+n)
	default:
		first := date(from.Year(), from.Month()+time.Month(n), 1)
		return inYear(dayOfMonth(first.Month(), from.Day()), first.Year())
	}
}

// nextWeekday is the first such day after today.
func nextWeekday(today time.Time, weekday time.Weekday) time.Time {
	ahead := int(weekday-today.Weekday()+7) % 7
	if ahead == 0 {
		ahead = 7
	}
	return today.AddDate(0, 0, ahead)
}

// nextDay is the next day of that number, 1 to 31, today included. Of two months that follow each other one has a 31st.
func nextDay(today time.Time, day int) time.Time {
	month := today.Month()
	if day < today.Day() {
		month++
	}
	next := date(today.Year(), month, day)
	if next.Day() != day {
		next = date(today.Year(), month+1, day)
	}
	return next
}

// monday is the first day of the week.
func monday(day time.Time) time.Time {
	return day.AddDate(0, 0, -int(day.Weekday()+6)%7)
}

// eitherDate gives the days of "5 of 6 december" and "zaterdag-zondag".
func eitherDate(list []token, today time.Time) []time.Time {
	for i, t := range list {
		switch t.text {
		case "of", "en", "tot", "-", "/":
		default:
			continue
		}
		first, second := parseDate(list[:i]), parseDate(list[i+1:])
		if first.month == 0 && first.day != 0 {
			first.month, first.year = second.month, second.year
		}
		a, b := readDate(first, today), readDate(second, today)
		if a.Sure && b.Sure {
			return []time.Time{a.Value, b.Value}
		}
	}
	return nil
}
