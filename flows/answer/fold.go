package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Plain is a text without what a phone or a hurry puts in it: capitals, accents, marks at its ends. Texts that are alike in this
// form are the same to people.
func Plain(text string) string { return strings.Trim(fold(text), " .,:!?…\"") }

// Words are the words of a text alone, signs left out: "ja een kleine" and "Ja, een kleine!" are the same.
func Words(text string) []string {
	return strings.FieldsFunc(fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// fold writes a text the one way the readers know it: small letters without
// accents, one kind of space, dash and digit, no apostrophes ("zo'n" is "zon",
// "euro's" is "euros") and nothing invisible. Phones insert half of these by
// themselves, so they carry no meaning here.
func fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	space := true // so that leading spaces are dropped
	for _, r := range text {
		if '！' <= r && r <= '～' {
			r -= '！' - '!' // the wide signs of some keyboards
		}
		if r < utf8.RuneSelf {
			space = foldASCII(&b, byte(r), space)
			continue
		}
		if unicode.IsSpace(r) || r == '\u200a' || r == '\u2800' {
			space = foldASCII(&b, ' ', space)
			continue
		}
		plain, ok := folded(r)
		if !ok {
			plain = string(unicode.ToLower(r))
		}
		b.WriteString(plain)
		space = space && plain == ""
	}
	return strings.TrimSuffix(b.String(), " ")
}

// foldASCII writes one byte and tells whether the text now ends in a space.
func foldASCII(b *strings.Builder, c byte, space bool) bool {
	switch {
	case c == ' ' || '\t' <= c && c <= '\r':
		if !space {
			b.WriteByte(' ')
		}
		return true
	case c == '\'' || c == '`':
		return space
	case c < ' ' || c == 0x7f:
		return space
	case 'A' <= c && c <= 'Z':
		c += 'a' - 'A'
	}
	b.WriteByte(c)
	return false
}

// pictures of a sign say what the sign says.
var pictures = map[rune]string{
	'❓': "?", '❔': "?", '➕': "+", '➖': "-",
	'💷': "£", '💴': "¥", '💵': "$", '💲': "$",
}

// letters gives accented letters without their accent.
var letters = accents(map[string]string{
	"a":  "àáâãäåāăąÀÁÂÃÄÅĀĂĄ",
	"c":  "çćčÇĆČ",
	"d":  "ďđĎĐ",
	"e":  "èéêëēėęěÈÉÊËĒĖĘĚ",
	"g":  "ğģĞĢ",
	"i":  "ìíîïīįıÌÍÎÏĪĮİ",
	"ij": "ĳĲ",
	"l":  "łŁ",
	"n":  "ñńňÑŃŇ",
	"o":  "òóôõöøōőÒÓÔÕÖØŌŐ",
	"r":  "řŘ",
	"s":  "śşšŚŞŠ",
	"u":  "ùúûüūůűÙÚÛÜŪŮŰ",
	"y":  "ýÿÝŸ",
	"z":  "źżžŹŻŽ",
})

func accents(plain map[string]string) map[rune]string {
	m := make(map[rune]string)
	for to, from := range plain {
		for _, r := range from {
			m[r] = to
		}
	}
	return m
}

// folded is the plain form of a rune outside ASCII, if it has one.
func folded(r rune) (string, bool) {
	switch {
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Me, r), unicode.Is(unicode.Cf, r):
		return "", true // accents typed apart, keycaps, joiners, soft hyphens, emoji variants
	case 0x1F3FB <= r && r <= 0x1F3FF:
		return "", true // skin tones
	case unicode.Is(unicode.Pd, r), r == '−':
		return "-", true
	case unicode.Is(unicode.Nd, r):
		return string('0' + rune(digitValue(r))), true
	}
	switch r {
	case '‘', '’', '‛', '′', '´', 'ʼ', '＇':
		return "", true
	case '“', '”', '„', '«', '»':
		return `"`, true
	case '…':
		return "...", true
	}
	if sign, ok := pictures[r]; ok {
		return sign, true
	}
	plain, ok := letters[r]
	return plain, ok
}

// digitValue is the value of a decimal digit of any script. Unicode keeps the ten
// digits of a script together, in order.
func digitValue(r rune) int {
	value := 0
	for unicode.Is(unicode.Nd, r-1) && value < 9 {
		r--
		value++
	}
	return value
}
