package deliver_test

import (
	"testing"
	"time"

	"smederij/bot"
	"smederij/store"
)

func (o *office) card(name string) store.Message {
	return store.Message{Chat: o.group(name), Class: store.ClassPost, Slot: "card:1"}
}

func TestSlotIsEditedInPlace(t *testing.T) {
	o := newOffice(t)
	card := o.card("KRA")
	other := card
	other.Slot = "card:2"
	o.post(card, "1")
	o.post(other, "other")
	o.post(card, "1 newer") // takes the older one's place in line
	o.open()
	o.settle()
	o.post(card, "2")
	o.post(other, "other 2")
	o.settle()
	o.wantSends("KRA: 1 newer", "KRA: other", "KRA: 2 (edit of id of 1 newer)", "KRA: other 2 (edit of id of other)")
	o.wantTally(4, 0, 0)
}

// A newer version waits for the one that is under way, whatever becomes of that one.
func TestNewerVersionWhileOneIsUnderWay(t *testing.T) {
	tests := []struct {
		name string
		fail []error
		want []string
	}{
		{"sent", nil, []string{"KRA: 1", "KRA: 2 (edit of id of 1)"}},
		{"not sent", []error{fate(bot.NotSent)}, []string{"KRA: 1", "KRA: 2"}},
		{"refused", []error{fate(bot.Refused)}, []string{"KRA: 1", "KRA: 2"}},
		{"perhaps sent: a second card never appears by itself", []error{fate(bot.Doubtful)}, []string{"KRA: 1"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			o.workers = 2 // one is free
			card := o.card("KRA")
			open := o.network.slow("1")
			o.network.fail("1", tt.fail...)
			o.post(card, "1")
			o.open()
			await(o, "the first version", o.network.entered)
			o.post(card, "2")
			o.d.Wake()
			o.post(store.Message{Chat: o.private("anja")}, "hello")
			open()
			o.turn(time.Minute)
			var got []string
			for _, line := range o.network.sends() {
				if line != "anja: hello" {
					got = append(got, line)
				}
			}
			o.network.shown = got
			o.wantSends(tt.want...)
		})
	}
}

func TestEditsWaitForALostCard(t *testing.T) {
	o := newOffice(t)
	card := o.card("KRA")
	o.network.fail("1", fate(bot.Doubtful))
	o.post(card, "1")
	o.open()
	o.turn(time.Minute)
	o.post(card, "2")
	o.post(store.Message{Chat: card.Chat, Class: store.ClassPost}, "another post")
	o.post(card, "3")
	o.turn(time.Hour)
	o.wantSends("KRA: 1", "KRA: another post")
	o.wantTally(1, 1, 1)

	// The first press on it brings its id.
	o.write(func(tx *store.Tx) error { return tx.FoundSlot(card.Chat, card.Slot, "found") })
	o.settle()
	o.wantSends("KRA: 1", "KRA: another post", "KRA: 3 (edit of found)")
	o.wantTally(3, 0, 0)
}

// So much happens at once that not all of it is remembered: what may leave is found all the same.
func TestMoreHappensThanIsRemembered(t *testing.T) {
	o := newOffice(t)
	card := o.card("KRA")
	o.network.fail("1", fate(bot.Doubtful))
	open := o.network.slow("slow")
	o.post(card, "1")
	o.open()
	o.turn(time.Minute)
	o.post(card, "2")
	o.settle() // it was looked at, and may not leave
	o.post(store.Message{Chat: o.private("anja")}, "slow")
	o.post(store.Message{Chat: o.private("anja")}, "after it")
	o.d.Wake()
	await(o, "the message under way", o.network.entered)
	o.group("elsewhere")
	o.write(func(tx *store.Tx) error {
		if err := tx.FoundSlot(card.Chat, card.Slot, "found"); err != nil {
			return err
		}
		here, there := store.Address{Platform: "net", Chat: "elsewhere"}, store.Address{Platform: "net", Chat: "back"}
		for range 1100 {
			if err := tx.MoveChat(here, there, monday); err != nil {
				return err
			}
			here, there = there, here
		}
		return nil
	})
	open()
	o.settle()
	o.wantSends("KRA: 1", "anja: slow", "anja: after it", "KRA: 2 (edit of found)")
}

// Between looking and marking everything may have changed: what leaves is what stands then.
func TestChangedBetweenLookAndMark(t *testing.T) {
	tests := []struct {
		name   string
		change func(tx *store.Tx, o *office, card store.Message) error
		want   []string
		later  []string // an hour on
	}{
		{"withdrawn", func(tx *store.Tx, _ *office, card store.Message) error {
			_, err := tx.Unpost(card.Chat, card.Slot)
			return err
		}, []string{"anja: hello"}, []string{"anja: hello"}},
		{"replaced", func(tx *store.Tx, o *office, card store.Message) error {
			return o.queue(tx, card, "2")
		}, []string{"KRA: 2", "anja: hello"}, []string{"KRA: 2", "anja: hello"}},
		{"put off", func(tx *store.Tx, o *office, card store.Message) error {
			card.NotBefore = monday.Add(10 * time.Minute)
			return o.queue(tx, card, "2")
		}, []string{"anja: hello"}, []string{"anja: hello", "KRA: 2"}},
		{"its chat is gone", func(tx *store.Tx, _ *office, card store.Message) error {
			return tx.ChatGone(card.Chat, monday)
		}, []string{"anja: hello"}, []string{"anja: hello"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			card := o.card("KRA")
			o.post(card, "1")
			o.post(store.Message{Chat: o.private("anja"), Class: store.ClassDigest}, "hello") // after the card
			// The writer is held up, so that the deliverer's mark must queue behind the change.
			held, let := make(chan struct{}), make(chan struct{})
			first := o.db.Submit(func(*store.Tx) error {
				close(held)
				<-let
				return nil
			})
			<-held
			change := o.db.Submit(func(tx *store.Tx) error { return tt.change(tx, o, card) })
			asked := watch(o)
			o.open()
			await(o, "a look at the old rows", asked)
			await(o, "the wish to mark one", asked)
			close(let)
			for _, answer := range []<-chan error{first, change} {
				if err := await(o, "the writer", answer); err != nil {
					t.Fatal(err)
				}
			}
			o.settle()
			o.wantSends(tt.want...)
			o.turn(time.Hour)
			o.wantSends(tt.later...)
		})
	}
}

// watchedClock tells when it is asked for the time: the deliverer asks when it looks, and again when it marks.
type watchedClock struct {
	*bot.TurnedClock
	asked chan struct{}
}

func watch(o *office) (asked <-chan struct{}) {
	c := watchedClock{o.clock, make(chan struct{}, 2)}
	o.deliverersClock = c
	return c.asked
}

func (c watchedClock) Now() time.Time {
	select {
	case c.asked <- struct{}{}:
	default:
	}
	return c.TurnedClock.Now()
}
