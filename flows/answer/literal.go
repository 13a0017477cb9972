package answer

import "strings"

// An amount counts hundredths, so that cents and halves are exact.
type amount int64

const whole amount = 100

// maxDigits bounds a number in digits. What is longer is a telephone number.
const maxDigits = 9

// readLiteral reads a number in digits with its points and commas. It is sure of
// one reading; otherwise it gives the likely ones, or none.
//
// Residents write 1.500,50; the phones of some write 1,500.50. What both could
// have written in a different sense ("1,500") is asked.
func readLiteral(text string) (readings []amount, sure bool) {
	marks := strings.Map(onlySeparators, text)
	groups := strings.FieldsFunc(text, isSeparator)
	if len(groups) != len(marks)+1 {
		return nil, false // "1..500"
	}
	n := len(groups)
	units, last := strings.Join(groups[:n-1], ""), groups[n-1]
	switch {
	case marks == "":
		return number(last, "")
	case strings.Count(marks, marks[:1]) < len(marks): // both kinds
		mark := marks[len(marks)-1]
		if strings.IndexByte(marks, mark) < len(marks)-1 || !inThousands(groups[:n-1]) || len(last) > 2 || mark == '.' && len(last) < 2 {
			return nil, false
		}
		return number(units, last)
	case inThousands(groups):
		if marks == "," { // 1.500, or 1,50 with a nought too many
			return either(units+last, "", units, strings.TrimSuffix(last, "0"))
		}
		return number(units+last, "")
	case len(marks) > 1: // "1.500.00"
		if !inThousands(groups[:n-1]) {
			return nil, false
		}
		return either(units, last, units, "")
	case marks == "," || len(last) != 1:
		return number(units, last)
	default: // "1.5"
		return either(units, last, units+last+"00", "")
	}
}

// either gives two readings to choose from, each as units and decimals.
func either(units1, decimals1, units2, decimals2 string) ([]amount, bool) {
	first, _ := number(units1, decimals1)
	second, _ := number(units2, decimals2)
	return append(first, second...), false
}

// number is the value of plain digits before and behind the decimal sign.
func number(units, decimals string) ([]amount, bool) {
	if len(units) > maxDigits || len(units) > 2 && units[0] == '0' || len(decimals) > 2 {
		return nil, false
	}
	value := amount(0)
	for _, digit := range (units + decimals + "00")[:len(units)+2] {
		value = value*10 + amount(digit-'0')
	}
	return []amount{value}, true
}

// inThousands tells whether the digits stand in groups of three behind a first
// one of at most three.
func inThousands(groups []string) bool {
	if groups[0][0] == '0' || len(groups[0]) > 3 {
		return false
	}
	for _, group := range groups[1:] {
		if len(group) != 3 {
			return false
		}
	}
	return true
}

func isSeparator(r rune) bool { return r == '.' || r == ',' }

func onlySeparators(r rune) rune {
	if isSeparator(r) {
		return r
	}
	return -1
}

// isBroken tells whether digits stand behind a comma or point with nothing before
// it: ",50" is a half, or fifty.
func isBroken(list []token) bool {
	for i := 1; i < len(list); i++ {
		mark := list[i-1]
		if list[i].kind != literal || !list[i].glued || len(list[i].text) > 2 || mark.text != "," && mark.text != "." {
			continue
		}
		if i == 1 || !mark.glued || list[i-2].kind == symbol && list[i-2].text != mark.text {
			return true
		}
	}
	return false
}
