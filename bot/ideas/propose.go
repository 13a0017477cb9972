package ideas

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"smederij/bot"
	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

// propose starts an idea, or goes on with the one that was being written.
func propose(c *bot.Context) error {
	chat, ok, err := c.Aside("ideas:propose")
	if err != nil || !ok {
		return err
	}
	if open, err := c.OpenConversation(chat.ID); err == nil && open.Flow == "idea" && open.Subject == 0 {
		if on, err := c.TakeUp(chat, open); on || err != nil {
			return err
		}
	} else if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if words := strings.TrimSpace(c.Words); words != "" && !strings.EqualFold(words, "nieuw") {
		draft, kept, err := keepWords(c, words)
		if err != nil {
			return err
		}
		return takeUp(c, chat, draft, kept)
	}
	draft, err := c.DraftOf(c.Person.ID)
	if errors.Is(err, store.ErrNotFound) && c.Words == "" {
		if offered, err := offerGoOn(c, chat); offered || err != nil {
			return err
		}
	}
	switch {
	case errors.Is(err, store.ErrNotFound) || c.Words != "":
		return c.Begin(chat, "idea", store.Idea{}, nil, locales.T("ideas.start"))
	case err != nil:
		return err
	}
	return takeUp(c, chat, draft, locales.T("ideas.go_on"))
}

// keepWords keeps what somebody wrote before anything was asked, as the description of a new draft.
func keepWords(c *bot.Context, text string) (draft store.Idea, kept locales.Text, err error) {
	if draft, err = c.NewDraft(c.Person.ID, 0, c.Now); err != nil {
		return draft, kept, err
	}
	kept = locales.T("ideas.maybe")
	if utf8.RuneCountInString(text) > flows.MaxAnswer {
		text, kept = bot.Excerpt(text, flows.MaxAnswer), locales.T("ideas.maybe_long", "max", flows.MaxAnswer)
	}
	_, err = c.KeepDraft(draft.ID, "", 0, []store.Answer{{Question: "what", Text: text}}, c.Now)
	return draft, kept, err
}

// takeUp goes on with an idea, or a correction of it, where its author was.
func takeUp(c *bot.Context, chat store.Chat, i store.Idea, intro locales.Text) error {
	if on, err := c.Continue(chat, "idea", i, intro); on || err != nil {
		return err
	}
	answers, err := earlier(c, i)
	if err != nil {
		return err
	}
	return c.Review(chat, "idea", i, answers, intro)
}

// earlier are the kept answers in the form in which a flow takes them.
func earlier(c *bot.Context, i store.Idea) (map[string]flows.Answer, error) {
	answers, err := c.Told(i.ID)
	if err != nil {
		return nil, err
	}
	media, err := c.Attachments(i.ID)
	for _, m := range media {
		a := answers[m.Question]
		kept := flows.Media{Kind: flows.MediaKind(m.Kind), Ref: m.Ref}
		if now := c.In.Media; now != nil && now.Ref == m.Ref { // the rest of its album follows
			kept.Album = c.In.Album
		}
		a.Media = append(a.Media, kept)
		answers[m.Question] = a
	}
	return answers, err
}

// keep writes what was answered to the draft, after every answer. A correction is kept when it is sent.
func (h *hints) keep(c *bot.Context, t *bot.Talk) error {
	if t.Subject == 0 {
		draft, err := c.NewDraft(c.Person.ID, 0, c.Now)
		if err != nil {
			return err
		}
		t.Subject, t.Revision = draft.ID, draft.Revision
	}
	smederij, err := smederijOf(c, t)
	if err != nil {
		return err
	}
	draft, err := c.KeepDraft(t.Subject, t.Said("title"), smederij, changed(t, t.Changed()), c.Now)
	if err != nil || !draft {
		return err
	}
	if slices.Contains(t.Changed(), "title") {
		if err := h.hint(c, t.Said("title"), smederij); err != nil {
			return err
		}
	}
	return attach(c, t, t.Changed())
}

func smederijOf(c *bot.Context, t *bot.Talk) (store.SmederijID, error) {
	code := t.Value("smederij")
	if code == "" {
		return 0, nil
	}
	s, err := c.SmederijByCode(code)
	return s.ID, err
}

func changed(t *bot.Talk, steps []string) []store.Answer {
	var list []store.Answer
	for _, step := range steps {
		a := t.State.Answers[step]
		list = append(list, store.Answer{Question: step, Text: a.Text, Value: a.Value})
	}
	return list
}

// submit sends a draft in, or a correction of what was sent before.
func submit(c *bot.Context, t *bot.Talk) error {
	i, err := c.Idea(t.Subject)
	if err != nil {
		return err
	}
	if i.State != store.Draft {
		return resubmit(c, t, i)
	}
	if i, err = c.Move(c.Person.ID, i.ID, store.Submit, store.Detail{}, c.Now); err != nil {
		return err
	}
	if i.EnteredBy == c.Person.ID {
		return entered(c, i)
	}
	reader, err := reader(c, i)
	if err != nil {
		return err
	}
	return c.Say(locales.T("ideas.received", "title", i.Title, "ref", i.Ref, "reader", reader, "by", locales.Date(i.AnswerBy),
		"contact", c.House.Settings.Contact), look(i), moreButton(i))
}

// reader says which role looks at an idea.
func reader(c *bot.Context, i store.Idea) (locales.Text, error) {
	s, err := c.Smederij(i.Smederij)
	if err != nil {
		return locales.Text{}, err
	}
	role, _, err := c.DecidingRole(store.Reviewer, i)
	return locales.T("ideas.reader."+string(role), "smederij", s.Name), err
}

func resubmit(c *bot.Context, t *bot.Talk, i store.Idea) error {
	before, err := c.Answers(i.ID)
	if err != nil {
		return err
	}
	var steps []string
	for step := range t.State.Answers {
		if step != "smederij" { // its reference and its volunteers are of the old one
			steps = append(steps, step)
		}
	}
	moved := t.Value("smederij") != before["smederij"].Value
	i, err = c.Move(c.Person.ID, i.ID, store.Correct, store.Detail{Title: t.Said("title"), Answers: changed(t, steps)}, c.Now)
	if err != nil {
		return unlessHeld(c, i, err)
	}
	if err := attach(c, t, steps); err != nil {
		return err
	}
	if moved {
		return c.Say(locales.T("ideas.corrected_not_area", "ref", i.Ref, "contact", c.House.Settings.Contact), look(i))
	}
	key := "ideas.corrected"
	if c.Late(i) {
		key = "ideas.corrected_late"
	}
	return c.Say(locales.T(key, "ref", i.Ref, "by", locales.Date(i.AnswerBy), "contact", c.House.Settings.Contact), look(i))
}

func menu(c *bot.Context) error {
	return c.Say(locales.T("welcome.menu"),
		bot.Tap(locales.T("button.tell_idea"), "ideas:propose"), bot.Tap(locales.T("button.my_ideas"), "ideas:mine"),
		bot.Tap(locales.T("button.help"), "ideas:help"))
}
