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

// scratch is what a search needs and the next one uses again.
type scratch struct {
	seen  []uint32 // by title: the search that saw it
	round uint32
	cover []float64 // of the asked terms, for the title at hand
}

// ask weighs the terms of a title and finds their relatives among the terms in the index.
func (x *Index) ask(terms []term) question {
	var q question
	for _, t := range terms {
		a := asked{term: t, concept: -1}
		if c, there := x.concepts[t.concept]; there {
			a.concept = c
		}
		a.weight = x.weigh(t.weight, a.concept)
		a.near = x.near(t)
		q.weight += a.weight
		q.terms = append(q.terms, a)
	}
	return q
}

// weigh makes rare terms count more than common ones, within bounds: whether two titles are alike must not turn on how many others
// there are. Few titles say little about what is rare.
func (x *Index) weigh(base float64, concept int32) float64 {
	const prior = 100
	titles := 0
	if concept >= 0 {
		titles = len(x.titles[concept])
	}
	all := float64(x.live + prior)
	rarity := math.Log(all/float64(titles+1)) / math.Log(all)
	return base * (0.7 + 0.3*max(0, rarity))
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
		if here, there := related(t, x.list[n].term, x.odd.dice(o, t.text)); here > 0 {
			found = append(found, match{n, here, there})
		}
	}
	if !t.known {
		found = append(found, x.inside(t)...)
	}
	return found
}

// inside are the listed words of titles that an unlisted word begins or ends with.
func (x *Index) inside(t term) []match {
	var found []match
	for n := leastInside; n <= len(t.text)-leastRest; n++ {
		for _, part := range []string{t.text[:n], t.text[len(t.text)-n:]} {
			if i, there := x.terms[part]; there && x.list[i].known {
				here, inside := related(t, x.list[i].term, 0)
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
func related(a, b term, dice float64) (ofA, ofB float64) {
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
	if errs := errors(a.text, b.text); errs > 0 {
		s := 1 - oneError*float64(errs)
		return s, s
	}
	if dice >= leastDice && !a.known && !b.known {
		return dice, dice
	}
	return 0, 0
}

// candidates are the titles worth counting, in order of adding. What matches only in the lightest terms, such as "buurt", cannot reach
// the threshold; those lists are the long ones.
func (x *Index) candidates(q question) []int32 {
	s := &x.search
	s.round++
	if len(s.seen) < len(x.entries) {
		s.seen = append(s.seen, make([]uint32, len(x.entries)-len(s.seen))...)
	}
	byWeight := slices.Clone(q.terms)
	slices.SortFunc(byWeight, func(a, b asked) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.text, b.text))
	})
	var all []int32
	visit := func(concept int32) {
		for _, at := range x.titles[concept] {
			if s.seen[at] != s.round {
				s.seen[at] = s.round
				all = append(all, at)
			}
		}
	}
	left := q.weight
	for _, a := range byWeight {
		if 2*left/(q.weight+left) < Threshold {
			break
		}
		if a.concept >= 0 {
			visit(a.concept)
		}
		for _, m := range a.near {
			visit(x.list[m.term].concept)
		}
		left -= a.weight
	}
	return all
}

// score is the share of both titles that the other one covers: a weighted Dice coefficient, so it is the same from either side.
func (x *Index) score(q question, e *entry) float64 {
	s := &x.search
	s.cover = append(s.cover[:0], make([]float64, len(q.terms))...)
	var shared, weight float64
	for _, n := range e.terms {
		t := &x.list[n]
		w := x.weigh(t.weight, t.concept)
		weight += w
		shared += w * x.coverOf(n, q, s.cover)
	}
	if len(e.terms) == 0 || len(q.terms) == 0 {
		return 0
	}
	for i, c := range s.cover {
		shared += q.terms[i].weight * min(1, c)
	}
	return min(1, math.Round(shared/(weight+q.weight)*1e6)/1e6)
}

// coverOf tells how much of a title's term is covered by what was asked, and adds what it covers in turn.
func (x *Index) coverOf(n int32, q question, cover []float64) float64 {
	t := &x.list[n]
	covered := 0.0
	for i := range q.terms {
		a := &q.terms[i]
		if a.concept == t.concept {
			same := otherWord
			if a.text == t.text {
				same = 1
			}
			cover[i] = max(cover[i], same)
			covered = max(covered, same)
			continue
		}
		for _, m := range a.near {
			if m.term == n {
				cover[i] += m.here
				covered += m.there
				break
			}
		}
	}
	return min(1, covered)
}
