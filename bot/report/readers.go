package report

import (
	"errors"
	"slices"
	"strconv"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// A report is brought to all who can finish its idea: a card in private, with its photos and receipts below it. Receipts may hold names,
// so nobody else sees them, and who cannot finish it any more loses them.

func reportSlot(r store.ReportID) string { return "report:" + strconv.FormatInt(int64(r), 10) }

func fileSlot(a store.AttachmentID) string { return "report_file:" + strconv.FormatInt(int64(a), 10) }

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
	body, err := draw(c, i, r)
	if err != nil {
		return err
	}
	return redrawSlot(c, i, reportSlot(r.ID), body)
}

// redrawSlot brings a card up to date where it stands, and takes it away from whose role ended.
func redrawSlot(c *bot.Context, i store.Idea, slot string, body store.Body) error {
	there, err := c.SlotChats(slot)
	if err != nil {
		return err
	}
	readers, err := c.ManagersOf(i)
	if err != nil {
		return err
	}
	for _, chat := range there {
		if !slices.Contains(readers, chat) {
			err = c.Remove(chat, slot, locales.T("review.elsewhere", "ref", i.Ref))
		} else {
			err = c.Post(store.Message{Chat: chat, Class: store.ClassModeration, Slot: slot, Body: body})
		}
		if err != nil {
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
