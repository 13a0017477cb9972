package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// More people beside an idea than one handler tells: each is thanked once at its end, and asked once whether it is really done.
func TestManyBesideAnIdeaThatIsDone(t *testing.T) {
	const many = 60
	db := filepath.Join(t.TempDir(), "chat.db")
	flags := []string{"chat", "--db", db, "--now", "2026-11-23 09:00", "--role", "wim=volunteer:KRA", "--role", "carla=coordinator"}
	var b strings.Builder
	b.WriteString("anja> /idee\nanja> Krakeel\nanja> Soep\nanja> Soep koken\nanja> Iedereen\nanja> Samen eten\nanja> Ik kook\nanja> [Stuur mijn idee in]\n")
	b.WriteString("wim> [Voldoet]\nwim> [Nu versturen]\n")
	for n := range many {
		fmt.Fprintf(&b, "p%[1]d> hallo\np%[1]d> (press ideas:support:1)\np%[1]d> (press ideas:assist:1)\n", n)
	}
	b.WriteString("p1> afmelden\n")
	say(t, flags, b.String())
	f, c, err := readChat(world{env: noEnv}, flags[1:])
	if err != nil {
		t.Fatal(err)
	}
	money(t, f, c, ofTerminal, "KRA-2026-001 600 600")
	out := say(t, flags, "! 20m\nanja> (press report:tell:1)\nanja> ja\nanja> het ging goed\nanja> 40\nanja> 600\nanja> overslaan\nanja> overslaan\n"+
		"anja> overslaan\nanja> ja\ncarla> [Rond het af]\n! 1h\n! 27d\np2> hallo\n! 2d\n")
	for n := range many {
		want := 1
		if n == 1 { // wants no messages
			want = 0
		}
		for what, text := range map[string]string{"thanked": "U stond achter KRA-2026-001, Soep.", "asked": "Een tijdje geleden was KRA-2026-001, Soep klaar."} {
			told := fmt.Sprintf("  bot → p%d\n    %s", n, text)
			if got := strings.Count(out, told); got != want {
				t.Errorf("p%d was %s %d times, want %d", n, what, got, want)
			}
		}
	}
	if thanked, asked := strings.Index(out, "U stond achter"), strings.Index(out, "Een tijdje geleden"); asked < strings.LastIndex(out, "p2> hallo") || thanked > asked {
		t.Error("people were asked before four weeks were over")
	}
}
