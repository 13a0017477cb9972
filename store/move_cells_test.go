package store

import (
	"slices"
	"testing"
)

// Every role × state × move once more, from the rules themselves and in villages where fewer and fewer roles are held: who may, and
// why everybody else may not. The table by hand says what the rules must be, this says that nothing beside them decides.
func TestEveryCellFollowsFromTheRules(t *testing.T) {
	all := []Role{Volunteer, Coordinator, TeamMember, SteeringGroup, Operator}
	for name, held := range map[string][]Role{
		"everybody is there":    all,
		"no volunteers":         {Coordinator, TeamMember, SteeringGroup, Operator},
		"no coordinators":       {Volunteer, TeamMember, SteeringGroup, Operator},
		"no steering group":     {Volunteer, Coordinator, TeamMember, Operator},
		"only the operator":     {Operator},
		"nobody with any role":  {},
		"only those who advise": {TeamMember},
	} {
		t.Run(name, func(t *testing.T) {
			v := village{t, openDB(t)}
			author, stranger := v.person("anja"), v.person("vera")
			people := map[PersonID]Role{stranger: ""}
			for _, r := range held {
				people[v.appoint(string(r), r, "KRA")] = r
			}
			detail := v.fullDetail(stranger)
			cells := 0
			err := v.db.Write(bg, func(tx *Tx) error {
				return eachStanding(func(state State, track Track) error {
					i, err := tx.standing(author, 0, state, track, detail)
					if err != nil {
						return err
					}
					for _, move := range allMoves {
						to, reason := byRules(Move(move), i, false, true)
						tx.cell(t, "author", author, i, Move(move), detail, to, reason)
						for p, role := range people {
							to, reason := byRules(Move(move), i, mayPlay(role, Move(move), held), false)
							tx.cell(t, "role "+string(role), p, i, Move(move), detail, to, reason)
							cells++
						}
						cells++
					}
					return nil
				})
			})
			if err != nil {
				t.Fatal(err)
			}
			if want := 2 * len(allStates) * len(allMoves) * (len(held) + 2); cells != want {
				t.Errorf("got %d cells, want %d", cells, want)
			}
		})
	}
}

