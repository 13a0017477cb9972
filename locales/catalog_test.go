package locales

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const sampleFile = `# a comment
[idea]
received = "{{.ref}} is er. U hoort het op {{.by}}."
helpers = { one = "{{.n}} buur helpt mee.", other = "{{.n}} buren helpen mee." }
quoted = "Zij schreef: {{.inner}}"
several = """
Dit doet u:
{{.lines}}
"""

[idea.kind]
other = "iets anders"
id = "een kaart"
description = "een verhaal"
`

func parse(t *testing.T, file string) *Catalog {
	t.Helper()
	c, err := Parse("sample.toml", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRender(t *testing.T) {
	c := parse(t, sampleFile)
	tests := []struct {
		name string
		text Text
		want string
	}{
		{"arguments in any order", T("idea.received", "by", Date(moment), "ref", "KRA-2026-014"), "KRA-2026-014 is er. U hoort het op dinsdag 24 november 2026."},
		{"singular", T("idea.helpers", "n", 1), "1 buur helpt mee."},
		{"plural", T("idea.helpers", "n", 2), "2 buren helpen mee."},
		{"none is plural", T("idea.helpers", "n", 0), "0 buren helpen mee."},
		{"count of another type", T("idea.helpers", "n", Int(1)), "1 buur helpt mee."},
		{"count of another size", T("idea.helpers", "n", int64(1250)), "1.250 buren helpen mee."},
		{"count that is no number", T("idea.helpers", "n", "1"), "1 buren helpen mee."},
		{"a text in a text", T("idea.quoted", "inner", T("idea.helpers", "n", 3)), "Zij schreef: 3 buren helpen mee."},
		{"a list", T("idea.several", "lines", []Text{T("idea.helpers", "n", 1), T("idea.kind.other")}), "Dit doet u:\n1. 1 buur helpt mee.\n2. iets anders"},
		{"keys that mean something to the loader", T("idea.kind.id"), "een kaart"},
		{"missing text", T("idea.nothing"), "⟦idea.nothing⟧"},
		{"missing argument", T("idea.received", "ref", "KRA-2026-014"), "KRA-2026-014 is er. U hoort het op ⟦by⟧."},
		{"a name without a value", T("idea.quoted", "inner"), "Zij schreef: ⟦inner⟧"},
		{"names that are no text", T("idea.quoted", 5, 6, "inner", 7), "Zij schreef: 7"},
		{"nothing as a value", T("idea.quoted", "inner", nil), "Zij schreef: <nil>"},
		{"words of people stay as they are", T("idea.quoted", "inner", "{{.ref}} <b>*_"), "Zij schreef: {{.ref}} <b>*_"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := c.Render(tt.text); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestParseNamesFileAndLine(t *testing.T) {
	tests := []struct{ name, file, want string }{
		{"syntax", "[a]\nb = \"x\"\nc = oeps\n", "sample.toml:3:"},
		{"the same key twice", "a = \"x\"\na = \"y\"\n", "sample.toml:2:"},
		{"a placeholder without a point", "[a]\nb = \"x\"\nc = \"{{name}}\"\n", `sample.toml:3: a.c: a placeholder is written {{.name}}, not "{{name}}"`},
		{"a placeholder that does not end", "a = \"{{.name\"\n", "sample.toml:1: a:"},
		{"a placeholder that does not begin", "a = \"name}}\"\n", "sample.toml:1: a: }} without {{"},
		{"logic in a placeholder", "a = \"{{if .x}}ja{{end}}\"\n", "sample.toml:1: a:"},
		{"a number as text", "[a.b]\nc = 5\n", "sample.toml:2: a.b.c: is int64, want a text"},
		{"an empty text", "[a]\nb = \" \"\n", "sample.toml:2: a.b: is empty"},
		{"a plural without its other form", "[a]\nb = { one = \"x\", ohter = \"y\" }\n", "sample.toml:2: a.b: a text in singular and plural"},
		{"a plural with too many forms", "[a.b]\none = \"x\"\nother = \"y\"\nmany = \"z\"\n", "sample.toml:1: a.b: a text in singular and plural"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := Parse("sample.toml", []byte(tt.file))
			if err == nil {
				t.Fatalf("got a catalogue with %v, want an error", c.Keys())
			}
			if got := err.Error(); !strings.Contains(got, tt.want) {
				t.Errorf("got error %q, want it to contain %q", got, tt.want)
			}
		})
	}
}

func TestKeysAndPlaceholders(t *testing.T) {
	c := parse(t, sampleFile)
	wantKeys := []string{"idea.helpers", "idea.kind.description", "idea.kind.id", "idea.kind.other", "idea.quoted", "idea.received", "idea.several"}
	if diff := cmp.Diff(wantKeys, c.Keys()); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"by", "ref"}, c.Placeholders("idea.received")); diff != "" {
		t.Errorf("placeholders (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"n"}, c.Placeholders("idea.helpers")); diff != "" {
		t.Errorf("placeholders of a plural (-want +got):\n%s", diff)
	}
	if got := c.Placeholders("idea.kind.id"); len(got) != 0 {
		t.Errorf("got placeholders %v of a plain text, want none", got)
	}
	if !c.Has("idea.quoted") || c.Has("idea") || c.Has("idea.nothing") {
		t.Error("Has: want idea.quoted, and neither the table idea nor idea.nothing")
	}
}

func TestDutchIsWhole(t *testing.T) {
	c := Dutch()
	if len(c.Keys()) == 0 {
		t.Fatal("nl.toml holds no texts")
	}
	if c != Dutch() {
		t.Error("Dutch parsed the file again")
	}
}

// People's words and a missing argument reach Render as they come: it must never fail on any of them.
func TestRenderNeverPanics(t *testing.T) {
	c := Dutch()
	keys := append(c.Keys(), "", "no.such.key")
	rapid.Check(t, func(t *rapid.T) {
		value := rapid.OneOf(
			rapid.String().AsAny(), rapid.Int().AsAny(), rapid.Float64().AsAny(),
			rapid.Just[any](nil), rapid.Just[any](T("welcome.menu")), rapid.Just[any]([]Text{{}, T("welcome.menu")}),
			rapid.Map(rapid.Int64(), func(n int64) any { return Euro(n) }),
			rapid.Map(rapid.SampledFrom([]string{"n", "of", "said", "contact"}), func(s string) any { return s }),
		)
		text := T(rapid.SampledFrom(keys).Draw(t, "key"), rapid.SliceOfN(value, 0, 7).Draw(t, "args")...)
		if got := c.Render(text); got == "" {
			t.Fatalf("%v rendered to nothing", text)
		}
	})
}

// A replaced file may hold anything: it is refused, or every text of it can be said.
func FuzzParse(f *testing.F) {
	f.Add(sampleFile)
	f.Add("[a]\none = \"x\"\nother = \"{{.n}}\"\n")
	f.Add("[a]\ntranslation = \"x\"\nb = [1, {c = 1979-05-27}]\n")
	f.Add("a.b = \"{{.}}\"\n\"\" = \"x\"\n")
	f.Fuzz(func(t *testing.T, file string) {
		c, err := Parse("fuzz.toml", []byte(file))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "fuzz.toml:") {
				t.Errorf("error %q names no file", err)
			}
			return
		}
		for _, key := range c.Keys() {
			if got := c.Render(T(key, "n", 1)); got == "" {
				t.Errorf("%q rendered to nothing", key)
			}
			c.Placeholders(key)
		}
	})
}

// Render runs inside the store's writer for every message: a few microseconds at most.
func BenchmarkRender(b *testing.B) {
	c := Dutch()
	step := T("flow.engine.progress", "n", 2, "of", 6)
	echo := T("flow.engine.echo", "said", "volgende week dinsdag", "value", Date(moment))
	welcome := T("welcome.first", "contact", "Carla, telefoon 0528 123 456")
	plural := T("idea.helpers", "n", 12)
	sample, err := Parse("sample.toml", []byte(sampleFile))
	if err != nil {
		b.Fatal(err)
	}
	for _, bb := range []struct {
		name string
		c    *Catalog
		text Text
	}{{"short", c, step}, {"date", c, echo}, {"long", c, welcome}, {"plural", sample, plural}} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if bb.c.Render(bb.text) == "" {
					b.Fatal("nothing rendered")
				}
			}
		})
	}
}
