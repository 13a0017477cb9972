package answer

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Every word must be written the way answers are folded, or it is never found.
func TestWordsAreFolded(t *testing.T) {
	w := vocabulary()
	seen := 0
	check := func(list, phrase string) {
		seen++
		joined, ok := joinWords(tokens(phrase))
		if !ok || joined != phrase {
			t.Errorf("%s: %q is read as %q", list, phrase, joined)
		}
	}
	for phrase := range w.yesno {
		check("yesno", phrase)
	}
	for phrase := range w.command.meanings {
		check("command", phrase)
	}
	for _, kind := range []numberKind{w.number.plain, w.number.euro, w.number.count} {
		for phrase := range kind.around {
			check("number", phrase)
		}
	}
	for phrase := range w.date.roles {
		check("date", phrase)
	}
	for phrase := range w.date.holidays {
		check("holiday", phrase)
	}
	for phrase := range w.place.around {
		check("place", phrase)
	}
	if seen < 3000 {
		t.Errorf("only %d phrases", seen)
	}
}

// A command that is a plain yes or no would swallow answers.
func TestCommandsAreNoYesOrNo(t *testing.T) {
	for phrase, m := range vocabulary().command.meanings {
		if r := YesNo(phrase); r.Sure && m.sure != None {
			t.Errorf("%q is the command %s, and a yes or no", phrase, m.sure)
		}
	}
}

// "Nee, …" before any no is a no, and "ja, …" before any yes is a yes, unless the
// two together are a sigh.
func TestYesBeforeYes(t *testing.T) {
	w := vocabulary()
	for phrase, meaning := range w.yesno {
		first := map[opinion]string{yes: "ja", no: "nee"}[meaning]
		if first == "" || strings.HasPrefix(phrase, first+" ") || w.yesno[first+" "+phrase] == doubt || strings.HasPrefix(phrase, "ja ") {
			continue // "ja ja …" is the sigh
		}
		for _, text := range []string{first + " " + phrase, first + ", " + phrase, phrase + ", " + first} {
			if got := YesNo(text); !got.Sure || got.Value != (meaning == yes) {
				t.Errorf("%q: got %+v", text, got)
			}
		}
	}
}

// What may stand around a number must not be a number, nor a limit or a rate.
func TestAroundKeepsTheNumber(t *testing.T) {
	w := &vocabulary().number
	for _, kind := range []numberKind{w.plain, w.euro, w.count} {
		for phrase := range kind.around {
			if f, ok := w.figureAt(tokens(phrase), 0, kind.sets); ok && f.tokens == 1+strings.Count(phrase, " ") {
				t.Errorf("%q is a number itself: %v", phrase, f.readings)
			}
		}
		for _, never := range []string{"niet", "geen", "per", "tot", "max", "maximaal", "minimaal", "minstens", "hooguit", "bijna", "ruim", "of", "min", "keer en"} {
			if kind.around[never] {
				t.Errorf("%q changes a number", never)
			}
		}
	}
}

func TestReadWordsRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ old, new, want string }{
		"unknown key":      {"[yesno]\n", "[yesno]\ncolour = 1\n", "unknown key"},
		"broken pattern":   {`"geenszins"`, `"(geenszins"`, "bracket"},
		"yes and no":       {`no = [`, `no = [ "jazeker",`, "both yes and no"},
		"two commands":     {`terug = [`, `terug = [ "stop",`, "two lists"},
		"unknown command":  {`likely = ["help"]`, `likely = ["hulp"]`, "no command"},
		"unknown rule":     {`rules = ["1-1"]`, `rules = ["1/1"]`, "holiday rule"},
		"not TOML":         {"[yesno]\n", "[yesno\n", "toml"},
		"two date roles":   {`past = [`, `past = [ "over",`, "two lists"},
		"misspelled":       {`misspelled = [`, `misspelled = [ "misschien",`, "misspelled"},
		"long politeness":  {`polite = [`, `polite = [ "een twee drie vier vijf",`, "more than"},
		"sign of nothing":  {`signs = {`, `signs = { "🎈" = "vliegen",`, "no command"},
		"holiday twice":    {`names = ["driekoningen"]`, `names = ["moederdag"]`, "twice"},
		"empty pattern":    {`"geenszins"`, `"geenszins?"`, "empty answer"},
		"stray mark":       {`"geenszins"`, `"? geenszins"`, "question mark"},
		"bracket too many": {`"geenszins"`, `"geenszins)"`, "bracket too many"},
	} {
		if !strings.Contains(wordsFile, tt.old) {
			t.Errorf("%s: %q does not stand in words.toml", name, tt.old)
			continue
		}
		_, err := readWords(strings.Replace(wordsFile, tt.old, tt.new, 1))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got error %v, want %q in it", name, err, tt.want)
		}
	}
}

