package answer

// Count reads a number of people: "30 personen", "zo'n 30", "wij met z'n vieren",
// "mijn man en ik". A range and a half are asked.
func Count(text string) Reading[int] {
	w := &vocabulary().number
	list := heard(text)
	if isBroken(list) {
		return ask[int](equal)
	}
	list = vocabulary().withoutPolite(list)
	switch said := sentence(list); {
	case w.countZero[said]:
		return sure(0)
	case w.countOne[said]:
		return sure(1)
	}
	if r, ok := w.companyOf(list); ok {
		return r
	}
	s := w.scan(list, &w.count)
	s.clear = s.clear && !w.takenAlong(list)
	return wholeNumber(s)
}

// sentence is the whole answer without punctuation; empty when it holds a sign
// that changes what it says.
func sentence(list []token) string {
	var kept [maxTokens]token
	n := 0
	for _, t := range list {
		if t.kind == symbol && meaningless(t) {
			continue
		}
		kept[n] = t
		n++
	}
	if n == 0 {
		return ""
	}
	said, _ := joinWords(kept[:n])
	return said
}
