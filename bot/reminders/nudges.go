package reminders

import (
	"time"

	"smederij/bot"
	"smederij/store"
)

// Nudges is the room of what is said before it is too late: an answer that was promised, a draft that lies still, and once a month how
// often a promise was kept.
func Nudges() bot.Feature {
	return bot.Feature{
		Name:    "nudge",
		Presses: map[string]bot.Handler{"keep": bot.Privately(keepDraft)},
		Schedules: []bot.Schedule{
			{Kind: "answer_clock", House: true, Rhythm: store.EveryHour(9, 11), Grace: 2 * time.Hour, Run: byDay(answerClock)},
			{Kind: "drafts", House: true, Rhythm: store.EveryHour(10, 12), Grace: 2 * time.Hour, Run: byDay(drafts)},
			{Kind: "score", Posts: true, Rhythm: store.Monthly(15, 10, 0), Grace: 72 * time.Hour, Run: postScore},
		},
	}
}

const portion = 20 // rows of a kind in one hour; the next hour, or the next day, brings the rest

// byDay does nothing in the hours when groups are left in peace: people sleep then too. The first slot of the day does it.
func byDay(do func(*bot.Context) error) func(*bot.Context, store.Slot) error {
	return func(c *bot.Context, _ store.Slot) error {
		quiet := c.Terms().Quiet
		if hour := c.Now.In(c.Terms().Zone).Hour(); hour < quiet.Until || hour >= quiet.From {
			return nil
		}
		return do(c)
	}
}

// remind tells something in chats, but not to somebody alone who wants no reminders.
func remind(c *bot.Context, places []store.ChatID, body store.Body) error {
	for _, p := range places {
		chat, err := c.Tx.Chat(p)
		if err != nil {
			return err
		}
		if chat.Private() {
			if muted, err := isMuted(c, chat.Person); err != nil {
				return err
			} else if muted {
				continue
			}
		}
		if err := c.Post(store.Message{Chat: p, Class: store.ClassModeration, Body: body}); err != nil {
			return err
		}
	}
	return nil
}

// remindLead tells something to who speaks for an idea, unless they want no reminders.
func remindLead(c *bot.Context, i store.Idea, body store.Body) error {
	lead, err := c.Lead(i)
	if err != nil {
		return err
	}
	if muted, err := isMuted(c, lead); err != nil || muted {
		return err
	}
	_, err = c.TellMaker(i, lead, store.Message{Class: store.ClassModeration, Body: body})
	return err
}

func isMuted(c *bot.Context, p store.PersonID) (bool, error) {
	person, err := c.Tx.Person(p)
	return person.Muted, err
}
