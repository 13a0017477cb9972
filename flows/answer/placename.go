package answer

import (
	_ "embed"
	"strings"
	"sync"
)

// placeLists is what words.toml says about places.
type placeLists struct {
	Around []string
}

type placeWords struct {
	around  phraseSet
	longest int
}

func readPlaces(lists *placeLists, polite phraseSet) (placeWords, error) {
	around, err := phrases(lists.Around)
	if err != nil {
		return placeWords{}, err
	}
	for phrase := range polite {
		around[phrase] = true
	}
	return placeWords{around, longestPhrase(around)}, nil
}

// bare leaves out the words around a name: "ik woon in Krakeel".
func (w *placeWords) bare(list []token) []token {
	var kept []token
	for i := 0; i < len(list); {
		n := longestIn(w.around, list, i)
		if n == 0 {
			kept = append(kept, list[i])
			n = 1
		}
		i += n
	}
	return kept
}

// separates gives the length of what may stand between two names at i.
func (w *placeWords) separates(list []token, i int) int {
	if joinsPlaces(list[i].text) {
		return 1
	}
	if list[i].kind == symbol {
		if meaningless(list[i]) {
			return 1
		}
		return 0
	}
	return longestIn(w.around, list, i)
}

// joinsPlaces tells whether a word or sign stands between two names.
func joinsPlaces(text string) bool {
	switch text {
	case "of", "en", "/", "-", "&", "+":
		return true
	}
	return false
}

// squeeze writes the tokens as one word, for people put spaces and dashes in names
// where they like. A sign that says something makes it no name.
func squeeze(list []token) string {
	var b strings.Builder
	for _, t := range list {
		switch {
		case t.kind == word || t.kind == literal:
			b.WriteString(t.text)
		case t.text == "-" || meaningless(t):
		default:
			return ""
		}
	}
	return b.String()
}

// compact writes a name the way squeeze does. It takes less work than cutting a
// text up, for it runs for every name and every answer.
func compact(name string) string {
	plain := make([]byte, 0, len(name))
	folded := name
	for i := range len(name) {
		if c := name[i]; c >= 0x80 {
			folded = fold(name)
			break
		}
	}
	for i := range len(folded) {
		switch c := folded[i]; {
		case 'A' <= c && c <= 'Z':
			plain = append(plain, c+'a'-'A')
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c >= 0x80:
			plain = append(plain, c)
		}
	}
	return string(plain)
}

//go:embed places.txt
var placesFile string

// otherPlaces are the names of places.txt, as compact leaves them. The value tells
// whether a misspelling may mean it as well.
var otherPlaces = sync.OnceValue(func() map[string]bool {
	names := make(map[string]bool)
	for line := range strings.Lines(placesFile) {
		if name := compact(line); name != "" && !strings.HasPrefix(line, "#") {
			names[name] = !strings.HasPrefix(line, "=")
		}
	}
	return names
})

// isElsewhere tells whether a place was written that is no Smederij.
func isElsewhere(said string) bool {
	_, known := otherPlaces()[said]
	return known
}

// nearElsewhere tells whether such a place is as near as the nearest Smederij.
func nearElsewhere(said string, mistakes int) bool {
	for other, misspelled := range otherPlaces() {
		if misspelled && mistakesIn(said, other) <= mistakes {
			return true
		}
	}
	return false
}
