package answer

import (
	"slices"
	"strings"
)

// A Place is a Smederij as a resident may name it.
type Place struct {
	Code    string   // KRA
	Name    string   // Krakeel
	Team    string   // the team that covers it, and others
	Aliases []string // what people also call it
}

func samePlace(a, b Place) bool { return a.Code == b.Code }

// Smederij reads the name of a Smederij, its code or an alias, with typing errors.
// Another real place is never taken for one, however near its name is: Zuidwolde
// is not Zuid. The name of a team covers several Smederijen, which it offers.
func Smederij(text string, places []Place) Reading[Place] {
	list := vocabulary().withoutPolite(heard(text))
	if len(list) == 0 {
		return ask(samePlace)
	}
	m := atlasOf(places)
	for _, p := range places {
		if code := strings.TrimSpace(text); code != "" && code == p.Code {
			return sure(p) // in capitals only: "ven" and "erf" are words
		}
	}
	for _, words := range [...][]token{list, vocabulary().place.bare(list)} {
		if r, known := m.named(words); known {
			return r
		}
	}
	several := m.eachNamed(list)
	if len(several) == 0 {
		return ask(samePlace, append(m.beginning(squeeze(list)), m.mentioned(list)...)...)
	}
	if r := ask(samePlace, several...); len(r.Likely) > 1 {
		return r
	}
	return sure(several[0]) // "Nieuweroord en Tiendeveen" is one Smederij
}

// named reads one name, written without spaces. It is not known when nothing of
// that name exists, here or elsewhere.
func (m atlas) named(words []token) (r Reading[Place], known bool) {
	said := squeeze(words)
	if said == "" {
		return r, false
	}
	if place, ok := m.exactly(said); ok {
		return sure(place), true
	}
	if isElsewhere(said) {
		return ask(samePlace), true
	}
	if team := m.team(said); len(team) > 0 {
		return ask(samePlace, team...), true
	}
	near, mistakes := m.nearby(said, areSeveral(words))
	if len(near) == 1 && !nearElsewhere(said, mistakes) {
		return sure(near[0]), true
	}
	return ask(samePlace, near...), len(near) > 0
}

// areSeveral tells whether more than one word stands there, signs not counted.
func areSeveral(list []token) bool {
	words := 0
	for _, t := range list {
		if t.kind != symbol {
			words++
		}
	}
	return words > 1
}

// eachNamed reads "Pesse of Elim" part by part. All parts must be known. A team may
// stand beside one of its places that is written as it should be: "Elim (Dorpen)".
func (m atlas) eachNamed(list []token) []Place {
	var found []Place
	var teams [][]Place
	w := &vocabulary().place
	exact, joined := true, false
	for i := 0; i < len(list); {
		if n := w.separates(list, i); n > 0 {
			joined = joined || joinsPlaces(list[i].text)
			i += n
			continue
		}
		place, used := m.longestName(list[i:])
		if used == 0 {
			team := m.team(squeeze(list[i : i+1]))
			if len(team) == 0 {
				return nil
			}
			teams = append(teams, team)
			i++
			continue
		}
		_, written := m.exactly(squeeze(list[i : i+used]))
		exact = exact && written
		found = append(found, place)
		i += used
	}
	for _, team := range teams {
		if joined || !exact || len(found) != 1 || !slices.ContainsFunc(team, func(p Place) bool { return samePlace(p, found[0]) }) {
			return nil
		}
	}
	return found
}

// longestName reads a name of up to three words at the start.
func (m atlas) longestName(list []token) (Place, int) {
	end := 0
	for end < min(3, len(list)) && !joinsPlaces(list[end].text) {
		end++
	}
	for n := end; n > 0; n-- {
		if r, _ := m.named(list[:n]); r.Sure {
			return r.Value, n
		}
	}
	return Place{}, 0
}

// beginning finds the places whose name starts as was said, to offer: "oranje".
func (m atlas) beginning(said string) []Place {
	var found []Place
	for _, entry := range m {
		if len(said) >= minBeginning && strings.HasPrefix(entry.names[0], said) {
			found = append(found, entry.place)
		}
	}
	return found
}

// mentioned finds the places that are named among other words, to offer: "in Krakeel, in het buurthuis".
func (m atlas) mentioned(list []token) []Place {
	var found []Place
	for i := 0; i < len(list); i++ {
		for n := min(3, len(list)-i); n > 0; n-- {
			if place, ok := m.exactly(squeeze(list[i : i+n])); ok {
				found = append(found, place)
				i += n - 1
				break
			}
		}
	}
	return found
}

// minBeginning keeps "de" and "het" from offering anything.
const minBeginning = 4

// exactly finds the place whose name, alias or code was written.
func (m atlas) exactly(said string) (Place, bool) {
	for _, entry := range m {
		for _, name := range entry.names {
			if said == name {
				return entry.place, true
			}
		}
	}
	return Place{}, false
}

// nearby finds the places of which this may be a misspelling, and the typing
// errors of the nearest. Several words are near to a short name by chance: "mag
// niet" is no Magneet.
func (m atlas) nearby(said string, several bool) (near []Place, mistakes int) {
	mistakes = tooMany
	for _, entry := range m {
		best := tooMany
		for _, name := range entry.names {
			start := sameStart(said, name)
			if len(name) < shortName && !start || several && len(name) < longName {
				continue // "moord" is not Noord
			}
			if d := mistakesIn(said, name); d < 2 || start && !several {
				best = min(best, d)
			}
		}
		if best < tooMany {
			near = append(near, entry.place)
			mistakes = min(mistakes, best)
		}
	}
	return near, mistakes
}

// shortName is the length from which the first letter may be the wrong one.
const shortName = 6

// team gives the places of the team that was written, also misspelled. Where a
// team is called after a Smederij, people mean the place they live in.
func (m atlas) team(said string) []Place {
	var members []Place
	for _, entry := range m {
		if entry.team == "" || !isTeam(said, entry.team) {
			continue
		}
		if _, ok := m.exactly(entry.team); !ok {
			members = append(members, entry.place)
		}
	}
	return members
}

// isTeam compares with a team's name, with and without "de".
func isTeam(said, team string) bool {
	if mistakesIn(said, team) < tooMany {
		return true
	}
	return len(team) > len("de") && team[:2] == "de" && mistakesIn(said, team[2:]) < tooMany
}

// tooMany is more typing errors than are ever allowed.
const tooMany = 3

// mistakesIn counts typing errors: one is allowed in a short name, two in a longer.
func mistakesIn(said, name string) int {
	limit := allowed(min(len(said), len(name)))
	if d := distance(said, name, limit); d <= limit {
		return d
	}
	return tooMany
}
