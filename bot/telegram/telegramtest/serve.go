package telegramtest

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// call is one request on its way through a method.
type call struct {
	*values
	r      *http.Request
	name   string
	record *Request
}

// failure is a request that is refused, in Telegram's words.
type failure struct {
	Code        int
	Description string
	Retry       int   // seconds, with 429
	MigrateTo   int64 // the supergroup that a group became
}

func bad(format string, args ...any) *failure {
	return &failure{Code: http.StatusBadRequest, Description: "Bad Request: " + fmt.Sprintf(format, args...)}
}

// strict is a refusal that Telegram itself would not utter.
func strict(format string, args ...any) *failure { return bad("telegramtest: "+format, args...) }

func forbidden(why string) *failure {
	return &failure{Code: http.StatusForbidden, Description: "Forbidden: " + why}
}

func conflict(why string) *failure {
	return &failure{Code: http.StatusConflict, Description: "Conflict: " + why}
}

var unauthorized = &failure{Code: http.StatusUnauthorized, Description: "Unauthorized"}

func tooMany(seconds int) *failure {
	return &failure{Code: http.StatusTooManyRequests, Retry: seconds, Description: fmt.Sprintf("Too Many Requests: retry after %d", seconds)}
}

// reply is the envelope of every answer.
type reply struct {
	OK          bool        `json:"ok"`
	Result      any         `json:"result,omitempty"`
	Code        int         `json:"error_code,omitempty"`
	Description string      `json:"description,omitempty"`
	Parameters  *parameters `json:"parameters,omitempty"`
}

type parameters struct {
	Retry     int   `json:"retry_after,omitempty"`
	MigrateTo int64 `json:"migrate_to_chat_id,omitempty"`
}

func envelope(result any, f *failure) reply {
	if f == nil {
		return reply{OK: true, Result: result}
	}
	r := reply{Code: f.Code, Description: f.Description}
	if f.Retry > 0 || f.MigrateTo != 0 {
		r.Parameters = &parameters{f.Retry, f.MigrateTo}
	}
	return r
}

func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	if !s.enter() {
		return
	}
	defer s.busy.Done()
	if rest, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		s.serveFile(w, r, rest)
		return
	}
	token, name, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	if !ok || !strings.HasPrefix(r.URL.Path, "/bot") {
		write(w, &failure{Code: http.StatusNotFound, Description: "Not Found"})
		return
	}
	if s.opt.Blind && unseen(name) {
		s.nod(w, r)
		return
	}
	rec := Request{Method: name, Started: s.now()}
	if early := s.fault(func(f Fault) bool { return f.Effect == ResetBefore && f.matches(name, 0) }); early != nil {
		rec.Fault = ResetBefore
		s.keep(rec)
		reset(w)
		return
	}
	s.answer(w, &call{r: r, name: name, record: &rec}, token)
}

// enter counts a handler, unless the server is closing: what Close waits for must have begun before it.
func (s *Server) enter() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx.Err() != nil {
		return false
	}
	s.busy.Add(1)
	return true
}

// unseen are the methods that a blind server does not look at.
func unseen(method string) bool {
	return Request{Method: method}.paced() || method == "answerCallbackQuery"
}

// nod answers a request that nobody looks at.
func (s *Server) nod(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	s.mu.Lock()
	s.lastID++
	id := s.lastID
	s.mu.Unlock()
	write(w, envelope(map[string]int64{"message_id": id}, nil))
}

// answer does what is asked and says so, unless a fault is due.
func (s *Server) answer(w http.ResponseWriter, c *call, token string) {
	failed := s.admit(c, token)
	var result any
	var fault *Fault
	if failed == nil {
		fault = s.fault(func(f Fault) bool { return f.Effect != ResetBefore && f.matches(c.name, c.record.Chat) })
	}
	if fault != nil {
		c.record.Fault = fault.Effect
		failed = s.hold(c, *fault)
	}
	refused := failed != nil || fault != nil && fault.Effect == BadGateway && !fault.Applied
	if !refused {
		result, failed = s.play(c)
	}
	c.record.settle(failed, s.now())
	s.keep(*c.record)
	if fault == nil {
		write(w, envelope(result, failed))
		return
	}
	switch fault.Effect {
	case DropReply:
		reset(w)
	case BadGateway:
		badGateway(w)
	case Slow:
		s.dawdle(c.r, fault.Delay)
		write(w, envelope(result, failed))
	default:
		write(w, envelope(result, failed))
	}
}

func (s *Server) play(c *call) (result any, failed *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	result, failed = methods[c.name].play(s, c)
	c.record.Applied = failed == nil
	return result, failed
}

// admit checks all that can be checked without knowing what the method does.
func (s *Server) admit(c *call, token string) *failure {
	s.mu.Lock()
	valid := s.token
	s.mu.Unlock()
	if valid == "" || subtle.ConstantTimeCompare([]byte(valid), []byte(token)) == 0 {
		return unauthorized
	}
	m, ok := methods[c.name]
	if !ok {
		return &failure{Code: http.StatusNotFound, Description: "Not Found"}
	}
	var failed *failure
	if c.values, failed = readValues(c.r); failed != nil {
		return failed
	}
	c.record.Params = c.text
	c.record.Chat, c.record.Thread = c.number("chat_id"), c.number("message_thread_id")
	if failed = m.check(c.name, c.values); failed != nil || s.spec == nil {
		return failed
	}
	if err := s.spec.request(c.name, c.values); err != nil {
		return bad("telegramtest, by the specification: %v", err)
	}
	return nil
}

// hold makes a chat wait that a fault says is asked too much.
func (s *Server) hold(c *call, f Fault) *failure {
	if f.Effect != TooMany {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	until := s.now().Add(time.Duration(f.Retry) * time.Second)
	if there := s.chats[c.record.Chat]; there != nil {
		there.closed = until
	}
	return tooMany(f.Retry)
}

func (s *Server) dawdle(r *http.Request, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.Context().Done():
	case <-s.ctx.Done():
	}
}

func write(w http.ResponseWriter, answer any) {
	if f, ok := answer.(*failure); ok {
		answer = envelope(nil, f)
	}
	body, err := json.Marshal(answer)
	if err != nil {
		panic(err) // every answer is made here, of types that marshal
	}
	w.Header().Set("Content-Type", "application/json")
	if r, ok := answer.(reply); ok && !r.OK {
		w.WriteHeader(r.Code)
	}
	_, _ = w.Write(body) // whoever asked may have gone
}

func badGateway(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(http.StatusBadGateway)
	_, _ = w.Write([]byte("<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"))
}

// reset breaks the connection as a network does: with RST, not with a polite end.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(errors.Join(errors.New("telegramtest: only HTTP/1.1 can be broken"), err))
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}
