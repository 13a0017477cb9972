package telegramtest

import (
	"context"
	"errors"
	"slices"
	"time"
)

// Kind of what is seen.
type Kind string

// What the bot can make people see.
const (
	Shown   Kind = "shown"   // a new message of the bot
	Edited  Kind = "edited"  // it changed
	Deleted Kind = "deleted" // the bot took a message away
	Noticed Kind = "noticed" // the answer to a press, for the one who pressed
	Left    Kind = "left"    // the bot left the chat
)

// Event is one thing that is seen because of the bot.
type Event struct {
	Kind    Kind
	At      time.Time
	Chat    int64
	Where   string  // the person's name or the group's title
	Private bool    // the chat is a person's
	Message Message // as it then stood; with Noticed the one that was pressed
	Person  string  // who pressed, with Noticed
	Query   string  // the press that is answered, with Noticed
	Text    string  // of the notice; "" when it only stops the waiting
	Alert   bool    // the notice stands there until it is closed
	URL     string  // the notice opens this instead; Follow it
}

// Message is a message as people see it.
type Message struct {
	ID       int64
	Chat     int64
	Thread   int64
	From     string // a name; of the group for an anonymous admin
	Bot      bool
	Kind     string // text, photo, document, voice, sticker, location or service
	Text     string // plain; of a photo or document the caption
	Entities []Entity
	File     string // file id
	Buttons  [][]Button
	ReplyTo  int64
	Edits    int // how often it was changed
}

// Button under a message.
type Button struct{ Label, Data, URL string }

// In matches what is seen by a person, in private, or in a group.
func In(where interface{ ID() int64 }) func(Event) bool {
	return func(e Event) bool { return e.Chat == where.ID() }
}

// Events are all that was seen so far.
func (s *Server) Events() []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.events)
}

// Since are the events after the first n, for who looks again and again.
func (s *Server) Since(n int) []Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.events[min(n, len(s.events)):])
}

// see logs an event. The caller holds mu.
func (s *Server) see(e Event, c *chat) {
	e.At, e.Chat, e.Where, e.Private = s.now(), c.id, c.name(), c.kind == "private"
	s.events = append(s.events, e)
	s.change()
}

var errClosed = errors.New("telegramtest: the server was closed")

// Until waits until something is so. It asks again after every change: of requests, updates, messages. The condition may call anything
// of the server.
func (s *Server) Until(ctx context.Context, so func() bool) error {
	for {
		s.mu.Lock()
		changed := s.changed
		s.mu.Unlock()
		if so() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.ctx.Done():
			return errClosed
		}
	}
}

// Wait waits until n events were seen, and gives all.
func (s *Server) Wait(ctx context.Context, n int) ([]Event, error) {
	err := s.Until(ctx, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.events) >= n
	})
	return s.Events(), err
}

// WaitFor waits for the first event that matches among those from a place on: 0 is all, len(Events()) only what is still to come.
func (s *Server) WaitFor(ctx context.Context, from int, match func(Event) bool) (Event, error) {
	var found Event
	err := s.Until(ctx, func() bool {
		s.mu.Lock()
		fresh := s.events[min(from, len(s.events)):]
		s.mu.Unlock()
		i := slices.IndexFunc(fresh, match)
		if i >= 0 {
			found = fresh[i]
			return true
		}
		from += len(fresh)
		return false
	})
	return found, err
}

// Notice waits for the answer to a press.
func (s *Server) Notice(ctx context.Context, press string) (Event, error) {
	return s.WaitFor(ctx, 0, func(e Event) bool { return e.Kind == Noticed && e.Query == press })
}

// Confirmed waits until the bot has confirmed every update.
func (s *Server) Confirmed(ctx context.Context) error {
	return s.Until(ctx, func() bool { return s.Pending() == 0 })
}

// Offset is the highest one the bot asked with: all updates below it are confirmed.
func (s *Server) Offset() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inbox.offset
}

// Pending is how many updates wait to be confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.inbox.queue)
}
