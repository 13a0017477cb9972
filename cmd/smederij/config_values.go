package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"smederij/store"
)

// complaints are the values that cannot be right, each with its place in the file.
type complaints struct {
	path, data string
	found      []error
}

func (c *complaints) add(setting, format string, args ...any) {
	what := fmt.Sprintf(format, args...)
	c.found = append(c.found, fmt.Errorf("%s:%d: %s %s", c.path, lineOf(c.data, setting), setting, what))
}

// validate looks at every value. The defaults are right, so what is wrong stands in the file.
func (c *configuration) validate(path, data string) (err error) {
	wrong := &complaints{path: path, data: data}
	for _, s := range []struct{ setting, value string }{
		{"programme.name", c.Programme.Name},
		{"programme.timezone", c.Programme.Timezone}, // to Go an empty one is UTC
		{"programme.contact", c.Programme.Contact},
		{"programme.report", c.Programme.Report},
		{"database.path", c.Database.Path},
	} {
		if strings.TrimSpace(s.value) == "" {
			wrong.add(s.setting, "is empty; give it a value, or leave the line out")
		}
	}
	if c.zone, err = time.LoadLocation(c.Programme.Timezone); err != nil || c.Programme.Timezone == "Local" { // the machine's
		wrong.add("programme.timezone", "is %q; write a zone like Europe/Amsterdam", c.Programme.Timezone)
	}
	for _, s := range []struct {
		setting string
		value   int
	}{
		{"terms.answer_days", c.Terms.Answer},
		{"terms.appeal_days", c.Terms.Appeal},
		{"terms.long_days", c.Terms.Long},
		{"terms.claim_hours", c.Terms.Claim},
		{"terms.undo_minutes", c.Terms.Undo},
		{"terms.draft_days", c.Terms.Draft},
		{"terms.detail_months", c.Terms.Detail},
		{"terms.checkin_weeks", c.Terms.Checkin},
		{"terms.checkin_long_weeks", c.Terms.CheckinLong},
		{"files.max_megabytes", c.Files.MaxMegabytes},
	} {
		if s.value < 1 || s.value > 1000 {
			wrong.add(s.setting, "is %d; it must lie between 1 and 1000", s.value)
		}
	}
	if c.Terms.Draft <= store.DraftNotice {
		wrong.add("terms.draft_days", "is %d; the end is announced %d days before, so it must be more", c.Terms.Draft, store.DraftNotice)
	}
	if most := int(store.MaxAmount / 100); c.Money.Second < 0 || c.Money.Second > most {
		wrong.add("money.second_above", "is %d; it must lie between 0 and %d, in whole euros", c.Money.Second, most)
	}
	if left := store.LeftOver(c.Money.LeftOver); left != store.CarryOver && left != store.GiveBack {
		wrong.add("money.left_over", "is %q; write %q or %q", left, store.CarryOver, store.GiveBack)
	}
	if platform, id, _ := strings.Cut(c.Operator.Chat, ":"); c.Operator.Chat != "" && (platform == "" || id == "") {
		wrong.add("operator.chat", "is %q; write it as platform:id", c.Operator.Chat)
	}
	c.validateQuiet(wrong)
	c.Telegram.validate(wrong)
	return errors.Join(wrong.found...)
}

// validateQuiet sees to it that a post can leave on some day, at some hour.
func (c *configuration) validateQuiet(wrong *complaints) {
	if c.Quiet.From < 12 || c.Quiet.From > 24 {
		wrong.add("quiet.from", "is %d; it must lie between 12 and 24", c.Quiet.From)
	}
	if c.Quiet.Until < 0 || c.Quiet.Until > 11 {
		wrong.add("quiet.until", "is %d; it must lie between 0 and 11", c.Quiet.Until)
	}
	if (c.Quiet.SummerFrom == "") != (c.Quiet.SummerUntil == "") {
		wrong.add("quiet.summer_from", "and summer_until go together; leave both empty for no summer break")
		return
	}
	for _, s := range []struct{ setting, day string }{
		{"quiet.summer_from", c.Quiet.SummerFrom}, {"quiet.summer_until", c.Quiet.SummerUntil},
	} {
		if _, err := time.Parse("01-02", s.day); s.day != "" && err != nil {
			wrong.add(s.setting, "is %q; write month and day, like 07-15", s.day)
		}
	}
}
