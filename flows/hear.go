package flows

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"smederij/flows/answer"
	"smederij/locales"
)

// hear reads a message: what it carries, then the buttons it may name, then
// the words that work everywhere, then the answer.
func (t *turn) hear(in Input) error {
	text := clean(in.Text)
	if in.Media != nil {
		return t.receive(*in.Media, text)
	}
	if text == "" {
		return t.fail(locales.T(keyEmpty))
	}
	choice, err := t.named(text)
	if err != nil {
		return err
	}
	if choice != "" {
		return t.choose(choice, true)
	}
	switch c := answer.ReadCommand(text); {
	case t.s.Mode == asking && t.step.Kind == KindPart && later(text):
		return t.choose(pressLater, true)
	case c.Sure && c.Value != answer.None:
		return t.command(c.Value)
	case t.s.Mode == asking && putsOff(strings.TrimRight(text, ".!")):
		return t.perhaps(text, []answer.Command{answer.Stop})
	case !c.Sure && t.s.Mode != restarting:
		if likely := t.possible(c.Likely); len(likely) > 0 {
			return t.perhaps(text, likely)
		}
	}
	if t.s.Mode == asking && greeting(text) { // somebody comes back, and answers nothing
		return t.ask()
	}
	return t.reply(text)
}

// possible are the commands that do something at this question.
func (t *turn) possible(likely []answer.Command) []answer.Command {
	return slices.DeleteFunc(slices.Clone(likely), func(c answer.Command) bool { return c == answer.Skip && !t.step.skippable() })
}

// perhaps asks whether words that look like a command are one.
func (t *turn) perhaps(text string, likely []answer.Command) error {
	t.s = t.s.calm()
	t.s.Mode, t.s.Read = commanding, cut(text, MaxAnswer)
	for _, c := range likely {
		if name, ok := commandName(c); ok {
			t.s.Likely = append(t.s.Likely, name)
		}
	}
	return t.ask()
}

// reply reads words as the reply to the question that stands, which may be the
// engine's own; what is no reply to that is an answer to the step.
func (t *turn) reply(text string) error {
	yes := answer.Reading[bool]{}
	if t.closed() {
		yes = answer.YesNo(text)
	}
	switch {
	case t.s.Mode == changing || t.s.Mode == filling:
		return t.fail(locales.T(keyChoose))
	case t.step.Kind == KindConfirm && t.s.Mode != restarting && yes.Sure:
		if yes.Value {
			return t.send()
		}
		return t.choose(pressChange, true)
	case yes.Sure && yes.Value:
		return t.yes()
	case yes.Sure && t.s.Mode == commanding:
		return t.read(t.s.Read)
	case yes.Sure:
		return t.no()
	case t.s.Mode == restarting:
		return t.fail(locales.T(keyChoose))
	}
	return t.read(text)
}

// closed reports whether the question that stands can be answered with ja or nee.
func (t *turn) closed() bool {
	switch t.s.Mode {
	case restarting:
		return true
	case confirming, choosing, commanding:
		return len(t.s.Likely) == 1
	default:
		return t.step.Kind == KindConfirm
	}
}

// named is the choice whose button the words name: by its label, or by its
// number where a number cannot be the answer. Choices of the step count from
// every page of its list.
func (t *turn) named(text string) (string, error) {
	if len(text) > 4*MaxLabel {
		return "", nil
	}
	ask, err := t.view()
	if err != nil {
		return "", err
	}
	text = answer.Plain(text)
	said := answer.Words(text)
	buttons := ask.Buttons
	switch {
	case t.s.Mode == asking && t.step.Kind == KindChoice:
		if slices.Contains(t.step.Choices, text) {
			return prefixValue + text, nil
		}
		if t.step.has(unsure) && doubts(text) {
			return prefixValue + unsure, nil
		}
		buttons = slices.Concat(t.choices(), buttons)
	case t.s.Mode == changing || t.s.Mode == filling:
		all, err := t.changes()
		if err != nil {
			return "", err
		}
		buttons = slices.Concat(all, buttons)
	}
	for _, b := range buttons {
		if slices.Equal(answer.Words(t.env.catalog().Render(b.Label)), said) {
			return b.Choice, nil
		}
	}
	if t.s.Mode == asking && t.step.Kind == KindChoice {
		if choice := t.tail(buttons, said); choice != "" {
			return choice, nil
		}
	}
	if n, err := strconv.Atoi(text); err == nil && t.numbered() && n >= 1 && n <= len(ask.Buttons) {
		return ask.Buttons[n-1].Choice, nil
	}
	return "", nil
}

// tail is the one choice of which the words are what stands behind the comma: "een kleine" of "Ja, een kleine".
func (t *turn) tail(buttons []Button, said []string) (choice string) {
	for _, b := range buttons {
		_, rest, _ := strings.Cut(t.env.catalog().Render(b.Label), ",")
		if rest == "" || !slices.Equal(answer.Words(rest), said) {
			continue
		}
		if choice != "" && choice != b.Choice {
			return "" // of two
		}
		choice = b.Choice
	}
	return choice
}

