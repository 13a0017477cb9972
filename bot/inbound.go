// Package bot is the way a message goes through the house: from a platform or the clock, through the loop and the store's writer, to
// the feature that knows what to do, and as committed rows to whoever delivers them.
package bot

import (
	"time"

	"smederij/store"
)

// Inbound is one thing that came in, decoded at the border. It is kept as JSON when it becomes a dead letter.
type Inbound struct {
	Key       string        `json:"key"` // the same for a repeat: a platform's update, a schedule's slot
	Platform  string        `json:"platform,omitempty"`
	Address   store.Address `json:"address"`
	Private   bool          `json:"private,omitempty"` // only the sender reads along
	From      string        `json:"from,omitempty"`    // the sender's id on the platform; "" when it does not say who
	MessageID string        `json:"message,omitempty"` // the platform's
	SentAt    time.Time     `json:"sent,omitzero"`     // when the person wrote: what "morgen" means
	Text      string        `json:"text,omitempty"`
	Full      bool          `json:"full,omitempty"`  // the text fills a message of this network, which cuts longer ones: the rest follows at once
	Media     *Media        `json:"media,omitempty"` // its caption, if any, is Text
	Press     *Press        `json:"press,omitempty"`
	Edited    bool          `json:"edited,omitempty"`   // a change to a message that came in before
	Reply     bool          `json:"reply,omitempty"`    // to a message of the bot
	Mention   bool          `json:"mention,omitempty"`  // the words name the bot
	Album     string        `json:"album,omitempty"`    // the same for pictures that were sent together
	Moved     *Address      `json:"moved,omitempty"`    // the chat at Address goes on under this one
	Standing  Standing      `json:"standing,omitempty"` // what the bot may do in this chat from now on, when that changed
	Signal    *Signal       `json:"signal,omitempty"`   // from the house itself
	Job       store.JobID   `json:"job,omitempty"`      // whose result this is, told by Signal
	Result    any           `json:"-"`                  // of the job; nil when it failed for good
	Raw       string        `json:"raw,omitempty"`      // what could not be decoded, as it came: it becomes a dead letter
}

// Media is what came with, or instead of, words.
type Media struct {
	Kind string `json:"kind"` // photo, voice, sticker, location or other
	Ref  string `json:"ref"`  // the platform's handle, opaque
}

// Standing is what the bot may do in a chat.
type Standing string

// The standings.
const (
	MayWrite Standing = "may_write"
	Muted    Standing = "muted" // it is there and cannot write
	Out      Standing = "out"   // it was removed, or somebody blocked it
)

// Press is a pressed button.
type Press struct {
	Payload string `json:"payload"`
}

// Signal is something the house tells its features: a schedule that is due, a message whose fate is unknown.
type Signal struct {
	Name    string `json:"name"`
	Subject int64  `json:"subject,omitempty"`
	Slot    string `json:"slot,omitempty"` // the local time that came due
}

// Signals of the house itself; their subject is the number of a row.
const (
	DeadLetterSignal = "dead_letter" // an input could not be handled; the dead letter
	UncertainSignal  = "uncertain"   // a message was perhaps posted and is not repeated; the message
	GoneSignal       = "gone"        // a chat cannot be reached; the chat
	RejectedSignal   = "rejected"    // the network will never show a message; the message
	StandsSignal     = "stands"      // the database failed for a while and stands again; the day, as 20061231
)

// FetchFileJob is the kind of the job that fetches a photo or recording. Its subject is the attachment, its result the cleaned file as
// bytes, or nil when there is none to be had.
const FetchFileJob = "fetch_file"

// TellSupportersJob is the kind of the job that tells supporters that an idea ended or goes on elsewhere, a portion at a time. Its subject is the idea.
const TellSupportersJob = "tell_supporters"

// ThankJob is the kind of the job that thanks those who stood beside an idea that is done, a portion at a time. Its subject is the report.
const ThankJob = "thank"

// FreeClaimsJob is the kind of the job that lets ideas fall free when their time with somebody is over. Its subject is such an idea.
const FreeClaimsJob = "free_claims"

// AskDoneJob is the kind of the job that goes on asking people whether an idea is really done. It has no subject.
const AskDoneJob = "ask_done"

// FileRenderer is the name under which messages refer to a kept file: "file:12".
const FileRenderer = "file"

// Notice answers a press where it was made, after commit. It is best effort: what matters is also a row.
type Notice struct {
	Text string // at most 190 characters
	Link string // start parameter that opens the private chat, or ""
}
