package telegram_test

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/bot/telegram"
	"smederij/bot/telegram/telegramtest"
)

func TestNewSaysWhatIsWrong(t *testing.T) {
	token := telegramtest.DefaultToken
	good := telegram.Config{Token: token, Clock: bot.RealClock{Zone: amsterdam}, Log: slog.New(slog.DiscardHandler)}
	hook := telegram.Webhook{Listen: "127.0.0.1:0", URL: "https://bot.example.org/hook", Secret: "geheim_1"}
	for _, tt := range []struct {
		why, want string
		change    func(*telegram.Config)
	}{
		{"nothing", "", func(*telegram.Config) {}},
		{"a webhook", "", func(c *telegram.Config) { c.Webhook = &hook }},
		{"limits lifted elsewhere", "", func(c *telegram.Config) { c.Unlimited, c.APIRoot = true, "http://127.0.0.1:1" }},
		{"no token", "BotFather", func(c *telegram.Config) { c.Token = "" }},
		{"half a token", "BotFather", func(c *telegram.Config) { c.Token = token[11:] }},
		{"a token with a newline", "BotFather", func(c *telegram.Config) { c.Token = token + "\n" }},
		{"a number no bot has", "number", func(c *telegram.Config) { c.Token = "9999999999999999999" + token[10:] }},
		{"a root that is none", "root", func(c *telegram.Config) { c.APIRoot = "api.telegram.org" }},
		{"a root that cannot be read", "root", func(c *telegram.Config) { c.APIRoot = "http://%zz/" + token }},
		{"no clock", "clock", func(c *telegram.Config) { c.Clock = nil }},
		{"no log", "log", func(c *telegram.Config) { c.Log = nil }},
		{"limits lifted", "limits", func(c *telegram.Config) { c.Unlimited = true }},
		{"limits lifted, shouted", "limits", func(c *telegram.Config) { c.Unlimited, c.APIRoot = true, "https://API.telegram.org/" }},
		{"a webhook without secret", "secret", func(c *telegram.Config) { w := hook; w.Secret = ""; c.Webhook = &w }},
		{"a secret with spaces", "secret", func(c *telegram.Config) { w := hook; w.Secret = "a b"; c.Webhook = &w }},
		{"a webhook nowhere", "listen", func(c *telegram.Config) { w := hook; w.Listen = ""; c.Webhook = &w }},
		{"a webhook without URL", "URL", func(c *telegram.Config) { w := hook; w.URL = "bot"; c.Webhook = &w }},
	} {
		c := good
		tt.change(&c)
		_, err := telegram.New(c)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want an error with %q", tt.why, err, tt.want)
		}
		if err != nil && strings.Contains(err.Error(), token[11:]) {
			t.Errorf("%s: the token stands in %v", tt.why, err)
		}
	}
}

func TestLimits(t *testing.T) {
	real, err := telegram.New(telegram.Config{Token: telegramtest.DefaultToken, Clock: bot.RealClock{Zone: amsterdam}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(bot.Limits{PerSecond: 30, PerChat: time.Second, Burst: 3, PerGroup: 20}, real.Limits()); diff != "" {
		t.Error(diff)
	}
	if got := build(t, server(t, telegramtest.Options{})).Limits(); got != (bot.Limits{}) {
		t.Errorf("got %+v without limits", got)
	}
}

func TestNoNetworkAtStart(t *testing.T) {
	s := server(t, telegramtest.Options{})
	s.Unplug()
	r := build(t, s)
	r.run()
	r.log.says(t, "what=getMe", 1)
	if r.Link("x") != "" {
		t.Error("a link of a bot that nobody knows")
	}
	s.Person("anja").Say("hallo")
	if err := s.Plug(); err != nil {
		t.Fatal(err)
	}
	r.house.got(t, 1)
	if n := strings.Count(r.log.String(), "this fails now"); n != 1 {
		t.Errorf("said %d times that it fails:\n%s", n, r.log)
	}
	if got := r.Link("uitnodiging-1"); got != "https://t.me/smederij_bot?start=uitnodiging-1" {
		t.Errorf("got %s", got)
	}
	if err := r.stop(); err != nil {
		t.Error(err)
	}
}

func TestNoNameServer(t *testing.T) {
	r := build(t, server(t, telegramtest.Options{}), func(c *telegram.Config) { c.APIRoot = "http://telegram.invalid" })
	_, err := r.Send(t.Context(), words(5, "hallo"))
	if f := failure(t, err); f.Fate != bot.NotSent {
		t.Errorf("got %+v", f)
	}
}

func TestTokenWorthNothingAtStart(t *testing.T) {
	s := server(t, telegramtest.Options{})
	for why, token := range map[string]string{"revoked": s.Token() + "x", "never was": "1:AAAAAAAAAAAA"} {
		r := build(t, s, func(c *telegram.Config) { c.Token = token })
		r.run()
		if err := r.outcome(); !errors.Is(err, telegram.ErrRevoked) {
			t.Errorf("%s: got %v", why, err)
		}
	}
}

func TestTokenRevoked(t *testing.T) {
	r := play(t)
	r.until(r.s.Polling)
	r.s.RevokeToken()
	if err := r.outcome(); !errors.Is(err, telegram.ErrRevoked) {
		t.Errorf("got %v", err)
	}
	_, err := r.Send(t.Context(), words(5, "hallo"))
	if f := failure(t, err); f.Fate != bot.NotSent || !errors.Is(err, telegram.ErrRevoked) {
		t.Errorf("got %+v", f)
	}
}

// TestTokenRevokedWhileSending: whoever hears it first ends the bot, here a message while the webhook waits.
func TestTokenRevokedWhileSending(t *testing.T) {
	r := hooked(t)
	r.s.RevokeToken()
	_, err := r.Send(t.Context(), words(5, "hallo"))
	if f := failure(t, err); f.Fate != bot.NotSent {
		t.Errorf("got %+v", f)
	}
	if err := r.outcome(); !errors.Is(err, telegram.ErrRevoked) {
		t.Errorf("got %v", err)
	}
}
