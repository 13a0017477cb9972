package answer

// A figure is a number in an answer: in digits, in words, or both.
type figure struct {
	readings []amount // one when sure
	sure     bool
	tokens   int  // how many tokens it takes
	article  bool // it is the word "een", which may be no number at all
	half     bool // it is the word "half", of something that is not said
}

// maxAmount is a thousand million: no answer of a resident is more.
const maxAmount = 1_000_000_000 * whole

// figureAt reads the longest number at token i. Scales of the kind that is read
// ("ton" for money) come in sets.
func (w *numberWords) figureAt(list []token, i int, sets map[string]numeral) (figure, bool) {
	if list[i].kind == literal && !w.scaled(list, i, sets) {
		readings, sure := readLiteral(list[i].text)
		return figure{readings: readings, sure: sure, tokens: 1}, true
	}
	var buffer [16]numeral
	numerals := w.numeralsAt(buffer[:0], list, i, sets)
	value, tokens := combine(numerals)
	switch {
	case tokens == 0 && list[i].kind == literal:
		readings, _ := readLiteral(list[i].text)
		return figure{readings: readings, tokens: 1}, true
	case tokens == 0:
		return figure{}, false
	case value > maxAmount:
		return figure{tokens: tokens}, true
	}
	f := figure{readings: []amount{value}, sure: true, tokens: tokens}
	f.article = tokens == 1 && list[i].text == "een"
	f.half = value < whole && value > 0 && list[i].kind == word
	return f, true
}

// scaled tells whether the digits at i are counted in thousands and the like.
func (w *numberWords) scaled(list []token, i int, sets map[string]numeral) bool {
	if i+1 >= len(list) || list[i+1].kind != word {
		return false
	}
	if _, ok := sets[list[i+1].text]; ok {
		return true
	}
	next := w.spellExact(list[i+1].text)
	return next != nil && (next[0].kind >= hundred)
}

// numeralsAt takes the words and digits from i on apart, as far as they are part
// of a number.
func (w *numberWords) numeralsAt(numerals []numeral, list []token, i int, sets map[string]numeral) []numeral {
	for ; i < len(list); i++ {
		switch list[i].kind {
		case literal:
			readings, sure := readLiteral(list[i].text)
			if len(readings) == 0 || !sure && readings[0]%whole == 0 {
				return numerals
			}
			if !sure && (len(readings) == 1 || readings[1]%whole != 0) {
				return numerals
			}
			// "2.5k": before a scale the point can only be a decimal sign.
			numerals = append(numerals, numeral{kind: digits, value: readings[0], tokens: 1})
		case word:
			if set, ok := sets[list[i].text]; ok {
				set.tokens = 1
				numerals = append(numerals, set)
				continue
			}
			spelled := w.spell(list[i].text)
			if spelled == nil {
				return numerals
			}
			numerals = append(numerals, spelled...)
			numerals[len(numerals)-1].tokens = 1
		default:
			return numerals
		}
	}
	return numerals
}

// combine adds numerals up to one number, by the way Dutch says it, and tells how
// many tokens belong to it: "duizend vijfhonderd" is one number, "twaalf vijftig"
// is a twelve with something behind it.
func combine(list []numeral) (value amount, tokens int) {
	var sum amount
	limit := amount(maxAmount)
	end := 0 // numerals of the number so far
	for i := 0; ; {
		part, next := part(list, i)
		if next == i && i < len(list) && list[i].kind == scale && !list[i].plural {
			part = whole // "duizend"
		} else if next == i {
			break
		}
		if next < len(list) && list[next].kind == scale {
			s := list[next]
			if s.value >= limit || part >= 1000*whole && list[i].kind != digits {
				break
			}
			sum, limit, end = sum+part*s.value, s.value, next+1
			i = end
			if s.closed || part%whole != 0 {
				break // nobody says half a thousand and some
			}
			if i+1 < len(list) && list[i].kind == and && list[i+1].belowHundred() {
				i++ // "duizend en een"
			}
			continue
		}
		if end > 0 && (part >= limit*whole || part%whole != 0 || list[i].kind == digits && part*10 < limit*whole) {
			break
		}
		sum, end = sum+part, next
		break
	}
	for _, n := range list[:end] {
		tokens += n.tokens
	}
	if end > 0 && list[end-1].tokens == 0 {
		return 0, 0 // it stops inside a word
	}
	return sum, tokens
}

// part reads what a scale multiplies: up to 9,999 (vijfentwintighonderd), a half,
// or digits. next is i when there is none.
func part(list []numeral, i int) (value amount, next int) {
	if i == len(list) {
		return 0, i
	}
	switch n := list[i]; {
	case n.kind == unit && n.value == whole && i+1 < len(list) && list[i+1].kind == half:
		value, next = list[i+1].value, i+2 // "een half miljoen"
	case n.kind == hundred:
		value, next = whole, i
	case n.belowHundred():
		value, next = belowHundred(list, i)
		value, next = withHalf(list, value, next)
	case n.kind == digits:
		value, next = withHalf(list, n.value, i+1)
	case n.kind == half || n.kind == oneHalf:
		value, next = n.value, i+1
	default:
		return 0, i
	}
	if next == len(list) || list[next].kind != hundred || value >= 100*whole {
		return value, next
	}
	fraction := value%whole != 0
	value, next = value*100, next+1
	if fraction {
		return value, next
	}
	rest := next
	if rest < len(list) && list[rest].kind == and {
		rest++
	}
	if more, end := belowHundred(list, rest); end > rest {
		value, next = value+more, end
	}
	return value, next
}

// belowHundred reads 0–99: "vijf", "vijftien", "vijf en vijftig".
func belowHundred(list []numeral, i int) (amount, int) {
	switch {
	case i >= len(list) || !list[i].belowHundred():
		return 0, i
	case list[i].kind == unit && i+2 < len(list) && list[i+1].kind == and && list[i+2].kind == ten:
		return list[i].value + list[i+2].value, i + 3
	}
	return list[i].value, i + 1
}

// withHalf adds the half of "twee en een half".
func withHalf(list []numeral, value amount, i int) (amount, int) {
	if value%whole != 0 || i+1 >= len(list) || list[i].kind != and {
		return value, i
	}
	j := i + 1
	if list[j].kind == unit && list[j].value == whole {
		j++
	}
	if j < len(list) && list[j].kind == half {
		return value + list[j].value, j + 1
	}
	return value, i
}
