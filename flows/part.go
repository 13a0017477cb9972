package flows

import "smederij/locales"

// A long flow is cut into parts. Each begins with a step that asks whether to
// go on with it, so that it can be passed over, or done another day.

// What a part or a note is answered with.
const (
	partGo   = "go"
	partSkip = "skip"
	noteRead = "read"
)

// asks reports whether a step is a question about the subject itself.
func (s *Step) asks() bool { return s.Kind != KindConfirm && s.Kind != KindPart && s.Kind != KindNote }

// behindPart is where the steps of the part that begins at i are over.
func (f *Flow) behindPart(i int) int {
	for n := i + 1; n < len(f.Steps); n++ {
		if k := f.Steps[n].Kind; k == KindPart || k == KindConfirm {
			return n
		}
	}
	return len(f.Steps)
}

// parts are the places in Steps where a part begins.
func (f *Flow) parts() (begins []int) {
	for i := range f.Steps {
		if f.Steps[i].Kind == KindPart {
			begins = append(begins, i)
		}
	}
	return begins
}

// partOf is the number of the part in which a step stands, counted from 1; 0
// for one before the first part, and for the summary.
func (f *Flow) partOf(i int) int {
	number := 0
	for _, begin := range f.parts() {
		if begin <= i {
			number++
		}
	}
	if number > 0 && f.Steps[i].Kind == KindConfirm {
		return 0
	}
	return number
}

// progress says where on their way somebody is: among the questions of the
// flow, or of its part. Who only changes an answer is on no way, and advice is
// no question.
func (t *turn) progress() ([]locales.Text, error) {
	here, parts := t.flow.index[t.s.Step], len(t.flow.parts())
	part := t.flow.partOf(here)
	if t.step.Kind == KindPart {
		return []locales.Text{locales.T(keyPart, "n", part, "of", parts, "name", t.flow.short(t.s.Step))}, nil
	}
	path, err := t.path()
	if err != nil || t.s.Return {
		return nil, err
	}
	number, total := 0, 0
	for _, i := range path {
		if !t.flow.Steps[i].asks() || t.flow.partOf(i) != part {
			continue
		}
		total++
		if i == here {
			number = total
		}
	}
	switch {
	case number == 0:
		return nil, nil
	case part > 0:
		return []locales.Text{locales.T(keyInPart, "part", part, "parts", parts, "n", number, "of", total)}, nil
	case total > 1:
		return []locales.Text{locales.T(keyProgress, "n", number, "of", total)}, nil
	}
	return nil, nil
}

// readPart takes yes for going on. A no may mean this part or the whole
// conversation: its buttons say which.
func (t *turn) readPart(yes bool) error {
	if yes {
		return t.onward(partGo)
	}
	return t.unread()
}

// onward goes on from a part or a note.
func (t *turn) onward(value string) error {
	if value == partSkip {
		t.say(locales.T(keyPassBy))
	}
	return t.accept(Answer{Value: value}, false)
}
