package answer

import (
	"slices"
	"strings"
)

// Postcode reads a Dutch postcode and gives it as "7901 AB". A house number, a town
// and a street may stand beside it. Without its letters it is the postcode of a
// whole village, and is asked, as two of them are.
func Postcode(text string) Reading[string] {
	f := findCodes(text)
	if f.clear && !f.doubt && len(f.found) == 1 {
		return sure(f.found[0])
	}
	if len(f.found) == 0 {
		if mistyped, ok := mistypedCode(vocabulary().withoutPolite(f.list)); ok {
			return ask(equal, mistyped)
		}
	}
	return ask(equal, f.found...)
}

// PostcodeIn finds the one postcode in a description of a place, which may hold
// anything else: "1500 kg" is none there.
func PostcodeIn(text string) (string, bool) {
	f := findCodes(text)
	if len(f.found) != 1 || f.words.words[strings.ToLower(f.found[0][len("7901 "):])] {
		return "", false
	}
	return f.found[0], true
}

// A codeFinder walks over the tokens of an answer.
type codeFinder struct {
	words *codeWords
	list  []token
	i     int

	found []string // the postcodes, each once
	clear bool     // every word was understood
	doubt bool     // the letters of one may be a word: "7901 in Hoogeveen"
	house bool     // a house number may stand here
	named bool     // a street was read: two are two places
}

func findCodes(text string) *codeFinder {
	f := &codeFinder{words: &vocabulary().code, list: heard(text), clear: true}
	if street := f.street(0); street > 0 {
		f.i, f.house, f.named = street, true, true
	}
	for f.i < len(f.list) {
		n := f.one()
		if n == 0 {
			f.clear = false
			n = 1
		}
		f.i += n
	}
	return f
}

// street gives the place behind "Kerkstraat" when a house number follows: before it
// may stand any name ("Burgemeester Jansen"), but no word that doubts and no postcode.
func (f *codeFinder) street(from int) int {
	defer func(i int) { f.i = i }(f.i)
	for i := from; i+1 < len(f.list) && !f.words.doubts[f.list[i].text]; i++ {
		if f.i = i; f.kind(0) == literal && f.isCode() || f.text(0) == "?" {
			return 0
		}
		if f.list[i].kind != word || f.list[i+1].kind != literal || !f.words.isStreet(f.list[i].text) {
			continue
		}
		if f.i = i + 1; !f.isCode() {
			return i + 1
		}
	}
	return 0
}

// isCode tells whether a postcode stands at f.i.
func (f *codeFinder) isCode() bool {
	code, _, _ := f.codeAt()
	return code != ""
}

// one understands what stands at f.i and gives its length, or 0.
func (f *codeFinder) one() int {
	t := f.list[f.i]
	if code, n, doubt := f.codeAt(); n > 0 {
		if code == "" {
			return 0
		}
		if !slices.Contains(f.found, code) {
			f.found = append(f.found, code)
		}
		f.doubt = f.doubt || doubt
		f.house = true
		return n
	}
	switch {
	case t.kind == symbol && (meaningless(t) || t.text == "-"):
		return 1
	case t.kind == literal && f.house && len(t.text) <= maxHouse && !strings.ContainsAny(t.text, ".,"):
		f.house = false
		return 1 + f.addition()
	}
	if n := longestIn(f.words.around, f.list, f.i); n > 0 {
		f.house = f.house || f.words.number[t.text]
		return n
	}
	if len(f.found) == 0 || f.named {
		return 0
	}
	if street := f.street(f.i); street > 0 && street-f.i <= maxStreet && areWords(f.list[f.i:street]) {
		f.house, f.named = true, true
		return street - f.i
	}
	return 0
}

func areWords(list []token) bool {
	return !slices.ContainsFunc(list, func(t token) bool { return t.kind != word })
}

// maxStreet is how many words the name of a street has that stands behind a postcode.
const maxStreet = 4

// maxHouse is how many digits a house number has.
const maxHouse = 4

