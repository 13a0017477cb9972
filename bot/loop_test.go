package bot_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/locales"
)

func TestInputsKeepTheirOrder(t *testing.T) {
	r := newRoom(t, nil)
	ins, keys := keysOf(300) // more than one burst
	c := confirming()
	r.hand(c, ins...)
	got, err := r.await(c, len(ins))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, keys); diff != "" {
		t.Errorf("confirmed (-got +want):\n%s", diff)
	}
	r.wantSaid(keys...)
}

func TestSameKeyIsHandledOnce(t *testing.T) {
	r := newRoom(t, nil)
	r.do(private("in:1", "anja", "hallo"))
	if n := r.do(private("in:1", "anja", "hallo")); n != (bot.Notice{}) {
		t.Errorf("a repeat got the notice %v", n)
	}
	c := confirming()
	r.hand(c, private("in:2", "anja", "en"), private("in:2", "anja", "en")) // in one burst
	if _, err := r.await(c, 2); err != nil {
		t.Errorf("a repeat is confirmed like the first: got %v", err)
	}
	r.wantSaid("hallo", "en")
}

func TestKeysAreForgottenInTheEnd(t *testing.T) {
	r := newRoom(t, nil)
	r.do(private("in:1", "anja", "hallo"))
	r.clock.Turn(monday.Add(71 * time.Hour))
	r.do(private("in:2", "anja", "prunes"))
	r.do(private("in:1", "anja", "hallo"))
	r.wantSaid("hallo", "prunes")
	r.clock.Turn(monday.Add(73 * time.Hour))
	r.do(private("in:3", "anja", "prunes"))
	r.do(private("in:1", "anja", "hallo"))
	r.wantSaid("hallo", "prunes", "prunes", "hallo")
}

func TestConfirmedAndNoticedAfterCommit(t *testing.T) {
	r := newRoom(t, map[string]bot.Handler{"knop": func(c *bot.Context) error {
		if err := say(c, "row"); err != nil {
			return err
		}
		return c.Answer(locales.T("stand.worry_kept"))
	}})
	let := r.holdWriter()
	type told struct {
		notice bot.Notice
		err    error
		rows   []string
	}
	got := make(chan told, 1)
	if err := r.loop.Receive(t.Context(), pressed(private("in:1", "anja", ""), "test:knop"), func(n bot.Notice, err error) {
		got <- told{n, err, r.said()}
	}); err != nil {
		t.Fatal(err)
	}
	select {
	case early := <-got:
		t.Fatalf("confirmed before the commit: %+v", early)
	case <-time.After(50 * time.Millisecond):
	}
	let()
	select {
	case g := <-got:
		if diff := cmp.Diff(g.rows, []string{"row"}); g.err != nil || g.notice.Text == "" || diff != "" {
			t.Errorf("got %+v, want a notice, and the row that was committed before it", g)
		}
	case <-time.After(soon):
		t.Fatal("never confirmed")
	}
}

func TestFullQueueMakesPlatformsWait(t *testing.T) {
	r := newRoom(t, nil)
	let := r.holdWriter()
	c := confirming()
	ins, keys := keysOf(2000)
	taken := 0
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	var err error
	for _, in := range ins {
		if err = r.loop.Receive(ctx, in, c.of(in.Key)); err != nil {
			break
		}
		taken++
	}
	if !errors.Is(err, context.DeadlineExceeded) || taken > 1024 {
		t.Fatalf("took %d inputs, then %v; want it to wait after a few bursts", taken, err)
	}
	let()
	got, err := r.await(c, taken)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, keys[:taken]); diff != "" {
		t.Errorf("confirmed (-got +want):\n%s", diff)
	}
}

func TestStopAnswersAllThatWait(t *testing.T) {
	for range 8 { // whether the loop still takes a burst is up to chance
		r := newRoom(t, nil)
		r.stop()
		r.loop = bot.NewLoop(r.house, func() {})
		c := confirming()
		ins, _ := keysOf(200)
		r.hand(c, ins...)
		ended, end := context.WithCancel(t.Context())
		end()
		r.loop.Run(ended)
		if _, err := r.await(c, len(ins)); err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want nothing or %v", err, context.Canceled)
		}
		handled := 0
		for _, err := range c.errs {
			if err == nil {
				handled++
			}
		}
		if got := len(r.said()); got != handled {
			t.Errorf("%d were confirmed, %d were handled", handled, got)
		}
		if len(c.all) > 0 {
			t.Errorf("%d inputs were answered twice", len(c.all))
		}
	}
}

func TestDoGivesUpWithItsContext(t *testing.T) {
	r := newRoom(t, nil)
	r.holdWriter()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := r.loop.Do(ctx, private("in:1", "anja", "hallo")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want %v", err, context.DeadlineExceeded)
	}
}

func TestHandlersErrorUndoesOnlyItsInput(t *testing.T) {
	r := newRoom(t, map[string]bot.Handler{"mis": func(c *bot.Context) error {
		if err := say(c, "half"); err != nil {
			return err
		}
		return errors.New("cannot")
	}})
	c := confirming()
	r.hand(c, private("in:1", "anja", "een"), private("in:2", "anja", "/mis"), private("in:3", "anja", "drie"))
	if _, err := r.await(c, 3); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, text := range r.said() {
		if text != r.render("sorry.dead_letter") {
			got = append(got, text)
		}
	}
	if diff := cmp.Diff(got, []string{"een", "drie"}); diff != "" {
		t.Errorf("said (-got +want):\n%s", diff)
	}
	if diff := cmp.Diff(r.deadLetters(), []string{"in:2"}); diff != "" {
		t.Errorf("dead letters (-got +want):\n%s", diff)
	}
}
