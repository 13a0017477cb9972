package local

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"smederij/bot"
	"smederij/store/crashpoint"
)

// Inbox is the platform of unattended runs: it follows a file of numbered lines ("17 anja> tekst") and adds what is sent to another.
// Like a network it offers a line again until it was confirmed: its place moves on only after the commit.
type Inbox struct {
	Stage
	path    string
	lines   *os.File
	sent    *os.File
	count   int   // lines in the sent file
	size    int64 // its bytes
	screens screens

	mu      sync.Mutex
	place   int // number of the last confirmed line
	waiting sync.WaitGroup
}

// SentLine is one line of the sent file.
type SentLine struct {
	N       int               `json:"n"` // also the message's id
	To      string            `json:"to"`
	Edit    string            `json:"edit,omitempty"`
	Cause   string            `json:"cause"`
	Text    string            `json:"text"`
	File    string            `json:"file,omitempty"`
	Buttons []bot.ShownButton `json:"buttons,omitempty"`
}

const followEvery = 2 * time.Millisecond // the inbox file is looked at again

// OpenInbox opens both files and goes on where an earlier run stopped.
func OpenInbox(s Stage, inbox, sent string) (*Inbox, error) {
	b := &Inbox{Stage: s, path: inbox}
	place, err := os.ReadFile(b.placePath())
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	default:
		if b.place, err = strconv.Atoi(strings.TrimSpace(string(place))); err != nil {
			return nil, fmt.Errorf("%s: %w", b.placePath(), err)
		}
	}
	if b.lines, err = os.Open(inbox); err != nil {
		return nil, err
	}
	if b.sent, err = os.OpenFile(sent, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600); err != nil {
		return nil, err
	}
	return b, b.recall()
}

func (b *Inbox) placePath() string { return b.path + ".place" }

// recall reads what was sent before, so that its buttons can be pressed.
func (b *Inbox) recall() error {
	data, err := io.ReadAll(b.sent)
	if err != nil {
		return err
	}
	if whole := bytes.LastIndexByte(data, '\n') + 1; whole < len(data) { // the process ended in the middle of a line
		if err := b.sent.Truncate(int64(whole)); err != nil {
			return err
		}
		data = data[:whole]
	}
	b.size = int64(len(data))
	for line := range bytes.Lines(data) {
		var s SentLine
		if err := json.Unmarshal(line, &s); err != nil {
			return fmt.Errorf("%s: %w", b.sent.Name(), err)
		}
		b.count = s.N
		b.show(s)
	}
	return nil
}

func (b *Inbox) show(s SentLine) {
	id := s.Edit
	if id == "" {
		id = strconv.Itoa(s.N)
	}
	b.screens.put(s.To, id, s.Buttons)
}

// Close closes both files.
func (b *Inbox) Close() error { return errors.Join(b.lines.Close(), b.sent.Close()) }

// Name is the platform's.
func (b *Inbox) Name() string { return PlatformName }

// Run follows the inbox until ctx ends. It does not wait for lines that are on their way then: while the disk fails that would be for
// ever, and what is not confirmed comes again.
func (b *Inbox) Run(ctx context.Context, to bot.Receiver) error {
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	reader := bufio.NewReader(b.lines)
	var rest string
	for ctx.Err() == nil { // a line that was turned away must not be overtaken by the next
		part, err := reader.ReadString('\n')
		rest += part
		switch {
		case err == nil:
			if err := b.line(ctx, to, strings.TrimRight(rest, "\n")); err != nil {
				return err
			}
			rest = ""
		case errors.Is(err, io.EOF):
			select {
			case <-tick.C:
			case <-ctx.Done():
			}
		default:
			return err
		}
	}
	return nil
}

func (b *Inbox) line(ctx context.Context, to bot.Receiver, text string) error {
	number, rest, _ := strings.Cut(text, " ")
	n, err := strconv.Atoi(number)
	if err != nil || n <= 0 {
		return fmt.Errorf("%s: %q has no number", b.path, text)
	}
	if n <= b.place {
		return nil // confirmed by an earlier run
	}
	l, err := Parse(rest)
	if err != nil {
		return fmt.Errorf("%s: line %d: %w", b.path, n, err)
	}
	switch {
	case l == nil:
		return nil
	case l.Who == "":
		if err := b.quiet(ctx); err != nil {
			return nil
		}
		if err := b.Turn(ctx, l.Turn); err != nil {
			return unlessEnded(ctx, err)
		}
		return b.confirm(n)
	}
	in, err := b.screens.inbound(l, "inbox:"+number, b.Clock.Now())
	var gone noButton
	if err != nil && !errors.As(err, &gone) { // an edit may have taken a pressed button away before its line was confirmed
		return fmt.Errorf("%s: line %d: %w", b.path, n, err)
	}
	if !in.Addressed() { // people talking among themselves
		if err := b.quiet(ctx); err != nil {
			return nil
		}
		return b.confirm(n)
	}
	return b.receive(ctx, to, in, n)
}

// quiet waits until every line before was confirmed, or ctx ends.
func (b *Inbox) quiet(ctx context.Context) error {
	all := make(chan struct{})
	go func() {
		b.waiting.Wait()
		close(all)
	}()
	select {
	case <-all:
	case <-ctx.Done():
	}
	return ctx.Err()
}

// unlessEnded is an error, or nothing when ctx ended: what was not done comes again with the next run.
func unlessEnded(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

func (b *Inbox) receive(ctx context.Context, to bot.Receiver, in bot.Inbound, n int) error {
	b.waiting.Add(1)
	err := to.Receive(ctx, in, func(_ bot.Notice, err error) {
		defer b.waiting.Done()
		if err != nil {
			return // comes again with the next run
		}
		crashpoint.Here("inbox/committed")
		_ = b.confirm(n) // if it fails the line is offered once more, and its key is known
	})
	if err != nil {
		b.waiting.Done()
		return unlessEnded(ctx, err)
	}
	return nil
}

// confirm moves the place on.
func (b *Inbox) confirm(n int) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	half := b.placePath() + ".new"
	if err := os.WriteFile(half, []byte(strconv.Itoa(n)), 0o600); err != nil {
		return err
	}
	crashpoint.Here("inbox/place-written")
	return os.Rename(half, b.placePath())
}

// Send adds a message to the sent file.
func (b *Inbox) Send(_ context.Context, out bot.Outgoing) (string, error) {
	b.count++
	s := SentLine{N: b.count, To: out.To.Chat, Edit: out.EditOf, Cause: out.Cause, Text: out.Body.Text, File: file(out), Buttons: slices.Concat(out.Body.Buttons...)}
	line, err := json.Marshal(s)
	if err != nil {
		return "", &bot.SendError{Fate: bot.Refused, Err: err}
	}
	b.show(s) // before anybody can read it: whoever does may press at once
	if _, err := crashpoint.Write("inbox/half-sent", b.sent, append(line, '\n')); err != nil {
		return "", &bot.SendError{Fate: b.takeBack(), Err: err}
	}
	b.size += int64(len(line)) + 1
	if out.EditOf != "" {
		return out.EditOf, nil
	}
	return strconv.Itoa(s.N), nil
}

// takeBack cuts off what a full disk left of a line, so that the next one does not stand behind half a one.
func (b *Inbox) takeBack() bot.Fate {
	if err := b.sent.Truncate(b.size); err != nil {
		return bot.Doubtful
	}
	b.count--
	return bot.NotSent
}
