package store

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// entered is an idea that wim wrote down for somebody, with its code.
func (v village) entered(wim PersonID) (id IdeaID, code string) {
	v.t.Helper()
	write(v.t, v.db, func(tx *Tx) error {
		i, err := tx.NewEntered(wim, monday)
		if err != nil {
			return err
		}
		id = i.ID
		s, err := tx.SmederijByCode("KRA")
		if err != nil {
			return err
		}
		_, err = tx.KeepDraft(id, "Soep", s.ID, nil, monday)
		return err
	})
	v.must(wim, id, Submit, Detail{}, monday)
	return id, v.code(wim, id, ClaimCode)
}

func (v village) code(by PersonID, id IdeaID, kind CodeKind) (code string) {
	v.t.Helper()
	write(v.t, v.db, func(tx *Tx) error {
		i, err := tx.Idea(id)
		if err == nil {
			code, err = tx.NewIdeaCode(by, i, kind, monday)
		}
		return err
	})
	return code
}

// takes uses a code and wants a refusal, or none.
func (v village) takes(want Reason, p PersonID, code string, now time.Time) {
	v.t.Helper()
	err := v.db.Write(bg, func(tx *Tx) error {
		_, err := tx.TakeIdeaCode(PlainCode(code), p, now)
		return err
	})
	if got := reasonOf(err); got != want || want == "" && err != nil {
		v.t.Fatalf("code of %d: got %v, want refusal %q", p, err, want)
	}
}

// Who wrote an idea down speaks for its author until that author comes, and never decides on it.
func TestEnteredForSomebodyElse(t *testing.T) {
	v := newVillage(t)
	wim, petra, anja := v.appoint("wim", Volunteer, "KRA"), v.appoint("petra", Volunteer, "KRA"), v.person("anja")
	id, code := v.entered(wim)
	v.refused(EnteredIt, wim, id, Accept, Detail{}, monday)
	v.must(petra, id, Ask, Detail{Words: "wanneer"}, monday)
	v.must(wim, id, Reply, Detail{Words: "dinsdag"}, monday)

	v.takes(CodeOwn, wim, code, monday)
	v.takes(CodeOld, anja, code, monday.Add(IdeaCodeLasts))
	newer := v.code(wim, id, ClaimCode)
	v.takes(CodeEnded, anja, code, monday)
	v.takes("", anja, newer[:5]+" "+newer[5:9]+"-"+newer[9:], monday)
	v.takes(CodeMine, anja, newer, monday)
	v.takes(CodeUsed, v.person("piet"), newer, monday)

	if i := v.idea(id); i.Author != anja || i.EnteredBy != wim {
		t.Errorf("got author %d, written by %d, want %d and %d", i.Author, i.EnteredBy, anja, wim)
	}
	v.refused(NotYours, wim, id, Withdraw, Detail{}, monday)
	v.refused(EnteredIt, wim, id, Accept, Detail{}, monday)
	v.must(petra, id, Accept, Detail{}, monday)
	verified(t, v.db)
}

// A lone volunteer who wrote an idea down leaves it to the coordinator: it waits for somebody.
func TestEnteredByTheOnlyVolunteer(t *testing.T) {
	v := village{t, openDB(t)}
	wim, carla := v.appoint("wim", Volunteer, "KRA"), v.appoint("carla", Coordinator, "KRA")
	id, _ := v.entered(wim)
	got := read(t, v.db, func(tx *Tx) ([]PersonID, error) {
		i, err := tx.Idea(id)
		if err != nil {
			return nil, err
		}
		return tx.Deciders(Reviewer, i)
	})
	if diff := cmp.Diff([]PersonID{carla}, got); diff != "" {
		t.Errorf("deciders (-want +got):\n%s", diff)
	}
}

