package telegram_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata" // dates are of Amsterdam

	"go.uber.org/goleak"

	"smederij/bot"
	"smederij/bot/telegram"
	"smederij/bot/telegram/telegramtest"
)

// What the house may ask of this platform.
var (
	_ bot.Platform = (*telegram.Telegram)(nil)
	_ bot.Paced    = (*telegram.Telegram)(nil)
	_ bot.Fetcher  = (*telegram.Telegram)(nil)
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// house takes what comes in, commits it at once unless told otherwise, and keeps it.
type house struct {
	mu      sync.Mutex
	changed chan struct{}
	taken   []bot.Inbound
	open    []func(bot.Notice, error) // when it holds
	holds   bool
	outcome func(bot.Inbound) (bot.Notice, error)
}

func newHouse() *house { return &house{changed: make(chan struct{})} }

func (h *house) Receive(_ context.Context, in bot.Inbound, done func(bot.Notice, error)) error {
	h.mu.Lock()
	h.taken = append(h.taken, in)
	holds, outcome := h.holds, h.outcome
	if holds {
		h.open = append(h.open, done)
	}
	close(h.changed)
	h.changed = make(chan struct{})
	h.mu.Unlock()
	switch {
	case holds:
	case outcome != nil:
		done(outcome(in))
	default:
		done(bot.Notice{}, nil)
	}
	return nil
}

// got waits until n inputs came in.
func (h *house) got(t *testing.T, n int) []bot.Inbound {
	t.Helper()
	for deadline := time.After(20 * time.Second); ; {
		h.mu.Lock()
		taken, changed := append([]bot.Inbound(nil), h.taken...), h.changed
		h.mu.Unlock()
		if len(taken) >= n {
			return taken
		}
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("got %d inputs, want %d: %+v", len(taken), n, taken)
		}
	}
}

func (h *house) texts() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var all []string
	for _, in := range h.taken {
		all = append(all, in.Text)
	}
	return strings.Join(all, " ")
}

// answers makes the house give this outcome from now on.
func (h *house) answers(f func(bot.Inbound) (bot.Notice, error)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.outcome = f
}

// hold makes the house commit nothing until released.
func (h *house) hold(holds bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.holds = holds
}

// release commits what is held, in order.
func (h *house) release(n bot.Notice, err error) {
	h.mu.Lock()
	open := h.open
	h.open, h.holds = nil, false
	h.mu.Unlock()
	for _, done := range open {
		done(n, err)
	}
}

// journal is a log that is looked through at the end.
type journal struct {
	mu      sync.Mutex
	b       bytes.Buffer
	changed chan struct{}
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	close(j.changed)
	j.changed = make(chan struct{})
	return j.b.Write(p)
}

// says waits until the log holds some words n times.
func (j *journal) says(t *testing.T, words string, n int) {
	t.Helper()
	for deadline := time.After(20 * time.Second); ; {
		j.mu.Lock()
		changed, count := j.changed, strings.Count(j.b.String(), words)
		j.mu.Unlock()
		if count >= n {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("the log says %q %d times, want %d:\n%s", words, count, n, j)
		}
	}
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

// rig is a bot with its Telegram and its house.
type rig struct {
	*telegram.Telegram
	t     *testing.T
	s     *telegramtest.Server
	clock *bot.TurnedClock
	house *house
	log   *journal
	end   context.CancelFunc
	ended chan error
}

var amsterdam = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	return zone
}()

// build makes a bot that does not run yet. Sending has no limits unless a test sets them.
func build(t *testing.T, s *telegramtest.Server, change ...func(*telegram.Config)) *rig {
	t.Helper()
	r := &rig{t: t, s: s, clock: bot.NewTurnedClock(time.Now().In(amsterdam)), house: newHouse(), log: &journal{changed: make(chan struct{})}, ended: make(chan error, 1)}
	cfg := telegram.Config{Token: s.Token(), APIRoot: s.URL(), Clock: r.clock, Unlimited: true,
		Log: slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug}))}
	for _, c := range change {
		c(&cfg)
	}
	var err error
	if r.Telegram, err = telegram.New(cfg); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if strings.Contains(r.log.String(), s.Token()) {
			t.Errorf("the token stands in the log:\n%s", r.log)
		}
	})
	return r
}

func server(t *testing.T, o telegramtest.Options) *telegramtest.Server {
	t.Helper()
	if o.Limits == nil {
		o.Limits = &telegramtest.Limits{}
	}
	return telegramtest.New(t, o)
}

// play starts a bot against a server; it runs until the test ends.
func play(t *testing.T, change ...func(*telegram.Config)) *rig {
	t.Helper()
	r := build(t, server(t, telegramtest.Options{}), change...)
	r.run()
	return r
}

// run runs the bot until the test ends, or stop.
func (r *rig) run() {
	ctx, end := context.WithCancel(context.Background())
	r.end = end
	go func() { r.ended <- r.Run(ctx, r.house) }()
	r.t.Cleanup(func() { r.stop() })
}

// stop ends the bot and gives the error of Run.
func (r *rig) stop() error {
	r.end()
	select {
	case err := <-r.ended:
		r.ended <- err
		return err
	case <-time.After(10 * time.Second):
		r.t.Error("the bot does not stop")
		return nil
	}
}

// outcome waits until Run ends by itself.
func (r *rig) outcome() error {
	r.t.Helper()
	select {
	case err := <-r.ended:
		r.ended <- err
		return err
	case <-time.After(20 * time.Second):
		r.t.Fatal("Run does not end")
		return nil
	}
}

func (r *rig) ctx() context.Context {
	ctx, cancel := context.WithTimeout(r.t.Context(), 20*time.Second)
	r.t.Cleanup(cancel)
	return ctx
}

// until waits until something is so.
func (r *rig) until(so func() bool) {
	r.t.Helper()
	if err := r.s.Until(r.ctx(), so); err != nil {
		r.t.Fatalf("%v; log:\n%s", err, r.log)
	}
}

func (r *rig) confirmed() {
	r.t.Helper()
	if err := r.s.Confirmed(r.ctx()); err != nil {
		r.t.Fatalf("%d updates were not confirmed: %v; log:\n%s", r.s.Pending(), err, r.log)
	}
}

func at(chat int64) bot.Address {
	return bot.Address{Platform: "telegram", Chat: fmt.Sprint(chat)}
}

// words is a message of some words, with buttons in one row below.
func words(chat int64, text string, buttons ...bot.ShownButton) bot.Outgoing {
	out := bot.Outgoing{To: at(chat)}
	out.Body.Text = text
	if len(buttons) > 0 {
		out.Body.Buttons = [][]bot.ShownButton{buttons}
	}
	return out
}

// failure is what is known of a message that was not shown.
func failure(t *testing.T, err error) *bot.SendError {
	t.Helper()
	var f *bot.SendError
	if !errors.As(err, &f) {
		t.Fatalf("got %v, want a SendError", err)
	}
	return f
}