// Who holds any one role decides nothing about their own idea, but makes the moves of its author.
func TestEveryCellOfAnOwnIdea(t *testing.T) {
	for _, role := range []Role{Volunteer, Coordinator, TeamMember, SteeringGroup, Operator} {
		t.Run(string(role), func(t *testing.T) {
			v := village{t, openDB(t)}
			rita := v.appoint("rita", role, "KRA")
			detail := v.fullDetail(v.person("vera"))
			err := v.db.Write(bg, func(tx *Tx) error {
				return eachStanding(func(state State, track Track) error {
					i, err := tx.standing(rita, 0, state, track, detail)
					if err != nil {
						return err
					}
					for _, move := range allMoves {
						to, reason := byRules(Move(move), i, false, true)
						tx.cell(t, "author", rita, i, Move(move), detail, to, reason)
					}
					return nil
				})
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

// fullDetail has all that any move needs.
func (v village) fullDetail(neighbour PersonID) Detail {
	return Detail{Criterion: 2, Words: "omdat", Amount: 125_000, Smederij: v.smederij("WOL"), Track: LongTrack, Title: "Buurtmaaltijd",
		Answers: reported.Answers, Into: v.submitted(neighbour, "KRA")}
}

// byRules is what the rules say to one cell: the state after it, or why not.
func byRules(m Move, i Idea, plays, own bool) (State, Reason) {
	r, ok := find(m, i.State)
	switch {
	case !ok:
		return i.State, WrongState
	case own && r.By != Author:
		return i.State, OwnIdea
	case !own && !plays:
		return i.State, NotYours
	case only[string(m)] == ShortTrack && i.Track == LongTrack:
		return i.State, LongIdea
	case only[string(m)] == LongTrack && i.Track == ShortTrack:
		return i.State, ShortIdea
	case r.To == "":
		return i.State, ""
	}
	return r.To, ""
}

// mayPlay tells whether a role plays the part of a move, when these are the roles that anybody holds.
func mayPlay(role Role, m Move, held []Role) bool {
	i := slices.IndexFunc(Rules, func(r Rule) bool { return r.Move == m })
	for _, line := range parts[Rules[i].By] {
		if slices.ContainsFunc(line, func(r Role) bool { return slices.Contains(held, r) }) {
			return slices.Contains(line, role)
		}
	}
	return false
}

// A button of an older revision decides nothing, in no cell; nor does a move that lacks what it needs, or one on an idea that somebody
// else has picked up.
func TestEveryRuleRefusesForItsReason(t *testing.T) {
	v := village{t, openDB(t)}
	people := cast(v)
	petra := v.appoint("petra", Volunteer, "KRA")
	full := v.fullDetail(people["stranger"])
	seen := map[Reason]int{}
	try := func(tx *Tx, p PersonID, i Idea, r Rule, d Detail, want Reason) {
		tx.cell(t, string(want), p, i, r.Move, d, i.State, want)
		seen[want]++
	}
	err := v.db.Write(bg, func(tx *Tx) error {
		for _, r := range Rules {
			who := map[Who]PersonID{Author: people["author"], Reviewer: people["volunteer"], Manager: people["coordinator"],
				Guide: people["volunteer"], Steering: people["steering"]}[r.By]
			for _, from := range r.From {
				track := ShortTrack
				if only[string(r.Move)] != "" {
					track = only[string(r.Move)]
				}
				i, err := tx.standing(people["author"], 0, from, track, full)
				if err != nil {
					return err
				}
				stale := full
				stale.Revision = i.Revision + 1
				try(tx, who, i, r, stale, Changed)
				for _, n := range r.Needs {
					try(tx, who, i, r, full.without(n), Incomplete)
				}
				if r.By == Reviewer || r.By == Guide || r.Move == Correct {
					i.ClaimedBy, i.ClaimedTill = petra, monday.AddDate(0, 0, 1)
					if err := tx.saveIdea(i); err != nil {
						return err
					}
					try(tx, who, i, r, full, PickedUp)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for reason, least := range map[Reason]int{Changed: len(Rules), Incomplete: 12, PickedUp: 8} {
		if seen[reason] < least {
			t.Errorf("%s: tried %d cells, there must be %d", reason, seen[reason], least)
		}
	}
}

func (d Detail) without(n Need) Detail {
	switch n {
	case NeedsCriterion:
		d.Criterion = 0
	case NeedsWords:
		d.Words = ""
	case NeedsAmount:
		d.Amount = 0
	case NeedsSmederij:
		d.Smederij = 0
	case NeedsTrack:
		d.Track = ""
	case NeedsIdea:
		d.Into = 0
	}
	return d
}

// What waits to be told is not moved on: not to another Smederij or track, and not back for a next round.
func TestNothingMovesOnWhileADecisionIsHeld(t *testing.T) {
	v := newVillage(t)
	anja, wim, carla := v.person("anja"), v.appoint("wim", Volunteer, "KRA"), v.appoint("carla", Coordinator, "KRA")
	id := v.submitted(anja, "KRA")
	v.must(wim, id, Accept, Detail{}, monday)
	full := v.fullDetail(anja)
	for _, m := range []Move{Relocate, Retrack} {
		v.refused(Held, wim, id, m, full, told.Add(-1))
	}
	v.must(carla, id, Pass, full, told)
	v.refused(Held, carla, id, Reopen, full, told)
	v.must(carla, id, Reopen, full, told.AddDate(0, 0, 1))
	next := told.AddDate(0, 0, 2)
	v.must(wim, id, Retrack, full, next)
	before := v.idea(id)
	after := v.must(wim, id, Relocate, full, next)
	if after.AnswerBy != before.AnswerBy || after.Ref == before.Ref {
		t.Errorf("got %+v, want the promise of before and a new reference", after)
	}
	found := read(t, v.db, func(tx *Tx) (Idea, error) { return tx.IdeaByRef(before.Ref) })
	if found.ID != id {
		t.Errorf("under its old reference: got idea %d, want %d", found.ID, id)
	}
	verified(t, v.db)
}
