package locales

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

const (
	maxWords       = 60 // in a message
	maxPageWords   = 120
	maxCharacters  = 450 // in a message
	maxParagraphs  = 3
	maxLabel       = 24 // characters
	maxLabelWords  = 4
	maxListLines   = 5
	exampleOpening = "Bijvoorbeeld"
)

var shapeRules = []rule{
	{"T02", messageLength},
	{"T13", plainSigns},
	{"T18", emoji},
	{"T19", kindError},
	{"T20", label},
	{"T25", ending},
}

func messageLength(s sample) string {
	limit := maxWords
	if s.isPage() {
		limit = maxPageWords
	}
	if n := len(words(s.own())); n > limit {
		return fmt.Sprintf("%d words, at most %d", n, limit)
	}
	if s.isPage() {
		return ""
	}
	if n := utf8.RuneCountInString(s.shown()); n > maxCharacters {
		return fmt.Sprintf("%d characters, at most %d", n, maxCharacters)
	}
	if n := strings.Count(s.own(), "\n\n") + 1; n > maxParagraphs {
		return fmt.Sprintf("%d paragraphs, at most %d", n, maxParagraphs)
	}
	list := 0
	for line := range strings.SplitSeq(s.own(), "\n") {
		if listMark.MatchString(line) {
			list++
		}
	}
	if list > maxListLines {
		return fmt.Sprintf("a list of %d lines, at most %d", list, maxListLines)
	}
	return ""
}

func plainSigns(s sample) string {
	own := s.own()
	switch {
	case strings.Count(own, "!") > 1:
		return "more than one !"
	case strings.Contains(own, "!") && s.isError():
		return "no ! in an error"
	case strings.ContainsAny(own, "&%"):
		return "write en and procent"
	case strings.Contains(own, "en/of") || strings.Contains(own, "t/m"):
		return "write out en/of and t/m"
	}
	return ""
}

func isEmoji(r rune) bool {
	return r >= 0x1F000 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF || r >= 0x2B00 && r <= 0x2BFF || r == 0x2049 || r == 0x203C
}

// isJoiner continues an emoji: a variant, a colour, a zero-width joiner.
func isJoiner(r rune) bool {
	return r == 0x200D || r >= 0xFE00 && r <= 0xFE0F || r >= 0x1F3FB && r <= 0x1F3FF
}

func withoutEmoji(text string) string {
	return strings.TrimRightFunc(text, func(r rune) bool { return isEmoji(r) || isJoiner(r) || unicode.IsSpace(r) })
}

func emoji(s sample) string {
	own := s.own()
	n, joined := 0, false
	for _, r := range own {
		if isEmoji(r) && !isJoiner(r) && !joined {
			n++
		}
		joined = r == 0x200D
		switch {
		case r >= 0x1D400 && r <= 0x1D7FF || r >= 0xFF21 && r <= 0xFF5A:
			return fmt.Sprintf("%q only looks like a letter; a screen reader cannot read it", r)
		case r >= 0x2500 && r <= 0x257F || r == '|':
			return "no tables or lines; make it a list"
		}
	}
	for _, line := range []string{"---", "===", "___", "***", "```"} {
		if strings.Contains(own, line) {
			return "no tables or lines; make it a list"
		}
	}
	if n > 1 {
		return "more than one emoji"
	}
	if n == 1 && (strings.ContainsFunc(withoutEmoji(own), isEmoji) || withoutEmoji(own) == "") {
		return "an emoji stands at the end, beside the words"
	}
	return ""
}

var (
	blame  = []string{"fout", "fouten", "foute", "ongeldig", "ongeldige", "verplicht", "verplichte", "onjuist", "onjuiste"}
	orders = []string{"Schrijf", "Kies", "Stuur", "Noem", "Druk", "Probeer", "Maak", "Gebruik", "Vraag", "Stel"}
	wayOut = regexp.MustCompile(`(?i)(^|[^\pL])(help|stop|overslaan|terug|mens|later|◆)($|[^\pL])`)
)

