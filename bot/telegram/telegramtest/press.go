package telegramtest

import (
	"fmt"
	"slices"
)

// NoButton is a button that somebody wanted to press and that is not there.
type NoButton struct{ Label string }

func (e NoButton) Error() string { return fmt.Sprintf("telegramtest: no button %q", e.Label) }

// Press presses the button with a label, on the newest message that has it, and gives the press by which [Server.Notice] finds its
// answer. A button that is a link to the bot is followed, and gives "".
func (t Seat) Press(label string) (string, error) {
	for _, m := range slices.Backward(t.Screen()) {
		if i := slices.IndexFunc(slices.Concat(m.Buttons...), func(b Button) bool { return b.Label == label }); i >= 0 {
			return t.PressOn(m.ID, label)
		}
	}
	return "", NoButton{label}
}

// PressOn presses the button with a label on one message.
func (t Seat) PressOn(id int64, label string) (string, error) {
	for _, m := range t.Screen() {
		for _, b := range slices.Concat(m.Buttons...) {
			if m.ID != id || b.Label != label {
				continue
			}
			if b.URL != "" && t.person == nil {
				break
			}
			if b.URL != "" {
				_, err := t.person.Follow(b.URL)
				return "", err
			}
			return t.PressData(id, b.Data)
		}
	}
	return "", NoButton{label}
}

// PressData sends any data from a message of the bot with buttons, as a changed app can.
func (t Seat) PressData(id int64, data string) (string, error) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	if t.person == nil {
		return "", fmt.Errorf("telegramtest: only a person presses")
	}
	c := t.room()
	m := c.messages[id]
	if m == nil || m.Keyboard == nil {
		return "", fmt.Errorf("telegramtest: %s shows no buttons on message %d", c.name(), id)
	}
	return t.s.ask(t.person, c, m.snapshot(), m.wireMessage, data), nil
}

// PressLost presses on a message that Telegram itself cannot show the bot any more: it gets the id and nothing else.
func (t Seat) PressLost(id int64, data string) string {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	c := t.room()
	lost := struct {
		Chat      wireChat `json:"chat"`
		MessageID int64    `json:"message_id"`
		Date      int      `json:"date"`
	}{Chat: c.wire(), MessageID: id}
	return t.s.ask(t.person, c, Message{ID: id, Chat: c.id}, lost, data)
}
