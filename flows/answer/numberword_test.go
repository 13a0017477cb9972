package answer

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var (
	dutchSmall = strings.Fields("nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien")
	dutchTens  = strings.Fields("twintig dertig veertig vijftig zestig zeventig tachtig negentig")
)

// dutchNumber gives the words that a number is said with. By hundreds, 1,500 is
// vijftienhonderd; bridged, 101 is honderd en een.
func dutchNumber(n int, byHundreds, bridged bool) []string {
	say := func(n int) []string { return dutchNumber(n, byHundreds, bridged) }
	behind := func(n int) []string {
		switch {
		case n == 0:
			return nil
		case bridged && n < 100:
			return slices.Concat([]string{"en"}, say(n))
		}
		return say(n)
	}
	switch {
	case n < 20:
		return dutchSmall[n : n+1]
	case n < 100 && n%10 == 0:
		return dutchTens[n/10-2 : n/10-1]
	case n < 100:
		return []string{dutchSmall[n%10], "en", dutchTens[n/10-2]}
	case n < 200:
		return slices.Concat([]string{"honderd"}, behind(n%100))
	case n < 1000, byHundreds && n < 10_000 && n%1000 >= 100:
		return slices.Concat(say(n/100), []string{"honderd"}, behind(n%100))
	case n < 2000:
		return slices.Concat([]string{"duizend"}, behind(n%1000))
	case n < 1_000_000:
		return slices.Concat(say(n/1000), []string{"duizend"}, behind(n%1000))
	}
	return []string{"een", "miljoen"}
}

// joins are the ways people put the words together.
var joins = map[string]func([]string) string{
	"one word":  func(words []string) string { return strings.Join(words, "") },
	"all apart": func(words []string) string { return strings.Join(words, " ") },
	"official": func(words []string) string {
		text := strings.Join(words, "")
		text = strings.NewReplacer("tweeen", "tweeën", "drieen", "drieën").Replace(text)
		return strings.TrimSuffix(strings.ReplaceAll(text, "duizend", "duizend "), " ")
	},
	"shouted": func(words []string) string { return strings.ToUpper(strings.Join(words, "")) + "!" },
}

