package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"smederij/bot/telegram"
	"smederij/bot/telegram/telegramtest"
	"smederij/store"
)

// linkedGroup is an installation on a fake Telegram whose bot has one group, linked to Krakeel.
func linkedGroup(t *testing.T, o telegramtest.Options) (s *telegramtest.Server, g *telegramtest.Group, owner *telegramtest.Person, config string, env map[string]string) {
	t.Helper()
	s = telegramtest.New(t, o)
	owner = s.Person("carla")
	g = s.Group("Krakeel", owner)
	g.AddBot(owner)
	dir := t.TempDir()
	key := bytes.Repeat([]byte{7}, store.KeySize)
	config = write(t, filepath.Join(dir, "smederij.toml"), fmt.Sprintf("[telegram]\napi_root = %q\n", s.URL()))
	env = map[string]string{keyName: base64.StdEncoding.EncodeToString(key), tokenName: s.Token()}
	c, err := readConfiguration(config)
	if err != nil {
		t.Fatal(err)
	}
	db, err := openWith(c, c.Database.Path, key)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Write(t.Context(), func(tx *store.Tx) error {
		at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		chat, err := tx.ChatAt(store.Address{Platform: telegram.PlatformName, Chat: strconv.FormatInt(g.ID(), 10)}, 0, at)
		if err != nil {
			return err
		}
		kra, err := tx.SmederijByCode("KRA")
		if err != nil {
			return err
		}
		return tx.LinkChat(0, chat.ID, store.GroupChat, kra.ID, at)
	}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return s, g, owner, config, env
}

// check asks Telegram who the bot is and what it may do in its groups, and ends with 5 when it may not write.
func TestCheckAsksTelegram(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options telegramtest.Options
		change  func(s *telegramtest.Server, g *telegramtest.Group, owner *telegramtest.Person)
		code    int
		says    string
	}{
		{"all is well", telegramtest.Options{}, nil, exitFine, "group chat of Krakeel: fine\n"},
		{"its name", telegramtest.Options{Username: "krakeel_bot"}, nil, exitFine, "the bot is @krakeel_bot"},
		{"privacy mode is off", telegramtest.Options{ReadsAll: true}, nil, exitFine, "/setprivacy"},
		{"thrown out", telegramtest.Options{}, func(_ *telegramtest.Server, g *telegramtest.Group, owner *telegramtest.Person) { g.RemoveBot(owner) },
			exitPlatform, "the bot is not there"},
		{"muted", telegramtest.Options{}, func(_ *telegramtest.Server, g *telegramtest.Group, owner *telegramtest.Person) {
			g.Migrate(owner)
			g.MuteBot(owner)
		}, exitPlatform, "cannot write in 1 of its groups"},
		{"revoked", telegramtest.Options{}, func(s *telegramtest.Server, _ *telegramtest.Group, _ *telegramtest.Person) { s.RevokeToken() },
			exitPlatform, "Ask @BotFather for a new one"},
		{"no network", telegramtest.Options{}, func(s *telegramtest.Server, _ *telegramtest.Group, _ *telegramtest.Person) { s.Unplug() },
			exitPlatform, "getMe"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, g, owner, config, env := linkedGroup(t, tt.options)
			if tt.change != nil {
				tt.change(s, g, owner)
			}
			code, out := call(t, env, "check", "--config", config)
			if code != tt.code || !strings.Contains(out, tt.says) {
				t.Errorf("exit code %d, want %d and %q, got\n%s", code, tt.code, tt.says, out)
			}
			if strings.Contains(out, s.Token()) {
				t.Error("the token is told")
			}
		})
	}
}

// With a token, an invitation is a link.
func TestInvitationOverTelegram(t *testing.T) {
	_, _, _, config, env := linkedGroup(t, telegramtest.Options{Username: "krakeel_bot"})
	code, out := call(t, env, "invite", "--config", config, "--role", "volunteer", "--smederij", "KRA")
	if code != exitFine || !strings.Contains(out, "https://t.me/krakeel_bot?start=") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}
