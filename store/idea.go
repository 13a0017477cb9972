package store

import (
	"database/sql"
	"time"
)

// IdeaID is the internal number of an idea; people see its reference.
type IdeaID int64

// State is where an idea stands in its life. DOMAIN.md, The life of an idea.
type State string

// The states.
const (
	Draft      State = "draft"       // being written
	Submitted  State = "submitted"   // waits for its Smederij, which promised a date
	Asked      State = "asked"       // waits for its author
	Accepted   State = "accepted"    // fits the rules; its group sees it
	Declined   State = "declined"    // does not fit, with criterion and reason
	Appealed   State = "appealed"    // with the steering group
	Merged     State = "merged"      // went on inside another idea
	Granted    State = "granted"     // money is held for it
	NotGranted State = "not_granted" // no money this time; a lange klap that does not go on now
	Underway   State = "underway"    // people are at it
	Done       State = "done"        // and told how it went
	Withdrawn  State = "withdrawn"   // by its author
	Stopped    State = "stopped"     // by a coordinator, with the reason
)

// Public tells whether the group may see an idea in this state.
func (s State) Public() bool {
	switch s {
	case Accepted, Granted, NotGranted, Underway, Done, Stopped, Merged:
		return true
	}
	return false
}

// Open tells whether people can still join an idea that the group may see.
func (s State) Open() bool { return s == Accepted || s == Granted || s == Underway }

// Over tells whether nothing more can become of an idea under its own name.
func (s State) Over() bool { return s == Merged || s == Withdrawn || s == Stopped || s == Done }

// Track is the weight of an idea.
type Track string

// The tracks: the korte klap is paid from the yearly pot, the lange klap is not; the steering group decides on that.
const (
	ShortTrack Track = "short"
	LongTrack  Track = "long"
)

// Idea is what a resident brings: a plan for their own wijk or dorp, carried out by residents, tested against the rules by
// volunteers of that Smederij. Its state changes through [Tx.Move] alone.
type Idea struct {
	ID          IdeaID
	Ref         string // KRA-2026-014; "" while it is a draft
	Author      PersonID
	EnteredBy   PersonID // a volunteer who wrote it down for the author, or 0
	Smederij    SmederijID
	State       State
	Track       Track
	Title       string
	Criterion   int  // the rule a refusal names, 1 to 8, or 0
	Notice      bool // it was a report for the gemeente (rule 3), not an idea
	Final       bool // the steering group has answered
	Granted     Cents
	MergedInto  IdeaID
	Revision    int64     // every move adds one: a button of an older revision decides nothing
	ClaimedBy   PersonID  // who picked it up, or 0
	ClaimedTill time.Time // when it falls free
	AnswerBy    time.Time // the promised date, midnight local; zero when nothing was promised
	MovedAt     time.Time
	CreatedAt   time.Time
}

// ClaimedFrom tells whether somebody else than p is at it now.
func (i Idea) ClaimedFrom(p PersonID, now time.Time) bool {
	return i.ClaimedBy != 0 && i.ClaimedBy != p && now.Before(i.ClaimedTill)
}

// Late tells whether the day by which an answer was promised is over.
func (i Idea) Late(now time.Time) bool {
	return !i.AnswerBy.IsZero() && now.After(i.AnswerBy.AddDate(0, 0, 1))
}

// AwaitsSteering tells whether the steering group decides how an idea goes on: a lange klap that fits the rules. That has a promised
// date of its own.
func (i Idea) AwaitsSteering() bool { return i.State == Accepted && i.Track == LongTrack }

// ForSteering tells whether the steering group may read an idea: an appeal, also afterwards, and every lange klap.
func (i Idea) ForSteering() bool { return i.State == Appealed || i.Final || i.Track == LongTrack }

// Answer is what an author said to one question.
type Answer struct {
	Question string
	Text     string // in the author's words
	Value    string // as it was read, when it was a date, an amount, a choice
}

// Counts are how many people stand beside an idea.
type Counts struct{ Support, Help, Worry int }

