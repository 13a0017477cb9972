package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"smederij/store/crashpoint"
)

// MessageID is the internal number of a message in the outbox.
type MessageID int64

// Class is why a message is sent. Order holds within chat and class.
type Class string

// The classes, the most urgent first.
const (
	ClassReply      Class = "reply"      // answers an input
	ClassModeration Class = "moderation" // asks volunteers or coordinators for something
	ClassPost       Class = "post"       // tells a group
	ClassDigest     Class = "digest"
)

// MessageState is how far a message is on its way.
type MessageState string

// The states. Uncertain means that the platform may or may not have shown it, and that it is not sent again by itself.
const (
	Queued      MessageState = "queued"
	Sending     MessageState = "sending"
	Sent        MessageState = "sent"
	Uncertain   MessageState = "uncertain"
	Rejected    MessageState = "rejected"
	WithdrawnIt MessageState = "withdrawn"
)

// Button is something that can be pressed under a message: at most 24 characters of label and 60 bytes of payload.
type Button struct {
	Label   string `json:"l"`
	Payload string `json:"p"`
}

// Body is what people see.
type Body struct {
	Text       string     `json:"t"`
	Buttons    [][]Button `json:"b,omitempty"`
	Remove     bool       `json:"r,omitempty"` // takes the slot's message away; the words stand where a network cannot do that
	Attachment string     `json:"a,omitempty"` // by reference, as "name:rest": the renderer of that name makes it when the message leaves
}

// Message is something to be said. It was committed before it is said.
type Message struct {
	ID        MessageID
	Chat      ChatID
	Class     Class
	Slot      string // one message per chat and slot, edited in place; "" for a message of its own
	Body      Body
	Cause     string     // key of the input it answers
	Decision  DecisionID // withdrawn when this is undone, or 0
	NotBefore time.Time
	State     MessageState
	Doubts    int
}

// Message reads one message, whatever became of it.
func (tx *Tx) Message(m MessageID) (Message, error) {
	return one(tx, tx.scanMessage, messageColumns+"WHERE id = ?", m)
}

const messageColumns = "SELECT id, chat_id, class, coalesce(slot, ''), sealed_body, cause FROM outbox "

func (tx *Tx) scanMessage(r row) (m Message, err error) {
	var body []byte
	if err := r.Scan(&m.ID, &m.Chat, &m.Class, &m.Slot, &body, &m.Cause); err != nil {
		return m, err
	}
	m.Body, err = openJSON[Body](tx.db.sealer, "body", body)
	return m, err
}

// reachable is the state a message gets on its way to a chat: to one that is gone, nothing is queued. Its argument is the chat.
const reachable = "(SELECT CASE WHEN gone_at IS NULL THEN 'queued' ELSE 'rejected' END FROM chat WHERE id = ?)"

// Post queues a message. A newer version of a slot takes the older one's place in line, never that of one in flight; if the older
// one waits for a decision to stand, so does the newer.
func (tx *Tx) Post(m Message, now time.Time) error {
	body, err := sealJSON(tx.db.sealer, "body", m.Body)
	if err != nil {
		return err
	}
	if m.NotBefore.IsZero() {
		m.NotBefore = now
	}
	if m.Slot != "" {
		n, err := tx.exec(`UPDATE outbox SET sealed_body = ?, cause = ?, decision_id = coalesce(?, decision_id),
			not_before = CASE WHEN decision_id IS NULL THEN ? ELSE max(not_before, ?) END
			WHERE chat_id = ? AND slot = ? AND state = 'queued'`,
			body, m.Cause, null(m.Decision), m.NotBefore.UnixMilli(), m.NotBefore.UnixMilli(), m.Chat, m.Slot)
		if err != nil || n > 0 {
			return err
		}
		if stands, err := tx.stands(m); err != nil || stands {
			return err
		}
	}
	_, err = tx.exec(`INSERT INTO outbox (chat_id, class, state, slot, sealed_body, cause, decision_id, not_before, created_at)
		VALUES (?, ?, `+reachable+`, ?, ?, ?, ?, ?, ?)`,
		m.Chat, m.Class, m.Chat, null(m.Slot), body, m.Cause, null(m.Decision), m.NotBefore.UnixMilli(), now.UnixMilli())
	return err
}

// stands tells whether people see a slot's message as it would be edited to, and nothing else is on its way there.
func (tx *Tx) stands(m Message) (bool, error) {
	shown, err := tx.shown(m.Body)
	if err != nil {
		return false, err
	}
	return tx.exists(`SELECT 1 FROM slot WHERE chat_id = ?1 AND slot = ?2 AND message_id IS NOT NULL AND lost = 0 AND shown = ?3
		AND NOT EXISTS (SELECT 1 FROM outbox WHERE chat_id = ?1 AND slot = ?2 AND state = 'sending')`, m.Chat, m.Slot, shown)
}

