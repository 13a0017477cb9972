package flows

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"smederij/locales"
)

// Check looks at what would fail somebody in the middle of a conversation:
// steps nobody reaches, steps without a way to the end, missing or too long
// texts, names that nothing is registered for. ends are the end actions the
// caller carries out. Each error names file and line.
func (l *Library) Check(c *locales.Catalog, ends []string) []error {
	var faults []error
	for _, name := range l.Names() {
		for _, f := range l.flows[name] {
			if !slices.Contains(ends, f.End) {
				faults = append(faults, f.source.errorf(f.source.lineOfTop("end"), "end action %q is not registered", f.End))
			}
			faults = append(faults, f.checkGraph()...)
			faults = append(faults, f.checkNames(l)...)
			faults = append(faults, f.checkTexts(c)...)
		}
	}
	for _, key := range engineTexts {
		if !c.Has(key) {
			faults = append(faults, fmt.Errorf("text %s of the engine is missing", key))
		}
	}
	for _, key := range engineLabels {
		if label := c.Render(locales.T(key)); utf8.RuneCountInString(label) > MaxLabel {
			faults = append(faults, fmt.Errorf("label %s is longer than %d characters: %q", key, MaxLabel, label))
		}
	}
	return faults
}

// targets are the places in Steps a step may lead to; len(Steps) is the end.
func (f *Flow) targets(i int) []int {
	var to []int
	if f.Steps[i].Kind == KindPart {
		to = append(to, f.behindPart(i))
	}
	for _, b := range f.Steps[i].Next {
		if n, ok := f.index[b.To]; ok {
			to = append(to, n)
		} else {
			to = append(to, len(f.Steps))
		}
		if b.When == "" {
			return to
		}
	}
	return append(to, i+1)
}

// checkGraph finds steps that cannot be reached and steps that reach no end,
// whatever the predicates say.
func (f *Flow) checkGraph() []error {
	end := len(f.Steps)
	reached := make([]bool, end+1)
	todo := []int{0}
	for len(todo) > 0 {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if reached[i] {
			continue
		}
		reached[i] = true
		if i < end {
			todo = append(todo, f.targets(i)...)
		}
	}
	ends := make([]bool, end+1)
	ends[end] = true
	for range f.Steps { // as often as the longest way back can be
		for i := range f.Steps {
			ends[i] = ends[i] || slices.ContainsFunc(f.targets(i), func(t int) bool { return ends[t] })
		}
	}
	var faults []error
	for i, s := range f.Steps {
		if !reached[i] {
			faults = append(faults, f.source.errorf(f.source.lineOfStep(i, "id"), "step %s is never reached", s.ID))
		}
		if !ends[i] {
			faults = append(faults, f.source.errorf(f.source.lineOfStep(i, "id"), "step %s never comes to an end", s.ID))
		}
	}
	return faults
}

func (f *Flow) checkNames(l *Library) []error {
	var faults []error
	for i, s := range f.Steps {
		for _, rule := range s.Rules {
			if l.Rules[rule] == nil {
				faults = append(faults, f.source.errorf(f.source.lineOfStep(i, "rules"), "step %s: rule %q is not registered", s.ID, rule))
			}
		}
		for _, b := range s.Next {
			if b.When != "" && l.Predicates[b.When] == nil {
				faults = append(faults, f.source.errorf(f.source.lineOfStep(i, "next"), "step %s: predicate %q is not registered", s.ID, b.When))
			}
		}
	}
	return faults
}

func (f *Flow) checkTexts(c *locales.Catalog) []error {
	var faults []error
	for i, s := range f.Steps {
		check := func(name string, limit int) {
			key := f.key(s.ID, name)
			switch n := utf8.RuneCountInString(c.Render(locales.T(key))); {
			case !c.Has(key):
				faults = append(faults, f.source.errorf(f.source.lineOfStep(i, "id"), "text %s is missing", key))
			case len(c.Placeholders(key)) > 0:
				faults = append(faults, f.source.errorf(f.source.lineOfStep(i, "id"), "text %s has a placeholder, and nothing fills it", key))
			case n > limit:
				faults = append(faults, f.source.errorf(f.source.lineOfStep(i, "id"), "text %s has %d characters, at most %d fit", key, n, limit))
			}
		}
		if s.Kind == KindNote {
			check("note", maxPrompt)
			continue
		}
		check("ask", maxPrompt)
		check("error", maxPrompt)
		if s.Kind == KindConfirm {
			check("help", maxSay) // it stands above the summary
		} else {
			check("help", maxPrompt)
			check("short", MaxLabel)
		}
		for _, choice := range s.Choices {
			check(choice, MaxLabel)
		}
	}
	return faults
}
