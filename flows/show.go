package flows

import (
	"cmp"
	"strconv"
	"strings"
	"time"

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

func (f *Flow) shownWords(env Env, step *Step, a Answer, limit int) any {
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
	case KindTime:
		clock, _ := time.Parse(timeForm, a.Value)
		return locales.Clock(clock)
	case KindPhone:
		if home, dutch := strings.CutPrefix(a.Value, "+31"); dutch {
			return "0" + home // as people dial it
		}
		return a.Value
	}
	if limit < MaxAnswer { // an excerpt is one line, the whole keeps its own
		return cut(strings.Join(strings.Fields(a.Text), " "), limit)
	}
	return a.Text
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
