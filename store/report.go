package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"
)

// ReportID is the internal number of a report.
type ReportID int64

// Report is what the lead of an idea tells at its end: whether it worked, how many people came, what was spent. A coordinator reads it
// and finishes the idea with it. An idea that was not done after all gets another one.
type Report struct {
	ID       ReportID
	Idea     IdeaID
	By       PersonID   // who handed it in last
	Decision DecisionID // by which a coordinator finished the idea with it; 0 while it waits
	Thanked  PersonID   // the last supporter who was thanked
	Asked    PersonID   // the last supporter who was asked whether it is done
}

// Waits tells whether no coordinator finished an idea with this report yet.
func (r Report) Waits() bool { return r.Decision == 0 }

// CheckAfter is how many days after an idea was done those who stood beside it are asked whether it really is.
const CheckAfter = 28

// Why an idea is not finished, or a question about its report not answered.
const (
	NoReport    Reason = "no_report"    // its lead told nothing yet
	AnsweredYet Reason = "answered_yet" // another maker was earlier
)

const (
	reportQuestion = "r_"      // begins the names of the questions of a report among those of its idea
	photoPrefix    = "report." // begins the questions whose photos are of a report
)

// OfReport tells whether a photo or recording came with a report.
func (a Attachment) OfReport() bool { return strings.HasPrefix(a.Question, photoPrefix) }

// ReportPhotos is under what the photos of a report are kept, which its group may see when the lead agrees; ReportReceipts under what
// its receipts are.
func ReportPhotos(r ReportID) string   { return fmt.Sprintf("%s%d", photoPrefix, r) }
func ReportReceipts(r ReportID) string { return fmt.Sprintf("%sreport.%d", receiptPrefix, r) }

const reportColumns = "SELECT id, idea_id, by_id, decision_id, thanked_to, asked_to FROM report "

func scanReport(r row) (x Report, err error) {
	var decision sql.NullInt64
	err = r.Scan(&x.ID, &x.Idea, &x.By, &decision, &x.Thanked, &x.Asked)
	x.Decision = DecisionID(decision.Int64)
	return x, err
}

// Report reads one.
func (tx *Tx) Report(id ReportID) (Report, error) {
	return one(tx, scanReport, reportColumns+"WHERE id = ?", id)
}

// ReportOf is the newest report of an idea; [ErrNotFound] without one.
func (tx *Tx) ReportOf(i IdeaID) (Report, error) {
	return one(tx, scanReport, reportColumns+"WHERE idea_id = ? ORDER BY id DESC LIMIT 1", i)
}

// WaitingReport is the report of an idea that no coordinator finished it with; [ErrNotFound] without one.
func (tx *Tx) WaitingReport(i IdeaID) (Report, error) {
	return one(tx, scanReport, reportColumns+"WHERE idea_id = ? AND decision_id IS NULL", i)
}

// IdeasWithReport are the ideas of a Smederij whose report waits, the oldest report first.
func (tx *Tx) IdeasWithReport(s SmederijID, limit int) ([]Idea, error) {
	return all(tx, tx.scanIdea, ideaColumns+`JOIN report r ON r.idea_id = i.id AND r.decision_id IS NULL
		WHERE i.smederij_id = ? AND i.state = 'underway' ORDER BY r.id LIMIT ?`, s, limit)
}

// ReportAnswers are what the lead told at the end of an idea, by question.
func (tx *Tx) ReportAnswers(i IdeaID) (map[string]Answer, error) {
	all, err := tx.Answers(i)
	told := make(map[string]Answer)
	for question, a := range all {
		if q, ok := strings.CutPrefix(question, reportQuestion); ok {
			told[q] = a
		}
	}
	return told, err
}

// handIn keeps a report: a new one, or in the place of the one that waits.
func (tx *Tx) handIn(i Idea, answers []Answer, by PersonID, now time.Time) error {
	kept := make([]Answer, len(answers))
	for n, a := range answers {
		a.Question = reportQuestion + a.Question
		kept[n] = a
	}
	if err := tx.keepAnswers(i.ID, kept); err != nil {
		return err
	}
	n, err := tx.exec("UPDATE report SET by_id = ?, handed_in_at = ? WHERE idea_id = ? AND decision_id IS NULL", by, now.UnixMilli(), i.ID)
	if err != nil || n == 1 {
		return err
	}
	if _, err := tx.insert("INSERT INTO report (idea_id, by_id, handed_in_at) VALUES (?, ?, ?)", i.ID, by, now.UnixMilli()); err != nil {
		return err
	}
	return errors.Join(tx.endCheckin(i.ID, now), tx.ReadAgain(i, now)) // it says how it goes
}

