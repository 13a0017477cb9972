// Package reminders helps people not to forget what they agreed on.
package reminders

import (
	"errors"
	"fmt"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"smederij/locales"
)

// Meeting is what stands in somebody's calendar.
type Meeting struct {
	UID       string    // the same for ever, and for no other meeting: by it a telephone knows the meeting again
	Sequence  int       // one more with every change, a cancellation too: only the highest counts
	Changed   time.Time // when it got this Sequence
	Start     time.Time
	End       time.Time // after Start
	Repeat    Repeat
	Until     time.Time // no repetition starts after this; zero: no last one
	Not       []string  // days on which it does not take place, as 2026-12-29
	Title     string
	Place     string // may be ""
	About     string // may be "", may have several lines
	Cancelled bool   // all of it; an event that still takes place is told from one that does not by its title as well
}

// Repeat is how often a meeting takes place. The weekday, and for MonthlyNth which one of the month, are those of its start.
type Repeat int

const (
	Once        Repeat = iota
	Weekly             // every Tuesday
	MonthlyNth         // every second Tuesday of a month; the first to the fourth
	MonthlyLast        // every last Tuesday of a month
)

var errMeeting = errors.New("no calendar can hold this meeting")

func (m Meeting) check(zone *time.Location) error {
	start := m.Start.In(zone)
	switch {
	case m.UID == "" || strings.TrimSpace(m.Title) == "":
		return fmt.Errorf("%w: it has no id or no title", errMeeting)
	case m.Changed.IsZero() || start.Year() <= zoneSince || m.End.Year() > 9999:
		return fmt.Errorf("%w: it has no date", errMeeting)
	case !m.End.After(m.Start):
		return fmt.Errorf("%w: it ends before it starts", errMeeting)
	case start.Hour() == 2 || m.End.In(zone).Hour() == 2: // once a year this hour is not there, and once it comes twice
		return fmt.Errorf("%w: it starts or ends between 02.00 and 03.00", errMeeting)
	case m.Sequence < 0:
		return fmt.Errorf("%w: its sequence is below zero", errMeeting)
	case m.Repeat < Once || m.Repeat > MonthlyLast:
		return fmt.Errorf("%w: it repeats in a way that is not known", errMeeting)
	case m.Repeat == MonthlyNth && nth(start) > 4:
		return fmt.Errorf("%w: not every month has a fifth %s", errMeeting, start.Weekday())
	case m.Repeat == MonthlyLast && start.AddDate(0, 0, 7).Month() == start.Month():
		return fmt.Errorf("%w: it does not start on the last %s of a month", errMeeting, start.Weekday())
	case m.Repeat != Once && !m.Until.IsZero() && m.Until.Before(m.Start):
		return fmt.Errorf("%w: its last repetition comes before its start", errMeeting)
	}
	return nil
}

// nth tells which of its weekday in the month a day is.
func nth(day time.Time) int { return (day.Day()-1)/7 + 1 }

// Calendar is a file (.ics, RFC 5545) with one meeting, which telephones and computers add to a calendar, change or take away. Times
// are those of the clock in Amsterdam, with the rules of its summer time: so a weekly meeting stays at half past seven all year.
func Calendar(texts *locales.Catalog, m Meeting) ([]byte, error) {
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		return nil, err
	}
	if err := m.check(zone); err != nil {
		return nil, err
	}
	c := &ics.Calendar{}
	c.SetVersion("2.0")
	c.SetProductId("-//Smederij//NL")
	c.SetCalscale("GREGORIAN")
	c.SetMethod(ics.MethodPublish)
	c.AddVTimezone(amsterdam())
	e := c.AddEvent(m.UID)
	e.SetDtStampTime(m.Changed)
	e.SetModifiedAt(m.Changed)
	e.SetSequence(m.Sequence)
	e.SetProperty(ics.ComponentPropertyDtStart, m.Start.In(zone).Format(localTime), ics.WithTZID(zoneName))
	e.SetProperty(ics.ComponentPropertyDtEnd, m.End.In(zone).Format(localTime), ics.WithTZID(zoneName))
	if rule := m.rule(zone); rule != "" {
		e.AddRrule(rule)
		for _, day := range m.Not {
			e.AddProperty(ics.ComponentPropertyExdate, strings.ReplaceAll(day, "-", "")+m.Start.In(zone).Format("T150405"), ics.WithTZID(zoneName))
		}
	}
	title := m.Title
	if m.Cancelled { // some programs keep what is cancelled, and show only its title
		title = texts.Render(locales.T("calendar.cancelled.label", "title", m.Title))
		c.SetMethod(ics.MethodCancel)
		e.SetStatus(ics.ObjectStatusCancelled)
	} else {
		e.SetStatus(ics.ObjectStatusConfirmed)
	}
	e.SetSummary(clean(title))
	if m.Place != "" {
		e.SetLocation(clean(m.Place))
	}
	if m.About != "" {
		e.SetDescription(clean(m.About))
	}
	return []byte(c.Serialize(ics.WithNewLineWindows)), nil
}

const (
	zoneName  = "Europe/Amsterdam"
	zoneSince = 1996 // the year from which its rules below hold
	localTime = "20060102T150405"
	utcTime   = "20060102T150405Z"
)

// amsterdam are the rules of the clock in the Netherlands, and of its neighbours.
func amsterdam() *ics.VTimezone {
	zone := ics.NewTimezone(zoneName)
	summer, winter := &ics.Daylight{}, zone.AddStandard()
	zone.Components = append(zone.Components, summer)
	turn := func(c *ics.ComponentBase, name, from, to, first, rule string) {
		c.SetProperty(ics.ComponentPropertyDtStart, first)
		c.SetProperty(ics.ComponentPropertyRrule, rule)
		c.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetfrom), from)
		c.SetProperty(ics.ComponentProperty(ics.PropertyTzoffsetto), to)
		c.SetProperty(ics.ComponentProperty(ics.PropertyTzname), name)
	}
	turn(&winter.ComponentBase, "CET", "+0200", "+0100", "19961027T030000", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU")
	turn(&summer.ComponentBase, "CEST", "+0100", "+0200", "19960331T020000", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU")
	return zone
}

var days = [...]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// rule is the RRULE of the meeting, or "" when it takes place once. An UNTIL stands in UTC: RFC 5545, section 3.3.10.
func (m Meeting) rule(zone *time.Location) string {
	start := m.Start.In(zone)
	day := days[start.Weekday()]
	var rule string
	switch m.Repeat {
	case Weekly:
		rule = "FREQ=WEEKLY;BYDAY=" + day
	case MonthlyNth:
		rule = fmt.Sprintf("FREQ=MONTHLY;BYDAY=%d%s", nth(start), day)
	case MonthlyLast:
		rule = "FREQ=MONTHLY;BYDAY=-1" + day
	}
	if rule != "" && !m.Until.IsZero() {
		rule += ";UNTIL=" + m.Until.UTC().Format(utcTime)
	}
	return rule
}

// clean is text that may stand in the file: valid letters, lines that end in one way, and no signs that steer a machine.
func clean(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(strings.ToValidUTF8(text, "\ufffd"))
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, text)
}
