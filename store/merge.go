package store

import (
	"errors"
	"time"
)

// Ideas that go on together: one author asks, the other answers, and the merged idea's people go along.

// MergeAskID is the internal number of a question to merge.
type MergeAskID int64

// MergeAsk is an author's question whether their idea may go on inside another.
type MergeAsk struct {
	ID                   MergeAskID
	Idea, Into           IdeaID
	By                   PersonID
	IdeaState, IntoState State  // where both stood
	Answer               string // "", yes, no or lapsed
}

// Why ideas do not go on together.
const (
	SameIdea      Reason = "merge_same"      // it is the idea itself
	OtherSmederij Reason = "merge_elsewhere" // of another Smederij
	NotMergeable  Reason = "merge_state"     // it stands where no idea merges
	MergeBusy     Reason = "merge_busy"      // a decision on one of them can still be undone
	SaidNo        Reason = "merge_said_no"   // the other author said no before
	MergeLapsed   Reason = "merge_lapsed"    // one of them moved on since the question
)

const mergeAskColumns = "SELECT id, idea_id, into_id, asked_by, idea_state, into_state, coalesce(answer, '') FROM merge_ask "

func scanMergeAsk(r row) (a MergeAsk, err error) {
	return a, r.Scan(&a.ID, &a.Idea, &a.Into, &a.By, &a.IdeaState, &a.IntoState, &a.Answer)
}

// MergeAsk reads a question.
func (tx *Tx) MergeAsk(id MergeAskID) (MergeAsk, error) {
	return one(tx, scanMergeAsk, mergeAskColumns+"WHERE id = ?", id)
}

// OpenMergeAsk is the question of an idea that waits for an answer; [ErrNotFound] without one.
func (tx *Tx) OpenMergeAsk(idea IdeaID) (MergeAsk, error) {
	return one(tx, scanMergeAsk, mergeAskColumns+"WHERE idea_id = ? AND answer IS NULL ORDER BY id DESC LIMIT 1", idea)
}

// MergeAsksFor are the questions to an idea that wait for an answer.
func (tx *Tx) MergeAsksFor(into IdeaID) ([]MergeAsk, error) {
	return all(tx, scanMergeAsk, mergeAskColumns+"WHERE into_id = ? AND answer IS NULL ORDER BY id", into)
}

