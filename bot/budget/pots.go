package budget

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

const (
	pageLines   = 5   // of a list
	ideaPortion = 100 // ideas of a state that are looked at
)

// money opens the books: those of a named Smederij or idea, or a list of all that somebody may see.
func money(c *bot.Context) error {
	words := strings.TrimSpace(c.Words)
	if words == "" {
		return pots(c)
	}
	i, err := c.IdeaByRef(strings.ToUpper(words))
	if err == nil {
		c.Args = []int64{int64(i.ID)}
		return onIdea(showIdea)(c)
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	s, err := c.SmederijNamed(words)
	if err != nil {
		return err
	}
	if s.ID == 0 {
		return c.Say(locales.T("budget.unknown", "said", bot.Excerpt(words, 80)))
	}
	c.Args = []int64{int64(s.ID)}
	return onPot(showPot)(c)
}

// pots lists what is free in each pot, a page at a time.
func pots(c *bot.Context) error {
	list, err := areas(c)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return &store.Refusal{Reason: store.NotYours}
	}
	if len(list) == 1 {
		return showPot(c, list[0])
	}
	from := int(min(c.Arg(0), int64(len(list)-1)))
	page := list[from:min(from+pageLines, len(list))]
	var lines []locales.Text
	var buttons []bot.Button
	for n, s := range page {
		p, err := c.Pot(s.ID, c.Year(c.Now))
		if err != nil {
			return err
		}
		lines = append(lines, locales.T("budget.pot_line", "smederij", s.Name, "free", locales.Euro(p.Free), "given", locales.Euro(p.Given())))
		buttons = append(buttons, bot.Tap(locales.T("budget.button.pot", "n", n+1), "budget:pot", int64(s.ID)))
	}
	if from+pageLines < len(list) {
		buttons = append(buttons, bot.Tap(locales.T("budget.button.more"), "budget:pots", int64(from+pageLines)))
	}
	return c.Say(locales.T("budget.pots", "year", strconv.Itoa(c.Year(c.Now)), "lines", lines), buttons...)
}

// showPot is one pot, and what can be done with it.
func showPot(c *bot.Context, s store.Smederij) error {
	text, err := figures(c, s)
	if err != nil {
		return err
	}
	buttons := []bot.Button{bot.Tap(locales.T("budget.button.ideas"), "budget:ideas", int64(s.ID)),
		bot.Tap(locales.T("budget.button.lines"), "budget:lines", int64(s.ID))}
	may, err := manages(c, s.ID)
	if err != nil {
		return err
	}
	if may {
		buttons = append(buttons, bot.Tap(locales.T("budget.button.allocate"), "budget:allocate", int64(s.ID)))
	}
	return c.Say(text, buttons...)
}

// showIdeas lists the ideas of a Smederij for which money waits, or is asked.
func showIdeas(c *bot.Context, s store.Smederij) error {
	var list []store.Idea
	for _, state := range []store.State{store.Accepted, store.Granted, store.Underway} {
		some, err := c.IdeasIn(s.ID, state, ideaPortion)
		if err != nil {
			return err
		}
		list = append(list, some...)
	}
	list = slices.DeleteFunc(list, func(i store.Idea) bool { return i.Track == store.LongTrack })
	from := int(min(c.Arg(1), 1000))
	page := list[min(from, len(list)):]
	if len(page) == 0 {
		return c.Say(locales.T("budget.no_ideas", "smederij", s.Name))
	}
	var lines []locales.Text
	var buttons []bot.Button
	for n, i := range page[:min(len(page), pageLines)] {
		lines = append(lines, locales.T("budget.idea_line", "ref", i.Ref, "title", i.Title, "state", bot.Label(i, false)))
		buttons = append(buttons, bot.Tap(locales.T("review.button.show", "n", n+1), "budget:idea", int64(i.ID)))
	}
	if len(page) > pageLines {
		buttons = append(buttons, bot.Tap(locales.T("budget.button.more"), "budget:ideas", int64(s.ID), int64(from+pageLines)))
	}
	return c.Say(locales.T("budget.ideas", "smederij", s.Name, "lines", lines), buttons...)
}

// moneyMoves are what can be done with the money of an idea, each with its button.
var moneyMoves = []struct {
	move  store.Move
	press string
}{{store.Grant, "grant"}, {store.Pass, "pass"}, {store.Pay, "pay"}, {store.Release, "release"}, {store.Stop, "halt"}}

