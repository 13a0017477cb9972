package flows

import (
	"fmt"
	"slices"
)

// Upgrade brings a conversation to the newest version that upgrade maps lead
// to; without a map it stays where it is and the person finishes on the old
// version. It reports whether the conversation moved: its buttons are stale
// then, and Resume puts the question in its new words.
func (l *Library) Upgrade(s State) (State, bool, error) {
	if s.Ended() {
		return s, false, nil
	}
	f, _, err := l.open(s)
	if err != nil {
		return s, false, fmt.Errorf("upgrade: %w", err)
	}
	moved := false
	for newer := l.successor(f); newer != nil; newer = l.successor(newer) {
		s = newer.adopt(s)
		moved = true
	}
	return s, moved, nil
}

// successor is the newest version with a map from f.
func (l *Library) successor(f *Flow) *Flow {
	for _, newer := range slices.Backward(l.flows[f.Name]) {
		if newer.Upgrade != nil && newer.Upgrade.From == f.Version {
			return newer
		}
	}
	return nil
}

// adopt moves a state of the version before into f.
func (f *Flow) adopt(s State) State {
	old := s
	s = s.at(f.Upgrade.renamed(s.Step))
	if _, ok := f.index[s.Step]; !ok {
		s.Step, s.Lost = f.Steps[0].ID, true
	}
	s.Version = f.Version
	s.Sequence++ // buttons may name choices that mean something else now
	s.Answers, s.Trail = nil, nil
	for id, a := range old.Answers {
		i, ok := f.index[f.Upgrade.renamed(id)]
		if !ok {
			continue
		}
		step := &f.Steps[i]
		if step.Kind == KindChoice && !a.Skipped() {
			if to, named := f.Upgrade.Choices[step.ID][a.Value]; named {
				a.Value = to
			}
			if !step.has(a.Value) { // no choice any more: the question is open again
				continue
			}
		}
		s = s.with(step.ID, a)
	}
	for _, id := range old.Trail {
		id = f.Upgrade.renamed(id)
		if _, ok := f.index[id]; ok && id != s.Step && !slices.Contains(s.Trail, id) {
			s.Trail = append(s.Trail, id)
		}
	}
	return s
}

// renamed is the new id of a step; "" when it was removed.
func (u *Upgrade) renamed(id string) string {
	if to, ok := u.Steps[id]; ok {
		return to
	}
	return id
}