const ideaColumns = `SELECT i.id, i.ref, i.author_id, i.entered_by, i.smederij_id, i.state, i.track, i.title, i.criterion, i.notice, i.final,
	i.granted, i.merged_into, i.revision, i.claimed_by, i.claimed_till, i.answer_by, i.moved_at, i.created_at FROM idea i `

func (tx *Tx) scanIdea(r row) (i Idea, err error) {
	var ref, answerBy sql.NullString
	var entered, smederij, criterion, granted, into, claimedBy, claimedTill sql.NullInt64
	var moved, created int64
	err = r.Scan(&i.ID, &ref, &i.Author, &entered, &smederij, &i.State, &i.Track, &i.Title, &criterion, &i.Notice, &i.Final,
		&granted, &into, &i.Revision, &claimedBy, &claimedTill, &answerBy, &moved, &created)
	if err != nil {
		return i, err
	}
	i.Ref, i.EnteredBy, i.Smederij, i.Criterion = ref.String, PersonID(entered.Int64), SmederijID(smederij.Int64), int(criterion.Int64)
	i.Granted, i.MergedInto, i.ClaimedBy = Cents(granted.Int64), IdeaID(into.Int64), PersonID(claimedBy.Int64)
	i.ClaimedTill, i.MovedAt, i.CreatedAt = moment(claimedTill), time.UnixMilli(moved), time.UnixMilli(created)
	i.AnswerBy, err = tx.day(answerBy)
	return i, err
}

// day reads a local date, midnight local; it is zero when the row has none.
func (tx *Tx) day(s sql.NullString) (time.Time, error) {
	if !s.Valid {
		return time.Time{}, nil
	}
	return time.ParseInLocation(time.DateOnly, s.String, tx.db.terms.Zone)
}

// date is a local date as it stands in a row, nothing when it is zero.
func date(day time.Time) any {
	if day.IsZero() {
		return nil
	}
	return day.Format(time.DateOnly)
}

// Idea reads one idea.
func (tx *Tx) Idea(id IdeaID) (Idea, error) {
	return one(tx, tx.scanIdea, ideaColumns+"WHERE i.id = ?", id)
}

// IdeaByRef finds an idea under any reference it ever had.
func (tx *Tx) IdeaByRef(ref string) (Idea, error) {
	return one(tx, tx.scanIdea, ideaColumns+"JOIN reference f ON f.idea_id = i.id WHERE f.ref = ?", ref)
}

// IdeasOf are somebody's ideas, newest first, without the drafts they withdrew: their own, those they carry together with the author,
// and those they wrote down for an author who is not here yet.
func (tx *Tx) IdeasOf(p PersonID, limit int) ([]Idea, error) {
	return all(tx, tx.scanIdea, ideaColumns+`WHERE i.id IN (
			SELECT id FROM idea WHERE author_id = ?1
			UNION SELECT idea_id FROM idea_member WHERE person_id = ?1 AND until IS NULL
			UNION SELECT e.id FROM idea e WHERE e.entered_by = ?1 AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = e.author_id))
		AND NOT (i.state = 'withdrawn' AND i.ref IS NULL)
		ORDER BY i.id DESC LIMIT ?2`, p, limit)
}

// DraftOf is the draft somebody touched last; [ErrNotFound] without one.
func (tx *Tx) DraftOf(p PersonID) (Idea, error) {
	return one(tx, tx.scanIdea, ideaColumns+"WHERE i.author_id = ? AND i.state = 'draft' ORDER BY i.moved_at DESC, i.id DESC LIMIT 1", p)
}

// IdeasIn are the ideas of a Smederij in a state, the earliest promise first.
func (tx *Tx) IdeasIn(s SmederijID, state State, limit int) ([]Idea, error) {
	return all(tx, tx.scanIdea, ideaColumns+"WHERE i.smederij_id = ? AND i.state = ? ORDER BY i.answer_by, i.id LIMIT ?", s, state, limit)
}

