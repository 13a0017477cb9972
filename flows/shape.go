package flows

import (
	"regexp"
	"slices"
	"strings"
)

// shape says what would keep the engine from running a flow, and fills its
// index. What only makes a flow bad for people is told by Library.Check.
func (f *Flow) shape() []error {
	var faults []error
	fault := func(step int, key, format string, args ...any) {
		faults = append(faults, f.source.errorf(f.source.lineOfStep(step, key), format, args...))
	}
	if len(f.Steps) == 0 || len(f.Steps) > maxSteps {
		return append(faults, f.source.errorf(1, "a flow has 1 to %d steps, this one %d", maxSteps, len(f.Steps)))
	}
	if n := f.asked(); n > maxAsked {
		faults = append(faults, f.source.errorf(1, "a flow has at most %d questions, this one %d", maxAsked, n))
	}
	if f.Name == "engine" {
		faults = append(faults, f.source.errorf(1, "the name engine is taken: the engine's own texts stand under it"))
	}
	if f.Version > maxVersions {
		faults = append(faults, f.source.errorf(1, "version %d is above %d", f.Version, maxVersions))
	}
	for i, s := range f.Steps {
		if !identifier.MatchString(s.ID) || len(s.ID) > maxID || s.ID == atEnd {
			fault(i, "id", "step id %q is not 1 to %d of a-z, 0-9 and _", s.ID, maxID)
			continue
		}
		if _, double := f.index[s.ID]; double {
			fault(i, "id", "step id %q stands here for the second time", s.ID)
		}
		f.index[s.ID] = i
		s.shape(func(key, format string, args ...any) { fault(i, key, "step "+s.ID+": "+format, args...) })
	}
	for i, s := range f.Steps {
		for _, b := range s.Next {
			if _, known := f.index[b.To]; !known && b.To != atEnd {
				fault(i, "next", "step %s: next leads to %q, which is no step", s.ID, b.To)
			}
		}
	}
	return faults
}

func (f *Flow) asked() (n int) {
	for i := range f.Steps {
		if f.Steps[i].asks() {
			n++
		}
	}
	return n
}

var identifier = regexp.MustCompile(`^[a-z0-9_]+$`)

func (s *Step) shape(fault func(key, format string, args ...any)) {
	if !slices.Contains(kinds, s.Kind) {
		fault("kind", "unknown kind %q", s.Kind)
	}
	switch n := len(s.Choices); {
	case s.Kind == KindChoice && (n < 2 || n > maxChoices):
		fault("choices", "a choice has 2 to %d choices, this one %d", maxChoices, n)
	case s.Kind == KindConfirm && n != 1:
		fault("choices", "a confirm step has one choice, the one that sends; this one has %d", n)
	case s.Kind != KindChoice && s.Kind != KindConfirm && n > 0:
		fault("choices", "kind %s has no choices", s.Kind)
	}
	for i, c := range s.Choices {
		if !identifier.MatchString(c) || len(c) > maxID {
			fault("choices", "choice %q is not 1 to %d of a-z, 0-9 and _", c, maxID)
		}
		if slices.Contains(s.Choices[:i], c) || slices.Contains(textsOfStep, c) {
			fault("choices", "choice %q is taken", c)
		}
	}
	for _, m := range s.Accepts {
		if m != Photo && m != Voice {
			fault("accepts", "%q cannot be accepted, only photo and voice", m)
		}
	}
	if len(s.Accepts) > 0 && s.Kind != KindText && s.Kind != KindPhoto && !s.Free {
		fault("accepts", "kind %s takes no media", s.Kind)
	}
	if s.Free && s.Kind != KindChoice {
		fault("free", "only a choice can be free")
	}
	if s.Max < 0 || s.Max > MaxAnswer {
		fault("max", "max is 1 to %d, not %d", MaxAnswer, s.Max)
	}
	if len(s.Unless) > 0 && (!s.Optional || len(s.Next) > 0) {
		fault("unless", "only a question that can be skipped, and that leads to the next one, is left out")
	}
	if s.Kind == KindConfirm && s.Optional {
		fault("optional", "a confirm step cannot be skipped")
	}
	if s.Kind == KindPart != strings.HasPrefix(s.ID, "p_") {
		fault("id", "the id of a part, and of nothing else, begins with p_")
	}
	if s.Kind == KindPart || s.Kind == KindNote {
		s.shapeWay(fault)
	}
}

// shapeWay looks at a part or a note: they lead on, and take no answer.
func (s *Step) shapeWay(fault func(key, format string, args ...any)) {
	if s.Optional || s.Max != 0 || len(s.Rules) > 0 {
		fault("kind", "kind %s has no optional, max or rules", s.Kind)
	}
	if s.Kind == KindPart && len(s.Next) > 0 {
		fault("next", "a part leads to its first question, or past its last one")
	}
}

// textsOfStep are the texts every question has; a choice cannot share their names.
var textsOfStep = []string{"ask", "short", "help", "error", "note"}

// upgradesFit looks at the upgrade maps between the versions of one flow.
func upgradesFit(versions []*Flow) []error {
	var faults []error
	for i, f := range versions {
		if f.Upgrade == nil {
			continue
		}
		line := f.source.lineOfTable("upgrade")
		at := slices.IndexFunc(versions[:i], func(old *Flow) bool { return old.Version == f.Upgrade.From })
		if at < 0 {
			faults = append(faults, f.source.errorf(line, "upgrade from version %d, which is not an older one that exists", f.Upgrade.From))
			continue
		}
		faults = append(faults, f.Upgrade.fits(versions[at], f, line)...)
	}
	return faults
}

func (u *Upgrade) fits(old, f *Flow, line int) []error {
	var faults []error
	for from, to := range u.Steps {
		if _, ok := old.index[from]; !ok {
			faults = append(faults, f.source.errorf(line, "upgrade names step %q, which %s has not", from, old))
		}
		if _, ok := f.index[to]; !ok && to != "" {
			faults = append(faults, f.source.errorf(line, "upgrade leads to step %q, which %s has not", to, f))
		}
	}
	for _, s := range old.Steps {
		if _, kept := f.index[s.ID]; kept {
			continue
		}
		if _, named := u.Steps[s.ID]; !named {
			faults = append(faults, f.source.errorf(line, "upgrade does not say where step %q of %s went", s.ID, old))
		}
	}
	for step, choices := range u.Choices {
		i, ok := f.index[step]
		if !ok {
			faults = append(faults, f.source.errorf(line, "upgrade renames choices of step %q, which %s has not", step, f))
			continue
		}
		for from, to := range choices {
			if to != "" && !slices.Contains(f.Steps[i].Choices, to) {
				faults = append(faults, f.source.errorf(line, "upgrade turns choice %q of step %s into %q, which is no choice", from, step, to))
			}
		}
	}
	return faults
}
