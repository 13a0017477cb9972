package store

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Move makes a move, if the rules allow it: the state, who asks, and what the move needs. What it causes is left to those who hear
// its [Event].
func (tx *Tx) Move(by PersonID, id IdeaID, m Move, d Detail, now time.Time) (Idea, error) {
	before, err := tx.Idea(id)
	if err != nil {
		return Idea{}, fmt.Errorf("%s idea %d: %w", m, id, err)
	}
	if m == Withdraw || m == Appeal { // its author knows nothing of a decision that can still be undone
		if before, err = tx.AsTold(before, now); err != nil {
			return before, err
		}
	}
	rule, err := tx.may(by, before, m, d.Revision, now)
	if err != nil {
		return before, err
	}
	var after Idea
	var decision Decision
	if err := tx.inside(func() (err error) {
		if after, err = tx.change(rule, before, d, by, now); err != nil {
			return err
		}
		if decision, err = tx.record(rule, before, after, d, by, now); err != nil {
			return err
		}
		if m == Finish {
			if err := tx.see(decision, now); err != nil {
				return err
			}
		}
		return tx.carryOut(m, after, d, decision, now)
	}); err != nil {
		return before, err
	}
	e := Event{Kind: EventKind(m), Idea: id, By: by, Decision: decision, At: now}
	if m == Relocate {
		e.Smederij, e.Ref = before.Smederij, before.Ref
	}
	tx.emit(e)
	return after, nil
}

func find(m Move, from State) (Rule, bool) {
	i := slices.IndexFunc(Rules, func(r Rule) bool { return r.Move == m && slices.Contains(r.From, from) })
	if i < 0 {
		return Rule{}, false
	}
	return Rules[i], true
}

// May tells whether somebody could make a move now, before they are asked for the words it needs. Revision is that of the button,
// or 0.
func (tx *Tx) May(by PersonID, i Idea, m Move, revision int64, now time.Time) error {
	_, err := tx.may(by, i, m, revision, now)
	return err
}

func (tx *Tx) may(by PersonID, i Idea, m Move, revision int64, now time.Time) (Rule, error) {
	rule, ok := find(m, i.State)
	if revision != 0 && revision != i.Revision {
		return rule, tx.overtaken(i, ok)
	}
	if !ok {
		return rule, refuse(WrongState, i.ID)
	}
	return rule, tx.allowed(by, rule, i, now)
}

// overtaken tells a second volunteer who was earlier, and others that the idea changed or is past this move.
func (tx *Tx) overtaken(i Idea, movable bool) error {
	last, err := tx.LastDecision(i.ID)
	switch {
	case err != nil && !errors.Is(err, ErrNotFound):
		return err
	case err == nil && last.Revision == i.Revision:
		return &Refusal{Reason: Overtaken, Idea: i.ID, By: last.By}
	case movable:
		return refuse(Changed, i.ID)
	}
	return refuse(WrongState, i.ID)
}

// allowed checks who asks, and what time and other people say.
func (tx *Tx) allowed(by PersonID, r Rule, i Idea, now time.Time) error {
	if r.By != Author {
		if why, err := tx.involved(by, i); err != nil || why != "" {
			return orRefuse(err, why, i.ID)
		}
	}
	part, err := tx.plays(by, r.By, i, now)
	if err == nil && !part && r.By == Author {
		part, err = tx.asMember(by, r.Move, i)
	}
	if err != nil {
		return err
	}
	if !part {
		return refuse(NotYours, i.ID)
	}
	switch {
	case (r.By == Reviewer || r.By == Guide) && i.ClaimedFrom(by, now):
		return &Refusal{Reason: PickedUp, Idea: i.ID, By: i.ClaimedBy}
	case r.Move == Correct && i.ClaimedFrom(by, now):
		return refuse(PickedUp, i.ID)
	case r.Move == Appeal && i.Final:
		return refuse(FinalAnswer, i.ID)
	case r.Move == Appeal && now.After(i.MovedAt.In(tx.db.terms.Zone).AddDate(0, 0, tx.db.terms.Appeal)):
		return refuse(TooLate, i.ID)
	case slices.Contains([]Move{Grant, Pass, Pay, Release}, r.Move) && i.Track == LongTrack:
		return refuse(LongIdea, i.ID)
	case (r.Move == Adopt || r.Move == Shelve) && i.Track != LongTrack:
		return refuse(ShortIdea, i.ID)
	case r.By == Guide || r.By == Manager || r.Move == Adopt || r.Move == Shelve:
		return tx.settled(i, now)
	}
	return nil
}

