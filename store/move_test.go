package store

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func newVillage(t *testing.T) village { return village{t, openDB(t)} }

var because = Detail{Criterion: 4, Words: "de buren weten van niets"}

func TestSomethingIsMissing(t *testing.T) {
	v := newVillage(t)
	anja, wim, carla := v.person("anja"), v.appoint("wim", Volunteer, "KRA"), v.appoint("carla", Coordinator, "KRA")
	kra := v.smederij("KRA")
	tests := []struct {
		name  string
		by    PersonID
		state State
		move  Move
		lacks Detail
	}{
		{"question without words", wim, Submitted, Ask, Detail{}},
		{"reply without words", anja, Asked, Reply, Detail{}},
		{"decline without criterion", wim, Submitted, Decline, Detail{Words: "nee"}},
		{"decline with criterion 0", wim, Submitted, Decline, Detail{Words: "nee", Criterion: -1}},
		{"decline with criterion 9", wim, Submitted, Decline, Detail{Words: "nee", Criterion: 9}},
		{"decline without words", wim, Submitted, Decline, Detail{Criterion: 1}},
		{"reject without words", carla, Appealed, Reject, Detail{}},
		{"grant without amount", carla, Accepted, Grant, Detail{}},
		{"grant below zero", carla, Accepted, Grant, Detail{Amount: -1}},
		{"pass without words", carla, Accepted, Pass, Detail{}},
		{"report of nothing", anja, Underway, HandIn, Detail{}},
		{"stop without words", carla, Granted, Stop, Detail{}},
		{"relocate to nowhere", wim, Submitted, Relocate, Detail{}},
		{"relocate to where it is", wim, Submitted, Relocate, Detail{Smederij: kra}},
		{"retrack to nothing", wim, Submitted, Retrack, Detail{}},
		{"retrack to what is none", wim, Submitted, Retrack, Detail{Track: "middling"}},
		{"merge into nothing", anja, Submitted, Merge, Detail{}},
		{"correct to no title", anja, Submitted, Correct, Detail{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := village{t, v.db}
			id := v.submitted(anja, "KRA")
			v.force(id, tt.state)
			v.refused(Incomplete, tt.by, id, tt.move, tt.lacks, monday)
		})
	}
	t.Run("merge into itself", func(t *testing.T) {
		id := v.submitted(anja, "KRA")
		village{t, v.db}.refused(Incomplete, anja, id, Merge, Detail{Into: id}, monday)
	})
	t.Run("submit without a title", func(t *testing.T) {
		village{t, v.db}.refused(Incomplete, anja, v.draft(anja, "KRA", ""), Submit, Detail{}, monday)
	})
	t.Run("submit without a Smederij", func(t *testing.T) {
		id := v.draft(anja, "KRA", "Buurtmaaltijd")
		write(t, v.db, func(tx *Tx) error {
			_, err := tx.KeepDraft(id, "Buurtmaaltijd", 0, nil, monday)
			return err
		})
		village{t, v.db}.refused(Incomplete, anja, id, Submit, Detail{}, monday)
	})
}

func TestSubmitPromisesADate(t *testing.T) {
	v := newVillage(t)
	anja, wim := v.person("anja"), v.appoint("wim", Volunteer, "KRA")
	id := v.draft(anja, "KRA", "Buurtmaaltijd")
	late := time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC) // half past midnight on the 24th in Hoogeveen
	i := v.must(anja, id, Submit, Detail{}, late)
	if want := time.Date(2026, 12, 8, 0, 0, 0, 0, amsterdam); !i.AnswerBy.Equal(want) {
		t.Errorf("got %v, want %v", i.AnswerBy, want)
	}
	if i.Ref != "KRA-2026-001" {
		t.Errorf("got %s, want KRA-2026-001", i.Ref)
	}
	if diff := cmp.Diff(v.idea(id), i, cmp.Comparer(time.Time.Equal)); diff != "" {
		t.Errorf("the idea as it is kept, and as it was returned:\n%s", diff)
	}
	v.must(wim, id, Ask, Detail{Words: "Voor wie is het?"}, late)
	reply := late.AddDate(0, 0, 3)
	if i := v.must(anja, id, Reply, Detail{Words: "Voor iedereen."}, reply); i.AnswerBy.Format(time.DateOnly) != "2026-12-11" {
		t.Errorf("after the reply: got %v, want a new promise for 11 December", i.AnswerBy)
	}
}

