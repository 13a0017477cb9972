package reminders

import (
	"errors"
	"time"

	"smederij/bot"
	"smederij/flows/answer"
	"smederij/locales"
	"smederij/store"
)

// plan is a schedule of a Smederij with what a feature says of it.
type plan struct {
	store.Schedule
	does     bot.Schedule
	smederij store.Smederij
}

// plansShown is how many there are in one list; there are not more kinds.
const plansShown = 5

func plansOf(c *bot.Context, s store.Smederij) (plans []plan, err error) {
	schedules, err := c.SchedulesOf(s.ID, c.Now)
	for _, row := range schedules {
		if does, ok := c.House.Schedule(row.Kind); ok {
			plans = append(plans, plan{row, does, s})
		}
	}
	return plans, err
}

// listPlans shows what comes in the group of a Smederij by itself.
func listPlans(c *bot.Context, s store.Smederij) error {
	plans, err := plansOf(c, s)
	switch {
	case err != nil:
		return err
	case len(plans) == 0:
		return c.Say(locales.T("planning.none", "smederij", s.Name))
	case len(plans) == 1:
		return showPlan(c, plans[0])
	}
	var lines []locales.Text
	var buttons []bot.Button
	for i, p := range plans[:min(len(plans), plansShown)] {
		when := p.when()
		if p.Paused {
			when = locales.T("planning.when.paused")
		}
		lines = append(lines, locales.T("planning.plan", "name", p.does.Name(), "rhythm", when))
		buttons = append(buttons, bot.Tap(locales.T("planning.button.show", "n", i+1), "planning:show", int64(p.ID)))
	}
	return c.Say(locales.T("planning.list", "smederij", s.Name, "lines", lines), buttons...)
}

// onPlan finds the schedule of a press, for those who may change it.
func onPlan(do func(*bot.Context, plan) error) bot.Handler {
	return bot.Privately(func(c *bot.Context) error {
		p, err := planOf(c, c.Arg(0))
		if errors.Is(err, store.ErrNotFound) {
			return c.Answer(locales.T("sorry.unknown_button"))
		}
		if err != nil {
			return err
		}
		return allowed(c, p.Smederij, func() error { return do(c, p) })
	})
}

// planOf reads one. One that is for the whole house is nobody's to change.
func planOf(c *bot.Context, id int64) (p plan, err error) {
	if p.Schedule, err = c.Tx.Schedule(store.ScheduleID(id), c.Now); err != nil {
		return p, err
	}
	does, known := c.House.Schedule(p.Kind)
	if !known || p.Smederij == 0 {
		return p, store.ErrNotFound
	}
	p.does = does
	p.smederij, err = c.Smederij(p.Smederij)
	return p, err
}

func showPlan(c *bot.Context, p plan) error {
	change := bot.Tap(locales.T("planning.button.change"), "planning:change", int64(p.ID))
	if p.Paused {
		return c.Say(locales.T("planning.paused", "name", p.does.Name(), "smederij", p.smederij.Name),
			bot.Tap(locales.T("planning.button.on"), "planning:on", int64(p.ID)), change)
	}
	text := locales.T("planning.goes", "name", p.does.Name(), "smederij", p.smederij.Name, "rhythm", p.when(), "at", p.next(c))
	quiet, err := c.QuietOf(p.Smederij)
	if err != nil {
		return err
	}
	next := p.First(c.Now.In(c.Terms().Zone))
	if free, ok := quiet.Free(next); ok && free.After(next) {
		text = locales.T("planning.goes_quiet", "above", text, "day", locales.Date(free))
	}
	return c.Say(text, change, bot.Tap(locales.T("planning.button.pause"), "planning:pause", int64(p.ID)))
}

func changePlan(c *bot.Context, p plan) error {
	return c.BeginAbout(c.Chat, "planning", int64(p.ID), locales.T("planning.about", "name", p.does.Name()))
}

func pausePlan(paused bool) func(*bot.Context, plan) error {
	return func(c *bot.Context, p plan) error {
		if err := c.PauseSchedule(c.Person.ID, p.ID, paused, c.Now); err != nil {
			return err
		}
		p, err := planOf(c, int64(p.ID))
		if err != nil {
			return err
		}
		return showPlan(c, p)
	}
}

