package main

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"smederij/bot/telegram/telegramtest"
)

// Who stops the bot in the middle of a conversation comes back to the question that stood there.
func TestBlockedInMidConversation(t *testing.T) {
	const question = `
  bot → anja
    We gaan nu verder met waar u mee bezig was.

    Vraag 2 van 6.

    Een paar woorden is genoeg.

    Hoe heet uw idee?
    [1 Ga terug]
`
	r := begin(t, telegramtest.Options{})
	anja := r.server.Person("anja")
	r.plays("anja> /idee", "anja> Krakeel")
	r.sees("", anja.Block)
	r.plays("! 3d")
	r.sees(question, func() { anja.Say("/start") }) // which is what the app does for her
	r.sees("", anja.Block)
	r.hears("anja> Moestuin", `
  bot → anja
    Vraag 3 van 6.

    Vertel het zoals u het een buur vertelt. Een foto of een gesproken bericht is ook goed.

    Wat wilt u gaan doen?
    [1 Ga terug]
`)
	r.over()
}

// Photos that are sent together come one by one, and are one answer.
func TestAlbum(t *testing.T) {
	r := begin(t, telegramtest.Options{})
	anja := r.server.Person("anja")
	picture, err := r.stage.Fetch(t.Context(), "testdata/plein.jpg", 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	album := func() { anja.Album("Zo ziet het eruit", picture, picture, picture) }
	r.plays(moestuin[0])
	r.sees(`
  bot → anja
    Hier kan ik alleen uw woorden bewaren. Die lees ik nu.

    Ik herken deze wijk of dit dorp niet. Schrijf alleen de naam. Bijvoorbeeld: Krakeel. Schrijf help als het niet lukt.
    [1 Kies uit een lijst]
    [2 Stop ons gesprek]
`, album)
	r.plays(moestuin[1:3]...)
	r.sees(`
  bot → anja
    Dank u, ik bewaar de foto bij uw antwoord.

    Vraag 4 van 6.

    Denk aan uw straat, aan kinderen of aan ouderen.

    Voor wie is uw idee?
    [1 Ga terug]
`, album)
	r.plays(moestuin[4:8]...)
	if got := strings.Count(r.out.String(), "Dit heeft u verteld:"); got != 1 || !strings.Contains(r.out.String(), "Wat u wilt doen: Zo ziet het eruit. Met 3 foto's\n") {
		t.Errorf("the album is not one answer:\n%s", &r.out)
	}
	if got := strings.Count(r.out.String(), "  bot → wim\n    (foto)\n"); got != 3 {
		t.Errorf("the volunteer sees %d photos, want 3:\n%s", got, &r.out)
	}
	r.over()
}

// An album as the first thing somebody ever sends is one idea, with all its photos.
func TestAlbumAtFirst(t *testing.T) {
	r := begin(t, telegramtest.Options{})
	anja := r.server.Person("anja")
	picture, err := r.stage.Fetch(t.Context(), "testdata/plein.jpg", 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	r.plays("anja> hallo")
	r.sees(`
  bot → anja
    Dank u voor uw bericht. Ik heb het bewaard.

    Vraag 1 van 6.

    Schrijf alleen de naam.

    Voor welke wijk of welk dorp is uw idee?
    [1 Kies uit een lijst]
    [2 Stop ons gesprek]
`, func() { anja.Album("Zo ziet de muur eruit", picture, picture, picture) })
	r.plays("anja> Krakeel", "anja> Muurschildering")
	if got := r.out.String(); !strings.Contains(got, "Zo ziet de muur eruit. Met 3 foto's\n") {
		t.Errorf("the album is not the description:\n%s", got)
	}
	r.over()
}

// A bot that is let read everything keeps nothing of what people say among themselves.
func TestChatterLeavesNoRow(t *testing.T) {
	r := begin(t, telegramtest.Options{ReadsAll: true})
	p := r.phones
	plein, carla, anja := r.group("Plein", "anja"), p.server.Person("carla"), p.server.Person("anja")
	plein.AddBot(carla)
	r.plays("carla@Plein> /koppel KRA")
	r.stop()
	before := rowsIn(t, p.flags.db)
	before["job"], before["input"] = before["job"]+1, before["input"]+1 // a start learns the titles there are
	r = p.start()
	r.sees("", func() {
		mine := anja.In(plein).Say("Wie heeft er een ladder?")
		carla.In(plein).Reply(mine.ID, "Ik wel")
		anja.In(plein).Edit(mine.ID, "Wie heeft er een trap?")
		anja.In(plein).Photo([]byte("x"), "Deze ladder is stuk")
		anja.In(plein).Sticker("🪜")
		plein.Anonymous().Say("De zaal is dicht")
		plein.Leave(anja)
		plein.Join(anja)
	})
	if asked := len(p.server.RequestsTo("getFile")); asked > 0 {
		t.Errorf("it fetched %d files", asked)
	}
	r.over()
	if diff := cmp.Diff(before, rowsIn(t, p.flags.db)); diff != "" {
		t.Errorf("rows (-before +after):\n%s", diff)
	}
	if len(before) < 10 || before["chat"] == 0 {
		t.Errorf("these are no rows of a house: %v", before)
	}
}

// rowsIn counts the rows of every table of a database that is closed.
func rowsIn(t *testing.T, path string) map[string]int {
	t.Helper()
	db := openRaw(t, path, "mode=ro")
	defer func() { _ = db.Close() }()
	tables, err := db.Query("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
	counts := make(map[string]int)
	for err == nil && tables.Next() {
		var name string
		err = tables.Scan(&name)
		counts[name] = 0
	}
	for name := range maps.Keys(counts) {
		n := 0
		if err == nil {
			err = db.QueryRow("SELECT count(*) FROM " + name).Scan(&n)
		}
		counts[name] = n
	}
	if err != nil {
		t.Fatal(err)
	}
	return counts
}
