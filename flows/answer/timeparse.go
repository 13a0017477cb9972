package answer

// timeParts is what stands in an answer about a time.
type timeParts struct {
	clear  bool // every word was understood
	clocks []spokenClock
	part   dayPart
	bare   bool // a mere "20", which is a time only beside a part of the day
}

// A timeParser walks over the tokens of an answer.
type timeParser struct {
	words   *timeWords
	dates   *dateWords
	numbers *numberWords
	list    []token
	i       int
	last    struct{ at, value, used int } // the number word that was looked at last; at counts from 1
	timeParts
}

func parseTime(list []token) timeParts {
	w := vocabulary()
	p := timeParser{words: &w.time, dates: &w.date, numbers: &w.number, list: list}
	p.clear = len(list) > 0
	for p.i < len(p.list) {
		if n := p.one(); n > 0 {
			p.i += n
		} else {
			p.clear = false
			p.i++
		}
	}
	return p.timeParts
}

// one understands what stands at p.i and gives its length, or 0.
func (p *timeParser) one() int {
	if t := p.list[p.i]; t.kind == symbol && !p.words.half[t.text] {
		if meaningless(t) || isAbout(t.text) && p.i+1 < len(p.list) {
			return 1
		}
		return 0
	}
	if n := p.dated(); n > 0 {
		return n
	}
	if n := p.hourOr(); n > 0 {
		return n
	}
	if n := p.clock(); n > 0 {
		return n
	}
	if n := p.phrase(); n > 0 {
		return n
	}
	if p.kind(0) == word && p.single(p.text(0)) {
		return 1
	}
	return 0
}

// dated passes over a day that stands beside the time: "24 november om 19.30",
// "24-11-2026 19.30".
func (p *timeParser) dated() int {
	if p.kind(0) == literal && isDash(p.text(1)) && p.kind(2) == literal && isDash(p.text(3)) && len(p.text(4)) == 4 {
		return 5
	}
	n := 1
	if p.dates.ordinals[p.text(1)] && p.list[p.i+1].glued {
		n = 2
	}
	if _, isMonth := p.dates.months.exact[p.text(n)]; !isMonth || p.kind(0) != literal {
		return 0
	}
	n++
	year := n
	if p.text(n) == "." {
		year++ // "27 nov. 2026"
	}
	if len(p.text(year)) == 4 && p.kind(year) == literal {
		return year + 1
	}
	return n
}

func isDash(text string) bool { return text == "-" || text == "/" }

// hourOr passes over "een uur of" in "een uur of acht", which is about eight.
func (p *timeParser) hourOr() int {
	n := 0
	if p.text(0) == "een" || p.text(0) == "n" {
		n++
	}
	if !p.words.hours[p.text(n)] && p.text(n) != "uurtje" || p.text(n+1) != "of" {
		return 0
	}
	if _, used := p.numberAt(n+2, 24); used == 0 || p.words.hours[p.text(n+2+used)] {
		return 0 // "een uur of twee uur"
	}
	return n + 2
}

// clock reads a time on the clock.
func (p *timeParser) clock() int {
	for _, read := range [...]func() (spokenClock, int, bool){p.besideHour, p.halfHour, p.fullHour} {
		if c, n, ok := read(); n > 0 {
			p.clear = p.clear && ok
			if c.time >= 0 {
				p.clocks = append(p.clocks, c)
			}
			return n
		}
	}
	return 0
}

// besideHour reads "kwart voor acht" and "10 over half 8".
func (p *timeParser) besideHour() (c spokenClock, n int, ok bool) {
	minutes, n := p.someMinutes()
	if n == 0 {
		return c, 0, false
	}
	sign := 1
	switch {
	case p.words.before[p.text(n)]:
		sign = -1
	case !p.words.past[p.text(n)]:
		return c, 0, false
	}
	n++
	if p.words.half[p.text(n)] {
		c, used, ok := p.halfHourAt(n)
		c.time = (c.time + Clock(sign*minutes) + fullDay) % fullDay
		return c, n + used, used > 0 && ok && minutes < 15 // nobody says quarter to half past
	}
	hour, used := p.numberAt(n, 24)
	if used == 0 {
		return c, 0, false
	}
	n += used
	if p.words.hours[p.text(n)] {
		n++
	}
	c = onFace(hour, 0)
	c.time = (c.time + Clock(sign*minutes) + fullDay) % fullDay
	return c, n, minutes < 30
}

