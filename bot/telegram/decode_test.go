package telegram

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func testReader() reader {
	return reader{id: 42, username: "smederij_bot", now: func() time.Time { return noon }}
}

// decoded reads what stands in an update beside its number.
func decoded(body string) read {
	return testReader().read(json.RawMessage(`{"update_id":7,` + body + `}`))
}

const (
	inPrivate = `"date":1795430000,"chat":{"id":5,"type":"private","first_name":"Anja"},"from":{"id":5,"is_bot":false,"first_name":"Anja","language_code":"nl"}`
	inGroup   = `"date":1795430000,"chat":{"id":-1005,"type":"supergroup","title":"Kransstraat"},"from":{"id":5,"is_bot":false,"first_name":"Anja"}`
)

func TestDecode(t *testing.T) {
	sent := time.Unix(1795430000, 0).UTC()
	base := bot.Inbound{Key: "telegram:7", Platform: "telegram", Address: bot.Address{Platform: "telegram", Chat: "5"}, Private: true, From: "5",
		MessageID: "9", SentAt: sent}
	with := func(change func(*bot.Inbound)) *bot.Inbound {
		in := base
		change(&in)
		return &in
	}
	media := func(kind, ref string) *bot.Inbound {
		return with(func(in *bot.Inbound) { in.Media = &bot.Media{Kind: kind, Ref: ref} })
	}
	for _, tt := range []struct {
		why, body string
		want      *bot.Inbound
	}{
		{"words", `"message":{"message_id":9,` + inPrivate + `,"text":"hallo"}`, with(func(in *bot.Inbound) { in.Text = "hallo" })},
		{"no date", `"message":{"message_id":9,"chat":{"id":5,"type":"private"},"from":{"id":5},"text":"x"}`,
			with(func(in *bot.Inbound) { in.Text, in.SentAt = "x", noon })},
		{"a date of nobody's", `"message":{"message_id":9,"date":99999999999999,"chat":{"id":5,"type":"private"},"from":{"id":5},"text":"x"}`,
			with(func(in *bot.Inbound) { in.Text, in.SentAt = "x", noon })},
		{"a changed message", `"edited_message":{"message_id":9,` + inPrivate + `,"edit_date":1795430060,"text":"x"}`,
			with(func(in *bot.Inbound) { in.Text, in.Edited, in.SentAt = "x", true, sent.Add(time.Minute) })},
		{"a place that moves", `"edited_message":{"message_id":9,` + inPrivate + `,"edit_date":1795430060,"location":{"live_period":60}}`, nil},
		{"audio", `"message":{"message_id":9,` + inPrivate + `,"audio":{"file_id":"a"}}`, media("other", "a")},
		{"video", `"message":{"message_id":9,` + inPrivate + `,"video":{"file_id":"v","width":9}}`, media("other", "v")},
		{"a round video", `"message":{"message_id":9,` + inPrivate + `,"video_note":{"file_id":"v"}}`, media("other", "v")},
		{"a moving picture", `"message":{"message_id":9,` + inPrivate + `,"animation":{"file_id":"g"},"document":{"file_id":"g","mime_type":"image/gif"}}`, media("other", "g")},
		{"a venue", `"message":{"message_id":9,` + inPrivate + `,"venue":{"title":"De Schakel"},"location":{"latitude":1}}`, media("location", "")},
		{"somebody's number", `"message":{"message_id":9,` + inPrivate + `,"contact":{"phone_number":"06"}}`, media("other", "")},
		{"a poll", `"message":{"message_id":9,` + inPrivate + `,"poll":{"id":"1"}}`, media("other", "")},
		{"a dice", `"message":{"message_id":9,` + inPrivate + `,"dice":{"value":3}}`, media("other", "")},
		{"the largest photo", `"message":{"message_id":9,` + inPrivate + `,"photo":[{"file_id":"m","width":20,"height":20},{"file_id":"l","width":90,"height":90},{"file_id":"s","width":2,"height":2}]}`, media("photo", "l")},
		{"a thread of replies is no topic", `"message":{"message_id":9,"message_thread_id":3,` + inPrivate + `,"text":"x"}`, with(func(in *bot.Inbound) { in.Text = "x" })},
		{"something pinned", `"message":{"message_id":9,` + inPrivate + `,"pinned_message":{"text":"x"}}`, nil},
		{"another bot", `"message":{"message_id":9,"date":1,"chat":{"id":-1005,"type":"supergroup"},"from":{"id":6,"is_bot":true},"text":"/status"}`, nil},
		{"posted on from a channel", `"message":{"message_id":9,"is_automatic_forward":true,"sender_chat":{"id":-1009,"type":"channel"},` + inGroup + `,"text":"/status"}`, nil},
		{"a channel", `"message":{"message_id":9,"date":1,"chat":{"id":-1009,"type":"channel"},"text":"/status"}`, nil},
		{"a post of a channel", `"channel_post":{"message_id":9,"date":1,"chat":{"id":-1009,"type":"channel"},"text":"/status"}`, nil},
		{"somebody joins", `"chat_member":{"chat":{"id":-1005,"type":"supergroup"},"new_chat_member":{"status":"member"}}`, nil},
		{"a vote", `"poll_answer":{"poll_id":"1"}`, nil},
		{"nothing", `"edited_message":null`, nil},
		{"a reply to a topic of the bot", `"message":{"message_id":9,"is_topic_message":true,"message_thread_id":3,` + inGroup + `,"text":"x","reply_to_message":{"message_id":3,"from":{"id":42}}}`, nil},
		{"a mark beyond the words", `"message":{"message_id":9,` + inGroup + `,"text":"x","entities":[{"type":"mention","offset":9,"length":9},{"type":"mention","offset":-1,"length":2},{"type":"mention","offset":0,"length":-4}]}`, nil},
		{"a name without one", `"message":{"message_id":9,` + inGroup + `,"text":"Smederij","entities":[{"type":"text_mention","offset":0,"length":8,"user":{"id":42}}]}`,
			with(func(in *bot.Inbound) {
				in.Text, in.Mention, in.Private, in.Address.Chat = "Smederij", true, false, "-1005"
			})},
		{"a press", `"callback_query":{"id":"q","from":{"id":5},"chat_instance":"1","data":"t:1","message":{"message_id":9,"date":1,"chat":{"id":5,"type":"private"},"from":{"id":42,"is_bot":true},"text":"Vraag?"}}`,
			with(func(in *bot.Inbound) { in.Press, in.SentAt = &bot.Press{Payload: "t:1"}, noon })},
		{"a press on what is too old", `"callback_query":{"id":"q","from":{"id":5},"data":"t:1","message":{"message_id":9,"date":0,"chat":{"id":-1005,"type":"supergroup"}}}`,
			with(func(in *bot.Inbound) {
				in.Press, in.SentAt, in.Private, in.Address.Chat = &bot.Press{Payload: "t:1"}, noon, false, "-1005"
			})},
		{"a press on nothing", `"callback_query":{"id":"q","from":{"id":5},"data":"t:1","inline_message_id":"x"}`, nil},
		{"a press without data", `"callback_query":{"id":"q","from":{"id":5},"game_short_name":"x","message":{"message_id":9,"chat":{"id":5,"type":"private"}}}`, nil},
		{"a standing that is none", `"my_chat_member":{"chat":{"id":5,"type":"private"},"new_chat_member":{}}`, nil},
		{"out of a channel", `"my_chat_member":{"chat":{"id":-1009,"type":"channel"},"new_chat_member":{"status":"left"}}`, nil},
		{"restricted, and gone", `"my_chat_member":{"chat":{"id":-1005,"type":"supergroup"},"new_chat_member":{"status":"restricted","is_member":false,"can_send_messages":true}}`,
			&bot.Inbound{Key: "telegram:7", Platform: "telegram", Address: bot.Address{Platform: "telegram", Chat: "-1005"}, Standing: bot.Out}},
		{"restricted, and may write", `"my_chat_member":{"chat":{"id":-1005,"type":"supergroup"},"new_chat_member":{"status":"restricted","is_member":true,"can_send_messages":true}}`,
			&bot.Inbound{Key: "telegram:7", Platform: "telegram", Address: bot.Address{Platform: "telegram", Chat: "-1005"}, Standing: bot.MayWrite}},
	} {
		got := decoded(tt.body)
		if diff := cmp.Diff(tt.want, got.in); diff != "" || !got.known || got.id != 7 {
			t.Errorf("%s: %+v\n%s", tt.why, got, diff)
		}
		if isPress := strings.Contains(tt.body, `"id":"q"`); isPress != (got.query == "q") {
			t.Errorf("%s: press %q must be answered, whatever is in it", tt.why, got.query)
		}
	}
}

