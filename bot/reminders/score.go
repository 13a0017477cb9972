package reminders

import (
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

const scoreUseful = 14 // days in which a group can still read last month's score

// postScore tells a group how many ideas got their answer by the promised day, in the last month that is over. Where none was due it
// says nothing.
func postScore(c *bot.Context, slot store.Slot) error {
	at := slot.At.In(c.Terms().Zone)
	end := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, at.Location())
	start := end.AddDate(0, -1, 0)
	score, err := c.ScoreOf(slot.Smederij, start, end)
	if err != nil || score.Promised == 0 {
		return err
	}
	month := locales.Month(start)
	text := locales.T("reminders.score.some", "month", month, "on_time", score.OnTime, "n", score.Promised)
	if score.OnTime == score.Promised {
		text = locales.T("reminders.score.every", "month", month, "n", score.Promised)
	}
	return c.PostOwnIn(slot.Smederij, store.Own{Kind: slot.Kind, Useful: slot.At.AddDate(0, 0, scoreUseful)},
		c.Body(text))
}
