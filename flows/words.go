package flows

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"smederij/flows/answer"
	"smederij/locales"
)

// clean makes of what arrived what can be kept: valid, without control
// characters and without marks that turn the direction of the text around it.
// Characters that show nothing are spaces, whatever they are called: some apps
// send them as an empty message.
func clean(text string) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t', r == '\u2028', r == '\u2029', isBlank(r):
			return ' '
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff':
			return -1
		}
		return r
	}, text)
	return strings.TrimSpace(text)
}

// isBlank tells of the fillers of Hangul, which count as letters, and the empty
// Braille cell, which counts as a symbol.
func isBlank(r rune) bool {
	return r == '\u3164' || r == '\u115f' || r == '\u1160' || r == '\uffa0' || r == '\u2800'
}

// hasWords reports whether there is anything to read: a letter or a digit.
func hasWords(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// wordless is what to say of a message without words.
func wordless(text string) locales.Text {
	if strings.ContainsFunc(text, unicode.IsSymbol) {
		return locales.T(keyEmoji)
	}
	return locales.T(keyEmpty)
}

// oneLine is the rule of answers that stand in a title or a sentence.
func oneLine(_ Env, a Answer, _ map[string]Answer) (Answer, bool) {
	a.Text = strings.Join(strings.Fields(a.Text), " ")
	return a, a.Text != "" || len(a.Media) > 0
}

// excerpt is the beginning of an answer as one line.
func excerpt(text string) string {
	return cut(strings.Join(strings.Fields(text), " "), maxExcerpt)
}

// quoted is an excerpt to stand before a full stop of ours.
func quoted(text string) string {
	return strings.TrimRight(excerpt(text), ". ")
}

// cut shortens text to at most n characters, the last one then being an
// ellipsis. It never cuts through what people see as one character: a letter
// with its accents, an emoji with its colour, a flag.
func cut(text string, n int) string {
	if len(text) <= n || utf8.RuneCountInString(text) <= n {
		return text
	}
	runes := []rune(text)
	i := n - 1
	for i > 0 && !boundary(runes, i) {
		i--
	}
	if i == 0 { // one character of n parts: nobody writes that by accident
		i = n - 1
	}
	return strings.TrimRightFunc(string(runes[:i]), unicode.IsSpace) + "…"
}

const joiner = '\u200d'

// boundary reports whether text may be cut before rune i.
func boundary(runes []rune, i int) bool {
	r := runes[i]
	switch {
	case unicode.Is(unicode.M, r), r == joiner, runes[i-1] == joiner:
		return false
	case r >= 0x1F3FB && r <= 0x1F3FF, r >= 0xE0020 && r <= 0xE007F: // skin colours, parts of flags
		return false
	case regional(r): // a flag is two of these
		before := 0
		for before < i && regional(runes[i-1-before]) {
			before++
		}
		return before%2 == 0
	}
	return true
}

func regional(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

// commandNames are the commands a state can hold as a reading.
var commandNames = []struct {
	name    string
	command answer.Command
}{
	{"stop", answer.Stop},
	{"back", answer.Back},
	{"skip", answer.Skip},
	{"help", answer.Help},
	{"restart", answer.Restart},
}

func commandName(c answer.Command) (string, bool) {
	for _, n := range commandNames {
		if n.command == c {
			return n.name, true
		}
	}
	return "", false
}

func commandNamed(name string) (answer.Command, bool) {
	for _, n := range commandNames {
		if n.name == name {
			return n.command, true
		}
	}
	return answer.None, false
}

// greeting reports whether words only say hello.
func greeting(text string) bool {
	switch answer.Plain(text) {
	case "hallo", "hoi", "hoi hoi", "hallo daar", "hey", "hai", "dag", "goedendag", "goedemorgen", "goedemiddag", "goedenavond", "goeiemorgen",
		"goeiemiddag", "goeienavond", "moi", "mooi dag", "ben er weer", "ik ben er weer", "hier ben ik weer", "kan ik verder", "kunnen we verder",
		"zullen we verder gaan", "ik wil verder", "verder", "ga verder", "verder gaan":
		return true
	}
	return false
}

// asksBack reports whether an answer ends with a question of the person's own: "25 mensen. Mag dat?" A title is a name, whatever its sign.
func (t *turn) asksBack(text string) bool {
	text = strings.TrimRight(text, " \n")
	if !strings.HasSuffix(text, "?") || slices.Contains(t.step.Rules, "one_line") {
		return false
	}
	last := text[:len(text)-1]
	last = last[strings.LastIndexAny(last, ".,;!?\n")+1:]
	return slices.ContainsFunc(answer.Words(last), func(w string) bool { return slices.Contains(questionWords, w) })
}

// questionWords tell a question to us, "mag dat", from one that is only a way of saying, "zullen we samen eten".
var questionWords = []string{"mag", "mogen", "moet", "moeten", "kan", "kunt", "krijg", "krijgen", "krijgt", "hoe", "wat", "waar", "waarom", "wanneer", "hoeveel",
	"welke", "klopt", "geldt", "weet", "nodig", "genoeg", "goed", "verplicht"}

// unsure is the choice of who does not know, where a question offers it.
const unsure = "unsure"

// doubts reports whether words say that somebody does not know: a choice where
// it is offered, elsewhere perhaps a wish to skip.
func doubts(text string) bool {
	switch text {
	case "weet ik niet", "weet niet", "geen idee", "weet ik nog niet", "ik weet het niet", "dat weet ik nog niet", "geen flauw idee", "niet zeker",
		"weet ik niet zeker", "weet ik niet zo goed", "weet ik niet precies":
		return true
	}
	return false
}

// later reports whether words put off what was offered. Elsewhere they may be an answer.
func later(text string) bool {
	switch answer.Plain(text) {
	case "later", "nu niet", "niet nu", "straks", "morgen", "een andere keer", "later verder", "ik ga later verder":
		return true
	}
	return false
}

// putsOff reports whether words end with going on later: "ik moet nu koken, ik ga later verder".
func putsOff(text string) bool {
	at := strings.LastIndexAny(text, ".,;!\n")
	clause := text[at+1:]
	return at > 0 && len(strings.Fields(clause)) > 1 && later(clause)
}

// explained is the rule of reasons that somebody must be able to learn from.
func explained(_ Env, a Answer, _ map[string]Answer) (Answer, bool) {
	letters := 0
	for _, r := range a.Text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	return a, letters >= fewLetters || len(a.Media) > 0
}

const fewLetters = 10