func TestExpand(t *testing.T) {
	got, err := expand("ik? (stop|kap (er)? mee) nu?")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"ik stop nu", "ik stop", "ik kap er mee nu", "ik kap er mee", "ik kap mee nu", "ik kap mee",
		"stop nu", "stop", "kap er mee nu", "kap er mee", "kap mee nu", "kap mee",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"  Drieëntachtig \t€\u00a01.500 ": "drieentachtig € 1.500",
		"e\u0308e\u0301n":                 "een",
		"ZO’N ’s AVONDS":                  "zon s avonds",
		"1500,— 5–6":                      "1500,- 5-6",
		"٢٥ ２５ २५ 2️⃣5️⃣":                 "25 25 25 25",
		"👍🏽\u200d":                        "👍",
		"\u00adover\u00adslaan\u200b":     "overslaan",
		"ĲSVRĲ":                           "ijsvrij",
		"\x00\x1b[0m":                     "[0m",
		"\xff":                            "\ufffd",
	} {
		if got := fold(text); got != want {
			t.Errorf("fold(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTokens(t *testing.T) {
	tests := map[string]string{
		"€ 1.500,- a.u.b.":    "€ 1.500 _ aub .",
		"25pers. 19:30":       "25 pers . 19 : 30",
		"1 500 euro, 500 750": "1.500 euro , 500 750",
		"10 000 000,50":       "10.000.000,50",
		"5 12 2026":           "5 12 2026",
		"1..500 500,-750":     "1..500 500 , - 750",
		"+/-25 +-3":           "± 25 ± 3",
		"a.b.cd":              "ab . cd",
	}
	for text, want := range tests {
		var parts []string
		for _, token := range tokens(text) {
			if token.kind == wholes {
				token.text = "_"
			}
			parts = append(parts, token.text)
		}
		if got := strings.Join(parts, " "); got != want {
			t.Errorf("tokens(%q) = %s, want %s", text, got, want)
		}
	}
	for _, long := range []string{strings.Repeat("a", maxLength+1), strings.Repeat("a ", maxTokens+1)} {
		if got := tokens(long); got != nil {
			t.Errorf("%d bytes: %d tokens, want none", len(long), len(got))
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b        string
		limit, want int
	}{
		{"krakeel", "krakeel", 2, 0},
		{"krakeel", "krakel", 2, 1},
		{"krakeel", "karkeel", 2, 1},
		{"krakeel", "karkel", 2, 2},
		{"krakeel", "karekl", 2, 3},
		{"zuid", "zuidwolde", 2, 3},
		{"", "ab", 2, 2},
		{"abc", "", 2, 3},
		{"ab", "ba", 1, 1},
	} {
		if got := distance(tt.a, tt.b, tt.limit); got != tt.want {
			t.Errorf("distance(%q, %q, %d) = %d, want %d", tt.a, tt.b, tt.limit, got, tt.want)
		}
		if got := distance(tt.b, tt.a, tt.limit); got != tt.want {
			t.Errorf("distance(%q, %q, %d) = %d, want %d", tt.b, tt.a, tt.limit, got, tt.want)
		}
	}
}
