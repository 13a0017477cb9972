package answer

import "math"

// Number reads a whole number of anything.
func Number(text string) Reading[int] {
	w := &vocabulary().number
	list := heard(text)
	if isBroken(list) {
		return ask[int](equal)
	}
	return wholeNumber(w.scan(list, &w.plain))
}

// wholeNumber reads a scan as one whole number.
func wholeNumber(s scan) Reading[int] {
	if !s.clear || s.shape() != "F" {
		return ask(equal, wholeNumbers(s.figures())...)
	}
	f := s.parts[0].figure
	if !f.sure || len(wholeNumbers(f.readings)) == 0 {
		return ask(equal, wholeNumbers(f.readings)...)
	}
	return sure(wholeNumbers(f.readings)[0])
}

// wholeNumbers are the amounts without a fraction.
func wholeNumbers(amounts []amount) []int {
	var list []int
	for _, a := range amounts {
		if a%whole == 0 && a/whole <= math.MaxInt32 {
			list = append(list, int(a/whole))
		}
	}
	return list
}
