package ideas

import "testing"

func TestKindOf(t *testing.T) {
	tests := []struct{ title, what, want string }{
		// A table where neighbours eat together.
		{"Buurtrestaurant", "Elke dinsdag samen koken en eten", restaurant},
		{"Samen eten op dinsdag", "Ik kook soep voor de buurt", restaurant},
		{"Eettafel Krakeel", "Een grote pan voor wie wil aanschuiven", restaurant},
		{"Eetcafé De Lepel", "", restaurant},
		{"Warme hap", "Koken voor mensen die vaak alleen zijn", restaurant},
		{"Restaurant in de kantine", "De school heeft een mooie keuken", restaurant},
		{"Niet meer alleen aan tafel", "Wij eten elke week met ouderen", restaurant},
		{"Soep voor iedereen", "Elke vrijdag staat er soep klaar in het buurthuis", restaurant},
		{"Kookclub", "Mannen leren koken en eten het samen op", restaurant},
		{"Zondagse lunch", "Lunchen met elkaar na de kerk", restaurant},
		{"Dorpsdiner in Pesse", "Een lange tafel op het plein", restaurant},
		{"Gezamenlijke maaltijd", "Een keer per maand", restaurant},
		{"Samen aan de stamtafel", "Koffie en een broodje", restaurant},
		{"SAMEN ETEN!!", "", restaurant},
		{"Ontbijten met elkaar", "Een ontbijt voor de hele straat", restaurant},
		{"Eten tegen eenzaamheid", "We koken met verse groenten", restaurant},
		{"Open keuken", "Wie kookt, zoekt gasten uit de wijk", restaurant},

		{"Buurtrestaurantje", "", restaurant},
		{"Twee eettafels", "Een in Zuid en een in Krakeel", restaurant},

		// Learning Dutch.
		{"Taalles in het buurthuis", "Elke woensdag samen Nederlands praten", lessons},
		{"Taalcafé", "Koffie en een gesprek", lessons},
		{"Taalcafe Zuid", "", lessons},
		{"Nederlands leren", "Voor nieuwe buren", lessons},
		{"Praatgroep", "Voor vrouwen uit de wijk", lessons},
		{"Taalmaatjes", "Twee mensen oefenen een uur in de week", lessons},
		{"Hulp bij inburgering", "Wij lezen brieven met mensen", lessons},
		{"De taal van de buurt", "Nieuwkomers oefenen bij de koffie", lessons},
		{"Lezen en schrijven", "Beter Nederlands voor wie het moeilijk vindt", lessons},
		{"NT2 in Hollandscheveld", "", lessons},
		{"Samen sterk", "Ik geef Nederlandse les aan moeders van school", lessons},
		{"Praten bij de thee", "Wie de taal nog niet spreekt kan hier oefenen", lessons},
		{"Taalclub voor vaders", "Elke zaterdag", lessons},
		{"nederlandse les", "", lessons},
		{"Vrijdagtaalcafé", "", lessons},

		// Neither.
		{"Moestuin", "Samen groenten kweken en ze daarna eten", ""},
		{"Speeltuin opknappen", "Een nieuwe schommel en een bankje", ""},
		{"Straatfeest", "Muziek en samen eten op straat", ""},
		{"Buurtbarbecue", "Een barbecue met de hele straat samen", ""},
		{"Voedselbank helpen", "Eten ophalen voor iedereen die weinig heeft", ""},
		{"Wandelclub", "Elke maandag een uur wandelen", ""},
		{"Zwerfafval", "Samen de wijk schoon maken", ""},
		{"Repaircafé", "Fietsen en lampen maken", ""},
		{"Bankje bij de vijver", "Om naar de eenden te kijken", ""},
		{"Gebarentaal", "Een cursus gebarentaal leren", ""},
		{"Engelse les", "Engels leren praten voor ouderen", ""},
		{"Drentse avond", "De taal leren en liedjes zingen in het Drents", ""},
		{"Oranjefeest", "De Nederlandse vlag in elke straat, en lessen over vroeger", ""},
		{"Computerles", "Ouderen leren mailen", ""},
		{"Huiswerkhulp", "Kinderen maken samen hun werk", ""},
		{"Buurttuin", "Bloemen planten", ""},
		{"Lamp in de steeg", "Het is er donker", ""},
		{"AED aan de gevel", "Voor de hele straat", ""},
		{"Kerstboom op het plein", "Met lichtjes", ""},
		{"Voetbal voor meiden", "Elke vrijdag op het veld", ""},
		{"Filmavond", "Nederlandse films, na afloop praten", ""},
		{"Koffieochtend", "Samen koffie drinken", ""},
		{"Boeken ruilen", "Een kast met boeken in de straat", ""},
		{"Muziek in de wijk", "Een koor voor iedereen", ""},
		{"Kookwedstrijd", "Een wedstrijd koken voor iedereen", ""},
		{"Gezond eten", "Een folder over groente en fruit", ""},
		{"Leren koken", "Een kookles voor kinderen", ""},
		{"Lezen met de klas", "Ouders lezen voor op school", ""},
		{"Breiclub", "Samen breien voor kinderen", ""},
		{"Vuurwerk opruimen", "Op nieuwjaarsdag", ""},
		{"Eten en praten", "Samen eten en Nederlands leren", ""}, // both: the author is asked nothing
		{"", "", ""},
		{"🎉", "???", ""},
		{"Dieren voeren", "Kinderen geven samen de dieren eten", ""},
	}
	if len(tests) < 60 {
		t.Errorf("%d examples, want 60", len(tests))
	}
	for _, tt := range tests {
		if got := kindOf(tt.title, tt.what); got != tt.want {
			t.Errorf("kindOf(%q, %q) = %q, want %q", tt.title, tt.what, got, tt.want)
		}
	}
}
