package store

import (
	"crypto/rand"
	"errors"
	"strings"
	"time"
)

// Who carries an idea: its author, who wrote it down for an author that is not here yet, and co-initiators.

// Events of who carries an idea.
const (
	Joined  EventKind = "joined"  // somebody carries it together with its author
	Left    EventKind = "left"    // a co-initiator stopped
	Removed EventKind = "removed" // its author ended the part of a co-initiator: From is who it was
	Handed  EventKind = "handed"  // it has another author: From is who it was
	Owned   EventKind = "owned"   // an author for whom it was written down has come
)

// Why somebody cannot carry an idea.
const (
	CodeUsed      Reason = "code_used"
	CodeMine      Reason = "code_mine" // used by the same person
	CodeEnded     Reason = "code_ended"
	CodeOld       Reason = "code_old"
	CodeOwn       Reason = "code_own" // it is for somebody else
	AlreadyMember Reason = "already_member"
	DecidedIt     Reason = "decided_it"  // nobody carries an idea on which they decided
	EnteredIt     Reason = "entered_it"  // nor decides on one that they wrote down
	CarriedIt     Reason = "carried_it"  // nor on one that they carried before
	OnlyLead      Reason = "only_lead"   // a co-initiator may do much, not this
	NotMaker      Reason = "not_maker"   // only who carries an idea sees it as its author does
	NotToRead     Reason = "not_to_read" // only who carries or tests an idea reads all of it
)

// Absent tells whether a person is on no platform: an idea was written down for them, and they have not come yet.
func (tx *Tx) Absent(p PersonID) (bool, error) {
	here, err := tx.exists("SELECT 1 FROM account WHERE person_id = ? LIMIT 1", p)
	return !here, err
}

// NewEntered starts an idea that somebody writes down for a person who is not here.
func (tx *Tx) NewEntered(by PersonID, now time.Time) (Idea, error) {
	author, err := tx.insert("INSERT INTO person (created_at) VALUES (?)", now.UnixMilli())
	if err != nil {
		return Idea{}, err
	}
	return tx.NewDraft(PersonID(author), by, now)
}

// EnteredDraft is the draft that somebody wrote down for another and touched last; [ErrNotFound] without one.
func (tx *Tx) EnteredDraft(by PersonID) (Idea, error) {
	return one(tx, tx.scanIdea, ideaColumns+"WHERE i.entered_by = ? AND i.state = 'draft' ORDER BY i.moved_at DESC, i.id DESC LIMIT 1", by)
}

// Lead is who speaks for an idea: its author, or who wrote it down as long as its author is not here.
func (tx *Tx) Lead(i Idea) (PersonID, error) {
	if i.EnteredBy == 0 {
		return i.Author, nil
	}
	absent, err := tx.Absent(i.Author)
	if absent {
		return i.EnteredBy, err
	}
	return i.Author, err
}

// Makers are those who hear every step of an idea: who speaks for it first, then its co-initiators.
func (tx *Tx) Makers(i Idea) ([]PersonID, error) {
	lead, err := tx.Lead(i)
	if err != nil {
		return nil, err
	}
	members, err := tx.Members(i.ID)
	return append([]PersonID{lead}, members...), err
}

// Makes tells whether somebody is among them.
func (tx *Tx) Makes(p PersonID, i Idea) (bool, error) {
	if lead, err := tx.Lead(i); err != nil || lead == p {
		return err == nil, err
	}
	return tx.IsMember(i.ID, p)
}

// involved is the reason why somebody may not decide on an idea, now or later, or "".
func (tx *Tx) involved(p PersonID, i Idea) (Reason, error) {
	switch p {
	case i.Author:
		return OwnIdea, nil
	case i.EnteredBy:
		return EnteredIt, nil
	}
	if member, err := tx.IsMember(i.ID, p); err != nil || member {
		return OwnIdea, err
	}
	was, err := tx.exists("SELECT 1 FROM idea_member WHERE idea_id = ? AND person_id = ?", i.ID, p)
	if was {
		return CarriedIt, err
	}
	return "", err
}

// memberMay are the author's moves that a co-initiator may make too.
func memberMay(m Move) bool { return m == Correct || m == Reply }

// asMember tells whether a co-initiator may make a move of the author. What only the author may, they are told.
func (tx *Tx) asMember(p PersonID, m Move, i Idea) (bool, error) {
	member, err := tx.IsMember(i.ID, p)
	if member && !memberMay(m) {
		return false, refuse(OnlyLead, i.ID)
	}
	return member, err
}

// CodeKind is what a code gives.
type CodeKind string

// The kinds.
const (
	ClaimCode CodeKind = "claim" // the idea that was written down for its author
	JoinCode  CodeKind = "join"  // to carry it together
	LeadCode  CodeKind = "lead"  // to carry it from now on
)

