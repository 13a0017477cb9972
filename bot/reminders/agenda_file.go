package reminders

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// CalendarRenderer is the name of the renderer of calendar files.
const CalendarRenderer = "ics"

// calendarRef is the calendar file of a meeting from one of its days on: "ics:14:2026-12-07:0".
func calendarRef(m store.Meeting, start time.Time) string {
	return fmt.Sprintf("%s:%d:%s:%d", CalendarRenderer, m.ID, start.Format(time.DateOnly), m.Sequence)
}

// RenderCalendar writes the file of a meeting. One that changed since the message was written is in no file: by the newer words comes a
// newer file.
func RenderCalendar(db *store.DB, texts *locales.Catalog) func(context.Context, string) (*bot.Attachment, error) {
	return func(ctx context.Context, ref string) (*bot.Attachment, error) {
		id, day, sequence, err := parseCalendarRef(ref)
		if err != nil {
			return nil, err
		}
		var m store.Meeting
		err = db.Read(ctx, func(tx *store.Tx) (err error) {
			m, err = tx.Meeting(id)
			return err
		})
		if errors.Is(err, store.ErrNotFound) || err == nil && m.Sequence != sequence {
			return nil, bot.ErrNoAttachment
		}
		if err != nil {
			return nil, err
		}
		midnight, err := time.ParseInLocation(time.DateOnly, day, db.Terms().Zone)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", bot.ErrNoAttachment, err)
		}
		file, err := Calendar(texts, inCalendar(m, midnight))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", bot.ErrNoAttachment, err)
		}
		return &bot.Attachment{Kind: bot.AsDocument, Name: "agenda-" + day + ".ics", Data: file}, nil
	}
}

func parseCalendarRef(ref string) (id store.MeetingID, day string, sequence int, err error) {
	parts := strings.Split(ref, ":")
	if len(parts) != 3 {
		return 0, "", 0, bot.ErrNoAttachment
	}
	n, err1 := strconv.ParseInt(parts[0], 10, 64)
	sequence, err2 := strconv.Atoi(parts[2])
	if err := errors.Join(err1, err2); err != nil {
		return 0, "", 0, fmt.Errorf("%w: %w", bot.ErrNoAttachment, err)
	}
	return store.MeetingID(n), parts[1], sequence, nil
}

// unsaidLength is how long a meeting stands in a calendar when nobody said when it ends.
const unsaidLength = time.Hour

// inCalendar is the meeting from a day on.
func inCalendar(m store.Meeting, day time.Time) Meeting {
	start, end := m.Next(day.Add(-time.Minute))
	if start.IsZero() {
		start, end = m.Start, m.End
	}
	if end.IsZero() {
		end = start.Add(unsaidLength)
	}
	in := Meeting{UID: fmt.Sprintf("agenda-%d@smederij", m.ID), Sequence: m.Sequence, Changed: m.Changed, Start: start, End: end,
		Title: m.Title, Place: m.Place, Cancelled: m.Cancelled}
	for _, day := range m.Skipped {
		if day > start.Format(time.DateOnly) {
			in.Not = append(in.Not, day)
		}
	}
	switch {
	case m.Repeat == nil:
	case m.Repeat.Nth == 0:
		in.Repeat = Weekly
	case m.Repeat.Nth == store.LastOne:
		in.Repeat = MonthlyLast
	default:
		in.Repeat = MonthlyNth
	}
	return in
}
