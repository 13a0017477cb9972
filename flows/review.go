package flows

import (
	"fmt"
	"strings"
)

// Review begins the newest version of a flow with its answers given: at the
// first question that has none that holds, else at the summary.
func (l *Library) Review(env Env, flow string, answers map[string]Answer) (State, []Effect, error) {
	s, _, err := l.Start(env, flow, answers)
	if err != nil {
		return s, nil, err
	}
	t, err := l.turn(env, s)
	if err != nil {
		return s, nil, fmt.Errorf("review: %w", err)
	}
	return t.done(t.find())
}

// Words are what somebody wrote in sentences, one part a question, in the order of the questions.
func (l *Library) Words(s State) string {
	f := l.flow(s.Flow, s.Version)
	if f == nil {
		return ""
	}
	var parts []string
	for _, step := range f.Steps {
		if a := s.Answers[step.ID]; step.Kind == KindText && a.Text != "" {
			parts = append(parts, a.Text)
		}
	}
	return strings.Join(parts, "\n\n")
}
