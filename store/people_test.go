package store

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestPerson(t *testing.T) {
	v := newVillage(t)
	anja := v.person("anja")
	if again := v.person("anja"); again != anja {
		t.Errorf("the same account: got persons %d and %d, want one", anja, again)
	}
	if bram := v.person("bram"); bram == anja {
		t.Error("two accounts are one person")
	}
	write(t, v.db, func(tx *Tx) error {
		other, err := tx.PersonOf(Account{Platform: "discord", ID: "anja"}, monday)
		if other.ID == anja {
			t.Error("the same id on another platform is the same person")
		}
		return err
	})
	steps := []struct {
		name string
		do   func(*Tx) error
		want Person
	}{
		{"new", func(*Tx) error { return nil }, Person{ID: anja}},
		{"named", func(tx *Tx) error { return tx.NamePerson(anja, "Anja", true) }, Person{ID: anja, Name: "Anja", ShowName: true}},
		{"read", func(tx *Tx) error { return tx.NoticeRead(anja, 2) }, Person{ID: anja, Name: "Anja", ShowName: true, Notice: 2}},
		{"muted", func(tx *Tx) error { return tx.Mute(anja, monday) }, Person{ID: anja, Name: "Anja", ShowName: true, Notice: 2, Muted: true}},
		{"unmuted", func(tx *Tx) error { return tx.Unmute(anja) }, Person{ID: anja, Name: "Anja", ShowName: true, Notice: 2}},
		{"nameless", func(tx *Tx) error { return tx.NamePerson(anja, "", false) }, Person{ID: anja, Notice: 2}},
	}
	for _, s := range steps {
		write(t, v.db, s.do)
		if got := read(t, v.db, func(tx *Tx) (Person, error) { return tx.Person(anja) }); got != s.want {
			t.Errorf("%s: got %+v, want %+v", s.name, got, s.want)
		}
	}
}

func TestInvitation(t *testing.T) {
	v := newVillage(t)
	carla, kra := v.person("carla"), v.smederij("KRA")
	expires := monday.Add(48 * time.Hour)
	invite := func() (code string) {
		write(t, v.db, func(tx *Tx) (err error) {
			code, err = tx.Invite(Invitation{Role: Volunteer, Smederij: kra, By: carla, Expires: expires}, monday)
			return err
		})
		return code
	}
	take := func(code string, name string, now time.Time) error {
		p := v.person(name)
		return v.db.Write(bg, func(tx *Tx) error {
			_, err := tx.TakeInvitation(code, p, now)
			return err
		})
	}
	has := func(name string) bool {
		p := v.person(name)
		return read(t, v.db, func(tx *Tx) (bool, error) { return tx.Has(p, Volunteer, kra) })
	}
	used, late := invite(), invite()
	if used == late {
		t.Error("two invitations have one code")
	}
	tests := []struct {
		code, name string
		now        time.Time
		want       Reason
	}{
		{used, "wim", expires.Add(-time.Millisecond), ""},
		{used, "piet", monday, InvitationUsed},
		{used, "wim", monday, InvitationUsed},
		{late, "piet", expires, InvitationExpired},
		{"NIETBESTAAND", "piet", monday, InvitationUnknown},
		{"", "piet", monday, InvitationUnknown},
	}
	for _, tt := range tests {
		if err := take(tt.code, tt.name, tt.now); reasonOf(err) != tt.want || (err != nil) != (tt.want != "") {
			t.Errorf("%q by %s: got %v, want reason %q", tt.code, tt.name, err, tt.want)
		}
	}
	if !has("wim") || has("piet") {
		t.Errorf("got wim %v, piet %v, want only wim a volunteer", has("wim"), has("piet"))
	}
	// Of two who take one at once, one gets it.
	code, answers := invite(), make(chan error, 2)
	for _, name := range []string{"bep", "ko"} {
		p := v.person(name)
		go func() {
			answers <- v.db.Write(bg, func(tx *Tx) error {
				_, err := tx.TakeInvitation(code, p, monday)
				return err
			})
		}()
	}
	if a, b := <-answers, <-answers; (a == nil) == (b == nil) {
		t.Errorf("got %v and %v, want one refusal", a, b)
	}
	verified(t, v.db)
}

