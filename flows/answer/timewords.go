package answer

import "strings"

// phrase reads the longest phrase of several words at p.i.
func (p *timeParser) phrase() int {
	for n := min(p.words.longest, len(p.list)-p.i); n > 0; n-- {
		text, ok := p.joined(n)
		if !ok {
			continue
		}
		switch part := p.words.parts[text]; {
		case part != anyPart:
			p.setPart(part)
			return n
		case p.words.midnight[text]:
			p.clocks = append(p.clocks, spokenClock{exact: true})
			return n
		case p.words.around[text]:
			return n
		}
	}
	return 0
}

// joined writes n tokens as a phrase. The dash of "'s-avonds" is none.
func (p *timeParser) joined(n int) (string, bool) {
	list := p.list[p.i : p.i+n]
	if n > 2 && list[1].text == "-" && list[0].text == "s" {
		return "s " + list[2].text, n == 3
	}
	return joinWords(list)
}

// setPart notes the part of the day. Two parts are no contradiction when one is in
// the other; what both hold is then found by the time itself.
func (p *timeParser) setPart(part dayPart) {
	switch {
	case p.part == anyPart, p.part == part:
		p.part = part
	default:
		p.clear = false
	}
}

// single reads one word: a part of the day with a typing error, "zaterdagavond", or
// a day, which changes nothing.
func (p *timeParser) single(text string) bool {
	if _, relative := p.dates.relative[text]; relative {
		return p.ending(text) || true
	}
	if p.ending(text) || p.isDay(text) {
		return true
	}
	if len(text) < minMistyped {
		return false
	}
	found := anyPart
	for _, known := range p.words.long {
		if known[0] != text[0] || distance(known, text, 1) > 1 {
			continue
		}
		if part := p.words.parts[known]; found == anyPart || found == part {
			found = part
		} else {
			return false
		}
	}
	if found == anyPart {
		return false
	}
	p.setPart(found)
	return true
}

// ending reads a part of the day at the end of a word: "zaterdagavond", "vanmiddag".
func (p *timeParser) ending(text string) bool {
	for ending, part := range p.words.endings {
		start, ok := strings.CutSuffix(text, ending)
		if ok && start != "" && (p.words.starts[start] || p.isDay(start) || p.isDay(strings.TrimSuffix(start, "s"))) {
			p.setPart(part)
			return true
		}
	}
	return false
}

// isDay tells whether a word is a day of the week, or "morgen".
func (p *timeParser) isDay(text string) bool {
	if _, ok := p.dates.weekdays.exact[text]; ok {
		return !p.dates.weak[text]
	}
	return false
}

// known tells whether a word has a meaning here, and is no misspelled number.
func (p *timeParser) known(text string) bool {
	w := p.words
	return w.around[text] || w.parts[text] != anyPart || w.midnight[text] || w.hours[text] || w.minutes[text] || p.isDay(text)
}

func isPhrase(text string) bool { return strings.Contains(text, " ") }
