package store

import (
	"database/sql"
	"fmt"
	"time"
)

// CheckinID is the internal number of a check-in.
type CheckinID int64

// Checkin is one time that somebody was asked how their idea goes, with what they said.
type Checkin struct {
	ID      CheckinID
	Idea    IdeaID
	AskedOf PersonID
	AskedAt time.Time
	Told    int // who heard of the silence since: 1 who was asked, 2 a second contact, 3 the coordinator
	Answer  CheckinAnswer
	Until   time.Time // of [TakesLonger]: the day they named; zero for none
	Words   string    // of [NeedsHelp]: what is needed
	Posted  bool      // the group was asked
}

// CheckinAnswer is what a lead said.
type CheckinAnswer string

// The answers; "" while there is none.
const (
	OnCourse    CheckinAnswer = "on_course"
	TakesLonger CheckinAnswer = "longer"
	NeedsHelp   CheckinAnswer = "help"
	SaysDone    CheckinAnswer = "done"
	NoAnswer    CheckinAnswer = "none" // there was none, and it is not waited for any more
)

// silence is how long is waited after each time somebody heard that an answer is missing.
const silence = 7 // days

// CheckinPhotos is under what the photos are kept that came with a check-in.
func CheckinPhotos(c CheckinID) string { return fmt.Sprintf("checkin.%d", c) }

// AtWork tells whether people are at an idea, so that its lead is asked how it goes.
func (s State) AtWork() bool { return s == Granted || s == Underway }

// askAt is when the lead of an idea is asked for the first time after a move, or again after they were asked.
func (tx *Tx) askAt(i Idea, from time.Time) time.Time {
	weeks := tx.Terms().Checkin
	if i.Track == LongTrack {
		weeks = tx.Terms().CheckinLong
	}
	return from.In(tx.Terms().Zone).AddDate(0, 0, 7*weeks)
}

// IdeasToAsk are those whose lead is asked now how it goes, the longest waiting first. Where silence is still being told of, that goes
// first.
func (tx *Tx) IdeasToAsk(now time.Time, limit int) ([]Idea, error) {
	return all(tx, tx.scanIdea, ideaColumns+`WHERE i.ask_at <= ?
		AND NOT EXISTS (SELECT 1 FROM checkin c WHERE c.idea_id = i.id AND c.answer IS NULL AND c.told < 3)
		ORDER BY i.ask_at, i.id LIMIT ?`, now.UnixMilli(), limit)
}

// AskAgain keeps when the lead of an idea is asked the next time, and returns it: at the rhythm of its track.
func (tx *Tx) AskAgain(i Idea, now time.Time) (time.Time, error) {
	at := tx.askAt(i, now)
	return at, tx.setAskAt(i.ID, at)
}

// reading is how long coordinators are left alone with a report, before each time they are reminded of it.
const reading = 7 // days

// ReadAgain keeps that the coordinators of an idea are reminded of its report, or that they got one to read, and when that is done again.
func (tx *Tx) ReadAgain(i Idea, now time.Time) error {
	return tx.setAskAt(i.ID, now.In(tx.Terms().Zone).AddDate(0, 0, reading))
}

func (tx *Tx) setAskAt(id IdeaID, at time.Time) error {
	_, err := tx.exec("UPDATE idea SET ask_at = ? WHERE id = ? AND state IN ('granted', 'underway')", at.UnixMilli(), id)
	return err
}

// AskedOf keeps that somebody is asked now how an idea goes, and when that is asked again. A question that nobody answered is over.
func (tx *Tx) AskedOf(p PersonID, i Idea, now time.Time) (CheckinID, error) {
	if err := tx.endCheckin(i.ID, now); err != nil {
		return 0, err
	}
	n, err := tx.insert("INSERT INTO checkin (idea_id, asked_of, asked_at, told_at) VALUES (?, ?, ?, ?)", i.ID, p, now.UnixMilli(), now.UnixMilli())
	if err != nil {
		return 0, err
	}
	_, err = tx.AskAgain(i, now)
	return CheckinID(n), err
}

