package schedule_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"smederij/bot"
	"smederij/bot/schedule"
	"smederij/locales"
	"smederij/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var amsterdam = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	return zone
}()

func at(moment string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", moment, amsterdam)
	if err != nil {
		panic(err)
	}
	return t
}

// failer is the part of testing.T that a rapid.T has too.
type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// ran is a slot that a feature did, and post what left to the group.
type (
	ran struct {
		slot string // "kind 2026-11-24T09:00"
		late time.Duration
	}
	post struct {
		at   time.Time
		text string
	}
)

// town is a house of one Smederij with a group, in which schedules only tell that they ran. Its database outlives the process.
type town struct {
	failer
	db    *store.DB
	clock bot.Clock
	house *bot.House
	kinds []bot.Schedule
	s     *schedule.Scheduler
	stop  func()

	mu     sync.Mutex
	ran    []ran
	posts  []post
	alarms int
	fails  func(s store.Slot) error
}

// newTown opens a database; the caller starts the process.
func newTown(t failer, dir string, kinds ...bot.Schedule) *town {
	t.Helper()
	terms := store.DefaultTerms(amsterdam)
	db, err := store.Open(store.Options{Path: filepath.Join(dir, "smederij.db"), Key: make([]byte, store.KeySize), Terms: terms,
		Seed: []store.Smederij{{Code: "KRA", Name: "Krakeel", Kind: "wijk", Team: "Krakeel", Status: "documented"}}})
	if err != nil {
		t.Fatalf("%v", err)
	}
	w := &town{failer: t, db: db}
	for _, k := range kinds {
		do := k.Run
		k.Run = func(c *bot.Context, s store.Slot) error { return w.run(c, s, do) }
		w.kinds = append(w.kinds, k)
	}
	w.write(func(tx *store.Tx) error {
		chat, err := tx.ChatAt(store.Address{Platform: "net", Chat: "#KRA"}, 0, at("2026-01-01 09:00"))
		if err != nil {
			return err
		}
		return tx.LinkChat(0, chat.ID, store.GroupChat, 1, at("2026-01-01 09:00"))
	})
	return w
}

func (w *town) run(c *bot.Context, s store.Slot, do func(*bot.Context, store.Slot) error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fails != nil {
		if err := w.fails(s); err != nil {
			return err
		}
	}
	w.ran = append(w.ran, ran{s.Kind + " " + s.Text(), c.Now.Sub(s.At)})
	if do == nil {
		return nil
	}
	return do(c, s)
}

func (w *town) write(fn func(*store.Tx) error) {
	w.Helper()
	if err := w.db.Write(context.Background(), fn); err != nil {
		w.Fatalf("%v", err)
	}
}

// start runs the process, by this clock.
func (w *town) start(clock bot.Clock) {
	w.Helper()
	w.clock = clock
	house := &bot.House{DB: w.db, Clock: clock, Texts: locales.Dutch(), Log: slog.New(slog.DiscardHandler),
		Features: []bot.Feature{{Name: "test", Schedules: w.kinds, Signals: map[string]func(*bot.Context, bot.Signal) error{bot.ClockSignal: w.hold}}}}
	if err := house.Open(nil); err != nil {
		w.Fatalf("%v", err)
	}
	w.house = house
	var touched time.Time
	w.write(func(tx *store.Tx) (err error) {
		if touched, err = tx.Touched(); err != nil {
			return err
		}
		return house.SetTimetable(tx)
	})
	loop := bot.NewLoop(house, func() { w.s.Wake() })
	w.s = schedule.New(w.db, clock, loop, house.Log, touched)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { loop.Run(ctx) })
	running.Go(func() { w.s.Run(ctx) })
	w.stop = func() {
		cancel()
		running.Wait()
	}
}

func (w *town) close() {
	w.Helper()
	w.stop()
	if err := w.db.Close(); err != nil {
		w.Fatalf("%v", err)
	}
}

