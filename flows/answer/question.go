package answer

import "slices"

// questionLists are the words of a question that has no question mark.
type questionLists struct{ First, Behind []string }

// asks tells whether an answer is a question itself, for its verb stands in front:
// "is 500 euro genoeg", "kan 3 december". "Is goed, 3 december" is none.
func (w *words) asks(list []token) bool {
	if !has(list, w.asking.first) {
		return false
	}
	list = w.withoutPolite(list)
	if len(list) < 2 || !w.asking.first[list[0].text] {
		return false
	}
	return has(list[2:], w.asking.behind) || w.asking.behind[list[0].text] && list[1].kind != symbol
}

// has tells whether one of the words stands there.
func has(list []token, words phraseSet) bool {
	return slices.ContainsFunc(list, func(t token) bool { return words[t.text] })
}
