package bot

import (
	"strings"
	"time"
	"unicode/utf8"

	"smederij/locales"
	"smederij/store"
)

// What the bot says to a group of its own accord goes one way: when it may leave is decided by [store.Quiet.Plan], and what cannot leave
// any more is told to those who could say it themselves.

// PostOwn posts in a group of a Smederij of the bot's own accord: at once, or as soon as the group may be spoken to. The body is that of
// [Context.Body], perhaps with an attachment. A newer post of the same kind and subject takes the place of one that still waits.
func (c *Context) PostOwn(group store.Chat, own store.Own, body store.Body) error {
	if err := c.KeepOwn(group, own, body, c.In.Key, c.Now); err != nil {
		return err
	}
	return c.planOwn(group.ID)
}

// PostOwnIn does so in every group of a Smederij.
func (c *Context) PostOwnIn(s store.SmederijID, own store.Own, body store.Body) error {
	groups, err := c.LinkedChats(store.GroupChat, s)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if err := c.PostOwn(g, own, body); err != nil {
			return err
		}
	}
	return nil
}

// DropOwnIn takes back what waits to be posted in the groups of a Smederij, because it is not true any more.
func (c *Context) DropOwnIn(s store.SmederijID, kind string, subject int64) error {
	groups, err := c.LinkedChats(store.GroupChat, s)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if err := c.DropOwn(g.ID, kind, subject); err != nil {
			return err
		}
	}
	return nil
}

// Replan decides anew when the posts that wait for the groups of a Smederij may leave: its people changed when it is left in peace.
func (c *Context) Replan(s store.SmederijID) error {
	groups, err := c.LinkedChats(store.GroupChat, s)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if err := c.planOwn(g.ID); err != nil {
			return err
		}
	}
	return nil
}

// ByDay is the first moment from t on at which a group is awake. What people decided is shown then: it does not wait for a place in the
// week, nor for the end of the summer break.
func (c *Context) ByDay(t time.Time) time.Time {
	if t.Before(c.Now) {
		t = c.Now
	}
	return c.Terms().Quiet.Awake(t.In(c.Terms().Zone))
}

// planOwn lets go what may leave to a group, and lists to its coordinators what was dropped.
func (c *Context) planOwn(group store.ChatID) error {
	chat, err := c.Tx.Chat(group)
	if err != nil {
		return err
	}
	dropped, err := c.PlanOwn(group, c.Now, func(own store.Own, body store.Body) (store.Body, bool, error) {
		if again := c.House.fresh[own.Kind]; again != nil {
			return again(c, chat.Smederij, own)
		}
		return body, true, nil
	})
	if err != nil || len(dropped) == 0 {
		return err
	}
	s, err := c.Smederij(chat.Smederij)
	if err != nil {
		return err
	}
	var lines []locales.Text
	for _, b := range dropped[:min(len(dropped), droppedShown)] {
		lines = append(lines, locales.T("planning.line", "text", wholeLines(b.Text, droppedRunes)))
	}
	places, err := c.Managers(s.ID)
	if err != nil {
		return err
	}
	for _, p := range places {
		if err := c.Tell(p, store.ClassModeration, locales.T("planning.dropped", "n", len(dropped), "smederij", s.Name, "lines", lines)); err != nil {
			return err
		}
	}
	return nil
}

const (
	droppedShown = 5   // posts in a list
	droppedRunes = 400 // characters of each
)

// wholeLines are the first lines of a post, as far as they fit: whoever tells it on must not read half an amount or half a day.
func wholeLines(text string, limit int) string {
	lines := strings.Split(text, "\n")
	fit, length := 1, utf8.RuneCountInString(lines[0])
	for _, line := range lines[1:] {
		if length += 1 + utf8.RuneCountInString(line); length > limit {
			break
		}
		fit++
	}
	return strings.TrimSpace(strings.Join(lines[:fit], "\n"))
}
