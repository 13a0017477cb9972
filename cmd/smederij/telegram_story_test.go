package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"smederij/bot/telegram/telegramtest"
)

// What only Telegram has, seen through the whole program. The lines are those of transcripts; what they have no words for is done here.

// begin starts the program with a volunteer and a coordinator.
func begin(t *testing.T, o telegramtest.Options) *running {
	t.Helper()
	p := newPhones(t, o, "--now", "2026-11-23 09:00", "--role", "wim=volunteer:KRA", "--role", "carla=coordinator")
	p.settleIn()
	return p.start()
}

// over ends the program and looks whether all was well.
func (r *running) over() {
	r.Helper()
	r.stop()
	r.check()
}

// plays says lines and lets the screens be.
func (r *running) plays(lines ...string) {
	r.Helper()
	for _, line := range lines {
		r.say(line)
		if strings.Contains(r.out.String(), "\n  ? ") {
			r.Fatalf("a line that cannot be done:\n%s", &r.out)
		}
	}
}

// looks does something and holds what is drawn meanwhile against what should be.
func (r *running) looks(want string, act func()) {
	r.Helper()
	before := r.out.Len()
	act()
	if diff := cmp.Diff(strings.Split(strings.TrimPrefix(want, "\n"), "\n"), strings.Split(r.out.String()[before:], "\n")); diff != "" {
		r.Errorf("screens (-want +got):\n%s", diff)
	}
}

// sees looks at what is seen because of something that lines have no words for.
func (r *running) sees(want string, act func()) {
	r.Helper()
	r.looks(want, func() {
		act()
		r.show(r.Context(), "")
	})
}

// hears looks at what is seen because of a line.
func (r *running) hears(line, want string) {
	r.Helper()
	r.looks(line+"\n"+strings.TrimPrefix(want, "\n"), func() { r.say(line) })
}

// group makes a group with the bot in it, where carla is the owner.
func (r *running) group(title string, people ...string) *telegramtest.Group {
	all := []*telegramtest.Person{r.server.Person("carla")}
	for _, name := range people {
		all = append(all, r.server.Person(name))
	}
	g := r.server.Group(title, all...)
	r.groups[title] = g
	return g
}

// moestuin is an idea from its first word until it was accepted and the author may hear so.
var moestuin = []string{"anja> /idee nieuw", "anja> Krakeel", "anja> Moestuin", "anja> Samen groente telen", "anja> De straat",
	"anja> Samen buiten zijn", "anja> Ik spit", "anja> [Stuur mijn idee in]", "wim> [Voldoet]", "! 11m"}

// cardIn is how it stands in a group, with a sentence about who supports it.
func cardIn(where, support string) string {
	return "  bot → " + where + `
    Moestuin
    Het nummer is KRA-2026-001. Nu: voldoet aan de spelregels.

    Wat: Samen groente telen

    Wat er beter gaat: Samen buiten zijn

    Wie wat doet: Ik spit

    ` + support + ` Ik bewaar wie er drukt, zonder naam in de groep. Meer weten: /privacy.
    [1 Ik steun dit] [2 Ik help mee]
    [3 Ik maak me zorgen]
`
}

const nobodyYet = "U kunt dit als eerste steunen."

func TestBotComesAndGoes(t *testing.T) {
	r := begin(t, telegramtest.Options{})
	plein, carla := r.group("Plein", "anja"), r.server.Person("carla")
	r.sees(`
  bot → Plein
    Goedendag allemaal! Ik ben een computer van De Smederijen. In deze groep vertel ik over ideeën van buren. Ik lees hier alleen wat aan mij is gericht.

    Een gebiedsregisseur zegt eerst voor welke Smederij dit is. Dat gaat met /koppel.
`, func() { plein.AddBot(carla) })
	r.plays("carla@Plein> /koppel KRA")
	r.sees(`
  bot → carla
    De groep van Krakeel kan ik niet meer bereiken. Voeg mij daar weer toe, of laat mij daar weer schrijven.
`, func() { plein.RemoveBot(carla) })
	out := r.out.Len()
	r.plays(moestuin...)
	if strings.Contains(r.out.String()[out:], "bot → Plein") {
		t.Errorf("it wrote in a group that it was removed from:\n%s", r.out.String()[out:])
	}
	r.sees(cardIn("Plein", nobodyYet), func() { plein.AddBot(carla) })
	r.hears("anja@Plein> /help", `
  bot → Plein
    Ik ben een computer van De Smederijen. Stuur mij zelf een bericht als u een idee hebt. Met /agenda leest u wat er komt. Met /budget leest u hoeveel geld er is. Met /privacy leest u wat ik bewaar.
`)
	r.over()
}

