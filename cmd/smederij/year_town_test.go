package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"smederij/bot"
	"smederij/store"
)

// slowNet is a network in the memory of a test. It takes its time, unless there is no chance in it, keeps what people write while the bot is away, brings again what was
// not confirmed, and now and then nobody knows whether it showed a message.
type slowNet struct {
	limits bot.Limits
	came   chan struct{} // somebody wrote

	mu      sync.Mutex
	chance  *rand.Rand
	waiting []bot.Inbound // not confirmed, oldest first
	notices map[string]bool
	shown   []posted
	hangs   bool // from now on messages are shown, and the bot does not hear of it
}

// posted is something that a network showed.
type posted struct {
	at      time.Time
	out     bot.Outgoing
	id      string
	buttons []bot.ShownButton
}

func (*slowNet) Name() string { return "net" }

func (n *slowNet) Limits() bot.Limits { return n.limits }

func (n *slowNet) Run(ctx context.Context, to bot.Receiver) error {
	for {
		in, ok := n.first()
		if !ok {
			select {
			case <-ctx.Done():
				return nil
			case <-n.came:
			}
			continue
		}
		confirmed := make(chan error, 1)
		if err := to.Receive(ctx, in, func(notice bot.Notice, err error) {
			if err == nil {
				n.confirm(in.Key, notice)
			}
			confirmed <- err
		}); err != nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-confirmed:
		}
	}
}

func (n *slowNet) first() (bot.Inbound, bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.waiting) == 0 {
		return bot.Inbound{}, false
	}
	return n.waiting[0], true
}

func (n *slowNet) confirm(key string, notice bot.Notice) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.waiting = slices.DeleteFunc(n.waiting, func(in bot.Inbound) bool { return in.Key == key })
	n.notices[key] = notice != bot.Notice{}
}

func (n *slowNet) write(in bot.Inbound) {
	n.mu.Lock()
	n.waiting = append(n.waiting, in)
	n.mu.Unlock()
	select {
	case n.came <- struct{}{}:
	default:
	}
}

func (n *slowNet) Send(ctx context.Context, out bot.Outgoing) (string, error) {
	id, takes, hangs := n.show(out)
	if hangs {
		<-ctx.Done()
		return "", &bot.SendError{Fate: bot.Doubtful, Err: ctx.Err()}
	}
	select {
	case <-ctx.Done():
		return "", &bot.SendError{Fate: bot.Doubtful, Err: ctx.Err()}
	case <-time.After(takes):
		return id, nil
	}
}

func (n *slowNet) show(out bot.Outgoing) (id string, takes time.Duration, hangs bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if id = out.EditOf; id == "" {
		id = fmt.Sprint("m", len(n.shown))
	}
	n.shown = append(n.shown, posted{time.Now(), out, id, slices.Concat(out.Body.Buttons...)})
	if n.chance == nil {
		return id, 0, n.hangs
	}
	return id, time.Duration(20+n.chance.IntN(400)) * time.Millisecond, n.hangs
}

// hang is what becomes of all messages until the bot is started again.
func (n *slowNet) hang(yes bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.hangs = yes
}

// all is everything that was shown until now.
func (n *slowNet) all() []posted {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.shown)
}

// screen is the newest message with buttons in a chat, if there is one; a label says which it must have.
func (n *slowNet) screen(chat, label string) (posted, bool) {
	edited := map[string]bool{}
	for _, p := range slices.Backward(n.all()) {
		if p.out.To.Chat != chat || edited[p.id] {
			continue
		}
		edited[p.id] = true
		for _, b := range p.buttons {
			if label == "" || b.Label == label {
				return p, true
			}
		}
	}
	return posted{}, false
}

// slowTown is the whole house over a few Smederijen, by the machine's clock, with people who write to it. It may be away for a while.
type slowTown struct {
	testing.TB
	net    *slowNet
	chance *rand.Rand
	config configuration
	key    []byte
	areas  []store.Smederij
	wrote  []bot.Inbound
	stop   func()
	errors []string // that the program logged
	mu     sync.Mutex
}

