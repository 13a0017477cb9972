package bot

import (
	"slices"
	"strconv"

	"smederij/locales"
	"smederij/store"
)

// SteeringSlot names the card of an idea that the steering group sees: an appeal, or a lange klap.
func SteeringSlot(i store.IdeaID) string { return SteeringPrefix + strconv.FormatInt(int64(i), 10) }

// SteeringPrefix is what the names of all those cards begin with. The first of them were appeals.
const SteeringPrefix = "appeal:"

// SteeringPlaces are the chats where the steering group answers on an idea: that of the steering group, or the private chats of
// its members. Where nobody is in the steering group, those who answer for it read it in private too.
func (c *Context) SteeringPlaces(i store.Idea) ([]store.ChatID, error) {
	role, people, err := c.DecidingRole(store.Steering, i)
	if err != nil {
		return nil, err
	}
	linked, err := c.LinkedChats(store.SteeringChat, 0)
	if err != nil {
		return nil, err
	}
	places := chatIDs(linked)
	if role == store.SteeringGroup {
		if len(places) > 0 {
			return places, nil
		}
		if people, err = c.members(people, i.Smederij); err != nil {
			return nil, err
		}
	}
	private, err := c.privateChats(people)
	return append(places, private...), err
}

// members are those of the people who are in the steering group; coordinators answer beside them, but are not written to.
func (c *Context) members(people []store.PersonID, s store.SmederijID) (list []store.PersonID, err error) {
	for _, p := range people {
		ok, err := c.Has(p, store.SteeringGroup, s)
		if err != nil {
			return nil, err
		}
		if ok {
			list = append(list, p)
		}
	}
	return list, nil
}

// StillSteering are those of the chats where the card of the steering group may still be read: its own chat, or the private chat of
// somebody who answers.
func (c *Context) StillSteering(i store.Idea, places []store.ChatID) ([]store.ChatID, error) {
	deciders, err := c.Deciders(store.Steering, i)
	if err != nil {
		return nil, err
	}
	var still []store.ChatID
	for _, id := range places {
		chat, err := c.Tx.Chat(id)
		if err != nil {
			return nil, err
		}
		if chat.Purpose == store.SteeringChat || chat.Private() && slices.Contains(deciders, chat.Person) {
			still = append(still, id)
		}
	}
	return still, nil
}

// AdviceText is what the wijkteam said about an idea, one part for each member, by what they are there and without their names. Limit
// is how many characters of a sentence are shown.
func (c *Context) AdviceText(i store.IdeaID, limit int) (string, error) {
	list, err := c.AdviceOn(i)
	if err != nil {
		return "", err
	}
	var all string
	for _, a := range list {
		all = join(all, c.House.Texts.Render(AdviceLine(a, limit)))
	}
	return all, nil
}

// AdviceLine is one advice.
func AdviceLine(a store.Advice, limit int) locales.Text {
	key := "advice.line." + string(a.View)
	if a.Text == "" {
		key = "advice.bare." + string(a.View)
	}
	return locales.T(key, "who", Function(a.Function), "words", Excerpt(a.Text, limit))
}

// Function is what somebody is in a wijkteam, in the middle of a sentence.
func Function(code string) locales.Text {
	if code == "" {
		code = "other"
	}
	return locales.T("function." + code + ".who")
}
