// Package flows holds the conversations as data and the pure engine that leads
// people through them. It does no I/O, has no clock and keeps nothing: whoever
// calls it passes the moment and the present Smederijen in Env, stores the
// State it returns, and says what the effects hold.
//
// A turn is Library.Step: state and input in, new state and effects out. The
// question somebody sees is a function of their state alone (see view.go), so a
// conversation survives any restart, and a button counts only when the question
// that stands now really offers it.
package flows

import "time"

// Limits that keep one conversation small, whatever its definition or its
// author does. The figures for messages are the tightest of both platforms.
const (
	MaxText    = 1800 // characters in one message
	MaxButtons = 6    // buttons under one message
	MaxLabel   = 24   // characters on one button
	MaxChoice  = 20   // bytes of one button's choice
	MaxAnswer  = 1000 // characters in one answer, unless the step says less

	maxPrompt   = 450       // characters of one text of a step
	maxSay      = 400       // characters kept free beside a summary
	maxSteps    = 48        // steps in one flow
	maxAsked    = 24        // questions among them: a line of each fits a summary
	maxChoices  = 30        // choices in one step
	maxVersions = 100       // versions of one flow
	maxID       = 16        // bytes of a step's or a choice's id: a button carries it
	maxTrail    = 100       // steps back somebody can go
	maxSequence = 1_000_000 // questions asked in one conversation
	maxMedia    = 10        // photos and recordings in one answer
	maxExcerpt  = 200       // characters of an answer in a summary or an echo
	minExcerpt  = 20        // as few as a summary of many answers shows
	maxOpen     = 6         // questions without an answer that a summary names
)

// Kind says how a step's answer is read.
type Kind string

// The kinds of steps. KindConfirm shows the summary and has one choice, which ends the flow. KindPart asks whether to go on with the
// steps up to the next part, which can be passed over and done later. KindNote is advice: it asks nothing, and has one button to go on.
const (
	KindText     Kind = "text"
	KindChoice   Kind = "choice"
	KindNumber   Kind = "number"
	KindEuro     Kind = "euro"
	KindDate     Kind = "date"
	KindCount    Kind = "count"
	KindPlace    Kind = "place" // where it is, in words; a postcode among them is read
	KindPhoto    Kind = "photo"
	KindSmederij Kind = "smederij"
	KindConfirm  Kind = "confirm"
	KindPart     Kind = "part"
	KindNote     Kind = "note"
)

var kinds = []Kind{KindText, KindChoice, KindNumber, KindEuro, KindDate, KindCount, KindPlace, KindPhoto, KindSmederij, KindConfirm,
	KindPart, KindNote}

// MediaKind is what came with, or instead of, words.
type MediaKind string

// The kinds of media. A step may accept the first two.
const (
	Photo    MediaKind = "photo"
	Voice    MediaKind = "voice"
	Sticker  MediaKind = "sticker"
	Location MediaKind = "location"
	Other    MediaKind = "other"
)

// atEnd is where a flow goes when it is done: the target of a branch and the step of a finished State.
const atEnd = "end"

// dateForm is how a date is kept in Answer.Value.
const dateForm = time.DateOnly

// Flow is one version of one conversation.
type Flow struct {
	Name    string   `toml:"name"`
	Version int      `toml:"version"`
	End     string   `toml:"end"` // the action when all is answered, carried out by the caller
	Steps   []Step   `toml:"step"`
	Upgrade *Upgrade `toml:"upgrade"` // how somebody on an older version goes on with this one

	source *source        // where errors point to
	index  map[string]int // step id → place in Steps
}

// Step is one question. Its texts are flow.<flow>.<id>.ask, .short, .help and
// .error; a choice's label is flow.<flow>.<id>.<choice>. The short form of a part is
// its name; a note has one text, flow.<flow>.<id>.note. Why a question cannot be
// skipped may stand under flow.<flow>.<id>_why.
type Step struct {
	ID       string      `toml:"id"`
	Kind     Kind        `toml:"kind"`
	Choices  []string    `toml:"choices"`
	Accepts  []MediaKind `toml:"accepts"`  // photo and voice count as the answer
	Free     bool        `toml:"free"`     // of a choice: a sentence that is none of the choices is an answer too, and so is what it accepts
	Rules    []string    `toml:"rules"`    // registered in Library.Rules
	Optional bool        `toml:"optional"` // overslaan is allowed
	Max      int         `toml:"max"`      // characters; 0 means MaxAnswer
	Unless   []string    `toml:"unless"`   // not asked when one of these questions got an answer in another conversation about the same subject
	Next     []Branch    `toml:"next"`     // first that holds; without one the next step in the file
}

// Branch leads to another step. An empty When always holds.
type Branch struct {
	When string `toml:"when"` // registered in Library.Predicates
	To   string `toml:"to"`   // a step's id, or "end"
}

// Upgrade maps a conversation of an older version onto the one it stands in.
// What it does not name keeps its id.
type Upgrade struct {
	From    int                          `toml:"from"`
	Steps   map[string]string            `toml:"steps"`   // old id → new id; "" means removed
	Choices map[string]map[string]string `toml:"choices"` // by new step id: old choice → new; "" means removed
}

// Answer is what somebody said to one question. The zero Answer means the
// question was skipped.
type Answer struct {
	Text  string  `json:"text,omitempty"`  // as written, all of it: a value may say less
	Value string  `json:"value,omitempty"` // as read: cents, 2026-12-01, 25, 7901 AB, a Smederij's code, a choice
	Media []Media `json:"media,omitempty"`
}

// Skipped reports whether the question was passed over.
func (a Answer) Skipped() bool { return a.Text == "" && a.Value == "" && len(a.Media) == 0 }

// Media is a photo, a recording or anything else that is no text.
type Media struct {
	Kind  MediaKind `json:"kind"`
	Ref   string    `json:"ref,omitempty"`   // only the caller knows what it means
	Album string    `json:"album,omitempty"` // photos sent together carry the same one
}

// Input is what somebody did: wrote words, sent media, or pressed a button.
type Input struct {
	Text     string
	Choice   string // of the pressed button; "" for a message
	Sequence int    // of the question the button belongs to
	Media    *Media
}

// Rule looks at an answer to a step that names it, beside what was said before.
// It may tidy the answer; false means the answer does not do, and the rule's own
// text flow.engine.rule.<name> is said, or the step's error text when it has none.
type Rule func(env Env, a Answer, said map[string]Answer) (Answer, bool)

// Predicate decides whether a branch is taken.
type Predicate func(env Env, answers map[string]Answer) bool
