package flows

import (
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// walker plays a flow with whatever rapid thinks of, and looks at every turn.
type walker struct {
	t   *rapid.T
	l   *Library
	env Env
	s   State
	ask Ask
}

var allFlows = []struct{ dir, name string }{
	{"", "idea"}, {"", "decline"}, {"", "ask"}, {"", "answer"}, {"", "worry"}, {"", "join"}, {"", "first"},
	{"", "complete"}, {"", "restaurant"}, {"", "lessons"}, {"", "kind"},
	{"kinds", "trip"}, {"kinds", "note"}, {"kinds", "visit"}, {"upgrade", "feast"},
}

// words are what people write, with a fair chance of meaning something.
func words() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"terug", "overslaan", "help", "stop", "opnieuw", "ja", "nee", "1", "2", "3", "nog een keer",
			"Krakeel", "krakel", "Zuidwolde", "de weide", "25", "€ 1.250,50", "1.5", "1 december", "volgende week dinsdag",
			"volgende dinsdag", "half acht", "half acht 's avonds", "19.45 uur", "06 87654321", "bij de kerk, 7901 AB", "met de fiets", "meer…", "verander iets", "lees alles", "afmelden", "ga verder", "sla dit deel over", "", "😀", "\x00\xff"}),
		rapid.String(),
		rapid.StringN(900, 1300, -1),
	)
}

func (w *walker) input() Input {
	switch rapid.IntRange(0, 9).Draw(w.t, "kind") {
	case 0, 1, 2, 3:
		if len(w.ask.Buttons) > 0 {
			b := rapid.SampledFrom(w.ask.Buttons).Draw(w.t, "button")
			return Input{Choice: b.Choice, Sequence: w.ask.Sequence}
		}
	case 4:
		return Input{Choice: rapid.String().Draw(w.t, "forged"), Sequence: rapid.IntRange(0, 40).Draw(w.t, "sequence")}
	case 5:
		kind := rapid.SampledFrom([]MediaKind{Photo, Voice, Sticker, Location, Other, "unheard of"}).Draw(w.t, "media")
		album := rapid.SampledFrom([]string{"", "a"}).Draw(w.t, "album")
		return Input{Text: words().Draw(w.t, "caption"), Media: &Media{Kind: kind, Ref: "r", Album: album}}
	}
	return Input{Text: words().Draw(w.t, "text")}
}

// turn does one step on a state read back from JSON, and holds it to what is
// true of every turn.
func (w *walker) turn(in Input) []Effect {
	before := reread(w.t, w.s)
	s, effects, err := w.l.Step(w.env, before, in)
	if err != nil {
		w.t.Fatalf("step %+v with %+v: %v", before, in, err)
	}
	if diff := cmp.Diff(w.s, before); diff != "" {
		w.t.Fatalf("the step changed the state it was given:\n%s", diff)
	}
	if diff := cmp.Diff(s, reread(w.t, s)); diff != "" {
		w.t.Fatalf("state does not survive JSON (-made +read):\n%s", diff)
	}
	w.look(effects)
	w.s = s
	return effects
}

// look holds a message to the limits of both platforms.
func (w *walker) look(effects []Effect) {
	text, _ := Message(w.env.Texts, effects)
	if n := utf8.RuneCountInString(text); n > MaxText {
		w.t.Fatalf("message of %d characters:\n%s", n, text)
	}
	if !utf8.ValidString(text) {
		w.t.Fatalf("message is not valid UTF-8: %q", text)
	}
	for _, e := range effects {
		ask, ok := e.(Ask)
		if !ok {
			continue
		}
		if ask.Sequence <= w.ask.Sequence {
			w.t.Fatalf("sequence %d after %d", ask.Sequence, w.ask.Sequence)
		}
		w.ask = ask
		if n := len(ask.Buttons); n == 0 || n > MaxButtons {
			w.t.Fatalf("%d buttons under %q", n, text)
		}
		out := []string{pressStop, pressLater, pressBack, pressNo}
		if !slices.ContainsFunc(ask.Buttons, func(b Button) bool { return slices.Contains(out, b.Choice) }) {
			w.t.Fatalf("no way out of %q: %+v", text, ask.Buttons)
		}
		for i, b := range ask.Buttons {
			label := w.env.Texts.Render(b.Label)
			if n := utf8.RuneCountInString(label); n == 0 || n > MaxLabel {
				w.t.Fatalf("label of %d characters: %q", n, label)
			}
			if b.Choice == "" || len(b.Choice) > MaxChoice {
				w.t.Fatalf("choice of %d bytes: %q", len(b.Choice), b.Choice)
			}
			if slices.ContainsFunc(ask.Buttons[:i], func(o Button) bool { return o.Choice == b.Choice }) {
				w.t.Fatalf("two buttons do %q", b.Choice)
			}
		}
	}
}

