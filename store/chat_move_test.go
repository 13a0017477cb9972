package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func (v village) moved(old, to string) {
	v.t.Helper()
	write(v.t, v.db, func(tx *Tx) error {
		return tx.MoveChat(Address{Platform: "local", Chat: old}, Address{Platform: "local", Chat: to}, monday)
	})
}

func (v village) chatRow(c ChatID) Chat {
	v.t.Helper()
	return read(v.t, v.db, func(tx *Tx) (Chat, error) { return tx.Chat(c) })
}

func (v village) link(c ChatID, p Purpose) {
	v.t.Helper()
	write(v.t, v.db, func(tx *Tx) error { return tx.LinkChat(1, c, p, 1, monday) })
}

// A group becomes a supergroup: it is the same group, at another address, and its cards begin anew there.
func TestMovedChatKeepsItsRow(t *testing.T) {
	v := newVillage(t)
	v.person("carla")
	group := v.chat("group", 0)
	v.link(group, GroupChat)
	card := Message{Chat: group, Slot: "idea:1"}
	v.post(card, "v1")
	v.sent(v.take(monday), "old-1")
	v.post(card, "v2")
	v.post(Message{Chat: group}, "post")
	for range 2 { // twice is once
		v.moved("group", "super")
	}
	if diff := cmp.Diff(v.chatRow(group), Chat{ID: group, Address: Address{Platform: "local", Chat: "super"}, Smederij: 1, Purpose: GroupChat}); diff != "" {
		t.Errorf("the chat (-got +want):\n%s", diff)
	}
	if got := v.chat("super", 0); got != group {
		t.Errorf("who writes there writes in chat %d, want %d", got, group)
	}
	v.wantTexts(monday, "v2", "post")
	for _, p := range v.due(monday) {
		if p.To.Address.Chat != "super" || p.EditOf != "" {
			t.Errorf("%s goes to %s as an edit of %q, want a new message in super", p.Body.Text, p.To.Address.Chat, p.EditOf)
		}
	}
	if seen := read(t, v.db, func(tx *Tx) (bool, error) { return tx.Seen(group, "idea:1") }); !seen {
		t.Error("people saw the card before it moved, and it is not called seen")
	}
	v.sent(v.take(monday), "new-1")
	v.post(card, "v3")
	if got := v.due(monday)[1].EditOf; got != "new-1" {
		t.Errorf("got an edit of %q, want new-1", got)
	}
	v.sent(v.take(monday), "new-2")
	v.sent(v.take(monday), "new-1")
	verified(t, v.db)
	raw(t, v.db, "UPDATE outbox SET message_id = 'new-3' WHERE id = (SELECT max(id) FROM outbox)")
	if broken, _, err := v.db.Verify(bg); err != nil || len(broken) != 1 {
		t.Errorf("a second card in the new place: got %v, %v, want one broken promise", broken, err)
	}
}

