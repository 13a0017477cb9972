package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"smederij/bot"
	"smederij/bot/budget"
	"smederij/store"
)

// statusRoom lets somebody post of the bot's own accord. Its transcripts begin with planning_.
func statusRoom(configuration) bot.Feature {
	return bot.Feature{Name: "status", Commands: []bot.Command{{Name: "vertel", Where: bot.InPrivate, Run: tellGroup}}}
}

// shortStatus is the status of a pot in one sentence, also when nothing is in it: these transcripts are about when it comes.
func shortStatus(configuration) bot.Feature {
	f := budget.Feature()
	for n := range f.Schedules {
		if f.Schedules[n].Posts {
			f.Schedules[n].Run = postStatus
		}
	}
	return f
}

func postStatus(c *bot.Context, s store.Slot) error {
	return c.PostOwnIn(s.Smederij, store.Own{Kind: "said", Useful: s.At.AddDate(0, 0, 21)}, store.Body{Text: "Dit is de stand van het geld."})
}

// tellGroup posts what follows, of the bot's own accord: longer news is other news. With an exclamation mark it is urgent, and useful until tomorrow.
func tellGroup(c *bot.Context) error {
	kra, err := c.SmederijByCode("KRA")
	if err != nil {
		return err
	}
	groups, err := c.LinkedChats(store.GroupChat, kra.ID)
	if err != nil || len(groups) == 0 {
		return err
	}
	own := store.Own{Kind: "told", Subject: int64(len(c.Words))}
	if strings.HasSuffix(c.Words, "!") {
		own.Urgent, own.Useful = true, c.Now.Add(24*time.Hour)
	}
	if err := c.PostOwn(groups[0], own, store.Body{Text: c.Words}); err != nil {
		return err
	}
	return c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: store.Body{Text: "Genoteerd."}})
}

// withStatus lets the transcripts of planning play in a house with that room, and tells whether this is one.
func withStatus(t *testing.T, file string) bool {
	if !strings.Contains(file, "planning_") {
		return false
	}
	rooms := inHouse
	inHouse = append(slices.Clone(inHouse), statusRoom)
	for n, room := range rooms {
		if room(configuration{}).Name == "budget" {
			inHouse[n] = shortStatus
		}
	}
	t.Cleanup(func() { inHouse = rooms })
	return true
}

// Who starts again long after the last commit hears that nothing comes by itself until a coordinator has looked at the clock.
func TestStartAfterLongAbsence(t *testing.T) {
	withStatus(t, "planning_absence")
	db := filepath.Join(t.TempDir(), "chat.db")
	chat := func(now, lines string) string {
		return say(t, []string{"chat", "--db", db, "--now", now, "--role", "carla=coordinator"}, lines)
	}
	chat("2026-11-23 09:00", "carla@KRA> /koppel KRA\n")
	out := chat("2027-01-03 20:00", "! 14h\nanja> (press alarms:go_on)\ncarla> [Ga verder]\ncarla> [Ga verder]\n! 1m\n")
	alarm, status := strings.Index(out, "Mijn klok maakte een sprong"), strings.Index(out, "Dit is de stand van het geld.")
	refused, pressed := strings.Index(out, "Dit kan alleen iemand met de juiste rol."), strings.Index(out, "Alles komt weer vanzelf op tijd.")
	if alarm < 0 || refused < alarm || pressed < refused || status < pressed || strings.Count(out, "Mijn klok") != 1 {
		t.Errorf("want the alarm, a refusal, an answer and only then the post:\n%s", out)
	}
}
