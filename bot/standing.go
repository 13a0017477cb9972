package bot

import (
	"slices"
	"strings"

	"smederij/flows/answer"
	"smederij/locales"
	"smederij/store"
)

// A question with buttons that stands in a private chat outside every conversation is not covered by the answer to stray words: it is
// put again, so that a yes, a no or a number still goes to it.

// Question is what a feature knows of one of its own.
type Question struct {
	Waits func(*Context) (bool, error) // for an answer of who writes; Args are those of its first button. Nil: as long as nothing was said after it
	Means func(text string) string     // the press that somebody's own words mean, "" for none; nil when only its buttons do
}

// questionOn is what a feature knows of the question of a message, and whether it says that an answer still counts.
func (c *Context) questionOn(body store.Body) (q Question, waits bool, err error) {
	if len(body.Buttons) == 0 {
		return q, false, nil
	}
	name, args, _ := parsePayload(body.Buttons[0][0].Payload)
	if q = c.House.questions[name]; q.Waits == nil {
		return q, false, nil
	}
	about := *c
	about.Args = args
	waits, err = q.Waits(&about)
	return q, waits, err
}

// standing is the question that waits in this chat for an answer, and whether nothing was said after it. Without one the body is empty.
func (c *Context) standing() (body store.Body, q Question, last bool, err error) {
	shown, err := c.Shown(c.Chat.ID, lookBack)
	if err != nil {
		return body, q, false, err
	}
	for n, body := range shown {
		if len(body.Buttons) == 0 || !strings.HasSuffix(body.Text, "?") {
			continue
		}
		if len(slices.Concat(body.Buttons...)) == 1 { // asks for words of their own
			break
		}
		q, waits, err := c.questionOn(body)
		if err != nil {
			return body, q, false, err
		}
		if q.Waits == nil {
			waits = n == 0 && !strings.HasPrefix(body.Buttons[0][0].Payload, talkPayload)
		}
		if waits {
			return body, q, n == 0, nil
		}
	}
	return store.Body{}, Question{}, false, nil
}

// meant is the payload of the button that somebody's own words mean, below the question that was put last.
func (c *Context) meant(text string) (payload string, err error) {
	body, q, last, err := c.standing()
	if err != nil || !last || q.Means == nil {
		return "", err
	}
	press := q.Means(text)
	for _, b := range slices.Concat(body.Buttons...) {
		if press != "" && strings.HasPrefix(b.Payload, press+":") {
			return b.Payload, nil
		}
	}
	return "", nil
}

// refusing is the payload of the no below the question that was put last and waits: who stops there says no.
func (c *Context) refusing() (payload string, err error) {
	body, q, last, err := c.standing()
	if err != nil || !last || q.Waits == nil {
		return "", err
	}
	return readWord("nee").on(body, true), nil
}

// PutAgain puts the question that waits once more, in answer to words that say nothing to it. It tells false when there is none.
func (c *Context) PutAgain() (bool, error) {
	if c.In.Media != nil || answer.Plain(c.In.Text) == "" {
		return false, nil
	}
	body, _, _, err := c.standing()
	if err != nil || body.Text == "" {
		return false, err
	}
	unread := c.House.Texts.Render(locales.T("sorry.ask_again", "contact", c.House.Settings.Contact))
	text := strings.TrimSpace(strings.TrimPrefix(body.Text, unread))
	return true, c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: store.Body{Text: join(unread, text), Buttons: body.Buttons}})
}
