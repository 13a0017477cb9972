package telegramtest

import (
	"testing"
	"time"
)

func TestImpatient(t *testing.T) {
	start := newClock().now
	at := func(ms int) time.Time { return start.Add(time.Duration(ms) * time.Millisecond) }
	send := func(chat int64, from, to, retry int) Request {
		return Request{Method: "sendMessage", Chat: chat, Started: at(from), Answered: at(to), Retry: retry}
	}
	for _, tt := range []struct {
		why  string
		all  []Request
		want int
	}{
		{"waited", []Request{send(1, 0, 1, 5), send(1, 5001, 5002, 0)}, 0},
		{"another chat", []Request{send(1, 0, 1, 5), send(2, 1000, 1001, 0)}, 0},
		{"too early", []Request{send(1, 0, 1, 5), send(1, 5000, 5002, 0)}, 1},
		{"too early, and refused again", []Request{send(1, 0, 1, 5), send(1, 2000, 2001, 9), send(1, 5500, 5501, 0)}, 2},
		{"on its way already", []Request{send(1, 0, 10, 5), send(1, 5, 11, 5)}, 0},
		{"kept out of order", []Request{send(1, 2000, 2001, 0), send(1, 0, 1, 5)}, 1},
		{"it was never told", []Request{
			{Method: "sendMessage", Chat: 1, Started: at(0), Answered: at(1), Retry: 5, Fault: DropReply},
			{Method: "sendMessage", Chat: 1, Started: at(2), Answered: at(3), Retry: 5, Fault: BadGateway}, send(1, 9, 10, 0),
		}, 0},
		{"something without limits", []Request{send(1, 0, 1, 5), {Method: "deleteMessage", Chat: 1, Started: at(9)}}, 0},
	} {
		if got := impatient(tt.all); len(got) != tt.want {
			t.Errorf("%s: got %+v, want %d", tt.why, got, tt.want)
		}
	}
}

func TestDoubled(t *testing.T) {
	s, c := play(t, Options{})
	wim := s.Person("wim")
	wim.Say("hallo")
	kra, haa := s.Forum("KRA", wim), s.Group("HAA", wim)
	kra.AddBot(wim)
	haa.AddBot(wim)
	thread := kra.Topic(wim, "Groen")
	c.say(kra.ID(), "bankje")
	c.say(haa.ID(), "bankje")
	c.say(kra.ID(), "bankje", "message_thread_id", thread)
	c.say(kra.ID(), "schommel")
	c.say(wim.ID(), "nog eens?")
	c.say(wim.ID(), "nog eens?")
	s.Break(Fault{Effect: BadGateway, Method: "sendMessage"})
	c.try("sendMessage", "chat_id", kra.ID(), "text", "schommel")
	if got := s.Doubled(); len(got) != 0 {
		t.Errorf("nothing came twice, got %+v", got)
	}
	s.Break(Fault{Effect: DropReply, Method: "sendMessage"})
	c.try("sendMessage", "chat_id", kra.ID(), "text", "glijbaan")
	c.try("sendMessage", "chat_id", kra.ID(), "text", "glijbaan")
	if got := s.Doubled(); len(got) != 1 || got[0].Params["text"] != "glijbaan" || got[0].MessageID == 0 {
		t.Errorf("the slide came twice, got %+v", got)
	}
}

func TestRequestsAreKept(t *testing.T) {
	now := newClock()
	s, c := play(t, Options{Now: func() time.Time { return now.now }})
	anja := s.Person("anja")
	anja.Say("hallo")
	m := c.say(anja.ID(), "dag")
	c.try("sendMessage", "chat_id", anja.ID())
	all := s.RequestsTo("sendMessage")
	if len(all) != 2 {
		t.Fatalf("got %+v", all)
	}
	if r := all[0]; r.Chat != anja.ID() || r.Code != 200 || !r.Applied || r.MessageID != m.MessageID || !r.Started.Equal(now.now) || r.Params["text"] != "dag" {
		t.Errorf("got %+v", r)
	}
	if r := all[1]; r.Code != 400 || r.Applied || r.Description != "Bad Request: message text is empty" {
		t.Errorf("got %+v", r)
	}
}
