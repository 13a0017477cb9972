package similar

import (
	"strings"

	"smederij/flows/answer"
)

// typingErrors counts the typing errors that make one word another; 0 if there are more than a reader forgives. Short words are forgiven only
// what a finger or an ear does: many of them differ in one letter and are two words, as "bomen" and "boten" are.
func typingErrors(a, b string) int {
	limit := 0
	switch n := min(len(a), len(b)); {
	case n >= 10:
		limit = 2
	case n >= 5:
		limit = 1
	}
	if limit == 0 || a[0] != b[0] { // hardly anyone errs in the first letter, and many words differ in just that
		return 0
	}
	d := answer.Distance(a, b, limit)
	if d > limit || d == 1 && len(a) == len(b) && len(a) < 8 && !slip(a, b) {
		return 0
	}
	return d
}

// slip tells whether two words of one length, with one error between them, differ by two letters that changed places, or by a letter
// that lies beside the other on the keyboard, or sounds like it.
func slip(a, b string) bool {
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if i == len(a) || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] {
		return true
	}
	pair := string([]byte{min(a[i], b[i]), max(a[i], b[i])})
	return strings.Contains(beside, pair) || strings.Contains(alike, pair)
}

// Pairs of letters, the first of the alphabet first.
const (
	beside = "qw ew er rt ty uy iu io op as ds df fg gh hj jk kl xz cx cv bv bn mn aq az sw sz de dx fr cf gt gv hy bh ju jn ik km ol"
	alike  = "sz fv dt ck iy bp gh ei"
)
