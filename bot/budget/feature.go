package budget

import (
	"errors"
	"slices"
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// Feature is the room of money: who manages it moves it, with a preview and a second tap; who tests ideas sees it; every group hears
// how its pot stands.
func Feature() bot.Feature {
	return bot.Feature{
		Name: "budget",
		Commands: []bot.Command{
			{Name: "geld", Where: bot.InPrivate, Run: money},
			{Name: "budget", Where: bot.Everywhere, Run: status},
		},
		Presses: map[string]bot.Handler{
			"pots":     bot.Privately(pots),
			"pot":      bot.Privately(onPot(showPot)),
			"ideas":    bot.Privately(onPot(showIdeas)),
			"lines":    bot.Privately(onPot(showLines)),
			"fix":      bot.Privately(onPot(fix)),
			"allocate": bot.Privately(onPot(allocate)),
			"idea":     bot.Privately(onIdea(showIdea)),
			"receipts": bot.Privately(onIdea(managing(receipts))),
			"grant":    onIdea(begin("grant", store.Grant)),
			"pass":     onIdea(begin("pass", store.Pass)),
			"pay":      onIdea(begin("pay", store.Pay)),
			"release":  onIdea(begin("release", store.Release)),
			"halt":     onIdea(begin("halt", store.Stop)),
			"order":    bot.Privately(showOrder),
			"yes":      bot.Then(confirm),
			"no":       bot.Then(drop),
		},
		Questions: map[string]bot.Question{"yes": {Waits: waits}},
		Links:     []string{"pots", "pot", "ideas", "lines", "idea", "grant", "pass", "pay", "release", "halt"},
		Ends: map[string]bot.End{
			"order_allocate": orderAllocation,
			"order_grant":    orderOn(store.OrderGrant),
			"order_pay":      orderOn(store.OrderPay),
			"order_release":  orderOn(store.OrderRelease),
			"order_correct":  orderCorrection,
			"pass_idea":      decide(store.Pass),
			"halt_idea":      decide(store.Stop),
		},
		Anew: []string{"grant", "pay", "release"},
		Events: map[store.EventKind]func(*bot.Context, store.Event) error{
			store.Ordered:                ordered,
			store.EventKind(store.Grant): crossed,
		},
		Fresh: map[string]bot.Again{statusPost: statusNow, crossedPost: stillCrossed},
		Schedules: []bot.Schedule{
			{Kind: statusPost, Posts: true, Rhythm: store.NthOfMonth(1, time.Monday, 9, 0), Grace: 72 * time.Hour, Run: postStatus},
			{Kind: "orders", House: true, Rhythm: store.EveryHour(9, 10), Grace: 8 * time.Hour, Run: unsettled},
			{Kind: "close_years", House: true, Rhythm: store.Daily(1, 0), Grace: 24 * time.Hour,
				Run: func(c *bot.Context, _ store.Slot) error { return c.CloseYears(c.Now) }},
		},
	}
}

// manages tells whether somebody moves the money of a Smederij: a coordinator, and without one the operator.
func manages(c *bot.Context, s store.SmederijID) (bool, error) {
	people, err := c.Deciders(store.Manager, store.Idea{Smederij: s})
	return slices.Contains(people, c.Person.ID), err
}

// managing lets only those go on who move the money of an idea's Smederij.
func managing(do func(*bot.Context, store.Idea) error) func(*bot.Context, store.Idea) error {
	return func(c *bot.Context, i store.Idea) error {
		may, err := manages(c, i.Smederij)
		if err != nil {
			return err
		}
		if !may {
			return &store.Refusal{Reason: store.NotYours, Idea: i.ID}
		}
		return do(c, i)
	}
}

// areas are the Smederijen whose money somebody may see: those in which they have a role.
func areas(c *bot.Context) (list []store.Smederij, err error) {
	all, err := c.Smederijen()
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		role, err := c.RoleOf(c.Person.ID, s.ID)
		if err != nil {
			return nil, err
		}
		if role != "" {
			list = append(list, s)
		}
	}
	return list, nil
}

// onPot finds the Smederij of a press, and lets only those who may see its money go on.
func onPot(do func(*bot.Context, store.Smederij) error) bot.Handler {
	return func(c *bot.Context) error {
		s, err := c.Smederij(store.SmederijID(c.Arg(0)))
		if errors.Is(err, store.ErrNotFound) {
			return c.Answer(locales.T("sorry.unknown_button"))
		}
		if err != nil {
			return err
		}
		role, err := c.RoleOf(c.Person.ID, s.ID)
		if err != nil {
			return err
		}
		if role == "" {
			return &store.Refusal{Reason: store.NotYours}
		}
		return do(c, s)
	}
}

// onIdea finds the idea of a press, for all who may see the money of its Smederij.
func onIdea(do func(*bot.Context, store.Idea) error) bot.Handler {
	return bot.OnIdea(func(c *bot.Context, i store.Idea) (bool, error) { return c.MayRead(c.Person.ID, i) }, store.NotYours, do)
}

// begin opens the private conversation in which an amount or a reason is asked. It says first where the money stands.
func begin(flow string, move store.Move) func(*bot.Context, store.Idea) error {
	return func(c *bot.Context, i store.Idea) error {
		if err := c.May(c.Person.ID, i, move, c.Arg(1), c.Now); err != nil {
			return err
		}
		chat, ok, err := c.Aside("")
		if err != nil || !ok {
			return err
		}
		about, err := standing(c, i)
		if err != nil {
			return err
		}
		return c.Begin(chat, flow, i, nil, about)
	}
}
