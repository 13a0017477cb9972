package telegramtest

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPrivacyMode: what the bot hears of a group, as a member and as an administrator.
func TestPrivacyMode(t *testing.T) {
	s, c := play(t, Options{})
	wim := s.Person("wim")
	kra := s.Supergroup("KRA", wim)
	kra.AddBot(wim)
	mine := c.say(kra.ID(), "een kaart", "reply_markup", inline("Ja", "x"))
	c.updates("offset", c.updates()[0].ID+100)
	at := wim.In(kra)
	for _, tt := range []struct {
		why   string
		act   func()
		hears bool
	}{
		{"talk", func() { at.Say("mooi weer") }, false},
		{"a command", func() { at.Say("/idee") }, true},
		{"a command for this bot", func() { at.Say("/idee@Smederij_Bot hallo") }, true},
		{"a command for another bot", func() { at.Say("/idee@andere_bot") }, false},
		{"a command in the middle", func() { at.Say("zeg /idee") }, false},
		{"a mention", func() { at.Say("hoi @smederij_bot, wat nu?") }, true},
		{"a mention of another", func() { at.Say("hoi @smederij_bot2") }, false},
		{"an address of mail", func() { at.Say("wim@smederij_bot.nl") }, false},
		{"a reply to the bot", func() { at.Reply(mine.MessageID, "ja") }, true},
		{"a photo", func() { at.Photo([]byte("x"), "kijk") }, false},
		{"a photo with a command", func() { at.Photo([]byte("x"), "/idee") }, true},
		{"a press", func() { _, _ = at.PressData(mine.MessageID, "x") }, true},
		{"a service message", func() { kra.Join(s.Person("carla")) }, true},
		{"an anonymous administrator", func() { kra.Anonymous().Say("hallo") }, false},
		{"an edit of talk", func() { at.Edit(at.Say("a").ID, "b") }, false},
		{"an edit that addresses", func() { at.Edit(at.Say("a").ID, "@smederij_bot b") }, true},
	} {
		before := s.NextUpdateID()
		tt.act()
		if hears := s.NextUpdateID() > before; hears != tt.hears {
			t.Errorf("%s: heard %v, want %v", tt.why, hears, tt.hears)
		}
	}
	kra.PromoteBot(wim, Rights{})
	before := s.NextUpdateID()
	at.Say("mooi weer")
	if s.NextUpdateID() == before {
		t.Error("an administrator hears everything")
	}
	kra.RemoveBot(wim)
	before = s.NextUpdateID()
	at.Say("/idee@smederij_bot")
	if s.NextUpdateID() != before {
		t.Error("who is removed hears nothing")
	}
}

func TestBotInGroup(t *testing.T) {
	s, c := play(t, Options{})
	wim := s.Person("wim")
	kra := s.Supergroup("KRA", wim)
	haa := s.Group("HAA", wim)
	send := func(g *Group) string { return c.try("sendMessage", "chat_id", g.ID(), "text", "x").Description }
	for _, tt := range []struct {
		why  string
		act  func()
		in   *Group
		want string
	}{
		{"never added", func() {}, kra, "Forbidden: bot is not a member of the supergroup chat"},
		{"never added", func() {}, haa, "Forbidden: bot is not a member of the group chat"},
		{"added", func() { kra.AddBot(wim) }, kra, ""},
		{"muted", func() { kra.MuteBot(wim) }, kra, "Bad Request: not enough rights to send text messages to the chat"},
		{"free again", func() { kra.DemoteBot(wim) }, kra, ""},
		{"removed", func() { kra.RemoveBot(wim) }, kra, "Forbidden: bot was kicked from the supergroup chat"},
	} {
		tt.act()
		if got := send(tt.in); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.why, got, tt.want)
		}
	}
	var moves []string
	for _, u := range c.updates() {
		if u.Mine != nil {
			moves = append(moves, fmt.Sprint(u.Mine.Old["status"], "→", u.Mine.New["status"]))
		}
	}
	if diff := cmp.Diff([]string{"left→member", "member→restricted", "restricted→member", "member→kicked"}, moves); diff != "" {
		t.Error(diff)
	}
	haa.AddBot(wim)
	if g := c.try("leaveChat", "chat_id", haa.ID()); !g.OK {
		t.Error(g.Description)
	}
	if got := send(haa); got != "Forbidden: bot is not a member of the group chat" {
		t.Errorf("after leaving: got %q", got)
	}
}

func TestMigration(t *testing.T) {
	s, c := play(t, Options{})
	wim := s.Person("wim")
	kra := s.Group("KRA", wim)
	kra.AddBot(wim)
	old := kra.ID()
	c.say(old, "een kaart")
	c.updates("offset", c.updates()[0].ID+100)
	kra.Migrate(wim)
	g := c.try("sendMessage", "chat_id", old, "text", "x")
	if g.Code != 400 || g.Parameters.MigrateTo != kra.ID() || g.Description != "Bad Request: group chat was upgraded to a supergroup chat" {
		t.Errorf("got %+v", g)
	}
	told := c.updates()
	if len(told) != 2 || told[0].Message.Chat.ID != old || told[0].Message.MigrateTo != kra.ID() ||
		told[1].Message.Chat.ID != kra.ID() || told[1].Message.MigrateFrom != old || told[1].Message.Chat.Type != "supergroup" {
		t.Errorf("told %+v", told)
	}
	c.say(kra.ID(), "hier")
	if m, _ := wim.In(kra).Newest(); m.Text != "hier" {
		t.Errorf("wim sees %+v", m)
	}
}

