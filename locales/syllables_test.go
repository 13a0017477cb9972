package locales

import (
	"strings"
	"testing"
)

// vowels are the letters that sound as one, the longest first. A letter with a
// diaeresis begins a syllable of its own.
var vowels = []string{
	"aai", "ooi", "oei", "eeu", "ieu",
	"aa", "éé", "ee", "oo", "uu", "ie", "oe", "eu", "ui", "ei", "ij", "au", "ou", "ai",
	"a", "e", "i", "o", "u", "y", "é", "è", "ê", "ë", "ï", "ö", "ü", "ä", "á", "ó", "í", "ú",
}

// Words from elsewhere, and words put together in which two vowels only meet.
var respelled = strings.NewReplacer(
	"team", "tiem", "museum", "muse-um", "qu", "kw", "reageer", "re-ageer", "beoordel", "be-oordel", "geopend", "ge-opend",
	"zoals", "zo-als", "toeeigen", "toe-eigen",
)

// syllables counts the sounded groups of vowels. A number counts as one: people
// see it at a glance, and the formula has no better idea.
func syllables(word string) int {
	word = respelled.Replace(strings.ToLower(word))
	n := 0
	for word != "" {
		width := 1
		for _, v := range vowels {
			if strings.HasPrefix(word, v) {
				n, width = n+1, len(v)
				break
			}
		}
		if strings.HasPrefix(word, "yo") || strings.HasPrefix(word, "ya") { // y before a vowel is a consonant: yoga
			n--
		}
		word = word[width:]
	}
	return max(n, 1)
}

func TestSyllables(t *testing.T) {
	tests := map[string]int{
		"u": 1, "idee": 2, "ideeën": 3, "buurt": 1, "buren": 2, "Smederij": 3, "Smederijen": 4, "vrijwilliger": 4,
		"vrijwilligers": 4, "gemeente": 3, "nieuw": 1, "nieuwe": 2, "leeuw": 1, "mooi": 1, "mooie": 2, "draaien": 2,
		"groei": 1, "groeien": 2, "geïnteresseerd": 5, "buurtrestaurant": 4, "tientje": 2, "team": 1, "wijkteam": 2,
		"museum": 3, "e-mail": 2, "bijvoorbeeld": 3, "hoogstens": 2, "overslaan": 3, "privacy": 3, "yoga": 2,
		"zeeën": 2, "coördinator": 5, "één": 1, "ruimte": 2, "eieren": 3, "kwaliteit": 3, "quiz": 1, "14": 1, "koek": 1,
	}
	for word, want := range tests {
		if got := syllables(word); got != want {
			t.Errorf("%s: got %d syllables, want %d", word, got, want)
		}
	}
}