func TestLateIdeas(t *testing.T) {
	v := newVillage(t)
	anja, wim := v.person("anja"), v.appoint("wim", Volunteer, "KRA")
	id := v.submitted(anja, "KRA") // answer by 7 December
	done := v.submitted(anja, "KRA")
	v.must(wim, done, Accept, Detail{}, monday)
	for _, tt := range []struct {
		now  time.Time
		want int
	}{
		{time.Date(2026, 12, 6, 23, 59, 0, 0, amsterdam), 0},
		{time.Date(2026, 12, 6, 23, 1, 0, 0, time.UTC), 1}, // already the 7th in Hoogeveen
		{time.Date(2026, 12, 7, 0, 0, 0, 0, amsterdam), 1},
		{time.Date(2026, 12, 20, 9, 0, 0, 0, amsterdam), 1},
	} {
		got := read(t, v.db, func(tx *Tx) ([]Idea, error) { return tx.LateIdeas("late", Submitted, tt.now, time.Time{}, 10) })
		if len(got) != tt.want || (tt.want == 1 && got[0].ID != id) {
			t.Errorf("on %v: got %d late ideas, want %d", tt.now, len(got), tt.want)
		}
	}
	told := time.Date(2026, 12, 7, 9, 0, 0, 0, amsterdam)
	write(t, v.db, func(tx *Tx) error { return tx.RaiseLateAgain("late", v.in(tx, id), told) })
	for again, want := range map[time.Time]int{{}: 0, told: 0, told.Add(time.Minute): 1} {
		if got := read(t, v.db, func(tx *Tx) ([]Idea, error) { return tx.LateIdeas("late", Submitted, told, again, 10) }); len(got) != want {
			t.Errorf("told before %v: got %d late ideas, want %d", again, len(got), want)
		}
	}
}

// Where the volunteers let the promised day pass the coordinator may answer, and take that back.
func TestCoordinatorAnswersWhenItIsLate(t *testing.T) {
	v := newVillage(t)
	anja, wim, carla := v.person("anja"), v.appoint("wim", Volunteer, "KRA"), v.appoint("carla", Coordinator, "KRA")
	id := v.submitted(anja, "KRA")
	day := v.idea(id).AnswerBy
	v.refused(NotYours, carla, id, Accept, Detail{}, day.Add(23*time.Hour))
	late := day.Add(25 * time.Hour)
	v.must(carla, id, Accept, Detail{}, late)
	v.wantUndo("", carla, v.decision(id).ID, late.Add(time.Minute))
	v.must(wim, id, Accept, Detail{}, late.Add(2*time.Minute))
}

func TestClaim(t *testing.T) {
	v := newVillage(t)
	anja, wim, piet := v.person("anja"), v.appoint("wim", Volunteer, "KRA"), v.appoint("piet", Volunteer, "KRA")
	carla := v.appoint("carla", Coordinator, "KRA")
	id := v.submitted(anja, "KRA")
	claim := func(by PersonID, now time.Time) error {
		return v.db.Write(bg, func(tx *Tx) error {
			_, err := tx.Claim(by, id, now)
			return err
		})
	}
	if err := claim(anja, monday); reasonOf(err) != OwnIdea {
		t.Errorf("by the author: got %v, want %s", err, OwnIdea)
	}
	if err := claim(carla, monday); reasonOf(err) != NotYours {
		t.Errorf("by a coordinator beside volunteers: got %v, want %s", err, NotYours)
	}
	if err := claim(wim, monday); err != nil {
		t.Fatal(err)
	}
	if err := claim(piet, monday.Add(time.Hour)); reasonOf(err) != PickedUp {
		t.Errorf("by a second volunteer: got %v, want %s", err, PickedUp)
	}

	free := monday.Add(72 * time.Hour)
	justBefore := free.Add(-time.Millisecond)
	for _, m := range []Move{Accept, Decline, Refer, Ask, Relocate, Retrack} {
		d := Detail{Criterion: 1, Words: "x", Smederij: v.smederij("WOL"), Track: LongTrack}
		r := v.refused(PickedUp, piet, id, m, d, justBefore)
		if r != nil && r.By != wim {
			t.Errorf("%s: the refusal names %d, want %d", m, r.By, wim)
		}
	}
	v.refused(PickedUp, anja, id, Correct, Detail{Title: "Anders"}, justBefore)
	v.must(anja, id, Correct, Detail{Title: "Anders"}, free)
	if err := claim(piet, free); err != nil {
		t.Errorf("when it fell free: %v", err)
	}
	if err := claim(piet, free.Add(time.Hour)); err != nil {
		t.Errorf("laying it down: %v", err)
	}
	i := v.must(wim, id, Accept, Detail{}, free.Add(2*time.Hour))
	if i.ClaimedBy != 0 {
		t.Errorf("after the decision: still picked up by %d", i.ClaimedBy)
	}
	if err := claim(piet, free.Add(3*time.Hour)); reasonOf(err) != WrongState {
		t.Errorf("after the decision: got %v, want %s", err, WrongState)
	}
}

