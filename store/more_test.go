package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is told later is kept in every state before the money is decided on, by the author alone, and no button grows old of it.
func TestKeepMore(t *testing.T) {
	v := newVillage(t)
	anja, bram := v.person("anja"), v.person("bram")
	id := v.submitted(anja, "KRA")
	before := v.idea(id)
	keep := func(by PersonID, text string) error {
		return v.db.Write(bg, func(tx *Tx) error { return tx.KeepMore(by, id, []Answer{{Question: "spoken", Text: text}}, monday) })
	}
	spoken := func() string {
		return read(t, v.db, func(tx *Tx) (map[string]Answer, error) { return tx.Answers(id) })["spoken"].Text
	}
	if err := keep(bram, "met niemand"); reasonOf(err) != NotYours || spoken() != "" {
		t.Errorf("somebody else: got %v and %q, want %s", err, spoken(), NotYours)
	}
	if err := keep(anja, "met de straat"); err != nil || spoken() != "met de straat" {
		t.Errorf("got %v and %q, want the answer", err, spoken())
	}
	if diff := cmp.Diff(before, v.idea(id)); diff != "" {
		t.Errorf("the idea changed (-before +after):\n%s", diff)
	}
	for _, s := range []State{Draft, Submitted, Asked, Accepted, Declined, Appealed, Merged, Granted, NotGranted, Underway, Done, Withdrawn, Stopped} {
		v.force(id, s)
		err := keep(anja, string(s))
		takes := s == Draft || s == Submitted || s == Asked || s == Accepted
		if takes && (err != nil || spoken() != string(s)) || !takes && (reasonOf(err) != WrongState || spoken() == string(s)) {
			t.Errorf("%s: got %v and %q", s, err, spoken())
		}
	}
}
