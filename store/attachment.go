package store

import (
	"fmt"
	"strings"
	"time"
)

// AttachmentID is the internal number of an attachment.
type AttachmentID int64

// Attachment is a photo or voice message that belongs to an answer. It is fetched from the platform it came by, cleaned, and kept
// sealed with the idea.
type Attachment struct {
	ID       AttachmentID
	Idea     IdeaID
	Question string
	Kind     string // photo or voice
	Platform string
	Ref      string // the platform's handle, opaque
	State    FileState
	Shown    bool // the author said yes: the group may see it
}

// FileState is how far a file is.
type FileState string

// The states.
const (
	FileWaiting FileState = "waiting" // to be fetched
	FileKept    FileState = "kept"
	FileLost    FileState = "lost" // it cannot be fetched, or is no photo or recording
)

// Kept is the event of a file that was fetched.
const Kept EventKind = "kept"

const attachmentColumns = `SELECT id, idea_id, question, kind, platform, sealed_ref, state, shown_at IS NOT NULL FROM attachment `

func (tx *Tx) scanAttachment(r row) (a Attachment, err error) {
	var sealed []byte
	if err := r.Scan(&a.ID, &a.Idea, &a.Question, &a.Kind, &a.Platform, &sealed, &a.State, &a.Shown); err != nil {
		return a, err
	}
	plain, err := tx.db.sealer.open("file", sealed)
	a.Ref = string(plain)
	return a, err
}

// Attach makes these the attachments of an answer, and returns those that are new; the same one twice counts once.
func (tx *Tx) Attach(id IdeaID, question string, list []Attachment, now time.Time) (added []AttachmentID, err error) {
	have, err := all(tx, tx.scanAttachment, attachmentColumns+"WHERE idea_id = ? AND question = ?", id, question)
	if err != nil {
		return nil, err
	}
	for _, old := range have {
		if !holds(list, old) {
			if err := tx.detach(old.ID); err != nil {
				return nil, err
			}
		}
	}
	for _, a := range list {
		if holds(have, a) {
			continue
		}
		if _, err := tx.exec("UPDATE house SET attachments = attachments + 1"); err != nil { // a number is never used again
			return nil, err
		}
		n, err := tx.insert(`INSERT INTO attachment (id, idea_id, question, kind, platform, find_file, sealed_ref, created_at)
			SELECT attachments, ?, ?, ?, ?, ?, ?, ? FROM house`,
			id, question, a.Kind, a.Platform, tx.db.sealer.hash("file", a.Ref), tx.db.sealer.seal("file", []byte(a.Ref)), now.UnixMilli())
		if err != nil {
			return nil, err
		}
		have, added = append(have, a), append(added, AttachmentID(n))
	}
	return added, nil
}

func holds(list []Attachment, a Attachment) bool {
	for _, b := range list {
		if a.Ref == b.Ref {
			return true
		}
	}
	return false
}

func (tx *Tx) detach(id AttachmentID) error {
	if _, err := tx.exec("DELETE FROM file WHERE attachment_id = ?", id); err != nil {
		return err
	}
	_, err := tx.exec("DELETE FROM attachment WHERE id = ?", id)
	return err
}

// Attachments are the photos and voice messages that tell of an idea, oldest first.
func (tx *Tx) Attachments(id IdeaID) ([]Attachment, error) {
	return all(tx, tx.scanAttachment, attachmentColumns+"WHERE idea_id = ? AND question NOT LIKE 'receipt.%' ORDER BY id", id)
}

// Receipts are the photos that came with payments for an idea, oldest first. They may hold names: only those see them who manage money.
func (tx *Tx) Receipts(id IdeaID) ([]Attachment, error) {
	return all(tx, tx.scanAttachment, attachmentColumns+"WHERE idea_id = ? AND question LIKE 'receipt.%' AND state = 'kept' ORDER BY id", id)
}

// ReceiptQuestion is under what the receipt of a payment is kept.
func ReceiptQuestion(o OrderID) string { return fmt.Sprintf("receipt.%d", o) }

// Receipt is the payment that a photo belongs to; false when it tells of the idea itself.
func (a Attachment) Receipt() (o OrderID, ok bool) {
	_, err := fmt.Sscanf(a.Question, "receipt.%d", &o)
	return o, err == nil
}

// AttachmentsTo are the photos and voice messages with one answer, oldest first.
func (tx *Tx) AttachmentsTo(id IdeaID, question string) ([]Attachment, error) {
	return all(tx, tx.scanAttachment, attachmentColumns+"WHERE idea_id = ? AND question = ? ORDER BY id", id, question)
}

// receiptPrefix begins the questions whose photos are receipts.
const receiptPrefix = "receipt."

// IsReceipt tells whether a photo is of a receipt. That may hold names: only those see it who manage money, and never a group.
func (a Attachment) IsReceipt() bool { return strings.HasPrefix(a.Question, receiptPrefix) }

// Attachment reads one; [ErrNotFound] when its answer was changed since.
func (tx *Tx) Attachment(id AttachmentID) (Attachment, error) {
	return one(tx, tx.scanAttachment, attachmentColumns+"WHERE id = ?", id)
}

// KeepFile keeps what was fetched. It tells false when the attachment is gone, or has its file already.
func (tx *Tx) KeepFile(id AttachmentID, data []byte, now time.Time) (bool, error) {
	n, err := tx.exec("UPDATE attachment SET state = 'kept' WHERE id = ? AND state = 'waiting'", id)
	if err != nil || n == 0 {
		return false, err
	}
	if _, err := tx.exec("INSERT INTO file (attachment_id, sealed_data) VALUES (?, ?)", id, tx.db.sealer.seal("data", data)); err != nil {
		return false, err
	}
	a, err := tx.Attachment(id)
	if err == nil {
		tx.emit(Event{Kind: Kept, Idea: a.Idea, File: id, At: now})
	}
	return true, err
}

// LoseFile keeps that an attachment cannot be fetched. It tells false when the attachment is gone.
func (tx *Tx) LoseFile(id AttachmentID) (bool, error) {
	n, err := tx.exec("UPDATE attachment SET state = 'lost' WHERE id = ? AND state = 'waiting'", id)
	return n == 1, err
}

// ShowFile keeps the author's yes: the group may see this one.
func (tx *Tx) ShowFile(id AttachmentID, now time.Time) error {
	_, err := tx.exec("UPDATE attachment SET shown_at = ? WHERE id = ?", now.UnixMilli(), id)
	return err
}

// HideFile takes that yes back.
func (tx *Tx) HideFile(id AttachmentID) error {
	_, err := tx.exec("UPDATE attachment SET shown_at = NULL WHERE id = ?", id)
	return err
}

// File is a photo or recording as it is kept; [ErrNotFound] when it was not fetched, or is gone.
func (tx *Tx) File(id AttachmentID) (data []byte, err error) {
	sealed, err := one(tx, func(r row) (b []byte, err error) { return b, r.Scan(&b) }, "SELECT sealed_data FROM file WHERE attachment_id = ?", id)
	if err != nil {
		return nil, err
	}
	return tx.db.sealer.open("data", sealed)
}
