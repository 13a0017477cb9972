package moderation

import (
	"slices"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

const workLines = 5

// work lists all that waits for who asks: ideas to test, the earliest promise first, and questions about their own.
func work(c *bot.Context) error {
	tests, err := toTest(c)
	if err != nil {
		return err
	}
	mine, err := c.IdeasOf(c.Person.ID, 50)
	if err != nil {
		return err
	}
	var lines []locales.Text
	var buttons []bot.Button
	add := func(line locales.Text, payload string, i store.Idea) {
		if len(lines) < workLines {
			lines = append(lines, line)
			buttons = append(buttons, bot.Tap(locales.T("review.button.show", "n", len(lines)), payload, int64(i.ID)))
		}
	}
	waiting := len(tests)
	for _, i := range mine {
		if i.State == store.Asked {
			waiting++
			add(locales.T("work.question", "ref", i.Ref, "title", i.Title), "ideas:reply", i)
		}
	}
	for _, i := range tests {
		add(locales.T("work.test", "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy)), "review:show", i)
	}
	if waiting == 0 {
		return c.Say(locales.T("work.none"))
	}
	return c.Say(locales.T("work.list", "n", waiting, "lines", lines), buttons...)
}

// toTest are the ideas on which this person may decide now.
func toTest(c *bot.Context) ([]store.Idea, error) {
	offices, err := c.OfficesOf(c.Person.ID)
	if err != nil {
		return nil, err
	}
	areas, err := areasOf(c, offices)
	if err != nil {
		return nil, err
	}
	var list []store.Idea
	for _, s := range areas {
		waiting, err := c.IdeasIn(s, store.Submitted, workLines)
		if err != nil {
			return nil, err
		}
		for _, i := range waiting {
			deciders, err := c.Deciders(store.Reviewer, i)
			if err != nil {
				return nil, err
			}
			if slices.Contains(deciders, c.Person.ID) && !i.ClaimedFrom(c.Person.ID, c.Now) {
				list = append(list, i)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b store.Idea) int { return a.AnswerBy.Compare(b.AnswerBy) })
	return list, nil
}

// areasOf are the Smederijen in which somebody decides.
func areasOf(c *bot.Context, offices []store.Office) ([]store.SmederijID, error) {
	var areas []store.SmederijID
	for _, o := range offices {
		if o.Role == store.TeamMember || o.Role == store.SteeringGroup {
			continue
		}
		if o.Smederij != 0 {
			areas = append(areas, o.Smederij)
			continue
		}
		all, err := c.Smederijen()
		if err != nil {
			return nil, err
		}
		for _, s := range all {
			areas = append(areas, s.ID)
		}
	}
	slices.Sort(areas)
	return slices.Compact(areas), nil
}
