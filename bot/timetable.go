package bot

import (
	"errors"
	"fmt"
	"time"

	"smederij/locales"
	"smederij/store"
)

// Schedule is something that a feature does by the clock, for the whole house or in every Smederij. What it says is queued in the
// transaction that keeps its slot: once, whatever the clock or the process does.
type Schedule struct {
	Kind   string                               // its name under planning.kind in the catalogue, unless it is for the house
	Rhythm store.Rhythm                         // until somebody changes it with /planning
	Grace  time.Duration                        // how late a slot may still run after downtime
	House  bool                                 // once, and nobody changes it; else in every Smederij
	Posts  bool                                 // it posts in the group: never in quiet hours, and not more often than a group gets posts
	Run    func(c *Context, s store.Slot) error // does what is due
}

// Signals of the clock.
const (
	SlotSignal  = "slot"      // a schedule is due; the schedule, and the newest slot that has come
	OwnSignal   = "own_posts" // posts of the bot's own accord may leave; the chat
	ClockSignal = "clock"     // the clock is not to be trusted; everything by the clock stands still until somebody looked
)

// SetTimetable makes the schedules of the features where there are none yet.
func (h *House) SetTimetable(tx *store.Tx) error {
	smederijen, err := tx.Smederijen()
	if err != nil {
		return err
	}
	now := h.Clock.Now()
	for _, f := range h.Features {
		for _, s := range f.Schedules {
			areas := smederijen
			if s.House {
				areas = []store.Smederij{{}}
			}
			for _, area := range areas {
				if err := tx.PlanByDefault(s.Kind, area.ID, s.Rhythm, s.Grace, now); err != nil {
					return fmt.Errorf("schedule %s: %w", s.Kind, err)
				}
			}
		}
	}
	return nil
}

// checkSchedule finds what could only go wrong later.
func (h *House) checkSchedule(s Schedule) error {
	if !s.House && !h.Texts.Has(planningKind+s.Kind) {
		return fmt.Errorf("schedule %s: there is no text %s", s.Kind, planningKind+s.Kind)
	}
	if err := s.Rhythm.Validate(); err != nil {
		return fmt.Errorf("schedule %s: %w", s.Kind, err)
	}
	return nil
}

const planningKind = "planning.kind."

// Name is how people read what the schedule does.
func (s Schedule) Name() locales.Text { return locales.T(planningKind + s.Kind) }

// Schedule is what a feature registered under a kind.
func (h *House) Schedule(kind string) (Schedule, bool) {
	s, ok := h.schedules[kind]
	return s, ok
}

// due does what a schedule is due for: the newest missed slot, if it is within its grace. Older ones are skipped.
func (c *Context) due(s Signal) error {
	schedule, err := c.Tx.Schedule(store.ScheduleID(s.Subject), c.Now)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	kind, known := c.House.schedules[schedule.Kind]
	if !known { // of a feature that is no more
		return nil
	}
	failed, err := c.FailedSlot(schedule, s.Slot)
	if err == nil { // a dead letter that is tried again
		return c.runSlot(kind, failed)
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	held, err := c.ClockHeld()
	if err != nil || held || schedule.Paused {
		return err
	}
	missed := schedule.Missed(c.Now)
	for i, slot := range missed {
		if i == len(missed)-1 && c.Now.Sub(slot.At) <= schedule.Grace {
			return c.runSlot(kind, slot)
		}
		if _, err := c.TakeSlot(slot, store.SlotSkipped, c.Now); err != nil {
			return err
		}
	}
	return nil
}

func (c *Context) runSlot(kind Schedule, slot store.Slot) error {
	first, err := c.TakeSlot(slot, store.SlotRun, c.Now)
	if err != nil || !first {
		return err
	}
	if err := kind.Run(c, slot); err != nil {
		return fmt.Errorf("schedule %s, slot %s: %w", kind.Kind, slot.Text(), err)
	}
	return nil
}

// failSlot keeps that a slot became a dead letter.
func (c *Context) failSlot() error {
	s := c.In.Signal
	if s == nil || s.Name != SlotSignal {
		return nil
	}
	return c.FailSlot(store.ScheduleID(s.Subject), s.Slot, c.Now)
}
