package flows

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"smederij/locales"
)

func told(pairs ...string) map[string]Answer {
	answers := map[string]Answer{}
	for i := 0; i < len(pairs); i += 2 {
		answers[pairs[i]] = Answer{Text: pairs[i+1], Value: pairs[i+1]}
	}
	return answers
}

func TestToldIsGroupedByPart(t *testing.T) {
	l, env := library(t, ""), environment(t)
	answers := told("p_people", "go", "spoken", "mijn straat", "place_ok", "not_needed", "owner", "de school",
		"p_when", "skip", "start", "2027-03-01", "p_money", "go", "asked", "90000", "minimum", "50000", "nobody", "asks this")
	parts, err := l.Told(env, "complete", answers)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range parts {
		got = append(got, env.Texts.Render(p.Name))
		for _, a := range p.Answers {
			got = append(got, env.Texts.Render(a))
		}
	}
	// Whose a place is matters no more when none is needed; a part that is passed over tells nothing.
	want := []string{"Wie het goed vindt", "Met wie u praatte: mijn straat", "Plek geregeld: Een plek hoeft niet",
		"Geld vragen", "Gevraagd: €\u00a0900", "Ook goed met minder: €\u00a0500"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if _, err := l.Told(env, "nothing", nil); err == nil {
		t.Error("an unknown flow tells something")
	}
}

func TestReach(t *testing.T) {
	l, env := library(t, ""), environment(t)
	tests := []struct {
		name     string
		kept     map[string]Answer
		done     bool
		part     int
		finished []string
		begun    bool
	}{
		{"nothing", nil, false, 1, nil, false},
		{"an answer of another flow", told("where", "hier"), false, 1, nil, false},
		{"in the middle of a part", told("p_people", "go", "spoken", "ja"), false, 1, nil, true},
		{"at a border", told("p_people", "go", "owner", "de school"), false, 2, []string{"Wie het goed vindt"}, true},
		{"one passed over", told("p_people", "skip", "p_when", "go", "within_year", "yes"), false, 3, []string{"Begin en einde"}, true},
		{"all", told("p_people", "go", "p_when", "go", "p_money", "go", "p_rules", "go"), true, 0,
			[]string{"Wie het goed vindt", "Begin en einde", "Geld vragen", "Afspraken"}, true},
		{"all, but what is asked grew smaller", told("p_people", "go", "p_when", "go", "p_money", "go", "asked", "1", "minimum", "2", "p_rules", "go"),
			true, 3, []string{"Wie het goed vindt", "Begin en einde"}, true},
	}
	for _, tt := range tests {
		answers, begun := l.Recall("complete", tt.kept, tt.done)
		r, err := l.Reach(env, "complete", answers)
		if err != nil {
			t.Fatal(err)
		}
		var finished []string
		for _, d := range r.Done {
			finished = append(finished, env.Texts.Render(d))
		}
		if diff := cmp.Diff(tt.finished, finished); diff != "" || r.Part != tt.part || r.Parts != 4 || begun != tt.begun {
			t.Errorf("%s: part %d of %d, want %d of 4; begun %v, want %v; done (-want +got):\n%s", tt.name, r.Part, r.Parts, tt.part, begun, tt.begun, diff)
		}
	}
}

// What the flow of a restaurant was told, the flow for every idea passes by: it is no question, no line and nothing that is open.
func TestWhatWasToldElsewhereIsNotAsked(t *testing.T) {
	l, env := library(t, ""), environment(t)
	env.Told = told("where", "in de school", "rhythm", "elke dinsdag", "once_costs", "40000")
	env.Told["each_costs"] = Answer{} // passed over there, so it is asked here
	s, _, err := l.Start(env, "complete", map[string]Answer{"where": env.Told["where"]})
	if err != nil {
		t.Fatal(err)
	}
	var asked []string
	for !s.Ended() && s.Step != "ready" {
		asked = append(asked, s.Step)
		words := "overslaan"
		if strings.HasPrefix(s.Step, "p_") {
			words = "ga verder"
		}
		if s, _, err = l.Step(env, reread(t, s), Input{Text: words}); err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range asked {
		if step == "where" || step == "often" || step == "materials" {
			t.Errorf("%s is asked again", step)
		}
	}
	if !cmp.Equal(asked[len(asked)-1], "reach") || !strings.Contains(strings.Join(asked, " "), "rent food") {
		t.Errorf("asked %v, want all the rest", asked)
	}
	r, err := l.Reach(env, "complete", s.Answers)
	if err != nil || r.Part != 0 || len(r.Left) != 4 {
		t.Errorf("reach %+v, %v; want all gone through and something left in each part", r, err)
	}
}

// Who comes back after the conversation itself is gone is asked nothing twice.
func TestRecalledAnswersAreNotAskedAgain(t *testing.T) {
	l, env := library(t, ""), environment(t)
	kept := told("p_people", "go", "backers", "12")
	answers, _ := l.Recall("complete", kept, false)
	s, _, err := l.Review(env, "complete", answers)
	if err != nil || s.Step != "where" {
		t.Errorf("goes on at %s, %v; want where: spoken was passed over, backers told", s.Step, err)
	}
	answers, _ = l.Recall("complete", told("p_people", "skip", "p_when", "skip", "p_money", "skip", "p_rules", "skip"), true)
	s, effects, err := l.Review(env, "complete", answers)
	if err != nil || s.Step != "ready" {
		t.Fatalf("goes on at %s, %v; want the summary", s.Step, err)
	}
	if text, _ := Message(env.Texts, effects); !cmp.Equal(text[:20], "U hebt hier nog niet") {
		t.Errorf("a summary of nothing is %q", text)
	}
}

func TestMinimumIsWithinWhatIsAsked(t *testing.T) {
	tests := []struct {
		asked, minimum string
		ok             bool
	}{{"90000", "50000", true}, {"90000", "90000", true}, {"90000", "90001", false}, {"", "50000", true}, {"0", "1", false}}
	for _, tt := range tests {
		if _, ok := withinAsked(Env{}, Answer{Value: tt.minimum}, told("asked", tt.asked)); ok != tt.ok {
			t.Errorf("minimum %s of asked %s: %v, want %v", tt.minimum, tt.asked, ok, tt.ok)
		}
	}
}

func TestPredicates(t *testing.T) {
	tests := []struct {
		name    string
		answers map[string]Answer
		holds   bool
	}{
		{"small_cooking", told("food_safety", "small"), true},
		{"fixed_cooking", told("food_safety", "fixed"), true},
		{"fixed_cooking", told("food_safety", "weekly"), false},
		{"food_unclear", told("food_safety", "weekly"), true},
		{"food_unclear", nil, false},
		{"no_alcohol", told("alcohol", "yes"), false},
		{"no_alcohol", nil, true},
		{"small_groups", told("learners", "15", "guides", "3"), true},
		{"small_groups", told("learners", "16", "guides", "3"), false},
		{"small_groups", told("learners", "16", "guides", "0"), false},
		{"small_groups", told("learners", "16"), true},
		{"library_asked", told("library", "no"), false},
		{"no_vog_needed", told("vog", "unsure"), false},
		{"permit_open", told("permit", "have"), false},
		{"permit_open", told("permit", "need"), true},
		{"takes_longer", told("within_year", "no"), true},
		{"no_place_needed", told("place_ok", "not_needed"), true},
	}
	tried := map[string]bool{}
	for _, tt := range tests {
		tried[tt.name] = true
		if got := predicates[tt.name](Env{}, tt.answers); got != tt.holds {
			t.Errorf("%s with %v: %v, want %v", tt.name, tt.answers, got, tt.holds)
		}
	}
	for name := range predicates {
		if !tried[name] {
			t.Errorf("predicate %s is not tried", name)
		}
	}
}

// Own effort is what the Smederij asks of everybody: who wants to pass it over hears why.
func TestOwnEffortSaysWhyItMatters(t *testing.T) {
	l, env := library(t, ""), environment(t)
	s, _, err := l.Start(env, "idea", nil)
	if err != nil {
		t.Fatal(err)
	}
	s.Step = "own"
	_, effects, err := l.Step(env, s, Input{Text: "overslaan"})
	say, _ := effect[Say](effects)
	if err != nil || say.Text.Key != "flow.idea.own_why" {
		t.Errorf("skipping own effort says %v, %v", say.Text, err)
	}
	if ask, _ := effect[Ask](effects); ask.Text[len(ask.Text)-1].Key != locales.T("flow.idea.own.ask").Key {
		t.Errorf("and then asks %v", ask.Text)
	}
}

// However somebody walked, and whatever is kept of it outside the conversation: who comes back stands at a question that was not answered.
func TestWhoComesBackGoesOn(t *testing.T) {
	walk(t, func(w *walker, in Input) {
		w.turn(in)
		kept := map[string]Answer{}
		for id, a := range w.s.Answers {
			if !a.Skipped() {
				kept[id] = a
			}
		}
		answers, begun := w.l.Recall(w.s.Flow, kept, w.s.Ended())
		if !begun || len(w.l.Newest(w.s.Flow).parts()) == 0 {
			return
		}
		s, effects, err := w.l.Review(w.env, w.s.Flow, answers)
		if err != nil {
			w.t.Fatal(err)
		}
		stands := walker{t: w.t, l: w.l, env: w.env}
		stands.look(effects)
		if a, ok := kept[s.Step]; ok && s.Step != "minimum" { // which what is asked may have overtaken
			w.t.Fatalf("asks %s again, which was answered with %+v", s.Step, a)
		}
	})
}

// The longest answers there can be fit the summary, and every page of it in full.
func TestLongestSummaryFits(t *testing.T) {
	l, env := library(t, ""), environment(t)
	for _, name := range []string{"complete", "restaurant", "lessons"} {
		f := l.Newest(name)
		answers := map[string]Answer{}
		for _, s := range f.Steps {
			switch s.Kind {
			case KindPart:
				answers[s.ID] = Answer{Value: partGo}
			case KindNote:
				answers[s.ID] = Answer{Value: noteRead}
			case KindChoice:
				answers[s.ID] = Answer{Value: s.Choices[0]}
			case KindDate:
				answers[s.ID] = Answer{Text: "30 september", Value: "2026-09-30"}
			case KindText, KindPlace:
				answers[s.ID] = Answer{Text: strings.Repeat("woord ", MaxAnswer/6)}
			default: // a figure with all the words behind it
				answers[s.ID] = Answer{Text: strings.Repeat("woord ", MaxAnswer/6), Value: "999999900"}
			}
		}
		s, effects, err := l.Review(env, name, answers)
		if err != nil || s.Step != "ready" {
			t.Fatalf("%s: stands at %s, %v", name, s.Step, err)
		}
		for n := range 20 {
			if text, buttons := Message(env.Texts, effects); utf8.RuneCountInString(text) > MaxText || len(buttons) > MaxButtons {
				t.Errorf("%s, page %d: %d characters, %d buttons", name, n, utf8.RuneCountInString(text), len(buttons))
			}
			press := "Lees verder"
			if n == 0 {
				press = "Lees alles"
			}
			if s, effects, err = l.Step(env, s, Input{Text: press}); err != nil || s.Mode != readingAll {
				t.Fatalf("%s, page %d: mode %q, %v", name, n, s.Mode, err)
			}
		}
	}
}
