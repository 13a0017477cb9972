package locales

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

const (
	maxSentence     = 15   // words
	maxMeanSentence = 9.0  // words
	longText        = 30   // words; from here on the reading ease counts
	minEase         = 70.0 // Flesch-Douma
	minMeanEase     = 80.0
)

var sentenceRules = []rule{
	{"T01", sentenceLength},
	{"T03", readingEase},
	{"T08", oneQuestion},
	{"T09", oneNegative},
	{"T10", oneComma},
}

var catalogueRules = []catalogueRule{
	{"T01", meanSentence},
	{"T03", meanEase},
	{"T06", rarePassive},
	{"T20", sameLabelSameAct},
}

var (
	listMark    = regexp.MustCompile(`^\d+\. `)
	sentenceEnd = regexp.MustCompile(`[.?!…]+["”’)]?(\s+|$)`)
)

// sentences cuts a text at its full stops and at the ends of its lines. A point
// inside a number or after the number of a list is no full stop.
func sentences(text string) []string {
	var all []string
	for line := range strings.SplitSeq(text, "\n") {
		line = listMark.ReplaceAllString(strings.TrimSpace(line), "")
		start := 0
		for _, at := range sentenceEnd.FindAllStringIndex(line, -1) {
			all = append(all, strings.TrimSpace(line[start:at[1]]))
			start = at[1]
		}
		if rest := strings.TrimSpace(line[start:]); rest != "" {
			all = append(all, rest)
		}
	}
	return all
}

// words is what is read as a word: with a letter or a digit, without the signs around it.
func words(text string) []string {
	var all []string
	for line := range strings.SplitSeq(text, "\n") {
		for field := range strings.FieldsSeq(listMark.ReplaceAllString(strings.TrimSpace(line), "")) {
			word := strings.TrimFunc(field, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '/' })
			if strings.ContainsFunc(word, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
				all = append(all, word)
			}
		}
	}
	return all
}

func sentenceLength(s sample) string {
	for _, sentence := range sentences(s.own()) {
		if n := len(words(sentence)); n > maxSentence {
			return fmt.Sprintf("%d words in a sentence, at most %d: %s", n, maxSentence, sentence)
		}
	}
	return ""
}

func meanSentence(texts []sample) []string {
	var n, total int
	for _, s := range texts {
		if s.kind() != isMessage {
			continue
		}
		for _, sentence := range sentences(s.own()) {
			n++
			total += len(words(sentence))
		}
	}
	if mean := float64(total) / float64(max(n, 1)); mean > maxMeanSentence {
		return []string{fmt.Sprintf("%.1f words a sentence over the catalogue, at most %.0f", mean, maxMeanSentence)}
	}
	return nil
}

// ease is the reading ease of Flesch in Douma's form for Dutch.
func ease(s sample) float64 {
	var spoken, count int
	lines := sentences(s.own())
	for _, word := range words(s.own()) {
		spoken += syllables(word)
		count++
	}
	return 206.84 - 0.93*float64(count)/float64(len(lines)) - 77*float64(spoken)/float64(count)
}

func isLong(s sample) bool { return len(words(s.own())) >= longText }

func readingEase(s sample) string {
	if !isLong(s) {
		return ""
	}
	if e := ease(s); e < minEase {
		return fmt.Sprintf("reading ease %.0f, at least %.0f: use shorter words and sentences", e, minEase)
	}
	return ""
}

func meanEase(texts []sample) []string {
	var n int
	var total float64
	for _, s := range texts {
		if isLong(s) {
			n++
			total += ease(s)
		}
	}
	if mean := total / float64(max(n, 1)); n > 0 && mean < minMeanEase {
		return []string{fmt.Sprintf("mean reading ease %.1f over the long texts, at least %.0f", mean, minMeanEase)}
	}
	return nil
}

func oneQuestion(s sample) string {
	asked := false
	for _, sentence := range sentences(s.own()) {
		switch {
		case strings.HasSuffix(sentence, "?") && asked:
			return "more than one question"
		case strings.HasSuffix(sentence, "?"):
			asked = true
		case asked && !strings.HasPrefix(sentence, "Bijvoorbeeld"):
			return "the question comes last; only an example may follow"
		}
	}
	return ""
}

func oneNegative(s sample) string {
	for _, sentence := range sentences(s.own()) {
		n := 0
		for _, word := range words(strings.ToLower(sentence)) {
			if word == "niet" || word == "geen" || word == "nooit" {
				n++
			}
		}
		if n > 1 {
			return "more than one of niet, geen, nooit in a sentence: " + sentence
		}
	}
	return ""
}

