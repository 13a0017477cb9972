package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/bot/telegram"
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

func TestUnreadable(t *testing.T) {
	r := play(t)
	anja := r.s.Person("anja")
	bad := map[string]int64{}
	for _, u := range [][2]string{
		{"message", `[]`},
		{"message", `{"message_id":"zeven","date":true,"chat":{"id":"x","type":5}}`},
		{"callback_query", `{"id":77,"from":null,"data":["?"]}`},
		{"my_chat_member", `"left"`},
		{"message", `{"message_id":1,"date":1e300,"chat":{"id":1e300,"type":"private"},"text":{"a":1}}`},
	} {
		id := r.s.PushRaw(u[0], u[1])
		bad[fmt.Sprintf("telegram:%d", id)] = id
	}
	hidden := r.s.PushRaw("message", `{"message_id":"zeven","chat":{"id":-100123,"type":"supergroup"},"text":"geheim"}`)
	r.s.PushRaw("quantum_message", `{"qubits":[0,1]}`)
	anja.Say("hallo")
	r.confirmed()
	taken := r.house.got(t, 7)
	if len(taken) != 7 || taken[6].Text != "hallo" {
		t.Fatalf("got %+v", taken)
	}
	for _, in := range taken[:5] {
		if in.Raw == "" || !strings.Contains(in.Raw, fmt.Sprint(bad[in.Key])) || bad[in.Key] == 0 || in.Platform != "telegram" || !in.Addressed() {
			t.Errorf("got %+v", in)
		}
	}
	if want := fmt.Sprintf(`{"update_id":%d}`, hidden); taken[5].Raw != want {
		t.Errorf("got %s, want %s: it was said in a group", taken[5].Raw, want)
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

func TestOutOfOrder(t *testing.T) {
	s := server(t, telegramtest.Options{})
	anja := s.Person("anja")
	anja.Say("een")
	s.Upset(telegramtest.UpdateFault{Effect: telegramtest.OutOfOrder})
	anja.Say("twee")
	r := build(t, s)
	r.house.answers(func(in bot.Inbound) (bot.Notice, error) {
		if in.Text == "een" && r.house.texts() == "twee een" {
			return bot.Notice{}, errors.New("the disk is full")
		}
		return bot.Notice{}, nil
	})
	r.run()
	r.house.got(t, 3)
	r.confirmed()
	if got := r.house.texts(); !strings.HasPrefix(got, "twee een ") || strings.Count(got, "een") != 2 {
		t.Errorf("got %s: the one that failed must come again although a later number was confirmed", got)
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
	r := play(t)
	r.house.hold(true)
	r.s.Person("anja").Say("hallo")
	r.house.got(t, 1)
	began := time.Now()
	if err := r.stop(); err != nil || time.Since(began) > 2*time.Second {
		t.Errorf("got %v after %v", err, time.Since(began))
	}
	r.house.release(bot.Notice{}, nil) // too late, and no harm
}

// nameless is a server whose first updates have no number.
func nameless(t *testing.T, first string) *httptest.Server {
	var polls atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		switch method := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]; {
		case method == "getMe":
			fmt.Fprint(w, `{"ok":true,"result":{"id":1,"username":"x_bot"}}`)
		case method != "getUpdates":
			fmt.Fprint(w, `{"ok":true,"result":true}`)
		case polls.Add(1) == 1:
			fmt.Fprintf(w, `{"ok":true,"result":[%s]}`, first)
		case polls.Load() == 2:
			fmt.Fprint(w, `{"ok":true,"result":[{"update_id":8,"message":{"message_id":2,"date":1,"chat":{"id":5,"type":"private"},"from":{"id":5},"text":"acht"}}]}`)
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
		r.house.got(t, 1)
		if got := r.house.texts(); got != "acht" {
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

// TestLogHoldsNobody: neither what people write nor who they are (PRIVACY P05).
func TestLogHoldsNobody(t *testing.T) {
	r := play(t)
	anja, bram := r.s.Person("anja"), r.s.Person("bram")
	g := r.s.Group("Kransstraat", anja, bram)
	g.AddBot(anja)
	r.s.PushRaw("message", fmt.Sprintf(`{"message_id":[],"from":{"id":%d},"chat":{"id":%d,"type":"private"},"text":"tekst"}`, anja.ID(), anja.ID()))
	r.house.answers(func(bot.Inbound) (bot.Notice, error) { return bot.Notice{}, errors.New("the disk is full") })
	anja.Say("tekst")
	r.log.says(t, "handing updates over", 1)
	r.house.answers(nil)
	r.confirmed()
	_, _ = r.Send(t.Context(), words(999, "tekst"))
	if err := r.stop(); err != nil {
		t.Error(err)
	}
	for _, secret := range []string{"tekst", "anja", fmt.Sprint(anja.ID()), fmt.Sprint(bram.ID()), fmt.Sprint(g.ID()), "Kransstraat"} {
		if strings.Contains(r.log.String(), secret) {
			t.Errorf("%q stands in the log:\n%s", secret, r.log)
		}
	}
	if !slices.ContainsFunc(r.house.got(t, 2), func(in bot.Inbound) bool { return in.Raw != "" }) {
		t.Error("nothing was unreadable")
	}
}
