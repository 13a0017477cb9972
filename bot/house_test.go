package bot_test

import (
	"fmt"
	"strings"
	"testing"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

func silent(*bot.Context) error { return nil }

// everyone are handlers that tell what they got.
var everyone = map[string]bot.Handler{
	"stil": silent,
	"zeg": func(c *bot.Context) error {
		return say(c, fmt.Sprintf("%q %v %d", c.Words, c.Args, c.Arg(9)))
	},
	"weiger": func(*bot.Context) error { return &store.Refusal{Reason: store.NotYours} },
}

// Everything gets an answer where somebody waits for one, and nothing else does.
func TestAnswers(t *testing.T) {
	anonymous := group("in:1", "", "/zeg iets")
	refused := func(r *room) string { return r.render("refused.not_yours") }
	text := func(key string) func(*room) string { return func(r *room) string { return r.render(key) } }
	plain := func(s string) func(*room) string { return func(*room) string { return s } }
	tests := []struct {
		name   string
		in     bot.Inbound
		said   func(*room) string // nil: nothing
		notice func(*room) string // nil: none
	}{
		{"words in private", private("in:1", "anja", "hallo"), plain("hallo"), nil},
		{"words in a group that are for the bot", group("in:1", "anja", "hallo"), text("group.private_only"), nil},
		{"a command", private("in:1", "anja", "/zeg a b"), plain(`"a b" [] 0`), nil},
		{"a command as people write it", private("in:1", "anja", "  /ZEG@bot   a b "), plain(`"a b" [] 0`), nil},
		{"a command in a group", group("in:1", "anja", "/zeg a"), plain(`"a" [] 0`), nil},
		{"an unknown command", private("in:1", "anja", "/dans"), text("sorry.unknown_command"), nil},
		{"only a slash", private("in:1", "anja", "/"), plain("/"), nil},
		{"nothing to say in private", private("in:1", "anja", "/stil"), text("sorry.not_understood"), nil},
		{"nothing to say in a group", group("in:1", "anja", "/stil"), nil, nil},
		{"nothing to say to a press in private", pressed(private("in:1", "anja", ""), "test:stil"), nil, text("sorry.not_understood")},
		{"nothing to say to a press in a group", pressed(group("in:1", "anja", ""), "test:stil"), nil, text("sorry.not_understood")},
		{"a press", pressed(private("in:1", "anja", ""), "test:zeg:14:3"), plain(`"" [14 3] 0`), nil},
		{"a press of an unknown feature", pressed(private("in:1", "anja", ""), "dans:zeg:14"), nil, text("sorry.unknown_button")},
		{"a press that is no number", pressed(private("in:1", "anja", ""), "test:zeg:x"), nil, text("sorry.unknown_button")},
		{"a press below zero", pressed(private("in:1", "anja", ""), "test:zeg:-1"), nil, text("sorry.unknown_button")},
		{"a press beyond all numbers", pressed(private("in:1", "anja", ""), "test:zeg:99999999999999999999"), nil, text("sorry.unknown_button")},
		{"an empty press", pressed(private("in:1", "anja", ""), ""), nil, text("sorry.unknown_button")},
		{"a press of no conversation", pressed(private("in:1", "anja", ""), "t:99:1:yes"), nil, text("sorry.unknown_button")},
		{"a press of half a conversation", pressed(private("in:1", "anja", ""), "t:99"), nil, text("sorry.unknown_button")},
		{"a refusal", private("in:1", "anja", "/weiger"), refused, nil},
		{"a refused press", pressed(group("in:1", "anja", ""), "test:weiger"), nil, refused},
		{"a sender without a name", anonymous, text("sorry.anonymous"), nil},
		{"a press without a name", pressed(anonymous, "test:zeg:1"), text("sorry.anonymous"), nil},
		{"a deep link", private("in:1", "anja", "/start test-zeg-7"), plain(`"test-zeg-7" [7] 0`), nil},
		{"a deep link to what may not be linked", private("in:1", "anja", "/start test-weiger-7"), plain("/start test-weiger-7"), nil},
		{"a deep link to nothing", private("in:1", "anja", "/start dans-zeg-7"), text("sorry.unknown_command"), nil},
		{"the first word", private("in:1", "anja", "/start"), plain("/start"), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRoom(t, everyone)
			n := r.do(tt.in)
			var said []string
			if tt.said != nil {
				said = []string{tt.said(r)}
			}
			r.wantSaid(said...)
			want := ""
			if tt.notice != nil {
				want = tt.notice(r)
			}
			if n.Text != want {
				t.Errorf("notice: got %q, want %q", n.Text, want)
			}
			for _, line := range append(said, n.Text) {
				if strings.Contains(line, "⟦") {
					t.Errorf("a text is missing: %s", line)
				}
			}
		})
	}
}

