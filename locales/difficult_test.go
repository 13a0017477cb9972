package locales

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

//go:embed testdata/difficult-words.tsv
var difficultWords string

// allowedDifficult are words marked let_op that the catalogue may use, with the
// reason. A word marked fout has no exception.
var allowedDifficult = map[string]string{
	"persoonsgegevens": "part of the name Autoriteit Persoonsgegevens",
	"voldoen aan":      "the label of an accepted idea, known from the spelregels",
}

// difficult is one line of the list: a word or words, and what to say instead.
type difficult struct {
	words  string
	easier string
	wrong  bool // marked fout
	match  func(sentence string) bool
}

var difficultList = readDifficult(difficultWords)

func readDifficult(tsv string) []difficult {
	var all []difficult
	for line := range strings.Lines(tsv) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 4 || f[0] == "woord" {
			continue
		}
		entry := strings.ReplaceAll(f[0], "dien(t) u", "dient u") // the one entry with two spellings; the inflections know "dien"
		all = append(all, difficult{f[0], f[1], f[3] == "fout", matcher(entry)})
	}
	return all
}

// matcher finds an entry in a sentence of lower case: abbreviations as they are
// written, verbs in any form and with other words between, the rest inflected.
func matcher(entry string) func(string) bool {
	if strings.ContainsAny(entry, "./") {
		literal := regexp.MustCompile(`(^|[^\pL.])` + regexp.QuoteMeta(entry) + `($|[^\pL])`)
		return literal.MatchString
	}
	parts := strings.Fields(entry)
	forms := make([][]string, len(parts))
	scattered := false
	for i, p := range parts {
		if i == 0 || len(parts) < 4 || isVerb(p) {
			forms[i] = inflections(p)
		} else {
			forms[i] = []string{p}
		}
		scattered = scattered || len(parts) > 1 && isVerb(p)
	}
	prefix, stems := separable(entry)
	return func(sentence string) bool {
		ws := words(sentence)
		if prefix != "" && split(ws, stems, prefix) {
			return true
		}
		if scattered {
			return !slices.ContainsFunc(forms, func(f []string) bool { return !containsAny(ws, f) })
		}
		for i := 0; i+len(forms) <= len(ws); i++ {
			if inRow(ws[i:], forms) {
				return true
			}
		}
		return false
	}
}

func containsAny(ws, forms []string) bool {
	return slices.ContainsFunc(ws, func(w string) bool { return slices.Contains(forms, w) })
}

func inRow(ws []string, forms [][]string) bool {
	for i, f := range forms {
		if !slices.Contains(f, ws[i]) {
			return false
		}
	}
	return true
}

// split reports whether a separated verb stands here: "vangt … aan".
func split(ws, stems []string, prefix string) bool {
	verb := slices.IndexFunc(ws, func(w string) bool { return slices.Contains(stems, w) })
	return verb >= 0 && slices.Contains(ws[verb+1:], prefix)
}

// Verbs in the list that follow no rule, and words that only look like an inflection.
var (
	irregular = map[string][]string{
		"zijn": {"is", "was", "waren"}, "hebben": {"heb", "hebt", "heeft", "had", "hadden", "gehad"},
		"nemen": {"nam", "namen", "genomen"}, "doen": {"doe", "doet", "deed", "deden", "gedaan"},
		"gaan": {"ga", "gaat", "ging", "gingen", "gegaan"}, "geven": {"gaf", "gaven", "gegeven"},
		"dragen": {"droeg", "droegen", "gedragen"}, "vinden": {"vond", "vonden", "gevonden"},
		"verkrijgen": {"verkreeg", "verkregen"}, "verzoeken": {"verzocht", "verzochten"}, "vernemen": {"vernam", "vernamen", "vernomen"},
		"aanvangen": {"ving", "vingen", "aangevangen"}, "toezenden": {"zond", "zonden", "toegezonden"}, "mededelen": {"meegedeeld"},
		"voldoen": {"voldoe", "voldoet", "voldeed", "voldeden", "voldaan"}, "dient": {"dien"},
	}
	notInflected = map[string]string{"bezig": "bezigen", "min": "min.", "be": "beoogd"}
	prefixes     = []string{"aan", "toe", "in", "mede", "af", "uit"}
	unseparated  = []string{"be", "ver", "ge", "her", "ont", "onder"}
)

func isVerb(w string) bool {
	return w == "zijn" || w == "doen" || w == "gaan" || strings.HasSuffix(w, "en") && len(w) > 4
}

