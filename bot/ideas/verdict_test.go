package ideas

import (
	"testing"

	"smederij/flows"
)

func TestVerdictOnOwnWords(t *testing.T) {
	for said, want := range map[string]verdict{
		"ik vraag alleen iets":                           noIdea,
		"Het is een vraag.":                              noIdea,
		"nee, ik heb een vraag":                          noIdea,
		"ik wil gewoon iets weten":                       noIdea,
		"dit is geen idee":                               noIdea,
		"nee ik bedoel wat anders":                       noIdea,
		"ja dat is het zeker":                            tellsMore,
		"ja het is een idee":                             isIdea,
		"Dit is een idee!":                               isIdea,
		"ja het is een idee voor de school":              tellsMore,
		"ik heb een idee voor de speeltuin":              tellsMore,
		"ja maar ik vraag alleen iets":                   notSaid,
		"nee maar luister nou eens even":                 notSaid,
		"dit is geen vraag":                              notSaid,
		"ik vraag me af of dat kan":                      notSaid,
		"laten we elke zaterdag samen gaan rapen":        notSaid,
		"mag ik daar iets over schrijven":                notSaid,
		"niet iedereen heeft een tuin":                   notSaid,
		"best veel troep hier op straat":                 notSaid,
		"jammer dat er geen bankje is":                   notSaid,
		"nee er ligt zoveel troep dat wij gaan opruimen": notSaid,
		"": notSaid,
	} {
		if got := verdictOn(flows.Answer{Text: said}); got != want {
			t.Errorf("%q: got %d, want %d", said, got, want)
		}
	}
}
