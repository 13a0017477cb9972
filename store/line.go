package store

import (
	"database/sql"
	"strings"
	"time"
)

// Classes are the classes, the most urgent first.
var Classes = [...]Class{ClassReply, ClassModeration, ClassPost, ClassDigest}

// Urgency is a class's place in [Classes].
func (c Class) Urgency() int {
	for n, other := range Classes {
		if c == other {
			return n
		}
	}
	return len(Classes) - 1
}

// Header is what must be known of a waiting message to choose among many: not what it says.
type Header struct {
	ID    MessageID
	Class Class
	Due   bool
	To    Chat
}

// Heads are the messages that may leave a chat first, by urgency of their class; 0 where none may.
type Heads [len(Classes)]MessageID

const (
	headerColumns = "SELECT o.id, o.class, o.not_before <= ?, " + chatOfMessage
	chatOfMessage = chatFields + "FROM outbox o JOIN chat c ON c.id = o.chat_id "
)

func (tx *Tx) scanHeader(r row) (h Header, err error) {
	h.To, err = tx.scanChat(beforeChat{r, []any{&h.ID, &h.Class, &h.Due}})
	return h, err
}

// beforeChat scans columns that stand before those of a chat.
type beforeChat struct {
	row
	first []any
}

func (b beforeChat) Scan(chat ...any) error { return b.row.Scan(append(b.first, chat...)...) }

// QueuedAfter are the messages with a higher number that wait, oldest first. Due tells whether their time has come; it may be that
// [Tx.Take] does not let them go all the same.
func (tx *Tx) QueuedAfter(after MessageID, now time.Time, limit int) ([]Header, error) {
	return all(tx, tx.scanHeader, headerColumns+"WHERE o.state = 'queued' AND o.id > ? ORDER BY o.id LIMIT ?", now.UnixMilli(), after, limit)
}

// CameDue are the messages whose time came after a moment, and no later than now.
func (tx *Tx) CameDue(after, now time.Time) ([]Header, error) {
	return all(tx, tx.scanHeader, headerColumns+"WHERE o.state = 'queued' AND o.not_before > ? AND o.not_before <= ?",
		now.UnixMilli(), after.UnixMilli(), now.UnixMilli())
}

// Stirred are the chats where a message that is not new may leave now, since the last row seen, and the last row now. Everywhere is true
// when more happened than is remembered: then every chat may be one of them.
func (tx *Tx) Stirred(after int64) (chats []ChatID, last int64, everywhere bool, err error) {
	type stir struct {
		id   int64
		chat ChatID
	}
	rows, err := all(tx, func(r row) (s stir, err error) { return s, r.Scan(&s.id, &s.chat) },
		"SELECT id, chat_id FROM stir WHERE id > ? ORDER BY id", after)
	last = after
	for _, s := range rows {
		chats, last = append(chats, s.chat), s.id
	}
	return chats, last, len(rows) > 0 && rows[0].id > after+1, err
}

// Heads tells which messages may leave a chat first, of each class.
func (tx *Tx) Heads(c ChatID, now time.Time) (Heads, error) {
	return one(tx, func(r row) (heads Heads, err error) {
		into := make([]any, len(heads))
		for n := range heads {
			into[n] = &heads[n]
		}
		return heads, r.Scan(into...)
	}, headsQuery, now.UnixMilli(), c)
}

// headsQuery reads the first row of each class in an index that holds only what waits.
var headsQuery = func() string {
	var first []string
	for _, class := range Classes {
		first = append(first, `coalesce((SELECT o.id FROM outbox o INDEXED BY outbox_line
			LEFT JOIN slot s ON s.chat_id = o.chat_id AND s.slot = o.slot
			`+strings.Replace(mayLeave, "?", "?1", 1)+"AND o.chat_id = ?2 AND o.class = '"+string(class)+"' ORDER BY o.id LIMIT 1), 0)")
	}
	return "SELECT " + strings.Join(first, ", ")
}()

// Arrival is a message that was shown.
type Arrival struct {
	At time.Time
	To Chat
}

// SentSince are the messages that were shown after a moment, the oldest first.
func (tx *Tx) SentSince(after time.Time) ([]Arrival, error) {
	return all(tx, func(r row) (a Arrival, err error) {
		var ms int64
		a.To, err = tx.scanChat(beforeChat{r, []any{&ms}})
		a.At = time.UnixMilli(ms)
		return a, err
	}, "SELECT o.sent_at, "+chatOfMessage+"WHERE o.sent_at > ? ORDER BY o.sent_at", after.UnixMilli())
}

// NextDue is when the first message that waits for a time may leave; zero when none waits.
func (tx *Tx) NextDue(now time.Time) (time.Time, error) {
	ms, err := one(tx, func(r row) (n sql.NullInt64, err error) { return n, r.Scan(&n) },
		"SELECT min(not_before) FROM outbox INDEXED BY outbox_waits WHERE state = 'queued' AND not_before > ?", now.UnixMilli())
	return moment(ms), err
}