// shown is by what a body is known again.
func (tx *Tx) shown(b Body) ([]byte, error) {
	plain, err := json.Marshal(b)
	return tx.db.sealer.hash("shown", string(plain)), err
}

// Unpost withdraws what is queued for a slot and tells whether people may have seen an earlier version.
func (tx *Tx) Unpost(c ChatID, slot string) (seen bool, err error) {
	if _, err := tx.exec("UPDATE outbox SET state = 'withdrawn' WHERE chat_id = ? AND slot = ? AND state = 'queued'", c, slot); err != nil {
		return false, err
	}
	return tx.Seen(c, slot)
}

// Seen tells whether a slot's message is out, or on its way.
func (tx *Tx) Seen(c ChatID, slot string) (bool, error) {
	return tx.exists(`SELECT 1 FROM slot WHERE chat_id = ? AND slot = ?
		UNION ALL SELECT 1 FROM outbox WHERE chat_id = ? AND slot = ? AND state = 'sending' LIMIT 1`, c, slot, c, slot)
}

// SlotChats are the chats where a slot's message stands, or is about to.
func (tx *Tx) SlotChats(slot string) ([]ChatID, error) {
	return all(tx, id[ChatID], `SELECT chat_id FROM slot WHERE slot = ?
		UNION SELECT chat_id FROM outbox WHERE slot = ? AND state = 'queued'
		UNION SELECT chat_id FROM outbox WHERE slot = ? AND state = 'sending' ORDER BY 1`, slot, slot, slot)
}

// SlotsIn are the slots whose message stands in a chat, or is about to.
func (tx *Tx) SlotsIn(c ChatID) ([]string, error) {
	return all(tx, text, `SELECT slot FROM slot WHERE chat_id = ?1
		UNION SELECT slot FROM outbox WHERE chat_id = ?1 AND slot IS NOT NULL AND state = 'queued' ORDER BY 1`, c)
}

// Parcel is a message with all that a platform needs to show it.
type Parcel struct {
	Message
	To     Chat
	EditOf string // the platform's id of the message to edit, or ""
}

// Due are the messages that may leave now, oldest first. Edits of a message whose id is unknown wait, and so does a newer version of
// one in flight. A parcel shows its message as it was then: [Tx.Take] shows it as it leaves.
func (tx *Tx) Due(now time.Time, limit int) ([]Parcel, error) {
	return all(tx, tx.scanParcel, parcelColumns+mayLeave+"ORDER BY o.id LIMIT ?", now.UnixMilli(), limit)
}

// Take says, committed before the platform is called, that a message is about to leave, and returns it as it is now. Since it was
// seen, somebody may have replaced it by a newer version, or withdrawn it or put it off: then ok is false.
func (tx *Tx) Take(m MessageID, now time.Time) (p Parcel, ok bool, err error) {
	p, err = one(tx, tx.scanParcel, parcelColumns+mayLeave+"AND o.id = ?", now.UnixMilli(), m)
	if errors.Is(err, ErrNotFound) {
		return p, false, nil
	}
	if err != nil {
		return p, false, err
	}
	ok, err = tx.MarkSending(m)
	return p, ok, err
}

const mayLeave = `WHERE o.state = 'queued' AND o.not_before <= ? AND coalesce(s.lost, 0) = 0
	AND NOT EXISTS (SELECT 1 FROM outbox f WHERE f.chat_id = o.chat_id AND f.slot = o.slot AND f.state = 'sending')
	`

const parcelColumns = `SELECT o.id, o.chat_id, o.class, coalesce(o.slot, ''), o.sealed_body, o.cause, o.doubts, coalesce(s.message_id, ''),
	c.platform, c.sealed_address, c.person_id, c.smederij_id, c.purpose
	FROM outbox o JOIN chat c ON c.id = o.chat_id LEFT JOIN slot s ON s.chat_id = o.chat_id AND s.slot = o.slot
`

func (tx *Tx) scanParcel(r row) (p Parcel, err error) {
	var body, address []byte
	var platform string
	var person, smederij sql.NullInt64
	var purpose sql.NullString
	if err := r.Scan(&p.ID, &p.Chat, &p.Class, &p.Slot, &body, &p.Cause, &p.Doubts, &p.EditOf,
		&platform, &address, &person, &smederij, &purpose); err != nil {
		return p, err
	}
	if p.Body, err = openJSON[Body](tx.db.sealer, "body", body); err != nil {
		return p, err
	}
	p.To = Chat{ID: p.Chat, Person: PersonID(person.Int64), Smederij: SmederijID(smederij.Int64), Purpose: Purpose(purpose.String)}
	p.To.Address, err = openJSON[Address](tx.db.sealer, "address", address)
	p.To.Address.Platform = platform
	return p, err
}