// TestKeepable: of what cannot be read, nothing is kept that was said among people.
func TestKeepable(t *testing.T) {
	for body, kept := range map[string]bool{
		`"message":{"message_id":[],"text":"geheim","chat":{"id":5,"type":"private"}}`: true,
		`"message":{"message_id":[],"text":"geheim"}`:                                  true,
		`"message":"geheim"`: true,
		`"callback_query":{"id":1,"data":"geheim","message":{"chat":{"id":-5,"type":"group"}}}`:                    true,
		`"my_chat_member":{"chat":{"id":-5,"type":"group"},"new_chat_member":"geheim"}`:                            true,
		`"message":{"message_id":[],"text":"geheim","chat":{"id":-5,"type":"group"}}`:                              false,
		`"edited_message":{"message_id":[],"text":"geheim","chat":{"id":"-100","type":"gigagroup"}}`:               false,
		`"message":{"message_id":[],"text":"geheim","chat":{"id":-5,"type":7}}`:                                    false,
		`"message":{"message_id":[],"text":"geheim","chat":{"id":"-5"}}`:                                           false,
		`"message":{"message_id":[],"caption":"geheim","chat":{"id":-5}}`:                                          false,
		`"message":[],"edited_message":{"text":"geheim","chat":{"id":-5,"type":"supergroup"}}`:                     false,
		`"message":{"text":"\ud800 geheim","message_id":[],"chat":{"id":-5,"type":"supergroup","title":"geheim"}}`: false,
	} {
		got := decoded(body)
		if got.in == nil || got.in.Raw == "" || got.in.Key != "telegram:7" {
			t.Errorf("%s: got %+v", body, got)
			continue
		}
		if strings.Contains(got.in.Raw, "geheim") != kept || !strings.Contains(got.in.Raw, `"update_id":7`) {
			t.Errorf("%s: kept %s", body, got.in.Raw)
		}
	}
}

