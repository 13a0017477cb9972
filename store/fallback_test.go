package store

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Nobody decides on their own idea, and no idea waits for nobody: the work goes on to whoever is there.
func TestWorkFallsBack(t *testing.T) {
	tests := []struct {
		name   string
		people []string // in the order of appointment: v(olunteer), c(oordinator), s(teering group), o(perator), a(uthor as volunteer)
		want   map[Who]string
	}{
		{"all are there", []string{"v", "c", "s", "o"}, map[Who]string{Reviewer: "v", Manager: "c", Guide: "vc", Steering: "cs"}},
		{"no volunteers", []string{"c", "s", "o"}, map[Who]string{Reviewer: "c", Manager: "c", Guide: "c", Steering: "cs"}},
		{"no coordinators", []string{"v", "s", "o"}, map[Who]string{Reviewer: "v", Manager: "o", Guide: "v", Steering: "s"}},
		{"no steering group", []string{"v", "c", "o"}, map[Who]string{Reviewer: "v", Manager: "c", Guide: "vc", Steering: "c"}},
		{"only volunteers and the operator", []string{"v", "o"}, map[Who]string{Reviewer: "v", Manager: "o", Guide: "v", Steering: "o"}},
		{"only the operator", []string{"o"}, map[Who]string{Reviewer: "o", Manager: "o", Guide: "o", Steering: "o"}},
		{"the author is the only volunteer", []string{"a", "c", "o"}, map[Who]string{Reviewer: "c", Manager: "c", Guide: "c", Steering: "c"}},
		{"nobody", nil, map[Who]string{Reviewer: "", Manager: "", Guide: "", Steering: ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := newVillage(t)
			author := v.person("anja")
			letters := map[PersonID]string{}
			for _, p := range tt.people {
				switch p {
				case "v":
					letters[v.appoint("wim", Volunteer, "KRA")] = p
				case "c":
					letters[v.appoint("carla", Coordinator, "")] = p
				case "s":
					letters[v.appoint("stien", SteeringGroup, "")] = p
				case "o":
					letters[v.appoint("oscar", Operator, "")] = p
				case "a":
					v.appoint("anja", Volunteer, "KRA")
				}
			}
			i := v.idea(v.submitted(author, "KRA"))
			got := map[Who]string{}
			for who := range tt.want {
				for _, p := range read(t, v.db, func(tx *Tx) ([]PersonID, error) { return tx.Deciders(who, i) }) {
					got[who] += letters[p]
				}
				got[who] += ""
			}
			if diff := cmp.Diff(got, tt.want); diff != "" {
				t.Errorf("deciders (-got +want):\n%s", diff)
			}
		})
	}
}

// Work does not wait for people to whom it cannot be brought.
func TestWorkGoesToWhoeverCanBeReached(t *testing.T) {
	v := newVillage(t)
	anja, wim, carla := v.person("anja"), v.person("wim"), v.appoint("carla", Coordinator, "")
	kra, group, steering := v.smederij("KRA"), v.chat("volunteers", 0), v.chat("steering", 0)
	id := v.submitted(anja, "KRA")
	stien := v.person("stien")
	write(t, v.db, func(tx *Tx) error { // neither has ever opened the private chat
		return errors.Join(tx.Appoint(0, wim, Volunteer, kra, monday), tx.Appoint(0, stien, SteeringGroup, 0, monday))
	})
	decides := func(w Who) []PersonID {
		return read(t, v.db, func(tx *Tx) ([]PersonID, error) { return tx.Deciders(w, v.idea(id)) })
	}
	want := func(w Who, people ...PersonID) {
		t.Helper()
		if diff := cmp.Diff(decides(w), people); diff != "" {
			t.Errorf("%s (-got +want):\n%s", w, diff)
		}
	}
	want(Reviewer, carla)
	want(Steering, carla)
	write(t, v.db, func(tx *Tx) error {
		return errors.Join(tx.LinkChat(carla, group, VolunteersChat, kra, monday), tx.LinkChat(carla, steering, SteeringChat, 0, monday))
	})
	want(Reviewer, wim)
	want(Steering, carla, stien)
	write(t, v.db, func(tx *Tx) error { return errors.Join(tx.ChatGone(group, monday), tx.ChatGone(steering, monday)) })
	want(Reviewer, carla)
	want(Steering, carla)
	private := v.chat("wim", wim)
	want(Reviewer, wim)
	write(t, v.db, func(tx *Tx) error { return tx.ChatGone(private, monday) })
	want(Reviewer, carla)
}

func TestDecidingRole(t *testing.T) {
	v := newVillage(t)
	id := v.submitted(v.person("anja"), "KRA")
	want := func(w Who, r Role) {
		t.Helper()
		got := read(t, v.db, func(tx *Tx) (Role, error) {
			r, _, err := tx.DecidingRole(w, v.idea(id))
			return r, err
		})
		if got != r {
			t.Errorf("%s: got %s, want %s", w, got, r)
		}
	}
	want(Reviewer, Operator)
	v.appoint("carla", Coordinator, "KRA")
	want(Reviewer, Coordinator)
	want(Guide, Coordinator)
	want(Steering, Coordinator)
	v.appoint("wim", Volunteer, "KRA")
	v.appoint("stien", SteeringGroup, "")
	want(Reviewer, Volunteer)
	want(Guide, Volunteer)
	want(Manager, Coordinator)
	want(Steering, SteeringGroup)
}

