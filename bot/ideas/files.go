package ideas

import (
	"errors"
	"slices"

	"smederij/bot"
	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

// attach keeps the photos and recordings of these answers with the idea, and lets new ones be fetched.
func attach(c *bot.Context, t *bot.Talk, steps []string) error {
	for _, step := range steps {
		if err := c.AttachMedia(t.Subject, step, t.State.Answers[step].Media); err != nil {
			return err
		}
	}
	return nil
}

// fetched keeps a file that was fetched. Of one that cannot be had its author hears, who can send another.
func fetched(c *bot.Context, s bot.Signal) error {
	id := store.AttachmentID(s.Subject)
	if data, ok := c.In.Result.([]byte); ok {
		_, err := c.KeepFile(id, data, c.Now)
		return err
	}
	lost, err := c.LoseFile(id)
	if err != nil || !lost {
		return err
	}
	a, err := c.Attachment(id)
	if err != nil {
		return err
	}
	i, err := c.Idea(a.Idea)
	if err != nil {
		return err
	}
	if order, ok := a.Receipt(); ok {
		return receiptLost(c, i, order)
	}
	_, err = c.TellLead(i, store.Message{Class: store.ClassReply, Body: c.Body(locales.T("ideas.file_lost."+a.Kind, "name", name(i)))})
	return err
}

// receiptLost tells who paid that the photo of the receipt could not be had.
func receiptLost(c *bot.Context, i store.Idea, order store.OrderID) error {
	o, err := c.Order(order)
	if err != nil {
		return err
	}
	_, err = c.TellPerson(o.By, store.Message{Class: store.ClassModeration, Body: c.Body(locales.T("ideas.receipt_lost", "ref", i.Ref))})
	return err
}

const shownPhotos = 3 // of an idea that its group may see

// kept asks about a photo that came in after its idea was accepted.
func kept(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil || !i.State.Public() {
		return err
	}
	a, err := c.Attachment(e.File)
	if err != nil || a.Kind != string(flows.Photo) || a.IsReceipt() {
		return err
	}
	if a.OfReport() {
		first, err := firstOf(c, a)
		if err != nil || !first {
			return err
		}
	}
	return askPhoto(c, i, a, store.Decision{})
}

// firstOf tells whether no other photo of the same report came before: its group sees one.
func firstOf(c *bot.Context, a store.Attachment) (bool, error) {
	list, err := c.AttachmentsTo(a.Idea, a.Question)
	return !slices.ContainsFunc(list, func(b store.Attachment) bool {
		return b.ID != a.ID && b.Kind == a.Kind && b.State == store.FileKept
	}), err
}

// askPhotos asks the author of an accepted idea for each photo whether the group may see it.
func askPhotos(c *bot.Context, i store.Idea, d store.Decision) error {
	list, err := c.Attachments(i.ID)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(a store.Attachment) bool {
		return a.Kind != string(flows.Photo) || a.State != store.FileKept || a.Shown
	})
	for _, a := range list[:min(len(list), shownPhotos)] {
		if err := askPhoto(c, i, a, d); err != nil {
			return err
		}
	}
	return nil
}

func askPhoto(c *bot.Context, i store.Idea, a store.Attachment, d store.Decision) error {
	text, class := locales.T("ideas.photo_ask", "ref", i.Ref), store.ClassReply
	if a.OfReport() { // others read the report first
		text, class = locales.T("report.photo_ask", "ref", i.Ref), store.ClassModeration
	}
	body := c.Body(text, bot.Tap(locales.T("ideas.button.photo_yes"), "ideas:photo_yes", int64(a.ID)),
		bot.Tap(locales.T("ideas.button.photo_no"), "ideas:photo_no", int64(a.ID)))
	body.Attachment = bot.FileRef(a.ID)
	_, err := c.TellLead(i, store.Message{Class: class, Body: body, Decision: d.ID, NotBefore: hold(d)})
	return err
}

// onPhoto finds the photo of a press, for its author.
func onPhoto(do func(*bot.Context, store.Idea, store.Attachment) error) bot.Handler {
	return bot.Privately(func(c *bot.Context) error {
		a, err := c.Attachment(store.AttachmentID(c.Arg(0)))
		if errors.Is(err, store.ErrNotFound) {
			return c.Answer(locales.T("sorry.unknown_button"))
		}
		if err != nil {
			return err
		}
		i, err := c.Idea(a.Idea)
		if err != nil {
			return err
		}
		lead, err := c.Lead(i)
		if err != nil {
			return err
		}
		if lead != c.Person.ID || a.IsReceipt() || a.Kind != string(flows.Photo) {
			return &store.Refusal{Reason: store.NotYours, Idea: i.ID}
		}
		return do(c, i, a)
	})
}

// showPhoto puts a photo in the group, at its author's word.
func showPhoto(c *bot.Context, i store.Idea, a store.Attachment) error {
	if !i.State.Public() {
		return &store.Refusal{Reason: store.WrongState, Idea: i.ID}
	}
	if !a.Shown {
		if err := c.ShowFile(a.ID, c.Now); err != nil {
			return err
		}
	}
	told, err := c.AsTold(i, c.Now)
	if err != nil {
		return err
	}
	if a.OfReport() && told.State != store.Done {
		return c.Say(locales.T("report.photo_later"))
	}
	groups, err := c.LinkedChats(store.GroupChat, i.Smederij)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if err := c.PostPhoto(g.ID, i, a); err != nil {
			return err
		}
	}
	if len(groups) == 0 {
		return c.Say(locales.T("ideas.photo_later"))
	}
	return c.Say(locales.T("ideas.photo_shown"))
}

// hidePhoto takes a yes back, and the photo out of the groups where it stands.
func hidePhoto(c *bot.Context, _ store.Idea, a store.Attachment) error {
	if err := c.HideFile(a.ID); err != nil {
		return err
	}
	there, err := removePhoto(c, a)
	if err != nil {
		return err
	}
	if there {
		return c.Say(locales.T("ideas.photo_removed"))
	}
	return c.Say(locales.T("ideas.photo_hidden"))
}

func removePhoto(c *bot.Context, a store.Attachment) (there bool, err error) {
	groups, err := c.SlotChats(bot.PhotoSlot(a.ID))
	for _, g := range groups {
		if err := c.Remove(g, bot.PhotoSlot(a.ID), locales.T("card.photo_gone")); err != nil {
			return false, err
		}
	}
	return len(groups) > 0, err
}

// withdrawn takes the card and the photos of an idea that its author took back out of the groups.
func withdrawn(c *bot.Context, e store.Event) error {
	list, err := c.Attachments(e.Idea)
	if err != nil {
		return err
	}
	for _, a := range list {
		if _, err := removePhoto(c, a); err != nil {
			return err
		}
	}
	return card(c, e)
}

// photosOf shows a group the photos of an idea that it may see.
func photosOf(c *bot.Context, group store.ChatID, i store.Idea) error {
	list, err := c.Attachments(i.ID)
	if err != nil {
		return err
	}
	for _, a := range list {
		if a.Shown && (!a.OfReport() || i.State == store.Done) {
			if err := c.PostPhoto(group, i, a); err != nil {
				return err
			}
		}
	}
	return nil
}
