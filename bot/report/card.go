package report

import (
	"errors"
	"slices"
	"strconv"

	"smederij/bot"
	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

// What coordinators see of a report: a card in private, with its photos and receipts below it. Receipts may hold names, so nobody else
// sees them.

func reportSlot(r store.ReportID) string { return "report:" + strconv.FormatInt(int64(r), 10) }

func fileSlot(a store.AttachmentID) string { return "report_file:" + strconv.FormatInt(int64(a), 10) }

// onIdea finds the idea of a press, and lets only those go on who could manage its money.
func onIdea(do func(*bot.Context, store.Idea) error) bot.Handler {
	return func(c *bot.Context) error {
		i, err := c.Idea(store.IdeaID(c.Arg(0)))
		if errors.Is(err, store.ErrNotFound) || err == nil && i.Ref == "" {
			return c.Answer(locales.T("sorry.unknown_button"))
		}
		if err != nil {
			return err
		}
		for _, r := range []store.Role{store.Coordinator, store.Operator} {
			if ok, err := c.Has(c.Person.ID, r, i.Smederij); err != nil {
				return err
			} else if ok {
				return do(c, i)
			}
		}
		return &store.Refusal{Reason: store.NotYours, Idea: i.ID}
	}
}

// handedIn brings a report to those who can finish its idea, or says there that it changed.
func handedIn(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	r, err := c.WaitingReport(i.ID)
	if err != nil {
		return err
	}
	there, err := c.SlotChats(reportSlot(r.ID))
	if err != nil {
		return err
	}
	if err := bring(c, i, r); err != nil || len(there) == 0 {
		return err
	}
	return tellReaders(c, i, locales.T("report.changed", "ref", i.Ref, "title", i.Title), actions(i)...)
}

// bring shows a report, with its files, to those who can finish its idea, and takes it from who cannot any more.
func bring(c *bot.Context, i store.Idea, r store.Report) error {
	readers, err := c.Deciders(store.Manager, i)
	if err != nil {
		return err
	}
	body, err := draw(c, i, r)
	if err != nil {
		return err
	}
	for _, p := range readers {
		if _, err := c.TellPerson(p, store.Message{Class: store.ClassModeration, Slot: reportSlot(r.ID), Body: body}); err != nil {
			return err
		}
	}
	if len(readers) == 0 {
		c.House.Log.Warn("a report reaches nobody: no coordinator or operator can be reached", "idea", i.ID)
	}
	if err := bringFiles(c, i, r); err != nil {
		return err
	}
	return takeAway(c, i, r, readers)
}

// bringFiles shows the files of a report below its card, each once.
func bringFiles(c *bot.Context, i store.Idea, r store.Report) error {
	readers, err := c.Deciders(store.Manager, i)
	if err != nil {
		return err
	}
	return eachFile(c, i, r, func(a store.Attachment, body store.Body) error {
		there, err := c.SlotChats(fileSlot(a.ID))
		if err != nil {
			return err
		}
		for _, p := range readers {
			chat, err := c.PrivateChat(p)
			if errors.Is(err, store.ErrNotFound) || err == nil && slices.Contains(there, chat.ID) {
				continue
			}
			if err != nil {
				return err
			}
			if err := c.Post(store.Message{Chat: chat.ID, Class: store.ClassModeration, Slot: fileSlot(a.ID), Body: body}); err != nil {
				return err
			}
		}
		return nil
	})
}

func eachFile(c *bot.Context, i store.Idea, r store.Report, do func(store.Attachment, store.Body) error) error {
	files, err := filesOf(c, r)
	if err != nil {
		return err
	}
	for _, a := range files {
		if a.State != store.FileKept {
			continue
		}
		kind := a.Kind
		if a.IsReceipt() {
			kind = "receipt"
		}
		body := c.Body(locales.T("report.file."+kind, "ref", i.Ref, "title", i.Title))
		body.Attachment = bot.FileRef(a.ID)
		if err := do(a, body); err != nil {
			return err
		}
	}
	return nil
}

// takeAway removes a report and its files from where nobody may read them any more.
func takeAway(c *bot.Context, i store.Idea, r store.Report, readers []store.PersonID) error {
	files, err := filesOf(c, r)
	if err != nil {
		return err
	}
	slots := []string{reportSlot(r.ID)}
	for _, a := range files {
		slots = append(slots, fileSlot(a.ID))
	}
	for _, slot := range slots {
		there, err := c.SlotChats(slot)
		if err != nil {
			return err
		}
		for _, id := range there {
			chat, err := c.Tx.Chat(id)
			if err != nil {
				return err
			}
			if slices.Contains(readers, chat.Person) {
				continue
			}
			if err := c.Remove(id, slot, locales.T("review.elsewhere", "ref", i.Ref)); err != nil {
				return err
			}
		}
	}
	return nil
}

// kept brings a file that came in after its report.
func kept(c *bot.Context, e store.Event) error {
	a, err := c.Attachment(e.File)
	if err != nil {
		return err
	}
	r, err := c.ReportOf(e.Idea)
	if errors.Is(err, store.ErrNotFound) || err == nil && a.Question != store.ReportPhotos(r.ID) && a.Question != store.ReportReceipts(r.ID) {
		return nil
	}
	if err != nil {
		return err
	}
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	return bringFiles(c, i, r)
}

// redraw brings the cards of an idea's end up to date where they stand.
func redraw(c *bot.Context, e store.Event) error {
	if e.Idea == 0 {
		return nil
	}
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	r, err := c.ReportOf(i.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := redrawReport(c, i, r); err != nil {
		return err
	}
	return redrawDoubts(c, i, r)
}

func redrawReport(c *bot.Context, i store.Idea, r store.Report) error {
	there, err := c.SlotChats(reportSlot(r.ID))
	if err != nil {
		return err
	}
	body, err := draw(c, i, r)
	if err != nil {
		return err
	}
	for _, chat := range there {
		if err := c.Post(store.Message{Chat: chat, Class: store.ClassModeration, Slot: reportSlot(r.ID), Body: body}); err != nil {
			return err
		}
	}
	return nil
}

// dismissed brings the reports that wait to those who can finish their ideas now, after somebody lost a role.
func dismissed(c *bot.Context, e store.Event) error {
	all, err := c.Smederijen()
	if err != nil {
		return err
	}
	for _, s := range all {
		if e.Smederij != 0 && e.Smederij != s.ID {
			continue
		}
		waiting, err := c.IdeasWithReport(s.ID, waitingPortion)
		if err != nil {
			return err
		}
		for _, i := range waiting {
			if err := bringAgain(c, i); err != nil {
				return err
			}
		}
	}
	return nil
}

const waitingPortion = 30 // reports of a Smederij that are brought elsewhere at once; /werk shows the rest

// carried does so when a coordinator carries an idea now, and may not finish it any more.
func carried(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	return bringAgain(c, i)
}

func bringAgain(c *bot.Context, i store.Idea) error {
	r, err := c.WaitingReport(i.ID)
	if errors.Is(err, store.ErrNotFound) || err == nil && i.State != store.Underway {
		return nil
	}
	if err != nil {
		return err
	}
	return bring(c, i, r)
}

const excerpt = 300 // characters of an answer on the card

// draw is a report as those see it who finish ideas: what the lead told, what the ledger knows, what was asked.
func draw(c *bot.Context, i store.Idea, r store.Report) (store.Body, error) {
	s, err := c.Smederij(i.Smederij)
	if err != nil {
		return store.Body{}, err
	}
	answers, err := toldBefore(c, i)
	if err != nil {
		return store.Body{}, err
	}
	money, err := moneyOf(c, i, r, answers)
	if err != nil {
		return store.Body{}, err
	}
	tip := answers[tipStep].Text
	for _, q := range []string{howStep, tipStep} {
		a := answers[q]
		a.Text = bot.Excerpt(a.Text, excerpt)
		answers[q] = a
	}
	story, err := c.Lines("report", answers)
	if err != nil {
		return store.Body{}, err
	}
	talk, open, err := exchange(c, r)
	if err != nil {
		return store.Body{}, err
	}
	if found, private := c.PrivateTo(tip); private {
		talk += "\n\n" + c.House.Texts.Render(locales.T("report.flag", "found", found))
	}
	stand := locales.T("review.stand", "state", bot.Label(i, false))
	buttons := []bot.Button{readButton(i)}
	if r.Waits() && i.State == store.Underway {
		stand, buttons = locales.T("report.waits"), actions(i)
		if open {
			stand = locales.T("report.waits_answer")
		}
	}
	return c.Body(locales.T("report.card", "smederij", s.Name, "ref", i.Ref, "title", i.Title, "story", story+"\n\n"+c.House.Texts.Render(money)+talk,
		"stand", stand), buttons...), nil
}

func actions(i store.Idea) []bot.Button {
	return []bot.Button{bot.Tap(locales.T("report.button.finish"), "report:finish", int64(i.ID), i.Revision),
		bot.Tap(locales.T("report.button.ask"), "report:ask", int64(i.ID)), readButton(i)}
}

func readButton(i store.Idea) bot.Button {
	return bot.Tap(locales.T("review.button.read_all"), "report:read", int64(i.ID))
}

// moneyOf says what the ledger knows, and where that is not what the lead told.
func moneyOf(c *bot.Context, i store.Idea, r store.Report, answers map[string]flows.Answer) (locales.Text, error) {
	purse, err := c.Purse(i.ID)
	if err != nil {
		return locales.Text{}, err
	}
	if i.Granted == 0 { // a lange klap
		return locales.T("report.no_money"), nil
	}
	if !r.Waits() || i.State != store.Underway {
		return locales.T("report.money_over", "granted", locales.Euro(i.Granted), "paid", locales.Euro(purse.Paid),
			"back", locales.Euro(i.Granted-purse.Paid)), nil
	}
	known := locales.T("report.money", "granted", locales.Euro(i.Granted), "paid", locales.Euro(purse.Paid), "back", locales.Euro(purse.Held))
	spent := store.Cents(numberOf(answers[spentStep]))
	switch {
	case spent > purse.Paid:
		return locales.T("report.spent_more", "money", known, "amount", locales.Euro(spent-purse.Paid)), nil
	case spent < purse.Paid:
		return locales.T("report.spent_less", "money", known, "amount", locales.Euro(purse.Paid-spent)), nil
	}
	return known, nil
}

// numberOf is a number that was read from an answer, 0 for none.
func numberOf(a flows.Answer) int64 {
	n, err := strconv.ParseInt(a.Value, 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// exchange is what was asked and answered about a report, and whether an answer is still to come.
func exchange(c *bot.Context, r store.Report) (talk string, open bool, err error) {
	list, err := c.ReportQuestions(r.ID)
	if err != nil {
		return "", false, err
	}
	for _, q := range list {
		talk += "\n\n" + c.House.Texts.Render(locales.T("report.asked_line", "words", bot.Excerpt(q.Text, excerpt)))
		if q.Answered {
			talk += "\n\n" + c.House.Texts.Render(locales.T("review.reply", "words", bot.Excerpt(q.Reply, excerpt)))
		}
		open = open || !q.Answered
	}
	return talk, open, nil
}

// tellReaders tells all who can finish an idea something about its report.
func tellReaders(c *bot.Context, i store.Idea, t locales.Text, buttons ...bot.Button) error {
	readers, err := c.Deciders(store.Manager, i)
	if err != nil {
		return err
	}
	for _, p := range readers {
		if _, err := c.TellPerson(p, store.Message{Class: store.ClassModeration, Body: c.Body(t, buttons...)}); err != nil {
			return err
		}
	}
	return nil
}

// newest is the last report of an idea, or a word that there is none.
func newest(do func(*bot.Context, store.Idea, store.Report) error) bot.Handler {
	return bot.Privately(func(c *bot.Context) error {
		i, err := c.Idea(store.IdeaID(c.Arg(0)))
		if err != nil {
			return err
		}
		r, err := c.ReportOf(i.ID)
		if errors.Is(err, store.ErrNotFound) {
			return &store.Refusal{Reason: store.NoReport, Idea: i.ID}
		}
		if err != nil {
			return err
		}
		return do(c, i, r)
	})
}

// show posts a report where it was asked for, with its files.
func show(c *bot.Context, _ store.Idea) error {
	return newest(func(c *bot.Context, i store.Idea, r store.Report) error {
		body, err := draw(c, i, r)
		if err != nil {
			return err
		}
		if err := c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: body}); err != nil {
			return err
		}
		return eachFile(c, i, r, func(_ store.Attachment, body store.Body) error {
			return c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: body})
		})
	})(c)
}

