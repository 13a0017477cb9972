// Package reminders is what the bot says of its own accord, as far as people have a say in it: when something comes in their group by
// itself, and when the group is left in peace.
package reminders

import (
	"errors"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// Feature is the room of reminders.
func Feature() bot.Feature {
	return bot.Feature{
		Name: "planning",
		Commands: []bot.Command{
			{Name: "planning", Where: bot.InPrivate, Run: inSmederij("planning", listPlans)},
			{Name: "rust", Where: bot.InPrivate, Run: inSmederij("rust", showQuiet)},
		},
		Presses: map[string]bot.Handler{
			"show":   onPlan(showPlan),
			"change": onPlan(changePlan),
			"pause":  onPlan(pausePlan(true)),
			"on":     onPlan(pausePlan(false)),

			"rest":      ofSmederij(beginQuiet("rest")),
			"wake":      ofSmederij(stopRest),
			"summer":    ofSmederij(beginQuiet("summer")),
			"no_summer": ofSmederij(dropSummer),
		},
		Ends: map[string]bot.End{
			"set_planning": setPlan,
			"set_rest":     setRest,
			"set_summer":   setSummer,
		},
	}
}

// inSmederij finds the Smederij that a command names, or the only one of who writes it.
func inSmederij(command string, do func(*bot.Context, store.Smederij) error) bot.Handler {
	return func(c *bot.Context) error {
		own, err := ownSmederijen(c)
		if err != nil {
			return err
		}
		s, err := c.SmederijNamed(c.Words)
		switch {
		case err != nil:
			return err
		case len(own) == 0:
			return &store.Refusal{Reason: store.NotYours}
		case s.ID == 0 && c.Words == "" && len(own) == 1 && own[0] != 0:
			if s, err = c.Smederij(own[0]); err != nil {
				return err
			}
		case s.ID == 0 && c.Words == "":
			return c.Say(locales.T("planning.how", "command", command))
		case s.ID == 0:
			return c.Say(locales.T("planning.area_unknown", "words", bot.Excerpt(c.Words, 40), "command", command))
		}
		return allowed(c, s.ID, func() error { return do(c, s) })
	}
}

// ownSmederijen are the areas for which somebody may decide what the group hears; 0 stands for all of them.
func ownSmederijen(c *bot.Context) (own []store.SmederijID, err error) {
	offices, err := c.OfficesOf(c.Person.ID)
	for _, o := range offices {
		for _, r := range deciding {
			if o.Role == r {
				own = append(own, o.Smederij)
			}
		}
	}
	return own, err
}

var deciding = []store.Role{store.Volunteer, store.Coordinator, store.Operator}

// allowed does something for those who may decide what the group of a Smederij hears, and refuses everybody else.
func allowed(c *bot.Context, s store.SmederijID, do func() error) error {
	for _, r := range deciding {
		ok, err := c.Has(c.Person.ID, r, s)
		if err != nil {
			return err
		}
		if ok {
			return do()
		}
	}
	return &store.Refusal{Reason: store.NotYours}
}

// ofSmederij finds the Smederij of a press. Payloads can be forged, so it asks again who may.
func ofSmederij(do func(*bot.Context, store.Smederij) error) bot.Handler {
	return bot.Privately(func(c *bot.Context) error {
		s, err := c.Smederij(store.SmederijID(c.Arg(0)))
		if errors.Is(err, store.ErrNotFound) {
			return c.Answer(locales.T("sorry.unknown_button"))
		}
		if err != nil {
			return err
		}
		return allowed(c, s.ID, func() error { return do(c, s) })
	})
}
