package reminders

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"smederij/bot"
	"smederij/flows/answer"
	"smederij/locales"
	"smederij/store"
)

// onCheckin finds the check-in of a press, for those who carry its idea. Until something else was asked they may think again.
func onCheckin(do func(*bot.Context, store.Checkin, store.Idea) error) bot.Handler {
	return bot.Privately(func(c *bot.Context) error {
		x, err := c.Checkin(store.CheckinID(c.Arg(0)))
		if errors.Is(err, store.ErrNotFound) {
			return c.Answer(locales.T("sorry.unknown_button"))
		}
		if err != nil {
			return err
		}
		i, err := c.Idea(x.Idea)
		if err != nil {
			return err
		}
		makes, err := c.Makes(c.Person.ID, i)
		if err != nil {
			return err
		}
		if !makes {
			return &store.Refusal{Reason: store.NotMaker, Idea: i.ID}
		}
		last, err := c.LastCheckin(i.ID)
		if err != nil {
			return err
		}
		if last.ID != x.ID || x.Answer == store.NoAnswer || !i.State.AtWork() {
			return c.Answer(locales.T("checkin.over"))
		}
		return do(c, x, i)
	})
}

// waits tells whether nobody answered a check-in yet, and an answer still counts.
func waits(c *bot.Context) (bool, error) {
	x, err := c.Checkin(store.CheckinID(c.Arg(0)))
	if err != nil {
		return false, err
	}
	i, err := c.Idea(x.Idea)
	return x.Answer == "" && i.State.AtWork(), err
}

// means takes words that only say that it goes well for on course. With any other word in it somebody tells more than that.
func means(text string) string {
	words := strings.Fields(ofIdea.ReplaceAllString(strings.Join(answer.Words(text), " "), ""))
	isWell := slices.Contains(words, "alles") && slices.Contains(words, "loopt")
	for _, w := range words {
		switch {
		case slices.Contains(well, w):
			isWell = true
		case !slices.Contains(besideWell, w):
			return ""
		}
	}
	if !isWell {
		return ""
	}
	return "checkin:on_course"
}

var (
	ofIdea     = regexp.MustCompile(`\bmet (het|mijn|ons|onze) (idee|plan)\b`)
	well       = strings.Fields("goed prima lekker top uitstekend perfect super geweldig voorspoedig schema wens")
	besideWell = strings.Fields("het t dat alles gaat loopt draait ligt ik we wij zijn zitten liggen lig zit nog steeds ook heel erg echt best hartstikke tot nu toe op naar " +
		"ja hoor en is dank dankjewel bedankt u je wel hier verder gelukkig")
)

func onCourse(c *bot.Context, x store.Checkin, i store.Idea) error {
	isNew, err := c.AnswerCheckin(c.Person.ID, x.ID, store.OnCourse, c.Now)
	if err != nil {
		return err
	}
	if !isNew {
		return c.Answer(locales.T("checkin.already"))
	}
	return sayNext(c, i, "checkin.on_course")
}

// sayNext says when it is asked again.
func sayNext(c *bot.Context, i store.Idea, key string) error {
	next, err := c.AskAgain(i, c.Now)
	if err != nil {
		return err
	}
	return c.Say(locales.T(key, "day", locales.Date(next)))
}

// longer keeps at once that it takes longer; until when is theirs to say or not.
func longer(c *bot.Context, x store.Checkin, i store.Idea) error {
	if _, err := c.AnswerCheckin(c.Person.ID, x.ID, store.TakesLonger, c.Now); err != nil {
		return err
	}
	if _, err := c.AskAgain(i, c.Now); err != nil {
		return err
	}
	return c.Begin(c.Chat, "longer", i, nil, locales.T("checkin.longer"))
}

const mostLonger = 366 // days that somebody is left alone at most

// setLonger asks again on the day they named, or at the idea's rhythm.
func setLonger(c *bot.Context, t *bot.Talk) error {
	return ofCheckin(c, t, func(x store.Checkin, i store.Idea) error {
		if t.Value("until") == "" {
			return sayNext(c, i, "checkin.longer_kept")
		}
		now := c.Now.In(c.Terms().Zone)
		day, err := time.ParseInLocation(time.DateOnly, t.Value("until"), now.Location())
		if err != nil {
			return err
		}
		if !day.After(now) || day.After(now.AddDate(0, 0, mostLonger)) {
			return c.Begin(c.Chat, "longer", i, nil, locales.T("checkin.sorry_day"))
		}
		if err := c.NameUntil(x, day); err != nil {
			return err
		}
		return c.Say(locales.T("checkin.longer_set", "until", locales.Date(day)))
	})
}

// ofCheckin finds the check-in that a conversation was about: it may be over by now.
func ofCheckin(c *bot.Context, t *bot.Talk, do func(store.Checkin, store.Idea) error) error {
	i, err := c.Idea(t.Subject)
	if err != nil {
		return err
	}
	x, err := c.LastCheckin(i.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && (x.Answer == "" || x.Answer == store.NoAnswer || !i.State.AtWork()) {
		return c.Say(locales.T("checkin.over"))
	}
	if err != nil {
		return err
	}
	return do(x, i)
}

// sayDone lets who speaks for an idea tell how it went: with that it ends. Who carries it with them cannot, so that the lead hears of it,
// or the coordinators when the lead cannot be reached.
func sayDone(c *bot.Context, x store.Checkin, i store.Idea) error {
	isNew, err := c.AnswerCheckin(c.Person.ID, x.ID, store.SaysDone, c.Now)
	if err != nil {
		return err
	}
	lead, err := c.Lead(i)
	if err != nil {
		return err
	}
	tell := bot.Tap(locales.T("checkin.button.tell"), "report:tell", int64(i.ID))
	if lead == c.Person.ID {
		return c.Say(locales.T("checkin.done", "contact", c.House.Settings.Contact), tell)
	}
	if !isNew {
		return c.Answer(locales.T("checkin.already"))
	}
	if ok, err := reached(c, lead); err != nil {
		return err
	} else if ok {
		if err := remindLead(c, i, c.Body(locales.T("checkin.done_by_other", "ref", i.Ref, "title", i.Title), tell)); err != nil {
			return err
		}
		return c.Say(locales.T("checkin.done_lead", "contact", c.House.Settings.Contact))
	}
	told, err := tellManagers(c, i, locales.T("checkin.done_told", "ref", i.Ref, "title", i.Title))
	if err != nil {
		return err
	}
	if !told {
		return c.Say(locales.T("checkin.nobody", "contact", c.House.Settings.Contact))
	}
	return c.Say(locales.T("checkin.done_managers", "contact", c.House.Settings.Contact))
}
