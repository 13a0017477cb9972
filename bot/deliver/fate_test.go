package deliver_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/store"
)

// PITFALLS.md, Delivery: a question is asked once more, a post in a group is not, an edit repeats freely.
func TestDoubtfulTwice(t *testing.T) {
	tests := []struct {
		name      string
		group     bool
		m         store.Message
		want      []string
		uncertain int64
	}{
		{"question", false, store.Message{}, []string{"there: 1", "there: 1"}, 1},
		{"answer in a group", true, store.Message{}, []string{"there: 1", "there: 1"}, 1},
		{"post", true, store.Message{Class: store.ClassPost}, []string{"there: 1"}, 1},
		{"card", true, store.Message{Class: store.ClassPost, Slot: "card:1"}, []string{"there: 1"}, 1},
		{"review card in private", false, store.Message{Class: store.ClassModeration, Slot: "review:1"}, []string{"there: 1", "there: 1"}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			tt.m.Chat = o.chat("there", !tt.group)
			o.network.fail("1", fate(bot.Doubtful), fate(bot.Doubtful))
			o.post(tt.m, "1")
			o.open()
			o.turn(time.Hour)
			o.wantSends(tt.want...)
			o.wantSignals(bot.UncertainSignal)
			o.wantTally(0, 0, tt.uncertain)
			if got, want := o.raised()[0].Subject, int64(1); got != want {
				t.Errorf("the signal tells of message %d, want %d", got, want)
			}
		})
	}
}

func TestDoubtfulEditRepeatsWithoutHaste(t *testing.T) {
	o := newOffice(t)
	card := store.Message{Chat: o.group("KRA"), Class: store.ClassPost, Slot: "card:1"}
	o.post(card, "1")
	o.open()
	o.settle()
	o.network.fail("2", fate(bot.Doubtful), fate(bot.Doubtful), fate(bot.Doubtful))
	o.post(card, "2")
	o.settle()
	edit := "KRA: 2 (edit of id of 1)"
	o.wantSends("KRA: 1", edit) // a broken network is not asked again in the same moment
	o.turn(time.Minute)
	o.wantSends("KRA: 1", edit, edit, edit, edit)
	o.wantTally(2, 0, 0)
	o.wantSignals()
}

func TestRefusedIsGivenUp(t *testing.T) {
	o := newOffice(t)
	anja := o.private("anja")
	o.network.fail("1", fate(bot.Refused))
	o.post(store.Message{Chat: anja}, "1")
	o.post(store.Message{Chat: anja}, "2")
	o.open()
	o.settle()
	o.wantSends("anja: 1", "anja: 2") // and nobody waits for it
	o.turn(time.Hour)
	o.wantSends("anja: 1", "anja: 2")
	o.wantTally(1, 0, 0)
	if diff := cmp.Diff(o.raised(), []bot.Signal{{Name: bot.RejectedSignal, Subject: 1}}); diff != "" {
		t.Errorf("signals (-got +want):\n%s", diff)
	}
}

// Somebody took a card away: an edit of it is given up, and nobody needs to hear what they did themselves.
func TestVanishedIsGivenUpQuietly(t *testing.T) {
	o := newOffice(t)
	card := o.card("KRA")
	o.post(card, "1")
	o.open()
	o.settle()
	o.network.fail("2", fate(bot.Vanished))
	o.post(card, "2")
	o.turn(time.Hour)
	o.wantSends("KRA: 1", "KRA: 2 (edit of id of 1)")
	o.wantSignals()
	o.wantTally(1, 0, 0)
}

// A resident blocked the bot: nothing more is tried, until they write again.
func TestBlockedByAResident(t *testing.T) {
	o := newOffice(t)
	anja := o.private("anja")
	o.network.fail("1", fate(bot.Gone))
	o.post(store.Message{Chat: anja}, "1")
	o.post(store.Message{Chat: anja}, "2")
	o.open()
	o.turn(time.Hour)
	o.post(store.Message{Chat: anja}, "3")
	o.turn(time.Hour)
	o.wantSends("anja: 1")
	o.private("anja")
	o.post(store.Message{Chat: anja}, "4")
	o.turn(time.Hour)
	o.wantSends("anja: 1", "anja: 4")
	o.wantTally(1, 0, 0)
}

func TestUnknownPlatformIsRefused(t *testing.T) {
	o := newOffice(t)
	var elsewhere store.ChatID
	o.write(func(tx *store.Tx) error {
		c, err := tx.ChatAt(store.Address{Platform: "elsewhere", Chat: "x"}, 0, monday)
		elsewhere = c.ID
		return err
	})
	o.post(store.Message{Chat: elsewhere}, "1")
	o.post(store.Message{Chat: o.private("anja")}, "2")
	o.open()
	o.settle()
	o.wantSends("anja: 2")
	o.wantTally(1, 0, 0)
}

