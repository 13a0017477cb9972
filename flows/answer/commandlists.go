package answer

import (
	"errors"
	"fmt"
	"maps"
)

// commandLists are the lists of words.toml about commands.
type commandLists struct {
	Around                                          []string
	Stop, Terug, Overslaan, Help, Opnieuw, Afmelden []string
	Signs                                           map[string]string
	Ask                                             []struct {
		Likely   []string
		Patterns []string
	}
}

// commandWords are the command lists made ready.
type commandWords struct {
	meanings map[string]commandMeaning
	longest  int               // words in the longest phrase of meanings
	signs    map[string]string // 🛑 is the word "stop"

	around        phraseSet // changes nothing in a command
	longestAround int
}

func readCommands(lists *commandLists, polite phraseSet) (commandWords, error) {
	w := commandWords{meanings: make(map[string]commandMeaning), signs: lists.Signs}
	var err error
	if w.around, err = phrases(lists.Around); err != nil {
		return w, err
	}
	maps.Copy(w.around, polite)
	w.longestAround = longestPhrase(w.around)
	for command, patterns := range map[Command][]string{
		Stop: lists.Stop, Back: lists.Terug, Skip: lists.Overslaan,
		Help: lists.Help, Restart: lists.Opnieuw, Unsubscribe: lists.Afmelden,
	} {
		if err := w.add(patterns, commandMeaning{sure: command}); err != nil {
			return w, err
		}
	}
	for _, group := range lists.Ask {
		var likely []Command
		for _, name := range group.Likely {
			c, err := commandNamed(name)
			if err != nil {
				return w, err
			}
			likely = append(likely, c)
		}
		if err := w.add(group.Patterns, commandMeaning{likely: likely}); err != nil {
			return w, err
		}
	}
	for sign, name := range lists.Signs {
		if _, err := commandNamed(name); err != nil {
			return w, fmt.Errorf("sign %s: %w", sign, err)
		}
	}
	w.longest = longestPhrase(w.meanings)
	return w, nil
}

// add gives every phrase of the patterns a meaning. One phrase has one meaning, but
// may be described twice.
func (w *commandWords) add(patterns []string, m commandMeaning) error {
	set, err := phrases(patterns)
	if err != nil {
		return err
	}
	var doubles []error
	for phrase := range set {
		if earlier, known := w.meanings[phrase]; known && (earlier.sure != m.sure || m.sure == None) {
			doubles = append(doubles, fmt.Errorf("%q is in two lists of commands", phrase))
		}
		w.meanings[phrase] = m
	}
	return errors.Join(doubles...)
}
