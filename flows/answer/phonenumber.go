package answer

import (
	"fmt"
	"strconv"
	"strings"
)

// phoneLists are the lists of words.toml about telephones.
type phoneLists struct {
	Around    []string
	TwoDigits []int `toml:"two_digits"`
	Digits    map[string][2]int
}

// phoneWords are they made ready.
type phoneWords struct {
	around  phraseSet
	codes   map[string]bool   // country codes of one and two digits
	lengths map[string][2]int // how many digits follow a code
}

// E.164 allows so many digits, the country code included.
const maxPhone = 15

// usualLength is how many digits follow the codes whose plan is not listed.
var usualLength = [2]int{6, 12}

func readPhones(lists *phoneLists, polite phraseSet) (phoneWords, error) {
	var r phraseReader
	w := phoneWords{around: r.read(lists.Around), codes: map[string]bool{"1": true, "7": true}, lengths: lists.Digits}
	for phrase := range polite {
		w.around[phrase] = true
	}
	for _, code := range lists.TwoDigits {
		w.codes[strconv.Itoa(code)] = true
	}
	for code, length := range lists.Digits {
		if own, _ := w.country(code + "0"); own != code {
			return w, fmt.Errorf("%s is no country code", code)
		}
		if length[0] > length[1] || len(code)+length[1] > maxPhone {
			return w, fmt.Errorf("numbers of country %s have %v digits", code, length)
		}
	}
	return w, r.err
}

// number gives what was dialled in the form of E.164, if it can be a number.
func (w *phoneWords) number(dialled string) (string, bool) {
	digits, abroad := strings.CutPrefix(dialled, "+")
	if !abroad {
		digits, abroad = strings.CutPrefix(dialled, "00")
	}
	if strings.Contains(digits, "+") {
		return "", false
	}
	national, home := strings.CutPrefix(digits, "31")
	switch {
	case abroad && home:
		return dutchNumberOf(strings.TrimPrefix(national, "0"))
	case abroad:
		return w.foreign(digits)
	case len(digits) == 10 && digits[0] == '0':
		return dutchNumberOf(digits[1:])
	case len(digits) == 9 && digits[0] == '6': // a phone's list of contacts may drop the nought
		return dutchNumberOf(digits)
	case home && len(digits) >= 11:
		return dutchNumberOf(strings.TrimPrefix(national, "0"))
	}
	return "", false
}

// dutchNumberOf gives a number of nine digits, without its nought, if its beginning
// is one that people have: geographic, mobile, or of a firm. Source: the numbering
// plan of ACM.
func dutchNumberOf(national string) (string, bool) {
	if len(national) != 9 {
		return "", false
	}
	switch national[0] {
	case '1', '2', '3', '4', '5', '7':
	case '6':
		if national[1] == '0' {
			return "", false
		}
	case '8':
		if !strings.Contains("4578", national[1:2]) {
			return "", false
		}
	case '9':
		if national[1] != '1' {
			return "", false
		}
	default:
		return "", false
	}
	return "+31" + national, true
}

// foreign gives a number with another country code, when its length can be right.
func (w *phoneWords) foreign(digits string) (string, bool) {
	code, national := w.country(digits)
	length, known := w.lengths[code]
	if !known {
		length = usualLength
	}
	switch {
	case code == "", len(digits) > maxPhone, len(national) < length[0], len(national) > length[1]:
		return "", false
	case national[0] == '0' && code != "39": // only Italy keeps its nought
		return "", false
	}
	return "+" + digits, true
}

// country splits a number behind its country code, which is empty when none starts
// this way.
func (w *phoneWords) country(digits string) (code, national string) {
	for n := 1; n < 3 && n < len(digits); n++ {
		if w.codes[digits[:n]] {
			return digits[:n], digits[n:]
		}
	}
	if len(digits) <= 3 || digits[0] == '0' {
		return "", ""
	}
	return digits[:3], digits[3:]
}
