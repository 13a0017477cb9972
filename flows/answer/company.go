package answer

// companyLists are the words for who comes along with the one who answers.
type companyLists struct {
	Self   []string
	One    []string
	Many   []string
	Peers  []string
	OfWhom []string `toml:"of_whom"`
	And    []string
	With   []string
	Plus   []string
	Around []string
	Has    []string
}

type companyWords struct {
	self, one, many, peers, of, around, has phraseSet

	links map[string]link
}

func readCompany(lists *companyLists, r *phraseReader) companyWords {
	w := companyWords{
		self: r.read(lists.Self), one: r.read(lists.One), many: r.read(lists.Many), peers: r.read(lists.Peers),
		of: r.read(lists.OfWhom), around: r.read(lists.Around), has: r.read(lists.Has), links: make(map[string]link),
	}
	for _, group := range [...]struct {
		patterns []string
		link     link
	}{{lists.And, linkAnd}, {lists.Plus, linkPlus}, {lists.With, linkWith}} {
		for phrase := range r.read(group.patterns) {
			w.links[phrase] = group.link
		}
	}
	return w
}

// A link is what stands between two of a company.
type link int

const (
	noLink   link = iota // a name may not follow
	listed               // the start, a comma, or what stands for one
	linkAnd              // en
	linkPlus             // +
	linkWith             // met
)

// A companion is one part of a company: "ik", "mijn man", "twee buren".
type companion struct {
	people int
	kind   companionKind
	link   link // before it
}

type companionKind int

const (
	oneself     companionKind = iota
	oneOther                  // "mijn man"
	perhapsOne                // "vader", "een vrijwilliger": perhaps the one who answers
	several                   // "twee kinderen": the one who answers is not among them
	severalLike               // "twee buren": most likely not among them
	perhapsAll                // "twee personen": perhaps all who were named
)

// companyOf counts people named one by one: "mijn man, ik en twee buren". The one
// who answers must be among them, or "mijn man en mijn zoon" may be two or three.
// It is no company when something else stands there too.
func (w *numberWords) companyOf(list []token) (r Reading[int], isCompany bool) {
	var buffer [8]companion
	company := w.companionsIn(list, buffer[:0])
	sum, selves := 0, 0
	along, unnamed := false, false
	for _, c := range company {
		sum += c.people
		if c.kind == oneself {
			selves++
		}
		along = along || c.link == linkWith
		unnamed = unnamed || c.kind == perhapsAll
	}
	switch {
	case selves != 1:
		return r, false
	case along && unnamed: // "25 mensen met mij"
		return ask(equal, sum-1, sum), true
	}
	return totalled(company, sum), true
}

// totalled sees a total beside those who were named: "mijn man en ik, 2 personen".
// It is one when it is the sum of the others; when it may be one it is asked.
func totalled(company []companion, sum int) Reading[int] {
	last := len(company) - 1
	if last == 0 {
		return sure(sum)
	}
	for _, i := range [...]int{0, last} {
		c, rest := company[i], sum-company[i].people
		switch {
		case company[max(i, 1)].link != listed:
		case c.kind == perhapsAll && c.people == rest:
			return sure(rest)
		case c.kind == perhapsAll, c.kind == severalLike && c.people == rest:
			return ask(equal, c.people, sum)
		case c.kind == perhapsOne && i == last && company[i-1].kind == oneself:
			return ask(equal, rest, sum) // "ik, vader"
		}
	}
	return sure(sum)
}

// companionsIn takes an answer apart into the people it names. It gives none when
// anything else stands there.
func (w *numberWords) companionsIn(list []token, company []companion) []companion {
	before := listed
	for i := 0; i < len(list); {
		to, n := w.linkAt(list, i, before)
		if n == 0 && len(company) > 1 {
			n = longestIn(w.company.around, list, i) // "mijn man en ik samen"
		}
		if n > 0 {
			before, i = to, i+n
			continue
		}
		if before == noLink {
			return nil
		}
		c, n := w.companionAt(list, i, before)
		if n == 0 {
			return nil
		}
		company, before, i = append(company, c), noLink, i+n
	}
	if before != noLink {
		return nil
	}
	return company
}

// linkAt reads what stands between two companions; before is the link that was read
// until here.
func (w *numberWords) linkAt(list []token, i int, before link) (link, int) {
	for n := min(3, len(list)-i); n > 0; n-- {
		if phrase, ok := joinWords(list[i : i+n]); ok && w.company.links[phrase] != noLink {
			return w.company.links[phrase], n
		}
	}
	switch t := list[i]; {
	case t.text == ",", t.text == "(", t.text == ":":
		return max(before, listed), 1
	case t.text == "+":
		return linkPlus, 1
	case t.text == "&":
		return linkAnd, 1
	case t.kind == symbol && meaningless(t):
		return before, 1
	}
	return before, 0
}

// companionAt reads "ik", "mijn man" and "twee van de buren" at i, and how long it is.
func (w *numberWords) companionAt(list []token, i int, before link) (c companion, n int) {
	c.link = before
	if n := longestIn(w.company.self, list, i); n > 0 {
		c.people = 1
		return c, n
	}
	for i+n < len(list) && w.company.of[list[i+n].text] {
		n++
	}
	if i+n == len(list) {
		return c, 0
	}
	if w.company.one[list[i+n].text] {
		c.people, c.kind = 1, oneOther
		if n == 0 || list[i].text == "een" || list[i].text == "n" {
			c.kind = perhapsOne
		}
		return c, n + 1
	}
	f, ok := w.figureAt(list, i+n, nil)
	if !ok || !f.sure || f.readings[0]%whole != 0 || f.readings[0] > maxCompany {
		return c, 0
	}
	c.people = int(f.readings[0] / whole)
	n += f.tokens
	if i+n == len(list) && before == linkPlus {
		c.kind = several // "ik + 1"
		return c, n
	}
	if i+n == len(list) {
		return c, 0
	}
	switch text := list[i+n].text; {
	case w.company.many[text]:
		c.kind = several
	case w.company.peers[text]:
		c.kind = severalLike
	case w.people[text]:
		c.kind = perhapsAll
	default:
		return c, 0
	}
	return c, n + 1
}

// takenAlong tells whether people are counted who come beside the ones who are
// asked about, or not at all: "wij met 2 kinderen", "ik heb 2 kinderen".
func (w *numberWords) takenAlong(list []token) bool {
	along, people := false, false
	for _, t := range list {
		along = along || w.company.links[t.text] == linkWith || w.company.has[t.text]
		people = people || w.company.many[t.text] || w.company.peers[t.text]
	}
	return along && people
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
