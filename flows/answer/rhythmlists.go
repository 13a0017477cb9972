package answer

import "fmt"

// rhythmLists are the lists of words.toml about what comes again.
type rhythmLists struct {
	Every, Hour, Day, Workday, Week, Month []string
	Hourly, Daily, Weekly, Monthly         []string
	Nth                                    [][]string
	Around, Between                        []string
}

// rhythmWords are they made ready.
type rhythmWords struct {
	every, around, between phraseSet
	units                  map[string]Every // after "elke"
	adverbs                map[string]Every
	nth                    map[string]int
}

func readRhythms(lists *rhythmLists) (rhythmWords, error) {
	var r phraseReader
	w := rhythmWords{every: r.read(lists.Every), around: r.read(lists.Around), between: make(phraseSet),
		units: make(map[string]Every), adverbs: make(map[string]Every), nth: make(map[string]int)}
	for _, sign := range lists.Between {
		w.between[sign] = true
	}
	for i, unit := range []Every{EveryHour, EveryDay, EveryWorkday, EveryWeek, EveryMonth} {
		for text := range r.read([][]string{lists.Hour, lists.Day, lists.Workday, lists.Week, lists.Month}[i]) {
			w.units[text] = unit
		}
		for text := range r.read([][]string{lists.Hourly, lists.Daily, nil, lists.Weekly, lists.Monthly}[i]) {
			w.adverbs[text] = unit
		}
	}
	for i, spellings := range lists.Nth {
		nth := i + 1
		if i == len(lists.Nth)-1 {
			nth = LastOfMonth
		}
		for text := range r.read(spellings) {
			if w.nth[text] != 0 {
				return w, fmt.Errorf("%q is two numbers", text)
			}
			w.nth[text] = nth
		}
	}
	return w, r.err
}
