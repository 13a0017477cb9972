package ideas

import (
	"slices"
	"strings"

	"smederij/flows/answer"
)

// The kinds of ideas with questions of their own, by the flow that asks them.
const (
	restaurant = "restaurant"
	lessons    = "lessons"
)

// kindOf guesses from the words of an idea whether it is of a kind with questions of its own; "" when it looks like none, or like both.
// It is a suggestion, which its author confirms: a wrong one costs a press, a missed one the right questions.
func kindOf(title, what string) string {
	words := answer.Words(title + " . " + what)
	eat, talk := eatsTogether(words), learnsLanguage(words)
	switch {
	case eat && !talk:
		return restaurant
	case talk && !eat:
		return lessons
	}
	return ""
}

var (
	// A table where the neighbourhood eats, as a part of one word.
	tables = []string{"restaurant", "eettafel", "eetcafe", "buurtdiner", "dorpsdiner", "buurtlunch", "buurtkeuken", "wijkkeuken", "aanschuiftafel",
		"buurtmaaltijd", "eetclub", "eetgroep", "kookgroep", "kookclub", "stamtafel"}
	eating  = []string{"eten", "eet", "koken", "kookt", "kook", "lunchen", "lunch", "ontbijten", "ontbijt", "dineren", "maaltijd", "maaltijden", "soep", "diner"}
	company = []string{"samen", "gezamenlijk", "gezamenlijke", "elkaar", "alleen", "eenzaam", "eenzame", "eenzaamheid", "aanschuiven", "gasten", "iedereen"}
	// What is about food and no meal of neighbours together.
	noMeal = []string{"voedselbank", "moestuin", "eendjes", "eenden", "vogels", "dieren", "barbecue", "bbq", "straatfeest", "speeltuin", "hondjes", "bijen", "wedstrijd"}

	// Learning Dutch, as a part of one word.
	courses  = []string{"taalles", "taalcafe", "taalmaat", "taalgroep", "taalclub", "taaluur", "taalcursus", "praatgroep", "praattafel", "inburger", "nt1", "nt2"}
	language = []string{"nederlands", "nederlandse", "taal"}
	learning = []string{"leren", "leert", "les", "lessen", "praten", "spreken", "oefenen", "oefent", "cursus", "lezen", "schrijven", "anderstaligen", "statushouders",
		"nieuwkomers", "vluchtelingen", "beter"}
	// Another language, or Dutch as a thing.
	noCourse = []string{"engels", "engelse", "duits", "duitse", "frans", "spaans", "drents", "gebarentaal", "programmeertaal", "vlag", "elftal", "liedjes", "film", "films",
		"muziek", "taart", "kampioenschap"}
)

func eatsTogether(words []string) bool {
	if hasAny(words, noMeal) {
		return false
	}
	return hasPart(words, tables) || hasAny(words, eating) && hasAny(words, company)
}

func learnsLanguage(words []string) bool {
	if hasAny(words, noCourse) {
		return false
	}
	return hasPart(words, courses) || hasAny(words, language) && hasAny(words, learning)
}

func hasAny(words, wanted []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(wanted, w) })
}

func hasPart(words, wanted []string) bool {
	return slices.ContainsFunc(words, func(w string) bool {
		return slices.ContainsFunc(wanted, func(part string) bool { return strings.Contains(w, part) })
	})
}
