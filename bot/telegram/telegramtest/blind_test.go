package telegramtest

import (
	"testing"
)

// TestBlind takes whatever is sent for done, and still hands updates out in order.
func TestBlind(t *testing.T) {
	s, c := play(t, Options{Blind: true})
	first := s.PushRaw("message", `{}`)
	if got := c.updates(); len(got) != 1 || got[0].ID != first {
		t.Fatalf("got %+v", got)
	}
	if m := c.say(12, "to nobody it knows", "and", "with what it does not take"); m.MessageID == 0 {
		t.Error("a message without a number")
	}
	for _, method := range []string{"editMessageText", "answerCallbackQuery"} {
		if got := c.try(method); !got.OK {
			t.Errorf("%s: %+v", method, got)
		}
	}
	if got := c.try("sendNothing"); got.Code != 404 {
		t.Errorf("an unknown method: %+v", got)
	}
	if n := len(s.Requests()) + len(s.Events()); n != 0 {
		t.Errorf("%d things were kept", n)
	}
}

func TestOffsetIsTheHighest(t *testing.T) {
	s, c := play(t, Options{})
	anja := s.Person("anja")
	anja.Say("een")
	anja.Say("twee")
	c.updates()
	if got := s.Offset(); got != 0 {
		t.Errorf("nothing was confirmed, got %d", got)
	}
	last := s.NextUpdateID()
	c.updates("offset", last)
	c.updates() // as after a restart
	if got := s.Offset(); got != last {
		t.Errorf("got %d, want %d", got, last)
	}
}

func TestSince(t *testing.T) {
	s, c := play(t, Options{})
	anja := s.Person("anja")
	anja.Say("hallo")
	c.say(anja.ID(), "een")
	n := len(s.Since(0))
	c.say(anja.ID(), "twee")
	if got := s.Since(n); n != 1 || len(got) != 1 || got[0].Message.Text != "twee" {
		t.Errorf("got %+v after %d", got, n)
	}
	if got := s.Since(9); len(got) != 0 {
		t.Errorf("nothing was seen yet, got %+v", got)
	}
}
