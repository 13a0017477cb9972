package ideas

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"smederij/bot"
	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

// propose starts an idea, or goes on with the one that was being written.
func propose(c *bot.Context) error {
	chat, ok, err := c.Aside()
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
	kept, err := c.Answers(i.ID)
	if err != nil {
		return nil, err
	}
	answers := make(map[string]flows.Answer, len(kept))
	for q, a := range kept {
		answers[q] = flows.Answer{Text: a.Text, Value: a.Value}
	}
	media, err := c.Attachments(i.ID)
	for _, m := range media {
		a := answers[m.Question]
		a.Media = append(a.Media, flows.Media{Kind: flows.MediaKind(m.Kind), Ref: m.Ref})
		answers[m.Question] = a
	}
	return answers, err
}

// keep writes what was answered to the draft, after every answer. A correction is kept when it is sent.
func keep(c *bot.Context, t *bot.Talk) error {
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
	reader, err := reader(c, i)
	if err != nil {
		return err
	}
	return c.Say(locales.T("ideas.received", "title", i.Title, "ref", i.Ref, "reader", reader, "by", locales.Date(i.AnswerBy),
		"contact", c.House.Settings.Contact), look(i))
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
		return err
	}
	if err := attach(c, t, steps); err != nil {
		return err
	}
	if moved {
		return c.Say(locales.T("ideas.corrected_not_area", "ref", i.Ref, "contact", c.House.Settings.Contact), look(i))
	}
	return c.Say(locales.T("ideas.corrected", "ref", i.Ref, "by", locales.Date(i.AnswerBy)), look(i))
}

// plain understands words outside every conversation. Somebody's first words may already be the idea: they are not lost.
func plain(c *bot.Context) error {
	text := strings.TrimSpace(c.In.Text)
	words := strings.Fields(strings.ToLower(text))
	ref, err := named(c, text)
	if err != nil {
		return err
	}
	switch {
	case ref != "":
		return c.Press(ref)
	case strings.HasPrefix(text, "/"), len(words) == 0 && c.In.Media == nil:
		return menu(c)
	case announces(words):
		return propose(c)
	case len(words) >= 4, tells(c.In.Media):
		return maybe(c, text)
	}
	return menu(c)
}

var reference = regexp.MustCompile(`^(?i)([a-z]{3})[- ]?(\d{4})[- ]?(\d{1,4})[.?!]?$`)

// named is the press that shows the idea whose reference somebody wrote, or "": its author sees how it stands, others what their role
// lets them see.
func named(c *bot.Context, text string) (payload string, err error) {
	m := reference.FindStringSubmatch(text)
	if m == nil {
		return "", nil
	}
	number, _ := strconv.Atoi(m[3])
	i, err := c.IdeaByRef(fmt.Sprintf("%s-%s-%03d", strings.ToUpper(m[1]), m[2], number))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", nil
	case err != nil:
		return "", err
	case i.Author == c.Person.ID:
		return fmt.Sprintf("ideas:show:%d", i.ID), nil
	}
	return fmt.Sprintf("review:show:%d", i.ID), nil
}

// announces tells whether short words say that somebody has an idea, without being one: "ik heb een idee".
func announces(words []string) bool {
	if len(words) > 5 {
		return false
	}
	for _, w := range words {
		if w := strings.Trim(w, ".,!?\"'"); w == "idee" || w == "plan" || w == "ideeën" || w == "ideeen" {
			return true
		}
	}
	return false
}

// tells says whether a photo or a recording may hold the idea itself.
func tells(m *bot.Media) bool {
	return m != nil && (m.Kind == string(flows.Photo) || m.Kind == string(flows.Voice))
}

// maybe keeps what may be an idea as a draft, and asks.
func maybe(c *bot.Context, text string) error {
	draft, kept, err := keepWords(c, text)
	if err != nil {
		return err
	}
	if m := c.In.Media; tells(m) {
		if err := attachMedia(c, draft.ID, "what", []flows.Media{{Kind: flows.MediaKind(m.Kind), Ref: m.Ref}}); err != nil {
			return err
		}
	}
	return c.Begin(c.Chat, "first", draft, nil, kept)
}

// firstWords goes on with what somebody wrote before anything was asked.
func firstWords(c *bot.Context, t *bot.Talk) error {
	draft, err := c.Idea(t.Subject)
	if err != nil {
		return err
	}
	if draft.State != store.Draft {
		return menu(c)
	}
	if t.Value("is_idea") == "yes" {
		return takeUp(c, c.Chat, draft, locales.T("ideas.words_kept"))
	}
	if more := t.Said("is_idea"); t.Value("is_idea") == "" { // who goes on telling has an idea
		return addWords(c, draft, more)
	}
	if _, err := c.Move(c.Person.ID, draft.ID, store.Withdraw, store.Detail{}, c.Now); err != nil {
		return err
	}
	return menu(c)
}

// addWords puts more words behind the first ones, as far as they fit.
func addWords(c *bot.Context, draft store.Idea, more string) error {
	answers, err := c.Answers(draft.ID)
	if err != nil {
		return err
	}
	text := strings.TrimSpace(answers["what"].Text + "\n" + more)
	if utf8.RuneCountInString(text) > flows.MaxAnswer {
		text = more
	}
	if _, err := c.KeepDraft(draft.ID, "", 0, []store.Answer{{Question: "what", Text: text}}, c.Now); err != nil {
		return err
	}
	return takeUp(c, c.Chat, draft, locales.T("ideas.words_kept"))
}

func menu(c *bot.Context) error {
	return c.Say(locales.T("welcome.menu"),
		bot.Tap(locales.T("button.tell_idea"), "ideas:propose"), bot.Tap(locales.T("button.my_ideas"), "ideas:mine"),
		bot.Tap(locales.T("button.help"), "ideas:help"))
}

func help(c *bot.Context) error {
	if !c.Chat.Private() {
		return c.Say(locales.T("group.help", "programme", c.House.Settings.Name))
	}
	if err := c.Say(locales.T("flow.engine.help_general")); err != nil {
		return err
	}
	return c.Say(locales.T("ideas.help", "contact", c.House.Settings.Contact),
		bot.Tap(locales.T("button.tell_idea"), "ideas:propose"), bot.Tap(locales.T("button.my_ideas"), "ideas:mine"))
}
