package flows

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// A state that is not of this library, or was damaged, is an error: the
// conversation fails, the program does not.
func TestDamagedStatesAreErrors(t *testing.T) {
	l, env := library(t, ""), environment(t)
	good, _, err := l.Start(env, "idea", nil)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]func(*State){
		"no flow":           func(s *State) { s.Flow = "recipe" },
		"no version":        func(s *State) { s.Version = 99 },
		"no step":           func(s *State) { s.Step = "dessert" },
		"ended":             func(s *State) { s.Step = atEnd },
		"negative sequence": func(s *State) { s.Sequence = -1 },
		"sequence too high": func(s *State) { s.Sequence = maxSequence },
		"trail too long":    func(s *State) { s.Trail = make([]string, maxTrail+1) },
		"negative page":     func(s *State) { s.Page = -1 },
		"negative errors":   func(s *State) { s.Errors = -1 },
		"unknown mode":      func(s *State) { s.Mode = "dreaming" },
		"mode of elsewhere": func(s *State) { s.Step, s.Mode = "title", teams },
		"no readings":       func(s *State) { s.Mode = choosing },
		"unknown command":   func(s *State) { s.Mode, s.Likely = commanding, []string{"dance"} },
	}
	for name, damage := range tests {
		t.Run(name, func(t *testing.T) {
			s := good
			damage(&s)
			got, effects, err := l.Step(env, s, Input{Text: "help"})
			if !errors.Is(err, ErrState) || effects != nil {
				t.Errorf("got effects %v, error %v; want ErrState", effects, err)
			}
			if diff := cmp.Diff(s, got); diff != "" {
				t.Errorf("the state changed:\n%s", diff)
			}
		})
	}
	if _, _, err := l.Start(env, "recipe", nil); err == nil {
		t.Error("a flow that does not exist was started")
	}
}

func TestUnregisteredNamesAreErrors(t *testing.T) {
	l, env := library(t, "kinds"), environment(t)
	delete(l.Predicates, "by_bike")
	if _, _, err := l.Start(env, "trip", nil); err == nil {
		t.Error("a path was found without its predicate")
	}
	l = library(t, "")
	delete(l.Rules, "one_line")
	s, _, err := l.Start(env, "join", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := l.Step(env, s, Input{Text: "Anja"}); err == nil {
		t.Error("an answer passed without its rule")
	}
}

func TestEarlierAnswersAreDefaults(t *testing.T) {
	l, env := library(t, ""), environment(t)
	earlier := map[string]Answer{
		"smederij": {Value: "KRA"},
		"title":    {Text: strings.Repeat("t", 81)}, // too long for this question
		"what":     {Media: []Media{{Kind: Photo, Ref: "1"}}},
		"whom":     {}, // skipped, which this question does not allow
		"phone":    {Text: "0528"},
	}
	s, effects, err := l.Start(env, "idea", earlier)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]Answer{"smederij": earlier["smederij"], "what": earlier["what"]}
	if diff := cmp.Diff(want, s.Answers); diff != "" {
		t.Errorf("defaults (-want +got):\n%s", diff)
	}
	text, buttons := Message(env.Texts, effects)
	if s.Step != "smederij" || !strings.Contains(text, "Krakeel") || buttons[0].Choice != pressKeep {
		t.Errorf("starts at %s with %q and %+v, want the earlier Smederij and a button to keep it", s.Step, text, buttons)
	}
}

// Review leads to what is open, and to the summary when nothing is.
func TestReviewGoesToWhatIsOpen(t *testing.T) {
	l, env := library(t, ""), environment(t)
	answers := map[string]Answer{"smederij": {Value: "KRA"}, "title": {Text: "t"}, "whom": {Text: "w"}, "better": {Text: "b"}, "own": {Text: "o"}}
	for want, what := range map[string]Answer{"what": {}, "confirm": {Text: "soep"}} {
		answers["what"] = what
		s, effects, err := l.Review(env, "idea", answers)
		if _, asked := effect[Ask](effects); err != nil || !asked || s.Step != want {
			t.Errorf("with %+v: step %s, %+v, %v; want %s", what, s.Step, effects, err, want)
		}
	}
}

