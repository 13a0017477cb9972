package bot_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/store"
)

const secret = "mijn dochter heet Roos"

// clumsy are handlers that cannot take their input.
var clumsy = map[string]bot.Handler{
	"paniek": func(c *bot.Context) error {
		if err := say(c, "half"); err != nil {
			return err
		}
		panic(c.In.Text)
	},
	"fout": func(c *bot.Context) error { return errors.New(c.In.Text) },
	"leeg": func(c *bot.Context) error {
		var nobody *store.Person
		return say(c, nobody.Name)
	},
}

func TestDeadLetter(t *testing.T) {
	for name := range clumsy {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, clumsy)
			in := private("in:1", "anja-4711", "/"+name+" "+secret)
			if n := r.do(in); n != (bot.Notice{}) {
				t.Errorf("got the notice %v of a handler that failed", n)
			}
			r.do(in) // its key is known: it does not die twice
			r.wantSaid(r.render("sorry.dead_letter"))
			if diff := cmp.Diff(r.signals, []bot.Signal{{Name: bot.DeadLetterSignal, Subject: 1}}); diff != "" {
				t.Errorf("signals (-got +want):\n%s", diff)
			}
			got, cause := r.letter(1)
			if diff := cmp.Diff(got, in); diff != "" {
				t.Errorf("the letter holds (-got +want):\n%s", diff)
			}
			if cause == "" {
				t.Error("the letter does not say what went wrong")
			}
			for _, line := range r.log {
				if strings.Contains(line, secret) || strings.Contains(line, "4711") {
					t.Errorf("the log tells what somebody wrote, or who: %s", line)
				}
			}
		})
	}
}

// letter opens a dead letter.
func (r *room) letter(id int64) (in bot.Inbound, cause string) {
	r.Helper()
	err := r.db.Write(r.Context(), func(tx *store.Tx) error {
		content, why, err := tx.OpenDeadLetter(id, 0, "test", monday)
		cause = why
		return errors.Join(err, json.Unmarshal(content, &in))
	})
	if err != nil {
		r.Fatal(err)
	}
	return in, cause
}

// Whoever must hear of a dead letter may fail as well. The letter is kept without them.
func TestDeadLetterWithoutItsAlarm(t *testing.T) {
	alarms := map[string]func(bot.Signal) error{
		"error": func(bot.Signal) error { return errors.New("no coordinator") },
		"panic": func(bot.Signal) error { panic("no coordinator") },
	}
	for name, alarm := range alarms {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, clumsy)
			r.hears = alarm
			r.do(private("in:1", "anja", "/fout "+secret))
			r.do(private("in:1", "anja", "/fout "+secret))
			r.do(private("in:2", "anja", "hallo"))
			if diff := cmp.Diff(r.deadLetters(), []string{"in:1"}); diff != "" {
				t.Errorf("dead letters (-got +want):\n%s", diff)
			}
			r.wantSaid("hallo")
		})
	}
}

func TestDeadLetterAnswersWhereItMay(t *testing.T) {
	tests := []struct {
		name string
		in   bot.Inbound
		want int // answers
	}{
		{"private", private("in:1", "anja", "/fout"), 1},
		{"a button in a group", pressed(group("in:1", "anja", ""), "test:fout"), 1},
		{"a word in a group", group("in:1", "anja", "/fout"), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRoom(t, clumsy)
			r.do(tt.in)
			if got := len(r.said()); got != tt.want {
				t.Errorf("got %d answers, want %d: %q", got, tt.want, r.said())
			}
			if diff := cmp.Diff(r.deadLetters(), []string{"in:1"}); diff != "" {
				t.Errorf("dead letters (-got +want):\n%s", diff)
			}
		})
	}
}

// A dead letter may fall into a failing disk too: then it waits like everything else, and nothing is confirmed without it.
func TestDeadLetterOnAFailingDisk(t *testing.T) {
	var lift func()
	broke := false
	r := newRoom(t, map[string]bot.Handler{"rampspoed": func(*bot.Context) (err error) {
		if !broke {
			broke = true
			if lift, err = limitFileSize(); err != nil {
				return err
			}
		}
		return fmt.Errorf("cannot")
	}})
	c := confirming()
	r.hand(c, private("in:1", "anja", "/rampspoed"))
	r.awaitLog(fails)
	if len(c.all) > 0 {
		t.Error("confirmed without its dead letter")
	}
	lift()
	if _, err := r.await(c, 1); err != nil {
		t.Fatal(err)
	}
	r.wantSaid(r.render("sorry.dead_letter"))
	if diff := cmp.Diff(r.deadLetters(), []string{"in:1"}); diff != "" {
		t.Errorf("dead letters (-got +want):\n%s", diff)
	}
}
