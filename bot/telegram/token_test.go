package telegram_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"smederij/bot"
	"smederij/bot/telegram"
	"smederij/bot/telegram/telegramtest"
)

// TestTokenNowhere plays a session in which everything goes wrong, and looks through all that was said.
func TestTokenNowhere(t *testing.T) {
	r, anja := asked(t)
	var said []string
	note := func(err error) { said = append(said, fmt.Sprintf("%v %+v %#v", err, err, err)) }
	ref := anja.Voice([]byte("x"), 1).File
	everything := func() {
		_, err := r.Send(t.Context(), words(anja.ID(), "dag", bot.ShownButton{Label: "Ja", Payload: "x"}))
		note(err)
		out := words(anja.ID(), "dag")
		out.Attachment = &bot.Attachment{Kind: bot.AsDocument, Name: "x", Data: []byte("x")}
		_, err = r.Send(t.Context(), out)
		note(err)
		_, err = r.Fetch(t.Context(), ref, 1000)
		note(err)
		_, err = r.Me(t.Context())
		note(err)
		_, err = r.Rights(t.Context(), at(anja.ID()))
		note(err)
	}
	for _, effect := range []telegramtest.Effect{telegramtest.ResetBefore, telegramtest.DropReply, telegramtest.TooMany, telegramtest.BadGateway} {
		r.s.Break(telegramtest.Fault{Effect: effect, Chance: 1})
		everything()
		r.s.Heal()
	}
	r.s.Break(telegramtest.Fault{Effect: telegramtest.DropReply, Method: "file", Chance: 1})
	everything()
	r.s.Unplug()
	everything()
	gone, leave := newCancel(t)
	leave()
	_, err := r.Send(gone, words(anja.ID(), "dag"))
	note(err)
	if err := r.s.Plug(); err != nil {
		t.Fatal(err)
	}
	r.s.RevokeToken()
	everything()
	note(r.outcome())
	all := strings.Join(said, "\n") + r.log.String()
	if strings.Contains(all, r.s.Token()) || strings.Contains(all, r.s.Token()[11:]) {
		t.Errorf("the token was said:\n%s", all)
	}
	if n := strings.Count(all, "connection re"); n == 0 {
		t.Error("nothing went wrong")
	}
}

func TestPrintingShowsNoSecret(t *testing.T) {
	var b bytes.Buffer
	c := telegram.Config{Token: telegramtest.DefaultToken, Clock: bot.RealClock{Zone: amsterdam}, Log: slog.New(slog.NewTextHandler(&b, nil)),
		Webhook: &telegram.Webhook{Listen: "127.0.0.1:0", URL: "https://bot.example.org/", Secret: "zeer-geheim"}}
	x, err := telegram.New(c)
	if err != nil {
		t.Fatal(err)
	}
	c.Log.Info("start", "config", c, "platform", x)
	fmt.Fprintf(&b, "%v %+v %#v %s %v %+v %#v %s", c, c, c, c, x, x, x, x)
	if s := b.String(); strings.Contains(s, c.Token) || strings.Contains(s, "zeer-geheim") {
		t.Errorf("a secret stands in %s", s)
	}
}

func TestMasked(t *testing.T) {
	var b bytes.Buffer
	log := slog.New(telegram.Masked(slog.NewTextHandler(&b, nil), "GEHEIM", ""))
	log = log.With("a", "x GEHEIM", "n", 7).WithGroup("g")
	log.Info("say GEHEIM", "err", fmt.Errorf("at /botGEHEIM/x"), slog.Group("in", "b", "GEHEIM"), "list", []string{"GEHEIM"})
	log.Info("plain", "err", errors.New("niets"))
	got := b.String()
	if strings.Contains(got, "GEHEIM") || strings.Count(got, "***") != 6 || !strings.Contains(got, "niets") || !strings.Contains(got, "n=7") {
		t.Errorf("got %s", got)
	}
}
