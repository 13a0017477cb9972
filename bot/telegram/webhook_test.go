package telegram_test

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"smederij/bot"
	"smederij/bot/telegram"
	"smederij/bot/telegram/telegramtest"
)

const secret = "zeer_geheim-1"

// hooked is a bot that Telegram calls.
func hooked(t *testing.T) *rig {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	r := play(t, func(c *telegram.Config) {
		c.Webhook = &telegram.Webhook{Listen: address, URL: "http://" + address + "/telegram/hook", Secret: secret}
	})
	r.until(func() bool { return len(r.s.RequestsTo("setWebhook")) == 1 })
	return r
}

// ring calls the webhook as anybody can.
func (r *rig) ring(method, path, secret, body string) int {
	r.t.Helper()
	url := r.s.RequestsTo("setWebhook")[0].Params["url"]
	q, err := http.NewRequestWithContext(r.ctx(), method, strings.TrimSuffix(url, "/telegram/hook")+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	if secret != "" {
		q.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Do(q)
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	return answer.StatusCode
}

func TestWebhook(t *testing.T) {
	r := hooked(t)
	asked := r.s.RequestsTo("setWebhook")[0].Params
	if asked["secret_token"] != secret || !strings.Contains(asked["allowed_updates"], "my_chat_member") {
		t.Errorf("asked for %v", asked)
	}
	anja := r.s.Person("anja")
	r.house.hold(true)
	anja.Say("hallo")
	r.house.got(t, 1)
	if n := r.s.Pending(); n != 1 {
		t.Errorf("%d updates wait before the commit, want 1", n)
	}
	r.house.release(bot.Notice{}, nil)
	r.confirmed()
	anja.Say("dag")
	r.confirmed()
	if got := r.house.texts(); got != "hallo dag" {
		t.Errorf("got %s", got)
	}
	if err := r.stop(); err != nil {
		t.Error(err)
	}
}

func TestWebhookHouseFails(t *testing.T) {
	r := hooked(t)
	r.house.hold(true)
	r.s.Person("anja").Say("hallo")
	r.house.got(t, 1)
	r.house.release(bot.Notice{}, errors.New("the disk is full"))
	if in := r.house.got(t, 2); in[0].Key != in[1].Key {
		t.Errorf("got %v", in)
	}
	r.confirmed()
}

func TestWebhookForged(t *testing.T) {
	r := hooked(t)
	good := `{"update_id":7,"message":{"message_id":1,"date":1764000000,"chat":{"id":5,"type":"private"},"from":{"id":5},"text":"hallo"}}`
	const path = "/telegram/hook"
	for _, tt := range []struct {
		why, method, path, secret, body string
		want                            int
	}{
		{"no secret", "POST", path, "", good, http.StatusUnauthorized},
		{"another secret", "POST", path, "zeer_geheim-2", good, http.StatusUnauthorized},
		{"part of the secret", "POST", path, secret[:5], good, http.StatusUnauthorized},
		{"another path without secret", "POST", "/", "", good, http.StatusUnauthorized},
		{"another path", "POST", "/", secret, good, http.StatusNotFound},
		{"to look at", "GET", path, secret, good, http.StatusMethodNotAllowed},
		{"endless", "POST", path, secret, strings.Repeat("x", 1<<20+1), http.StatusRequestEntityTooLarge},
		{"no JSON", "POST", path, secret, "hallo", http.StatusOK},
		{"no number", "POST", path, secret, `{"message":{}}`, http.StatusOK},
	} {
		if got := r.ring(tt.method, tt.path, tt.secret, tt.body); got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.why, got, tt.want)
		}
	}
	if got := r.house.texts(); got != "" {
		t.Errorf("the house got %q", got)
	}
	if got := r.ring("POST", path, secret, good); got != http.StatusOK || r.house.texts() != "hallo" {
		t.Errorf("got %d and %q for the real thing", got, r.house.texts())
	}
}

func TestWebhookStops(t *testing.T) {
	r := hooked(t)
	r.house.hold(true)
	r.s.Person("anja").Say("hallo")
	r.house.got(t, 1)
	began := time.Now()
	if err := r.stop(); err != nil {
		t.Error(err)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("stopping took %v", took)
	}
	if n := r.s.Pending(); n != 1 {
		t.Errorf("%d updates wait, want the one that was not committed", n)
	}
	r.house.release(bot.Notice{Text: "te laat"}, nil) // nobody listens any more
}

func TestWebhookRefused(t *testing.T) {
	r := build(t, server(t, telegramtest.Options{}), func(c *telegram.Config) {
		c.Webhook = &telegram.Webhook{Listen: "127.0.0.1:0", URL: "http://bot.example.org/", Secret: secret}
	})
	r.run()
	if err := r.outcome(); err == nil || !strings.Contains(err.Error(), "HTTPS") {
		t.Errorf("got %v", err)
	}
}

func TestWebhookCannotListen(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r := play(t, func(c *telegram.Config) {
		c.Webhook = &telegram.Webhook{Listen: l.Addr().String(), URL: "https://bot.example.org/", Secret: secret}
	})
	if err := r.outcome(); err == nil || !strings.Contains(err.Error(), "listen") {
		t.Errorf("got %v", err)
	}
}