// showIdea is the money of one idea: what is asked, held and paid, and what this person can do.
func showIdea(c *bot.Context, i store.Idea) error {
	text, err := standing(c, i)
	if err != nil {
		return err
	}
	buttons, err := moneyButtons(c, i)
	if err != nil {
		return err
	}
	manages, err := manages(c, i.Smederij)
	if err != nil {
		return err
	}
	if manages {
		photos, err := c.Receipts(i.ID)
		if err != nil {
			return err
		}
		if len(photos) > 0 {
			buttons = append(buttons, bot.Tap(locales.T("budget.button.receipts"), "budget:receipts", int64(i.ID)))
		}
		just, err := c.Held(i.ID, c.Now)
		if err != nil {
			return err
		}
		if just.ID != 0 {
			text = locales.T("budget.just_decided", "above", text, "at", locales.Clock(just.ReleasedAt.In(c.Terms().Zone)))
			buttons = append(buttons, bot.Tap(locales.T("review.button.undo"), "review:undo", int64(just.ID)),
				bot.Tap(locales.T("review.button.release"), "review:release", int64(just.ID)))
		}
	}
	return c.Say(text, append(buttons, bot.Tap(locales.T("review.button.read_all"), "review:read", int64(i.ID)))...)
}

// moneyButtons are the moves of money that this person can make now.
func moneyButtons(c *bot.Context, i store.Idea) (buttons []bot.Button, err error) {
	purse, err := c.Purse(i.ID)
	if err != nil {
		return nil, err
	}
	pot, err := c.Pot(i.Smederij, c.Year(c.Now))
	if err != nil {
		return nil, err
	}
	for _, m := range moneyMoves {
		if purse.Held == 0 && (m.move == store.Pay || m.move == store.Release) || c.May(c.Person.ID, i, m.move, 0, c.Now) != nil {
			continue
		}
		if m.move == store.Grant && pot.Free == 0 { // nothing can be given before something is in the pot
			buttons = append(buttons, bot.Tap(locales.T("budget.button.allocate"), "budget:allocate", int64(i.Smederij)))
			continue
		}
		buttons = append(buttons, bot.Tap(locales.T("budget.button."+m.press), "budget:"+m.press, int64(i.ID), i.Revision))
	}
	return buttons, nil
}

// standing says where the money of an idea stands: before a grant what is asked and what the pot has, then what is held and paid.
func standing(c *bot.Context, i store.Idea) (locales.Text, error) {
	s, err := c.Smederij(i.Smederij)
	if err != nil {
		return locales.Text{}, err
	}
	pot, err := c.Pot(i.Smederij, c.Year(c.Now))
	if err != nil {
		return locales.Text{}, err
	}
	args := []any{"ref", i.Ref, "title", i.Title, "state", bot.Label(i, false), "smederij", s.Name, "free", locales.Euro(pot.Free)}
	if i.Granted == 0 {
		costs, err := c.Costs(i.ID)
		if err != nil {
			return locales.Text{}, err
		}
		if costs == "" {
			costs = c.House.Texts.Render(locales.T("budget.not_asked"))
		}
		return locales.T("budget.asks", append(args, "costs", costs)...), nil
	}
	purse, err := c.Purse(i.ID)
	if err != nil {
		return locales.Text{}, err
	}
	key, back := "budget.has", purse.Back(i.Granted)
	if back > 0 {
		key = "budget.has_less"
	}
	return locales.T(key, append(args, "granted", locales.Euro(i.Granted), "held", locales.Euro(purse.Held), "paid", locales.Euro(purse.Paid),
		"back", locales.Euro(back))...), nil
}

// receipts shows the photos that came with payments for an idea.
func receipts(c *bot.Context, i store.Idea) error {
	photos, err := c.Receipts(i.ID)
	if err != nil {
		return err
	}
	for _, a := range photos {
		body := c.Body(locales.T("budget.receipt", "ref", i.Ref, "title", i.Title))
		body.Attachment = bot.FileRef(a.ID)
		if err := c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: body}); err != nil {
			return err
		}
	}
	if len(photos) == 0 {
		return c.Say(locales.T("budget.no_receipts", "ref", i.Ref))
	}
	return nil
}
