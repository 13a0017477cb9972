package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const soon = 20 * time.Second // what takes longer than that will not happen

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// room is a house with one invented feature in it, and a loop at work.
type room struct {
	*testing.T
	db    *store.DB
	clock *bot.TurnedClock
	house *bot.House
	loop  *bot.Loop
	woken chan struct{}
	stop  func() // ends the loop and waits for that

	mu      sync.Mutex
	log     []string // messages of the log
	logged  chan string
	signals []bot.Signal
	hears   func(bot.Signal) error
}

// newRoom opens a house in which "/woord …" runs the handlers, and what people say is said back.
func newRoom(t *testing.T, handlers map[string]bot.Handler) *room {
	t.Helper()
	path := filepath.Join(t.TempDir(), "smederij.db")
	db, err := store.Open(store.Options{Path: path, Key: make([]byte, store.KeySize), Terms: store.DefaultTerms(time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	r := &room{T: t, db: db, clock: bot.NewTurnedClock(monday), woken: make(chan struct{}, 1), logged: make(chan string, 1000)}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	feature := bot.Feature{Name: "test", Presses: handlers, Links: []string{"zeg", "eigen"}, Plain: echo,
		Signals: map[string]func(*bot.Context, bot.Signal) error{bot.DeadLetterSignal: r.hear, bot.StandsSignal: r.hear}}
	for name, run := range handlers {
		feature.Commands = append(feature.Commands, bot.Command{Name: name, Where: bot.Everywhere, Run: run})
	}
	r.house = &bot.House{DB: db, Clock: r.clock, Texts: locales.Dutch(), Features: []bot.Feature{feature},
		Settings: bot.Settings{Contact: "bel Carla"}, Log: slog.New(r)}
	if err := r.house.Open(nil); err != nil {
		t.Fatal(err)
	}
	r.open()
	return r
}

func (r *room) open() {
	r.loop = bot.NewLoop(r.house, func() {
		select {
		case r.woken <- struct{}{}:
		default:
		}
	})
	ctx, cancel := context.WithCancel(context.Background())
	var run sync.WaitGroup
	run.Go(func() { r.loop.Run(ctx) })
	r.stop = func() {
		cancel()
		run.Wait()
	}
	r.Cleanup(r.stop)
}

// echo says back what was said.
func echo(c *bot.Context) error { return say(c, c.In.Text) }

func say(c *bot.Context, text string) error {
	return c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: store.Body{Text: text}})
}

func (r *room) hear(_ *bot.Context, s bot.Signal) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.signals = append(r.signals, s)
	if r.hears != nil {
		return r.hears(s)
	}
	return nil
}

// The room is its own log: what is logged can be waited for, and read.
func (r *room) Enabled(context.Context, slog.Level) bool { return true }
func (r *room) WithAttrs([]slog.Attr) slog.Handler       { return r }
func (r *room) WithGroup(string) slog.Handler            { return r }
func (r *room) Handle(_ context.Context, rec slog.Record) error {
	line := rec.Message
	rec.Attrs(func(a slog.Attr) bool {
		line += " " + a.String()
		return true
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	r.log = append(r.log, line)
	select {
	case r.logged <- rec.Message:
	default:
	}
	return nil
}

// private is what somebody writes to the bot alone; group what they write in a group.
func private(key, from, text string) bot.Inbound {
	return bot.Inbound{Key: key, Platform: "net", From: from, Private: true, Address: store.Address{Chat: "@" + from}, SentAt: monday, Text: text}
}

func group(key, from, text string) bot.Inbound {
	in := private(key, from, text)
	in.Private, in.Address.Chat = false, "#group"
	return in
}

func pressed(in bot.Inbound, payload string) bot.Inbound {
	in.Text, in.Press = "", &bot.Press{Payload: payload}
	return in
}

// do hands one input over and waits for its commit.
func (r *room) do(in bot.Inbound) bot.Notice {
	r.Helper()
	ctx, cancel := context.WithTimeout(r.Context(), soon)
	defer cancel()
	n, err := r.loop.Do(ctx, in)
	if err != nil {
		r.Fatalf("%s: %v", in.Key, err)
	}
	return n
}

// said are the texts in the outbox, in order.
func (r *room) said() (texts []string) {
	r.Helper()
	if err := r.db.Read(r.Context(), func(tx *store.Tx) error {
		due, err := tx.Due(r.clock.Now(), 10_000)
		for _, p := range due {
			texts = append(texts, p.Body.Text)
		}
		return err
	}); err != nil {
		r.Fatal(err)
	}
	return texts
}

func (r *room) wantSaid(want ...string) {
	r.Helper()
	if diff := cmp.Diff(r.said(), want); diff != "" {
		r.Fatalf("said (-got +want):\n%s", diff)
	}
}

// render is a text of the house, with its contact.
func (r *room) render(key string) string {
	return r.house.Texts.Render(locales.T(key, "contact", r.house.Settings.Contact))
}

func (r *room) deadLetters() (keys []string) {
	r.Helper()
	if err := r.db.Read(r.Context(), func(tx *store.Tx) error {
		letters, err := tx.DeadLetters()
		for _, l := range letters {
			keys = append(keys, l.Key)
		}
		return err
	}); err != nil {
		r.Fatal(err)
	}
	return keys
}

// confirmations are what became of inputs, in the order in which they were confirmed.
type confirmations struct {
	mu   sync.Mutex
	keys []string
	errs []error
	all  chan struct{} // one for each
}

func confirming() *confirmations { return &confirmations{all: make(chan struct{}, 10_000)} }

func (c *confirmations) of(key string) func(bot.Notice, error) {
	return func(_ bot.Notice, err error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.keys, c.errs = append(c.keys, key), append(c.errs, err)
		c.all <- struct{}{}
	}
}

// hand queues inputs and does not wait.
func (r *room) hand(c *confirmations, ins ...bot.Inbound) {
	r.Helper()
	for _, in := range ins {
		if err := r.loop.Receive(r.Context(), in, c.of(in.Key)); err != nil {
			r.Fatalf("%s: %v", in.Key, err)
		}
	}
}

// await waits until n inputs were confirmed, or turned away, and returns their keys and what they were told.
func (r *room) await(c *confirmations, n int) (keys []string, err error) {
	r.Helper()
	for i := range n {
		select {
		case <-c.all:
		case <-time.After(soon):
			r.Fatalf("%d of %d inputs heard nothing", n-i, n)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.keys), errors.Join(c.errs...)
}

// awaitLog waits until something is logged.
func (r *room) awaitLog(message string) {
	r.Helper()
	for {
		select {
		case got := <-r.logged:
			if got == message {
				return
			}
		case <-time.After(soon):
			r.Fatalf("%q was never logged", message)
		}
	}
}

// holdWriter keeps the writer busy until let is called.
func (r *room) holdWriter() (let func()) {
	r.Helper()
	held, open := make(chan struct{}), make(chan struct{})
	answer := r.db.Submit(func(*store.Tx) error {
		close(held)
		<-open
		return nil
	})
	<-held
	let = sync.OnceFunc(func() {
		close(open)
		if err := <-answer; err != nil {
			r.Error(err)
		}
	})
	r.Cleanup(let)
	return let
}

func keysOf(n int) (ins []bot.Inbound, keys []string) {
	for i := range n {
		key := fmt.Sprintf("in:%03d", i)
		ins, keys = append(ins, private(key, "anja", key)), append(keys, key)
	}
	return ins, keys
}