// settled refuses to move an idea on while its author knows nothing of where it stands: what waits to be told would not be true any
// more, and the decision could not be undone.
func (tx *Tx) settled(i Idea, now time.Time) error {
	d, err := tx.Held(i.ID, now)
	if err == nil && d.ID != 0 {
		return refuse(Held, i.ID)
	}
	return err
}

// change writes the idea as it is after the move.
func (tx *Tx) change(r Rule, i Idea, d Detail, by PersonID, now time.Time) (Idea, error) {
	if err := missing(r, i, d); err != nil {
		return i, err
	}
	before := i
	if r.To != "" {
		i.State = r.To
		i.ClaimedBy, i.ClaimedTill = 0, time.Time{}
	}
	var err error
	switch r.Move {
	case Submit:
		i.AnswerBy = tx.promise(now, tx.db.terms.Answer)
		i.Ref, err = tx.nextRef(i, now)
	case Ask, Reply, Appeal: // of the author's answer, of ours, of the steering group's
		i.AnswerBy = tx.promise(now, tx.db.terms.Answer)
	case Correct:
		i.Title = d.Title
		err = tx.keepAnswers(i.ID, d.Answers)
	case HandIn:
		err = tx.handIn(i, d.Answers, by, now)
	case Decline:
		i.Criterion = d.Criterion
	case Uphold, Reject:
		i.Final = true
	case Refer:
		i.Criterion, i.Notice = 3, true
	case Grant:
		i.Granted = d.Amount
		err = tx.fair(i)
	case Merge:
		i.MergedInto = d.Into
		if err = tx.takeOffer(i, d.Into); err == nil {
			err = tx.carryOver(i, d.Into, now)
		}
	case Relocate:
		i.Smederij = d.Smederij
		i.ClaimedBy, i.ClaimedTill = 0, time.Time{} // whoever picked it up works for the other Smederij
		i.Ref, err = tx.nextRef(i, now)
	case Withdraw: // nobody hears a decision about an idea that is gone
		_, err = tx.exec(`UPDATE outbox SET state = 'withdrawn' WHERE state = 'queued'
			AND decision_id IN (SELECT id FROM decision WHERE idea_id = ? AND released_at > ?)`, i.ID, now.UnixMilli())
	case Retrack:
		i.Track = d.Track
	}
	if err != nil {
		return i, err
	}
	switch {
	case i.AwaitsSteering() && !before.AwaitsSteering():
		i.AnswerBy = tx.promise(now, tx.db.terms.Long)
	case before.AwaitsSteering() && !i.AwaitsSteering():
		i.AnswerBy = time.Time{}
	}
	i.Revision++
	i.MovedAt = now
	return i, tx.saveIdea(i)
}

func missing(r Rule, i Idea, d Detail) error {
	lacks := map[Need]bool{
		NeedsCriterion: d.Criterion < 1 || d.Criterion > 8,
		NeedsWords:     d.Words == "",
		NeedsAmount:    d.Amount <= 0,
		NeedsSmederij:  d.Smederij == 0 || d.Smederij == i.Smederij,
		NeedsTrack:     d.Track != ShortTrack && d.Track != LongTrack,
		NeedsIdea:      d.Into == 0 || d.Into == i.ID,
	}
	for _, n := range r.Needs {
		if lacks[n] {
			return refuse(Incomplete, i.ID)
		}
	}
	if r.Move == Submit && (i.Smederij == 0 || i.Title == "") || r.Move == Correct && d.Title == "" ||
		r.Move == HandIn && len(d.Answers) == 0 {
		return refuse(Incomplete, i.ID)
	}
	return nil
}

// promise is the date by which an answer comes, so many days from now, midnight local.
func (tx *Tx) promise(now time.Time, days int) time.Time {
	y, m, day := now.In(tx.db.terms.Zone).Date()
	return time.Date(y, m, day+days, 0, 0, 0, 0, tx.db.terms.Zone)
}

// nextRef gives the next number of the year in a Smederij: without gaps, because it is taken in the same transaction, and without
// doubles, because there is one writer and a primary key.
func (tx *Tx) nextRef(i Idea, now time.Time) (string, error) {
	s, err := tx.Smederij(i.Smederij)
	if err != nil {
		return "", err
	}
	year := now.In(tx.db.terms.Zone).Year()
	n, err := one(tx, number, "SELECT coalesce(max(number), 0) + 1 FROM reference WHERE smederij_id = ? AND year = ?", s.ID, year)
	if err != nil {
		return "", err
	}
	ref := fmt.Sprintf("%s-%d-%03d", s.Code, year, n)
	_, err = tx.exec("INSERT INTO reference (smederij_id, year, number, idea_id, ref) VALUES (?, ?, ?, ?, ?)", s.ID, year, n, i.ID, ref)
	return ref, err
}

