package bot

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"smederij/flows"
	"smederij/flows/answer"
	"smederij/store"
)

// What can be pressed can be typed too: the label of a button that stands in the chat, its number, or a command without its slash.
// In a conversation the flow does this itself; here nothing is asked.

// typed handles words that name a button or a command.
func (c *Context) typed(text string) (handled bool, err error) {
	if c.In.Media != nil || len(text) > longestLabel {
		return false, nil
	}
	if cmd, ok := c.House.commands[strings.ReplaceAll(answer.Plain(text), " ", "")]; ok && cmd.Where != InGroups {
		return true, c.run(cmd)
	}
	payload, err := c.named(text)
	if err == nil && payload == "" {
		payload, err = c.meant(text)
	}
	if err != nil || payload == "" {
		return false, err
	}
	return true, c.pressed(payload)
}

const (
	longestLabel = 100 // bytes of words that may be a label
	lookBack     = 6   // messages in which a typed label is looked for
)

// named is the payload of the button that words name: by its label on one of the newest messages, or by its number, or with a yes or
// no, on the newest that has buttons.
func (c *Context) named(text string) (payload string, err error) {
	shown, err := c.Shown(c.Chat.ID, lookBack)
	if err != nil {
		return "", err
	}
	w, newest := readWord(text), true
	for _, body := range shown {
		if payload := w.on(body, newest); payload != "" {
			if w.number > 0 && c.House.isSpelled(payload) {
				return "", nil
			}
			return payload, nil
		}
		newest = newest && len(body.Buttons) == 0
	}
	return "", nil
}

// isSpelled tells whether a number is not enough to press a button.
func (h *House) isSpelled(payload string) bool {
	parts := strings.SplitN(payload, ":", 3)
	return len(parts) > 1 && h.spelled[parts[0]+":"+parts[1]]
}

// labelled is the payload of the button whose whole label somebody typed, when it stands on the newest message that has buttons: "hulp
// nodig" below a button of that name presses it, whatever else those words may mean. What a conversation left behind is passed over.
func (c *Context) labelled(text string) (payload string, err error) {
	if c.In.Media != nil || len(text) > longestLabel {
		return "", nil
	}
	shown, err := c.Shown(c.Chat.ID, lookBack)
	if err != nil {
		return "", err
	}
	w := word{label: answer.Words(text)}
	for _, body := range shown {
		payload := w.on(body, false)
		own := len(body.Buttons) > 0 && strings.HasPrefix(body.Buttons[0][0].Payload, talkPayload)
		switch {
		case own && payload != "":
			return "", nil
		case !own && len(body.Buttons) > 0:
			return payload, nil
		}
	}
	return "", nil
}

// namedElsewhere is the payload that words name on a message that came in beside the open conversation: who answers the newest one
// answers that, and a label just above the question is one that was meant.
func (c *Context) namedElsewhere(talk store.Conversation) (payload string, err error) {
	if len(c.In.Text) > longestWord || c.In.Media != nil {
		return "", nil
	}
	shown, err := c.Shown(c.Chat.ID, 2)
	if err != nil {
		return "", err
	}
	w, own := readWord(c.In.Text), talkPayload+strconv.FormatInt(int64(talk.ID), 10)+":"
	for n, body := range shown {
		if len(body.Buttons) == 0 || strings.HasPrefix(body.Buttons[0][0].Payload, own) {
			continue
		}
		if payload := w.on(body, n == 0); payload != "" {
			return payload, nil
		}
	}
	return "", nil
}

const longestWord = 2 * flows.MaxLabel // bytes of words that name a button

func (c *Context) pressedIf(payload string) error {
	if payload == "" {
		return nil
	}
	return c.pressed(payload)
}

// word is what somebody typed, as the name of a button.
type word struct {
	label  []string
	number int // 0 for none
	yes    answer.Reading[bool]
}

func readWord(text string) word { return word{answer.Words(text), numberOf(text), answer.YesNo(text)} }

// on is the payload of the button on a message that the word names. Numbers, yes and no, and the words behind a comma count on the newest alone.
func (w word) on(body store.Body, newest bool) string {
	n := 0
	for _, row := range body.Buttons {
		for _, b := range row {
			n++
			_, rest, _ := strings.Cut(b.Label, ",") // "boek dit" for "Ja, boek dit"
			answered := n == w.number || w.yes.Sure && saysSo(b.Label, w.yes.Value) || len(w.label) > 1 && slices.Equal(answer.Words(rest), w.label)
			if slices.Equal(answer.Words(b.Label), w.label) || newest && answered {
				return b.Payload
			}
		}
	}
	return ""
}

// saysSo tells whether a button is a yes, or a no, to the question above it.
func saysSo(label string, yes bool) bool {
	word, _, _ := strings.Cut(label, ",")
	said := answer.YesNo(word)
	return said.Sure && said.Value == yes
}

// numberOf is a bare number of a button, or 0: "3", "3." and "knop 3" alike.
func numberOf(text string) int {
	m := bareNumber.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

var bareNumber = regexp.MustCompile(`^\s*(?i:knop|nummer)?\s*(\d{1,2})\s*\.?\s*$`)

// Press goes on as if somebody had pressed a button with this payload.
func (c *Context) Press(payload string) error { return c.pressed(payload) }
