package similar

import (
	"slices"
	"strings"
)

// split gives the words a word is made of: buurt, restaurant. A listed word stays whole, and of several ways to split one the fewest
// parts win, then the longest first part: buurt-huis, not buur-thuis. A word that is nearly a listed one is that one; of a word of which only an end is listed, the rest is a word too.
func (l *lexicon) split(word string) []atom {
	if w, ok := l.known(word); ok {
		return []atom{listed(w)}
	}
	if l.stop[word] || len(word) > longestWord || !letters(word) {
		return []atom{unlisted(word)}
	}
	if parts := l.parts(word); parts != nil {
		return parts
	}
	if right, ok := l.correct(word); ok {
		return l.listedParts(right)
	}
	if known, rest := l.ends(word); known != nil {
		if right, ok := l.correct(rest); ok {
			return append(known, l.listedParts(right)...)
		}
		return append(known, unlisted(rest))
	}
	return []atom{unlisted(word)}
}

// listedParts splits a word that is in a list, as it is or as a compound.
func (l *lexicon) listedParts(word string) []atom {
	if w, ok := l.known(word); ok {
		return []atom{listed(w)}
	}
	return l.parts(word)
}

func listed(word string) atom { return atom{text: word, word: word, known: true} }

func unlisted(word string) atom {
	if bases := undiminished(word); bases != nil && len(bases[0]) >= leastPart {
		word = bases[0]
	}
	s := stem(word)
	return atom{text: s, word: s}
}

// leastPart is how many letters a part of a compound has: bus, les, aed.
const leastPart = 3

// parts splits a word into listed words, or gives none.
func (l *lexicon) parts(word string) []atom {
	type way struct {
		parts, from int
		word        string
	}
	best := make([]way, len(word)+1) // by where it ends; parts 0: there is no way
	for end := leastPart; end <= len(word); end++ {
		for from := 0; from <= end-leastPart; from++ {
			if from > 0 && best[from].parts == 0 {
				continue
			}
			if b := best[end]; b.parts > 0 && b.parts < best[from].parts+1 {
				continue
			}
			if w, ok := l.linked(word[from:end], end == len(word)); ok {
				best[end] = way{best[from].parts + 1, from, w}
			}
		}
	}
	if best[len(word)].parts == 0 {
		return nil
	}
	atoms := make([]atom, best[len(word)].parts)
	for end, i := len(word), len(atoms)-1; i >= 0; i-- {
		atoms[i] = listed(best[end].word)
		end = best[end].from
	}
	return atoms
}

// linked is the listed word that a part of a compound is, with the letters that link it to the next: dorp-s-feest, zonn-e-paneel.
func (l *lexicon) linked(part string, last bool) (string, bool) {
	if last && slices.Contains(endings, part) {
		return "", false
	}
	if w, ok := l.forms[part]; ok {
		return w, true
	}
	if last {
		return l.known(part)
	}
	for _, link := range []string{"s", "e", "en", "n"} {
		base, ok := strings.CutSuffix(part, link)
		if !ok || len(base) < leastPart {
			continue
		}
		if w, ok := l.forms[base]; ok {
			return w, true
		}
		if n := len(base) - 1; link != "s" && n >= leastPart && base[n] == base[n-1] {
			if w, ok := l.forms[base[:n]]; ok { // zonn-e
				return w, true
			}
		}
	}
	return "", false
}

// endings are not words, though they may stand behind one.
var endings = []string{"elijk", "ieren", "eren", "eerd", "erij", "erig", "achtig", "heid", "heden", "ling", "ingen", "ster", "loos", "baar", "isch", "schap", "teit", "atie", "alen", "elen", "enen", "eling"}

// ends finds the longest listed part that a word begins or ends with, and gives what is left.
func (l *lexicon) ends(word string) (known []atom, rest string) {
	for n := len(word) - leastInside; n >= leastInside; n-- {
		if w, ok := l.linked(word[:n], false); ok && couldBeWord(word[n:]) {
			return []atom{listed(w)}, word[n:]
		}
		if w, ok := l.known(word[len(word)-n:]); ok && couldBeWord(word[:len(word)-n]) {
			return []atom{listed(w)}, word[:len(word)-n]
		}
	}
	return nil, ""
}

// couldBeWord tells whether some letters may be a word of their own.
func couldBeWord(s string) bool {
	for _, e := range endings {
		if strings.HasPrefix(s, e) {
			return false
		}
	}
	const vowels = "aeiouy"
	if !strings.ContainsAny(s, vowels) || strings.Trim(s, vowels) == "" {
		return false
	}
	return strings.ContainsAny(s[:2], vowels) || strings.Contains(onsets, s[:2])
}

// onsets are the two consonants that a Dutch word may begin with.
const onsets = "bl br ch cl cr dr dw fl fr gl gr kl kn kr kw pl pr ps sc sf sj sk sl sm sn sp st sw th tr tw vl vr wr zw"
