package answer

import "time"

// monthPart is where in a month: "eind maart".
type monthPart int

const (
	monthBegin monthPart = iota + 1
	monthMiddle
	monthEnd
)

// about are the days to offer to who named a month, or a part of one, and no day: the first and the last one for "maart". Days that are
// over are left out.
func (p *dateParts) about(today time.Time) []time.Time {
	other := p.day != 0 || p.named != nil || p.relative != nil || p.weekday != nil || p.nth != 0 || p.after.unit != 0 || p.week != nil || p.next || p.past || p.weekend
	first, known := p.firstOfMonth(today)
	if !p.clear || other || !known {
		return nil
	}
	middle, last := first.AddDate(0, 0, 14), first.AddDate(0, 1, -1)
	var likely []time.Time
	for _, day := range map[monthPart][]time.Time{0: {first, last}, monthBegin: {first}, monthMiddle: {middle}, monthEnd: {last}}[p.part] {
		if !day.Before(today) {
			likely = append(likely, day)
		}
	}
	return likely
}

// firstOfMonth is the first day of the month that was named: without a year the next one that is not over.
func (p *dateParts) firstOfMonth(today time.Time) (time.Time, bool) {
	switch {
	case p.month == 0 && p.months != nil && p.year == 0 && p.years == nil:
		return date(today.Year(), today.Month()+time.Month(*p.months), 1), true
	case p.month == 0 || p.months != nil:
		return time.Time{}, false
	case p.year != 0:
		return date(p.year, time.Month(p.month), 1), true
	case p.years != nil:
		return date(today.Year()+*p.years, time.Month(p.month), 1), true
	case time.Month(p.month) < today.Month():
		return date(today.Year()+1, time.Month(p.month), 1), true
	}
	return date(today.Year(), time.Month(p.month), 1), true
}
