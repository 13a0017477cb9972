package moderation

import (
	"slices"
	"strconv"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// kept brings a photo or recording that came in after its idea to those who test it.
func kept(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil || i.State != store.Submitted && i.State != store.Asked {
		return err
	}
	places, err := cardPlaces(c, i)
	if err != nil {
		return err
	}
	return postMedia(c, i, places)
}

// postMedia shows the photos and recordings of an idea below its card, each once. Like that they wait for a decision to stand.
func postMedia(c *bot.Context, i store.Idea, places []store.ChatID) error {
	d, err := c.Held(i.ID, c.Now)
	if err != nil {
		return err
	}
	return eachFile(c, i, func(a store.Attachment, body store.Body) error {
		slot := mediaSlot(a.ID)
		there, err := c.SlotChats(slot)
		if err != nil {
			return err
		}
		for _, p := range places {
			if slices.Contains(there, p) {
				continue
			}
			if err := c.Post(store.Message{Chat: p, Class: store.ClassModeration, Slot: slot, Body: body,
				Decision: d.ID, NotBefore: d.ReleasedAt}); err != nil {
				return err
			}
		}
		return nil
	})
}

func mediaSlot(a store.AttachmentID) string { return "media:" + strconv.FormatInt(int64(a), 10) }

// showMedia shows them where an idea was asked for.
func showMedia(c *bot.Context, i store.Idea) error {
	return eachFile(c, i, func(_ store.Attachment, body store.Body) error {
		return c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: body})
	})
}

func eachFile(c *bot.Context, i store.Idea, do func(store.Attachment, store.Body) error) error {
	list, err := c.Attachments(i.ID)
	if err != nil {
		return err
	}
	for _, a := range list {
		if a.State != store.FileKept {
			continue
		}
		body := c.Body(locales.T("review.media."+a.Kind, "ref", i.Ref, "title", i.Title))
		body.Attachment = bot.FileRef(a.ID)
		if err := do(a, body); err != nil {
			return err
		}
	}
	return nil
}
