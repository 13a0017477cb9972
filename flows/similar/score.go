package similar

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// How much of a term is found in another one that is not written the same.
const (
	otherWord = 0.95 // another word for the same
	oneError  = 0.15 // what each typing error costs
	wordInOne = 0.95 // a word that stands inside a longer one
	ofPhrase  = 0.4  // a word that with others means something of its own: tuin of moestuin
	leastDice = 0.6  // of words that share so many trigrams, they share the meaning as much
)

// question is a title that is looked for.
type question struct {
	terms  []asked
	weight float64
}

// asked is a term of it.
type asked struct {
	term
	concept int32 // -1: in no title
	weight  float64
	near    []match
}

// match is a term of a title that has to do with the term that was asked: how much of the one is covered, and how much of the other.
type match struct {
	term        int32
	here, there float64
}

// ask weighs the terms of a title and finds their relatives among the terms in the index.
func (x *Index) ask(terms []term) question {
	x.begin()
	var q question
	for i, t := range terms {
		a := asked{term: t, concept: -1, weight: t.weight * x.rarityOf(0)}
		if c, there := x.concepts[t.concept]; there {
			a.concept = c
			a.weight = t.weight * x.rarity(c)
			x.search.asked[c] = mark{x.search.round, int32(i)}
		}
		a.near = x.near(t)
		for _, m := range a.near {
			x.relate(m.term, relation{int32(i), m.here, m.there})
		}
		q.weight += a.weight
		q.terms = append(q.terms, a)
	}
	return q
}

// near are the terms in the index that are written nearly as this one, or stand inside it, or hold it. Two words of the lists are two
// words, however alike.
func (x *Index) near(t term) []match {
	var found []match
	for _, o := range x.odd.near(t.text) {
		n := x.oddTerms[o]
		if x.list[n].text == t.text {
			continue
		}
		if here, there := related(t, x.list[n].term, func() float64 { return x.odd.dice(o, t.text) }); here > 0 {
			found = append(found, match{n, here, there})
		}
	}
	if !t.known {
		found = append(found, x.inside(t)...)
	}
	for _, n := range x.phrases[t.text] {
		found = append(found, match{n, ofPhrase, ofPhrase})
	}
	for _, w := range t.words {
		if n, there := x.terms[w]; there {
			found = append(found, match{n, ofPhrase, ofPhrase})
		}
	}
	return found
}

// inside are the listed words of titles that an unlisted word begins or ends with.
func (x *Index) inside(t term) []match {
	var found []match
	for n := leastInside; n <= len(t.text)-leastRest; n++ {
		for _, part := range []string{t.text[:n], t.text[len(t.text)-n:]} {
			if i, there := x.terms[part]; there && x.list[i].known {
				here, inside := related(t, x.list[i].term, nil)
				found = append(found, match{i, here, inside})
			}
		}
	}
	return found
}

// A word inside another has at least so many letters, and leaves at least so many.
const (
	leastInside = 4
	leastRest   = 3
)

// related tells how much of each of two differently written terms is covered by the other.
func related(a, b term, dice func() float64) (ofA, ofB float64) {
	long, short := a.text, b.text
	if len(long) < len(short) {
		long, short = short, long
	}
	if len(short) >= leastInside && len(long)-len(short) >= leastRest && (strings.HasPrefix(long, short) || strings.HasSuffix(long, short)) {
		part := float64(len(short)) / float64(len(long))
		if len(a.text) == len(long) {
			return part, wordInOne
		}
		return wordInOne, part
	}
	if errs := typingErrors(a.text, b.text); errs > 0 {
		s := 1 - oneError*float64(errs)
		return s, s
	}
	if !a.known && !b.known {
		if d := dice(); d >= leastDice {
			return d, d
		}
	}
	return 0, 0
}

// candidates are the titles worth counting, in order of adding. What matches only in the lightest terms, such as "buurt", cannot reach
// the threshold, even if the title has nothing else and they tell the place here but not there; those lists are the long ones.
func (x *Index) candidates(q question) []int32 {
	byWeight := slices.Clone(q.terms)
	slices.SortFunc(byWeight, func(a, b asked) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.text, b.text))
	})
	var all []int32
	left, there := q.weight, 0.0
	for _, a := range byWeight {
		there += a.full
	}
	for _, a := range byWeight {
		if (left+there)/(q.weight+there) < Threshold {
			break
		}
		if a.concept >= 0 {
			all = x.visit(all, a.concept)
		}
		for _, m := range a.near {
			all = x.visit(all, x.list[m.term].concept)
		}
		left -= a.weight
		there -= a.full
	}
	return all
}

// score is the share of both titles that the other one covers: a weighted Dice coefficient, so it is the same from either side.
func (x *Index) score(q question, e *entry) float64 {
	if len(e.terms) == 0 || len(q.terms) == 0 {
		return 0
	}
	s := &x.search
	s.cover = append(s.cover[:0], make([]float64, len(q.terms))...)
	var shared, weight float64
	for _, t := range e.terms {
		w := t.weight * x.rarity(x.list[t.number].concept)
		weight += w
		shared += w * x.coverOf(t.number, q)
	}
	for i, c := range s.cover {
		shared += q.terms[i].weight * min(1, c)
	}
	return min(1, math.Round(shared/(weight+q.weight)*1e6)/1e6)
}

// coverOf tells how much of a title's term is covered by what was asked, and keeps what it covers in turn.
func (x *Index) coverOf(n int32, q question) float64 {
	s := &x.search
	covered := 0.0
	if m := s.asked[x.list[n].concept]; m.round == s.round {
		covered = otherWord
		if q.terms[m.at].text == x.list[n].text {
			covered = 1
		}
		s.cover[m.at] = max(s.cover[m.at], covered)
	}
	if m := s.related[n]; m.round == s.round {
		for _, r := range s.relations[m.at] {
			s.cover[r.asked] += r.here
			covered += r.there
		}
	}
	return min(1, covered)
}
