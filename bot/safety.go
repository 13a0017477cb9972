package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"smederij/flows"
	"smederij/locales"
)

// What does not belong in a group (PRIVACY P14): a number or address by which somebody can be found or robbed. Nobody is stopped: who
// writes is warned, and who tests the idea sees it.

// PrivateKind is a kind of what does not belong in a group.
type PrivateKind string

// The kinds, the worst first.
const (
	BSN         PrivateKind = "bsn"
	IBAN        PrivateKind = "iban"
	Phone       PrivateKind = "phone"
	Email       PrivateKind = "email"
	HomeAddress PrivateKind = "address"
)

// PrivateIn are the kinds that stand in a text, each once, the worst first.
func PrivateIn(text string) []PrivateKind {
	var found []PrivateKind
	text = plainDigits.Replace(text)
	text, email := cutOut(text, emailLike, func(string) bool { return true })
	text, iban := cutOut(text, ibanLike, holdsIBAN)
	text = withoutDates(text)
	address := holdsAddress(text)
	text, phone := cutOut(text, phoneLike, isPhone)
	_, bsn := cutOut(text, bsnLike, isBSN)
	for _, f := range []struct {
		kind PrivateKind
		is   bool
	}{{BSN, bsn}, {IBAN, iban}, {Phone, phone}, {Email, email}, {HomeAddress, address}} {
		if f.is {
			found = append(found, f.kind)
		}
	}
	return found
}

var (
	plainDigits = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "–", "-", "‑", "-", "−", "-")
	emailLike   = regexp.MustCompile(`(?i)[\w.+'-]+ ?@ ?[\w-]+(\.[\w-]+)*\.[a-z]{2,}`)
	ibanLike    = regexp.MustCompile(`(?i)\b[a-z]{2}\d{2}(?:[ .-]?[a-z0-9]){11,30}`)
	dateLike    = regexp.MustCompile(`\b\d{1,2}([-./])\d{1,2}([-./])(\d{4}|\d{2})\b`)
	phoneLike   = regexp.MustCompile(`(?:\+|\b00|\b|\()\d(?:[ .()/-]{0,3}\d){7,14}\b`)
	bsnLike     = regexp.MustCompile(`\b\d{9}\b|\b\d{4}\.\d{2}\.\d{3}\b|\b\d{3} \d{3} \d{3}\b`)
	// A postcode in lower case with a space may be two words: "1000 en".
	postcode = regexp.MustCompile(`\b[1-9]\d{3}(?: ?[A-Z]{2}|[a-z]{2}| [A-Za-z]{2})\b`)
	before   = regexp.MustCompile(`(?i)\b\d{1,4} ?[a-z]?(?:-\d{1,3})?(?: in)?[,;:]?\s{0,2}$`)
	after    = regexp.MustCompile(`(?i)^[,;:]?\s{0,2}(?:(?:nr|nummer|huisnummer|no)\.? ?)?\d{1,4}(?:[a-z]\b|\b)`)
)

// cutOut takes what fits and holds out of a text, and tells whether there was any: a number is one thing, not two.
func cutOut(text string, like *regexp.Regexp, holds func(string) bool) (rest string, found bool) {
	rest = like.ReplaceAllStringFunc(text, func(s string) string {
		if !holds(s) {
			return s
		}
		found = true
		return " … "
	})
	return rest, found
}

// withoutDates takes dates out. Three pairs of digits are one only when no more follow: 06.12.34.56.78 is a phone number.
func withoutDates(text string) string {
	var b strings.Builder
	from := 0
	for _, at := range dateLike.FindAllStringIndex(text, -1) {
		date, rest := text[at[0]:at[1]], text[at[1]:]
		if !isDate(date) || goesOn.MatchString(rest) && !wholeYear.MatchString(date) {
			continue
		}
		b.WriteString(text[from:at[0]] + " … ")
		from = at[1]
	}
	return b.String() + text[from:]
}

var (
	goesOn    = regexp.MustCompile(`^[-./]\d`)
	wholeYear = regexp.MustCompile(`\d{4}$`)
)

func isDate(s string) bool {
	m := dateLike.FindStringSubmatch(s)
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("-./", r) })
	day, _ := strconv.Atoi(parts[0])
	month, _ := strconv.Atoi(parts[1])
	return m[1] == m[2] && day >= 1 && day <= 31 && month >= 1 && month <= 12 && (len(parts[2]) == 2 || parts[2][:2] == "19" || parts[2][:2] == "20")
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// isPhone knows numbers of people here, and those with a country's code. Those everybody may call (112, 14 0528, 0800, 0900) are none.
func isPhone(s string) bool {
	abroad := strings.HasPrefix(s, "+")
	d := digitsOf(s)
	for _, code := range []string{"0031", "31"} {
		if rest, ok := strings.CutPrefix(d, code); ok && (abroad || code == "0031") {
			d, abroad = "0"+strings.TrimPrefix(rest, "0"), false
			break
		}
	}
	switch {
	case abroad:
		return len(d) >= 9 && len(d) <= 14
	case strings.HasPrefix(d, "00"):
		return len(d) >= 11
	}
	free := slices.ContainsFunc([]string{"0800", "0900", "0906", "0909", "088"}, func(p string) bool { return strings.HasPrefix(d, p) })
	return len(d) == 10 && d[0] == '0' && !free
}

