package telegramtest

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestBlocked(t *testing.T) {
	s, c := play(t, Options{})
	anja := s.Person("anja")
	anja.Say("hallo")
	anja.Block()
	anja.Block() // does nothing more
	if g := c.try("sendMessage", "chat_id", anja.ID(), "text", "x"); g.Code != 403 || g.Description != "Forbidden: bot was blocked by the user" {
		t.Errorf("got %d %q", g.Code, g.Description)
	}
	anja.Say("toch weer")
	c.say(anja.ID(), "fijn")
	all := c.updates()
	if len(all) != 4 || all[1].Mine.New["status"] != "kicked" || all[2].Mine.New["status"] != "member" || all[1].Mine.Chat.Type != "private" {
		t.Errorf("got %+v", all)
	}
}

// TestTheirSide plays a small conversation and looks at what anja sees of it.
func TestTheirSide(t *testing.T) {
	s, c := play(t, Options{})
	anja := s.Person("anja")
	anja.Command("start")
	m := c.say(anja.ID(), "Wat is <b>uw</b> idee?", "parse_mode", "HTML", "reply_markup", inline("Stop", "a:1"))
	c.try("editMessageText", "chat_id", anja.ID(), "message_id", m.MessageID, "text", "Dank u wel.")
	c.try("editMessageText", "chat_id", anja.ID(), "message_id", m.MessageID, "text", "Klaar?", "reply_markup", inline("Ja", "a:2"))
	c.say(anja.ID(), "Nog iets?")
	press, err := anja.Press("Ja")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := anja.Press("Stop"); !errors.As(err, new(NoButton)) {
		t.Errorf("a button that is gone: got %v", err)
	}
	if g := c.try("answerCallbackQuery", "callback_query_id", press, "text", "Opgeslagen", "show_alert", true); !g.OK {
		t.Fatal(g.Description)
	}
	c.try("deleteMessage", "chat_id", anja.ID(), "message_id", m.MessageID)

	notice, err := s.Notice(t.Context(), press)
	if err != nil || notice.Text != "Opgeslagen" || !notice.Alert || notice.Person != "anja" || notice.Message.ID != m.MessageID {
		t.Errorf("got %+v, %v", notice, err)
	}
	all, err := s.Wait(t.Context(), 6)
	if err != nil {
		t.Fatal(err)
	}
	type line struct {
		Kind Kind
		Text string
	}
	var lines []line
	for _, e := range all {
		lines = append(lines, line{e.Kind, e.Message.Text})
	}
	want := []line{{Shown, "Wat is uw idee?"}, {Edited, "Dank u wel."}, {Edited, "Klaar?"}, {Shown, "Nog iets?"}, {Noticed, "Klaar?"}, {Deleted, "Klaar?"}}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Entity{{Type: "bold", Offset: 7, Length: 2}}, all[0].Message.Entities); diff != "" {
		t.Error(diff)
	}
	if screen := anja.Screen(); len(screen) != 2 || screen[0].Text != "/start" || screen[1].Text != "Nog iets?" {
		t.Errorf("on the screen: %+v", screen)
	}
}

