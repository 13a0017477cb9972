package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind int

const (
	word    tokenKind = iota // letters
	literal                  // digits, with points and commas between them
	wholes                   // ",-" and its kin behind digits: no cents
	symbol                   // any other rune
)

// A token is a piece of a folded text.
type token struct {
	kind  tokenKind
	text  string
	glued bool // no space before it
}

// maxTokens bounds the work on one answer; no closed question needs more words.
const maxTokens = 40

// tokens cuts a text up. It gives nothing for a text that is too long to be the
// answer to a closed question.
func tokens(text string) []token {
	if len(text) > maxLength {
		return nil
	}
	s := strings.ReplaceAll(fold(text), "-en-", " en ") // vijf-en-twintig
	list := make([]token, 0, 12)
	for i := 0; i < len(s); {
		if s[i] == ' ' {
			i++
			continue
		}
		if len(list) == maxTokens {
			return nil
		}
		if end := scanSmiley(s, i); end > i {
			i = end
			continue
		}
		t := token{glued: i > 0 && s[i-1] != ' '}
		end := i
		behindDigits := len(list) > 0 && list[len(list)-1].kind == literal
		switch {
		case isLetter(s, i):
			t.kind = word
			t.text, end = scanWord(s, i)
		case isDigit(s, i):
			t.kind = literal
			t.text, end = scanLiteral(s, i)
		case strings.HasPrefix(s[i:], "+/-"):
			t.kind, t.text, end = symbol, "±", i+len("+/-")
		case strings.HasPrefix(s[i:], "+-"):
			t.kind, t.text, end = symbol, "±", i+len("+-")
		case behindDigits && scanWholes(s, i) > i:
			t.kind, end = wholes, scanWholes(s, i)
		default:
			_, size := utf8.DecodeRuneInString(s[i:])
			t.kind, t.text, end = symbol, s[i:i+size], i+size
		}
		list = append(list, t)
		i = end
	}
	return list
}

// scanSmiley gives the end of ":-)" and its kin, or i: the dash in it is no minus and
// the letter no word.
func scanSmiley(s string, i int) int {
	end := i + 1
	if s[i] != ':' && s[i] != ';' || i > 0 && s[i-1] != ' ' {
		return i
	}
	if end < len(s) && s[end] == '-' {
		end++
	}
	if end == len(s) || strings.IndexByte(")(dp", s[end]) < 0 || end+1 < len(s) && s[end+1] != ' ' && s[end+1] != s[end] {
		return i
	}
	for mouth := s[end]; end < len(s) && s[end] == mouth; {
		end++
	}
	return end
}

func isDigit(s string, i int) bool {
	return i < len(s) && '0' <= s[i] && s[i] <= '9'
}

func isLetter(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	if s[i] < utf8.RuneSelf {
		return 'a' <= s[i] && s[i] <= 'z'
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r)
}

// scanWord takes the letters from i on. The points of an abbreviation are left
// out: "a.u.b." is "aub", and its last point stays behind as a symbol.
func scanWord(s string, i int) (string, int) {
	end := scanLetters(s, i)
	if end-i != 1 || !abbreviates(s, end) {
		return s[i:end], end
	}
	joined := s[i:end]
	for abbreviates(s, end) {
		joined += s[end+1 : end+2]
		end += 2
	}
	return joined, end
}

// abbreviates tells whether a point and one lone letter stand at i.
func abbreviates(s string, i int) bool {
	return i+1 < len(s) && s[i] == '.' && 'a' <= s[i+1] && s[i+1] <= 'z' && !isLetter(s, i+2)
}

func scanLetters(s string, i int) int {
	for isLetter(s, i) {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return i
}

// scanLiteral takes a number in digits from i on. Groups of three behind a space
// come out with points, as most people write them.
func scanLiteral(s string, i int) (string, int) {
	end := scanDigits(s, i)
	if grouped, to := scanGroups(s, i, end); to > end {
		if to+1 < len(s) && s[to] == ',' && isDigit(s, to+1) {
			cents := scanDigits(s, to+1)
			return grouped + s[to:cents], cents
		}
		return grouped, to
	}
	for end < len(s) {
		next := end
		for next < len(s) && (s[next] == '.' || s[next] == ',') {
			next++
		}
		if next == end || !isDigit(s, next) {
			break
		}
		end = scanDigits(s, next)
	}
	return s[i:end], end
}

func scanDigits(s string, i int) int {
	for isDigit(s, i) {
		i++
	}
	return i
}

// scanGroups reads "1 500" and "10 000 000", whose first digits end at end. It is
// strict: "500 750" may well be two amounts.
func scanGroups(s string, start, end int) (string, int) {
	first := s[start:end]
	if len(first) > 3 || first[0] == '0' {
		return "", 0
	}
	grouped, onlyZeros := first, true
	to := end
	for to < len(s) && s[to] == ' ' && isDigit(s, to+1) {
		next := scanDigits(s, to+1)
		if next-to-1 != 3 {
			return "", 0
		}
		onlyZeros = onlyZeros && s[to+1:next] == "000"
		grouped += "." + s[to+1:next]
		to = next
	}
	if to == end || len(first) == 3 && !onlyZeros {
		return "", 0
	}
	return grouped, to
}

// scanWholes gives the end of ",-" ",--" ",=" or ".-" at i, or i.
func scanWholes(s string, i int) int {
	if i+1 >= len(s) || s[i] != ',' && s[i] != '.' || s[i+1] != '-' && s[i+1] != '=' {
		return i
	}
	end := i + 1
	for end < len(s) && s[end] == s[i+1] {
		end++
	}
	if isDigit(s, end) {
		return i // "500,-750" is no amount
	}
	return end
}
