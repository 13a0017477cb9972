package store

import (
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"
)

var (
	// scan is SQLite's word for reading a table or index from one end to the other. A row of constants is neither.
	scan = regexp.MustCompile(`SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?`)
	// little holds only what waits or holds now, however many years lie behind.
	little = map[string]bool{"outbox_due": true, "outbox_sending": true, "outbox_slot": true, "outbox_line": true, "outbox_waits": true, "role_smederij": true,
		"money_order_waits": true, "own_post_chat": true, "ledger_account_pots": true}
	// Tables that do not grow, statements with a LIMIT on a walk in order, and what only a person asks for.
	mayScan = []string{"FROM smederij", "FROM house", "UPDATE house", "FROM funder", "FROM schedule s", "DELETE FROM input", "FROM dead_letter"}
)

// A handler has five milliseconds, with a million ideas too: no statement of its may read a growing table whole.
func TestNoStatementReadsAWholeTable(t *testing.T) {
	v := newVillage(t)
	everything(v)
	seen := 0
	write(t, v.db, func(tx *Tx) error {
		var queries []string
		for q := range tx.conn.prepared {
			queries = append(queries, q)
		}
		for _, q := range queries {
			steps, err := plan(tx, q)
			if err != nil {
				return err
			}
			seen++
			for _, s := range steps {
				if m := scan.FindStringSubmatch(s); m != nil && m[1] != "CONSTANT" && !little[m[2]] && !excused(q) {
					t.Errorf("%s in\n%s", s, q)
				}
			}
		}
		return nil
	})
	if seen < 60 {
		t.Errorf("looked at %d statements, there must be more", seen)
	}
}

func excused(query string) bool {
	for _, s := range mayScan {
		if strings.Contains(query, s) {
			return true
		}
	}
	return false
}

func plan(tx *Tx, query string) ([]string, error) {
	return all(tx, func(r row) (step string, err error) {
		var id, parent, unused int
		return step, r.Scan(&id, &parent, &unused, &step)
	}, "EXPLAIN QUERY PLAN "+query, make([]any, strings.Count(query, "?"))...)
}

