package budget

import (
	"strconv"
	"strings"
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// status says how a pot stands: that of a named Smederij, in a group without a name its own.
func status(c *bot.Context) error {
	words := strings.TrimSpace(c.Words)
	if words == "" && c.Chat.Smederij != 0 {
		s, err := c.Smederij(c.Chat.Smederij)
		if err != nil {
			return err
		}
		return sayStatus(c, s)
	}
	if words == "" {
		mine, err := areas(c)
		switch {
		case err != nil:
			return err
		case len(mine) == 1:
			return sayStatus(c, mine[0])
		case len(mine) > 1 && c.Chat.Private():
			return sayOverview(c, mine)
		}
		return c.Say(locales.T("budget.which"))
	}
	s, err := c.SmederijNamed(words)
	if err != nil {
		return err
	}
	if s.ID == 0 {
		return c.Say(locales.T("budget.which_not", "said", bot.Excerpt(words, 80)))
	}
	return sayStatus(c, s)
}

func sayStatus(c *bot.Context, s store.Smederij) error {
	body, err := statusBody(c, s, "")
	if err != nil {
		return err
	}
	return c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: body})
}

// statusBody is the picture of a pot, with the conclusion and the same numbers in words. Lead says why it comes, and may be "".
func statusBody(c *bot.Context, s store.Smederij, lead string) (store.Body, error) {
	pot, err := c.Pot(s.ID, c.Year(c.Now))
	if err != nil {
		return store.Body{}, err
	}
	text, err := withEarlier(c, s, statusText(s, pot, c.Now.In(c.Terms().Zone), lead))
	if err != nil {
		return store.Body{}, err
	}
	body := c.Body(text)
	if pot.Given() > 0 {
		body.Attachment = potRef(s.Name, pot, c.Now.In(c.Terms().Zone))
	}
	return body, nil
}

func figures(c *bot.Context, s store.Smederij) (locales.Text, error) {
	pot, err := c.Pot(s.ID, c.Year(c.Now))
	if err != nil {
		return locales.Text{}, err
	}
	return withEarlier(c, s, statusText(s, pot, c.Now.In(c.Terms().Zone), ""))
}

// withEarlier adds what is still held out of the pots of earlier years: the numbers above it are of this year.
func withEarlier(c *bot.Context, s store.Smederij, above locales.Text) (locales.Text, error) {
	held, err := c.HeldBefore(s.ID, c.Year(c.Now))
	return andEarlier(above, held), err
}

func andEarlier(above locales.Text, held store.Cents) locales.Text {
	if held == 0 {
		return above
	}
	return locales.T("budget.with_earlier", "above", above, "held", locales.Euro(held))
}

func statusText(s store.Smederij, p store.Pot, day time.Time, lead string) locales.Text {
	key := "budget.status"
	switch {
	case p.Given() == 0:
		return locales.T("budget.status_empty", "smederij", s.Name, "year", strconv.Itoa(p.Year))
	case lead != "":
		key = lead
	case p.Free == 0:
		key = "budget.status_spent"
	}
	return locales.T(key, "smederij", s.Name, "day", locales.Date(day), "year", strconv.Itoa(p.Year),
		"free", locales.Euro(p.Free), "used", p.Used(), "lines", list(p))
}

// list is where the money is, as the picture shows it.
func list(p store.Pot) (lines []locales.Text) {
	for _, f := range []struct {
		name   string
		amount store.Cents
	}{{"given", p.Given()}, {"paid", p.Paid}, {"held", p.Held}, {"free", p.Free}} {
		lines = append(lines, locales.T("budget.figure."+f.name, "amount", locales.Euro(f.amount)))
	}
	return lines
}

// thresholds are the percents of a pot at which its group hears how it stands.
var thresholds = []int{80, 100}

const (
	statusPost    = "budget_status"  // of its own accord, once a month
	crossedPost   = "budget_crossed" // of its own accord, about a threshold
	crossedUseful = 14               // days in which it is worth a post
)

