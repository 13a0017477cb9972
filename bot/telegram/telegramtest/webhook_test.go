package telegramtest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// hook is a bot that is called; it refuses the first calls.
type hook struct {
	mu      sync.Mutex
	refuse  int
	secrets []string
	bodies  []string
}

func (h *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.mu.Lock()
	defer h.mu.Unlock()
	body, _ := io.ReadAll(r.Body)
	h.secrets = append(h.secrets, r.Header.Get("X-Telegram-Bot-Api-Secret-Token"))
	h.bodies = append(h.bodies, string(body))
	if h.refuse > 0 {
		h.refuse--
		w.WriteHeader(http.StatusInternalServerError)
	}
}

func TestWebhook(t *testing.T) {
	s, c := play(t, Options{})
	h := &hook{refuse: 2}
	srv := httptest.NewServer(h)
	defer srv.Close()
	s.Person("anja").Say("een")
	if g := c.try("setWebhook", "url", srv.URL, "secret_token", "geheim-1"); !g.OK {
		t.Fatal(g.Description)
	}
	s.Person("anja").Say("twee")
	if err := s.Confirmed(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.mu.Lock()
	var texts []string
	for _, body := range h.bodies {
		_, text, _ := strings.Cut(body, `"text":"`)
		texts = append(texts, strings.TrimSuffix(text, `"}}`))
	}
	if diff := cmp.Diff([]string{"een", "een", "een", "twee"}, texts); diff != "" {
		t.Errorf("in order, until it was taken: %s", diff)
	}
	if diff := cmp.Diff([]string{"geheim-1", "geheim-1", "geheim-1", "geheim-1"}, h.secrets); diff != "" {
		t.Error(diff)
	}
	h.mu.Unlock()

	var info struct {
		URL     string `json:"url"`
		Pending int    `json:"pending_update_count"`
		Failed  string `json:"last_error_message"`
	}
	c.try("getWebhookInfo").into(t, &info)
	if info.URL != srv.URL || info.Pending != 0 || info.Failed != "Wrong response from the webhook: 500 Internal Server Error" {
		t.Errorf("got %+v", info)
	}
	if g := c.try("getUpdates"); g.Code != 409 || !strings.Contains(g.Description, "while webhook is active") {
		t.Errorf("a poll beside a webhook: got %d %q", g.Code, g.Description)
	}
	if g := c.try("deleteWebhook"); !g.OK {
		t.Error(g.Description)
	}
	s.Person("anja").Say("drie")
	if diff := cmp.Diff([]string{"drie"}, textsOf(c.updates())); diff != "" {
		t.Error(diff)
	}
	if g := c.try("deleteWebhook", "drop_pending_updates", true); !g.OK || s.Pending() != 0 {
		t.Errorf("dropped: %q, %d pending", g.Description, s.Pending())
	}
}

func TestWebhookEndsPoll(t *testing.T) {
	s, c := play(t, Options{})
	waiting := make(chan got)
	go func() { waiting <- c.try("getUpdates", "timeout", 50) }()
	if err := s.Until(t.Context(), s.Polling); err != nil {
		t.Fatal(err)
	}
	if g := c.try("setWebhook", "url", "https://smederij.example:8443/x"); !g.OK {
		t.Fatal(g.Description)
	}
	if g := <-waiting; g.Code != 409 {
		t.Errorf("got %d %q", g.Code, g.Description)
	}
}
