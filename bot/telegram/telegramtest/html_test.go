package telegramtest

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestHTMLEntities(t *testing.T) {
	for _, tt := range []struct {
		src, text string
		want      []Entity
	}{
		{"a<b>b</b>", "ab", []Entity{{Type: "bold", Offset: 1, Length: 1}}},
		{"😀<i>é</i>", "😀é", []Entity{{Type: "italic", Offset: 2, Length: 1}}},
		{"<b>a<i>b</i></b>", "ab", []Entity{{Type: "bold", Length: 2}, {Type: "italic", Offset: 1, Length: 1}}},
		{`<a href="https://a.nl/?x=1&amp;y=2">x</a>`, "x", []Entity{{Type: "text_link", Length: 1, URL: "https://a.nl/?x=1&y=2"}}},
		{`<pre><code class="language-go">x</code></pre>`, "x", []Entity{{Type: "pre", Length: 1, Language: "go"}}},
		{`<blockquote expandable>x</blockquote>`, "x", []Entity{{Type: "expandable_blockquote", Length: 1}}},
		{`<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>`, "xy", []Entity{{Type: "spoiler", Length: 1}, {Type: "spoiler", Offset: 1, Length: 1}}},
		{"<STRONG>x</strong>", "x", []Entity{{Type: "bold", Length: 1}}},
		{"<b></b>x", "x", nil},
	} {
		text, entities, err := parseHTML(tt.src)
		if err != nil || text != tt.text {
			t.Errorf("%s: got %q, %v", tt.src, text, err)
		}
		if diff := cmp.Diff(tt.want, entities); diff != "" {
			t.Errorf("%s: %s", tt.src, diff)
		}
	}
}

func TestTrimMovesMarks(t *testing.T) {
	f := formatted{" \n vet en  ", []Entity{{Type: "bold", Offset: 2, Length: 4}, {Type: "italic", Offset: 9, Length: 2}}}
	f.trim()
	if diff := cmp.Diff(formatted{"vet en", []Entity{{Type: "bold", Length: 3}}}, f, cmp.AllowUnexported(formatted{})); diff != "" {
		t.Error(diff)
	}
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// TestEscapedIsPlain: what is escaped comes back as it was, marked where it was marked.
func TestEscapedIsPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, marked := rapid.String().Draw(t, "before"), rapid.StringN(1, -1, -1).Draw(t, "marked")
		text, entities, err := parseHTML(escaper.Replace(before) + "<b>" + escaper.Replace(marked) + "</b>")
		if err != nil {
			t.Fatal(err)
		}
		if text != before+marked {
			t.Fatalf("got %q, want %q", text, before+marked)
		}
		want := []Entity{{Type: "bold", Offset: units(before), Length: units(marked)}}
		if diff := cmp.Diff(want, entities); diff != "" {
			t.Fatal(diff)
		}
	})
}

// FuzzHTML: anything is read or refused, and what is marked lies in the text.
func FuzzHTML(f *testing.F) {
	for _, seed := range []string{"<b>x</b>", "&#x41;", "<a href='&lt;'>x", "</", "<", "&;", "<pre><code>x</code></pre>", "<b a=1 b>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if !utf8.ValidString(src) {
			return // refused before it is read
		}
		text, entities, err := parseHTML(src)
		if err != nil {
			return
		}
		if failed := (formatted{text, entities}).checkEntities(); failed != nil {
			t.Errorf("%q: %s", src, failed.Description)
		}
	})
}

func TestDetect(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"/start abc", []string{"/start"}},
		{"😀 /idee@smederij_bot", []string{"/idee@smederij_bot"}},
		{"hoi @smederij_bot!", []string{"@smederij_bot"}},
		{"zie https://a.nl/x en t.me/smederij_bot?start=1", []string{"https://a.nl/x", "t.me/smederij_bot?start=1"}},
		{"1/2 en /", nil},
	} {
		var got []string
		for _, e := range detect(tt.text) {
			got = append(got, part(tt.text, e))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%q: %s", tt.text, diff)
		}
	}
}
