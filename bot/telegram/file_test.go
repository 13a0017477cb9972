package telegram_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/bot/telegram/telegramtest"
)

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

func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
