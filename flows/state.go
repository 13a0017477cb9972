package flows

import (
	"errors"
	"fmt"
	"maps"
	"time"

	"smederij/flows/answer"
	"smederij/locales"
)

// Env is the world as a turn sees it: prepared by the caller, read only.
type Env struct {
	Now    time.Time        // when the person wrote, in the programme's time zone
	Places []answer.Place   // the Smederijen people can choose from, in the order of the list; a code has at most 15 bytes
	Texts  *locales.Catalog // nil means locales.Dutch()

	// Later tells how to go on another time with what was answered; the zero Text when nothing lasts once the person leaves.
	Later locales.Text

	// Told is what was said about the same subject in another conversation, by question. Start leaves out what that answers (Step.Unless).
	Told map[string]Answer

	// Contact is how to reach a person, without a full stop: "Carla, telefoon 0528 123 456".
	Contact string
}

func (e Env) catalog() *locales.Catalog {
	if e.Texts != nil {
		return e.Texts
	}
	return locales.Dutch()
}

func (e Env) place(code string) (answer.Place, bool) {
	for _, p := range e.Places {
		if p.Code == code {
			return p, true
		}
	}
	return answer.Place{}, false
}

// State is one conversation between two turns: everything the next turn needs.
// It is a value: no function of this package changes the maps and slices of a
// State it was given.
type State struct {
	Flow     string            `json:"flow"`
	Version  int               `json:"version"`
	Step     string            `json:"step"`     // "end" when finished
	Sequence int               `json:"sequence"` // of the question that stands
	Answers  map[string]Answer `json:"answers,omitempty"`
	Trail    []string          `json:"trail,omitempty"`   // the steps to go back through, the last one last
	Return   bool              `json:"return,omitempty"`  // back to the summary as soon as nothing is open
	Passed   []string          `json:"passed,omitempty"`  // the questions that were answered elsewhere before this began
	Lost     bool              `json:"lost,omitempty"`    // an upgrade took the step away; the next turn finds where to go on
	Errors   int               `json:"errors,omitempty"`  // rung of this question's ladder
	Refused  string            `json:"refused,omitempty"` // the last album that could not be an answer

	// What is asked at the step, when it is not the question itself.
	Mode   mode     `json:"mode,omitempty"`
	Read   string   `json:"read,omitempty"`   // what was written and must be asked about
	Likely []string `json:"likely,omitempty"` // its readings, as values
	Team   string   `json:"team,omitempty"`   // whose Smederijen are listed
	Page   int      `json:"page,omitempty"`   // of a list that does not fit
}

// Ended reports whether the flow was carried to its end.
func (s State) Ended() bool { return s.Step == atEnd }

// mode says which question stands at a step.
type mode string

const (
	asking     mode = ""        // the step's own
	confirming mode = "sure"    // one reading that was an interpretation: is it right?
	choosing   mode = "which"   // some readings: which one?
	commanding mode = "command" // words that look like a command: are they?
	restarting mode = "restart" // throw all answers away?
	teams      mode = "teams"   // which team's Smederijen to list?
	places     mode = "places"  // which Smederij of the team?
	changing   mode = "change"  // which answer to change?
	filling    mode = "fill"    // which open question to answer?
	readingAll mode = "all"     // the summary in full
)

// ErrState marks a State that does not belong to this Library, or was damaged.
var ErrState = errors.New("conversation state does not fit its flow")

// open finds the flow and step a state stands at.
func (l *Library) open(s State) (*Flow, *Step, error) {
	f := l.flow(s.Flow, s.Version)
	if f == nil {
		return nil, nil, fmt.Errorf("%w: no flow %s version %d", ErrState, s.Flow, s.Version)
	}
	i, ok := f.index[s.Step]
	switch {
	case !ok:
		return nil, nil, fmt.Errorf("%w: %s has no step %q", ErrState, f, s.Step)
	case s.Sequence < 0 || s.Sequence >= maxSequence:
		return nil, nil, fmt.Errorf("%w: sequence %d of %s", ErrState, s.Sequence, f)
	case len(s.Trail) > maxTrail:
		return nil, nil, fmt.Errorf("%w: trail of %d steps in %s", ErrState, len(s.Trail), f)
	case s.Page < 0 || s.Errors < 0:
		return nil, nil, fmt.Errorf("%w: page %d, errors %d in %s", ErrState, s.Page, s.Errors, f)
	}
	return f, &f.Steps[i], nil
}

// calm returns to the step's own question.
func (s State) calm() State {
	s.Mode, s.Read, s.Likely, s.Team, s.Page = asking, "", nil, "", 0
	return s
}

// at moves to a step and starts its ladder anew.
func (s State) at(step string) State {
	s = s.calm()
	s.Step, s.Errors = step, 0
	return s
}

// with sets one answer.
func (s State) with(step string, a Answer) State {
	answers := make(map[string]Answer, len(s.Answers)+1)
	maps.Copy(answers, s.Answers)
	answers[step] = a
	s.Answers = answers
	return s
}

// push remembers the present step as the one terug leads to. Beyond maxTrail
// the oldest step falls off.
func (s State) push() State {
	old := s.Trail[max(0, len(s.Trail)-maxTrail+1):]
	trail := make([]string, 0, len(old)+1)
	s.Trail = append(append(trail, old...), s.Step)
	return s
}
