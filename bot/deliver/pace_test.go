package deliver_test

import (
	"fmt"
	"runtime"
	"strconv"
	"testing"
	"time"

	"smederij/bot"
	"smederij/store"
)

// A broadcast takes the time the limits allow and at most 5% more, and what is urgent is not behind it.
func TestBroadcast(t *testing.T) {
	chats := 10_000
	if testing.Short() {
		chats = 1000
	}
	busy(t, func(o *office, s *strict) {
		anja := o.private("anja")
		o.many(chats, store.ClassPost)
		began := time.Now()
		o.open()
		s.wait(o, chats/2, time.Hour)
		asked := time.Now()
		o.post(store.Message{Chat: anja}, "reply")
		o.d.Wake()
		all := s.wait(o, chats+1, time.Hour)
		allowed := time.Duration(chats/telegram.PerSecond) * time.Second
		if took := time.Since(began); took > allowed*105/100 {
			t.Errorf("%d messages took %s, want at most %s and 5%%", chats, took, allowed)
		} else {
			t.Logf("%d messages took %s; the limits allow %s", chats, took, allowed)
		}
		place := 0
		for _, a := range all {
			if a.text == "reply" {
				if waited := a.at.Sub(asked); waited > time.Second {
					t.Errorf("a reply waited %s behind a broadcast", waited)
				}
				continue
			}
			if n, err := strconv.Atoi(a.text); err != nil || n <= place-16 || n >= place+16 { // so many are under way at once
				t.Fatalf("message %s arrived in place %d", a.text, place)
			}
			place++
		}
		o.settle()
		o.wantTally(int64(chats)+1, 0, 0)
	})
}

func TestGroupPostsAtOnce(t *testing.T) {
	busy(t, func(o *office, s *strict) {
		for n := range 24 {
			o.post(store.Message{Chat: o.group(fmt.Sprint("group", n)), Class: store.ClassPost}, fmt.Sprint(n))
		}
		o.open()
		s.wait(o, 24, time.Second)
	})
}

// Twenty a minute, one a second after a burst: also when the answers come late, and when two topics share a group.
func TestOneGroup(t *testing.T) {
	for name, topics := range map[string][]string{"one topic": {""}, "two topics": {"", "7"}} {
		t.Run(name, func(t *testing.T) {
			busy(t, func(o *office, s *strict) {
				chats := make([]store.ChatID, len(topics))
				o.write(func(tx *store.Tx) error {
					for n, topic := range topics {
						c, err := tx.ChatAt(store.Address{Platform: "net", Chat: "group", Topic: topic}, 0, monday)
						if err != nil {
							return err
						}
						chats[n] = c.ID
					}
					return nil
				})
				for n := range 50 {
					o.post(store.Message{Chat: chats[n%len(chats)], Class: store.ClassPost}, fmt.Sprint(n))
				}
				o.open()
				all := s.wait(o, 50, 5*time.Minute)
				for n, a := range all {
					if a.text != fmt.Sprint(n) {
						t.Errorf("message %s arrived in place %d", a.text, n)
					}
					if n >= 20 && a.at.Sub(all[n-20].at) < time.Minute {
						t.Errorf("message %d arrived %s after the twentieth before it", n, a.at.Sub(all[n-20].at))
					}
				}
				if took := all[49].at.Sub(all[0].at); took > 2*time.Minute+10*time.Second {
					t.Errorf("fifty posts took %s", took)
				}
			})
		})
	}
}

// A platform without limits is written to as fast as it answers.
func TestNoLimits(t *testing.T) {
	o := newOffice(t)
	group := o.group("KRA")
	for n := range 50 {
		o.post(store.Message{Chat: group, Class: store.ClassPost}, fmt.Sprint(n))
	}
	o.open()
	o.settle()
	o.wantTally(50, 0, 0)
}

func asked(wait time.Duration) error {
	return &bot.SendError{Fate: bot.NotSent, Retry: wait, Err: fmt.Errorf("too many requests")}
}

// Asked to wait, the bot waits exactly that long, also when it is started anew meanwhile, and others do not wait with it.
func TestAskedToWait(t *testing.T) {
	for _, restart := range []bool{false, true} {
		t.Run(fmt.Sprintf("restart %t", restart), func(t *testing.T) {
			busy(t, func(o *office, s *strict) {
				anja, bram := o.private("anja"), o.private("bram")
				wait := 17*time.Second + 251*time.Millisecond
				s.fate = func(n int, _ bot.Outgoing) error {
					if n == 1 {
						return asked(wait)
					}
					return nil
				}
				o.post(store.Message{Chat: anja}, "1")
				o.post(store.Message{Chat: anja}, "2")
				stop := o.open()
				time.Sleep(time.Second)
				if restart {
					stop()
					o.open()
				}
				o.post(store.Message{Chat: bram}, "3")
				o.d.Wake()
				all := s.wait(o, 3, time.Minute)
				if all[0].text != "3" || all[1].text != "1" || all[2].text != "2" {
					t.Errorf("got %v, want 3, 1, 2", all)
				}
				// The answer was heard half the latency after it was given, and the next message takes as long to arrive.
				if got, want := all[1].at.Sub(s.tried()[0].at), wait+s.latency; got < want || got > want+time.Millisecond {
					t.Errorf("it waited %s, want %s", got, want)
				}
			})
		})
	}
}

