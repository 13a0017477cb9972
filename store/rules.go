package store

import "slices"

// Move is one step in the life of an idea.
type Move string

// The moves of DOMAIN.md's table. Correct, Release, HandIn, Relocate and Retrack keep the state.
const (
	Submit   Move = "submit"   // the author sends it in
	Correct  Move = "correct"  // the author changes it, until someone picks it up
	Ask      Move = "ask"      // a reviewer asks the author something
	Reply    Move = "reply"    // the author answers
	Accept   Move = "accept"   // it fits the rules
	Decline  Move = "decline"  // it does not
	Refer    Move = "refer"    // it is a report for the gemeente (rule 3)
	Appeal   Move = "appeal"   // the author goes to the steering group
	Uphold   Move = "uphold"   // the steering group agrees with the author
	Reject   Move = "reject"   // the steering group agrees with the volunteers; final
	Merge    Move = "merge"    // it goes on inside another idea
	Grant    Move = "grant"    // money is held for it
	Pay      Move = "pay"      // some of that is paid out; with the first payment it is underway
	Release  Move = "release"  // some of that goes back to the pot
	Pass     Move = "pass"     // no money this time
	Adopt    Move = "adopt"    // the steering group goes on with a lange klap
	Shelve   Move = "shelve"   // the steering group does not, now
	Reopen   Move = "reopen"   // back on the list for a next round
	Begin    Move = "begin"    // people start
	HandIn   Move = "report"   // the lead tells how it went
	Finish   Move = "finish"   // the lead's report was seen
	Resume   Move = "resume"   // it was not done after all
	Withdraw Move = "withdraw" // the author takes it back
	Stop     Move = "stop"     // a coordinator ends it
	Relocate Move = "relocate" // to another Smederij, with a new reference
	Retrack  Move = "retrack"  // to the lange klap, or back
)

// Who is somebody's part in a move.
type Who string

// The parts. Nobody but the author acts on their own idea.
const (
	Author   Who = "author"
	Reviewer Who = "reviewer" // a volunteer; where there is none a coordinator, and without those the operator
	Manager  Who = "manager"  // a coordinator; without one the operator
	Guide    Who = "guide"    // a volunteer or a coordinator; without any the operator
	Steering Who = "steering" // the steering group, or a coordinator who records its advice; without any the operator
)

// parts are the roles that may play a part, in turn: the next line only when nobody holds a role of the one before.
var parts = map[Who][][]Role{
	Reviewer: {{Volunteer}, {Coordinator}, {Operator}},
	Manager:  {{Coordinator}, {Operator}},
	Guide:    {{Volunteer, Coordinator}, {Operator}},
	Steering: {{SteeringGroup, Coordinator}, {Operator}},
}

// Rule is one line of the table: who may make a move from which states, and what it needs.
type Rule struct {
	Move     Move
	From     []State
	To       State // "" keeps the state
	By       Who
	Needs    []Need
	Decision bool // can be undone, and tells nobody until that time is over
}

// Need is something a move cannot do without.
type Need string

// The needs, each a field of [Detail].
const (
	NeedsCriterion Need = "criterion"
	NeedsWords     Need = "words"
	NeedsAmount    Need = "amount"
	NeedsSmederij  Need = "smederij"
	NeedsTrack     Need = "track"
	NeedsIdea      Need = "idea"
)

