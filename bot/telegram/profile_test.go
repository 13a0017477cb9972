package telegram_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"smederij/bot/telegram"
	"smederij/bot/telegram/telegramtest"
)

func TestProfile(t *testing.T) {
	about := telegram.Profile{Description: "Hier brengt u uw idee.", Short: "Voor de buurt",
		Private: []telegram.MenuCommand{{Name: "idee", Does: "Breng een idee"}}, Groups: []telegram.MenuCommand{{Name: "status", Does: "Zie het geld"}}}
	with := func(c *telegram.Config) { c.Profile = about }
	s := server(t, telegramtest.Options{})
	s.Break(telegramtest.Fault{Effect: telegramtest.BadGateway, Method: "setMyCommands"})
	r := build(t, s, with)
	r.run()
	r.until(func() bool { return len(s.RequestsTo("setMyShortDescription")) == 1 })
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	want := []telegramtest.Command{{Command: "idee", Description: "Breng een idee"}}
	if diff := cmp.Diff(want, s.Commands("all_private_chats", 0)); diff != "" {
		t.Error(diff)
	}
	want = []telegramtest.Command{{Command: "status", Description: "Zie het geld"}}
	if diff := cmp.Diff(want, s.Commands("all_group_chats", 0)); diff != "" {
		t.Error(diff)
	}
	if long, short := s.Description(); long != about.Description || short != about.Short {
		t.Errorf("got %q and %q", long, short)
	}
	again := build(t, s, with)
	again.run()
	again.until(func() bool { return len(s.RequestsTo("getMyShortDescription")) == 2 && s.Polling() })
	if err := again.stop(); err != nil {
		t.Fatal(err)
	}
	sets := 0
	for _, r := range s.Requests() {
		if strings.HasPrefix(r.Method, "setMy") && r.Applied {
			sets++
		}
	}
	if sets != 4 {
		t.Errorf("set %d parts, want each of 4 once: a second start changes nothing", sets)
	}
}

// TestProfileRefused: a menu that Telegram does not take keeps nobody from writing.
func TestProfileRefused(t *testing.T) {
	r := play(t, func(c *telegram.Config) {
		c.Profile = telegram.Profile{Private: []telegram.MenuCommand{{Name: "Een Idee!", Does: "x"}}, Short: strings.Repeat("x", 121)}
	})
	r.s.Person("anja").Say("hallo")
	r.house.got(t, 1)
	r.log.says(t, "refuses a part of the profile", 2)
}