// walk starts a flow and hands each turn's inputs to f until the end.
func walk(t *testing.T, f func(w *walker, in Input)) {
	env := environment(t)
	libraries := map[string]*Library{"": library(t, ""), "kinds": library(t, "kinds"), "upgrade": library(t, "upgrade")}
	rapid.Check(t, func(rt *rapid.T) {
		flow := rapid.SampledFrom(allFlows).Draw(rt, "flow")
		w := &walker{t: rt, l: libraries[flow.dir], env: env}
		s, effects, err := w.l.Start(env, flow.name, nil)
		if err != nil {
			rt.Fatal(err)
		}
		w.look(effects)
		w.s = s
		for range rapid.IntRange(1, 40).Draw(rt, "turns") {
			if w.s.Ended() {
				return
			}
			f(w, w.input())
		}
	})
}

// Whatever comes in whatever order: no panic, no error, no message beyond the limits.
func TestAnyInput(t *testing.T) {
	walk(t, func(w *walker, in Input) { w.turn(in) })
}

func TestStopAlwaysWorks(t *testing.T) {
	walk(t, func(w *walker, in Input) {
		w.turn(in)
		if w.s.Ended() {
			return
		}
		answers, step := w.s.Answers, w.s.Step
		effects := w.turn(Input{Text: "/Stop!"})
		if _, left := effect[Leave](effects); !left {
			w.t.Fatalf("stop at %+v gives %+v", w.s, effects)
		}
		if diff := cmp.Diff(answers, w.s.Answers); diff != "" || w.s.Step != step {
			w.t.Fatalf("stop changed the answers or left step %s for %s:\n%s", step, w.s.Step, diff)
		}
		s, effects, err := w.l.Resume(w.env, reread(w.t, w.s))
		if _, asked := effect[Ask](effects); err != nil || !asked || s.Step != step {
			w.t.Fatalf("resume at %s: step %s, %+v, %v", step, s.Step, effects, err)
		}
		w.look(effects)
		w.s = s
	})
}

// Terug after an answer gives the question that was answered, and no answer is lost.
func TestBackIsAsBefore(t *testing.T) {
	answered := 0
	walk(t, func(w *walker, in Input) {
		from := w.s.Step
		w.turn(in)
		last := len(w.s.Trail) - 1
		if w.s.Ended() || w.s.Step == from || last < 0 || w.s.Trail[last] != from {
			return
		}
		answered++
		answers := w.s.Answers
		effects := w.turn(Input{Text: "terug"})
		if w.s.Step != from {
			w.t.Fatalf("terug after an answer to %s leads to %s", from, w.s.Step)
		}
		if diff := cmp.Diff(answers, w.s.Answers); diff != "" {
			w.t.Fatalf("terug changed answers (-before +after):\n%s", diff)
		}
		ask, _ := effect[Ask](effects)
		f := w.l.flow(w.s.Flow, w.s.Version)
		want := f.question(&f.Steps[f.index[from]])
		if got := ask.Text[len(ask.Text)-1].Key; got != want {
			w.t.Fatalf("terug asks %s, want %s", got, want)
		}
	})
	if answered == 0 {
		t.Error("no question was ever answered")
	}
}

// An old button changes nothing, whatever it was.
func TestOldButtonsAreStale(t *testing.T) {
	walk(t, func(w *walker, in Input) {
		old := w.ask
		w.turn(in)
		if w.s.Ended() || w.ask.Sequence == old.Sequence {
			return
		}
		before := w.s
		b := rapid.SampledFrom(old.Buttons).Draw(w.t, "old button")
		effects := w.turn(Input{Choice: b.Choice, Sequence: old.Sequence})
		if diff := cmp.Diff([]Effect{Stale{}}, effects); diff != "" {
			w.t.Fatalf("old button %q:\n%s", b.Choice, diff)
		}
		if diff := cmp.Diff(before, w.s); diff != "" {
			w.t.Fatalf("old button %q changed the state:\n%s", b.Choice, diff)
		}
	})
}

// Everything a button does can be typed: its label leads to the same state.
func TestLabelsCanBeTyped(t *testing.T) {
	walk(t, func(w *walker, in Input) {
		for _, b := range w.ask.Buttons {
			pressed, _, err1 := w.l.Step(w.env, w.s, Input{Choice: b.Choice, Sequence: w.ask.Sequence})
			typed, _, err2 := w.l.Step(w.env, w.s, Input{Text: w.env.Texts.Render(b.Label)})
			if err1 != nil || err2 != nil {
				w.t.Fatalf("button %q: %v, %v", b.Choice, err1, err2)
			}
			if diff := cmp.Diff(pressed, typed); diff != "" {
				w.t.Fatalf("button %q (-pressed +typed):\n%s", b.Choice, diff)
			}
		}
		w.turn(in)
	})
}
