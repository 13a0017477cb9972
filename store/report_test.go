package store

import (
	"testing"
	"time"
)

// underway is a village with an idea of Anja's that has 900 euro, of which 600 were paid.
func underway(t *testing.T) (bank, IdeaID) {
	b := newBank(t)
	b.booked(Order{Kind: OrderAllocate, Smederij: b.smederij("KRA"), Amount: 2_500_00}, told)
	id := b.accepted("KRA")
	b.booked(Order{Kind: OrderGrant, Idea: id, Amount: 900_00}, told)
	b.booked(Order{Kind: OrderPay, Idea: id, Amount: 600_00}, ended)
	return b, id
}

var ended = told.Add(time.Hour) // when the report comes

func (v village) report(id IdeaID) Report {
	v.t.Helper()
	return read(v.t, v.db, func(tx *Tx) (Report, error) { return tx.ReportOf(id) })
}

func (v village) toCheck(now time.Time) int {
	v.t.Helper()
	return len(read(v.t, v.db, func(tx *Tx) ([]Report, error) { return tx.ReportsToCheck(now, 9) }))
}

func TestAnIdeaIsFinishedWithTheReportOfItsLead(t *testing.T) {
	b, id := underway(t)
	at := ended.Add(time.Hour)
	b.refused(NoReport, b.carla, id, Finish, Detail{}, at)
	b.refused(NotYours, b.person("bram"), id, HandIn, reported, at)
	b.must(b.anja, id, HandIn, reported, at)
	first := b.report(id)

	// Who hands in again puts it in the place of the first, and a button of before decides nothing.
	seen := b.idea(id).Revision
	b.must(b.anja, id, HandIn, Detail{Answers: []Answer{{Question: "people", Text: "42", Value: "42"}, {Question: "tip"}}}, at)
	if again := b.report(id); again.ID != first.ID {
		t.Errorf("got report %d, want %d", again.ID, first.ID)
	}
	answers := read(t, b.db, func(tx *Tx) (map[string]Answer, error) { return tx.ReportAnswers(id) })
	if answers["people"].Value != "42" || answers["worked"].Value != "yes" || len(answers) != 2 {
		t.Errorf("got %v, want 42 people and that it worked", answers)
	}
	b.refused(Changed, b.carla, id, Finish, Detail{Revision: seen}, at)
	b.refused(OwnIdea, b.anja, id, Finish, Detail{}, at)

	b.must(b.carla, id, Finish, Detail{}, at)
	b.wantPot("KRA", Pot{Year: 2026, Free: 1_900_00, Paid: 600_00})
	if r := b.report(id); r.Waits() {
		t.Errorf("got %+v, want a report that was seen", r)
	}
	b.wantUndo("", b.carla, b.decision(id).ID, at)
	if r := b.report(id); !r.Waits() || b.toCheck(at.AddDate(1, 0, 0)) != 0 {
		t.Errorf("got %+v, want a report that waits", r)
	}
	b.wantPot("KRA", Pot{Year: 2026, Free: 1_600_00, Held: 300_00, Paid: 600_00})
	verified(t, b.db)
}

func TestWhoStoodBesideItIsAskedWhetherItIsDone(t *testing.T) {
	b, id := underway(t)
	bram, vera := b.person("bram"), b.person("vera")
	at := ended.Add(time.Hour)
	b.must(b.anja, id, HandIn, reported, at)
	b.must(b.carla, id, Finish, Detail{}, at)
	r := b.report(id)
	due := at.AddDate(0, 0, CheckAfter)
	if early, late := b.toCheck(due.Add(-time.Second)), b.toCheck(due); early != 0 || late != 1 {
		t.Fatalf("got %d and %d reports to check, want 0 and 1", early, late)
	}
	for n, want := range []bool{true, false} {
		write(t, b.db, func(tx *Tx) error {
			isNew, err := tx.AskDone(r.ID, bram, due)
			if isNew != want {
				t.Errorf("asked for time %d: got %t", n+1, isNew)
			}
			return err
		})
	}
	say := func(p PersonID, yes bool) (changed bool, reason Reason) {
		err := b.db.Write(bg, func(tx *Tx) (err error) {
			_, changed, err = tx.SayDone(r.ID, p, yes, due)
			return err
		})
		return changed, reasonOf(err)
	}
	if _, why := say(vera, false); why != NotYours {
		t.Errorf("who was not asked: got %q, want %q", why, NotYours)
	}
	for n, tt := range []struct{ yes, changed bool }{{false, true}, {false, false}, {true, true}, {false, true}} {
		if changed, why := say(bram, tt.yes); changed != tt.changed || why != "" {
			t.Errorf("answer %d: got %t and %q, want %t", n+1, changed, why, tt.changed)
		}
	}
	write(t, b.db, func(tx *Tx) error { return second(tx.SayWhyNot(r.ID, bram, "de bank staat er niet", due)) })
	write(t, b.db, func(tx *Tx) error {
		n, words, err := tx.Doubts(r.ID, 5)
		if n != 1 || len(words) != 1 {
			t.Errorf("got %d doubts and %v, want one", n, words)
		}
		return err
	})

	// When it is open again nobody is asked, and about its second end alone.
	b.must(b.carla, id, Resume, Detail{}, due)
	if _, why := say(bram, true); why != WrongState || b.toCheck(due) != 0 {
		t.Errorf("after it was opened again: got %q and %d to check", why, b.toCheck(due))
	}
	again := due.Add(time.Hour)
	b.must(b.anja, id, HandIn, reported, again)
	b.must(b.carla, id, Finish, Detail{}, again)
	if n := b.toCheck(again.AddDate(0, 0, CheckAfter)); n != 1 {
		t.Errorf("got %d reports to check, want the second alone", n)
	}
	if _, why := say(bram, true); why != WrongState {
		t.Errorf("about the first end: got %q, want %q", why, WrongState)
	}
	verified(t, b.db)
}