func TestPresses(t *testing.T) {
	now := newClock()
	s, c := play(t, Options{Now: func() time.Time { return now.now }})
	anja := s.Person("anja")
	anja.Say("hallo")
	m := c.say(anja.ID(), "Klaar?", "reply_markup", inline("Ja", "a:2"))
	press := func() string {
		t.Helper()
		id, err := anja.Press("Ja")
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	const old = "Bad Request: query is too old and response timeout expired or query ID is invalid"
	long, again, late, wrong := press(), press(), press(), press()
	for _, tt := range []struct {
		why  string
		turn time.Duration
		with []any
		want string
	}{
		{"201 letters", 0, []any{"callback_query_id", long, "text", strings.Repeat("é", 201)}, "Bad Request: MESSAGE_TOO_LONG"},
		{"200 letters", 0, []any{"callback_query_id", long, "text", strings.Repeat("é", 200)}, ""},
		{"first answer", 0, []any{"callback_query_id", again}, ""},
		{"second answer", 0, []any{"callback_query_id", again}, old},
		{"link to elsewhere", 0, []any{"callback_query_id", wrong, "url", "https://a.nl"}, "Bad Request: URL_INVALID"},
		{"link to another bot", 0, []any{"callback_query_id", wrong, "url", "https://t.me/andere_bot?start=x"}, "Bad Request: URL_INVALID"},
		{"link without start", 0, []any{"callback_query_id", wrong, "url", "https://t.me/smederij_bot"}, "Bad Request: URL_INVALID"},
		{"link to the bot", 0, []any{"callback_query_id", wrong, "url", "t.me/smederij_bot?start=hulp-7"}, ""},
		{"late", 16 * time.Second, []any{"callback_query_id", late}, old},
	} {
		now.turn(tt.turn)
		if g := c.try("answerCallbackQuery", tt.with...); g.Description != tt.want {
			t.Errorf("%s: got %q, want %q", tt.why, g.Description, tt.want)
		}
	}
	notice, err := s.Notice(t.Context(), wrong)
	if err != nil {
		t.Fatal(err)
	}
	if said, err := anja.Follow(notice.URL); err != nil || said.Text != "/start hulp-7" {
		t.Errorf("got %q, %v", said.Text, err)
	}
	if _, err := anja.Follow("https://a.nl"); err == nil {
		t.Error("a link to elsewhere was followed")
	}
	anja.PressLost(m.MessageID, "a:2")
	if _, err := anja.PressData(m.MessageID, "vals"); err != nil {
		t.Error(err)
	}
	all := c.updates()
	if got := all[len(all)-1].Callback.Data; got != "vals" {
		t.Errorf("got %q", got)
	}
}

func TestMedia(t *testing.T) {
	s, c := play(t, Options{})
	anja := s.Person("anja")
	square := picture(t, 400, 400)
	anja.Photo(square, "het plein")
	anja.Voice([]byte("ogg"), 3)
	anja.Sticker("👍")
	anja.Location(52.7, 6.2)
	anja.Document("plan.pdf", "application/pdf", []byte("pdf"), "")
	anja.Album("samen", square, square)
	all := c.updates()
	var kinds []string
	for _, m := range anja.Screen() {
		kinds = append(kinds, m.Kind)
	}
	if diff := cmp.Diff([]string{"photo", "voice", "sticker", "location", "document", "photo", "photo"}, kinds); diff != "" {
		t.Error(diff)
	}
	if a, b := all[5].Message, all[6].Message; a.MediaGroup == "" || a.MediaGroup != b.MediaGroup || a.Caption != "samen" || b.Caption != "" {
		t.Errorf("an album: got %+v and %+v", a, b)
	}
	sizes := all[0].Message.Photo
	if len(sizes) != 2 || sizes[0].Width >= sizes[1].Width {
		t.Fatalf("got %+v", sizes)
	}
	if got := c.fetch(sizes[1].FileID); got != string(square) {
		t.Errorf("fetched %d bytes, want %d", len(got), len(square))
	}

	var mine wireMessage
	c.upload("sendPhoto", "photo", "kaart.jpg", picture(t, 30, 20), "chat_id", anja.ID(), "caption", "<i>kaart</i>", "parse_mode", "HTML").into(t, &mine)
	if mine.Photo[0].Width != 30 || mine.Caption != "kaart" {
		t.Errorf("got %+v", mine)
	}
	if g := c.try("sendPhoto", "chat_id", anja.ID(), "photo", mine.Photo[0].FileID); !g.OK {
		t.Errorf("once more by its id: %s", g.Description)
	}
	g := c.upload("editMessageMedia", "file-0", "nieuw.jpg", picture(t, 50, 20), "chat_id", anja.ID(), "message_id", mine.MessageID,
		"media", `{"type":"photo","media":"attach://file-0","caption":"nieuw"}`)
	g.into(t, &mine)
	if mine.Photo[0].Width != 50 || mine.Caption != "nieuw" || mine.EditDate == 0 {
		t.Errorf("got %+v", mine)
	}
	var spoken wireMessage
	c.upload("sendVoice", "voice", "x.oga", []byte("OggS"), "chat_id", anja.ID(), "caption", "gehoord", "duration", 3).into(t, &spoken)
	if m, _ := anja.Newest(); m.Kind != "voice" || m.Text != "gehoord" || string(s.File(m.File)) != "OggS" || spoken.Voice.Duration != 3 {
		t.Errorf("got %+v", m)
	}
	if g := c.try("editMessageCaption", "chat_id", anja.ID(), "message_id", spoken.MessageID, "caption", "anders"); !g.OK {
		t.Errorf("words below a voice: %+v", g)
	}
	if g := c.try("sendVoice", "chat_id", anja.ID(), "voice", mine.Photo[0].FileID); g.Code != 400 {
		t.Errorf("a photo as voice: %+v", g)
	}
	c.upload("sendDocument", "document", "lijst.csv", []byte("a,b"), "chat_id", anja.ID()).into(t, &mine)
	if mine.Document.Name != "lijst.csv" || string(s.File(mine.Document.FileID)) != "a,b" {
		t.Errorf("got %+v", mine.Document)
	}
}

// fetch gets a file as a bot does.
func (c *client) fetch(id string) string {
	c.t.Helper()
	var f struct {
		Path string `json:"file_path"`
	}
	c.try("getFile", "file_id", id).into(c.t, &f)
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodGet, c.s.URL()+"/file/bot"+c.s.Token()+"/"+f.Path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		c.t.Fatalf("%s %v", answer.Status, err)
	}
	return string(data)
}

