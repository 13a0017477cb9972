package store

import (
	"database/sql"
	"slices"
	"strings"
	"time"
)

// MeetingID is the internal number of a meeting.
type MeetingID int64

// Meeting is what stands in the agenda of a Smederij, once or again and again.
type Meeting struct {
	ID        MeetingID
	Smederij  SmederijID
	Kind      MeetingKind
	Title     string
	Place     string    // may be ""
	Start     time.Time // the first time
	End       time.Time // of the first time, on the same day; zero when nobody said
	Repeat    *Rhythm   // nil for once; else it is due at Start too
	Skipped   []string  // days on which one that repeats does not take place, as 2026-12-29
	Sequence  int       // one more with every change
	By        PersonID  // who put it there
	Changed   time.Time // when it got this Sequence
	Cancelled bool
}

// MeetingKind is what sort of meeting it is.
type MeetingKind string

// The kinds.
const (
	Gathering MeetingKind = "meeting"
	Closing   MeetingKind = "closing" // a date before which something must be done
	Election  MeetingKind = "election"
	Activity  MeetingKind = "activity"
)

// Lead is how long ahead a group hears of a meeting.
type Lead string

// The leads. Each is said at most once of a version of a meeting on one of its days.
const (
	WeekAhead Lead = "week"
	DayAhead  Lead = "day"
)

// Next is the first time the meeting takes place after a moment, and when it ends if that is known; both zero when it does not any more.
func (m Meeting) Next(after time.Time) (start, end time.Time) {
	start = m.Start
	if !start.After(after) {
		if m.Repeat == nil {
			return time.Time{}, time.Time{}
		}
		start = m.Repeat.Next(after.In(m.Start.Location()))
	}
	for m.Repeat != nil && slices.Contains(m.Skipped, start.Format(time.DateOnly)) {
		start = m.Repeat.Next(start)
	}
	return start, m.endOn(start)
}

func (m Meeting) endOn(start time.Time) time.Time {
	if m.End.IsZero() {
		return time.Time{}
	}
	return time.Date(start.Year(), start.Month(), start.Day(), m.End.Hour(), m.End.Minute(), 0, 0, start.Location())
}

// On is its time on a day, as 2026-12-29, and whether it falls on that day at all, be it skipped or cancelled.
func (m Meeting) On(day string) (start, end time.Time, falls bool) {
	date, err := time.ParseInLocation(time.DateOnly, day, m.Start.Location())
	if err != nil {
		return time.Time{}, time.Time{}, false
	}
	start = time.Date(date.Year(), date.Month(), date.Day(), m.Start.Hour(), m.Start.Minute(), 0, 0, date.Location())
	falls = start.Equal(m.Start) || m.Repeat != nil && start.After(m.Start) && m.Repeat.Next(start.Add(-time.Minute)).Equal(start)
	return start, m.endOn(start), falls
}

// TakesPlace tells whether it does so on a day.
func (m Meeting) TakesPlace(day string) bool {
	_, _, falls := m.On(day)
	return falls && !m.Cancelled && (m.Repeat == nil || !slices.Contains(m.Skipped, day))
}

// Due is what a group should hear of a meeting that starts then, by now: from the week before, and from the day before on. It tells false
// when it is too early, or too late.
func Due(start, now time.Time) (Lead, bool) {
	switch now = now.In(start.Location()); {
	case !now.Before(start), now.Before(midnight(start, -7)):
		return "", false
	case now.Before(midnight(start, -1)):
		return WeekAhead, true
	}
	return DayAhead, true
}

const (
	clockForm = "15:04"
	noLastDay = "9999-12-31"
)

// meetingWords are what people wrote of a meeting.
type meetingWords struct {
	Title string `json:"title"`
	Place string `json:"place,omitempty"`
}

// chosen are the columns that people choose, in the order of [Tx.AddMeeting].
func (tx *Tx) chosen(m Meeting) ([]any, error) {
	words, err := sealJSON(tx.db.sealer, "meeting", meetingWords{m.Title, m.Place})
	start := m.Start.In(tx.Terms().Zone)
	day, ends, rhythm := start.Format(time.DateOnly), "", ""
	last := day
	if m.Repeat != nil {
		rhythm, last = m.Repeat.String(), noLastDay
	}
	if !m.End.IsZero() {
		ends = m.End.In(tx.Terms().Zone).Format(clockForm)
	}
	return []any{m.Kind, words, day, start.Format(clockForm), ends, rhythm, last}, err
}