// isBSN is the elfproef.
func isBSN(s string) bool {
	d := digitsOf(s)
	sum := -int(d[8] - '0')
	for i := range 8 {
		sum += (9 - i) * int(d[i]-'0')
	}
	return sum%11 == 0 && d != "000000000"
}

// ibanLength is how long a country's account numbers are.
var ibanLength = map[string]int{"NL": 18, "BE": 16, "DE": 22, "FR": 27, "GB": 22, "ES": 24, "IT": 27, "PL": 28, "AT": 20, "LU": 20, "CH": 21, "TR": 26,
	"RO": 24, "BG": 22, "HU": 28, "SK": 24, "CZ": 24, "DK": 18, "SE": 24, "NO": 15, "FI": 18, "IE": 22, "PT": 25, "LT": 20, "LV": 21, "EE": 20,
	"GR": 27, "HR": 21, "SI": 19, "CY": 28, "MT": 31, "UA": 29, "IS": 26}

// holdsIBAN is mod 97, on as many signs as that country has: words may follow.
func holdsIBAN(s string) bool {
	s = strings.NewReplacer(" ", "", ".", "", "-", "").Replace(strings.ToUpper(s))
	n := ibanLength[s[:2]]
	if n == 0 || len(s) < n {
		return false
	}
	rest := 0
	for _, r := range s[4:n] + s[:4] {
		switch {
		case r >= '0' && r <= '9':
			rest = (rest*10 + int(r-'0')) % 97
		default:
			rest = (rest*100 + int(r-'A') + 10) % 97
		}
	}
	return rest == 1
}

// shortWords follow a number without making it a postcode.
var shortWords = strings.Fields("aa al as bv ca ck cl cm da de dl en er eu ex ha he hm hr ie ii ik in is ja je jr kg km kw ld ma mg ml mm mn mr na nl nm no nr nu of om on op or pk pm st te tm tv uu ub uw we wk xl ze zn zo")

// holdsAddress looks for a postcode with a house number beside it.
func holdsAddress(text string) bool {
	for _, at := range postcode.FindAllStringIndex(text, -1) {
		code := text[at[0]:at[1]]
		letters := code[len(code)-2:]
		if slices.Contains([]string{"SA", "SD", "SS"}, strings.ToUpper(letters)) || slices.Contains(shortWords, strings.ToLower(letters)) {
			continue
		}
		if before.MatchString(text[max(0, at[0]-20):at[0]]) || after.MatchString(text[at[1]:]) {
			return true
		}
	}
	return false
}

// private names what was found in texts, as people read it.
func (c *Context) private(texts []string) (found locales.Text, any bool) {
	var kinds []PrivateKind
	for _, text := range texts {
		kinds = append(kinds, PrivateIn(text)...)
	}
	for _, k := range []PrivateKind{BSN, IBAN, Phone, Email, HomeAddress} {
		if !slices.Contains(kinds, k) {
			continue
		}
		one := locales.T("safety.kind." + string(k))
		if any {
			one = locales.T("safety.and", "above", found, "below", one)
		}
		found, any = one, true
	}
	return found, any
}

// PrivateTo names what in a text must not reach a group; false when all of it may.
func (c *Context) PrivateTo(text string) (found locales.Text, any bool) {
	return c.private([]string{text})
}

// warned puts a warning above the question whether an idea may be sent, when the group would read what is private.
func (c *Context) warned(t *Talk, effects []flows.Effect) []flows.Effect {
	if t.Flow != "idea" || t.Step != "confirm" || t.State.Mode != "" {
		return effects
	}
	var texts []string
	for _, q := range append([]string{"title"}, groupQuestions...) {
		texts = append(texts, t.Said(q))
	}
	found, any := c.private(texts)
	if !any {
		return effects
	}
	effects = slices.Clone(effects)
	for n, e := range effects {
		if ask, ok := e.(flows.Ask); ok && len(ask.Text) > 0 {
			ask.Text = slices.Insert(slices.Clone(ask.Text), len(ask.Text)-1, locales.T("safety.warning", "found", found))
			effects[n] = ask
		}
	}
	return effects
}
