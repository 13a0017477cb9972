package flows

import (
	"fmt"
	"slices"
	"strings"

	"smederij/flows/answer"
	"smederij/locales"
)

// turn is one call of the engine at work: a state on its way to the next, and
// the effects so far.
type turn struct {
	l       *Library
	env     Env
	flow    *Flow
	step    *Step // where s stands
	s       State
	effects []Effect
}

func (l *Library) turn(env Env, s State) (*turn, error) {
	f, step, err := l.open(s)
	if err != nil {
		return nil, err
	}
	return &turn{l: l, env: env, flow: f, step: step, s: s}, nil
}

// Start begins the newest version of a flow at its first question. Earlier
// answers that still fit are offered as defaults; the rest is dropped.
func (l *Library) Start(env Env, flow string, earlier map[string]Answer) (State, []Effect, error) {
	f := l.Newest(flow)
	if f == nil {
		return State{}, nil, fmt.Errorf("start: no flow %q", flow)
	}
	s := State{Flow: f.Name, Version: f.Version, Step: f.Steps[0].ID, Passed: f.passed(env.Told)}
	for i := range f.Steps {
		step := &f.Steps[i]
		if a, ok := earlier[step.ID]; ok && step.fits(env, a) {
			s = s.with(step.ID, a)
		}
	}
	t, err := l.turn(env, s)
	if err != nil {
		return State{}, nil, fmt.Errorf("start: %w", err)
	}
	return t.done(t.ask())
}

// Resume asks again where somebody was. Words of welcome are the caller's.
func (l *Library) Resume(env Env, s State) (State, []Effect, error) {
	t, err := l.turn(env, s)
	if err != nil {
		return s, nil, fmt.Errorf("resume: %w", err)
	}
	if s.Lost {
		return t.done(t.find())
	}
	t.s.Errors = 0
	switch t.s.Mode {
	case confirming, choosing, commanding: // the words in question would be lost
	default:
		t.s = t.s.calm()
	}
	return t.done(t.ask())
}

// Step is one turn: what somebody did at s, and what follows from it. An error
// means a wrong call, or a conversation that cannot go on; s is then returned
// as it was.
func (l *Library) Step(env Env, s State, in Input) (State, []Effect, error) {
	t, err := l.turn(env, s)
	if err != nil {
		return s, nil, fmt.Errorf("step: %w", err)
	}
	switch {
	case s.Lost && in.Choice != "":
		t.effects = []Effect{Stale{}}
	case s.Lost: // said to a question that is no more
		err = t.find()
	case in.Choice != "":
		err = t.press(in)
	default:
		err = t.hear(in)
	}
	if err != nil {
		return s, nil, fmt.Errorf("step %s of %s: %w", s.Step, t.flow, err)
	}
	return t.done(nil)
}

func (t *turn) done(err error) (State, []Effect, error) {
	if err != nil {
		return t.s, nil, err
	}
	return t.s, t.effects, nil
}

func (t *turn) say(text locales.Text) { t.effects = append(t.effects, Say{text}) }

// ask puts the question that now stands, under a new sequence number: all
// older buttons are stale from here.
func (t *turn) ask() error {
	ask, err := t.view()
	if err != nil {
		return err
	}
	t.s.Sequence++
	ask.Sequence = t.s.Sequence
	t.effects = append(t.effects, ask)
	return nil
}

// press carries out a button, if the question that stands offers it. A choice
// it does not offer was forged or comes from an older question.
func (t *turn) press(in Input) error {
	if in.Sequence != t.s.Sequence {
		t.effects = []Effect{Stale{}}
		return nil
	}
	ask, err := t.view()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(ask.Buttons, func(b Button) bool { return b.Choice == in.Choice }) {
		t.effects = []Effect{Stale{}}
		return nil
	}
	return t.choose(in.Choice, false)
}

