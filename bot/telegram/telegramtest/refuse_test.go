package telegramtest

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestRefuses holds the fake to its own rules: each of these requests is wrong in one way, and must be refused in these words. They are
// refused without the specification, so that tests mean the same without it.
func TestRefuses(t *testing.T) {
	s, c := play(t, Options{Spec: "-"})
	anja, kra := s.Person("anja"), s.Supergroup("KRA", s.Person("wim"))
	stranger := s.Person("bram")
	hers := anja.Say("hallo")
	kra.AddBot(s.Person("wim"))
	chat := anja.ID()
	sent := c.say(chat, "dag", "reply_markup", inline("Ja", "a:1"))
	var photo wireMessage
	c.upload("sendPhoto", "photo", "a.jpg", picture(t, 20, 20), "chat_id", chat).into(t, &photo)
	markup := func(buttons string) []any {
		return []any{"chat_id", chat, "text", "x", "reply_markup", `{"inline_keyboard":[[` + buttons + `]]}`}
	}
	row := func(n int) string {
		return strings.TrimSuffix(strings.Repeat(`{"text":"a","callback_data":"b"},`, n), ",")
	}
	html := func(text string) []any { return []any{"chat_id", chat, "text", text, "parse_mode", "HTML"} }
	for _, tt := range []struct {
		why    string
		method string
		with   []any
		code   int
		want   string
	}{
		{"no such method", "sendPigeon", nil, 404, "Not Found"},
		{"another case", "SendMessage", nil, 404, "Not Found"},
		{"unknown parameter", "sendMessage", []any{"chat_id", chat, "text", "x", "reply_to_message_id", 1}, 400, `unknown parameter "reply_to_message_id"`},
		{"parameter of another method", "getMe", []any{"chat_id", chat}, 400, `unknown parameter "chat_id"`},
		{"twice the same", "sendMessage", []any{"chat_id", chat, "text", "x", "text", "y"}, 400, "twice"},
		{"no chat", "sendMessage", []any{"text", "x"}, 400, "chat_id is empty"},
		{"no text", "sendMessage", []any{"chat_id", chat}, 400, "message text is empty"},
		{"no message", "editMessageText", []any{"chat_id", chat, "text", "x"}, 400, "message identifier is not specified"},
		{"no query", "answerCallbackQuery", nil, 400, `parameter "callback_query_id" is required`},
		{"chat of another type", "sendMessage", []any{"chat_id", "anja", "text", "x"}, 400, "is no chat"},
		{"unknown chat", "sendMessage", []any{"chat_id", 99, "text", "x"}, 400, "Bad Request: chat not found"},
		{"truth of another type", "sendMessage", []any{"chat_id", chat, "text", "x", "protect_content", "yes"}, 400, "is no bool"},
		{"number of another type", "sendMessage", []any{"chat_id", chat, "text", "x", "message_thread_id", "1.5"}, 400, "is no int"},
		{"object of another type", "sendMessage", []any{"chat_id", chat, "text", "x", "reply_markup", "[]"}, 400, "is no object"},
		{"broken object", "sendMessage", []any{"chat_id", chat, "text", "x", "reply_markup", "{"}, 400, "is no object"},
		{"no UTF-8", "sendMessage", []any{"chat_id", chat, "text", "a\xff"}, 400, "strings must be encoded in UTF-8"},
		{"only spaces", "sendMessage", []any{"chat_id", chat, "text", " \n"}, 400, "message text is empty"},
		{"4,097 letters", "sendMessage", []any{"chat_id", chat, "text", strings.Repeat("x", 4097)}, 400, "message is too long"},
		{"an emoji over the border", "sendMessage", []any{"chat_id", chat, "text", strings.Repeat("x", 4095) + "😀"}, 400, "message is too long"},
		{"never wrote", "sendMessage", []any{"chat_id", stranger.ID(), "text", "x"}, 403, "Forbidden: bot can't initiate conversation with a user"},
		{"a topic in private", "sendMessage", []any{"chat_id", chat, "text", "x", "message_thread_id", 3}, 400, "message thread not found"},
		{"a topic of no forum", "sendMessage", []any{"chat_id", kra.ID(), "text", "x", "message_thread_id", 3}, 400, "message thread not found"},

		{"unknown tag", "sendMessage", html("<h1>x</h1>"), 400, `can't parse entities: Unsupported start tag "h1" at byte offset 0`},
		{"open tag", "sendMessage", html("a <b>x"), 400, `can't parse entities: Can't find end tag corresponding to start tag "b"`},
		{"crossed tags", "sendMessage", html("<b><i>x</b></i>"), 400, `can't parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"`},
		{"end without start", "sendMessage", html("x</b>"), 400, "can't parse entities: Unexpected end tag at byte offset 1"},
		{"half a tag", "sendMessage", html("x <b"), 400, "can't parse entities: Unclosed start tag at byte offset 2"},
		{"bare <", "sendMessage", html("1 < 2"), 400, "can't parse entities: Unclosed start tag at byte offset 2"},
		{"bare >", "sendMessage", html("2 > 1"), 400, `unescaped ">"`},
		{"bare &", "sendMessage", html("wim & co"), 400, `unescaped "&"`},
		{"entity of HTML only", "sendMessage", html("&nbsp;x"), 400, `unknown entity "&nbsp;"`},
		{"span of no spoiler", "sendMessage", html("<span>x</span>"), 400, `Tag "span" must have class "tg-spoiler"`},
		{"attribute", "sendMessage", html(`<b class="x">x</b>`), 400, `attribute "class" of tag "b"`},
		{"mark in code", "sendMessage", html("<code><b>x</b></code>"), 400, `tag "b" inside "code"`},
		{"nothing but marks", "sendMessage", html("<b></b>"), 400, "message text is empty"},
		{"Markdown", "sendMessage", []any{"chat_id", chat, "text", "x", "parse_mode", "MarkdownV2"}, 400, "not played"},
		{"no parse mode", "sendMessage", []any{"chat_id", chat, "text", "x", "parse_mode", "bbcode"}, 400, "unsupported parse_mode"},
		{"entity outside", "sendMessage", []any{"chat_id", chat, "text", "x", "entities", `[{"type":"bold","offset":0,"length":2}]`}, 400, "lies outside the text"},
		{"preview", "sendMessage", []any{"chat_id", chat, "text", "x", "link_preview_options", `{"is_disabled":1}`}, 400, "can't parse link preview options"},
		{"unknown preview", "sendMessage", []any{"chat_id", chat, "text", "x", "link_preview_options", `{"disabled":true}`}, 400, "can't parse link preview options"},
		{"start parameter of letters with accents", "sendMessage", []any{"chat_id", chat, "text", "t.me/smederij_bot?start=é"}, 400, "start parameter"},
		{"start parameter of 65", "sendMessage", html(`<a href="https://t.me/smederij_bot?start=` + strings.Repeat("x", 65) + `">x</a>`), 400, "start parameter"},

		{"data of 65 bytes", "sendMessage", markup(fmt.Sprintf(`{"text":"a","callback_data":"%s"}`, strings.Repeat("é", 32)+"x")), 400, "BUTTON_DATA_INVALID"},
		{"empty data", "sendMessage", markup(`{"text":"a","callback_data":""}`), 400, "BUTTON_DATA_INVALID"},
		{"button that does nothing", "sendMessage", markup(`{"text":"a"}`), 400, "Text buttons are unallowed in the inline keyboard"},
		{"button that does two things", "sendMessage", markup(`{"text":"a","callback_data":"b","url":"https://a.nl"}`), 400, "has data and a URL"},
		{"button without text", "sendMessage", markup(`{"callback_data":"b"}`), 400, `Field "text"`},
		{"button to nowhere", "sendMessage", markup(`{"text":"a","url":"a.nl"}`), 400, "Wrong HTTP URL"},
		{"button with a bad start", "sendMessage", markup(`{"text":"a","url":"https://t.me/smederij_bot?start=a.b"}`), 400, "start parameter"},
		{"unknown field of a button", "sendMessage", markup(`{"text":"a","callback_data":"b","color":"red"}`), 400, "unknown field"},
		{"nine in a row", "sendMessage", markup(row(9)), 400, "9 buttons in a row"},
		{"empty row", "sendMessage", markup(""), 400, "empty row"},
		{"104 buttons", "sendMessage", markup(row(8) + strings.Repeat("],["+row(8), 12)), 400, "reply markup is too long"},
		{"markup of no kind", "sendMessage", []any{"chat_id", chat, "text", "x", "reply_markup", "{}"}, 400, "object expected as reply markup"},
		{"other keyboard at an edit", "editMessageText", []any{"chat_id", chat, "message_id", sent.MessageID, "text", "x", "reply_markup", `{"remove_keyboard":true}`}, 400, "object expected as reply markup"},
		{"reply to nothing", "sendMessage", []any{"chat_id", chat, "text", "x", "reply_parameters", `{"message_id":999}`}, 400, "message to be replied not found"},
		{"reply without message", "sendMessage", []any{"chat_id", chat, "text", "x", "reply_parameters", `{}`}, 400, "can't parse reply parameters"},

		{"caption of 1,025", "editMessageCaption", []any{"chat_id", chat, "message_id", photo.MessageID, "caption", strings.Repeat("x", 1025)}, 400, "message caption is too long"},
		{"not modified", "editMessageText", []any{"chat_id", chat, "message_id", sent.MessageID, "text", " dag", "reply_markup", inline("Ja", "a:1")}, 400, "message is not modified"},
		{"edit of nothing", "editMessageText", []any{"chat_id", chat, "message_id", 999, "text", "x"}, 400, "message to edit not found"},
		{"edit of hers", "editMessageText", []any{"chat_id", chat, "message_id", hers.ID, "text", "x"}, 400, "message can't be edited"},
		{"text of a photo", "editMessageText", []any{"chat_id", chat, "message_id", photo.MessageID, "text", "x"}, 400, "there is no text in the message to edit"},
		{"caption of a text", "editMessageCaption", []any{"chat_id", chat, "message_id", sent.MessageID, "caption", "x"}, 400, "there is no caption in the message to edit"},
		{"medium of no kind", "editMessageMedia", []any{"chat_id", chat, "message_id", photo.MessageID, "media", `{"type":"hologram","media":"x"}`}, 400, "not played"},
		{"attachment that is not there", "editMessageMedia", []any{"chat_id", chat, "message_id", photo.MessageID, "media", `{"type":"photo","media":"attach://x"}`}, 400, "wrong file identifier"},
		{"delete of nothing", "deleteMessage", []any{"chat_id", chat, "message_id", 999}, 400, "message to delete not found"},
		{"photo of nothing", "sendPhoto", []any{"chat_id", chat, "photo", "x"}, 400, "wrong file identifier"},
		{"no photo", "sendPhoto", []any{"chat_id", chat}, 400, `parameter "photo" is required`},
		{"file of nothing", "getFile", []any{"file_id", "x"}, 400, "wrong file_id"},
		{"action of no kind", "sendChatAction", []any{"chat_id", chat, "action", "dancing"}, 400, "wrong parameter action"},

		{"answer to no press", "answerCallbackQuery", []any{"callback_query_id", "1"}, 400, "query is too old and response timeout expired or query ID is invalid"},
		{"command in capitals", "setMyCommands", []any{"commands", `[{"command":"Idee","description":"x"}]`}, 400, "BOT_COMMAND_INVALID"},
		{"command without words", "setMyCommands", []any{"commands", `[{"command":"idee","description":""}]`}, 400, "BOT_COMMAND_DESCRIPTION_INVALID"},
		{"unknown field of a command", "setMyCommands", []any{"commands", `[{"command":"idee","description":"x","icon":"y"}]`}, 400, "can't parse commands list"},
		{"scope of no kind", "setMyCommands", []any{"commands", `[]`, "scope", `{"type":"street"}`}, 400, "can't parse BotCommandScope"},
		{"scope without its chat", "setMyCommands", []any{"commands", `[]`, "scope", `{"type":"chat"}`}, 400, "can't parse BotCommandScope"},
		{"language", "setMyCommands", []any{"commands", `[]`, "language_code", "nld"}, 400, "invalid language code"},
		{"long description", "setMyDescription", []any{"description", strings.Repeat("x", 513)}, 400, "512 is the most"},
		{"long short description", "setMyShortDescription", []any{"short_description", strings.Repeat("x", 121)}, 400, "120 is the most"},
		{"member of a private chat", "getChatMember", []any{"chat_id", chat, "user_id", 1}, 400, "no members"},
		{"nobody", "getChatMember", []any{"chat_id", kra.ID(), "user_id", 1}, 400, "PARTICIPANT_ID_INVALID"},
		{"leaving a person", "leaveChat", []any{"chat_id", chat}, 400, "private chats"},

		{"limit", "getUpdates", []any{"limit", 101}, 400, "limit is 1-100"},
		{"timeout", "getUpdates", []any{"timeout", 51}, 400, "timeout is 0-50"},
		{"kind of update", "getUpdates", []any{"allowed_updates", `["messages"]`}, 400, `unknown kind of update "messages"`},
		{"webhook without TLS", "setWebhook", []any{"url", "http://smederij.example/x"}, 400, "An HTTPS URL must be provided"},
		{"webhook on another port", "setWebhook", []any{"url", "https://smederij.example:8080/x"}, 400, "ports 80, 88, 443 or 8443"},
		{"secret of other letters", "setWebhook", []any{"url", "https://smederij.example/x", "secret_token", "a b"}, 400, "secret token contains unallowed characters"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			g := c.try(tt.method, tt.with...)
			if g.OK || g.Code != tt.code || !strings.Contains(g.Description, tt.want) {
				t.Errorf("%s %v\n got %d %q %v\nwant %d %q", tt.method, tt.with, g.Code, g.Description, g.err, tt.code, tt.want)
			}
		})
	}
}

