package bot

import (
	"regexp"
	"strconv"
	"strings"

	"smederij/flows/answer"
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
	if err != nil || payload == "" {
		return false, err
	}
	return true, c.pressed(payload)
}

const (
	longestLabel = 100 // bytes of words that may be a label
	lookBack     = 6   // messages in which a typed label is looked for
)

// named is the payload of the button that words name: by its label on one of the newest messages, or by its number on the newest that
// has buttons.
func (c *Context) named(text string) (payload string, err error) {
	shown, err := c.Shown(c.Chat.ID, lookBack)
	if err != nil {
		return "", err
	}
	words, number := answer.Plain(text), numberOf(text)
	yes, newest := answer.YesNo(text), true
	for _, body := range shown {
		n := 0
		for _, row := range body.Buttons {
			for _, b := range row {
				n++
				if newest && (n == number || yes.Sure && saysSo(b.Label, yes.Value)) || answer.Plain(b.Label) == words {
					return b.Payload, nil
				}
			}
		}
		newest = newest && n == 0
	}
	return "", nil
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
