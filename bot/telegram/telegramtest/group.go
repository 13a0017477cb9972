package telegramtest

import (
	"fmt"
	"slices"
	"strings"
)

// Group is a group or supergroup. It stays the same Group when it migrates.
type Group struct {
	s    *Server
	chat *chat // as it is now; guarded by mu
}

// Group makes a basic group of people; the first is its owner. The bot is not in it: see AddBot.
func (s *Server) Group(title string, people ...*Person) *Group {
	return s.makeGroup("group", title, people)
}

// Supergroup makes a supergroup.
func (s *Server) Supergroup(title string, people ...*Person) *Group {
	return s.makeGroup("supergroup", title, people)
}

// Forum makes a supergroup with topics.
func (s *Server) Forum(title string, people ...*Person) *Group {
	g := s.makeGroup("supergroup", title, people)
	g.chat.forum = true
	return g
}

func (s *Server) makeGroup(kind, title string, people []*Person) *Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.newGroup(kind, title)
	for i, p := range people {
		c.members[p] = &member{status: "member"}
		if i == 0 {
			c.members[p].status = "creator"
		}
	}
	return &Group{s: s, chat: c}
}

func (s *Server) newGroup(kind, title string) *chat {
	s.groups++
	id := -4_100_000_000 - s.groups
	if kind == "supergroup" {
		id = -1_002_100_000_000 - s.groups
	}
	return s.addChat(&chat{id: id, kind: kind, title: title, bot: member{status: "left"}})
}

// do runs while nothing else happens.
func (g *Group) do(act func(c *chat)) {
	g.s.mu.Lock()
	defer g.s.mu.Unlock()
	act(g.chat)
}

// ID is the chat's as it is now: migration changes it.
func (g *Group) ID() (id int64) {
	g.do(func(c *chat) { id = c.id })
	return id
}

// Screen is what the group shows, oldest first.
func (g *Group) Screen() (all []Message) {
	g.do(func(c *chat) { all = g.s.screen(c) })
	return all
}

// service puts a message about the group in it.
func (g *Group) service(by *Person, fill func(*message)) *message {
	m := g.s.newMessage(g.chat, 0)
	m.From = by.wire()
	fill(m)
	g.s.publish(g.chat, m)
	return m
}

// AddBot makes the bot a member.
func (g *Group) AddBot(by *Person) {
	g.do(func(c *chat) {
		g.s.moveBot(c, by.wire(), member{status: "member"})
		g.service(by, func(m *message) { m.NewMembers = []user{g.s.bot} })
	})
}

// RemoveBot throws the bot out.
func (g *Group) RemoveBot(by *Person) { g.moveBot(by, member{status: "kicked"}) }

// PromoteBot makes the bot an administrator with these rights, which reads everything that is said.
func (g *Group) PromoteBot(by *Person, r Rights) {
	g.moveBot(by, member{status: "administrator", rights: r})
}

// DemoteBot makes the bot an ordinary member again.
func (g *Group) DemoteBot(by *Person) { g.moveBot(by, member{status: "member"}) }

// MuteBot takes from the bot the right to write.
func (g *Group) MuteBot(by *Person) { g.moveBot(by, member{status: "restricted"}) }

func (g *Group) moveBot(by *Person, to member) {
	g.do(func(c *chat) { g.s.moveBot(c, by.wire(), to) })
}

// Join lets somebody in.
func (g *Group) Join(p *Person) {
	g.do(func(c *chat) {
		g.s.movePerson(c, p, p, member{status: "member"})
		g.service(p, func(m *message) { m.NewMembers = []user{*p.wire()} })
	})
}

// Leave is somebody going.
func (g *Group) Leave(p *Person) {
	g.do(func(c *chat) {
		g.s.movePerson(c, p, p, member{status: "left"})
		g.service(p, func(m *message) { m.LeftMember = p.wire() })
	})
}

// Promote makes somebody an administrator.
func (g *Group) Promote(by, p *Person, r Rights) {
	g.do(func(c *chat) { g.s.movePerson(c, by, p, member{status: "administrator", rights: r}) })
}

// Demote makes somebody an ordinary member.
func (g *Group) Demote(by, p *Person) {
	g.do(func(c *chat) { g.s.movePerson(c, by, p, member{status: "member"}) })
}

// Topic opens a topic in a forum and gives its thread.
func (g *Group) Topic(by *Person, name string) (thread int64) {
	g.do(func(c *chat) {
		if !c.forum {
			panic(fmt.Sprintf("telegramtest: %s is no forum", c.title))
		}
		m := g.s.newMessage(c, 0)
		m.From, m.Thread, m.IsTopic = by.wire(), m.MessageID, true
		m.TopicCreated = &topicCreated{name, 7322096}
		thread = m.MessageID
		c.topics[thread] = &topic{begin: m}
		g.s.publish(c, m)
	})
	return thread
}

// CloseTopic lets nobody but administrators write in a topic.
func (g *Group) CloseTopic(thread int64) {
	g.do(func(c *chat) { c.topics[thread].closed = true })
}

// Migrate makes a supergroup of a group: a new id, the same people, an empty screen. The bot is told in both chats.
func (g *Group) Migrate(by *Person) {
	g.do(func(old *chat) {
		if old.kind != "group" {
			panic(fmt.Sprintf("telegramtest: %s is a %s", old.title, old.kind))
		}
		to := g.s.newGroup("supergroup", old.title)
		to.bot, to.members = old.bot, old.members
		g.service(by, func(m *message) { m.MigrateTo = to.id })
		old.movedTo, g.chat = to, to
		g.service(by, func(m *message) { m.MigrateFrom = old.id })
	})
}

// Anonymous is an administrator who does not say who they are.
func (g *Group) Anonymous() Seat { return Seat{s: g.s, group: g, as: &wireChat{Type: "group"}} }

// Channel is somebody who writes in the group in the name of a channel.
func (g *Group) Channel(title string) Seat {
	return Seat{s: g.s, group: g, as: &wireChat{ID: -1_001_900_000_001, Type: "channel", Title: title}}
}

// addressed tells whether a text in a group is for the bot: a command that names no other bot, or its own name.
func (s *Server) addressed(text string, entities []Entity) bool {
	me := "@" + s.opt.Username
	return slices.ContainsFunc(entities, func(e Entity) bool {
		words := part(text, e)
		switch e.Type {
		case "bot_command":
			_, name, named := strings.Cut(words, "@")
			return named && strings.EqualFold(name, s.opt.Username) || !named && e.Offset == 0
		case "mention":
			return strings.EqualFold(words, me)
		}
		return false
	})
}