func kindError(s sample) string {
	if !s.isError() {
		return ""
	}
	if word := has(s, blame...); word != "" {
		return fmt.Sprintf("%q blames; say what was read", word)
	}
	all := sentences(s.own())
	ws := words(s.own())
	ordered := false
	for _, order := range orders {
		if strings.HasPrefix(all[0], order) {
			return "say first what was read or happened, then what to do"
		}
		ordered = ordered || strings.Contains(s.own(), order) || containsAny(ws, []string{strings.ToLower(order)})
	}
	_, _, ofStep := s.step()
	switch {
	case !ofStep:
	case strings.Contains(s.own(), "?"):
		return "no question in an error: the step's own question follows it"
	case !ordered:
		return "say what to do: Schrijf …, Kies …"
	case !strings.Contains(s.own(), exampleOpening):
		return "give an example that works: Bijvoorbeeld: …"
	case !wayOut.MatchString(all[len(all)-1]):
		return "end with the way out: help, overslaan, stop or a person"
	}
	return ""
}

func label(s sample) string {
	shown := s.shown()
	if strings.HasSuffix(s.key, ".short") && strings.HasPrefix(s.key, "flow.") && utf8.RuneCountInString(shown) > maxLabel {
		return fmt.Sprintf("%d characters in a short form, at most %d", utf8.RuneCountInString(shown), maxLabel)
	}
	if s.kind() != isButton || s.own() == "◆" { // words of people are cut to fit
		return ""
	}
	switch n := len(strings.Fields(shown)); {
	case utf8.RuneCountInString(shown) > maxLabel:
		return fmt.Sprintf("%d characters on a button, at most %d", utf8.RuneCountInString(shown), maxLabel)
	case n > maxLabelWords:
		return fmt.Sprintf("%d words on a button, at most %d", n, maxLabelWords)
	}
	switch strings.ToLower(strings.Trim(shown, ".!… ")) {
	case "ok", "oké", "verstuur", "verzend", "volgende", "klik hier", "hier", "doorgaan", "annuleer", "annuleren":
		return "a button says what happens: Stuur mijn idee in"
	}
	if first, _ := utf8.DecodeRuneInString(shown); unicode.IsLower(first) {
		return "a button begins with a capital"
	}
	return ""
}

// sameLabelSameAct: the last part of a button's key names its act.
func sameLabelSameAct(texts []sample) []string {
	acts := make(map[string]sample)
	var problems []string
	for _, s := range texts {
		if s.kind() != isButton {
			continue
		}
		first, seen := acts[s.shown()]
		if !seen {
			acts[s.shown()] = s
		} else if act(first.key) != act(s.key) {
			problems = append(problems, fmt.Sprintf("%s and %s have the same label %q; the same act has the same last part of its key", first.key, s.key, s.shown()))
		}
	}
	return problems
}

func act(key string) string { return key[strings.LastIndex(key, ".")+1:] }

func ending(s sample) string {
	if s.kind() != isMessage {
		return ""
	}
	text := withoutEmoji(s.own())
	last := text[strings.LastIndex(text, "\n")+1:]
	if listMark.MatchString(last) || last == "◆" {
		return ""
	}
	if !strings.ContainsAny(text[len(text)-1:], ".?!:") {
		return "a message ends in . ? ! : or a list"
	}
	if first, _ := utf8.DecodeRuneInString(text); unicode.IsLower(first) {
		return "a message begins with a capital; a part of another text has no full stop"
	}
	return ""
}