func TestNumberWords(t *testing.T) {
	numbers := make([]int, 0, 14_000)
	for n := range 10_001 {
		numbers = append(numbers, n)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 4000 {
		numbers = append(numbers, random.IntN(1_000_001))
	}
	for _, n := range append(numbers, 100_000, 999_999, 1_000_000) {
		for _, byHundreds := range []bool{false, true} {
			for _, bridged := range []bool{false, true} {
				words := dutchNumber(n, byHundreds, bridged)
				for name, join := range joins {
					text := join(words)
					if got := Number(text); !got.Sure || got.Value != n {
						t.Errorf("%s: %q is %d, got %+v", name, text, n, got)
					}
				}
			}
		}
	}
}

// Every number up to a million is read back, each in one of the ways to say it and
// to write it.
func TestEveryNumber(t *testing.T) {
	if testing.Short() {
		t.Skip("a million numbers take seconds; TestNumberWords reads a part of them")
	}
	const lanes = 4
	ways := []string{"one word", "all apart", "official", "shouted"}
	for lane := range lanes {
		t.Run(strconv.Itoa(lane), func(t *testing.T) {
			t.Parallel()
			for n := lane; n <= 1_000_000; n += lanes {
				way := n / 16
				text := joins[ways[(way+lane)%len(ways)]](dutchNumber(n, way&4 != 0, way&8 != 0))
				if got := Number(text); !got.Sure || got.Value != n {
					t.Errorf("%q is %d, got %+v", text, n, got)
				}
			}
		})
	}
}

func TestNumberWordsAsMoney(t *testing.T) {
	for n := range 3000 {
		text := joins["official"](dutchNumber(n, n%2 == 0, false))
		for _, form := range []string{"%s euro", "ongeveer %s euro", "€ %s", "we hebben %s euro nodig"} {
			text := strings.Replace(form, "%s", text, 1)
			if got := Euro(text); !got.Sure || got.Value != int64(n)*100 {
				t.Errorf("%q: got %+v, want %d", text, got, n*100)
			}
		}
	}
}

// A typing error may lead to a question, never to another number.
func TestMisspelledNumberWords(t *testing.T) {
	spelled := make(map[string]int)
	for n := range 10_000 {
		spelled[joins["one word"](dutchNumber(n, false, false))] = n
	}
	asked, read := 0, 0
	for n := 13; n < 1000; n += 7 {
		right := joins["one word"](dutchNumber(n, false, false))
		for _, wrong := range misspellings(right) {
			got := Number(wrong)
			other, isNumber := spelled[wrong] // "zevenhonderd" without its n
			switch {
			case !got.Sure:
				asked++
			case got.Value == n:
				read++
			case !isNumber || got.Value != other:
				t.Errorf("%q, misspelled %s, is read as %d", wrong, right, got.Value)
			}
		}
	}
	t.Logf("%d read, %d asked", read, asked)
	if read < asked/4 {
		t.Errorf("%d misspelled number words read, %d asked", read, asked)
	}
}

// misspellings gives a word with each letter left out, doubled, swapped with the
// next and struck beside.
func misspellings(text string) []string {
	var list []string
	for i := range len(text) {
		list = append(list, text[:i]+text[i+1:], text[:i]+text[i:i+1]+text[i:])
		if i+1 < len(text) && text[i] != text[i+1] {
			list = append(list, text[:i]+text[i+1:i+2]+text[i:i+1]+text[i+2:])
		}
		beside := string(rune('a' + (text[i]-'a'+1)%26))
		list = append(list, text[:i]+beside+text[i+1:])
	}
	return list
}

func TestNumbersTogether(t *testing.T) {
	tests := map[string]string{
		"anderhalf duizend":               "1500",
		"anderhalve duizend":              "1500",
		"tweeënhalf duizend":              "2500",
		"twee en een half duizend":        "2500",
		"een half miljoen":                "500000",
		"anderhalf miljoen":               "1500000",
		"anderhalf honderd":               "150",
		"15 honderd":                      "1500",
		"2 duizend":                       "2000",
		"2 duizend 500":                   "2500",
		"2,5 duizend":                     "2500",
		"3k":                              "3000",
		"3 k":                             "3000",
		"twee mille":                      "2000",
		"drie dozijn":                     "36",
		"een half dozijn":                 "6",
		"vief":                            "5",
		"vijfhonderdduizend":              "500000",
		"honderdvijftigduizend":           "150000",
		"een en twintig":                  "21",
		"duizend en een":                  "1001",
		"twaalf vijftig":                  "?",
		"vijftien vijftig":                "?",
		"twintig vijf":                    "?",
		"drie vier":                       "?",
		"vijf of zes":                     "?",
		"twee drie honderd":               "?",
		"honderd honderd":                 "?",
		"duizend duizend":                 "?",
		"anderhalf":                       "?",
		"half":                            "?",
		"vijfen":                          "?",
		"en":                              "?",
		"honderden":                       "?",
		"duizenden":                       "?",
		"zegen":                           "?",
		"leven":                           "?",
		"tiener":                          "?",
		"achter":                          "?",
		"duizend miljoen miljoen miljoen": "?",
		"999999999999":                    "?",
		"nummer 3":                        "3",
		"3.":                              "3",
		"zestieg":                         "?", // sixteen or sixty
		"viertien":                        "14",
		"hondert":                         "100",
	}
	for text, want := range tests {
		if got := readers["number"](text); got.Says != want {
			t.Errorf("%q: got %s, want %s", text, got.Says, want)
		}
	}
}

// What nobody here means is asked again, without the few figures that stand in it.
func TestTooLarge(t *testing.T) {
	for _, kind := range []string{"number", "euro", "count"} {
		for _, text := range []string{"10 miljard", "een biljoen euro", "2,5 miljard"} {
			if got := readers[kind](text); got.Says != "?" || len(got.Likely) > 0 {
				t.Errorf("%s %q: got %s, likely %v, want a question", kind, text, got.Says, got.Likely)
			}
		}
	}
}

// Whatever separators a number in digits has, it is read as it was meant or asked.
func TestDigits(t *testing.T) {
	for n := 1; n < 2_000_000; n += 1 + n/3 {
		plain := strconv.Itoa(n)
		for _, text := range []string{plain, grouped(n, "."), grouped(n, "\u00a0"), grouped(n, " "), grouped(n, "'")} {
			got := Number(text)
			if first, _, apart := strings.Cut(text, " "); apart && len(first) == 3 && n%1000 != 0 {
				if got.Sure {
					t.Errorf("%q may be two numbers, got %d", text, got.Value)
				}
				continue
			}
			if first, _, apart := strings.Cut(text, "\u00a0"); apart && len(first) == 3 && n%1000 != 0 {
				continue
			}
			if !got.Sure || got.Value != n {
				t.Errorf("%q: got %+v, want %d", text, got, n)
			}
		}
	}
}

func grouped(n int, separator string) string {
	text := strconv.Itoa(n)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + separator + text[i:]
	}
	return text
}
