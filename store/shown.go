package store

import (
	"slices"
	"time"
)

// What stands in a chat, as far as the outbox knows.

// Shown are the newest messages of a chat that people may have before them, newest first, each slot once.
func (tx *Tx) Shown(c ChatID, limit int) ([]Body, error) {
	return all(tx, tx.scanBody, `SELECT sealed_body FROM outbox o WHERE chat_id = ?1 AND state IN ('sending', 'sent', 'uncertain')
		AND (slot IS NULL OR NOT EXISTS (SELECT 1 FROM outbox n WHERE n.chat_id = ?1 AND n.slot = o.slot AND n.id > o.id
			AND n.state IN ('sending', 'sent', 'uncertain')))
		ORDER BY id DESC LIMIT ?2`, c, limit)
}

func (tx *Tx) scanBody(r row) (b Body, err error) {
	var sealed []byte
	if err := r.Scan(&sealed); err != nil {
		return b, err
	}
	return openJSON[Body](tx.db.sealer, "body", sealed)
}

// FoundMessage learns from a press under which id of the platform a message stands whose fate was unknown: the one of the chat that
// has a button with this payload. Edits that waited for it go on.
func (tx *Tx) FoundMessage(c ChatID, payload, platformID string) error {
	type doubtful struct {
		slot string
		body Body
	}
	list, err := all(tx, func(r row) (d doubtful, err error) {
		var sealed []byte
		if err := r.Scan(&d.slot, &sealed); err != nil {
			return d, err
		}
		d.body, err = openJSON[Body](tx.db.sealer, "body", sealed)
		return d, err
	}, "SELECT slot, sealed_body FROM outbox WHERE chat_id = ? AND state = 'uncertain' AND slot IS NOT NULL", c)
	for _, d := range list {
		if d.body.has(payload) {
			if err := tx.FoundSlot(c, d.slot, platformID); err != nil {
				return err
			}
		}
	}
	return err
}

func (b Body) has(payload string) bool {
	for _, row := range b.Buttons {
		for _, button := range row {
			if button.Payload == payload {
				return true
			}
		}
	}
	return false
}

// Standing is a message as it stands in a chat, under the platform's id.
type Standing struct {
	To        Chat
	MessageID string
	Body      Body
}

// Screens are the messages among the newest of the outbox that stand in chats of a platform, oldest first, a changed one in its newest form: for a platform that
// keeps no screens itself.
func (tx *Tx) Screens(platform string, limit int) ([]Standing, error) {
	list, err := all(tx, func(r row) (s Standing, err error) {
		var sealed []byte
		if err := r.Scan(&s.To.ID, &s.MessageID, &sealed); err != nil {
			return s, err
		}
		s.Body, err = openJSON[Body](tx.db.sealer, "body", sealed)
		return s, err
	}, `SELECT o.chat_id, o.message_id, o.sealed_body FROM outbox o JOIN chat c ON c.id = o.chat_id AND c.platform = ?1
		WHERE o.id > (SELECT coalesce(max(id), 0) FROM outbox) - ?2 AND o.state = 'sent' AND o.message_id IS NOT NULL ORDER BY o.id`, platform, limit)
	for i := range list {
		if err == nil {
			list[i].To, err = tx.Chat(list[i].To.ID)
		}
	}
	return list, err
}

// SaidSince tells whether a text was said in a chat since a moment, among its newest messages.
func (tx *Tx) SaidSince(c ChatID, text string, since time.Time) (bool, error) {
	type said struct {
		body Body
		at   int64
	}
	list, err := all(tx, func(r row) (s said, err error) {
		var sealed []byte
		if err := r.Scan(&sealed, &s.at); err != nil {
			return s, err
		}
		s.body, err = openJSON[Body](tx.db.sealer, "body", sealed)
		return s, err
	}, "SELECT sealed_body, created_at FROM outbox WHERE chat_id = ? ORDER BY id DESC LIMIT ?", c, lookedBack)
	return slices.ContainsFunc(list, func(s said) bool { return s.body.Text == text && s.at > since.UnixMilli() }), err
}

const lookedBack = 100 // messages of an hour