func TestShapeRules(t *testing.T) {
	testRules(t, shapeRules, []ruleTest{
		{"T02", "a.b", strings.Repeat("een ", 60), true},
		{"T02", "a.b", strings.Repeat("een ", 61), false},
		{"T02", "privacy.a", strings.Repeat("een ", 120), true},
		{"T02", "privacy.a", strings.Repeat("een ", 121), false},
		{"T02", "a.b", strings.Repeat("lettergreep ", 40), false},
		{"T02", "a.b", "een\n\ntwee\n\ndrie", true},
		{"T02", "a.b", "een\n\ntwee\n\ndrie\n\nvier", false},
		{"T02", "a.b", "1. a\n2. b\n3. c\n4. d\n5. e\n6. f", false},
		{"T13", "a.b", "Wat fijn!", true},
		{"T13", "a.b", "Wat fijn! Dank u!", false},
		{"T13", "a.error", "Dat ging niet!", false},
		{"T13", "a.b", "Koken & eten.", false},
		{"T13", "a.b", "50% van de buurt.", false},
		{"T13", "a.b", "Maandag t/m vrijdag.", false},
		{"T18", "a.b", "Dank u wel! 🎉", true},
		{"T18", "a.b", "Dank u wel! 👍🏽", true},
		{"T18", "a.b", "🎉 Dank u wel!", false},
		{"T18", "a.b", "Dank u wel! 🎉🎉", false},
		{"T18", "a.b", "👍", false},
		{"T18", "a.b", "𝗗𝗮𝗻𝗸 u.", false},
		{"T18", "a.b", "Een | twee.", false},
		{"T19", "flow.a.b.error", "Ik lees geen bedrag. Schrijf een getal. Bijvoorbeeld: 250. Schrijf help als het niet lukt.", true},
		{"T19", "flow.a.b.error", "Ik lees geen bedrag. Schrijf een getal. Bijvoorbeeld: 250. U kunt ook bellen met {{.contact}}.", true},
		{"T19", "flow.a.b.error", "Schrijf een getal. Bijvoorbeeld: 250. Schrijf help als het niet lukt.", false},
		{"T19", "flow.a.b.error", "Ik lees geen bedrag. Bijvoorbeeld: 250. Wij helpen u.", false},
		{"T19", "flow.a.b.error", "Ik lees geen bedrag. Schrijf een getal. Schrijf help als het niet lukt.", false},
		{"T19", "flow.a.b.error", "Ik lees geen bedrag. Schrijf een getal. Bijvoorbeeld: 250.", false},
		{"T19", "flow.a.b.error", "Ik lees geen bedrag. Schrijf een getal. Bijvoorbeeld: 250. Lukt het niet? Schrijf help.", false},
		{"T19", "a.error.b", "Dat is een fout.", false},
		{"T19", "sorry.b", "Uw antwoord is ongeldig.", false},
		{"T19", "a.b", "Dat is een fout.", true},
		{"T20", "a.button.b", "Stuur mijn idee in", true},
		{"T20", "flow.a.b.c", "Stuur mijn idee in", true},
		{"T20", "flow.a.b.c", "Stuur mijn idee nu meteen in", false},
		{"T20", "a.button.b", "Ik ga in op uw idee", false},
		{"T20", "a.button.b", "OK", false},
		{"T20", "a.button.b", "Volgende", false},
		{"T20", "a.button.b", "stuur mijn idee", false},
		{"T20", "a.button.b", "{{.words}}", true},
		{"T20", "flow.a.b.short", "Wat er in de buurt beter gaat", false},
		{"T25", "a.b", "Dank u wel! 🎉", true},
		{"T25", "a.b", "Dit doet u:\n1. koken", true},
		{"T25", "a.b", "U schreef:\n{{.answer}}", true},
		{"T25", "a.b", "Dank u wel", false},
		{"T25", "a.b", "dank u wel.", false},
		{"T25", "state.a.author", "nog niet opgestuurd", true},
	})
}

func TestSameLabelSameAct(t *testing.T) {
	if got := sameLabelSameAct([]sample{{"button.yes", other, "Ja"}, {"flow.a.b.yes", other, "Ja"}, {"a.b", other, "Ja"}}); got != nil {
		t.Errorf("yes twice: got %v", got)
	}
	if got := sameLabelSameAct([]sample{{"button.yes", other, "Ja"}, {"button.send", other, "Ja"}}); len(got) != 1 {
		t.Errorf("yes and send with one label: got %v, want 1 problem", got)
	}
}
