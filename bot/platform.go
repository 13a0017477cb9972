package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"smederij/store"
)

// Platform is a chat network. No type of its library leaves its folder.
type Platform interface {
	// Name is the platform in addresses and accounts.
	Name() string
	// Run hands what comes in to the receiver until ctx ends. What was handed over is confirmed to the network only when done was
	// called without an error.
	Run(ctx context.Context, to Receiver) error
	// Send shows a message, or edits one, and returns the network's id of it. An error is a [*SendError].
	Send(ctx context.Context, out Outgoing) (messageID string, err error)
}

// Paced is a platform whose network says how fast may be written to it. Without it there is no limit.
type Paced interface {
	Limits() Limits
}

// Limits of a network. A zero is no limit.
type Limits struct {
	PerSecond int           // messages a second over all chats
	PerChat   time.Duration // one message a chat in this time, after a burst
	Burst     int           // messages that may come to a chat at once after a silence
	PerGroup  int           // messages in any minute to a chat that is not private
}

// Fetcher is a platform that can fetch what somebody sent: the file behind [Media.Ref]. One that is larger than limit bytes is not
// fetched. An error is a [*SendError] that tells whether trying again makes sense.
type Fetcher interface {
	Fetch(ctx context.Context, ref string, limit int64) (data []byte, err error)
}

// Receiver takes what comes in. It keeps the order and may wait while the house is full; done is called once, after the commit.
type Receiver interface {
	Receive(ctx context.Context, in Inbound, done func(Notice, error)) error
}

// A platform imports this package alone; what it meets of the rows has these names here.
type (
	Address     = store.Address // where a message goes, or came from
	ShownButton = store.Button  // a button as people see it
)

// Outgoing is a message on its way to one platform.
type Outgoing struct {
	To         store.Address
	Private    bool
	Body       store.Body
	Attachment *Attachment // shown above the words, or nil
	EditOf     string      // the network's id of the message to edit, or ""
	Cause      string      // key of the input it answers
}

// Attachment is a file that is shown with a message.
type Attachment struct {
	Kind AttachmentKind
	Name string // of the file, as people see it
	Data []byte
}

// ErrNoAttachment says that a file can never be made: the words go without it.
var ErrNoAttachment = errors.New("there is no such attachment")

// AttachmentKind is how a file is shown.
type AttachmentKind string

// The kinds.
const (
	AsPhoto    AttachmentKind = "photo"
	AsVoice    AttachmentKind = "voice"
	AsDocument AttachmentKind = "document"
)

// Fate is what is known of a message after sending failed.
type Fate int

// The fates.
const (
	NotSent  Fate = iota // certainly not shown: try again
	Doubtful             // perhaps shown
	Refused              // the network will never take this one
	Gone                 // the network cannot reach this chat any more
	Vanished             // the message to edit was taken away
)

// SendError tells what became of a message.
type SendError struct {
	Fate  Fate
	Retry time.Duration // not before, when the network said so; then it was no attempt
	Moved *Address      // the chat goes on under this address: try again there
	Err   error
}

func (e *SendError) Error() string { return fmt.Sprintf("send: %v", e.Err) }

func (e *SendError) Unwrap() error { return e.Err }
