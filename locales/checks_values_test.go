package locales

import (
	"regexp"
	"strings"
	"testing"
)

var valueRules = []rule{
	{"T14", money},
	{"T15", dates},
}

const (
	nbsp         = "\u00a0"
	monthNames   = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
	weekdayNames = "maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
)

var (
	amount      = regexp.MustCompile(`€` + nbsp + `\d{1,3}(\.\d{3})*(,\d{2})?($|[^\d.,]|[.,]($|\D))`)
	amountWords = regexp.MustCompile(`(?i)\d euro`)
)

func money(s sample) string {
	shown := s.shown()
	if strings.Count(shown, "€") != len(amount.FindAllString(shown, -1)) {
		return "money is € 1.300 or € 1.234,56, with a space after € that does not break (U+00A0)"
	}
	if strings.Contains(shown, ",-") || amountWords.MatchString(s.own()) {
		return "money is € 1.300, without ,- and without the word euro"
	}
	return ""
}

var (
	anyDate   = regexp.MustCompile(`(?i)\d{1,2} (` + monthNames + `)`)
	wholeDate = regexp.MustCompile(`(?i)(` + weekdayNames + `) \d{1,2} (` + monthNames + `) \d{4}`)
	shortDate = regexp.MustCompile(`\d{1,2}[-/]\d{1,2}[-/]\d{2,4}`)
	colonTime = regexp.MustCompile(`\d{1,2}:\d{2}`)
	pointTime = regexp.MustCompile(`(^|[^\d.,])\d{1,2}\.\d{2}($|[^\d.])`)
	wholeTime = regexp.MustCompile(`\d{1,2}\.\d{2}( uur| tot \d{1,2}\.\d{2} uur)`)
	bareHour  = regexp.MustCompile(`(?i)(om|tot|vanaf) \d{1,2} uur`)
	relative  = regexp.MustCompile(`(?i)(^|[^\pL])(vandaag|morgen|overmorgen|gisteren|vanavond|vanmiddag|vanmorgen|volgende week|deze week)($|[^\pL])`)
)

// dates looks at what the bot says itself; in an example stands what people may type.
func dates(s sample) string {
	for _, sentence := range sentences(s.own()) {
		if strings.HasPrefix(sentence, exampleOpening) {
			continue
		}
		switch {
		case len(anyDate.FindAllString(sentence, -1)) != len(wholeDate.FindAllString(sentence, -1)) || shortDate.MatchString(sentence):
			return "a date is dinsdag 24 november 2026: " + sentence
		case colonTime.MatchString(sentence) || bareHour.MatchString(sentence):
			return "a time is 19.30 uur: " + sentence
		case len(pointTime.FindAllString(sentence, -1)) > 0 && !wholeTime.MatchString(sentence):
			return "a time is 19.30 uur, or van 19.30 tot 21.00 uur: " + sentence
		case relative.MatchString(sentence) && !wholeDate.MatchString(sentence):
			return "say the date beside vandaag, morgen and the like: " + sentence
		}
	}
	return ""
}

func TestValueRules(t *testing.T) {
	testRules(t, valueRules, []ruleTest{
		{"T14", "a.b", "Het kost €\u00a01.250. Of €\u00a01.234,56, of {{.amount}}.", true},
		{"T14", "a.b", "Het kost € 1.250.", false},
		{"T14", "a.b", "Het kost €\u00a01250.", false},
		{"T14", "a.b", "Het kost €\u00a05,5.", false},
		{"T14", "a.b", "Het kost 5,-.", false},
		{"T14", "a.b", "Het kost 5 euro.", false},
		{"T15", "a.b", "U hoort het op {{.by}} om 19.30 uur.", true},
		{"T15", "a.b", "Van 19.30 tot 21.00 uur.", true},
		{"T15", "a.b", "Schrijf een dag. Bijvoorbeeld: 24 november.", true},
		{"T15", "a.b", "Morgen, {{.day}}, is het zover.", true},
		{"T15", "a.b", "U schreef: {{.said}}.", true},
		{"T15", "a.b", "Op 24 november.", false},
		{"T15", "a.b", "Op dinsdag 24 november.", false},
		{"T15", "a.b", "Op 24-11-2026.", false},
		{"T15", "a.b", "Om 19:30 uur.", false},
		{"T15", "a.b", "Om 8 uur.", false},
		{"T15", "a.b", "Het begint 19.30 precies.", false},
		{"T15", "a.b", "Dat is morgen.", false},
	})
}
