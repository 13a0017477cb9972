package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestInvitation follows a code from the coordinator who makes it to the volunteer who decides with it. Codes are random, so this is
// no transcript.
func TestInvitation(t *testing.T) {
	flags := []string{"chat", "--db", filepath.Join(t.TempDir(), "chat.db"), "--now", "2026-11-23 09:00", "--role", "carla=coordinator"}
	said := say(t, flags, "carla> /uitnodigen vrijwilliger KRA\ncarla> /uitnodigen wijkteam KRA\n")
	codes := regexp.MustCompile(`/code ([A-Z2-7]{26})`).FindAllStringSubmatch(said, -1)
	if len(codes) != 2 {
		t.Fatalf("no two codes in\n%s", said)
	}
	volunteer, team := codes[0][1], codes[1][1]

	said = say(t, flags, strings.Join([]string{
		"fatma> /start " + volunteer, "fatma> Fatma", "fatma> nee", "fatma> /rollen",
		"bram> /code " + strings.ToLower(volunteer),
		"! 8d", "bram> /code " + team, "fatma> /werk",
	}, "\n")+"\n")
	for _, want := range []string{
		"Welkom! U bent nu vrijwilliger in Krakeel.",
		"Fijn dat u er bent, Fatma.",
		"1. Fatma: vrijwilliger in Krakeel",
		"Deze code is al gebruikt.",
		"Deze code is te oud.",
		"Er wacht niets op u.",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("nobody said %q in\n%s", want, said)
		}
	}
}
