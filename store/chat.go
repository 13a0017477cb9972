package store

import (
	"database/sql"
	"errors"
	"time"
)

// ChatID is the internal number of a chat.
type ChatID int64

// Address is where a platform finds a chat. Only the platform's adapter may read Chat and Topic.
type Address struct {
	Platform string `json:"-"`
	Chat     string `json:"chat"`
	Topic    string `json:"topic,omitempty"`
}

// Purpose is what a group chat is for, once a coordinator has linked it.
type Purpose string

// The purposes. A chat without one is private, or a group that nobody linked.
const (
	GroupChat      Purpose = "group"      // everybody of a Smederij
	VolunteersChat Purpose = "volunteers" // its volunteers, who test ideas there
	SteeringChat   Purpose = "steering"   // the steering group
)

// Chat is a place where the bot can write.
type Chat struct {
	ID       ChatID
	Address  Address
	Person   PersonID   // of a private chat
	Smederij SmederijID // of a linked group
	Purpose  Purpose    // of a linked group
	Gone     bool       // the platform said that it cannot be reached
	LongAt   time.Time  // when a text came that fills a whole message; zero when the last one did not
	Quiet    time.Time  // the platform asked to send nothing before that
}

// Private tells whether only one person reads along.
func (c Chat) Private() bool { return c.Person != 0 }

const (
	chatFields  = "c.id, c.platform, c.sealed_address, c.person_id, c.smederij_id, c.purpose, c.gone_at IS NOT NULL, c.long_at, c.quiet_until "
	chatColumns = "SELECT " + chatFields + "FROM chat c "
)

func (tx *Tx) scanChat(r row) (c Chat, err error) {
	var sealed []byte
	var platform string
	var person, smederij, long, quiet sql.NullInt64
	var purpose sql.NullString
	if err := r.Scan(&c.ID, &platform, &sealed, &person, &smederij, &purpose, &c.Gone, &long, &quiet); err != nil {
		return c, err
	}
	c.Quiet = moment(quiet)
	c.Address, err = openJSON[Address](tx.db.sealer, "address", sealed)
	c.Address.Platform = platform
	c.Person, c.Smederij, c.Purpose = PersonID(person.Int64), SmederijID(smederij.Int64), Purpose(purpose.String)
	c.LongAt = moment(long)
	return c, err
}

// ChatAt finds a chat by its address, or makes it. For a private chat person is who writes there, for a group 0. A chat that was
// gone is back with its first new message.
func (tx *Tx) ChatAt(a Address, person PersonID, now time.Time) (Chat, error) {
	c, err := tx.KnownChat(a)
	if err == nil && c.Gone {
		err = tx.ChatBack(c, now)
		c.Gone = false
	}
	if !errors.Is(err, ErrNotFound) {
		return c, err
	}
	sealed, err := sealJSON(tx.db.sealer, "address", a)
	if err != nil {
		return Chat{}, err
	}
	n, err := tx.insert("INSERT INTO chat (platform, find_address, sealed_address, person_id, created_at) VALUES (?, ?, ?, ?, ?)",
		a.Platform, tx.findAddress(a), sealed, null(person), now.UnixMilli())
	return Chat{ID: ChatID(n), Address: a, Person: person}, err
}

func (tx *Tx) findAddress(a Address) []byte {
	return tx.db.sealer.hash("address", a.Platform, a.Chat, a.Topic)
}

// KnownChat finds a chat by its address; [ErrNotFound] when nobody ever wrote there.
func (tx *Tx) KnownChat(a Address) (Chat, error) {
	return one(tx, tx.scanChat, chatColumns+"WHERE find_address = ?", tx.findAddress(a))
}

// LongText keeps when a text came that was as long as a network allows: what follows at once continues it. The zero time forgets it.
func (tx *Tx) LongText(c ChatID, at time.Time) error {
	_, err := tx.exec("UPDATE chat SET long_at = ? WHERE id = ?", millis(at), c)
	return err
}

// Chat reads one chat.
func (tx *Tx) Chat(id ChatID) (Chat, error) {
	return one(tx, tx.scanChat, chatColumns+"WHERE id = ?", id)
}

// PrivateChat is where a person was last reached in private; [ErrNotFound] when they never wrote there: on Telegram a bot cannot
// write first.
func (tx *Tx) PrivateChat(p PersonID) (Chat, error) {
	return one(tx, tx.scanChat, chatColumns+"WHERE person_id = ? AND gone_at IS NULL ORDER BY id DESC LIMIT 1", p)
}

// LinkedChats are the chats of a purpose for a Smederij (0 for the steering group).
func (tx *Tx) LinkedChats(purpose Purpose, s SmederijID) ([]Chat, error) {
	return all(tx, tx.scanChat, chatColumns+"WHERE purpose = ? AND smederij_id IS ? AND gone_at IS NULL ORDER BY id", purpose, null(s))
}

// AllLinkedChats are the chats with a purpose, those that are gone too.
func (tx *Tx) AllLinkedChats() ([]Chat, error) {
	return all(tx, tx.scanChat, chatColumns+"WHERE purpose IS NOT NULL ORDER BY smederij_id, purpose, id")
}

// LinkChat says what a group chat is for. Cards that still wait for an older purpose are not shown there any more.
func (tx *Tx) LinkChat(by PersonID, c ChatID, purpose Purpose, s SmederijID, now time.Time) error {
	if _, err := tx.exec(`UPDATE outbox SET state = 'withdrawn' WHERE chat_id = ?1 AND state = 'queued' AND slot IS NOT NULL
		AND EXISTS (SELECT 1 FROM chat c WHERE c.id = ?1 AND c.purpose IS NOT NULL AND (c.purpose <> ?2 OR c.smederij_id IS NOT ?3))`,
		c, purpose, null(s)); err != nil {
		return err
	}
	if _, err := tx.exec("UPDATE chat SET purpose = ?, smederij_id = ? WHERE id = ?", purpose, null(s), c); err != nil {
		return err
	}
	tx.emit(Event{Kind: Linked, Chat: c, By: by, At: now})
	return tx.audit(now, by, "chat_linked."+string(purpose), int64(c), "")
}

// ChatBack makes a chat reachable again. What was to be shown there meanwhile is shown by those who hear that it is linked.
func (tx *Tx) ChatBack(c Chat, now time.Time) error {
	if _, err := tx.exec("UPDATE chat SET gone_at = NULL WHERE id = ?", c.ID); err != nil {
		return err
	}
	if c.Purpose != "" {
		tx.emit(Event{Kind: Linked, Chat: c.ID, At: now})
	}
	return nil
}

// ChatGone ends a chat that the platform cannot reach any more, and what was queued for it.
func (tx *Tx) ChatGone(c ChatID, now time.Time) error {
	if _, err := tx.exec("UPDATE chat SET gone_at = ? WHERE id = ?", now.UnixMilli(), c); err != nil {
		return err
	}
	_, err := tx.exec("UPDATE outbox SET state = 'rejected' WHERE chat_id = ? AND state = 'queued'", c)
	return err
}

// QuietUntil keeps that the platform asked to send nothing to a chat before a moment.
func (tx *Tx) QuietUntil(c ChatID, until time.Time) error {
	_, err := tx.exec("UPDATE chat SET quiet_until = ? WHERE id = ?", until.UnixMilli(), c)
	return err
}