func TestLongTextIsSplit(t *testing.T) {
	s, c := play(t, Options{})
	s.Person("anja").Say(strings.Repeat("x", 4095) + "😀" + "rest")
	var sizes []int
	for _, text := range textsOf(c.updates()) {
		sizes = append(sizes, units(text))
	}
	if diff := cmp.Diff([]int{4095, 6}, sizes); diff != "" {
		t.Errorf("an emoji is not cut in two: %s", diff)
	}
}

func TestDeleting(t *testing.T) {
	now := newClock()
	s, c := play(t, Options{Now: func() time.Time { return now.now }})
	wim := s.Person("wim")
	kra := s.Supergroup("KRA", wim)
	kra.AddBot(wim)
	his, mine := wim.In(kra).Say("hallo"), c.say(kra.ID(), "dag")
	remove := func(id int64) string {
		return c.try("deleteMessage", "chat_id", kra.ID(), "message_id", id).Description
	}
	const no = "Bad Request: message can't be deleted for everyone"
	if got := remove(his.ID); got != no {
		t.Errorf("his: got %q", got)
	}
	now.turn(49 * time.Hour)
	if got := remove(mine.MessageID); got != no {
		t.Errorf("an old one: got %q", got)
	}
	kra.PromoteBot(wim, Rights{Delete: true})
	for _, id := range []int64{his.ID, mine.MessageID} {
		if got := remove(id); got != "" {
			t.Errorf("as administrator: got %q", got)
		}
	}
}

func TestMenu(t *testing.T) {
	s, c := play(t, Options{})
	kra := s.Group("KRA", s.Person("wim"))
	want := []Command{{"idee", "Vertel uw idee"}}
	const list = `[{"command":"idee","description":"Vertel uw idee"}]`
	for _, g := range []got{
		c.try("setMyCommands", "commands", list, "scope", `{"type":"all_private_chats"}`),
		c.try("setMyCommands", "commands", list, "scope", `{"type":"chat","chat_id":`+form("x", kra.ID()).Get("x")+`}`),
		c.try("setMyDescription", "description", "Voor ideeën in de buurt"),
		c.try("setMyShortDescription", "short_description", "Ideeën"),
	} {
		if !g.OK {
			t.Error(g.Description)
		}
	}
	if diff := cmp.Diff(want, s.Commands("all_private_chats", 0)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, s.Commands("chat", kra.ID())); diff != "" {
		t.Error(diff)
	}
	if got := s.Commands("default", 0); len(got) != 0 {
		t.Errorf("nothing was set for all: %v", got)
	}
	var asked []Command
	c.try("getMyCommands", "scope", `{"type":"all_private_chats"}`).into(t, &asked)
	if diff := cmp.Diff(want, asked); diff != "" {
		t.Error(diff)
	}
	if long, short := s.Description(); long != "Voor ideeën in de buurt" || short != "Ideeën" {
		t.Errorf("got %q, %q", long, short)
	}
	c.try("deleteMyCommands", "scope", `{"type":"all_private_chats"}`)
	if got := s.Commands("all_private_chats", 0); len(got) != 0 {
		t.Errorf("deleted: %v", got)
	}
}
