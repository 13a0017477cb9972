package answer

import (
	"maps"
	"strings"
)

// codeLists are the lists of words.toml about postcodes.
type codeLists struct {
	Around, Towns, Words, Streets, Doubts, Number []string
}

// codeWords are they made ready.
type codeWords struct {
	around  phraseSet // towns included
	towns   phraseSet
	words   phraseSet // two letters that are a word of a sentence
	doubts  phraseSet // take the certainty away before a street
	number  phraseSet // a house number follows
	streets []string
}

func readCodes(lists *codeLists, polite phraseSet) (codeWords, error) {
	var r phraseReader
	w := codeWords{around: r.read(lists.Around), towns: r.read(lists.Towns), words: r.read(lists.Words), doubts: r.read(lists.Doubts), number: r.read(lists.Number), streets: lists.Streets}
	for _, more := range [...]phraseSet{polite, w.towns, w.number} {
		maps.Copy(w.around, more)
	}
	return w, r.err
}

// isStreet tells whether a word ends the way names of streets do.
func (w *codeWords) isStreet(text string) bool {
	for _, ending := range w.streets {
		if strings.HasSuffix(text, ending) {
			return true
		}
	}
	return false
}
