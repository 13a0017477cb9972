package similar

import (
	"maps"
	"slices"
	"strings"
)

// lexicon is the vocabulary of the program with the synonyms. It is made once and does not change, so indexes share it.
func (s *Synonyms) lexicon() *lexicon {
	s.once.Do(func() { s.made = s.build() })
	return s.made
}

func (s *Synonyms) build() *lexicon {
	base := vocabulary()
	l := &lexicon{
		stop: base.stop, forms: maps.Clone(base.forms), stems: maps.Clone(base.stems),
		groups: map[string]meaning{}, phrases: map[string][]phrase{},
		spelled: base.spelled.clone(), listed: slices.Clone(base.listed),
	}
	s.learnWords(l)
	units := map[string]int{} // by what a member comes down to: a group that has it
	joined := make([]int, len(s.groups))
	for i, g := range s.groups {
		joined[i] = i
		for _, words := range g.members {
			key := strings.Join(l.unit(words), " ")
			if before, there := units[key]; there {
				joined[root(joined, before)] = i // a later group says what both weigh
			}
			units[key] = i
		}
	}
	for i, g := range s.groups {
		top := root(joined, i)
		m := meaning{"=" + strings.Join(s.groups[top].members[0], " "), 1 / float64(int(1)<<s.groups[top].light)}
		for _, words := range g.members {
			l.give(l.unit(words), m)
		}
	}
	return l
}

func root(joined []int, i int) int {
	for joined[i] != i {
		i = joined[i]
	}
	return i
}

// learnWords makes the words of the groups known. Which of them are compounds is seen with the vocabulary of the program only, so that
// the order of lines does not matter.
func (s *Synonyms) learnWords(l *lexicon) {
	var fresh, compounds []string
	for _, g := range s.groups {
		for _, words := range g.members {
			for _, w := range words {
				if _, ok := l.known(w); ok || l.stop[w] {
					continue
				}
				if letters(w) && len(w) <= longestWord && l.parts(w) != nil {
					compounds = append(compounds, w)
				} else {
					fresh = append(fresh, w)
				}
			}
		}
	}
	slices.Sort(fresh)
	for _, w := range slices.Compact(fresh) {
		l.learn(w, w)
	}
	slices.Sort(compounds)
	for _, w := range slices.Compact(compounds) {
		l.spell(w)
	}
}

// unit gives the words that a member comes down to, sorted. Stop words say nothing, unless there is nothing else.
func (l *lexicon) unit(words []string) []string {
	var all []string
	for _, w := range l.meaningful(strings.Join(words, " ")) {
		for _, a := range l.split(w.text) {
			all = append(all, a.word)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// give a word, or some words together, their meaning.
func (l *lexicon) give(unit []string, m meaning) {
	if len(unit) == 1 {
		l.groups[unit[0]] = m
		return
	}
	text := strings.Join(unit, " ")
	same := func(p phrase) bool { return p.text == text }
	if !slices.ContainsFunc(l.phrases[unit[0]], same) {
		l.phrases[unit[0]] = append(l.phrases[unit[0]], phrase{unit, text, m})
	}
}
