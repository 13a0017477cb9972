package similar

import "math"

// scratch is what one search needs and the next uses again. A mark counts only in the round it was made in, so nothing is cleared.
type scratch struct {
	round     uint32
	seen      []uint32 // by title: the round that saw it
	asked     []mark   // by concept: the term of the question that has it
	rare      []weight // by concept
	related   []mark   // by term: its list in relations
	relations [][]relation
	cover     []float64 // by term of the question, for the title at hand
}

type mark struct {
	round uint32
	at    int32
}

type weight struct {
	round  uint32
	rarity float64
}

// relation is a term of the question that a term of the index has to do with, and how much of each is covered.
type relation struct {
	asked       int32
	here, there float64
}

// begin makes room for what the index holds by now.
func (x *Index) begin() {
	s := &x.search
	s.round++
	s.relations = s.relations[:0]
	s.seen = grown(s.seen, len(x.entries))
	s.asked = grown(s.asked, len(x.titles))
	s.rare = grown(s.rare, len(x.titles))
	s.related = grown(s.related, len(x.list))
}

// grown is a list of at least n, with room for more.
func grown[T any](list []T, n int) []T {
	if len(list) >= n {
		return list
	}
	return append(list, make([]T, n-len(list))...)
}

// rarity makes rare terms count more than common ones, within bounds: whether two titles are alike must not turn on how many others
// there are.
func (x *Index) rarity(concept int32) float64 {
	w := &x.search.rare[concept]
	if w.round != x.search.round {
		*w = weight{x.search.round, x.rarityOf(len(x.titles[concept]))}
	}
	return w.rarity
}

// rarityOf is what a term of so many titles counts: from 0.7 of all to 1 of none. Few titles say little about what is rare.
func (x *Index) rarityOf(titles int) float64 {
	const prior = 100
	all := float64(x.live + prior)
	return 0.7 + 0.3*max(0, math.Log(all/float64(titles+1))/math.Log(all))
}

// relate keeps that a term of the index has to do with one of the question.
func (x *Index) relate(n int32, r relation) {
	s := &x.search
	if s.related[n].round != s.round {
		s.related[n] = mark{s.round, int32(len(s.relations))}
		s.relations = append(s.relations, nil)
	}
	at := s.related[n].at
	s.relations[at] = append(s.relations[at], r)
}

// visit adds the titles with a concept that were not seen in this search.
func (x *Index) visit(all []int32, concept int32) []int32 {
	s := &x.search
	for _, at := range x.titles[concept] {
		if s.seen[at] != s.round {
			s.seen[at] = s.round
			all = append(all, at)
		}
	}
	return all
}
