package telegramtest

import (
	"fmt"
	"time"
	"unicode/utf8"
)

// query is a press that waits for its answer.
type query struct {
	person   *Person
	chat     *chat
	message  Message
	at       time.Time
	answered bool
}

// answerWithin is how long a press waits; afterwards the person's app has given up.
const answerWithin = 15 * time.Second

const maxNotice = 200 // characters

func (s *Server) answerCallbackQuery(c *call) (any, *failure) {
	q := s.queries[c.text["callback_query_id"]]
	if q == nil || q.answered || s.now().Sub(q.at) > answerWithin {
		return nil, bad("query is too old and response timeout expired or query ID is invalid")
	}
	if utf8.RuneCountInString(c.text["text"]) > maxNotice {
		return nil, bad("MESSAGE_TOO_LONG")
	}
	if c.number("cache_time") < 0 {
		return nil, strict("cache_time below 0")
	}
	if link := c.text["url"]; link != "" {
		bot, kind, parameter, ok := startOf(link)
		if !ok || bot != s.opt.Username || kind != "start" || !startParameter.MatchString(parameter) {
			return nil, bad("URL_INVALID")
		}
	}
	q.answered = true
	s.see(Event{Kind: Noticed, Person: q.person.name, Query: c.text["callback_query_id"], Message: q.message,
		Text: c.text["text"], Alert: c.truth("show_alert"), URL: c.text["url"]}, q.chat)
	return true, nil
}

// ask makes a press known to the bot. The caller holds mu.
func (s *Server) ask(p *Person, c *chat, m Message, wire any, data string) string {
	s.lastQ++
	id := fmt.Sprintf("%d%09d", 4382000+s.bot.ID%1000, s.lastQ)
	s.queries[id] = &query{person: p, chat: c, message: m, at: s.now()}
	s.push("callback_query", callbackQuery{ID: id, From: p.wire(), Message: wire, Instance: fmt.Sprint(c.id*31 + 7), Data: data})
	return id
}
