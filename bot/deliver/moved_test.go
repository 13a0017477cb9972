package deliver_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/store"
)

// A group became a supergroup: what was on its way goes there at once, and its card begins anew.
func TestChatThatMoved(t *testing.T) {
	tests := []struct {
		name  string
		known bool // somebody wrote from the new address before
	}{{"unknown", false}, {"known", true}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			card := o.card("KRA")
			o.post(card, "card")
			o.open()
			o.settle()
			if tt.known {
				o.group("super")
			}
			moved := &bot.SendError{Fate: bot.NotSent, Moved: &bot.Address{Chat: "super"}}
			o.network.fail("edit", moved)
			o.post(card, "edit")
			o.post(store.Message{Chat: card.Chat, Class: store.ClassPost}, "post")
			o.settle()
			o.wantSends("KRA: card", "KRA: edit (edit of id of card)", "super: edit", "super: post")
			o.post(card, "edit 2")
			o.settle()
			o.wantSends("KRA: card", "KRA: edit (edit of id of card)", "super: edit", "super: post", "super: edit 2 (edit of id of edit)")
			if got := o.group("super"); got != card.Chat {
				t.Errorf("the supergroup is chat %d, want %d", got, card.Chat)
			}
			o.wantTally(4, 0, 0)
			o.wantSignals()
		})
	}
}

// The loop heard first that the chat moved, while a message was under way to where it was.
func TestMovedWhileUnderWay(t *testing.T) {
	for name, err := range map[string]error{
		"gone":  fate(bot.Gone),
		"moved": &bot.SendError{Fate: bot.NotSent, Moved: &bot.Address{Platform: "net", Chat: "super"}},
	} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			group := o.group("KRA")
			open := o.network.slow("1")
			o.network.fail("1", err)
			o.post(store.Message{Chat: group, Class: store.ClassPost}, "1")
			o.open()
			await(o, "the message under way", o.network.entered)
			o.write(func(tx *store.Tx) error {
				return tx.MoveChat(store.Address{Platform: "net", Chat: "KRA"}, store.Address{Platform: "net", Chat: "super"}, monday)
			})
			open()
			o.turn(time.Minute)
			o.wantSends("KRA: 1", "super: 1")
			o.wantTally(1, 0, 0)
			o.wantSignals()
		})
	}
}

// A network that sends a chat to where it is already is not followed for ever.
func TestMovedToItself(t *testing.T) {
	o := newOffice(t)
	o.network.fail("1", &bot.SendError{Fate: bot.NotSent, Moved: &bot.Address{Chat: "KRA"}})
	o.post(store.Message{Chat: o.group("KRA"), Class: store.ClassPost}, "1")
	o.open()
	o.settle()
	o.wantSends("KRA: 1")
	o.turn(2 * time.Second)
	if diff := cmp.Diff(o.network.sends(), []string{"KRA: 1", "KRA: 1"}); diff != "" {
		t.Errorf("sent (-got +want):\n%s", diff)
	}
}
