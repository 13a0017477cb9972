package store

import (
	"database/sql"
	"errors"
	"strings"
	"time"
)

// ScheduleID is the internal number of a schedule.
type ScheduleID int64

// Schedule is something that is due by the clock, again and again, in one Smederij or for the whole house.
type Schedule struct {
	ID       ScheduleID
	Kind     string     // which feature does what
	Smederij SmederijID // 0 for the whole house
	Rhythm   Rhythm
	Grace    time.Duration // how late a slot may still run after downtime
	Since    time.Time     // what came due before is not made up
	Last     time.Time     // the newest slot that has come; zero if none
	Paused   bool
}

// Slot is one time at which a schedule is due. Its text names it: local time, the same whatever the clock or the process does.
type Slot struct {
	Schedule ScheduleID
	Kind     string
	Smederij SmederijID
	At       time.Time
}

const slotForm = "2006-01-02T15:04"

// Text is the slot as it is kept: "2026-12-07T09:00".
func (s Slot) Text() string { return s.At.Format(slotForm) }

const (
	madeUp   = 40 // days of missed slots that are written down at most; a start after 30 asks first
	slotsFor = 13 // months for which slots are kept
)

// Missed are the slots that have come since the newest one and did not run, oldest first.
func (s Schedule) Missed(now time.Time) (slots []Slot) {
	for t := s.First(now); !t.After(now); t = s.Rhythm.Next(t) {
		slots = append(slots, s.Slot(t))
	}
	return slots
}

// First is the slot that comes after the newest one there was. It may lie before now: then it was missed.
func (s Schedule) First(now time.Time) time.Time {
	after := later(later(s.Since, s.Last), now.AddDate(0, 0, -madeUp))
	return s.Rhythm.Next(after.In(now.Location()))
}

// Slot is the schedule's slot at a time.
func (s Schedule) Slot(at time.Time) Slot {
	return Slot{Schedule: s.ID, Kind: s.Kind, Smederij: s.Smederij, At: at}
}

// The newest slot is looked for up to now: a clock that was wrong once may have left later ones.
const scheduleColumns = `SELECT id, kind, smederij_id, rhythm, grace, since, paused,
	(SELECT max(slot) FROM schedule_slot t WHERE t.schedule_id = s.id AND t.slot <= ?1) FROM schedule s `

func (tx *Tx) scanSchedule(r row) (s Schedule, err error) {
	var smederij sql.NullInt64
	var every string
	var grace, since int64
	var last sql.NullString
	if err := r.Scan(&s.ID, &s.Kind, &smederij, &every, &grace, &since, &s.Paused, &last); err != nil {
		return s, err
	}
	s.Smederij, s.Grace, s.Since = SmederijID(smederij.Int64), time.Duration(grace)*time.Millisecond, time.UnixMilli(since)
	if last.Valid {
		if s.Last, err = time.ParseInLocation(slotForm, last.String, tx.Terms().Zone); err != nil {
			return s, err
		}
	}
	s.Rhythm, err = ParseRhythm(every)
	return s, err
}

func (tx *Tx) slotNow(now time.Time) string { return now.In(tx.Terms().Zone).Format(slotForm) }

// Schedules are all that are not paused.
func (tx *Tx) Schedules(now time.Time) ([]Schedule, error) {
	return all(tx, tx.scanSchedule, scheduleColumns+"WHERE paused = 0 ORDER BY id", tx.slotNow(now))
}

// SchedulesOf are those of one Smederij, also the paused ones.
func (tx *Tx) SchedulesOf(s SmederijID, now time.Time) ([]Schedule, error) {
	return all(tx, tx.scanSchedule, scheduleColumns+"WHERE smederij_id = ?2 ORDER BY kind", tx.slotNow(now), s)
}

// Schedule reads one.
func (tx *Tx) Schedule(id ScheduleID, now time.Time) (Schedule, error) {
	return one(tx, tx.scanSchedule, scheduleColumns+"WHERE id = ?2", tx.slotNow(now), id)
}

// PlanByDefault makes a schedule where there is none, and lets one that nobody changed follow the program.
func (tx *Tx) PlanByDefault(kind string, s SmederijID, r Rhythm, grace time.Duration, now time.Time) error {
	if err := r.Validate(); err != nil {
		return err
	}
	n, err := tx.exec(`INSERT INTO schedule (kind, smederij_id, rhythm, grace, since) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (kind, coalesce(smederij_id, 0)) DO UPDATE SET grace = excluded.grace,
			since = CASE WHEN changed_by IS NULL AND rhythm <> excluded.rhythm THEN excluded.since ELSE since END,
			rhythm = CASE WHEN changed_by IS NULL THEN excluded.rhythm ELSE rhythm END
		WHERE grace <> excluded.grace OR changed_by IS NULL AND rhythm <> excluded.rhythm`,
		kind, null(s), r.String(), grace.Milliseconds(), now.UnixMilli())
	if err != nil || n == 0 {
		return err
	}
	return tx.turnPage()
}

// SetRhythm changes when a schedule is due. It begins anew: what came due by the old rhythm is not made up.
func (tx *Tx) SetRhythm(by PersonID, id ScheduleID, r Rhythm, now time.Time) error {
	if err := r.Validate(); err != nil {
		return err
	}
	if _, err := tx.exec("UPDATE schedule SET rhythm = ?, since = ?, changed_by = ? WHERE id = ?", r.String(), now.UnixMilli(), by, id); err != nil {
		return err
	}
	return errors.Join(tx.turnPage(), tx.audit(now, by, "schedule_changed", int64(id), strings.ReplaceAll(r.String(), " ", "_")))
}

