package answer

import (
	"maps"
	"slices"
	"strings"
)

// numberLists are the lists of words.toml about numbers.
type numberLists struct {
	GroupBefore []string `toml:"group_before"`
	Around      []string
	Collectives []string
	OfNouns     []string                         `toml:"of_nouns"`
	EuroWords   []string                         `toml:"euro_words"`
	CentWords   []string                         `toml:"cent_words"`
	EuroAround  []string                         `toml:"euro_around"`
	EuroZero    []string                         `toml:"euro_zero"`
	EuroOnly    []struct{ Words, With []string } `toml:"euro_only"`
	CountWords  []string                         `toml:"count_words"`
	CountAround []string                         `toml:"count_around"`
	CountZero   []string                         `toml:"count_zero"`
	CountOne    []string                         `toml:"count_one"`
	NumberWords []string                         `toml:"number_words"`
	TooLarge    []string                         `toml:"too_large"`
	Others      struct{ Words []string }
	Spelling    map[string]int
	Sets        map[string]int
	Closed      map[string]int
	EuroSets    map[string]int `toml:"euro_sets"`
	Groups      map[string]int
	Company     companyLists
}

// numberWords are they made ready.
type numberWords struct {
	pieces   [256][]piece // by first letter, longest first
	standard []piece      // those of standard Dutch
	others   phraseSet    // near to a number, and something else
	of       phraseSet    // "man" of "een man of 25"
	tooLarge phraseSet    // nobody here means so much

	collectives phraseSet // "een groep" is not one

	plain, euro, count numberKind

	euroZero, countZero, countOne phraseSet
	euroOnly                      []pairedWords
	groupBefore                   phraseSet
	groups                        map[string]amount
	people                        phraseSet // mensen, buren, pers
	company                       companyWords
}

// pairedWords are words that say nothing only when one of the others is there.
type pairedWords struct{ words, with phraseSet }

// A numberKind says which words may stand around a number of that kind.
type numberKind struct {
	around  phraseSet
	longest int                 // words in the longest phrase around
	units   map[string]partKind // euro, cent
	sets    map[string]numeral  // tientje, k
	groups  map[string]amount   // "met z'n vieren"
}

func readNumbers(lists *numberLists, polite phraseSet) (numberWords, error) {
	w := numberWords{groups: make(map[string]amount)}
	for text, n := range pieces() {
		w.pieces[text[0]] = append(w.pieces[text[0]], piece{text, n, false})
		w.standard = append(w.standard, piece{text, n, false})
	}
	slices.SortFunc(w.standard, func(a, b piece) int { return strings.Compare(a.text, b.text) })
	for text, value := range lists.Spelling {
		w.pieces[text[0]] = append(w.pieces[text[0]], piece{text, numeralOf(value), true})
	}
	for _, list := range w.pieces {
		slices.SortFunc(list, func(a, b piece) int {
			return len(b.text) - len(a.text)
		})
	}
	for text, value := range lists.Groups {
		w.groups[text] = amount(value) * whole
	}
	sets := make(map[string]numeral)
	addSets(sets, lists.Sets)
	addSets(sets, lists.Closed)
	for text := range lists.Closed { // a mere "k" counts nothing
		counted := sets[text]
		counted.plural = true
		sets[text] = counted
	}
	euroSets := maps.Clone(sets)
	addSets(euroSets, lists.EuroSets)

	var r phraseReader
	w.others = r.read(lists.Others.Words)
	w.of = r.read(lists.OfNouns)
	w.tooLarge = r.read(lists.TooLarge)
	w.collectives = r.read(lists.Collectives)
	w.groupBefore = r.read(lists.GroupBefore)
	w.euroZero = r.read(lists.EuroZero)
	for _, pair := range lists.EuroOnly {
		w.euroOnly = append(w.euroOnly, pairedWords{r.read(pair.Words), r.read(pair.With)})
	}
	w.countZero = r.read(lists.CountZero)
	w.countOne = r.read(lists.CountOne)
	around := r.read(lists.Around)
	maps.Copy(around, polite)
	w.plain = kindOf(around, r.read(lists.NumberWords), sets)
	w.euro = kindOf(around, r.read(lists.EuroAround), euroSets)
	w.people = r.read(lists.CountWords)
	w.count = kindOf(around, r.read(append(lists.CountWords, lists.CountAround...)), sets)
	w.count.groups = w.groups
	w.euro.units = make(map[string]partKind)
	for text := range r.read(lists.EuroWords) {
		w.euro.units[text] = partEuro
	}
	for text := range r.read(lists.CentWords) {
		w.euro.units[text] = partCent
	}
	w.company = readCompany(&lists.Company, &r)
	return w, r.err
}

func kindOf(around, more phraseSet, sets map[string]numeral) numberKind {
	all := maps.Clone(around)
	maps.Copy(all, more)
	return numberKind{around: all, longest: longestPhrase(all), sets: sets}
}

func addSets(sets map[string]numeral, values map[string]int) {
	for text, value := range values {
		sets[text] = numeral{
			kind: scale, value: amount(value), closed: true,
			plural: strings.HasSuffix(text, "jes"),
		}
	}
}

// A phraseReader reads several lists and keeps the first error.
type phraseReader struct{ err error }

func (r *phraseReader) read(patterns []string) phraseSet {
	set, err := phrases(patterns)
	if r.err == nil {
		r.err = err
	}
	return set
}