// newSlowTown makes a database with these Smederijen of the seed, or all of them, in which carla and cor coordinate, and wim and petra are volunteers.
func newSlowTown(t testing.TB, chance *rand.Rand, smederijen int) *slowTown {
	w := &slowTown{TB: t, net: &slowNet{came: make(chan struct{}, 1), notices: map[string]bool{}}, chance: chance, config: defaultConfiguration(), key: make([]byte, store.KeySize)}
	if chance != nil {
		w.net.chance = rand.New(rand.NewPCG(chance.Uint64(), 0))
	}
	dir := t.TempDir()
	w.config.Database.Path = filepath.Join(dir, "smederij.db")
	if smederijen > 0 {
		w.config.Smederijen.File = filepath.Join(dir, "smederijen.toml")
		seed := "[[smederij]]" + strings.Join(strings.Split(string(seedOf(t)), "[[smederij]]")[1:smederijen+1], "[[smederij]]")
		if err := os.WriteFile(w.config.Smederijen.File, []byte(seed), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	db, err := openWith(w.config, w.config.Database.Path, w.key)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Write(context.Background(), func(tx *store.Tx) (err error) {
		for name, role := range map[string]store.Role{"carla": store.Coordinator, "cor": store.Coordinator, "wim": store.Volunteer, "petra": store.Volunteer} {
			p, personErr := tx.PersonOf(store.Account{Platform: "net", ID: name}, time.Now())
			err = errors.Join(err, personErr, tx.Appoint(0, p.ID, role, 0, time.Now()))
		}
		areas, areasErr := tx.Smederijen()
		w.areas = areas
		return errors.Join(err, areasErr)
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return w
}

func seedOf(t testing.TB) []byte {
	seed, err := os.ReadFile("../../store/smederijen.toml")
	if err != nil {
		t.Fatal(err)
	}
	return seed
}

// Enabled, Handle, WithAttrs and WithGroup make the town the log of the program: it keeps the errors.
func (w *slowTown) Enabled(_ context.Context, level slog.Level) bool { return level >= slog.LevelError }
func (w *slowTown) WithAttrs([]slog.Attr) slog.Handler               { return w }
func (w *slowTown) WithGroup(string) slog.Handler                    { return w }
func (w *slowTown) Handle(_ context.Context, r slog.Record) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	line := fmt.Sprint(r.Time.Format(time.DateTime), " ", r.Message)
	r.Attrs(func(a slog.Attr) bool {
		line += " " + a.String()
		return true
	})
	w.errors = append(w.errors, line)
	return nil
}

// start runs the program by the machine's clock, as [serve] does.
func (w *slowTown) start() { w.startBy(bot.RealClock{Zone: w.config.zone}) }

func (w *slowTown) startBy(clock bot.Clock) *app {
	w.Helper()
	w.net.hang(false)
	db, err := openWith(w.config, w.config.Database.Path, w.key)
	if err != nil {
		w.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	a, err := newApp(ctx, w.config, db, clock, slog.New(w), messagesUnderWay, w.net)
	if err != nil {
		w.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		if err := a.run(ctx, w.net); err != nil {
			w.Error(err)
		}
	})
	w.stop = func() {
		cancel()
		running.Wait()
		if err := db.Close(); err != nil {
			w.Error(err)
		}
	}
	return a
}

const (
	glancing = 3 * time.Second // until an answer is there
	group    = "#"
)

// writes lets somebody write in a chat, without waiting for an answer.
func (w *slowTown) writes(who, chat, text string) { w.brings(who, chat, bot.Inbound{Text: text}) }

func (w *slowTown) brings(who, chat string, in bot.Inbound) {
	in.Key, in.Platform, in.From, in.SentAt = fmt.Sprint("net:", len(w.wrote)), "net", who, time.Now()
	in.Address.Chat, in.Private = chat, !strings.HasPrefix(chat, group)
	w.wrote = append(w.wrote, in)
	w.net.write(in)
}

// does lets somebody write and press, one thing after another, and waits for each answer. "[X]" presses the button X of the newest message
// that has it; without such a message they leave it.
func (w *slowTown) does(who, chat string, lines ...string) bool {
	for _, line := range lines {
		label, presses := strings.CutPrefix(line, "[")
		if !presses {
			w.writes(who, chat, line)
		} else if !w.presses(who, chat, strings.TrimSuffix(label, "]")) {
			return false
		}
		time.Sleep(glancing)
	}
	return true
}

func (w *slowTown) presses(who, chat, label string) bool {
	m, ok := w.net.screen(chat, label)
	if !ok {
		return false
	}
	for _, b := range m.buttons {
		if b.Label == label {
			w.brings(who, chat, bot.Inbound{MessageID: m.id, Press: &bot.Press{Payload: b.Payload}})
			return true
		}
	}
	return false
}

// oneOf is one of a list, by chance.
func oneOf[T any](chance *rand.Rand, list []T) T { return list[chance.IntN(len(list))] }

var anyRef = regexp.MustCompile(`[A-Z]{3}-20\d\d-\d{3}`)

// refs are the references that stand in the groups, oldest first.
func (w *slowTown) refs() (list []string) {
	for _, p := range w.net.all() {
		if ref := anyRef.FindString(p.out.Body.Text); ref != "" && !p.out.Private && !slices.Contains(list, ref) {
			list = append(list, ref)
		}
	}
	return list
}