// A Smederij that is taken off the list while somebody stands at the summary
// is asked for again: the idea cannot go to a place that is no more.
func TestAnswerThatStoppedFittingIsAskedAgain(t *testing.T) {
	l, env := library(t, ""), environment(t)
	s := State{Flow: "idea", Version: 1, Step: "confirm", Answers: map[string]Answer{
		"smederij": {Value: "KRA"}, "title": {Text: "t"}, "what": {Text: "w"}, "whom": {Text: "w"}, "better": {Text: "b"}, "own": {Text: "o"},
	}}
	if got, effects, err := l.Step(env, s, Input{Text: "ja"}); err != nil || !got.Ended() {
		t.Fatalf("ja at the summary: %+v, %v", effects, err)
	}
	env.Places = env.Places[1:]
	got, effects, err := l.Step(env, s, Input{Text: "ja"})
	if _, ended := effect[End](effects); err != nil || ended || got.Step != "smederij" {
		t.Errorf("got step %s, %+v, %v; want the Smederij asked again", got.Step, effects, err)
	}
}

func TestWithoutPlacesNothingIsListed(t *testing.T) {
	l, env := library(t, ""), environment(t)
	env.Places = nil
	s, effects, err := l.Start(env, "idea", nil)
	for range 4 {
		if err != nil {
			t.Fatal(err)
		}
		_, buttons := Message(env.Texts, effects)
		for _, b := range buttons {
			if b.Choice == pressList {
				t.Fatal("a list of nothing is offered")
			}
		}
		s, effects, err = l.Step(env, s, Input{Text: "Krakeel"})
	}
}

func TestTrailIsBounded(t *testing.T) {
	s := State{Step: "a"}
	for range maxTrail + 20 {
		s = s.push()
	}
	if len(s.Trail) != maxTrail {
		t.Errorf("trail of %d steps, want %d", len(s.Trail), maxTrail)
	}
}

// A definition as big as it may be keeps to the limits of a message.
func TestFullSummaryFits(t *testing.T) {
	l, env := library(t, ""), environment(t)
	full := strings.Repeat("woord ", 166)
	s := State{Flow: "idea", Version: 1, Step: "confirm", Answers: map[string]Answer{"smederij": {Value: "KRA"}, "title": {Text: full[:80]}}}
	for _, id := range []string{"what", "whom", "better", "own"} {
		s = s.with(id, Answer{Text: full})
	}
	s = s.with("what", Answer{Text: full, Media: []Media{{Kind: Photo}, {Kind: Photo}}})
	for _, text := range []string{"help", "lees alles", "lees verder", "lees verder", "lees verder", "lees verder"} {
		var effects []Effect
		var err error
		if s, effects, err = l.Step(env, s, Input{Text: text}); err != nil {
			t.Fatal(err)
		}
		if got, _ := Message(env.Texts, effects); utf8.RuneCountInString(got) > MaxText || strings.Contains(got, "⟦") {
			t.Errorf("%s: %d characters:\n%s", text, utf8.RuneCountInString(got), got)
		}
	}
}

func TestStateIsSmall(t *testing.T) {
	l, env := library(t, ""), environment(t)
	s, _, err := l.Start(env, "idea", nil)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(s)
	want := `{"flow":"idea","version":1,"step":"smederij","sequence":1}`
	if err != nil || string(data) != want {
		t.Errorf("got %s, %v; want %s", data, err, want)
	}
}

// BenchmarkStep plays the short idea from its first question to its end, over
// and over; one operation is one turn.
func BenchmarkStep(b *testing.B) {
	l, env := library(b, ""), environment(b)
	texts := []string{"Krakeel", "Samen eten", "Elke dinsdag koken wij samen.", "Voor buren die alleen eten", "Buren leren elkaar kennen", "Ik kook", "ja"}
	start, _, err := l.Start(env, "idea", nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	ended, turns := 0, 0
	for s := start; b.Loop(); turns++ {
		var effects []Effect
		if s, effects, err = l.Step(env, s, Input{Text: texts[turns%len(texts)]}); err != nil || len(effects) == 0 {
			b.Fatal(effects, err)
		}
		if s.Ended() {
			ended++
			s = start
		}
	}
	if turns >= len(texts) && ended != turns/len(texts) {
		b.Fatalf("%d conversations ended in %d turns, want %d", ended, turns, turns/len(texts))
	}
}
