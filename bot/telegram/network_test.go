package telegram_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"smederij/bot/telegram"
	"smederij/bot/telegram/telegramtest"
)

func TestBadNetwork(t *testing.T) {
	for _, tt := range []struct {
		why    string
		fault  telegramtest.Fault
		double bool // it comes again, for the house to know by its key
	}{
		{"reset before", telegramtest.Fault{Effect: telegramtest.ResetBefore}, false},
		{"answer lost", telegramtest.Fault{Effect: telegramtest.DropReply}, false},
		{"HTML 502", telegramtest.Fault{Effect: telegramtest.BadGateway}, false},
		{"HTML 502, done", telegramtest.Fault{Effect: telegramtest.BadGateway, Applied: true}, false},
		{"slow", telegramtest.Fault{Effect: telegramtest.Slow, Delay: 50 * time.Millisecond}, false},
		{"too many", telegramtest.Fault{Effect: telegramtest.TooMany, Retry: 1}, false},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			s := server(t, telegramtest.Options{})
			anja := s.Person("anja")
			anja.Say("een")
			for _, method := range []string{"getMe", "deleteWebhook", "getUpdates"} {
				tt.fault.Method = method
				s.Break(tt.fault)
			}
			r := build(t, s)
			r.run()
			r.house.got(t, 1)
			r.confirmed()
			tt.fault.Method = "getUpdates"
			s.Break(tt.fault)
			anja.Say("twee")
			r.house.got(t, 2)
			r.confirmed()
			if got := r.house.texts(); got != "een twee" {
				t.Errorf("got %s", got)
			}
			if err := r.stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestWaitsAsLongAsTelegramSays(t *testing.T) {
	s := server(t, telegramtest.Options{})
	s.Break(telegramtest.Fault{Effect: telegramtest.TooMany, Method: "getUpdates", Retry: 1})
	r := build(t, s)
	r.run()
	r.until(s.Polling)
	first, second := s.RequestsTo("getUpdates")[0], time.Now()
	if wait := second.Sub(first.Answered); wait < 900*time.Millisecond {
		t.Errorf("asked again after %v, want a second", wait)
	}
}

func TestUnplugged(t *testing.T) {
	r := play(t)
	anja := r.s.Person("anja")
	anja.Say("een")
	r.house.got(t, 1)
	r.until(r.s.Polling)
	r.s.Unplug()
	r.log.says(t, "this fails now", 1)
	anja.Say("twee")
	if err := r.s.Plug(); err != nil {
		t.Fatal(err)
	}
	r.house.got(t, 2)
	r.confirmed()
	r.log.says(t, "this works again", 1)
}

func TestSecondPoller(t *testing.T) {
	r := play(t)
	for range 3 {
		r.until(r.s.Polling)
		answer, err := http.Get(r.s.URL() + "/bot" + r.s.Token() + "/getUpdates?timeout=0")
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		n := len(r.s.RequestsTo("getUpdates"))
		r.until(func() bool { return r.s.Polling() || len(r.s.RequestsTo("getUpdates")) > n })
	}
	http.DefaultClient.CloseIdleConnections()
	r.s.Person("anja").Say("hallo")
	r.house.got(t, 1)
	if n := strings.Count(r.log.String(), "another program takes the updates"); n != 1 {
		t.Errorf("said %d times that there is another:\n%s", n, r.log)
	}
}

// nameless is a server with updates that have no number: the first ones, and one after the eighth until it is passed over.
func nameless(t *testing.T, first string) *httptest.Server {
	const said = `{"ok":true,"result":[{"update_id":%d,"message":{"message_id":2,"date":1,"chat":{"id":5,"type":"private"},"from":{"id":5},"text":"%d"}}]}`
	var polls atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		offset := r.Form.Get("offset")
		switch method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]; {
		case method == "getMe":
			fmt.Fprint(w, `{"ok":true,"result":{"id":1,"username":"x_bot"}}`)
		case method != "getUpdates":
			fmt.Fprint(w, `{"ok":true,"result":true}`)
		case polls.Add(1) == 1, offset == "9":
			fmt.Fprintf(w, `{"ok":true,"result":[%s]}`, first)
		case offset == "":
			fmt.Fprintf(w, said, 8, 8)
		case offset == "10":
			fmt.Fprintf(w, said, 10, 10)
		default:
			<-r.Context().Done()
		}
	}))
	t.Cleanup(s.Close)
	return s
}

func TestNoNumber(t *testing.T) {
	for _, first := range []string{`{"message":{"text":"geheim"}}`, `7,null,"geheim",{"update_id":"geheim"},{"update_id":-1},{"update_id":9223372036854775807}`} {
		s := nameless(t, first)
		r := build(t, server(t, telegramtest.Options{}), func(c *telegram.Config) { c.APIRoot = s.URL })
		r.run()
		r.house.got(t, 2)
		if got := r.house.texts(); got != "8 10" {
			t.Errorf("got %s", got)
		}
		if err := r.stop(); err != nil {
			t.Error(err)
		}
		if log := r.log.String(); strings.Contains(log, "geheim") || !strings.Contains(log, "without a number") {
			t.Errorf("log:\n%s", log)
		}
	}
}
