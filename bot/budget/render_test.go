package budget

import (
	"bytes"
	"errors"
	"image/png"
	"testing"
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// What a reference holds is what the words beside it say, to the cent, and becomes a picture.
func TestReferencesHoldTheFigures(t *testing.T) {
	day := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	pots := []store.Pot{{Free: 7_000_00, Held: 3_000_01, Paid: 99}, {Free: 0, Held: 5_00}}
	names := []string{"Krakeel: de wijk|oost", "Elim"}
	for name, tt := range map[string]struct {
		ref  string
		want []Pot
	}{
		"one":  {ref: potRef(names[0], pots[0], day), want: []Pot{{"Krakeel: de wijk/oost", 10_001_00, 3_000_01, 99, 7_000_00}}},
		"many": {ref: potsRef(names, pots, day), want: []Pot{{"Krakeel: de wijk/oost", 10_001_00, 3_000_01, 99, 7_000_00}, {"Elim", 5_00, 5_00, 0, 0}}},
	} {
		t.Run(name, func(t *testing.T) {
			renderer, rest, _ := bytes.Cut([]byte(tt.ref), []byte(":"))
			draw := RenderPot(locales.Dutch())
			if string(renderer) == PotsRenderer {
				draw = RenderPots(locales.Dutch())
			}
			on, got, err := parseFigures(string(rest))
			if err != nil || !on.Equal(day) || len(got) != len(tt.want) {
				t.Fatalf("got %v on %s, %v", got, on, err)
			}
			for n, p := range tt.want {
				if got[n] != p {
					t.Errorf("got %+v, want %+v", got[n], p)
				}
			}
			a, err := draw(t.Context(), string(rest))
			if err != nil {
				t.Fatal(err)
			}
			if picture, err := png.Decode(bytes.NewReader(a.Data)); err != nil || picture.Bounds().Dx() != pictureWidth {
				t.Errorf("got %v, %v, want a picture %d wide", picture.Bounds(), err, pictureWidth)
			}
		})
	}
	for _, rest := range []string{"", "2026-11-24", "2026-11-24:1:2", "gisteren:1:2:3:Krakeel", "2026-11-24:1:2:veel:Krakeel"} {
		if _, err := RenderPot(locales.Dutch())(t.Context(), rest); !errors.Is(err, bot.ErrNoAttachment) {
			t.Errorf("%q: got %v, want %v", rest, err, bot.ErrNoAttachment)
		}
	}
}