// A co-initiator answers and corrects, and neither withdraws nor decides; who decided cannot become one.
func TestCoInitiator(t *testing.T) {
	v := newVillage(t)
	anja, piet, wim, petra := v.person("anja"), v.appoint("piet", Volunteer, "KRA"), v.appoint("wim", Volunteer, "KRA"), v.appoint("petra", Volunteer, "KRA")
	id := v.submitted(anja, "KRA")
	v.takes("", piet, v.code(anja, id, JoinCode), monday)
	v.takes(AlreadyMember, piet, v.code(anja, id, JoinCode), monday)
	v.takes(CodeOwn, anja, v.code(anja, id, JoinCode), monday)
	v.refused(OwnIdea, piet, id, Accept, Detail{}, monday)
	v.refused(OnlyLead, piet, id, Withdraw, Detail{}, monday)
	v.must(piet, id, Correct, Detail{Title: "Soep"}, monday)
	v.must(wim, id, Ask, Detail{Words: "wanneer"}, monday)
	v.must(piet, id, Reply, Detail{Words: "dinsdag"}, monday)
	v.must(wim, id, Accept, Detail{}, monday)
	v.takes(DecidedIt, wim, v.code(anja, id, JoinCode), monday)

	write(t, v.db, func(tx *Tx) error {
		gone, err := tx.Leave(piet, id, monday)
		if again, _ := tx.Leave(piet, id, monday); !gone || again {
			t.Errorf("left: got %v, then %v, want true, then false", gone, again)
		}
		return err
	})
	told := monday.Add(time.Hour)                                                       // nothing moves on before the decision stands
	v.refused(CarriedIt, piet, id, Relocate, Detail{Smederij: v.smederij("WOL")}, told) // nor after it
	v.must(petra, id, Relocate, Detail{Smederij: v.smederij("WOL")}, told)
	verified(t, v.db)
}

// The author ends the part of a co-initiator, who never decides on the idea, before and after coming in anew. A button means the part that
// it was drawn for.
func TestRemoveMember(t *testing.T) {
	v := newVillage(t)
	anja, piet, vera := v.person("anja"), v.appoint("piet", Volunteer, "KRA"), v.person("vera")
	id := v.submitted(anja, "KRA")
	v.takes("", piet, v.code(anja, id, JoinCode), monday)
	v.takes("", vera, v.code(anja, id, JoinCode), monday)
	out := func(by PersonID, m Member, now time.Time, wantGone bool, want Reason) {
		t.Helper()
		var gone bool
		err := v.db.Write(bg, func(tx *Tx) (err error) {
			i, err := tx.Idea(id)
			if err == nil {
				gone, err = tx.RemoveMember(by, i, m, now)
			}
			return err
		})
		if gone != wantGone || reasonOf(err) != want {
			t.Errorf("got %v, %v, want %v, %q", gone, err, wantGone, want)
		}
	}
	first, later := Member{piet, monday}, monday.Add(time.Hour)
	out(vera, first, later, false, OnlyLead)
	out(piet, first, later, false, OnlyLead)
	out(anja, Member{piet, later}, later, false, "")
	out(anja, first, later, true, "")
	out(anja, first, later, false, "")
	v.refused(CarriedIt, piet, id, Accept, Detail{}, later)
	v.refused(NotYours, piet, id, Correct, Detail{Title: "Soep"}, later)
	v.takes("", piet, v.code(anja, id, JoinCode), later)
	v.refused(OwnIdea, piet, id, Accept, Detail{}, later)
	out(anja, first, later, false, "")
	out(anja, Member{piet, later}, later, true, "")
	v.refused(CarriedIt, piet, id, Accept, Detail{}, later)
	verified(t, v.db)
}

// After handing over the new lead is the author in every respect; the old one supports it, and does not decide on it either.
func TestHandOver(t *testing.T) {
	v := newVillage(t)
	anja, bram, wim := v.appoint("anja", Volunteer, "KRA"), v.person("bram"), v.appoint("wim", Volunteer, "KRA")
	id := v.submitted(anja, "KRA")
	join, lead := v.code(anja, id, JoinCode), v.code(anja, id, LeadCode)
	v.takes("", bram, lead, monday)
	v.takes(CodeEnded, v.person("piet"), join, monday)
	v.refused(NotYours, anja, id, Withdraw, Detail{}, monday)
	v.refused(CarriedIt, anja, id, Accept, Detail{}, monday)
	if got := v.mine(anja); slices.Contains(got, id) {
		t.Errorf("who handed it over still has it among their own: %v", got)
	}
	if got := v.mine(bram); !slices.Contains(got, id) {
		t.Errorf("the new author has %v, want %d among them", got, id)
	}
	n := read(t, v.db, func(tx *Tx) (Counts, error) { return tx.Counts(id) })
	if diff := cmp.Diff(Counts{Support: 1}, n); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	v.must(wim, id, Accept, Detail{}, monday)
	v.must(bram, id, Withdraw, Detail{}, monday.Add(time.Hour))
	verified(t, v.db)
}

func (v village) mine(p PersonID) (ids []IdeaID) {
	for _, i := range read(v.t, v.db, func(tx *Tx) ([]Idea, error) { return tx.IdeasOf(p, 20) }) {
		ids = append(ids, i.ID)
	}
	return ids
}

