package answer

import "slices"

// Time reads a time of day: "half 8 's avonds", "20.15 uur", "kwart over twee in
// de middag". Half past seven is twice a day, so without a part of the day, or
// digits of 24 hours, it asks. It asks about a stretch of time, a limit ("na
// achten") and a length ("over twee uur") too.
func Time(text string) Reading[Clock] {
	list := heard(text)
	p := parseTime(list)
	p.clear = p.clear && !vocabulary().asks(list)
	possible := p.possible()
	switch {
	case !p.clear, len(possible) == 0, p.bare && p.part == anyPart:
		return ask(equal, p.offered()...)
	case len(possible) == 1:
		return sure(possible[0])
	}
	return ask(equal, possible...)
}

// possible gives the times that everything in the answer agrees on: "half 8 's
// avonds (19.30 uur)" says one time twice, "half 8 19.00" none.
func (p *timeParts) possible() []Clock {
	var left []Clock
	for i, c := range p.clocks {
		times := p.timesOf(c)
		if i == 0 {
			left = times
			continue
		}
		left = slices.DeleteFunc(left, func(t Clock) bool { return !slices.Contains(times, t) })
	}
	return left
}

// timesOf gives the times of one clock that are in the part of the day, and the one
// in 24 hours when no part was said.
func (p *timeParts) timesOf(c spokenClock) []Clock {
	if p.part == anyPart && c.exact {
		return []Clock{c.time}
	}
	return slices.DeleteFunc(c.either(), func(t Clock) bool { return !p.part.holds(t) })
}

// offered gives the times to choose from when the answer was not clear, or
// contradicts itself.
func (p *timeParts) offered() []Clock {
	var likely []Clock
	for _, c := range p.clocks {
		times := p.timesOf(c)
		if len(times) == 0 {
			times = c.either()
		}
		if len(p.clocks) > 1 {
			times = times[:1] // of "20.00 - 21.30" both
		}
		likely = append(likely, times...)
	}
	return likely
}
