package answer

import (
	"fmt"
	"strings"
)

// Command is what a person asks of the conversation itself.
type Command int

const (
	None        Command = iota // no command: an answer
	Stop                       // stop: end this conversation
	Back                       // terug: the question before
	Skip                       // overslaan: go on without an answer
	Help                       // help: why we ask, with an example
	Restart                    // opnieuw: begin this conversation again
	Unsubscribe                // afmelden: no reminders any more
	Ask                        // perhaps a command; Likely says which ones
)

var commandNames = [...]string{"none", "stop", "terug", "overslaan", "help", "opnieuw", "afmelden", "?"}

// String is the word that people type for it.
func (c Command) String() string {
	if c < 0 || int(c) >= len(commandNames) {
		return fmt.Sprintf("Command(%d)", int(c))
	}
	return commandNames[c]
}

func commandNamed(name string) (Command, error) {
	for c := Stop; c < Ask; c++ {
		if c.String() == name {
			return c, nil
		}
	}
	return None, fmt.Errorf("no command is called %q", name)
}

// ReadCommand tells whether a whole message is a command. "Stop" is one, "Stop met
// zwerfafval in de wijk" is an idea: that is Sure and None.
func ReadCommand(text string) Reading[Command] {
	w := &vocabulary().command
	list := vocabulary().withoutPolite(heard(text))
	said, ok := w.spoken(list)
	if !ok {
		return sure(None)
	}
	bare := w.withoutAround(said)
	for _, words := range [...][]string{said, w.behindAround(said), bare} {
		if m, known := w.meanings[strings.Join(words, " ")]; known {
			return m.reading(text)
		}
	}
	switch {
	case len(said) == 0 && hasQuestionMark(list):
		return sure(Help) // "?" says it all
	case len(bare) == 0:
		return sure(None)
	case len(bare) == 1:
		short := shortest(bare[0])
		if m, known := w.meanings[short]; known {
			return m.reading(text) // "stoppp"
		}
		return w.misspelled(short)
	}
	return w.several(bare)
}

// A commandMeaning is one command, or the ones to choose from.
type commandMeaning struct {
	sure   Command
	likely []Command
}

// reading gives the command. What may be a command but is a plain yes or no
// ("verkeerd") is an answer.
func (m commandMeaning) reading(text string) Reading[Command] {
	switch {
	case m.sure != None:
		return sure(m.sure)
	case YesNo(text).Sure:
		return sure(None)
	}
	return askCommand(m.likely...)
}

func askCommand(likely ...Command) Reading[Command] {
	r := ask(equal, likely...)
	r.Value = Ask
	return r
}

// spoken gives the words of a message, signs as the word they stand for. It is not
// ok when something else stands between them, as in an address or a sum.
func (w *commandWords) spoken(list []token) (said []string, ok bool) {
	if len(list) > maxCommandWords {
		return nil, false
	}
	mention := false // "/stop@name_of_the_bot", as Telegram writes it in groups
	for i, t := range list {
		mention = mention && t.glued || t.text == "@" && i > 0
		sign, known := w.signs[t.text]
		switch {
		case mention:
		case t.kind != symbol:
			said = append(said, t.text)
		case known:
			said = append(said, sign)
		case t.text == "/" && len(said) > 0 && t.glued:
			return nil, false // "stop/terug"
		case t.text == "/" && i+1 < len(list) && list[i+1].glued:
		case t.text == "?", t.text == "-", t.text == "🤔", t.text == "🤷", meaningless(t):
		default:
			return nil, false
		}
	}
	return said, true
}

// hasQuestionMark tells whether a question mark stands among the tokens.
func hasQuestionMark(list []token) bool {
	for _, t := range list {
		if t.text == "?" {
			return true
		}
	}
	return false
}

// withoutAround leaves out what changes nothing: "nee hoor, stop maar" is "stop".
func (w *commandWords) withoutAround(said []string) []string {
	bare := said[:0:0]
	for i := 0; i < len(said); {
		used := 0
		for n := min(w.longestAround, len(said)-i); n > 0 && used == 0; n-- {
			if w.around[strings.Join(said[i:i+n], " ")] {
				used = n
			}
		}
		if used == 0 {
			bare = append(bare, said[i])
			used = 1
		}
		i += used
	}
	return bare
}

// behindAround leaves out what changes nothing at the start only: the "maar" of
// "nee, laat maar" belongs to it.
func (w *commandWords) behindAround(said []string) []string {
	for len(said) > 0 && w.around[said[0]] {
		said = said[1:]
	}
	return said
}

// maxCommandWords bounds the tokens of a message that may still be a command.
const maxCommandWords = 16

// several reads messages that say it twice ("help, ik snap het niet") or name two
// commands ("stop of terug").
func (w *commandWords) several(said []string) Reading[Command] {
	var found []Command
	certain := true
	for i := 0; i < len(said); {
		if i > 0 && (said[i] == "of" || said[i] == "en") {
			i++
			continue
		}
		used := 0
		for n := min(w.longest, len(said)-i); n > 0 && used == 0; n-- {
			if m, known := w.meanings[strings.Join(said[i:i+n], " ")]; known {
				used = n
				if m.sure == None {
					certain = false
					found = append(found, m.likely...)
				} else {
					found = append(found, m.sure)
				}
			}
		}
		if used == 0 {
			return sure(None)
		}
		i += used
	}
	r := askCommand(found...)
	if certain && len(r.Likely) == 1 {
		return sure(r.Likely[0])
	}
	return r
}

// misspelled reads one word with a typing error. A long word is near to nothing
// else; a short one ("stok", "trug") is asked about, and only when letters are
// swapped or doubled, because many short words are near to "stop".
func (w *commandWords) misspelled(text string) Reading[Command] {
	if len(text) < 4 {
		return sure(None)
	}
	for c := Stop; c < Ask; c++ {
		name := c.String()
		if text[0] != name[0] || distance(text, name, 1) > 1 {
			continue
		}
		switch {
		case len(name) >= longCommand:
			return sure(c)
		case sameLetters(text, name):
			return askCommand(c)
		}
	}
	return sure(None)
}

// longCommand is the length from which a command is near to no other word.
const longCommand = 7

// sameLetters tells whether two words are made of the same set of letters.
func sameLetters(a, b string) bool { return signature(a) == signature(b) }