func TestACoordinatorAsksAboutAReport(t *testing.T) {
	b, id := underway(t)
	at := ended.Add(time.Hour)
	ask := func(by PersonID) (q ReportQuestion, why Reason) {
		err := b.db.Write(bg, func(tx *Tx) (err error) {
			i, err := tx.Idea(id)
			if err == nil {
				q, err = tx.AskAbout(by, i, "waar is de bon", at)
			}
			return err
		})
		return q, reasonOf(err)
	}
	reply := func(by PersonID, q ReportQuestionID) Reason {
		return reasonOf(b.db.Write(bg, func(tx *Tx) error {
			question, err := tx.ReportQuestion(q)
			if err != nil {
				return err
			}
			return second(tx.AnswerAbout(by, question, "die komt nog", at))
		}))
	}
	if _, why := ask(b.carla); why != WrongState {
		t.Errorf("without a report: got %q, want %q", why, WrongState)
	}
	b.must(b.anja, id, HandIn, reported, at)
	for by, want := range map[PersonID]Reason{b.anja: OwnIdea, b.wim: NotYours} {
		if _, why := ask(by); why != want {
			t.Errorf("asked by %d: got %q, want %q", by, why, want)
		}
	}
	q, _ := ask(b.carla)
	late, _ := ask(b.carla)
	for n, tt := range []struct {
		by   PersonID
		want Reason
	}{{b.wim, NotYours}, {b.anja, ""}, {b.anja, AnsweredYet}} {
		if got := reply(tt.by, q.ID); got != tt.want {
			t.Errorf("answer %d: got %q, want %q", n+1, got, tt.want)
		}
	}
	b.must(b.carla, id, Finish, Detail{}, at)
	if got := reply(b.anja, late.ID); got != WrongState {
		t.Errorf("after the end: got %q, want %q", got, WrongState)
	}
	list := read(t, b.db, func(tx *Tx) ([]ReportQuestion, error) { return tx.ReportQuestions(q.Report) })
	if len(list) != 2 || list[0].Reply != "die komt nog" || list[1].Answered {
		t.Errorf("got %+v, want one answered and one not", list)
	}
	verified(t, b.db)
}

// A receipt may hold a name: it is not among the photos that tell of an idea.
func TestReceiptsStandApart(t *testing.T) {
	b, id := underway(t)
	b.must(b.anja, id, HandIn, reported, ended)
	r := b.report(id)
	write(t, b.db, func(tx *Tx) error {
		if err := second(tx.Attach(id, ReportPhotos(r.ID), []Attachment{{Kind: "photo", Ref: "feest"}}, ended)); err != nil {
			return err
		}
		return second(tx.Attach(id, ReportReceipts(r.ID), []Attachment{{Kind: "photo", Ref: "bon"}}, ended))
	})
	photos := read(t, b.db, func(tx *Tx) ([]Attachment, error) { return tx.Attachments(id) })
	receipts := read(t, b.db, func(tx *Tx) ([]Attachment, error) { return tx.AttachmentsTo(id, ReportReceipts(r.ID)) })
	if len(photos) != 1 || photos[0].IsReceipt() || len(receipts) != 1 || !receipts[0].IsReceipt() {
		t.Errorf("got photos %+v and receipts %+v", photos, receipts)
	}
}
