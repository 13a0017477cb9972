package answer

import (
	"strconv"
	"strings"
)

// numberAt reads a whole number up to a limit, n tokens ahead: "8", "acht", "een en
// twintig", "achten". Its length is 0 when none stands there.
func (p *timeParser) numberAt(n, limit int) (value, used int) {
	switch p.kind(n) {
	case literal:
		text := p.text(n)
		value, err := strconv.Atoi(text)
		if err != nil || len(text) > 2 || value > limit {
			return 0, 0
		}
		return value, 1
	case word:
		if at := p.i + n + 1; p.last.at != at {
			value, used = p.numberWord(n)
			p.last.at, p.last.value, p.last.used = at, value, used
		}
		if p.last.value > limit {
			return 0, 0
		}
		return p.last.value, p.last.used
	}
	return 0, 0
}

func (p *timeParser) numberWord(n int) (value, used int) {
	text := p.text(n)
	if several, ok := p.numbers.groups[text]; ok {
		return int(several / whole), 1 // "om achten"
	}
	spelled := p.numbers.spellExact(text)
	if spelled == nil && len(text) >= minFuzzyPiece-1 && !p.known(text) {
		spelled = p.numbers.spell(text)
	}
	if spelled == nil || !spelled[0].belowHundred() {
		return 0, 0
	}
	f, ok := p.numbers.figureAt(p.list, p.i+n, nil)
	if !ok || !f.sure || f.readings[0]%whole != 0 {
		return 0, 0
	}
	return int(f.readings[0] / whole), f.tokens
}

// whole is the number that a word spells, or 0.
func (w *numberWords) whole(text string) int {
	value, used := combine(withTokens(w.spellExact(text)))
	if used != 1 || value%whole != 0 {
		return 0
	}
	return int(value / whole)
}

// afterHalf gives the hour of "halfacht", written as one word: of "halvelf" it is
// eleven, though "halve" is half too.
func (p *timeParser) afterHalf(text string) int {
	if p.words.half[text] {
		return 0 // "halve acht"
	}
	for _, half := range p.words.halves {
		if rest, ok := strings.CutPrefix(text, half); ok {
			if hour := p.numbers.whole(rest); hour > 0 {
				return hour
			}
		}
	}
	return 0
}