func TestThreeAskedToWaitPauseAll(t *testing.T) {
	tests := []struct {
		name  string
		waits []time.Duration
		apart time.Duration
		pause time.Duration
	}{
		{"two", []time.Duration{10 * time.Second, 30 * time.Second}, 0, 0},
		{"three", []time.Duration{10 * time.Second, 30 * time.Second, 20 * time.Second}, 0, 30 * time.Second},
		{"three within five seconds", []time.Duration{10 * time.Second, 30 * time.Second, 20 * time.Second}, 2 * time.Second, 30 * time.Second},
		{"three, not so fast", []time.Duration{10 * time.Second, 30 * time.Second, 20 * time.Second}, 3 * time.Second, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			busy(t, func(o *office, s *strict) {
				s.fate = func(n int, _ bot.Outgoing) error {
					if n <= len(tt.waits) {
						return asked(tt.waits[n-1])
					}
					return nil
				}
				o.open()
				var second time.Time // when the longest wait was asked for
				for n := range tt.waits {
					o.post(store.Message{Chat: o.private(fmt.Sprint("chat", n))}, "waits")
					o.d.Wake()
					time.Sleep(tt.apart + 100*time.Millisecond)
					if n == 1 {
						second = s.tried()[1].at.Add(s.latency / 2)
					}
				}
				o.post(store.Message{Chat: o.private("other")}, "other")
				now := time.Now()
				o.d.Wake()
				left := s.wait(o, 1, time.Hour)[0].at.Add(-s.latency / 2)
				if tt.pause == 0 && left.Sub(now) > time.Millisecond {
					t.Errorf("the others waited %s", left.Sub(now))
				}
				if tt.pause > 0 && (left.Sub(second) < tt.pause || left.Sub(second) > tt.pause+time.Millisecond) {
					t.Errorf("all waited %s, want %s", left.Sub(second), tt.pause)
				}
				s.wait(o, len(tt.waits)+1, time.Hour)
				o.settle()
				o.wantTally(int64(len(tt.waits))+1, 0, 0)
			})
		})
	}
}

// A chat that cannot be written to is tried less and less often, and as before after a success.
func TestBackOff(t *testing.T) {
	busy(t, func(o *office, s *strict) {
		anja := o.private("anja")
		failing := 11
		s.fate = func(n int, _ bot.Outgoing) error {
			if n <= failing || n == failing+2 {
				return fate(bot.NotSent)
			}
			return nil
		}
		o.post(store.Message{Chat: anja}, "1")
		o.post(store.Message{Chat: anja}, "2")
		o.open()
		s.wait(o, 2, time.Hour)
		least := 2 * time.Second
		for n := 1; n <= failing; n++ {
			got := s.tried()[n].at.Sub(s.tried()[n-1].at) - s.latency
			if most := min(least*5/4, 5*time.Minute); got < least || got > most+time.Millisecond {
				t.Errorf("pause %d: got %s, want from %s to %s", n, got, least, most)
			}
			least = min(2*least, 5*time.Minute)
		}
		if got := s.tried()[failing+2].at.Sub(s.tried()[failing+1].at) - s.latency; got != 2*time.Second {
			t.Errorf("after a success the first pause is %s, want 2s", got)
		}
	})
}

// The network is away for an hour: it is tried with patience, and when it is back all is said, in order.
func TestNetworkAway(t *testing.T) {
	busy(t, func(o *office, s *strict) {
		back := time.Now().Add(time.Hour)
		s.fate = func(int, bot.Outgoing) error {
			if time.Now().Before(back) {
				return fate(bot.NotSent)
			}
			return nil
		}
		const chats = 100
		o.many(chats, store.ClassPost)
		o.many(chats, store.ClassPost)
		o.open()
		time.Sleep(time.Hour)
		tries := len(s.tried())
		if tries > 200 || tries < 60 {
			t.Errorf("got %d tries in an hour, want some 120", tries)
		}
		all := s.wait(o, 2*chats, 45*time.Second)
		count := map[string]int{}
		for _, a := range all {
			count[a.chat]++
		}
		if len(count) != chats || count["person7"] != 2 {
			t.Errorf("got messages in %d chats, want two each in %d", len(count), chats)
		}
		o.settle()
		o.wantTally(2*chats, 0, 0)
		o.wantSignals()
	})
}

// One chat that fails alone is not the network.
func TestOneChatAwayHoldsNobodyUp(t *testing.T) {
	busy(t, func(o *office, s *strict) {
		s.fate = func(_ int, out bot.Outgoing) error {
			if out.To.Chat == "person0" || out.To.Chat == "person1" {
				return fate(bot.NotSent)
			}
			return nil
		}
		o.many(20, store.ClassPost)
		o.open()
		s.wait(o, 18, 3*time.Second)
	})
}

// A platform that does not answer does not hold up the other one.
func TestSlowPlatformHoldsNobodyUp(t *testing.T) {
	o := newOffice(t)
	o.workers = 3
	o.more = []bot.Platform{&strict{rooms: map[string]*room{}, name: "other", limits: telegram}}
	var opens []func()
	for n := range 3 {
		text := fmt.Sprint("slow ", n)
		opens = append(opens, o.network.slow(text))
		o.post(store.Message{Chat: o.private(text)}, text)
	}
	o.write(func(tx *store.Tx) error {
		c, err := tx.ChatAt(store.Address{Platform: "other", Chat: "anja"}, 1, monday)
		if err != nil {
			return err
		}
		return o.queue(tx, store.Message{Chat: c.ID, Class: store.ClassDigest}, "fast")
	})
	o.open()
	for range 2 {
		await(o, "a message under way", o.network.entered)
	}
	other := o.more[0].(*strict)
	for deadline := time.Now().Add(soon); len(other.tried()) == 0 && time.Now().Before(deadline); {
		runtime.Gosched()
	}
	if len(other.tried()) == 0 {
		t.Error("the other platform waited for the slow one")
	}
	for _, open := range opens {
		open()
	}
	o.settle()
	o.wantTally(4, 0, 0)
}
