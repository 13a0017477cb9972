package flows

import (
	"strings"
	"unicode/utf8"

	"smederij/locales"
)

// viewSummary is what is asked at a confirm step: whether all of it may go, or
// which answer must change.
func (t *turn) viewSummary() (Ask, error) {
	switch t.s.Mode {
	case changing, filling:
		buttons, err := t.changes()
		if err != nil {
			return Ask{}, err
		}
		which := keyChange
		if t.s.Mode == filling {
			which = keyFill
		}
		tail := []Button{button(labelSummary, pressBack)}
		return paragraphs(locales.T(which)).with(paged(buttons, t.s.Page, tail)...), nil
	case readingAll:
		return t.viewAll()
	}
	path, err := t.path()
	if err != nil {
		return Ask{}, err
	}
	question := locales.T(t.flow.key(t.s.Step, "ask"))
	rest := []locales.Text{question}
	open := t.unsaid(path)
	if len(open) > 0 {
		rest = []locales.Text{t.namedOpen(open), question}
	}
	room := t.room(rest...)
	limit := maxExcerpt
	answers, whole := t.excerpts(path, limit)
	for limit > minExcerpt && t.size(answers) > room { // many questions, or long ones
		limit -= minExcerpt
		answers, whole = t.excerpts(path, limit)
	}
	ask := paragraphs(append([]locales.Text{answers}, rest...)...)
	ask = ask.with(t.sendButton(), button(labelChange, pressChange))
	if len(open) > 0 {
		ask = ask.with(button(labelFill, pressFill))
	}
	if !whole {
		ask = ask.with(button(labelAll, pressAll))
	}
	return ask.with(button(labelLater, pressLater)), nil
}

// excerpts are the beginnings of all answers of the path, each at most limit
// characters. Whole says that nothing was left out.
func (t *turn) excerpts(path []int, limit int) (answers locales.Text, whole bool) {
	answers, whole = locales.T(keyNothing), true
	for n, step := range t.told(path) {
		if n == 0 {
			answers = locales.T(keySummary)
		}
		a := t.s.Answers[step.ID]
		answers = below(answers, t.line(step, a, limit))
		whole = whole && utf8.RuneCountInString(a.Text) <= limit
	}
	return answers, whole
}

// told are the questions that a summary shows: all of the path, and in a flow
// of parts, where much may be passed over, those with an answer.
func (t *turn) told(path []int) (steps []*Step) {
	parted := len(t.flow.parts()) > 0
	for _, i := range path {
		step := &t.flow.Steps[i]
		if step.asks() && !(parted && t.s.Answers[step.ID].Skipped()) {
			steps = append(steps, step)
		}
	}
	return steps
}

// unsaid are the questions, and the parts, that were passed over in a flow of parts: what can still be told.
func (t *turn) unsaid(path []int) (steps []*Step) {
	if len(t.flow.parts()) == 0 {
		return nil
	}
	for _, i := range path {
		if step := &t.flow.Steps[i]; t.isUnsaid(step) {
			steps = append(steps, step)
		}
	}
	return steps
}

func (t *turn) isUnsaid(step *Step) bool {
	a := t.s.Answers[step.ID]
	return step.asks() && a.Skipped() || step.Kind == KindPart && a.Value == partSkip
}

// namedOpen names what can still be told, in one line.
func (t *turn) namedOpen(steps []*Step) locales.Text {
	var names []string
	for _, step := range steps[:min(maxOpen, len(steps))] {
		names = append(names, t.env.catalog().Render(t.flow.short(step.ID)))
	}
	list := strings.Join(names, ", ")
	if more := len(steps) - len(names); more > 0 {
		return locales.T(keyOpenMore, "names", list, "n", more)
	}
	return locales.T(keyOpen, "names", list)
}

// below puts a line under a text.
func below(above, line locales.Text) locales.Text {
	return locales.T(keyLines, "above", above, "below", line)
}

// lineOverhead is what stands around an answer in its line: the short form of
// the question, and the media that came with it or the value beside the words.
const lineOverhead = MaxLabel + 60

func (t *turn) line(step *Step, a Answer, limit int) locales.Text {
	return locales.T(keyLine, "short", t.flow.short(step.ID), "answer", t.flow.shown(t.env, step, a, limit))
}

// room is how many characters the answers may take beside these texts and
// whatever is said first.
func (t *turn) room(beside ...locales.Text) int {
	room := MaxText - maxSay
	for _, text := range beside {
		room -= t.size(text) + len("\n\n")
	}
	return room
}

func (t *turn) size(text locales.Text) int {
	return utf8.RuneCountInString(t.env.catalog().Render(text))
}

func (t *turn) sendButton() Button {
	choice := t.step.Choices[0]
	return button(t.flow.key(t.s.Step, choice), prefixValue+choice)
}

// viewAll is one page of all answers in full.
func (t *turn) viewAll() (Ask, error) {
	path, err := t.path()
	if err != nil {
		return Ask{}, err
	}
	question := locales.T(t.flow.key(t.s.Step, "ask"))
	intro := locales.T(keyReadAll)
	room := t.room(intro, question)
	pages := []locales.Text{intro}
	left := room
	for _, step := range t.told(path) {
		a := t.s.Answers[step.ID]
		size := utf8.RuneCountInString(a.Text) + lineOverhead
		if size > left && left < room {
			pages, left = append(pages, intro), room
		}
		last := len(pages) - 1
		pages[last] = below(pages[last], t.line(step, a, MaxAnswer))
		left -= size
	}
	ask := paragraphs(pages[t.s.Page%len(pages)], question)
	if len(pages) > 1 {
		ask = ask.with(button(labelReadOn, pressMore))
	}
	return ask.with(t.sendButton(), button(labelChange, pressChange), button(labelSummary, pressBack)), nil
}

// changes are the questions of the path as buttons, and the parts that were passed over; only what is open when that is to be filled in.
func (t *turn) changes() ([]Button, error) {
	path, err := t.path()
	if err != nil {
		return nil, err
	}
	buttons := make([]Button, 0, len(path))
	for _, i := range path {
		step := &t.flow.Steps[i]
		if t.isUnsaid(step) || step.asks() && t.s.Mode != filling {
			buttons = append(buttons, Button{Label: t.flow.short(step.ID), Choice: prefixChange + step.ID})
		}
	}
	return buttons, nil
}
