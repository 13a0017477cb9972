package flows

import (
	"fmt"
	"slices"

	"smederij/locales"
)

// next is the place in Steps of the question after step i, without those that were answered elsewhere; len(Steps) is the end.
func (t *turn) next(i int) (int, error) {
	to, err := t.after(i)
	for err == nil && to < len(t.flow.Steps) && slices.Contains(t.s.Passed, t.flow.Steps[to].ID) {
		to, err = t.after(to)
	}
	return to, err
}

// passed are the questions that what was told elsewhere answers.
func (f *Flow) passed(told map[string]Answer) (steps []string) {
	for _, s := range f.Steps {
		if slices.ContainsFunc(s.Unless, func(other string) bool { a, ok := told[other]; return ok && !a.Skipped() }) {
			steps = append(steps, s.ID)
		}
	}
	return steps
}

// after is the place in Steps to which step i leads.
func (t *turn) after(i int) (int, error) {
	if s := &t.flow.Steps[i]; s.Kind == KindPart && t.s.Answers[s.ID].Value == partSkip {
		return t.flow.behindPart(i), nil
	}
	for _, b := range t.flow.Steps[i].Next {
		if b.When != "" {
			holds := t.l.Predicates[b.When]
			if holds == nil {
				return 0, fmt.Errorf("predicate %q is not registered", b.When)
			}
			if !holds(t.env, t.s.Answers) {
				continue
			}
		}
		if to, ok := t.flow.index[b.To]; ok {
			return to, nil
		}
		return len(t.flow.Steps), nil
	}
	return i + 1, nil
}

// path is the way through the flow with the answers of now, the confirm step
// included.
func (t *turn) path() ([]int, error) {
	path := make([]int, 0, len(t.flow.Steps))
	for i := 0; i < len(t.flow.Steps); {
		if len(path) == len(t.flow.Steps) {
			return nil, fmt.Errorf("the path of %s goes round", t.flow)
		}
		path = append(path, i)
		next, err := t.next(i)
		if err != nil {
			return nil, err
		}
		i = next
	}
	return path, nil
}

// open is the first question on the path without an answer that holds. Found
// is false when none is open.
func (t *turn) open(path []int) (step int, found bool) {
	for _, i := range path {
		s := &t.flow.Steps[i]
		if s.Kind == KindConfirm {
			continue
		}
		if a, ok := t.s.Answers[s.ID]; !ok || !t.holds(s, a) {
			return i, true
		}
	}
	return 0, false
}

// holds reports whether an answer can stand: it fits its step, and the rules
// beside what was said since.
func (t *turn) holds(s *Step, a Answer) bool {
	if !s.fits(t.env, a) {
		return false
	}
	_, broken, err := t.rules(s, a)
	return broken == "" && err == nil
}

// sayBroken tells why an answer of before is asked for again: what was said
// since does not go with it.
func (t *turn) sayBroken(i int) {
	s := &t.flow.Steps[i]
	_, broken, err := t.rules(s, t.s.Answers[s.ID])
	if own := keyRule + broken; err == nil && broken != "" && t.env.catalog().Has(own) {
		t.say(locales.T(own))
	}
}

// advance goes on after an answer. Nobody comes to the summary or the end with
// a question open: not after an upgrade, nor when a changed answer opened
// another way. Who came from the summary goes back there at once.
func (t *turn) advance() error {
	path, err := t.path()
	if err != nil {
		return err
	}
	next, err := t.next(t.flow.index[t.s.Step])
	if err != nil {
		return err
	}
	end := len(t.flow.Steps)
	if t.s.Return || next == end || t.flow.Steps[next].Kind == KindConfirm {
		if open, found := t.open(path); found {
			next, t.s.Return = open, true
			t.sayBroken(open)
		} else if t.s.Return {
			next = t.flow.summaryOn(path)
		}
	}
	t.s = t.s.push()
	if next == end {
		return t.finish()
	}
	return t.moveTo(t.flow.Steps[next].ID)
}

// send ends the flow from its summary, unless an answer stopped fitting in the
// meantime: a Smederij that is no more, for example.
func (t *turn) send() error {
	path, err := t.path()
	if err != nil {
		return err
	}
	open, found := t.open(path)
	if !found {
		return t.finish()
	}
	t.s = t.s.push()
	t.s.Return = true
	return t.moveTo(t.flow.Steps[open].ID)
}

// find goes on where an upgrade left somebody without a step: at the first
// open question, else the summary, else the last question.
func (t *turn) find() error {
	path, err := t.path()
	if err != nil {
		return err
	}
	to, found := t.open(path)
	if !found {
		to = path[len(path)-1]
	}
	t.s.Lost = false
	return t.moveTo(t.flow.Steps[to].ID)
}

func (t *turn) finish() error {
	t.s = t.s.at(atEnd)
	t.s.Return = false
	t.effects = append(t.effects, End{t.flow.End})
	return nil
}

// summaryOn is the confirm step on a path, or the end when it has none.
func (f *Flow) summaryOn(path []int) int {
	for _, i := range path {
		if f.Steps[i].Kind == KindConfirm {
			return i
		}
	}
	return len(f.Steps)
}

func (f *Flow) confirms(step string) bool {
	i, ok := f.index[step]
	return ok && f.Steps[i].Kind == KindConfirm
}
