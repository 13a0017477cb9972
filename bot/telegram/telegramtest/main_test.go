package telegramtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// client is a bot that asks whatever a test wants.
type client struct {
	t    *testing.T
	s    *Server
	http *http.Client
}

// clock is turned by hand.
type clock struct{ now time.Time }

func (c *clock) turn(d time.Duration) { c.now = c.now.Add(d) }

// play starts a server without limits and a bot that talks to it.
func play(t *testing.T, o Options) (*Server, *client) {
	t.Helper()
	if o.Limits == nil {
		o.Limits = &Limits{}
	}
	s := New(t, o)
	c := &client{t, s, &http.Client{Transport: &http.Transport{}}}
	t.Cleanup(c.http.CloseIdleConnections)
	return s, c
}

func newClock() *clock { return &clock{time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)} }

// got is an answer.
type got struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  parameters      `json:"parameters"`
	err         error           // the connection broke
}

func (g got) into(t *testing.T, v any) {
	t.Helper()
	if !g.OK {
		t.Fatalf("refused: %d %s %v", g.Code, g.Description, g.err)
	}
	if err := json.Unmarshal(g.Result, v); err != nil {
		t.Fatal(err)
	}
}

func form(pairs ...any) url.Values {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Add(fmt.Sprint(pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	return v
}

// try asks with a form.
func (c *client) try(method string, pairs ...any) got {
	return c.tryCtx(c.t.Context(), method, pairs...)
}

func (c *client) tryCtx(ctx context.Context, method string, pairs ...any) got {
	return c.post(ctx, method, "application/x-www-form-urlencoded", bytes.NewBufferString(form(pairs...).Encode()))
}

func (c *client) post(ctx context.Context, method, kind string, body io.Reader) got {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, c.s.URL()+"/bot"+c.s.Token()+"/"+method, body)
	if err != nil {
		return got{err: err}
	}
	r.Header.Set("Content-Type", kind)
	return c.do(r)
}

func (c *client) do(r *http.Request) got {
	answer, err := c.http.Do(r)
	if err != nil {
		return got{err: err}
	}
	defer answer.Body.Close()
	var g got
	if err := json.NewDecoder(answer.Body).Decode(&g); err != nil {
		return got{Code: answer.StatusCode, err: err}
	}
	return g
}

// upload asks with a file.
func (c *client) upload(method, field, name string, data []byte, pairs ...any) got {
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i < len(pairs); i += 2 {
		_ = w.WriteField(fmt.Sprint(pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	part, _ := w.CreateFormFile(field, name)
	_, _ = part.Write(data)
	_ = w.Close()
	return c.post(c.t.Context(), method, w.FormDataContentType(), &body)
}

// say sends a text and fails when it is refused.
func (c *client) say(chat int64, text string, pairs ...any) wireMessage {
	c.t.Helper()
	var m wireMessage
	c.try("sendMessage", append([]any{"chat_id", chat, "text", text}, pairs...)...).into(c.t, &m)
	return m
}

// updates polls once, without waiting.
func (c *client) updates(pairs ...any) []update {
	c.t.Helper()
	var all []update
	c.try("getUpdates", pairs...).into(c.t, &all)
	return all
}

// update is one that the bot got, as far as tests look.
type update struct {
	ID       int64           `json:"update_id"`
	Message  *wireMessage    `json:"message"`
	Edited   *wireMessage    `json:"edited_message"`
	Callback *callbackQuery  `json:"callback_query"`
	Mine     *memberUpdate   `json:"my_chat_member"`
	Member   *memberUpdate   `json:"chat_member"`
	Quantum  json.RawMessage `json:"quantum_message"`
}

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, width, height)), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func inline(label, data string) string {
	return fmt.Sprintf(`{"inline_keyboard":[[{"text":%q,"callback_data":%q}]]}`, label, data)
}