// see ties the waiting report to the decision that finishes its idea. Only about the newest end people are asked.
func (tx *Tx) see(d Decision, now time.Time) error {
	ask := now.In(tx.db.terms.Zone).AddDate(0, 0, CheckAfter)
	n, err := tx.exec("UPDATE report SET decision_id = ?, ask_at = ? WHERE idea_id = ? AND decision_id IS NULL", d.ID, ask.UnixMilli(), d.Idea)
	if err != nil {
		return err
	}
	if n == 0 {
		return refuse(NoReport, d.Idea)
	}
	_, err = tx.exec("UPDATE report SET ask_at = NULL WHERE idea_id = ? AND decision_id <> ?", d.Idea, d.ID)
	return err
}

// unsee lets the report of a decision wait again that was taken back.
func (tx *Tx) unsee(d Decision) error {
	_, err := tx.exec("UPDATE report SET decision_id = NULL, ask_at = NULL WHERE decision_id = ?", d.ID)
	return err
}

// Thanked keeps up to which supporter a report's thanks went.
func (tx *Tx) Thanked(id ReportID, to PersonID) error {
	_, err := tx.exec("UPDATE report SET thanked_to = ? WHERE id = ?", to, id)
	return err
}

// ReportQuestionID is the internal number of a question about a report.
type ReportQuestionID int64

// ReportQuestion is what a coordinator asks about a report. Its words are "" when they were erased.
type ReportQuestion struct {
	ID          ReportQuestionID
	Report      ReportID
	By          PersonID
	Text, Reply string
	Answered    bool
}

const questionColumns = `SELECT q.id, q.report_id, q.by_id, coalesce(w.text, ''), coalesce(a.text, ''), q.reply_id IS NOT NULL FROM report_question q
	LEFT JOIN words w ON w.id = q.words_id LEFT JOIN words a ON a.id = q.reply_id `

func scanQuestion(r row) (q ReportQuestion, err error) {
	return q, r.Scan(&q.ID, &q.Report, &q.By, &q.Text, &q.Reply, &q.Answered)
}

// ReportQuestion reads one question.
func (tx *Tx) ReportQuestion(id ReportQuestionID) (ReportQuestion, error) {
	return one(tx, scanQuestion, questionColumns+"WHERE q.id = ?", id)
}

// ReportQuestions are what was asked about a report, oldest first.
func (tx *Tx) ReportQuestions(id ReportID) ([]ReportQuestion, error) {
	return all(tx, scanQuestion, questionColumns+"WHERE q.report_id = ? ORDER BY q.id", id)
}

// MayAskAbout tells whether somebody may ask about the report of an idea: who could finish it, as long as it waits.
func (tx *Tx) MayAskAbout(by PersonID, i Idea) (Report, error) {
	if why, err := tx.involved(by, i); err != nil || why != "" {
		return Report{}, orRefuse(err, why, i.ID)
	}
	may, err := tx.has(by, Manager, i)
	if err != nil || !may {
		return Report{}, orRefuse(err, NotYours, i.ID)
	}
	r, err := tx.ReportOf(i.ID)
	if err != nil || !r.Waits() || i.State != Underway {
		return r, orRefuse(notMissing(err), WrongState, i.ID)
	}
	return r, nil
}

// AskAbout keeps a question about the report of an idea.
func (tx *Tx) AskAbout(by PersonID, i Idea, words string, now time.Time) (ReportQuestion, error) {
	r, err := tx.MayAskAbout(by, i)
	if err != nil {
		return ReportQuestion{}, err
	}
	w, err := tx.AddWords(i.ID, ReportQuestionWords, by, words, now)
	if err != nil {
		return ReportQuestion{}, err
	}
	n, err := tx.insert("INSERT INTO report_question (report_id, by_id, words_id, asked_at) VALUES (?, ?, ?, ?)", r.ID, by, w, now.UnixMilli())
	if err != nil {
		return ReportQuestion{}, err
	}
	return ReportQuestion{ID: ReportQuestionID(n), Report: r.ID, By: by, Text: words}, tx.audit(now, by, "report_asked", int64(i.ID), "")
}

// AnswerAbout keeps a maker's answer to such a question. It is refused when the report was seen meanwhile.
func (tx *Tx) AnswerAbout(by PersonID, q ReportQuestion, words string, now time.Time) (Idea, error) {
	r, err := tx.Report(q.Report)
	if err != nil {
		return Idea{}, err
	}
	i, err := tx.Idea(r.Idea)
	if err != nil {
		return i, err
	}
	makes, err := tx.Makes(by, i)
	switch {
	case err != nil || !makes:
		return i, orRefuse(err, NotYours, i.ID)
	case !r.Waits() || i.State != Underway:
		return i, refuse(WrongState, i.ID)
	case q.Answered:
		return i, refuse(AnsweredYet, i.ID)
	}
	w, err := tx.AddWords(i.ID, ReportReplyWords, by, words, now)
	if err != nil {
		return i, err
	}
	if _, err := tx.exec("UPDATE report_question SET reply_id = ? WHERE id = ?", w, q.ID); err != nil {
		return i, err
	}
	return i, tx.audit(now, by, "report_answered", int64(i.ID), "")
}