// TestAccepts is the other side: what is right at the border must pass, or the refusals above prove nothing.
func TestAccepts(t *testing.T) {
	s, c := play(t, Options{})
	anja := s.Person("anja")
	anja.Say("hallo")
	for _, tt := range []struct{ why, text, mode, want string }{
		{"4,096 units", strings.Repeat("x", 4094) + "😀", "", strings.Repeat("x", 4094) + "😀"},
		{"marks do not count", "<b>" + strings.Repeat("x", 4096) + "</b>", "HTML", strings.Repeat("x", 4096)},
		{"the four entities", "&lt;b&gt; &amp;amp; &quot;&#39;&#x41;", "HTML", `<b> &amp; "'A`},
		{"nested marks", `<b>a <i>b</i></b> <a href="https://a.nl/?x=1&amp;y=2">c</a>`, "HTML", "a b c"},
		{"a language", `<pre><code class="language-go">x</code></pre>`, "HTML", "x"},
		{"a good start", "https://t.me/smederij_bot?start=" + strings.Repeat("x", 64), "", "https://t.me/smederij_bot?start=" + strings.Repeat("x", 64)},
	} {
		t.Run(tt.why, func(t *testing.T) {
			pairs := []any{"chat_id", anja.ID(), "text", tt.text}
			if tt.mode != "" {
				pairs = append(pairs, "parse_mode", tt.mode)
			}
			if g := c.try("sendMessage", pairs...); !g.OK {
				t.Fatalf("refused: %s", g.Description)
			}
			if m, _ := anja.Newest(); m.Text != tt.want {
				t.Errorf("got %q, want %q", m.Text, tt.want)
			}
		})
	}
}

