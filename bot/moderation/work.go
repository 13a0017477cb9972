package moderation

import (
	"slices"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

const (
	workLines   = 5   // on a page
	workPortion = 100 // ideas of a Smederij that are looked at
)

// work lists all that waits for who asks: questions about their own ideas, then ideas to test, the earliest promise first.
func work(c *bot.Context) error {
	tests, err := toTest(c)
	if err != nil {
		return err
	}
	mine, err := c.IdeasOf(c.Person.ID, 50)
	if err != nil {
		return err
	}
	type job struct {
		line    locales.Text
		payload string
		idea    store.IdeaID
	}
	var jobs []job
	for _, i := range mine {
		if i.State == store.Asked {
			jobs = append(jobs, job{locales.T("work.question", "ref", i.Ref, "title", i.Title), "ideas:reply", i.ID})
		}
	}
	for _, i := range tests {
		jobs = append(jobs, job{locales.T("work.test", "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy)), "review:show", i.ID})
	}
	from := int(min(c.Arg(0), 1000))
	page := jobs[min(from, len(jobs)):]
	if len(page) == 0 {
		return c.Say(locales.T("work.none"))
	}
	var lines []locales.Text
	var buttons []bot.Button
	for n, j := range page[:min(len(page), workLines)] {
		lines = append(lines, j.line)
		buttons = append(buttons, bot.Tap(locales.T("review.button.show", "n", n+1), j.payload, int64(j.idea)))
	}
	if len(page) > workLines {
		buttons = append(buttons, bot.Tap(locales.T("review.button.more"), "review:work", int64(from+workLines)))
	}
	return c.Say(locales.T("work.list", "n", len(jobs), "lines", lines), buttons...)
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
		waiting, err := c.IdeasIn(s, store.Submitted, workPortion)
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