// setPlan changes when something comes. What is too much for a group, or cannot always come, is asked again.
func setPlan(c *bot.Context, t *bot.Talk) error {
	p, err := planOf(c, int64(t.Subject))
	if errors.Is(err, store.ErrNotFound) {
		return c.Say(locales.T("sorry.ended_button"))
	}
	if err != nil {
		return err
	}
	return allowed(c, p.Smederij, func() error {
		rhythm, no := p.read(c.Terms().Quiet, answer.ReadRhythm(t.Said("when")).Value)
		if no == nil {
			if no, err = p.tooMuch(c, rhythm); err != nil {
				return err
			}
		}
		if no != nil {
			return c.BeginAbout(c.Chat, "planning", int64(p.ID), *no)
		}
		if err := c.SetRhythm(c.Person.ID, p.ID, rhythm, c.Now); err != nil {
			return err
		}
		if p, err = planOf(c, int64(p.ID)); err != nil {
			return err
		}
		if p.Paused {
			return c.Say(locales.T("planning.set_paused", "name", p.does.Name(), "rhythm", p.when()),
				bot.Tap(locales.T("planning.button.on"), "planning:on", int64(p.ID)))
		}
		return c.Say(locales.T("planning.set", "name", p.does.Name(), "rhythm", p.when(), "at", p.next(c)),
			bot.Tap(locales.T("planning.button.change"), "planning:change", int64(p.ID)))
	})
}

// read is the rhythm that somebody wrote, or why it cannot be.
func (p plan) read(quiet store.Quiet, said answer.Rhythm) (r store.Rhythm, no *locales.Text) {
	hour, minute := said.At.Hour(), int(said.At)%60
	switch said.Every {
	case answer.EveryDay:
		r = store.Daily(hour, minute)
	case answer.EveryWorkday:
		r = store.Weekly(hour, minute, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)
	case answer.EveryWeek:
		r = store.Weekly(hour, minute, said.Weekdays...)
	case answer.EveryMonth:
		r = store.Monthly(said.Day, hour, minute)
		if said.Nth != 0 {
			r = store.NthOfMonth(said.Nth, said.Weekdays[0], hour, minute)
		}
	default:
		return r, refusal("planning.sorry.noisy")
	}
	switch {
	case p.does.Posts && r.InEveryWeek() > store.PostsInWeek:
		return r, refusal("planning.sorry.noisy")
	case p.does.Posts && (hour < quiet.Until || hour >= quiet.From):
		return r, refusal("planning.sorry.night", "early", clock(quiet.Until), "late", clock(quiet.From))
	case r.Day > 28:
		return r, refusal("planning.sorry.day", "number", r.Day)
	case r.Validate() != nil: // between 2 and 3 at night
		return r, refusal("planning.sorry.two")
	}
	return r, nil
}

// tooMuch tells whether the group would get too many posts in every week, with what comes there already.
func (p plan) tooMuch(c *bot.Context, r store.Rhythm) (*locales.Text, error) {
	plans, err := plansOf(c, p.smederij)
	if err != nil || !p.does.Posts {
		return nil, err
	}
	posts := r.InEveryWeek()
	for _, other := range plans {
		if other.ID != p.ID && !other.Paused && other.does.Posts {
			posts += other.Rhythm.InEveryWeek()
		}
	}
	if posts > store.PostsInWeek && r.InEveryWeek() > 0 {
		return refusal("planning.sorry.together"), nil
	}
	return nil, nil
}

func refusal(key string, args ...any) *locales.Text {
	t := locales.T(key, args...)
	return &t
}

// when is how people read a schedule's rhythm.
func (p plan) when() locales.Text {
	r := p.Rhythm
	at := locales.Clock(time.Date(2000, 1, 1, r.Hour, r.Minute, 0, 0, time.UTC))
	switch {
	case r.Nth != 0:
		return locales.T("planning.when.nth", "nth", locales.T("planning.nth."+nths[r.Nth]), "weekday", locales.Weekdays(r.Days), "time", at)
	case r.Day != 0:
		return locales.T("planning.when.monthly", "number", r.Day, "time", at)
	case r.Days != nil:
		return locales.T("planning.when.weekly", "weekday", locales.Weekdays(r.OnWeekdays()), "time", at)
	}
	return locales.T("planning.when.daily", "time", at)
}

var nths = map[int]string{1: "first", 2: "second", 3: "third", 4: "fourth", store.LastOne: "last"}

func (p plan) next(c *bot.Context) locales.Moment {
	return locales.Moment(p.First(c.Now.In(c.Terms().Zone)))
}

func clock(hour int) locales.Clock {
	return locales.Clock(time.Date(2000, 1, 1, hour, 0, 0, 0, time.UTC))
}