// readAll shows every answer of a report in full.
func readAll(c *bot.Context, _ store.Idea) error {
	return newest(func(c *bot.Context, i store.Idea, _ store.Report) error {
		answers, err := toldBefore(c, i)
		if err != nil {
			return err
		}
		story, err := c.Lines("report", answers)
		if err != nil {
			return err
		}
		return c.SayPages(locales.T("report.read", "ref", i.Ref, "title", i.Title), story)
	})(c)
}

// ask opens the question to the lead.
func ask(c *bot.Context, i store.Idea) error {
	if _, err := c.MayAskAbout(c.Person.ID, i); err != nil {
		return err
	}
	chat, ok, err := c.Aside("")
	if err != nil || !ok {
		return err
	}
	return c.Begin(chat, "report_ask", i, nil, locales.T("review.about", "ref", i.Ref, "title", i.Title))
}

func askLead(c *bot.Context, t *bot.Talk) error {
	i, err := c.Idea(t.Subject)
	if err != nil {
		return err
	}
	q, err := c.AskAbout(c.Person.ID, i, t.Said("question"), c.Now)
	if err != nil {
		return err
	}
	r, err := c.Report(q.Report)
	if err != nil {
		return err
	}
	if err := redrawReport(c, i, r); err != nil {
		return err
	}
	if err := c.TellMakers(i, store.Message{Class: store.ClassReply, Body: c.Body(locales.T("report.asked", "ref", i.Ref, "title", i.Title,
		"question", q.Text), bot.Tap(locales.T("ideas.button.reply"), "report:reply", int64(q.ID)))}); err != nil {
		return err
	}
	return c.Say(locales.T("report.asked_you", "ref", i.Ref))
}
