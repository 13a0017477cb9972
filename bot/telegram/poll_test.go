package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/bot/telegram/telegramtest"
)

func TestPoll(t *testing.T) {
	r := play(t)
	anja := r.s.Person("anja")
	m := anja.Say("hallo")
	in := r.house.got(t, 1)[0]
	r.confirmed()
	want := bot.Inbound{Key: in.Key, Platform: "telegram", Address: at(anja.ID()), Private: true, From: fmt.Sprint(anja.ID()),
		MessageID: fmt.Sprint(m.ID), SentAt: in.SentAt, Text: "hallo"}
	if diff := cmp.Diff(want, in); diff != "" {
		t.Error(diff)
	}
	if in.SentAt.Location() != amsterdam || time.Since(in.SentAt) > time.Minute {
		t.Errorf("sent at %v", in.SentAt)
	}
	if !strings.HasPrefix(in.Key, "telegram:71") {
		t.Errorf("key %s", in.Key)
	}
	asked := r.s.RequestsTo("getUpdates")[0].Params
	if asked["limit"] != "100" || asked["timeout"] != "50" || !strings.Contains(asked["allowed_updates"], `"chat_member"`) {
		t.Errorf("asked for %v", asked)
	}
	if n := len(r.s.RequestsTo("deleteWebhook")); n != 1 {
		t.Errorf("took the webhook away %d times", n)
	}
}

func TestConfirmedOnlyAfterCommit(t *testing.T) {
	r := play(t)
	anja := r.s.Person("anja")
	r.house.hold(true)
	anja.Say("een")
	r.house.got(t, 1)
	anja.Say("twee")
	if n, polls := r.s.Pending(), len(r.s.RequestsTo("getUpdates")); n != 2 || polls != 1 {
		t.Errorf("%d updates wait after %d questions, want 2 and 1", n, polls)
	}
	r.house.release(bot.Notice{}, nil)
	r.house.got(t, 2)
	r.confirmed()
}

// TestRefusedByTheHouse: what the house did not take comes again, and what it took does not.
func TestRefusedByTheHouse(t *testing.T) {
	s := server(t, telegramtest.Options{})
	anja := s.Person("anja")
	for _, text := range []string{"een", "twee", "drie"} {
		anja.Say(text)
	}
	r := build(t, s)
	var failed atomic.Bool
	r.house.answers(func(in bot.Inbound) (bot.Notice, error) {
		if in.Text == "twee" && !failed.Swap(true) {
			return bot.Notice{}, errors.New("the disk is full")
		}
		return bot.Notice{}, nil
	})
	r.run()
	r.house.got(t, 5)
	r.confirmed()
	if got := r.house.texts(); got != "een twee drie twee drie" {
		t.Errorf("got %s", got)
	}
}

// closing is a house that takes no more after the first.
type closing struct{ *house }

func (c closing) Receive(ctx context.Context, in bot.Inbound, done func(bot.Notice, error)) error {
	if in.Text != "een" {
		return errors.New("closed")
	}
	return c.house.Receive(ctx, in, done)
}

func TestHouseThatCloses(t *testing.T) {
	s := server(t, telegramtest.Options{})
	anja := s.Person("anja")
	anja.Say("een")
	anja.Say("twee")
	r := build(t, s)
	ctx, end := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx, closing{r.house}) }()
	r.log.says(t, "handing updates over", 1)
	r.until(func() bool { return s.Pending() == 1 })
	end()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestTwice(t *testing.T) {
	r := play(t)
	r.s.Upset(telegramtest.UpdateFault{Effect: telegramtest.Twice})
	r.s.Person("anja").Say("hallo")
	taken := r.house.got(t, 2)
	r.confirmed()
	if taken[0].Key != taken[1].Key {
		t.Errorf("keys %s and %s of the same update", taken[0].Key, taken[1].Key)
	}
}

// TestOutOfOrder: the one that failed comes again although a later number was committed, or failed before it.
func TestOutOfOrder(t *testing.T) {
	testOutOfOrder(t, false, 1)
	testOutOfOrder(t, true, 2)
}

func testOutOfOrder(t *testing.T, all bool, fails int64) {
	var failing atomic.Int64
	failing.Store(fails)
	s := server(t, telegramtest.Options{})
	anja := s.Person("anja")
	anja.Say("een")
	s.Upset(telegramtest.UpdateFault{Effect: telegramtest.OutOfOrder})
	anja.Say("twee")
	r := build(t, s)
	r.house.answers(func(in bot.Inbound) (bot.Notice, error) {
		if failing.Load() > 0 && (all || in.Text == "een") {
			failing.Add(-1)
			return bot.Notice{}, errors.New("the disk is full")
		}
		return bot.Notice{}, nil
	})
	r.run()
	r.house.got(t, 4)
	r.confirmed()
	if got := r.house.texts(); got != "twee een twee een" {
		t.Errorf("all %v: got %s", all, got)
	}
}

// TestSilentWeek: the ids begin anew a little below the offset, where asking with that offset would lose the update.
func TestSilentWeek(t *testing.T) {
	r := play(t)
	anja := r.s.Person("anja")
	for range 8 {
		anja.Say("hallo")
	}
	r.house.got(t, 8)
	r.confirmed()
	r.s.Unplug()
	r.clock.Turn(r.clock.Now().Add(7 * 24 * time.Hour))
	r.s.RestartIDs(r.s.NextUpdateID() - 6)
	anja.Say("weer")
	if err := r.s.Plug(); err != nil {
		t.Fatal(err)
	}
	r.house.got(t, 9)
	r.confirmed()
	anja.Say("thuis")
	r.house.got(t, 10)
	r.confirmed()
	if got := r.house.texts(); !strings.HasSuffix(got, "weer thuis") {
		t.Errorf("got %s", got)
	}
}

func TestManyAtOnce(t *testing.T) {
	s := server(t, telegramtest.Options{})
	anja := s.Person("anja")
	var want []string
	for i := range 250 {
		want = append(want, fmt.Sprint(i))
		anja.Say(fmt.Sprint(i))
	}
	r := build(t, s)
	r.run()
	r.house.got(t, 250)
	r.confirmed()
	if diff := cmp.Diff(strings.Join(want, " "), r.house.texts()); diff != "" {
		t.Error(diff)
	}
}

func TestStopsWhileWaiting(t *testing.T) {
	r := play(t)
	r.until(r.s.Polling)
	began := time.Now()
	if err := r.stop(); err != nil || time.Since(began) > 2*time.Second {
		t.Errorf("got %v after %v", err, time.Since(began))
	}
}

func TestStopsWhileTheHouseFails(t *testing.T) {
	r, anja := asked(t)
	r.house.hold(true)
	anja.Say("hallo")
	r.house.got(t, 2)
	r.press(anja, "Ja")
	r.s.PushRaw("message", "[]")
	r.house.release(bot.Notice{}, nil)
	r.house.hold(true)
	r.house.got(t, 3)
	began := time.Now()
	if err := r.stop(); err != nil || time.Since(began) > 2*time.Second {
		t.Errorf("got %v after %v", err, time.Since(began))
	}
	r.house.release(bot.Notice{}, nil) // too late, and no harm
}