// MarkSending says that a message is about to leave. It tells whether it still may: somebody may have withdrawn it.
func (tx *Tx) MarkSending(m MessageID) (bool, error) {
	n, err := tx.exec("UPDATE outbox SET state = 'sending' WHERE id = ? AND state = 'queued'", m)
	return n == 1, err
}

// MarkSent keeps that the platform has shown a message, under which id of its own.
func (tx *Tx) MarkSent(p Parcel, platformID string, now time.Time) error {
	crashpoint.Here("outbox/before-sent")
	if _, err := tx.exec("UPDATE outbox SET state = 'sent', message_id = ?, sent_at = ? WHERE id = ?", platformID, now.UnixMilli(), p.ID); err != nil {
		return err
	}
	if p.Slot == "" {
		return nil
	}
	p, moved, err := tx.Locate(p)
	if err != nil {
		return err
	}
	if moved { // what stands in the old place cannot be edited from the new one
		_, err := tx.exec("INSERT INTO slot (chat_id, slot) VALUES (?, ?) ON CONFLICT DO NOTHING", p.Chat, p.Slot)
		return err
	}
	if p.Body.Remove {
		return tx.forgetSlot(p.Chat, p.Slot)
	}
	if err := tx.FoundSlot(p.Chat, p.Slot, platformID); err != nil {
		return err
	}
	shown, err := tx.shown(p.Body)
	if err != nil {
		return err
	}
	_, err = tx.exec("UPDATE slot SET shown = ? WHERE chat_id = ? AND slot = ?", shown, p.Chat, p.Slot)
	return err
}

// forgetSlot makes room for a new message in a slot whose message was taken away.
func (tx *Tx) forgetSlot(c ChatID, slot string) error {
	if _, err := tx.exec("UPDATE outbox SET message_id = NULL WHERE chat_id = ? AND slot = ?", c, slot); err != nil {
		return err
	}
	_, err := tx.exec("DELETE FROM slot WHERE chat_id = ? AND slot = ?", c, slot)
	return err
}

// Locate finds the chat of a message that is under way: meanwhile it may have moved, or been joined to another.
func (tx *Tx) Locate(p Parcel) (located Parcel, moved bool, err error) {
	c, err := one(tx, tx.scanChat, chatColumns+"WHERE id = (SELECT chat_id FROM outbox WHERE id = ?)", p.ID)
	p.Chat = c.ID
	return p, c.Address != p.To.Address, err
}

// FoundSlot keeps under which id of the platform a slot's message stands. The first press on a lost card brings it, and ends the
// doubt about it.
func (tx *Tx) FoundSlot(c ChatID, slot, platformID string) error {
	if _, err := tx.exec("UPDATE outbox SET state = 'sent', message_id = ? WHERE chat_id = ? AND slot = ? AND state = 'uncertain'",
		platformID, c, slot); err != nil {
		return err
	}
	_, err := tx.exec(`INSERT INTO slot (chat_id, slot, message_id) VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET message_id = excluded.message_id, lost = 0`, c, slot, platformID)
	return err
}

// MarkUnsent puts a message back that certainly did not leave. If a newer version of its slot waits already, that one goes.
func (tx *Tx) MarkUnsent(p Parcel, notBefore time.Time) error {
	p, _, err := tx.Locate(p)
	if err != nil {
		return err
	}
	newer, err := tx.newerVersion(p)
	if err != nil {
		return err
	}
	if newer {
		return tx.setState(p.ID, WithdrawnIt)
	}
	_, err = tx.exec("UPDATE outbox SET state = "+reachable+", not_before = ? WHERE id = ?", p.Chat, notBefore.UnixMilli(), p.ID)
	return err
}

func (tx *Tx) newerVersion(p Parcel) (bool, error) {
	if p.Slot == "" {
		return false, nil
	}
	return tx.exists("SELECT 1 FROM outbox WHERE chat_id = ? AND slot = ? AND state = 'queued' AND id > ?", p.Chat, p.Slot, p.ID)
}

// MarkRejected gives a message up that the platform refuses for good.
func (tx *Tx) MarkRejected(m MessageID) error { return tx.setState(m, Rejected) }

func (tx *Tx) setState(m MessageID, s MessageState) error {
	_, err := tx.exec("UPDATE outbox SET state = ? WHERE id = ?", s, m)
	return err
}
