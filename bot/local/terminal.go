package local

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"

	"smederij/bot"
)

// PlatformName stands in addresses and accounts of this platform.
const PlatformName = "local"

// Terminal shows what each person and group sees, and takes lines from a reader. It is a [bot.Platform].
type Terminal struct {
	Stage
	In   io.Reader
	Out  io.Writer
	Echo bool // repeat the lines, when they are not typed on the screen itself

	session string // makes keys and message ids differ from those of an earlier run on the same database
	lines   int
	sent    int
	screens screens
	screen  sync.Mutex // held while something is shown
}

// NewTerminal makes a terminal platform.
func NewTerminal(s Stage, in io.Reader, out io.Writer) *Terminal {
	return &Terminal{Stage: s, In: in, Out: out, session: rand.Text()[:8]}
}

// Recall puts a message of an earlier run back on its screen, so that its buttons can be pressed.
func (t *Terminal) Recall(chat, id string, buttons []bot.ShownButton) {
	t.screens.put(chat, id, buttons)
}

// Name is the platform's.
func (t *Terminal) Name() string { return PlatformName }

// Run reads lines until there are no more, or ctx ends. Reading itself cannot be stopped: then one read is left behind.
func (t *Terminal) Run(ctx context.Context, to bot.Receiver) error {
	reading, stop := context.WithCancel(ctx)
	defer stop()
	lines, end := make(chan string), make(chan error, 1)
	go func() { end <- t.read(reading, lines) }()
	for {
		select {
		case line := <-lines:
			if err := t.Say(ctx, to, line); err != nil {
				return unlessEnded(ctx, err)
			}
		case err := <-end:
			return err
		case <-ctx.Done():
			return nil
		}
	}
}

func (t *Terminal) read(ctx context.Context, to chan<- string) error {
	lines := bufio.NewScanner(t.In)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		select {
		case to <- lines.Text():
		case <-ctx.Done():
			return nil
		}
	}
	return lines.Err()
}

// Say does what one line says and waits until all that follows from it was shown. What the grammar does not know is told on the
// screen; an error means that the program cannot go on.
func (t *Terminal) Say(ctx context.Context, to bot.Receiver, line string) error {
	if t.Echo {
		fmt.Fprintln(t.Out, line)
	}
	l, err := Parse(line)
	if err != nil {
		t.complain(err)
		return nil
	}
	if l == nil {
		return nil
	}
	if l.Who == "" {
		if err := t.Turn(ctx, l.Turn); err != nil && !errors.Is(err, errTime) {
			return err
		} else if err != nil {
			t.complain(err)
		}
		return nil
	}
	in, err := t.inbound(l)
	if err != nil {
		t.complain(err)
		return nil
	}
	if !in.Addressed() {
		return nil // people talking among themselves
	}
	return t.hand(ctx, to, in)
}

func (t *Terminal) complain(err error) { _, _ = io.WriteString(t.Out, DrawComplaint(err)) }

func (t *Terminal) hand(ctx context.Context, to bot.Receiver, in bot.Inbound) error {
	notice, err := t.answered(ctx, to, in)
	if err != nil {
		return err
	}
	if err := t.Settle(ctx); err != nil || notice.Link == "" {
		return err
	}
	return t.hand(ctx, to, t.private(in.From, "/start "+notice.Link)) // a tap on the link opens the private chat
}

// answered hands an input over and shows its notice before anything that follows from it.
func (t *Terminal) answered(ctx context.Context, to bot.Receiver, in bot.Inbound) (bot.Notice, error) {
	t.screen.Lock()
	defer t.screen.Unlock()
	notice, err := do(ctx, to, in)
	_, _ = io.WriteString(t.Out, DrawNotice(in.From, notice))
	return notice, err
}

func do(ctx context.Context, to bot.Receiver, in bot.Inbound) (bot.Notice, error) {
	type answer struct {
		notice bot.Notice
		err    error
	}
	got := make(chan answer, 1)
	if err := to.Receive(ctx, in, func(n bot.Notice, err error) { got <- answer{n, err} }); err != nil {
		return bot.Notice{}, err
	}
	select {
	case a := <-got:
		return a.notice, a.err
	case <-ctx.Done():
		return bot.Notice{}, ctx.Err()
	}
}

func (t *Terminal) private(who, text string) bot.Inbound {
	t.lines++
	return inPrivate("local:"+t.session+":"+strconv.Itoa(t.lines), who, text, t.Clock.Now())
}

func (t *Terminal) inbound(l *Line) (bot.Inbound, error) {
	t.lines++
	return t.screens.inbound(l, "local:"+t.session+":"+strconv.Itoa(t.lines), t.Clock.Now())
}

// Send shows a message on its screen.
func (t *Terminal) Send(_ context.Context, out bot.Outgoing) (string, error) {
	id := out.EditOf
	switch {
	case out.Body.Remove:
		out.Body.Buttons = nil
	case id == "":
		t.sent++
		id = t.session + "-" + strconv.Itoa(t.sent)
	}
	t.screens.put(out.To.Chat, id, slices.Concat(out.Body.Buttons...))
	t.screen.Lock()
	defer t.screen.Unlock()
	if _, err := io.WriteString(t.Out, Draw(out.To.Chat[1:], out)); err != nil {
		return "", &bot.SendError{Fate: bot.Doubtful, Err: err}
	}
	return id, nil
}
