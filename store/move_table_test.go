package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// life is DOMAIN.md's table, The life of an idea, read once more by hand: it must not be derived from Rules.
var life = []struct {
	move Move
	from string // states
	to   State  // "" keeps it
	by   string // who may; the author of an own idea is "author"
}{
	{"submit", "draft", "submitted", "author writer"},
	{"correct", "submitted", "", "author"},
	{"ask", "submitted", "asked", "volunteer"},
	{"reply", "asked", "submitted", "author"},
	{"accept", "submitted", "accepted", "volunteer"},
	{"decline", "submitted", "declined", "volunteer"},
	{"refer", "submitted", "declined", "volunteer"},
	{"appeal", "declined", "appealed", "author"},
	{"uphold", "appealed", "accepted", "steering coordinator"},
	{"reject", "appealed", "declined", "steering coordinator"},
	{"merge", "submitted accepted", "merged", "author"},
	{"grant", "accepted", "granted", "coordinator"},
	{"pay", "granted underway", "underway", "coordinator"},
	{"release", "granted underway", "", "coordinator"},
	{"pass", "accepted", "not_granted", "coordinator"},
	{"adopt", "accepted", "underway", "steering coordinator"},
	{"shelve", "accepted", "not_granted", "steering coordinator"},
	{"reopen", "not_granted", "accepted", "coordinator"},
	{"begin", "granted", "underway", "author"},
	{"report", "underway", "", "author"},
	{"finish", "underway", "done", "coordinator"},
	{"resume", "done", "underway", "coordinator"},
	{"withdraw", "draft", "withdrawn", "author writer"},
	{"withdraw", "submitted asked accepted appealed", "withdrawn", "author"},
	{"stop", "granted underway", "stopped", "coordinator"},
	{"relocate", "submitted accepted", "", "volunteer coordinator"},
	{"retrack", "submitted accepted", "", "volunteer coordinator"},
}

var (
	allStates = strings.Fields("draft submitted asked accepted declined appealed merged granted not_granted underway done withdrawn stopped")
	allMoves  = strings.Fields("submit correct ask reply accept decline refer appeal uphold reject merge grant pay release pass adopt shelve reopen begin report finish resume withdraw stop relocate retrack")
)

// only are the moves of one track, by hand too: the yearly pot is for the korte klap, the steering group decides on a lange klap.
var only = map[string]Track{"grant": ShortTrack, "pass": ShortTrack, "pay": ShortTrack, "release": ShortTrack,
	"adopt": LongTrack, "shelve": LongTrack}

// expected is what the table says to one cell: the state after it, or why not.
func expected(who string, own bool, m Move, s State, track Track) (State, Reason) {
	possible, byAuthor := false, false
	for _, line := range life {
		if line.move != m || !slices.Contains(strings.Fields(line.from), string(s)) {
			continue
		}
		possible = true
		byAuthor = strings.HasPrefix(line.by, "author")
		if slices.Contains(strings.Fields(line.by), who) {
			if t := only[string(m)]; t != "" && t != track {
				return s, map[Track]Reason{ShortTrack: ShortIdea, LongTrack: LongIdea}[track]
			}
			if line.to == "" {
				return s, ""
			}
			return line.to, ""
		}
	}
	switch {
	case !possible:
		return s, WrongState
	case own && !byAuthor:
		return s, OwnIdea
	case who == "writer" && !byAuthor:
		return s, EnteredIt
	default:
		return s, NotYours
	}
}

// cast is everybody who could press a button, by the part they play on the idea.
func cast(v village) map[string]PersonID {
	return map[string]PersonID{
		"author":           v.person("anja"),
		"writer":           v.person("greet"), // wrote it down for anja, holds no role
		"volunteer":        v.appoint("wim", Volunteer, "KRA"),
		"elsewhere":        v.appoint("joop", Volunteer, "WOL"),
		"coordinator":      v.appoint("carla", Coordinator, "KRA"),
		"coordinator else": v.appoint("henk", Coordinator, "WOL"),
		"team":             v.appoint("tom", TeamMember, "KRA"),
		"steering":         v.appoint("stien", SteeringGroup, ""),
		"operator":         v.appoint("oscar", Operator, ""),
		"stranger":         v.person("vera"),
	}
}

