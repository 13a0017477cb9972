package ideas

import (
	"errors"
	"slices"
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// A co-initiator stops, or the author goes on without them.

// quit ends somebody's part. Doing it twice changes nothing.
func quit(c *bot.Context) error {
	i, err := c.Idea(store.IdeaID(c.Arg(0)))
	if errors.Is(err, store.ErrNotFound) {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	if err != nil {
		return err
	}
	gone, err := c.Leave(c.Person.ID, i.ID, c.Now)
	if err != nil {
		return err
	}
	if !gone {
		return c.Answer(locales.T("together.no_part"))
	}
	if err := c.PartOver(i, c.Person.ID); err != nil {
		return err
	}
	return c.Say(locales.T("together.quit", "name", name(i)))
}

func left(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	_, err = c.TellLead(i, store.Message{Class: store.ClassModeration, Body: c.Body(locales.T("together.left", "ref", i.Ref, "title", i.Title), look(i))})
	return err
}

// members asks the author with which of the co-initiators the idea does not go on. They are known by the name that they show, and
// since when they take part.
func members(c *bot.Context, i store.Idea) error {
	list, err := c.MembersSince(i.ID)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return together(c, i)
	}
	from := int(min(c.Arg(1), int64(len(list)-1)))
	page := list[from:min(from+perPage, len(list))]
	var lines []locales.Text
	var buttons []bot.Button
	for n, m := range page {
		who, err := c.NameOf(m.Person)
		if err != nil {
			return err
		}
		lines = append(lines, locales.T("together.member_since", "who", who, "since", since(c, m)))
		buttons = append(buttons, bot.Tap(locales.T("together.button.remove_one", "n", n+1), "ideas:remove_one", chosen(i, m)...))
	}
	if from+perPage < len(list) {
		buttons = append(buttons, bot.Tap(locales.T("together.button.more_members"), "ideas:remove", int64(i.ID), int64(from+perPage)))
	}
	return c.Say(locales.T("together.members", "name", name(i), "lines", lines), buttons...)
}

func since(c *bot.Context, m store.Member) locales.Moment {
	return locales.Moment(m.Since.In(c.Terms().Zone))
}

// chosen names a co-initiator in a button; who came in anew is meant by no older one.
func chosen(i store.Idea, m store.Member) []int64 {
	return []int64{int64(i.ID), int64(m.Person), m.Since.UnixMilli()}
}

// member is the co-initiator that a button means.
func member(c *bot.Context) store.Member {
	return store.Member{Person: store.PersonID(c.Arg(1)), Since: time.UnixMilli(c.Arg(2))}
}

// askRemove asks once before somebody's part ends.
func askRemove(c *bot.Context, i store.Idea) error {
	m := member(c)
	list, err := c.MembersSince(i.ID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(x store.Member) bool { return x.Person == m.Person && x.Since.Equal(m.Since) }) {
		return c.Answer(locales.T("together.removed_already"))
	}
	who, err := c.NameOf(m.Person)
	if err != nil {
		return err
	}
	return c.Say(locales.T("together.remove_sure", "name", name(i), "who", who, "since", since(c, m)),
		bot.Tap(locales.T("together.button.remove_yes"), "ideas:remove_yes", chosen(i, m)...),
		bot.Tap(locales.T("together.button.remove_no"), "ideas:show", int64(i.ID)))
}

// remove ends somebody's part. Doing it twice changes nothing.
func remove(c *bot.Context, i store.Idea) error {
	gone, err := c.RemoveMember(c.Person.ID, i, member(c), c.Now)
	if err != nil || gone { // who hears of it says so
		return err
	}
	return c.Answer(locales.T("together.removed_already"))
}

// removed tells who takes part no more, and the author that they know.
func removed(c *bot.Context, e store.Event) error {
	i, err := c.Idea(e.Idea)
	if err != nil {
		return err
	}
	if err := c.PartOver(i, e.From); err != nil {
		return err
	}
	told, err := c.TellPerson(e.From, store.Message{Class: store.ClassReply,
		Body: c.Body(locales.T("together.removed", "ref", i.Ref, "title", i.Title, "contact", c.House.Settings.Contact))})
	if err != nil {
		return err
	}
	key := "together.removed_said"
	if !told {
		key = "together.removed_unheard"
	}
	return c.Say(locales.T(key, "name", name(i)), look(i))
}
