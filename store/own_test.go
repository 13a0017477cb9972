package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// ownGroup is a village with a group, and what the bot posts there of its own accord.
type ownGroup struct {
	village
	chat Chat
}

func newOwnGroup(t *testing.T) ownGroup {
	g := ownGroup{village: village{t, openDB(t)}}
	write(t, g.db, func(tx *Tx) (err error) {
		if g.chat, err = tx.ChatAt(Address{Platform: "net", Chat: "#KRA"}, 0, monday); err != nil {
			return err
		}
		if err := tx.LinkChat(0, g.chat.ID, GroupChat, 1, monday); err != nil {
			return err
		}
		g.chat, err = tx.Chat(g.chat.ID)
		return err
	})
	return g
}

// asIs says what waited in the words it waited with.
func asIs(_ Own, b Body) (Body, bool, error) { return b, true, nil }

// post keeps a post and plans; it returns the texts that were dropped.
func (g ownGroup) post(o Own, text string, now time.Time) (dropped []string) {
	g.t.Helper()
	write(g.t, g.db, func(tx *Tx) error {
		if err := tx.KeepOwn(g.chat, o, Body{Text: text}, "cause", now); err != nil {
			return err
		}
		bodies, err := tx.PlanOwn(g.chat.ID, now, asIs)
		for _, b := range bodies {
			dropped = append(dropped, b.Text)
		}
		return err
	})
	return dropped
}

func (g ownGroup) plan(now time.Time) {
	g.t.Helper()
	write(g.t, g.db, func(tx *Tx) error {
		_, err := tx.PlanOwn(g.chat.ID, now, asIs)
		return err
	})
}

func (g ownGroup) wantLeft(now time.Time, want ...string) {
	g.t.Helper()
	due := read(g.t, g.db, func(tx *Tx) ([]Parcel, error) { return tx.Due(now, 100) })
	var got []string
	for _, p := range due {
		got = append(got, p.Body.Text)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		g.t.Fatalf("left (-want +got):\n%s", diff)
	}
}

// A newer post of the same kind takes the place of one that waits, and not of one that left.
func TestOwnPostsMerge(t *testing.T) {
	g := newOwnGroup(t)
	night := local("2026-11-23 22:00")
	g.post(Own{Kind: "status"}, "old", night)
	g.post(Own{Kind: "status"}, "new", night)
	g.post(Own{Kind: "help", Subject: 1}, "help 1", night)
	g.post(Own{Kind: "help", Subject: 2}, "help 2", night)
	g.plan(local("2026-11-24 07:59"))
	g.wantLeft(local("2026-11-24 07:59"))
	g.plan(local("2026-11-24 08:00"))
	g.wantLeft(local("2026-11-24 08:00"), "new", "help 1", "help 2")
	g.post(Own{Kind: "status"}, "newer", local("2026-11-24 09:00"))
	g.wantLeft(local("2026-11-24 09:00"), "new", "help 1", "help 2")
	g.plan(local("2026-11-30 08:00"))
	g.wantLeft(local("2026-11-30 08:00"), "new", "help 1", "help 2", "newer")
}

// What the process was away for does not leave past its use, and not at night.
func TestOwnPostsAreDecidedAnewWhenTheyLeave(t *testing.T) {
	g := newOwnGroup(t)
	night := local("2026-11-23 22:00")
	g.post(Own{Kind: "status"}, "status", night)
	g.post(Own{Kind: "meeting", Useful: local("2026-11-24 19:00")}, "meeting", night)
	write(t, g.db, func(tx *Tx) error {
		dropped, err := tx.PlanOwn(g.chat.ID, local("2026-11-24 21:30"), asIs)
		if diff := cmp.Diff([]Body{{Text: "meeting"}}, dropped); diff != "" {
			t.Errorf("dropped (-want +got):\n%s", diff)
		}
		return err
	})
	g.wantLeft(local("2026-11-24 21:30"))
	g.plan(local("2026-11-25 08:00"))
	g.wantLeft(local("2026-11-25 08:00"), "status")
}

// What waited leaves in the words that are true when it leaves, and not at all when nothing is true any more.
func TestOwnPostsLeaveAsTheyAreTrue(t *testing.T) {
	g := newOwnGroup(t)
	night := local("2026-11-23 22:00")
	g.post(Own{Kind: "status"}, "old", night)
	g.post(Own{Kind: "over"}, "over", night)
	fresh := func(o Own, _ Body) (Body, bool, error) { return Body{Text: "now"}, o.Kind == "status", nil }
	write(t, g.db, func(tx *Tx) error {
		dropped, err := tx.PlanOwn(g.chat.ID, local("2026-11-24 08:00"), fresh)
		if len(dropped) != 0 {
			t.Errorf("dropped, and told to coordinators: %v", dropped)
		}
		return err
	})
	g.wantLeft(local("2026-11-24 08:00"), "now")
}

// Cards of ideas never wait, but take a place; a changed card is no new one.
func TestCardsTakePlaces(t *testing.T) {
	g := newOwnGroup(t)
	for n, slot := range []string{"card:1", "card:1", "card:2"} {
		write(t, g.db, func(tx *Tx) error {
			return tx.Post(Message{Chat: g.chat.ID, Class: ClassPost, Slot: slot, Body: Body{Text: slot}}, monday.Add(time.Duration(n)*time.Minute))
		})
	}
	now := local("2026-11-24 09:00")
	g.post(Own{Kind: "status"}, "status", now)
	g.post(Own{Kind: "thanks"}, "thanks", now)
	g.wantLeft(now, "card:1", "card:2", "status")
}

// A group that is for something else by now hears nothing of what waited for it.
func TestOwnPostsOfAGroupThatChanged(t *testing.T) {
	g := newOwnGroup(t)
	g.post(Own{Kind: "status"}, "status", local("2026-11-23 22:00"))
	write(t, g.db, func(tx *Tx) error { return tx.LinkChat(0, g.chat.ID, VolunteersChat, 1, monday) })
	g.plan(local("2026-11-24 09:00"))
	g.wantLeft(local("2026-11-24 09:00"))
}

// What a group read of a day that still comes is kept, however long ago that was; the rest is forgotten.
func TestOwnPostsAreKeptUntilTheirDay(t *testing.T) {
	g := newOwnGroup(t)
	g.post(Own{Kind: "agenda 2027-02-15", Subject: 1, Useful: local("2027-02-15 19:30")}, "agenda", monday)
	g.post(Own{Kind: "status", Subject: 1}, "status", monday)
	for _, tt := range []struct {
		now  string
		want []string
	}{{"2027-01-20 09:00", []string{"agenda 2027-02-15"}}, {"2027-03-20 09:00", nil}} {
		g.plan(local(tt.now))
		got := read(t, g.db, func(tx *Tx) ([]string, error) { return tx.OwnLeft(g.chat.ID, 1) })
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.now, diff)
		}
	}
}
