package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// More supporters than one handler tells: each hears once that the idea goes on elsewhere, the rest in portions.
func TestManySupportersOfAMergedIdea(t *testing.T) {
	const many = 60
	var b strings.Builder
	for _, who := range []string{"anja", "bram"} {
		fmt.Fprintf(&b, "%[1]s> /idee\n%[1]s> Krakeel\n%[1]s> Soep\n%[1]s> Soep koken\n%[1]s> Iedereen\n%[1]s> Samen eten\n%[1]s> Ik kook\n", who)
		fmt.Fprintf(&b, "%s> [Stuur mijn idee in]\n", who)
	}
	b.WriteString("wim> (press review:accept:1:2)\nwim> (press review:accept:2:2)\n! 11m\n")
	for n := range many {
		fmt.Fprintf(&b, "p%[1]d> hallo\np%[1]d> (press ideas:support:1)\n", n)
	}
	b.WriteString("anja> (press ideas:merge:1)\nanja> KRA-2026-002\nbram> [Ja, ga samen verder]\n! 1h\n")
	out := say(t, []string{"chat", "--db", filepath.Join(t.TempDir(), "chat.db"), "--now", "2026-11-23 09:00", "--role", "wim=volunteer:KRA"}, b.String())
	for n := range many {
		told := fmt.Sprintf("  bot → p%d\n    U steunde KRA-2026-001, Soep.", n)
		if got := strings.Count(out, told); got != 1 {
			t.Errorf("p%d was told %d times, want once", n, got)
		}
	}
}