// An anonymous sender is nobody: there is one account for all of them.
func TestAnonymousIsNoPerson(t *testing.T) {
	r := newRoom(t, everyone)
	r.do(group("in:1", "", "/zeg iets"))
	_, tally, err := r.db.Verify(t.Context())
	if err != nil || tally.People != 0 {
		t.Errorf("got %d people (%v), want none", tally.People, err)
	}
}

// A handler is heard where it was asked, or in the private chat of who asked; somebody who never opened one gets a link.
func TestPrivately(t *testing.T) {
	r := newRoom(t, map[string]bot.Handler{"eigen": bot.Privately(func(c *bot.Context) error {
		return say(c, fmt.Sprintf("private %t %v", c.Chat.Private(), c.Args))
	})})
	press := func(key, from string) bot.Inbound { return pressed(group(key, from, ""), "test:eigen:5") }
	n := r.do(press("in:1", "anja"))
	if n.Link != "test-eigen-5" || n.Text != r.render("notice.open_private") {
		t.Errorf("got %+v, want the link that goes on there", n)
	}
	r.wantSaid()
	r.do(private("in:2", "anja", "/start "+n.Link))
	r.wantSaid("private true [5]")
	n = r.do(press("in:3", "anja"))
	if n.Link != "" || n.Text != r.render("notice.in_private") {
		t.Errorf("got %+v, want word that it goes on in private", n)
	}
	r.wantSaid("private true [5]", "private true [5]")
}

func TestSignalsReachFeatures(t *testing.T) {
	r := newRoom(t, nil)
	r.do(bot.Inbound{Key: "slot:1", Signal: &bot.Signal{Name: bot.DeadLetterSignal, Subject: 7}})
	if len(r.signals) != 1 || r.signals[0].Subject != 7 {
		t.Errorf("got %v, want the signal", r.signals)
	}
	r.do(bot.Inbound{Key: "slot:2", Signal: &bot.Signal{Name: "nobody hears this"}})
	r.wantSaid()
}

func TestFeaturesThatCollide(t *testing.T) {
	end := func(*bot.Context, *bot.Talk) error { return nil }
	tests := map[string]bot.Feature{
		"command /zeg":  {Name: "other", Commands: []bot.Command{{Name: "zeg"}}},
		"press one:zeg": {Name: "one", Presses: map[string]bot.Handler{"zeg": silent}},
		"end done":      {Name: "other", Ends: map[string]bot.End{"done": end}},
		"keep idea":     {Name: "other", Keeps: map[string]bot.End{"idea": end}},
	}
	for want, second := range tests {
		first := bot.Feature{Name: "one", Commands: []bot.Command{{Name: "zeg"}}, Presses: map[string]bot.Handler{"zeg": silent},
			Ends: map[string]bot.End{"done": end}, Keeps: map[string]bot.End{"idea": end}}
		h := &bot.House{Texts: locales.Dutch(), Features: []bot.Feature{first, second}}
		if err := h.Open(nil); err == nil || !strings.Contains(err.Error(), want+" is registered twice") {
			t.Errorf("got %v, want %s is registered twice", err, want)
		}
	}
}
