package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// heads are the texts that may leave a chat first, by class.
func (v village) heads(c ChatID, now time.Time) (texts [len(Classes)]string) {
	v.t.Helper()
	write(v.t, v.db, func(tx *Tx) error {
		heads, err := tx.Heads(c, now)
		for n, id := range heads {
			if id == 0 {
				continue
			}
			m, readErr := tx.Message(id)
			if readErr != nil {
				return readErr
			}
			texts[n] = m.Body.Text
		}
		return err
	})
	return texts
}

func TestHeads(t *testing.T) {
	v := newVillage(t)
	group := v.chat("group", 0)
	want := func(now time.Time, want ...string) {
		t.Helper()
		if diff := cmp.Diff(v.heads(group, now), [len(Classes)]string(want)); diff != "" {
			t.Errorf("heads (-got +want):\n%s", diff)
		}
	}
	want(monday, "", "", "", "")
	v.post(Message{Chat: v.chat("other", 0)}, "elsewhere")
	v.post(Message{Chat: group, NotBefore: monday.Add(time.Hour)}, "later")
	v.post(Message{Chat: group, Slot: "idea:1"}, "card")
	v.post(Message{Chat: group}, "post")
	v.post(Message{Chat: group, Class: ClassDigest}, "digest")
	v.post(Message{Chat: group, Class: ClassReply}, "reply")
	want(monday, "reply", "", "card", "digest")
	want(monday.Add(time.Hour), "reply", "", "later", "digest")
	card := v.due(monday)[1]
	write(t, v.db, func(tx *Tx) error { _, err := tx.MarkSending(card.ID); return err })
	v.post(Message{Chat: group, Slot: "idea:1"}, "newer card")
	want(monday, "reply", "", "post", "digest")
	v.doubt(card)
	want(monday, "reply", "", "post", "digest")
}

// Whoever has seen all that waits hears of everything that changes that.
func TestStirred(t *testing.T) {
	v := newVillage(t)
	carla, group, other := v.person("carla"), v.chat("group", 0), v.chat("other", 0)
	var last int64
	hears := func(what string, want ...ChatID) {
		t.Helper()
		write(t, v.db, func(tx *Tx) error {
			got, now, everywhere, err := tx.Stirred(last)
			if last = now; everywhere {
				t.Errorf("%s: something was missed", what)
			}
			if diff := cmp.Diff(got, want); diff != "" {
				t.Errorf("%s (-got +want):\n%s", what, diff)
			}
			return err
		})
	}
	v.post(Message{Chat: group, Slot: "idea:1"}, "card")
	v.post(Message{Chat: group, NotBefore: monday.Add(time.Hour), Slot: "idea:2"}, "later")
	v.post(Message{Chat: group, Slot: "idea:1"}, "newer")
	hears("what is new is found by its number")
	v.post(Message{Chat: group, Slot: "idea:2"}, "now")
	hears("it may leave earlier", group)
	card := v.take(monday)
	hears("one leaves")
	write(t, v.db, func(tx *Tx) error { return tx.MarkUnsent(card, monday) })
	hears("it comes back", group)
	card = v.take(monday)
	v.doubt(card)
	v.post(Message{Chat: group, Slot: "idea:1"}, "edit")
	hears("a card is lost")
	write(t, v.db, func(tx *Tx) error { return tx.FoundSlot(group, "idea:1", "m-1") })
	hears("and found", group)
	v.post(Message{Chat: other}, "post")
	due := v.due(monday)
	post := due[len(due)-1]
	write(t, v.db, func(tx *Tx) error { _, err := tx.MarkSending(post.ID); return err })
	v.doubt(post)
	v.again(carla, post.ID)
	hears("posted again by hand", other)
	v.moved("other", "elsewhere")
	hears("a chat moved", other)
	for range 501 {
		v.moved("elsewhere", "back")
		v.moved("back", "elsewhere")
	}
	write(t, v.db, func(tx *Tx) error {
		_, _, everywhere, err := tx.Stirred(last)
		if !everywhere {
			t.Error("more happened than is remembered, and nobody is told")
		}
		return err
	})
}

func TestCameDue(t *testing.T) {
	v := newVillage(t)
	group := v.chat("group", 0)
	for _, after := range []time.Duration{0, time.Minute, time.Hour} {
		v.post(Message{Chat: group, NotBefore: monday.Add(after)}, after.String())
	}
	for until, want := range map[time.Duration]int{0: 0, time.Minute - time.Millisecond: 0, time.Minute: 1, 59 * time.Minute: 1, time.Hour: 2} {
		if got := read(t, v.db, func(tx *Tx) ([]Header, error) { return tx.CameDue(monday, monday.Add(until)) }); len(got) != want {
			t.Errorf("after %s %d came due, want %d", until, len(got), want)
		}
	}
	got := read(t, v.db, func(tx *Tx) ([]Header, error) { return tx.QueuedAfter(1, monday.Add(time.Minute), 9) })
	if len(got) != 2 || got[0].ID != 2 || !got[0].Due || got[1].Due || got[0].To.ID != group || got[0].Class != ClassPost {
		t.Errorf("got %+v, want the second, due, and the third, not due", got)
	}
}

func TestSentSince(t *testing.T) {
	v := newVillage(t)
	group, anja := v.chat("group", 0), v.chat("anja", v.person("anja"))
	for n, c := range []ChatID{group, anja, group} {
		v.post(Message{Chat: c}, "post")
		p := v.take(monday)
		write(t, v.db, func(tx *Tx) error { return tx.MarkSent(p, "m", monday.Add(time.Duration(n)*time.Second)) })
	}
	v.post(Message{Chat: group}, "not yet")
	got := read(t, v.db, func(tx *Tx) ([]Arrival, error) { return tx.SentSince(monday) })
	if len(got) != 2 || got[0].To.ID != anja || !got[0].To.Private() || got[1].To.ID != group || !got[1].At.Equal(monday.Add(2*time.Second)) {
		t.Errorf("got %+v, want the second and the third", got)
	}
}
