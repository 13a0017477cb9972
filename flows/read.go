package flows

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"smederij/flows/answer"
	"smederij/locales"
)

// read reads words as the answer to the step.
func (t *turn) read(text string) error {
	t.s = t.s.calm()
	switch t.step.Kind {
	case KindText:
		return t.readText(text)
	case KindChoice:
		return t.readChoice(text)
	case KindNumber:
		return settle(t, text, answer.Number(text), strconv.Itoa)
	case KindCount:
		return settle(t, text, answer.Count(text), strconv.Itoa)
	case KindEuro:
		return settle(t, text, answer.Euro(text), func(cents int64) string { return strconv.FormatInt(cents, 10) })
	case KindDate:
		return t.readDate(text)
	case KindPlace:
		return t.readPlace(text)
	case KindSmederij:
		return t.readSmederij(text)
	case KindPart:
		yes := answer.YesNo(text)
		return t.readPart(yes.Sure && yes.Value)
	case KindNote:
		return t.readNote(text)
	default: // a photo or the summary: words are no answer
		return t.unread()
	}
}

func (t *turn) readText(text string) error {
	if utf8.RuneCountInString(text) > t.step.max() {
		return t.fail(t.long())
	}
	if !hasWords(text) {
		return t.fail(wordless(text))
	}
	if t.nothingToTell(text) {
		return t.skip()
	}
	return t.accept(Answer{Text: text}, false)
}

// nothingToTell takes a plain no for skipping a question that asks for words.
func (t *turn) nothingToTell(text string) bool {
	no := answer.YesNo(text)
	return t.step.Optional && no.Sure && !no.Value
}

// readChoice takes ja and nee for a choice between yes and no; labels and
// numbers were read before.
func (t *turn) readChoice(text string) error {
	if len(t.step.Choices) == 2 && t.step.has("yes") && t.step.has("no") {
		if r := answer.YesNo(text); r.Sure {
			value := "no"
			if r.Value {
				value = "yes"
			}
			return t.accept(Answer{Text: text, Value: value}, true)
		}
	}
	if t.step.Free && len(strings.Fields(text)) >= sentence {
		return t.readText(text)
	}
	if c, found := t.opening(text); found {
		return t.accept(Answer{Text: cut(text, MaxAnswer), Value: c}, true)
	}
	return t.unread()
}

// opening is the only choice that an answer can mean by how it begins: "nee" where one label begins with Nee, and the whole label of
// two words or more, "ja, een kleine keuken" for "Ja, een kleine".
func (t *turn) opening(text string) (choice string, found bool) {
	said, yes := answer.Words(text), answer.YesNo(text)
	for _, b := range t.choices() {
		label := answer.Words(t.env.catalog().Render(b.Label))
		first := answer.YesNo(label[0])
		whole := len(label) > 1 && len(label) <= len(said) && slices.Equal(label, said[:len(label)])
		if !whole && !(yes.Sure && first.Sure && first.Value == yes.Value) {
			continue
		}
		if found {
			return "", false
		}
		choice, found = strings.TrimPrefix(b.Choice, prefixValue), true
	}
	return choice, found
}

// readNote takes a short word, "dank u", for having read it. Who says more is
// told that nothing was asked.
func (t *turn) readNote(text string) error {
	if len(strings.Fields(text)) < sentence && !strings.Contains(text, "?") {
		return t.onward(noteRead)
	}
	return t.fail(locales.T(keyOnlyRead, "contact", t.env.Contact))
}

// sentence is how many words are more than a misread choice.
const sentence = 4

// readDate asks about a date that was worked out: "volgende week dinsdag"
// names no day, "1 december" does.
func (t *turn) readDate(text string) error {
	r := answer.Date(text, t.env.Now)
	form := func(d time.Time) string { return d.Format(dateForm) }
	if r.Sure && !strings.Contains(text, strconv.Itoa(r.Value.Day())) {
		return t.confirm(text, form(r.Value))
	}
	return settle(t, text, r, form)
}

// readPlace takes any words; the postcode among them is said back.
func (t *turn) readPlace(text string) error {
	if utf8.RuneCountInString(text) > t.step.max() {
		return t.fail(t.long())
	}
	if !hasWords(text) {
		return t.fail(wordless(text))
	}
	if t.nothingToTell(text) {
		return t.skip()
	}
	code, found := answer.PostcodeIn(text)
	if found {
		t.say(locales.T(keyNoted, "value", code))
	}
	return t.accept(Answer{Text: text, Value: code}, false)
}

// readSmederij asks about a name that was not written as it is.
func (t *turn) readSmederij(text string) error {
	r := answer.Smederij(text, t.env.Places)
	form := func(p answer.Place) string { return p.Code }
	if r.Sure && !names(text, r.Value) {
		return t.confirm(text, form(r.Value))
	}
	return settle(t, text, r, form)
}

// names reports whether the words hold a place's name, alias or code as it is written.
func names(text string, p answer.Place) bool {
	text = answer.Plain(text)
	for _, alias := range p.Aliases {
		if strings.Contains(text, answer.Plain(alias)) {
			return true
		}
	}
	return strings.Contains(text, answer.Plain(p.Name)) || text == answer.Plain(p.Code)
}

// settle does what a reading asks for: takes it, offers what it may be, or
// says that it was not understood.
func settle[T any](t *turn, text string, r answer.Reading[T], form func(T) string) error {
	if r.Sure {
		return t.accept(Answer{Text: text, Value: form(r.Value)}, true)
	}
	for _, v := range r.Likely {
		if a := (Answer{Value: form(v)}); t.step.fits(t.env, a) {
			t.s.Likely = append(t.s.Likely, a.Value)
		}
	}
	if len(t.s.Likely) == 0 {
		return t.unread()
	}
	t.s.Mode, t.s.Read = choosing, cut(text, MaxAnswer)
	t.s.Likely = t.s.Likely[:min(len(t.s.Likely), maxLikely)]
	return t.ask()
}

// maxLikely readings are offered at once.
const maxLikely = 3

func (t *turn) confirm(text, value string) error {
	t.s.Mode, t.s.Read, t.s.Likely = confirming, cut(text, MaxAnswer), []string{value}
	return t.ask()
}

func (s *Step) has(choice string) bool {
	for _, c := range s.Choices {
		if c == choice {
			return true
		}
	}
	return false
}

// fits reports whether an answer is one the step could have got now: answers
// come from older conversations and other versions too.
func (s *Step) fits(env Env, a Answer) bool {
	if a.Skipped() {
		return s.Optional
	}
	if len(a.Media) > maxMedia {
		return false
	}
	var err error
	switch s.Kind {
	case KindText, KindPlace:
		words := a.Text != "" || len(a.Media) > 0
		return words && (len(a.Text) <= s.max() || utf8.RuneCountInString(a.Text) <= s.max())
	case KindPhoto:
		return len(a.Media) > 0
	case KindChoice:
		return s.has(a.Value) || s.Free && a.Value == "" && (a.Text != "" || len(a.Media) > 0)
	case KindSmederij:
		_, ok := env.place(a.Value)
		return ok
	case KindPart:
		return a.Value == partGo || a.Value == partSkip
	case KindNote:
		return a.Value == noteRead
	case KindDate:
		_, err = time.Parse(dateForm, a.Value)
	case KindNumber, KindCount, KindEuro:
		_, err = strconv.ParseInt(a.Value, 10, 64)
	default:
		return false
	}
	return err == nil
}