// someMinutes reads "kwart", "een kwartier", "vijf minuten" before voor and over.
func (p *timeParser) someMinutes() (minutes, n int) {
	if p.text(0) == "een" && p.words.quarter[p.text(1)] {
		return 15, 2
	}
	if p.words.quarter[p.text(0)] {
		return 15, 1
	}
	if minutes, n = p.numberAt(0, 59); n > 0 && p.words.minutes[p.text(n)] {
		n++
	}
	return minutes, n
}

// halfHour reads "half acht".
func (p *timeParser) halfHour() (spokenClock, int, bool) { return p.halfHourAt(0) }

func (p *timeParser) halfHourAt(ahead int) (c spokenClock, n int, ok bool) {
	n = 1
	hour := p.afterHalf(p.text(ahead))
	if hour == 0 && p.words.half[p.text(ahead)] {
		var used int
		hour, used = p.numberAt(ahead+1, 24)
		n += used
	}
	if hour == 0 {
		return c, 0, false
	}
	if p.words.hours[p.text(ahead+n)] {
		n++
	}
	c = onFace(hour, 0)
	c.time = (c.time - 30 + fullDay) % fullDay
	return c, n, hour <= 12 // half past twenty is half past seven to one and half past eight to another
}

// fullHour reads "8 uur", "19u30", "acht uur dertig" and a mere "8".
func (p *timeParser) fullHour() (c spokenClock, n int, ok bool) {
	if p.kind(0) == literal {
		if c, n, ok := p.inDigits(); n > 0 {
			return c, n, ok
		}
	}
	hour, n := p.numberAt(0, 24)
	if n == 0 {
		return c, 0, false
	}
	c = onFace(hour, 0)
	named := p.words.hours[p.text(n)]
	if named {
		n++
	}
	minutes, used := p.minutesBehind(n, named)
	c.time += Clock(minutes)
	nought := p.kind(0) == literal && p.text(0)[0] == '0'
	switch {
	case !named && used == 0:
		p.bare = p.bare || !c.face || nought
	case nought, hour >= 10 && p.writtenOut(n, used):
		c.exact = true
	}
	return c, n + used, hour < 24 // "24 uur" may be a whole day
}

// writtenOut tells whether the minutes stand right behind the sign of the hour:
// "10u30" is written by the clock of 24 hours, "10 uur 30" is spoken.
func (p *timeParser) writtenOut(n, used int) bool {
	return used == 1 && n == 2 && p.kind(0) == literal && p.kind(n) == literal && p.list[p.i+n].glued && p.list[p.i+n-1].glued
}

// minutesBehind reads the minutes of "19u30", "acht uur dertig" and "19 30".
// Without the word for hours they must be more than an hour can be.
func (p *timeParser) minutesBehind(n int, named bool) (minutes, used int) {
	start := n
	linked := named && p.text(n) == "en"
	if linked {
		n++
	}
	minutes, used = p.numberAt(n, 59)
	switch {
	case used == 0, p.words.before[p.text(n+used)], p.words.past[p.text(n+used)]:
		return 0, 0
	case p.kind(n) == literal && len(p.text(n)) != 2:
		return 0, 0
	case !named && minutes <= 24 && p.text(n) != "00":
		return 0, 0
	}
	n += used
	switch {
	case p.words.minutes[p.text(n)]:
		n++
	case linked:
		return 0, 0 // "20 uur en 12" may be anything
	}
	return minutes, n - start
}

// onFace is an hour as people say it.
func onFace(hour, minute int) spokenClock {
	return spokenClock{time: at(hour%24, minute), face: 1 <= hour && hour <= 12, exact: hour == 0 || hour > 12}
}

// text and kind look n tokens ahead.
func (p *timeParser) text(n int) string {
	if p.i+n >= len(p.list) {
		return ""
	}
	return p.list[p.i+n].text
}

func (p *timeParser) kind(n int) tokenKind {
	if p.i+n >= len(p.list) {
		return symbol
	}
	return p.list[p.i+n].kind
}
