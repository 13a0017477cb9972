package answer

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// Distance counts the typing errors between two texts in plain form, up to a limit; more give limit+1.
func Distance(a, b string, limit int) int { return distance(a, b, limit) }

// distance counts the typing errors between two folded words: a letter too many,
// too few, wrong, or two swapped. It stops counting beyond limit and then gives
// limit+1.
func distance(a, b string, limit int) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > limit || unlike(signature(a), signature(b), limit) || len(b) >= longWord {
		return limit + 1
	}
	// The last three rows of the usual table; bytes suffice for folded Latin.
	var rows [3][longWord]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		row, above, twoUp := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(above[j]+1, row[j-1]+1, above[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, twoUp[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
	}
	return min(rows[len(a)%3][len(b)], limit+1)
}

// longWord bounds the words that are compared; no name or number word is longer.
const longWord = 40

// signature has a bit for every letter that occurs in a word.
func signature(text string) uint32 {
	var s uint32
	for i := range len(text) {
		s |= 1 << (text[i] & 31)
	}
	return s
}

// unlike tells, without counting, that two words differ by more than limit: each
// typing error adds at most one letter to either word.
func unlike(a, b uint32, limit int) bool {
	return bits.OnesCount32(a&^b) > limit || bits.OnesCount32(b&^a) > limit
}

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

// meaningless tells whether a symbol can be passed over: punctuation and pictures
// say nothing about an answer. What changes a value (minus, plus, per cent, a
// slash, another currency, a question mark, a face that doubts) is not among them.
func meaningless(t token) bool {
	switch r := firstRune(t.text); r {
	case '.', ',', '!', ';', ':', '"', '(', ')', '[', ']', '*', '_', '¡':
		return true
	case utf8.RuneError, '🤔', '🤷':
		return false // who shrugs is not sure
	default:
		return unicode.Is(unicode.So, r) || unicode.Is(unicode.Sk, r)
	}
}
