package telegramtest

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// specification is the real one where it is. In CI it must be.
func specification(t *testing.T) *spec {
	t.Helper()
	path := FindSpec()
	if path == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("../shared/specs/telegram-bot-api.json must be there in CI")
		}
		t.Log("no specification beside the project: its rules are not tried")
		return nil
	}
	p, err := loadSpec(path)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestMethodsFitTheSpecification: every parameter that is taken here exists there, and whatever must be there must be here.
func TestMethodsFitTheSpecification(t *testing.T) {
	p := specification(t)
	if p == nil {
		return
	}
	for name, m := range methods {
		there := p.Methods[name]
		if there == nil {
			t.Errorf("%s is no method", name)
			continue
		}
		for key := range m.fields {
			if there.field(key) == nil {
				t.Errorf("%s has no %s", name, key)
			}
		}
		for _, f := range there.Fields {
			if f.Required && !m.fields[f.Name].required {
				t.Errorf("%s needs %s", name, f.Name)
			}
		}
	}
	for kind := range updateKinds {
		if p.Types["Update"].field(kind) == nil {
			t.Errorf("%s is no kind of update", kind)
		}
	}
}

// TestAnswersFitTheSpecification: what the bot gets is what Telegram could send, in every kind of update and answer.
func TestAnswersFitTheSpecification(t *testing.T) {
	p := specification(t)
	if p == nil {
		return
	}
	s, c := play(t, Options{})
	c.updates("allowed_updates", `["message","edited_message","callback_query","my_chat_member","chat_member"]`)
	anja, wim := s.Person("anja"), s.Person("wim")
	kra, haa := s.Forum("KRA", wim), s.Group("HAA", wim)
	for _, g := range []*Group{kra, haa} {
		g.AddBot(wim)
		g.MuteBot(wim)
		g.PromoteBot(wim, Rights{Topics: true})
		g.Join(anja)
		g.Promote(wim, anja, Rights{Pin: true})
		g.Leave(anja)
		g.Anonymous().Say("hallo")
		g.Channel("Nieuws").Say("hallo")
	}
	wim.InTopic(kra, kra.Topic(wim, "Groen")).Say("hallo @smederij_bot")
	haa.Migrate(wim)
	kra.RemoveBot(wim)
	hers := anja.Say("hallo")
	anja.Reply(hers.ID, "nog iets")
	anja.Edit(hers.ID, "/start x")
	anja.Photo([]byte("x"), "kijk")
	anja.Album("samen", []byte("x"), []byte("y"))
	anja.Voice([]byte("x"), 2)
	anja.Sticker("👍")
	anja.Location(52.7, 6.2)
	anja.Document("a.pdf", "application/pdf", []byte("x"), "lees")
	m := c.say(anja.ID(), "Klaar?", "reply_markup", inline("Ja", "a"))
	if _, err := anja.Press("Ja"); err != nil {
		t.Fatal(err)
	}
	anja.PressLost(m.MessageID, "a")
	anja.Block()
	anja.Unblock()

	fits := func(kind string, g got) {
		t.Helper()
		value, err := fromJSON(string(g.Result))
		if err == nil {
			err = p.one(kind, value)
		}
		if err != nil {
			t.Errorf("%s: %v\n%s %s", kind, err, g.Result, g.Description)
		}
	}
	all := c.try("getUpdates")
	fits("Array of Update", all)
	var raw []json.RawMessage
	all.into(t, &raw)
	if len(raw) < 35 {
		t.Errorf("only %d updates", len(raw))
	}
	fits("User", c.try("getMe"))
	fits("WebhookInfo", c.try("getWebhookInfo"))
	fits("Message", c.try("sendMessage", "chat_id", anja.ID(), "text", "dag", "reply_parameters", `{"message_id":`+form("x", hers.ID).Get("x")+`}`))
	fits("Message", c.upload("sendDocument", "document", "a.csv", []byte("a"), "chat_id", anja.ID()))
	fits("Message", c.upload("sendPhoto", "photo", "a.jpg", picture(t, 9, 9), "chat_id", anja.ID()))
	fits("ChatFullInfo", c.try("getChat", "chat_id", anja.ID()))
	fits("ChatFullInfo", c.try("getChat", "chat_id", haa.ID()))
	fits("ChatMember", c.try("getChatMember", "chat_id", haa.ID(), "user_id", s.BotID()))
	fits("ChatMember", c.try("getChatMember", "chat_id", haa.ID(), "user_id", wim.ID()))
	fits("File", c.try("getFile", "file_id", anja.Screen()[3].File))
	fits("BotDescription", c.try("getMyDescription"))
	fits("BotShortDescription", c.try("getMyShortDescription"))
	fits("Array of BotCommand", c.try("getMyCommands"))
}

// TestSpecificationRefuses holds requests against the specification alone.
func TestSpecificationRefuses(t *testing.T) {
	p := specification(t)
	if p == nil {
		return
	}
	for _, tt := range []struct {
		method string
		with   []any
		want   string // "" is right
	}{
		{"sendMessage", []any{"chat_id", 1, "text", "1"}, ""},
		{"sendMessage", []any{"chat_id", "@abcde", "text", "{}", "reply_markup", inline("a", "b")}, ""},
		{"sendMessage", []any{"chat_id", 1, "text", "x", "reply_markup", `{"force_reply":true}`}, ""},
		{"setMyCommands", []any{"commands", `[{"command":"a","description":"b"}]`, "scope", `{"type":"chat","chat_id":1}`}, ""},
		{"sendPigeon", nil, "no method"},
		{"sendMessage", []any{"chat_id", 1}, "text is required"},
		{"sendMessage", []any{"chat_id", 1.5, "text", "x"}, "none of Integer, String"},
		{"sendMessage", []any{"chat_id", 1, "text", "x", "disable_web_page_preview", true}, "no parameter"},
		{"sendMessage", []any{"chat_id", 1, "text", "x", "protect_content", "1"}, "no Boolean"},
		{"sendMessage", []any{"chat_id", 1, "text", "x", "reply_markup", `{"inline_keyboard":[{"text":"a"}]}`}, "none of InlineKeyboardMarkup"},
		{"sendMessage", []any{"chat_id", 1, "text", "x", "link_preview_options", `{"is_disabled":"true"}`}, "no Boolean"},
		{"sendMessage", []any{"chat_id", 1, "text", "x", "reply_parameters", `{"message":1}`}, "no field"},
		{"setMyCommands", []any{"commands", `[{"command":"a"}]`}, "description is missing"},
		{"setMyCommands", []any{"commands", `[]`, "scope", `{"type":"street"}`}, "must be"},
		{"getUpdates", []any{"allowed_updates", `"message"`}, "no Array of String"},
	} {
		v := &values{text: make(map[string]string)}
		for key, all := range form(tt.with...) {
			v.text[key] = all[0]
		}
		err := p.request(tt.method, v)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s %v: got %v, want %q", tt.method, tt.with, err, tt.want)
		}
	}
}

func TestSpecThatIsNotThere(t *testing.T) {
	if _, err := Start(Options{Spec: "testdata/none.json"}); err == nil {
		t.Error("a specification that is not there was found")
	}
}

func TestOptionsThatAreWrong(t *testing.T) {
	for _, o := range []Options{{Token: "geheim"}, {Username: "smederij"}} {
		if s, err := Start(o); err == nil {
			s.Close()
			t.Errorf("%+v was taken", o)
		}
	}
}
