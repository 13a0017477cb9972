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

// work lists all that waits for who asks: questions about their own ideas, ideas to test, appeals and what else the steering group
// decides on, each the earliest promise first, then ideas on which their advice is welcome.
func work(c *bot.Context) error {
	offices, err := c.OfficesOf(c.Person.ID)
	if err != nil {
		return err
	}
	areas, err := areasOf(c, offices, store.Volunteer, store.Coordinator, store.Operator)
	if err != nil {
		return err
	}
	tests, err := toDecide(c, areas, inState(c, store.Submitted), store.Accept)
	if err != nil {
		return err
	}
	if areas, err = areasOf(c, offices, store.SteeringGroup, store.Coordinator, store.Operator); err != nil {
		return err
	}
	appeals, err := toDecide(c, areas, inState(c, store.Appealed), store.Uphold)
	if err != nil {
		return err
	}
	long, err := toDecide(c, areas, c.LongIdeas, store.Adopt)
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
	for _, i := range long {
		jobs = append(jobs, job{locales.T("work.long", "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy)), "review:show", i.ID})
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

// waiting lists ideas of a Smederij that wait, a portion of them.
type waiting func(s store.SmederijID, limit int) ([]store.Idea, error)

// inState are those in a state.
func inState(c *bot.Context, state store.State) waiting {
	return func(s store.SmederijID, limit int) ([]store.Idea, error) { return c.IdeasIn(s, state, limit) }
}

// toDecide are the ideas of a list for which this person could make a move now.
func toDecide(c *bot.Context, areas []store.SmederijID, list waiting, m store.Move) ([]store.Idea, error) {
	var mine []store.Idea
	for _, s := range areas {
		ideas, err := list(s, workPortion)
		if err != nil {
			return nil, err
		}
		for _, i := range ideas {
			var no *store.Refusal
			if err := c.May(c.Person.ID, i, m, 0, c.Now); errors.As(err, &no) {
				continue
			} else if err != nil {
				return nil, err
			}
			mine = append(mine, i)
		}
	}
	slices.SortStableFunc(mine, func(a, b store.Idea) int { return a.AnswerBy.Compare(b.AnswerBy) })
	return mine, nil
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
