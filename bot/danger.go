package bot

import (
	_ "embed"
	"slices"
	"strings"
	"time"

	"smederij/flows/answer"
	"smederij/locales"
)

//go:embed danger.txt
var dangerFile string

// distress are the sentences of danger.txt, by their first word.
var distress = readDistress(dangerFile)

// sentence is what somebody in danger writes, word by word: each of some words, or nil for up to [gap] words of any kind. Not are the
// words that make it another sentence when they follow.
type sentence struct {
	words [][]string
	not   []string
}

const gap = 4

func readDistress(file string) map[string][]sentence {
	all := make(map[string][]sentence)
	for line := range strings.Lines(file) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		words, not, _ := strings.Cut(line, "!")
		s := sentence{not: strings.Fields(not)}
		for _, w := range strings.Fields(words) {
			var either []string
			if w != "*" {
				either = strings.Split(w, "|")
			}
			s.words = append(s.words, either)
		}
		for _, first := range s.words[0] {
			all[first] = append(all[first], s)
		}
	}
	return all
}

// on tells whether a text goes on with the sentence from its nth word.
func (s sentence) on(text []string, n int) bool {
	switch {
	case n == len(s.words):
		return len(text) == 0 || !slices.Contains(s.not, text[0])
	case s.words[n] == nil:
		for skip := range gap + 1 {
			if skip <= len(text) && s.on(text[skip:], n+1) {
				return true
			}
		}
		return false
	}
	return len(text) > 0 && slices.Contains(s.words[n], text[0]) && s.on(text[1:], n+1)
}

// InDistress tells whether somebody writes that they, or somebody near, are in danger. It looks for whole sentences: what is done
// about such danger is an idea.
func InDistress(text string) bool {
	words := answer.Words(text)
	for n, w := range words {
		for _, s := range distress[w] {
			if s.on(words[n:], 0) {
				return true
			}
		}
	}
	return false
}

// helpAgain is how long somebody is not told once more where help is.
const helpAgain = time.Hour

// standBy tells somebody in danger where help is, in private and beside the answer they get. Nothing is kept of it but the message.
func (c *Context) standBy() error {
	if !c.Chat.Private() || c.In.Press != nil || !InDistress(c.In.Text) {
		return nil
	}
	help := locales.T("safety.help", "contact", c.House.Settings.Contact)
	said, err := c.SaidSince(c.Chat.ID, c.House.Texts.Render(help), c.Now.Add(-helpAgain))
	if err != nil || said {
		return err
	}
	return c.Say(help)
}
