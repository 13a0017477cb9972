package telegramtest

import (
	"net/http"
	"slices"
	"strconv"
	"time"
)

// chat is one chat with all that is in it.
type chat struct {
	id      int64
	kind    string // private, group or supergroup
	title   string
	person  *Person // of a private chat
	opened  bool    // the person wrote, or started the bot
	blocked bool    // by the person
	forum   bool
	closed  time.Time // 429 until then, by a fault

	bot     member
	members map[*Person]*member
	topics  map[int64]*topic
	movedTo *chat // the supergroup it became

	last     int64 // newest message id of a supergroup
	order    []int64
	messages map[int64]*message

	bucket bucket
	recent []time.Time
}

type topic struct {
	begin  *message
	closed bool
}

// message is one that is in a chat.
type message struct {
	wireMessage
	mine  bool // the bot's
	edits int
}

func (s *Server) addChat(c *chat) *chat {
	c.members, c.topics, c.messages = make(map[*Person]*member), make(map[int64]*topic), make(map[int64]*message)
	s.chats[c.id] = c
	return c
}

func (c *chat) name() string {
	if c.person != nil {
		return c.person.name
	}
	return c.title
}

func (c *chat) wire() wireChat {
	w := wireChat{ID: c.id, Type: c.kind, Title: c.title, IsForum: c.forum}
	if c.person != nil {
		w.FirstName = c.person.name
	}
	return w
}

// newMessage makes a message with the next id. In a supergroup ids count by themselves; elsewhere all of the bot's chats count together.
func (s *Server) newMessage(c *chat, thread int64) *message {
	count := &s.lastID
	if c.kind == "supergroup" {
		count = &c.last
	}
	*count++
	m := &message{wireMessage: wireMessage{MessageID: *count, Date: s.now().Unix(), Chat: c.wire()}}
	if t := c.topics[thread]; t != nil {
		begin := t.begin.wireMessage
		m.Thread, m.IsTopic, m.ReplyTo = thread, true, &begin
	}
	return m
}

func (c *chat) put(m *message) {
	c.order = append(c.order, m.MessageID)
	c.messages[m.MessageID] = m
}

func (c *chat) remove(id int64) {
	delete(c.messages, id)
	if i := slices.Index(c.order, id); i >= 0 {
		c.order = slices.Delete(c.order, i, i+1)
	}
}

// find is the chat that a request is about, if the bot may know it.
func (s *Server) find(c *call) (*chat, *failure) {
	id, err := strconv.ParseInt(c.text["chat_id"], 10, 64)
	if err != nil {
		return nil, bad("chat not found") // nobody here has a public name
	}
	there := s.chats[id]
	if there == nil {
		return nil, bad("chat not found")
	}
	if there.movedTo != nil {
		return nil, &failure{Code: http.StatusBadRequest, MigrateTo: there.movedTo.id,
			Description: "Bad Request: group chat was upgraded to a supergroup chat"}
	}
	return there, nil
}

// reach is the chat that a request writes to, when the bot can be there.
func (s *Server) reach(c *call) (*chat, *failure) {
	there, failed := s.find(c)
	if failed != nil {
		return nil, failed
	}
	if there.kind != "private" {
		return there, there.botIsThere()
	}
	switch {
	case there.blocked:
		return nil, forbidden("bot was blocked by the user")
	case !there.opened:
		return nil, forbidden("bot can't initiate conversation with a user")
	}
	return there, nil
}

func (c *chat) botIsThere() *failure {
	switch c.bot.status {
	case "kicked":
		return forbidden("bot was kicked from the " + c.kind + " chat")
	case "left":
		return forbidden("bot is not a member of the " + c.kind + " chat")
	}
	return nil
}

// writable is the chat and topic that a request puts something new in; what names the kind: "text messages", "photos", "documents".
func (s *Server) writable(c *call, what string) (*chat, *failure) {
	there, failed := s.reach(c)
	if failed != nil {
		return nil, failed
	}
	if there.bot.status == "restricted" {
		return nil, bad("not enough rights to send %s to the chat", what)
	}
	if !c.has("message_thread_id") {
		return there, nil
	}
	topic := there.topics[c.number("message_thread_id")]
	if topic == nil {
		return nil, bad("message thread not found")
	}
	if topic.closed && there.bot.status != "administrator" {
		return nil, bad("TOPIC_CLOSED")
	}
	return there, nil
}

// heard tells whether the bot gets to know of a message of somebody else.
func (s *Server) heard(c *chat, m *message) bool {
	switch {
	case c.kind == "private":
		return true
	case c.botIsThere() != nil:
		return false
	case s.opt.ReadsAll || c.bot.status == "administrator" || m.service():
		return true
	case m.ReplyTo != nil && m.ReplyTo.From != nil && m.ReplyTo.From.ID == s.bot.ID:
		return true
	}
	return s.addressed(m.Text, m.Entities) || s.addressed(m.Caption, m.CaptionEntities)
}

// snapshot is the message as people see it.
func (m *message) snapshot() Message {
	v := Message{ID: m.MessageID, Chat: m.Chat.ID, Thread: m.Thread, Bot: m.mine, Kind: "text", Text: m.Text, Entities: slices.Clone(m.Entities), Edits: m.edits}
	if m.SenderChat != nil {
		v.From = m.SenderChat.Title
	} else if m.From != nil {
		v.From = m.From.FirstName
	}
	if m.ReplyTo != nil {
		v.ReplyTo = m.ReplyTo.MessageID
	}
	if m.Caption != "" {
		v.Text, v.Entities = m.Caption, slices.Clone(m.CaptionEntities)
	}
	switch {
	case m.service():
		v.Kind = "service"
	case m.Photo != nil:
		v.Kind, v.File = "photo", m.Photo[len(m.Photo)-1].FileID
	case m.Document != nil:
		v.Kind, v.File = "document", m.Document.FileID
	case m.Voice != nil:
		v.Kind, v.File = "voice", m.Voice.FileID
	case m.Sticker != nil:
		v.Kind, v.File = "sticker", m.Sticker.FileID
	case m.Location != nil:
		v.Kind = "location"
	}
	if m.Keyboard != nil {
		for _, row := range m.Keyboard.Rows {
			v.Buttons = append(v.Buttons, seen(row))
		}
	}
	return v
}

func seen(row []button) []Button {
	var all []Button
	for _, b := range row {
		v := Button{Label: b.Text, URL: b.URL}
		if b.Data != nil {
			v.Data = *b.Data
		}
		all = append(all, v)
	}
	return all
}

// screen is what a chat shows, oldest first.
func (s *Server) screen(c *chat) []Message {
	all := make([]Message, 0, len(c.order))
	for _, id := range c.order {
		all = append(all, c.messages[id].snapshot())
	}
	return all
}
