package store

import (
	"errors"
	"time"
)

// Weeks after an idea was done those who stood beside it are asked whether it really is.

// ReportsToCheck are the reports of ideas that are done whose people are asked now, the earliest first.
func (tx *Tx) ReportsToCheck(now time.Time, limit int) ([]Report, error) {
	return all(tx, scanReport, reportColumns+`WHERE ask_at <= ? AND EXISTS (SELECT 1 FROM idea i WHERE i.id = idea_id AND i.state = 'done')
		ORDER BY ask_at LIMIT ?`, now.UnixMilli(), limit)
}

// AskDone keeps that somebody is asked, and tells whether that is new.
func (tx *Tx) AskDone(id ReportID, p PersonID, now time.Time) (bool, error) {
	n, err := tx.exec("INSERT INTO report_check (report_id, person_id, asked_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", id, p, now.UnixMilli())
	return n == 1, err
}

// AskedDone keeps up to which supporter people were asked.
func (tx *Tx) AskedDone(id ReportID, to PersonID) error {
	_, err := tx.exec("UPDATE report SET asked_to = ? WHERE id = ?", to, id)
	return err
}

// AllAsked keeps that nobody is left to ask.
func (tx *Tx) AllAsked(id ReportID) error {
	_, err := tx.exec("UPDATE report SET ask_at = NULL WHERE id = ?", id)
	return err
}

// SayDone keeps somebody's yes or no, and tells whether more or fewer doubt it now. Who was not asked cannot answer, nor can
// anybody when the idea is open again.
func (tx *Tx) SayDone(id ReportID, p PersonID, yes bool, now time.Time) (Idea, bool, error) {
	i, err := tx.checked(id, p)
	if err != nil {
		return i, false, err
	}
	doubted, err := tx.exists("SELECT 1 FROM report_check WHERE report_id = ? AND person_id = ? AND answer = 'no'", id, p)
	if err != nil {
		return i, false, err
	}
	answer := "no"
	if yes {
		answer = "yes"
	}
	_, err = tx.exec("UPDATE report_check SET answer = ?, answered_at = ? WHERE report_id = ? AND person_id = ?", answer, now.UnixMilli(), id, p)
	return i, doubted == yes, err
}

// SayWhyNot keeps in words why somebody thinks an idea is not done.
func (tx *Tx) SayWhyNot(id ReportID, p PersonID, words string, now time.Time) (Idea, error) {
	i, err := tx.checked(id, p)
	if err != nil {
		return i, err
	}
	w, err := tx.AddWords(i.ID, ReportWords, p, words, now)
	if err != nil {
		return i, err
	}
	_, err = tx.exec("UPDATE report_check SET words_id = ? WHERE report_id = ? AND person_id = ?", w, id, p)
	return i, err
}

// checked is the idea about whose end somebody was asked.
func (tx *Tx) checked(id ReportID, p PersonID) (Idea, error) {
	r, err := tx.Report(id)
	if err != nil {
		return Idea{}, err
	}
	i, err := tx.Idea(r.Idea)
	if err != nil {
		return i, err
	}
	asked, err := tx.exists("SELECT 1 FROM report_check WHERE report_id = ? AND person_id = ?", id, p)
	if err != nil || !asked {
		return i, orRefuse(err, NotYours, i.ID)
	}
	newest, err := tx.ReportOf(i.ID)
	if err != nil || newest.ID != id || i.State != Done {
		return i, orRefuse(err, WrongState, i.ID)
	}
	return i, nil
}

// Doubts are how many say that an idea is not done, and the words of those who told why, the newest first, at most limit.
func (tx *Tx) Doubts(id ReportID, limit int) (n int, words []string, err error) {
	count, err := one(tx, number, "SELECT count(*) FROM report_check WHERE report_id = ? AND answer = 'no'", id)
	if err != nil {
		return 0, nil, err
	}
	words, err = all(tx, text, `SELECT w.text FROM report_check c JOIN words w ON w.id = c.words_id
		WHERE c.report_id = ? AND c.answer = 'no' ORDER BY w.id DESC LIMIT ?`, id, limit)
	return int(count), words, err
}

// notMissing is an error that is more than a row that is not there.
func notMissing(err error) error {
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}
