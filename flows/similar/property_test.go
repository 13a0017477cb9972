package similar

import (
	"math"
	"slices"
	"strings"
	"testing"

	"go.uber.org/goleak"
	"pgregory.net/rapid"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// manyTitles are all of the examples.
func manyTitles(t testing.TB) []string {
	var all []string
	for _, name := range []string{"alike.tsv", "unlike.tsv"} {
		for _, p := range readPairs(t, name) {
			all = append(all, p[0], p[1])
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// someTitle draws a title that people could write, or anything.
func someTitle(all []string) *rapid.Generator[string] {
	words := strings.Fields(strings.Join(all, " "))
	made := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 6).Draw(t, "words"), rapid.SampledFrom([]string{" ", "", "-", ", "}).Draw(t, "between"))
	})
	return rapid.OneOf(rapid.SampledFrom(all), made, rapid.String())
}

// A title finds itself first, whatever else is there, unless nothing of it is left that could be found.
func TestTitleFindsItself(t *testing.T) {
	all := manyTitles(t)
	rapid.Check(t, func(t *rapid.T) {
		x := New(nil)
		titles := rapid.SliceOfNDistinct(someTitle(all), 1, 20, plain).Draw(t, "titles")
		for i, title := range titles {
			x.Add(ID(i), title)
		}
		for i, title := range titles {
			hits := x.Find(title, 3)
			if plain(title) == "" {
				if len(hits) > 0 {
					t.Errorf("%q says nothing and finds %v", title, hits)
				}
				continue
			}
			if len(hits) == 0 || hits[0] != (Hit{ID(i), 1}) {
				t.Errorf("%q is %d and finds %v", title, i, hits)
			}
		}
	})
}

// The answer keeps its promises, and does not depend on the order of adding or on what was asked before.
func TestHits(t *testing.T) {
	all := manyTitles(t)
	rapid.Check(t, func(t *rapid.T) {
		titles := rapid.SliceOfN(someTitle(all), 0, 30).Draw(t, "titles")
		x, y := New(nil), New(nil)
		for i := range titles {
			x.Add(ID(i), titles[i])
			last := len(titles) - 1 - i
			y.Add(ID(last), "Buurtrestaurant") // another title first
			y.Add(ID(last), titles[last])
		}
		asked := someTitle(all).Draw(t, "asked")
		limit := rapid.IntRange(-1, 5).Draw(t, "limit")
		hits := x.Find(asked, limit)
		if len(hits) > max(0, limit) {
			t.Fatalf("%d hits, want at most %d", len(hits), limit)
		}
		for i, h := range hits {
			if h.Score < Threshold || h.Score > 1 || i > 0 && h.Score > hits[i-1].Score {
				t.Errorf("hit %d of %v", i, hits)
			}
		}
		if other := y.Find(asked, limit); !slices.Equal(hits, other) || !slices.Equal(hits, x.Find(asked, limit)) {
			t.Errorf("%q finds %v, and added in another order %v", asked, hits, other)
		}
		for i := range titles {
			x.Remove(ID(i))
		}
		if hits := x.Find(asked, 3); len(hits) > 0 || x.Len() > 0 {
			t.Errorf("after all were taken out, %q finds %v", asked, hits)
		}
	})
}

// score of one title for another, in an index with that one.
func scoreOf(asked, title string) float64 {
	x := New(nil)
	x.Add(1, title)
	q := x.ask(x.lexicon.read(plain(asked), x.look))
	return x.score(q, &x.entries[0])
}

// Whoever came first, both titles are as much alike. Weights differ a little, since rarity is counted in what is in the index.
func TestSymmetry(t *testing.T) {
	all := manyTitles(t)
	rapid.Check(t, func(t *rapid.T) {
		a, b := someTitle(all).Draw(t, "a"), someTitle(all).Draw(t, "b")
		if there, back := scoreOf(a, b), scoreOf(b, a); math.Abs(there-back) > 0.05 {
			t.Errorf("%q and %q: %v, the other way %v", a, b, there, back)
		}
	})
}

// Order of words, capitals, accents, spaces and marks do not matter.
func TestManyWaysToWrite(t *testing.T) {
	all := manyTitles(t)
	accents := strings.NewReplacer("a", "á", "e", "ë", "i", "ï", "o", "ò", "u", "ü")
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.SampledFrom(all).Draw(t, "title")
		words := rapid.Permutation(strings.Fields(title)).Draw(t, "words")
		for _, other := range []string{
			strings.Join(words, " "), strings.ToUpper(title), accents.Replace(title), "  " + strings.ReplaceAll(title, " ", "  ") + "!",
			"Een nieuw idee: " + title, strings.Join(words, "-"),
		} {
			if s := scoreOf(other, title); s != 1 {
				t.Errorf("%q for %q: %v", other, title, s)
			}
		}
	})
}

// One typing error in a longer word is forgiven, in nearly every place.
func TestTypingErrors(t *testing.T) {
	forgiven, tried := 0, 0
	for _, word := range strings.Fields("Buurtrestaurant Zwerfafval Wandelclub Moestuin Speeltuin Boodschappendienst Taalcafé Klusdienst Hondenveld Kinderboerderij Huiswerkbegeleiding Muurschildering") {
		for i := 1; i+1 < len(word); i++ {
			swapped := word[:i] + word[i+1:i+2] + word[i:i+1] + word[i+2:]
			for _, wrong := range []string{word[:i] + word[i+1:], word[:i] + word[i:i+1] + word[i:], swapped} {
				tried++
				if scoreOf(wrong, word) >= Threshold {
					forgiven++
				}
			}
		}
	}
	t.Logf("%d of %d", forgiven, tried)
	if float64(forgiven) < 0.9*float64(tried) {
		t.Errorf("%d of %d typing errors are forgiven, want nine of ten", forgiven, tried)
	}
}

func TestForms(t *testing.T) {
	for _, forms := range []string{
		"tuin tuinen tuintje tuintjes", "fiets fietsen fietsje", "boom bomen boompje boompjes", "bank banken bankje bankjes",
		"huis huizen huisje", "plan plannen plannetje", "duif duiven duifje", "straat straten straatje", "plein pleinen pleintje",
		"feest feesten feestje", "les lessen lesje", "bal ballen balletje", "café cafés cafeetje", "restaurant restaurants restaurantje",
		"vlonder vlonders vlondertje", "kano kanos kanootje", "cursus cursussen", "wandeling wandelingen", "ketting kettingen",
	} {
		list := strings.Fields(forms)
		for _, f := range list {
			if s := scoreOf(f, list[0]); s < otherWord {
				t.Errorf("%s for %s: %v", f, list[0], s)
			}
		}
	}
}