func (tx *Tx) saveIdea(i Idea) error {
	_, err := tx.exec(`UPDATE idea SET ref = ?, smederij_id = ?, state = ?, track = ?, title = ?, criterion = ?, notice = ?, final = ?, granted = ?,
		merged_into = ?, revision = ?, claimed_by = ?, claimed_till = ?, answer_by = ?, moved_at = ?, ask_at = iif(?, coalesce(ask_at, ?), NULL)
		WHERE id = ?`,
		null(i.Ref), null(i.Smederij), i.State, i.Track, i.Title, null(i.Criterion), i.Notice, i.Final, null(i.Granted),
		null(i.MergedInto), i.Revision, null(i.ClaimedBy), millis(i.ClaimedTill), date(i.AnswerBy), i.MovedAt.UnixMilli(),
		i.State.AtWork(), tx.askAt(i, i.MovedAt).UnixMilli(), i.ID)
	return err
}

// OfferMerge keeps an author's yes to another idea that wants to go on inside theirs.
func (tx *Tx) OfferMerge(by PersonID, idea, into IdeaID, now time.Time) error {
	target, err := tx.Idea(into)
	if err != nil {
		return err
	}
	if lead, err := tx.Lead(target); err != nil || lead != by {
		return orRefuse(err, NotYours, into)
	}
	if _, ok := find(Merge, target.State); !ok {
		return refuse(WrongState, into)
	}
	_, err = tx.exec("INSERT INTO merge_offer (idea_id, into_id, offered_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", idea, into, now.UnixMilli())
	return err
}

// takeOffer looks at the other idea again: since the offer it may have ended, or gone on inside this very idea.
func (tx *Tx) takeOffer(i Idea, into IdeaID) error {
	offered, err := tx.exists("SELECT 1 FROM merge_offer WHERE idea_id = ? AND into_id = ?", i.ID, into)
	if err != nil {
		return err
	}
	if !offered {
		return refuse(NoOffer, i.ID)
	}
	target, err := tx.Idea(into)
	if err != nil {
		return err
	}
	if _, ok := find(Merge, target.State); !ok {
		return refuse(WrongState, into)
	}
	return nil
}

// FreeClaims lets ideas fall free whose time with somebody is over, a portion at a time.
func (tx *Tx) FreeClaims(now time.Time, limit int) error {
	over, err := all(tx, tx.scanIdea, ideaColumns+"WHERE i.claimed_by IS NOT NULL AND i.claimed_till <= ? ORDER BY i.claimed_till LIMIT ?",
		now.UnixMilli(), limit)
	if err != nil {
		return err
	}
	return tx.free(over, now)
}

func (tx *Tx) free(claimed []Idea, now time.Time) error {
	for _, i := range claimed {
		i.ClaimedBy, i.ClaimedTill = 0, time.Time{}
		if err := tx.saveIdea(i); err != nil {
			return err
		}
		tx.emit(Event{Kind: Claimed, Idea: i.ID, At: now})
	}
	return nil
}

// Claim lets a reviewer pick an idea up: others see that it is in good hands, until it falls free by itself. Doing it again lays
// it down.
func (tx *Tx) Claim(by PersonID, id IdeaID, now time.Time) (Idea, error) {
	i, err := tx.Idea(id)
	if err != nil {
		return i, err
	}
	rule := Rule{By: Reviewer, From: []State{Submitted}}
	if !slices.Contains(rule.From, i.State) {
		return i, refuse(WrongState, id)
	}
	if err := tx.allowed(by, rule, i, now); err != nil {
		return i, err
	}
	if i.ClaimedBy == by && now.Before(i.ClaimedTill) {
		i.ClaimedBy, i.ClaimedTill = 0, time.Time{}
	} else {
		i.ClaimedBy, i.ClaimedTill = by, now.Add(tx.db.terms.Claim)
	}
	if err := tx.saveIdea(i); err != nil {
		return i, err
	}
	tx.emit(Event{Kind: Claimed, Idea: id, By: by, At: now})
	return i, tx.audit(now, by, "claim", int64(id), "")
}
