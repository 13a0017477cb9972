package store

import (
	"testing"
	"time"
)

// doubt says that the fate of a message is unknown, and whether a person must decide.
func (v village) doubt(p Parcel) (uncertain bool) {
	v.t.Helper()
	write(v.t, v.db, func(tx *Tx) (err error) {
		uncertain, err = tx.MarkDoubtful(p, monday)
		return err
	})
	return uncertain
}

// PITFALLS.md, Delivery: what may be said twice, and what may not.
func TestDoubt(t *testing.T) {
	tests := []struct {
		name    string
		private bool
		m       Message
		posted  bool // the slot's message is out already: this is an edit
		repeats int  // before a person is asked; -1 without end
	}{
		{name: "reply in private", private: true, m: Message{Class: ClassReply}, repeats: 1},
		{name: "reply in a group", m: Message{Class: ClassReply}, repeats: 1},
		{name: "moderation in private", private: true, m: Message{Class: ClassModeration}, repeats: 1},
		{name: "review card in private", private: true, m: Message{Class: ClassModeration, Slot: "review:1"}, repeats: 1},
		{name: "moderation in a group", m: Message{Class: ClassModeration}, repeats: 0},
		{name: "post in a group", m: Message{Class: ClassPost}, repeats: 0},
		{name: "digest in a group", m: Message{Class: ClassDigest}, repeats: 0},
		{name: "card in a group", m: Message{Class: ClassPost, Slot: "idea:1"}, repeats: 0},
		{name: "edit of a card in a group", m: Message{Class: ClassPost, Slot: "idea:1"}, posted: true, repeats: -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := newVillage(t)
			var p PersonID
			if tt.private {
				p = v.person("anja")
			}
			tt.m.Chat = v.chat("chat", p)
			if tt.posted {
				v.post(tt.m, "first")
				v.sent(v.take(monday), "m-1")
			}
			v.post(tt.m, "text")
			repeats := 0
			for ; repeats < 5; repeats++ {
				if parcel := v.take(monday); v.doubt(parcel) {
					if got := v.state(parcel.ID); got != Uncertain {
						t.Errorf("got %s, want uncertain", got)
					}
					v.wantTexts(monday)
					break
				}
			}
			if want := tt.repeats; want >= 0 && repeats != want || want < 0 && repeats != 5 {
				t.Errorf("got %d repeats, want %d", repeats, want)
			}
		})
	}
}

// A card that was perhaps posted, under an id nobody knows: a second one must never appear by itself.
func lostCard(t *testing.T) (v village, group ChatID, card Parcel) {
	v = newVillage(t)
	group = v.chat("group", 0)
	v.post(Message{Chat: group, Slot: "idea:1"}, "v1")
	card = v.take(monday)
	if !v.doubt(card) {
		t.Fatal("a group card is repeated by itself")
	}
	v.post(Message{Chat: group, Slot: "idea:1"}, "v2")
	v.post(Message{Chat: group}, "another")
	v.wantTexts(monday, "another") // the edit is held, and holds nothing else up
	lost := read(t, v.db, func(tx *Tx) (bool, error) {
		return tx.exists("SELECT 1 FROM slot WHERE chat_id = ? AND lost = 1", group)
	})
	if !lost {
		t.Error("the slot is not called lost")
	}
	return v, group, card
}

func (v village) again(by PersonID, m MessageID) (posted bool) {
	v.t.Helper()
	write(v.t, v.db, func(tx *Tx) (err error) {
		posted, err = tx.PostAgain(by, m, monday)
		return err
	})
	return posted
}

func TestAPressFindsALostCard(t *testing.T) {
	v, group, card := lostCard(t)
	write(t, v.db, func(tx *Tx) error { return tx.FoundSlot(group, "idea:1", "m-7") })
	due := v.due(monday)
	if len(due) != 2 || due[0].Body.Text != "v2" || due[0].EditOf != "m-7" {
		t.Errorf("got %+v, want v2 as an edit of m-7", due)
	}
	if got := v.state(card.ID); got != Sent {
		t.Errorf("the card that was found: got %s, want sent", got)
	}
	if v.again(v.person("carla"), card.ID) {
		t.Error("the card was found, and is posted again")
	}
	v.sent(v.take(monday), "m-7")
	verified(t, v.db)
}

func TestACoordinatorPostsALostCardAgain(t *testing.T) {
	v, _, card := lostCard(t)
	carla := v.person("carla")
	if !v.again(carla, card.ID) {
		t.Fatal("it was not posted again")
	}
	if v.again(carla, card.ID) {
		t.Error("it was posted again twice")
	}
	v.wantTexts(monday, "v2", "another") // what waited goes, not what is old
	if got := v.due(monday)[0].EditOf; got != "" {
		t.Errorf("got an edit of %q, want a new message", got)
	}
	v.sent(v.take(monday), "m-8")
	verified(t, v.db)
}