func TestClaimFallsFree(t *testing.T) {
	v := newVillage(t)
	anja, wim, lia := v.person("anja"), v.appoint("wim", Volunteer, "KRA"), v.appoint("lia", Volunteer, "WOL")
	carla := v.appoint("carla", Coordinator, "")
	pick := func(id IdeaID) {
		write(t, v.db, func(tx *Tx) error {
			_, err := tx.Claim(wim, id, monday)
			return err
		})
	}
	t.Run("when it goes to another Smederij", func(t *testing.T) {
		id := v.submitted(anja, "KRA")
		pick(id)
		v.must(wim, id, Relocate, Detail{Smederij: v.smederij("WOL")}, monday)
		v.must(lia, id, Accept, Detail{}, monday)
	})
	t.Run("when the role ends", func(t *testing.T) {
		id := v.submitted(anja, "KRA")
		pick(id)
		write(t, v.db, func(tx *Tx) error {
			offices, err := tx.OfficesOf(wim)
			if err != nil {
				return err
			}
			return tx.Dismiss(carla, offices[0], monday)
		})
		v.refused(NotYours, wim, id, Accept, Detail{}, monday)
		v.must(carla, id, Accept, Detail{}, monday)
	})
}

func TestCorrect(t *testing.T) {
	v := newVillage(t)
	anja, wim := v.person("anja"), v.appoint("wim", Volunteer, "KRA")
	id := v.submitted(anja, "KRA")
	seen := v.idea(id).Revision
	i := v.must(anja, id, Correct, Detail{Title: "Soep", Answers: []Answer{{Question: "what", Text: "soep"}, {Question: "who", Text: "allen"}}}, monday)
	if i.Title != "Soep" || i.State != Submitted {
		t.Errorf("got %q, %s, want Soep, submitted", i.Title, i.State)
	}
	got := read(t, v.db, func(tx *Tx) (map[string]Answer, error) { return tx.Answers(id) })
	want := map[string]Answer{"what": {Question: "what", Text: "soep"}, "who": {Question: "who", Text: "allen"}}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("answers (-got +want):\n%s", diff)
	}
	// Whoever read the idea as it was decides nothing about how it is.
	v.refused(Changed, wim, id, Accept, Detail{Revision: seen}, monday)
	v.must(wim, id, Accept, Detail{Revision: i.Revision}, monday)
}

