package store

import "time"

// Told is the event of an author who told more about an idea, something that its cards show.
const Told EventKind = "told"

// TakesMore tells whether an author can still tell more about an idea in this state: until somebody decides on the money.
func (s State) TakesMore() bool { return s == Draft || s == Submitted || s == Asked || s == Accepted }

// KeepMore keeps what an author tells about an idea beside its short start: the answers that changed. It is no move and makes no
// revision, so a button that somebody has before them still decides. It is refused to others than the author, and when the idea takes
// no more.
func (tx *Tx) KeepMore(by PersonID, id IdeaID, changed []Answer, now time.Time) error {
	i, err := tx.Idea(id)
	switch {
	case err != nil:
		return err
	case i.Author != by:
		return refuse(NotYours, id)
	case !i.State.TakesMore():
		return refuse(WrongState, id)
	}
	if i.State == Draft { // it is kept for some time after its last answer
		if _, err := tx.exec("UPDATE idea SET moved_at = ? WHERE id = ?", now.UnixMilli(), id); err != nil {
			return err
		}
	}
	return tx.keepAnswers(id, changed)
}

// CardTold lets those hear who keep cards up to date that what was told shows on them.
func (tx *Tx) CardTold(by PersonID, id IdeaID, now time.Time) {
	tx.emit(Event{Kind: Told, Idea: id, By: by, At: now})
}
