//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"smederij/bot/telegram/telegramtest"
)

// The contract with whoever runs the program: SIGTERM ends it within this time.
const stopsWithin = 10 * time.Second

// TestRunStops asks the real thing to stop while nothing goes as it should.
func TestRunStops(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		trouble func(*rig)
	}{
		{"at rest", func(*rig) {}},
		{"while a message hangs", func(r *rig) {
			r.server.Break(telegramtest.Fault{Effect: telegramtest.Slow, Method: "sendMessage", Delay: time.Minute})
			r.hears(func() { r.server.Person("anja").Say("hallo") })
		}},
		{"while the answer to a press hangs", func(r *rig) {
			anja := r.server.Person("anja")
			anja.Say("/idee")
			asked, err := r.server.WaitFor(r.within(), 0, func(e telegramtest.Event) bool { return len(e.Message.Buttons) > 0 })
			if err != nil {
				r.Fatal(err)
			}
			r.server.Break(telegramtest.Fault{Effect: telegramtest.Slow, Method: "answerCallbackQuery", Delay: time.Minute})
			query, err := anja.PressOn(asked.Message.ID, asked.Message.Buttons[0][0].Label)
			if err != nil {
				r.Fatal(err)
			}
			if _, err := r.server.Notice(r.within(), query); err != nil {
				r.Fatal(err)
			}
		}},
		{"while the network is away", func(r *rig) {
			r.server.Unplug()
			r.says("this fails now")
		}},
		{"while the network is away, with something to say", func(r *rig) {
			r.hears(func() { r.server.Person("anja").Say("hallo") })
			r.server.Break(telegramtest.Fault{Effect: telegramtest.ResetBefore, Method: "sendMessage", Chance: 1})
			r.server.Person("anja").Say("/idee")
			r.says("a message was not sent")
			r.server.Unplug()
			r.says("this fails now")
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := newRig(t)
			r.start()
			r.polls()
			tt.trouble(r)
			r.stops(exitFine)
		})
	}
}

func TestRunRefused(t *testing.T) {
	t.Parallel()
	t.Run("a second one on the same database", func(t *testing.T) {
		r := newRig(t)
		r.start()
		r.polls()
		second := &rig{T: t, server: r.server, dir: r.dir, program: r.program} // on the same files
		second.start()
		second.ends(exitDatabase)
		second.says("another process")
		r.stops(exitFine)
	})
	t.Run("the token is revoked while it runs", func(t *testing.T) {
		r := newRig(t)
		r.start()
		r.polls()
		r.server.RevokeToken()
		r.ends(exitPlatform)
		r.says("make a new one with BotFather")
	})
	t.Run("the token was revoked before it started", func(t *testing.T) {
		r := newRig(t)
		r.server.RevokeToken()
		r.start()
		r.ends(exitPlatform)
		r.says("make a new one with BotFather")
	})
}

// TestRunWithoutNetwork starts where there is none. It says so, and goes to work as soon as there is.
func TestRunWithoutNetwork(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.server.Unplug()
	r.start()
	r.says("this fails now")
	if err := r.server.Plug(); err != nil {
		t.Fatal(err)
	}
	r.polls()
	r.says("this works again")
	r.hears(func() { r.server.Person("anja").Say("hallo") })
	r.stops(exitFine)
}

// TestRunKeepsTheToken lets everything go wrong and looks for the token in all that the program wrote.
func TestRunKeepsTheToken(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.server.Unplug()
	r.start()
	r.says("this fails now")
	if err := r.server.Plug(); err != nil {
		t.Fatal(err)
	}
	r.polls()
	anja := r.server.Person("anja")
	for _, effect := range []telegramtest.Effect{telegramtest.ResetBefore, telegramtest.DropReply, telegramtest.BadGateway, telegramtest.TooMany} {
		for _, method := range []string{"sendMessage", "getUpdates"} {
			r.server.Break(telegramtest.Fault{Effect: effect, Method: method, Retry: 1})
		}
		r.hears(func() { anja.Say("/help") })
		r.confirmed()
	}
	r.server.PushRaw("message", `{"message_id":"`+r.server.Token()[:10]+`"}`) // cannot be read
	r.confirmed()
	r.server.RevokeToken()
	r.ends(exitPlatform)
	secret := r.server.Token()[strings.Index(r.server.Token(), ":")+1:]
	files, err := filepath.Glob(filepath.Join(r.dir, "*"))
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		if data, err := os.ReadFile(path); err != nil || bytes.Contains(data, []byte(secret)) {
			t.Errorf("%s: the token stands in it, or %v", path, err)
		}
	}
	if said := r.said.String(); strings.Contains(said, secret) || !strings.Contains(said, "level=WARN") {
		t.Errorf("the token stands in what it said, or nothing went wrong:\n%s", said)
	}
}

