package deliver_test

import (
	"context"
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
	"smederij/bot/deliver"
	"smederij/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const soon = 20 * time.Second // what takes longer than that will not happen

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

// network is a platform that keeps what it was asked to show. Its id of a message is the message's first text.
type network struct {
	mu       sync.Mutex
	shown    []string           // "chat: text", in order; an edit ends in " (edit of …)", a file in " with …"
	fails    map[string][]error // by text: what becomes of it, one error a time, then well
	gates    map[string]chan struct{}
	entered  chan string // texts that wait at a gate
	underWay map[string]int
	crowded  []string // chats with two messages under way at once
	most     int      // messages under way at once
}

func newNetwork() *network {
	return &network{fails: map[string][]error{}, gates: map[string]chan struct{}{}, entered: make(chan string, 100), underWay: map[string]int{}}
}

func (*network) Name() string { return "net" }

func (*network) Run(context.Context, bot.Receiver) error { return nil }

func (n *network) Send(_ context.Context, out bot.Outgoing) (string, error) {
	chat, text := out.To.Chat, out.Body.Text
	gate := n.begin(out)
	if gate != nil {
		n.entered <- text
		<-gate
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.underWay[chat]--
	if errs := n.fails[text]; len(errs) > 0 {
		n.fails[text] = errs[1:]
		return "", errs[0]
	}
	if out.EditOf != "" {
		return out.EditOf, nil
	}
	return "id of " + text, nil
}

func (n *network) begin(out bot.Outgoing) chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	line := out.To.Chat + ": " + out.Body.Text
	if out.EditOf != "" {
		line += " (edit of " + out.EditOf + ")"
	}
	if out.Attachment != nil {
		line += " with " + out.Attachment.Name
	}
	n.shown = append(n.shown, line)
	n.underWay[out.To.Chat]++
	total := 0
	for chat, count := range n.underWay {
		if total += count; count > 1 {
			n.crowded = append(n.crowded, chat)
		}
	}
	n.most = max(n.most, total)
	return n.gates[out.Body.Text]
}

// fail says what becomes of a text, the next times it is sent.
func (n *network) fail(text string, errs ...error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.fails[text] = errs
}

// slow lets a text wait until open is called.
func (n *network) slow(text string) (open func()) {
	n.mu.Lock()
	defer n.mu.Unlock()
	gate := make(chan struct{})
	n.gates[text] = gate
	return sync.OnceFunc(func() { close(gate) })
}

func (n *network) sends() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.shown)
}

func fate(f bot.Fate) error { return &bot.SendError{Fate: f, Err: fmt.Errorf("fate %d", f)} }

// office is a deliverer at work on a real database.
type office struct {
	testing.TB
	db      *store.DB
	clock   *bot.TurnedClock
	network *network

	deliverersClock bot.Clock    // clock, or one that watches it
	platform        bot.Platform // network, unless a test brings its own

	more      []bot.Platform
	workers   int
	renderers map[string]deliver.Renderer
	failing   chan struct{}
	hears     func(bot.Signal) error // what a feature makes of a signal

	d       *deliver.Deliverer
	stop    func()
	mu      sync.Mutex
	signals []bot.Signal
}

