package similar

import (
	"cmp"
	"slices"
	"sync"
)

// trigrams finds words that are written alike by the groups of three letters they share.
type trigrams struct {
	words  map[uint32][]int32 // by trigram
	sizes  []uint16           // by word: how many trigrams it has
	using  sync.Mutex
	counts []uint16 // of the search at hand, zero between searches
}

// mostNear is how many words a search looks at, the most alike first: however many share a trigram, the work stays small.
const mostNear = 32

// leastOverlap is the share of the shorter word's trigrams that must stand in the other.
const leastOverlap = 0.2

func newTrigrams() *trigrams { return &trigrams{words: map[uint32][]int32{}} }

// clone is another one with the same words, to which others can be added.
func (g *trigrams) clone() *trigrams {
	c := &trigrams{words: make(map[uint32][]int32, len(g.words)), sizes: slices.Clone(g.sizes), counts: make([]uint16, len(g.sizes))}
	for t, list := range g.words {
		c.words[t] = slices.Clip(list) // what is added to it goes elsewhere
	}
	return c
}

// add takes in a word. Words are numbered in order of adding.
func (g *trigrams) add(word string) {
	n := int32(len(g.sizes))
	list := cut(word)
	for _, t := range list {
		g.words[t] = append(g.words[t], n)
	}
	g.sizes = append(g.sizes, uint16(len(list)))
	g.counts = append(g.counts, 0)
}

// near are the words most like this one.
func (g *trigrams) near(word string) []int32 {
	g.using.Lock()
	defer g.using.Unlock()
	list := cut(word)
	var touched []int32
	for _, t := range list {
		for _, n := range g.words[t] {
			if g.counts[n] == 0 {
				touched = append(touched, n)
			}
			g.counts[n]++
		}
	}
	best := make([]overlap, 0, mostNear)
	for _, n := range touched {
		share := float64(g.counts[n]) / float64(min(len(list), int(g.sizes[n])))
		g.counts[n] = 0
		if share >= leastOverlap {
			best = keepBest(best, overlap{n, share}, mostNear, mostAlike)
		}
	}
	found := make([]int32, len(best))
	for i, o := range best {
		found[i] = o.word
	}
	return found
}

type overlap struct {
	word  int32
	share float64
}

// mostAlike orders words by what they share.
func mostAlike(a, b overlap) int {
	return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(a.word, b.word))
}

// dice is twice the trigrams that two words share, by all they have.
func (g *trigrams) dice(n int32, word string) float64 {
	list := cut(word)
	shared := 0
	for _, t := range list {
		if _, there := slices.BinarySearch(g.words[t], n); there {
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(list)+int(g.sizes[n]))
}

// cut gives the different trigrams of a word, its ends included: the first letters tell more than those in the middle.
func cut(word string) []uint32 {
	const end = '\n' // in no word
	list := make([]uint32, 0, len(word))
	var t uint32 = end
	for i := range len(word) + 1 {
		c := uint32(end)
		if i < len(word) {
			c = uint32(word[i])
		}
		t = t<<8&0xffffff | c
		if i > 0 {
			list = append(list, t)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
