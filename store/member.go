package store

import "time"

// Co-initiators come by a code, and go by themselves or because the author ends it. Their rows stay: none of them may ever decide on
// the idea.

// Member is a co-initiator, and since when.
type Member struct {
	Person PersonID
	Since  time.Time
}

// MembersSince are the co-initiators of an idea, who came first first.
func (tx *Tx) MembersSince(idea IdeaID) ([]Member, error) {
	return all(tx, func(r row) (m Member, err error) {
		var since int64
		err = r.Scan(&m.Person, &since)
		m.Since = time.UnixMilli(since)
		return m, err
	}, "SELECT person_id, since FROM idea_member WHERE idea_id = ? AND until IS NULL ORDER BY since, person_id", idea)
}

// Members are the co-initiators of an idea.
func (tx *Tx) Members(idea IdeaID) ([]PersonID, error) {
	return all(tx, id[PersonID], "SELECT person_id FROM idea_member WHERE idea_id = ? AND until IS NULL ORDER BY person_id", idea)
}

// IsMember tells whether somebody is a co-initiator.
func (tx *Tx) IsMember(idea IdeaID, p PersonID) (bool, error) {
	return tx.exists("SELECT 1 FROM idea_member WHERE idea_id = ? AND person_id = ? AND until IS NULL", idea, p)
}

// Leave ends somebody's part as a co-initiator. It tells false when they had none.
func (tx *Tx) Leave(p PersonID, idea IdeaID, now time.Time) (bool, error) {
	n, err := tx.exec("UPDATE idea_member SET until = ? WHERE idea_id = ? AND person_id = ? AND until IS NULL", now.UnixMilli(), idea, p)
	if err != nil || n == 0 {
		return false, err
	}
	tx.emit(Event{Kind: Left, Idea: idea, By: p, At: now})
	return true, tx.audit(now, p, "idea_left", int64(idea), "")
}

// RemoveMember ends the part of a co-initiator, by the will of who speaks for the idea. It tells false when they have none, or came again
// after the button for it was drawn.
func (tx *Tx) RemoveMember(by PersonID, i Idea, m Member, now time.Time) (bool, error) {
	if lead, err := tx.Lead(i); err != nil || lead != by {
		return false, orRefuse(err, OnlyLead, i.ID)
	}
	n, err := tx.exec("UPDATE idea_member SET until = ? WHERE idea_id = ? AND person_id = ? AND since = ? AND until IS NULL",
		now.UnixMilli(), i.ID, m.Person, m.Since.UnixMilli())
	if err != nil || n == 0 {
		return false, err
	}
	tx.emit(Event{Kind: Removed, Idea: i.ID, By: by, From: m.Person, At: now})
	return true, tx.audit(now, by, "idea_removed", int64(i.ID), "")
}

// join makes somebody a co-initiator, who is no supporter beside it then. From is who invited them, or 0.
func (tx *Tx) join(p PersonID, idea IdeaID, from PersonID, now time.Time) error {
	if _, err := tx.exec(`INSERT INTO idea_member (idea_id, person_id, since) VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET since = excluded.since, until = NULL`, idea, p, now.UnixMilli()); err != nil {
		return err
	}
	tx.emit(Event{Kind: Joined, Idea: idea, By: p, From: from, At: now})
	if err := tx.noStand(p, idea, now); err != nil {
		return err
	}
	return tx.audit(now, p, "idea_joined", int64(idea), "")
}

// noStand takes somebody off the list of those who stand beside an idea: it is theirs.
func (tx *Tx) noStand(p PersonID, idea IdeaID, now time.Time) error {
	n, err := tx.exec("DELETE FROM support WHERE idea_id = ? AND kind IN ('support', 'help') AND person_id = ?", idea, p)
	if n > 0 {
		tx.emit(Event{Kind: Supported, Idea: idea, By: p, At: now})
	}
	return err
}
