//go:build unix

package main

import (
	"strconv"
	"strings"
	"testing"

	"smederij/store"
)

// check holds what people saw against what was kept.
func (f *findings) check(t *testing.T) {
	for _, c := range []struct {
		promise string
		check   func(*findings, *testing.T)
	}{
		{"every confirmed idea is there once, in its author's words", (*findings).checkIdeas},
		{"every line was handled", (*findings).checkHandled},
		{"every line was answered", (*findings).checkAnswered},
		{"what is kept as sent was sent, and nothing else was", (*findings).checkSent},
		{"nothing is said twice that may not be", (*findings).checkTwice},
		{"no group has a card twice", (*findings).checkCards},
		{"cards show how many people stand beside an idea", (*findings).checkCounts},
		{"what a decision caused is told once it stands, and never when it was undone", (*findings).checkDecisions},
		{"money that was said to be booked is booked once", (*findings).checkMoney},
	} {
		t.Run(strings.ReplaceAll(c.promise, " ", "_"), func(t *testing.T) { c.check(f, t) })
	}
}

func (f *findings) checkIdeas(t *testing.T) {
	byTitle := make(map[string][]keptIdea)
	for _, i := range f.ideas {
		if i.Ref != "" {
			byTitle[i.Title] = append(byTitle[i.Title], i)
		}
	}
	confirmed := 0
	for _, p := range f.order {
		a, ok := p.part.(*author)
		if !ok {
			continue
		}
		for nr := range a.nr + 1 {
			name := title(p.name, nr)
			ref, promised := a.got[name]
			kept := byTitle[name]
			delete(byTitle, name)
			if len(kept) > 1 || promised && len(kept) != 1 {
				t.Errorf("%s is there %d times, confirmed as %q", name, len(kept), ref)
			}
			for _, i := range kept {
				checkWords(t, i, areas[(a.area+nr)%len(areas)].name)
				if promised && i.Ref != ref {
					t.Errorf("%s has the reference %s, confirmed was %s", name, i.Ref, ref)
				}
			}
			if promised {
				confirmed++
			}
		}
	}
	for name := range byTitle {
		t.Errorf("%q is an idea that nobody told", name)
	}
	if confirmed == 0 || f.letters > 0 {
		t.Errorf("%d ideas confirmed, %d dead letters", confirmed, f.letters)
	}
	t.Logf("%d ideas confirmed", confirmed)
}

// checkWords sees whether each answer of an idea belongs to its question: a line that is handled twice answers the next one too.
func checkWords(t *testing.T, i keptIdea, area string) {
	for _, step := range []string{"what", "whom", "better", "own"} {
		if got, want := i.answers[step].Text, answerTo(step, i.Title); got != want {
			t.Errorf("%s: %s is %q, want %q", i.Ref, step, got, want)
		}
	}
	if i.area != area {
		t.Errorf("%s is in %s, want %s", i.Ref, i.area, area)
	}
}

func (f *findings) checkHandled(t *testing.T) {
	turned := make(map[int]bool)
	for _, n := range f.turns {
		turned[n] = true
	}
	if f.place != len(f.said) {
		t.Errorf("%d of %d lines are confirmed", f.place, len(f.said))
	}
	for _, u := range f.said {
		if got, want := f.keys[u.key], !turned[u.n] && u.key != ""; got != want {
			t.Errorf("line %d (%s): handled %t, want %t", u.n, u.text, got, want)
		}
	}
}

// occasion is a chat and the input that caused something to be said there.
type occasion struct{ chat, cause string }

func (f *findings) checkAnswered(t *testing.T) {
	seen := make(map[occasion]bool)
	for _, m := range f.seen {
		seen[occasion{m.To, m.Cause}] = true
	}
	ideas := make(map[int64]store.Idea)
	for _, i := range f.ideas {
		ideas[int64(i.ID)] = i.Idea
	}
	for _, u := range f.said {
		ok := true
		switch u.outcome {
		case written, told:
			ok = u.key == "" || seen[occasion{u.chat, u.key}]
		case counted:
			own := ideas[u.idea].Author == f.people[u.by.name] // told so where it was pressed, and not counted
			ok = f.stands[standing{u.idea, f.people[u.by.name], u.stand}] != own
		case decided:
			i := ideas[u.idea]
			ok = i.Revision > u.about || i.ClaimedBy != 0 && i.ClaimedBy != f.people[u.by.name]
		}
		if !ok {
			t.Errorf("line %d (%s) has no answer", u.n, u.text)
		}
	}
}

