package telegramtest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestFaults strikes the second of three sendMessages, and looks at what the bot hears and what anja sees.
func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		why   string
		fault Fault
		seen  []string
		heard func(got) bool
	}{
		{"reset before", Fault{Effect: ResetBefore}, []string{"1", "3"}, broke},
		{"reply dropped", Fault{Effect: DropReply}, []string{"1", "2", "3"}, broke},
		{"too many", Fault{Effect: TooMany, Retry: 7}, []string{"1"}, func(g got) bool { return g.Code == 429 && g.Parameters.Retry == 7 }},
		{"bad gateway", Fault{Effect: BadGateway}, []string{"1", "3"}, html502},
		{"bad gateway, done", Fault{Effect: BadGateway, Applied: true}, []string{"1", "2", "3"}, html502},
		{"slow", Fault{Effect: Slow, Delay: time.Millisecond}, []string{"1", "2", "3"}, func(g got) bool { return g.OK }},
	} {
		t.Run(tt.why, func(t *testing.T) {
			now := newClock()
			s, c := play(t, Options{Now: func() time.Time { return now.now }})
			anja := s.Person("anja")
			anja.Say("hallo")
			tt.fault.Method, tt.fault.Nth = "sendMessage", 2
			s.Break(tt.fault)
			for i, text := range []string{"1", "2", "3"} {
				g := c.try("sendMessage", "chat_id", anja.ID(), "text", text)
				if i == 1 && !tt.heard(g) {
					t.Errorf("heard %+v", g)
				}
			}
			if diff := cmp.Diff(tt.seen, shownTexts(s)); diff != "" {
				t.Errorf("seen: %s", diff)
			}
			if r := s.RequestsTo("sendMessage")[1]; r.Fault != tt.fault.Effect || r.Applied != slices.Contains(tt.seen, "2") {
				t.Errorf("recorded %+v", r)
			}
		})
	}
}

func broke(g got) bool {
	return errors.Is(g.err, syscall.ECONNRESET) || errors.Is(g.err, io.EOF) || errors.Is(g.err, io.ErrUnexpectedEOF)
}

func html502(g got) bool {
	syntax := new(json.SyntaxError)
	return g.Code == 502 && errors.As(g.err, &syntax)
}

func shownTexts(s *Server) []string {
	var texts []string
	for _, e := range s.Events() {
		if e.Kind == Shown {
			texts = append(texts, e.Message.Text)
		}
	}
	return texts
}

func TestFaultByChance(t *testing.T) {
	s, c := play(t, Options{Seed: 3})
	anja := s.Person("anja")
	anja.Say("hallo")
	s.Break(Fault{Effect: BadGateway, Method: "sendMessage", Chance: 0.5})
	for range 40 {
		c.try("sendMessage", "chat_id", anja.ID(), "text", "x")
	}
	if n := len(shownTexts(s)); n < 10 || n > 30 {
		t.Errorf("%d of 40 came through a fault of one in two", n)
	}
	s.Heal()
	before := len(shownTexts(s))
	for range 10 {
		c.say(anja.ID(), "x")
	}
	if n := len(shownTexts(s)) - before; n != 10 {
		t.Errorf("%d of 10 came through after healing", n)
	}
}

func TestFaultOfOneChat(t *testing.T) {
	s, c := play(t, Options{})
	anja, bram := s.Person("anja"), s.Person("bram")
	anja.Say("hallo")
	bram.Say("hallo")
	s.Break(Fault{Effect: TooMany, Chat: bram.ID(), Retry: 60})
	c.say(anja.ID(), "dag")
	for i := range 2 { // the chat stays closed after the fault struck
		if g := c.try("sendMessage", "chat_id", bram.ID(), "text", "dag"); g.Code != 429 || g.Parameters.Retry < 59 {
			t.Errorf("%d: got %d, retry after %d", i, g.Code, g.Parameters.Retry)
		}
	}
}

func TestSlowAnswerThatNobodyWaitsFor(t *testing.T) {
	s, c := play(t, Options{})
	anja := s.Person("anja")
	anja.Say("hallo")
	s.Break(Fault{Effect: Slow, Delay: time.Hour})
	ctx, leave := context.WithCancel(t.Context())
	answer := make(chan got)
	go func() { answer <- c.tryCtx(ctx, "sendMessage", "chat_id", anja.ID(), "text", "dag") }()
	if _, err := s.WaitFor(t.Context(), 0, In(anja)); err != nil {
		t.Fatal(err)
	}
	leave()
	if g := <-answer; !errors.Is(g.err, context.Canceled) {
		t.Errorf("got %v", g.err)
	}
}

func TestUnplug(t *testing.T) {
	s, c := play(t, Options{})
	anja := s.Person("anja")
	url := s.URL()
	s.Unplug()
	anja.Say("hallo")
	dial := new(net.OpError)
	if g := c.try("getMe"); !errors.As(g.err, &dial) || dial.Op != "dial" {
		t.Errorf("got %v, want no connection at all", g.err)
	}
	if err := s.Plug(); err != nil {
		t.Fatal(err)
	}
	if s.URL() != url {
		t.Errorf("now at %s, was at %s", s.URL(), url)
	}
	if diff := cmp.Diff([]string{"hallo"}, textsOf(c.updates())); diff != "" {
		t.Error(diff)
	}
}
