// Package alarms tells coordinators, and without them the operator, what must not go unnoticed: an input that failed, an answer that
// is late, a post whose fate is unknown or that the network refuses, a group that cannot be reached.
package alarms

import (
	"errors"
	"slices"
	"strings"
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// Feature is the room of alarms.
func Feature() bot.Feature {
	return bot.Feature{
		Name:    "alarms",
		Presses: map[string]bot.Handler{"again": postAgain, "go_on": goOn},
		Signals: map[string]func(*bot.Context, bot.Signal) error{
			bot.DeadLetterSignal: deadLetter,
			bot.UncertainSignal:  uncertain,
			bot.GoneSignal:       gone,
			bot.RejectedSignal:   rejected,
			bot.StandsSignal:     stands,
			bot.ClockSignal:      clockLeft,
		},
		Schedules: []bot.Schedule{{Kind: "late_answers", House: true, Rhythm: store.EveryHour(9, 11), Grace: 8 * time.Hour, Run: late}},
	}
}

// raise tells the coordinators of a Smederij, and logs when nobody can be told.
func raise(c *bot.Context, s store.SmederijID, t locales.Text, buttons ...bot.Button) error {
	places, err := c.Managers(s)
	if err != nil {
		return err
	}
	return tell(c, places, t, buttons...)
}

func tell(c *bot.Context, places []store.ChatID, t locales.Text, buttons ...bot.Button) error {
	if len(places) == 0 {
		c.House.Log.Warn("an alarm reaches nobody: no coordinator or operator has opened a private chat", "alarm", t.Key)
	}
	for _, p := range places {
		if err := c.Tell(p, store.ClassModeration, t, buttons...); err != nil {
			return err
		}
	}
	return nil
}

func deadLetter(c *bot.Context, s bot.Signal) error {
	return raise(c, 0, locales.T("alarm.dead_letter", "number", s.Subject))
}

// uncertain shows a coordinator a message that may stand in a group or not.
func uncertain(c *bot.Context, s bot.Signal) error {
	m, err := c.Uncertain(store.MessageID(s.Subject))
	if err != nil {
		return err
	}
	chat, err := c.Tx.Chat(m.Chat)
	if err != nil {
		return err
	}
	what := locales.T("alarm.uncertain", "text", bot.Excerpt(m.Body.Text, 200))
	if chat.Private() { // nobody else reads that
		what = locales.T("alarm.uncertain_private")
	}
	return raise(c, chat.Smederij, what, bot.Tap(locales.T("alarm.button.again"), "alarms:again", s.Subject))
}

func postAgain(c *bot.Context) error {
	m, err := c.Uncertain(store.MessageID(c.Arg(0)))
	if errors.Is(err, store.ErrNotFound) {
		return c.Answer(locales.T("alarm.not_needed"))
	}
	if err != nil {
		return err
	}
	chat, err := c.Tx.Chat(m.Chat)
	if err != nil {
		return err
	}
	ok, err := mayPost(c, chat.Smederij)
	if err != nil {
		return err
	}
	if !ok {
		return &store.Refusal{Reason: store.NotYours}
	}
	again, err := c.PostAgain(c.Person.ID, m.ID, c.Now)
	if err != nil {
		return err
	}
	if !again {
		return c.Answer(locales.T("alarm.not_needed"))
	}
	return c.Answer(locales.T("alarm.posted_again"))
}

func mayPost(c *bot.Context, s store.SmederijID) (bool, error) {
	for _, r := range []store.Role{store.Coordinator, store.Operator} {
		if ok, err := c.Has(c.Person.ID, r, s); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// rejected tells of a message that the network will never show: of a group its words, of a private chat only its number. Of all that
// one input caused it tells once: a broadcast that is refused is refused thousands of times. When it is such an alarm itself, telling
// would go on for ever, and the deliverer's log has it.
func rejected(c *bot.Context, s bot.Signal) error {
	m, err := c.Message(store.MessageID(s.Subject))
	if err != nil || strings.HasPrefix(m.Cause, bot.RejectedSignal+":") {
		return err
	}
	if isNew, err := c.RaiseOnce(bot.RejectedSignal+":"+m.Cause, 0, c.Now); err != nil || !isNew {
		return err
	}
	chat, err := c.Tx.Chat(m.Chat)
	if err != nil {
		return err
	}
	places, err := c.Managers(chat.Smederij)
	if err != nil {
		return err
	}
	places = slices.DeleteFunc(places, func(p store.ChatID) bool { return p == chat.ID })
	if chat.Private() {
		return tell(c, places, locales.T("alarm.rejected_private", "number", s.Subject))
	}
	return tell(c, places, locales.T("alarm.rejected", "text", bot.Excerpt(m.Body.Text, 200)))
}

// gone tells of a group that cannot be reached. A private chat that ended is its owner's choice.
func gone(c *bot.Context, s bot.Signal) error {
	chat, err := c.Tx.Chat(store.ChatID(s.Subject))
	if err != nil || chat.Private() || chat.Purpose == "" {
		return err
	}
	name := locales.T("people.everywhere")
	if chat.Smederij != 0 {
		s, err := c.Smederij(chat.Smederij)
		if err != nil {
			return err
		}
		name = locales.T("person.name", "name", s.Name)
	}
	return raise(c, chat.Smederij, locales.T("alarm.gone", "smederij", name))
}

// stands tells, once a day, that the disk failed for a while: the operator should look before it fails for good.
func stands(c *bot.Context, s bot.Signal) error {
	isNew, err := c.RaiseOnce("stands", s.Subject, c.Now)
	if err != nil || !isNew {
		return err
	}
	return raise(c, 0, locales.T("alarm.stands"))
}

// clockLeft has everything that goes by the clock stand still, and asks a person whether the clock is right.
func clockLeft(c *bot.Context, _ bot.Signal) error {
	isNew, err := c.HoldClock(c.Now)
	if err != nil || !isNew {
		return err
	}
	return raise(c, 0, locales.T("alarm.clock", "at", locales.Moment(c.Now.In(c.Terms().Zone))), bot.Tap(locales.T("alarm.button.go_on"), "alarms:go_on"))
}

// goOn trusts the clock again, at the word of somebody who looked at it.
func goOn(c *bot.Context) error {
	ok, err := mayPost(c, 0)
	if err != nil {
		return err
	}
	if !ok {
		return &store.Refusal{Reason: store.NotYours}
	}
	was, err := c.TrustClock(c.Person.ID, c.Now)
	if err != nil {
		return err
	}
	if !was {
		return c.Answer(locales.T("alarm.not_needed"))
	}
	return c.Answer(locales.T("alarm.goes_on"))
}
