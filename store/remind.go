package store

import (
	"fmt"
	"time"
)

// IdeasDue wait, in a state, for an answer that was promised for a day after one and not after another. Those for which
// [Tx.RaiseLate] raised this kind of reminder about this promise are left out.
func (tx *Tx) IdeasDue(kind string, state State, after, until time.Time, limit int) ([]Idea, error) {
	zone := tx.Terms().Zone
	return all(tx, tx.scanIdea, ideaColumns+`WHERE i.state = ?1
		AND (i.state IN ('submitted', 'asked', 'appealed') OR i.state = 'accepted' AND i.track = 'long')
		AND i.answer_by > ?2 AND i.answer_by <= ?3
		AND NOT EXISTS (SELECT 1 FROM alarm a WHERE a.kind = ?4 || ':' || i.answer_by AND a.subject = i.id)
		ORDER BY i.answer_by, i.id LIMIT ?5`, state, after.In(zone).Format(time.DateOnly), until.In(zone).Format(time.DateOnly), kind, limit)
}

// Score is how many authors should have heard in some time whether their idea fits, and how many of them heard it by the promised day.
type Score struct{ Promised, OnTime int }

// ScoreOf counts the ideas of a Smederij from the morning of a day until before that of another. An answer on time counts on the day it
// came, and one that was late on the promised day, whether it came since or not: each idea counts once.
func (tx *Tx) ScoreOf(s SmederijID, from, before time.Time) (score Score, err error) {
	zone := tx.Terms().Zone
	first, end := from.In(zone).Format(time.DateOnly), before.In(zone).Format(time.DateOnly)
	answers, err := all(tx, func(r row) (days [2]string, err error) {
		var released int64
		err = r.Scan(&days[0], &released)
		days[1] = time.UnixMilli(released).In(zone).Format(time.DateOnly)
		return days, err
	}, `SELECT d.promised, d.released_at FROM decision d INDEXED BY decision_answers JOIN idea i ON i.id = d.idea_id
		WHERE d.undone_at IS NULL AND d.move IN ('accept', 'decline', 'refer') AND d.released_at >= ?
		AND d.promised IS NOT NULL AND i.smederij_id = ?`, from.UnixMilli(), s)
	if err != nil {
		return score, err
	}
	for _, days := range answers {
		promised, came := days[0], days[1]
		switch {
		case came <= promised && came < end:
			score.Promised++
			score.OnTime++
		case came > promised && first <= promised && promised < end:
			score.Promised++
		}
	}
	waiting, err := one(tx, number, "SELECT count(*) FROM idea WHERE smederij_id = ? AND state = 'submitted' AND answer_by >= ? AND answer_by < ?", s, first, end)
	score.Promised += int(waiting)
	return score, err
}

// DraftKind is what is said about a draft that lies still, each once since its last answer.
type DraftKind string

// The kinds.
const (
	DraftDay  DraftKind = "draft_day"  // it lies for a day
	DraftWeek DraftKind = "draft_week" // for a week
	DraftEnd  DraftKind = "draft_end"  // its end is near
)

// DraftNotice is how many days before its end that of a draft is announced.
const DraftNotice = 7

func draftAlarm(k DraftKind, i Idea) string { return fmt.Sprintf("%s:%d", k, i.MovedAt.UnixMilli()) }

// StillDrafts are drafts whose last answer came after one moment and not after another, the oldest first. Those of which this was said
// since are left out, and those whose author wants no reminders or cannot be reached.
func (tx *Tx) StillDrafts(k DraftKind, after, until time.Time, limit int) ([]Idea, error) {
	return all(tx, tx.scanIdea, ideaColumns+`WHERE i.state = 'draft' AND i.moved_at > ?1 AND i.moved_at <= ?2
		AND NOT EXISTS (SELECT 1 FROM alarm a WHERE a.kind = ?3 || ':' || i.moved_at AND a.subject = i.id)
		AND EXISTS (SELECT 1 FROM person p JOIN chat c ON c.person_id = p.id
			WHERE p.id IN (i.author_id, i.entered_by) AND p.muted_at IS NULL AND c.gone_at IS NULL)
		ORDER BY i.moved_at, i.id LIMIT ?4`, after.UnixMilli(), until.UnixMilli(), k, limit)
}

// RaiseDraft keeps that this was said of a draft since its last answer, and tells whether it is new.
func (tx *Tx) RaiseDraft(k DraftKind, i Idea, now time.Time) (bool, error) {
	return tx.RaiseOnce(draftAlarm(k, i), int64(i.ID), now)
}

// DraftEnds is the day on which a draft goes: so many days after its last answer, and not within [DraftNotice] of now, when that is
// announced.
func (tx *Tx) DraftEnds(i Idea, now time.Time) time.Time {
	zone := tx.Terms().Zone
	return later(i.MovedAt.In(zone).AddDate(0, 0, tx.Terms().Draft), now.In(zone).AddDate(0, 0, DraftNotice))
}

// KeepLonger keeps a draft as if its author answered something now, without reminding of it so soon again. It tells false when it is no
// draft.
func (tx *Tx) KeepLonger(i Idea, now time.Time) (Idea, bool, error) {
	n, err := tx.exec("UPDATE idea SET moved_at = ? WHERE id = ? AND state = 'draft'", now.UnixMilli(), i.ID)
	if err != nil || n == 0 {
		return i, false, err
	}
	i.MovedAt = now
	for _, k := range []DraftKind{DraftDay, DraftWeek} {
		if _, err := tx.RaiseDraft(k, i, now); err != nil {
			return i, false, err
		}
	}
	return i, true, nil
}

// EndedDrafts are those whose end has come, and was announced long enough ago.
func (tx *Tx) EndedDrafts(now time.Time, limit int) ([]Idea, error) {
	local := now.In(tx.Terms().Zone)
	return all(tx, tx.scanIdea, ideaColumns+`WHERE i.state = 'draft' AND i.moved_at <= ?1
		AND EXISTS (SELECT 1 FROM alarm a WHERE a.kind = 'draft_end:' || i.moved_at AND a.subject = i.id AND a.raised_at <= ?2)
		ORDER BY i.moved_at, i.id LIMIT ?3`, local.AddDate(0, 0, -tx.Terms().Draft).UnixMilli(), local.AddDate(0, 0, -DraftNotice).UnixMilli(), limit)
}

// RemoveDraft erases a draft with all that was told of it. Only the audit log knows that there was one.
func (tx *Tx) RemoveDraft(i Idea, now time.Time) error {
	attached, err := all(tx, id[AttachmentID], "SELECT id FROM attachment WHERE idea_id = ?", i.ID)
	if err != nil {
		return err
	}
	for _, a := range attached {
		if err := tx.detach(a); err != nil {
			return err
		}
	}
	for _, query := range []string{
		"DELETE FROM answer WHERE idea_id = ?",
		"DELETE FROM conversation WHERE subject = ? AND flow IN ('idea', 'kind', 'complete', 'restaurant', 'lessons')",
		"DELETE FROM idea WHERE id = ? AND state = 'draft'",
	} {
		if _, err := tx.exec(query, i.ID); err != nil {
			return err
		}
	}
	return tx.audit(now, 0, "draft_removed", int64(i.ID), "")
}
