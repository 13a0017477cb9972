package telegramtest

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestLimits(t *testing.T) {
	now := newClock()
	limits := RealLimits()
	s, c := play(t, Options{Limits: &limits, Now: func() time.Time { return now.now }})
	anja, wim := s.Person("anja"), s.Person("wim")
	anja.Say("hallo")
	kra := s.Group("KRA", wim)
	kra.AddBot(wim)

	send := func(chat int64) got { return c.try("sendMessage", "chat_id", chat, "text", "x") }
	for range limits.Burst {
		c.say(anja.ID(), "x")
	}
	if g := send(anja.ID()); g.Code != 429 || g.Parameters.Retry != 1 || g.Description != "Too Many Requests: retry after 1" {
		t.Errorf("after the burst: got %d %q", g.Code, g.Description)
	}
	now.turn(time.Second)
	if g := send(anja.ID()); !g.OK {
		t.Errorf("a second later: %s", g.Description)
	}
	if g := send(anja.ID()); g.Code != 429 {
		t.Errorf("two in that second: got %d", g.Code)
	}

	now.turn(time.Minute)
	for range limits.PerGroup {
		c.say(kra.ID(), "x")
		now.turn(time.Second)
	}
	if g := send(kra.ID()); g.Code != 429 || g.Parameters.Retry != 40 {
		t.Errorf("the 21st in a minute: got %d, retry after %d, want 40", g.Code, g.Parameters.Retry)
	}
	now.turn(40 * time.Second)
	if g := send(kra.ID()); !g.OK {
		t.Errorf("when the minute is over: %s", g.Description)
	}

	now.turn(time.Minute)
	var refused int
	for i := range 40 {
		p := s.Person(fmt.Sprint("bewoner", i))
		p.Say("hallo")
		if g := send(p.ID()); g.Code == 429 {
			refused++
		}
	}
	if refused != 40-limits.PerSecond {
		t.Errorf("%d of 40 chats at once were refused, want %d", refused, 40-limits.PerSecond)
	}
	s.SetLimits(Limits{})
	for range 50 {
		c.say(anja.ID(), "x")
	}
}

func TestEditsCount(t *testing.T) {
	now := newClock()
	s, c := play(t, Options{Limits: &Limits{PerChat: time.Second, Burst: 1}, Now: func() time.Time { return now.now }})
	anja := s.Person("anja")
	anja.Say("hallo")
	m := c.say(anja.ID(), "een")
	if g := c.try("editMessageText", "chat_id", anja.ID(), "message_id", m.MessageID, "text", "twee"); g.Code != 429 {
		t.Errorf("got %d", g.Code)
	}
}

// TestPaceKeepsItsPromise: whoever waits as long as a 429 says, passes; and no minute has more than a group may.
func TestPaceKeepsItsPromise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := pace{limits: RealLimits()}
		groups := []*chat{{kind: "group"}, {kind: "supergroup"}, {kind: "private"}}
		now := newClock().now
		sent := make(map[*chat][]time.Time)
		for range rapid.IntRange(1, 120).Draw(t, "messages") {
			c := rapid.SampledFrom(groups).Draw(t, "chat")
			now = now.Add(time.Duration(rapid.IntRange(0, 1500).Draw(t, "ms")) * time.Millisecond)
			if f := p.pass(c, now); f != nil {
				now = now.Add(time.Duration(f.Retry) * time.Second)
				if f := p.pass(c, now); f != nil {
					t.Fatalf("waited as told, and must wait %d more", f.Retry)
				}
			}
			sent[c] = append(sent[c], now)
		}
		for c, times := range sent {
			for i := range times {
				if most := p.limits.PerGroup; c.kind != "private" && i >= most && times[i].Sub(times[i-most]) < time.Minute {
					t.Fatalf("%d messages in %v", most+1, times[i].Sub(times[i-most]))
				}
				if burst := p.limits.Burst; i >= burst && times[i].Sub(times[i-burst]) < p.limits.PerChat {
					t.Fatalf("%d messages in %v", burst+1, times[i].Sub(times[i-burst]))
				}
			}
		}
	})
}
