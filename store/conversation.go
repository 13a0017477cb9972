package store

import (
	"database/sql"
	"time"
)

// ConversationID is the internal number of a conversation.
type ConversationID int64

// Conversation is a form being filled in, in a private chat. A chat may hold several that are open: the one touched last is the one
// that is spoken, the others wait until it ends.
type Conversation struct {
	ID       ConversationID
	Person   PersonID
	Chat     ChatID
	Flow     string
	Version  int
	Step     string
	Sequence int    // of the question that stands; buttons of older ones do nothing
	State    []byte // the engine's own, kept sealed; nil when it cannot be opened any more
	Subject  IdeaID // what it is about, or 0
	Revision int64  // of the subject when it began: a decision taken at its end is about that
	Ended    bool
}

const conversationColumns = `SELECT id, person_id, chat_id, flow, version, step, sequence, sealed_state, subject, revision, ended_at IS NOT NULL
	FROM conversation `

func (tx *Tx) scanConversation(r row) (c Conversation, err error) {
	var sealed []byte
	var subject sql.NullInt64
	if err := r.Scan(&c.ID, &c.Person, &c.Chat, &c.Flow, &c.Version, &c.Step, &c.Sequence, &sealed, &subject, &c.Revision, &c.Ended); err != nil {
		return c, err
	}
	c.Subject = IdeaID(subject.Int64)
	// What cannot be opened ends its conversation, and must not lock anybody out.
	c.State, _ = tx.db.sealer.open("conversation", sealed)
	return c, nil
}

// Conversation reads one, ended or not.
func (tx *Tx) Conversation(id ConversationID) (Conversation, error) {
	return one(tx, tx.scanConversation, conversationColumns+"WHERE id = ?", id)
}

// OpenConversation is the one that is spoken in a chat now; [ErrNotFound] when there is none.
func (tx *Tx) OpenConversation(c ChatID) (Conversation, error) {
	return one(tx, tx.scanConversation, conversationColumns+`WHERE chat_id = ? AND ended_at IS NULL AND touched_at > 0
		ORDER BY touched_at DESC, id DESC LIMIT 1`, c)
}

// ConversationAbout is the open or parked conversation of a flow about an idea.
func (tx *Tx) ConversationAbout(flow string, subject IdeaID, p PersonID) (Conversation, error) {
	return one(tx, tx.scanConversation, conversationColumns+`WHERE subject = ? AND flow = ? AND person_id = ? AND ended_at IS NULL
		ORDER BY id DESC LIMIT 1`, subject, flow, p)
}

// SaveConversation keeps a conversation; a new one (ID 0) gets its number. Saving it makes it the one that is spoken.
func (tx *Tx) SaveConversation(c *Conversation, now time.Time) error {
	sealed := tx.db.sealer.seal("conversation", c.State)
	if c.ID == 0 {
		n, err := tx.insert(`INSERT INTO conversation (person_id, chat_id, flow, version, step, sequence, sealed_state, subject, revision, touched_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, `+newestTouch+`)`, c.Person, c.Chat, c.Flow, c.Version, c.Step, c.Sequence, sealed, null(c.Subject), c.Revision,
			now.UnixMilli(), c.Chat)
		c.ID = ConversationID(n)
		return err
	}
	_, err := tx.exec(`UPDATE conversation SET version = ?, step = ?, sequence = ?, sealed_state = ?, subject = ?, revision = ?, touched_at = `+newestTouch+`
		WHERE id = ?`, c.Version, c.Step, c.Sequence, sealed, null(c.Subject), c.Revision, now.UnixMilli(), c.Chat, c.ID)
	return err
}

// newestTouch is now, or just after the newest touch in the chat: two in one moment, or a clock that was put back, change no order.
const newestTouch = `max(?, (SELECT coalesce(max(touched_at), 0) + 1 FROM conversation WHERE chat_id = ? AND ended_at IS NULL))`

// OpenConversations are those that nobody ended, in order: a portion of them, from behind the given number on.
func (tx *Tx) OpenConversations(behind ConversationID, limit int) ([]Conversation, error) {
	return all(tx, tx.scanConversation, conversationColumns+"WHERE id > ? AND ended_at IS NULL ORDER BY id LIMIT ?", behind, limit)
}

// EndConversations closes all that somebody has open about an idea.
func (tx *Tx) EndConversations(p PersonID, about IdeaID, now time.Time) error {
	_, err := tx.exec("UPDATE conversation SET ended_at = ? WHERE subject = ? AND person_id = ? AND ended_at IS NULL", now.UnixMilli(), about, p)
	return err
}

// EndConversationsOf closes those of a flow that somebody has open about an idea.
func (tx *Tx) EndConversationsOf(flow string, about IdeaID, p PersonID, now time.Time) error {
	_, err := tx.exec("UPDATE conversation SET ended_at = ? WHERE subject = ? AND flow = ? AND person_id = ? AND ended_at IS NULL", now.UnixMilli(), about, flow, p)
	return err
}

// ParkConversations lets all conversations of a chat rest until somebody takes one up again: they are open, but nothing typed goes to
// them.
func (tx *Tx) ParkConversations(c ChatID) error {
	_, err := tx.exec("UPDATE conversation SET touched_at = 0 WHERE chat_id = ? AND ended_at IS NULL AND touched_at > 0", c)
	return err
}

// SetAside lets what is open in a chat wait below a question that came out of it, until [Tx.TakeBackAside].
func (tx *Tx) SetAside(c ChatID) error {
	_, err := tx.exec("UPDATE conversation SET touched_at = -touched_at WHERE chat_id = ? AND ended_at IS NULL AND touched_at > 0", c)
	return err
}

// TakeBackAside makes what was set aside in a chat as it was.
func (tx *Tx) TakeBackAside(c ChatID) error {
	_, err := tx.exec("UPDATE conversation SET touched_at = -touched_at WHERE chat_id = ? AND ended_at IS NULL AND touched_at < 0", c)
	return err
}

// EndConversation closes a conversation for good.
func (tx *Tx) EndConversation(id ConversationID, now time.Time) error {
	_, err := tx.exec("UPDATE conversation SET ended_at = ? WHERE id = ?", now.UnixMilli(), id)
	return err
}
