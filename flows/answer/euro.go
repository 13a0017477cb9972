package answer

// Euro reads an amount of money, in cents. A range, a limit, an amount per month
// or per person, two amounts, another currency and less than nothing are asked.
func Euro(text string) Reading[int64] {
	w := &vocabulary().number
	list := heard(text)
	if isBroken(list) {
		return askEuro()
	}
	list = vocabulary().withoutPolite(list)
	if w.euroZero[sentence(list)] {
		return sure[int64](0)
	}
	s := w.scan(list, &w.euro)
	s.clear = s.clear && !vocabulary().asks(list) && !w.alone(list)
	if !s.clear {
		return askEuro(s.figures()...)
	}
	switch s.shape() {
	case "F", "EF", "FE", "EFE":
		return oneAmount(s)
	case "FW", "EFW", "FWE", "EFWE":
		return wholeEuros(s)
	case "FC":
		return inCents(s)
	case "FEF":
		return eurosAndMore(s, false)
	case "FEAF":
		return eurosAnd(s)
	case "FEFC", "FEAFC", "EFAFC", "FFC":
		return eurosAndMore(s, true)
	case "FF", "FFE", "EFF", "EFEF":
		return twoFigures(s, list)
	}
	return askEuro(s.figures()...)
}

// alone tells whether a word stands there without what makes an amount of it: who
// has 500 euro need not need it.
func (w *numberWords) alone(list []token) bool {
	for _, pair := range w.euroOnly {
		if has(list, pair.words) && !has(list, pair.with) {
			return true
		}
	}
	return false
}

// askEuro offers amounts; an amount is cents already, for it counts hundredths.
func askEuro(amounts ...amount) Reading[int64] {
	var likely []int64
	for _, a := range amounts {
		likely = append(likely, int64(a))
	}
	return ask(equal, likely...)
}

// only gives the figures of a scan in their order.
func (s scan) only() []figure {
	var list []figure
	for _, p := range s.parts {
		if p.kind == partFigure {
			list = append(list, p.figure)
		}
	}
	return list
}

func oneAmount(s scan) Reading[int64] {
	f := s.only()[0]
	if !f.sure || f.half && len(s.parts) == 1 {
		return askEuro(f.readings...)
	}
	return sure(int64(f.readings[0]))
}

// wholeEuros reads "1250,-", where nothing may stand behind the comma already.
func wholeEuros(s scan) Reading[int64] {
	f := s.only()[0]
	if !f.sure || f.readings[0]%whole != 0 {
		return askEuro(f.readings...)
	}
	return sure(int64(f.readings[0]))
}

func inCents(s scan) Reading[int64] {
	f := s.only()[0]
	if !f.sure || f.readings[0]%whole != 0 {
		return askEuro(f.readings...)
	}
	return sure(int64(f.readings[0] / whole))
}

// eurosAndMore reads "2 euro 50" and "3 euro en 5 cent". Below ten and without
// the word cent, "2 euro 5" may be 2,05 or 2,50.
func eurosAndMore(s scan, cents bool) Reading[int64] {
	euros, more := s.only()[0], s.only()[1]
	if !euros.sure || !more.sure || euros.readings[0]%whole != 0 || more.readings[0]%whole != 0 || more.readings[0] >= 100*whole {
		return askEuro(s.figures()...)
	}
	if last := len(s.parts) - 1; !cents && s.parts[last].at != s.parts[last-1].at+1 {
		return askEuro(s.figures()...) // "500 euro denk ik 12"
	}
	before, behind := euros.readings[0], more.readings[0]/whole
	if !cents && behind < 10 {
		return askEuro(before+behind, before+behind*10)
	}
	return sure(int64(before + behind))
}

// eurosAnd asks about "12 euro en 50", which is 12,50 or two amounts.
func eurosAnd(s scan) Reading[int64] {
	both := s.figures()
	if r := eurosAndMore(s, false); r.Sure {
		both = append([]amount{amount(r.Value)}, both...)
	}
	return askEuro(both...)
}

// twoFigures asks about "twaalf vijftig": 12,50 or 1.250. An amount that stands
// there in digits and in words is one amount.
func twoFigures(s scan, list []token) Reading[int64] {
	first, second := s.only()[0], s.only()[1]
	if !first.sure || !second.sure {
		return askEuro(s.figures()...)
	}
	a, b := first.readings[0], second.readings[0]
	if a == b && s.twoWays(list) {
		return sure(int64(a))
	}
	if a%whole != 0 || b%whole != 0 || a >= 100*whole || b < 10*whole || b >= 100*whole {
		return askEuro(a, b)
	}
	return askEuro(a*100+b, a+b/whole)
}

// twoWays tells whether one figure stands in digits and the other in words.
func (s scan) twoWays(list []token) bool {
	digits := 0
	for _, p := range s.parts {
		if p.kind == partFigure && list[p.at].kind == literal {
			digits++
		}
	}
	return digits == 1
}
