package answer

import (
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// readAll gives a text to every reader, and is unhappy when one breaks its promise:
// sure of one value, or a question with at most three others.
func readAll(t interface {
	Helper()
	Errorf(string, ...any)
}, text string) {
	t.Helper()
	for kind, read := range readers {
		if o := read(text); len(o.Likely) > maxLikely || o.Says != "?" && len(o.Likely) > 0 {
			t.Errorf("%s %q: %+v", kind, text, o)
		}
	}
	if r := Euro(text); r.Value < 0 || !r.Sure && r.Value != 0 {
		t.Errorf("euro %q: %+v", text, r)
	}
	if r := Count(text); r.Value < 0 || !r.Sure && r.Value != 0 {
		t.Errorf("count %q: %+v", text, r)
	}
	if r := Date(text, monday23); !r.Sure && !r.Value.IsZero() || r.Sure && r.Value.Hour() != 0 {
		t.Errorf("date %q: %+v", text, r)
	}
	if r := Time(text); r.Value < 0 || r.Value >= fullDay || !r.Sure && r.Value != 0 {
		t.Errorf("time %q: %+v", text, r)
	}
	if r := ReadCommand(text); !r.Sure && r.Value != Ask || r.Sure && r.Value == Ask {
		t.Errorf("command %q: %+v", text, r)
	}
}

// words that mean something to some reader, and a few that do not.
var someWords = strings.Fields(`ja nee niet graag hoor stop terug help over een twee half anderhalf vijf
	twaalf vijftig honderd duizend en of tot per maand euro cent € , . - / ? ! 's ,- % + 5 12 1500 1.500 1,5
	2026 k ton tientje man ik mijn wij met z'n vieren morgen dinsdag volgende week december mei 5e eerste
	kerstdag weekend jaar laatste van avonds ochtends uur kwart voor : ( ) 06 12345678 +31 0528 7901 AB krakeel de weide noord zuid hoogeveen zuidwolde banaan 👍 ´ ²`)

func TestReadersKeepTheirPromise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom(someWords), 0, 12).Draw(t, "words")
		separator := rapid.SampledFrom([]string{" ", "", "  ", "\u00a0", "\n"}).Draw(t, "separator")
		readAll(t, strings.Join(words, separator))
		readAll(t, rapid.String().Draw(t, "any text"))
	})
}

// Politeness, a full stop and capitals never change a value.
func TestValueSurvivesPoliteness(t *testing.T) {
	endings := []string{".", "!", " aub", " a.u.b.", ", alstublieft", " hoor", " svp.", "\n"}
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom(someWords), 1, 5).Draw(t, "words")
		ending := rapid.SampledFrom(endings).Draw(t, "ending")
		text := strings.Join(words, " ")
		if last := text[len(text)-1]; strings.IndexByte(".,-+/%", last) >= 0 {
			t.Skip("a full stop behind a sign makes another sign")
		}
		for kind, read := range readers {
			want := read(text)
			for _, changed := range []string{text + ending, strings.ToUpper(text)} {
				if got := read(changed); want.Says != "?" && got.Says != want.Says {
					t.Errorf("%s: %q is %s, %q is %s", kind, text, want.Says, changed, got.Says)
				}
			}
		}
	})
}

// A word that nobody taught the readers takes every certainty away.
func TestUnknownWordIsAsked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom(someWords), 1, 5).Draw(t, "words")
		at := rapid.IntRange(0, len(words)).Draw(t, "at")
		with := append(append(append([]string(nil), words[:at]...), "brandweerkazerne"), words[at:]...)
		text := strings.Join(with, " ")
		for kind, read := range readers {
			if got := read(text); kind != "command" && got.Says != "?" {
				t.Errorf("%s %q: got %s", kind, text, got.Says)
			}
		}
		if got := ReadCommand(text); got.Value != None || !got.Sure {
			t.Errorf("command %q: got %v", text, got.Value)
		}
	})
}

// What limits, denies or doubts a value takes the certainty away, whatever it is.
func TestDoubtIsAsked(t *testing.T) {
	doubts := []string{
		"niet %s", "minder dan %s", "meer dan %s", "misschien %s", "%s?", "%s per week", "tot %s", "vanaf %s", "tegen %s", "bijna %s",
		"%s of later", "%s of meer", "%s of 7", "%s te laat", "%s %", "niet voor %s", "uiterlijk %s", "%s keer 3", "ik weet niet of het %s is",
	}
	for _, e := range readExamples(t) {
		switch e.kind {
		case "euro", "date", "time", "count", "phone", "postcode":
		default:
			continue
		}
		for _, doubt := range doubts {
			text := strings.Replace(doubt, "%s", e.input, 1)
			if got := readers[e.kind](text); got.Says != "?" {
				t.Errorf("%s %q: got %s", e.kind, text, got.Says)
			}
		}
	}
}

// The same words on another day give a day that is as far ahead.
func TestDateMovesWithToday(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := monday23.AddDate(0, 0, rapid.IntRange(0, 3000).Draw(t, "days"))
		for text, ahead := range map[string]int{"vandaag": 0, "morgen": 1, "over drie weken": 21, "over 14 dagen": 14} {
			got := Date(text, now)
			want := time.Date(now.Year(), now.Month(), now.Day()+ahead, 0, 0, 0, 0, now.Location())
			if !got.Sure || !got.Value.Equal(want) {
				t.Errorf("%s on %v: got %v", text, now, got.Value)
			}
		}
		for _, p := range []string{"5 december", "29 februari", "koningsdag", "dinsdag", "eerste zaterdag van mei"} {
			if got := Date(p, now); got.Sure && now.Sub(got.Value) > 24*time.Hour {
				t.Errorf("%s on %v: %v is past", p, now, got.Value)
			}
		}
	})
}
