package ideas

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"smederij/bot"
	"smederij/flows"
	"smederij/flows/answer"
	"smederij/locales"
	"smederij/store"
)

// plain understands words outside every conversation. Somebody's first words may already be the idea, or the answer to a question that
// waits: they are not lost.
func plain(c *bot.Context) error {
	text := strings.TrimSpace(c.In.Text)
	ref, err := named(c, text)
	if err != nil {
		return err
	}
	words := strings.Fields(answer.Plain(text))
	wish := wishOf(words)
	if wish == backToIt {
		if on, err := resume(c); on || err != nil {
			return err
		}
	}
	switch {
	case ref != "":
		return c.Press(ref)
	case strings.HasPrefix(text, "/"), len(words) == 0 && c.In.Media == nil:
		return menu(c)
	case wish == tellIt:
		return propose(c)
	case wish == followIt:
		return mine(c)
	case wish == someone:
		return c.Say(locales.T("ideas.someone", "contact", c.House.Settings.Contact))
	}
	if put, err := c.PutAgain(); put || err != nil {
		return err
	}
	if wish == nothing {
		return menu(c)
	}
	if waits, err := answers(c, text); waits || err != nil {
		return err
	}
	if len(words) >= 4 || tells(c.In.Media) {
		return maybe(c, text)
	}
	return menu(c)
}

// wish is what short words ask for.
type wish int

const (
	unclear  wish = iota
	tellIt        // an idea: "ik heb een idee"
	backToIt      // where they were: "ik wil weer verder"
	followIt      // about their own: "waar blijft mijn idee?"
	someone       // a human being, or their data
	nothing       // "ik heb geen idee"
)

const shortWords = 8 // more tell something themselves

// wishOf reads short words that are no idea themselves.
func wishOf(words []string) wish {
	has := func(any ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(any, strings.Trim(w, ".,!?;:")) })
	}
	idea := has("idee", "ideeen", "plan", "plannen", "idea")
	switch {
	case len(words) == 0 || len(words) > shortWords:
		return unclear
	case has("klacht", "gegevens", "klagen") || has("mens", "iemand", "persoon", "medewerker") && has("spreken", "praten", "bellen", "nodig"):
		return someone
	case !idea && has("verder", "verdergaan", "doorgaan") && (len(words) <= 2 || has("ik", "we", "wij") && has("wil", "willen", "kan", "kunnen", "ga", "gaan", "weer")):
		return backToIt
	case !idea:
		return unclear
	case has("geen"):
		return nothing
	case has("mijn", "ons", "mien", "m'n", "mn", "intrekken", "veranderen", "verander", "wijzigen"):
		return followIt
	case has("heb", "hebben", "weet", "weten", "wil", "willen", "vertellen", "indienen", "insturen", "nieuw") || len(words) <= 2 && !has("goed", "leuk", "mooi"):
		return tellIt
	}
	return unclear
}

// resume goes on with the draft, or offers to go on with what was half told.
func resume(c *bot.Context) (bool, error) {
	switch _, err := c.DraftOf(c.Person.ID); {
	case errors.Is(err, store.ErrNotFound):
		return offerGoOn(c, c.Chat)
	case err != nil:
		return false, err
	}
	return true, propose(c)
}

// answers takes words or a photo for the answer to the question that waits for this person, if one does. They see it before it is sent.
func answers(c *bot.Context, text string) (waits bool, err error) {
	list, err := c.IdeasOf(c.Person.ID, recentIdeas)
	if err != nil {
		return false, err
	}
	at := slices.IndexFunc(list, func(i store.Idea) bool {
		return i.State == store.Asked && i.EnteredBy != c.Person.ID // words of their own, not those of somebody else
	})
	if at < 0 {
		return false, nil
	}
	said := flows.Answer{Text: bot.Excerpt(text, flows.MaxAnswer)}
	if m := c.In.Media; tells(m) {
		said.Media = []flows.Media{{Kind: flows.MediaKind(m.Kind), Ref: m.Ref, Album: c.In.Album}}
	}
	return true, ask(c, list[at], map[string]flows.Answer{"answer": said})
}

const recentIdeas = 20

var reference = regexp.MustCompile(`^(?i)([a-z]{3})[- ]?(\d{4})[- ]?(\d{1,4})[.?!]?$`)

// named is the press that shows the idea whose reference somebody wrote, or "": its author sees how it stands, others what their role
// lets them see.
func named(c *bot.Context, text string) (payload string, err error) {
	i, err := byReference(c, text)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", nil
	case err != nil:
		return "", err
	}
	if own, err := c.Makes(c.Person.ID, i); own || err != nil {
		return fmt.Sprintf("ideas:show:%d", i.ID), err
	}
	return fmt.Sprintf("review:show:%d", i.ID), nil
}

// byReference finds the idea that somebody names as people write it: KRA-2026-014, kra 2026 14; [store.ErrNotFound] without one.
func byReference(c *bot.Context, text string) (store.Idea, error) {
	m := reference.FindStringSubmatch(strings.TrimSpace(text))
	if m == nil {
		return store.Idea{}, store.ErrNotFound
	}
	number, _ := strconv.Atoi(m[3])
	return c.IdeaByRef(fmt.Sprintf("%s-%s-%03d", strings.ToUpper(m[1]), m[2], number))
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
		if err := c.AttachMedia(draft.ID, "what", []flows.Media{{Kind: flows.MediaKind(m.Kind), Ref: m.Ref}}); err != nil {
			return err
		}
	}
	if c.In.Album != "" { // the other pictures are on their way, and belong to the same answer
		return takeUp(c, c.Chat, draft, kept)
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
	said := t.State.Answers["is_idea"]
	switch v := verdictOn(said); v {
	case isIdea:
		return takeUp(c, c.Chat, draft, locales.T("ideas.words_kept"))
	case tellsMore, notSaid:
		return heardMore(c, draft, said, v)
	}
	if _, err := c.Move(c.Person.ID, draft.ID, store.Withdraw, store.Detail{}, c.Now); err != nil {
		return err
	}
	if err := c.Say(locales.T("ideas.not_kept", "contact", c.House.Settings.Contact)); err != nil {
		return err
	}
	return menu(c)
}

// heardMore keeps what somebody added. It becomes an idea when they said so; else they are asked once more.
func heardMore(c *bot.Context, draft store.Idea, more flows.Answer, v verdict) error {
	if err := addWords(c, draft, more); err != nil {
		return err
	}
	album := slices.ContainsFunc(more.Media, func(m flows.Media) bool { return m.Album != "" }) // the other pictures are on their way
	if v == tellsMore || album {
		return takeUp(c, c.Chat, draft, locales.T("ideas.words_kept"))
	}
	return c.Begin(c.Chat, "first", draft, nil, locales.T("ideas.more_words"))
}

// addWords puts more words, or another photo, behind the first ones, as far as they fit.
func addWords(c *bot.Context, draft store.Idea, more flows.Answer) error {
	before, err := earlier(c, draft)
	if err != nil {
		return err
	}
	what := before["what"]
	text := strings.TrimSpace(what.Text + "\n" + more.Text)
	if utf8.RuneCountInString(text) > flows.MaxAnswer {
		text = more.Text
	}
	if len(more.Media) > 0 {
		if err := c.AttachMedia(draft.ID, "what", append(what.Media, more.Media...)); err != nil {
			return err
		}
	}
	_, err = c.KeepDraft(draft.ID, "", 0, []store.Answer{{Question: "what", Text: text}}, c.Now)
	return err
}
