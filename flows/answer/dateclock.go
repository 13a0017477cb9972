package answer

import (
	"strconv"
	"strings"
)

// clock passes over a time of day or a stretch of it, which does not change the
// date: "20.15 uur", "om half acht", "14.00 tot 16.00 uur".
func (p *dateParser) clock() int {
	first := p.clockAt(0)
	end := first
	if first == 0 && p.dated() && isHour(p.text(0)) {
		end = 1 // the 14 of "14 tot 16 uur"
	}
	if end > 0 && (p.text(end) == "tot" || p.text(end) == "-") {
		if until := p.clockAt(end + 1); until > 0 {
			return end + 1 + until
		}
	}
	return first
}

// clockAt gives the length of a time of day, n tokens ahead.
func (p *dateParser) clockAt(n int) int {
	start := n
	om := p.text(n) == "om"
	if om {
		n++
	}
	if p.kind(n) == word {
		return p.clockInWords(start, n, om)
	}
	hour := p.text(n+1) == "uur" || p.text(n+1) == "u"
	switch {
	case p.kind(n) != literal:
		return 0
	case p.text(n+1) == ":" && p.kind(n+2) == literal:
		n += 3
	case om, hour, p.dated() && isTime(p.text(n)):
		n++
	default:
		return 0
	}
	if next := p.text(n); next == "uur" || next == "u" {
		n++
	}
	return n - start
}

// clockInWords reads "half acht" behind "om", or behind the day.
func (p *dateParser) clockInWords(start, n int, om bool) int {
	w := vocabulary()
	if !om && !(p.dated() && (w.time.half[p.text(n)] || w.time.quarter[p.text(n)])) {
		return 0
	}
	t := timeParser{words: &w.time, dates: &w.date, numbers: &w.number, list: p.list, i: p.i + n}
	if used := t.clock(); used > 0 && !p.isMonth(n+used) {
		return n + used - start
	}
	return 0
}

// dated tells whether a day was read already.
func (p *dateParser) dated() bool {
	return p.day != 0 && p.month != 0 || p.weekday != nil || p.relative != nil || p.named != nil
}

// isTime tells whether digits are a time and no day of a month: "19.30", not "5.12".
func isTime(text string) bool {
	hour, minute, ok := strings.Cut(text, ".")
	return ok && isHour(hour) && len(minute) == 2 && minute <= "59" && (minute == "00" || minute > "12")
}

// isHour tells whether digits are an hour of a day, and no year of this century.
func isHour(text string) bool {
	hour, err := strconv.Atoi(text)
	return err == nil && len(text) <= 2 && 0 <= hour && hour <= 24
}
