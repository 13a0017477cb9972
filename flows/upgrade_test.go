package flows

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func feast(step string, answers map[string]Answer, trail ...string) State {
	return State{Flow: "feast", Version: 1, Step: step, Sequence: 7, Answers: answers, Trail: trail}
}

// The second version asks in another order and renames a step and a choice;
// the third takes a step away and asks for something new.
func TestUpgradeOverThreeVersions(t *testing.T) {
	name, guests := Answer{Text: "Soep"}, Answer{Text: "met 12", Value: "12"}
	tests := []struct {
		name      string
		old, want State
	}{
		{"at the first question", feast("name", nil),
			State{Flow: "feast", Version: 3, Step: "name", Sequence: 9}},
		{"at a renamed step", feast("guests", map[string]Answer{"name": name, "colour": {Value: "red"}}, "name", "colour"),
			State{Flow: "feast", Version: 3, Step: "people", Sequence: 9, Answers: map[string]Answer{"name": name}, Trail: []string{"name"}}},
		{"at a removed step", feast("colour", map[string]Answer{"name": name}, "name"),
			State{Flow: "feast", Version: 3, Step: "name", Sequence: 9, Lost: true, Answers: map[string]Answer{"name": name}}},
		{"at the summary", feast("confirm", map[string]Answer{"name": name, "colour": {Value: "none"}, "guests": guests}, "name", "colour", "guests"),
			State{Flow: "feast", Version: 3, Step: "confirm", Sequence: 9, Answers: map[string]Answer{"name": name, "people": guests}, Trail: []string{"name", "people"}}},
		{"in the midst of a question of the engine", func() State {
			s := feast("guests", nil)
			s.Mode, s.Read, s.Likely, s.Errors = choosing, "1.5", []string{"1", "2"}, 2
			return s
		}(), State{Flow: "feast", Version: 3, Step: "people", Sequence: 9}},
	}
	l := library(t, "upgrade")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, moved, err := l.Upgrade(reread(t, tt.old))
			if err != nil || !moved {
				t.Fatalf("moved %v, %v", moved, err)
			}
			if diff := cmp.Diff(tt.want, reread(t, got)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// Each step of the chain, apart: a renamed choice keeps its answer, one that
// is no more loses it.
func TestUpgradeRenamesChoices(t *testing.T) {
	l := library(t, "upgrade")
	second := l.flow("feast", 2)
	tests := []struct {
		old  string
		want map[string]Answer
	}{
		{"red", map[string]Answer{"colour": {Value: "crimson"}}},
		{"blue", map[string]Answer{"colour": {Value: "blue"}}},
		{"none", nil},
	}
	for _, tt := range tests {
		got := second.adopt(feast("name", map[string]Answer{"colour": {Value: tt.old}}))
		if diff := cmp.Diff(tt.want, got.Answers); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.old, diff)
		}
	}
}

