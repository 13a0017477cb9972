package flows

import "fmt"

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
