package answer

// openingLists are the words that change nothing in front of an answer, though
// they do elsewhere: "sorry, ja", "Dag, 25 mensen".
type openingLists struct {
	Sorry []string
	Hail  []string // with a comma behind it only
}

type openingWords struct {
	any  phraseSet
	hail phraseSet // those with a comma only
}

func readOpening(lists *openingLists) (w openingWords, err error) {
	if w.hail, err = phrases(lists.Hail); err != nil {
		return w, err
	}
	w.any, err = phrases(append(lists.Sorry, lists.Hail...))
	return w, err
}

// heard cuts an answer up and leaves out what opens it.
func heard(text string) []token {
	w, list := vocabulary(), tokens(text)
	if !has(list, w.opening.any) {
		return list
	}
	rest := list
	for i := 0; i < len(rest); {
		if n := w.opening.lengthAt(rest, i); n > 0 {
			rest, i = rest[i+n:], 0
			continue
		}
		n := w.politeness(rest[i:], func(n int) []token { return rest[i : i+n] })
		if n == 0 {
			break
		}
		i += n
	}
	if len(w.withoutPolite(rest)) == 0 {
		return list // it is all that was said
	}
	return rest
}

// lengthAt gives the length of an opening at i, with the sign that stands right
// behind it.
func (w *openingWords) lengthAt(list []token, i int) int {
	signed := i+1 < len(list) && list[i+1].glued && meaningless(list[i+1])
	switch text := list[i].text; {
	case !w.any[text], w.hail[text] && !signed:
		return 0
	case signed:
		return 2
	}
	return 1
}
