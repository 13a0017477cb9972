package answer

import (
	"strconv"
	"strings"
)

// inDigits reads a date, a day or a year in digits: "24-11-2026", "24.11", "5e".
func (p *dateParser) inDigits() int {
	numbers, n := p.run()
	switch len(numbers) {
	case 1:
		return p.lone(numbers[0], n)
	case 2:
		if p.month != 0 || p.isMonth(n) {
			return 0 // "24-25 november"
		}
		p.setDay(numbers[0])
		p.setMonthDigits(numbers[0], numbers[1])
		return n
	case 3:
		if len(numbers[0]) == 4 {
			numbers[0], numbers[2] = numbers[2], numbers[0]
		}
		p.setDay(numbers[0])
		p.setMonthDigits(numbers[0], numbers[1])
		p.setYear(numbers[2])
		return n
	}
	return 0
}

// run takes the numbers that belong together, by points, dashes, slashes or, for a
// whole date, spaces.
func (p *dateParser) run() (numbers []string, n int) {
	if strings.Contains(p.text(0), ",") {
		return nil, 0
	}
	if numbers = together(p.text(0)); numbers != nil {
		return numbers, 1
	}
	numbers = strings.Split(p.text(0), ".")
	n = 1
	for sep := p.text(n); (sep == "-" || sep == "/" || sep == "." && len(p.text(n-1)) <= 2) && p.kind(n+1) == literal; sep = p.text(n) {
		if strings.ContainsAny(p.text(n+1), ",") {
			return nil, 0
		}
		numbers = append(numbers, strings.Split(p.text(n+1), ".")...)
		n += 2
	}
	if len(numbers) == 1 && p.kind(1) == literal && p.kind(2) == literal && len(p.text(2)) == 4 {
		return []string{p.text(0), p.text(1), p.text(2)}, 3
	}
	return numbers, n
}

// together takes eight digits apart: day, month and year, or the year first. In this century only one of the two can be a date.
func together(text string) []string {
	if len(text) != 8 || strings.ContainsAny(text, ".,") {
		return nil
	}
	if strings.HasPrefix(text, "20") && text[4:6] <= "12" {
		return []string{text[6:], text[4:6], text[:4]}
	}
	if !strings.HasPrefix(text[4:], "20") {
		return nil
	}
	return []string{text[:2], text[2:4], text[4:]}
}

// lone reads one number: a year when four digits long or behind a month, a day
// otherwise.
func (p *dateParser) lone(text string, n int) int {
	if len(text) == 4 || p.day != 0 && p.month != 0 && p.year == 0 {
		p.setYear(text)
		return n
	}
	if p.words.ordinals[p.text(n)] && (p.list[p.i+n].glued || p.isMonth(n+1)) {
		n++ // "5e", "5 e december"
		if p.isWeekday(n) {
			nth, _ := strconv.Atoi(text)
			p.setNth(nth)
			return n
		}
		p.ordinal = true
	}
	p.setDay(text)
	return n
}

// dayInWords reads "vijf december", "de vijfde" and "eerste zaterdag van".
func (p *dateParser) dayInWords() int {
	value, n, ordinal := p.numbers.dayNumber(p.list, p.i)
	switch {
	case n == 0:
		return 0
	case ordinal && p.isWeekday(n):
		p.setNth(value)
	case ordinal || p.isMonth(n):
		p.ordinal = p.ordinal || ordinal
		p.setDay(strconv.Itoa(value))
	default:
		return 0
	}
	return n
}

// dayNumber reads a number word, or an ordinal ("vijfde", "eenentwintigste").
func (w *numberWords) dayNumber(list []token, i int) (value, tokens int, ordinal bool) {
	switch text := list[i].text; text {
	case "eerste":
		return 1, 1, true
	case "derde":
		return 3, 1, true
	default:
		stem, ok := strings.CutSuffix(text, "ste")
		if !ok {
			stem, ok = strings.CutSuffix(text, "de")
		}
		if ok {
			if v, tokens := combine(withTokens(w.spellExact(stem))); tokens == 1 && v%whole == 0 && v/whole <= 31 {
				return int(v / whole), 1, true
			}
		}
	}
	f, ok := w.figureAt(list, i, nil)
	if !ok || !f.sure || f.readings[0]%whole != 0 || f.readings[0] > 31*whole {
		return 0, 0, false
	}
	return int(f.readings[0] / whole), f.tokens, false
}

// withTokens marks the numerals of one whole word.
func withTokens(list []numeral) []numeral {
	if len(list) > 0 {
		list[len(list)-1].tokens = 1
	}
	return list
}

// isMonth and isWeekday look at the word n tokens ahead, over "van" and a dash.
func (p *dateParser) isMonth(n int) bool {
	if t := p.text(n); t == "van" || t == "-" || t == "in" {
		n++
	}
	if p.kind(n) != word {
		return false
	}
	_, ok := p.words.months.find(p.text(n))
	return ok
}

func (p *dateParser) isWeekday(n int) bool {
	if p.kind(n) != word {
		return false
	}
	_, ok := p.words.weekdays.find(p.text(n))
	return ok
}
