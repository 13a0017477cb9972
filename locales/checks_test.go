package locales

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"
)

// TestTexts holds every text of the catalogue against the rules of DUTCH.md.
func TestTexts(t *testing.T) {
	for name, with := range map[string]filling{"usual": usual, "long": long} {
		t.Run(name, func(t *testing.T) {
			for _, problem := range check(samples(Dutch(), with)) {
				t.Error(problem)
			}
		})
	}
}

// TestConfirmations is T21: who sent something in hears what happens next, by which date, and how to reach a person.
func TestConfirmations(t *testing.T) {
	for _, key := range []string{"ideas.received", "ideas.corrected", "ideas.replied", "enter.received", "appeal.sent", "moves.author_relocated_waits"} {
		has := Dutch().Placeholders(key)
		if !slices.Contains(has, "by") || !slices.Contains(has, "contact") {
			t.Errorf("%s: T21: has %v, want a date (by) and a person (contact)", key, has)
		}
	}
}

// check is every problem of these texts, each with its key and rule.
func check(texts []sample) []string {
	var problems []string
	for _, s := range texts {
		for _, r := range slices.Concat(sentenceRules, wordRules, shapeRules, valueRules) {
			if problem := r.check(s); problem != "" {
				problems = append(problems, fmt.Sprintf("%s: %s: %s\n\t%q", s.name(), r.id, problem, s.shown()))
			}
		}
	}
	for _, r := range slices.Concat(catalogueRules, flowRules) {
		for _, problem := range r.check(texts) {
			problems = append(problems, r.id+": "+problem)
		}
	}
	return problems
}

// rule looks at one text and says what is wrong with it, or nothing.
type rule struct {
	id    string
	check func(sample) string
}

// catalogueRule looks at all texts together.
type catalogueRule struct {
	id    string
	check func([]sample) []string
}

// kind says how a text is used; its key and its form decide.
type kind int

const (
	isMessage kind = iota // said on its own
	isButton              // on a button
	isPart                // inside another text: a state, a line of a card
)

// sample is one form of one text with values for its placeholders. What is not
// the catalogue's own (names, references, people's words) stands between two
// marks, because those words do not count.
type sample struct {
	key, form string
	text      string
}

const markOpen, markClose = "\ue000", "\ue001"

// filling is what stands in the place of placeholders. The numbers, dates and amounts count as words: the bot says them itself.
// Everything else is taken for somebody's own words.
type filling struct {
	number, name                          string
	date, moment, clock, amount           fmt.Stringer
	ref, contact, smederij, title, answer string
}

// Every text must hold with usual values and with the longest that people really have.
var (
	usual = filling{
		number: "5", name: "Anja", ref: "KRA-2026-014", contact: "Carla, telefoon 0528 123 456", smederij: "Krakeel",
		date: Date(moment), moment: Moment(moment), clock: Clock(moment), amount: Euro(125050),
		title: "Samen eten (elke week!)", answer: "volgende week, dinsdag; 14:30?",
	}
	long = filling{
		number: "1.250", name: "Anna-Wilhelmina", ref: "NWL-2026-1014", smederij: "Noordscheschut",
		contact: "Marie-Antoinette van der Veen, telefoon 0528 29 19 11, elke werkdag van 9.00 tot 17.00 uur",
		date:    Date(longest), moment: Moment(longest), clock: Clock(longest), amount: Euro(12345678),
		title: "Samen koken en eten voor ouderen en nieuwkomers; elke week (ook in de vakantie!)", answer: "op de tweede dinsdag; 14:30?",
	}
	longest = time.Date(2026, time.September, 24, 19, 30, 0, 0, time.UTC)
)

func samples(c *Catalog, with filling) []sample {
	var all []sample
	for _, key := range c.Keys() {
		m := c.messages[key]
		for _, form := range slices.Sorted(maps.Keys(m)) {
			var b strings.Builder
			for _, p := range m[form] {
				b.WriteString(p.words)
				if p.name != "" {
					b.WriteString(with.fill(p.name, form))
				}
			}
			all = append(all, sample{key, form, b.String()})
		}
	}
	return all
}