// Nobody is behind the account that all administrators without a name share.
func TestAnonymousAdmin(t *testing.T) {
	r := begin(t, telegramtest.Options{})
	plein, carla := r.group("Plein"), r.server.Person("carla")
	plein.AddBot(carla)
	r.plays("carla@Plein> /koppel KRA")
	want := `
  bot → Plein
    Ik zie niet wie dit vraagt. Schrijf mij als uzelf, dan help ik u graag.
`
	r.sees(want, func() { plein.Anonymous().Say("/idee") })
	r.sees(want, func() { plein.Anonymous().Say("/koppel KRA vrijwilligers") })
	r.sees(want, func() { plein.Channel("Nieuws uit Krakeel").Say("/idee") })
	r.sees("", func() { plein.Anonymous().Say("Vanavond is de zaal dicht") })
	r.over()
}

// A group becomes a supergroup while the next version of a card waits: it is posted anew there, and edited there from then on.
func TestGroupBecomesSupergroup(t *testing.T) {
	r := begin(t, telegramtest.Options{})
	r.known = append(r.known, "Too Many Requests", "a message was not sent")
	plein, carla := r.group("Plein", "bep", "sara"), r.server.Person("carla")
	plein.AddBot(carla)
	r.plays("carla@Plein> /koppel KRA")
	r.plays(moestuin...)
	r.server.Break(telegramtest.Fault{Effect: telegramtest.TooMany, Method: "editMessageText", Retry: 60})
	r.hears("bep@Plein> [Ik steun dit]", `
  bep ziet even: Dank u wel! U steunt "Moestuin".
`)
	r.sees(cardIn("Plein", "1 buur steunt dit."), func() { plein.Migrate(carla) })
	r.hears("sara@Plein> [Ik steun dit]", `
  sara ziet even: Dank u wel! U steunt "Moestuin".
`+cardIn("Plein (aangepast)", "2 buren steunen dit."))
	if screen := plein.Screen(); len(screen) == 0 || screen[len(screen)-1].Chat != plein.ID() || screen[len(screen)-1].Edits != 1 {
		t.Errorf("the card does not stand in the supergroup: %+v", screen)
	}
	r.hears("! 2m", "") // when the old one would have been tried again
	r.over()
}

// The same while the bot was away, and what Telegram told of it is lost: the edit itself finds out where the group went.
func TestGroupMovedUnheard(t *testing.T) {
	r := begin(t, telegramtest.Options{})
	r.known = append(r.known, "Too Many Requests", "group chat was upgraded to a supergroup chat", "a message was not sent")
	p, plein, carla := r.phones, r.group("Plein", "bep"), r.server.Person("carla")
	plein.AddBot(carla)
	r.plays("carla@Plein> /koppel KRA")
	r.plays(moestuin...)
	p.server.Break(telegramtest.Fault{Effect: telegramtest.TooMany, Method: "editMessageText", Retry: 60})
	r.plays("bep@Plein> [Ik steun dit]")
	r.stop()
	plein.Migrate(carla)
	p.forget()
	r = p.start()
	r.hears("! 15m", cardIn("Plein", "1 buur steunt dit."))
	r.over()
	var moved int
	for _, request := range p.server.RequestsTo("editMessageText") {
		if strings.Contains(request.Description, "upgraded") {
			moved++
		}
	}
	if moved != 1 {
		t.Errorf("Telegram told %d times that the group moved, want once", moved)
	}
}

// A topic of a forum is a group of its own.
func TestTopic(t *testing.T) {
	r := begin(t, telegramtest.Options{})
	carla, bep := r.server.Person("carla"), r.server.Person("bep")
	forum := r.server.Forum("Krakeel praat", carla, bep)
	forum.AddBot(carla)
	topic := forum.Topic(carla, "Ideeën")
	r.show(t.Context(), "")
	r.sees(`
  bot → Krakeel praat
    Deze groep hoort nu bij Smederij Krakeel. Past een idee bij de spelregels, dan leest u het hier.
`, func() { carla.InTopic(forum, topic).Say("/koppel KRA") })
	r.plays(moestuin...)
	stands, _ := bep.In(forum).Newest()
	if stands.Thread != topic || !strings.HasPrefix(stands.Text, "Moestuin\n") {
		t.Errorf("in topic %d stands %q, want the card in %d", stands.Thread, stands.Text, topic)
	}
	r.looks(`
  bep ziet even: Dank u wel! U steunt "Moestuin".
`+cardIn("Krakeel praat (aangepast)", "1 buur steunt dit."), func() {
		press, err := bep.InTopic(forum, topic).PressOn(stands.ID, "Ik steun dit")
		if err != nil {
			t.Fatal(err)
		}
		r.show(t.Context(), press)
	})
	r.over()
}
