package answer

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func weekly(at Clock, days ...time.Weekday) Rhythm {
	return Rhythm{Every: EveryWeek, Weekdays: days, At: at}
}

func nth(n int, day time.Weekday, at Clock) Rhythm {
	return Rhythm{Every: EveryMonth, Weekdays: []time.Weekday{day}, Nth: n, At: at}
}

func TestReadRhythm(t *testing.T) {
	tuesdays := weekly(at(19, 30), time.Tuesday)
	mondays := nth(1, time.Monday, at(9, 0))
	fifteenth := Rhythm{Every: EveryMonth, Day: 15, At: at(10, 0)}
	for text, want := range map[string]Rhythm{
		"elke eerste maandag om 9 uur":                           mondays,
		"Elke 1e maandag van de maand om 9.00 uur.":              mondays,
		"de eerste maandag van elke maand, 's ochtends om 9 uur": mondays,
		"elke maand op de eerste maandag om 9 uur":               mondays,
		"maandelijks de eerste maandag om negen uur":             mondays,
		"elke laatste vrijdag van de maand om 16.00 uur":         nth(LastOfMonth, time.Friday, at(16, 0)),
		"elke week op dinsdag om 19.30 uur":                      tuesdays,
		"elke dinsdag om half 8":                                 tuesdays,
		"iedere dinsdagavond om half acht":                       tuesdays,
		"dinsdags om 19:30":                                      tuesdays,
		"wekelijks op dinsdag om half 8 's avonds graag":         tuesdays,
		"elke dinsdag en vrijdag om 10.00 uur":                   weekly(at(10, 0), time.Tuesday, time.Friday),
		"elke maandag, woensdag en vrijdag om 9 uur":             weekly(at(9, 0), time.Monday, time.Wednesday, time.Friday),
		"elke maand op de 15e om 10 uur":                         fifteenth,
		"de 15e van elke maand om 10 uur":                        fifteenth,
		"elke 15e van de maand om 10.00 uur":                     fifteenth,
		"elke dag om 9 uur":                                      {Every: EveryDay, At: at(9, 0)},
		"dagelijks om 9 uur":                                     {Every: EveryDay, At: at(9, 0)},
		"elke werkdag om 9 uur":                                  {Every: EveryWorkday, At: at(9, 0)},
		"elk uur":                                                {Every: EveryHour},
		"elke zaterdag om 23.00 uur":                             weekly(at(23, 0), time.Saturday),
	} {
		got := ReadRhythm(text)
		if diff := cmp.Diff(Reading[Rhythm]{Value: want, Sure: true}, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
	for _, text := range []string{"", "ja", "dinsdag om 19.30 uur", "elke dinsdag", "elke dinsdag om 8 uur", "elke dinsdag om 8", "om de week op dinsdag om 9 uur",
		"elke twee weken op dinsdag om 9 uur", "elke week", "elke maand om 9 uur", "elke vijfde maandag om 9 uur", "elke 5e maandag om 9 uur",
		"elke dinsdag of vrijdag om 9 uur", "elke dinsdag om 9 uur of 10 uur", "elke dinsdag behalve in de zomer om 9 uur", "niet elke dinsdag om 9 uur",
		"elke eerste en derde maandag om 9 uur", "elke maand op de 15e en de 20e om 9 uur", "elke week op de eerste maandag om 9 uur",
		"elke maandag en woensdag van de maand om 9 uur", "volgende week dinsdag om 9 uur"} {
		if got := ReadRhythm(text); got.Sure {
			t.Errorf("%q: got %+v, want a question", text, got.Value)
		}
	}
}

func TestReadRhythmNeverPanics(t *testing.T) {
	words := []string{"elke", "eerste", "laatste", "1", "15", "e", "maandag", "dinsdags", "en", ",", "om", "9", "uur", "half", "week", "maand", "dag", "van", "de", "19.30", "werkdag"}
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for _, w := range rapid.SliceOfN(rapid.SampledFrom(words), 0, 12).Draw(t, "words") {
			text += w + rapid.SampledFrom([]string{" ", ""}).Draw(t, "space")
		}
		r := ReadRhythm(text)
		if r.Sure && r.Value.Every == EveryMonth && (r.Value.Nth == 0) == (r.Value.Day == 0) {
			t.Fatalf("%q: every month needs a day: %+v", text, r.Value)
		}
	})
}
