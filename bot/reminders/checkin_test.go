package reminders

import "testing"

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
