package answer

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// timeLists are the lists of words.toml about times of day.
type timeLists struct {
	Hours, Minutes, Before, Past, Half, Quarter []string

	Around    []string
	Morning   []string
	Afternoon []string
	Evening   []string
	Night     []string
	AM, PM    []string
	Endings   map[string]string // zaterdagavond
	Starts    []string
	Midnight  []string
}

// timeWords are they made ready.
type timeWords struct {
	hours, minutes, before, past, half, quarter phraseSet

	halves   []string // half, longest first
	around   phraseSet
	parts    map[string]dayPart
	long     []string           // words of parts and others that may hold a typing error
	endings  map[string]dayPart // of zaterdagavond
	starts   phraseSet          // what stands before such an ending, beside a weekday
	midnight phraseSet
	longest  int // words in the longest phrase
}

func readTimes(lists *timeLists, polite phraseSet) (timeWords, error) {
	var r phraseReader
	w := timeWords{
		hours: r.read(lists.Hours), minutes: r.read(lists.Minutes), before: r.read(lists.Before),
		past: r.read(lists.Past), half: r.read(lists.Half), quarter: r.read(lists.Quarter),
		around: r.read(lists.Around), starts: r.read(lists.Starts), midnight: r.read(lists.Midnight),
		parts: make(map[string]dayPart), endings: make(map[string]dayPart),
	}
	for phrase := range polite {
		w.around[phrase] = true
	}
	for part, patterns := range map[dayPart][]string{
		morning: lists.Morning, afternoon: lists.Afternoon, evening: lists.Evening, night: lists.Night,
		beforeNoon: lists.AM, afterNoon: lists.PM,
	} {
		for phrase := range r.read(patterns) {
			if w.parts[phrase] != anyPart || w.around[phrase] {
				return w, fmt.Errorf("%q is in two lists of times", phrase)
			}
			w.parts[phrase] = part
			if len(phrase) >= minMistyped && !isPhrase(phrase) {
				w.long = append(w.long, phrase)
			}
		}
	}
	for ending, phrase := range lists.Endings {
		if w.endings[ending] = w.parts[phrase]; w.parts[phrase] == anyPart {
			return w, fmt.Errorf("ending %q: %q is no part of the day", ending, phrase)
		}
	}
	w.halves = slices.SortedFunc(maps.Keys(w.half), func(a, b string) int {
		return cmp.Or(len(b)-len(a), strings.Compare(a, b))
	})
	w.longest = max(longestPhrase(w.around), longestPhrase(w.parts), longestPhrase(w.midnight))
	return w, r.err
}

// minMistyped is the length from which a part of the day may hold a typing error.
const minMistyped = 5