// numbered reports whether a bare number means a button.
func (t *turn) numbered() bool {
	switch t.step.Kind {
	case KindText, KindNumber, KindEuro, KindCount, KindDate, KindPlace:
		return t.s.Mode == commanding || t.s.Mode == restarting || t.s.Mode == choosing && t.large()
	default:
		return true
	}
}

// large reports whether all readings are far above the numbers of their buttons: below € 300 and € 400 a "2" means the second.
func (t *turn) large() bool {
	return !slices.ContainsFunc(t.s.Likely, func(value string) bool {
		n, err := strconv.ParseInt(value, 10, 64)
		return err != nil || n < 1000 // € 10
	})
}

// receive takes in a photo, a recording, or what cannot be an answer.
func (t *turn) receive(m Media, caption string) error {
	if m.Album != "" && m.Album == t.s.Refused || t.continueAlbum(m) {
		return nil // said with the first photo of the album
	}
	if !t.step.takes(m.Kind) && t.oneMore(m, caption) {
		return t.ask()
	}
	if !t.step.takes(m.Kind) && caption != "" && (m.Kind == Photo || m.Kind == Voice || m.Kind == Other) {
		t.say(locales.T(keyWordsOnly))
		t.s.Refused = m.Album
		return t.hear(Input{Text: caption})
	}
	if !t.step.takes(m.Kind) {
		key, known := notesOfMedia[m.Kind]
		if !known {
			key = keyOther
		}
		return t.refuse(m, locales.T(key))
	}
	if utf8.RuneCountInString(caption) > t.step.max() {
		return t.refuse(m, t.long())
	}
	key := keyPhotoKept
	if m.Kind == Voice {
		key = keyVoiceKept
	}
	t.say(locales.T(key))
	return t.accept(Answer{Text: caption, Media: []Media{m}}, false)
}

// refuse says once why photos that were sent together are no answer.
func (t *turn) refuse(m Media, why locales.Text) error {
	t.s.Refused = m.Album
	return t.fail(why)
}

// continueAlbum keeps a photo with the answer its album began. The question
// that stands is not disturbed: people send five photos at once, and each
// comes by itself.
func (t *turn) continueAlbum(m Media) bool {
	if m.Album == "" {
		return false
	}
	for step, a := range t.s.Answers {
		if len(a.Media) == 0 || a.Media[len(a.Media)-1].Album != m.Album {
			continue
		}
		if len(a.Media) < maxMedia {
			a.Media = append(slices.Clone(a.Media), m)
			t.s = t.s.with(step, a)
			t.effects = append(t.effects, Keep{})
		}
		return true
	}
	return false
}

// oneMore keeps a photo with the question for photos that was answered just before: not everybody can send them together.
func (t *turn) oneMore(m Media, caption string) bool {
	if m.Kind != Photo || t.s.Mode != asking || len(t.s.Trail) == 0 {
		return false
	}
	before := t.s.Trail[len(t.s.Trail)-1]
	i, known := t.flow.index[before]
	a := t.s.Answers[before]
	if !known || t.flow.Steps[i].Kind != KindPhoto || len(a.Media) == 0 || len(a.Media) == maxMedia {
		return false
	}
	a.Media = append(slices.Clone(a.Media), m)
	a.Text = cut(strings.TrimSpace(a.Text+"\n"+caption), MaxAnswer)
	t.s = t.s.with(before, a)
	t.say(locales.T(keyPhotoKept))
	t.effects = append(t.effects, Keep{})
	return true
}

func (s *Step) skippable() bool { return s.Optional || s.Kind == KindPart || s.Kind == KindNote }

func (s *Step) takes(m MediaKind) bool {
	return slices.Contains(s.Accepts, m) || s.Kind == KindPhoto && m == Photo
}

func (s *Step) max() int {
	if s.Max > 0 {
		return s.Max
	}
	return MaxAnswer
}

// long says how much fits, and not how much it was: a network may have cut what came.
func (t *turn) long() locales.Text { return locales.T(keyLong, "max", t.step.max()) }

// unread says what the step's own error text says. It holds an example and
// the way out, so the first time the question is not put again.
func (t *turn) unread() error {
	text := locales.T(t.flow.key(t.s.Step, "error"))
	if t.s.Errors > 0 {
		return t.fail(text)
	}
	t.s = t.s.calm()
	t.s.Errors++
	ask, err := t.view()
	if err != nil {
		return err
	}
	t.s.Sequence++
	t.effects = append(t.effects, Ask{Text: []locales.Text{text}, Buttons: ask.Buttons, Sequence: t.s.Sequence})
	return nil
}

// fail says why this was no answer, and climbs the ladder of the question.
func (t *turn) fail(why locales.Text) error {
	t.say(why)
	if t.s.Mode == restarting || t.s.Mode == changing || t.s.Mode == filling {
		return t.ask()
	}
	return t.retry()
}

// retry asks again, a rung higher.
func (t *turn) retry() error {
	t.s = t.s.calm()
	t.s.Errors = min(t.s.Errors+1, stuckRung)
	if t.step.Kind == KindSmederij && t.s.Errors == listRung && len(t.env.Places) > 0 {
		t.s.Mode = teams
	}
	return t.ask()
}

// The rungs of the ladder: an example first, then buttons, then ways out.
const (
	listRung  = 2
	stuckRung = 3
)