// What buttons carry. A value stands behind its prefix, so that no choice of a
// definition can pass for one of the engine's own.
const (
	pressStop    = "stop"
	pressLater   = "later"
	pressBack    = "back"
	pressSkip    = "skip"
	pressKeep    = "keep"
	pressYes     = "yes"
	pressNo      = "no"
	pressMore    = "more"
	pressList    = "list"
	pressChange  = "change"
	pressFill    = "fill"
	pressAll     = "all"
	pressPerson  = "person"
	pressAnswer  = "answer" // what looked like a command is the answer
	prefixValue  = "="      // a choice's id, a Smederij's code
	prefixRead   = "?"      // a reading's place in Likely
	prefixTeam   = "team="  // the code of the team's first Smederij
	prefixChange = "go="    // a step to change
)

// choose carries out a choice that is offered now; typed says that it was
// written, not pressed.
func (t *turn) choose(choice string, typed bool) error {
	if value, ok := strings.CutPrefix(choice, prefixValue); ok {
		return t.value(value, typed)
	}
	if i, ok := strings.CutPrefix(choice, prefixRead); ok {
		return t.reading(int(i[0] - '0'))
	}
	if code, ok := strings.CutPrefix(choice, prefixTeam); ok {
		return t.listTeam(code)
	}
	if id, ok := strings.CutPrefix(choice, prefixChange); ok {
		t.s = t.s.push()
		t.s.Return = true
		return t.moveTo(id)
	}
	switch choice {
	case pressStop:
		return t.leave(keyStopped)
	case pressLater:
		return t.leave(keyLater)
	case pressBack:
		return t.back()
	case pressSkip:
		return t.skip()
	case pressKeep:
		return t.advance()
	case pressYes:
		return t.yes()
	case pressNo:
		return t.no()
	case pressMore:
		t.s.Page++
	case pressList:
		t.s = t.s.calm()
		t.s.Mode = teams
	case pressChange:
		t.s = t.s.calm()
		t.s.Mode = changing
	case pressFill:
		t.s = t.s.calm()
		t.s.Mode = filling
	case pressAll:
		t.s.Mode, t.s.Page = readingAll, 0
	case pressPerson:
		t.say(locales.T(keyPerson, "contact", t.env.Contact))
		t.effects = append(t.effects, Person{t.s.Step}, Leave{})
		return nil
	case pressAnswer:
		return t.read(t.s.Read)
	}
	return t.ask()
}

// value is a pressed choice or Smederij, or the button that sends.
func (t *turn) value(value string, typed bool) error {
	switch t.step.Kind {
	case KindConfirm:
		return t.send()
	case KindPart, KindNote: // a way on, not an answer to hear back
		return t.onward(value)
	case KindChoice: // who pressed saw what they chose
		return t.accept(Answer{Value: value}, typed)
	default:
		return t.accept(Answer{Value: value}, true)
	}
}

// command carries out one of the words that work at every question.
func (t *turn) command(c answer.Command) error {
	switch c {
	case answer.Back:
		return t.back()
	case answer.Skip:
		return t.skip()
	case answer.Help:
		if t.step.Kind != KindNote { // which is all there is to explain
			t.say(locales.T(t.flow.key(t.s.Step, "help")))
		}
		return t.ask()
	case answer.Restart:
		t.s = t.s.calm()
		t.s.Mode = restarting
		return t.ask()
	default: // stop; afmelden never comes here, and means at least this
		return t.leave(keyStopped)
	}
}

func (t *turn) leave(words string) error {
	if t.env.Later.Key == "" {
		words = keyLeft
	}
	t.say(locales.T(words, "later", t.env.Later))
	t.effects = append(t.effects, Leave{})
	return nil
}

// back leads to the question before this one, or out of a list to its question.
func (t *turn) back() error {
	if t.s.Mode != asking {
		t.s = t.s.calm()
		return t.ask()
	}
	last := len(t.s.Trail) - 1
	if last < 0 {
		t.say(locales.T(keyFirst))
		return t.ask()
	}
	to := t.s.Trail[last]
	t.s.Trail = append([]string(nil), t.s.Trail[:last]...)
	t.s.Return = t.s.Return || slices.ContainsFunc(t.s.Trail, t.flow.confirms)
	return t.moveTo(to)
}

