package flows

import (
	"fmt"

	"smederij/locales"
)

// view is the question that stands, from the state alone: what it offers can
// be worked out again when the answer comes.
func (t *turn) view() (Ask, error) {
	if t.step.Kind == KindConfirm && (t.s.Mode == asking || t.s.Mode == readingAll || t.s.Mode == changing || t.s.Mode == filling) {
		return t.viewSummary()
	}
	switch t.s.Mode {
	case asking:
		return t.viewQuestion()
	case confirming, choosing:
		return t.viewReadings()
	case commanding:
		return t.viewCommands()
	case restarting:
		return paragraphs(locales.T(keyRestart)).with(button(labelWipe, pressYes), button(labelGoOn, pressNo)), nil
	case teams, places:
		if t.step.Kind == KindSmederij {
			return t.viewList(), nil
		}
	}
	return Ask{}, fmt.Errorf("%w: nothing to ask in mode %q of step %s", ErrState, t.s.Mode, t.s.Step)
}

func paragraphs(text ...locales.Text) Ask { return Ask{Text: text} }

func (a Ask) with(buttons ...Button) Ask {
	a.Buttons = append(a.Buttons, buttons...)
	return a
}

func button(label, choice string) Button { return Button{Label: locales.T(label), Choice: choice} }

// word is a button that people's own words stand on.
func word(words, choice string) Button {
	return Button{Label: locales.T(labelWords, "words", cut(words, MaxLabel)), Choice: choice}
}

// paged gives the buttons of one page of a list, the tail always under it. The
// last page is followed by the first.
func paged(list []Button, page int, tail []Button) []Button {
	if len(list)+len(tail) <= MaxButtons {
		return append(list, tail...)
	}
	room := MaxButtons - len(tail) - 1
	pages := (len(list) + room - 1) / room
	from := page % pages * room
	shown := make([]Button, 0, MaxButtons)
	shown = append(shown, list[from:min(from+room, len(list))]...)
	shown = append(shown, button(labelMore, pressMore))
	return append(shown, tail...)
}

// viewQuestion is the step's own question. Under it stand its choices and ways
// on: keep the earlier answer, pick from the list, skip, and one way out.
func (t *turn) viewQuestion() (Ask, error) {
	var ask Ask
	if t.s.Errors >= stuckRung {
		ask = paragraphs(t.stuck())
	} else {
		var err error
		if ask.Text, err = t.progress(); err != nil {
			return Ask{}, err
		}
		if a, ok := t.earlier(); ok {
			ask.Text = append(ask.Text, locales.T(keyEarlier, "answer", t.flow.shown(t.env, t.step, a, maxExcerpt)))
		}
		ask.Text = append(ask.Text, locales.T(t.flow.question(t.step)))
	}
	ask.Buttons = paged(t.choices(), t.s.Page, t.ways())
	return ask, nil
}

// stuck is the highest rung: the ways out, for this question.
func (t *turn) stuck() locales.Text {
	key := keyStay
	if t.step.Optional {
		key = keyStuck
	}
	return locales.T(key, "contact", t.env.Contact)
}

// earlier is the answer that still fits from an earlier time at this step.
func (t *turn) earlier() (Answer, bool) {
	a, ok := t.s.Answers[t.s.Step]
	return a, ok && t.step.asks() && !a.Skipped() && t.holds(t.step, a)
}

func (t *turn) choices() []Button {
	switch t.step.Kind {
	case KindPart:
		return []Button{button(labelOn, prefixValue+partGo), button(labelPass, prefixValue+partSkip)}
	case KindNote:
		return []Button{button(labelOn, prefixValue+noteRead)}
	case KindChoice:
	default:
		return nil
	}
	buttons := make([]Button, 0, len(t.step.Choices)+4)
	for _, c := range t.step.Choices {
		buttons = append(buttons, button(t.flow.key(t.s.Step, c), prefixValue+c))
	}
	return buttons
}

// ways are the buttons under a question that are no answers. There is always
// one that leads out; at most four, and three beside choices, so that a page
// shows two choices at least.
func (t *turn) ways() []Button {
	stuck := t.s.Errors >= stuckRung
	ways := make([]Button, 0, 5)
	if _, ok := t.earlier(); ok && !(stuck && t.step.Kind == KindChoice) {
		ways = append(ways, button(labelKeep, pressKeep))
	}
	if t.step.Kind == KindSmederij && len(t.env.Places) > 0 {
		ways = append(ways, button(labelList, pressList))
	}
	if t.step.Optional {
		ways = append(ways, button(labelSkip, pressSkip))
	}
	if t.step.Kind == KindPart && !stuck {
		ways = append(ways, button(labelLater, pressLater))
	}
	switch {
	case stuck:
		return append(ways, button(labelLater, pressLater), button(labelPerson, pressPerson))
	case len(t.s.Trail) > 0:
		return append(ways, button(labelBack, pressBack))
	case t.step.Kind == KindPart: // later is its way out
		return ways
	default:
		return append(ways, button(labelStop, pressStop))
	}
}

// viewReadings asks what was meant, or whether one reading is right.
func (t *turn) viewReadings() (Ask, error) {
	if len(t.s.Likely) == 1 {
		key := keyMeant
		switch {
		case t.s.Mode == confirming && t.step.Kind == KindSmederij:
			key = keyHeard
		case t.s.Mode == confirming:
			key = keySure
		}
		a := Answer{Value: t.s.Likely[0]}
		return paragraphs(locales.T(key, "said", quoted(t.s.Read), "value", t.flow.shown(t.env, t.step, a, maxExcerpt))).
			with(button(labelYes, pressYes), button(labelNo, pressNo), button(labelStop, pressStop)), nil
	}
	if n := len(t.s.Likely); n == 0 || n > maxLikely {
		return Ask{}, fmt.Errorf("%w: %d readings", ErrState, n)
	}
	key := keyLikely
	switch t.step.Kind {
	case KindEuro, KindNumber, KindCount:
		key = keyFigures
	}
	ask := paragraphs(locales.T(key, "said", quoted(t.s.Read)))
	for i, value := range t.s.Likely {
		ask = ask.with(Button{Label: t.flow.label(t.env, t.step, value), Choice: prefixRead + string(rune('0'+i))})
	}
	return ask.with(button(labelElse, pressNo), button(labelStop, pressStop)), nil
}

// viewCommands asks whether words were a command.
func (t *turn) viewCommands() (Ask, error) {
	if n := len(t.s.Likely); n == 0 || n > maxLikely {
		return Ask{}, fmt.Errorf("%w: %d commands", ErrState, n)
	}
	ask := paragraphs(locales.T(keyLikely, "said", quoted(t.s.Read)))
	for i, name := range t.s.Likely {
		label, ok := labelOfCommand[name]
		if !ok {
			return Ask{}, fmt.Errorf("%w: command %q", ErrState, name)
		}
		ask = ask.with(button(label, prefixRead+string(rune('0'+i))))
	}
	if t.step.Kind == KindText || t.step.Kind == KindPlace || t.step.Free { // elsewhere these words can be no answer
		ask = ask.with(button(labelAnswer, pressAnswer))
	}
	return ask.with(button(labelElse, pressNo)), nil
}
