package flows

import (
	"strings"

	"smederij/locales"
)

// Effect is something the caller must do after a turn. A turn has at most one
// Say and one Ask; Message joins the two.
type Effect interface{ effect() }

type (
	// Keep means that the answers changed.
	Keep struct{}

	// Say is told before the question, or when there is none.
	Say struct{ Text locales.Text }

	// Ask is the question that stands now. Its buttons count for Sequence only.
	Ask struct {
		Text     []locales.Text // the paragraphs of the question
		Buttons  []Button
		Sequence int
	}

	// End means that all is answered; Action is the flow's, for the caller to carry out.
	End struct{ Action string }

	// Leave means that somebody stopped. What was answered stays, and Resume goes on from there.
	Leave struct{}

	// Person means that somebody who got stuck at Step asks for a human being. A Leave follows.
	Person struct{ Step string }

	// Stale means that the button belonged to another question. Nothing changed.
	Stale struct{}
)

func (Keep) effect()   {}
func (Say) effect()    {}
func (Ask) effect()    {}
func (End) effect()    {}
func (Leave) effect()  {}
func (Person) effect() {}
func (Stale) effect()  {}

// Button is one way to answer. Everything it does can be typed too: its label
// always, its place among the buttons wherever a number cannot be an answer.
type Button struct {
	Label  locales.Text // at most MaxLabel characters when rendered
	Choice string       // at most MaxChoice bytes
}

// Message is a turn as one message: what is said, then the question.
func Message(c *locales.Catalog, effects []Effect) (text string, buttons []Button) {
	var parts []string
	for _, e := range effects {
		switch e := e.(type) {
		case Say:
			parts = append(parts, c.Render(e.Text))
		case Ask:
			for _, t := range e.Text {
				parts = append(parts, c.Render(t))
			}
			buttons = e.Buttons
		}
	}
	return strings.Join(parts, "\n\n"), buttons
}
