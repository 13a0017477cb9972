//go:build unix

package main

import (
	"strings"
)

// volunteer decides about ideas, together with two others in one chat: at once, with a reason, or after a question.
type volunteer struct {
	chat, area string
	tried      map[string]bool // buttons that were pressed already
	found      []button        // in the private chat
}

func (v *volunteer) role() string { return "volunteer:" + v.area }
func (*volunteer) duty() bool     { return false }

func (v *volunteer) hear(_ *person, m sight) {
	v.found = append(v.found, buttonsOf(m, "review:show")...)
	v.found = append(v.found, buttonsOf(m, "review:accept")...)
}

func (v *volunteer) reply(p *person, q question, m sight) {
	switch q.step {
	case "criterion":
		b := pick(p, m.Buttons[:3])
		p.says("[" + b.Label + "]")
	case "reason":
		p.says("Alleen leden van de club mogen meedoen")
	case "question":
		p.says("Op welke dag wilt u dat doen")
	default:
		p.worries()
	}
}

func (v *volunteer) act(p *person) bool {
	whim := p.rng.IntN(100)
	switch {
	case len(v.found) > 0:
		b := v.found[0]
		v.found = v.found[1:]
		if strings.HasPrefix(b.payload, "review:show") {
			p.press("@"+p.name, b, written)
		} else {
			p.press("@"+p.name, b, noticed)
		}
		return true
	case whim < 5:
		p.says("/werk")
		return true
	case whim < 15:
		return v.first(p, "review:undo", noticed)
	case whim < 20:
		return v.first(p, "review:release", noticed)
	case whim < 30:
		return v.first(p, "review:decline", noticed)
	case whim < 42:
		return v.first(p, "review:ask", noticed)
	case whim < 50:
		return v.first(p, "review:claim", noticed)
	case whim < 53:
		return v.first(p, "review:choices", noticed) || v.first(p, "review:refer", decided)
	case whim < 90:
		return v.first(p, "review:accept", decided)
	}
	return p.meddle()
}

// first presses the newest button of a kind that this volunteer has not pressed.
func (v *volunteer) first(p *person, kind string, o outcome) bool {
	found := p.buttons(v.chat, kind)
	for i := range found {
		b := found[len(found)-1-i]
		if v.tried[b.payload] {
			continue
		}
		v.tried[b.payload] = true
		if p.rng.IntN(2) == 0 { // somebody else may be at it: look at another
			continue
		}
		if p.rng.IntN(8) == 0 {
			p.pressNewest(v.chat, b.label)
		} else {
			p.press(v.chat, b, o)
		}
		return true
	}
	return false
}

// coordinator links the groups, and looks in a group when the program does not know whether something stands there.
type coordinator struct {
	alarms       []alarm
	heard, again int
	cards        int // of the alarms, those about a group's card
}

// alarm is a message whose fate is unknown, with the button that posts it again.
type alarm struct {
	text  string
	again button
}

func (*coordinator) role() string { return "coordinator" }
func (c *coordinator) duty() bool { return len(c.alarms) > 0 }

func (c *coordinator) hear(p *person, m sight) {
	for _, b := range buttonsOf(m, "alarms:again") {
		text := strings.TrimPrefix(m.Text, p.text("alarm.uncertain", "text", ""))
		c.heard++
		if strings.HasPrefix(text, titleBegins) {
			c.cards++
		}
		c.alarms = append(c.alarms, alarm{strings.TrimSuffix(text, "…"), b})
	}
}

func (c *coordinator) reply(p *person, _ question, _ sight) { p.worries() }

func (c *coordinator) act(p *person) bool {
	if len(c.alarms) == 0 {
		return p.rng.IntN(10) == 0 && p.meddle()
	}
	a := c.alarms[0]
	c.alarms = c.alarms[1:]
	if p.stands(a.text) && p.rng.IntN(10) > 0 { // and now and then too hasty to look
		return false
	}
	c.again++
	p.press("@"+p.name, a.again, noticed)
	return true
}

// stands tells whether people see a message in a group. In a volunteers' chat it must be posted again all the same when it has buttons:
// nobody's press there brings the place where it stands.
func (p *person) stands(text string) bool {
	for _, m := range p.seen {
		if m.Edit == "" && m.To[0] == '#' && strings.HasPrefix(m.Text, text) && (len(m.Buttons) == 0 || !strings.HasSuffix(m.To, "*")) {
			return true
		}
	}
	return false
}
