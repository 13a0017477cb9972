package answer

import (
	"strings"
	"time"
)

// dateParts is what stands in an answer about a date.
type dateParts struct {
	clear bool // every word was understood, and nothing stood there twice

	day, month, year int // 0 where not written
	shortYear        bool
	ordinal          bool // the day was written as "5e"
	named            []yearly
	relative         *int
	weekday          *time.Weekday
	nth              int // which such weekday of the month: 1–5, or lastOne
	after            struct {
		n    int
		unit timeUnit

		ahead bool // it stood before the weekday
	}
	week, months, years *int // this (0) or the next (1)
	coming, next, past  bool
	comingDay           bool // komende stood before the weekday itself
	weekend             bool
	part                monthPart
	rough               bool   // "over een half jaar" is no day
	weak                bool   // the weekday is a word that means other things too
	month13             [2]int // "12/13": day and month the American way
}

const lastOne = -1

// A dateParser walks over the tokens of an answer.
type dateParser struct {
	words   *dateWords
	numbers *numberWords
	list    []token
	i       int
	dateParts
}

func parseDate(list []token) dateParts {
	w := vocabulary()
	p := dateParser{words: &w.date, numbers: &w.number, list: list}
	p.clear = len(list) > 0
	for p.i < len(p.list) {
		if n := p.one(); n > 0 {
			p.i += n
		} else {
			p.clear = false
			p.i++
		}
	}
	return p.dateParts
}

// one understands what stands at p.i and gives its length, or 0.
func (p *dateParser) one() int {
	t := p.list[p.i]
	if t.kind == symbol {
		return p.punctuation(t)
	}
	if n := p.clock(); n > 0 {
		return n
	}
	if n := p.phrase(); n > 0 {
		return n
	}
	switch {
	case t.kind == literal:
		return p.inDigits()
	case t.kind != word:
		return 0
	case p.single(t.text):
		return 1
	}
	return p.dayInWords()
}

// punctuation passes over a sign; a dash is one only beside a word ("ma - 30 nov").
func (p *dateParser) punctuation(t token) int {
	beside := p.i > 0 && p.list[p.i-1].kind == word || p.i+1 < len(p.list) && p.list[p.i+1].kind == word
	if meaningless(t) || t.text == "-" && beside {
		return 1
	}
	return 0
}

// text and kind look n tokens ahead.
func (p *dateParser) text(n int) string {
	if p.i+n >= len(p.list) {
		return ""
	}
	return p.list[p.i+n].text
}

func (p *dateParser) kind(n int) tokenKind {
	if p.i+n >= len(p.list) {
		return symbol
	}
	return p.list[p.i+n].kind
}

// phrase reads the longest phrase that has a role, or is a holiday.
func (p *dateParser) phrase() int {
	for n := min(p.words.longest, len(p.list)-p.i); n > 0; n-- {
		text, ok := joinWords(p.list[p.i : p.i+n])
		if !ok {
			continue
		}
		if days := p.words.holidays[text]; days != nil {
			p.setNamed(days)
			return n
		}
		if role := p.words.roles[text]; role != 0 {
			return p.play(role, n)
		}
	}
	return 0
}

// play does what a phrase of n tokens is for and gives the length of it all.
func (p *dateParser) play(role dateRole, n int) int {
	switch role {
	case roleComing:
		p.flag(&p.coming)
		p.comingDay = p.comingDay || p.isWeekday(n) || p.text(n) == "." && p.isWeekday(n+1)
	case roleNext:
		p.flag(&p.next)
	case rolePast:
		p.flag(&p.past)
	case roleWeekend:
		p.flag(&p.weekend)
	case roleThisWeek:
		setOnce(p, &p.week, 0)
	case roleNextWeek:
		setOnce(p, &p.week, 1)
	case roleThisMonth:
		setOnce(p, &p.months, 0)
	case roleNextMonth:
		setOnce(p, &p.months, 1)
	case roleThisYear:
		setOnce(p, &p.years, 0)
	case roleNextYear:
		setOnce(p, &p.years, 1)
	case roleLast:
		p.setNth(lastOne)
	case roleBegin:
		p.setPart(monthBegin)
	case roleMiddle:
		p.setPart(monthMiddle)
	case roleEnd:
		p.setPart(monthEnd)
	case roleAfter:
		return p.span(n)
	}
	return n
}

// span reads "over twee weken", of which the first n tokens were read.
func (p *dateParser) span(n int) int {
	if p.i+n >= len(p.list) || p.after.unit != 0 {
		return 0
	}
	f, ok := p.numbers.figureAt(p.list, p.i+n, nil)
	if !ok || !f.sure || f.readings[0] > maxSpan {
		return 0
	}
	amount, unit := f.readings[0], p.words.units[p.text(n+f.tokens)]
	if unit == years && amount%whole != 0 {
		amount, unit, p.rough = 12*amount, months, true
	}
	if unit == 0 || amount%whole != 0 {
		return 0
	}
	p.after.n, p.after.unit, p.after.ahead = int(amount/whole), unit, p.weekday == nil
	return n + f.tokens + 1
}

// maxSpan bounds "over … dagen".
const maxSpan = 1000 * whole

// single reads one word: a day, a month, "morgen".
func (p *dateParser) single(text string) bool {
	if days, ok := p.words.relativeDay(text); ok {
		setOnce(p, &p.relative, days)
		return true
	}
	if i, ok := p.words.months.exact[text]; ok {
		p.setMonth(i + 1)
		return true
	}
	for _, ending := range p.words.endings {
		if rest, ok := strings.CutSuffix(text, ending); ok && len(rest) > 3 {
			text = rest // zaterdagavond
			break
		}
	}
	if i, ok := p.words.weekdays.find(text); ok {
		p.weak = p.words.weak[text]
		setOnce(p, &p.weekday, time.Weekday(i))
		return true
	}
	if i, ok := p.words.months.find(text); ok && p.day != 0 && p.month == 0 {
		p.setMonth(i + 1) // with a typing error only behind a day: "5 maar"
		return true
	}
	return p.misspelledHoliday(text)
}

// relativeDay reads "morgen", with one typing error.
func (w *dateWords) relativeDay(text string) (int, bool) {
	if days, ok := w.relative[text]; ok {
		return days, true
	}
	if len(text) < 5 || w.others[text] {
		return 0, false
	}
	found, ok := 0, false
	for known, days := range w.relative {
		if len(known) < 6 || days < 0 || known[0] != text[0] || distance(text, known, 1) > 1 {
			continue
		}
		if ok && days != found {
			return 0, false
		}
		found, ok = days, true
	}
	return found, ok
}

// misspelledHoliday reads one long word with one typing error.
func (p *dateParser) misspelledHoliday(text string) bool {
	if len(text) < 8 {
		return false
	}
	name := ""
	for known := range p.words.holidays {
		if len(known) >= 8 && known[0] == text[0] && distance(text, known, 1) <= 1 {
			if name != "" {
				return false
			}
			name = known
		}
	}
	if name != "" {
		p.setNamed(p.words.holidays[name])
	}
	return name != ""
}
