package flows

import (
	"cmp"

	"smederij/flows/answer"
	"smederij/locales"
)

// A Smederij is typed, or found in two taps: first the team, then the
// Smederijen it works for.

// viewList is the list of teams, or of one team's Smederijen. With a single
// team that choice is left out.
func (t *turn) viewList() Ask {
	heads := teamHeads(t.env.Places)
	back := button(labelBack, pressBack)
	if t.s.Mode == teams && len(heads) > 1 {
		buttons := make([]Button, 0, len(heads))
		for _, p := range heads {
			buttons = append(buttons, word(cmp.Or(p.Team, p.Name), prefixTeam+p.Code))
		}
		return paragraphs(locales.T(keyTeams)).with(paged(buttons, t.s.Page, []Button{back})...)
	}
	var buttons []Button
	for _, p := range t.env.Places {
		if len(heads) <= 1 || p.Team == t.s.Team {
			buttons = append(buttons, word(p.Name, prefixValue+p.Code))
		}
	}
	tail := []Button{back}
	if len(heads) > 1 {
		tail = []Button{button(labelTeams, pressList), back}
	}
	return paragraphs(locales.T(keyPlaces)).with(paged(buttons, t.s.Page, tail)...)
}

// teamHeads is the first Smederij of each team: its code stands for the team,
// whose name is too long for a button's load.
func teamHeads(places []answer.Place) []answer.Place {
	var heads []answer.Place
	for _, p := range places {
		known := false
		for _, h := range heads {
			known = known || h.Team == p.Team
		}
		if !known {
			heads = append(heads, p)
		}
	}
	return heads
}

// listTeam opens the list of a team's Smederijen.
func (t *turn) listTeam(code string) error {
	p, _ := t.env.place(code) // offered a moment ago in this very turn
	t.s = t.s.calm()
	t.s.Mode, t.s.Team = places, p.Team
	return t.ask()
}
