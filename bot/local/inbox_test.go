package local_test

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/bot/local"
	"smederij/store"
)

var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

const soon = 20 * time.Second

// received is an input with the way to confirm it.
type received struct {
	in   bot.Inbound
	done func(bot.Notice, error)
}

// desk is an inbox at work, and a house in which the test confirms by hand.
type desk struct {
	*testing.T
	dir   string
	clock *bot.TurnedClock
	inbox *local.Inbox
	ins   chan received
	ended chan error
	stop  func() error
}

func (d *desk) Receive(_ context.Context, in bot.Inbound, done func(bot.Notice, error)) error {
	d.ins <- received{in, done}
	return nil
}

func newDesk(t *testing.T, lines string) *desk {
	d := &desk{T: t, dir: t.TempDir(), clock: bot.NewTurnedClock(monday), stop: func() error { return nil }}
	d.write(lines)
	t.Cleanup(func() { _ = d.stop() })
	return d
}

func (d *desk) path(name string) string { return filepath.Join(d.dir, name) }

func (d *desk) write(lines string) {
	d.Helper()
	f, err := os.OpenFile(d.path("in"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = f.WriteString(lines)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		d.Fatal(err)
	}
}

// open starts a run on the same files, as the process does.
func (d *desk) open() {
	d.Helper()
	d.ins, d.ended = make(chan received, 100), make(chan error, 1)
	stage := local.Stage{Clock: d.clock, Settle: func(context.Context) error { return nil }}
	var err error
	if d.inbox, err = local.OpenInbox(stage, d.path("in"), d.path("sent")); err != nil {
		d.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() { d.ended <- d.inbox.Run(ctx, d) }()
	d.stop = sync.OnceValue(func() error {
		cancel()
		return errors.Join(<-d.ended, d.inbox.Close())
	})
}

func (d *desk) next() received {
	d.Helper()
	select {
	case r := <-d.ins:
		return r
	case <-time.After(soon):
		d.Fatal("nothing came in")
		return received{}
	}
}

// wantPlace checks the number in the place file; "" means that there is none.
func (d *desk) wantPlace(want string) {
	d.Helper()
	got, err := os.ReadFile(d.path("in.place"))
	if err != nil && !os.IsNotExist(err) {
		d.Fatal(err)
	}
	if string(got) != want {
		d.Errorf("place: got %q, want %q", got, want)
	}
}

func (d *desk) send(text string, buttons ...bot.ShownButton) (string, error) {
	return d.inbox.Send(d.Context(), bot.Outgoing{To: bot.Address{Chat: "@anja"}, Body: store.Body{Text: text, Buttons: [][]bot.ShownButton{buttons}}})
}

func TestPlaceIsKeptAfterTheCommit(t *testing.T) {
	d := newDesk(t, "1 anja> een\n2 bram@KRA> /help\n3 anja> drie\n")
	d.open()
	first, second, third := d.next(), d.next(), d.next()
	if first.in.Key != "inbox:1" || first.in.Text != "een" || !first.in.Private || second.in.Private || second.in.Address.Chat != "#KRA" {
		t.Errorf("got %+v and %+v", first.in, second.in)
	}
	d.wantPlace("")
	first.done(bot.Notice{}, nil)
	d.wantPlace("1")
	second.done(bot.Notice{}, nil)
	d.wantPlace("2")
	third.done(bot.Notice{}, errors.New("the loop ended"))
	d.wantPlace("2")
	if err := d.stop(); err != nil {
		t.Fatal(err)
	}
	d.open() // what was not confirmed comes again
	if again := d.next(); again.in.Key != "inbox:3" {
		t.Errorf("got %s, want inbox:3", again.in.Key)
	}
}

func TestHalfALineWaitsForItsEnd(t *testing.T) {
	d := newDesk(t, "1 anja> een\n2 anja> twe")
	d.open()
	d.next().done(bot.Notice{}, nil)
	d.write("e\n")
	if got := d.next().in.Text; got != "twee" {
		t.Errorf("got %q, want %q", got, "twee")
	}
}

func TestLinesThatAreNobodysInput(t *testing.T) {
	d := newDesk(t, "1 # a remark\n2 anja@KRA> mooi weer\n3 ! 2h\n4 anja> hallo\n")
	d.open()
	got := d.next()
	if got.in.Key != "inbox:4" || !got.in.SentAt.Equal(monday.Add(2*time.Hour)) {
		t.Errorf("got %s at %v, want inbox:4, two hours on", got.in.Key, got.in.SentAt)
	}
	d.wantPlace("3")
}

// The clock moves when all that was said before is done.
func TestTurningTheClockWaits(t *testing.T) {
	d := newDesk(t, "1 anja> een\n2 ! 2h\n3 anja> drie\n")
	d.open()
	first := d.next()
	select {
	case early := <-d.ins:
		t.Errorf("%s came before the clock moved", early.in.Key)
	case <-time.After(50 * time.Millisecond):
	}
	if got := d.clock.Now(); !got.Equal(monday) {
		t.Errorf("the clock stands at %v", got)
	}
	first.done(bot.Notice{}, nil)
	if got := d.next().in.SentAt; !got.Equal(monday.Add(2 * time.Hour)) {
		t.Errorf("got %v, want two hours on", got)
	}
}

// While the disk fails nothing is confirmed; the program can be stopped all the same.
func TestStopDoesNotWaitForADisk(t *testing.T) {
	for name, lines := range map[string]string{"a line": "1 anja> een\n", "a line, then the clock": "1 anja> een\n2 ! 2h\n"} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, lines)
			d.open()
			first := d.next()
			stopped := make(chan error, 1)
			go func() { stopped <- d.stop() }()
			select {
			case err := <-stopped:
				if err != nil {
					t.Error(err)
				}
			case <-time.After(soon):
				t.Error("it does not stop")
			}
			first.done(bot.Notice{}, context.Canceled) // the loop turns it away
			d.wantPlace("")
		})
	}
}

