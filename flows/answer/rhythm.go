package answer

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Every is the stretch of time after which something comes again.
type Every int

// The stretches.
const (
	EveryHour Every = iota + 1
	EveryDay
	EveryWorkday
	EveryWeek
	EveryMonth
)

// LastOfMonth is the Nth of the last weekday of a month.
const LastOfMonth = -1

// A Rhythm is a time that comes again and again.
type Rhythm struct {
	Every    Every
	Weekdays []time.Weekday // of every week; or the one of every month, with Nth
	Nth      int            // 1 to 4, or LastOfMonth
	Day      int            // of every month
	At       Clock          // not of every hour
}

// Early and late are between what hours people want something that comes by itself: of two readings of a clock the one in between is meant.
const early, late = Clock(8 * 60), Clock(21 * 60)

// ReadRhythm reads how often and when something comes: "elke eerste maandag om 9 uur", "elke week op dinsdag om 19.30 uur", "de 15e van elke
// maand om 10 uur". Every second week, a day without a time, and one Tuesday alone it asks about.
func ReadRhythm(text string) Reading[Rhythm] {
	p := rhythmParser{words: &vocabulary().rhythm, dates: &vocabulary().date, list: heard(text)}
	r, ok := p.parse()
	if !ok {
		return Reading[Rhythm]{}
	}
	if r.Every == EveryHour {
		return Reading[Rhythm]{Value: r, Sure: len(p.rest) == 0}
	}
	at, ok := timeInDay(p.rest)
	r.At = at
	if !ok {
		return Reading[Rhythm]{}
	}
	return sure(r)
}

// timeInDay reads a time of which one reading is left at an hour when people are awake.
func timeInDay(list []token) (Clock, bool) {
	p := parseTime(list)
	possible := p.possible()
	if !p.clear || p.bare && p.part == anyPart {
		return 0, false
	}
	if len(possible) > 1 {
		possible = slices.DeleteFunc(possible, func(c Clock) bool { return c < early || c >= late })
	}
	if len(possible) != 1 {
		return 0, false
	}
	return possible[0], true
}

// A rhythmParser takes the words about days out of an answer; what is left is the time.
type rhythmParser struct {
	words *rhythmWords
	dates *dateWords
	list  []token
	i     int
	rest  []token

	every    bool // said in so many words: one Tuesday is no rhythm
	unclear  bool // something was said that is no rhythm
	units    []Every
	weekdays []time.Weekday
	nth, day int
}

func (p *rhythmParser) parse() (Rhythm, bool) {
	for p.i < len(p.list) {
		n := p.one()
		if n == 0 {
			p.rest = append(p.rest, p.list[p.i])
			n = 1
		}
		p.i += n
	}
	return p.rhythm()
}

// rhythm is what the words about days say together.
func (p *rhythmParser) rhythm() (Rhythm, bool) {
	unit := Every(0)
	for _, u := range p.units {
		p.unclear = p.unclear || unit != 0 && u != unit
		unit = u
	}
	if p.unclear {
		return Rhythm{}, false
	}
	r := Rhythm{Every: unit, Weekdays: p.weekdays, Nth: p.nth, Day: p.day}
	switch {
	case p.nth != 0:
		r.Every = EveryMonth
		return r, len(p.weekdays) == 1 && p.day == 0 && (unit == EveryMonth || unit == 0 && p.every)
	case p.day != 0:
		r.Every = EveryMonth
		return r, len(p.weekdays) == 0 && p.day <= 31 && unit == EveryMonth
	case len(p.weekdays) > 0:
		r.Every = EveryWeek
		return r, unit == EveryWeek || unit == 0 && p.every
	}
	return r, unit == EveryHour || unit == EveryDay || unit == EveryWorkday
}

// one understands what stands at p.i and gives its length, or 0 for what may be about the time.
func (p *rhythmParser) one() int {
	text := p.text(0)
	if text == "om" && p.text(1) == "de" { // om de week, om de dag
		p.unclear = true
		return 2
	}
	if p.words.every[text] {
		p.every = true
		if p.words.units[p.text(1)] != 0 {
			p.units = append(p.units, p.words.units[p.text(1)])
			return 2
		}
		return 1
	}
	if n := p.numbered(); n > 0 {
		return n
	}
	if unit := p.words.adverbs[text]; unit != 0 {
		p.every, p.units = true, append(p.units, unit)
		return 1
	}
	if unit := p.words.units[text]; unit == EveryWeek || unit == EveryMonth || unit == EveryWorkday {
		p.units = append(p.units, unit)
		return 1
	}
	if p.weekday(text) {
		return 1
	}
	if p.words.around[text] || p.words.between[text] && p.besideDay() {
		return 1
	}
	return 0
}

// numbered reads "eerste maandag", "1e maandag", "15e", "dag 15" and "15 van de maand".
func (p *rhythmParser) numbered() int {
	n, nth := 1, p.words.nth[p.text(0)]
	number, err := strconv.Atoi(p.text(0))
	if err == nil && p.dates.ordinals[p.text(1)] && p.list[p.i+1].glued {
		n, nth = 2, number
	}
	switch {
	case nth != 0 && p.isWeekday(p.text(n)):
		if p.nth != 0 || nth > 4 {
			p.unclear = true // a fifth Monday, or two of them
		}
		p.nth = nth
		return n
	case n == 2, err == nil && p.text(1) == "van":
		if p.day != 0 {
			p.unclear = true
		}
		p.day = number
		return n
	}
	return 0
}

// isWeekday tells whether a word is a weekday, also "dinsdags", "dinsdagen" and "dinsdagavond".
func (p *rhythmParser) isWeekday(text string) bool {
	_, _, ok := p.readWeekday(text)
	return ok
}

func (p *rhythmParser) readWeekday(text string) (day time.Weekday, part string, ok bool) {
	for _, ending := range append([]string{"", "s", "en"}, p.dates.endings...) {
		stem, cut := strings.CutSuffix(text, ending)
		if !cut {
			continue
		}
		if i, found := p.dates.weekdays.find(stem); found && !p.dates.weak[stem] {
			if len(ending) > 2 {
				part = ending
			}
			return time.Weekday(i), part, true
		}
	}
	return 0, "", false
}

// weekday takes a weekday; a part of the day behind it goes with the time.
func (p *rhythmParser) weekday(text string) bool {
	day, part, ok := p.readWeekday(text)
	if !ok {
		return false
	}
	if strings.HasSuffix(text, "dags") || strings.HasSuffix(text, "dagen") {
		p.every = true
	}
	if part != "" {
		p.rest = append(p.rest, token{kind: word, text: part})
	}
	if !slices.Contains(p.weekdays, day) {
		p.weekdays = append(p.weekdays, day)
	}
	return true
}

// besideDay tells whether the words before and behind are about days, and so what stands between them is too.
func (p *rhythmParser) besideDay() bool {
	ahead := 1
	for p.words.around[p.text(ahead)] || p.words.every[p.text(ahead)] {
		ahead++
	}
	return len(p.weekdays) > 0 && p.isWeekday(p.text(ahead))
}

func (p *rhythmParser) text(ahead int) string {
	if p.i+ahead >= len(p.list) {
		return ""
	}
	return p.list[p.i+ahead].text
}
