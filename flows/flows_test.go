package flows

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"github.com/BurntSushi/toml"

	"smederij/flows/answer"
	"smederij/locales"
)

// ends are the actions the flows of the program may end in.
var ends = []string{"submit_idea", "decline_idea", "ask_author", "answer_question", "record_worry", "join_people", "first_words", "told_more", "order_allocate", "order_grant", "order_pay", "order_release", "order_correct", "pass_idea", "halt_idea",
	"kind_said", "ask_merge", "appeal_idea", "reject_appeal",
	"advise_if", "advise_not", "relocate_idea", "adopt_idea", "shelve_idea", "set_planning", "set_rest", "set_summer", "set_agenda", "checkin_longer", "checkin_help", "checkin_photo",
	"hand_in_report", "ask_about_report", "answer_about_report", "say_why_not_done"}

// library loads the flows of the program, or those of a folder under testdata.
func library(tb testing.TB, dir string) *Library {
	tb.Helper()
	fsys := Embedded()
	if dir != "" {
		fsys = os.DirFS("testdata/" + dir)
	}
	l, err := Load(fsys)
	if err != nil {
		tb.Fatal(err)
	}
	l.Predicates["by_bike"] = func(_ Env, answers map[string]Answer) bool { return answers["how"].Value == "bike" }
	l.Rules["few"] = func(_ Env, a Answer, _ map[string]Answer) (Answer, bool) { return a, len(a.Value) == 1 }
	return l
}

// texts is the catalogue of the program with the texts of the test flows.
func texts(tb testing.TB) *locales.Catalog {
	tb.Helper()
	var data []byte
	for _, file := range []string{"../locales/nl.toml", "testdata/texts.toml"} {
		part, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		data = append(append(data, part...), '\n')
	}
	c, err := locales.Parse("nl.toml with testdata/texts.toml", data)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// environment is Monday 23 November 2026, nine o'clock, with the Smederijen of
// the program.
func environment(tb testing.TB) Env {
	tb.Helper()
	var seed struct {
		Smederij []struct {
			Code, Name, Team string
			Aliases          []string
		}
	}
	if _, err := toml.DecodeFile("../store/smederijen.toml", &seed); err != nil {
		tb.Fatal(err)
	}
	env := Env{Now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Texts: texts(tb), Contact: "Carla, telefoon 0528 123 456", Later: locales.T("talk.later.idea")}
	for _, s := range seed.Smederij {
		env.Places = append(env.Places, answer.Place{Code: s.Code, Name: s.Name, Team: s.Team, Aliases: s.Aliases})
	}
	if len(env.Places) < 20 {
		tb.Fatalf("%d Smederijen, want the 24 of the program", len(env.Places))
	}
	return env
}

// reread writes a state and reads it back, as it happens between any two turns.
func reread(tb interface{ Fatalf(string, ...any) }, s State) State {
	data, err := json.Marshal(s)
	if err != nil {
		tb.Fatalf("marshal state: %v", err)
	}
	var back State
	if err := json.Unmarshal(data, &back); err != nil {
		tb.Fatalf("unmarshal state: %v", err)
	}
	return back
}

// effect finds the first effect of a kind.
func effect[E Effect](effects []Effect) (E, bool) {
	for _, e := range effects {
		if found, ok := e.(E); ok {
			return found, true
		}
	}
	var none E
	return none, false
}