// everything runs the statements of a day.
func everything(v village) {
	anja, wim, tom, group := v.person("anja"), v.appoint("wim", Volunteer, "KRA"), v.appoint("tom", TeamMember, "KRA"), v.chat("group", 0)
	other, id := v.submitted(anja, "KRA"), v.submitted(anja, "KRA")
	v.must(wim, id, Accept, Detail{}, monday)
	carla, paid := v.appoint("carla", Coordinator, ""), v.submitted(anja, "KRA")
	v.must(wim, paid, Accept, Detail{}, monday)
	d := v.decision(id)
	v.post(Message{Chat: group, Slot: "card", Decision: d.ID, NotBefore: d.ReleasedAt}, "accepted")
	v.wantUndo("", wim, d.ID, monday)
	v.must(wim, id, Accept, Detail{}, monday)
	v.post(Message{Chat: group, Slot: "card"}, "accepted")
	flying := v.take(monday)
	letter := v.letter("in:1")
	talk := Conversation{Person: anja, Chat: group, Flow: "idea", Subject: id, State: []byte("{}")}
	write(v.t, v.db, func(tx *Tx) error {
		var failed error
		try := func(err error) { failed = errors.Join(failed, err) }
		maybe := func(err error) {
			if !errors.Is(err, ErrNotFound) {
				try(err)
			}
		}
		last, err := tx.LastDecision(id)
		try(err)
		_, _, err = tx.Release(wim, last.ID, monday)
		try(err)
		code, err := tx.Invite(Invitation{Role: Volunteer, Expires: monday.AddDate(0, 0, 1)}, monday)
		try(err)
		_, err = tx.TakeInvitation(code, anja, monday)
		try(err)
		offices, err := tx.OfficesOf(anja)
		try(err)
		try(tx.SaveConversation(&talk, monday))
		try(tx.SaveConversation(&talk, monday))
		try(tx.ParkConversations(talk.Chat))
		try(tx.SetAside(talk.Chat))
		try(tx.TakeBackAside(talk.Chat))
		try(tx.EndConversation(talk.ID, monday))
		try(tx.EndConversationsOf("pay", talk.Subject, anja, monday))
		try(tx.Dismiss(wim, offices[0], monday))
		try(tx.MarkSent(flying, "m", monday))
		try(tx.MarkUnsent(flying, monday))
		try(tx.LinkChat(wim, group, GroupChat, 1, monday))
		try(tx.ChatGone(group, monday))
		try(second(tx.Attach(id, "what", []Attachment{{Kind: "photo", Ref: "x"}}, monday)))
		try(errors.Join(tx.AddJob("fetch", 1, monday), tx.RetryJob(1, monday), tx.FinishJob(1, monday)))
		try(errors.Join(second(tx.KeepFile(1, nil, monday)), second(tx.LoseFile(1)), tx.ShowFile(1, monday)))
		try(tx.SetFunction(anja, "wijkagent"))
		try(second(tx.Advise(tom, other, FitsIf, "het stil is", monday)))
		try(second(tx.Advise(tom, other, RatherNot, "lawaai", monday)))
		try(tx.MoveChat(Address{Platform: "local", Chat: "group"}, Address{Chat: "moved"}, monday))
		_, err = tx.ChatAt(Address{Platform: "local", Chat: "moved again"}, 0, monday)
		try(err)
		try(tx.MoveChat(Address{Platform: "local", Chat: "moved"}, Address{Chat: "moved again"}, monday))
		try(tx.OfferMerge(anja, id, other, monday))
		try(together(tx, v, anja, wim, id, other))
		try(reports(tx, anja, id))
		try(tx.NamePerson(anja, "Anja", true))
		try(tx.NoticeRead(anja, 1))
		try(tx.Mute(anja, monday))
		try(agenda(tx, wim))
		try(tx.Unmute(anja))
		try(tx.RetriedDeadLetter(letter, monday))
		for _, err := range []error{
			second(tx.FirstTime("in:9", monday)), second(tx.PruneInputs(monday)), second(tx.RaiseOnce("late", 1, monday)),
			second(tx.TakeStand(id, anja, Support, monday)), second(tx.Claim(wim, other, monday)), second(tx.Unpost(group, "card")),
			second(tx.MarkDoubtful(flying, monday)), second(tx.PostAgain(wim, 99, monday)),
		} {
			try(err)
		}
		for _, err := range []error{
			second(tx.Idea(id)), second(tx.IdeaByRef("x")), second(tx.IdeasOf(anja, 9)), second(tx.DraftOf(anja)), second(tx.IdeasIn(1, Submitted, 9)), second(tx.LongIdeas(1, 9)),
			second(tx.LateIdeas("late", Asked, monday, monday, 9)), second(tx.Reviewers(Idea{AnswerBy: monday}, monday.AddDate(0, 0, 9))), tx.RaiseLateAgain("late", Idea{ID: id}, monday), second(tx.Answers(id)), second(tx.Attachments(id)), second(tx.Attachment(1)), second(tx.File(1)), second(tx.WordsAbout(id)), second(tx.Counts(id)),
			second(tx.Decision(d.ID)), second(tx.Reason(d)), second(tx.Deciders(Reviewer, Idea{})), second(tx.Has(anja, Volunteer, 0)),
			second(tx.Office(1)), second(tx.Chat(group)), second(tx.PrivateChat(anja)), second(tx.LinkedChats(GroupChat, 1)),
			second(tx.Conversation(talk.ID)), second(tx.OpenConversation(group)), second(tx.ConversationAbout("idea", id, anja)),
			second(tx.Shown(group, 9)), second(0, tx.FoundMessage(group, "x", "m")), second(tx.OpenConversations(0, 9)), second(0, tx.FreeClaims(monday, 9)), second(tx.Uncertain(1)), second(tx.SlotChats("card")), second(tx.Person(anja)),
			second(tx.Due(monday, 9)), second(tx.NextDue(monday)), second(tx.InFlight()), second(tx.QueuedAfter(0, monday, 9)),
			second(tx.CameDue(monday, monday)), second(tx.SentSince(monday)), stirred(tx), second(tx.Heads(group, monday)), second(tx.Message(1)), tx.QuietUntil(group, monday), second(tx.Seen(group, "card")),
			second(tx.AdviceOn(other)), second(tx.Adviser(tom, 1)), second(tx.Advisers(Idea{Smederij: 1})), second(tx.RefusalOf(id)), second(tx.Held(id, monday)),
			reminded(tx, anja, id), money(tx, carla, paid), byTheClock(tx, wim, group),
			second(tx.DeadLetters()), tx.overtaken(Idea{ID: id}, true), second(tx.OfficesIn(1)),
		} {
			if reasonOf(err) == "" {
				maybe(err)
			}
		}
		return failed
	})
}

