package telegram

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSplit(t *testing.T) {
	for _, tt := range []struct {
		text  string
		limit int
		want  []string
	}{
		{"", 4, nil},
		{" \n ", 4, nil},
		{"kort", 4, []string{"kort"}},
		{" kort ", 4, []string{"kort"}},
		{"aan elkaar", 4, []string{"aan", "elka", "ar"}},
		{"abcd efgh", 4, []string{"abcd", "efgh"}},
		{"abc\nde fg hi", 6, []string{"abc\nde", "fg hi"}},
		{"abcde\nfg hi", 9, []string{"abcde", "fg hi"}},
		{"een twee\n\ndrie vier\nvijf", 20, []string{"een twee\n\ndrie vier", "vijf"}},
		{"een twee drie\n\nvier vijf", 20, []string{"een twee drie", "vier vijf"}},
		{"abc🌳def", 4, []string{"abc", "🌳de", "f"}},
		{"🌳🌳🌳", 4, []string{"🌳🌳", "🌳"}},
		{"abc    \n\n   def", 4, []string{"abc", "def"}},
	} {
		if diff := cmp.Diff(tt.want, split(tt.text, tt.limit)); diff != "" {
			t.Errorf("%q: %s", tt.text, diff)
		}
	}
}

func TestCut(t *testing.T) {
	for _, tt := range [][2]string{{"kort", "kort"}, {"vijf!", "vijf!"}, {"zes...", "zes.…"}, {"abc🌳de", "abc…"}, {"abc 🌳", "abc…"}, {"", ""}} {
		if got := cut(tt[0], 5); got != tt[1] {
			t.Errorf("%q: got %q, want %q", tt[0], got, tt[1])
		}
	}
}

// TestSplitLosesNothing: every part fits, none is empty, and together they are the text.
func TestSplitLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab \n\t🌳é&<>\u00a0\u2028"))).Draw(t, "text")
		limit := rapid.IntRange(2, 20).Draw(t, "limit")
		parts := split(text, limit)
		for _, p := range parts {
			if units(p) > limit || strings.TrimSpace(p) == "" || !utf8.ValidString(p) {
				t.Fatalf("part %q of %q", p, text)
			}
		}
		if got, want := strings.Join(strings.Fields(strings.Join(parts, " ")), ""), strings.Join(strings.Fields(text), ""); got != want {
			t.Fatalf("got %q, want %q", got, want)
		}
		if c := cut(text, limit); units(c) > limit {
			t.Fatalf("cut to %q", c)
		}
	})
}

func TestEscaped(t *testing.T) {
	text := `a < b & c > "d" &amp; 'e'`
	if got := plain(escaped(text)); got != text {
		t.Errorf("got %s", got)
	}
}
