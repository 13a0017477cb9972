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
	known   bool // from a list, so not a misspelling of another
}

// atom is a word that is no compound.
type atom struct {
	text  string
	word  string // the listed word it is, or is meant to be
	known bool
}

// A title has 80 letters; of longer texts the beginning counts, so that no text costs much.
const (
	longestTitle = 240 // bytes
	longestWord  = 39  // bytes; what is longer is cut
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
	written := map[string]atom{} // by word; of two spellings the first counts
	words := map[string]bool{}
	var order []string
	for _, w := range l.meaningful(title) {
		for _, a := range split(w) {
			if words[a.word] {
				continue
			}
			words[a.word] = true
			written[a.word] = a
			order = append(order, a.word)
		}
	}
	var terms []term
	for _, p := range l.together(words) {
		terms = append(terms, term{p.text, p.concept, p.weight, true})
	}
	for _, w := range order {
		if words[w] {
			m := l.means(w)
			terms = append(terms, term{written[w].text, m.concept, m.weight, written[w].known})
		}
	}
	return once(terms)
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

// meaningful are the words of a title that say something. If none does, all count.
func (l *lexicon) meaningful(title string) []string {
	all := strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var words []string
	for i, w := range all {
		all[i] = cutAt(w, longestWord)
		if !l.stop[w] && strings.Trim(w, "0123456789") != "" {
			words = append(words, all[i])
		}
	}
	switch {
	case len(words) > 0:
		return words
	case len(all) > 0:
		return all
	case title != "":
		return []string{cutAt(title, longestWord)} // a picture
	}
	return nil
}
