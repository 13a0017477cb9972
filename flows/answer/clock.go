package answer

import "fmt"

// A Clock is a time of day, in minutes since midnight.
type Clock int

// halfDay and fullDay are those parts of a day.
const (
	halfDay Clock = 12 * 60
	fullDay Clock = 24 * 60
)

func at(hour, minute int) Clock { return Clock(hour*60 + minute) }

// Hour is its hour, 0 to 23.
func (c Clock) Hour() int { return int(c) / 60 }

// String writes the time as 19:30.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c.Hour(), int(c)%60) }

// A spokenClock is a time as it stands in an answer. What people say of a clock
// face is two times of day; digits of a clock of 24 hours are one.
type spokenClock struct {
	time  Clock
	face  bool // on a clock of twelve hours: half a day later is possible too
	exact bool // and yet written the way of 24 hours: "08:30"
}

// either gives the times of day that were perhaps meant.
func (s spokenClock) either() []Clock {
	if !s.face {
		return []Clock{s.time}
	}
	early := s.time % halfDay
	late := early + halfDay
	if early < at(6, 0) {
		return []Clock{late, early} // few plans begin in the night
	}
	return []Clock{early, late}
}

// A dayPart is a part of the day that a time can be in.
type dayPart int

const (
	anyPart   dayPart = iota
	morning           // 's ochtends, 's morgens
	afternoon         // 's middags
	evening           // 's avonds
	night             // 's nachts
	beforeNoon
	afterNoon
)

// partHours are the first and the last time of each part, in its widest sense:
// outside of it people do not say so. A part may go over midnight.
var partHours = [...]struct{ from, to Clock }{
	anyPart:    {0, fullDay - 1},
	morning:    {at(1, 0), at(11, 59)},
	afternoon:  {at(12, 0), at(18, 0)},
	evening:    {at(17, 0), at(23, 59)},
	night:      {at(22, 0), at(6, 0)},
	beforeNoon: {at(0, 0), at(11, 59)},
	afterNoon:  {at(12, 0), at(23, 59)},
}

// holds tells whether a time is in the part.
func (p dayPart) holds(c Clock) bool {
	hours := partHours[p]
	if hours.from > hours.to {
		return c >= hours.from || c <= hours.to
	}
	return hours.from <= c && c <= hours.to
}
