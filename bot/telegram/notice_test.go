package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"smederij/bot"
	"smederij/bot/telegram/telegramtest"
)

func newCancel(t *testing.T) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	return ctx, cancel
}

// asked is a bot that asked anja something with a button below.
func asked(t *testing.T) (*rig, *telegramtest.Person) {
	t.Helper()
	r := play(t)
	anja := r.s.Person("anja")
	anja.Say("hallo")
	r.house.got(t, 1)
	if _, err := r.Send(t.Context(), words(anja.ID(), "Doet u mee?", bot.ShownButton{Label: "Ja", Payload: "t:1:ja"})); err != nil {
		t.Fatal(err)
	}
	return r, anja
}

func (r *rig) press(p *telegramtest.Person, label string) string {
	r.t.Helper()
	query, err := p.Press(label)
	if err != nil {
		r.t.Fatal(err)
	}
	return query
}

func (r *rig) notice(query string) telegramtest.Event {
	r.t.Helper()
	e, err := r.s.Notice(r.ctx(), query)
	if err != nil {
		r.t.Fatalf("%v; log:\n%s", err, r.log)
	}
	return e
}

func TestNotices(t *testing.T) {
	for _, tt := range []struct {
		why       string
		notice    bot.Notice
		text, url string
	}{
		{"blank", bot.Notice{}, "", ""},
		{"words", bot.Notice{Text: "Dank u wel."}, "Dank u wel.", ""},
		{"many words", bot.Notice{Text: strings.Repeat("🌳", 100)}, strings.Repeat("🌳", 94) + "…", ""},
		{"a link", bot.Notice{Text: "Ga verder", Link: "t-1-ja"}, "", "https://t.me/smederij_bot?start=t-1-ja"},
		{"a link that is none", bot.Notice{Text: "Ga verder", Link: "t:1"}, "Ga verder", ""},
	} {
		r, anja := asked(t)
		r.house.answers(func(bot.Inbound) (bot.Notice, error) { return tt.notice, nil })
		e := r.notice(r.press(anja, "Ja"))
		if e.Text != tt.text || e.URL != tt.url || e.Alert {
			t.Errorf("%s: got %+v", tt.why, e)
		}
		in := r.house.got(t, 2)[1]
		if in.Press == nil || in.Press.Payload != "t:1:ja" || in.MessageID != fmt.Sprint(e.Message.ID) {
			t.Errorf("%s: got %+v", tt.why, in)
		}
		if err := r.stop(); err != nil {
			t.Error(err)
		}
	}
}

// TestLateNotice: after two seconds the press is answered blank, and what comes later is dropped.
func TestLateNotice(t *testing.T) {
	r, anja := asked(t)
	r.house.hold(true)
	query := r.press(anja, "Ja")
	r.house.got(t, 2)
	r.clock.Turn(r.clock.Now().Add(2*time.Second - 1))
	if n := len(r.s.RequestsTo("answerCallbackQuery")); n != 0 {
		t.Errorf("answered %d times before two seconds were over", n)
	}
	r.clock.Turn(r.clock.Now().Add(1))
	if e := r.notice(query); e.Text != "" {
		t.Errorf("got %q", e.Text)
	}
	r.house.release(bot.Notice{Text: "te laat"}, nil)
	r.confirmed()
	if err := r.stop(); err != nil {
		t.Error(err)
	}
	if n := len(r.s.RequestsTo("answerCallbackQuery")); n != 1 {
		t.Errorf("answered %d times", n)
	}
}

// TestPressTwice: the same press that comes twice is answered once, by the first.
func TestPressTwice(t *testing.T) {
	r, anja := asked(t)
	n := 0
	r.house.answers(func(bot.Inbound) (bot.Notice, error) {
		n++
		return bot.Notice{Text: fmt.Sprintf("keer %d", n)}, nil
	})
	r.s.Upset(telegramtest.UpdateFault{Effect: telegramtest.Twice})
	query := r.press(anja, "Ja")
	r.house.got(t, 3)
	r.confirmed()
	if e := r.notice(query); e.Text != "keer 1" {
		t.Errorf("got %q", e.Text)
	}
	if err := r.stop(); err != nil {
		t.Error(err)
	}
	if n := len(r.s.RequestsTo("answerCallbackQuery")); n != 1 {
		t.Errorf("answered %d times", n)
	}
}

