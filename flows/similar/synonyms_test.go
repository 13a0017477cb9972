package similar

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOneMeaning holds the list of the program to what it asks of others, and a little more: two groups that share a word would be one.
func TestOneMeaning(t *testing.T) {
	s := Standard()
	l := s.lexicon()
	first := map[string]int{}
	for i, g := range s.groups {
		for _, words := range g.members {
			unit := strings.Join(l.unit(words), " ")
			if before, there := first[unit]; there && before != i {
				t.Errorf("%q says %q, and so does a word of %q", words, unit, s.groups[before].members[0])
			}
			first[unit] = i
		}
	}
	if len(s.groups) < 100 {
		t.Errorf("%d groups", len(s.groups))
	}
}

func TestSynonymsThatAreRefused(t *testing.T) {
	for _, tt := range []struct{ text, says string }{
		{"soep, bouillon\nsoep, pap", `woorden.txt:2: "soep" stands in line 1 too`},
		{"soep, Sóep", `woorden.txt:1: "soep" stands in line 1 too`},
		{"\n# soep\nsoep", `woorden.txt:3: "soep" stands alone`},
		{"soep,", "woorden.txt:1: there is no word between"},
		{"soep,, pap", "woorden.txt:1: there is no word between"},
		{"~~", "woorden.txt:1: there are no words behind ~"},
		{"~~~~~ soep", "woorden.txt:1: at most 4 times ~"},
		{"soep, een twee drie vier vijf zes zeven", "is a comma missing?"},
		{"soep, \xff", "woorden.txt:1: this is no text in UTF-8"},
		{strings.Repeat("a, b\n", largestFile/5+1), "woorden.txt: too large"},
	} {
		_, err := ReadSynonyms(file(t, tt.text))
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%.60q: %v, want %q", tt.text, err, tt.says)
		}
	}
	if _, err := ReadSynonyms(filepath.Join(t.TempDir(), "nergens.txt")); err == nil || !strings.Contains(err.Error(), "nergens.txt") {
		t.Errorf("no file: %v", err)
	}
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "woorden.txt")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestOwnSynonyms adds a word to a group of the program, makes a new group, makes a word count for little, and joins two groups.
func TestOwnSynonyms(t *testing.T) {
	own, err := ReadSynonyms(file(t, "\ufeff# van de wijk\r\nprakkie, restaurant\r\nmidwinterhoorn, hoorn blazen\n~~ Krakeel\niftar, picknick\n"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		asked, title  string
		before, after bool
	}{
		{"Prakkie in de wijk", "Eetcafé", false, true},
		{"Wijkprakkie", "Buurtrestaurant", false, true},
		{"Midwinterhoorn", "Samen op de hoorn blazen", false, true},
		{"Bankje Krakeel", "Krakeel verlichting", true, false},
		{"Iftar", "Picknick", false, true},
	} {
		for s, want := range map[*Synonyms]bool{nil: tt.before, own: tt.after} {
			x := New(s)
			x.Add(1, tt.title)
			if got := len(x.Find(tt.asked, 1)) > 0; got != want {
				t.Errorf("%s for %s: found %v, want %v (own words: %v)", tt.asked, tt.title, got, want, s != nil)
			}
		}
	}
}
