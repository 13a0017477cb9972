package ideas

import (
	"regexp"
	"slices"
	"strings"

	"smederij/flows"
	"smederij/flows/answer"
)

// verdict is what somebody's own words say to the question whether what they wrote first is an idea.
type verdict int

const (
	notSaid verdict = iota
	isIdea
	tellsMore // it is one, and here is more of it
	noIdea
)

// verdictOn reads an answer to that question. A question is no idea, and nobody's words are made one before they said so: who only goes
// on telling is asked again.
func verdictOn(a flows.Answer) verdict {
	words := answer.Words(a.Text)
	said := strings.Join(words, " ") + " "
	switch {
	case a.Value == "yes", onlyYes.MatchString(said):
		return isIdea
	case a.Value == "no", onlyAsks(words):
		return noIdea
	case butFirst.MatchString(said):
		return notSaid
	case saysNo.MatchString(said) && len(words) <= shortWords: // who goes on for longer tells something too
		return noIdea
	case saysYes.MatchString(said):
		return tellsMore
	}
	return notSaid
}

// How a longer answer to it begins. "Ja maar" and "nee maar" are neither.
var (
	saysNo   = regexp.MustCompile(`^(nee+n?|nei|neeje) `)
	saysYes  = regexp.MustCompile(`^(ja+|jazeker|jawel|jahoor|joa|jao|` + thisIs + `|ik heb een idee) `)
	onlyYes  = regexp.MustCompile(`^(ja+ )?(hoor )?` + thisIs + `( voor (de|mijn|onze) (buurt|wijk|straat|dorp))? $`)
	butFirst = regexp.MustCompile(`^(ja+|nee+) maar `)
)

const thisIs = `(dit|dat|het|t) is (wel |echt |zeker )?(een|mijn|ons) (goed |nieuw )?(idee|plan)`

// onlyAsks tells whether all that is said is that there was a question, or no idea: "ik vraag alleen iets". With any other word in it
// something is told.
func onlyAsks(words []string) bool {
	for i, w := range words {
		asks := slices.Contains(asking, w)
		if !asks && !slices.Contains(besideAsking, w) || asks && i > 0 && words[i-1] == "geen" {
			return false
		}
	}
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(asking, w) }) ||
		slices.Contains(words, "geen") && slices.Contains(words, "is")
}

var (
	asking       = []string{"vraag", "vraagje", "vragen", "vroeg", "weten"}
	besideAsking = strings.Fields("nee hoor sorry ik we wij het dit dat was is heb hebben had wil willen wilde wou stel stelde stellen alleen gewoon " +
		"maar enkel eigenlijk slechts even graag iets wat een geen idee plan voor aan u jullie")
)
