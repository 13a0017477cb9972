package similar

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// generated makes titles as people write them: compounds of listed and unlisted words, filler, places, now and then a typing error.
func generated(n int) []string {
	r := rand.New(rand.NewPCG(1, 2))
	var words []string
	for _, w := range vocabulary().listed {
		if len(w) >= 3 {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	pick := func(list []string) string { return list[r.IntN(len(list))] }
	name := func() string {
		var b strings.Builder
		for range 2 + r.IntN(2) {
			b.WriteString(pick(syllables))
		}
		return b.String()
	}
	var titles []string
	for range n {
		head := pick(words)
		switch r.IntN(4) {
		case 0:
			head += pick(words)
		case 1:
			head = pick([]string{"buurt", "wijk", "dorps", "straat"}) + head
		}
		if r.IntN(10) == 0 {
			i := r.IntN(len(head))
			head = head[:i] + string(rune('a'+r.IntN(26))) + head[i:]
		}
		title := pick([]string{"", "Samen ", "Nieuwe ", "Leren "}) + head
		title += pick([]string{"", " in de buurt", " voor ouderen", " voor de kinderen", " op het " + pick(words) + "plein", " met " + pick(words), " bij de " + name(), " " + name()})
		titles = append(titles, title)
	}
	return titles
}

var syllables = strings.Fields("kra keel wol fes bos zui der no or scho ten hol land ve pes se nieu lan de elim stui fzand ter gan zen dijk sche rut ten al te ren be ek")

func filled(b *testing.B, titles []string) *Index {
	b.Helper()
	x := New(nil)
	for i, title := range titles {
		x.Add(ID(i), title)
	}
	if x.Len() != len(titles) {
		b.Fatalf("%d titles in the index, want %d", x.Len(), len(titles))
	}
	return x
}

// BenchmarkFind searches ten thousand titles, and a hundred thousand; 5 ms is what a handler has.
func BenchmarkFind(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			titles := generated(n)
			x := filled(b, titles)
			asked := []string{"Buurtrestaurant", "Samen eten in de wijk", "Feest voor alle buren in de straat", "Speelplek voor kinderen bij de school", "Duivenmelkershok", "Krakeelzuiderfeest"}
			found := 0
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				found += len(x.Find(asked[i%len(asked)], 3))
			}
			if found == 0 {
				b.Fatal("nothing was found")
			}
		})
	}
}

// BenchmarkFindWorst asks the longest titles of words that share every trigram with every title, and of the commonest words.
func BenchmarkFindWorst(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 4))
	alike := func() string {
		var list []string
		for range 16 {
			w := []byte("xaxbxaxb")
			r.Shuffle(len(w), func(i, j int) { w[i], w[j] = w[j], w[i] })
			list = append(list, string(w[:4+r.IntN(5)]))
		}
		return strings.Join(list, " ")
	}
	long := func() string {
		w := []byte("xabxabxabxabxabxabxabxabxabxabxabxabxab")
		for range 4 {
			w[r.IntN(len(w))] = 'x'
		}
		return string(w) + " " + string(w[1:])
	}
	for name, title := range map[string]func() string{
		"short words": alike, "long words": long,
		"common words": func() string { return "buurt wijk samen feest voor kinderen en ouderen met koffie op school" },
	} {
		b.Run(name, func(b *testing.B) {
			var titles []string
			for range 10_000 {
				titles = append(titles, title())
			}
			x := filled(b, titles)
			found := 0
			for b.Loop() {
				found += len(x.Find(titles[1], 3))
			}
			if found == 0 {
				b.Fatal("nothing was found")
			}
		})
	}
}

// BenchmarkAdd tells what one title costs in time and, kept, in memory.
func BenchmarkAdd(b *testing.B) {
	titles := generated(10_000)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	x := New(nil)
	i := 0
	for b.Loop() {
		x.Add(ID(i%len(titles)), titles[i%len(titles)])
		i++
	}
	full := filled(b, titles)
	_ = x
	x = nil
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(full.Len()), "kept-B/title")
	runtime.KeepAlive(full)
	runtime.KeepAlive(titles)
}

// BenchmarkFill is a whole index from nothing, as at a start.
func BenchmarkFill(b *testing.B) {
	titles := generated(10_000)
	for b.Loop() {
		filled(b, titles)
	}
}
