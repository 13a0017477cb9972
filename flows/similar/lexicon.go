package similar

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// stopwords.txt: words that say nothing about a plan. parts.txt: words that compounds are made of, a word a line, behind it those of its
// forms that do not follow from the rules.
var (
	//go:embed stopwords.txt
	stopFile string
	//go:embed parts.txt
	partsFile string
)

// lexicon is what is known about words.
type lexicon struct {
	stop    map[string]bool
	forms   map[string]string   // by a form as it is written: the word
	stems   map[string]string   // by stem: the word
	groups  map[string]meaning  // by word: what it means, if it has a meaning with others
	phrases map[string][]phrase // by the first of its words
	spelled *trigrams           // of all forms, to forgive typing errors
	listed  []string            // these forms
}

// meaning is what a group of synonyms stands for.
type meaning struct {
	concept string
	weight  float64
}

// phrase is some words that mean something together, in whatever order: samen, eten.
type phrase struct {
	words []string // sorted
	text  string
	meaning
}

// vocabulary is the embedded part, which is the same for every index.
var vocabulary = sync.OnceValue(func() *lexicon {
	l := &lexicon{stop: map[string]bool{}, forms: map[string]string{}, stems: map[string]string{}, spelled: newTrigrams()}
	for _, w := range strings.Fields(stopFile) {
		l.stop[w] = true
	}
	for line := range strings.Lines(partsFile) {
		if list := strings.Fields(line); len(list) > 0 && list[0] != "#" {
			l.learn(list[0], list...)
		}
	}
	return l
})

// learn takes in a word and its forms. What a form was learned as first, it stays.
func (l *lexicon) learn(word string, forms ...string) {
	for _, f := range forms {
		if _, there := l.forms[f]; there {
			continue
		}
		l.forms[f] = word
		l.spell(f)
	}
	for _, f := range forms {
		if s := stem(f); l.stems[s] == "" {
			l.stems[s] = word
		}
	}
}

// known is the listed word that this is a form of.
func (l *lexicon) known(form string) (word string, ok bool) {
	if word, ok = l.forms[form]; ok {
		return word, true
	}
	if len(form) < 4 {
		return "", false
	}
	if word, ok = l.stems[stem(form)]; ok {
		return word, true
	}
	for _, base := range undiminished(form) {
		if word, ok = l.forms[base]; ok {
			return word, true
		}
		if word, ok = l.stems[stem(base)]; ok {
			return word, true
		}
	}
	return "", false
}

// spell makes a written form known to those who forgive typing errors.
func (l *lexicon) spell(form string) {
	l.spelled.add(form)
	l.listed = append(l.listed, form)
}

// correct is the listed form that this one is with a typing error.
func (l *lexicon) correct(form string) (right string, ok bool) {
	least := 0
	for _, n := range l.spelled.near(form) {
		if d := typingErrors(form, l.listed[n]); d > 0 && (least == 0 || d < least) {
			right, least = l.listed[n], d
		}
	}
	return right, least > 0
}

// means gives the meaning of a word: that of its group, or its own.
func (l *lexicon) means(word string) meaning {
	if m, grouped := l.groups[word]; grouped {
		return m
	}
	return meaning{word, 1}
}

// together takes the phrases out of a set of words, the longest first.
func (l *lexicon) together(words map[string]bool) []phrase {
	var all []phrase
	for w := range words {
		for _, p := range l.phrases[w] {
			if has(words, p.words) {
				all = append(all, p)
			}
		}
	}
	slices.SortFunc(all, func(a, b phrase) int {
		if len(a.words) != len(b.words) {
			return len(b.words) - len(a.words)
		}
		return strings.Compare(a.text, b.text)
	})
	var found []phrase
	for _, p := range all {
		if !has(words, p.words) {
			continue // a longer one took a word of it
		}
		for _, w := range p.words {
			delete(words, w)
		}
		found = append(found, p)
	}
	return found
}

func has(words map[string]bool, all []string) bool {
	for _, w := range all {
		if !words[w] {
			return false
		}
	}
	return true
}