// AddMeeting puts something in the agenda.
func (tx *Tx) AddMeeting(m Meeting, now time.Time) (Meeting, error) {
	chosen, err := tx.chosen(m)
	if err != nil {
		return m, err
	}
	n, err := tx.insert(`INSERT INTO meeting (kind, sealed_words, day, starts, ends, rhythm, last_day, smederij_id, made_by, changed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, append(chosen, m.Smederij, m.By, now.UnixMilli())...)
	if err != nil {
		return m, err
	}
	m.ID, m.Changed = MeetingID(n), now
	return m, tx.audit(now, m.By, "meeting_added", n, "")
}

// ChangeMeeting makes a meeting as it is given, in the same Smederij, and returns its new version. One that was cancelled stays as it was:
// [ErrNotFound].
func (tx *Tx) ChangeMeeting(by PersonID, m Meeting, now time.Time) (Meeting, error) {
	chosen, err := tx.chosen(m)
	if err != nil {
		return m, err
	}
	n, err := tx.exec(`UPDATE meeting SET kind = ?, sealed_words = ?, day = ?, starts = ?, ends = ?, rhythm = ?, last_day = ?,
		sequence = sequence + 1, changed_at = ? WHERE id = ? AND cancelled_at IS NULL`,
		append(chosen, now.UnixMilli(), m.ID)...)
	if err != nil {
		return m, err
	}
	if n == 0 {
		return m, ErrNotFound
	}
	if _, err := tx.exec("DELETE FROM meeting_skip WHERE meeting_id = ? AND day = ?", m.ID, m.Start.In(tx.Terms().Zone).Format(time.DateOnly)); err != nil {
		return m, err
	}
	if err := tx.audit(now, by, "meeting_changed", int64(m.ID), ""); err != nil {
		return m, err
	}
	return tx.Meeting(m.ID)
}

// CancelMeeting takes a meeting off the agenda, with all its days. It tells false when it was off already.
func (tx *Tx) CancelMeeting(by PersonID, id MeetingID, now time.Time) (bool, error) {
	n, err := tx.exec("UPDATE meeting SET cancelled_at = ?1, changed_at = ?1, sequence = sequence + 1 WHERE id = ?2 AND cancelled_at IS NULL",
		now.UnixMilli(), id)
	if err != nil || n == 0 {
		return false, err
	}
	return true, tx.audit(now, by, "meeting_cancelled", int64(id), "")
}

// SkipMeeting lets one that repeats not take place on a day. It tells false when that was so already.
func (tx *Tx) SkipMeeting(by PersonID, id MeetingID, day time.Time, now time.Time) (bool, error) {
	n, err := tx.exec("INSERT INTO meeting_skip (meeting_id, day) VALUES (?, ?) ON CONFLICT DO NOTHING", id, day.In(tx.Terms().Zone).Format(time.DateOnly))
	if err != nil || n == 0 {
		return false, err
	}
	if _, err := tx.exec("UPDATE meeting SET sequence = sequence + 1, changed_at = ? WHERE id = ?", now.UnixMilli(), id); err != nil {
		return false, err
	}
	return true, tx.audit(now, by, "meeting_skipped", int64(id), "")
}

const meetingColumns = `SELECT id, smederij_id, kind, sealed_words, day, starts, ends, rhythm, sequence, made_by, changed_at, cancelled_at,
	(SELECT group_concat(k.day) FROM meeting_skip k WHERE k.meeting_id = meeting.id) FROM meeting `

func (tx *Tx) scanMeeting(r row) (m Meeting, err error) {
	var sealed []byte
	var day, starts, ends, rhythm string
	var changed int64
	var cancelled sql.NullInt64
	var skipped sql.NullString
	if err := r.Scan(&m.ID, &m.Smederij, &m.Kind, &sealed, &day, &starts, &ends, &rhythm, &m.Sequence, &m.By, &changed, &cancelled, &skipped); err != nil {
		return m, err
	}
	m.Changed, m.Cancelled = time.UnixMilli(changed), cancelled.Valid
	if skipped.Valid {
		m.Skipped = strings.Split(skipped.String, ",")
	}
	words, err := openJSON[meetingWords](tx.db.sealer, "meeting", sealed)
	if err != nil {
		return m, err
	}
	m.Title, m.Place = words.Title, words.Place
	if m.Start, err = time.ParseInLocation(slotForm, day+"T"+starts, tx.Terms().Zone); err != nil {
		return m, err
	}
	if ends != "" {
		if m.End, err = time.ParseInLocation(slotForm, day+"T"+ends, tx.Terms().Zone); err != nil {
			return m, err
		}
	}
	if rhythm == "" {
		return m, nil
	}
	every, err := ParseRhythm(rhythm)
	m.Repeat = &every
	return m, err
}

// Meeting reads one, also when it was cancelled.
func (tx *Tx) Meeting(id MeetingID) (Meeting, error) {
	return one(tx, tx.scanMeeting, meetingColumns+"WHERE id = ?", id)
}

// MeetingsIn are those of a Smederij that take place today or later, but at most so many of those that repeat and of the others; the
// latter by their day.
func (tx *Tx) MeetingsIn(s SmederijID, now time.Time, limit int) ([]Meeting, error) {
	today := now.In(tx.Terms().Zone).Format(time.DateOnly)
	once, err := all(tx, tx.scanMeeting, meetingColumns+`WHERE smederij_id = ? AND cancelled_at IS NULL AND last_day >= ? AND last_day < '9999-12-31'
		ORDER BY last_day, id LIMIT ?`, s, today, limit)
	if err != nil {
		return nil, err
	}
	again, err := all(tx, tx.scanMeeting, meetingColumns+`WHERE smederij_id = ? AND cancelled_at IS NULL AND last_day = '9999-12-31'
		ORDER BY id LIMIT ?`, s, limit)
	return append(once, again...), err
}

// MeetingsNear are those that may take place in the next days, of all Smederijen.
func (tx *Tx) MeetingsNear(now time.Time, days int) ([]Meeting, error) {
	now = now.In(tx.Terms().Zone)
	return all(tx, tx.scanMeeting, meetingColumns+`WHERE cancelled_at IS NULL AND last_day BETWEEN ? AND ?
		UNION ALL `+meetingColumns+"WHERE cancelled_at IS NULL AND last_day = '9999-12-31' ORDER BY 1",
		now.Format(time.DateOnly), midnight(now, days).Format(time.DateOnly))
}

// SayMeeting keeps that a group hears of a meeting on one of its days, and tells false when it heard that before: then nothing may be said.
func (tx *Tx) SayMeeting(m Meeting, start time.Time, lead Lead, now time.Time) (bool, error) {
	n, err := tx.exec("INSERT INTO meeting_said (meeting_id, day, lead, sequence, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		m.ID, start.In(tx.Terms().Zone).Format(time.DateOnly), lead, m.Sequence, now.UnixMilli())
	return n == 1, err
}
