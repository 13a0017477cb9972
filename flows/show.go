package flows

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"smederij/flows/answer"
	"smederij/locales"
)

// shown is an answer as people see it: an argument for a text.
func (f *Flow) shown(env Env, step *Step, a Answer, limit int) any {
	if a.Skipped() {
		return locales.T(keyPassed)
	}
	if len(a.Media) == 0 {
		return f.shownWords(env, step, a, limit)
	}
	key := keyPhotos
	if a.Media[0].Kind == Voice {
		key = keyVoices
	}
	media := locales.T(key, "n", len(a.Media))
	if a.Text == "" {
		return media
	}
	words := f.shownWords(env, step, a, limit)
	if text, ok := words.(string); ok {
		words = strings.TrimRight(text, ". ") // a full stop of ours follows
	}
	return locales.T(keyWith, "text", words, "media", media)
}

// shownWords is an answer without its media: its value, and beside it the words when they say more than that.
func (f *Flow) shownWords(env Env, step *Step, a Answer, limit int) any {
	value := f.shownValue(env, step, a, limit)
	if limit <= minExcerpt || !f.saysMore(env, step, a) {
		return value
	}
	return locales.T(keyInWords, "value", value, "text", inExcerpt(a.Text, limit))
}

// saysMore reports whether the words behind a value hold more than it: a second amount, "but only in winter".
func (f *Flow) saysMore(env Env, step *Step, a Answer) bool {
	if a.Text == "" || a.Value == "" {
		return false
	}
	switch step.Kind {
	case KindEuro:
		return !answer.Euro(a.Text).Sure
	case KindNumber:
		return !answer.Number(a.Text).Sure
	case KindCount:
		return !answer.Count(a.Text).Sure
	case KindDate:
		return len(answer.Words(a.Text)) > longDate
	case KindChoice:
		label := answer.Words(env.catalog().Render(locales.T(f.key(step.ID, a.Value))))
		return !answer.YesNo(a.Text).Sure && len(answer.Words(a.Text)) > len(label)+1
	}
	return false
}

// longDate is how many words name a day without saying anything else: "op dinsdag de eerste december 2026".
const longDate = 6

// inExcerpt is the beginning of an answer as one line, or all of it with its own lines.
func inExcerpt(text string, limit int) string {
	if limit < MaxAnswer {
		return cut(strings.Join(strings.Fields(text), " "), limit)
	}
	return text
}

func (f *Flow) shownValue(env Env, step *Step, a Answer, limit int) any {
	switch step.Kind {
	case KindChoice:
		if a.Value == "" { // a sentence of their own
			break
		}
		return locales.T(f.key(step.ID, a.Value))
	case KindSmederij:
		p, _ := env.place(a.Value)
		return cmp.Or(p.Name, a.Value) // the code of one that is no more
	case KindEuro:
		cents, _ := strconv.ParseInt(a.Value, 10, 64)
		return locales.Euro(cents)
	case KindNumber, KindCount:
		n, _ := strconv.Atoi(a.Value)
		return locales.Int(n)
	case KindDate:
		day, _ := time.Parse(dateForm, a.Value)
		return locales.Date(day)
	}
	return inExcerpt(a.Text, limit)
}

// label is a reading on a button. A date leaves out its weekday there: the
// longest would not fit.
func (f *Flow) label(env Env, step *Step, value string) locales.Text {
	shown := f.shown(env, step, Answer{Value: value}, maxExcerpt)
	switch v := shown.(type) {
	case locales.Text:
		return v
	case locales.Date:
		_, day, _ := strings.Cut(v.String(), " ")
		return word(day, "").Label
	case interface{ String() string }:
		return word(v.String(), "").Label
	case string:
		return word(v, "").Label
	}
	return locales.T(labelWords, "words", shown)
}
