package flows

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"smederij/locales"
)

func TestFlowsOfTheProgramAreSound(t *testing.T) {
	l := library(t, "")
	for _, fault := range l.Check(locales.Dutch(), ends) {
		t.Error(fault)
	}
	for _, name := range []string{"idea", "decline", "ask", "answer", "worry", "join", "first", "complete", "restaurant", "lessons", "kind", "merge", "appeal", "reject", "advise_if", "advise_not", "relocate", "join_team", "adopt", "shelve",
		"allocate", "grant", "pass", "pay", "release", "correct", "halt",
		"planning", "rest", "summer", "agenda", "longer", "needs", "progress",
		"report", "report_ask", "report_reply", "not_done"} {
		if l.Newest(name) == nil {
			t.Errorf("flow %s is missing", name)
		}
	}
	for _, dir := range []string{"kinds", "upgrade"} {
		for _, fault := range library(t, dir).Check(texts(t), []string{"book", "note", "feast"}) {
			t.Errorf("testdata/%s: %v", dir, fault)
		}
	}
}

// note is a sound definition; each test below breaks it at one place.
const note = `name = "note"
version = 1
end = "note"

[[step]]
id = "text"
kind = "text"

[[step]]
id = "more"
kind = "text"
optional = true
`

// refused gives the faults of a definition, at loading or at checking.
func refused(t *testing.T, data string) string {
	t.Helper()
	l, err := Load(fstest.MapFS{"note.v1.toml": &fstest.MapFile{Data: []byte(data)}})
	if err != nil {
		return err.Error()
	}
	var faults []string
	for _, fault := range l.Check(texts(t), []string{"note"}) {
		faults = append(faults, fault.Error())
	}
	return strings.Join(faults, "\n")
}

func TestMistakesAreNamedWithFileAndLine(t *testing.T) {
	if got := refused(t, note); got != "" {
		t.Fatalf("the sound definition is refused: %s", got)
	}
	tests := []struct{ name, old, new, want string }{
		{"syntax", `kind = "text"`, `kind = text`, "note.v1.toml:7: "},
		{"type", "version = 1", `version = "one"`, "note.v1.toml:2: "},
		{"unknown key", "optional = true", "optionel = true", "note.v1.toml:12: unknown key step.optionel"},
		{"unknown top key", `end = "note"`, `einde = "note"`, "note.v1.toml:3: unknown key einde"},
		{"unknown table", "[[step]]\nid = \"more\"", "[steps]\nid = \"more\"", "note.v1.toml:9: unknown key steps"},
		{"unknown key inside", "optional = true", `next = [{ wenn = "x", to = "end" }]`, "note.v1.toml:12: unknown key step.next.wenn"},
		{"file name", "version = 1", "version = 2", "note.v1.toml:1: a file with name"},
		{"id twice", `id = "more"`, `id = "text"`, `note.v1.toml:10: step id "text" stands here for the second time`},
		{"id form", `id = "more"`, `id = "More!"`, `note.v1.toml:10: step id "More!"`},
		{"id too long", `id = "more"`, `id = "seventeen_letters"`, "note.v1.toml:10: step id"},
		{"kind", "kind = \"text\"\noptional", "kind = \"tekst\"\noptional", `note.v1.toml:11: step more: unknown kind "tekst"`},
		{"choices missing", "kind = \"text\"\noptional = true", `kind = "choice"`, "note.v1.toml:9: step more: a choice has 2"},
		{"choices too many", "optional = true", `choices = ["a"]`, "note.v1.toml:12: step more: kind text has no choices"},
		{"choice taken", "kind = \"text\"\noptional = true", "kind = \"choice\"\nchoices = [\"a\", \"ask\"]", `note.v1.toml:12: step more: choice "ask" is taken`},
		{"accepts", "optional = true", `accepts = ["sticker"]`, "note.v1.toml:12: step more: \"sticker\" cannot be accepted"},
		{"max", "optional = true", "max = 1001", "note.v1.toml:12: step more: max is 1 to 1000"},
		{"next to nowhere", "optional = true", `next = [{ to = "nowhere" }]`, `note.v1.toml:12: step more: next leads to "nowhere"`},
		{"confirm without choice", "kind = \"text\"\noptional = true", `kind = "confirm"`, "note.v1.toml:9: step more: a confirm step has one choice"},
		{"never reached", "kind = \"text\"\n\n", "kind = \"text\"\nnext = [{ to = \"end\" }]\n\n", "note.v1.toml:11: step more is never reached"},
		{"no end", "optional = true", `next = [{ to = "text" }]`, "note.v1.toml:10: step more never comes to an end"},
		{"rule", "optional = true", `rules = ["polite"]`, `note.v1.toml:12: step more: rule "polite" is not registered`},
		{"predicate", "optional = true", `next = [{ when = "full_moon", to = "end" }]`, `note.v1.toml:12: step more: predicate "full_moon" is not registered`},
		{"end action", `end = "note"`, `end = "nota"`, `note.v1.toml:3: end action "nota" is not registered`},
		{"text missing", `id = "more"`, `id = "less"`, "note.v1.toml:10: text flow.note.less.ask is missing"},
		{"upgrade from nowhere", "optional = true", "[upgrade]\nfrom = 1", "note.v1.toml:12: upgrade from version 1"},
		{"part by another name", "kind = \"text\"\noptional = true", `kind = "part"`, "note.v1.toml:10: step more: the id of a part"},
		{"part that is no part", `id = "more"`, `id = "p_more"`, "note.v1.toml:10: step p_more: the id of a part"},
		{"part that branches", "id = \"more\"\nkind = \"text\"\noptional = true", "id = \"p_more\"\nkind = \"part\"\nnext = [{ to = \"end\" }]", "note.v1.toml:12: step p_more: a part leads to its first question"},
		{"advice with a rule", "kind = \"text\"\noptional = true", "kind = \"note\"\nrules = [\"one_line\"]", "note.v1.toml:11: step more: kind note has no optional"},
		{"advice without its text", "kind = \"text\"\noptional = true", `kind = "note"`, "note.v1.toml:10: text flow.note.more.note is missing"},
		{"too many questions", note[strings.LastIndex(note, "[[step]]"):], strings.Repeat("[[step]]\nid = \"same\"\nkind = \"text\"\n", 24), "note.v1.toml:1: a flow has at most 24 questions, this one 25"},
		{"no steps", note[strings.Index(note, "[[step]]"):], "", "note.v1.toml:1: a flow has 1 to 48 steps"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			at := strings.LastIndex(note, tt.old)
			if at < 0 {
				t.Fatalf("%q does not stand in the definition", tt.old)
			}
			if tt.name == "syntax" || tt.name == "never reached" {
				at = strings.Index(note, tt.old)
			}
			got := refused(t, note[:at]+tt.new+note[at+len(tt.old):])
			if !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want %q in it", got, tt.want)
			}
		})
	}
}

