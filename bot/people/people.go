// Package people is who may do what: roles, one-time invitations to them, and which group chat belongs to which Smederij.
package people

import (
	"errors"
	"strings"
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// InvitationLasts is how long a code can be used.
const InvitationLasts = 7 * 24 * time.Hour

// Feature is the room of roles.
func Feature() bot.Feature {
	return bot.Feature{
		Name: "people",
		Commands: []bot.Command{
			{Name: "uitnodigen", Where: bot.InPrivate, Run: invite},
			{Name: "code", Where: bot.InPrivate, Run: takeCode},
			{Name: "koppel", Where: bot.InGroups, Run: link},
			{Name: "rollen", Where: bot.InPrivate, Run: roles},
			{Name: "naam", Where: bot.InPrivate, Run: rename},
		},
		Presses: map[string]bot.Handler{
			"roles":     bot.Privately(moreRoles),
			"dismiss":   bot.Privately(askDismiss),
			"dismissed": bot.Privately(dismiss),
			"relink":    relink,
		},
		Ends: map[string]bot.End{"join_people": joined},
	}
}

// roleWords are the roles as a coordinator writes them.
var roleWords = map[string]store.Role{
	"vrijwilliger": store.Volunteer, "coordinator": store.Coordinator, "coördinator": store.Coordinator, "gebiedsregisseur": store.Coordinator,
	"wijkteam": store.TeamMember, "stuurgroep": store.SteeringGroup,
}

// invite makes a code that gives one person a role.
func invite(c *bot.Context) error {
	word, where, _ := strings.Cut(c.Words, " ")
	role, known := roleWords[strings.TrimSuffix(strings.ToLower(word), "s")]
	if !known {
		return c.Say(locales.T("people.invite_how", "area", example(c)))
	}
	s, err := c.SmederijNamed(where)
	if err != nil {
		return err
	}
	if s.ID == 0 && (role != store.SteeringGroup || where != "") {
		return unknownArea(c, where, locales.T("people.invite_how", "area", example(c)))
	}
	if ok, err := manages(c, s.ID); err != nil || !ok {
		return refuse(err)
	}
	secret, err := c.Invite(store.Invitation{Role: role, Smederij: s.ID, By: c.Person.ID, Expires: c.Now.Add(InvitationLasts)}, c.Now)
	if err != nil {
		return err
	}
	return c.Say(locales.T("people.invited", "role", roleName(role), "smederij", area(s), "code", secret,
		"by", locales.Moment(c.Now.Add(InvitationLasts))))
}

// takeCode gives the role that a code stands for, then asks for a first name.
func takeCode(c *bot.Context) error {
	if c.Words == "" {
		return c.Say(locales.T("people.code_how"))
	}
	code := store.PlainCode(c.Words)
	if _, err := c.TakeIdeaCode(code, c.Person.ID, c.Now); !errors.Is(err, store.ErrNotFound) {
		return err // who hears of it says what it gave
	}
	inv, err := c.TakeInvitation(code, c.Person.ID, c.Now)
	if err != nil {
		return err
	}
	var s store.Smederij
	if inv.Smederij != 0 {
		if s, err = c.Smederij(inv.Smederij); err != nil {
			return err
		}
	}
	flow := "join"
	if inv.Role == store.TeamMember {
		flow = "join_team"
	}
	return c.Begin(c.Chat, flow, store.Idea{}, nil, locales.T("people.welcome", "role", roleName(inv.Role), "smederij", area(s)))
}

// rename asks for a first name again, or for the first time.
func rename(c *bot.Context) error { return c.Begin(c.Chat, "join", store.Idea{}, nil) }

func joined(c *bot.Context, t *bot.Talk) error {
	if err := c.NamePerson(c.Person.ID, t.Said("name"), t.Value("may_show") == "yes"); err != nil {
		return err
	}
	if function := t.Value("function"); function != "" {
		if err := c.SetFunction(c.Person.ID, function); err != nil {
			return err
		}
	}
	offices, err := c.OfficesOf(c.Person.ID)
	if err != nil {
		return err
	}
	if len(offices) == 0 {
		return c.Say(locales.T("people.named", "name", t.Said("name")))
	}
	if t.Value("function") != "" {
		return c.Say(locales.T("people.joined_team", "name", t.Said("name")), bot.Tap(locales.T("people.button.work"), "review:work"))
	}
	return c.Say(locales.T("people.joined", "name", t.Said("name")),
		bot.Tap(locales.T("people.button.work"), "review:work"))
}

// roles shows who does what: a coordinator sees a Smederij, everybody else their own.
func roles(c *bot.Context) error {
	s, err := c.SmederijNamed(c.Words)
	if err != nil {
		return err
	}
	switch {
	case s.ID != 0:
		return listRoles(c, s.ID, 0)
	case c.Words != "":
		return unknownArea(c, c.Words, locales.T("people.roles_how", "area", example(c)))
	}
	offices, err := c.OfficesOf(c.Person.ID)
	if err != nil {
		return err
	}
	if len(offices) == 0 {
		return c.Say(locales.T("people.no_roles"))
	}
	lines, err := officeLines(c, offices[:min(len(offices), rolesPerPage)])
	if err != nil {
		return err
	}
	return c.Say(locales.T("people.roles", "lines", lines))
}

const rolesPerPage = 5

// moreRoles is the next page of a Smederij's roles.
func moreRoles(c *bot.Context) error {
	return listRoles(c, store.SmederijID(c.Arg(0)), int(min(c.Arg(1), 1000)))
}

// listRoles shows one page of the roles in a Smederij, each with a button that ends it.
func listRoles(c *bot.Context, s store.SmederijID, from int) error {
	if ok, err := manages(c, s); err != nil || !ok {
		return refuse(err)
	}
	offices, err := c.OfficesIn(s)
	if err != nil {
		return err
	}
	rest := offices[min(from, len(offices)):]
	page := rest[:min(len(rest), rolesPerPage)]
	if len(page) == 0 {
		return c.Say(locales.T("people.no_roles"))
	}
	lines, err := officeLines(c, page)
	if err != nil {
		return err
	}
	var buttons []bot.Button
	for n, o := range page {
		if o.Role != store.Operator { // appointed in the configuration
			buttons = append(buttons, bot.Tap(locales.T("people.button.dismiss", "n", n+1), "people:dismiss", o.ID))
		}
	}
	if len(rest) > len(page) {
		buttons = append(buttons, bot.Tap(locales.T("people.button.more"), "people:roles", int64(s), int64(from+rolesPerPage)))
	}
	return c.Say(locales.T("people.roles", "lines", lines), buttons...)
}

func officeLines(c *bot.Context, offices []store.Office) ([]locales.Text, error) {
	var lines []locales.Text
	for _, o := range offices {
		line, err := officeLine(c, o)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// unknownArea says which words were no area, and how it is done.
func unknownArea(c *bot.Context, words string, how locales.Text) error {
	if strings.TrimSpace(words) == "" {
		return c.Say(how)
	}
	return c.Say(locales.T("people.area_unknown", "words", bot.Excerpt(words, 40), "how", how))
}

// manages tells whether who asks may give and take roles in a Smederij; for 0 in all of them.
func manages(c *bot.Context, s store.SmederijID) (bool, error) {
	for _, r := range []store.Role{store.Coordinator, store.Operator} {
		holders, err := c.Holders(r, s)
		if err != nil {
			return false, err
		}
		for _, p := range holders {
			if p == c.Person.ID {
				return true, nil
			}
		}
	}
	return false, nil
}

func refuse(err error) error {
	if err != nil {
		return err
	}
	return &store.Refusal{Reason: store.NotYours}
}

func roleName(r store.Role) locales.Text { return locales.T("role." + string(r)) }

// officeName is a role, or what somebody is in their wijkteam when they told it.
func officeName(o store.Office) locales.Text {
	if o.Function == "" {
		return roleName(o.Role)
	}
	return locales.T("function." + o.Function + ".name")
}

func area(s store.Smederij) locales.Text {
	if s.ID == 0 {
		return locales.T("people.everywhere")
	}
	return locales.T("person.name", "name", s.Name)
}

func officeLine(c *bot.Context, o store.Office) (locales.Text, error) {
	p, err := c.Tx.Person(o.Person)
	if err != nil {
		return locales.Text{}, err
	}
	var s store.Smederij
	if o.Smederij != 0 {
		if s, err = c.Smederij(o.Smederij); err != nil {
			return locales.Text{}, err
		}
	}
	name := locales.T("person.nameless")
	if p.Name != "" {
		name = locales.T("person.name", "name", p.Name)
	}
	return locales.T("people.line", "name", name, "role", officeName(o), "smederij", area(s)), nil
}

// askDismiss asks once before a role is taken away.
func askDismiss(c *bot.Context) error {
	o, err := office(c)
	if err != nil || o.ID == 0 {
		return err
	}
	line, err := officeLine(c, o)
	if err != nil {
		return err
	}
	return c.Say(locales.T("people.dismiss_sure", "line", line), bot.Tap(locales.T("people.button.dismiss_yes"), "people:dismissed", o.ID))
}

func dismiss(c *bot.Context) error {
	o, err := office(c)
	if err != nil || o.ID == 0 {
		return err
	}
	if err := c.Dismiss(c.Person.ID, o, c.Now); err != nil {
		return err
	}
	return c.Say(locales.T("people.dismissed"))
}

// office is the role of a press, if it still stands and who pressed may end it.
func office(c *bot.Context) (store.Office, error) {
	o, err := c.Office(c.Arg(0))
	if errors.Is(err, store.ErrNotFound) {
		return store.Office{}, c.Answer(locales.T("people.already"))
	}
	if err != nil {
		return o, err
	}
	if ok, err := manages(c, o.Smederij); err != nil || !ok || o.Role == store.Operator { // the configuration appoints operators
		return o, refuse(err)
	}
	return o, nil
}

// example is a code that exists, so that what people copy works.
func example(c *bot.Context) string {
	all, err := c.Smederijen()
	if err != nil || len(all) == 0 {
		return ""
	}
	return all[0].Code
}
