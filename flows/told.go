package flows

import (
	"fmt"
	"slices"

	"smederij/locales"
)

// PartTold is what was told in one part of a flow.
type PartTold struct {
	Name      locales.Text
	Questions []string       // the steps that were answered
	Answers   []locales.Text // what was said to each, behind its short form
}

// Told is what was told in a flow, part by part, in the order of the questions.
// Parts and questions without an answer are left out, and so is what stands on a
// way that the answers do not lead.
func (l *Library) Told(env Env, flow string, answers map[string]Answer) ([]PartTold, error) {
	t, path, err := l.recalled(env, flow, answers)
	if err != nil {
		return nil, err
	}
	var parts []PartTold
	name := locales.Text{}
	begun := -1
	for _, i := range path {
		step := &t.flow.Steps[i]
		if step.Kind == KindPart {
			name, begun = t.flow.short(step.ID), -1
		}
		a := t.s.Answers[step.ID]
		if !step.asks() || a.Skipped() || !step.fits(env, a) {
			continue
		}
		if begun < 0 {
			parts, begun = append(parts, PartTold{Name: name}), len(parts)
		}
		p := &parts[begun]
		p.Questions, p.Answers = append(p.Questions, step.ID), append(p.Answers, t.line(step, a, MaxAnswer))
	}
	return parts, nil
}

// Reach is how far somebody came in a flow of parts.
type Reach struct {
	Part, Parts int            // where they go on, counted from 1; Part is 0 when no question is open
	Done        []locales.Text // the names of the parts that were gone through
	Left        []locales.Text // the names of the parts in which nothing was told, or not yet everything
}

// Reach works out how far these answers go.
func (l *Library) Reach(env Env, flow string, answers map[string]Answer) (Reach, error) {
	t, path, err := l.recalled(env, flow, answers)
	if err != nil {
		return Reach{}, err
	}
	r := Reach{Parts: len(t.flow.parts())}
	end := len(t.flow.Steps)
	if open, found := t.open(path); found {
		end, r.Part = open, t.flow.partOf(open)
	}
	for _, begin := range t.flow.parts() {
		if t.hasUnsaid(path, begin) {
			r.Left = append(r.Left, t.flow.short(t.flow.Steps[begin].ID))
		}
		if t.flow.behindPart(begin) <= end && answers[t.flow.Steps[begin].ID].Value == partGo {
			r.Done = append(r.Done, t.flow.short(t.flow.Steps[begin].ID))
		}
	}
	return r, nil
}

// hasUnsaid tells whether something in the part that begins there can still be told.
func (t *turn) hasUnsaid(path []int, begin int) bool {
	return slices.ContainsFunc(path, func(i int) bool { return i >= begin && i < t.flow.behindPart(begin) && t.isUnsaid(&t.flow.Steps[i]) })
}

// recalled is a turn that stands in a flow with these answers, and its path.
func (l *Library) recalled(env Env, flow string, answers map[string]Answer) (*turn, []int, error) {
	f := l.Newest(flow)
	if f == nil {
		return nil, nil, fmt.Errorf("recall: no flow %q", flow)
	}
	t, err := l.turn(env, State{Flow: f.Name, Version: f.Version, Step: f.Steps[0].ID, Passed: f.passed(env.Told), Answers: answers})
	if err != nil {
		return nil, nil, fmt.Errorf("recall: %w", err)
	}
	path, err := t.path()
	return t, path, err
}

// Recall makes of the answers that were kept outside the conversation the ones
// inside it, where a question that was passed over has an answer too, the empty
// one. Before the last kept answer everything that could be was passed over;
// done says that all was asked. It tells false when the flow was never begun.
func (l *Library) Recall(flow string, kept map[string]Answer, done bool) (map[string]Answer, bool) {
	f := l.Newest(flow)
	if f == nil {
		return nil, false
	}
	last, begun := -1, done
	for i, s := range f.Steps {
		if _, ok := kept[s.ID]; ok {
			last = i
			begun = begun || s.Kind == KindPart
		}
	}
	answers := make(map[string]Answer, len(f.Steps))
	for i, s := range f.Steps {
		a, ok := kept[s.ID]
		if ok || s.Optional && (done || i < last) {
			answers[s.ID] = a
		}
	}
	return answers, begun
}