// PauseSchedule stops a schedule, or lets it go on from now.
func (tx *Tx) PauseSchedule(by PersonID, id ScheduleID, paused bool, now time.Time) error {
	if _, err := tx.exec("UPDATE schedule SET paused = ?, since = ?, changed_by = ? WHERE id = ?", paused, now.UnixMilli(), by, id); err != nil {
		return err
	}
	action := "schedule_paused"
	if !paused {
		action = "schedule_goes_on"
	}
	return errors.Join(tx.turnPage(), tx.audit(now, by, action, int64(id), ""))
}

// SlotState is what became of a slot.
type SlotState string

// The states. A failed one is a dead letter, and may be tried again from there.
const (
	SlotRun     SlotState = "run"
	SlotSkipped SlotState = "skipped"
	SlotFailed  SlotState = "failed"
)

// TakeSlot keeps what becomes of a slot, and tells false when that was decided before: then nothing may be done.
func (tx *Tx) TakeSlot(s Slot, state SlotState, now time.Time) (bool, error) {
	n, err := tx.exec(`INSERT INTO schedule_slot (schedule_id, slot, state, at) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET state = excluded.state, at = excluded.at WHERE state = 'failed' AND excluded.state = 'run'`,
		s.Schedule, s.Text(), state, now.UnixMilli())
	if err != nil || n == 0 || state != SlotRun {
		return n == 1, err
	}
	_, err = tx.exec("DELETE FROM schedule_slot WHERE schedule_id = ? AND slot < ?", s.Schedule, tx.slotNow(now.AddDate(0, -slotsFor, 0)))
	return true, err
}

// FailedSlot reads a slot of a schedule that failed; [ErrNotFound] when it did not.
func (tx *Tx) FailedSlot(s Schedule, slot string) (Slot, error) {
	if _, err := one(tx, number, "SELECT 1 FROM schedule_slot WHERE schedule_id = ? AND slot = ? AND state = 'failed'", s.ID, slot); err != nil {
		return Slot{}, err
	}
	at, err := time.ParseInLocation(slotForm, slot, tx.Terms().Zone)
	return s.Slot(at), err
}

// FailSlot keeps that a slot could not be handled, so that it is not tried again by itself.
func (tx *Tx) FailSlot(id ScheduleID, slot string, now time.Time) error {
	_, err := tx.exec(`INSERT INTO schedule_slot (schedule_id, slot, state, at) SELECT id, ?, 'failed', ? FROM schedule WHERE id = ?
		ON CONFLICT DO NOTHING`, slot, now.UnixMilli(), id)
	return err
}

// Timetable is all that is due by the clock.
type Timetable struct {
	Revision  int64 // another when anything of it changed
	Held      bool  // the clock is not trusted: nothing comes due
	Schedules []Schedule
	Own       []OwnDue
}

// OwnDue is when the next of the bot's own posts may leave to a group.
type OwnDue struct {
	Chat ChatID
	At   time.Time
}

// TimetableRevision tells cheaply whether a timetable that was read is still the one.
func (tx *Tx) TimetableRevision() (int64, error) {
	return one(tx, number, "SELECT timetable FROM house")
}

// Timetable reads it all.
func (tx *Tx) Timetable(now time.Time) (t Timetable, err error) {
	if t.Revision, err = tx.TimetableRevision(); err != nil {
		return t, err
	}
	if t.Held, err = tx.ClockHeld(); err != nil {
		return t, err
	}
	if t.Schedules, err = tx.Schedules(now); err != nil {
		return t, err
	}
	t.Own, err = all(tx, func(r row) (o OwnDue, err error) {
		var at int64
		err = r.Scan(&o.Chat, &at)
		o.At = time.UnixMilli(at)
		return o, err
	}, "SELECT chat_id, min(leave_at) FROM own_post WHERE state = 'waiting' GROUP BY chat_id ORDER BY 2, 1")
	return t, err
}

// turnPage tells that the timetable changed.
func (tx *Tx) turnPage() error {
	_, err := tx.exec("UPDATE house SET timetable = timetable + 1")
	return err
}

// Touched is when something was committed last, to the minute; zero for a new file.
func (tx *Tx) Touched() (time.Time, error) {
	ms, err := one(tx, number, "SELECT touched_at FROM house")
	if err != nil || ms < time.Hour.Milliseconds() { // a few, of writes that only tried whether the disk answers
		return time.Time{}, err
	}
	return time.UnixMilli(ms), nil
}

// Touch keeps that the house was at work.
func (tx *Tx) Touch(now time.Time) error {
	_, err := tx.exec("UPDATE house SET touched_at = ?", now.UnixMilli())
	return err
}

// ClockHeld tells whether everything by the clock stands still, because the clock is not trusted.
func (tx *Tx) ClockHeld() (bool, error) {
	return tx.exists("SELECT 1 FROM house WHERE held_at IS NOT NULL")
}

// HoldClock stops everything that goes by the clock until a person has looked at it. It tells false when it stood still already.
func (tx *Tx) HoldClock(now time.Time) (bool, error) {
	n, err := tx.exec("UPDATE house SET held_at = ? WHERE held_at IS NULL", now.UnixMilli())
	if err != nil || n == 0 {
		return false, err
	}
	return true, errors.Join(tx.turnPage(), tx.audit(now, 0, "clock_held", 0, ""))
}

// TrustClock trusts the clock again. It tells false when it was trusted already.
func (tx *Tx) TrustClock(by PersonID, now time.Time) (bool, error) {
	n, err := tx.exec("UPDATE house SET held_at = NULL WHERE held_at IS NOT NULL")
	if err != nil || n == 0 {
		return false, err
	}
	return true, errors.Join(tx.turnPage(), tx.audit(now, by, "clock_trusted", 0, ""))
}
