package store

import "time"

// audit adds a line to the log that is only added to: internal ids and codes, never words.
func (tx *Tx) audit(now time.Time, by PersonID, action string, subject int64, detail string) error {
	_, err := tx.exec("INSERT INTO audit (at, by_id, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
		now.UnixMilli(), null(by), action, subject, detail)
	return err
}

// auditWhy adds a line and keeps the reason for it sealed in a row of its own, which can be erased.
func (tx *Tx) auditWhy(now time.Time, by PersonID, action string, subject int64, why string) error {
	if err := tx.audit(now, by, action, subject, ""); err != nil {
		return err
	}
	_, err := tx.exec("INSERT INTO audit_words (audit_id, sealed_text) VALUES (last_insert_rowid(), ?)", tx.db.sealer.seal("why", []byte(why)))
	return err
}

// RaiseOnce tells whether an alarm of this kind about this subject is new, and remembers it.
func (tx *Tx) RaiseOnce(kind string, subject int64, now time.Time) (bool, error) {
	n, err := tx.exec("INSERT INTO alarm (kind, subject, raised_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", kind, subject, now.UnixMilli())
	return n == 1, err
}

// Event says that something happened to an idea, or to the chat in which ideas are shown. Transitions return it through [Tx.TakeEvents]; features that never import each
// other hear of it in the same savepoint.
type Event struct {
	Kind     EventKind
	Idea     IdeaID
	Chat     ChatID       // of [Linked]
	File     AttachmentID // of [Kept]
	Order    Order        // of [Ordered]
	By       PersonID
	From     PersonID   // of [Joined], [Handed] and [Owned]: who invited, or spoke for it before; of [Removed] who has no part any more
	Smederij SmederijID // of [Dismissed], 0 for all of them; of [Relocate] the one that the idea left
	Ref      string     // of [Relocate]: the reference that the idea had there
	Decision Decision   // the decision that caused it, if it was one
	At       time.Time  // handled
}

// EventKind is a move, or one of the things below.
type EventKind string

// Events that are no move.
const (
	Undone    EventKind = "undone"    // a decision was taken back
	Supported EventKind = "supported" // support, help or a worry came or went
	Claimed   EventKind = "claimed"   // a volunteer picked it up or laid it down, or its time was over
	Linked    EventKind = "linked"    // a chat got its purpose, or came back with it
	Dismissed EventKind = "dismissed" // somebody's role ended
)

func (tx *Tx) emit(e Event) { tx.events = append(tx.events, e) }

// TakeEvents returns what happened since the last call.
func (tx *Tx) TakeEvents() []Event {
	events := tx.events
	tx.events = nil
	return events
}
