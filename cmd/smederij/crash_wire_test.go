//go:build unix

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"smederij/bot/telegram/telegramtest"
	"smederij/store"
)

const (
	onTheWire = 50 * time.Millisecond // a request is read that was sent by a program that is gone by then
	noting    = time.Second           // after an answer, in which what it said is written down, also on a busy disk
	answering = 2 * time.Second       // in which a press that was handled is answered, also at the second try
)

// check holds what the server saw against the promises that only it can see broken.
func (n *telegramNetwork) check(f *findings) {
	n.Run("whoever_says_wait_is_waited_for", func(t *testing.T) { n.checkPatience(t) })
	n.Run("no_group_post_is_repeated_but_at_a_coordinators_word", func(t *testing.T) { n.checkDoubled(t, f) })
	n.Run("every_press_has_an_answer_or_a_notice", func(t *testing.T) { n.checkNotices(t, f) })
	n.Run("the_token_is_nowhere", func(t *testing.T) { n.checkToken(t) })
}

// checkPatience allows a bot to come too early that was killed before it could write down how long it has to wait.
func (n *telegramNetwork) checkPatience(t *testing.T) {
	var told, kept, asked int
	refusals := make(map[int64][]telegramtest.Request)
	for _, r := range n.server.Requests() {
		if r.Retry > 0 && r.Fault != telegramtest.DropReply && r.Fault != telegramtest.BadGateway {
			refusals[r.Chat] = append(refusals[r.Chat], r)
			switch {
			case r.Fault == telegramtest.TooMany:
				asked++
			case slices.ContainsFunc(n.paced, func(s span) bool { return r.Started.After(s.from) && r.Started.Before(s.to) }):
				kept++
			default:
				told++
			}
		}
	}
	excused := 0
	for _, early := range n.server.Impatient() {
		ok := true
		for _, r := range refusals[early.Chat] {
			open := early.Started.After(r.Answered) && early.Started.Before(r.Answered.Add(time.Duration(r.Retry)*time.Second))
			if open && !n.died(r.Started.Add(-onTheWire), r.Answered.Add(noting), early.Started) {
				ok = false
				t.Errorf("%s to %s at %s, told to wait %d s at %s", early.Method, n.spots[early.Params["chat_id"]], early.Started.Format(clockForm), r.Retry, r.Answered.Format(clockForm))
			}
		}
		if ok {
			excused++
		}
	}
	t.Logf("told to wait %d times in runs that kept no limits, %d times in the %d runs that did, %d times by a fault; %d times it forgot because it was killed at once",
		told, kept, len(n.paced), asked, excused)
}

const clockForm = "15:04:05.000"

// died tells whether the program was killed in a span of time, and before something.
func (n *telegramNetwork) died(from, to, before time.Time) bool {
	for _, d := range n.deaths {
		if !d.Before(from) && !d.After(to) && d.Before(before) {
			return true
		}
	}
	return false
}

// checkDoubled holds what the server saw twice in a group against the messages with those words. Answers to somebody there may be
// repeated once, posts may not.
func (n *telegramNetwork) checkDoubled(t *testing.T, f *findings) {
	type place struct{ chat, message string }
	allowed, begun, again := make(map[string]int), make(map[place]bool), 0
	for _, m := range f.outbox {
		again += f.again[m.id]
		if at := (place{m.chat, m.platformMessage}); m.platformMessage == "" || !begun[at] { // else it changed what stands there
			begun[at] = true
			allowed[m.content] += 1 + f.again[m.id]
			if m.class == string(store.ClassReply) {
				allowed[m.content] += int(m.doubts)
			}
		}
	}
	got := make(map[string]int)
	for _, m := range f.seen {
		if m.To[0] == '#' && m.Edit == "" {
			got[m.content()]++
		}
	}
	twice := 0
	for c, times := range got {
		twice += times - 1
		if times > max(1, allowed[c]) {
			t.Errorf("a group was told %d times, want at most %d: %q", times, allowed[c], c)
		}
	}
	if doubled := len(n.server.Doubled()); doubled != twice {
		t.Errorf("the server saw %d messages again in a group, people %d", doubled, twice)
	}
	t.Logf("%d messages say in a group what was said there before; %d posts were repeated at a coordinator's word", twice, again)
}

// checkNotices looks for the presses that nobody answered. A notice is lost when the program is killed between its commit and telling
// it; the press was confirmed and does not come again.
func (n *telegramNetwork) checkNotices(t *testing.T, f *findings) {
	rows, noticed := make(map[string]bool), make(map[string]bool)
	for _, m := range f.outbox {
		rows[m.cause] = true
	}
	for _, e := range n.server.Events() {
		if e.Kind == telegramtest.Noticed {
			noticed[e.Query] = true
		}
	}
	presses, lost := 0, 0
	for i, l := range n.lines {
		if l.query == "" {
			continue
		}
		presses++
		if noticed[l.query] || rows[f.said[i].key] {
			continue
		}
		lost++
		if !n.died(l.confirmed.Add(-answering), l.confirmed.Add(answering), time.Now()) {
			t.Errorf("line %d (%s) has neither", i+1, f.said[i].text)
		}
	}
	t.Logf("%d presses; %d notices were lost with the program that was to give them", presses, lost)
	if presses == 0 || lost > presses/20 {
		t.Errorf("%d of %d presses without any answer", lost, presses)
	}
}

// checkToken looks into everything on the disk.
func (n *telegramNetwork) checkToken(t *testing.T) {
	files, err := filepath.Glob(n.file("*"))
	if err != nil || len(files) < 3 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil || bytes.Contains(data, []byte(n.server.Token())) {
			t.Errorf("%s: the token stands in it, or %v", path, err)
		}
	}
}