// agenda runs the statements of what takes place.
func agenda(tx *Tx, wim PersonID) error {
	every := Weekly(19, 30, time.Tuesday)
	m, err := tx.AddMeeting(Meeting{Smederij: 1, Kind: Gathering, Title: "Eten", Start: monday.AddDate(0, 0, 8), Repeat: &every, By: wim}, monday)
	if err != nil {
		return err
	}
	return errors.Join(second(tx.ChangeMeeting(wim, m, monday)), second(tx.MeetingsIn(1, monday, 9)), second(tx.MeetingsNear(monday, 7)),
		second(tx.SkipMeeting(wim, m.ID, m.Start, monday)), second(tx.SayMeeting(m, m.Start, WeekAhead, monday)), second(tx.CancelMeeting(wim, m.ID, monday)))
}

// reminded runs the statements of what is reminded of, and of those who are at an idea.
func reminded(tx *Tx, anja PersonID, id IdeaID) error {
	i, err := tx.Idea(id)
	if err != nil {
		return err
	}
	checkin, err := tx.AskedOf(anja, i, monday)
	if err != nil {
		return err
	}
	x, err := tx.Checkin(checkin)
	if err != nil {
		return err
	}
	draft, err := tx.NewDraft(anja, 0, monday)
	if err != nil {
		return err
	}
	atWork := i
	atWork.State = Underway
	return errors.Join(second(tx.IdeasToAsk(monday, 9)), second(tx.LastCheckin(id)), second(tx.SilentCheckins(monday, 9)), tx.ToldOfSilence(x, atWork, monday),
		second(tx.AnswerCheckin(anja, checkin, TakesLonger, monday)), tx.NameUntil(x, monday), tx.NameHelp(checkin, "hulp"), second(tx.HelpPosted(checkin, monday)),
		second(tx.IdeasDue("half", Submitted, monday, monday, 9)), second(tx.ScoreOf(1, monday, monday)), second(tx.StillDrafts(DraftDay, monday, monday, 9)),
		second(tx.EndedDrafts(monday, 9)), third(tx.KeepLonger(draft, monday)), tx.RemoveDraft(draft, monday))
}

func third[T, U any](_ T, _ U, err error) error { return err }

