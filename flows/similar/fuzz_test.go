package similar

import (
	"strings"
	"testing"
)

// FuzzTitles reads a file and a question.
func FuzzTitles(f *testing.F) {
	for _, title := range manyTitles(f) {
		f.Add(title+"\nBuurtrestaurant\n", title)
	}
	for _, s := range []string{"", "\n", "\xff", "\ufeff", "\x00", "ĳs", "e\u0301\u0301", "🎉", "-", "de", strings.Repeat("tje", 40), strings.Repeat("a ", 300), "İ", "ſs", "aaje", "eetje"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, file, asked string) {
		x := New(nil)
		n := ID(0)
		for title, err := range Titles("file", strings.NewReader(file)) {
			if err != nil {
				if !strings.HasPrefix(err.Error(), "file:") {
					t.Errorf("%v does not name the file", err)
				}
				break
			}
			if strings.ContainsAny(title, "\t\r\n") || strings.TrimSpace(title) != title {
				t.Errorf("title %q", title)
			}
			x.Add(n, title)
			if hits := x.Find(title, 1); plain(title) != "" && (len(hits) == 0 || hits[0].Score != 1) {
				t.Errorf("%q finds %v", title, hits)
			}
			if n++; n == 100 {
				break
			}
		}
		x.Find(asked, 3)
	})
}

// FuzzSynonyms reads a file of volunteers; what was read makes an index that works.
func FuzzSynonyms(f *testing.F) {
	for line := range strings.Lines(synonymsFile) {
		f.Add(line)
	}
	for _, s := range []string{"~~~~~ a", "~", ",", "a,a", "de, het", "a b c d e f g, h", "\xff, b", "🎉, feest", "# niets", "~ de", strings.Repeat("x", 300) + ", y", "speeltuin, moestuin\nmoestuin, wijk"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 2000 {
			t.Skip("more of the same")
		}
		s, err := parse("file", []byte(text))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "file:") {
				t.Errorf("%v does not name the file", err)
			}
			return
		}
		x := New(&Synonyms{groups: append(Standard().groups[:10:10], s.groups...)})
		for i, g := range s.groups {
			for _, m := range g.members {
				title := strings.Join(m, " ")
				x.Add(ID(i), title)
				if hits := x.Find(title, 1); len(hits) == 0 || hits[0].Score != 1 {
					t.Errorf("%q finds %v", title, hits)
				}
			}
		}
	})
}
