package answer

import "strconv"

// What is said twice contradicts itself or is a range, so each of these takes the
// clearness away the second time.

func (p *dateParser) flag(b *bool) {
	if *b {
		p.clear = false
	}
	*b = true
}

func setOnce[T any](p *dateParser, field **T, value T) {
	if *field != nil {
		p.clear = false
		return
	}
	*field = &value
}

func (p *dateParser) setNamed(days []yearly) {
	if p.named != nil {
		p.clear = false
		return
	}
	p.named = days
}

func (p *dateParser) setNth(n int) {
	if p.nth != 0 || n == 0 || n > 5 {
		p.clear = false
		return
	}
	p.nth = n
}

func (p *dateParser) setPart(part monthPart) {
	if p.part != 0 {
		p.clear = false
		return
	}
	p.part = part
}

func (p *dateParser) setDay(text string) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 31 || len(text) > 2 || p.day != 0 {
		p.clear = false
		return
	}
	p.day = n
}

func (p *dateParser) setMonth(n int) {
	if p.month != 0 {
		p.clear = false
		return
	}
	p.month = n
}

// setMonthDigits reads the second number of a date. Above twelve it may be the
// American order, which is offered but not taken.
func (p *dateParser) setMonthDigits(first, second string) {
	day, _ := strconv.Atoi(first)
	n, err := strconv.Atoi(second)
	switch {
	case err != nil || n < 1 || len(second) > 2:
		p.clear = false
	case n > 12:
		p.clear = false
		if n <= 31 && day <= 12 {
			p.month13 = [2]int{n, day}
		}
	default:
		p.setMonth(n)
	}
}

// setYear reads a year of four digits, or two of this century.
func (p *dateParser) setYear(text string) {
	n, err := strconv.Atoi(text)
	if len(text) == 2 {
		n += 2000
	} else if len(text) != 4 {
		err = strconv.ErrSyntax
	}
	if err != nil || n < firstYear || n > lastYear || p.year != 0 {
		p.clear = false
		return
	}
	p.year = n
	p.shortYear = len(text) == 2
}

// Years outside these are typing errors.
const (
	firstYear = 1900
	lastYear  = 2100
)
