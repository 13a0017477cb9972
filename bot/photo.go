package bot

import (
	"slices"
	"strconv"

	"smederij/locales"
	"smederij/store"
)

// PhotoSlot names the photo of an idea in its group.
func PhotoSlot(a store.AttachmentID) string { return "photo:" + strconv.FormatInt(int64(a), 10) }

// PostPhoto shows a photo in a group, once: one for which the author said yes.
func (c *Context) PostPhoto(group store.ChatID, i store.Idea, a store.Attachment) error {
	slot := PhotoSlot(a.ID)
	there, err := c.SlotChats(slot)
	if err != nil || slices.Contains(there, group) {
		return err
	}
	body := c.Body(locales.T("card.photo", "ref", i.Ref, "title", i.Title))
	body.Attachment = FileRef(a.ID)
	return c.Post(store.Message{Chat: group, Class: store.ClassPost, Slot: slot, Body: body})
}
