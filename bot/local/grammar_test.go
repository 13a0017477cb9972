package local_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // "maandag 09:00" is of Amsterdam

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"smederij/bot"
	"smederij/bot/local"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestParse(t *testing.T) {
	tests := []struct {
		line string
		want *local.Line
	}{
		{"", nil},
		{"   ", nil},
		{"# een verhaal> [1]", nil},
		{"anja> ik heb een idee", &local.Line{Who: "anja", Text: "ik heb een idee"}},
		{"anja>ik heb", &local.Line{Who: "anja", Text: "ik heb"}},
		{"anja>", &local.Line{Who: "anja"}},
		{"anja>   twee spaties", &local.Line{Who: "anja", Text: "  twee spaties"}},
		{"Frits-Jan_2> é > a@b", &local.Line{Who: "Frits-Jan_2", Text: "é > a@b"}},
		{"wim@KRA> hallo", &local.Line{Who: "wim", Group: "KRA", Text: "hallo"}},
		{"wim@KRA*> /koppel KRA vrijwilligers", &local.Line{Who: "wim", Group: "KRA*", Text: "/koppel KRA vrijwilligers"}},
		{"anja> [Stuur mijn idee in]", &local.Line{Who: "anja", Press: &local.Pressing{Label: "Stuur mijn idee in"}}},
		{"anja> [3]", &local.Line{Who: "anja", Press: &local.Pressing{Label: "3"}}},
		{"wim@KRA*> [Voldoet]@-2", &local.Line{Who: "wim", Group: "KRA*", Press: &local.Pressing{Label: "Voldoet", Back: 2}}},
		{"anja> [half", &local.Line{Who: "anja", Text: "[half"}},
		{"anja> [1] en meer", &local.Line{Who: "anja", Text: "[1] en meer"}},
		{"anja> (sticker)", &local.Line{Who: "anja", Media: &bot.Media{Kind: "sticker", Ref: "sticker"}}},
		{"anja> (location)", &local.Line{Who: "anja", Media: &bot.Media{Kind: "location", Ref: "location"}}},
		{"anja> (voice)", &local.Line{Who: "anja", Media: &bot.Media{Kind: "voice", Ref: "voice"}}},
		{"anja> (voice) met woorden", &local.Line{Who: "anja", Text: "met woorden", Media: &bot.Media{Kind: "voice", Ref: "voice"}}},
		{"anja> (photo mijn plein.jpg) zo ziet het eruit", &local.Line{Who: "anja", Text: "zo ziet het eruit", Media: &bot.Media{Kind: "photo", Ref: "mijn plein.jpg"}}},
		{"anja> (reply -1) ja", &local.Line{Who: "anja", Text: "ja", Reply: true}},
		{"anja> (edit -1) nee", &local.Line{Who: "anja", Text: "nee", Edit: true}},
		{"bram> (press t:1:2:send)", &local.Line{Who: "bram", Press: &local.Pressing{Payload: "t:1:2:send"}}},
		{"bram@KRA> (press '; DROP TABLE idea --)", &local.Line{Who: "bram", Group: "KRA", Press: &local.Pressing{Payload: "'; DROP TABLE idea --"}}},
		{"anja> (dansen)", &local.Line{Who: "anja", Text: "(dansen)"}},
		{"! 26h", &local.Line{Turn: "26h"}},
		{"!maandag 09:00 ", &local.Line{Turn: "maandag 09:00"}},
	}
	for _, tt := range tests {
		got, err := local.Parse(tt.line)
		if diff := cmp.Diff(got, tt.want); err != nil || diff != "" {
			t.Errorf("%q: %v (-got +want):\n%s", tt.line, err, diff)
		}
	}
}

