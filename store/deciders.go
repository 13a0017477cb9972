package store

import (
	"slices"
	"time"
)

// has tells whether somebody has this part in an idea.
func (tx *Tx) has(p PersonID, w Who, i Idea) (bool, error) {
	if w == Author {
		if p == i.Author || p == i.EnteredBy && i.State == Draft {
			return true, nil
		}
		lead, err := tx.Lead(i) // for an author who is not here yet
		return p == lead, err
	}
	people, err := tx.Deciders(w, i)
	return slices.Contains(people, p), err
}

// plays tells whether somebody has this part in an idea now.
func (tx *Tx) plays(p PersonID, w Who, i Idea, now time.Time) (bool, error) {
	if w != Reviewer {
		return tx.has(p, w, i)
	}
	people, err := tx.Reviewers(i, now)
	return slices.Contains(people, p), err
}

// Reviewers are those who may answer on an idea now. Where the volunteers let the promised day pass the coordinators may too: no idea
// waits behind a promised date for nobody.
func (tx *Tx) Reviewers(i Idea, now time.Time) ([]PersonID, error) {
	people, err := tx.Deciders(Reviewer, i)
	if err != nil || !i.Late(now) {
		return people, err
	}
	managers, err := tx.Deciders(Manager, i)
	return append(people, managers...), err
}

// Deciders are those who may make the moves of a part (any but the author's) on an idea.
func (tx *Tx) Deciders(w Who, i Idea) ([]PersonID, error) {
	_, people, err := tx.DecidingRole(w, i)
	return people, err
}

// DecidingRole is the role on whose holders an idea waits: nobody who carries it or wrote it down, and nobody who cannot be reached, as long as
// somebody else can: no idea waits for nobody. Where two roles decide side by side it is the first that somebody holds.
func (tx *Tx) DecidingRole(w Who, i Idea) (Role, []PersonID, error) {
	for _, roles := range parts[w] {
		var first Role
		var people []PersonID
		for _, r := range roles {
			holders, err := tx.reachable(r, i)
			if err != nil {
				return r, nil, err
			}
			if len(people) == 0 {
				first = r
			}
			people = append(people, holders...)
		}
		if len(people) > 0 {
			slices.Sort(people)
			return first, slices.Compact(people), nil
		}
	}
	return Operator, nil, nil
}

// reachable are the holders of a role, without those who carry or carried it or wrote it down, to whom an idea can be brought: by the volunteers' chat of its Smederij,
// by the chat of the steering group, or in a private chat.
func (tx *Tx) reachable(r Role, i Idea) ([]PersonID, error) {
	return all(tx, id[PersonID], `SELECT DISTINCT r.person_id FROM role r WHERE r.until IS NULL AND r.role = ?1 AND r.person_id <> ?3 AND r.person_id <> ?4
		AND NOT EXISTS (SELECT 1 FROM idea_member m WHERE m.idea_id = ?5 AND m.person_id = r.person_id)
		AND (r.smederij_id = ?2 OR r.smederij_id IS NULL)
		AND (EXISTS (SELECT 1 FROM chat c WHERE c.person_id = r.person_id AND c.gone_at IS NULL)
			OR ?1 = 'volunteer' AND EXISTS (SELECT 1 FROM chat c WHERE c.purpose = 'volunteers' AND c.smederij_id = ?2 AND c.gone_at IS NULL)
			OR ?1 = 'steering' AND EXISTS (SELECT 1 FROM chat c WHERE c.purpose = 'steering' AND c.gone_at IS NULL))
		ORDER BY r.person_id`, r, i.Smederij, i.Author, i.EnteredBy, i.ID)
}
