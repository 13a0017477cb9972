package flows

import (
	"fmt"
	"slices"
	"time"

	"smederij/flows/answer"
)

// The rules of a day and a time that stand in an agenda.

const (
	earliest = 6 // hours: before that nobody meets, and who writes 2.30 means the afternoon
	farthest = 2 // years
)

// notPast is the rule of a day that is not over.
func notPast(env Env, a Answer, _ map[string]Answer) (Answer, bool) {
	return a, a.Value >= env.Now.Format(dateForm)
}

// notFar is the rule of a day for which one can make plans.
func notFar(env Env, a Answer, _ map[string]Answer) (Answer, bool) {
	return a, a.Value <= env.Now.AddDate(farthest, 0, 0).Format(dateForm)
}

// timeOf reads a time, or takes it as it was kept before.
func timeOf(a Answer) answer.Reading[answer.Clock] {
	if kept, err := time.Parse(clockForm, a.Value); err == nil {
		return answer.Reading[answer.Clock]{Value: answer.Clock(kept.Hour()*60 + kept.Minute()), Sure: true}
	}
	return answer.Time(a.Text)
}

const clockForm = "15:04"

// byDay is the rule of a time that is not in the night. A time that may be meant so is refused too: it is never guessed.
func byDay(_ Env, a Answer, _ map[string]Answer) (Answer, bool) {
	read := timeOf(a)
	if read.Sure {
		return a, read.Value.Hour() >= earliest
	}
	return a, !slices.ContainsFunc(read.Likely, func(c answer.Clock) bool { return c.Hour() < earliest })
}

// clock is the rule of a time of day. It writes it as people read it, "19.30 uur", and keeps it as "19:30".
func clock(_ Env, a Answer, _ map[string]Answer) (Answer, bool) {
	read := timeOf(a)
	if !read.Sure {
		return a, false
	}
	a.Text, a.Value = fmt.Sprintf("%d.%02d uur", read.Value.Hour(), int(read.Value)%60), read.Value.String()
	return a, true
}

// stillAhead is the rule of a time that is not over, on the day that was said.
func stillAhead(env Env, a Answer, said map[string]Answer) (Answer, bool) {
	start, err := time.ParseInLocation(dateForm+" "+clockForm, said["day"].Value+" "+a.Value, env.Now.Location())
	return a, err != nil || start.After(env.Now)
}

// afterStart is the rule of a time at which something ends.
func afterStart(_ Env, a Answer, said map[string]Answer) (Answer, bool) {
	return a, a.Value > said["time"].Value
}