func (w *town) hold(c *bot.Context, _ bot.Signal) error {
	isNew, err := c.HoldClock(c.Now)
	if isNew {
		w.alarms++
	}
	return err
}

// settle waits until all that is due was done, and shows what may leave.
func (w *town) settle() {
	w.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := w.s.Settle(ctx); err != nil {
		w.stop()
		w.Fatalf("%v", err)
	}
	w.deliver()
}

func (w *town) deliver() {
	w.Helper()
	now := w.clock.Now()
	var due []store.Parcel
	if err := w.db.Read(context.Background(), func(tx *store.Tx) (err error) {
		due, err = tx.Due(now, 1000)
		return err
	}); err != nil {
		w.Fatalf("%v", err)
	}
	for _, p := range due {
		w.write(func(tx *store.Tx) error { return tx.MarkSent(p, "m", now) })
		w.posts = append(w.posts, post{now.In(amsterdam), p.Body.Text})
	}
}

// turn moves a turned clock, stopping wherever something waits to happen.
func (w *town) turn(to time.Time) {
	w.Helper()
	clock := w.clock.(interface {
		Next() (time.Time, bool)
		Turn(time.Time)
	})
	for {
		w.settle()
		next, ok := clock.Next()
		if !ok || next.After(to) {
			break
		}
		clock.Turn(next)
	}
	clock.Turn(to)
	w.settle()
}

func (w *town) slots() (slots []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, r := range w.ran {
		slots = append(slots, r.slot)
	}
	return slots
}

// wantSound checks what holds whatever the clock and the process did: each slot at most once, none early, none beyond its grace; no
// post twice, none in quiet hours or the break, at most three in a week.
func (w *town) wantSound() {
	w.Helper()
	grace := map[string]time.Duration{}
	for _, k := range w.kinds {
		grace[k.Kind] = k.Grace
	}
	seen := map[string]bool{}
	for _, r := range w.ran {
		kind := r.slot[:slices.Index([]byte(r.slot), ' ')]
		if seen[r.slot] {
			w.Fatalf("%s ran twice", r.slot)
		}
		if seen[r.slot] = true; r.late < 0 || r.late > grace[kind] {
			w.Fatalf("%s ran %v after its time, its grace is %v", r.slot, r.late, grace[kind])
		}
	}
	weeks := map[[2]int]int{}
	for _, p := range w.posts {
		if seen[p.text] != true || seen["posted "+p.text] {
			w.Fatalf("%q was posted twice, or never came due", p.text)
		}
		seen["posted "+p.text] = true
		if day := p.at.Format("01-02"); p.at.Hour() < 8 || p.at.Hour() >= 21 || day >= "07-15" && day <= "08-15" {
			w.Fatalf("%q was posted at %v", p.text, p.at)
		}
		year, week := p.at.ISOWeek()
		if weeks[[2]int{year, week}]++; weeks[[2]int{year, week}] > store.PostsInWeek {
			w.Fatalf("%q is one too many in the week of %v", p.text, p.at)
		}
	}
}

// daily is a schedule of the house, posting one of the Smederij.
func daily(kind string, hour, minute int, grace time.Duration) bot.Schedule {
	return bot.Schedule{Kind: kind, House: true, Rhythm: store.Daily(hour, minute), Grace: grace}
}

// posting posts every time it is due, as long as that is useful.
func posting(r store.Rhythm, grace, useful time.Duration) bot.Schedule {
	return bot.Schedule{Kind: "budget_status", Posts: true, Rhythm: r, Grace: grace, Run: func(c *bot.Context, s store.Slot) error {
		own := store.Own{Kind: s.Kind, Subject: s.At.Unix(), Useful: s.At.Add(useful)}
		return c.PostOwnIn(s.Smederij, own, store.Body{Text: s.Kind + " " + s.Text()})
	}}
}

func inTown(t *testing.T, clock bot.Clock, kinds ...bot.Schedule) *town {
	w := newTown(t, t.TempDir(), kinds...)
	w.start(clock)
	t.Cleanup(w.close)
	return w
}
