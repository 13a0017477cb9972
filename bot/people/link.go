package people

import (
	"slices"
	"strings"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// purposes are what a group chat can be for; a button carries the place in this list.
var purposes = []store.Purpose{store.GroupChat, store.VolunteersChat, store.SteeringChat}

// link says what a group chat is for: /koppel KRA, /koppel krakeel vrijwilligers, /koppel stuurgroep. A chat that is for something else
// is changed only after a second tap: what its people read changes with it.
func link(c *bot.Context) error {
	words := strings.Fields(strings.ToLower(c.Words))
	purpose := store.GroupChat
	switch {
	case len(words) == 1 && words[0] == "stuurgroep":
		purpose, words = store.SteeringChat, nil
	case len(words) > 1 && words[len(words)-1] == "vrijwilligers":
		purpose, words = store.VolunteersChat, words[:len(words)-1]
	}
	s, err := c.SmederijNamed(strings.Join(words, " "))
	if err != nil {
		return err
	}
	if s.ID == 0 && purpose != store.SteeringChat {
		return unknownArea(c, strings.Join(words, " "), locales.T("people.link_how", "area", example(c)))
	}
	if ok, err := manages(c, s.ID); err != nil || !ok {
		return refuse(err)
	}
	if c.Chat.Purpose != "" && (c.Chat.Purpose != purpose || c.Chat.Smederij != s.ID) {
		return c.Say(locales.T("people.relink_sure."+string(purpose), "smederij", area(s)),
			bot.Tap(locales.T("people.button.relink"), "people:relink", int64(slices.Index(purposes, purpose)), int64(s.ID)))
	}
	return linkTo(c, purpose, s)
}

// relink changes what a chat is for, at the word of somebody who manages both.
func relink(c *bot.Context) error {
	n := c.Arg(0)
	if c.Chat.Private() || n >= int64(len(purposes)) {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	purpose, s := purposes[n], store.Smederij{}
	if purpose != store.SteeringChat {
		var err error
		if s, err = c.Smederij(store.SmederijID(c.Arg(1))); err != nil {
			return c.Answer(locales.T("sorry.unknown_button"))
		}
	}
	if ok, err := manages(c, s.ID); err != nil || !ok {
		return refuse(err)
	}
	return linkTo(c, purpose, s)
}

func linkTo(c *bot.Context, purpose store.Purpose, s store.Smederij) error {
	if err := c.LinkChat(c.Person.ID, c.Chat.ID, purpose, s.ID, c.Now); err != nil {
		return err
	}
	return c.Say(locales.T("people.linked."+string(purpose), "smederij", s.Name))
}