// IdeaCodeLasts is how long such a code can be used.
const IdeaCodeLasts = 90 * 24 * time.Hour

// IdeaCode is a one-time way into an idea.
type IdeaCode struct {
	Idea    IdeaID
	Kind    CodeKind
	By      PersonID
	Expires time.Time
}

// NewIdeaCode makes a code of a kind for an idea and returns it; it is nowhere kept. The one before it works no more.
func (tx *Tx) NewIdeaCode(by PersonID, i Idea, kind CodeKind, now time.Time) (code string, err error) {
	if lead, err := tx.Lead(i); err != nil || lead != by {
		return "", orRefuse(err, OnlyLead, i.ID)
	}
	absent, err := tx.Absent(i.Author)
	if err != nil {
		return "", err
	}
	if absent != (kind == ClaimCode) || i.State == Draft || kind != ClaimCode && i.State.Over() {
		return "", refuse(WrongState, i.ID)
	}
	if err := tx.endCodes(i.ID, kind, now); err != nil {
		return "", err
	}
	code = rand.Text()
	_, err = tx.insert("INSERT INTO idea_code (find_code, idea_id, kind, made_by, expires_at) VALUES (?, ?, ?, ?, ?)",
		tx.db.sealer.hash("idea_code", code), i.ID, kind, by, now.Add(IdeaCodeLasts).UnixMilli())
	if err != nil {
		return "", err
	}
	return code, tx.audit(now, by, "idea_code."+string(kind), int64(i.ID), "")
}

func orRefuse(err error, reason Reason, id IdeaID) error {
	if err != nil {
		return err
	}
	return refuse(reason, id)
}

// endCodes ends the codes of an idea that were not used; "" for all kinds.
func (tx *Tx) endCodes(idea IdeaID, kind CodeKind, now time.Time) error {
	_, err := tx.exec(`UPDATE idea_code SET ended_at = ?1 WHERE idea_id = ?2 AND used_at IS NULL AND ended_at IS NULL
		AND (?3 = '' OR kind = ?3)`, now.UnixMilli(), idea, kind)
	return err
}

// paperSlips are the signs that no code has, and what somebody means who reads them from paper.
var paperSlips = strings.NewReplacer(" ", "", "-", "", ".", "", "0", "O", "1", "I", "8", "B")

// PlainCode is a code as it was made, however it was copied.
func PlainCode(typed string) string { return paperSlips.Replace(strings.ToUpper(typed)) }

// TakeIdeaCode uses a code up and gives a person what it stands for; [ErrNotFound] when it is no code of an idea.
func (tx *Tx) TakeIdeaCode(code string, p PersonID, now time.Time) (IdeaCode, error) {
	type found struct {
		IdeaCode
		id          int64
		ended, used bool
		usedBy      PersonID
	}
	f, err := one(tx, func(r row) (f found, err error) {
		var expires int64
		err = r.Scan(&f.id, &f.Idea, &f.Kind, &f.By, &expires, &f.ended, &f.used, &f.usedBy)
		f.Expires = time.UnixMilli(expires)
		return f, err
	}, `SELECT id, idea_id, kind, made_by, expires_at, ended_at IS NOT NULL, used_at IS NOT NULL, coalesce(used_by, 0)
		FROM idea_code WHERE find_code = ?`, tx.db.sealer.hash("idea_code", code))
	if err != nil {
		return IdeaCode{}, err
	}
	i, err := tx.Idea(f.Idea)
	if err != nil {
		return f.IdeaCode, err
	}
	switch {
	case f.used && f.usedBy == p:
		return f.IdeaCode, refuse(CodeMine, 0)
	case f.used:
		return f.IdeaCode, refuse(CodeUsed, 0)
	case f.ended:
		return f.IdeaCode, refuse(CodeEnded, 0)
	case !now.Before(f.Expires):
		return f.IdeaCode, refuse(CodeOld, 0)
	case p == f.By || p == i.Author:
		return f.IdeaCode, refuse(CodeOwn, i.ID)
	}
	if err := tx.mayCarry(p, i, f.Kind); err != nil {
		return f.IdeaCode, err
	}
	if _, err := tx.exec("UPDATE idea_code SET used_at = ?, used_by = ? WHERE id = ?", now.UnixMilli(), p, f.id); err != nil {
		return f.IdeaCode, err
	}
	if f.Kind == JoinCode {
		return f.IdeaCode, tx.join(p, i.ID, f.By, now)
	}
	return f.IdeaCode, tx.handTo(p, i, f.Kind, now)
}

