//go:build unix

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"smederij/bot"
	"smederij/bot/telegram/telegramtest"
)

// The mix from 1,000 chats through smederij run itself, over a Telegram that hands out 100 updates a question and answers whatever is
// sent at once. One operation is one input, from its hand-out until the bot confirms it.
func BenchmarkTelegram(b *testing.B) {
	for _, unlimited := range []bool{false, true} {
		b.Run(fmt.Sprintf("unlimited=%t", unlimited), func(b *testing.B) {
			s := newTelegramStreet(b, unlimited)
			n, start := 0, time.Now()
			for b.Loop() {
				s.say(<-s.idle)
				n++
			}
			s.settle()
			took := time.Since(start)
			b.ReportMetric(float64(took.Nanoseconds())/float64(n), "ns/op") // until the last confirmation
			b.ReportMetric(float64(n)/took.Seconds(), "inputs/s")
			s.check()
		})
	}
}

// The same at 200 inputs a second, and bare commits at the same pace. One operation is a second of each. An answer's time runs from the
// moment its update was due until the bot asked for the next one, which it does after the commit.
func BenchmarkTelegramPaced(b *testing.B) {
	for _, unlimited := range []bool{false, true} {
		b.Run(fmt.Sprintf("unlimited=%t", unlimited), func(b *testing.B) { paced(b, newTelegramStreet(b, unlimited)) })
	}
}

// newTelegramStreet starts the real binary on a street of its own.
func newTelegramStreet(b *testing.B, unlimited bool) *street {
	b.Helper()
	s := settleDown(b, 1000)
	server := telegramtest.New(b, telegramtest.Options{Blind: true, Limits: &telegramtest.Limits{}, Spec: "-"})
	c := &courier{b: b, server: server}
	config := filepath.Join(b.TempDir(), "smederij.toml")
	text := fmt.Sprintf("[database]\npath = %q\n[telegram]\napi_root = %q\nunlimited = %t\n", s.path, server.URL(), unlimited)
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	cmd := exec.Command(realProgram(b), "run", "--config", config)
	cmd.Env = append(os.Environ(), "SMEDERIJ_TELEGRAM_TOKEN="+server.Token(), "SMEDERIJ_KEY_FILE="+s.path+".key")
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var following sync.WaitGroup
	following.Go(func() { c.follow(ctx) })
	s.bring = c.bring
	s.ending(func() {
		cancel()
		following.Wait()
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			b.Error(err)
		}
	})
	s.wake()
	return s
}

// courier brings what residents do to the server, and tells when the bot has confirmed it.
type courier struct {
	b      *testing.B
	server *telegramtest.Server

	mu    sync.Mutex
	first int64 // update that waits
	done  []func(error)
}

func (c *courier) bring(in bot.Inbound, done func(error)) {
	kind, body := asUpdate(in)
	c.mu.Lock()
	defer c.mu.Unlock()
	id := c.server.PushRaw(kind, body)
	if len(c.done) == 0 {
		c.first = id
	}
	c.done = append(c.done, done)
}

func (c *courier) follow(ctx context.Context) {
	var seen int64
	for c.server.Until(ctx, func() bool { return c.server.Offset() > seen }) == nil {
		seen = c.server.Offset()
		c.mu.Lock()
		n := min(max(0, int(seen-c.first)), len(c.done))
		done := c.done[:n]
		c.done, c.first = c.done[n:], c.first+int64(n)
		c.mu.Unlock()
		for _, tell := range done {
			tell(nil)
		}
	}
}

// asUpdate is an input as Telegram brings it.
func asUpdate(in bot.Inbound) (kind, body string) {
	type object map[string]any
	number := func(s string) json.Number { return json.Number(s) }
	chat := object{"id": number(in.Address.Chat), "type": "supergroup"}
	if in.Private {
		chat["type"] = "private"
	}
	from := object{"id": number(in.From), "is_bot": false, "first_name": "Buur", "language_code": "nl"}
	message := object{"message_id": number(in.MessageID), "date": in.SentAt.Unix(), "chat": chat}
	var of object
	if in.Press != nil {
		kind = "callback_query"
		of = object{"id": in.From + strconv.Itoa(len(in.Key)) + in.MessageID, "from": from, "message": message, "chat_instance": "1", "data": in.Press.Payload}
	} else {
		kind, of = "message", message
		message["from"], message["text"] = from, in.Text
	}
	raw, err := json.Marshal(of)
	if err != nil {
		panic(err) // only types of this function
	}
	return kind, string(raw)
}