func TestPostAgainWithoutANewerVersion(t *testing.T) {
	v := newVillage(t)
	carla, group := v.person("carla"), v.chat("group", 0)
	v.post(Message{Chat: group, Slot: "idea:1"}, "card")
	v.post(Message{Chat: group}, "post")
	card, post := v.take(monday), v.take(monday)
	if !v.doubt(card) || !v.doubt(post) {
		t.Fatal("repeated by itself")
	}
	if got := read(t, v.db, func(tx *Tx) (Message, error) { return tx.Uncertain(post.ID) }); got.Body.Text != "post" {
		t.Errorf("got %+v, want the post", got)
	}
	if !v.again(carla, card.ID) || !v.again(carla, post.ID) {
		t.Error("not posted again")
	}
	if v.again(carla, card.ID) || v.again(carla, post.ID) {
		t.Error("posted again twice")
	}
	v.wantTexts(monday, "card", "post")
	verified(t, v.db)
}

func TestCrashWhileSending(t *testing.T) {
	path := newFile(t)
	v := village{t, openAt(t, path)}
	v.post(Message{Chat: v.chat("group", 0), Slot: "idea:1"}, "card")
	v.post(Message{Chat: v.chat("anja", v.person("anja")), Class: ClassReply}, "reply")
	v.take(monday)
	v.take(monday)
	if err := v.db.Close(); err != nil {
		t.Fatal(err)
	}
	v.db = openAt(t, path)
	v.wantTexts(monday)
	flying := read(t, v.db, (*Tx).InFlight)
	if len(flying) != 2 || flying[0].Body.Text != "card" || flying[1].Body.Text != "reply" || !flying[1].To.Private() {
		t.Fatalf("got %+v, want the card and the private reply", flying)
	}
	for _, p := range flying {
		v.doubt(p)
	}
	v.wantTexts(monday, "reply")
}

func TestUnsent(t *testing.T) {
	v := newVillage(t)
	group := v.chat("group", 0)
	unsent := func(p Parcel) {
		write(t, v.db, func(tx *Tx) error { return tx.MarkUnsent(p, monday.Add(time.Minute)) })
	}
	v.post(Message{Chat: group, Slot: "idea:1"}, "v1")
	v.post(Message{Chat: group}, "post")
	card := v.take(monday)
	unsent(card)
	v.wantTexts(monday, "post")
	v.wantTexts(monday.Add(time.Minute), "v1", "post") // its place in line is kept

	card = v.take(monday.Add(time.Minute))
	v.post(Message{Chat: group, Slot: "idea:1"}, "v2")
	unsent(card)
	v.wantTexts(monday.Add(time.Minute), "post", "v2")
	if got := v.state(card.ID); got != WithdrawnIt {
		t.Errorf("the older version: got %s, want withdrawn", got)
	}
	write(t, v.db, func(tx *Tx) error { return tx.MarkRejected(v.due(monday)[0].ID) })
	v.wantTexts(monday, "v2")
}

func TestChatGone(t *testing.T) {
	v := newVillage(t)
	anja := v.person("anja")
	gone, other := v.chat("anja", anja), v.chat("group", 0)
	v.post(Message{Chat: gone, Class: ClassReply}, "leaving")
	v.post(Message{Chat: gone, Class: ClassReply, Slot: "s"}, "waits")
	v.post(Message{Chat: other}, "elsewhere")
	flying := v.take(monday)
	write(t, v.db, func(tx *Tx) error { return tx.ChatGone(gone, monday) })
	v.wantTexts(monday, "elsewhere")
	verified(t, v.db)

	// Neither what is said to it later nor what comes back from the platform is queued.
	v.post(Message{Chat: gone, Class: ClassReply}, "too late")
	v.post(Message{Chat: gone, Class: ClassReply, Slot: "s"}, "too late too")
	write(t, v.db, func(tx *Tx) error { return tx.MarkUnsent(flying, monday) })
	v.wantTexts(monday, "elsewhere")
	verified(t, v.db)
	if _, err := v.private(anja); err == nil {
		t.Error("a chat that is gone is where somebody is reached")
	}

	// A new message brings the chat back, but not what was said into the void.
	if back := v.chat("anja", anja); back != gone {
		t.Errorf("got chat %d, want %d", back, gone)
	}
	v.post(Message{Chat: gone, Class: ClassReply}, "welcome back")
	v.wantTexts(monday, "elsewhere", "welcome back")
	if c, err := v.private(anja); err != nil || c.ID != gone {
		t.Errorf("got %+v, %v, want chat %d", c, err, gone)
	}
}

func (v village) private(p PersonID) (c Chat, err error) {
	err = v.db.Read(bg, func(tx *Tx) (err error) {
		c, err = tx.PrivateChat(p)
		return err
	})
	return c, err
}