// Every role × state × move × track, on the idea of somebody else and, for somebody who holds every role there is, on their own.
func TestEveryCellOfTheLifeOfAnIdea(t *testing.T) {
	v := village{t, openDB(t)}
	people := cast(v)
	boss := v.person("rita")
	for _, r := range []Role{Volunteer, Coordinator, TeamMember, SteeringGroup, Operator} {
		v.appoint("rita", r, "")
	}
	detail := Detail{Criterion: 2, Words: "omdat", Amount: 125_000, Smederij: v.smederij("WOL"), Track: LongTrack, Title: "Buurtmaaltijd",
		Answers: reported.Answers}
	detail.Into = v.submitted(people["stranger"], "KRA")

	cells, allowed := 0, 0
	err := v.db.Write(bg, func(tx *Tx) error {
		return eachStanding(func(state State, track Track) error {
			ofAnja, err := tx.standing(people["author"], people["writer"], state, track, detail)
			if err != nil {
				return err
			}
			ofRita, err := tx.standing(boss, 0, state, track, detail)
			if err != nil {
				return err
			}
			for _, move := range allMoves {
				for who, p := range people {
					wantState, wantReason := expected(who, who == "author", Move(move), state, track)
					tx.cell(t, who, p, ofAnja, Move(move), detail, wantState, wantReason)
					cells++
					if wantReason == "" {
						allowed++
					}
				}
				wantState, wantReason := expected("author", true, Move(move), state, track)
				tx.cell(t, "author with every role", boss, ofRita, Move(move), detail, wantState, wantReason)
				cells++
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := 2 * 13 * 26 * 11; cells != want {
		t.Errorf("got %d cells, want %d", cells, want)
	}
	if want := 42 + 40; allowed != want { // short and long, counted by hand in the table above
		t.Errorf("got %d allowed cells, want %d", allowed, want)
	}
}

// eachStanding does something with every state on both tracks.
func eachStanding(do func(State, Track) error) error {
	for _, track := range []Track{ShortTrack, LongTrack} {
		for _, state := range allStates {
			if err := do(State(state), track); err != nil {
				return err
			}
		}
	}
	return nil
}

// standing makes an idea of an author in a state, on a track.
func (tx *Tx) standing(author, writer PersonID, s State, track Track, d Detail) (Idea, error) {
	i, err := tx.NewDraft(author, writer, monday)
	if err != nil {
		return i, err
	}
	kra, err := tx.SmederijByCode("KRA")
	if err != nil {
		return i, err
	}
	if _, err := tx.KeepDraft(i.ID, "Buurtmaaltijd", kra.ID, nil, monday); err != nil {
		return i, err
	}
	if s != Draft {
		if i, err = tx.Move(author, i.ID, Submit, Detail{}, monday); err != nil {
			return i, err
		}
	}
	target, err := tx.Idea(d.Into)
	if err != nil {
		return i, err
	}
	if err := tx.OfferMerge(target.Author, i.ID, target.ID, monday); err != nil {
		return i, err
	}
	if i, err = tx.Idea(i.ID); err != nil {
		return i, err
	}
	i.State, i.Track = s, track
	if err := errors.Join(tx.saveIdea(i), tx.fill(kra.ID, author, 2*d.Amount)); err != nil || s != Granted && s != Underway {
		return i, err
	}
	if s == Underway {
		if err := tx.handIn(i, reported.Answers, author, monday); err != nil {
			return i, err
		}
	}
	granted, err := tx.insert(`INSERT INTO decision (idea_id, move, from_state, to_state, revision, by_id, decided_at, released_at)
		VALUES (?, 'grant', 'accepted', 'granted', 0, ?, 0, 0)`, i.ID, author)
	if err != nil {
		return i, err
	}
	return i, tx.hold(i, d.Amount, Entry{Idea: i.ID, Decision: DecisionID(granted)}, monday)
}

// cell tries one move and takes it back, whatever came of it.
func (tx *Tx) cell(t *testing.T, who string, p PersonID, i Idea, m Move, d Detail, wantState State, wantReason Reason) {
	t.Helper()
	if err := tx.conn.run("SAVEPOINT cell"); err != nil {
		t.Error(err)
	}
	_, err := tx.Move(p, i.ID, m, d, monday)
	got, readErr := tx.Idea(i.ID)
	tx.TakeEvents()
	if readErr == nil {
		readErr = tx.conn.run("ROLLBACK TO cell")
	}
	if readErr == nil {
		readErr = tx.conn.run("RELEASE cell")
	}
	if readErr != nil {
		t.Error(readErr)
	}
	cell := fmt.Sprintf("%s: %s from %s, %s", who, m, i.State, i.Track)
	if reason := reasonOf(err); reason != wantReason || (err != nil) != (wantReason != "") {
		t.Errorf("%s: got %v, want reason %q", cell, err, wantReason)
	}
	if got.State != wantState {
		t.Errorf("%s: got state %s, want %s", cell, got.State, wantState)
	}
	if moved := got.Revision == i.Revision+1; moved != (wantReason == "") {
		t.Errorf("%s: got revision %d after %d", cell, got.Revision, i.Revision)
	}
}

// The table above and the rules speak of the same states and moves.
func TestRulesKnowNoOtherMoves(t *testing.T) {
	for _, r := range Rules {
		if !slices.Contains(allMoves, string(r.Move)) {
			t.Errorf("a rule for %s, which the table does not know", r.Move)
		}
		for _, s := range append(slices.Clone(r.From), r.To) {
			if s != "" && !slices.Contains(allStates, string(s)) {
				t.Errorf("%s: a state %s, which the table does not know", r.Move, s)
			}
		}
	}
}
