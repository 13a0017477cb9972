package main

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"smederij/bot/local"
	"smederij/store"
)

// ideaOf are the lines with which somebody sends an idea in.
func ideaOf(who string) string {
	return strings.ReplaceAll("@> ik heb een idee\n@> Krakeel\n@> Buurtrestaurant\n@> Samen koken\n@> De straat\n@> Buren leren elkaar kennen\n"+
		"@> Ik kook\n@> [Stuur mijn idee in]\n", "@", who)
}

func wantSaid(t *testing.T, said string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(said, want) {
			t.Errorf("nobody said %q in\n%s", want, said)
		}
	}
}

// TestJoinTheTeam follows somebody of a wijkteam from the invitation to an advice that names what they are there. Codes are random, so
// this is no transcript.
func TestJoinTheTeam(t *testing.T) {
	flags := []string{"chat", "--db", filepath.Join(t.TempDir(), "chat.db"), "--now", "2026-11-23 09:00", "--role", "carla=coordinator",
		"--role", "wim=volunteer:KRA"}
	said := say(t, flags, "carla> /uitnodigen wijkteam WOL\n"+ideaOf("anja"))
	code := regexp.MustCompile(`/code ([A-Z2-7]{26})`).FindStringSubmatch(said)
	if code == nil {
		t.Fatalf("no code in\n%s", said)
	}
	said = say(t, flags, strings.Join([]string{
		"tom> /code " + code[1], "tom> agent", "tom> help", "tom> Wijkagent", "tom> Tom", "tom> nee", "carla> /rollen WOL",
		"tom> [Bekijk mijn werk]", "tom> [Bekijk idee 1]", "tom> [Kan als…]", "tom> het om 22.00 uur stil is",
		"tom> /naam", "tom> Tommie", "tom> ja", "carla> /rollen WOL", "anja> KRA-2026-001",
	}, "\n")+"\n")
	wantSaid(t, said,
		"Welkom! U bent nu lid van het wijkteam in Wolfsbos.", "Wat doet u in het wijkteam?", "Bijvoorbeeld: wijkagent.",
		"Fijn dat u er bent, Tom. Nieuwe ideeën komen hier binnen.",
		"2. Tom: wijkagent in Wolfsbos", "Uw advies is welkom.", "Hoe gaat die zin verder?",
		"Advies van de wijkagent: kan als…\n    het om 22.00 uur stil is", "2. Tommie: wijkagent in Wolfsbos",
	)
}

// TestNextRound: an idea that got no money takes part again at the word of a coordinator, not of a volunteer, and that can be undone.
// Money has conversations of its own; here it is refused behind their back.
func TestNextRound(t *testing.T) {
	path := filepath.Join(t.TempDir(), "chat.db")
	flags := []string{"chat", "--db", path, "--now", "2026-11-23 09:00", "--role", "carla=coordinator", "--role", "wim=volunteer:KRA"}
	said := say(t, flags, "carla@KRA> /koppel KRA\n"+ideaOf("anja")+"wim> [Voldoet]\n! 10m\n")
	wantSaid(t, said, "Goed nieuws! Uw idee \"Buurtrestaurant\" past bij de spelregels.")
	passIdea(t, path)
	said = say(t, flags, strings.Join([]string{
		"anja> KRA-2026-001", "wim> KRA-2026-001", "wim> [Meer keuzes]", "wim> (press review:reopen:1:4)",
		"carla> KRA-2026-001", "carla> [Meer keuzes]", "carla> [Mee in nieuwe ronde]", "anja> KRA-2026-001",
		"wim> (press review:undo:3)", "carla> [Ongedaan maken]", "carla> (press review:undo:3)",
		"carla> KRA-2026-001", "carla> [Meer keuzes]", "carla> [Mee in nieuwe ronde]", "carla> (press review:reopen:1:6)", "! 10m", "anja> KRA-2026-001",
	}, "\n")+"\n")
	wantSaid(t, said,
		"Nu: krijgt nu geen geld.", "[1 Mee in nieuwe ronde]", "Genoteerd: dit idee doet weer mee. U kunt het nog ongedaan maken.",
		"U draaide het besluit over KRA-2026-001, Buurtrestaurant terug.", "Dit besluit is al teruggedraaid.",
		"KRA-2026-001, Buurtrestaurant doet weer mee in een nieuwe ronde.", "U nam over KRA-2026-001 al een besluit.",
		"Uw idee \"Buurtrestaurant\" doet weer mee in een nieuwe ronde.", "KRA-2026-001, Buurtrestaurant. Nu: voldoet aan de spelregels.",
	)
	if n := strings.Count(said, "wim ziet even: Dit kan alleen iemand met de juiste rol."); n != 3 {
		t.Errorf("a volunteer was refused %d times, want 3, in\n%s", n, said)
	}
}

// passIdea refuses the first idea its money, as a coordinator does, a day before.
func passIdea(t *testing.T, path string) {
	t.Helper()
	key, err := readKeyFile(keyBeside(path))
	if err != nil {
		t.Fatal(err)
	}
	db, err := openWith(defaultConfiguration(), path, key.bytes)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Write(t.Context(), func(tx *store.Tx) error {
		p, err := tx.PersonOf(store.Account{Platform: local.PlatformName, ID: "carla"}, time.Time{})
		if err != nil {
			return err
		}
		_, err = tx.Move(p.ID, 1, store.Pass, store.Detail{Words: "de pot is leeg"}, time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
