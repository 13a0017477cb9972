package answer

import (
	"slices"
	"strings"
)

// A scan is an answer about a number, taken apart.
type scan struct {
	parts []scanPart
	clear bool // every word was understood
}

type scanPart struct {
	kind partKind
	at   int // its first token
	figure
}

type partKind byte

// The letters make a scan readable as a short text: "FEF" is "2 euro 50".
const (
	partFigure partKind = 'F'
	partEuro   partKind = 'E'
	partCent   partKind = 'C'
	partAnd    partKind = 'A'
	partWholes partKind = 'W'
)

// shape writes the kinds of the parts as a text.
func (s scan) shape() string {
	var b strings.Builder
	for _, p := range s.parts {
		b.WriteByte(byte(p.kind))
	}
	return b.String()
}

// figures are all readings of all numbers, for when it must be asked.
func (s scan) figures() []amount {
	var all []amount
	for _, p := range s.parts {
		if !p.article || len(s.parts) == 1 {
			all = append(all, p.readings...)
		}
	}
	return all
}

func (w *numberWords) scan(list []token, k *numberKind) scan {
	if slices.ContainsFunc(list, func(t token) bool { return w.tooLarge[t.text] }) {
		return scan{} // of "10 miljard" the 10 is not to be asked about either
	}
	s := scan{clear: true}
	for i := 0; i < len(list); {
		i += w.scanAt(&s, list, i, k)
	}
	return s
}

// scanAt understands what stands at i and tells how many tokens that is.
func (w *numberWords) scanAt(s *scan, list []token, i int, k *numberKind) int {
	add := func(kind partKind, f figure) { s.parts = append(s.parts, scanPart{kind, i, f}) }
	switch t := list[i]; {
	case t.kind == wholes && k.units != nil:
		add(partWholes, figure{})
		return 1
	case t.kind == symbol && t.text == "€" && k.units != nil:
		add(partEuro, figure{})
		return 1
	case t.kind == symbol && (meaningless(t) || isAbout(t.text) && i+1 < len(list)):
		return 1
	case t.kind == symbol || t.kind == wholes:
		s.clear = false
		return 1
	}
	if n := w.oneOf(list, i, k); n > 0 {
		return n
	}
	if f, ok := w.groupAt(list, i, k); ok {
		add(partFigure, f)
		return f.tokens
	}
	if n := k.aroundAt(list, i); n > 0 {
		if list[i].glued && i > 0 && list[i-1].kind == literal && !w.people[list[i].text] {
			s.clear = false // "2de" is no two
		}
		return n
	}
	if f, ok := w.figureAt(list, i, k.sets); ok {
		if f.article && i+1 < len(list) && w.collectives[list[i+1].text] {
			s.clear = false
			return 2
		}
		add(partFigure, f)
		return f.tokens
	}
	if kind, ok := k.units[list[i].text]; ok {
		add(kind, figure{})
		return 1
	}
	if k.units != nil && isMistypedEuro(list[i].text) {
		add(partEuro, figure{})
		return 1
	}
	if list[i].text == "en" {
		add(partAnd, figure{})
		return 1
	}
	s.clear = false
	return 1
}

// isMistypedEuro sees "eruo" and "eurp". The e is there, for "duro" and "pro" are
// other words.
func isMistypedEuro(text string) bool {
	return len(text) >= len("euro") && text[0] == 'e' && distance(text, "euro", 1) <= 1
}

func isAbout(text string) bool { return text == "±" || text == "~" || text == "≈" }

// aroundAt gives the length of the longest phrase at i that leaves a number as it
// is.
func (k *numberKind) aroundAt(list []token, i int) int {
	for n := min(k.longest, len(list)-i); n > 0; n-- {
		if phrase, ok := joinWords(list[i : i+n]); ok && k.around[phrase] {
			return n
		}
	}
	return 0
}

// oneOf passes over "een man of" before a number, which then is a rough one.
func (w *numberWords) oneOf(list []token, i int, k *numberKind) int {
	n := 0
	if list[i].text == "een" || list[i].text == "n" {
		n++
	}
	if i+n+2 >= len(list) || !w.of[list[i+n].text] || list[i+n+1].text != "of" {
		return 0
	}
	n += 2
	if _, ok := w.figureAt(list, i+n, k.sets); !ok {
		return 0
	}
	return n
}

// groupAt reads the number of "met z'n vieren" and "met z'n 4en".
func (w *numberWords) groupAt(list []token, i int, k *numberKind) (figure, bool) {
	if k.groups == nil || i == 0 || !w.groupBefore[list[i-1].text] {
		return figure{}, false
	}
	if value, ok := k.groups[list[i].text]; ok {
		return figure{readings: []amount{value}, sure: true, tokens: 1}, true
	}
	if list[i].kind == literal && i+1 < len(list) && list[i+1].glued && list[i+1].text == "en" {
		readings, sure := readLiteral(list[i].text)
		return figure{readings: readings, sure: sure, tokens: 2}, true
	}
	return figure{}, false
}