// Somebody wrote in the supergroup before the house heard that it is one.
func TestMovedChatIsJoined(t *testing.T) {
	v := newVillage(t)
	v.person("carla")
	group := v.chat("group", 0)
	v.link(group, GroupChat)
	for _, slot := range []string{"idea:1", "idea:2"} {
		v.post(Message{Chat: group, Slot: slot}, "old "+slot)
		v.sent(v.take(monday), "old "+slot)
	}
	v.post(Message{Chat: group, Slot: "idea:2"}, "old and newer")
	v.post(Message{Chat: group}, "old post")
	super := v.chat("super", 0)
	v.link(super, VolunteersChat)
	v.post(Message{Chat: super, Slot: "idea:1", Class: ClassReply}, "card")
	flying := v.due(monday)[2]
	write(t, v.db, func(tx *Tx) error { _, err := tx.MarkSending(flying.ID); return err })
	v.post(Message{Chat: super, Slot: "idea:2"}, "newest")
	v.moved("group", "super")

	v.wantTexts(monday, "old post", "newest")
	v.sent(flying, "new idea:1") // it was under way to a row that is no more
	v.post(Message{Chat: group, Slot: "idea:1"}, "edit")
	for n, want := range []string{"", "", "new idea:1"} {
		if p := v.due(monday)[n]; p.EditOf != want || p.Chat != group || p.To.Address.Chat != "super" {
			t.Errorf("%s: got an edit of %q in chat %d at %s, want of %q in %d", p.Body.Text, p.EditOf, p.Chat, p.To.Address.Chat, want, group)
		}
	}
	if c := v.chatRow(group); c.Purpose != GroupChat || c.Gone {
		t.Errorf("got %+v, want the group as it was linked", c)
	}
	if c := v.chatRow(super); !c.Gone || c.Purpose != "" {
		t.Errorf("got %+v, want what is left behind to be gone", c)
	}
	if got := read(t, v.db, func(tx *Tx) ([]Chat, error) { return tx.LinkedChats(VolunteersChat, 1) }); len(got) != 0 {
		t.Errorf("got %+v, want no volunteers' chat", got)
	}
	for _, p := range []Parcel{v.take(monday), v.take(monday), v.take(monday)} {
		v.sent(p, map[bool]string{true: p.EditOf, false: "new " + p.Body.Text}[p.EditOf != ""])
	}
	verified(t, v.db)

	late := v.chat("group", 0) // a message that was on its way from the old group
	v.moved("group", "super")
	if got := v.chat("super", 0); got != group || v.chatRow(late).Address.Chat == "super" {
		t.Errorf("got chat %d, want %d, the oldest", got, group)
	}
	verified(t, v.db)
}

// The chat that is linked keeps its purpose, whichever row that was.
func TestMovedChatTakesThePurposeOfTheNewRow(t *testing.T) {
	v := newVillage(t)
	v.person("carla")
	group, super := v.chat("group", 0), v.chat("super", 0)
	v.link(super, GroupChat)
	v.moved("group", "super")
	if c := v.chatRow(group); c.Purpose != GroupChat || c.Smederij != 1 {
		t.Errorf("got %+v, want a group of Smederij 1", c)
	}
	verified(t, v.db)
}

// What is under way to the old address when the chat moves has the fate it has, and harms nothing.
func TestMoveWhileUnderWay(t *testing.T) {
	fates := map[string]func(*Tx, Parcel) error{
		"sent":     func(tx *Tx, p Parcel) error { return tx.MarkSent(p, "old-1", monday) },
		"unsent":   func(tx *Tx, p Parcel) error { return tx.MarkUnsent(p, monday) },
		"doubtful": func(tx *Tx, p Parcel) error { return second(tx.MarkDoubtful(p, monday)) },
		"rejected": func(tx *Tx, p Parcel) error { return tx.MarkRejected(p.ID) },
	}
	for name, mark := range fates {
		for _, joined := range []bool{false, true} {
			v := newVillage(t)
			group := v.chat("group", 0)
			v.post(Message{Chat: group, Slot: "idea:1"}, "v1")
			flying := v.take(monday)
			if joined {
				v.chat("super", 0)
			}
			v.moved("group", "super")
			write(t, v.db, func(tx *Tx) error { return mark(tx, flying) })
			v.post(Message{Chat: group, Slot: "idea:1"}, "v2")
			want := ""
			if name == "doubtful" { // a person decides, also about the next version
				v.wantTexts(monday)
				continue
			}
			if p := v.due(monday)[0]; p.EditOf != want || p.To.Address.Chat != "super" {
				t.Errorf("%s: got %+v, want the card as a new message", name, p)
			}
			verified(t, v.db)
		}
	}
}

func TestMoveOfAnUnknownChat(t *testing.T) {
	v := newVillage(t)
	v.moved("nowhere", "super")
	v.moved("same", "same")
	verified(t, v.db)
}
