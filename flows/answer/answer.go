// Package answer reads what residents write: yes or no, a command, a number, an
// amount, a date, a count of people, a Smederij.
//
// It never guesses. A reader is sure only when every word of the answer was
// understood and one reading is left; a word that nobody taught it makes it ask.
// That is why the word lists are allow-lists: "500 euro" is an amount, "500 euro
// per maand" is a question, and so is whatever people think of next.
//
// The readers are pure and safe for concurrent use.
package answer

// A Reading is what was understood of one answer.
type Reading[T any] struct {
	Value T    // what it says; only when Sure
	Sure  bool // one reading was left

	// Likely holds up to three readings to offer as buttons when not Sure. It is
	// empty when nothing sensible can be offered.
	Likely []T
}

// maxLikely is how many readings a question offers: more buttons are a riddle.
const maxLikely = 3

// maxLength is the longest answer, in bytes, that a reader looks at. The longest
// honest answer to a closed question is a third of it.
const maxLength = 300

func sure[T any](value T) Reading[T] {
	return Reading[T]{Value: value, Sure: true}
}

// ask is the reading of an answer that needs a question first. Doubles and
// readings beyond the third are dropped.
func ask[T any](same func(a, b T) bool, likely ...T) Reading[T] {
	var r Reading[T]
	for _, candidate := range likely {
		if len(r.Likely) == maxLikely {
			break
		}
		known := false
		for _, earlier := range r.Likely {
			known = known || same(earlier, candidate)
		}
		if !known {
			r.Likely = append(r.Likely, candidate)
		}
	}
	return r
}

func equal[T comparable](a, b T) bool { return a == b }