// MayMerge tells whether somebody may let an idea go on inside another, if the other author agrees.
func (tx *Tx) MayMerge(by PersonID, i, into Idea, now time.Time) error {
	for _, x := range []Idea{i, into} { // first, so that no refusal gives away what nobody was told
		d, err := tx.LastDecision(x.ID)
		if err == nil && d.Revision == x.Revision && now.Before(d.ReleasedAt) {
			return refuse(MergeBusy, x.ID)
		}
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	if err := tx.May(by, i, Merge, 0, now); err != nil {
		return err
	}
	_, mergeable := find(Merge, into.State)
	switch {
	case i.ID == into.ID:
		return refuse(SameIdea, i.ID)
	case i.Smederij != into.Smederij:
		return refuse(OtherSmederij, into.ID)
	case !mergeable:
		return refuse(NotMergeable, into.ID)
	}
	decided, err := tx.decided(i.Author, into.ID) // who becomes its co-initiator
	if err == nil && decided {
		return refuse(DecidedIt, into.ID)
	}
	return err
}

// AskMerge keeps an author's question to another author. An older one of the same idea ends; who said no is not asked again.
func (tx *Tx) AskMerge(by PersonID, i, into Idea, now time.Time) (MergeAskID, error) {
	if err := tx.MayMerge(by, i, into, now); err != nil {
		return 0, err
	}
	no, err := tx.exists("SELECT 1 FROM merge_ask WHERE idea_id = ? AND into_id = ? AND answer = 'no' LIMIT 1", i.ID, into.ID)
	if err != nil {
		return 0, err
	}
	if no {
		return 0, refuse(SaidNo, into.ID)
	}
	if _, err := tx.exec("UPDATE merge_ask SET answer = 'lapsed', answered_at = ? WHERE idea_id = ? AND answer IS NULL", now.UnixMilli(), i.ID); err != nil {
		return 0, err
	}
	n, err := tx.insert("INSERT INTO merge_ask (idea_id, into_id, asked_by, asked_at, idea_state, into_state) VALUES (?, ?, ?, ?, ?, ?)",
		i.ID, into.ID, by, now.UnixMilli(), i.State, into.State)
	if err != nil {
		return 0, err
	}
	return MergeAskID(n), tx.audit(now, by, "merge_asked", int64(i.ID), "")
}

// AnswerMerge is the other author's yes or no. A yes lets the idea go on inside the other at once.
func (tx *Tx) AnswerMerge(by PersonID, a MergeAsk, yes bool, now time.Time) error {
	i, err := tx.Idea(a.Idea)
	if err != nil {
		return err
	}
	into, err := tx.Idea(a.Into)
	if err != nil {
		return err
	}
	lead, err := tx.Lead(into)
	if err != nil {
		return err
	}
	asker, err := tx.Lead(i)
	if err != nil {
		return err
	}
	switch {
	case lead != by:
		return refuse(NotYours, into.ID)
	case a.Answer != "" || asker != a.By || i.Smederij != into.Smederij:
		return refuse(MergeLapsed, i.ID)
	case !yes:
		return tx.answerAsk(by, a, "no", now)
	}
	if err := tx.MayMerge(a.By, i, into, now); err != nil {
		if busy := (*Refusal)(nil); errors.As(err, &busy) && busy.Reason != MergeBusy {
			return refuse(MergeLapsed, i.ID)
		}
		return err
	}
	if i.State != a.IdeaState || into.State != a.IntoState {
		return refuse(MergeLapsed, i.ID)
	}
	if err := tx.OfferMerge(by, i.ID, into.ID, now); err != nil {
		return err
	}
	if err := tx.answerAsk(by, a, "yes", now); err != nil {
		return err
	}
	_, err = tx.Move(a.By, i.ID, Merge, Detail{Into: into.ID}, now)
	return err
}

func (tx *Tx) answerAsk(by PersonID, a MergeAsk, answer string, now time.Time) error {
	if _, err := tx.exec("UPDATE merge_ask SET answer = ?, answered_at = ? WHERE id = ?", answer, now.UnixMilli(), a.ID); err != nil {
		return err
	}
	return tx.audit(now, by, "merge_"+answer, int64(a.Idea), "")
}

// LapseAsks ends the questions in which an idea that moved on has a part.
func (tx *Tx) LapseAsks(idea IdeaID, now time.Time) error { return tx.lapseAsks(idea, now) }

func (tx *Tx) lapseAsks(idea IdeaID, now time.Time) error {
	_, err := tx.exec("UPDATE merge_ask SET answer = 'lapsed', answered_at = ?2 WHERE idea_id = ?1 AND answer IS NULL", idea, now.UnixMilli())
	if err != nil {
		return err
	}
	_, err = tx.exec("UPDATE merge_ask SET answer = 'lapsed', answered_at = ?2 WHERE into_id = ?1 AND answer IS NULL", idea, now.UnixMilli())
	return err
}

// carryOver brings the people of a merged idea to the one it goes on in: supporters and helpers once each, its author and
// co-initiators as co-initiators, but for those who decided there.
func (tx *Tx) carryOver(i Idea, into IdeaID, now time.Time) error {
	target, err := tx.Idea(into)
	if err != nil {
		return err
	}
	came, err := tx.exec(`INSERT INTO support (idea_id, kind, person_id, created_at) SELECT ?1, kind, person_id, created_at FROM support s
		WHERE s.idea_id = ?2 AND s.kind IN ('support', 'help') AND s.person_id <> ?3
			AND NOT EXISTS (SELECT 1 FROM idea_member m WHERE m.idea_id = ?1 AND m.person_id = s.person_id AND m.until IS NULL)
		ON CONFLICT DO NOTHING`, into, i.ID, target.Author)
	if err != nil {
		return err
	}
	makers, err := tx.Members(i.ID)
	if err != nil {
		return err
	}
	for _, p := range append([]PersonID{i.Author}, makers...) {
		member, err := tx.IsMember(into, p)
		if err != nil {
			return err
		}
		decided, err := tx.decided(p, into)
		if err != nil {
			return err
		}
		if p == target.Author || member || decided {
			continue
		}
		if err := tx.join(p, into, 0, now); err != nil {
			return err
		}
	}
	if came > 0 { // else the card in the group is as it was
		tx.emit(Event{Kind: Supported, Idea: into, By: i.Author, At: now})
	}
	return nil
}

// SupportersOf are those who support an idea or help with it, from behind a person on, each once.
func (tx *Tx) SupportersOf(idea IdeaID, behind PersonID, limit int) ([]PersonID, error) {
	return all(tx, id[PersonID], `SELECT DISTINCT person_id FROM support WHERE idea_id = ? AND kind IN ('support', 'help') AND person_id > ?
		ORDER BY person_id LIMIT ?`, idea, behind, limit)
}

// SupportersToTell are those of them who were not told yet that their idea ended.
func (tx *Tx) SupportersToTell(idea IdeaID, limit int) ([]PersonID, error) {
	told, err := one(tx, id[PersonID], "SELECT told_to FROM idea WHERE id = ?", idea)
	if err != nil {
		return nil, err
	}
	return tx.SupportersOf(idea, told, limit)
}

// SupporterTold keeps up to whom the end of an idea was told; 0 when it begins.
func (tx *Tx) SupporterTold(idea IdeaID, to PersonID) error {
	_, err := tx.exec("UPDATE idea SET told_to = ? WHERE id = ?", to, idea)
	return err
}

// MergedInto are the ideas that went on inside one, oldest first.
func (tx *Tx) MergedInto(into IdeaID) ([]Idea, error) {
	return all(tx, tx.scanIdea, ideaColumns+"WHERE i.merged_into = ? ORDER BY i.id", into)
}