func TestParseSaysWhatIsWrong(t *testing.T) {
	for line, want := range map[string]string{
		"hallo":          "anja>",
		"anja: hallo":    "anja>",
		"  anja> hallo":  "anja>", // what is indented is what the bot said
		"an ja> hallo":   "anja>",
		"> hallo":        "anja>",
		"wim@> hallo":    "anja>",
		"wim@K*A> hallo": "anja>",
		"anja> (photo)":  "plein.jpg",
	} {
		if _, err := local.Parse(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want an example with %q", line, err, want)
		}
	}
}

func TestParseReadsAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Map(func(r rune) rune {
			if r == '\n' {
				return ' '
			}
			return r
		}, rapid.String().Draw(t, "text"))
		l, err := local.Parse("anja> " + text)
		if err != nil || l == nil || l.Who != "anja" {
			t.Fatalf("got %+v, %v; want what anja said", l, err)
		}
		if l.Press == nil && l.Media == nil && !l.Edit && !l.Reply && l.Text != text {
			t.Fatalf("got %q, want %q", l.Text, text)
		}
		_, _ = local.Parse(text)
	})
}

func TestMoveTo(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ now, turn, want string }{
		{"2026-11-23 09:00", "26h", "2026-11-24 11:00"},
		{"2026-11-23 09:00", "10m", "2026-11-23 09:10"},
		{"2026-11-23 09:00", "1h30m", "2026-11-23 10:30"},
		{"2026-11-23 09:00", "3d", "2026-11-26 09:00"},
		{"2026-11-23 09:00", "2026-12-01 09:00", "2026-12-01 09:00"},
		{"2026-11-23 09:00", "maandag 10:00", "2026-11-23 10:00"}, // it is Monday
		{"2026-11-23 09:00", "maandag 09:00", "2026-11-30 09:00"}, // now is no move
		{"2026-11-23 09:00", "Zondag 09:00", "2026-11-29 09:00"},
		{"2026-11-23 09:00", "dinsdag 08:59", "2026-11-24 08:59"},
		{"2026-12-31 23:59", "vrijdag 00:00", "2027-01-01 00:00"},
		// Over the night of 28 March 2027, which has 23 hours, and that of 31 October, which has 25.
		{"2027-03-27 12:00", "1d", "2027-03-28 12:00"},
		{"2027-03-27 12:00", "24h", "2027-03-28 13:00"},
		{"2027-03-27 12:00", "zondag 09:00", "2027-03-28 09:00"},
		{"2027-03-27 12:00", "zondag 02:30", "2027-03-28 03:30"}, // there is no half past two
		{"2027-03-27 12:00", "maandag 02:30", "2027-03-29 02:30"},
		{"2027-10-30 12:00", "1d", "2027-10-31 12:00"},
		{"2027-10-30 12:00", "24h", "2027-10-31 11:00"},
		{"2027-10-30 12:00", "zondag 09:00", "2027-10-31 09:00"},
		{"2027-10-30 12:00", "2027-10-31 03:00", "2027-10-31 03:00"},
	}
	for _, tt := range tests {
		now, err := time.ParseInLocation("2006-01-02 15:04", tt.now, zone)
		if err != nil {
			t.Fatal(err)
		}
		to, err := local.MoveTo(tt.turn, now)
		if got := to.Format("2006-01-02 15:04"); err != nil || got != tt.want {
			t.Errorf("from %s, %q: got %s (%v), want %s", tt.now, tt.turn, got, err, tt.want)
		}
	}
}

func TestMoveToSaysHow(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	for _, turn := range []string{"", "morgen", "-1h", "0h", "0d", "-2d", "maandag", "maandag 9", "maandag 25:00", "maandag 09:00 uur",
		"monday 09:00", "2026-11-23 09:00", "2020-01-01 09:00", "2026-13-01 09:00", "d", "9999999h9999999h"} {
		to, err := local.MoveTo(turn, now)
		if err == nil || !strings.Contains(err.Error(), "! 26h") {
			t.Errorf("%q: got %v, %v; want an example", turn, to, err)
		}
	}
}
