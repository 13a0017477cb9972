package deliver_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/store"
)

// What is urgent goes first over all chats, and of the same urgency what is older.
func TestOneOrderOverAllChats(t *testing.T) {
	o := newOffice(t)
	anja, group := o.private("anja"), o.group("KRA")
	o.post(store.Message{Chat: group, Class: store.ClassDigest}, "1")
	o.post(store.Message{Chat: anja}, "2")
	o.post(store.Message{Chat: group, Class: store.ClassPost}, "3")
	o.post(store.Message{Chat: anja, Class: store.ClassModeration}, "4")
	o.post(store.Message{Chat: group}, "5")
	o.post(store.Message{Chat: anja, Class: store.ClassPost}, "6")
	o.open()
	o.settle()
	o.wantSends("anja: 2", "KRA: 5", "anja: 4", "KRA: 3", "anja: 6", "KRA: 1")
	o.wantTally(6, 0, 0)
}

func TestHeldBackRowHoldsNothingElseUp(t *testing.T) {
	o := newOffice(t)
	anja, bram := o.private("anja"), o.private("bram")
	o.post(store.Message{Chat: anja, NotBefore: monday.Add(10 * time.Minute)}, "in ten minutes")
	o.post(store.Message{Chat: anja}, "now")
	o.post(store.Message{Chat: bram}, "now too")
	o.open()
	o.settle()
	o.wantSends("anja: now", "bram: now too")
	o.turn(10*time.Minute - time.Millisecond)
	o.wantSends("anja: now", "bram: now too")
	o.turn(time.Millisecond)
	o.wantSends("anja: now", "bram: now too", "anja: in ten minutes")
}

// A chat that did not get a message waits with what comes after it; the others do not.
func TestUnsentKeepsItsPlaceInLine(t *testing.T) {
	tests := []struct {
		name   string
		fail   error
		pauses time.Duration
		want   []string // of the chat that waited, after the first try
	}{
		{"not sent", fate(bot.NotSent), 2 * time.Second, []string{"anja: 1", "anja: 2", "anja: 3"}},
		{"asked to wait", &bot.SendError{Fate: bot.NotSent, Retry: time.Minute, Err: fmt.Errorf("too many")}, time.Minute,
			[]string{"anja: 1", "anja: 2", "anja: 3"}},
		{"perhaps sent", fate(bot.Doubtful), 2 * time.Second, []string{"anja: 1", "anja: 2", "anja: 3"}},
		{"an error that does not tell", fmt.Errorf("reset by peer"), 2 * time.Second, []string{"anja: 1", "anja: 2", "anja: 3"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			anja, bram := o.private("anja"), o.private("bram")
			o.network.fail("1", tt.fail)
			o.post(store.Message{Chat: anja}, "1")
			o.post(store.Message{Chat: anja}, "2")
			o.post(store.Message{Chat: bram}, "other")
			o.open()
			o.settle()
			o.post(store.Message{Chat: anja}, "3") // also what is said meanwhile stands behind it
			o.turn(tt.pauses - time.Millisecond)
			o.wantSends("anja: 1", "bram: other")
			o.turn(time.Millisecond)
			o.wantSends(append([]string{"anja: 1", "bram: other"}, tt.want...)...)
			o.wantTally(4, 0, 0)
			o.wantSignals()
		})
	}
}

// The order also holds when the process ends before the second try.
func TestUnsentKeepsItsPlaceOverARestart(t *testing.T) {
	o := newOffice(t)
	anja := o.private("anja")
	o.network.fail("1", fate(bot.NotSent))
	o.post(store.Message{Chat: anja}, "1")
	o.post(store.Message{Chat: anja}, "2")
	stop := o.open()
	o.settle()
	stop()
	o.open()
	o.settle()
	o.wantSends("anja: 1", "anja: 1", "anja: 2")
}

// One chat's long line, at rest, does not hide the others behind it.
func TestLongLineHidesNobody(t *testing.T) {
	o := newOffice(t)
	anja, bram := o.private("anja"), o.private("bram")
	o.network.fail("0", fate(bot.NotSent))
	o.write(func(tx *store.Tx) error {
		for i := range 600 {
			if err := o.queue(tx, store.Message{Chat: anja}, fmt.Sprint(i)); err != nil {
				return err
			}
		}
		return o.queue(tx, store.Message{Chat: bram}, "hello")
	})
	o.open()
	o.settle()
	o.wantSends("anja: 0", "bram: hello")
}

func TestWorkersKeepTheOrderOfEachChat(t *testing.T) {
	o := newOffice(t)
	o.workers = 4
	var opens []func()
	want := map[string][]string{}
	for c := range 6 {
		name := fmt.Sprintf("chat%d", c)
		id := o.private(name)
		first := name + " 0"
		opens = append(opens, o.network.slow(first))
		for m := range 5 {
			text := fmt.Sprintf("%s %d", name, m)
			if m == 2 {
				o.network.fail(text, fate(bot.NotSent))
				want[name] = append(want[name], text)
			}
			want[name] = append(want[name], text)
			o.post(store.Message{Chat: id}, text)
		}
	}
	o.open()
	for range 4 { // so many leave at once, and no more
		await(o, "a message under way", o.network.entered)
	}
	for _, open := range opens {
		open()
	}
	o.turn(time.Minute)
	got := map[string][]string{}
	for _, line := range o.network.sends() {
		chat, text, _ := strings.Cut(line, ": ")
		got[chat] = append(got[chat], text)
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("by chat (-got +want):\n%s", diff)
	}
	if len(o.network.crowded) > 0 || o.network.most != 4 {
		t.Errorf("got %d under way at once, and two for %v; want 4 and nobody", o.network.most, o.network.crowded)
	}
	o.wantTally(30, 0, 0)
}