func TestRefusesWrongBodies(t *testing.T) {
	s, c := play(t, Options{})
	anja := s.Person("anja")
	anja.Say("hallo")
	for _, tt := range []struct{ why, kind, body, want string }{
		{"JSON that is none", "application/json", "{", "can't parse request JSON object"},
		{"XML", "text/xml", "<x/>", `a body of type "text/xml"`},
		{"half a form", "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nhal", "unreadable body"},
	} {
		if g := c.post(t.Context(), "sendMessage", tt.kind, bytes.NewBufferString(tt.body)); g.Code != 400 || !strings.Contains(g.Description, tt.want) {
			t.Errorf("%s: got %d %q, want %q", tt.why, g.Code, g.Description, tt.want)
		}
	}
	g := c.post(t.Context(), "sendMessage", "application/json", bytes.NewBufferString(fmt.Sprintf(`{"chat_id":%d,"text":"dag","protect_content":true}`, anja.ID())))
	if !g.OK {
		t.Errorf("good JSON: %s", g.Description)
	}
	if g := c.upload("sendMessage", "photo", "a.jpg", []byte("x"), "chat_id", anja.ID(), "text", "x"); !strings.Contains(g.Description, "nobody asked for the file") {
		t.Errorf("a file with a text: got %q", g.Description)
	}
	if g := c.upload("sendPhoto", "photo", "a.jpg", []byte("no picture"), "chat_id", anja.ID()); g.Description != "Bad Request: IMAGE_PROCESS_FAILED" {
		t.Errorf("a photo that is none: got %q", g.Description)
	}
	if g := c.upload("sendPhoto", "photo", "a.jpg", picture(t, 1, 30), "chat_id", anja.ID()); g.Description != "Bad Request: PHOTO_INVALID_DIMENSIONS" {
		t.Errorf("a thread of a photo: got %q", g.Description)
	}
}

func TestToken(t *testing.T) {
	s, c := play(t, Options{})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL()+"/bot4200000042:other/getMe", nil)
	if err != nil {
		t.Fatal(err)
	}
	if g := c.do(r); g.Code != 401 || g.Description != "Unauthorized" {
		t.Errorf("another token: got %d %q", g.Code, g.Description)
	}
	var me user
	c.try("getMe").into(t, &me)
	if me.ID != s.BotID() || me.Username != s.Username() || !me.IsBot {
		t.Errorf("getMe: got %+v", me)
	}
	waiting := make(chan got)
	go func() { waiting <- c.try("getUpdates", "timeout", 50) }()
	if err := s.Until(t.Context(), func() bool { return s.Polling() }); err != nil {
		t.Fatal(err)
	}
	s.RevokeToken()
	if g := <-waiting; g.Code != 401 {
		t.Errorf("a poll when the token is revoked: got %d %q", g.Code, g.Description)
	}
	if g := c.try("getMe"); g.Code != 401 {
		t.Errorf("the revoked token: got %d", g.Code)
	}
}
