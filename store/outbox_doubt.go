package store

import (
	"errors"
	"time"
)

// MarkDoubtful decides what happens with a message whose fate is unknown, and tells whether it is given to a person to decide.
// A question in a private chat is sent once more: two copies are harmless, it can be answered once. An edit repeats freely. A post
// in a group is not repeated: a coordinator may post it again.
func (tx *Tx) MarkDoubtful(p Parcel, now time.Time) (uncertain bool, err error) {
	edit := p.EditOf != ""
	again := edit || ((p.Class == ClassReply || p.To.Private()) && p.Doubts == 0)
	if again {
		if _, err := tx.exec("UPDATE outbox SET doubts = doubts + 1 WHERE id = ?", p.ID); err != nil {
			return false, err
		}
		return false, tx.MarkUnsent(p, now)
	}
	if p.Slot != "" {
		if p, _, err = tx.Locate(p); err != nil {
			return false, err
		}
		if _, err := tx.exec(`INSERT INTO slot (chat_id, slot, lost) VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET lost = (message_id IS NULL)`,
			p.Chat, p.Slot); err != nil {
			return false, err
		}
	}
	return true, tx.setState(p.ID, Uncertain)
}

// InFlight are the messages that were being sent when the process ended: their fate is unknown.
func (tx *Tx) InFlight() ([]Parcel, error) {
	// The plus keeps SQLite from walking through all that was ever sent, because that happens to be in order.
	return all(tx, tx.scanParcel, parcelColumns+"WHERE o.state = 'sending' ORDER BY +o.id")
}

// Uncertain is a message whose fate a person must decide.
func (tx *Tx) Uncertain(m MessageID) (Message, error) {
	return one(tx, tx.scanMessage, messageColumns+"WHERE id = ? AND state = 'uncertain'", m)
}

// PostAgain queues an uncertain message once more, at a coordinator's word. It tells false when somebody was earlier, or the
// message turned up meanwhile.
func (tx *Tx) PostAgain(by PersonID, m MessageID, now time.Time) (bool, error) {
	u, err := tx.Uncertain(m)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if u.Slot != "" {
		n, err := tx.exec("DELETE FROM slot WHERE chat_id = ? AND slot = ? AND lost = 1", u.Chat, u.Slot)
		if err != nil || n == 0 {
			return false, err
		}
	}
	newer, err := tx.newerVersion(Parcel{Message: u})
	if err != nil {
		return false, err
	}
	if newer { // it waited for the slot, and goes instead
		err = tx.setState(m, WithdrawnIt)
	} else {
		_, err = tx.exec("UPDATE outbox SET state = "+reachable+", not_before = ? WHERE id = ?", u.Chat, now.UnixMilli(), m)
	}
	if err != nil {
		return false, err
	}
	return true, tx.audit(now, by, "post_again", int64(m), "")
}
