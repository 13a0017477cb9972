package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// chat is a private chat of a person, or with 0 a group.
func (v village) chat(address string, p PersonID) (c ChatID) {
	v.t.Helper()
	write(v.t, v.db, func(tx *Tx) error {
		found, err := tx.ChatAt(Address{Platform: "local", Chat: address}, p, monday)
		c = found.ID
		return err
	})
	return c
}

func (v village) due(now time.Time) []Parcel {
	v.t.Helper()
	return read(v.t, v.db, func(tx *Tx) ([]Parcel, error) { return tx.Due(now, 100) })
}

// texts are what would leave now, in order.
func (v village) texts(now time.Time) (list []string) {
	v.t.Helper()
	for _, p := range v.due(now) {
		list = append(list, p.Body.Text)
	}
	return list
}

func (v village) wantTexts(now time.Time, want ...string) {
	v.t.Helper()
	if diff := cmp.Diff(v.texts(now), want); diff != "" {
		v.t.Fatalf("due (-got +want):\n%s", diff)
	}
}

func (v village) post(m Message, text string) {
	v.t.Helper()
	m.Body, m.Cause = Body{Text: text}, "in:"+text
	if m.Class == "" {
		m.Class = ClassPost
	}
	write(v.t, v.db, func(tx *Tx) error { return tx.Post(m, monday) })
}

// take marks the first message that is due as leaving.
func (v village) take(now time.Time) Parcel {
	v.t.Helper()
	due := v.due(now)
	if len(due) == 0 {
		v.t.Fatalf("nothing is due")
	}
	write(v.t, v.db, func(tx *Tx) error {
		may, err := tx.MarkSending(due[0].ID)
		if err == nil && !may {
			return fmt.Errorf("message %d may not leave", due[0].ID)
		}
		return err
	})
	return due[0]
}

func (v village) sent(p Parcel, platformID string) {
	v.t.Helper()
	write(v.t, v.db, func(tx *Tx) error { return tx.MarkSent(p, platformID, monday) })
}

func (v village) state(m MessageID) MessageState {
	v.t.Helper()
	return read(v.t, v.db, func(tx *Tx) (MessageState, error) {
		s, err := one(tx, text, "SELECT state FROM outbox WHERE id = ?", m)
		return MessageState(s), err
	})
}

func TestOutboxOrder(t *testing.T) {
	v := newVillage(t)
	one, two := v.chat("one", v.person("anja")), v.chat("two", 0)
	v.post(Message{Chat: one}, "a")
	v.post(Message{Chat: two, NotBefore: monday.Add(time.Hour)}, "later")
	v.post(Message{Chat: one, Class: ClassReply}, "b")
	v.post(Message{Chat: two}, "c")
	v.wantTexts(monday, "a", "b", "c")
	v.wantTexts(monday.Add(time.Hour), "a", "later", "b", "c")
	if got := read(t, v.db, func(tx *Tx) (time.Time, error) { return tx.NextDue(monday) }); !got.Equal(monday.Add(time.Hour)) {
		t.Errorf("the next is due at %v, want in an hour", got)
	}
	if got := read(t, v.db, func(tx *Tx) (time.Time, error) { return tx.NextDue(monday.Add(time.Hour)) }); !got.IsZero() {
		t.Errorf("the next is due at %v, want never", got)
	}
	p := v.take(monday)
	v.wantTexts(monday, "b", "c")
	v.sent(p, "1")
	v.wantTexts(monday, "b", "c")
	if got := v.state(p.ID); got != Sent {
		t.Errorf("got %s, want sent", got)
	}
	for limit, want := range map[int]int{1: 1, 2: 2, 9: 2} {
		if got := read(t, v.db, func(tx *Tx) ([]Parcel, error) { return tx.Due(monday, limit) }); len(got) != want {
			t.Errorf("limit %d: got %d messages, want %d", limit, len(got), want)
		}
	}
}

func TestParcelHasAllThatAPlatformNeeds(t *testing.T) {
	v := newVillage(t)
	anja := v.person("anja")
	var c Chat
	address := Address{Platform: "local", Chat: "chat-1", Topic: "7"}
	body := Body{Text: "Klopt dit?", Buttons: [][]Button{{{Label: "Ja", Payload: "1:2:ja"}}, {{Label: "Nee", Payload: "1:2:nee"}}}}
	write(t, v.db, func(tx *Tx) (err error) {
		if c, err = tx.ChatAt(address, anja, monday); err != nil {
			return err
		}
		return tx.Post(Message{Chat: c.ID, Class: ClassReply, Body: body, Cause: "in:1"}, monday)
	})
	got := v.due(monday)
	want := []Parcel{{Message: Message{ID: 1, Chat: c.ID, Class: ClassReply, Body: body, Cause: "in:1"}, To: Chat{ID: c.ID, Address: address, Person: anja}}}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("got -, want +:\n%s", diff)
	}
}

