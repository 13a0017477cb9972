package answer

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// dresses are the ways in which people write one and the same answer.
var dresses = map[string]func(string) string{
	"capitals":    strings.ToUpper,
	"small":       strings.ToLower,
	"spaces":      func(s string) string { return "  " + strings.ReplaceAll(s, " ", "  ") + "\t " },
	"hard spaces": func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") },
	"full stop":   func(s string) string { return s + "." },
	"shout":       func(s string) string { return s + " !" },
	"please":      func(s string) string { return s + " aub" },
	"thanks":      func(s string) string { return s + ", alvast bedankt" },
	"greeting":    func(s string) string { return "Hallo, " + s },
	"quotes":      func(s string) string { return "“" + s + "”" },
	"smile":       func(s string) string { return s + " 😊" },
	"new line":    func(s string) string { return s + "\n" },
	"wide":        wide,
	"accents":     strings.NewReplacer("a", "á", "e", "ë", "o", "ò", "u", "ü", "A", "Á", "E", "È").Replace,
	"apart":       func(s string) string { return strings.ReplaceAll(s, "e", "e\u0301") },
	"typed quote": strings.NewReplacer("'", "’").Replace,
	"thank you":   func(s string) string { return s + "\n\nMet vriendelijke groet" },
	"zero width":  func(s string) string { return "\u200b" + s + "\ufeff" },
	"thin spaces": func(s string) string { return strings.ReplaceAll(s, " ", "\u2009") },
	"politely":    func(s string) string { return "Goedemorgen, " + s + " alstublieft." },
	"shouting":    func(s string) string { return strings.ToUpper(s) + "!!!" },
	"dots":        func(s string) string { return s + "..." },
}

// wide writes a text with the wide signs of some keyboards.
func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if '!' <= r && r <= '~' {
			return r + '！' - '!'
		}
		return r
	}, s)
}

// dressed is a text in the nth dress, and the name of that.
func dressed(text string, n int) (string, string) {
	names := slices.Sorted(maps.Keys(dresses))
	name := names[n%len(names)]
	return dresses[name](text), name
}

// One dress over another changes nothing either: each example in as many pairs as there are dresses.
func TestExamplesInTwoDresses(t *testing.T) {
	names := slices.Sorted(maps.Keys(dresses))
	read := 0
	for k, e := range readExamples(t) {
		want := readers[e.kind](e.input)
		for n, name := range names {
			over, second := dressed(dresses[name](e.input), n+1+k%(len(names)-1))
			read++
			if len(over) > maxLength {
				continue
			}
			if diff := cmp.Diff(want, readers[e.kind](over)); diff != "" {
				t.Errorf("%s %q with %s, then %s: %q (-plain +dressed):\n%s", e.kind, e.input, name, second, over, diff)
			}
		}
	}
	t.Logf("%d answers read", read)
}

// dutchOrdinals are "eerste" to "eenendertigste".
func dutchOrdinal(n int) string {
	number := strings.Join(dutchNumber(n, false, false), "")
	switch {
	case n == 1:
		return "eerste"
	case n == 3:
		return "derde"
	case n == 8 || n >= 20:
		return number + "ste"
	}
	return number + "de"
}