// The people of Deciders are the people a move listens to.
func TestWhoeverDecidesMayMove(t *testing.T) {
	v := newVillage(t)
	anja, oscar := v.person("anja"), v.appoint("oscar", Operator, "")
	id := v.submitted(anja, "KRA")
	v.must(oscar, id, Decline, because, monday)
	v.must(anja, id, Appeal, Detail{}, told)
	v.must(oscar, id, Uphold, Detail{}, told)
	wim, carla := v.appoint("wim", Volunteer, "KRA"), v.appoint("carla", Coordinator, "KRA")
	v.fill("KRA", 100)
	v.refused(NotYours, oscar, id, Grant, Detail{Amount: 100}, told.Add(time.Hour))
	v.must(carla, id, Grant, Detail{Amount: 100}, told.Add(time.Hour))

	other := v.submitted(anja, "KRA")
	v.refused(NotYours, carla, other, Accept, Detail{}, monday)
	v.must(wim, other, Accept, Detail{}, monday)
}

func TestMerge(t *testing.T) {
	v := newVillage(t)
	anja, bram, wim := v.person("anja"), v.person("bram"), v.appoint("wim", Volunteer, "KRA")
	offer := func(by PersonID, idea, into IdeaID) error {
		return v.db.Write(bg, func(tx *Tx) error { return tx.OfferMerge(by, idea, into, monday) })
	}
	t.Run("both say yes", func(t *testing.T) {
		v := village{t, v.db}
		a, b := v.submitted(anja, "KRA"), v.submitted(bram, "KRA")
		v.refused(NoOffer, anja, a, Merge, Detail{Into: b}, monday)
		if err := offer(anja, a, b); reasonOf(err) != NotYours {
			t.Errorf("an offer in the name of somebody else: got %v, want %s", err, NotYours)
		}
		for range 2 { // saying yes twice is saying yes
			if err := offer(bram, a, b); err != nil {
				t.Fatal(err)
			}
		}
		v.refused(NotYours, bram, a, Merge, Detail{Into: b}, monday)
		if i := v.must(anja, a, Merge, Detail{Into: b}, monday); i.State != Merged || i.MergedInto != b {
			t.Errorf("got %+v, want merged into %d", i, b)
		}
	})
	t.Run("an offer is for one direction", func(t *testing.T) {
		v := village{t, v.db}
		a, b := v.submitted(anja, "KRA"), v.submitted(bram, "KRA")
		if err := offer(bram, a, b); err != nil {
			t.Fatal(err)
		}
		v.refused(NoOffer, bram, b, Merge, Detail{Into: a}, monday)
	})
	t.Run("two ideas do not vanish into each other", func(t *testing.T) {
		v := village{t, v.db}
		a, b := v.submitted(anja, "KRA"), v.submitted(bram, "KRA")
		if err := offer(bram, a, b); err != nil {
			t.Fatal(err)
		}
		if err := offer(anja, b, a); err != nil {
			t.Fatal(err)
		}
		v.must(anja, a, Merge, Detail{Into: b}, monday)
		v.refused(WrongState, bram, b, Merge, Detail{Into: a}, monday)
	})
	t.Run("the other idea ended meanwhile", func(t *testing.T) {
		v := village{t, v.db}
		a, b := v.submitted(anja, "KRA"), v.submitted(bram, "KRA")
		if err := offer(bram, a, b); err != nil {
			t.Fatal(err)
		}
		v.must(wim, b, Decline, because, monday)
		v.refused(WrongState, anja, a, Merge, Detail{Into: b}, monday)
		if err := offer(bram, a, b); reasonOf(err) != WrongState {
			t.Errorf("an offer of an idea that ended: got %v, want %s", err, WrongState)
		}
	})
	verified(t, v.db)
}

func TestRelocate(t *testing.T) {
	v := newVillage(t)
	anja, wim := v.person("anja"), v.appoint("wim", Volunteer, "")
	id := v.submitted(anja, "KRA")
	before := v.idea(id)
	i := v.must(wim, id, Relocate, Detail{Smederij: v.smederij("WOL")}, monday)
	if i.Ref != "WOL-2026-001" || i.State != Submitted || !i.AnswerBy.Equal(before.AnswerBy) {
		t.Errorf("got %+v, want WOL-2026-001, submitted, the same promise", i)
	}
	back := v.must(wim, id, Relocate, Detail{Smederij: v.smederij("KRA")}, time.Date(2027, 1, 2, 9, 0, 0, 0, amsterdam))
	if back.Ref != "KRA-2027-001" {
		t.Errorf("got %s, want KRA-2027-001", back.Ref)
	}
	for _, ref := range []string{"KRA-2026-001", "WOL-2026-001", "KRA-2027-001"} {
		found := read(t, v.db, func(tx *Tx) (Idea, error) { return tx.IdeaByRef(ref) })
		if found.ID != id || found.Ref != "KRA-2027-001" {
			t.Errorf("%s finds %d (%s), want %d (KRA-2027-001)", ref, found.ID, found.Ref, id)
		}
	}
	if _, err := v.move(wim, id, Relocate, Detail{Smederij: 999}, monday); err == nil {
		t.Error("it went to a Smederij that is not there")
	}
	if again := v.submitted(anja, "KRA"); v.idea(again).Ref != "KRA-2026-002" {
		t.Errorf("the next of the year: got %s, want KRA-2026-002", v.idea(again).Ref)
	}
	verified(t, v.db)
}