// reports runs the statements of the end of an idea.
func reports(tx *Tx, anja PersonID, id IdeaID) error {
	i, err := tx.Idea(id)
	if err != nil {
		return err
	}
	i.State = Underway
	if err := tx.handIn(i, reported.Answers, anja, monday); err != nil {
		return err
	}
	r, err := tx.WaitingReport(id)
	if err != nil {
		return err
	}
	last, err := tx.LastDecision(id)
	failed := errors.Join(err, tx.handIn(i, reported.Answers, anja, monday), tx.see(last, monday), tx.unsee(last), tx.see(last, monday),
		tx.Thanked(r.ID, anja), second(tx.AskDone(r.ID, anja, monday)), tx.AskedDone(r.ID, anja), tx.AllAsked(r.ID),
		second(tx.ReportsToCheck(monday, 9)), second(tx.ReportOf(id)), second(tx.ReportAnswers(id)), second(tx.ReportQuestions(r.ID)), second(tx.IdeasWithReport(1, 9)),
		second(tx.AttachmentsTo(id, ReportPhotos(r.ID))))
	_, _, err = tx.Doubts(r.ID, 9)
	failed = errors.Join(failed, err)
	_, _, err = tx.SayDone(r.ID, anja, true, monday)
	for _, err := range []error{err, second(tx.ReportQuestion(1)), second(tx.MayAskAbout(anja, i)), second(tx.SayWhyNot(r.ID, anja, "x", monday))} {
		if reasonOf(err) == "" && !errors.Is(err, ErrNotFound) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// money runs the statements of the ledger: a pot that is filled, and an accepted idea that gets some of it.
func money(tx *Tx, carla PersonID, id IdeaID) error {
	now := monday
	var failed error
	var last Order
	for _, o := range []Order{{Kind: OrderAllocate, Smederij: 1, Amount: 500}, {Kind: OrderGrant, Idea: id, Amount: 300}, {Kind: OrderPay, Idea: id, Amount: 100},
		{Kind: OrderRelease, Idea: id, Amount: 50}, {Kind: OrderCorrect, Entry: 1}} {
		now = now.Add(time.Hour)
		o.By = carla
		o, err := tx.PlaceOrder(o, now)
		_, confirmed := tx.Confirm(carla, o.ID, now)
		if reasonOf(err) == "" { // what was given cannot be put right
			failed, last = errors.Join(failed, err, confirmed), o
		}
	}
	d, err := tx.LastDecision(id)
	failed = errors.Join(failed, err, second(tx.Undo(carla, d.ID, now)))
	open, err := tx.PlaceOrder(Order{Kind: OrderAllocate, Smederij: 1, Amount: 1, By: carla}, now)
	return errors.Join(failed, err, tx.Lapse(open, now), third(tx.Drop(carla, open.ID, now)), second(tx.Pot(1, 2026)), second(tx.Purse(id)),
		second(tx.PotEntries(1, 2026, 9, 9)), second(tx.Entry(1)), second(tx.LedgerAccount(1)), second(tx.Moved(d.ID)), second(tx.Order(last.ID)),
		second(tx.WaitingOrders(9)), second(tx.UnsettledOrders(OrderWaits, now, 9)), second(tx.Seconds(last)), second(tx.Funders()),
		second(tx.Receipts(id)), tx.CloseYears(now.AddDate(1, 0, 0)))
}

// byTheClock runs the statements of what comes by itself.
func byTheClock(tx *Tx, wim PersonID, group ChatID) error {
	failed := tx.PlanByDefault("budget_status", 1, Daily(9, 0), time.Hour, monday)
	list, err := tx.SchedulesOf(1, monday)
	if err != nil || len(list) == 0 {
		return errors.Join(failed, err)
	}
	s := list[0]
	slot := s.Slot(monday)
	return errors.Join(failed, second(tx.Schedules(monday)), second(tx.Schedule(s.ID, monday)), second(tx.TakeSlot(slot, SlotRun, monday)),
		tx.FailSlot(s.ID, slot.Text(), monday), notMissing(second(tx.FailedSlot(s, slot.Text()))), tx.SetRhythm(wim, s.ID, Daily(10, 0), monday),
		tx.PauseSchedule(wim, s.ID, true, monday), second(tx.Timetable(monday)), second(tx.Touched()), tx.Touch(monday),
		second(tx.HoldClock(monday)), second(tx.TrustClock(wim, monday)), second(tx.QuietOf(1)), tx.SetQuiet(wim, 1, Quiet{From: 21, Until: 8}, monday),
		tx.KeepOwn(Chat{ID: group, Smederij: 1}, Own{Kind: "x"}, Body{}, "x", monday), tx.DropOwn(group, "x", 0), second(tx.OwnLeft(group, 0)),
		second(tx.OwnWaiting(group, 0)), second(tx.OwnDropped(group, "x", 0)), second(tx.PlanOwn(group, monday, asIs)))
}

// together runs the statements of those who carry an idea with others.
func together(tx *Tx, v village, anja, wim PersonID, id, other IdeaID) error {
	i, err := tx.Idea(id)
	if err != nil {
		return err
	}
	entered, err := tx.NewEntered(wim, monday)
	if err != nil {
		return err
	}
	var failed error
	for _, kind := range []CodeKind{JoinCode, LeadCode} {
		code, err := tx.NewIdeaCode(anja, i, kind, monday)
		failed = errors.Join(failed, err)
		_, err = tx.TakeIdeaCode(code, v.stranger(tx, string(kind)), monday)
		failed = errors.Join(failed, err)
	}
	entered.State = Submitted
	code, err := tx.NewIdeaCode(wim, entered, ClaimCode, monday)
	failed = errors.Join(failed, err)
	_, err = tx.TakeIdeaCode(code, anja, monday)
	failed = errors.Join(failed, err, second(tx.EnteredDraft(wim)), second(tx.Makes(wim, i)), second(tx.Leave(wim, id, monday)),
		second(tx.SupportersOf(id, 0, 9)), second(tx.MergedInto(id)), tx.LapseAsks(id, monday), second(tx.SupportersToTell(id, 9)), tx.SupporterTold(id, anja), second(tx.TakeBack(1, 1)),
		second(tx.SaidSince(1, "x", monday)), second(tx.MergeAsksFor(id)), tx.carryOver(i, other, monday))
	target, err := tx.Idea(other)
	failed = errors.Join(failed, err)
	for _, err := range []error{second(tx.AskMerge(anja, i, target, monday)), second(tx.MergeAsk(1)), second(tx.OpenMergeAsk(id)),
		tx.AnswerMerge(anja, MergeAsk{Idea: id, Into: other}, false, monday)} {
		if reasonOf(err) == "" && !errors.Is(err, ErrNotFound) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}

// stranger is somebody new, inside a transaction.
func (v village) stranger(tx *Tx, name string) PersonID {
	p, err := tx.PersonOf(Account{Platform: "local", ID: "new " + name}, monday)
	if err != nil {
		v.t.Fatalf("%s: %v", name, err)
	}
	return p.ID
}

func second[T any](_ T, err error) error { return err }

func stirred(tx *Tx) error {
	_, _, _, err := tx.Stirred(0)
	return err
}
