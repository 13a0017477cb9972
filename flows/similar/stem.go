package similar

import (
	"strings"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
)

// stem gives the part of a word that its forms share: tuin for tuinen, fiet for fiets and fietsen. Snowball leaves a letter that only
// some of the forms have, so it goes on until nothing changes, and the sounds that Dutch writes two ways become one.
func stem(word string) string {
	if !letters(word) {
		return word
	}
	if n := len(word) - 2; n >= 3 && word[n+1] == 's' && strings.IndexByte("aouy", word[n]) >= 0 && strings.IndexByte("aeiou", word[n-1]) < 0 {
		word = word[:n+1] // kano's
	}
	env := snowballstem.NewEnv(word)
	for range 3 {
		before := env.Current()
		dutch.Stem(env)
		after := strings.ToLower(env.Current())
		if after == before || len(after) < 3 {
			break
		}
		env.SetCurrent(after)
	}
	s := strings.ToLower(env.Current())
	if len(s) < 3 {
		s = word
	}
	return sound(s)
}

// sound writes the end of a stem the way all its forms have it: duiv and duif, plann and plan.
func sound(s string) string {
	last := len(s) - 1
	if last >= 3 && s[last] == s[last-1] && strings.IndexByte("aeiou", s[last]) < 0 {
		s = s[:last]
		last--
	}
	switch s[last] {
	case 'v':
		return s[:last] + "f"
	case 'z':
		return s[:last] + "s"
	}
	return s
}

// letters tells whether a word has small Latin letters only; the rules know no others.
func letters(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return word != ""
}

// undiminished are the words that a diminutive may come from, the likeliest first; none if the word is no diminutive.
func undiminished(word string) []string {
	w := strings.TrimSuffix(word, "s")
	if len(w) < 5 || !strings.HasSuffix(w, "je") {
		return nil
	}
	base := w[:len(w)-2]
	n := len(base) - 1
	all := []string{base} // feest-je, straat-je
	switch {
	case strings.HasSuffix(base, "et") && n > 3 && base[n-2] == base[n-3]:
		all = []string{base[:n-2], base[:n-1], base} // bal-l-etje
	case strings.HasSuffix(base, "et"):
		all = []string{base, base[:n-1], base[:n]} // ding-etje, caf-e-etje
	case base[n] == 't' && base[n-1] == base[n-2] && strings.IndexByte("aou", base[n-1]) >= 0:
		all = append(all, base[:n-1]) // auto-otje
	case base[n] == 't' && strings.IndexByte("nlrwiouey", base[n-1]) >= 0:
		all = []string{base[:n], base} // tuin-tje, plant-je
	case base[n] == 'p' && base[n-1] == 'm':
		all = []string{base[:n], base} // boom-pje, kamp-je
	case base[n] == 'k' && base[n-1] == 'n':
		all = append(all, base[:n]+"g") // koninkje, bankje
	}
	return all
}