var decimal = regexp.MustCompile(`\d,\d`)

func oneComma(s sample) string {
	if strings.ContainsAny(s.own(), "()[]{};") {
		return "no brackets and no semicolon"
	}
	for _, sentence := range sentences(s.own()) {
		if strings.Count(decimal.ReplaceAllString(sentence, ""), ",") > 1 {
			return "more than one comma; make it a list or two sentences: " + sentence
		}
	}
	return ""
}

func TestSentenceRules(t *testing.T) {
	ease := strings.Repeat("Wij eten op dinsdag samen in het buurthuis. ", 5)
	hard := strings.Repeat("Bewonersorganisaties formuleren verantwoordelijkheden. ", 10)
	testRules(t, sentenceRules, []ruleTest{
		{"T01", "a.b", "Een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien.", true},
		{"T01", "a.b", "Een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien.", false},
		{"T01", "a.b", "Dit schreef {{.said}} en {{.name}} las het met een twee drie vier vijf zes zeven.", true},
		{"T01", "a.b", "1. een twee drie vier vijf zes zeven acht\n2. een twee drie vier vijf zes zeven acht", true},
		{"T01", "a.b", "Het kost {{.amount}}. Dat is 1.000 keer een twee drie vier vijf zes zeven acht negen tien elf twaalf.", false},
		{"T03", "a.b", ease, true},
		{"T03", "a.b", hard, false},
		{"T08", "a.b", "Ik lees het. Klopt dat?", true},
		{"T08", "a.b", "Wat wilt u doen? Bijvoorbeeld: samen eten.", true},
		{"T08", "a.b", "Klopt dat? Wat wilt u doen?", false},
		{"T08", "a.b", "Klopt dat? Druk op een knop.", false},
		{"T08", "a.b", "U schreef: {{.said}}. Klopt dat?", true},
		{"T09", "a.b", "Dat is niet erg. Ik heb geen haast.", true},
		{"T09", "a.b", "Ik heb nooit geen haast.", false},
		{"T10", "a.b", "Dank u, ik lees het.", true},
		{"T10", "a.b", "Het kost € 1,50, en dat is weinig.", true},
		{"T10", "a.b", "Koken, eten, en opruimen.", false},
		{"T10", "a.b", "Koken (en eten).", false},
		{"T10", "a.b", "Koken; eten.", false},
		{"T10", "a.b", "Het heet {{.title}}.", true},
	})
}

func TestMeans(t *testing.T) {
	long := sample{"a.b", other, "Een twee drie vier vijf zes zeven acht negen tien elf."}
	short := sample{"a.c", other, "Een twee drie."}
	if got := meanSentence([]sample{long, short}); got != nil {
		t.Errorf("mean of 11 and 3 words: got %v, want no problem", got)
	}
	if got := meanSentence([]sample{long}); got == nil {
		t.Error("mean of 11 words: got no problem")
	}
	if got := meanSentence([]sample{long, {"a.button", other, "Ja"}}); got == nil {
		t.Error("a button made the mean shorter")
	}
	hard := sample{"a.d", other, strings.Repeat("Bewoners vertellen over alle activiteiten. ", 8)}
	if got := meanEase([]sample{hard}); got == nil {
		t.Errorf("reading ease %.0f: got no problem", ease(hard))
	}
	easy := sample{"a.e", other, strings.Repeat("Wij eten op dinsdag met de hele buurt. ", 8)}
	if got := meanEase([]sample{easy, short}); got != nil {
		t.Errorf("reading ease %.0f: got %v", ease(easy), got)
	}
}

// ruleTest is a text that one rule should pass or refuse.
type ruleTest struct {
	id, key, text string
	ok            bool
}

// testRules tries every example, and wants of every rule one it passes and one it refuses.
func testRules(t *testing.T, rules []rule, tests []ruleTest) {
	t.Helper()
	passed, refused := make(map[string]bool), make(map[string]bool)
	for _, tt := range tests {
		problem := ""
		for _, r := range rules {
			if r.id == tt.id && problem == "" {
				problem = r.check(example(t, tt.key, tt.text))
			}
		}
		if got := problem == ""; got != tt.ok {
			t.Errorf("%s on %s %q: got problem %q, want fine %v", tt.id, tt.key, tt.text, problem, tt.ok)
		}
		passed[tt.id] = passed[tt.id] || tt.ok
		refused[tt.id] = refused[tt.id] || !tt.ok
	}
	for _, r := range rules {
		if !passed[r.id] || !refused[r.id] {
			t.Errorf("%s has no example it passes or none it refuses", r.id)
		}
	}
}
