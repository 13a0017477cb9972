package bot_test

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"smederij/bot"
	"smederij/store"
)

// stories bring an idea to where it may be when anything begins to happen.
var stories = map[string]func(*village){
	"nothing yet": func(*village) {},
	"sent in":     (*village).sentIn,
	"accepted": func(v *village) {
		v.sentIn()
		v.press("wim", "#KRA*", "review:accept:")
		v.clock.Turn(v.clock.Now().Add(11 * time.Minute))
		v.say("bram", "@bram", "/help")
	},
	"asked about": func(v *village) {
		v.sentIn()
		v.press("wim", "#KRA*", "review:ask:")
		v.say("wim", "@wim", "Waar wilt u koken?")
	},
	"declined": func(v *village) {
		v.sentIn()
		v.press("wim", "#KRA*", "review:decline:")
		v.say("wim", "@wim", "2")
		v.say("wim", "@wim", "Het helpt de wijk niet")
	},
}

// sentIn tells an idea that is for the volunteers' chat, in a village where everybody opened a private chat.
func (v *village) sentIn() {
	v.Helper()
	v.say("carla", "#KRA", "/koppel KRA")
	v.say("carla", "#KRA*", "/koppel KRA vrijwilligers")
	for _, who := range []string{"bram", "wim", "carla"} {
		v.say(who, "@"+who, "/help")
	}
	for _, text := range []string{"ik heb een idee", "Krakeel", "Buurtrestaurant", "Elke dinsdag samen koken", "Buren die alleen eten",
		"Mensen leren elkaar kennen", "Ik kook zelf"} {
		v.say("anja", "@anja", text)
	}
	v.pressWhere("anja", "@anja", func(payload string) bool { return strings.HasSuffix(payload, "send") })
}

func (v *village) say(who, chat, text string) {
	v.Helper()
	v.handle(bot.Inbound{From: who, Private: chat == "@"+who, Address: store.Address{Chat: chat}, Text: text})
}

func (v *village) press(who, chat, prefix string) {
	v.Helper()
	v.pressWhere(who, chat, func(payload string) bool { return strings.HasPrefix(payload, prefix) })
}

// pressWhere presses a button that was shown. Of a card whose fate is unknown there may be none.
func (v *village) pressWhere(who, chat string, which func(payload string) bool) {
	v.Helper()
	for _, payload := range v.screens[chat] {
		if which(payload) {
			v.handle(bot.Inbound{From: who, Private: chat == "@"+who, Address: store.Address{Chat: chat}, Press: &bot.Press{Payload: payload}})
			return
		}
	}
}

func TestAnythingInAnyOrder(t *testing.T) {
	dir, runs := t.TempDir(), 0
	reached := map[store.State]bool{}
	rapid.Check(t, func(t *rapid.T) {
		runs++
		v := newVillage(t, filepath.Join(dir, fmt.Sprint(runs)))
		defer v.db.Close()
		stories[rapid.SampledFrom(slices.Sorted(maps.Keys(stories))).Draw(t, "story")](v)
		reached[v.state()] = true
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			v.step()
		}
		for _, who := range []string{"anja", "bram", "wim", "petra", "carla"} {
			v.stopped(who)
		}
		broken, tally, err := v.db.Verify(context.Background())
		if err != nil || len(broken) > 0 || tally.DeadLetters > 0 {
			t.Fatalf("verify: %v, %d dead letters, broken: %q", err, tally.DeadLetters, broken)
		}
	})
	for _, s := range []store.State{"", store.Submitted, store.Accepted, store.Asked, store.Declined} {
		if !reached[s] && !t.Failed() {
			t.Errorf("no story brings an idea to %q", s)
		}
	}
}

// state is where the first idea stands, or "" without one.
func (v *village) state() (s store.State) {
	v.Helper()
	v.read(func(tx *store.Tx) error {
		i, err := tx.Idea(1)
		s = i.State
		return ignore(err)
	})
	return s
}
