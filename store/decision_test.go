package store

import (
	"errors"
	"slices"
	"testing"
	"time"
)

func (v village) undo(by PersonID, d DecisionID, now time.Time) (i Idea, err error) {
	err = v.db.Write(bg, func(tx *Tx) (err error) {
		i, err = tx.Undo(by, d, now)
		return err
	})
	return i, err
}

func (v village) wantUndo(want Reason, by PersonID, d DecisionID, now time.Time) {
	v.t.Helper()
	if _, err := v.undo(by, d, now); reasonOf(err) != want || (err != nil) != (want != "") {
		v.t.Fatalf("undo: got %v, want reason %q", err, want)
	}
}

// tell queues a message that a decision causes, and returns its parcel.
func (v village) tell(d Decision, to ChatID, now time.Time) Parcel {
	v.t.Helper()
	write(v.t, v.db, func(tx *Tx) error {
		return tx.Post(Message{Chat: to, Class: ClassReply, Body: Body{Text: "nieuws"}, Cause: "c", Decision: d.ID, NotBefore: d.ReleasedAt}, now)
	})
	due := v.due(d.ReleasedAt)
	if len(due) == 0 {
		v.t.Fatalf("the message is not due when the decision is released")
	}
	return due[len(due)-1]
}

func TestUndoWithinTenMinutes(t *testing.T) {
	v := newVillage(t)
	anja, wim, piet := v.person("anja"), v.appoint("wim", Volunteer, "KRA"), v.appoint("piet", Volunteer, "KRA")
	chat := v.chat("anja", anja)
	id := v.submitted(anja, "KRA")
	v.must(wim, id, Decline, because, monday)
	d := v.decision(id)
	if got := d.ReleasedAt.Sub(monday); got != 10*time.Minute {
		t.Errorf("released after %v, want 10m", got)
	}
	v.tell(d, chat, monday)
	last := monday.Add(10*time.Minute - time.Millisecond)
	if due := v.due(last); len(due) != 0 {
		t.Errorf("told before the time for undoing was over: %v", due)
	}
	v.wantUndo(NotYours, anja, d.ID, last)
	var events []Event
	write(t, v.db, func(tx *Tx) error {
		i, err := tx.Undo(piet, d.ID, last)
		if i.State != Submitted || i.Criterion != 0 {
			t.Errorf("got %+v, want submitted without a criterion", i)
		}
		events = tx.TakeEvents()
		return err
	})
	if len(events) != 1 || events[0].Kind != Undone || events[0].Decision.ID != d.ID {
		t.Errorf("got events %+v, want one undone", events)
	}
	if due := v.due(monday.AddDate(1, 0, 0)); len(due) != 0 {
		t.Errorf("what an undone decision caused is still told: %v", due)
	}
	v.wantUndo(AlreadyTaken, wim, d.ID, last)
	v.must(wim, id, Accept, Detail{}, last) // and the idea goes on as if nothing had been
	verified(t, v.db)
}

func TestUndoRefused(t *testing.T) {
	v := newVillage(t)
	anja, wim := v.person("anja"), v.appoint("wim", Volunteer, "KRA")
	chat := v.chat("anja", anja)
	decided := func() (IdeaID, Decision) {
		id := v.submitted(anja, "KRA")
		v.must(wim, id, Accept, Detail{}, monday)
		return id, v.decision(id)
	}
	soon := monday.Add(time.Minute)
	t.Run("after ten minutes", func(t *testing.T) {
		_, d := decided()
		village{t, v.db}.wantUndo(AlreadyTold, wim, d.ID, monday.Add(10*time.Minute))
	})
	t.Run("after it was released by hand", func(t *testing.T) {
		_, d := decided()
		p := v.tell(d, chat, monday)
		write(t, v.db, func(tx *Tx) error {
			_, _, err := tx.Release(wim, d.ID, soon)
			return err
		})
		if due := v.due(soon); !slices.ContainsFunc(due, func(q Parcel) bool { return q.ID == p.ID }) {
			t.Error("what was released does not leave")
		}
		village{t, v.db}.wantUndo(AlreadyTold, wim, d.ID, soon)
		err := v.db.Write(bg, func(tx *Tx) error {
			_, _, err := tx.Release(wim, d.ID, soon)
			return err
		})
		if reasonOf(err) != AlreadyTold {
			t.Errorf("releasing again: got %v, want %s", err, AlreadyTold)
		}
	})
	for name, mark := range map[string]func(*Tx, Parcel) error{
		"when a message is leaving": func(tx *Tx, p Parcel) error { _, err := tx.MarkSending(p.ID); return err },
		"when a message left":       func(tx *Tx, p Parcel) error { return tx.MarkSent(p, "77", soon) },
	} {
		t.Run(name, func(t *testing.T) {
			_, d := decided()
			p := v.tell(d, chat, monday)
			write(t, v.db, func(tx *Tx) error { return mark(tx, p) })
			village{t, v.db}.wantUndo(AlreadyTold, wim, d.ID, soon)
		})
	}
	t.Run("after somebody acted", func(t *testing.T) {
		id, d := decided()
		v.must(anja, id, Withdraw, Detail{}, told)
		village{t, v.db}.wantUndo(Overtaken, wim, d.ID, soon)
	})
	t.Run("of a decision that is not there", func(t *testing.T) {
		if _, err := v.undo(wim, 999_999, soon); !errors.Is(err, ErrNotFound) {
			t.Errorf("got %v, want %v", err, ErrNotFound)
		}
	})
	t.Run("by the author, who holds a role", func(t *testing.T) {
		stien := v.appoint("stien", SteeringGroup, "")
		rita := v.appoint("rita", SteeringGroup, "")
		v.appoint("rita", Coordinator, "KRA")
		id := v.submitted(rita, "KRA")
		v.must(wim, id, Decline, because, monday)
		v.must(rita, id, Appeal, Detail{}, told)
		v.must(stien, id, Reject, Detail{Words: "nee"}, told)
		d := v.decision(id)
		village{t, v.db}.wantUndo(NotYours, rita, d.ID, soon)
		village{t, v.db}.wantUndo("", stien, d.ID, soon)
	})
	verified(t, v.db)
}

