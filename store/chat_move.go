package store

import (
	"errors"
	"strconv"
	"time"
)

// MoveChat says that a chat goes on under another address, as a Telegram group does that becomes a supergroup. The chat keeps its
// row, and what is queued for it goes to the new address. What stands in the old place cannot be edited from the new one: the next
// version of each card is posted anew, except for a card that was perhaps posted, which still waits for a person. If somebody wrote
// from the new address before, the two rows become one, the older. Doing it again changes nothing.
func (tx *Tx) MoveChat(old, to Address, now time.Time) error {
	to.Platform = old.Platform
	if old == to {
		return nil
	}
	from, err := tx.KnownChat(old)
	if errors.Is(err, ErrNotFound) {
		return nil // it moved before
	}
	if err != nil {
		return err
	}
	if _, err := tx.exec("UPDATE slot SET message_id = NULL WHERE chat_id = ? AND lost = 0", from.ID); err != nil {
		return err
	}
	stays := from
	there, err := tx.KnownChat(to)
	if err == nil {
		stays, err = tx.joinChats(from, there, now)
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return err
	}
	sealed, err := sealJSON(tx.db.sealer, "address", to)
	if err != nil {
		return err
	}
	if _, err := tx.exec(`UPDATE chat SET find_address = ?, sealed_address = ?, purpose = ?, smederij_id = ?, gone_at = NULL, quiet_until = NULL
		WHERE id = ?`, tx.findAddress(to), sealed, null(stays.Purpose), null(stays.Smederij), stays.ID); err != nil {
		return err
	}
	return tx.audit(now, 0, "chat_moved", int64(stays.ID), "")
}

// joinChats makes one chat of two rows: the older goes on with all that waits and with the cards of both. The other stays behind,
// gone and without an address, because what was said there points at it.
func (tx *Tx) joinChats(from, there Chat, now time.Time) (stays Chat, err error) {
	stays, goes := from, there
	stands := "DO UPDATE SET message_id = excluded.message_id, lost = excluded.lost" // only a card at the new address can be edited
	if there.ID < from.ID {
		stays, goes, stands = there, from, "DO NOTHING"
	}
	if stays.Purpose == "" && !stays.Private() {
		stays.Purpose, stays.Smederij = goes.Purpose, goes.Smederij
	}
	for _, s := range []struct {
		query string
		args  []any
	}{
		{`UPDATE outbox SET state = 'withdrawn' WHERE chat_id IN (?1, ?2) AND state = 'queued' AND EXISTS (SELECT 1 FROM outbox n
			WHERE n.slot = outbox.slot AND n.chat_id IN (?1, ?2) AND n.state = 'queued' AND n.id > outbox.id)`, []any{stays.ID, goes.ID}},
		{"UPDATE outbox SET chat_id = ? WHERE chat_id = ? AND state = 'queued'", []any{stays.ID, goes.ID}},
		{"UPDATE outbox SET chat_id = ? WHERE chat_id = ? AND state = 'sending'", []any{stays.ID, goes.ID}},
		{"UPDATE outbox SET chat_id = ? WHERE chat_id = ? AND state = 'uncertain'", []any{stays.ID, goes.ID}},
		{`UPDATE own_post SET state = 'dropped', sealed_body = x'' WHERE chat_id = ?2 AND state = 'waiting' AND EXISTS (SELECT 1 FROM own_post n
			WHERE n.chat_id = ?1 AND n.kind = own_post.kind AND n.subject = own_post.subject AND n.state = 'waiting')`, []any{stays.ID, goes.ID}},
		{"UPDATE own_post SET chat_id = ? WHERE chat_id = ?", []any{stays.ID, goes.ID}},
		{`INSERT INTO slot (chat_id, slot, message_id, lost) SELECT ?, slot, message_id, lost FROM slot WHERE chat_id = ?
			ON CONFLICT (slot, chat_id) ` + stands, []any{stays.ID, goes.ID}},
		{"DELETE FROM slot WHERE chat_id = ?", []any{goes.ID}},
		{"UPDATE conversation SET chat_id = ? WHERE chat_id = ? AND ended_at IS NULL", []any{stays.ID, goes.ID}},
		{"UPDATE chat SET find_address = ?, purpose = NULL, smederij_id = NULL, gone_at = ? WHERE id = ?",
			[]any{tx.db.sealer.hash("joined", strconv.FormatInt(int64(goes.ID), 10)), now.UnixMilli(), goes.ID}},
	} {
		if _, err := tx.exec(s.query, s.args...); err != nil {
			return stays, err
		}
	}
	return stays, nil
}
