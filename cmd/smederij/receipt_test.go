package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A photo of a receipt that is too large is not kept. The payment stands, and who paid hears what to do.
func TestReceiptTooLarge(t *testing.T) {
	dir := t.TempDir()
	photo := filepath.Join(dir, "bonnetje.jpg")
	if err := os.WriteFile(photo, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(photo, 30<<20); err != nil {
		t.Fatal(err)
	}
	var shown, log bytes.Buffer
	if code := run(t.Context(), []string{"chat", "--db", filepath.Join(dir, "chat.db"), "--now", "2026-11-23 09:00",
		"--role", "wim=volunteer:KRA", "--role", "carla=coordinator"}, noEnv, strings.NewReader(`carla@KRA*> /koppel KRA vrijwilligers
anja> /idee
anja> Krakeel
anja> Buurtrestaurant
anja> Samen koken en eten
anja> Voor iedereen in de buurt
anja> Mensen leren elkaar kennen
anja> Wij koken zelf
anja> [Stuur mijn idee in]
wim@KRA*> [Voldoet]
carla> /geld krakeel
carla> [Doe geld erbij]
carla> 1
carla> 500
carla> [Ja, boek dit]
! 11m
carla> /geld KRA-2026-001
carla> [Geef dit idee geld]
carla> 300
carla> [Ja, boek dit]
! 11m
carla> /geld KRA-2026-001
carla> [Betaal geld uit]
carla> 120
carla> (photo `+photo+`)
carla> boodschappen
carla> [Ja, boek dit]
! 24h
carla> /geld KRA-2026-001
`), &shown, &log); code != exitFine || log.Len() > 0 {
		t.Fatalf("exit code %d, log:\n%s", code, &log)
	}
	out := shown.String()
	for _, want := range []string{"De foto van het bonnetje bij KRA-2026-001 kon ik niet ophalen. Misschien is hij te groot", "Daarvan is €\u00a0120 uitbetaald. Er staat nog €\u00a0180 klaar."} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in\n%s", want, out)
		}
	}
	if strings.Contains(out, "Bekijk de bonnetjes") {
		t.Errorf("there is a receipt to look at:\n%s", out)
	}
}
