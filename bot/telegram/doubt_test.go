package telegram_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"smederij/bot"
	"smederij/bot/telegram"
	"smederij/bot/telegram/telegramtest"
)

func TestSendOnBadNetwork(t *testing.T) {
	for _, tt := range []struct {
		why   string
		fault telegramtest.Fault
		want  bot.Fate
		retry time.Duration
		shown int
	}{
		{"reset before", telegramtest.Fault{Effect: telegramtest.ResetBefore}, bot.Doubtful, 0, 0},
		{"answer lost", telegramtest.Fault{Effect: telegramtest.DropReply}, bot.Doubtful, 0, 1},
		{"HTML 502", telegramtest.Fault{Effect: telegramtest.BadGateway}, bot.Doubtful, 0, 0},
		{"HTML 502, done", telegramtest.Fault{Effect: telegramtest.BadGateway, Applied: true}, bot.Doubtful, 0, 1},
		{"too many", telegramtest.Fault{Effect: telegramtest.TooMany, Retry: 7}, bot.NotSent, 7 * time.Second, 0},
	} {
		for _, files := range []bool{false, true} {
			r, anja := met(t, telegramtest.Options{})
			r.s.Break(tt.fault)
			out := words(anja.ID(), "dag")
			if files {
				out.Attachment = &bot.Attachment{Kind: bot.AsDocument, Name: "x.txt", Data: []byte("x")}
			}
			_, err := r.Send(t.Context(), out)
			cutOff := files && tt.fault.Effect == telegramtest.ResetBefore // a file may still be on its way then, and that is certain
			if f := failure(t, err); f.Fate != tt.want && !(cutOff && f.Fate == bot.NotSent) || f.Retry != tt.retry {
				t.Errorf("%s, file %v: got %+v", tt.why, files, f)
			}
			if n := len(anja.Screen()) - 1; n != tt.shown {
				t.Errorf("%s, file %v: %d messages shown", tt.why, files, n)
			}
		}
	}
}

func TestSendUnplugged(t *testing.T) {
	r, anja := met(t, telegramtest.Options{})
	r.s.Unplug()
	_, err := r.Send(t.Context(), words(anja.ID(), "dag"))
	if f := failure(t, err); f.Fate != bot.NotSent {
		t.Errorf("got %+v", f)
	}
}

func TestSendGivenUp(t *testing.T) {
	r, anja := met(t, telegramtest.Options{})
	r.s.Break(telegramtest.Fault{Effect: telegramtest.Slow, Delay: time.Hour, Method: "sendMessage"})
	ctx, leave := newCancel(t)
	answer := make(chan error, 1)
	go func() {
		_, err := r.Send(ctx, words(anja.ID(), "dag"))
		answer <- err
	}()
	if _, err := r.s.WaitFor(r.ctx(), 0, telegramtest.In(anja)); err != nil {
		t.Fatal(err)
	}
	leave()
	if f := failure(t, <-answer); f.Fate != bot.Doubtful {
		t.Errorf("got %+v", f)
	}
	_, err := r.Send(ctx, words(anja.ID(), "dag"))
	if f := failure(t, err); f.Fate != bot.NotSent {
		t.Errorf("never begun: got %+v", f)
	}
}

func TestNoTLS(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS() // with a certificate that nobody knows
	defer s.Close()
	r := build(t, server(t, telegramtest.Options{}), func(c *telegram.Config) { c.APIRoot = s.URL })
	_, err := r.Send(t.Context(), words(5, "dag"))
	if f := failure(t, err); f.Fate != bot.NotSent {
		t.Errorf("got %+v", f)
	}
}

// TestSecondPartFails: the first part stands there, so nobody may say that nothing was sent.
func TestSecondPartFails(t *testing.T) {
	r, anja := met(t, telegramtest.Options{})
	r.s.Break(telegramtest.Fault{Effect: telegramtest.TooMany, Retry: 1, Method: "sendMessage", Nth: 2})
	_, err := r.Send(t.Context(), words(anja.ID(), strings.Repeat("a", 5000)))
	if f := failure(t, err); f.Fate != bot.Doubtful || f.Retry != 0 {
		t.Errorf("got %+v", f)
	}
	r, anja = met(t, telegramtest.Options{})
	r.s.Break(telegramtest.Fault{Effect: telegramtest.TooMany, Retry: 1, Method: "sendMessage"})
	out := words(anja.ID(), strings.Repeat("a", 2000))
	out.Attachment = &bot.Attachment{Kind: bot.AsPhoto, Name: "x.png", Data: picture(t, 9, 9)}
	_, err = r.Send(t.Context(), out)
	if f := failure(t, err); f.Fate != bot.Doubtful || f.Retry != 0 {
		t.Errorf("got %+v", f)
	}
}

// TestAnswerThatSaysNothing: the message may stand there, but nobody knows its id.
func TestAnswerThatSaysNothing(t *testing.T) {
	for _, answer := range []string{`{"ok":true}`, `{"ok":true,"result":"x"}`, `{"ok":true,"result":{"mess`, ``, `true`} {
		r, _, _ := stubborn(t, answer)
		_, err := r.Send(t.Context(), words(5, "dag"))
		if f := failure(t, err); answer != `true` && f.Fate != bot.Doubtful || f.Fate == bot.Refused {
			t.Errorf("%q: got %+v", answer, f)
		}
	}
}

// TestResetWhileWriting: what never came through whole was certainly not shown.
func TestResetWhileWriting(t *testing.T) {
	r, anja := met(t, telegramtest.Options{})
	r.s.Break(telegramtest.Fault{Effect: telegramtest.ResetBefore})
	out := words(anja.ID(), "dag")
	out.Attachment = &bot.Attachment{Kind: bot.AsDocument, Name: "x", Data: make([]byte, 32<<20)} // more than any buffer on the way
	_, err := r.Send(t.Context(), out)
	if f := failure(t, err); f.Fate != bot.NotSent {
		t.Errorf("got %+v", f)
	}
}

// TestRedirected: nobody may send the token to another address.
func TestRedirected(t *testing.T) {
	var elsewhere atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+r.URL.Path, http.StatusTemporaryRedirect)
	}))
	defer s.Close()
	r := build(t, server(t, telegramtest.Options{}), func(c *telegram.Config) { c.APIRoot = s.URL })
	_, err := r.Send(t.Context(), words(5, "dag"))
	if f := failure(t, err); f.Fate != bot.NotSent || elsewhere.Load() != 0 {
		t.Errorf("got %+v, and %d requests elsewhere", f, elsewhere.Load())
	}
}