func TestTopics(t *testing.T) {
	s, c := play(t, Options{})
	wim := s.Person("wim")
	kra := s.Forum("KRA", wim)
	kra.AddBot(wim)
	green := kra.Topic(wim, "Groen")
	wim.InTopic(kra, green).Say("/idee")
	all := c.updates()
	m := all[len(all)-1].Message
	if m.Thread != green || !m.IsTopic || !m.Chat.IsForum || m.ReplyTo == nil || m.ReplyTo.TopicCreated == nil {
		t.Errorf("a message in a topic looks like a reply to its beginning: got %+v", m)
	}
	sent := c.say(kra.ID(), "een kaart", "message_thread_id", green)
	if sent.Thread != green || !sent.IsTopic {
		t.Errorf("got %+v", sent)
	}
	if general := c.say(kra.ID(), "voor iedereen"); general.Thread != 0 {
		t.Errorf("got %+v", general)
	}
	kra.CloseTopic(green)
	if g := c.try("sendMessage", "chat_id", kra.ID(), "message_thread_id", green, "text", "x"); g.Description != "Bad Request: TOPIC_CLOSED" {
		t.Errorf("got %q", g.Description)
	}
}

func TestSendersWhoAreNoPerson(t *testing.T) {
	s, c := play(t, Options{ReadsAll: true})
	wim := s.Person("wim")
	kra := s.Supergroup("KRA", wim)
	kra.AddBot(wim)
	kra.Anonymous().Say("van het bestuur")
	kra.Channel("Nieuws").Say("uit de krant")
	all := c.updates()
	anonymous, channel := all[len(all)-2].Message, all[len(all)-1].Message
	if anonymous.From.ID != 1087968824 || anonymous.SenderChat.ID != kra.ID() {
		t.Errorf("got %+v", anonymous)
	}
	if channel.From.ID != 136817688 || channel.SenderChat.Type != "channel" || channel.SenderChat.Title != "Nieuws" {
		t.Errorf("got %+v", channel)
	}
	if screen := kra.Screen(); screen[len(screen)-2].From != "KRA" || screen[len(screen)-1].From != "Nieuws" {
		t.Errorf("seen as %+v", screen)
	}
}

func TestMembers(t *testing.T) {
	s, c := play(t, Options{})
	wim, carla := s.Person("wim"), s.Person("carla")
	kra := s.Supergroup("KRA", wim)
	kra.AddBot(wim)
	status := func(id int64) string {
		var m struct {
			Status string `json:"status"`
			Delete bool   `json:"can_delete_messages"`
		}
		c.try("getChatMember", "chat_id", kra.ID(), "user_id", id).into(t, &m)
		if m.Delete {
			m.Status += ", deletes"
		}
		return m.Status
	}
	for _, tt := range []struct {
		act  func()
		id   int64
		want string
	}{
		{func() {}, wim.ID(), "creator"},
		{func() {}, carla.ID(), "left"},
		{func() { kra.Join(carla) }, carla.ID(), "member"},
		{func() { kra.Promote(wim, carla, Rights{Delete: true}) }, carla.ID(), "administrator, deletes"},
		{func() { kra.Demote(wim, carla) }, carla.ID(), "member"},
		{func() { kra.Leave(carla) }, carla.ID(), "left"},
		{func() { kra.PromoteBot(wim, Rights{Delete: true}) }, s.BotID(), "administrator, deletes"},
		{func() { kra.MuteBot(wim) }, s.BotID(), "restricted"},
	} {
		tt.act()
		if got := status(tt.id); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
	var there struct {
		Title string `json:"title"`
		Type  string `json:"type"`
	}
	c.try("getChat", "chat_id", kra.ID()).into(t, &there)
	if there.Title != "KRA" || there.Type != "supergroup" {
		t.Errorf("got %+v", there)
	}
}

// TestSameIDInTwoGroups: ids of messages count by themselves in a supergroup, so an id alone names nothing.
func TestSameIDInTwoGroups(t *testing.T) {
	s, c := play(t, Options{})
	wim := s.Person("wim")
	kra, haa := s.Supergroup("KRA", wim), s.Supergroup("HAA", wim)
	kra.AddBot(wim)
	haa.AddBot(wim)
	if a, b := c.say(kra.ID(), "een"), c.say(haa.ID(), "twee"); a.MessageID != b.MessageID {
		t.Errorf("got %d and %d", a.MessageID, b.MessageID)
	}
	wim.Say("hallo")
	if a, b := c.say(wim.ID(), "een"), c.say(wim.ID(), "twee"); b.MessageID != a.MessageID+1 {
		t.Errorf("got %d and %d", a.MessageID, b.MessageID)
	}
}
