package answer

import (
	"slices"
	"sync/atomic"
)

// An atlas holds the names of the Smederijen as squeeze writes what was said.
type atlas []atlasEntry

type atlasEntry struct {
	place Place
	names []string // the name and the aliases
	team  string   // empty when the team has the name of a Smederij
}

// lastAtlas is kept, because hardly ever do the Smederijen change and making it is
// half the work of an answer.
var lastAtlas atomic.Pointer[atlas]

func atlasOf(places []Place) atlas {
	if last := lastAtlas.Load(); last != nil && last.shows(places) {
		return *last
	}
	m := newAtlas(places)
	lastAtlas.Store(&m)
	return m
}

// shows tells whether the atlas was made of these places, as they are now.
func (m atlas) shows(places []Place) bool {
	return slices.EqualFunc(m, places, func(entry atlasEntry, p Place) bool {
		known := entry.place
		return known.Code == p.Code && known.Name == p.Name && known.Team == p.Team && slices.Equal(known.Aliases, p.Aliases)
	})
}

func newAtlas(places []Place) atlas {
	m := make(atlas, len(places))
	for i, p := range places {
		names := make([]string, 0, 1+len(p.Aliases))
		names = append(names, compact(p.Name))
		for _, alias := range p.Aliases {
			names = append(names, compact(alias))
		}
		p.Aliases = slices.Clone(p.Aliases)
		m[i] = atlasEntry{place: p, names: names, team: compact(p.Team)}
	}
	return m
}
