package telegramtest

import (
	"fmt"
	"slices"
	"strings"
)

// Seat is somebody in a chat: a person in private, in a group or in a topic, an anonymous administrator, a channel.
type Seat struct {
	s      *Server
	person *Person // nil for an anonymous administrator and a channel
	group  *Group  // nil in private
	thread int64
	as     *wireChat // who is shown instead of a person
}

// The shared accounts that Telegram shows for senders who are no person.
var (
	anonymousBot = user{ID: 1087968824, IsBot: true, FirstName: "Group", Username: "GroupAnonymousBot"}
	channelBot   = user{ID: 136817688, IsBot: true, FirstName: "Channel", Username: "Channel_Bot"}
)

// room is the chat as it is now, opened for writing. The caller holds mu.
func (t Seat) room() *chat {
	if t.group == nil {
		t.person.setBlocked(false)
		t.person.private.opened = true
		return t.person.private
	}
	c := t.group.chat
	if m := c.members[t.person]; t.person != nil && (m == nil || m.status == "left" || m.status == "kicked") {
		panic(fmt.Sprintf("telegramtest: %s is not in %s", t.person.name, c.title))
	}
	if t.thread != 0 && c.topics[t.thread] == nil {
		panic(fmt.Sprintf("telegramtest: %s has no topic %d", c.title, t.thread))
	}
	return c
}

func (t Seat) sign(m *message) {
	switch {
	case t.person != nil:
		m.From = t.person.wire()
	case t.as.Type == "channel":
		from := channelBot
		m.From, m.SenderChat = &from, t.as
	default:
		from, group := anonymousBot, m.Chat
		m.From, m.SenderChat = &from, &group
	}
}

// post puts a message of this seat in the chat.
func (t Seat) post(fill func(*chat, *message)) Message {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	c := t.room()
	m := t.s.newMessage(c, t.thread)
	t.sign(m)
	fill(c, m)
	t.s.publish(c, m)
	return m.snapshot()
}

// publish shows a message of people in the chat, and to the bot if it may hear of it.
func (s *Server) publish(c *chat, m *message) {
	c.put(m)
	if s.heard(c, m) {
		s.push("message", m.wireMessage)
	}
	s.change()
}

// Say writes a text. As people's apps do, it is split when it is longer than a message can be; what comes back is the last part.
func (t Seat) Say(text string) Message {
	var last Message
	for _, part := range split(text) {
		last = t.post(func(_ *chat, m *message) { m.Text, m.Entities = part, detect(part) })
	}
	return last
}

func split(text string) []string {
	var parts []string
	size, from := 0, 0
	for at, r := range text {
		if size+utf16Len(r) > maxText {
			parts, from, size = append(parts, text[from:at]), at, 0
		}
		size += utf16Len(r)
	}
	return append(parts, text[from:])
}

// Command writes a command; in a group it is the one for this bot.
func (t Seat) Command(name string, args ...string) Message {
	name = "/" + strings.TrimPrefix(name, "/")
	if t.group != nil {
		name += "@" + t.s.opt.Username
	}
	return t.Say(strings.Join(append([]string{name}, args...), " "))
}

// Reply answers a message of this chat.
func (t Seat) Reply(to int64, text string) Message {
	return t.post(func(c *chat, m *message) {
		original := c.messages[to]
		if original == nil {
			panic(fmt.Sprintf("telegramtest: %s shows no message %d", c.name(), to))
		}
		w := original.wireMessage
		w.ReplyTo = nil
		m.ReplyTo, m.Text, m.Entities = &w, text, detect(text)
	})
}

// Edit changes what this seat wrote, or what stands below its picture.
func (t Seat) Edit(id int64, text string) Message {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	c := t.room()
	m := c.messages[id]
	if m == nil || m.mine {
		panic(fmt.Sprintf("telegramtest: %s cannot change message %d", c.name(), id))
	}
	if m.Text != "" {
		m.Text, m.Entities = text, detect(text)
	} else {
		m.Caption, m.CaptionEntities = text, detect(text)
	}
	m.EditDate, m.edits = t.s.now().Unix(), m.edits+1
	if t.s.heard(c, m) {
		t.s.push("edited_message", m.wireMessage)
	}
	t.s.change()
	return m.snapshot()
}

// Delete takes a message away; no bot hears of that.
func (t Seat) Delete(id int64) {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	t.room().remove(id)
	t.s.change()
}

// Screen is what the chat shows, oldest first.
func (t Seat) Screen() []Message {
	t.s.mu.Lock()
	defer t.s.mu.Unlock()
	return t.s.screen(t.place())
}

// Newest is the newest message of the bot that the chat shows.
func (t Seat) Newest() (Message, bool) {
	for _, m := range slices.Backward(t.Screen()) {
		if m.Bot {
			return m, true
		}
	}
	return Message{}, false
}

func (t Seat) place() *chat {
	if t.group == nil {
		return t.person.private
	}
	return t.group.chat
}
