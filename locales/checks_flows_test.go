package locales

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// What holds for a question as people see it: the texts of a step together.
var flowRules = []catalogueRule{
	{"T02", joinedLength},
	{"T08", joinedQuestion},
	{"T26", wholeStep},
}

// steps is the texts of each step by name.
func steps(texts []sample) map[string]map[string]sample {
	all := make(map[string]map[string]sample)
	for _, s := range texts {
		step, text, ok := s.step()
		if !ok {
			continue
		}
		if all[step] == nil {
			all[step] = make(map[string]sample)
		}
		all[step][text] = s
	}
	return all
}

// above is what stands over most questions: "Vraag 2 van 6.", or in a flow of parts "Deel 2 van 4. Vraag 3 van 5."
const aboveWords, aboveCharacters = 8, 30

// joinedLength: an error or a help text and the question after it are one message.
func joinedLength(texts []sample) []string {
	var problems []string
	byStep := steps(texts)
	for _, step := range slices.Sorted(maps.Keys(byStep)) {
		for _, first := range []string{"help", "error"} {
			together := byStep[step][first].own() + "\n\n" + byStep[step]["ask"].own()
			if n := len(words(together)) + aboveWords; n > maxWords {
				problems = append(problems, fmt.Sprintf("flow.%s: %s and ask are one message of %d words, at most %d", step, first, n, maxWords))
			}
			if n := utf8.RuneCountInString(together) + aboveCharacters; n > maxCharacters {
				problems = append(problems, fmt.Sprintf("flow.%s: %s and ask are one message of %d characters, at most %d", step, first, n, maxCharacters))
			}
		}
	}
	return problems
}

// joinedQuestion: the step's question is the only one, also under its help text.
func joinedQuestion(texts []sample) []string {
	var problems []string
	byStep := steps(texts)
	for _, step := range slices.Sorted(maps.Keys(byStep)) {
		if strings.Contains(byStep[step]["help"].own(), "?") {
			problems = append(problems, fmt.Sprintf("flow.%s.help: no question: the step's own question follows it", step))
		}
		if ask, ok := byStep[step]["ask"]; ok && !strings.Contains(ask.own(), "?") {
			problems = append(problems, fmt.Sprintf("flow.%s.ask: asks no question", step))
		}
	}
	return problems
}

// wholeStep: every question has a short form, a help text with an example and an error text.
func wholeStep(texts []sample) []string {
	var problems []string
	byStep := steps(texts)
	for _, step := range slices.Sorted(maps.Keys(byStep)) {
		if _, ok := byStep[step][adviceText]; ok && len(byStep[step]) == 1 {
			continue
		}
		for _, text := range stepTexts {
			if _, ok := byStep[step][text]; !ok {
				problems = append(problems, fmt.Sprintf("flow.%s: has no %s", step, text))
			}
		}
		if help, ok := byStep[step]["help"]; ok && !strings.Contains(help.own(), exampleOpening) {
			problems = append(problems, fmt.Sprintf("flow.%s.help: gives no example: Bijvoorbeeld: …", step))
		}
	}
	return problems
}

func TestFlowRules(t *testing.T) {
	with := func(changed, text string) []sample {
		texts := map[string]string{
			"ask":   "Schrijf een getal. Hoeveel kost het?",
			"short": "Kosten",
			"help":  "Zo weet de Smederij wat u nodig heeft. Bijvoorbeeld: 250.",
			"error": "Ik lees geen bedrag. Schrijf een getal. Bijvoorbeeld: 250. Schrijf help als het niet lukt.",
		}
		texts[changed] = text
		var all []sample
		for _, name := range slices.Sorted(maps.Keys(texts)) {
			if texts[name] != "" {
				all = append(all, sample{"flow.a.b." + name, other, texts[name]})
			}
		}
		return all
	}
	tests := []struct {
		name  string
		rule  func([]sample) []string
		texts []sample
		want  int
	}{
		{"a whole step", wholeStep, with("short", "Kosten"), 0},
		{"no short form", wholeStep, with("short", ""), 1},
		{"no error", wholeStep, with("error", ""), 1},
		{"help without an example", wholeStep, with("help", "Zo weten we het."), 1},
		{"short enough together", joinedLength, with("short", "Kosten"), 0},
		{"too long together", joinedLength, with("help", strings.Repeat("Een mooi idee. ", 17)), 1},
		{"too many letters together", joinedLength, with("help", strings.Repeat("Bewonersverenigingen. ", 20)), 1},
		{"one question", joinedQuestion, with("short", "Kosten"), 0},
		{"a question in the help text", joinedQuestion, with("help", "Weet u het? Bijvoorbeeld: 250."), 1},
		{"no question", joinedQuestion, with("ask", "Schrijf een getal."), 1},
		{"advice asks nothing", wholeStep, []sample{{"flow.a.b.note", other, "Vraag het aan de gemeente."}}, 0},
		{"advice that also asks", wholeStep, append(with("short", ""), sample{"flow.a.b.note", other, "Vraag het."}), 1},
		{"a text of the engine is no step", wholeStep, []sample{{"flow.engine.button.ask", other, "Vraag"}}, 0},
	}
	for _, tt := range tests {
		if got := tt.rule(tt.texts); len(got) != tt.want {
			t.Errorf("%s: got %v, want %d problems", tt.name, got, tt.want)
		}
	}
}

// A mistake in a text is reported with its key and its rule, or no author finds it.
func TestProblemsNameKeyAndRule(t *testing.T) {
	c, err := Parse("sample.toml", []byte("[idea]\nreceived = \"Je idee is er. (Echt!)\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(check(samples(c, usual)), "\n")
	for _, want := range []string{"idea.received: T07: ", "idea.received: T10: "} {
		if !strings.Contains(all, want) {
			t.Errorf("problems are\n%s\nwant %q among them", all, want)
		}
	}
}