func TestAppeal(t *testing.T) {
	v := newVillage(t)
	anja, wim, stien := v.person("anja"), v.appoint("wim", Volunteer, "KRA"), v.appoint("stien", SteeringGroup, "")
	declined := func() IdeaID {
		id := v.submitted(anja, "KRA")
		v.must(wim, id, Decline, because, monday)
		return id
	}
	t.Run("not before she was told", func(t *testing.T) {
		village{t, v.db}.refused(WrongState, anja, declined(), Appeal, Detail{}, told.Add(-time.Millisecond))
	})
	t.Run("with a promise of its own", func(t *testing.T) {
		i := v.must(anja, declined(), Appeal, Detail{Words: "iedereen mag meedoen"}, monday.AddDate(0, 0, 7))
		if got, want := i.AnswerBy.Format(time.DateOnly), "2026-12-14"; got != want {
			t.Errorf("got an answer by %s, want %s", got, want)
		}
		late := read(t, v.db, func(tx *Tx) ([]Idea, error) { return tx.LateIdeas("late", Appealed, i.AnswerBy, time.Time{}, 9) })
		if len(late) != 1 || late[0].ID != i.ID {
			t.Errorf("got %v late on that day, want this one", late)
		}
		words := read(t, v.db, func(tx *Tx) ([]Words, error) { return tx.WordsAbout(i.ID, AppealWords) })
		if len(words) != 1 || words[0].Text != "iedereen mag meedoen" {
			t.Errorf("got %v, want her words", words)
		}
	})
	t.Run("within 30 days", func(t *testing.T) {
		v.must(anja, declined(), Appeal, Detail{}, monday.AddDate(0, 0, 30))
	})
	t.Run("after 30 days", func(t *testing.T) {
		village{t, v.db}.refused(TooLate, anja, declined(), Appeal, Detail{}, monday.AddDate(0, 0, 30).Add(time.Millisecond))
	})
	t.Run("over the end of summer time", func(t *testing.T) {
		id := v.submitted(anja, "KRA")
		october := time.Date(2026, 10, 10, 9, 0, 0, 0, amsterdam)
		v.must(wim, id, Decline, because, october)
		village{t, v.db}.refused(TooLate, anja, id, Appeal, Detail{}, time.Date(2026, 11, 9, 9, 0, 0, 1e6, amsterdam))
		v.must(anja, id, Appeal, Detail{}, time.Date(2026, 11, 9, 9, 0, 0, 0, amsterdam))
	})
	t.Run("after a final answer", func(t *testing.T) {
		id := declined()
		v.must(anja, id, Appeal, Detail{}, told)
		i := v.must(stien, id, Reject, Detail{Words: "ook wij vinden van niet"}, told)
		if i.State != Declined || !i.Final || i.Criterion != because.Criterion {
			t.Errorf("got %+v, want declined, final, criterion %d", i, because.Criterion)
		}
		village{t, v.db}.refused(WrongState, anja, id, Appeal, Detail{}, told) // that answer she has not heard
		village{t, v.db}.refused(FinalAnswer, anja, id, Appeal, Detail{}, told.Add(DefaultTerms(amsterdam).Hold))
	})
	t.Run("upheld", func(t *testing.T) {
		id := declined()
		v.must(anja, id, Appeal, Detail{}, told)
		if i := v.must(stien, id, Uphold, Detail{}, told); i.State != Accepted || !i.Final {
			t.Errorf("got %+v, want accepted, final", i)
		}
	})
	verified(t, v.db)
}

func TestNoYearlyMoneyForTheLongTrack(t *testing.T) {
	v := newVillage(t)
	anja, wim, carla := v.person("anja"), v.appoint("wim", Volunteer, "KRA"), v.appoint("carla", Coordinator, "KRA")
	id := v.submitted(anja, "KRA")
	v.must(wim, id, Retrack, Detail{Track: LongTrack}, monday)
	v.must(wim, id, Accept, Detail{}, monday)
	v.refused(LongIdea, carla, id, Grant, Detail{Amount: 100}, told)
	v.refused(LongIdea, carla, id, Pass, because, told)
	v.refused(Held, carla, id, Retrack, Detail{Track: ShortTrack}, monday)
	v.must(carla, id, Retrack, Detail{Track: ShortTrack}, told)
	v.refused(ShortIdea, carla, id, Shelve, because, told)
	v.fill("KRA", 100)
	if i := v.must(carla, id, Grant, Detail{Amount: 100}, told); i.Granted != 100 {
		t.Errorf("got %d cents, want 100", i.Granted)
	}
}