func TestRoles(t *testing.T) {
	v := newVillage(t)
	kra, wol := v.smederij("KRA"), v.smederij("WOL")
	wim, carla := v.appoint("wim", Volunteer, "KRA"), v.appoint("carla", Volunteer, "")
	v.appoint("wim", Volunteer, "KRA") // again
	holders := func(s SmederijID) []PersonID {
		return read(t, v.db, func(tx *Tx) ([]PersonID, error) { return tx.Holders(Volunteer, s) })
	}
	for s, want := range map[SmederijID][]PersonID{kra: {wim, carla}, wol: {carla}, 0: {carla}} {
		if diff := cmp.Diff(holders(s), want); diff != "" {
			t.Errorf("volunteers of %d (-got +want):\n%s", s, diff)
		}
	}
	offices := read(t, v.db, func(tx *Tx) ([]Office, error) { return tx.OfficesOf(wim) })
	if len(offices) != 1 {
		t.Fatalf("got %v, want one office: appointing twice is appointing", offices)
	}
	if err := v.db.Write(bg, func(tx *Tx) error { return tx.Dismiss(wim, offices[0], monday) }); reasonOf(err) != OwnRole {
		t.Errorf("ending one's own role: got %v, want %s", err, OwnRole)
	}
	write(t, v.db, func(tx *Tx) error { return tx.Dismiss(carla, offices[0], monday) })
	if diff := cmp.Diff(holders(kra), []PersonID{carla}); diff != "" {
		t.Errorf("after the role ended (-got +want):\n%s", diff)
	}
	if got := read(t, v.db, func(tx *Tx) (bool, error) { return tx.Has(wim, Volunteer, 0) }); got {
		t.Error("a role that ended still counts")
	}
	v.appoint("wim", Volunteer, "KRA") // and may be given again
	if got := read(t, v.db, func(tx *Tx) (bool, error) { return tx.Has(wim, Volunteer, kra) }); !got {
		t.Error("a role given again does not count")
	}
	actions := read(t, v.db, func(tx *Tx) ([]string, error) {
		return all(tx, text, "SELECT action FROM audit WHERE subject = ? ORDER BY id", wim)
	})
	if diff := cmp.Diff(actions, []string{"role.volunteer", "role_ended.volunteer", "role.volunteer"}); diff != "" {
		t.Errorf("audit (-got +want):\n%s", diff)
	}
}

func TestLinkedChats(t *testing.T) {
	v := newVillage(t)
	carla, kra := v.appoint("carla", Coordinator, ""), v.smederij("KRA")
	group, steering, private := v.chat("group", 0), v.chat("steering", 0), v.chat("carla", carla)
	link := func(c ChatID, p Purpose, s SmederijID) error {
		return v.db.Write(bg, func(tx *Tx) error { return tx.LinkChat(carla, c, p, s, monday) })
	}
	if err := errors.Join(link(group, GroupChat, kra), link(steering, SteeringChat, 0)); err != nil {
		t.Fatal(err)
	}
	if err := link(private, GroupChat, kra); err == nil {
		t.Error("a private chat became a group")
	}
	linked := func(p Purpose, s SmederijID) (ids []ChatID) {
		for _, c := range read(t, v.db, func(tx *Tx) ([]Chat, error) { return tx.LinkedChats(p, s) }) {
			ids = append(ids, c.ID)
		}
		return ids
	}
	for _, tt := range []struct {
		p    Purpose
		s    SmederijID
		want []ChatID
	}{{GroupChat, kra, []ChatID{group}}, {VolunteersChat, kra, nil}, {GroupChat, v.smederij("WOL"), nil}, {SteeringChat, 0, []ChatID{steering}}} {
		if diff := cmp.Diff(linked(tt.p, tt.s), tt.want); diff != "" {
			t.Errorf("%s of %d (-got +want):\n%s", tt.p, tt.s, diff)
		}
	}
	write(t, v.db, func(tx *Tx) error { return tx.ChatGone(group, monday) })
	if got := linked(GroupChat, kra); got != nil {
		t.Errorf("got %v, want no chat: it is gone", got)
	}
}

func TestConversations(t *testing.T) {
	v := newVillage(t)
	anja := v.person("anja")
	chat := v.chat("anja", anja)
	id := v.draft(anja, "KRA", "Buurtmaaltijd")
	save := func(c Conversation, now time.Time) Conversation {
		write(t, v.db, func(tx *Tx) error { return tx.SaveConversation(&c, now) })
		return c
	}
	open := func() (c Conversation, err error) {
		err = v.db.Read(bg, func(tx *Tx) (err error) {
			c, err = tx.OpenConversation(chat)
			return err
		})
		return c, err
	}
	first := save(Conversation{Person: anja, Chat: chat, Flow: "idea", Version: 3, Step: "title", Sequence: 1, State: []byte(`{"a":1}`), Subject: id, Revision: 1}, monday)
	second := save(Conversation{Person: anja, Chat: chat, Flow: "reply", Version: 1, Step: "words", State: []byte(`{}`)}, monday.Add(time.Minute))
	if got, err := open(); err != nil || got.ID != second.ID {
		t.Errorf("got %+v, %v, want the one touched last", got, err)
	}
	first.Step, first.Sequence, first.State = "who", 2, []byte(`{"a":2}`)
	first = save(first, monday.Add(2*time.Minute))
	got, err := open()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, first); diff != "" {
		t.Errorf("as it is kept (-got +want):\n%s", diff)
	}
	write(t, v.db, func(tx *Tx) error { return tx.ParkConversations(first.Chat) })
	if got, err := open(); !errors.Is(err, ErrNotFound) {
		t.Errorf("after parking: got %+v, %v, want none", got, err)
	}
	second = save(second, monday.Add(3*time.Minute))
	if got, err := open(); err != nil || got.ID != second.ID {
		t.Errorf("after taking one up: got %+v, %v, want that one", got, err)
	}
	about := read(t, v.db, func(tx *Tx) (Conversation, error) { return tx.ConversationAbout("idea", id, anja) })
	if about.ID != first.ID {
		t.Errorf("got %d, want the parked one", about.ID)
	}
	write(t, v.db, func(tx *Tx) error {
		return errors.Join(tx.EndConversation(first.ID, monday), tx.EndConversation(second.ID, monday))
	})
	if got, err := open(); !errors.Is(err, ErrNotFound) {
		t.Errorf("after the end: got %+v, %v, want %v", got, err, ErrNotFound)
	}
}
