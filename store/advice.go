package store

import (
	"database/sql"
	"errors"
	"time"
)

// View is what a member of a wijkteam thinks of an idea.
type View string

// The views.
const (
	Fits      View = "fits"       // kan zo
	FitsIf    View = "only_if"    // kan als …
	RatherNot View = "rather_not" // liever niet
)

// Advice is what one member of the wijkteam says about an idea: asked or not, never a decision. DOMAIN.md, Rules.
type Advice struct {
	Idea     IdeaID
	By       PersonID
	Function string // what they were in their team when they said it; "" when they never told
	View     View
	Text     string // their sentence; "" for none, or when it was erased
}

// Advised says that somebody of the wijkteam advised, or changed their mind.
const Advised EventKind = "advised"

// Adviser is the office by which somebody advises on ideas of a Smederij: that of any Smederij with the same wijkteam. [ErrNotFound]
// when they hold none.
func (tx *Tx) Adviser(p PersonID, s SmederijID) (Office, error) {
	return one(tx, scanOffice, officeColumns+`AND person_id = ?1 AND role = 'team'
		AND (smederij_id IS NULL OR smederij_id IN (SELECT o.id FROM smederij o JOIN smederij m ON m.team = o.team WHERE m.id = ?2)) ORDER BY id LIMIT 1`, p, s)
}

// Advisers are those who advise on an idea: the wijkteam of its Smederij, without its author.
func (tx *Tx) Advisers(i Idea) ([]PersonID, error) {
	return all(tx, id[PersonID], `SELECT DISTINCT person_id FROM role WHERE until IS NULL AND role = 'team' AND person_id <> ?1
		AND (smederij_id IS NULL OR smederij_id IN (SELECT o.id FROM smederij o JOIN smederij m ON m.team = o.team WHERE m.id = ?2))
		ORDER BY person_id`, i.Author, i.Smederij)
}

// MayAdvise tells whether somebody could advise now: a member of the wijkteam, on the idea of another, until there is a decision.
func (tx *Tx) MayAdvise(p PersonID, i Idea) error {
	mine, err := tx.Makes(p, i)
	if err != nil {
		return err
	}
	if mine {
		return refuse(OwnIdea, i.ID)
	}
	_, err = tx.Adviser(p, i.Smederij)
	switch {
	case errors.Is(err, ErrNotFound):
		return refuse(NotYours, i.ID)
	case err != nil:
		return err
	case i.State != Submitted && i.State != Asked:
		return refuse(WrongState, i.ID)
	}
	return nil
}

// Advise keeps what somebody thinks of an idea, in the place of what they said before.
func (tx *Tx) Advise(p PersonID, id IdeaID, v View, text string, now time.Time) (Idea, error) {
	i, err := tx.Idea(id)
	if err != nil {
		return i, err
	}
	if err := tx.MayAdvise(p, i); err != nil {
		return i, err
	}
	if v != Fits && text == "" {
		return i, refuse(Incomplete, id)
	}
	office, err := tx.Adviser(p, i.Smederij)
	if err != nil {
		return i, err
	}
	same, err := tx.exists(`SELECT 1 FROM advice a LEFT JOIN words w ON w.id = a.words_id
		WHERE a.idea_id = ? AND a.person_id = ? AND a.view = ? AND coalesce(w.text, '') = ?`, id, p, v, text)
	if same || err != nil {
		return i, err // said before
	}
	words, err := tx.adviceWords(p, id, text, now)
	if err != nil {
		return i, err
	}
	if _, err := tx.exec(`INSERT INTO advice (idea_id, person_id, function, view, words_id, advised_at) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET function = excluded.function, view = excluded.view, words_id = excluded.words_id, advised_at = excluded.advised_at`,
		id, p, office.Function, v, null(words), now.UnixMilli()); err != nil {
		return i, err
	}
	tx.emit(Event{Kind: Advised, Idea: id, By: p, At: now})
	return i, tx.audit(now, p, "advice."+string(v), int64(id), "")
}

// adviceWords keeps the sentence of an advice, in the row of the one before it.
func (tx *Tx) adviceWords(p PersonID, id IdeaID, text string, now time.Time) (int64, error) {
	before, err := one(tx, func(r row) (n sql.NullInt64, err error) { return n, r.Scan(&n) },
		"SELECT words_id FROM advice WHERE idea_id = ? AND person_id = ?", id, p)
	switch {
	case err != nil && !errors.Is(err, ErrNotFound):
		return 0, err
	case before.Valid:
		_, err := tx.exec("UPDATE words SET text = ?, created_at = ? WHERE id = ?", text, now.UnixMilli(), before.Int64)
		return before.Int64, err
	case text == "":
		return 0, nil
	}
	return tx.AddWords(id, AdviceWords, p, text, now)
}

// AdviceOn is what the wijkteam said about an idea, the oldest first.
func (tx *Tx) AdviceOn(id IdeaID) ([]Advice, error) {
	return all(tx, func(r row) (a Advice, err error) {
		return a, r.Scan(&a.Idea, &a.By, &a.Function, &a.View, &a.Text)
	}, `SELECT a.idea_id, a.person_id, a.function, a.view, coalesce(w.text, '') FROM advice a LEFT JOIN words w ON w.id = a.words_id
		WHERE a.idea_id = ? ORDER BY a.advised_at, a.person_id`, id)
}

// SetFunction keeps what somebody is in their wijkteam.
func (tx *Tx) SetFunction(p PersonID, function string) error {
	_, err := tx.exec("UPDATE role SET function = ? WHERE person_id = ? AND role = 'team' AND until IS NULL", function, p)
	return err
}