func TestGoneEndsTheQueueOfOneChat(t *testing.T) {
	o := newOffice(t)
	group, anja := o.group("KRA"), o.private("anja")
	o.network.fail("1", fate(bot.Gone))
	o.post(store.Message{Chat: group, Class: store.ClassPost}, "1")
	o.post(store.Message{Chat: group, Class: store.ClassPost}, "2")
	o.post(store.Message{Chat: anja, Class: store.ClassPost}, "3")
	o.open()
	o.turn(time.Hour)
	o.wantSends("KRA: 1", "anja: 3")
	if diff := cmp.Diff(o.raised(), []bot.Signal{{Name: bot.GoneSignal, Subject: int64(group)}}); diff != "" {
		t.Errorf("signals (-got +want):\n%s", diff)
	}
	o.wantTally(1, 0, 0)

	o.group("KRA") // a new message from there revives it
	o.post(store.Message{Chat: group, Class: store.ClassPost}, "4")
	o.turn(time.Hour)
	o.wantSends("KRA: 1", "anja: 3", "KRA: 4")
}

// An alarm that fails does not keep the message from being written down, nor the next start from delivering.
func TestFailingAlarmIsDoneWithout(t *testing.T) {
	alarms := map[string]func(bot.Signal) error{
		"error": func(bot.Signal) error { return errors.New("no coordinator") },
		"panic": func(bot.Signal) error { panic("no coordinator") },
	}
	for name, alarm := range alarms {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t)
			o.hears = alarm
			group := o.group("KRA")
			o.network.fail("1", fate(bot.Doubtful))
			o.post(store.Message{Chat: group, Class: store.ClassPost}, "1")
			o.post(store.Message{Chat: group, Class: store.ClassPost}, "2")
			stop := o.open()
			o.turn(time.Minute)
			o.wantSends("KRA: 1", "KRA: 2")
			o.wantTally(1, 0, 1)
			stop()
			o.open()
			o.turn(time.Minute)
			o.wantSends("KRA: 1", "KRA: 2")
			o.wantTally(1, 0, 1)
		})
	}
}

// What was found under way at the start has an unknown fate.
func TestFoundUnderWayAtTheStart(t *testing.T) {
	o := newOffice(t)
	anja, group := o.private("anja"), o.group("KRA")
	card := store.Message{Chat: group, Class: store.ClassPost, Slot: "card:1"}
	o.post(card, "card")
	stop := o.open()
	o.settle()
	stop()
	o.post(card, "edit")
	o.post(store.Message{Chat: anja}, "question")
	o.post(store.Message{Chat: group, Class: store.ClassPost}, "post")
	o.post(store.Message{Chat: anja}, "asked after it")
	o.write(func(tx *store.Tx) error { // marked, and then the process was killed
		due, err := tx.Due(monday, 3)
		for _, p := range due {
			if _, taken, takeErr := tx.Take(p.ID, monday); takeErr != nil || !taken {
				return errors.Join(takeErr, errors.New("not taken"))
			}
		}
		return err
	})
	o.open()
	o.settle()
	o.wantSends("KRA: card", "anja: question", "anja: asked after it", "KRA: edit (edit of id of card)")
	o.wantSignals(bot.UncertainSignal)
	o.wantTally(4, 0, 1)
	o.turn(time.Hour)
	o.wantTally(4, 0, 1)
}

// Nothing is lost, nothing is said twice, when a coordinator posts it again.
func TestPostedAgainByHand(t *testing.T) {
	o := newOffice(t)
	o.network.fail("1", fate(bot.Doubtful))
	o.post(store.Message{Chat: o.group("KRA"), Class: store.ClassPost}, "1")
	o.open()
	o.turn(time.Minute)
	o.wantTally(0, 0, 1)
	o.private("carla")
	for want := true; ; want = false {
		var again bool
		o.write(func(tx *store.Tx) (err error) {
			again, err = tx.PostAgain(1, store.MessageID(o.raised()[0].Subject), o.clock.Now())
			return err
		})
		if again != want {
			t.Fatalf("post again: got %t, want %t", again, want)
		}
		if !want {
			break
		}
	}
	o.turn(time.Minute)
	o.wantSends("KRA: 1", "KRA: 1")
	o.wantTally(1, 0, 0)
}
