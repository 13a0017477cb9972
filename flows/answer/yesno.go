package answer

import (
	"fmt"
	"strings"
)

// opinion is what a phrase adds to a yes or a no.
type opinion int

const (
	neutral  opinion = iota // changes nothing: hoor, bedankt
	yes                     // ja, klopt
	no                      // nee, liever niet
	afterYes                // leuk: only behind a yes
	afterNo                 // helaas: only behind a no
	doubt                   // takes the certainty away: ?, 🤔
)

// YesNo reads a whole answer as yes or no. Any word beside it that is not part of
// a plain yes or no ("ja maar", "nog niet") makes it ask: consent is never read
// into an answer.
func YesNo(text string) Reading[bool] {
	list := heard(text)
	w := vocabulary()
	said, decided := neutral, false
	for i := 0; i < len(list); {
		meaning, used, ok := w.opinionAt(list, i)
		if !ok {
			return Reading[bool]{}
		}
		if w.denied(list, i) {
			return Reading[bool]{} // "niet fout"
		}
		i += used
		switch meaning {
		case doubt:
			return Reading[bool]{}
		case yes, no:
			if decided && said != meaning {
				return Reading[bool]{}
			}
			said, decided = meaning, true
		case afterYes:
			if said != yes {
				return Reading[bool]{}
			}
		case afterNo:
			if said != no {
				return Reading[bool]{}
			}
		}
	}
	if !decided {
		return Reading[bool]{}
	}
	return sure(said == yes)
}

// denied tells whether a word of disapproval stands behind a not: together they
// may be a yes, of which nobody can be sure.
func (w *words) denied(list []token, i int) bool {
	return i > 0 && w.wrong[list[i].text] && w.not[list[i-1].text]
}

// opinionAt reads the longest known phrase at i and tells how many tokens it has.
func (w *words) opinionAt(list []token, i int) (opinion, int, bool) {
	if list[i].kind == symbol {
		meaning, ok := w.signs[firstRune(list[i].text)]
		if !ok {
			ok = meaningless(list[i])
		}
		return meaning, 1, ok
	}
	for n := min(w.longest, len(list)-i); n > 0; n-- {
		phrase, ok := joinWords(list[i : i+n])
		if !ok {
			continue
		}
		if meaning, known := w.yesno[phrase]; known {
			return meaning, n, true
		}
	}
	if list[i].kind != word {
		return neutral, 1, false
	}
	if short := shorten(list[i].text); short != list[i].text {
		meaning, known := w.yesno[short]
		return meaning, 1, known
	}
	nearest, known := w.nearestOpinion(list[i].text)
	return nearest, 1, known
}

// nearestOpinion reads a long word with a typing error.
func (w *words) nearestOpinion(text string) (opinion, bool) {
	for _, known := range w.long {
		if known[0] == text[0] && distance(known, text, 1) <= 1 {
			return w.yesno[known], true
		}
	}
	return neutral, false
}

// joinWords writes tokens as a phrase. A phrase has no signs in it.
func joinWords(list []token) (string, bool) {
	if len(list) == 1 {
		return list[0].text, list[0].kind != symbol
	}
	var b strings.Builder
	for i, t := range list {
		if t.kind == symbol {
			return "", false
		}
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(t.text)
	}
	return b.String(), true
}

// shortest takes every stretch out of a word.
func shortest(text string) string {
	short := shorten(text)
	for short != text {
		text, short = short, shorten(short)
	}
	return text
}

// shorten takes the stretch out of a word: "jaaaa" is "ja" and "neeee" is "nee".
func shorten(text string) string {
	for i := 0; i+2 < len(text); i++ {
		if text[i] != text[i+1] || text[i] != text[i+2] {
			continue
		}
		end := i
		for end < len(text) && text[end] == text[i] {
			end++
		}
		keep := 1
		if text[i] == 'e' {
			keep = 2 // "nee", "oke" is spelled "okee" too
		}
		return text[:i+keep] + text[end:]
	}
	return text
}

func (w *words) readYesNo(lists *wordLists) error {
	w.yesno = make(map[string]opinion)
	for _, group := range []struct {
		patterns []string
		meaning  opinion
	}{
		{lists.YesNo.Doubt, doubt},
		{lists.YesNo.Yes, yes},
		{lists.YesNo.No, no},
		{lists.YesNo.AfterYes, afterYes},
		{lists.YesNo.AfterNo, afterNo},
		{lists.YesNo.Before, neutral},
		{lists.Polite, neutral},
	} {
		set, err := phrases(group.patterns)
		if err != nil {
			return err
		}
		for phrase := range set {
			earlier, known := w.yesno[phrase]
			if known && (earlier == yes || earlier == no) && (group.meaning == yes || group.meaning == no) && earlier != group.meaning {
				return fmt.Errorf("%q is both yes and no", phrase)
			}
			if !known {
				w.yesno[phrase] = group.meaning
			}
		}
	}
	w.longest = longestPhrase(w.yesno)
	var err error
	if w.wrong, err = phrases(lists.YesNo.Wrong); err != nil {
		return err
	}
	if w.not, err = phrases(lists.YesNo.Not); err != nil {
		return err
	}
	w.long = lists.YesNo.Misspelled
	for _, text := range w.long {
		if _, known := w.yesno[text]; !known {
			return fmt.Errorf("misspelled %q is no word of yes and no", text)
		}
	}

	w.signs = map[rune]opinion{'?': doubt}
	for signs, meaning := range map[string]opinion{
		lists.YesNo.YesSigns:   yes,
		lists.YesNo.NoSigns:    no,
		lists.YesNo.DoubtSigns: doubt,
	} {
		for _, r := range signs {
			w.signs[r] = meaning
		}
	}
	return nil
}
