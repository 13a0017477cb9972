package telegramtest

import "slices"

// sendMessage puts a text in a chat.
func (s *Server) sendMessage(c *call) (any, *failure) {
	text, failed := s.words(c)
	if failed != nil {
		return nil, failed
	}
	return s.send(c, "text messages", func(m *message) { m.Text, m.Entities = text.text, text.entities })
}

// sendPhoto puts a picture in a chat, uploaded or known by its file id.
func (s *Server) sendPhoto(c *call) (any, *failure) {
	caption, failed := s.caption(c)
	if failed != nil {
		return nil, failed
	}
	sizes, failed := s.photoOf(c, "photo", c.text["photo"])
	if failed != nil {
		return nil, failed
	}
	return s.send(c, "photos", func(m *message) { m.Photo, m.Caption, m.CaptionEntities = sizes, caption.text, caption.entities })
}

// sendDocument puts a file in a chat.
func (s *Server) sendDocument(c *call) (any, *failure) {
	caption, failed := s.caption(c)
	if failed != nil {
		return nil, failed
	}
	doc, failed := s.documentOf(c, "document", c.text["document"])
	if failed != nil {
		return nil, failed
	}
	return s.send(c, "documents", func(m *message) { m.Document, m.Caption, m.CaptionEntities = doc, caption.text, caption.entities })
}

// sendVoice puts spoken words in a chat. Telegram plays only some kinds of sound; here any bytes are sound.
func (s *Server) sendVoice(c *call) (any, *failure) {
	caption, failed := s.caption(c)
	if failed != nil {
		return nil, failed
	}
	f, failed := s.given(c, "voice", c.text["voice"], "voice")
	if failed != nil {
		return nil, failed
	}
	v := &voice{FileID: f.id, UniqueID: f.unique, Duration: int(c.number("duration")), MIME: "audio/ogg", Size: len(f.data)}
	return s.send(c, "voice messages", func(m *message) { m.Voice, m.Caption, m.CaptionEntities = v, caption.text, caption.entities })
}

// send puts a message of the bot in the chat that the request names, within the limits.
func (s *Server) send(c *call, what string, fill func(*message)) (any, *failure) {
	buttons, failed := c.keyboard(true)
	if failed != nil {
		return nil, failed
	}
	there, failed := s.writable(c, what)
	if failed != nil {
		return nil, failed
	}
	to, failed := c.replyTo(there)
	if failed != nil {
		return nil, failed
	}
	if failed := s.pace.pass(there, s.now()); failed != nil {
		return nil, failed
	}
	m := s.newMessage(there, c.number("message_thread_id"))
	m.From, m.mine, m.Keyboard = &s.bot, true, buttons
	if to != nil {
		m.ReplyTo = to
	}
	fill(m)
	there.put(m)
	c.record.MessageID = m.MessageID
	s.see(Event{Kind: Shown, Message: m.snapshot()}, there)
	return m.wireMessage, nil
}

// replyTo is the message that the request answers, if any.
func (c *call) replyTo(there *chat) (*wireMessage, *failure) {
	if !c.has("reply_parameters") {
		return nil, nil
	}
	var p struct {
		MessageID  int64    `json:"message_id"`
		ChatID     int64    `json:"chat_id"`
		Without    bool     `json:"allow_sending_without_reply"`
		Quote      string   `json:"quote"`
		QuoteMode  string   `json:"quote_parse_mode"`
		QuoteMarks []Entity `json:"quote_entities"`
		QuoteAt    int      `json:"quote_position"`
	}
	if err := decode(c.text["reply_parameters"], &p); err != nil {
		return nil, bad("can't parse reply parameters JSON object: %v", err)
	}
	if p.MessageID == 0 {
		return nil, bad("can't parse reply parameters JSON object: Field \"message_id\" is required")
	}
	if p.ChatID != 0 && p.ChatID != there.id {
		return nil, strict("replies into another chat are not played")
	}
	m := there.messages[p.MessageID]
	if m == nil && !p.Without {
		return nil, bad("message to be replied not found")
	}
	if m == nil {
		return nil, nil
	}
	w := m.wireMessage
	w.ReplyTo = nil
	return &w, nil
}

var actions = []string{"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
	"choose_sticker", "find_location", "record_video_note", "upload_video_note"}

// sendChatAction shows that the bot is busy; nobody looks at it here.
func (s *Server) sendChatAction(c *call) (any, *failure) {
	if !slices.Contains(actions, c.text["action"]) {
		return nil, bad("wrong parameter action in request")
	}
	_, failed := s.writable(c, "text messages")
	return true, failed
}