// After an upgrade nobody is past a question that the old version did not ask,
// and nothing already said is asked for again.
func TestUpgradedConversationsComeToTheEnd(t *testing.T) {
	l, env := library(t, "upgrade"), environment(t)
	old := feast("confirm", map[string]Answer{"name": {Text: "Soep"}, "colour": {Value: "red"}, "guests": {Value: "12"}}, "name", "colour", "guests")
	s, _, err := l.Upgrade(old)
	if err != nil {
		t.Fatal(err)
	}
	var asked []string
	for _, text := range []string{"ja", "In de kerk", "ja"} {
		if s, _, err = l.Step(env, reread(t, s), Input{Text: text}); err != nil {
			t.Fatal(err)
		}
		asked = append(asked, s.Step)
	}
	if diff := cmp.Diff([]string{"place", "confirm", atEnd}, asked); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

// Words said to a question that was taken away are no answer to another one.
func TestLostStepAsksBeforeItListens(t *testing.T) {
	l, env := library(t, "upgrade"), environment(t)
	lost, _, err := l.Upgrade(feast("colour", map[string]Answer{"name": {Text: "Soep"}}, "name"))
	if err != nil {
		t.Fatal(err)
	}
	turns := map[string]func() (State, []Effect, error){
		"step":   func() (State, []Effect, error) { return l.Step(env, lost, Input{Text: "rood"}) },
		"resume": func() (State, []Effect, error) { return l.Resume(env, lost) },
	}
	for name, turn := range turns {
		s, effects, err := turn()
		if _, asked := effect[Ask](effects); err != nil || !asked || s.Step != "people" || s.Lost {
			t.Errorf("%s: %+v, %+v, %v", name, s, effects, err)
		}
		if diff := cmp.Diff(lost.Answers, s.Answers); diff != "" {
			t.Errorf("%s changed answers:\n%s", name, diff)
		}
	}
}

func TestWithoutMapTheOldVersionStays(t *testing.T) {
	l := library(t, "upgrade")
	l.flow("feast", 2).Upgrade = nil
	old := feast("guests", map[string]Answer{"name": {Text: "Soep"}})
	got, moved, err := l.Upgrade(old)
	if err != nil || moved {
		t.Errorf("moved %v, %v; want to stay", moved, err)
	}
	if diff := cmp.Diff(old, got); diff != "" {
		t.Errorf("state changed:\n%s", diff)
	}
	if s, _, err := l.Resume(environment(t), got); err != nil || s.Version != 1 {
		t.Errorf("resume on version %d: %v; want to go on with version 1", s.Version, err)
	}
}

func TestUpgradeMapsMustFit(t *testing.T) {
	tests := []struct {
		name    string
		upgrade Upgrade
		faults  int
	}{
		{"as it is", *library(t, "upgrade").flow("feast", 2).Upgrade, 0},
		{"a step unaccounted for", Upgrade{From: 1}, 1},
		{"from an unknown step", Upgrade{From: 1, Steps: map[string]string{"guests": "people", "cake": ""}}, 1},
		{"to an unknown step", Upgrade{From: 1, Steps: map[string]string{"guests": "cake"}}, 1},
		{"choices of an unknown step", Upgrade{From: 1, Steps: map[string]string{"guests": "people"},
			Choices: map[string]map[string]string{"cake": {"a": "b"}}}, 1},
		{"to an unknown choice", Upgrade{From: 1, Steps: map[string]string{"guests": "people"},
			Choices: map[string]map[string]string{"colour": {"red": "pink"}}}, 1},
		{"from a newer version", Upgrade{From: 3}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			versions := library(t, "upgrade").flows["feast"]
			versions[1].Upgrade = &tt.upgrade
			if got := upgradesFit(versions); len(got) != tt.faults {
				t.Errorf("got %v, want %d faults", got, tt.faults)
			}
		})
	}
}

// A part that was passed over stays so in a newer version, and advice that was read is not shown again.
func TestUpgradeKeepsParts(t *testing.T) {
	definition := func(version, more string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("name = \"tour\"\nversion = " + version + "\nend = \"tour\"\n" +
			"[[step]]\nid = \"p_one\"\nkind = \"part\"\n[[step]]\nid = \"a\"\nkind = \"text\"\noptional = true\n" +
			"[[step]]\nid = \"n_a\"\nkind = \"note\"\n" + more +
			"[[step]]\nid = \"p_last\"\nkind = \"part\"\n[[step]]\nid = \"z\"\nkind = \"text\"\noptional = true\n")}
	}
	asked := "[[step]]\nid = \"b\"\nkind = \"text\"\noptional = true\n"
	l, err := Load(fstest.MapFS{"tour.v1.toml": definition("1", ""),
		"tour.v2.toml": {Data: append(definition("2", asked).Data, "[upgrade]\nfrom = 1\n"...)}})
	if err != nil {
		t.Fatal(err)
	}
	env := environment(t)
	old := State{Flow: "tour", Version: 1, Step: "z", Sequence: 5, Trail: []string{"p_one", "a", "n_a", "p_last"}, Answers: map[string]Answer{
		"p_one": {Value: partGo}, "a": {}, "n_a": {Value: noteRead}, "p_last": {Value: partGo}}}
	s, moved, err := l.Upgrade(reread(t, old))
	if err != nil || !moved {
		t.Fatalf("moved %v, %v", moved, err)
	}
	if s, _, err = l.Step(env, s, Input{Text: "slot"}); err != nil || s.Step != "b" {
		t.Fatalf("goes on at %s, %v; want b, which is new", s.Step, err)
	}
	if s, _, err = l.Step(env, s, Input{Text: "nieuw"}); err != nil || !s.Ended() {
		t.Errorf("goes on at %s, %v; want the end", s.Step, err)
	}
	old.Answers["p_one"] = Answer{Value: partSkip}
	s, _, _ = l.Upgrade(reread(t, old))
	if s, _, err = l.Step(env, s, Input{Text: "slot"}); err != nil || !s.Ended() {
		t.Errorf("with the first part passed over goes on at %s, %v; want the end", s.Step, err)
	}
}