// LongIdeas are the ideas of a Smederij that wait for the steering group as a lange klap, the earliest promise first.
func (tx *Tx) LongIdeas(s SmederijID, limit int) ([]Idea, error) {
	return all(tx, tx.scanIdea, ideaColumns+`WHERE i.smederij_id = ? AND i.state = 'accepted' AND i.track = 'long'
		ORDER BY i.answer_by, i.id LIMIT ?`, s, limit)
}

// LateIdeas still wait, in a state, on the promised date or before a day: submitted ones for their Smederij, asked ones for their
// author, appealed ones and the accepted ones of the long track for the steering group. Those for which [Tx.RaiseLate] raised this kind
// of alarm about this promise are left out, unless that was before another day: the zero day never lets it come again.
func (tx *Tx) LateIdeas(kind string, state State, day, again time.Time, limit int) ([]Idea, error) {
	return all(tx, tx.scanIdea, ideaColumns+`WHERE i.state = ?1
		AND (i.state IN ('submitted', 'asked', 'appealed') OR i.state = 'accepted' AND i.track = 'long') AND i.answer_by <= ?2
		AND NOT EXISTS (SELECT 1 FROM alarm a WHERE a.kind = ?3 || ':' || i.answer_by AND a.subject = i.id AND a.raised_at >= ?4)
		ORDER BY i.answer_by, i.id LIMIT ?5`, state, day.In(tx.db.terms.Zone).Format(time.DateOnly), kind, again.UnixMilli(), limit)
}

// RaiseLate keeps that an alarm of this kind was raised about the promise an idea has now, and tells whether it is new.
func (tx *Tx) RaiseLate(kind string, i Idea, now time.Time) (bool, error) {
	return tx.RaiseOnce(lateAlarm(kind, i), int64(i.ID), now)
}

// RaiseLateAgain keeps that such an alarm was raised now, also when it was before.
func (tx *Tx) RaiseLateAgain(kind string, i Idea, now time.Time) error {
	_, err := tx.exec("INSERT INTO alarm (kind, subject, raised_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET raised_at = excluded.raised_at",
		lateAlarm(kind, i), i.ID, now.UnixMilli())
	return err
}

func lateAlarm(kind string, i Idea) string { return kind + ":" + i.AnswerBy.Format(time.DateOnly) }

// PublicIdeas are the newest ideas that people can still join. It reads many rows, and is for jobs outside the writer.
func (tx *Tx) PublicIdeas(limit int) ([]Idea, error) {
	return all(tx, tx.scanIdea, ideaColumns+"WHERE i.state IN ('accepted', 'granted', 'underway') ORDER BY i.id DESC LIMIT ?", limit)
}

// NewDraft starts an idea. A volunteer may write it down for somebody; enteredBy is 0 otherwise.
func (tx *Tx) NewDraft(author, enteredBy PersonID, now time.Time) (Idea, error) {
	n, err := tx.insert("INSERT INTO idea (author_id, entered_by, state, moved_at, created_at) VALUES (?, ?, 'draft', ?, ?)",
		author, null(enteredBy), now.UnixMilli(), now.UnixMilli())
	if err != nil {
		return Idea{}, err
	}
	return tx.Idea(IdeaID(n))
}

// KeepDraft keeps what was answered so far: the answers that changed, the title and the Smederij (0 while it is not known). It tells
// false, and keeps nothing, when the idea is no draft any more.
func (tx *Tx) KeepDraft(id IdeaID, title string, s SmederijID, changed []Answer, now time.Time) (bool, error) {
	n, err := tx.exec("UPDATE idea SET title = ?, smederij_id = ?, moved_at = ? WHERE id = ? AND state = 'draft'",
		title, null(s), now.UnixMilli(), id)
	if err != nil || n == 0 {
		return false, err
	}
	return true, tx.keepAnswers(id, changed)
}

