//go:build unix

package main

import (
	"fmt"
	"strings"
	"testing"
)

// treasurer is a coordinator who fills pots and gives money to ideas. Every order is shown first; there are two, so that a large one has
// somebody who says yes too.
type treasurer struct {
	orders  []button // that were shown, and not said yes to by this one
	choices []button // what can be done with money
	pots    int      // that were looked at
	ref     string   // of the idea whose money was looked at last
}

func (*treasurer) role() string { return "coordinator" }
func (*treasurer) duty() bool   { return false }

func (t *treasurer) hear(_ *person, m sight) {
	t.orders = append(t.orders, buttonsOf(m, "budget:yes")...)
	for _, kind := range []string{"allocate", "grant", "pay", "release"} {
		t.choices = append(t.choices, buttonsOf(m, "budget:"+kind)...)
	}
}

func (t *treasurer) reply(p *person, q question, _ sight) {
	switch {
	case p.rng.IntN(20) == 0:
		p.says("stop")
	case q.flow == "allocate" && q.step == "amount":
		p.says(pick(p, []string{"400", "900,50", "3.000"}))
	case q.step == "smederij":
		p.says(pick(p, areas[:]).name)
	case q.step == "amount":
		p.says(fmt.Sprint(1 + p.rng.IntN(60)))
	case q.step == "receipt":
		p.says("overslaan")
	default:
		p.says("boodschappen")
	}
}

func (t *treasurer) act(p *person) bool {
	switch {
	case len(t.orders) > 0:
		b := t.orders[0]
		t.orders = t.orders[1:]
		if p.rng.IntN(2) == 0 { // of what came last, which may be something else by now
			p.says(b.label)
			break
		}
		if p.rng.IntN(4) == 0 { // twice, in a hurry
			p.say(utterance{by: p, chat: "@" + p.name}, p.name+"> (press "+b.payload+")")
		}
		p.press("@"+p.name, b, noticed)
	case len(t.choices) > 0:
		p.says(pick(p, t.choices).label)
		t.choices = nil
	case t.pots < len(areas):
		p.says("/geld " + areas[t.pots%len(areas)].name)
		t.pots++
	default:
		if refs := p.refs(); len(refs) > 0 && (t.ref == "" || p.rng.IntN(4) == 0) {
			t.ref = pick(p, refs)
		}
		if t.ref == "" {
			return false
		}
		p.says("/geld " + t.ref)
	}
	return true
}

// refs are the references that stand in the groups, as they came.
func (s *square) refs() (list []string) {
	for _, m := range s.seen {
		if m.To[0] == '#' && m.Edit == "" && strings.HasPrefix(m.Text, titleBegins) {
			list = append(list, reference.FindString(m.Text))
		}
	}
	return list
}

// order is an order for money as it is kept, with the entries that came of it.
type order struct {
	kind, state string
	entries     int
}

// checkMoney: what was said to be booked is booked, each order at most once. That the sums are right the program itself has recounted.
func (f *findings) checkMoney(t *testing.T) {
	booked := map[string]bool{} // by the input of which somebody was told so
	for _, m := range f.seen {
		if strings.Contains(m.Text, f.text("budget.booked")) {
			booked[m.Cause] = true
		}
	}
	kinds := map[string]int{}
	for id, o := range f.orders {
		want := 0
		if o.state == "booked" {
			want = 1
			kinds[o.kind]++
		}
		if want == 1 && o.kind == "allocate" {
			want = f.funders
		}
		if o.entries != want {
			t.Errorf("order %d (%s) is %s with %d entries, want %d", id, o.kind, o.state, o.entries, want)
		}
	}
	all := 0
	for _, n := range kinds {
		all += n
	}
	t.Logf("%d orders, of which were booked %v; %d times somebody read so", len(f.orders), kinds, len(booked))
	if len(booked) > all {
		t.Errorf("%d times somebody read that an order is booked, and %d are", len(booked), all)
	}
	if all == 0 {
		t.Error("no money went round")
	}
}
