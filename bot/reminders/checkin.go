package reminders

import (
	"errors"
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// Checkins is the room of how it goes with ideas that people are at: it is asked at the idea's own rhythm, and silence is told on.
func Checkins() bot.Feature {
	return bot.Feature{
		Name: "checkin",
		Presses: map[string]bot.Handler{
			"on_course": onCheckin(onCourse),
			"longer":    onCheckin(longer),
			"help":      onCheckin(needHelp),
			"done":      onCheckin(sayDone),
			"photo":     onCheckin(askPhoto),
			"post":      bot.Privately(postHelp),
		},
		Questions: map[string]bot.Question{"on_course": {Waits: waits, Means: means}},
		Ends: map[string]bot.End{
			"checkin_longer": setLonger,
			"checkin_help":   setHelp,
			"checkin_photo":  setPhoto,
		},
		Events: map[store.EventKind]func(*bot.Context, store.Event) error{
			store.EventKind(store.Stop):   helpOver,
			store.EventKind(store.Finish): helpOver,
		},
		Schedules: []bot.Schedule{{Kind: "checkins", House: true, Rhythm: store.EveryHour(13, 15), Grace: 2 * time.Hour, Run: byDay(checkins)}},
	}
}

// checkins asks how it goes where it is time, and tells on where nobody answered.
func checkins(c *bot.Context) error {
	ideas, err := c.IdeasToAsk(c.Now, portion)
	if err != nil {
		return err
	}
	for _, i := range ideas {
		if err := askHow(c, i); err != nil {
			return err
		}
	}
	silent, err := c.SilentCheckins(c.Now, portion)
	if err != nil {
		return err
	}
	for _, x := range silent {
		if err := tellSilence(c, x); err != nil {
			return err
		}
	}
	return nil
}

// askHow asks who speaks for an idea, or else the first of those who carry it with them. Where nobody can be asked the coordinators
// hear that they should do it themselves; and where the makers told already how it went, that it is the coordinators' turn.
func askHow(c *bot.Context, i store.Idea) error {
	if r, err := c.WaitingReport(i.ID); err == nil {
		return remindOfReport(c, i, r)
	} else if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	makers, err := c.Makers(i)
	if err != nil {
		return err
	}
	who, err := firstReached(c, makers)
	if err != nil {
		return err
	}
	if who == 0 {
		if _, err := c.AskAgain(i, c.Now); err != nil {
			return err
		}
		_, err := tellManagers(c, i, locales.T("checkin.unreached", "ref", i.Ref, "title", i.Title))
		return err
	}
	id, err := c.AskedOf(who, i, c.Now)
	if err != nil {
		return err
	}
	return ask(c, i, who, id, "checkin.ask")
}

// remindOfReport tells whose turn it is: of the coordinators, or of the makers when they were asked something.
func remindOfReport(c *bot.Context, i store.Idea, r store.Report) error {
	if err := c.ReadAgain(i, c.Now); err != nil {
		return err
	}
	questions, err := c.ReportQuestions(r.ID)
	if err != nil {
		return err
	}
	for _, q := range questions {
		if !q.Answered {
			return remindLead(c, i, c.Body(locales.T("checkin.report_asked", "ref", i.Ref, "title", i.Title, "question", q.Text),
				bot.Tap(locales.T("ideas.button.reply"), "report:reply", int64(q.ID))))
		}
	}
	places, err := c.ManagersOf(i)
	if err != nil {
		return err
	}
	return remind(c, places, c.Body(locales.T("checkin.report_waits", "ref", i.Ref, "title", i.Title),
		bot.Tap(locales.T("report.button.show"), "report:show", int64(i.ID))))
}

func ask(c *bot.Context, i store.Idea, who store.PersonID, id store.CheckinID, key string) error {
	var buttons []bot.Button
	for _, a := range []string{"on_course", "longer", "help", "done", "photo"} {
		buttons = append(buttons, bot.Tap(locales.T("checkin.button."+a), "checkin:"+a, int64(id)))
	}
	_, err := c.TellMaker(i, who, store.Message{Class: store.ClassModeration, Body: c.Body(locales.T(key, "ref", i.Ref, "title", i.Title), buttons...)})
	return err
}

// firstReached is the first of the people who can be reminded of something, or 0.
func firstReached(c *bot.Context, people []store.PersonID) (store.PersonID, error) {
	for _, p := range people {
		if ok, err := reached(c, p); ok || err != nil {
			return p, err
		}
	}
	return 0, nil
}

// tellSilence tells the next one that nobody said how it goes: after a week who was asked, then another of the makers, then the
// coordinators.
func tellSilence(c *bot.Context, x store.Checkin) error {
	i, err := c.Idea(x.Idea)
	if err != nil {
		return err
	}
	if err := c.ToldOfSilence(x, i, c.Now); err != nil || !i.State.AtWork() {
		return err
	}
	makers, err := c.Makers(i)
	if err != nil {
		return err
	}
	switch x.Told {
	case 0:
		return nudge(c, i, x, makers, func(p store.PersonID) bool { return p == x.AskedOf }, "checkin.nudge")
	case 1:
		return nudge(c, i, x, makers, func(p store.PersonID) bool { return p != x.AskedOf }, "checkin.second")
	}
	_, err = tellManagers(c, i, locales.T("checkin.silent", "ref", i.Ref, "title", i.Title))
	return err
}

// nudge asks again, the first of these makers who can be reminded.
func nudge(c *bot.Context, i store.Idea, x store.Checkin, makers []store.PersonID, of func(store.PersonID) bool, key string) error {
	var people []store.PersonID
	for _, p := range makers {
		if of(p) {
			people = append(people, p)
		}
	}
	who, err := firstReached(c, people)
	if err != nil || who == 0 {
		return err
	}
	return ask(c, i, who, x.ID, key)
}

// tellManagers tells the coordinators something about an idea, and whether there was anybody to tell.
func tellManagers(c *bot.Context, i store.Idea, t locales.Text) (bool, error) {
	places, err := c.ManagersOf(i)
	if err != nil {
		return false, err
	}
	for _, p := range places {
		if err := c.Tell(p, store.ClassModeration, t, showIdea(i)); err != nil {
			return false, err
		}
	}
	return len(places) > 0, nil
}
