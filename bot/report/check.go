package report

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"smederij/bot"
	"smederij/flows/answer"
	"smederij/locales"
	"smederij/store"
)

// Weeks after the end those who stood beside an idea are asked whether it is really done. A no goes to the coordinators, who may open it
// again.

// check asks a portion of those whose day has come. When that was not all of them, it goes on at once, behind other work.
func check(c *bot.Context) error {
	due, err := c.ReportsToCheck(c.Now, atOnce)
	if err != nil {
		return err
	}
	left := atOnce
	for _, r := range due {
		asked, err := askSome(c, r, left)
		if err != nil {
			return err
		}
		if left -= asked; left == 0 {
			return c.AddJob(bot.AskDoneJob, 0, c.Now)
		}
		if err := c.AllAsked(r.ID); err != nil {
			return err
		}
	}
	return nil
}

// askSome asks at most limit of those who stood beside an idea, from where it was left, and tells how many it looked at.
func askSome(c *bot.Context, r store.Report, limit int) (int, error) {
	i, err := c.Idea(r.Idea)
	if err != nil {
		return 0, err
	}
	list, err := c.SupportersOf(i.ID, r.Asked, limit)
	if err != nil || len(list) == 0 {
		return 0, err
	}
	body := c.Body(locales.T("report.really", "ref", i.Ref, "title", i.Title),
		bot.Tap(locales.T("report.button.done"), "report:done", int64(r.ID)), bot.Tap(locales.T("report.button.not_done"), "report:not_done", int64(r.ID)))
	for _, p := range list {
		if ok, err := wantsToHear(c, p, i); err != nil {
			return 0, err
		} else if !ok {
			continue
		}
		reached, err := c.TellPerson(p, store.Message{Class: store.ClassModeration, Body: body})
		if err != nil {
			return 0, err
		}
		if reached {
			if _, err := c.AskDone(r.ID, p, c.Now); err != nil {
				return 0, err
			}
		}
	}
	return len(list), c.AskedDone(r.ID, list[len(list)-1])
}

// means takes words for a no that elsewhere are none: only here is it clear what is not so yet.
func means(text string) string {
	if notYet.MatchString(strings.Join(answer.Words(text), " ")) {
		return "report:not_done"
	}
	return ""
}

var notYet = regexp.MustCompile(`^(nee |nee hoor )?(nog|nog lang|nog steeds|het is nog|dat is nog) niet( echt| helemaal)?( klaar| af)?$`)

// sayDone keeps a yes or no. Pressing again changes nothing, and who thinks again is heard.
func sayDone(yes bool) bot.Handler {
	return func(c *bot.Context) error {
		id := store.ReportID(c.Arg(0))
		i, changed, err := c.SayDone(id, c.Person.ID, yes, c.Now)
		if errors.Is(err, store.ErrNotFound) {
			return c.Answer(locales.T("sorry.unknown_button"))
		}
		if err != nil {
			return err
		}
		r, err := c.Report(id)
		if err != nil {
			return err
		}
		if changed {
			if err := doubt(c, i, r, yes); err != nil {
				return err
			}
		}
		if yes {
			return c.Say(locales.T("report.said_done"))
		}
		return c.Begin(c.Chat, "not_done", i, nil, locales.T("report.said_not", "title", i.Title))
	}
}

func sayWhyNot(c *bot.Context, t *bot.Talk) error {
	words := t.Said("why")
	if words == "" {
		return c.Say(locales.T("report.said_no_more"))
	}
	r, err := c.ReportOf(t.Subject)
	if err != nil {
		return err
	}
	i, err := c.SayWhyNot(r.ID, c.Person.ID, words, c.Now)
	if err != nil {
		return err
	}
	if err := doubt(c, i, r, false); err != nil {
		return err
	}
	return c.Say(locales.T("report.said_why"))
}

func doubtSlot(r store.ReportID) string { return "doubt:" + strconv.FormatInt(int64(r), 10) }

// doubt brings what people say against the end of an idea to those who may open it again: one message that follows them all. A yes
// makes no new one.
func doubt(c *bot.Context, i store.Idea, r store.Report, yes bool) error {
	if yes {
		return redrawDoubts(c, i, r)
	}
	readers, err := c.Deciders(store.Manager, i)
	if err != nil {
		return err
	}
	body, err := drawDoubts(c, i, r)
	if err != nil {
		return err
	}
	for _, p := range readers {
		if _, err := c.TellPerson(p, store.Message{Class: store.ClassModeration, Slot: doubtSlot(r.ID), Body: body}); err != nil {
			return err
		}
	}
	return nil
}

func redrawDoubts(c *bot.Context, i store.Idea, r store.Report) error {
	body, err := drawDoubts(c, i, r)
	if err != nil {
		return err
	}
	return redrawSlot(c, i, doubtSlot(r.ID), body)
}

const doubtLines = 5 // what people wrote, on one card

func drawDoubts(c *bot.Context, i store.Idea, r store.Report) (store.Body, error) {
	n, words, err := c.Doubts(r.ID, doubtLines)
	if err != nil {
		return store.Body{}, err
	}
	if n == 0 {
		return c.Body(locales.T("report.no_doubts", "ref", i.Ref, "title", i.Title)), nil
	}
	said := ""
	for _, w := range words {
		said += "\n\n" + c.House.Texts.Render(locales.T("report.why", "words", bot.Excerpt(w, excerpt)))
	}
	text := locales.T("report.doubts", "n", n, "ref", i.Ref, "title", i.Title, "state", bot.Label(i, false), "words", said)
	buttons := []bot.Button{bot.Tap(locales.T("report.button.show"), "report:show", int64(i.ID))}
	if i.State == store.Done {
		buttons = append([]bot.Button{bot.Tap(locales.T("report.button.resume"), "report:resume", int64(i.ID), i.Revision)}, buttons...)
	}
	return c.Body(text, buttons...), nil
}