// inflections is a word in the forms it takes in a sentence. Some do not exist,
// and find nothing.
func inflections(w string) []string {
	forms := []string{w, w + "e", w + "s", w + "en", w + "n"}
	forms = append(forms, irregular[w]...)
	if open := doubleVowel.ReplaceAllString(w, "$1$3"); open != w { // adequaat, adequate
		forms = append(forms, open+"e", open+"en")
	}
	if isVerb(w) {
		prefix, _ := separable(w)
		for _, stem := range stemsOf(strings.TrimPrefix(w, prefix)) {
			forms = append(forms, conjugated(prefix+stem)...)
			ge := "ge"
			if prefix == "" && slices.ContainsFunc(unseparated, func(p string) bool { return strings.HasPrefix(w, p) }) {
				ge = ""
			}
			for _, end := range []string{"d", "t", "de", "te"} {
				forms = append(forms, prefix+ge+stem+end)
			}
		}
		forms = append(forms, w+"d", w+"de")
	}
	return slices.DeleteFunc(forms, func(f string) bool { return notInflected[f] == w })
}

func conjugated(stem string) []string {
	return []string{stem, stem + "t", stem + "de", stem + "den", stem + "te", stem + "ten"}
}

// separable is the part a verb leaves at the end of the sentence, and the forms of the rest.
func separable(w string) (prefix string, forms []string) {
	if strings.Contains(w, " ") || !isVerb(w) {
		return "", nil
	}
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(w, p); ok && len(rest) > 4 && strings.ContainsAny(rest[:1], "bcdfghjklmnprstvwz") {
			forms = append(forms, rest)
			for _, stem := range stemsOf(rest) {
				forms = append(forms, conjugated(stem)...)
			}
			return p, append(forms, irregular[w]...)
		}
	}
	return "", nil
}

var doubleVowel = regexp.MustCompile(`([aeou])([aeou])([bcdfghjklmnpqrstvwxz])$`)

var openSyllable = regexp.MustCompile(`(^|[^aeiou])([aeou])([bcdfghjklmnpqrstvwxz])$`)

// stemsOf is the stem of a verb, with its long vowel written double or not: only
// somebody who knows where the stress lies could choose.
func stemsOf(verb string) []string {
	stem := strings.TrimSuffix(verb, "en")
	if n := len(stem); n > 2 && stem[n-1] == stem[n-2] {
		stem = stem[:n-1]
	}
	stems := []string{stem, openSyllable.ReplaceAllString(stem, "$1$2$2$3")}
	if v, ok := strings.CutSuffix(stem, "v"); ok {
		stems = append(stems, v+"f")
	}
	return stems
}

func easyWords(s sample) string {
	for _, sentence := range sentences(strings.ToLower(s.own())) {
		for _, d := range difficultList {
			if (d.wrong || allowedDifficult[d.words] == "") && d.match(sentence) {
				return fmt.Sprintf("%q is difficult; better: %s", d.words, d.easier)
			}
		}
	}
	return ""
}

// No entry of the list is there for nothing: each is found in the form it is listed in.
func TestDifficultWordsAreFound(t *testing.T) {
	if len(difficultList) < 200 {
		t.Fatalf("got %d difficult words, want the whole list", len(difficultList))
	}
	for _, d := range difficultList {
		sentence := "wij " + strings.ReplaceAll(d.words, "dien(t)", "dien") + " dat."
		if !d.match(sentence) {
			t.Errorf("%q is not found in %q", d.words, sentence)
		}
	}
}

func TestDifficultWordsInflected(t *testing.T) {
	tests := []struct {
		entry, sentence string
		want            bool
	}{
		{"aanvangen", "de avond vangt om 19.30 uur aan.", true},
		{"aanvangen", "de avond is aangevangen.", true},
		{"aanvangen", "ik vang een vis.", false},
		{"aanschaffen", "u schaft een tafel aan.", true},
		{"aanschaffen", "er is een tafel aangeschaft.", true},
		{"participeren", "ieder participeert.", true},
		{"realiseren", "dat hebben we gerealiseerd.", true},
		{"verstrekken", "de gemeente verstrekte geld.", true},
		{"vermelden", "vermeld uw naam.", true},
		{"vermelden", "ik meld het.", false},
		{"toezenden", "wij zenden u een brief toe.", true},
		{"toekennen", "de smederij kent geld toe.", true},
		{"betrekking hebben op", "dit heeft op u betrekking.", true},
		{"in het kader van", "in het kader van de buurt.", true},
		{"in het kader van", "het kader van de foto.", false},
		{"voldoen aan", "het idee voldoet aan de regels.", true},
		{"voldoen aan", "aan het werk.", false},
		{"bezigen", "wij zijn bezig.", false},
		{"enz.", "koken, eten enz. in de buurt", true},
		{"tel.", "vertel. ik luister", false},
		{"adequaat", "een adequate plek.", true},
		{"additioneel", "additionele kosten", true},
		{"dien(t) u", "dan dient u te wachten.", true},
		{"community", "twee communitys", true},
	}
	for _, tt := range tests {
		i := slices.IndexFunc(difficultList, func(d difficult) bool { return d.words == tt.entry })
		if i < 0 {
			t.Errorf("%q is not in the list", tt.entry)
			continue
		}
		if got := difficultList[i].match(tt.sentence); got != tt.want {
			t.Errorf("%q in %q: got %v, want %v", tt.entry, tt.sentence, got, tt.want)
		}
	}
}