// rig is a Telegram and the real program before it.
type rig struct {
	*testing.T
	server  *telegramtest.Server
	dir     string
	program string
	env     []string // beside the token and the key
	cmd     *exec.Cmd
	said    journal
	gone    chan struct{} // closed when it has ended
}

var testKey = base64.StdEncoding.EncodeToString(make([]byte, 32))

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{T: t, server: telegramtest.New(t, telegramtest.Options{Limits: &telegramtest.Limits{}}), dir: t.TempDir(), program: realProgram(t)}
	write(t, filepath.Join(r.dir, "smederij.toml"), fmt.Sprintf("[telegram]\napi_root = %q\nunlimited = true\n", r.server.URL()))
	write(t, filepath.Join(r.dir, "key"), testKey)
	return r
}

func (r *rig) start() {
	r.Helper()
	r.said.changed, r.gone = make(chan struct{}), make(chan struct{})
	r.cmd = exec.Command(r.program, "run", "--config", filepath.Join(r.dir, "smederij.toml"))
	r.cmd.Env = append(os.Environ(), "SMEDERIJ_TELEGRAM_TOKEN="+r.server.Token(), "SMEDERIJ_KEY_FILE="+filepath.Join(r.dir, "key"))
	r.cmd.Env = append(r.cmd.Env, r.env...)
	r.cmd.Stdout, r.cmd.Stderr = &r.said, &r.said
	if err := r.cmd.Start(); err != nil {
		r.Fatal(err)
	}
	go func() {
		_ = r.cmd.Wait() // its exit code is looked at
		close(r.gone)
	}()
	r.Cleanup(func() {
		_ = r.cmd.Process.Kill()
		<-r.gone
	})
}

func (r *rig) within() context.Context {
	ctx, cancel := context.WithTimeout(r.Context(), 20*time.Second)
	r.Cleanup(cancel)
	return ctx
}

// polls waits until it asks for updates.
func (r *rig) polls() {
	r.Helper()
	if err := r.server.Until(r.within(), r.server.Polling); err != nil {
		r.Fatalf("it does not ask for updates: %v\n%s", err, &r.said)
	}
}

// hears waits until something is shown after somebody did something.
func (r *rig) hears(do func()) {
	r.Helper()
	before := len(r.server.Events())
	do()
	shown := func(e telegramtest.Event) bool { return e.Kind == telegramtest.Shown }
	if _, err := r.server.WaitFor(r.within(), before, shown); err != nil {
		r.Fatalf("no answer: %v\n%s", err, &r.said)
	}
}

func (r *rig) confirmed() {
	r.Helper()
	if err := r.server.Confirmed(r.within()); err != nil {
		r.Fatalf("%v\n%s", err, &r.said)
	}
}

func (r *rig) says(words string) {
	r.Helper()
	if !r.said.until(r.within(), words) {
		r.Fatalf("it does not say %q:\n%s", words, &r.said)
	}
}

func (r *rig) stops(code int) {
	r.Helper()
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		r.Fatal(err)
	}
	r.ends(code)
}

// ends waits until it has ended.
func (r *rig) ends(code int) {
	r.Helper()
	select {
	case <-r.gone:
	case <-time.After(stopsWithin):
		r.Fatalf("it does not end:\n%s", &r.said)
	}
	if got := r.cmd.ProcessState.ExitCode(); got != code {
		r.Errorf("exit code %d, want %d\n%s", got, code, &r.said)
	}
}

// journal is what a program says, for who waits for words in it.
type journal struct {
	mu      sync.Mutex
	text    bytes.Buffer
	changed chan struct{}
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	close(j.changed)
	j.changed = make(chan struct{})
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func (j *journal) until(ctx context.Context, words string) bool {
	for {
		j.mu.Lock()
		there, changed := strings.Contains(j.text.String(), words), j.changed
		j.mu.Unlock()
		if there {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}