// Every decision can be taken back, on both tracks, and then the idea is as it was before.
func TestUndoRestoresTheIdea(t *testing.T) {
	v := newVillage(t)
	anja := v.person("anja")
	carla := v.appoint("carla", Coordinator, "") // without volunteers and steering group, all is hers
	detail := Detail{Criterion: 2, Words: "omdat", Amount: 125_000}
	v.fill("KRA", 5_000_000)
	later := told.AddDate(0, 0, 1)
	undone := 0
	for _, r := range Rules {
		for _, from := range r.From {
			for _, track := range []Track{ShortTrack, LongTrack} {
				if t := only[string(r.Move)]; !r.Decision || t != "" && t != track || from == Granted && track == LongTrack {
					continue
				}
				id := v.lived(anja, carla, from, track)
				before := v.idea(id)
				v.must(carla, id, r.Move, detail, later)
				v.wantUndo("", carla, v.decision(id).ID, later)
				after := v.idea(id)
				after.Revision, after.MovedAt = before.Revision, before.MovedAt
				if after != before {
					t.Errorf("%s from %s, %s: got %+v, want %+v", r.Move, from, track, after, before)
				}
				undone++
			}
		}
	}
	if undone == 0 {
		t.Error("no decision was undone")
	}
	verified(t, v.db)
}

// lived makes an idea that came to a state on a track by real moves. The boss decides all of them.
func (v village) lived(author, boss PersonID, s State, track Track) IdeaID {
	id := v.submitted(author, "KRA")
	detail := Detail{Criterion: 2, Words: "omdat", Amount: 125_000, Track: track, Answers: reported.Answers}
	v.must(boss, id, Retrack, detail, monday)
	begins := []Move{Grant, Begin}
	ends := Pass
	if track == LongTrack {
		begins, ends = []Move{Adopt}, Shelve
	}
	for _, m := range map[State][]Move{
		Appealed: {Decline, Appeal}, Accepted: {Accept}, NotGranted: {Accept, ends}, Granted: {Accept, Grant},
		Underway: append(append([]Move{Accept}, begins...), HandIn), Done: append(append([]Move{Accept}, begins...), HandIn, Finish),
	}[s] {
		by, at := boss, told
		if m == Appeal || m == Begin || m == HandIn {
			by = author
		}
		switch m {
		case Accept, Decline:
			at = monday
		case Finish:
			at = told.Add(time.Hour)
		}
		v.must(by, id, m, detail, at)
	}
	return id
}

// Of many who decide at once one is heard; all others are told who was earlier.
func TestTwoDecideAtOnce(t *testing.T) {
	v := newVillage(t)
	anja := v.person("anja")
	var volunteers []PersonID
	for _, name := range []string{"wim", "piet", "lia", "bep", "ko", "gé"} {
		volunteers = append(volunteers, v.appoint(name, Volunteer, "KRA"))
	}
	for range 10 {
		id := v.submitted(anja, "KRA")
		seen := v.idea(id).Revision
		answers := make(chan error, len(volunteers))
		for n, by := range volunteers {
			m := []Move{Accept, Decline, Refer}[n%3]
			go func() {
				d := because
				d.Revision = seen
				_, err := v.move(by, id, m, d, monday)
				answers <- err
			}()
		}
		var refused []error
		for range volunteers {
			if err := <-answers; err != nil {
				refused = append(refused, err)
			}
		}
		if len(refused) != len(volunteers)-1 {
			t.Fatalf("%d of %d were refused, want all but one", len(refused), len(volunteers))
		}
		d := v.decision(id)
		for _, err := range refused {
			var r *Refusal
			if !errors.As(err, &r) || r.Reason != Overtaken || r.By != d.By {
				t.Errorf("got %v, want overtaken by %d", err, d.By)
			}
		}
		decisions := read(t, v.db, func(tx *Tx) (int64, error) {
			return one(tx, number, "SELECT count(*) FROM decision WHERE idea_id = ?", id)
		})
		if decisions != 1 {
			t.Errorf("got %d decisions, want one", decisions)
		}
	}
	verified(t, v.db)
}

func TestReason(t *testing.T) {
	v := newVillage(t)
	anja, wim := v.person("anja"), v.appoint("wim", Volunteer, "KRA")
	id := v.submitted(anja, "KRA")
	v.must(wim, id, Decline, because, monday)
	d := v.decision(id)
	reason := func() string {
		return read(t, v.db, func(tx *Tx) (string, error) { return tx.Reason(d) })
	}
	if got := reason(); got != because.Words {
		t.Errorf("got %q, want %q", got, because.Words)
	}
	if got := read(t, v.db, func(tx *Tx) (string, error) { return tx.Reason(Decision{}) }); got != "" {
		t.Errorf("of a decision without words: got %q, want none", got)
	}
}
