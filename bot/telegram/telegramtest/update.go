package telegramtest

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// inbox holds the updates until the bot confirms them.
type inbox struct {
	queue     []*pending
	next      int64
	offset    int64 // the highest one that was asked with
	restarted bool
	allowed   []string      // nil is Telegram's default
	polling   chan struct{} // closed when another poller comes; nil when nobody polls
	webhook   *webhook
}

type pending struct {
	id       int64
	raw      json.RawMessage
	at       time.Time
	stubborn bool // comes once more after it was confirmed
}

// keptFor is how long an update waits for the bot.
const keptFor = 24 * time.Hour

// updateKinds can be asked for; those with false come only when asked for by name.
var updateKinds = map[string]bool{
	"message": true, "edited_message": true, "channel_post": true, "edited_channel_post": true, "business_connection": true,
	"business_message": true, "edited_business_message": true, "deleted_business_messages": true, "guest_message": true,
	"message_reaction": false, "message_reaction_count": false, "inline_query": true, "chosen_inline_result": true,
	"callback_query": true, "shipping_query": true, "pre_checkout_query": true, "purchased_paid_media": true, "poll": true,
	"poll_answer": true, "my_chat_member": true, "chat_member": false, "chat_join_request": true, "chat_boost": true,
	"removed_chat_boost": true, "managed_bot": true,
}

func (b *inbox) wants(kind string) bool {
	if len(b.allowed) == 0 {
		return updateKinds[kind]
	}
	return slices.Contains(b.allowed, kind)
}

// allow changes which kinds come, when the request says so. Updates that already wait are not touched.
func (b *inbox) allow(c *call) *failure {
	if !c.has("allowed_updates") {
		return nil
	}
	var kinds []string
	if err := decode(c.text["allowed_updates"], &kinds); err != nil {
		return bad("can't parse allowed updates list: %v", err)
	}
	for _, kind := range kinds {
		if _, known := updateKinds[kind]; !known {
			return strict("unknown kind of update %q", kind)
		}
	}
	b.allowed = kinds
	return nil
}

// push queues an update of a kind, if the bot wants it. The caller holds mu.
func (s *Server) push(kind string, body any) {
	if !s.inbox.wants(kind) {
		return
	}
	upset := strike(s, s.upsets, func(UpdateFault) bool { return true })
	if upset != nil && upset.Effect == Unreadable {
		s.pushUnreadable()
	}
	raw, err := json.Marshal(body)
	if err != nil {
		panic(err) // only types of this package
	}
	p := s.queue(kind, raw)
	if upset == nil {
		return
	}
	q := s.inbox.queue
	switch n := len(q); upset.Effect {
	case Twice:
		again := *p
		again.stubborn = true
		s.inbox.queue = append(q, &again)
	case OutOfOrder:
		if n > 1 {
			q[n-1], q[n-2] = q[n-2], q[n-1]
		}
	}
}

func (s *Server) queue(kind string, raw []byte) *pending {
	p := &pending{id: s.inbox.next, at: s.now(), raw: fmt.Appendf(nil, `{"update_id":%d,%q:%s}`, s.inbox.next, kind, raw)}
	s.inbox.next++
	s.inbox.queue = append(s.inbox.queue, p)
	s.change()
	return p
}

// unreadable are bodies that a strict decoder chokes on, by kind.
var unreadable = [][2]string{
	{"quantum_message", `{"qubits":[0,1]}`},
	{"message", `{"message_id":"zeven","date":true,"chat":{"id":"x","type":5}}`},
	{"message", `[]`},
	{"callback_query", `{"id":77,"from":null,"chat_instance":"","data":["?"]}`},
	{"my_chat_member", `"left"`},
	{"message", `{"message_id":1,"date":1e300,"chat":{"id":1e300,"type":"private"},"text":{"a":1}}`},
}

func (s *Server) pushUnreadable() {
	u := unreadable[s.rand.IntN(len(unreadable))]
	s.queue(u[0], []byte(u[1]))
}

// PushRaw queues an update of any kind and content, wanted or not, and gives its id.
func (s *Server) PushRaw(kind, body string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.queue(kind, []byte(body)).id
}

// RestartIDs makes the next update have this id, as after a week without updates: it may lie below the bot's offset, or be one that was
// there before. Until an id reaches it again, a far higher offset confirms nothing.
func (s *Server) RestartIDs(next int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inbox.next, s.inbox.restarted = next, true
}

// NextUpdateID is the id that the next update gets.
func (s *Server) NextUpdateID() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inbox.next
}

// confirm drops what lies before the offset, and what nobody fetched in time.
func (s *Server) confirm(offset int64) {
	b := &s.inbox
	b.offset = max(b.offset, offset)
	old := s.now().Add(-keptFor)
	before := len(b.queue)
	// Telegram takes an offset from far beyond its newest id for one of an earlier series, and begins anew.
	stale := b.restarted && offset > b.next+10
	b.queue = slices.DeleteFunc(b.queue, func(p *pending) bool {
		if p.at.Before(old) {
			return true
		}
		if stale || p.id >= offset {
			return false
		}
		again := p.stubborn
		p.stubborn = false
		return !again
	})
	if len(b.queue) != before {
		s.change()
	}
}

// batch is what a poll gets: everything that is left, for confirmed ones are gone or come once more.
func (b *inbox) batch(limit int) []json.RawMessage {
	got := make([]json.RawMessage, 0, min(limit, len(b.queue)))
	for _, p := range b.queue[:min(limit, len(b.queue))] {
		got = append(got, p.raw)
	}
	return got
}
