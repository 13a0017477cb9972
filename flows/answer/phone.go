package answer

import (
	"slices"
	"strings"
)

// Phone reads a telephone number and gives it in the form of E.164:
// "+31687654321". A number abroad needs its country code. Too few digits or too
// many, two numbers and a word that nobody taught it are asked.
func Phone(text string) Reading[string] {
	w := &vocabulary().phone
	d := dialling{words: w, numerals: &vocabulary().number, list: vocabulary().withoutPolite(heard(text)), clear: true}
	d.read()
	if d.clear && len(d.found) == 1 && d.found[0] != "" {
		return sure(d.found[0])
	}
	return ask(equal, slices.DeleteFunc(d.found, func(number string) bool { return number == "" })...)
}

// A dialling is an answer with telephone numbers in it, on its way to be read.
type dialling struct {
	words    *phoneWords
	numerals *numberWords
	list     []token
	clear    bool // every word was understood

	chunks []chunk  // of the number that is being read
	found  []string // the numbers so far; empty for one that is none
}

// A chunk is some digits, perhaps behind a plus.
type chunk struct {
	digits string
	apart  bool // a sign stands before it that may part two numbers
}

func (d *dialling) read() {
	apart := false
	for i := 0; i < len(d.list); {
		t := d.list[i]
		n := longestIn(d.words.around, d.list, i)
		if n == 0 {
			n = d.named06(i)
		}
		if n > 0 {
			d.end()
			apart = false
			i += n
			continue
		}
		switch digits, ok := d.spelled(t); {
		case t.kind == literal:
			d.literal(t.text, apart)
			apart = false
		case ok:
			d.chunks = append(d.chunks, chunk{digits, apart})
			apart = false
		case t.text == "+" || t.text == "plus":
			d.chunks = append(d.chunks, chunk{"+", true})
			apart = false
		case d.trunkZero(i):
			i += len("(0)")
			continue
		case t.text == "/" || t.text == "," || t.text == ";" || t.text == "|":
			apart = true
		case t.text == "-" || t.kind == wholes || t.kind == symbol && meaningless(t):
		default:
			d.end()
			d.clear = false
		}
		i++
	}
	d.end()
}

// literal takes digits apart at their points and commas: phones write "06.12.34",
// and a comma may part two numbers.
func (d *dialling) literal(text string, apart bool) {
	for text != "" {
		end := strings.IndexFunc(text, isSeparator)
		if end < 0 {
			end = len(text)
		}
		d.chunks = append(d.chunks, chunk{text[:end], apart})
		apart = end < len(text) && text[end] == ','
		text = strings.TrimLeft(text[end:], ".,")
	}
}

// spelled gives the digits of a number word: "nul zes twaalf".
func (d *dialling) spelled(t token) (string, bool) {
	if t.kind != word {
		return "", false
	}
	list := d.numerals.spellExact(t.text)
	if len(list) == 0 || len(list) > 3 {
		return "", false
	}
	value, used := combine(withTokens(list))
	if used != 1 || value%whole != 0 || value >= 100*whole {
		return "", false
	}
	digits := ""
	if value >= 10*whole {
		digits = string(rune('0' + value/whole/10))
	}
	return digits + string(rune('0'+value/whole%10)), true
}

// named06 passes over "06-nummer".
func (d *dialling) named06(i int) int {
	if i+2 < len(d.list) && d.list[i].text == "06" && d.list[i+1].text == "-" && d.words.around[d.list[i+2].text] {
		return 3
	}
	return 0
}

// trunkZero tells whether the "(0)" of "+31 (0)6" stands at i: it is dialled within
// the country only.
func (d *dialling) trunkZero(i int) bool {
	if i+2 >= len(d.list) || d.list[i].text != "(" || d.list[i+1].text != "0" || d.list[i+2].text != ")" {
		return false
	}
	said := joinChunks(d.chunks)
	return strings.HasPrefix(said, "+") || strings.HasPrefix(said, "00") || said == "31"
}

// end closes the number that is being read. What is no number as a whole may be
// several.
func (d *dialling) end() {
	if len(d.chunks) == 0 {
		return
	}
	number, ok := d.words.number(joinChunks(d.chunks))
	if ok {
		d.found = append(d.found, number)
		d.chunks = d.chunks[:0]
		return
	}
	d.clear = false
	for from := 0; from < len(d.chunks); {
		to := from + 1
		for to < len(d.chunks) && !d.chunks[to].apart {
			to++
		}
		if number, ok := d.words.number(joinChunks(d.chunks[from:to])); ok {
			d.found = append(d.found, number)
		} else {
			for _, c := range d.chunks[from:to] {
				if number, ok := d.words.number(c.digits); ok {
					d.found = append(d.found, number)
				}
			}
		}
		from = to
	}
	d.chunks = d.chunks[:0]
}

func joinChunks(list []chunk) string {
	var b strings.Builder
	for _, c := range list {
		b.WriteString(c.digits)
	}
	return b.String()
}
