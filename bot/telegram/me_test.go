package telegram_test

import (
	"errors"
	"testing"

	"smederij/bot"
	"smederij/bot/telegram"
	"smederij/bot/telegram/telegramtest"
)

func TestMeAndRights(t *testing.T) {
	r, anja := met(t, telegramtest.Options{ReadsAll: true})
	me, err := r.Me(t.Context())
	if want := (telegram.Me{Username: "smederij_bot", JoinsGroups: true, ReadsAll: true}); err != nil || me != want {
		t.Errorf("got %+v, %v", me, err)
	}
	wim := r.s.Person("wim")
	g := r.s.Supergroup("Kransstraat", wim)
	for _, tt := range []struct {
		why  string
		do   func()
		chat int64
		want telegram.Rights
	}{
		{"not there", func() {}, g.ID(), telegram.Rights{}},
		{"member", func() { g.AddBot(wim) }, g.ID(), telegram.Rights{Member: true, MayWrite: true}},
		{"admin", func() { g.PromoteBot(wim, telegramtest.Rights{}) }, g.ID(), telegram.Rights{Member: true, MayWrite: true, Admin: true}},
		{"muted", func() { g.MuteBot(wim) }, g.ID(), telegram.Rights{Member: true}},
		{"removed", func() { g.RemoveBot(wim) }, g.ID(), telegram.Rights{}},
		{"in private", func() {}, anja.ID(), telegram.Rights{Member: true, MayWrite: true}},
		{"never wrote", func() {}, wim.ID(), telegram.Rights{}},
		{"nowhere", func() {}, -999, telegram.Rights{}},
	} {
		tt.do()
		if got, err := r.Rights(t.Context(), at(tt.chat)); err != nil || got != tt.want {
			t.Errorf("%s: got %+v, %v", tt.why, got, err)
		}
	}
	r.s.Unplug()
	if _, err := r.Rights(t.Context(), at(g.ID())); failure(t, err).Fate != bot.NotSent {
		t.Errorf("got %v", err)
	}
	if _, err := r.Me(t.Context()); failure(t, err).Fate != bot.NotSent || errors.Is(err, telegram.ErrRevoked) {
		t.Errorf("got %v", err)
	}
}
