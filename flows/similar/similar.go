// Package similar finds titles that tell of the same plan in other words: "Restaurant in de buurt" for "Buurtrestaurant". A resident
// who sees that a neighbour had the same thought can stand beside that one; nothing is ever blocked or merged because of it.
//
// A title is reduced to terms: stop words out, compounds split, words stemmed, synonyms brought together. Titles are compared by the
// terms they share, where rare ones count more. Trigrams forgive typing errors and find words inside words that nobody listed.
package similar

import (
	"cmp"
	"slices"
)

// ID is what the caller knows a title by.
type ID int64

// Hit is a title that is like the one asked for.
type Hit struct {
	ID    ID
	Score float64 // from Threshold to 1
}

// Threshold is the score from which a title is a hint: about half of what both titles say is then the same. The examples in testdata
// hold it in place.
const Threshold = 0.56

// Index finds titles. It keeps no texts but words. It is not safe for concurrent use.
type Index struct {
	lexicon  *lexicon
	terms    map[string]int32 // by text
	list     []indexed
	concepts map[string]int32
	titles   [][]int32 // by concept: the titles in which it stands, in order of adding
	entries  []entry
	byID     map[ID]int32
	words    map[string][]atom  // what titles are made of, so that it is split once
	odd      *trigrams          // of the terms that are in no list
	oddTerms []int32            // their terms
	phrases  map[string][]int32 // by word: the terms that are a phrase with it
	live     int
	search   scratch
}

// indexed is a term that stands in a title.
type indexed struct {
	term
	concept int32
}

// entry is one title.
type entry struct {
	id    ID
	plain string // what people would call the same text
	terms []counted
}

// counted is a term in one title, where it may count less than elsewhere: it tells the place, or for whom.
type counted struct {
	number int32
	weight float64
}

// New makes an index without titles. Without synonyms of its own it knows those of the program.
func New(s *Synonyms) *Index {
	if s == nil {
		s = Standard()
	}
	return &Index{
		lexicon:  s.lexicon(),
		terms:    map[string]int32{},
		concepts: map[string]int32{},
		byID:     map[ID]int32{},
		words:    map[string][]atom{},
		odd:      newTrigrams(),
		phrases:  map[string][]int32{},
	}
}

// Len is the number of titles that can be found.
func (x *Index) Len() int { return x.live }

// Add makes a title findable. If the id was there, the new title takes the old one's place; what little is kept of an old one goes when
// the index is made anew.
func (x *Index) Add(id ID, title string) {
	x.Remove(id)
	at := int32(len(x.entries))
	e := entry{id: id, plain: plain(title)}
	for _, t := range x.lexicon.read(e.plain, x.keep) {
		n := x.intern(t)
		e.terms = append(e.terms, counted{n, t.weight})
		c := x.list[n].concept
		x.titles[c] = append(x.titles[c], at)
	}
	x.entries = append(x.entries, e)
	x.byID[id] = at
	x.live++
}

// Remove takes a title out, if it is there.
func (x *Index) Remove(id ID) {
	at, there := x.byID[id]
	if !there {
		return
	}
	delete(x.byID, id)
	for _, t := range x.entries[at].terms {
		c := x.list[t.number].concept
		if i, found := slices.BinarySearch(x.titles[c], at); found {
			x.titles[c] = slices.Delete(x.titles[c], i, i+1)
		}
	}
	x.entries[at] = entry{}
	x.live--
}

// intern gives a term and its concept their numbers.
func (x *Index) intern(t term) int32 {
	if n, there := x.terms[t.text]; there {
		return n
	}
	c, there := x.concepts[t.concept]
	if !there {
		c = int32(len(x.titles))
		x.concepts[t.concept] = c
		x.titles = append(x.titles, nil)
	}
	n := int32(len(x.list))
	x.terms[t.text] = n
	x.list = append(x.list, indexed{t, c})
	for _, w := range t.words {
		x.phrases[w] = append(x.phrases[w], n)
	}
	if !t.known {
		x.odd.add(t.text)
		x.oddTerms = append(x.oddTerms, n)
	}
	return n
}

// keep splits a word of a title, once.
func (x *Index) keep(word string) []atom {
	atoms, there := x.words[word]
	if !there {
		atoms = x.lexicon.split(word)
		x.words[word] = atoms
	}
	return atoms
}

// look splits a word that was asked for. It keeps nothing, so that questions do not fill the memory.
func (x *Index) look(word string) []atom {
	if atoms, there := x.words[word]; there {
		return atoms
	}
	return x.lexicon.split(word)
}

// Find gives the titles that are like this one, the best first, at most limit. Among equals one that is written the same goes first,
// then the lower id: the answer depends on the titles only.
func (x *Index) Find(title string, limit int) []Hit {
	asked := plain(title)
	q := x.ask(x.lexicon.read(asked, x.look))
	var best []found
	for _, at := range x.candidates(q) {
		e := &x.entries[at]
		if score := x.score(q, e); score >= Threshold {
			best = keepBest(best, found{Hit{e.id, score}, e.plain == asked}, limit, order)
		}
	}
	var hits []Hit
	for _, f := range best {
		hits = append(hits, f.Hit)
	}
	return hits
}

// found is a hit in the making.
type found struct {
	Hit
	same bool // written the same
}

func order(a, b found) int {
	written := 0
	switch {
	case a.same && !b.same:
		written = -1
	case b.same && !a.same:
		written = 1
	}
	return cmp.Or(cmp.Compare(b.Score, a.Score), written, cmp.Compare(a.ID, b.ID))
}

// keepBest puts one in its place in a list that does not grow beyond limit.
func keepBest[T any](best []T, one T, limit int, order func(a, b T) int) []T {
	if len(best) >= limit {
		if limit <= 0 || order(one, best[limit-1]) > 0 {
			return best
		}
		best = best[:limit-1]
	}
	i, _ := slices.BinarySearchFunc(best, one, order)
	return slices.Insert(best, i, one)
}