// TestPressThatFailed is answered when it comes again, not before.
func TestPressThatFailed(t *testing.T) {
	r, anja := asked(t)
	n := 0
	r.house.answers(func(bot.Inbound) (bot.Notice, error) {
		if n++; n == 1 {
			return bot.Notice{Text: "nee"}, errors.New("the disk is full")
		}
		return bot.Notice{Text: "ja"}, nil
	})
	if e := r.notice(r.press(anja, "Ja")); e.Text != "ja" {
		t.Errorf("got %q", e.Text)
	}
}

func TestPressOnWhatIsLost(t *testing.T) {
	r, anja := asked(t)
	r.house.answers(func(bot.Inbound) (bot.Notice, error) { return bot.Notice{Text: "te oud"}, nil })
	query := anja.PressLost(7, "t:1:ja")
	in := r.house.got(t, 2)[1]
	if in.MessageID != "7" || in.Press == nil || in.Address != at(anja.ID()) {
		t.Errorf("got %+v", in)
	}
	if e := r.notice(query); e.Text != "te oud" {
		t.Errorf("got %+v", e)
	}
}

// TestPressWithoutMessage: Telegram has forgotten this press, and it is answered all the same.
func TestPressWithoutMessage(t *testing.T) {
	r, _ := asked(t)
	r.s.PushRaw("callback_query", `{"id":"77","from":{"id":5},"inline_message_id":"x","data":"y"}`)
	r.until(func() bool { return len(r.s.RequestsTo("answerCallbackQuery")) == 1 })
	r.confirmed()
	if strings.Contains(r.log.String(), "not answered") {
		t.Errorf("a press that Telegram has forgotten is no trouble:\n%s", r.log)
	}
}

func TestAnswerOnBadNetwork(t *testing.T) {
	for why, fault := range map[string]telegramtest.Fault{
		"reset":       {Effect: telegramtest.ResetBefore},
		"HTML 502":    {Effect: telegramtest.BadGateway},
		"too many":    {Effect: telegramtest.TooMany, Retry: 1},
		"answer lost": {Effect: telegramtest.DropReply},
	} {
		t.Run(why, func(t *testing.T) {
			t.Parallel()
			r, anja := asked(t)
			fault.Method = "answerCallbackQuery"
			r.s.Break(fault)
			r.house.answers(func(bot.Inbound) (bot.Notice, error) { return bot.Notice{Text: "dank"}, nil })
			if e := r.notice(r.press(anja, "Ja")); e.Text != "dank" {
				t.Errorf("got %q", e.Text)
			}
		})
	}
}

// TestFiftyAtOnce: answers that hang hold up neither the questions nor the end.
func TestFiftyAtOnce(t *testing.T) {
	r, anja := asked(t)
	r.s.Break(telegramtest.Fault{Effect: telegramtest.Slow, Method: "answerCallbackQuery", Delay: time.Hour, Chance: 1})
	for range 50 {
		r.press(anja, "Ja")
	}
	anja.Say("intussen")
	r.confirmed()
	if got := r.house.got(t, 52)[51].Text; got != "intussen" {
		t.Errorf("got %q", got)
	}
	began := time.Now()
	if err := r.stop(); err != nil || time.Since(began) > 3*time.Second {
		t.Errorf("got %v after %v", err, time.Since(began))
	}
}

// TestAnsweredAtTheEnd: what was committed just before the end is still answered.
func TestAnsweredAtTheEnd(t *testing.T) {
	r, anja := asked(t)
	r.house.hold(true)
	query := r.press(anja, "Ja")
	r.house.got(t, 2)
	r.s.Break(telegramtest.Fault{Effect: telegramtest.Slow, Method: "answerCallbackQuery", Delay: 100 * time.Millisecond})
	r.house.release(bot.Notice{Text: "dank"}, nil)
	if err := r.stop(); err != nil {
		t.Error(err)
	}
	if e := r.notice(query); e.Text != "dank" {
		t.Errorf("got %q", e.Text)
	}
	for _, q := range r.s.RequestsTo("answerCallbackQuery") {
		if q.Code != 200 {
			t.Errorf("got %+v", q)
		}
	}
}
