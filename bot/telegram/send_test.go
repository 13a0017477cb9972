package telegram_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/bot/telegram"
	"smederij/bot/telegram/telegramtest"
)

// met is a bot that does not run, and somebody who wrote to it.
func met(t *testing.T, o telegramtest.Options) (*rig, *telegramtest.Person) {
	t.Helper()
	r := build(t, server(t, o))
	anja := r.s.Person("anja")
	anja.Say("hallo")
	return r, anja
}

func TestSend(t *testing.T) {
	r, anja := met(t, telegramtest.Options{})
	out := words(anja.ID(), "Wat kost het? <b>50</b> & meer, of < 50?\nZie https://example.org")
	out.Body.Buttons = [][]bot.ShownButton{{{Label: "Ja", Payload: "t:1:ja"}, {Label: "Nee", Payload: "t:1:nee"}}, {}, {{Label: "Stop", Payload: "t:1:stop"}}}
	id, err := r.Send(t.Context(), out)
	if err != nil {
		t.Fatal(err)
	}
	m, _ := anja.Newest()
	if m.Text != out.Body.Text || id != fmt.Sprint(m.ID) {
		t.Errorf("got %s %q", id, m.Text)
	}
	want := [][]telegramtest.Button{{{Label: "Ja", Data: "t:1:ja"}, {Label: "Nee", Data: "t:1:nee"}}, {{Label: "Stop", Data: "t:1:stop"}}}
	if diff := cmp.Diff(want, m.Buttons); diff != "" {
		t.Error(diff)
	}
	asked := r.s.RequestsTo("sendMessage")[0].Params
	if asked["link_preview_options"] != `{"is_disabled":true}` || asked["parse_mode"] != "HTML" {
		t.Errorf("asked %v", asked)
	}
}

// TestLimitOfText: 4,096 units with a tree of two of them at the border.
func TestLimitOfText(t *testing.T) {
	for _, tt := range []struct {
		why, text string
		want      []int // bytes
	}{
		{"just fits", strings.Repeat("a", 4094) + "🌳", []int{4098}},
		{"fits once read", strings.Repeat("<", 4096), []int{4096}},
		{"the tree would be cut", strings.Repeat("a", 4095) + "🌳", []int{4095, 4}},
		{"one too many", strings.Repeat("a", 4096) + "🌳", []int{4096, 4}},
		{"trees", strings.Repeat("🌳", 2049), []int{8192, 4}},
		{"marks", strings.Repeat("&", 4097), []int{4096, 1}},
		{"lines", strings.Repeat("een regel van 27 tekens of\n", 300), []int{151*27 - 1, 149*27 - 1}},
	} {
		r, anja := met(t, telegramtest.Options{})
		id, err := r.Send(t.Context(), words(anja.ID(), tt.text, bot.ShownButton{Label: "Verder", Payload: "v"}))
		if err != nil {
			t.Errorf("%s: %v", tt.why, err)
			continue
		}
		var got []int
		for i, m := range anja.Screen()[1:] {
			got = append(got, len(m.Text))
			if last := i == len(tt.want)-1; last != (len(m.Buttons) == 1) || last && id != fmt.Sprint(m.ID) {
				t.Errorf("%s: part %d has buttons %v", tt.why, i, m.Buttons)
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.why, diff)
		}
	}
}

func TestEdit(t *testing.T) {
	r, anja := met(t, telegramtest.Options{})
	out := words(anja.ID(), "Steun: 1", bot.ShownButton{Label: "Steun", Payload: "s"})
	id, err := r.Send(t.Context(), out)
	if err != nil {
		t.Fatal(err)
	}
	out.EditOf = id
	if again, err := r.Send(t.Context(), out); err != nil || again != id {
		t.Errorf("the same once more: got %s, %v", again, err)
	}
	out.Body.Text, out.Body.Buttons = strings.Repeat("🌳", 3000), nil
	if again, err := r.Send(t.Context(), out); err != nil || again != id {
		t.Errorf("got %s, %v", again, err)
	}
	m, _ := anja.Newest()
	if want := strings.Repeat("🌳", 2047) + "…"; m.Text != want || m.Buttons != nil || m.Edits != 1 {
		t.Errorf("got %d bytes, %v, %d edits", len(m.Text), m.Buttons, m.Edits)
	}
	anja.Delete(m.ID)
	for why, edit := range map[string]string{"taken away": id, "never there": "999999", "of nobody": "x"} {
		out.EditOf = edit
		_, err := r.Send(t.Context(), out)
		if f := failure(t, err); f.Fate != bot.Vanished {
			t.Errorf("%s: got %+v", why, f)
		}
	}
	out.EditOf = "1" // hers
	_, err = r.Send(t.Context(), out)
	if f := failure(t, err); f.Fate != bot.Vanished {
		t.Errorf("another's: got %+v", f)
	}
}

