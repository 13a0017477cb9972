package answer

// companyLists are the words for who comes along with the one who answers.
type companyLists struct {
	Self   []string
	One    []string
	Many   []string
	OfWhom []string `toml:"of_whom"`
	And    []string
}

type companyWords struct {
	self, one, many, of, and phraseSet
}

func readCompany(lists *companyLists, r *phraseReader) companyWords {
	return companyWords{
		self: r.read(lists.Self), one: r.read(lists.One), many: r.read(lists.Many),
		of: r.read(lists.OfWhom), and: r.read(lists.And),
	}
}

// companyIn counts people named one by one: "mijn man, ik en twee buren". The one
// who answers must be among them, or "mijn man en mijn zoon" may be two or three.
func (w *numberWords) companyIn(list []token) (int, bool) {
	total, self := 0, 0
	linked := true // a name may follow
	for i := 0; i < len(list); {
		t := list[i]
		if t.kind == symbol {
			if t.text != "," && t.text != "+" && t.text != "&" {
				if !meaningless(t) {
					return 0, false
				}
				i++
				continue
			}
			linked = true
			i++
			continue
		}
		if n := longestIn(w.company.and, list, i); n > 0 {
			linked = true
			i += n
			continue
		}
		if !linked {
			return 0, false
		}
		linked = false
		if n := longestIn(w.company.self, list, i); n > 0 {
			total, self, i = total+1, self+1, i+n
			continue
		}
		people, n := w.companions(list, i)
		if n == 0 {
			return 0, false
		}
		total, i = total+people, i+n
	}
	return total, self == 1 && !linked && total > 0
}

// companions reads "mijn man" and "twee van de buren" at i, and how long it is.
func (w *numberWords) companions(list []token, i int) (people, n int) {
	for i+n < len(list) && w.company.of[list[i+n].text] {
		n++
	}
	if i+n == len(list) {
		return 0, 0
	}
	if w.company.one[list[i+n].text] {
		return 1, n + 1
	}
	f, ok := w.figureAt(list, i+n, nil)
	if !ok || !f.sure || f.readings[0]%whole != 0 || f.readings[0] > maxCompany {
		return 0, 0
	}
	n += f.tokens
	if i+n == len(list) || !w.company.many[list[i+n].text] && !w.people[list[i+n].text] {
		return 0, 0
	}
	return int(f.readings[0] / whole), n + 1
}

// maxCompany is more people than anyone names beside themselves.
const maxCompany = 10_000 * whole

// longestIn gives the length of the longest phrase of the set at i.
func longestIn(set phraseSet, list []token, i int) int {
	for n := min(3, len(list)-i); n > 0; n-- {
		if phrase, ok := joinWords(list[i : i+n]); ok && set[phrase] {
			return n
		}
	}
	return 0
}