func TestTextsThatDoNotFit(t *testing.T) {
	long := strings.Repeat("heel ", 100)
	tests := []struct{ name, old, new, want string }{
		{"label", `short = "Notitie"`, `short = "Een notitie die veel te lang is"`, "text flow.note.text.short has 31 characters, at most 24 fit"},
		{"prompt", `ask = "Wat wilt u kwijt?"`, `ask = "` + long + `?"`, "text flow.note.text.ask has 501 characters, at most 450 fit"},
		{"placeholder", `ask = "Wat wilt u kwijt?"`, `ask = "Wat wilt u kwijt, {{.name}}?"`, "text flow.note.text.ask has a placeholder"},
		{"engine label", `keep = "Laat zo staan"`, `keep = "Laat het maar precies zo staan"`, "label flow.engine.button.keep is longer"},
		{"engine text", `noted = "`, `notet = "`, "text flow.engine.noted of the engine is missing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var data string
			for _, file := range []string{"../locales/nl.toml", "testdata/texts.toml"} {
				part, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				data += string(part) + "\n"
			}
			if strings.Count(data, tt.old) != 1 {
				t.Fatalf("%q stands %d times in the texts", tt.old, strings.Count(data, tt.old))
			}
			c, err := locales.Parse("nl.toml", []byte(strings.Replace(data, tt.old, tt.new, 1)))
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for _, fault := range library(t, "kinds").Check(c, []string{"book", "note"}) {
				got.WriteString(fault.Error() + "\n")
			}
			if !strings.Contains(got.String(), tt.want) {
				t.Errorf("got %q, want %q in it", got.String(), tt.want)
			}
		})
	}
}

// Whatever stands in a definition, it is refused or can be played.
func FuzzDefinition(f *testing.F) {
	for _, file := range []string{"kinds/trip.v1.toml", "kinds/note.v1.toml", "kinds/visit.v1.toml", "upgrade/feast.v2.toml"} {
		data, err := os.ReadFile("testdata/" + file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	env := environment(f)
	inputs := []string{"ja", "3", "Krakeel", "terug", "overslaan", "een verhaal"}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, name := range []string{"trip", "note", "visit", "feast"} {
			l, err := Load(fstest.MapFS{name + ".v1.toml": &fstest.MapFile{Data: data}})
			if err != nil {
				if !strings.Contains(err.Error(), name+".v1.toml:") {
					t.Fatalf("error without file and line: %v", err)
				}
				continue
			}
			if len(l.Check(env.Texts, nil)) == 0 {
				t.Fatal("a flow without an end action passes the check")
			}
			s, _, err := l.Start(env, name, nil)
			for i := 0; err == nil && i < 20 && !s.Ended(); i++ {
				s, _, err = l.Step(env, s, Input{Text: inputs[i%len(inputs)]})
			}
		}
	})
}
