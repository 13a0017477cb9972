package bot

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPrivateIn(t *testing.T) {
	tests := []struct {
		text string
		want []PrivateKind
	}{
		{"Bel mij op 06-12345678.", []PrivateKind{Phone}},
		{"06 12 34 56 78", []PrivateKind{Phone}},
		{"bel 0612345678 na 19.30 uur", []PrivateKind{Phone}},
		{"06.12.34.56.78", []PrivateKind{Phone}},
		{"+31 6 1234 5678", []PrivateKind{Phone}},
		{"+31 (0)6 12345678", []PrivateKind{Phone}},
		{"0031612345678", []PrivateKind{Phone}},
		{"(0528) 12 34 56", []PrivateKind{Phone}},
		{"tel. 0528-123456 of 0528 123457", []PrivateKind{Phone}},
		{"+49 171 1234567", []PrivateKind{Phone}},
		{"op 6-12-2026 of bel 0528\u00a0123456", []PrivateKind{Phone}},
		{"mail naar anja.de.vries@voorbeeld.nl", []PrivateKind{Email}},
		{"ANJA@VOORBEELD.CO.UK", []PrivateKind{Email}},
		{"NL91 ABNA 0417 1643 00", []PrivateKind{IBAN}},
		{"nl91abna0417164300 is mijn rekening", []PrivateKind{IBAN}},
		{"BE68 5390 0754 7034, graag", []PrivateKind{IBAN}},
		{"mijn BSN is 111222333", []PrivateKind{BSN}},
		{"1112.22.333", []PrivateKind{BSN}},
		{"Dorpsstraat 12, 7901 AB Hoogeveen", []PrivateKind{HomeAddress}},
		{"Dorpsstraat 12a 7901AB", []PrivateKind{HomeAddress}},
		{"7901 AB 12", []PrivateKind{HomeAddress}},
		{"7901ab, nummer 12", []PrivateKind{HomeAddress}},
		{"7901 AB nr. 12-3", []PrivateKind{HomeAddress}},
		{"BSN 111222333, NL91ABNA0417164300, 0612345678, a@b.nl, Straat 1 7901 AB", []PrivateKind{BSN, IBAN, Phone, Email, HomeAddress}},

		{"", nil},
		{"Elke dinsdag om 18.30 uur met 25 mensen", nil},
		{"Het kost 1.250,50 euro", nil},
		{"€ 12.500 voor 2026, daarna € 1.000.000", nil},
		{"op 01-02-2026 14 uur", nil},
		{"van 06-12-2026 12.00 tot 07-12-2026", nil},
		{"06/12/26 en 1.2.2026", nil},
		{"Het nummer is KRA-2026-014", nil},
		{"Bel 112 of 14 0528, of 0800 0113, of 0900-8844", nil},
		{"tussen 1000 en 1500 mensen", nil},
		{"ik wil 2500 in 12 maanden", nil},
		{"1200 kg 3 keer per jaar", nil},
		{"10000 km 2 keer", nil},
		{"van 2020 tot 2026", nil},
		{"postcode 7901 AB is onze buurt", nil},
		{"in de Dorpsstraat bij nummer 12", nil},
		{"nummer 123456789 op de lijst", nil},
		{"9 tot 12 jaar, 13-17 jaar, 18+", nil},
		{"1234 5678 9012", nil},
		{"NL91 ABNA 4417 1643 01", nil},
		{"een @ in een zin", nil},
		{"bon 4012345678901", nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, PrivateIn(tt.text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

// What people in danger write, and what others write about it.
func TestInDistress(t *testing.T) {
	danger := []string{
		"Ik wil niet meer leven", "ik wil niet meer leven!", "IK WIL NIET MEER LEVEN.", "Voor mij hoeft het niet, ik wil dood",
		"Ik wil gewoon niks, ik wil dood.", "ik wil liever dood zijn", "was ik maar dood", "ik wou dat ik dood was",
		"Ik maak er een einde aan", "vanavond ga ik het doen, ik maak er een eind aan.", "ik ga er een einde aan maken",
		"Ik heb een einde aan mijn leven maken bedacht", "ik zie het niet meer zitten", "Ik zie het leven niet meer zitten",
		"Mijn leven heeft geen zin meer", "ik denk aan zelfmoord", "Ik denk elke dag na over zelfmoord", "ik denk de hele dag na over zelfmoord", "ik ben suïcidaal",
		"ik ga mezelf iets aandoen", "Ik snij mezelf", "Ik heb net heel veel pillen geslikt", "Mijn zoon wil niet meer leven",
		"mijn man wil dood", "Hij slaat mij", "hij slaat me elke avond", "Zij bedreigt mij met een mes", "Mijn man slaat mij",
		"mijn ex stalkt me", "Mijn vader mishandelt ons", "ik word thuis geslagen", "Ik word al jaren mishandeld door mijn man", "ik ben bang voor mijn man",
		"Ik durf niet meer naar huis", "ik ben thuis niet veilig", "Ik voel me thuis niet veilig", "de buurman slaat zijn kinderen",
		"Hij gaat me vermoorden", "ik maak hem dood", "Ik sla mijn kinderen", "Hij slaat de kinderen", "Help! Mijn vriend schopt mij",
	}
	fine := []string{
		"Zelfmoordpreventie in onze wijk", "Een idee voor zelfmoordpreventie", "Een avond tegen huiselijk geweld",
		"Samen tegen huiselijk geweld", "Een praatgroep voor mensen die aan zelfmoord denken", "Voorlichting over kindermishandeling",
		"Een cursus zelfverdediging", "Een inloop voor mensen die rouwen", "Buren die iemand verloren aan zelfmoord",
		"Ik wil dat niemand meer alleen doodgaat", "Ik wil een monument voor de doden", "De planten gaan dood", "Ik verveel me dood",
		"Ik lach me dood om dat plan", "Ik wil een dode boom weghalen", "Het plein is dood in de avond", "Ik maak een einde aan het zwerfafval",
		"Ik maak er een eind aan het pad een bankje bij", "We maken er een einde aan met zijn allen", "Ik wil niet meer leven in deze rommel",
		"Ik wil niet meer leven met zoveel afval", "Hij slaat mij over bij het kaarten", "De klok slaat elk uur", "Hij slaat de bal over het hek",
		"Wij slaan piketpalen", "Ik ben bang voor honden", "Ik ben bang voor lawaai", "Kinderen durven niet langs de weg naar school",
		"Ik voel me niet veilig op het fietspad", "Ouderen voelen zich niet veilig in het park", "Meer licht tegen inbraak",
		"Ik zie het niet meer zitten met die rommel", "Ik hoef niet meer op de lijst", "Een huis voor vrouwen die mishandeld zijn",
		"Ik word blij van een idee", "Een training: wat doe ik als iemand niet meer wil leven", "Mijn man wil koken",
		"Mijn buurman slaat graag een bal", "Samen slaan we een put", "Hulp voor wie het niet meer ziet zitten", "Een herdenking van doden",
		"De trein rijdt te hard", "Pillen inzamelen bij de apotheek", "Ik sla de straat over",
	}
	if len(danger)+len(fine) < 80 || len(fine) < 40 || len(danger) < 40 {
		t.Errorf("got %d and %d sentences, want 40 of each", len(danger), len(fine))
	}
	for _, text := range danger {
		if !InDistress(text) {
			t.Errorf("not seen: %q", text)
		}
	}
	for _, text := range fine {
		if InDistress(text) {
			t.Errorf("taken for danger: %q", text)
		}
	}
}

// Every line of the list can be found, so that no typing error hides one.
func TestDistressFindsItsOwnLines(t *testing.T) {
	lines := 0
	for _, list := range distress {
		for _, s := range list {
			var words []string
			for _, either := range s.words {
				if either != nil {
					words = append(words, either[len(either)-1])
				}
			}
			lines++
			if text := fmt.Sprint(words); !InDistress(text) {
				t.Errorf("not found: %s", text)
			}
		}
	}
	if lines < 90 {
		t.Errorf("looked at %d lines, there must be more", lines)
	}
}

// BenchmarkSafety looks through the longest text that an answer may be.
func BenchmarkSafety(b *testing.B) {
	text := ""
	for n := 0; len(text) < 1000; n++ {
		text += fmt.Sprintf("ik wil niet meer dan %d keer met mijn man naar de markt. ", 1000+n*7)
	}
	for b.Loop() {
		if InDistress(text) || len(PrivateIn(text)) > 0 {
			b.Fatal("found what is not there")
		}
	}
}