func (f *findings) checkSent(t *testing.T) {
	shown := make(map[string][]sight) // by the message they show or edit
	for _, m := range f.seen {
		shown[m.id] = append(shown[m.id], m)
	}
	caused := make(map[occasion]bool)
	for _, m := range f.outbox {
		switch m.state {
		case "queued", "sending", "rejected":
			t.Errorf("message %d to %s (%s %s) is %s", m.id, m.chat, m.class, m.slot, m.state)
		case "sent":
			caused[occasion{m.chat, m.cause}] = true
			if !contains(shown[m.platformMessage], m) {
				t.Errorf("message %d to %s (%s, %s) is kept as sent under %q, but nobody saw it", m.id, m.chat, m.cause, m.slot, m.platformMessage)
			}
		case "uncertain":
			caused[occasion{m.chat, m.cause}] = true
		}
	}
	for _, m := range f.seen {
		if m.Edit == "" && !caused[occasion{m.To, m.Cause}] && !f.overtaken(m) {
			t.Errorf("line %d to %s (%s) was sent without a row", m.N, m.To, m.Cause)
		}
	}
}

func contains(list []sight, m message) bool {
	for _, s := range list {
		if s.content() == m.content {
			return true
		}
	}
	return false
}

// overtaken tells whether a message stands although its row was withdrawn or tells of another cause now: it was to be posted again at
// a coordinator's word, and a newer version of its slot went instead.
func (f *findings) overtaken(s sight) bool {
	return f.replaced(occasion{s.To, s.Cause}) > 0
}

func (f *findings) replaced(o occasion) (n int) {
	for _, m := range f.outbox {
		if m.chat == o.chat && m.slot != "" && (m.cause == o.cause && m.state == "withdrawn" || m.cause != o.cause && f.again[m.id] > 0) {
			n++
		}
	}
	return n
}

// checkTwice allows a message of a private chat once more for each time its fate was unknown, and one of a group only at a
// coordinator's word.
func (f *findings) checkTwice(t *testing.T) {
	allowed := make(map[occasion]int)
	for _, m := range f.outbox {
		n := 1 + f.again[m.id]
		if m.chat[0] == '@' || m.class == string(store.ClassReply) {
			if m.doubts > 1 && m.slot == "" {
				t.Errorf("message %d to %s was sent again by itself %d times", m.id, m.chat, m.doubts)
			}
			n += int(m.doubts)
		}
		allowed[occasion{m.chat, m.cause}] += n
	}
	got := make(map[occasion]int)
	for _, m := range f.seen {
		if m.Edit == "" {
			got[occasion{m.To, m.Cause}]++
		}
	}
	for o, n := range got {
		if n > allowed[o]+f.replaced(o) {
			t.Errorf("%s was told %d times because of %s, want at most %d", o.chat, n, o.cause, allowed[o])
		}
	}
}

func (f *findings) checkCards(t *testing.T) {
	allowed := make(map[occasion]int) // by chat and slot
	for _, m := range f.outbox {
		if m.slot != "" {
			allowed[occasion{m.chat, m.slot}] += f.again[m.id]
		}
	}
	got := make(map[occasion]int)
	for _, m := range f.seen {
		for _, b := range buttonsOf(m, "ideas:support") {
			if m.Edit == "" {
				got[occasion{m.To, "card:" + strconv.FormatInt(b.idea, 10)}]++
			}
		}
	}
	again := 0
	for o, n := range got {
		if n > 1+allowed[o] {
			t.Errorf("%s has %s %d times, and it was posted again %d times", o.chat, o.cause, n, allowed[o])
		}
		again += n - 1
	}
	t.Logf("%d cards, %d of them once more at a coordinator's word", len(got), again)
}

func (f *findings) checkCounts(t *testing.T) {
	counts := make(map[int64]map[store.Stand]int)
	for s := range f.stands {
		if counts[s.idea] == nil {
			counts[s.idea] = make(map[store.Stand]int)
		}
		counts[s.idea][s.stand]++
	}
	newest := make(map[int64]sight)
	for _, m := range f.seen {
		for _, b := range buttonsOf(m, "ideas:support") {
			newest[b.idea] = m
		}
	}
	for idea, m := range newest {
		n := counts[idea]
		if want := f.text("card.support", "n", n[store.Support]); !strings.Contains(m.Text, want) {
			t.Errorf("the card of idea %d lacks %q:\n%s", idea, want, m.Text)
		}
		if want := f.text("card.help", "n", n[store.Help]); n[store.Help] > 0 && !strings.Contains(m.Text, want) {
			t.Errorf("the card of idea %d lacks %q:\n%s", idea, want, m.Text)
		}
	}
}

func (f *findings) checkDecisions(t *testing.T) {
	told := make(map[int64]int)
	for _, m := range f.outbox {
		switch {
		case m.decision == 0:
		case f.undone[m.decision] && m.state != "withdrawn":
			t.Errorf("decision %d was undone, and message %d to %s is %s", m.decision, m.id, m.chat, m.state)
		case m.chat[0] == '@':
			told[m.decision]++
		}
	}
	for d, undone := range f.undone {
		if want := 1; !undone && told[d] != want {
			t.Errorf("decision %d was told to its author %d times", d, told[d])
		}
	}
}
