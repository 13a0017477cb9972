package ideas

import (
	"context"
	"slices"

	"smederij/bot"
	"smederij/flows/similar"
	"smederij/locales"
	"smederij/store"
)

// TitlesJob is the kind of the job that learns the titles that neighbours can see. Until its result is there, nobody gets a hint.
const TitlesJob = "titles"

const (
	titlesKnown = 20_000 // the newest ideas
	hintsAsked  = 10     // of an index, because some may be gone since
	hintsShown  = 3
)

// hints find the ideas that are like a new one. They live in memory and only propose: what is shown is read anew. Only handlers touch
// them, one at a time.
type hints struct {
	all    *similar.Index
	byArea map[store.SmederijID]*similar.Index
}

func newHints() *hints {
	return &hints{all: similar.New(similar.Standard()), byArea: make(map[store.SmederijID]*similar.Index)}
}

func (h *hints) put(i store.Idea) {
	area := h.byArea[i.Smederij]
	if area == nil {
		area = similar.New(similar.Standard())
		h.byArea[i.Smederij] = area
	}
	area.Add(similar.ID(i.ID), i.Title)
	h.all.Add(similar.ID(i.ID), i.Title)
}

// Titles is the job: it reads what neighbours can see, outside the writer.
func Titles(db *store.DB) func(context.Context, int64) (any, error) {
	return func(ctx context.Context, _ int64) (any, error) {
		var list []store.Idea
		if err := db.Read(ctx, func(tx *store.Tx) (err error) {
			list, err = tx.PublicIdeas(titlesKnown)
			return err
		}); err != nil {
			return nil, err
		}
		h := newHints()
		for _, i := range list {
			h.put(i)
		}
		return h, nil
	}
}

// learn takes the titles over that a job read.
func (h *hints) learn(c *bot.Context, _ bot.Signal) error {
	if learned, ok := c.In.Result.(*hints); ok {
		*h = *learned
	}
	return nil
}

// accepted adds a title that neighbours can see from now on.
func (h *hints) accepted(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err == nil && h.all != nil {
		h.put(i)
	}
	return err
}

// hint shows at most three ideas that are like the one being told, those of its own Smederij first. It blocks nothing.
func (h *hints) hint(c *bot.Context, title string, s store.SmederijID) error {
	like, err := h.find(c, title, s)
	if err != nil || len(like) == 0 {
		return err
	}
	var lines []locales.Text
	var buttons []bot.Button
	for n, i := range like {
		area, err := c.Smederij(i.Smederij)
		if err != nil {
			return err
		}
		lines = append(lines, locales.T("similar.line", "ref", i.Ref, "title", i.Title, "smederij", area.Name))
		buttons = append(buttons, bot.Tap(locales.T("similar.button.assist", "n", n+1), "ideas:assist", int64(i.ID)))
	}
	return c.Say(locales.T("similar.found", "lines", lines), append(buttons, bot.Tap(locales.T("similar.button.different"), "ideas:different"))...)
}

func (h *hints) find(c *bot.Context, title string, s store.SmederijID) (like []store.Idea, err error) {
	var hits []similar.Hit
	if own := h.byArea[s]; own != nil {
		hits = own.Find(title, hintsAsked)
	}
	if h.all != nil {
		hits = append(hits, h.all.Find(title, hintsAsked)...)
	}
	for _, hit := range hits {
		id := store.IdeaID(hit.ID)
		if len(like) == hintsShown || slices.ContainsFunc(like, func(i store.Idea) bool { return i.ID == id }) {
			continue
		}
		i, err := c.Idea(id)
		if err != nil {
			return nil, err
		}
		if i, err = c.AsTold(i, c.Now); err != nil {
			return nil, err
		}
		mine, err := c.Makes(c.Person.ID, i)
		if err != nil {
			return nil, err
		}
		if i.State.Open() && !mine {
			like = append(like, i)
		}
	}
	return like, nil
}

// different goes on with somebody's own idea.
func different(c *bot.Context) error {
	open, err := c.OpenConversation(c.Chat.ID)
	if err == nil {
		if on, err := c.TakeUp(c.Chat, open, locales.T("similar.different")); on || err != nil {
			return err
		}
	}
	return propose(c)
}
