package reminders

import (
	"regexp"
	"testing"
	"time"

	"smederij/flows/answer"
	"smederij/locales"
)

func TestWordsThatMeanOnCourse(t *testing.T) {
	for text, want := range map[string]bool{
		"goed": true, "Prima!": true, "prima hoor": true, "gaat goed": true, "op schema": true, "we liggen op schema": true, "Alles loopt": true,
		"loopt lekker": true, "Alles loopt prima, dank u!": true, "het gaat heel goed met ons idee": true, "alles gaat naar wens": true,
		"": false, "dank u": false, "ok": false, "ja": false, "het gaat": false, "gaat wel": false, "niet goed": false, "het is druk": false, "goed idee": false,
		"prima, maar er is te weinig hulp": false, "het kon beter": false, "bijna goed": false, "goed, klaar": false, "niet op schema": false, "redelijk goed": false,
	} {
		if got := means(text) != ""; got != want {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

// What is said of a day that is no use ends with an example, and that is understood.
func TestExamplesOfDays(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	example := regexp.MustCompile(`Bijvoorbeeld: (.+?)\.`)
	for _, key := range []string{"checkin.sorry_day", "quiet.sorry.rest", "quiet.sorry.summer", "quiet.sorry.no_summer"} {
		m := example.FindStringSubmatch(locales.Dutch().Render(locales.T(key)))
		if m == nil {
			t.Errorf("%s has no example", key)
			continue
		}
		if r := answer.Date(m[1], now); !r.Sure && len(r.Likely) == 0 {
			t.Errorf("%s: %q is not understood", key, m[1])
		}
	}
}