func (tx *Tx) endCheckin(id IdeaID, now time.Time) error {
	_, err := tx.exec("UPDATE checkin SET answer = 'none', answered_at = ? WHERE idea_id = ? AND answer IS NULL", now.UnixMilli(), id)
	return err
}

const checkinColumns = "SELECT id, idea_id, asked_of, asked_at, told, answer, until, words, posted_at IS NOT NULL FROM checkin "

func (tx *Tx) scanCheckin(r row) (c Checkin, err error) {
	var asked int64
	var answer, until sql.NullString
	if err := r.Scan(&c.ID, &c.Idea, &c.AskedOf, &asked, &c.Told, &answer, &until, &c.Words, &c.Posted); err != nil {
		return c, err
	}
	c.AskedAt, c.Answer = time.UnixMilli(asked), CheckinAnswer(answer.String)
	c.Until, err = tx.day(until)
	return c, err
}

// Checkin reads one.
func (tx *Tx) Checkin(id CheckinID) (Checkin, error) {
	return one(tx, tx.scanCheckin, checkinColumns+"WHERE id = ?", id)
}

// LastCheckin is the newest one about an idea; [ErrNotFound] before the first.
func (tx *Tx) LastCheckin(id IdeaID) (Checkin, error) {
	return one(tx, tx.scanCheckin, checkinColumns+"WHERE idea_id = ? ORDER BY id DESC LIMIT 1", id)
}

// SilentCheckins are those of whose silence somebody should hear now, the longest first.
func (tx *Tx) SilentCheckins(now time.Time, limit int) ([]Checkin, error) {
	before := now.In(tx.Terms().Zone).AddDate(0, 0, -silence)
	return all(tx, tx.scanCheckin, checkinColumns+"WHERE answer IS NULL AND told < 3 AND told_at <= ? ORDER BY told_at, id LIMIT ?",
		before.UnixMilli(), limit)
}

// ToldOfSilence keeps that the next one heard of it. When nobody is at the idea any more, nothing is waited for.
func (tx *Tx) ToldOfSilence(c Checkin, i Idea, now time.Time) error {
	if !i.State.AtWork() {
		return tx.endCheckin(c.Idea, now)
	}
	_, err := tx.exec("UPDATE checkin SET told = told + 1, told_at = ? WHERE id = ? AND answer IS NULL AND told < 3", now.UnixMilli(), c.ID)
	return err
}

// AnswerCheckin keeps what somebody said, and tells whether it is news. Until another question was asked they may say something else.
func (tx *Tx) AnswerCheckin(by PersonID, id CheckinID, a CheckinAnswer, now time.Time) (bool, error) {
	n, err := tx.exec(`UPDATE checkin SET answer = ?1, answered_by = ?2, answered_at = ?3, until = NULL
		WHERE id = ?4 AND answer IS NOT ?1 AND answer IS NOT 'none'`, a, by, now.UnixMilli(), id)
	if err != nil || n == 0 {
		return false, err
	}
	c, err := tx.Checkin(id)
	if err != nil {
		return false, err
	}
	return true, tx.audit(now, by, "checkin."+string(a), int64(c.Idea), "")
}

// NameUntil keeps until when an idea takes longer, and asks how it goes on that day at the earliest.
func (tx *Tx) NameUntil(c Checkin, day time.Time) error {
	if _, err := tx.exec("UPDATE checkin SET until = ? WHERE id = ? AND answer = 'longer'", date(day), c.ID); err != nil {
		return err
	}
	return tx.setAskAt(c.Idea, day)
}

// NameHelp keeps what is needed.
func (tx *Tx) NameHelp(id CheckinID, words string) error {
	_, err := tx.exec("UPDATE checkin SET words = ? WHERE id = ?", words, id)
	return err
}

// HelpPosted keeps that the group was asked for help, and tells false when it was before.
func (tx *Tx) HelpPosted(id CheckinID, now time.Time) (bool, error) {
	n, err := tx.exec("UPDATE checkin SET posted_at = ? WHERE id = ? AND posted_at IS NULL", now.UnixMilli(), id)
	return n == 1, err
}
