package telegram

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"smederij/bot"
)

// reader makes inputs of updates.
type reader struct {
	id       int64  // of the bot
	username string // of the bot
	now      func() time.Time
}

// read is what came of one update.
type read struct {
	id    int64
	known bool         // whether it has an id at all
	in    *bot.Inbound // nil when there is nothing in it for the house
	query string       // the press that must be answered, or ""
}

// maxID leaves room for counting on; a real one is far below.
const maxID = 1 << 62

// read decodes an update. What is not for the bot is judged here and leaves no trace (PRIVACY P12).
func (r reader) read(raw json.RawMessage) read {
	var head struct {
		ID *int64 `json:"update_id"`
	}
	if json.Unmarshal(raw, &head) != nil || head.ID == nil || *head.ID <= 0 || *head.ID > maxID {
		return read{}
	}
	got := read{id: *head.ID, known: true}
	in := &bot.Inbound{}
	var u update
	if err := json.Unmarshal(raw, &u); err != nil {
		in.Raw = keepable(raw, got.id)
		got.query = pressOf(raw)
	} else {
		in = r.update(u)
		if u.Callback != nil {
			got.query = u.Callback.ID
		}
	}
	if in == nil || !in.Addressed() {
		return got
	}
	in.Key, in.Platform, in.Address.Platform = PlatformName+":"+number(got.id), PlatformName, PlatformName
	if in.Moved != nil {
		in.Moved.Platform = PlatformName
	}
	got.in = in
	return got
}

func (r reader) update(u update) *bot.Inbound {
	switch {
	case u.Message != nil:
		return r.message(u.Message)
	case u.Edited != nil:
		return r.edited(u.Edited)
	case u.Callback != nil:
		return r.press(u.Callback)
	case u.Standing != nil:
		return standing(u.Standing)
	}
	return nil
}

func (r reader) message(m *message) *bot.Inbound {
	switch {
	case m.MovedTo != 0:
		return moved(m.Chat.ID, m.MovedTo)
	case m.MovedFrom != 0:
		return moved(m.MovedFrom, m.Chat.ID)
	case !m.Chat.heard() || m.Forwarded:
		return nil
	}
	from, ok := m.sender()
	media := m.media()
	text, marks := m.Text, m.Entities
	if text == "" {
		text, marks = m.Caption, m.CaptionMark
	}
	if !ok || text == "" && media == nil {
		return nil // another bot, or a message about the chat itself
	}
	in := &bot.Inbound{Address: m.address(), Private: m.Chat.Type == private, From: from, MessageID: number(m.ID), SentAt: r.at(m.Date),
		Text: text, Full: units(text) >= fullText, Media: media, Album: m.Album, Reply: r.repliesToUs(m), Mention: r.mentioned(text, marks)}
	if !in.Private && r.forOther(text) {
		return nil
	}
	return in
}

// fullText is how long a text is that an app may have cut: they cut between words, at 4,096.
const fullText = 4000

func moved(from, to int64) *bot.Inbound {
	return &bot.Inbound{Address: bot.Address{Chat: number(from)}, Moved: &bot.Address{Chat: number(to)}}
}

// edited is a message that was changed. A place on the map that moves along changes all the time and says nothing.
func (r reader) edited(m *message) *bot.Inbound {
	if m.Location != nil {
		return nil
	}
	in := r.message(m)
	if in != nil && in.Moved == nil {
		in.Edited = true
		if m.EditDate > 0 {
			in.SentAt = r.at(m.EditDate)
		}
	}
	return in
}

// press is a pressed button. Of a message that Telegram cannot show any more only its chat and id are known.
func (r reader) press(c *callback) *bot.Inbound {
	m := c.Message
	if m == nil || c.Data == "" || !m.Chat.heard() {
		return nil
	}
	return &bot.Inbound{Address: m.address(), Private: m.Chat.Type == private, From: number(c.From.ID), MessageID: number(m.ID), SentAt: r.now(),
		Press: &bot.Press{Payload: c.Data}}
}

// standing is what the bot may do from now on. In private it is the person's own doing, so it says who.
func standing(c *memberChange) *bot.Inbound {
	if !c.Chat.heard() || c.New.Status == "" {
		return nil
	}
	in := &bot.Inbound{Address: bot.Address{Chat: number(c.Chat.ID)}, Standing: bot.Out}
	if c.Chat.Type == private {
		in.Private, in.From = true, number(c.Chat.ID)
	}
	switch {
	case c.New.mayWrite():
		in.Standing = bot.MayWrite
	case c.New.there():
		in.Standing = bot.Muted
	}
	return in
}

// heard tells whether people talk in such a chat; in a channel they do not.
func (c chat) heard() bool {
	return c.ID != 0 && (c.Type == private || c.Type == "group" || c.Type == "supergroup")
}

func (m *message) address() bot.Address {
	a := bot.Address{Chat: number(m.Chat.ID)}
	if m.IsTopic && m.Thread != 0 && m.Chat.Type != private { // a thread of replies has a number too, and is no topic
		a.Topic = number(m.Thread)
	}
	return a
}

// anonymousAdmin is the one account under which all administrators write who do not say who they are.
const anonymousAdmin = 1087968824

// sender is who wrote, "" when Telegram does not say: anonymous administrators and channels share one account each. What other bots
// write is for nobody here.
func (m *message) sender() (id string, ok bool) {
	switch {
	case m.SenderChat != nil || m.From == nil || m.From.ID == anonymousAdmin || m.From.ID == 0:
		return "", true
	case m.From.IsBot:
		return "", false
	}
	return number(m.From.ID), true
}

// repliesToUs tells whether a message answers one of the bot. In a topic every message looks like an answer to the topic's beginning.
func (r reader) repliesToUs(m *message) bool {
	to := m.ReplyTo
	return to != nil && to.From != nil && to.From.ID == r.id && !(m.IsTopic && to.ID == m.Thread)
}

// mentioned tells whether one of the marks in a text is the bot's name.
func (r reader) mentioned(text string, marks []entity) bool {
	var units []uint16
	for _, e := range marks {
		switch {
		case e.Type == "text_mention" && e.User != nil && e.User.ID == r.id:
			return true
		case e.Type != "mention":
			continue
		}
		if units == nil {
			units = utf16.Encode([]rune(text))
		}
		if e.Offset < 0 || e.Length < 0 || e.Offset > len(units) || e.Length > len(units)-e.Offset {
			continue
		}
		if strings.EqualFold(string(utf16.Decode(units[e.Offset:e.Offset+e.Length])), "@"+r.username) {
			return true
		}
	}
	return false
}

// forOther tells whether a text is a command that names another bot.
func (r reader) forOther(text string) bool {
	words := strings.Fields(text)
	if len(words) == 0 || !strings.HasPrefix(words[0], "/") {
		return false
	}
	_, name, named := strings.Cut(words[0], "@")
	return named && !strings.EqualFold(name, r.username)
}

// at is a moment of Telegram in the programme's zone.
func (r reader) at(unix int64) time.Time {
	now := r.now()
	if unix <= 0 || unix > now.AddDate(1, 0, 0).Unix() {
		return now
	}
	return time.Unix(unix, 0).In(now.Location())
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
