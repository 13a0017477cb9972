package telegramtest

import (
	"maps"
	"net/http"
	"slices"
	"time"
)

// Request is one request of the bot and what became of it.
type Request struct {
	Method      string
	Chat        int64 // 0 when it is about none, or was not read
	Thread      int64
	Params      map[string]string // without files
	Started     time.Time
	Answered    time.Time
	Code        int    // 200, or the error; 0 when it was not read
	Description string // of the error
	Retry       int    // seconds that it must wait, with 429
	MessageID   int64  // of the message it made
	Applied     bool   // it was done, whether or not the bot heard so
	Fault       Effect // what went wrong on demand
}

func (r *Request) settle(f *failure, now time.Time) {
	r.Answered, r.Code = now, http.StatusOK
	if f != nil {
		r.Code, r.Description, r.Retry = f.Code, f.Description, f.Retry
	}
	if r.Fault == BadGateway {
		r.Code = http.StatusBadGateway
	}
}

func (s *Server) keep(r Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.opt.Blind {
		s.requests = append(s.requests, r)
	}
	s.change()
}

// Requests are all requests so far, in the order in which they ended.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := slices.Clone(s.requests)
	for i := range all {
		all[i].Params = maps.Clone(all[i].Params)
	}
	return all
}

// RequestsTo are those of one method.
func (s *Server) RequestsTo(method string) []Request {
	return slices.DeleteFunc(s.Requests(), func(r Request) bool { return r.Method != method })
}

// Impatient are the requests that came to a chat before the time was over that an earlier 429 told to wait. One whose answer never
// arrived told nothing.
func (s *Server) Impatient() []Request { return impatient(s.Requests()) }

// paced tells whether limits are about this method.
func (r Request) paced() bool {
	switch r.Method {
	case "sendMessage", "sendPhoto", "sendDocument", "sendVoice", "editMessageText", "editMessageCaption", "editMessageReplyMarkup", "editMessageMedia":
		return true
	}
	return false
}

func impatient(all []Request) []Request {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b Request) int { return a.Started.Compare(b.Started) })
	type refusal struct{ told, until time.Time }
	refusals := make(map[int64][]refusal)
	var early []Request
	for _, r := range all {
		if !r.paced() {
			continue
		}
		// A request that was on its way before the refusal was told is not impatient.
		if slices.ContainsFunc(refusals[r.Chat], func(f refusal) bool { return r.Started.After(f.told) && r.Started.Before(f.until) }) {
			early = append(early, r)
		}
		if r.Retry > 0 && r.Fault != DropReply && r.Fault != BadGateway { // of those the bot heard nothing
			refusals[r.Chat] = append(refusals[r.Chat], refusal{r.Answered, r.Answered.Add(time.Duration(r.Retry) * time.Second)})
		}
	}
	return early
}

// Doubled are the messages that were put into groups once more with the same content, in the same chat and topic. Deleted ones count.
func (s *Server) Doubled() []Request { return doubled(s.Requests()) }

func doubled(all []Request) []Request {
	type content struct {
		method, text, caption, markup string
		chat, thread                  int64
	}
	seen := make(map[content]bool)
	var again []Request
	for _, r := range all {
		if !r.Applied || r.MessageID == 0 || r.Chat >= 0 {
			continue
		}
		c := content{r.Method, r.Params["text"], r.Params["caption"], r.Params["reply_markup"], r.Chat, r.Thread}
		if seen[c] {
			again = append(again, r)
		}
		seen[c] = true
	}
	return again
}
