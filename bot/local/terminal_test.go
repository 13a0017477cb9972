package local_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/bot/local"
	"smederij/store"
)

// parrot is a house that shows what was said, with a button, and answers presses with a notice.
type parrot struct {
	terminal *local.Terminal
	ins      []bot.Inbound
	shown    chan error
	link     string
}

func (p *parrot) Receive(ctx context.Context, in bot.Inbound, done func(bot.Notice, error)) error {
	p.ins = append(p.ins, in)
	var n bot.Notice
	if in.Press != nil {
		n = bot.Notice{Text: "genoteerd", Link: p.link}
	}
	p.shown = make(chan error, 1)
	go func() { // the outbox may be faster than the notice
		_, err := p.terminal.Send(ctx, bot.Outgoing{To: in.Address, Body: store.Body{Text: "u zei: " + in.Text,
			Buttons: [][]bot.ShownButton{{{Label: "Ja", Payload: "t:1:1:yes"}, {Label: "Nee", Payload: "t:1:1:no"}}}}})
		p.shown <- err
	}()
	done(n, nil)
	return nil
}

func talk(t *testing.T, link, lines string) (screen string, ins []bot.Inbound) {
	t.Helper()
	var out bytes.Buffer
	p := &parrot{link: link}
	p.terminal = local.NewTerminal(local.Stage{Clock: bot.NewTurnedClock(monday), Settle: func(context.Context) error {
		if p.shown == nil {
			return nil
		}
		err := <-p.shown
		p.shown = nil
		return err
	}}, strings.NewReader(lines), &out)
	p.terminal.Echo = true
	if err := p.terminal.Run(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return out.String(), p.ins
}

func TestScreen(t *testing.T) {
	screen, _ := talk(t, "", "anja> hallo\nanja> [Ja]\nanja@KRA> mooi weer\nanja> [Misschien]\nbram\n! gisteren\n! 2h\n")
	want := `anja> hallo
  bot → anja
    u zei: hallo
    [1 Ja] [2 Nee]
anja> [Ja]
  anja ziet even: genoteerd
  bot → anja
    u zei:
    [1 Ja] [2 Nee]
anja@KRA> mooi weer
anja> [Misschien]
  ? de knop [Misschien] staat er niet
bram
  ? ik lees geen naam; schrijf bijvoorbeeld: anja> ik heb een idee
! gisteren
  ? ik lees geen tijd; schrijf bijvoorbeeld: ! 26h, ! 3d of ! maandag 09:00
! 2h
`
	if diff := cmp.Diff(strings.Split(screen, "\n"), strings.Split(want, "\n")); diff != "" {
		t.Errorf("screen (-got +want):\n%s", diff)
	}
}

// A tap on the link of a notice opens the private chat and goes on there.
func TestLinkOpensThePrivateChat(t *testing.T) {
	_, ins := talk(t, "ideas-support-1", "anja@KRA> /help\nanja@KRA> [Ja]\n")
	last := ins[len(ins)-1]
	if len(ins) != 3 || !last.Private || last.From != "anja" || last.Text != "/start ideas-support-1" {
		t.Errorf("got %+v, want anja's /start in private", ins)
	}
}

func TestKeysDifferBetweenRuns(t *testing.T) {
	_, first := talk(t, "", "anja> een\nanja> twee\n")
	_, second := talk(t, "", "anja> een\n")
	if first[0].Key == first[1].Key || first[0].Key == second[0].Key {
		t.Errorf("keys repeat: %s, %s, %s", first[0].Key, first[1].Key, second[0].Key)
	}
}

// Ctrl-C ends the program, also while it waits for somebody to type.
func TestTerminalEndsWithItsContext(t *testing.T) {
	typing, hands := io.Pipe()
	defer hands.Close() // ends the read that is left behind
	terminal := local.NewTerminal(local.Stage{Clock: bot.NewTurnedClock(monday)}, typing, io.Discard)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- terminal.Run(ctx, &parrot{}) }()
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("got %v, want no error", err)
		}
	case <-time.After(soon):
		t.Fatal("it goes on")
	}
}

func TestTerminalTellsOfABrokenScreen(t *testing.T) {
	terminal := local.NewTerminal(local.Stage{}, nil, broken{})
	_, err := terminal.Send(t.Context(), bot.Outgoing{To: bot.Address{Chat: "@anja"}})
	var failure *bot.SendError
	if !errors.As(err, &failure) || failure.Fate != bot.Doubtful {
		t.Errorf("got %v, want doubt", err)
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }
