package store

import (
	"database/sql"
	"errors"
	"time"
)

// What the bot says to a group of its own accord waits in rows of its own until [Quiet.Plan] lets it leave.

// QuietOf is when a Smederij is left in peace: as its people set it, or as the terms say.
func (tx *Tx) QuietOf(s SmederijID) (Quiet, error) {
	q := tx.Terms().Quiet
	kept, err := one(tx, func(r row) (k [3]string, err error) { return k, r.Scan(&k[0], &k[1], &k[2]) },
		"SELECT break_from, break_until, rest_until FROM quiet WHERE smederij_id = ?", s)
	if errors.Is(err, ErrNotFound) {
		return q, nil
	}
	if err != nil {
		return q, err
	}
	q.BreakFrom, q.BreakUntil = kept[0], kept[1]
	if kept[2] != "" {
		q.Rest, err = time.ParseInLocation(time.DateOnly, kept[2], tx.Terms().Zone)
	}
	return q, err
}

// SetQuiet keeps the break and the rest of a Smederij. The hours are those of the terms.
func (tx *Tx) SetQuiet(by PersonID, s SmederijID, q Quiet, now time.Time) error {
	rest := ""
	if !q.Rest.IsZero() {
		rest = q.Rest.Format(time.DateOnly)
	}
	if _, err := tx.exec(`INSERT INTO quiet (smederij_id, break_from, break_until, rest_until) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET break_from = excluded.break_from, break_until = excluded.break_until, rest_until = excluded.rest_until`,
		s, q.BreakFrom, q.BreakUntil, rest); err != nil {
		return err
	}
	return tx.audit(now, by, "quiet_set", int64(s), "")
}

// KeepOwn keeps a post for a group until it may leave. It takes the place of one of its kind and subject that still waits.
func (tx *Tx) KeepOwn(c Chat, o Own, b Body, cause string, now time.Time) error {
	body, err := sealJSON(tx.db.sealer, "body", b)
	if err != nil {
		return err
	}
	ready := later(now, o.From)
	_, err = tx.exec(`INSERT INTO own_post (chat_id, smederij_id, kind, subject, urgent, ready_at, useful_until, sealed_body, cause, state, leave_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?)
		ON CONFLICT (chat_id, kind, subject) WHERE state = 'waiting' DO UPDATE SET smederij_id = excluded.smederij_id, urgent = excluded.urgent, ready_at = excluded.ready_at,
			useful_until = excluded.useful_until, sealed_body = excluded.sealed_body, cause = excluded.cause`,
		c.ID, c.Smederij, o.Kind, o.Subject, o.Urgent, ready.UnixMilli(), millis(o.Useful), body, cause, ready.UnixMilli())
	return err
}

// DropOwn takes a post back that still waits, because it is not needed any more.
func (tx *Tx) DropOwn(c ChatID, kind string, subject int64) error {
	_, err := tx.exec("UPDATE own_post SET state = 'dropped', sealed_body = x'' WHERE chat_id = ? AND kind = ? AND subject = ? AND state = 'waiting'",
		c, kind, subject)
	return err
}

// OwnLeft are the kinds of the posts about a subject that left to a group, the last one last.
func (tx *Tx) OwnLeft(c ChatID, subject int64) ([]string, error) {
	return tx.ownKinds(c, "left", subject)
}

// OwnWaiting are the kinds of the posts about a subject that wait for a group.
func (tx *Tx) OwnWaiting(c ChatID, subject int64) ([]string, error) {
	return tx.ownKinds(c, "waiting", subject)
}

func (tx *Tx) ownKinds(c ChatID, state string, subject int64) ([]string, error) {
	return all(tx, func(r row) (kind string, err error) { return kind, r.Scan(&kind) },
		"SELECT kind FROM own_post WHERE chat_id = ? AND state = ? AND subject = ? ORDER BY leave_at, id", c, state, subject)
}

// OwnDropped tells whether the newest post of a kind and subject came to nothing.
func (tx *Tx) OwnDropped(c ChatID, kind string, subject int64) (bool, error) {
	return tx.exists(`SELECT 1 FROM (SELECT state FROM own_post WHERE chat_id = ? AND kind = ? AND subject = ? ORDER BY id DESC LIMIT 1)
		WHERE state = 'dropped'`, c, kind, subject)
}

// waitingPost is a post that waits, with its words.
type waitingPost struct {
	id    int64
	own   Own
	at    time.Time // when it was to leave, by the plan before
	body  Body
	cause string
}

func (tx *Tx) scanWaiting(r row) (w waitingPost, err error) {
	var ready, at int64
	var useful sql.NullInt64
	var body []byte
	if err := r.Scan(&w.id, &w.own.Kind, &w.own.Subject, &w.own.Urgent, &ready, &useful, &body, &w.cause, &at); err != nil {
		return w, err
	}
	w.own.From, w.own.Useful, w.at = time.UnixMilli(ready), moment(useful), time.UnixMilli(at)
	w.body, err = openJSON[Body](tx.db.sealer, "body", body)
	return w, err
}

