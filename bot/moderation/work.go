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

// job is one line of what waits for somebody, and the button behind it.
type job struct {
	line    locales.Text
	payload string
	subject int64
	order   bool // for money, and about no idea
	late    bool // the promised day is over
}

// work lists all that waits for who asks, a page at a time.
func work(c *bot.Context) error {
	jobs, err := jobs(c)
	if err != nil {
		return err
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
		key := "review.button.show"
		if j.order {
			key = "budget.button.show"
		}
		buttons = append(buttons, bot.Tap(locales.T(key, "n", n+1), j.payload, j.subject))
	}
	if len(page) > workLines {
		buttons = append(buttons, bot.Tap(locales.T("review.button.more"), "review:work", int64(from+workLines)))
	}
	if slices.ContainsFunc(jobs, func(j job) bool { return j.order }) {
		return c.Say(locales.T("work.mixed", "lines", lines), buttons...)
	}
	return c.Say(locales.T("work.list", "n", len(jobs), "lines", lines), buttons...)
}

// jobs are what is later than promised, then questions about somebody's own ideas, ideas to test, appeals and what else the steering
// group decides on, each the earliest promise first, then money, then reports, then ideas on which their advice is welcome.
func jobs(c *bot.Context) (list []job, err error) {
	offices, err := c.OfficesOf(c.Person.ID)
	if err != nil {
		return nil, err
	}
	mine, err := c.IdeasOf(c.Person.ID, 50)
	if err != nil {
		return nil, err
	}
	for _, i := range mine {
		if i.State == store.Asked {
			list = append(list, jobOn(i, "question", "ideas:reply"))
		}
	}
	reviewers := []store.Role{store.Volunteer, store.Coordinator, store.Operator}
	steering := []store.Role{store.SteeringGroup, store.Coordinator, store.Operator}
	for _, d := range []struct {
		list    waiting
		move    store.Move
		roles   []store.Role
		line    string
		payload string
	}{
		{inState(c, store.Submitted), store.Accept, reviewers, "test", "review:show"},
		{inState(c, store.Appealed), store.Uphold, steering, "appeal", "review:show"},
		{c.LongIdeas, store.Adopt, steering, "long", "review:show"},
		{inState(c, store.Accepted), store.Grant, []store.Role{store.Coordinator, store.Operator}, "money", "budget:idea"},
	} {
		areas, err := areasOf(c, offices, d.roles...)
		if err != nil {
			return nil, err
		}
		ideas, err := toDecide(c, areas, d.list, d.move)
		if err != nil {
			return nil, err
		}
		for _, i := range ideas {
			j := jobOn(i, d.line, d.payload)
			if d.move != store.Grant && c.Late(i) { // money was promised for no day
				j = jobOn(i, "late", d.payload)
				j.late = true
			}
			list = append(list, j)
		}
	}
	slices.SortStableFunc(list, func(a, b job) int { return first(a.late) - first(b.late) })
	orders, err := toSecond(c)
	if err != nil {
		return nil, err
	}
	for _, o := range orders {
		s, err := c.Smederij(o.Smederij)
		if err != nil {
			return nil, err
		}
		list = append(list, job{locales.T("work.second", "amount", locales.Euro(o.Amount), "smederij", s.Name), "budget:order", int64(o.ID), true, false})
	}
	reports, err := toFinish(c, offices)
	if err != nil {
		return nil, err
	}
	for _, i := range reports {
		list = append(list, jobOn(i, "report", "report:show"))
	}
	advice, err := toAdvise(c, offices)
	for _, i := range advice {
		list = append(list, jobOn(i, "advice", "review:show"))
	}
	return list, err
}

func first(yes bool) int {
	if yes {
		return 0
	}
	return 1
}

func jobOn(i store.Idea, line, payload string) job {
	return job{locales.T("work."+line, "ref", i.Ref, "title", i.Title, "by", locales.Date(i.AnswerBy)), payload, int64(i.ID), false, false}
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

// toSecond are the orders for money that wait for this person's yes.
func toSecond(c *bot.Context) ([]store.Order, error) {
	waiting, err := c.WaitingOrders(workPortion)
	if err != nil {
		return nil, err
	}
	var list []store.Order
	for _, o := range waiting {
		seconds, err := c.Seconds(o)
		if err != nil {
			return nil, err
		}
		if slices.Contains(seconds, c.Person.ID) {
			list = append(list, o)
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
