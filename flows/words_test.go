package flows

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestCut(t *testing.T) {
	tests := []struct {
		text string
		n    int
		want string
	}{
		{"kort", 4, "kort"},
		{"korter", 4, "kor…"},
		{"een twee", 5, "een…"},
		{"cafe\u0301s open", 5, "caf…"}, // the accent stays with its letter
		{"ab👩\u200d🍳cd", 5, "ab…"},      // a cook is one character
		{"ab👍🏽cd", 4, "ab…"},            // so is a thumb with its colour
		{"ab🇳🇱🇩🇪cd", 6, "ab🇳🇱…"},        // and a flag
		{"ab🇳🇱🇩🇪cd", 4, "ab…"},          //
		{"ab❤\ufe0fcd", 4, "ab…"},       // and a heart of two parts
		{strings.Repeat("\u0301", 30), 5, strings.Repeat("\u0301", 4) + "…"},
	}
	for _, tt := range tests {
		if got := cut(tt.text, tt.n); got != tt.want {
			t.Errorf("cut(%q, %d) = %q, want %q", tt.text, tt.n, got, tt.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text, n := rapid.String().Draw(t, "text"), rapid.IntRange(1, 50).Draw(t, "n")
		got := cut(text, n)
		if utf8.RuneCountInString(got) > n || !utf8.ValidString(got) {
			t.Fatalf("cut(%q, %d) = %q", text, n, got)
		}
	})
}

func TestClean(t *testing.T) {
	tests := []struct{ text, want string }{
		{"  soep\t voor\nallen \n", "soep  voor\nallen"},
		{"a\x00b\x1bc\xffd", "abcd"},
		{"links\u202erechts\u2066om\ufeff", "linksrechtsom"},
		{"👩\u200d🍳", "👩\u200d🍳"},
		{"\u00a0 \u2028", ""},
		{"\u3164", ""},
		{"\u2800\uffa0 \u115f\u1160", ""},
	}
	for _, tt := range tests {
		if got := clean(tt.text); got != tt.want {
			t.Errorf("clean(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestAsksBack(t *testing.T) {
	l, env := library(t, ""), environment(t)
	at := func(step string) *turn {
		t.Helper()
		now, err := l.turn(env, State{Flow: "idea", Version: 1, Step: step})
		if err != nil {
			t.Fatal(err)
		}
		return now
	}
	tests := []struct {
		step, text string
		want       bool
	}{
		{"what", "25 mensen. Mag dat?", true},
		{"what", "Elke dinsdag, hoe laat kan dat?", true},
		{"what", "Mag het ook in de kerk?", true},
		{"what", "Zullen we samen eten?", false},
		{"what", "Mag dat? Dan kook ik.", false},
		{"what", "Samen eten", false},
		{"title", "Wat eten we vandaag?", false}, // a name
	}
	for _, tt := range tests {
		if got := at(tt.step).asksBack(tt.text); got != tt.want {
			t.Errorf("%q at %s asks back: %v, want %v", tt.text, tt.step, got, tt.want)
		}
	}
}