// Fresh gives the words of a post as they are true now, after it waited; false when there is nothing to say any more.
type Fresh func(Own, Body) (Body, bool, error)

// PlanOwn decides anew when each post that waits for a group may leave, lets those go whose moment has come, and returns those that
// cannot leave within their use: they are dropped. A chat that is not the group of that Smederij any more gets nothing.
func (tx *Tx) PlanOwn(chat ChatID, now time.Time, fresh Fresh) (dropped []Body, err error) {
	if err := tx.forgetOwn(chat, now); err != nil {
		return nil, err
	}
	waiting, err := all(tx, tx.scanWaiting, `SELECT id, kind, subject, urgent, ready_at, useful_until, sealed_body, cause, leave_at
		FROM own_post WHERE chat_id = ? AND state = 'waiting' ORDER BY id`, chat)
	if err != nil || len(waiting) == 0 {
		return nil, errors.Join(err, tx.turnPage())
	}
	c, err := tx.Chat(chat)
	if err != nil {
		return nil, err
	}
	quiet, err := tx.QuietOf(c.Smederij)
	if err != nil {
		return nil, err
	}
	now = now.In(tx.Terms().Zone)
	left, err := tx.postedInWeek(chat, now)
	if err != nil {
		return nil, err
	}
	held, err := tx.ClockHeld()
	if err != nil {
		return nil, err
	}
	posts := make([]Own, len(waiting))
	for i, w := range waiting {
		posts[i] = w.own
	}
	for i, at := range quiet.Plan(now, left, posts) {
		w := waiting[i]
		switch {
		case held:
		case at.IsZero() || !at.After(now):
			said, isTrue, err := tx.letGo(chat, w, !at.IsZero(), fresh, now)
			if err != nil {
				return dropped, err
			}
			if at.IsZero() && isTrue {
				dropped = append(dropped, said)
			}
		case !at.Equal(w.at):
			if _, err := tx.exec("UPDATE own_post SET leave_at = ? WHERE id = ?", at.UnixMilli(), w.id); err != nil {
				return dropped, err
			}
		}
	}
	return dropped, tx.turnPage()
}

// letGo ends the wait of a post: it leaves in the words that are true now, or is dropped.
func (tx *Tx) letGo(chat ChatID, w waitingPost, leaves bool, fresh Fresh, now time.Time) (said Body, isTrue bool, err error) {
	if said, isTrue, err = fresh(w.own, w.body); err != nil {
		return said, isTrue, err
	}
	if !leaves || !isTrue {
		return said, isTrue, tx.settleOwn(w, "dropped", now)
	}
	if err := tx.settleOwn(w, "left", now); err != nil {
		return said, isTrue, err
	}
	return said, isTrue, tx.Post(Message{Chat: chat, Class: ClassPost, Body: said, Cause: w.cause}, now)
}

func (tx *Tx) settleOwn(w waitingPost, state string, now time.Time) error {
	_, err := tx.exec("UPDATE own_post SET state = ?, leave_at = ?, sealed_body = x'' WHERE id = ?", state, now.UnixMilli(), w.id)
	return err
}

const ownKept = 30 * 24 * time.Hour

// forgetOwn drops what waits for a chat that is something else by now, and forgets what left long ago and is of no use any more: of a day
// that still comes it is kept what the group read.
func (tx *Tx) forgetOwn(chat ChatID, now time.Time) error {
	_, err := tx.exec(`UPDATE own_post SET state = 'dropped', sealed_body = x'' WHERE chat_id = ?1 AND state = 'waiting' AND NOT EXISTS
		(SELECT 1 FROM chat c WHERE c.id = ?1 AND c.purpose = 'group' AND c.smederij_id = own_post.smederij_id AND c.gone_at IS NULL)`, chat)
	if err != nil {
		return err
	}
	_, err = tx.exec("DELETE FROM own_post WHERE chat_id = ?1 AND state <> 'waiting' AND leave_at < ?2 AND coalesce(useful_until, 0) < ?2",
		chat, now.Add(-ownKept).UnixMilli())
	return err
}

// postedInWeek are the moments of this week's posts in a group: the bot's own, and the cards of ideas that came new. A card is what
// people decided and never waits, but it takes a place.
func (tx *Tx) postedInWeek(chat ChatID, now time.Time) ([]time.Time, error) {
	monday := midnight(now, -int(now.Weekday()+6)%7).UnixMilli()
	return all(tx, func(r row) (time.Time, error) {
		ms, err := number(r)
		return time.UnixMilli(ms), err
	}, `SELECT leave_at FROM own_post WHERE chat_id = ?1 AND state = 'left' AND leave_at >= ?2
		UNION ALL SELECT coalesce(o.sent_at, o.not_before) FROM outbox o WHERE o.chat_id = ?1 AND o.class = 'post' AND o.slot IS NOT NULL AND o.created_at >= ?2
			AND o.state IN ('queued', 'sending', 'sent', 'uncertain')
			AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.chat_id = ?1 AND b.slot = o.slot AND b.id < o.id)`, chat, monday)
}