func newOffice(t testing.TB) *office {
	t.Helper()
	path := filepath.Join(t.TempDir(), "smederij.db")
	db, err := store.Open(store.Options{Path: path, Key: make([]byte, store.KeySize), Terms: store.DefaultTerms(time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	clock := bot.NewTurnedClock(monday)
	o := &office{TB: t, db: db, clock: clock, deliverersClock: clock, network: newNetwork(), failing: make(chan struct{}, 1), stop: func() {}}
	o.platform = o.network
	t.Cleanup(func() {
		for _, open := range o.network.gates {
			select {
			case <-open:
			default:
				close(open)
			}
		}
		o.stop()
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

// open starts a deliverer, as the process does. The returned stop waits for its end.
func (o *office) open() (stop func()) {
	o.d = deliver.New(deliver.Config{DB: o.db, Clock: o.deliverersClock, Platforms: append(o.more, o.platform), Raise: o.raise,
		Failing: func(error) {
			select {
			case o.failing <- struct{}{}:
			default:
			}
		}, Log: slog.New(slog.DiscardHandler), Workers: o.workers, Renderers: o.renderers})
	ctx, cancel := context.WithCancel(context.Background())
	var run sync.WaitGroup
	run.Go(func() { o.d.Run(ctx) })
	o.stop = func() {
		cancel()
		run.Wait()
	}
	return o.stop
}

func (o *office) raise(_ *store.Tx, s bot.Signal) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.signals = append(o.signals, s)
	if o.hears != nil {
		return o.hears(s)
	}
	return nil
}

func (o *office) raised() []bot.Signal {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.signals)
}

func (o *office) write(fn func(*store.Tx) error) {
	o.Helper()
	if err := o.db.Write(o.Context(), fn); err != nil {
		o.Fatal(err)
	}
}

// group and private are chats; the name is the address.
func (o *office) group(name string) store.ChatID { return o.chat(name, false) }

func (o *office) private(name string) store.ChatID { return o.chat(name, true) }

func (o *office) chat(name string, private bool) (id store.ChatID) {
	o.Helper()
	o.write(func(tx *store.Tx) error {
		var owner store.PersonID
		if private {
			p, err := tx.PersonOf(store.Account{Platform: "net", ID: name}, monday)
			if err != nil {
				return err
			}
			owner = p.ID
		}
		c, err := tx.ChatAt(store.Address{Platform: "net", Chat: name}, owner, monday)
		id = c.ID
		return err
	})
	return id
}

func (o *office) post(m store.Message, text string) {
	o.Helper()
	o.write(func(tx *store.Tx) error { return o.queue(tx, m, text) })
}

func (o *office) queue(tx *store.Tx, m store.Message, text string) error {
	m.Body.Text, m.Cause = text, "in:"+text
	if m.Class == "" {
		m.Class = store.ClassReply
	}
	return tx.Post(m, o.clock.Now())
}

// settle wakes the deliverer and waits until it has nothing more to do now.
func (o *office) settle() {
	o.Helper()
	ctx, cancel := context.WithTimeout(o.Context(), soon)
	defer cancel()
	o.d.Wake()
	if err := o.d.Settle(ctx); err != nil {
		o.Fatalf("settle: %v", err)
	}
}

// turn moves the clock to each moment at which something waits, up to d from now.
func (o *office) turn(d time.Duration) {
	o.Helper()
	target := o.clock.Now().Add(d)
	for o.settle(); ; o.settle() {
		next, ok := o.clock.Next()
		if !ok || next.After(target) {
			break
		}
		o.clock.Turn(next)
	}
	o.clock.Turn(target)
	o.settle()
}

func (o *office) wantSends(want ...string) {
	o.Helper()
	if diff := cmp.Diff(o.network.sends(), want); diff != "" {
		o.Fatalf("sent (-got +want):\n%s", diff)
	}
}

func (o *office) wantSignals(names ...string) {
	o.Helper()
	var got []string
	for _, s := range o.raised() {
		got = append(got, s.Name)
	}
	if diff := cmp.Diff(got, names); diff != "" {
		o.Fatalf("signals (-got +want):\n%s", diff)
	}
}

// wantTally checks how many messages are in which state, and that every promise of the database holds.
func (o *office) wantTally(sent, queued, uncertain int64) {
	o.Helper()
	broken, got, err := o.db.Verify(o.Context())
	if err != nil || len(broken) > 0 {
		o.Fatalf("verify: %v %v", err, broken)
	}
	want := store.Tally{People: got.People, Chats: got.Chats, Sent: sent, Queued: queued, Uncertain: uncertain}
	if diff := cmp.Diff(got, want); diff != "" {
		o.Fatalf("messages (-got +want):\n%s", diff)
	}
}

// await takes one value, or fails the test.
func await[T any](o *office, what string, from <-chan T) (v T) {
	o.Helper()
	select {
	case v = <-from:
	case <-time.After(soon):
		o.Fatalf("waited in vain for %s", what)
	}
	return v
}