// TestNobodyInDeadLetters: not even of a private chat is kept what the account says about somebody (PRIVACY P04).
func TestNobodyInDeadLetters(t *testing.T) {
	got := decoded(`"message":{"message_id":[],"from":{"id":5,"last_name":"geheim","language_code":"geheim"},"chat":{"id":5,"type":"private","username":"geheim"},"text":"bankje"}`)
	if raw := got.in.Raw; strings.Contains(raw, "geheim") || !strings.Contains(raw, "bankje") || !strings.Contains(raw, `"id":5`) {
		t.Errorf("kept %s", raw)
	}
}

// TestUnreadablePress is answered all the same.
func TestUnreadablePress(t *testing.T) {
	got := decoded(`"callback_query":{"id":"q","from":[],"data":"x"}`)
	if got.query != "q" || got.in == nil || got.in.Raw == "" {
		t.Errorf("got %+v", got)
	}
}

// FuzzDecode reads any bytes: it never panics, and what it gives has a key and can be kept.
func FuzzDecode(f *testing.F) {
	kept, err := filepath.Glob("testdata/updates/*.json")
	if err != nil || len(kept) < 20 {
		f.Fatalf("%d updates are kept (%v)", len(kept), err)
	}
	for _, path := range kept {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got := testReader().read(raw)
		in := got.in
		switch {
		case !got.known && (in != nil || got.query != ""):
			t.Fatalf("an update without a number gave %+v", got)
		case in == nil:
			return
		case in.Key != "telegram:"+number(got.id) || in.Platform != "telegram" || !in.Addressed():
			t.Fatalf("got %+v", in)
		case in.Raw == "" && in.Address.Chat == "", in.Address.Platform != "telegram":
			t.Fatalf("from nowhere: %+v", in)
		case in.Private && in.Standing == "" && in.Raw == "" && in.Moved == nil && in.Press == nil && in.Text == "" && in.Media == nil:
			t.Fatalf("says nothing: %+v", in)
		}
		data, err := json.Marshal(in)
		if err != nil {
			t.Fatal(err)
		}
		var again bot.Inbound
		if err := json.Unmarshal(data, &again); err != nil {
			t.Fatal(err)
		}
	})
}

var rewrite = flag.Bool("update", false, "write testdata/inputs.golden anew")

// TestUpdates shows what becomes of every kind of update: the kept corpus, beside what the house gets of it.
func TestUpdates(t *testing.T) {
	kept, err := filepath.Glob("testdata/updates/*.json")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, path := range kept {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		got := testReader().read(raw)
		line := "nothing"
		if got.in != nil {
			got.in.Raw = strings.Join(strings.Fields(got.in.Raw), "")
			data, err := json.Marshal(got.in)
			if err != nil {
				t.Fatal(err)
			}
			line = string(data)
		}
		if got.query != "" {
			line += ", and an answer to the press"
		}
		if !got.known {
			line = "no number"
		}
		fmt.Fprintf(&b, "%s: %s\n", strings.TrimSuffix(filepath.Base(path), ".json"), line)
	}
	if *rewrite {
		if err := os.WriteFile("testdata/inputs.golden", []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/inputs.golden")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("(-want +got); -update writes it anew:\n%s", diff)
	}
}
