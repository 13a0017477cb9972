package telegramtest

import (
	"slices"
	"time"
)

// deletable is how long a message can be taken away after it was sent.
const deletable = 48 * time.Hour

const notModified = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"

// editMessageText changes the words; buttons that are not given again are gone.
func (s *Server) editMessageText(c *call) (any, *failure) {
	text, failed := s.words(c)
	if failed != nil {
		return nil, failed
	}
	return s.edit(c, func(m *message) *failure {
		if m.Text == "" {
			return bad("there is no text in the message to edit")
		}
		m.Text, m.Entities = text.text, text.entities
		return nil
	})
}

// editMessageCaption changes the words below a photo or document.
func (s *Server) editMessageCaption(c *call) (any, *failure) {
	caption, failed := s.caption(c)
	if failed != nil {
		return nil, failed
	}
	return s.edit(c, func(m *message) *failure {
		if m.Photo == nil && m.Document == nil && m.Voice == nil {
			return bad("there is no caption in the message to edit")
		}
		m.Caption, m.CaptionEntities = caption.text, caption.entities
		return nil
	})
}

// editMessageReplyMarkup changes the buttons only.
func (s *Server) editMessageReplyMarkup(c *call) (any, *failure) {
	return s.edit(c, func(*message) *failure { return nil })
}

// editMessageMedia puts another picture or file in the place of one.
func (s *Server) editMessageMedia(c *call) (any, *failure) {
	var media struct {
		Type     string   `json:"type"`
		Media    string   `json:"media"`
		Caption  string   `json:"caption"`
		Mode     string   `json:"parse_mode"`
		Entities []Entity `json:"caption_entities"`
		Above    bool     `json:"show_caption_above_media"`
		Spoiler  bool     `json:"has_spoiler"`
	}
	if err := decode(c.text["media"], &media); err != nil {
		return nil, bad("can't parse InputMedia: %v", err)
	}
	inner := &call{values: &values{text: map[string]string{"caption": media.Caption, "parse_mode": media.Mode}, upload: c.upload}}
	caption, failed := s.caption(inner)
	if failed != nil {
		return nil, failed
	}
	var photo []photoSize
	var doc *document
	switch media.Type {
	case "photo":
		photo, failed = s.photoOf(c, "", media.Media)
	case "document":
		doc, failed = s.documentOf(c, "", media.Media)
	default:
		failed = strict("media of type %q are not played", media.Type)
	}
	if failed != nil {
		return nil, failed
	}
	return s.edit(c, func(m *message) *failure {
		m.Text, m.Entities, m.Photo, m.Document = "", nil, photo, doc
		m.Caption, m.CaptionEntities = caption.text, append(caption.entities, media.Entities...)
		return nil
	})
}

// edit changes a message of the bot, within the limits.
func (s *Server) edit(c *call, change func(*message) *failure) (any, *failure) {
	buttons, failed := c.keyboard(false)
	if failed != nil {
		return nil, failed
	}
	there, failed := s.reach(c)
	if failed != nil {
		return nil, failed
	}
	m := there.messages[c.number("message_id")]
	if m == nil {
		return nil, bad("message to edit not found")
	}
	if !m.mine {
		return nil, bad("message can't be edited")
	}
	changed := *m
	changed.Keyboard = buttons
	if failed := change(&changed); failed != nil {
		return nil, failed
	}
	if failed := s.pace.pass(there, s.now()); failed != nil {
		return nil, failed
	}
	if same(m, &changed) {
		return nil, bad(notModified)
	}
	changed.EditDate, changed.edits = s.now().Unix(), m.edits+1
	*m = changed
	s.see(Event{Kind: Edited, Message: m.snapshot()}, there)
	return m.wireMessage, nil
}

func same(a, b *message) bool {
	return a.Text == b.Text && a.Caption == b.Caption && slices.Equal(a.Entities, b.Entities) && slices.Equal(a.CaptionEntities, b.CaptionEntities) &&
		slices.Equal(a.Photo, b.Photo) && (a.Document == nil) == (b.Document == nil) && (a.Document == nil || *a.Document == *b.Document) &&
		a.Keyboard.equal(b.Keyboard)
}

// deleteMessage takes a message away: the bot's own for 48 hours, others' where it may.
func (s *Server) deleteMessage(c *call) (any, *failure) {
	there, failed := s.reach(c)
	if failed != nil {
		return nil, failed
	}
	m := there.messages[c.number("message_id")]
	if m == nil {
		return nil, bad("message to delete not found")
	}
	others := there.kind == "private" || there.bot.status == "administrator" && there.bot.rights.Delete
	late := s.now().Sub(time.Unix(m.Date, 0)) > deletable
	if !m.mine && !others || late && !(there.kind != "private" && others) {
		return nil, bad("message can't be deleted for everyone")
	}
	there.remove(m.MessageID)
	s.see(Event{Kind: Deleted, Message: m.snapshot()}, there)
	return true, nil
}