// asks lets an author ask another, and wants a refusal, or none.
func (v village) asks(want Reason, by PersonID, id, into IdeaID) (a MergeAsk) {
	v.t.Helper()
	err := v.db.Write(bg, func(tx *Tx) error {
		i, err := tx.Idea(id)
		if err != nil {
			return err
		}
		target, err := tx.Idea(into)
		if err != nil {
			return err
		}
		n, err := tx.AskMerge(by, i, target, monday)
		if err == nil {
			a, err = tx.MergeAsk(n)
		}
		return err
	})
	if got := reasonOf(err); got != want || want == "" && err != nil {
		v.t.Fatalf("ask %d into %d: got %v, want refusal %q", id, into, err, want)
	}
	return a
}

func (v village) answers(want Reason, by PersonID, a MergeAsk, yes bool) {
	v.t.Helper()
	err := v.db.Write(bg, func(tx *Tx) error { return tx.AnswerMerge(by, a, yes, monday) })
	if got := reasonOf(err); got != want || want == "" && err != nil {
		v.t.Fatalf("answer %v: got %v, want refusal %q", yes, err, want)
	}
}

func TestMergeWithBothYes(t *testing.T) {
	v := newVillage(t)
	anja, bram, wim := v.person("anja"), v.person("bram"), v.appoint("wim", Volunteer, "KRA")
	soup, meal := v.submitted(anja, "KRA"), v.submitted(bram, "KRA")
	for _, id := range []IdeaID{soup, meal} {
		v.must(wim, id, Accept, Detail{}, monday.Add(-time.Hour))
	}
	write(t, v.db, func(tx *Tx) error {
		for n, stand := range map[IdeaID][]string{soup: {"els", "bram", "piet"}, meal: {"els", "anja"}} {
			for _, name := range stand {
				p, err := tx.PersonOf(Account{Platform: "local", ID: name}, monday)
				if err != nil {
					return err
				}
				if _, err := tx.TakeStand(n, p.ID, Support, monday); err != nil {
					return err
				}
			}
		}
		return nil
	})
	v.asks(SameIdea, anja, soup, soup)
	v.asks(NotYours, bram, soup, meal)
	a := v.asks("", anja, soup, meal)
	v.answers(NotYours, anja, a, true)
	v.answers("", bram, a, true)
	if i := v.idea(soup); i.State != Merged || i.MergedInto != meal {
		t.Errorf("got %s into %d, want merged into %d", i.State, i.MergedInto, meal)
	}
	// els counted once, piet came along, bram is the author, and anja carries it now
	n := read(t, v.db, func(tx *Tx) (Counts, error) { return tx.Counts(meal) })
	if diff := cmp.Diff(Counts{Support: 2}, n); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if members := read(t, v.db, func(tx *Tx) ([]PersonID, error) { return tx.Members(meal) }); !slices.Equal(members, []PersonID{anja}) {
		t.Errorf("co-initiators: got %v, want %d", members, anja)
	}
	verified(t, v.db)
}

func TestMergeRefused(t *testing.T) {
	v := newVillage(t)
	anja, bram, wim := v.person("anja"), v.person("bram"), v.appoint("wim", Volunteer, "KRA")
	soup, meal, far := v.submitted(anja, "KRA"), v.submitted(bram, "KRA"), v.submitted(bram, "WOL")
	v.asks(OtherSmederij, anja, soup, far)

	no := v.asks("", anja, soup, meal)
	v.answers("", bram, no, false)
	v.asks(SaidNo, anja, soup, meal)

	bread, cake := v.submitted(anja, "KRA"), v.submitted(bram, "KRA")
	open := v.asks("", anja, bread, cake)
	v.must(wim, cake, Accept, Detail{}, monday)
	v.answers(MergeBusy, bram, open, true) // nobody was told of the decision
	v.asks(MergeBusy, anja, bread, cake)
	v.wantUndo("", wim, v.decision(cake).ID, monday)
	v.must(wim, cake, Ask, Detail{Words: "wanneer"}, monday)
	v.answers(MergeLapsed, bram, open, true)
	v.asks(NotMergeable, anja, bread, cake)

	own := v.submitted(v.appoint("petra", Volunteer, "KRA"), "KRA")
	v.must(v.person("petra"), meal, Accept, Detail{}, monday.Add(-time.Hour))
	v.asks(DecidedIt, v.person("petra"), own, meal) // she would carry what she decided on

	first := v.asks("", anja, bread, v.submitted(bram, "KRA"))
	v.takes("", v.person("piet"), v.code(anja, bread, LeadCode), monday)
	first = read(t, v.db, func(tx *Tx) (MergeAsk, error) { return tx.MergeAsk(first.ID) })
	v.answers(MergeLapsed, bram, first, true) // who asked is not its author any more
	verified(t, v.db)
}