func (t *turn) skip() error {
	switch {
	case t.step.Kind == KindPart:
		return t.onward(partSkip)
	case t.step.Kind == KindNote:
		return t.onward(noteRead)
	case !t.step.Optional:
		t.say(t.whyNot())
		return t.ask()
	}
	t.say(locales.T(keySkipped))
	return t.accept(Answer{}, false)
}

// whyNot says why this question cannot be skipped.
func (t *turn) whyNot() locales.Text {
	if own := t.flow.whyKey(t.s.Step); t.env.catalog().Has(own) {
		return locales.T(own)
	}
	if t.s.Mode != asking || t.step.Kind == KindConfirm || t.step.Kind == KindChoice { // a few words are no answer here
		return locales.T(keyNoSkipOf)
	}
	return locales.T(keyNoSkip)
}

// yes and no answer the engine's own closed questions.
func (t *turn) yes() error {
	switch t.s.Mode {
	case restarting:
		t.s.Answers, t.s.Trail, t.s.Return = nil, nil, false
		t.effects = append(t.effects, Keep{})
		return t.moveTo(t.flow.Steps[0].ID)
	default:
		return t.reading(0)
	}
}

func (t *turn) no() error {
	switch t.s.Mode {
	case restarting, commanding:
		t.s = t.s.calm()
		return t.ask()
	default:
		return t.retry()
	}
}

// reading carries out one of the readings that were offered.
func (t *turn) reading(i int) error {
	if i < 0 || i >= len(t.s.Likely) {
		return fmt.Errorf("%w: reading %d of %d", ErrState, i, len(t.s.Likely))
	}
	value := t.s.Likely[i]
	if t.s.Mode != commanding {
		asked := len(t.s.Likely) == 1 // the question itself was the echo
		return t.accept(Answer{Text: t.s.Read, Value: value}, !asked)
	}
	c, ok := commandNamed(value)
	if !ok {
		return fmt.Errorf("%w: command %q", ErrState, value)
	}
	t.s = t.s.calm()
	return t.command(c)
}

// accept keeps an answer and goes on. Echo says that the value was read, and
// must be heard back.
func (t *turn) accept(a Answer, echo bool) error {
	a, broken, err := t.rules(t.step, a)
	switch own := keyRule + broken; {
	case err != nil:
		return err
	case broken != "" && t.env.catalog().Has(own):
		return t.fail(locales.T(own))
	case broken != "":
		return t.unread()
	}
	t.s = t.s.with(t.s.Step, a)
	t.effects = append(t.effects, Keep{})
	if echo && t.step.Kind != KindText {
		t.say(locales.T(keyNoted, "value", t.flow.shown(t.env, t.step, a, maxExcerpt/2)))
	}
	if t.asksBack(a.Text) {
		t.say(locales.T(keyAskedBack, "contact", t.env.Contact))
	}
	return t.advance()
}

// rules tidies an answer by the rules of its step, and names the first that it breaks.
func (t *turn) rules(s *Step, a Answer) (tidy Answer, broken string, err error) {
	if a.Skipped() {
		return a, "", nil
	}
	for _, name := range s.Rules {
		rule := t.l.Rules[name]
		if rule == nil {
			return a, "", fmt.Errorf("rule %q is not registered", name)
		}
		var ok bool
		if a, ok = rule(t.env, a, t.s.Answers); !ok {
			return a, name, nil
		}
	}
	return a, "", nil
}

// moveTo puts the question of another step.
func (t *turn) moveTo(id string) error {
	i, ok := t.flow.index[id]
	if !ok {
		return fmt.Errorf("%w: no step %q", ErrState, id)
	}
	t.s = t.s.at(id)
	t.step = &t.flow.Steps[i]
	if t.step.Kind == KindConfirm {
		t.s.Return = false
	}
	return t.ask()
}
