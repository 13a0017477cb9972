package answer

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Who names no day is asked, with the days that may be meant. None of it is taken for a day.
func TestDaysToOffer(t *testing.T) {
	for text, want := range map[string][]string{
		"maart":                          {"2027-03-01", "2027-03-31"},
		"in maart":                       {"2027-03-01", "2027-03-31"},
		"maart 2028":                     {"2028-03-01", "2028-03-31"},
		"begin maart":                    {"2027-03-01"},
		"half maart":                     {"2027-03-15"},
		"midden maart":                   {"2027-03-15"},
		"eind maart":                     {"2027-03-31"},
		"ik denk eind februari":          {"2027-02-28"},
		"eind februari 2028":             {"2028-02-29"},
		"november":                       {"2026-11-30"},
		"begin november":                 nil,
		"eind deze maand":                {"2026-11-30"},
		"volgende maand":                 {"2026-12-01", "2026-12-31"},
		"half volgende maand":            {"2026-12-15"},
		"over een half jaar":             {"2027-05-23"},
		"over half jaar":                 {"2027-05-23"},
		"over anderhalf jaar":            {"2028-05-23"},
		"na de zomer":                    {"2027-09-01", "2027-10-01"},
		"voor de zomer":                  {"2027-06-01", "2027-07-01"},
		"eind zaterdag":                  {"2026-11-28"},
		"niet voor maart":                nil,
		"het einde is nog niet in zicht": nil,
	} {
		got := outcomeOf(Date(text, monday23), func(d time.Time) string { return d.Format(time.DateOnly) })
		if diff := cmp.Diff(outcome{"?", want}, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}
