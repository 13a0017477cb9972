package main

import (
	"log/slog"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/bot/local"
	"smederij/store"
)

// TestRejected lets a platform refuse messages: coordinators hear of it, of a resident's message without its words, and an alarm
// about an alarm is not raised.
func TestRejected(t *testing.T) {
	c, err := readConfiguration("")
	if err != nil {
		t.Fatal(err)
	}
	db, err := openWith(c, filepath.Join(t.TempDir(), "smederij.db"), make([]byte, store.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, c.zone)
	h, err := newHouse(t.Context(), c, db, bot.NewTurnedClock(now), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := cast(t.Context(), db, now, []string{"anja=team:KRA", "carla=coordinator", "petra=coordinator"}, ofTerminal); err != nil {
		t.Fatal(err)
	}
	refuse := func(to, text, cause string, want ...string) {
		t.Helper()
		var got []string
		if err := db.Write(t.Context(), func(tx *store.Tx) error {
			chat, err := tx.ChatAt(store.Address{Platform: local.PlatformName, Chat: to}, 0, now)
			if err != nil {
				return err
			}
			if err := tx.Post(store.Message{Chat: chat.ID, Class: store.ClassReply, Body: store.Body{Text: text}, Cause: cause}, now); err != nil {
				return err
			}
			due, err := tx.Due(now, 1)
			if err != nil {
				return err
			}
			if err := tx.MarkRejected(due[0].ID); err != nil {
				return err
			}
			if err := h.Raise(tx, bot.Signal{Name: bot.RejectedSignal, Subject: int64(due[0].ID)}); err != nil {
				return err
			}
			if due, err = tx.Due(now, 9); err != nil {
				return err
			}
			for _, p := range due {
				got = append(got, p.To.Address.Chat+": "+p.Body.Text)
				if err := tx.MarkRejected(p.ID); err != nil {
					return err
				}
				if err := h.Raise(tx, bot.Signal{Name: bot.RejectedSignal, Subject: int64(p.ID)}); err != nil { // they refuse the alarms too
					return err
				}
			}
			if due, err = tx.Due(now, 9); len(due) > 0 {
				t.Errorf("an alarm about an alarm: %q", due[0].Body.Text)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("told (-got +want):\n%s", diff)
		}
	}
	group := "Dit bericht kon ik niet in de groep plaatsen. De app neemt het niet aan. Vertel het de groep zelf.\n\nHallo"
	refuse("#KRA", "Hallo", "in:1", "@carla: "+group, "@petra: "+group)
	refuse("@anja", "Uw idee", "in:2",
		"@carla: Een bericht aan iemand kwam niet aan. De app neemt het niet aan. Vertel de beheerder nummer 4.",
		"@petra: Een bericht aan iemand kwam niet aan. De app neemt het niet aan. Vertel de beheerder nummer 4.")
	refuse("@bram", "Uw idee", "in:2")         // the next of a thousand
	refuse("@carla", "Alarm", "dead_letter:1", // not to the chat that refuses
		"@petra: Een bericht aan iemand kwam niet aan. De app neemt het niet aan. Vertel de beheerder nummer 8.")
}
