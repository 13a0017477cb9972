package locales

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestTexts holds every text of the catalogue against the rules of DUTCH.md.
func TestTexts(t *testing.T) {
	for _, problem := range check(samples(Dutch())) {
		t.Error(problem)
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

// Placeholders whose values count as words: what the bot itself says in numbers
// and dates. Everything else is taken for somebody's own words.
var (
	numbers = []string{"n", "of", "max", "left", "days", "months", "draft_days", "contact_months", "place", "points"}
	values  = map[string]string{
		"by": Date(moment).String(), "date": Date(moment).String(), "day": Date(moment).String(), "until": Date(moment).String(),
		"at": Moment(moment).String(), "when": Moment(moment).String(), "time": Clock(moment).String(),
		"amount": Euro(125050).String(), "money": Euro(125050).String(), "asked": Euro(125050).String(), "minimum": Euro(125050).String(),
	}
	others = map[string]string{
		"ref": "KRA-2026-014", "contact": "Carla, telefoon 0528 123 456", "name": "Anja", "smederij": "Krakeel",
		"title": "Samen eten (elke week!)", "said": "volgende week, dinsdag; 14:30?", "answer": "Samen eten bij het buurthuis",
	}
)

func samples(c *Catalog) []sample {
	var all []sample
	for _, key := range c.Keys() {
		m := c.messages[key]
		for _, form := range slices.Sorted(maps.Keys(m)) {
			var b strings.Builder
			for _, p := range m[form] {
				b.WriteString(p.words)
				if p.name != "" {
					b.WriteString(filled(p.name, form))
				}
			}
			all = append(all, sample{key, form, b.String()})
		}
	}
	return all
}

func filled(name, form string) string {
	switch {
	case name == count && form == "one":
		return "1"
	case slices.Contains(numbers, name):
		return "5"
	case values[name] != "":
		return values[name]
	case others[name] != "":
		return markOpen + others[name] + markClose
	}
	return markOpen + "Anja" + markClose
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
	return samples(&Catalog{messages: map[string]forms{key: {other: p}}})[0]
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