func (tx *Tx) keepAnswers(id IdeaID, answers []Answer) error {
	for _, a := range answers {
		query, args := `INSERT INTO answer (idea_id, question, text, value) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET text = excluded.text, value = excluded.value`, []any{id, a.Question, a.Text, a.Value}
		if a.Text == "" && a.Value == "" {
			query, args = "DELETE FROM answer WHERE idea_id = ? AND question = ?", []any{id, a.Question}
		}
		if _, err := tx.exec(query, args...); err != nil {
			return err
		}
	}
	return nil
}

// Answers are what the author said, by question.
func (tx *Tx) Answers(id IdeaID) (map[string]Answer, error) {
	list, err := all(tx, func(r row) (a Answer, err error) { return a, r.Scan(&a.Question, &a.Text, &a.Value) },
		"SELECT question, text, value FROM answer WHERE idea_id = ?", id)
	answers := make(map[string]Answer, len(list))
	for _, a := range list {
		answers[a.Question] = a
	}
	return answers, err
}

// Words are what somebody wrote to explain themselves. They can be erased without touching what was decided.
type Words struct {
	ID   int64
	Kind WordsKind
	By   PersonID
	Text string
}

// WordsKind is what words were written for.
type WordsKind string

// The kinds.
const (
	ReasonWords   WordsKind = "reason"
	QuestionWords WordsKind = "question"
	ReplyWords    WordsKind = "reply"
	WorryWords    WordsKind = "worry"
	ReportWords   WordsKind = "report" // why somebody thinks an idea is not done

	ReportQuestionWords WordsKind = "report_question" // of a coordinator, about the report at the end
	ReportReplyWords    WordsKind = "report_reply"    // and the answer

	AppealWords WordsKind = "appeal" // why an author goes to the steering group
	AdviceWords WordsKind = "advice" // of the wijkteam
)

// AddWords keeps what somebody wrote about an idea.
func (tx *Tx) AddWords(id IdeaID, kind WordsKind, by PersonID, text string, now time.Time) (int64, error) {
	return tx.insert("INSERT INTO words (idea_id, kind, by_id, text, created_at) VALUES (?, ?, ?, ?, ?)", id, kind, by, text, now.UnixMilli())
}

// WordsAbout are the questions, replies, reasons and worries about an idea, oldest first.
func (tx *Tx) WordsAbout(id IdeaID, kinds ...WordsKind) ([]Words, error) {
	list, err := all(tx, func(r row) (w Words, err error) { return w, r.Scan(&w.ID, &w.Kind, &w.By, &w.Text) },
		"SELECT id, kind, by_id, text FROM words WHERE idea_id = ? ORDER BY id", id)
	var wanted []Words
	for _, w := range list {
		for _, k := range kinds {
			if w.Kind == k {
				wanted = append(wanted, w)
			}
		}
	}
	return wanted, err
}

// Stand is how somebody stands beside an idea.
type Stand string

// The ways. Each counts once per person.
const (
	Support Stand = "support"
	Help    Stand = "help"
	Worry   Stand = "worry"
)

// TakeStand keeps support, help or a worry of a person and tells whether it is new.
func (tx *Tx) TakeStand(id IdeaID, p PersonID, s Stand, now time.Time) (bool, error) {
	i, err := tx.Idea(id)
	if err != nil {
		return false, err
	}
	if !i.State.Public() || i.State == Merged || i.State == Stopped {
		return false, refuse(WrongState, id)
	}
	n, err := tx.exec("INSERT INTO support (idea_id, kind, person_id, created_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
		id, s, p, now.UnixMilli())
	if n == 1 && s != Worry { // a worry changes nothing that others see
		tx.emit(Event{Kind: Supported, Idea: id, By: p, At: now})
	}
	return n == 1, err
}

// Counts counts the people beside an idea.
func (tx *Tx) Counts(id IdeaID) (c Counts, err error) {
	return one(tx, func(r row) (c Counts, err error) { return c, r.Scan(&c.Support, &c.Help, &c.Worry) },
		`SELECT count(*) FILTER (WHERE kind = 'support'), count(*) FILTER (WHERE kind = 'help'), count(*) FILTER (WHERE kind = 'worry')
		FROM support WHERE idea_id = ?`, id)
}
