package locales

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

const maxLetters = 15 // in a word

// Exceptions, each with its reason.
var (
	allowedLong = map[string]string{
		"gebiedsregisseur":  "the name of the function, as people know it",
		"gebiedsregisseurs": "the same, more than one",
		"bewonersconsulent": "the name of the function, as people know it",
		"persoonsgegevens":  "part of the name Autoriteit Persoonsgegevens",
	}
	allowedCapitals = map[string]string{
		"AED": "known by no other name", "AVG": "the name of the law", "NL": "in addresses", "VOG": "the name of the paper",
		"NT1": "a kind of lesson", "NT2": "a kind of lesson", "A1": "a language level", "A2": "a language level",
		"B1": "a language level", "NVWA": "an authority", "BSN": "what people call it themselves",
	}
)

var wordRules = []rule{
	{"T04", easyWords},
	{"T05", shortWords},
	{"T06", activeVerbs},
	{"T07", withU},
	{"T11", wholeWords},
	{"T12", smallLetters},
	{"T16", digits},
	{"T17", noVagueTime},
	{"T22", oneTerm},
	{"T24", linkText},
}

// isAddress tells a web address or a command from a word.
func isAddress(word string) bool {
	return strings.HasPrefix(word, "/") || strings.Contains(word, "://") || strings.HasSuffix(word, ".nl") || strings.Contains(word, ".nl/")
}

func shortWords(s sample) string {
	for _, word := range words(s.own()) {
		for piece := range strings.SplitSeq(word, "-") {
			if n := utf8.RuneCountInString(piece); n > maxLetters && !isAddress(word) && allowedLong[strings.ToLower(piece)] == "" {
				return fmt.Sprintf("%q has %d letters, at most %d", piece, n, maxLetters)
			}
		}
	}
	return ""
}

// has is the first of these words that stands in the text.
func has(s sample, forbidden ...string) string {
	for _, word := range words(strings.ToLower(s.own())) {
		if slices.Contains(forbidden, word) {
			return word
		}
	}
	return ""
}

func passives(s sample) int {
	n := 0
	for _, word := range words(strings.ToLower(s.own())) {
		if slices.Contains([]string{"word", "wordt", "worden", "werd", "werden"}, word) {
			n++
		}
	}
	return n
}

func activeVerbs(s sample) string {
	if word := has(s, "zal", "zult", "zullen", "zou", "zouden"); word != "" {
		return fmt.Sprintf("%q promises or doubts; say what happens now", word)
	}
	if n := passives(s); n > max(1, len(words(s.own()))/100) {
		return fmt.Sprintf("%d times wordt, worden or werd; say who does it", n)
	}
	return ""
}

func rarePassive(texts []sample) []string {
	n, total := 0, 0
	for _, s := range texts {
		n += passives(s)
		total += len(words(s.own()))
	}
	if n*100 > total {
		return []string{fmt.Sprintf("%d times wordt, worden or werd in %d words of the catalogue, at most once in 100", n, total)}
	}
	return nil
}

func withU(s sample) string {
	if word := has(s, "je", "jij", "jou", "jouw", "jullie", "men"); word != "" {
		return fmt.Sprintf("%q; write u or who it is", word)
	}
	return ""
}

var (
	dotted    = regexp.MustCompile(`(^|[^\pL])\pL{1,3}\.\pL`)
	shortened = regexp.MustCompile(`(?i)(^|[^\pL])(nr|bijv|bv|enz|etc|ca|evt|incl|excl|max|tel|blz|dhr|mevr|mw|st|vrijw)\.`)
)

func wholeWords(s sample) string {
	for _, field := range strings.Fields(s.own()) {
		if !isAddress(strings.Trim(field, ".,:")) && dotted.MatchString(field) {
			return fmt.Sprintf("%q is an abbreviation", field)
		}
	}
	if found := shortened.FindString(s.own()); found != "" {
		return fmt.Sprintf("%q is an abbreviation", strings.TrimSpace(found))
	}
	if word := has(s, "aub", "svp", "ivm", "tov", "bv", "ca", "nr", "evt"); word != "" {
		return fmt.Sprintf("%q is an abbreviation", word)
	}
	return ""
}

var reference = regexp.MustCompile(`^[A-Z]{3}-\d{4}-\d{3,}$`)

func smallLetters(s sample) string {
	for _, word := range words(s.own()) {
		letters := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) {
				return r
			}
			return -1
		}, word)
		if utf8.RuneCountInString(letters) > 1 && strings.ToUpper(letters) == letters && !reference.MatchString(word) && allowedCapitals[word] == "" {
			return fmt.Sprintf("%q stands in capitals", word)
		}
	}
	return ""
}

var bareThousands = regexp.MustCompile(`(^|[^\d.,-])([1-9]\d{3,})($|[^\d])`)

