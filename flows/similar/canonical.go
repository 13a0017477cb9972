package similar

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"smederij/flows/answer"
)

// term is what a word, or some words together, say in a title.
type term struct {
	text    string // the word, or what is left of it without its endings
	concept string // the same for all that mean the same
	weight  float64
	full    float64  // the weight it has where it tells neither place nor for whom
	known   bool     // from a list, so not a misspelling of another
	words   []string // that it is a phrase of
}

// atom is a word that is no compound.
type atom struct {
	text  string
	word  string // the listed word it is, or is meant to be
	known bool
	place bool // it tells where
	whom  bool // it tells for whom
}

// A title has 80 letters; of longer texts the beginning counts, so that no text costs much.
const (
	longestTitle = 240 // bytes
	longestWord  = 39  // bytes; what is longer is cut
	mostTerms    = 12  // no title that people write has more
)

// plain is a title without what phones and haste put in it.
func plain(title string) string { return answer.Plain(cutAt(title, longestTitle)) }

// cutAt gives at most n bytes, and no half letter.
func cutAt(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// read gives the terms of a plain title, each concept once. Neither the order of its words nor how they are joined matters.
func (l *lexicon) read(title string, split func(word string) []atom) []term {
	written := map[string]atom{} // by word
	words := map[string]bool{}
	var order []string
	for _, w := range l.meaningful(title) {
		for _, a := range split(w.text) {
			if !words[a.word] {
				words[a.word] = true
				order = append(order, a.word)
				a.place, a.whom = w.place, w.whom
			} else { // once is enough to say what it is about
				a.place, a.whom = w.place && written[a.word].place, w.whom && written[a.word].whom
			}
			written[a.word] = a
		}
	}
	var terms []term
	for _, p := range l.together(words) {
		weight := p.weight
		if !slices.ContainsFunc(p.words, func(w string) bool { return !written[w].place }) {
			weight *= ofPlace
		}
		terms = append(terms, term{p.text, p.concept, weight, p.weight, true, p.words})
	}
	for _, w := range order {
		if words[w] {
			m := l.means(w)
			full := m.weight
			if written[w].place {
				m.weight *= ofPlace
			}
			if written[w].whom {
				m.weight = min(m.weight, forWhom)
			}
			terms = append(terms, term{written[w].text, m.concept, m.weight, full, written[w].known, nil})
		}
	}
	terms = once(terms)
	return terms[:min(len(terms), mostTerms)]
}

// once sorts terms and leaves one of each concept.
func once(terms []term) []term {
	slices.SortFunc(terms, func(a, b term) int {
		if a.concept != b.concept {
			return strings.Compare(a.concept, b.concept)
		}
		return strings.Compare(a.text, b.text)
	})
	return slices.CompactFunc(terms, func(a, b term) bool { return a.concept == b.concept })
}

// A bench in the park has little to do with a concert in the park, and a meal for students with a dance for students.
const (
	ofPlace = 0.5 // what is left of a word that tells where
	forWhom = 0.5 // at most what a word counts that tells for whom
)

// spoken is a word of a title.
type spoken struct {
	text  string
	place bool // it stands behind "in de", "langs het"
	whom  bool // it stands behind "voor"
}

// meaningful are the words of a title that say something. If none does, all count.
func (l *lexicon) meaningful(title string) []spoken {
	all := strings.FieldsFunc(older.Replace(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var every, words []spoken
	whom := false
	for i, w := range all {
		s := spoken{
			text:  cutAt(w, longestWord),
			place: i > 1 && where[all[i-2]] && article[all[i-1]],
			whom:  whom,
		}
		whom = w == "voor" || whom && l.stop[w] // "voor alle"
		every = append(every, s)
		if !l.stop[w] && strings.Trim(w, "0123456789") != "" {
			words = append(words, s)
		}
	}
	switch {
	case len(words) > 0:
		return words
	case len(every) > 0:
		return every
	case title != "":
		return []spoken{{text: cutAt(title, longestWord)}} // a picture
	}
	return nil
}

// older writes an age as people say it.
var older = strings.NewReplacer("50+", "plussers", "55+", "plussers", "60+", "plussers", "65+", "plussers", "70+", "plussers", "75+", "plussers")

var (
	where   = set("in op bij naar langs achter naast tegenover rond rondom om aan onder van uit voorbij binnen tussen")
	article = set("de het een ons onze dit die deze elke ieder")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