// crossed tells a group when most of its money, or all of it, is given. It comes after the news.
func crossed(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	pot, err := c.Pot(i.Smederij, c.Year(c.Now))
	if err != nil {
		return err
	}
	before := pot
	before.Held, before.Free = pot.Held-i.Granted, pot.Free+i.Granted
	passed := 0
	for _, t := range thresholds {
		if before.Used() < t && pot.Used() >= t {
			passed = t
		}
	}
	if passed == 0 {
		return nil
	}
	own := store.Own{Kind: crossedPost, Subject: int64(passed), From: e.Decision.ReleasedAt, Useful: e.Decision.ReleasedAt.AddDate(0, 0, crossedUseful)}
	body, _, err := stillCrossed(c, i.Smederij, own)
	if err != nil {
		return err
	}
	return c.PostOwnIn(i.Smederij, own, body)
}

// stillCrossed says how a pot stands that passed a threshold. It is false when money came back or in meanwhile, and of the lower threshold
// when the higher one was passed too.
func stillCrossed(c *bot.Context, s store.SmederijID, own store.Own) (store.Body, bool, error) {
	area, err := c.Smederij(s)
	if err != nil {
		return store.Body{}, false, err
	}
	pot, err := c.Pot(s, c.Year(c.Now))
	if err != nil {
		return store.Body{}, false, err
	}
	lead, is := "budget.status_crossed", pot.Used() >= int(own.Subject) && pot.Used() < thresholds[1]
	if own.Subject == int64(thresholds[1]) {
		lead, is = "budget.status_spent", pot.Used() >= thresholds[1]
	}
	body, err := statusBody(c, area, lead)
	return body, is, err
}

// sayOverview is all pots that somebody may see: the total in words and a picture of each; and for those who manage them all a workbook with
// every entry.
func sayOverview(c *bot.Context, all []store.Smederij) error {
	var sum store.Pot
	var earlier store.Cents
	var names []string
	var pots []store.Pot
	for _, s := range all {
		p, err := c.Pot(s.ID, c.Year(c.Now))
		if err != nil {
			return err
		}
		held, err := c.HeldBefore(s.ID, c.Year(c.Now))
		if err != nil {
			return err
		}
		earlier += held
		names, pots = append(names, s.Name), append(pots, p)
		sum.Free, sum.Held, sum.Paid = sum.Free+p.Free, sum.Held+p.Held, sum.Paid+p.Paid
	}
	day := c.Now.In(c.Terms().Zone)
	text := locales.T("budget.overview", "n", len(all), "day", locales.Date(day), "free", locales.Euro(sum.Free), "lines", list(sum))
	body := c.Body(andEarlier(text, earlier),
		bot.Tap(locales.T("budget.button.pots"), "budget:pots"))
	if sum.Given() == 0 {
		return c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: body})
	}
	body.Attachment = potsRef(names, pots, day)
	if err := c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: body}); err != nil {
		return err
	}
	if ok, err := managesAll(c); err != nil || !ok {
		return err
	}
	if err := c.RecordExport(c.Person.ID, "xlsx", c.Now); err != nil {
		return err
	}
	book := c.Body(locales.T("budget.book"))
	book.Attachment = bookRef(day)
	return c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: book})
}

func managesAll(c *bot.Context) (bool, error) {
	all, err := c.Smederijen()
	if err != nil {
		return false, err
	}
	for _, s := range all {
		if ok, err := manages(c, s.ID); err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// postStatus tells a group once a month how its pot stands.
func postStatus(c *bot.Context, slot store.Slot) error {
	own := store.Own{Kind: slot.Kind, Useful: slot.At.AddDate(0, 0, 14)}
	body, is, err := statusNow(c, slot.Smederij, own)
	if err != nil || !is {
		return err
	}
	return c.PostOwnIn(slot.Smederij, own, body)
}

// statusNow says how a pot stands. One in which nothing ever was says nothing.
func statusNow(c *bot.Context, id store.SmederijID, _ store.Own) (store.Body, bool, error) {
	s, err := c.Smederij(id)
	if err != nil {
		return store.Body{}, false, err
	}
	pot, err := c.Pot(id, c.Year(c.Now))
	if err != nil || pot.Given() == 0 {
		return store.Body{}, false, err
	}
	body, err := statusBody(c, s, "")
	return body, true, err
}