func digits(s sample) string {
	if word := has(s, "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien", "veertien", "vijftien",
		"twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig", "honderd", "duizend"); word != "" {
		return fmt.Sprintf("%q; write it in digits", word)
	}
	for _, found := range bareThousands.FindAllStringSubmatch(s.shown(), -1) {
		if n := found[2]; len(n) > 4 || n < "1900" || n > "2099" { // a year has no point
			return fmt.Sprintf("%q; write a point between thousands", n)
		}
	}
	return ""
}

var vague = regexp.MustCompile(`(?i)(^|[^\pL])(binnenkort|straks|zo spoedig mogelijk|zo snel mogelijk|spoedig)($|[^\pL])`)

func noVagueTime(s sample) string {
	if found := vague.FindStringSubmatch(s.own()); found != nil {
		return fmt.Sprintf("%q; say when", found[2])
	}
	return ""
}

// terms are the words for which residents know another one.
var terms = map[string]string{
	"project": "idee", "projecten": "ideeën", "initiatief": "idee", "initiatieven": "ideeën", "voorstel": "idee", "voorstellen": "ideeën",
	"aanvraag": "idee", "aanvragen": "ideeën", "moderator": "vrijwilliger", "moderatoren": "vrijwilligers", "moderators": "vrijwilligers",
	"digest": "bericht", "digests": "berichten",
}

func oneTerm(s sample) string {
	for _, word := range words(strings.ToLower(s.own())) {
		if better := terms[word]; better != "" {
			return fmt.Sprintf("%q; the word here is %q", word, better)
		}
	}
	return ""
}

var here = regexp.MustCompile(`(?i)((klik|druk|tik|kijk) hier($|[^\pL]))|\[hier\]`)

func linkText(s sample) string {
	if here.MatchString(s.own()) {
		return "say what people find there, not hier"
	}
	return ""
}

func TestWordRules(t *testing.T) {
	testRules(t, wordRules, []ruleTest{
		{"T04", "a.b", "Wij letten op uw geld.", true},
		{"T04", "a.b", "Indien u wilt.", false},
		{"T04", "a.b", "De avond vangt om 19.30 uur aan.", false},
		{"T04", "a.b", "Wij beoordelen het.", false}, // let_op, and no exception
		{"T04", "a.b", "Het voldoet aan de spelregels.", true},
		{"T04", "a.b", "U schreef: {{.said}}.", true},
		{"T05", "a.b", "Een buurtrestaurant.", true},
		{"T05", "a.b", "De initiatiefgroepen.", false},
		{"T05", "a.b", "Vraag de gebiedsregisseur.", true},
		{"T05", "a.b", "Kijk op https://www.autoriteitpersoonsgegevens.nl.", true},
		{"T06", "a.b", "Het wordt mooi.", true},
		{"T06", "a.b", "Het wordt mooi en het werd tijd.", false},
		{"T06", "a.b", "Ik zal het doen.", false},
		{"T06", "a.b", "Dat zou kunnen.", false},
		{"T07", "a.b", "Wilt u dat?", true},
		{"T07", "a.b", "Wil je dat?", false},
		{"T07", "a.b", "Dat doet men niet.", false},
		{"T11", "a.b", "Schrijf alstublieft. Ik lees het.", true},
		{"T11", "a.b", "Schrijf a.u.b. uw naam.", false},
		{"T11", "a.b", "Koken, eten enz.", false},
		{"T11", "a.b", "Kijk op hoogeveen.nl.", true},
		{"T12", "a.b", "Uw BSN geeft u mij niet. U bent A2.", true},
		{"T12", "a.b", "Het idee KRA-2026-014 is er.", true},
		{"T12", "a.b", "LET OP.", false},
		{"T16", "a.b", "In 2026 waren er 1.250 mensen. Bel 0528 123 456.", true},
		{"T16", "a.b", "Er zijn 3 buren.", true},
		{"T16", "a.b", "Er zijn drie buren.", false},
		{"T16", "a.b", "Er waren 1250 mensen.", false},
		{"T17", "a.b", "U hoort het op {{.by}}.", true},
		{"T17", "a.b", "U hoort binnenkort iets.", false},
		{"T17", "a.b", "U hoort zo spoedig mogelijk iets.", false},
		{"T22", "a.b", "Uw idee is er.", true},
		{"T22", "a.b", "Uw project is er.", false},
		{"T22", "a.b", "De initiatiefgroep kiest.", true},
		{"T24", "a.b", "Hier staat uw idee.", true},
		{"T24", "a.b", "Klik hier voor uw idee.", false},
	})
}

func TestRarePassive(t *testing.T) {
	once := sample{"a.b", other, "Het wordt mooi."}
	if got := rarePassive([]sample{once}); got == nil {
		t.Error("once in 3 words: got no problem")
	}
	if got := rarePassive([]sample{once, {"a.c", other, strings.Repeat("Ik lees het idee. ", 25)}}); got != nil {
		t.Errorf("once in 103 words: got %v", got)
	}
}