// dateForms are the ways to write a day with its year.
func dateForms(day time.Time) []string {
	d, m, y := day.Day(), int(day.Month()), day.Year()
	month, weekday := dutchMonths[m-1], dutchWeekdays[day.Weekday()]
	return []string{
		fmt.Sprintf("%d %s %d", d, month, y),
		fmt.Sprintf("%d %s. %d", d, month[:3], y),
		fmt.Sprintf("%d. %s %d", d, month, y),
		fmt.Sprintf("%d %s in %d", d, month, y),
		fmt.Sprintf("%s %d, %d", month, d, y),
		fmt.Sprintf("%de %s %d", d, month, y),
		fmt.Sprintf("%dste van %s %d", d, month, y),
		fmt.Sprintf("%d ste van %s %d", d, month, y),
		fmt.Sprintf("%d e %s %d", d, month, y),
		fmt.Sprintf("%s %s %d", dutchOrdinal(d), month, y),
		fmt.Sprintf("de %s van %s %d", dutchOrdinal(d), month, y),
		fmt.Sprintf("op %s %d %s %d", weekday, d, month, y),
		fmt.Sprintf("%s. %d %s %d", weekday[:2], d, month[:3], y),
		fmt.Sprintf("%sochtend %d %s %d", weekday, d, month, y),
		fmt.Sprintf("%s %d-%d-%d", weekday, d, m, y),
		fmt.Sprintf("%s %02d/%02d/%d", weekday[:2], d, m, y),
		fmt.Sprintf("%s %d %s %d om 19.30 uur", weekday, d, month, y),
		fmt.Sprintf("%d %s %d 's avonds", d, month, y),
		fmt.Sprintf("het wordt %d %s %d", d, month, y),
		fmt.Sprintf("%d-%d-'%02d", d, m, y%100),
		fmt.Sprintf("%d / %d / %d", d, m, y),
		fmt.Sprintf("%d–%d–%d", d, m, y),
		fmt.Sprintf("%d. %d. %d", d, m, y),
		fmt.Sprintf("%02d%02d%d", d, m, y),
		fmt.Sprintf("%d%02d%02d", y, m, d),
	}
}

// Every day of five years, in every form and dress: no wrong day and no needless question.
func TestDatesInOtherDress(t *testing.T) {
	read := 0
	for day := date(2026, 1, 1); day.Year() < 2031; day = day.AddDate(0, 0, 1) {
		want := day.Format(time.DateOnly)
		for n, text := range dateForms(day) {
			for _, k := range []int{0, 7, 13} {
				over, name := dressed(text, day.YearDay()+n+k)
				read++
				if got := readers["date"](over); got.Says != want {
					t.Errorf("%q with %s: %q is %s %v", text, name, over, got.Says, got.Likely)
				}
			}
		}
	}
	t.Logf("%d dates read", read)
}

// Eight digits that are no day of this century are asked.
func TestEightDigitsAreAsked(t *testing.T) {
	for _, text := range []string{"31022027", "20270231", "00122026", "20261301", "12345678", "05121026", "0512202", "051220266"} {
		if got := readers["date"](text); got.Says != "?" {
			t.Errorf("%q: got %s", text, got.Says)
		}
	}
}

// numberForms are more ways to write a number in words.
var numberForms = map[string]func([]string) string{
	"een with accents": func(w []string) string { return strings.ReplaceAll(strings.Join(w, ""), "een", "één") },
	"alone with accents": func(w []string) string {
		return strings.TrimSpace(strings.ReplaceAll(" "+strings.Join(w, " ")+" ", " een ", " één "))
	},
	"dots that stand apart": func(w []string) string {
		return strings.NewReplacer("tweeen", "tweëen", "drieen", "drieën").Replace(strings.Join(w, ""))
	},
	"hundreds apart": func(w []string) string {
		return strings.NewReplacer("honderd", " honderd ", "duizend", " duizend ").Replace(strings.Join(w, ""))
	},
	"dashes around en": func(w []string) string { return strings.ReplaceAll(strings.Join(w, " "), " en ", "-en-") },
	"about":            func(w []string) string { return "ongeveer " + strings.Join(w, "") },
	"some":             func(w []string) string { return "zo'n " + strings.Join(w, "") },
}

// Number words up to a million, as a number, people and money, in every form and dress.
func TestNumberWordsInOtherDress(t *testing.T) {
	read := 0
	for n := 0; n <= 1_000_000; n += 1 + n/250 {
		for way := range 4 {
			words := dutchNumber(n, way&1 != 0, way&2 != 0)
			for name, form := range numberForms {
				over, dress := dressed(form(words), n+way)
				for kind, want := range map[string]int{"number": n, "count": n, "euro": n * 100} {
					read++
					if got := readers[kind](over); got.Says != fmt.Sprint(want) {
						t.Errorf("%s, %s with %s: %q is %s, want %d", kind, name, dress, over, got.Says, want)
					}
				}
			}
		}
	}
	t.Logf("%d numbers read", read)
}
