package answer

import (
	"fmt"
	"strings"
)

// dateLists are the lists of words.toml about dates.
type dateLists struct {
	Weekdays   [][]string
	Months     [][]string
	Others     []string
	Weak       []string
	Around     []string
	DayParts   []string `toml:"day_parts"`
	DayEndings []string `toml:"day_endings"`
	Coming     []string
	Next       []string
	Past       []string
	ThisWeek   []string `toml:"this_week"`
	NextWeek   []string `toml:"next_week"`
	ThisMonth  []string `toml:"this_month"`
	NextMonth  []string `toml:"next_month"`
	ThisYear   []string `toml:"this_year"`
	NextYear   []string `toml:"next_year"`
	Ordinals   []string
	Last       []string
	Begin      []string
	Middle     []string
	End        []string
	Weekend    []string
	After      []string
	DayUnits   []string `toml:"day_units"`
	WeekUnits  []string `toml:"week_units"`
	MonthUnits []string `toml:"month_units"`
	YearUnits  []string `toml:"year_units"`
	Relative   map[string]int
	Holiday    []holidayList
}

// dateWords are they made ready.
type dateWords struct {
	months, weekdays names
	endings          []string // zaterdagavond
	weak, others     phraseSet
	relative         map[string]int
	ordinals         phraseSet
	units            map[string]timeUnit
	roles            map[string]dateRole // phrases with one task
	holidays         map[string][]yearly
	longest          int // words in the longest phrase of roles and holidays
}

type timeUnit int

const (
	days timeUnit = iota + 1
	weeks
	months
	years
)

// A dateRole is what a phrase does in a date.
type dateRole int

const (
	roleNothing dateRole = iota + 1 // op, de, 's avonds
	roleComing
	roleNext
	rolePast
	roleThisWeek
	roleNextWeek
	roleThisMonth
	roleNextMonth
	roleThisYear
	roleNextYear
	roleLast
	roleBegin
	roleMiddle
	roleEnd
	roleWeekend
	roleAfter
)

func readDates(lists *dateLists, polite phraseSet) (dateWords, error) {
	w := dateWords{
		endings: lists.DayEndings, relative: lists.Relative,
		units: make(map[string]timeUnit), roles: make(map[string]dateRole),
	}
	var err error
	if w.holidays, err = readHolidays(lists.Holiday); err != nil {
		return w, err
	}
	var r phraseReader
	w.others, w.weak = r.read(lists.Others), r.read(lists.Weak)
	w.months = readNames(lists.Months, w.others)
	w.weekdays = readNames(lists.Weekdays, w.others)
	w.ordinals = r.read(lists.Ordinals)
	for unit, patterns := range map[timeUnit][]string{
		days: lists.DayUnits, weeks: lists.WeekUnits, months: lists.MonthUnits, years: lists.YearUnits,
	} {
		for text := range r.read(patterns) {
			w.units[text] = unit
		}
	}
	for role, patterns := range map[dateRole][]string{
		roleComing: lists.Coming, roleNext: lists.Next, rolePast: lists.Past,
		roleThisWeek: lists.ThisWeek, roleNextWeek: lists.NextWeek,
		roleThisMonth: lists.ThisMonth, roleNextMonth: lists.NextMonth,
		roleThisYear: lists.ThisYear, roleNextYear: lists.NextYear,
		roleBegin: lists.Begin, roleMiddle: lists.Middle, roleEnd: lists.End,
		roleLast: lists.Last, roleWeekend: lists.Weekend, roleAfter: lists.After,
		roleNothing: append(lists.Around, lists.DayParts...),
	} {
		for phrase := range r.read(patterns) {
			if w.roles[phrase] != 0 {
				return w, fmt.Errorf("%q is in two lists of dates", phrase)
			}
			w.roles[phrase] = role
		}
	}
	for phrase := range polite {
		if w.roles[phrase] == 0 {
			w.roles[phrase] = roleNothing
		}
	}
	w.longest = max(longestPhrase(w.roles), longestPhrase(w.holidays))
	return w, r.err
}

// names are words in a fixed order, each with its other spellings: the months,
// the weekdays.
type names struct {
	exact  map[string]int
	full   []string  // the words themselves, in which typing errors are seen
	others phraseSet // near to one of them, and something else
}

func readNames(lists [][]string, others phraseSet) names {
	n := names{exact: make(map[string]int), others: others}
	for i, spellings := range lists {
		n.full = append(n.full, spellings[0])
		for _, text := range spellings {
			if _, known := n.exact[text]; !known {
				n.exact[text] = i
			}
		}
	}
	return n
}

// find gives the number of a name, also with typing errors: one in short words,
// two in longer ones. Plurals ("zaterdagen") are other words.
func (n names) find(text string) (int, bool) {
	if i, ok := n.exact[text]; ok {
		return i, true
	}
	if len(text) < 4 || n.others[text] || strings.HasSuffix(text, "dagen") || strings.HasSuffix(text, "dags") {
		return 0, false
	}
	if stem, ok := strings.CutSuffix(text, "dach"); ok {
		text = stem + "dag"
	}
	best, nearest, second := 0, tooMany, tooMany
	strange := false // the nearest starts with another letter
	for i, full := range n.full {
		d := mistakesIn(text, full)
		if d == 2 && len(full) < longName {
			d = tooMany // "zondig", "zonnig"
		}
		start := sameStart(text, full)
		switch {
		case d == tooMany, d == 2 && !sameEnd(text, full), d == 1 && !start && len(full) < 6:
			continue
		case d < nearest:
			best, nearest, second, strange = i, d, nearest, !start
		default:
			second = min(second, d)
		}
	}
	alone := second == tooMany
	return best, nearest < second && (alone || !strange) && (nearest < 2 || !strange)
}

// longName is the length from which the name of a day or month may hold two typing
// errors.
const longName = 8

// allowed is how many typing errors a word of some length may hold.
func allowed(length int) int {
	if length < 6 {
		return 1
	}
	return 2
}

// sameStart tells whether two words start alike: hardly anyone mistypes the first
// letter, but many write s for z and f for v.
func sameStart(a, b string) bool {
	return soundOf(a[0]) == soundOf(b[0])
}

func soundOf(c byte) byte {
	switch c {
	case 'z':
		return 's'
	case 'v':
		return 'f'
	}
	return c
}

// sameEnd tells whether one of the last two letters of a word is the last of the
// other: "zonder" is no zondag.
func sameEnd(text, full string) bool {
	last := full[len(full)-1]
	return text[len(text)-1] == last || text[len(text)-2] == last
}