// Rules is the life of an idea, line by line as DOMAIN.md tells it.
var Rules = []Rule{
	{Move: Submit, From: []State{Draft}, To: Submitted, By: Author},
	{Move: Correct, From: []State{Submitted}, By: Author},
	{Move: Ask, From: []State{Submitted}, To: Asked, By: Reviewer, Needs: []Need{NeedsWords}},
	{Move: Reply, From: []State{Asked}, To: Submitted, By: Author, Needs: []Need{NeedsWords}},
	{Move: Accept, From: []State{Submitted}, To: Accepted, By: Reviewer, Decision: true},
	{Move: Decline, From: []State{Submitted}, To: Declined, By: Reviewer, Needs: []Need{NeedsCriterion, NeedsWords}, Decision: true},
	{Move: Refer, From: []State{Submitted}, To: Declined, By: Reviewer, Decision: true},
	{Move: Appeal, From: []State{Declined}, To: Appealed, By: Author},
	{Move: Uphold, From: []State{Appealed}, To: Accepted, By: Steering, Decision: true},
	{Move: Reject, From: []State{Appealed}, To: Declined, By: Steering, Needs: []Need{NeedsWords}, Decision: true},
	{Move: Merge, From: []State{Submitted, Accepted}, To: Merged, By: Author, Needs: []Need{NeedsIdea}},
	{Move: Grant, From: []State{Accepted}, To: Granted, By: Manager, Needs: []Need{NeedsAmount}, Decision: true},
	{Move: Pay, From: []State{Granted, Underway}, To: Underway, By: Manager, Needs: []Need{NeedsAmount}, Decision: true},
	{Move: Release, From: []State{Granted, Underway}, By: Manager, Needs: []Need{NeedsAmount}, Decision: true},
	{Move: Pass, From: []State{Accepted}, To: NotGranted, By: Manager, Needs: []Need{NeedsWords}, Decision: true},
	{Move: Adopt, From: []State{Accepted}, To: Underway, By: Steering, Needs: []Need{NeedsWords}, Decision: true},
	{Move: Shelve, From: []State{Accepted}, To: NotGranted, By: Steering, Needs: []Need{NeedsWords}, Decision: true},
	{Move: Reopen, From: []State{NotGranted}, To: Accepted, By: Manager, Decision: true},
	{Move: Begin, From: []State{Granted}, To: Underway, By: Author},
	{Move: HandIn, From: []State{Underway}, By: Author},
	{Move: Finish, From: []State{Underway}, To: Done, By: Manager, Decision: true},
	{Move: Resume, From: []State{Done}, To: Underway, By: Manager, Decision: true},
	{Move: Withdraw, From: []State{Draft, Submitted, Asked, Accepted, Appealed}, To: Withdrawn, By: Author},
	{Move: Stop, From: []State{Granted, Underway}, To: Stopped, By: Manager, Needs: []Need{NeedsWords}, Decision: true},
	{Move: Relocate, From: []State{Submitted, Accepted}, By: Guide, Needs: []Need{NeedsSmederij}},
	{Move: Retrack, From: []State{Submitted, Accepted}, By: Guide, Needs: []Need{NeedsTrack}},
}

// ByManager tells whether those make a move who manage money and see to it that ideas get done.
func (m Move) ByManager() bool {
	return slices.ContainsFunc(Rules, func(r Rule) bool { return r.Move == m && r.By == Manager })
}

// OfMoney tells whether a move is about the money of an idea.
func (m Move) OfMoney() bool {
	switch m {
	case Grant, Pass, Pay, Release, Stop:
		return true
	}
	return false
}

// Detail is what a move says beyond its name.
type Detail struct {
	Revision  int64 // of the idea when the button was drawn; 0 when no button was
	Criterion int   // 1 to 8
	Words     string
	Amount    Cents
	Smederij  SmederijID
	Track     Track
	Into      IdeaID
	Order     OrderID  // Grant, Pay, Release: what it carries out
	Title     string   // Correct: the title as it is now
	Answers   []Answer // Correct: the answers that changed; HandIn: those of the report
}

// Why a move is refused.
const (
	NotYours     Reason = "not_yours"      // not by somebody of this role
	OwnIdea      Reason = "own_idea"       // nobody decides on their own idea
	WrongState   Reason = "wrong_state"    // not from where the idea stands
	Overtaken    Reason = "overtaken"      // somebody was earlier
	Changed      Reason = "changed"        // the idea changed after the button was drawn
	PickedUp     Reason = "picked_up"      // somebody else is at it
	TooLate      Reason = "too_late"       // the time for it is over
	FinalAnswer  Reason = "final"          // the steering group has answered
	Incomplete   Reason = "incomplete"     // something is missing
	LongIdea     Reason = "long_idea"      // its coordinator decides on the yearly pot, and a lange klap gets nothing from that
	ShortIdea    Reason = "short_idea"     // the steering group decides on a lange klap only
	Held         Reason = "held"           // a decision can still be undone, and nobody was told
	OverPot      Reason = "over_pot"       // the pot has less than that
	OverHeld     Reason = "over_held"      // less than that is held for the idea
	OverAsked    Reason = "over_asked"     // the author asks less than that
	UnderMinimum Reason = "under_minimum"  // with so little it cannot go ahead, its author says
	Absurd       Reason = "absurd"         // more than anybody means
	Nothing      Reason = "nothing"        // no amount at all, or less
	OtherYear    Reason = "other_year"     // it was shown in a year that is over
	MoneyGone    Reason = "money_gone"     // it went on already and cannot be taken back
	NotPutRight  Reason = "not_put_right"  // this entry is put right in another way, or was already
	NoSecond     Reason = "no_second"      // a second coordinator is needed, and it cannot be the same one
	Alone        Reason = "alone"          // a second coordinator is needed, and there is none
	NoOffer      Reason = "no_offer"       // the other author has not agreed
	AlreadyTold  Reason = "already_told"   // too late to undo: people know
	AlreadyTaken Reason = "already_undone" // somebody undid it already
)