func TestInboxNamesWhatItCannotRead(t *testing.T) {
	for lines, want := range map[string]string{
		"anja> hallo\n":          "has no number",
		"0 anja> hallo\n":        "has no number",
		"7 hallo\n":              "line 7: ik lees geen naam",
		"8 ! gisteren\n":         "ik lees geen tijd",
		"9 anja> (photo geen)\n": "line 9: er is geen bestand geen",
	} {
		d := newDesk(t, lines)
		d.open()
		select {
		case err := <-d.ended:
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%q: got %v, want %q", lines, err, want)
			}
			d.ended <- nil
		case <-time.After(soon):
			t.Errorf("%q: it goes on", lines)
		}
	}
}

func TestSentIsTakenUpAgain(t *testing.T) {
	d := newDesk(t, "")
	d.open()
	for i, want := range []string{"1", "2"} {
		id, err := d.send("vraag", bot.ShownButton{Label: "Ja", Payload: "t:1:1:yes" + want}, bot.ShownButton{Label: "Nee", Payload: "t:1:1:no" + want})
		if err != nil || id != want {
			t.Errorf("message %d: got %q, %v; want %q", i, id, err, want)
		}
	}
	if err := d.stop(); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(d.path("sent"), os.O_APPEND|os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteString(`{"n":3,"to":"@an`) // killed in the middle
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	d.open()
	if id, err := d.send("verder"); err != nil || id != "3" {
		t.Errorf("got %q, %v; want 3", id, err)
	}
	d.write("1 anja> [Ja]\n2 anja> [2]@-3\n3 anja> [Misschien]\n")
	var got []string
	for range 3 {
		r := d.next()
		got = append(got, r.in.MessageID+" "+r.in.Press.Payload)
	}
	if diff := cmp.Diff(got, []string{"2 t:1:1:yes2", "1 t:1:1:no1", " "}); diff != "" {
		t.Errorf("pressed (-got +want):\n%s", diff)
	}
	d.wantSentLines(3)
}

func (d *desk) wantSentLines(want int) {
	d.Helper()
	data, err := os.ReadFile(d.path("sent"))
	if got := strings.Count(string(data), "\n"); err != nil || got != want || !strings.HasSuffix(string(data), "\n") {
		d.Errorf("got %d lines (%v), want %d whole ones:\n%s", got, err, want, data)
	}
}

// A full disk may take half a line. It is taken back, so that the next one does not stand behind it.
func TestHalfSentIsTakenBack(t *testing.T) {
	d := newDesk(t, "")
	d.open()
	if _, err := d.send("een"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(d.path("sent"))
	if err != nil {
		t.Fatal(err)
	}
	signal.Ignore(syscall.SIGXFSZ) // beside the error, the kernel sends this
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: uint64(info.Size()) + 10, Max: old.Max}); err != nil {
		t.Fatal(err)
	}
	_, err = d.send("twee")
	if lift := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); lift != nil {
		t.Fatal(lift)
	}
	var failure *bot.SendError
	if !errors.As(err, &failure) || failure.Fate != bot.NotSent {
		t.Errorf("got %v, want that it was not sent", err)
	}
	if id, err := d.send("twee"); err != nil || id != "2" {
		t.Errorf("got %q, %v; want 2", id, err)
	}
	d.wantSentLines(2)
	if err := d.stop(); err != nil {
		t.Fatal(err)
	}
	d.open()
}