func TestNewerVersionTakesThePlaceInLine(t *testing.T) {
	v := newVillage(t)
	group, other := v.chat("group", 0), v.chat("other", 0)
	v.post(Message{Chat: group, Slot: "idea:1"}, "card v1")
	v.post(Message{Chat: group}, "after it")
	v.post(Message{Chat: group, Slot: "idea:1"}, "card v2")
	v.post(Message{Chat: other, Slot: "idea:1"}, "card elsewhere")
	v.wantTexts(monday, "card v2", "after it", "card elsewhere")

	// One in flight keeps its place; the newer one waits behind it until its fate is known.
	flying := v.take(monday)
	v.post(Message{Chat: group, Slot: "idea:1"}, "card v3")
	v.wantTexts(monday, "after it", "card elsewhere")
	v.post(Message{Chat: group, Slot: "idea:1"}, "card v4")
	v.sent(flying, "m-9")
	v.wantTexts(monday, "after it", "card elsewhere", "card v4")
	for _, p := range v.due(monday) {
		want := ""
		if p.Body.Text == "card v4" {
			want = "m-9"
		}
		if p.EditOf != want {
			t.Errorf("%s edits %q, want %q", p.Body.Text, p.EditOf, want)
		}
	}
	verified(t, v.db)
}

func TestNewerVersionInheritsTheHold(t *testing.T) {
	v := newVillage(t)
	anja, wim, group := v.person("anja"), v.appoint("wim", Volunteer, "KRA"), v.chat("group", 0)
	id := v.submitted(anja, "KRA")
	v.must(wim, id, Accept, Detail{}, monday)
	d := v.decision(id)
	v.post(Message{Chat: group, Slot: "idea:1", Decision: d.ID, NotBefore: d.ReleasedAt}, "accepted")
	v.post(Message{Chat: group, Slot: "idea:1"}, "accepted, one supporter")
	v.wantTexts(d.ReleasedAt.Add(-time.Millisecond))
	v.wantTexts(d.ReleasedAt, "accepted, one supporter")
	v.wantUndo("", wim, d.ID, monday)
	v.wantTexts(d.ReleasedAt)

	// The other way round: a version without a decision does not let one with a decision out early.
	v.post(Message{Chat: group, Slot: "idea:2"}, "card")
	v.must(wim, id, Accept, Detail{}, monday)
	d = v.decision(id)
	v.post(Message{Chat: group, Slot: "idea:2", Decision: d.ID, NotBefore: d.ReleasedAt}, "accepted again")
	v.wantTexts(monday)
	v.wantTexts(d.ReleasedAt, "accepted again")

	// A hold without a decision is replaced: the newer version knows better when it may go.
	v.post(Message{Chat: group, Slot: "idea:3", NotBefore: monday.Add(time.Hour)}, "in an hour")
	v.post(Message{Chat: group, Slot: "idea:3"}, "now")
	v.wantTexts(monday, "now")
}

func TestWithdrawnMayNotLeave(t *testing.T) {
	v := newVillage(t)
	group := v.chat("group", 0)
	v.post(Message{Chat: group, Slot: "idea:1"}, "card")
	p := v.due(monday)[0]
	unpost := func() (seen bool) {
		write(t, v.db, func(tx *Tx) (err error) {
			seen, err = tx.Unpost(group, "idea:1")
			return err
		})
		return seen
	}
	if unpost() {
		t.Error("nobody saw it yet, and it is called seen")
	}
	write(t, v.db, func(tx *Tx) error {
		if may, err := tx.MarkSending(p.ID); err != nil || may {
			t.Errorf("marking a withdrawn message: got %v, %v, want false", may, err)
		}
		return nil
	})
	v.post(Message{Chat: group, Slot: "idea:1"}, "card again")
	p = v.take(monday)
	if !unpost() {
		t.Error("it is in flight, and not called seen")
	}
	v.sent(p, "m-1")
	if !unpost() {
		t.Error("it was posted, and not called seen")
	}
	if got := v.state(p.ID); got != Sent {
		t.Errorf("got %s, want sent", got)
	}
	verified(t, v.db)
}

// Where a card is on its way it is about to stand: whoever asks between the two must not post it a second time.
func TestSlotChatsOnTheWay(t *testing.T) {
	v := newVillage(t)
	group := v.chat("group", 0)
	want := func(stage string) {
		t.Helper()
		got := read(t, v.db, func(tx *Tx) ([]ChatID, error) { return tx.SlotChats("card") })
		if diff := cmp.Diff([]ChatID{group}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", stage, diff)
		}
	}
	v.post(Message{Chat: group, Slot: "card"}, "kaart")
	want("queued")
	flying := v.take(monday)
	want("on its way")
	v.sent(flying, "m-1")
	want("shown")
}