// mayCarry refuses who decided on an idea, and what is over.
func (tx *Tx) mayCarry(p PersonID, i Idea, kind CodeKind) error {
	if kind != ClaimCode && i.State.Over() {
		return refuse(WrongState, i.ID)
	}
	decided, err := tx.decided(p, i.ID)
	if err != nil {
		return err
	}
	if decided {
		return refuse(DecidedIt, i.ID)
	}
	if kind == JoinCode {
		member, err := tx.IsMember(i.ID, p)
		if err != nil {
			return err
		}
		if member {
			return refuse(AlreadyMember, i.ID)
		}
	}
	return nil
}

// orderStands tells of a money_order o that it was booked, and not taken back.
const orderStands = `o.state = 'booked' AND NOT EXISTS (SELECT 1 FROM ledger_entry e JOIN decision d ON d.id = e.decision_id
	WHERE e.order_id = o.id AND d.undone_at IS NOT NULL)`

// decided tells whether somebody decided on an idea, or said the second yes to money for it.
func (tx *Tx) decided(p PersonID, idea IdeaID) (bool, error) {
	return tx.exists(`SELECT 1 FROM decision WHERE idea_id = ?1 AND by_id = ?2 AND undone_at IS NULL
		UNION ALL SELECT 1 FROM money_order o WHERE o.idea_id = ?1 AND ?2 IN (o.by_id, o.second_id) AND `+orderStands+` LIMIT 1`, idea, p)
}

// handTo makes somebody the author. Who was it before, when that was somebody here, supports it from then on.
func (tx *Tx) handTo(p PersonID, i Idea, kind CodeKind, now time.Time) error {
	e := Event{Kind: Owned, Idea: i.ID, By: p, From: i.EnteredBy, At: now}
	if kind == LeadCode {
		e.Kind, e.From = Handed, i.Author
		if _, err := tx.exec(`INSERT INTO idea_member (idea_id, person_id, since, until) VALUES (?1, ?2, ?3, ?3)
			ON CONFLICT DO UPDATE SET until = excluded.until`, i.ID, i.Author, now.UnixMilli()); err != nil {
			return err
		}
		if _, err := tx.exec("INSERT INTO support (idea_id, kind, person_id, created_at) VALUES (?, 'support', ?, ?) ON CONFLICT DO NOTHING",
			i.ID, i.Author, now.UnixMilli()); err != nil {
			return err
		}
		tx.emit(Event{Kind: Supported, Idea: i.ID, By: i.Author, At: now})
	}
	if _, err := tx.exec("UPDATE idea_member SET until = ? WHERE idea_id = ? AND person_id = ? AND until IS NULL", now.UnixMilli(), i.ID, p); err != nil {
		return err
	}
	if err := tx.noStand(p, i.ID, now); err != nil {
		return err
	}
	if _, err := tx.exec("UPDATE idea SET author_id = ? WHERE id = ?", p, i.ID); err != nil {
		return err
	}
	if kind == ClaimCode { // it may have gone on inside another idea meanwhile
		if _, err := tx.exec(`UPDATE OR IGNORE idea_member SET person_id = ?1 WHERE person_id = ?2 AND until IS NULL
			AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.idea_id = idea_member.idea_id AND d.by_id = ?1 AND d.undone_at IS NULL)
			AND NOT EXISTS (SELECT 1 FROM idea i WHERE i.id = idea_member.idea_id AND i.author_id = ?1)`, p, i.Author); err != nil {
			return err
		}
	}
	if i.ClaimedBy == p { // their own idea is not theirs to test
		if err := tx.free([]Idea{i}, now); err != nil {
			return err
		}
	}
	if err := errors.Join(tx.endCodes(i.ID, "", now), tx.lapseAsks(i.ID, now)); err != nil {
		return err
	}
	tx.emit(e)
	return tx.audit(now, p, "idea_"+string(e.Kind), int64(i.ID), "")
}

// TakeBack withdraws what a decision still has to say in a chat, and returns it: somebody else is to hear it.
func (tx *Tx) TakeBack(d DecisionID, c ChatID) ([]Message, error) {
	type waiting struct {
		id MessageID
		m  Message
	}
	list, err := all(tx, func(r row) (w waiting, err error) {
		var sealed []byte
		var notBefore int64
		if err := r.Scan(&w.id, &w.m.Class, &sealed, &notBefore); err != nil {
			return w, err
		}
		w.m.Decision, w.m.NotBefore = d, time.UnixMilli(notBefore)
		w.m.Body, err = openJSON[Body](tx.db.sealer, "body", sealed)
		return w, err
	}, "SELECT id, class, sealed_body, not_before FROM outbox WHERE decision_id = ? AND chat_id = ? AND state = 'queued' AND slot IS NULL ORDER BY id", d, c)
	var taken []Message
	for _, w := range list {
		if _, err := tx.exec("UPDATE outbox SET state = 'withdrawn' WHERE id = ?", w.id); err != nil {
			return nil, err
		}
		taken = append(taken, w.m)
	}
	return taken, err
}
