package answer

import (
	_ "embed"
	"strings"
	"sync"
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
	list := tokens(text)
	if len(list) == 0 {
		return ask(samePlace)
	}
	full := squeeze(list)
	for _, said := range [...]string{full, squeeze(vocabulary().place.bare(list))} {
		if r, known := named(said, places); known {
			return r
		}
	}
	if several := eachNamed(list, places); len(several) > 0 {
		if r := ask(samePlace, several...); len(r.Likely) > 1 {
			return r
		}
		return sure(several[0])
	}
	return ask(samePlace)
}

// named reads one name, written without spaces. It is not known when nothing of
// that name exists, here or elsewhere.
func named(said string, places []Place) (r Reading[Place], known bool) {
	if said == "" {
		return r, false
	}
	if place, ok := exactly(said, places); ok {
		return sure(place), true
	}
	near, nearest := nearby(said, places)
	team := teamOf(said, places)
	switch {
	case len(team) > 0:
		return ask(samePlace, team...), true
	case elsewhere(said, nearest):
		return ask(samePlace), true
	case len(near) == 1:
		return sure(near[0]), true
	}
	return ask(samePlace, near...), len(near) > 0
}

// exactly finds the place whose name, alias or code was written.
func exactly(said string, places []Place) (Place, bool) {
	for _, p := range places {
		if said == compact(p.Name) || said == strings.ToLower(p.Code) {
			return p, true
		}
		for _, alias := range p.Aliases {
			if said == compact(alias) {
				return p, true
			}
		}
	}
	return Place{}, false
}

// nearby finds the places of which this may be a misspelling, and how many typing
// errors the best of them has.
func nearby(said string, places []Place) (near []Place, nearest int) {
	nearest = 3
	for _, p := range places {
		d := errorsIn(said, compact(p.Name))
		for _, alias := range p.Aliases {
			d = min(d, errorsIn(said, compact(alias)))
		}
		if d < 3 {
			near = append(near, p)
			nearest = min(nearest, d)
		}
	}
	return near, nearest
}

// errorsIn counts typing errors; 3 is too many.
func errorsIn(said, name string) int {
	limit := allowed(min(len(said), len(name)))
	if d := distance(said, name, limit); d <= limit {
		return d
	}
	return 3
}

// teamOf gives the places of the team that was written, also misspelled.
func teamOf(said string, places []Place) []Place {
	var members []Place
	for _, p := range places {
		team := compact(p.Team)
		if team == "" {
			continue
		}
		if without, ok := strings.CutPrefix(team, "de"); ok && errorsIn(said, without) < 3 || errorsIn(said, team) < 3 {
			members = append(members, p)
		}
	}
	return members
}

// elsewhere tells whether a place that is no Smederij was written, or one at least
// as near as the nearest Smederij.
func elsewhere(said string, nearest int) bool {
	for _, other := range otherPlaces() {
		if d := errorsIn(said, other); d == 0 || d < 3 && d <= nearest {
			return true
		}
	}
	return false
}

// eachNamed reads "Krakeel of Wolfsbos" part by part. All parts must be known.
func eachNamed(list []token, places []Place) []Place {
	var found []Place
	w := &vocabulary().place
	for i := 0; i < len(list); {
		n := w.separates(list, i)
		if n > 0 {
			i += n
			continue
		}
		place, used, ok := longestName(list[i:], places)
		if !ok {
			return nil
		}
		found = append(found, place)
		i += used
	}
	return found
}

// longestName reads a name of up to three words at the start.
func longestName(list []token, places []Place) (Place, int, bool) {
	for n := min(3, len(list)); n > 0; n-- {
		if r, known := named(squeeze(list[:n]), places); known {
			return r.Value, n, r.Sure
		}
	}
	return Place{}, 0, false
}

//go:embed places.txt
var placesFile string

// otherPlaces are the names of places.txt, as compact leaves them.
var otherPlaces = sync.OnceValue(func() []string {
	var list []string
	for line := range strings.Lines(placesFile) {
		if name := compact(line); name != "" && !strings.HasPrefix(line, "#") {
			list = append(list, name)
		}
	}
	return list
})