// addition gives the length of what stands behind a house number: "12a", "12-A",
// "12 a", "12-1".
func (f *codeFinder) addition() int {
	n := 1
	if f.text(n) == "-" {
		n++
	}
	short := len(f.text(n)) == 1
	switch f.kind(n) {
	case word:
		if short && (f.list[f.i+n].glued || f.kind(n+1) != word) {
			return n
		}
	case literal:
		if n == 2 && len(f.text(n)) <= 2 && f.list[f.i+n].glued {
			return n
		}
	}
	return 0
}

// codeAt reads the postcode at f.i. With a length but without a code there is one
// that does not exist. Doubt says that its letters are a word of the sentence.
func (f *codeFinder) codeAt() (code string, n int, doubt bool) {
	digits, n := f.digits()
	if len(digits) != 4 {
		return "", 0, false
	}
	for separates(f.text(n)) {
		n++
	}
	letters, used := f.letters(n)
	if used == 0 {
		return "", 0, false
	}
	n += used
	if digits[0] == '0' || letters == "sa" || letters == "sd" || letters == "ss" {
		return "", n, false
	}
	if f.words.words[letters] && used == 1 { // "7901 DE Hoogeveen" is one, "7901 in Hoogeveen" is none
		doubt = len(vocabulary().withoutPolite(f.list[f.i+n:])) > 0 && (letters != "de" || longestIn(f.words.towns, f.list, f.i+n) == 0)
	}
	return digits + " " + strings.ToUpper(letters), n, doubt
}

// digits reads "7901", "7.901" and "79 01" at f.i.
func (f *codeFinder) digits() (string, int) {
	if f.kind(0) != literal {
		return "", 0
	}
	text := strings.ReplaceAll(f.text(0), ".", "")
	if strings.Contains(text, ",") {
		return "", 0
	}
	if len(text) == 2 && f.kind(1) == literal && len(f.text(1)) == 2 {
		return text + f.text(1), 2
	}
	return text, 1
}

// letters reads "ab", "a b" and the start of "abhoogeveen", n tokens ahead.
func (f *codeFinder) letters(n int) (string, int) {
	text := f.text(n)
	if f.kind(n) != word || !isPlain(text) {
		return "", 0
	}
	switch {
	case len(text) == 2:
		return text, 1
	case len(text) == 1:
		second := n + 1
		for separates(f.text(second)) {
			second++
		}
		if last := f.text(second); f.kind(second) == word && len(last) == 1 && isPlain(last) {
			return text + last, second + 1 - n
		}
	case f.words.towns[text[2:]]:
		return text[:2], 1
	}
	return "", 0
}

func separates(text string) bool {
	switch text {
	case "-", ".", ",", "_", "/", ":", "(":
		return true
	}
	return false
}

func isPlain(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r < 'a' || r > 'z' }) < 0
}

// text and kind look n tokens ahead.
func (f *codeFinder) text(n int) string {
	if f.i+n >= len(f.list) {
		return ""
	}
	return f.list[f.i+n].text
}

func (f *codeFinder) kind(n int) tokenKind {
	if f.i+n >= len(f.list) {
		return symbol
	}
	return f.list[f.i+n].kind
}

// mistypedCode sees the postcode in "79O1 BC" and "7901 A8", to offer.
func mistypedCode(list []token) (string, bool) {
	said := squeeze(list)
	if len(said) != 6 {
		return "", false
	}
	mended := []byte(said)
	for i := range mended {
		from, to := lookLetters, lookDigits
		if i >= 4 {
			from, to = lookDigits, lookLetters
		}
		if at := strings.IndexByte(from, mended[i]); at >= 0 {
			mended[i] = to[at]
		}
	}
	f := codeFinder{words: &vocabulary().code, list: tokens(string(mended))}
	if len(f.list) == 0 {
		return "", false
	}
	code, n, _ := f.codeAt()
	return code, n == len(f.list) && code != ""
}

// Each letter looks like the digit at the same place.
const (
	lookLetters = "oilsbz"
	lookDigits  = "011582"
)
