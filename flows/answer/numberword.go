package answer

import (
	"slices"
	"strings"
)

// A numeral is a piece of a number: "vijf", "en", "honderd", or digits.
type numeral struct {
	kind  numeralKind
	value amount // for a scale: how many times, not in hundredths

	closed bool // a scale that nothing is added to: "twee ton", "2k"
	plural bool // a scale that needs a number before it: "tientjes"
	tokens int  // tokens used up with this numeral; 0 inside a word
}

type numeralKind int

const (
	unit    numeralKind = iota // 1–9
	teen                       // 0 and 10–19
	ten                        // 20, 30 … 90
	hundred                    // honderd
	scale                      // duizend, miljoen, tientje
	and                        // en
	half                       // half, halve
	oneHalf                    // anderhalf
	digits                     // a number in digits
)

// belowHundred tells whether a numeral is a whole number below a hundred.
func (n numeral) belowHundred() bool { return n.kind <= ten }

var smallNumbers = [...]string{
	"nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen",
	"tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
}

var tens = [...]string{"twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"}

// numeralOf gives the kind of a whole number that has a word of its own.
func numeralOf(value int) numeral {
	switch {
	case value >= 1000:
		return numeral{kind: scale, value: amount(value)}
	case value == 100:
		return numeral{kind: hundred}
	case value >= 20:
		return numeral{kind: ten, value: amount(value) * whole}
	case value >= 10 || value == 0:
		return numeral{kind: teen, value: amount(value) * whole}
	}
	return numeral{kind: unit, value: amount(value) * whole}
}

// pieces are the numerals that words are made of, in standard Dutch.
func pieces() map[string]numeral {
	all := map[string]numeral{
		"honderd": numeralOf(100), "duizend": numeralOf(1000), "miljoen": numeralOf(1_000_000),
		"en": {kind: and}, "half": {kind: half, value: 50}, "halve": {kind: half, value: 50},
		"anderhalf": {kind: oneHalf, value: 150}, "anderhalve": {kind: oneHalf, value: 150},
	}
	for value, text := range smallNumbers {
		all[text] = numeralOf(value)
	}
	for i, text := range tens {
		all[text] = numeralOf(20 + 10*i)
	}
	return all
}

// A piece is a numeral with the text it stands for.
type piece struct {
	text string
	numeral
	dialect bool // a spelling of words.toml: no further typing error is looked for
}

// spell takes a word apart into numerals. Where that fails it allows one typing
// error, if there is only one way to see it and the error is in a long piece.
func (w *numberWords) spell(text string) []numeral {
	text = strings.ReplaceAll(text, "tich", "tig") // as it sounds
	if n := w.spellExact(text); n != nil || len(text) < minFuzzyPiece-1 || len(text) > longWord {
		return n
	}
	s := speller{words: w, text: text}
	if w.others[text] {
		return nil
	}
	s.try(0, nil, nil)
	if len(s.found) != 1 || !s.forgiven {
		return nil
	}
	return s.found[0]
}

func (w *numberWords) spellExact(text string) []numeral {
	var list []numeral
	for rest := text; rest != ""; {
		found := false
		for _, p := range w.pieces[rest[0]] { // longest first: zeventien before zeven
			if !strings.HasPrefix(rest, p.text) {
				continue
			}
			if !follows(list, p) {
				return nil // "viertien" is a misspelled fourteen, not four and ten
			}
			list, rest, found = append(list, p.numeral), rest[len(p.text):], true
			break
		}
		if !found {
			return nil
		}
	}
	return list
}

// minFuzzyPiece is the length from which a piece may hold a typing error: "zeven"
// is too near to "geven" and "zegen".
const minFuzzyPiece = 6

// A speller looks for the ways to read a word with one typing error. It sees them
// in short pieces too, for "honderdneen" is 101 or, more likely, 109.
type speller struct {
	words    *numberWords
	text     string
	found    [][]numeral // different from each other; two are enough to give up
	forgiven bool        // the error of the first of them is in a long piece
}

// try reads on from a place in the text, behind some numerals. The mistake is the
// one that was made so far.
func (s *speller) try(from int, before []numeral, mistake *mistakeIn) {
	if from == len(s.text) {
		closed := before[0].kind != and && before[len(before)-1].kind != and
		if mistake != nil && closed && !s.known(before) {
			if len(s.found) == 0 {
				s.forgiven = mistake.forgiven
			}
			s.found = append(s.found, slices.Clone(before))
		}
		return
	}
	for _, p := range s.words.pieces[s.text[from]] {
		if !p.dialect && strings.HasPrefix(s.text[from:], p.text) && follows(before, p) {
			s.try(from+len(p.text), append(before, p.numeral), mistake)
		}
	}
	if mistake != nil {
		return
	}
	for _, p := range s.words.standard {
		if !follows(before, p) {
			continue
		}
		shortest := max(from+len(p.text)-1, from+2)
		for to := shortest; to <= min(from+len(p.text)+1, len(s.text)) && len(s.found) < 2; to++ {
			if distance(s.text[from:to], p.text, 1) == 1 {
				forgiven := len(p.text) >= minFuzzyPiece && p.text[0] == s.text[from]
				s.try(to, append(before, p.numeral), &mistakeIn{forgiven})
			}
		}
	}
}

// mistakeIn is a typing error in a piece: forgiven when the piece is long and
// starts with the right letter ("machtig" is no eighty).
type mistakeIn struct{ forgiven bool }

// follows tells whether a piece may stand behind others: a number below a hundred
// never stands right behind another.
func follows(before []numeral, p piece) bool {
	return len(before) == 0 || !before[len(before)-1].belowHundred() || !p.belowHundred()
}

func (s *speller) known(list []numeral) bool {
	return slices.ContainsFunc(s.found, func(other []numeral) bool {
		return slices.Equal(other, list)
	})
}
