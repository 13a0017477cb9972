//go:build unix

package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"smederij/store"
)

// person reads what comes into their private chat, answers what is asked there, and does something else now and then.
type person struct {
	*square
	name     string
	part     part
	awaits   *utterance // whose answer is waited for
	answered bool
	question *sight    // that was asked last
	ready    time.Time // when they have thought enough
}

// part is what somebody does on the square.
type part interface {
	role() string                         // as --role takes it, or ""
	hear(p *person, m sight)              // something came into the private chat
	reply(p *person, q question, m sight) // to a question
	act(p *person) bool                   // of their own accord; false when nothing is to be done
	duty() bool                           // something must be done even at the end
}

const passer = "truus" // comes by at the end and presses every card

// areas are the Smederijen of the square, as people write them.
var areas = []struct{ code, name string }{{"KRA", "Krakeel"}, {"WOL", "Wolfsbos"}, {"VEN", "Venesluis"}}

// gather brings fifty people together, and links the groups.
func (s *square) gather() {
	s.join("carla", &coordinator{})
	for i, a := range areas {
		for n := range 3 {
			s.join(fmt.Sprintf("wim%d%d", i, n), &volunteer{chat: "#" + a.code + "*", area: a.code, tried: make(map[string]bool)})
		}
	}
	for n := range 36 {
		s.join(fmt.Sprintf("anja%d", n), &author{area: n % len(areas), got: make(map[string]string)})
	}
	for n := range 3 {
		s.join(fmt.Sprintf("piet%d", n), &bystander{})
	}
	s.join(passer, &bystander{})
	s.join("tess", &treasurer{})
	s.join("theo", &treasurer{})
	s.net.welcome()
	for _, a := range areas {
		s.people["@carla"].group("#"+a.code, "/koppel "+a.code)
		s.people["@carla"].group("#"+a.code+"*", "/koppel "+a.code+" vrijwilligers")
	}
}

func (s *square) join(name string, part part) {
	p := &person{square: s, name: name, part: part}
	s.people["@"+name] = p
	s.order = append(s.order, p)
}

func (s *square) groups() (list []string) {
	for _, a := range areas {
		list = append(list, "#"+a.code)
	}
	return list
}

func (p *person) think() { p.ready = time.Now().Add(some(p.rng, pace)) }

// busy tells whether an answer, or something this person must do, is still to come.
func (p *person) busy() bool { return p.awaits != nil || p.part.duty() }

// live does what it is time for.
func (p *person) live(now time.Time) {
	if now.Before(p.ready) {
		return
	}
	if p.awaits != nil && !p.answered && (p.awaits.outcome != written || p.awaits.key == "") && p.place >= p.awaits.n {
		p.answered = true // by a notice, or a message is on its way
		p.think()
		return
	}
	if p.awaits != nil && !p.answered {
		return
	}
	p.awaits = nil
	m := p.question
	p.question = nil
	switch {
	case p.closing && !p.part.duty():
	case m != nil:
		q, _ := p.asked(*m)
		p.part.reply(p, q, *m)
	case !p.part.act(p):
		p.think()
	}
}

// hear notices an answer. Only to a question that came with it words are given: what came late was asked before.
func (p *person) hear(m sight) {
	if p.awaits != nil && m.Cause == p.awaits.key {
		if !p.answered {
			p.think()
		}
		p.answered = true
		if _, ok := p.asked(m); ok {
			p.question = &m
		}
	}
	p.part.hear(p, m)
}

// says writes in the private chat.
func (p *person) says(text string) *utterance {
	return p.wait(p.say(utterance{by: p, chat: "@" + p.name, outcome: written}, p.name+"> "+text))
}

// group writes in a group.
func (p *person) group(chat, text string) {
	p.say(utterance{by: p, chat: chat, outcome: told}, p.name+"@"+chat[1:]+"> "+text)
}

// press presses a button, in private or in a group.
func (p *person) press(chat string, b button, o outcome) *utterance {
	at := p.name
	if chat[0] == '#' {
		at += "@" + chat[1:]
	}
	return p.wait(p.say(utterance{by: p, chat: chat, outcome: o, idea: b.idea, about: b.revision}, at+"> (press "+b.payload+")"))
}

func (p *person) wait(u *utterance) *utterance {
	p.awaits, p.answered, p.question = u, false, nil
	return u
}

// stand presses a button below a card.
func (p *person) stand(chat string, b button, s store.Stand) {
	p.press(chat, b, counted).stand = s
}

// pressNewest presses a button as it is written, below whichever message has it last when the line is read, if any has it still.
func (p *person) pressNewest(chat, label string) {
	p.wait(p.say(utterance{by: p, chat: chat}, p.name+"@"+chat[1:]+"> ["+label+"]"))
}

