package telegramtest

import (
	"fmt"
	"strings"
)

// Person is somebody on Telegram. What the embedded seat does happens in the private chat with the bot.
type Person struct {
	Seat
	id      int64
	name    string
	private *chat
}

// Person finds somebody by name, or makes them: nobody the bot knows yet.
func (s *Server) Person(name string) *Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.people[name]; p != nil {
		return p
	}
	p := &Person{id: 5_100_000_001 + int64(len(s.people)), name: name} // beyond 32 bits, as newer accounts are
	p.private = s.addChat(&chat{id: p.id, kind: "private", person: p, bot: member{status: "member"}})
	p.Seat = Seat{s: s, person: p}
	s.people[name] = p
	return p
}

// ID of the person, and of their private chat with the bot.
func (p *Person) ID() int64 { return p.id }

// Name is what the bot gets as first name.
func (p *Person) Name() string { return p.name }

func (p *Person) wire() *user { return &user{ID: p.id, FirstName: p.name, LanguageCode: "nl"} }

// In is the person's place in a group.
func (p *Person) In(g *Group) Seat { return Seat{s: p.s, person: p, group: g} }

// InTopic is the person's place in a topic of a forum.
func (p *Person) InTopic(g *Group, topic int64) Seat {
	return Seat{s: p.s, person: p, group: g, thread: topic}
}

// Follow opens a link to the bot and presses Start there.
func (p *Person) Follow(link string) (Message, error) {
	bot, kind, parameter, ok := startOf(link)
	if !ok || kind != "start" || !strings.EqualFold(bot, p.s.opt.Username) {
		return Message{}, fmt.Errorf("telegramtest: %s does not open @%s", link, p.s.opt.Username)
	}
	if !startParameter.MatchString(parameter) {
		return Message{}, fmt.Errorf("telegramtest: Telegram drops the start parameter %q", parameter)
	}
	return p.Say("/start " + parameter), nil
}

// Block stops the bot. It hears of that, and cannot write any more.
func (p *Person) Block() { p.block(true) }

// Unblock starts the bot again. Writing does so too.
func (p *Person) Unblock() { p.block(false) }

func (p *Person) block(yes bool) {
	p.s.mu.Lock()
	defer p.s.mu.Unlock()
	p.setBlocked(yes)
}

func (p *Person) setBlocked(yes bool) {
	if p.private.blocked == yes {
		return
	}
	p.private.blocked = yes
	to := member{status: "member"}
	if yes {
		to.status = "kicked"
	}
	p.s.moveBot(p.private, p.wire(), to)
}
