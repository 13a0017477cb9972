package store

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDraft(t *testing.T) {
	v := newVillage(t)
	anja, kra := v.person("anja"), v.smederij("KRA")
	id := v.draft(anja, "KRA", "Buurtmaaltijd")
	keep := func(title string, changed ...Answer) (kept bool) {
		write(t, v.db, func(tx *Tx) (err error) {
			kept, err = tx.KeepDraft(id, title, kra, changed, monday)
			return err
		})
		return kept
	}
	answers := func() map[string]Answer {
		return read(t, v.db, func(tx *Tx) (map[string]Answer, error) { return tx.Answers(id) })
	}
	keep("Soep", Answer{Question: "when", Text: "volgende week", Value: "2026-12-01"}, Answer{Question: "what"})
	if diff := cmp.Diff(answers(), map[string]Answer{"when": {"when", "volgende week", "2026-12-01"}}); diff != "" {
		t.Errorf("an empty answer is taken away, another is kept (-got +want):\n%s", diff)
	}
	if got := read(t, v.db, func(tx *Tx) (Idea, error) { return tx.DraftOf(anja) }); got.ID != id || got.Title != "Soep" {
		t.Errorf("got %+v, want the draft", got)
	}
	v.must(anja, id, Submit, Detail{}, monday)
	if keep("Te laat", Answer{Question: "when", Text: "nooit"}) {
		t.Error("what was sent in is kept as a draft")
	}
	if got := answers()["when"].Text; got != "volgende week" {
		t.Errorf("got %q, want the answer as it was sent in", got)
	}
}

func TestIdeasOf(t *testing.T) {
	v := newVillage(t)
	anja, bram := v.person("anja"), v.person("bram")
	first, second, dropped := v.submitted(anja, "KRA"), v.draft(anja, "KRA", "Nog bezig"), v.draft(anja, "KRA", "Toch niet")
	v.submitted(bram, "KRA")
	v.must(anja, dropped, Withdraw, Detail{}, monday)
	v.must(anja, first, Withdraw, Detail{}, monday) // it had a reference: it stays to be seen
	var got []IdeaID
	for _, i := range read(t, v.db, func(tx *Tx) ([]Idea, error) { return tx.IdeasOf(anja, 10) }) {
		got = append(got, i.ID)
	}
	if diff := cmp.Diff(got, []IdeaID{second, first}); diff != "" {
		t.Errorf("got -, want +:\n%s", diff)
	}
}

// Pressing again changes nothing, and fifty at once all count.
func TestTakeStand(t *testing.T) {
	v := newVillage(t)
	anja, wim := v.person("anja"), v.appoint("wim", Volunteer, "KRA")
	id := v.submitted(anja, "KRA")
	stand := func(p PersonID, s Stand) (fresh bool, err error) {
		err = v.db.Write(bg, func(tx *Tx) (err error) {
			fresh, err = tx.TakeStand(id, p, s, monday)
			return err
		})
		return fresh, err
	}
	if _, err := stand(wim, Support); reasonOf(err) != WrongState {
		t.Errorf("before it was accepted: got %v, want %s", err, WrongState)
	}
	v.must(wim, id, Accept, Detail{}, monday)
	for _, tt := range []struct {
		s    Stand
		want bool
	}{{Support, true}, {Support, false}, {Help, true}, {Worry, true}, {Worry, false}} {
		if fresh, err := stand(wim, tt.s); err != nil || fresh != tt.want {
			t.Errorf("%s: got %v, %v, want %v", tt.s, fresh, err, tt.want)
		}
	}
	const crowd = 50
	answers := make(chan error, crowd)
	for n := range crowd {
		p := v.person(fmt.Sprint("neighbour-", n))
		go func() { answers <- second(stand(p, Support)) }()
	}
	for range crowd {
		if err := <-answers; err != nil {
			t.Error(err)
		}
	}
	got := read(t, v.db, func(tx *Tx) (Counts, error) { return tx.Counts(id) })
	if want := (Counts{Support: crowd + 1, Help: 1, Worry: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for _, s := range []State{Merged, Stopped, Withdrawn} {
		v.force(id, s)
		if _, err := stand(anja, Support); reasonOf(err) != WrongState {
			t.Errorf("%s: got %v, want %s", s, err, WrongState)
		}
	}
}

// What a move says reaches those who hear of it.
func TestMoveEmitsItsEvent(t *testing.T) {
	v := newVillage(t)
	anja, wim := v.person("anja"), v.appoint("wim", Volunteer, "KRA")
	id := v.submitted(anja, "KRA")
	var got, again []Event
	write(t, v.db, func(tx *Tx) error {
		if _, err := tx.Move(wim, id, Decline, because, monday); err != nil {
			return err
		}
		got, again = tx.TakeEvents(), tx.TakeEvents()
		return nil
	})
	d := v.decision(id)
	want := []Event{{Kind: EventKind(Decline), Idea: id, By: wim, Decision: d, At: monday}}
	if diff := cmp.Diff(got, want, cmp.Comparer(time.Time.Equal)); diff != "" {
		t.Errorf("events (-got +want):\n%s", diff)
	}
	if len(again) != 0 {
		t.Errorf("taken twice: %v", again)
	}
	if d.Criterion != because.Criterion || d.From != Submitted || d.To != Declined || d.By != wim {
		t.Errorf("got %+v, want the decision as it was taken", d)
	}
}