// meddle stands beside some card in some group, or worries about it.
func (p *person) meddle() bool {
	stands := []struct {
		button string
		stand  store.Stand
	}{{"support", store.Support}, {"support", store.Support}, {"assist", store.Help}, {"worry", store.Worry}}
	chat, s := pick(p, p.groups()), pick(p, stands)
	found := p.buttons(chat, "ideas:"+s.button)
	if len(found) == 0 {
		return false
	}
	if p.rng.IntN(8) == 0 {
		p.pressNewest(chat, found[0].label)
		return true
	}
	p.stand(chat, pick(p, found), s.stand)
	return true
}

// worries answers what somebody worries about.
func (p *person) worries() {
	if p.rng.IntN(3) == 0 {
		p.says("overslaan")
		return
	}
	p.says("Ik ben bang voor lawaai in de avond")
}

func pick[T any](p *person, from []T) T { return from[p.rng.IntN(len(from))] }

// bystander only presses buttons in groups, and never opened a private chat.
type bystander struct{}

func (*bystander) role() string                   { return "" }
func (*bystander) hear(*person, sight)            {}
func (*bystander) reply(*person, question, sight) {}
func (*bystander) duty() bool                     { return false }
func (*bystander) act(p *person) bool             { return p.meddle() }

// author tells one idea after another, answers questions about them, and stands beside those of others.
type author struct {
	area    int
	nr      int               // of the idea
	got     map[string]string // references that were confirmed, by title
	asked   []button          // about an idea
	started bool
	sent    bool // the idea, and not confirmed: that may come late, after what else was said because of it
}

var reference = regexp.MustCompile(`[A-Z]{3}-\d{4}-\d{3,}`)

func (*author) role() string { return "" }
func (*author) duty() bool   { return false }

// words are what this author answers to a question: always the same about the same idea, so that it can be found again.
func (a *author) words(p *person, step string) string {
	switch step {
	case "smederij":
		return areas[(a.area+a.nr)%len(areas)].name
	case "title":
		return title(p.name, a.nr)
	}
	return answerTo(step, title(p.name, a.nr))
}

const titleBegins = "Plan " // and with it a card in a group

func title(name string, nr int) string { return fmt.Sprintf(titleBegins+"%d van %s", nr, name) }

func answerTo(step, title string) string {
	return "Over " + step + " bij " + title + ": samen met de buren"
}

func (a *author) hear(p *person, m sight) {
	a.asked = append(a.asked, buttonsOf(m, "ideas:reply")...)
	name, awaited := title(p.name, a.nr), p.awaits != nil && m.Cause == p.awaits.key
	if (awaited || a.sent) && len(buttonsOf(m, "ideas:show")) > 0 && strings.Contains(m.Text, `"`+name+`"`) {
		a.got[name], a.sent = reference.FindString(m.Text), false
		a.nr++
	} else if q, ok := p.asked(m); ok && awaited && q.flow == "idea" {
		a.sent = false // it was not the last question after all
	}
}

func (a *author) reply(p *person, q question, m sight) {
	whim := p.rng.IntN(100)
	switch {
	case q.flow == "worry":
		p.worries()
	case q.flow == "answer":
		p.says("Dat doen we elke dinsdag")
	case whim < 4:
		p.says("terug")
	case whim < 6:
		p.says("overslaan")
	case whim < 8:
		p.says("help")
	case whim < 10:
		p.says("stop")
	case whim < 12:
		p.says("(sticker)")
	case q.step == "confirm":
		a.send(p, m)
	default:
		p.says(a.words(p, q.step))
	}
}

// send presses the button that sends the idea in: by label or as it is, once or twice.
func (a *author) send(p *person, m sight) {
	i := slices.IndexFunc(m.Buttons, func(b store.Button) bool { return strings.HasSuffix(b.Payload, "=send") })
	if i < 0 {
		p.Errorf("no button to send an idea in: %+v", m)
		return
	}
	a.sent = true
	first := p.says("[" + m.Buttons[i].Label + "]")
	if p.rng.IntN(4) == 0 {
		p.say(utterance{by: p, chat: first.chat}, p.name+"> (press "+m.Buttons[i].Payload+")")
	}
}

func (a *author) act(p *person) bool {
	switch whim := p.rng.IntN(10); {
	case len(a.asked) > 0:
		p.press("@"+p.name, a.asked[0], written)
		a.asked = a.asked[1:]
	case a.sent:
		return p.meddle()
	case !a.started:
		a.started = true
		p.says("ik heb een idee")
	case whim < 3 && p.meddle():
	case whim == 3:
		p.says("/mijnideeen")
	default:
		p.says("/idee")
	}
	return true
}
