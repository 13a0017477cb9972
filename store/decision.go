package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// DecisionID is the internal number of a decision.
type DecisionID int64

// Decision is a move that can be undone for a while. It stands at once; what it causes is told when ReleasedAt has come.
type Decision struct {
	ID         DecisionID
	Idea       IdeaID
	Move       Move
	From, To   State
	Revision   int64 // of the idea, after it
	Criterion  int
	Words      int64     // the reason's row, or 0
	Promised   time.Time // the date that was promised before it; zero for none
	By         PersonID
	ReleasedAt time.Time
	Undone     bool
}

// record keeps what a move said: its words, the decision, the audit line.
func (tx *Tx) record(r Rule, before, after Idea, d Detail, by PersonID, now time.Time) (Decision, error) {
	var words int64
	if d.Words != "" {
		kind := map[Move]WordsKind{Ask: QuestionWords, Reply: ReplyWords, Appeal: AppealWords}[r.Move]
		if kind == "" {
			kind = ReasonWords
		}
		var err error
		if words, err = tx.AddWords(after.ID, kind, by, d.Words, now); err != nil {
			return Decision{}, err
		}
	}
	if err := tx.audit(now, by, "move."+string(r.Move), int64(after.ID), fmt.Sprintf("%s>%s", before.State, after.State)); err != nil {
		return Decision{}, err
	}
	if !r.Decision {
		return Decision{}, nil
	}
	x := Decision{Idea: after.ID, Move: r.Move, From: before.State, To: after.State, Revision: after.Revision, Criterion: after.Criterion,
		Words: words, Promised: before.AnswerBy, By: by, ReleasedAt: now.Add(tx.db.terms.Hold)}
	n, err := tx.insert(`INSERT INTO decision (idea_id, move, from_state, to_state, revision, criterion, words_id, promised, by_id, decided_at, released_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, x.Idea, x.Move, x.From, x.To, x.Revision, null(x.Criterion), null(x.Words), date(x.Promised), x.By,
		now.UnixMilli(), x.ReleasedAt.UnixMilli())
	x.ID = DecisionID(n)
	return x, err
}

// Decision reads one decision.
func (tx *Tx) Decision(id DecisionID) (Decision, error) {
	return one(tx, tx.scanDecision, decisionColumns+"WHERE id = ?", id)
}

// LastDecision is the newest decision on an idea that was not undone.
func (tx *Tx) LastDecision(id IdeaID) (Decision, error) {
	return one(tx, tx.scanDecision, decisionColumns+"WHERE idea_id = ? AND undone_at IS NULL ORDER BY id DESC LIMIT 1", id)
}

// RefusalOf is the newest refusal of an idea by those who test it, also when the steering group decided after it; [ErrNotFound] when
// it was never refused.
func (tx *Tx) RefusalOf(id IdeaID) (Decision, error) {
	return one(tx, tx.scanDecision, decisionColumns+`WHERE idea_id = ? AND undone_at IS NULL AND move IN ('decline', 'refer') ORDER BY id DESC LIMIT 1`, id)
}

// Held is the last decision on an idea while it can still be undone and nobody was told; the zero one otherwise.
func (tx *Tx) Held(id IdeaID, now time.Time) (Decision, error) {
	d, err := tx.LastDecision(id)
	if errors.Is(err, ErrNotFound) || err == nil && !now.Before(d.ReleasedAt) {
		return Decision{}, nil
	}
	return d, err
}

// Reason is what the decider wrote, or "" when nothing was asked or it was erased.
func (tx *Tx) Reason(d Decision) (string, error) {
	s, err := one(tx, text, "SELECT text FROM words WHERE id = ?", d.Words)
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return s, err
}

const decisionColumns = `SELECT id, idea_id, move, from_state, to_state, revision, criterion, words_id, promised, by_id, released_at, undone_at IS NOT NULL
	FROM decision `

func (tx *Tx) scanDecision(r row) (d Decision, err error) {
	var criterion, words sql.NullInt64
	var promised sql.NullString
	var released int64
	err = r.Scan(&d.ID, &d.Idea, &d.Move, &d.From, &d.To, &d.Revision, &criterion, &words, &promised, &d.By, &released, &d.Undone)
	if err != nil {
		return d, err
	}
	d.Criterion, d.Words, d.ReleasedAt = int(criterion.Int64), words.Int64, time.UnixMilli(released)
	d.Promised, err = tx.day(promised)
	return d, err
}

// AsTold is an idea as its author knows it: a decision that can still be undone was not told yet.
func (tx *Tx) AsTold(i Idea, now time.Time) (Idea, error) {
	d, err := tx.LastDecision(i.ID)
	if errors.Is(err, ErrNotFound) || err == nil && (d.Revision != i.Revision || !now.Before(d.ReleasedAt)) {
		return i, nil
	}
	return i.without(d), err
}

// without is an idea as it was before a decision.
func (i Idea) without(d Decision) Idea {
	i.State, i.AnswerBy = d.From, d.Promised
	switch d.Move {
	case Decline, Refer:
		i.Criterion, i.Notice = 0, false
	case Uphold, Reject:
		i.Final = false
	case Grant:
		i.Granted = 0
	}
	return i
}

// Undo takes a decision back as long as nobody was told and the idea has not moved on. What was still to be said is withdrawn.
func (tx *Tx) Undo(by PersonID, id DecisionID, now time.Time) (Idea, error) {
	d, i, err := tx.open(by, id, now)
	if err != nil {
		return i, err
	}
	if err := tx.takeBack(d, by, now); err != nil {
		return i, err
	}
	if d.Move == Finish {
		if err := tx.unsee(d); err != nil {
			return i, err
		}
	}
	i = i.without(d)
	i.Revision++
	i.MovedAt = now
	if err := tx.saveIdea(i); err != nil {
		return i, err
	}
	if d.Move == Finish { // its report waits again
		if err := tx.ReadAgain(i, now); err != nil {
			return i, err
		}
	}
	if _, err := tx.exec("UPDATE decision SET undone_at = ?, undone_by = ? WHERE id = ?", now.UnixMilli(), by, id); err != nil {
		return i, err
	}
	if _, err := tx.exec("UPDATE outbox SET state = 'withdrawn' WHERE decision_id = ? AND state = 'queued'", id); err != nil {
		return i, err
	}
	tx.emit(Event{Kind: Undone, Idea: i.ID, By: by, Decision: d, At: now})
	return i, tx.audit(now, by, "undo."+string(d.Move), int64(i.ID), fmt.Sprintf("%s>%s", d.To, d.From))
}

// Release tells people now instead of after the time for undoing.
func (tx *Tx) Release(by PersonID, id DecisionID, now time.Time) (Decision, Idea, error) {
	d, i, err := tx.open(by, id, now)
	if err != nil {
		return d, i, err
	}
	if _, err := tx.exec("UPDATE decision SET released_at = ? WHERE id = ?", now.UnixMilli(), id); err != nil {
		return d, i, err
	}
	if _, err := tx.exec("UPDATE outbox SET not_before = ? WHERE decision_id = ? AND state = 'queued'", now.UnixMilli(), id); err != nil {
		return d, i, err
	}
	return d, i, tx.audit(now, by, "release", int64(i.ID), "")
}

// open reads a decision that can still be undone by this person, and its idea.
func (tx *Tx) open(by PersonID, id DecisionID, now time.Time) (Decision, Idea, error) {
	d, err := tx.Decision(id)
	if err != nil {
		return d, Idea{}, fmt.Errorf("decision %d: %w", id, err)
	}
	i, err := tx.Idea(d.Idea)
	if err != nil {
		return d, i, err
	}
	rule, ok := find(d.Move, d.From)
	if !ok {
		return d, i, refuse(WrongState, i.ID)
	}
	may, err := tx.plays(by, rule.By, i.without(d), now)
	if err != nil {
		return d, i, err
	}
	told, err := tx.exists("SELECT 1 FROM outbox WHERE decision_id = ? AND state IN ('sending', 'sent', 'uncertain') LIMIT 1", id)
	if err != nil {
		return d, i, err
	}
	switch {
	case !may:
		return d, i, refuse(NotYours, i.ID)
	case d.Undone:
		return d, i, refuse(AlreadyTaken, i.ID)
	case told || !now.Before(d.ReleasedAt):
		return d, i, refuse(AlreadyTold, i.ID)
	case i.Revision != d.Revision:
		return d, i, refuse(Overtaken, i.ID)
	}
	return d, i, nil
}
