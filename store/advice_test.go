package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAdvice(t *testing.T) {
	v := newVillage(t)
	anja, wim := v.person("anja"), v.appoint("wim", Volunteer, "KRA")
	tom, bea := v.appoint("tom", TeamMember, "WOL"), v.appoint("bea", TeamMember, "KRA") // one wijkteam for both
	far, everywhere := v.appoint("ted", TeamMember, "PES"), v.appoint("eva", TeamMember, "")
	id := v.submitted(anja, "KRA")
	write(t, v.db, func(tx *Tx) error { return tx.SetFunction(tom, "wijkagent") })
	advise := func(p PersonID, view View, text string) error {
		return v.db.Write(bg, func(tx *Tx) error {
			_, err := tx.Advise(p, id, view, text, monday)
			return err
		})
	}
	want := func(reason Reason, err error) {
		t.Helper()
		if got := reasonOf(err); got != reason || (err != nil) != (reason != "") {
			t.Errorf("got %v, want reason %q", err, reason)
		}
	}
	got := read(t, v.db, func(tx *Tx) ([]PersonID, error) { return tx.Advisers(v.idea(id)) })
	if diff := cmp.Diff(got, []PersonID{tom, bea, everywhere}); diff != "" {
		t.Errorf("who advises (-got +want):\n%s", diff)
	}
	want("", advise(tom, FitsIf, "het om 22.00 uur stil is"))
	want("", advise(bea, Fits, ""))
	want(NotYours, advise(far, Fits, ""))
	want(NotYours, advise(wim, Fits, ""))
	want(Incomplete, advise(everywhere, RatherNot, ""))
	want("", advise(tom, RatherNot, "het geeft overlast")) // another thought, in the place of the first
	list := read(t, v.db, func(tx *Tx) ([]Advice, error) { return tx.AdviceOn(id) })
	if diff := cmp.Diff(list, []Advice{
		{Idea: id, By: tom, Function: "wijkagent", View: RatherNot, Text: "het geeft overlast"}, {Idea: id, By: bea, View: Fits},
	}); diff != "" {
		t.Errorf("advice (-got +want):\n%s", diff)
	}
	if i := v.idea(id); i.State != Submitted || i.Revision != 2 {
		t.Errorf("got %+v: advice decides nothing", i)
	}
	v.appoint("anja", TeamMember, "KRA")
	want(OwnIdea, advise(anja, Fits, ""))
	v.must(wim, id, Accept, Detail{}, monday)
	want(WrongState, advise(tom, Fits, ""))
	v.wantUndo("", wim, v.decision(id).ID, monday)
	want("", advise(tom, Fits, "")) // there is no decision any more
	verified(t, v.db)
}