func (f filling) fill(placeholder, form string) string {
	others := f.name
	switch placeholder {
	case count, "of", "max", "left", "days", "months", "draft_days", "contact_months", "place", "points":
		if placeholder == count && form == "one" {
			return "1"
		}
		return f.number
	case "by", "date", "day", "until":
		return f.date.String()
	case "at", "when":
		return f.moment.String()
	case "time":
		return f.clock.String()
	case "amount", "money", "asked", "minimum":
		return f.amount.String()
	case "ref":
		others = f.ref
	case "contact":
		others = f.contact
	case "smederij":
		others = f.smederij
	case "title":
		others = f.title
	case "said", "answer":
		others = f.answer
	}
	return markOpen + others + markClose
}

func (s sample) name() string {
	if s.form == "one" {
		return s.key + " (one)"
	}
	return s.key
}

// shown is the text as people see it.
func (s sample) shown() string {
	return strings.NewReplacer(markOpen, "", markClose, "").Replace(s.text)
}

var marked = regexp.MustCompile(markOpen + "[^" + markClose + "]*" + markClose)

// own is the text with a ◆ for what is not the catalogue's.
func (s sample) own() string { return marked.ReplaceAllString(s.text, "◆") }

var stepTexts = []string{"ask", "short", "help", "error"}

// adviceText is the only text of a step that asks nothing.
const adviceText = "note"

// step is the flow and step a text belongs to, and which of the step's texts it is.
func (s sample) step() (step, text string, ok bool) {
	p := strings.Split(s.key, ".")
	if len(p) != 4 || p[0] != "flow" || p[1] == "engine" {
		return "", "", false
	}
	return p[1] + "." + p[2], p[3], true
}

func (s sample) kind() kind {
	if _, text, ok := s.step(); ok && text != adviceText && !slices.Contains(stepTexts, text) {
		return isButton
	}
	segments := strings.Split(s.key, ".")
	if slices.Contains(segments, "button") {
		return isButton
	}
	last := segments[len(segments)-1]
	first, _ := utf8.DecodeRuneInString(s.own())
	ends := strings.HasSuffix(s.own(), ".") || strings.HasSuffix(s.own(), "?") || strings.HasSuffix(s.own(), "!") || strings.HasSuffix(s.own(), ":")
	if last == "short" || last == "label" || !unicode.IsUpper(first) && !ends {
		return isPart
	}
	return isMessage
}

// isError is a text about something that did not go as somebody hoped.
func (s sample) isError() bool {
	return slices.ContainsFunc(strings.Split(s.key, "."), func(segment string) bool {
		return segment == "error" || segment == "sorry" || segment == "refused"
	})
}

// isPage is a text that people asked for to read at ease, so it may be longer.
func (s sample) isPage() bool {
	return strings.HasPrefix(s.key, "privacy.") || strings.HasPrefix(s.key, "rules.")
}

// example makes a sample of a text as it would stand in nl.toml.
func example(t *testing.T, key, text string) sample {
	t.Helper()
	p, err := compile(text)
	if err != nil {
		t.Fatal(err)
	}
	return samples(&Catalog{messages: map[string]forms{key: {other: p}}}, usual)[0]
}

// A list of exceptions stays short, and says why each is there.
func TestAllowListsStayShort(t *testing.T) {
	for name, list := range map[string]map[string]string{"difficult words": allowedDifficult, "long words": allowedLong, "capitals": allowedCapitals} {
		if len(list) > 20 {
			t.Errorf("%s: %d exceptions, at most 20", name, len(list))
		}
		for word, reason := range list {
			if reason == "" {
				t.Errorf("%s: %q has no reason", name, word)
			}
		}
	}
}