func TestRefused(t *testing.T) {
	r, anja := met(t, telegramtest.Options{})
	for why, change := range map[string]func(*bot.Outgoing){
		"no words":           func(o *bot.Outgoing) { o.Body.Text = " \n " },
		"no chat":            func(o *bot.Outgoing) { o.To.Chat = "@buurt" },
		"payload of 65":      func(o *bot.Outgoing) { o.Body.Buttons[0][0].Payload = strings.Repeat("x", 65) },
		"no payload":         func(o *bot.Outgoing) { o.Body.Buttons[0][0].Payload = "" },
		"no label":           func(o *bot.Outgoing) { o.Body.Buttons[0][0].Label = "" },
		"101 buttons":        func(o *bot.Outgoing) { o.Body.Buttons = slicesOf(101, o.Body.Buttons[0]) },
		"a picture of bytes": func(o *bot.Outgoing) { o.Attachment = &bot.Attachment{Kind: bot.AsPhoto, Name: "x", Data: []byte("x")} },
		"an unknown kind":    func(o *bot.Outgoing) { o.Attachment = &bot.Attachment{Kind: "film", Name: "x", Data: []byte("x")} },
	} {
		out := words(anja.ID(), "dag", bot.ShownButton{Label: "Ja", Payload: strings.Repeat("x", 64)})
		change(&out)
		_, err := r.Send(t.Context(), out)
		if f := failure(t, err); f.Fate != bot.Refused {
			t.Errorf("%s: got %+v", why, f)
		}
	}
	if n := len(anja.Screen()); n != 1 {
		t.Errorf("%d messages were shown", n-1)
	}
}

func slicesOf[T any](n int, v T) []T {
	all := make([]T, n)
	for i := range all {
		all[i] = v
	}
	return all
}

// stubborn is a Telegram that answers sending with these, one after the other.
func stubborn(t *testing.T, answers ...string) (*rig, *[]http.Header, *[]string) {
	var kinds []http.Header
	var bodies []string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		if r.MultipartForm == nil {
			_ = r.ParseMultipartForm(1 << 20)
		}
		kinds, bodies = append(kinds, r.Header), append(bodies, r.Form.Get("parse_mode")+"|"+r.Form.Get("text")+r.Form.Get("caption"))
		fmt.Fprint(w, answers[len(bodies)-1])
	}))
	t.Cleanup(s.Close)
	return build(t, server(t, telegramtest.Options{}), func(c *telegram.Config) { c.APIRoot = s.URL }), &kinds, &bodies
}

// TestUnreadableMarks: words that Telegram cannot read as HTML go once more as plain text.
func TestUnreadableMarks(t *testing.T) {
	const no = `{"ok":false,"error_code":400,"description":"Bad Request: can't parse entities: unsupported start tag"}`
	r, _, bodies := stubborn(t, no, `{"ok":true,"result":{"message_id":7}}`)
	if id, err := r.Send(t.Context(), words(5, "a < b")); err != nil || id != "7" {
		t.Errorf("got %s, %v", id, err)
	}
	if diff := cmp.Diff([]string{"HTML|a &lt; b", "|a < b"}, *bodies); diff != "" {
		t.Error(diff)
	}
	r, _, _ = stubborn(t, no, no)
	_, err := r.Send(t.Context(), words(5, "a < b"))
	if f := failure(t, err); f.Fate != bot.Refused {
		t.Errorf("got %+v", f)
	}
}
