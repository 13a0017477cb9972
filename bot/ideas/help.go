package ideas

import (
	"slices"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// help says what can be written here, to everybody what a resident needs, and to whoever has a role what it lets them do.
func help(c *bot.Context) error {
	if !c.Chat.Private() {
		return c.Say(locales.T("group.help", "programme", c.House.Settings.Name))
	}
	if err := c.Say(locales.T("flow.engine.help_general")); err != nil {
		return err
	}
	if err := c.Say(locales.T("ideas.help", "contact", c.House.Settings.Contact),
		bot.Tap(locales.T("button.tell_idea"), "ideas:propose"), bot.Tap(locales.T("button.my_ideas"), "ideas:mine")); err != nil {
		return err
	}
	return helpInRole(c)
}

// duty is a command that is only for some. The rooms that carry it out refuse everybody else; here nobody reads of it in vain.
type duty struct {
	command string
	roles   []store.Role
}

var (
	deciders = []store.Role{store.Volunteer, store.Coordinator, store.Operator}
	managers = []store.Role{store.Coordinator, store.Operator}

	work = []duty{
		{"werk", append([]store.Role{store.TeamMember, store.SteeringGroup}, deciders...)},
		{"geld", deciders},
		{"planning", deciders},
		{"rust", deciders},
		{"invoeren", []store.Role{store.Volunteer, store.Coordinator}},
	}
	management = []duty{{"rollen", managers}, {"uitnodigen", managers}, {"koppel", managers}, {"budget", managers}}
)

func helpInRole(c *bot.Context) error {
	offices, err := c.OfficesOf(c.Person.ID)
	if err != nil || len(offices) == 0 {
		return err
	}
	area, err := areaOf(c, offices)
	if err != nil {
		return err
	}
	for _, part := range []struct {
		key    string
		duties []duty
	}{{"ideas.help_work", work}, {"ideas.help_manage", management}} {
		lines := dutyLines(offices, part.duties, area)
		if len(lines) == 0 {
			continue
		}
		if err := c.Say(locales.T(part.key, "lines", lines)); err != nil {
			return err
		}
	}
	return nil
}

// dutyLines are the commands that one of somebody's roles lets them use.
func dutyLines(offices []store.Office, duties []duty, area string) (lines []locales.Text) {
	for _, d := range duties {
		if slices.ContainsFunc(offices, func(o store.Office) bool { return slices.Contains(d.roles, o.Role) }) {
			lines = append(lines, locales.T("ideas.help_line."+d.command, "area", area))
		}
	}
	return lines
}

// areaOf is the code of a Smederij that somebody manages, so that what they copy works.
func areaOf(c *bot.Context, offices []store.Office) (code string, err error) {
	all, err := c.Smederijen()
	if err != nil {
		return "", err
	}
	for _, s := range all {
		if slices.ContainsFunc(offices, func(o store.Office) bool {
			return slices.Contains(managers, o.Role) && (o.Smederij == 0 || o.Smederij == s.ID)
		}) {
			return s.Code, nil
		}
	}
	return "", nil
}
