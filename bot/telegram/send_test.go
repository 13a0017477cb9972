package telegram_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/bot/telegram"
	"smederij/bot/telegram/telegramtest"
)

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

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

func TestAttachments(t *testing.T) {
	r, anja := met(t, telegramtest.Options{})
	long := strings.Repeat("& lang ", 200)
	for _, tt := range []struct {
		why  string
		kind bot.AttachmentKind
		name string
		data []byte
		text string
		want []string // kinds and lengths
	}{
		{"a chart", bot.AsPhoto, "stand.png", picture(t, 40, 30), "De stand: < 50", []string{"photo 14 [1]"}},
		{"without words", bot.AsPhoto, "stand.png", picture(t, 40, 30), "", []string{"photo 0 [1]"}},
		{"a workbook", bot.AsDocument, "week.xlsx", []byte("PK"), "Het overzicht", []string{"document 13 [1]"}},
		{"a voice", bot.AsVoice, "x.oga", []byte("OggS"), "Gehoord", []string{"voice 7 [1]"}},
		{"with many words", bot.AsPhoto, "stand.png", picture(t, 40, 30), long, []string{"photo 0 []", "text 1399 [1]"}},
	} {
		before := len(anja.Screen())
		out := words(anja.ID(), tt.text, bot.ShownButton{Label: "1", Payload: "een"})
		out.Attachment = &bot.Attachment{Kind: tt.kind, Name: tt.name, Data: tt.data}
		id, err := r.Send(t.Context(), out)
		if err != nil {
			t.Errorf("%s: %v", tt.why, err)
			continue
		}
		var got []string
		for _, m := range anja.Screen()[before:] {
			var labels []string
			for _, row := range m.Buttons {
				labels = append(labels, row[0].Label)
			}
			got = append(got, fmt.Sprintf("%s %d %v", m.Kind, len(m.Text), labels))
			if m.File != "" && !bytes.Equal(r.s.File(m.File), tt.data) {
				t.Errorf("%s: another file", tt.why)
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.why, diff)
		}
		if m, _ := anja.Newest(); id != fmt.Sprint(m.ID) {
			t.Errorf("%s: got %s, the last one is %d", tt.why, id, m.ID)
		}
	}
	m, _ := anja.Newest()
	photo := anja.Screen()[1]
	out := words(anja.ID(), "Nu: > 50")
	out.EditOf = fmt.Sprint(photo.ID)
	if _, err := r.Send(t.Context(), out); err != nil || anja.Screen()[1].Text != "Nu: > 50" || anja.Screen()[1].Kind != "photo" {
		t.Errorf("words below a photo: %v, %+v", err, anja.Screen()[1])
	}
	_ = m
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

func TestSendOnBadNetwork(t *testing.T) {
	for _, tt := range []struct {
		why   string
		fault telegramtest.Fault
		want  bot.Fate
		retry time.Duration
		shown int
	}{
		{"reset before", telegramtest.Fault{Effect: telegramtest.ResetBefore}, bot.Doubtful, 0, 0},
		{"answer lost", telegramtest.Fault{Effect: telegramtest.DropReply}, bot.Doubtful, 0, 1},
		{"HTML 502", telegramtest.Fault{Effect: telegramtest.BadGateway}, bot.Doubtful, 0, 0},
		{"HTML 502, done", telegramtest.Fault{Effect: telegramtest.BadGateway, Applied: true}, bot.Doubtful, 0, 1},
		{"too many", telegramtest.Fault{Effect: telegramtest.TooMany, Retry: 7}, bot.NotSent, 7 * time.Second, 0},
	} {
		for _, files := range []bool{false, true} {
			r, anja := met(t, telegramtest.Options{})
			r.s.Break(tt.fault)
			out := words(anja.ID(), "dag")
			if files {
				out.Attachment = &bot.Attachment{Kind: bot.AsDocument, Name: "x.txt", Data: []byte("x")}
			}
			_, err := r.Send(t.Context(), out)
			cutOff := files && tt.fault.Effect == telegramtest.ResetBefore // a file may still be on its way then, and that is certain
			if f := failure(t, err); f.Fate != tt.want && !(cutOff && f.Fate == bot.NotSent) || f.Retry != tt.retry {
				t.Errorf("%s, file %v: got %+v", tt.why, files, f)
			}
			if n := len(anja.Screen()) - 1; n != tt.shown {
				t.Errorf("%s, file %v: %d messages shown", tt.why, files, n)
			}
		}
	}
}

func TestSendUnplugged(t *testing.T) {
	r, anja := met(t, telegramtest.Options{})
	r.s.Unplug()
	_, err := r.Send(t.Context(), words(anja.ID(), "dag"))
	if f := failure(t, err); f.Fate != bot.NotSent {
		t.Errorf("got %+v", f)
	}
}

func TestSendGivenUp(t *testing.T) {
	r, anja := met(t, telegramtest.Options{})
	r.s.Break(telegramtest.Fault{Effect: telegramtest.Slow, Delay: time.Hour, Method: "sendMessage"})
	ctx, leave := newCancel(t)
	answer := make(chan error, 1)
	go func() {
		_, err := r.Send(ctx, words(anja.ID(), "dag"))
		answer <- err
	}()
	if _, err := r.s.WaitFor(r.ctx(), 0, telegramtest.In(anja)); err != nil {
		t.Fatal(err)
	}
	leave()
	if f := failure(t, <-answer); f.Fate != bot.Doubtful {
		t.Errorf("got %+v", f)
	}
	_, err := r.Send(ctx, words(anja.ID(), "dag"))
	if f := failure(t, err); f.Fate != bot.NotSent {
		t.Errorf("never begun: got %+v", f)
	}
}

func TestNoTLS(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS() // with a certificate that nobody knows
	defer s.Close()
	r := build(t, server(t, telegramtest.Options{}), func(c *telegram.Config) { c.APIRoot = s.URL })
	_, err := r.Send(t.Context(), words(5, "dag"))
	if f := failure(t, err); f.Fate != bot.NotSent {
		t.Errorf("got %+v", f)
	}
}

// TestSecondPartFails: the first part stands there, so nobody may say that nothing was sent.
func TestSecondPartFails(t *testing.T) {
	r, anja := met(t, telegramtest.Options{})
	r.s.Break(telegramtest.Fault{Effect: telegramtest.TooMany, Retry: 1, Method: "sendMessage", Nth: 2})
	_, err := r.Send(t.Context(), words(anja.ID(), strings.Repeat("a", 5000)))
	if f := failure(t, err); f.Fate != bot.Doubtful || f.Retry != 0 {
		t.Errorf("got %+v", f)
	}
	r, anja = met(t, telegramtest.Options{})
	r.s.Break(telegramtest.Fault{Effect: telegramtest.TooMany, Retry: 1, Method: "sendMessage"})
	out := words(anja.ID(), strings.Repeat("a", 2000))
	out.Attachment = &bot.Attachment{Kind: bot.AsPhoto, Name: "x.png", Data: picture(t, 9, 9)}
	_, err = r.Send(t.Context(), out)
	if f := failure(t, err); f.Fate != bot.Doubtful || f.Retry != 0 {
		t.Errorf("got %+v", f)
	}
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

// TestFileNotAllowed: in a chat that takes no pictures the words come alone.
func TestFileNotAllowed(t *testing.T) {
	const no = `{"ok":false,"error_code":400,"description":"Bad Request: not enough rights to send photos to the chat"}`
	r, _, bodies := stubborn(t, no, `{"ok":true,"result":{"message_id":7}}`)
	out := words(-5, "De stand")
	out.Attachment = &bot.Attachment{Kind: bot.AsPhoto, Name: "x.png", Data: []byte("x")}
	if id, err := r.Send(t.Context(), out); err != nil || id != "7" {
		t.Errorf("got %s, %v", id, err)
	}
	if diff := cmp.Diff([]string{"HTML|De stand", "HTML|De stand"}, *bodies); diff != "" {
		t.Error(diff)
	}
}

// TestAnswerThatSaysNothing: the message may stand there, but nobody knows its id.
func TestAnswerThatSaysNothing(t *testing.T) {
	for _, answer := range []string{`{"ok":true}`, `{"ok":true,"result":"x"}`, `{"ok":true,"result":{"mess`, ``, `true`} {
		r, _, _ := stubborn(t, answer)
		_, err := r.Send(t.Context(), words(5, "dag"))
		if f := failure(t, err); answer != `true` && f.Fate != bot.Doubtful || f.Fate == bot.Refused {
			t.Errorf("%q: got %+v", answer, f)
		}
	}
}

func TestMeAndRights(t *testing.T) {
	r, anja := met(t, telegramtest.Options{ReadsAll: true})
	me, err := r.Me(t.Context())
	if want := (telegram.Me{Username: "smederij_bot", JoinsGroups: true, ReadsAll: true}); err != nil || me != want {
		t.Errorf("got %+v, %v", me, err)
	}
	wim := r.s.Person("wim")
	g := r.s.Supergroup("Kransstraat", wim)
	for _, tt := range []struct {
		why  string
		do   func()
		chat int64
		want telegram.Rights
	}{
		{"not there", func() {}, g.ID(), telegram.Rights{}},
		{"member", func() { g.AddBot(wim) }, g.ID(), telegram.Rights{Member: true, MayWrite: true}},
		{"admin", func() { g.PromoteBot(wim, telegramtest.Rights{}) }, g.ID(), telegram.Rights{Member: true, MayWrite: true, Admin: true}},
		{"muted", func() { g.MuteBot(wim) }, g.ID(), telegram.Rights{Member: true}},
		{"removed", func() { g.RemoveBot(wim) }, g.ID(), telegram.Rights{}},
		{"in private", func() {}, anja.ID(), telegram.Rights{Member: true, MayWrite: true}},
		{"never wrote", func() {}, wim.ID(), telegram.Rights{}},
		{"nowhere", func() {}, -999, telegram.Rights{}},
	} {
		tt.do()
		if got, err := r.Rights(t.Context(), at(tt.chat)); err != nil || got != tt.want {
			t.Errorf("%s: got %+v, %v", tt.why, got, err)
		}
	}
	r.s.Unplug()
	if _, err := r.Rights(t.Context(), at(g.ID())); failure(t, err).Fate != bot.NotSent {
		t.Errorf("got %v", err)
	}
	if _, err := r.Me(t.Context()); failure(t, err).Fate != bot.NotSent || errors.Is(err, telegram.ErrRevoked) {
		t.Errorf("got %v", err)
	}
}

func TestFetch(t *testing.T) {
	r, anja := met(t, telegramtest.Options{})
	data := bytes.Repeat([]byte("spraak"), 100)
	ref := anja.Voice(data, 5).File
	if got, err := r.Fetch(t.Context(), ref, 600); err != nil || !bytes.Equal(got, data) {
		t.Errorf("got %d bytes, %v", len(got), err)
	}
	for _, tt := range []struct {
		why, ref string
		limit    int64
		fault    telegramtest.Fault
		want     bot.Fate
	}{
		{"too large", ref, 599, telegramtest.Fault{}, bot.Refused},
		{"no such file", "weg", 600, telegramtest.Fault{}, bot.Refused},
		{"too many", ref, 600, telegramtest.Fault{Effect: telegramtest.TooMany, Method: "getFile", Retry: 3}, bot.NotSent},
		{"answer lost", ref, 600, telegramtest.Fault{Effect: telegramtest.DropReply, Method: "getFile"}, bot.NotSent},
		{"file: too many", ref, 600, telegramtest.Fault{Effect: telegramtest.TooMany, Method: "file", Retry: 3, Chance: 1}, bot.NotSent},
		{"file: reset", ref, 600, telegramtest.Fault{Effect: telegramtest.ResetBefore, Method: "file", Chance: 1}, bot.NotSent},
		{"file: HTML 502", ref, 600, telegramtest.Fault{Effect: telegramtest.BadGateway, Method: "file"}, bot.NotSent},
	} {
		r.s.Heal()
		if tt.fault.Effect != telegramtest.None {
			r.s.Break(tt.fault)
		}
		got, err := r.Fetch(t.Context(), tt.ref, tt.limit)
		if f := failure(t, err); f.Fate != tt.want || got != nil {
			t.Errorf("%s: got %+v", tt.why, f)
		}
	}
	r.s.Unplug()
	_, err := r.Fetch(t.Context(), ref, 600)
	if f := failure(t, err); f.Fate != bot.NotSent {
		t.Errorf("got %+v", f)
	}
}
