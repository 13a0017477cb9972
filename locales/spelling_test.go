package locales

import (
	_ "embed"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// projectWords are good words that the dictionary does not know.
//
//go:embed testdata/words.txt
var projectWords string

// TestTextsSpelling holds every word against the Dutch dictionary of hunspell.
// Where that program is not installed there is nothing to hold them against;
// CI installs it, so there its absence is a failure.
func TestTextsSpelling(t *testing.T) {
	if _, err := exec.LookPath("hunspell"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("hunspell is not installed: apt-get install hunspell hunspell-nl")
		}
		t.Log("hunspell is not installed: the spelling is checked in CI")
		return
	}
	if got := misspelled(t, []string{"buurt", "buurtt", "idee"}); !slices.Equal(got, []string{"buurtt"}) {
		t.Fatalf("hunspell refuses %q of buurt, buurtt and idee, want only buurtt: is its nl_NL dictionary there?", got)
	}

	usedBy := make(map[string]string)
	for _, s := range samples(Dutch(), usual) {
		for _, word := range words(s.own()) {
			if !isAddress(word) && usedBy[word] == "" {
				usedBy[word] = s.name()
			}
		}
	}
	known := make(map[string]bool)
	for line := range strings.Lines(projectWords) {
		word, _, _ := strings.Cut(line, "#")
		known[strings.TrimSpace(word)] = true
	}
	for _, word := range misspelled(t, slices.Sorted(maps.Keys(usedBy))) {
		if !known[word] {
			t.Errorf("%s: spelling: %q (a good word goes into testdata/words.txt, with its reason)", usedBy[word], word)
		}
	}
}

// misspelled is which of these words hunspell does not know.
func misspelled(t *testing.T, ws []string) []string {
	t.Helper()
	cmd := exec.Command("hunspell", "-d", "nl_NL", "-i", "UTF-8", "-l")
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	cmd.Stdin = strings.NewReader(strings.Join(ws, "\n") + "\n")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("hunspell -d nl_NL: %v", err)
	}
	return strings.Fields(string(out))
}
