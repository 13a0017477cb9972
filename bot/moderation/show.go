package moderation

import (
	"slices"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// An idea as it is shown to who asks for it.

// show posts an idea where it was asked for. It is not kept up to date there; its buttons know their revision.
func show(c *bot.Context, i store.Idea) error {
	body, err := drawFor(c, i)
	if err != nil {
		return err
	}
	if err := c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: body}); err != nil {
		return err
	}
	return showMedia(c, i)
}

// drawFor is an idea as somebody sees it who asked for it: an appeal or a lange klap for who answers on it, an advice for who only
// advises, else the card of those who test it. Who may not decide reads it, without the buttons for that.
func drawFor(c *bot.Context, i store.Idea) (store.Body, error) {
	me := c.Person.ID
	if i.State == store.Appealed || i.AwaitsSteering() {
		deciders, err := c.Deciders(store.Steering, i)
		if err != nil {
			return store.Body{}, err
		}
		if slices.Contains(deciders, me) {
			return drawSteeringFor(c, i, me)
		}
	}
	tests, err := c.MayRead(me, i)
	if err != nil {
		return store.Body{}, err
	}
	if !tests && c.MayAdvise(me, i) == nil {
		return drawAdvice(c, i, me)
	}
	body, err := draw(c, i, c.Chat.ID)
	if err != nil {
		return body, err
	}
	guides, err := c.Deciders(store.Guide, i)
	if err != nil {
		return body, err
	}
	testers, err := c.Reviewers(i, c.Now)
	switch {
	case err != nil || slices.Contains(testers, me):
	case hasChoices(i) && slices.Contains(guides, me):
		body.Buttons = c.Body(locales.Text{}, readButton(i), choicesButton(i)).Buttons
	default:
		body.Buttons = c.Body(locales.Text{}, readButton(i)).Buttons // to be read, not decided
	}
	return body, err
}

// readAll shows every answer in full.
func readAll(c *bot.Context, i store.Idea) error {
	story, err := c.Story(i, bot.Whole)
	if err != nil {
		return err
	}
	why, err := dispute(c, i, 1000)
	if err != nil {
		return err
	}
	advice, err := c.AdviceText(i.ID, 300)
	if err != nil {
		return err
	}
	story += why
	if advice != "" {
		story += "\n\n" + advice
	}
	return c.SayPages(locales.T("review.read_all", "ref", i.Ref, "title", i.Title), story)
}
