package report

import (
	"strconv"
	"strings"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// finish is a coordinator's word that the report was seen: the idea is done, and what is left of its money goes back.
func finish(c *bot.Context, i store.Idea) error {
	if c.Arg(1) == 0 {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	if _, err := c.Move(c.Person.ID, i.ID, store.Finish, store.Detail{Revision: c.Arg(1)}, c.Now); err != nil {
		return err
	}
	return c.Answer(locales.T("report.finished"))
}

// resume opens an idea again that is not done.
func resume(c *bot.Context, i store.Idea) error {
	if c.Arg(1) == 0 {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	if _, err := c.Move(c.Person.ID, i.ID, store.Resume, store.Detail{Revision: c.Arg(1)}, c.Now); err != nil {
		return err
	}
	if i.Granted == 0 {
		return c.Answer(locales.T("report.resumed"))
	}
	purse, err := c.Purse(i.ID) // the pot may not have all that went back
	if err != nil {
		return err
	}
	return c.Answer(locales.T("report.resumed_with", "held", locales.Euro(purse.Held)))
}

// finished tells those who carry an idea; the thanks follow when the decision stands.
func finished(c *bot.Context, e store.Event) error {
	if err := redraw(c, e); err != nil {
		return err
	}
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	r, err := c.ReportOf(i.ID)
	if err != nil {
		return err
	}
	back, err := c.Moved(e.Decision.ID)
	if err != nil {
		return err
	}
	left := locales.T("report.left_nothing")
	switch {
	case i.Granted == 0: // a lange klap
		left = locales.T("report.left_long")
	case back > 0:
		left = locales.T("report.left", "back", locales.Euro(back))
	}
	if err := c.TellMakers(i, store.Message{Class: store.ClassReply, Decision: e.Decision.ID, NotBefore: e.Decision.ReleasedAt,
		Body: c.Body(locales.T("report.done", "ref", i.Ref, "title", i.Title, "left", left, "contact", c.House.Settings.Contact), look(i))}); err != nil {
		return err
	}
	return c.AddJob(bot.ThankJob, int64(r.ID), c.ByDay(e.Decision.ReleasedAt)) // nobody is thanked by night
}

const (
	thanksPost   = "thanks" // of its own accord, about a report
	thanksUseful = 28       // days in which the thanks are still worth a post
)

// thankGroup thanks everybody in the group of an idea, once: how many came, the tip when nothing in it must stay private, and the photo
// that the group may see.
func thankGroup(c *bot.Context, i store.Idea, r store.Report) error {
	if isNew, err := c.RaiseOnce("thanks", int64(r.ID), c.Now); err != nil || !isNew {
		return err
	}
	text, err := thanks(c, i)
	if err != nil {
		return err
	}
	own := store.Own{Kind: thanksPost, Subject: int64(r.ID), Useful: c.Now.AddDate(0, 0, thanksUseful)}
	if err := c.PostOwnIn(i.Smederij, own, c.Body(text)); err != nil {
		return err
	}
	return showPhoto(c, i, r)
}

func thanks(c *bot.Context, i store.Idea) (locales.Text, error) {
	answers, err := toldBefore(c, i)
	if err != nil {
		return locales.Text{}, err
	}
	key := "report.thanks"
	if answers[workedStep].Value == "no" {
		key = "report.thanks_not"
	}
	text := locales.T(key, "ref", i.Ref, "title", i.Title, "people", came(answers[peopleStep].Value))
	tip := answers[tipStep].Text
	if _, private := c.PrivateTo(tip); private || len(strings.Fields(tip)) < 2 { // "geen" is no tip
		return text, nil
	}
	return locales.T("report.with_tip", "above", text, "tip", bot.Excerpt(tip, excerpt)), nil
}

// came says how many people an idea reached, and nothing of a cold zero.
func came(value string) locales.Text {
	n, err := strconv.Atoi(value)
	if err != nil || n < 1 {
		return locales.T("report.came_some")
	}
	return locales.T("report.came", "n", n)
}

const atOnce = 25 // people told in one handler, which must be short

// thank thanks the group of an idea, and who stood beside it in private, a portion at a time: those who can be reached, and not who wants
// no messages.
func thank(c *bot.Context, s bot.Signal) error {
	r, err := c.Report(store.ReportID(s.Subject))
	if err != nil || r.Waits() { // it was taken back
		return err
	}
	i, err := c.Idea(r.Idea)
	if err != nil {
		return err
	}
	d, err := c.Decision(r.Decision)
	if err != nil || i.State != store.Done || c.Now.Before(d.ReleasedAt) {
		return err
	}
	if err := thankGroup(c, i, r); err != nil {
		return err
	}
	answers, err := toldBefore(c, i)
	if err != nil {
		return err
	}
	key := "report.thank_you"
	if answers[workedStep].Value == "no" {
		key = "report.thank_you_not"
	}
	text := locales.T(key, "ref", i.Ref, "title", i.Title, "people", came(answers[peopleStep].Value))
	list, err := c.SupportersOf(i.ID, r.Thanked, atOnce)
	if err != nil || len(list) == 0 {
		return err
	}
	for _, p := range list {
		if ok, err := wantsToHear(c, p, i); err != nil {
			return err
		} else if !ok {
			continue
		}
		if _, err := c.TellPerson(p, store.Message{Class: store.ClassModeration, Body: c.Body(text)}); err != nil {
			return err
		}
	}
	if err := c.Thanked(r.ID, list[len(list)-1]); err != nil || len(list) < atOnce {
		return err
	}
	return c.AddJob(bot.ThankJob, int64(r.ID), c.Now)
}

// wantsToHear tells whether somebody who stood beside an idea is told of its end: not who carries it, nor who wants no messages.
func wantsToHear(c *bot.Context, p store.PersonID, i store.Idea) (bool, error) {
	makes, err := c.Makes(p, i)
	if err != nil || makes || p == i.Author {
		return false, err
	}
	who, err := c.Tx.Person(p)
	return !who.Muted, err
}

// showPhoto shows the group the photo of a report for which its lead said yes.
func showPhoto(c *bot.Context, i store.Idea, r store.Report) error {
	files, err := c.AttachmentsTo(i.ID, store.ReportPhotos(r.ID))
	if err != nil {
		return err
	}
	groups, err := c.LinkedChats(store.GroupChat, i.Smederij)
	if err != nil {
		return err
	}
	for _, a := range files {
		if !a.Shown || a.State != store.FileKept {
			continue
		}
		for _, g := range groups {
			if err := c.PostPhoto(g.ID, i, a); err != nil {
				return err
			}
		}
		return nil
	}
	return nil
}

// resumed tells those who carry an idea that it is open again.
func resumed(c *bot.Context, e store.Event) error {
	if err := redraw(c, e); err != nil {
		return err
	}
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	r, err := c.ReportOf(i.ID)
	if err != nil {
		return err
	}
	if err := c.DropOwnIn(i.Smederij, thanksPost, int64(r.ID)); err != nil { // it is too early for that
		return err
	}
	purse, err := c.Purse(i.ID)
	if err != nil {
		return err
	}
	money := locales.T("report.left_nothing")
	if purse.Held > 0 {
		money = locales.T("report.again_held", "held", locales.Euro(purse.Held))
	}
	return c.TellMakers(i, store.Message{Class: store.ClassReply, Decision: e.Decision.ID, NotBefore: e.Decision.ReleasedAt,
		Body: c.Body(locales.T("report.open_again", "ref", i.Ref, "title", i.Title, "money", money, "contact", c.House.Settings.Contact), look(i))})
}
