package moderation

import (
	"errors"
	"slices"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

const (
	workLines   = 5   // on a page
	workPortion = 100 // ideas of a Smederij that are looked at
)

// work lists all that waits for who asks: questions about their own ideas, ideas to test and appeals, each the earliest promise first,
// then ideas on which their advice is welcome.
func work(c *bot.Context) error {
	offices, err := c.OfficesOf(c.Person.ID)
	if err != nil {
		return err
	}
	areas, err := areasOf(c, offices, store.Volunteer, store.Coordinator, store.Operator)
	if err != nil {
		return err
	}
	tests, err := toDecide(c, areas, store.Submitted, store.Reviewer)
	if err != nil {
		return err
	}
	if areas, err = areasOf(c, offices, store.SteeringGroup, store.Coordinator, store.Operator); err != nil {
		return err
	}
	appeals, err := toDecide(c, areas, store.Appealed, store.Steering)
	if err != nil {
		return err
	}
	reports, err := toFinish(c, offices)
	if err != nil {
		return err
	}
	advice, err := toAdvise(c, offices)
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
	for _, i := range appeals {
		jobs = append(jobs, job{locales.T("work.appeal", "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy)), "review:show", i.ID})
	}
	for _, i := range reports {
		jobs = append(jobs, job{locales.T("work.report", "ref", i.Ref, "title", i.Title), "report:show", i.ID})
	}
	for _, i := range advice {
		jobs = append(jobs, job{locales.T("work.advice", "ref", i.Ref, "title", i.Title), "review:show", i.ID})
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

// toDecide are the ideas in a state on which this person may decide now, in some part.
func toDecide(c *bot.Context, areas []store.SmederijID, state store.State, part store.Who) ([]store.Idea, error) {
	var list []store.Idea
	for _, s := range areas {
		waiting, err := c.IdeasIn(s, state, workPortion)
		if err != nil {
			return nil, err
		}
		for _, i := range waiting {
			deciders, err := c.Deciders(part, i)
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

// toFinish are the ideas whose report waits for this person, the oldest first.
func toFinish(c *bot.Context, offices []store.Office) ([]store.Idea, error) {
	areas, err := areasOf(c, offices, store.Coordinator, store.Operator)
	if err != nil {
		return nil, err
	}
	var list []store.Idea
	for _, s := range areas {
		waiting, err := c.IdeasWithReport(s, workPortion)
		if err != nil {
			return nil, err
		}
		for _, i := range waiting {
			if c.May(c.Person.ID, i, store.Finish, 0, c.Now) == nil {
				list = append(list, i)
			}
		}
	}
	return list, nil
}

// toAdvise are the ideas on which this person may advise, and has not.
func toAdvise(c *bot.Context, offices []store.Office) ([]store.Idea, error) {
	if !slices.ContainsFunc(offices, func(o store.Office) bool { return o.Role == store.TeamMember }) {
		return nil, nil
	}
	all, err := c.Smederijen()
	if err != nil {
		return nil, err
	}
	var list []store.Idea
	for _, s := range all {
		waiting, err := c.IdeasIn(s.ID, store.Submitted, workPortion)
		if err != nil {
			return nil, err
		}
		for _, i := range waiting {
			var no *store.Refusal
			if err := c.MayAdvise(c.Person.ID, i); errors.As(err, &no) {
				continue
			} else if err != nil {
				return nil, err
			}
			mine, err := adviceOf(c, i, c.Person.ID)
			if err != nil {
				return nil, err
			}
			if mine.View == "" {
				list = append(list, i)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b store.Idea) int { return a.AnswerBy.Compare(b.AnswerBy) })
	return list, nil
}

// areasOf are the Smederijen in which somebody holds one of the roles.
func areasOf(c *bot.Context, offices []store.Office, roles ...store.Role) ([]store.SmederijID, error) {
	var areas []store.SmederijID
	for _, o := range offices {
		if !slices.Contains(roles, o.Role) {
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