// The steering group's own rhythm: its date is promised when a lange klap fits, and there is none any more when it does not wait.
func TestTheLongTrackHasADateOfItsOwn(t *testing.T) {
	v := newVillage(t)
	anja, wim, carla := v.person("anja"), v.appoint("wim", Volunteer, "KRA"), v.appoint("carla", Coordinator, "KRA")
	stien := v.appoint("stien", SteeringGroup, "")
	want := func(i Idea, day string) {
		t.Helper()
		got := ""
		if !i.AnswerBy.IsZero() {
			got = i.AnswerBy.Format(time.DateOnly)
		}
		if got != day {
			t.Errorf("%s, %s: got an answer by %q, want %q", i.State, i.Track, got, day)
		}
	}
	id := v.submitted(anja, "KRA")
	want(v.must(wim, id, Retrack, Detail{Track: LongTrack}, monday), "2026-12-07") // its volunteers promised that
	want(v.must(wim, id, Accept, Detail{}, monday), "2027-02-21")
	want(read(t, v.db, func(tx *Tx) (Idea, error) { return tx.AsTold(v.idea(id), monday) }), "2026-12-07")
	v.refused(Held, stien, id, Adopt, because, monday) // the volunteers may still think again

	next := monday.AddDate(0, 0, 1)
	want(v.must(carla, id, Retrack, Detail{Track: ShortTrack}, next), "")
	want(v.must(carla, id, Retrack, Detail{Track: LongTrack}, next), "2027-02-22")
	want(v.must(carla, id, Relocate, Detail{Smederij: v.smederij("WOL")}, next.AddDate(0, 0, 1)), "2027-02-22")
	want(v.must(stien, id, Shelve, because, next), "")

	id = v.submitted(anja, "KRA")
	v.must(wim, id, Retrack, Detail{Track: LongTrack}, monday)
	v.must(wim, id, Accept, Detail{}, monday)
	v.must(stien, id, Shelve, because, next)
	i := v.must(carla, id, Reopen, Detail{}, next.AddDate(0, 0, 1))
	want(i, "2027-02-23")
	for day, n := range map[time.Time]int{i.AnswerBy.AddDate(0, 0, -1): 0, i.AnswerBy: 1} {
		late := read(t, v.db, func(tx *Tx) ([]Idea, error) { return tx.LateIdeas("late", Accepted, day, time.Time{}, 9) })
		if len(late) != n {
			t.Errorf("on %s: got %v late, want %d", day, late, n)
		}
	}
	waiting := read(t, v.db, func(tx *Tx) ([]Idea, error) { return tx.LongIdeas(i.Smederij, 9) })
	if len(waiting) != 1 || waiting[0].ID != id {
		t.Errorf("got %v waiting, want this one", waiting)
	}
	i = v.must(stien, id, Adopt, because, next.AddDate(0, 0, 2))
	want(i, "")
	v.refused(WrongState, carla, id, Retrack, Detail{Track: ShortTrack}, next.AddDate(0, 0, 3))
	verified(t, v.db)
}

// What May says before somebody is asked for words, Move says after.
func TestMayAnswersAsMoveWill(t *testing.T) {
	v := newVillage(t)
	anja, wim := v.person("anja"), v.appoint("wim", Volunteer, "KRA")
	id := v.submitted(anja, "KRA")
	i := v.idea(id)
	for _, tt := range []struct {
		by       PersonID
		m        Move
		revision int64
		want     Reason
	}{
		{wim, Accept, i.Revision, ""}, {wim, Accept, 0, ""}, {wim, Accept, i.Revision + 1, Changed}, {anja, Accept, 0, OwnIdea},
		{wim, Grant, 0, WrongState}, {wim, Grant, i.Revision + 1, WrongState}, {wim, Withdraw, 0, NotYours},
	} {
		err := v.db.Read(bg, func(tx *Tx) error { return tx.May(tt.by, i, tt.m, tt.revision, monday) })
		if got := reasonOf(err); got != tt.want || (err != nil) != (tt.want != "") {
			t.Errorf("%s by %d at %d: got %v, want reason %q", tt.m, tt.by, tt.revision, err, tt.want)
		}
		if tt.want != "" {
			v.refused(tt.want, tt.by, id, tt.m, Detail{Revision: tt.revision, Amount: 1}, monday)
		}
	}
}
