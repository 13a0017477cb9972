package answer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	dutchMonths   = strings.Fields("januari februari maart april mei juni juli augustus september oktober november december")
	dutchWeekdays = strings.Fields("zondag maandag dinsdag woensdag donderdag vrijdag zaterdag")
)

// Every day of five years, in every form that names the year.
func TestDatesWithYear(t *testing.T) {
	for day := date(2026, 1, 1); day.Year() < 2031; day = day.AddDate(0, 0, 1) {
		d, m, y := day.Day(), int(day.Month()), day.Year()
		month, weekday := dutchMonths[m-1], dutchWeekdays[day.Weekday()]
		number := strings.Join(dutchNumber(d, false, false), "")
		for _, text := range []string{
			fmt.Sprintf("%d %s %d", d, month, y),
			fmt.Sprintf("%d%s%d", d, month, y),
			fmt.Sprintf("%s %d %s %d", weekday, d, month, y),
			fmt.Sprintf("%s, %d %s %d", weekday[:2], d, month[:3], y),
			fmt.Sprintf("op %s de %de %s '%d", weekday, d, month, y%100),
			fmt.Sprintf("%s %s %d", number, month, y),
			fmt.Sprintf("%d-%d-%d", d, m, y),
			fmt.Sprintf("%02d-%02d-%d", d, m, y),
			fmt.Sprintf("%02d/%02d/%02d", d, m, y%100),
			fmt.Sprintf("%d.%d.%d", d, m, y),
			fmt.Sprintf("%d - %d - %d", d, m, y),
			fmt.Sprintf("%d %d %d", d, m, y),
			fmt.Sprintf("%d-%s-%d", d, month[:3], y),
			fmt.Sprintf("%d %s %d om 19.30 uur", d, month, y),
			day.Format(time.DateOnly),
			day.Format("2006/01/02"),
		} {
			if got := readers["date"](text); got.Says != day.Format(time.DateOnly) {
				t.Errorf("%q: got %s %v", text, got.Says, got.Likely)
			}
		}
	}
}

// Without a year it is the next such day; up to four weeks past it is asked, and a
// weekday must be the right one.
func TestDatesWithoutYear(t *testing.T) {
	today := date(2026, 11, 23)
	for day := today.AddDate(0, 0, -200); day.Before(today.AddDate(0, 0, 330)); day = day.AddDate(0, 0, 1) {
		want := day
		if day.Before(today) {
			want = day.AddDate(1, 0, 0)
		}
		says := want.Format(time.DateOnly)
		if ago := today.Sub(day).Hours() / 24; ago > 0 && ago <= 28 {
			says = "?"
		}
		d, month := day.Day(), dutchMonths[day.Month()-1]
		for _, text := range []string{
			fmt.Sprintf("%d %s", d, month),
			fmt.Sprintf("%d %s.", d, month[:3]),
			fmt.Sprintf("de %de %s", d, month),
			fmt.Sprintf("%d/%d", d, day.Month()),
			fmt.Sprintf("%02d-%02d", d, day.Month()),
			fmt.Sprintf("%s %d %s", dutchWeekdays[want.Weekday()], d, month),
		} {
			if got := readers["date"](text); got.Says != says {
				t.Errorf("%q: got %s, want %s", text, got.Says, says)
			}
		}
		wrong := fmt.Sprintf("%s %d %s", dutchWeekdays[(want.Weekday()+1)%7], d, month)
		if got := readers["date"](wrong); got.Says != "?" {
			t.Errorf("%q contradicts itself, got %s", wrong, got.Says)
		}
	}
}

// From every day of a fortnight, every way to name a weekday.
func TestWeekdays(t *testing.T) {
	for i := range 14 {
		now := time.Date(2027, 3, 20+i, 23, 30, 0, 0, amsterdam()) // over the change to summer time
		for weekday, name := range dutchWeekdays {
			ahead := (weekday - int(now.Weekday()) + 7) % 7
			sinceMonday := (int(now.Weekday()) + 6) % 7
			nextWeek := 7 - sinceMonday + (weekday+6)%7
			forms := map[string]int{
				"%s":               ahead,
				"komende %s":       ahead,
				"a.s. %s":          ahead,
				"%savond":          ahead,
				"volgende week %s": nextWeek,
				"%s volgende week": nextWeek,
				"%s over een week": ahead + 7,
			}
			for form, days := range forms {
				text := fmt.Sprintf(form, name)
				want := outcome{Says: now.AddDate(0, 0, days).Format(time.DateOnly)}
				got := readDateOn(text, now)
				if ahead == 0 && !strings.Contains(form, "volgende") {
					if got.Says != "?" || len(got.Likely) != 2 {
						t.Errorf("%q on that very day: got %v", text, got)
					}
					continue
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%q on %s (-want +got):\n%s", text, now.Format(time.DateOnly), diff)
				}
			}
			if got := readDateOn("volgende "+name, now); got.Says != "?" || len(got.Likely) != 2 {
				t.Errorf("volgende %s: got %v, want a question with two days", name, got)
			}
		}
	}
}

func readDateOn(text string, now time.Time) outcome {
	return outcomeOf(Date(text, now), func(t time.Time) string { return t.Format(time.DateOnly) })
}

// The value is midnight where the people are, also on days of 23 and 25 hours.
func TestDateIsMidnight(t *testing.T) {
	for _, day := range []string{"2027-03-28", "2027-10-31", "2026-12-01"} {
		got := Date(day, monday23)
		want, err := time.ParseInLocation(time.DateOnly, day, monday23.Location())
		if err != nil {
			t.Fatal(err)
		}
		if !got.Sure || !got.Value.Equal(want) || got.Value.Location() != want.Location() {
			t.Errorf("%s: got %v, want %v", day, got.Value, want)
		}
	}
	late := time.Date(2026, 11, 23, 23, 59, 59, 0, amsterdam())
	if got := readDateOn("morgen", late).Says; got != "2026-11-24" {
		t.Errorf("morgen, a second before midnight: got %s", got)
	}
}

func TestDateLikely(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"volgende dinsdag", []string{"2026-11-24", "2026-12-01"}},
		{"ma", []string{"2026-11-23", "2026-11-30"}},
		{"over acht dagen", []string{"2026-11-30", "2026-12-01"}},
		{"kerst", []string{"2026-12-25", "2026-12-26"}},
		{"10 november", []string{"2027-11-10", "2026-11-10"}},
		{"31 april", []string{"2027-04-30", "2027-05-01"}},
		{"29 februari", []string{"2027-02-28", "2027-03-01"}},
		{"5 of 6 december", []string{"2026-12-05", "2026-12-06"}},
		{"weekend", []string{"2026-11-28", "2026-11-29"}},
		{"12/13", []string{"2026-12-13"}},
		{"de 5e", []string{"2026-12-05"}},
		{"de 31e", []string{"2026-12-31"}},
		{"zaterdag de 0e", []string{"2026-11-28"}},
		{"zaterdag de 32e", []string{"2026-11-28"}},
		{"na de vakantie", nil},
		{"over 2147483647 jaar", nil},
		{"99999999999999999999", nil},
	}
	for _, tt := range tests {
		got := readers["date"](tt.text)
		if diff := cmp.Diff(outcome{"?", tt.want}, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, diff)
		}
	}
}

func TestNextDay(t *testing.T) {
	for today := date(2027, 1, 1); today.Year() < 2029; today = today.AddDate(0, 0, 1) {
		for day := 1; day <= 31; day++ {
			next := nextDay(today, day)
			if next.Day() != day || next.Before(today) {
				t.Errorf("on %s: the next %d is %s", today.Format(time.DateOnly), day, next.Format(time.DateOnly))
			}
			for between := today; between.Before(next); between = between.AddDate(0, 0, 1) {
				if between.Day() == day {
					t.Errorf("on %s: %s comes before %s", today.Format(time.DateOnly), between.Format(time.DateOnly), next.Format(time.DateOnly))
				}
			}
		}
	}
}

// A typing error in a month or weekday may lead to a question, never to another day.
func TestMisspelledDates(t *testing.T) {
	read, asked := 0, 0
	check := func(text, want string) {
		t.Helper()
		switch got := readers["date"](text); got.Says {
		case want:
			read++
		case "?":
			asked++
		default:
			t.Errorf("%q: got %s, want %s or a question", text, got.Says, want)
		}
	}
	for i, month := range dutchMonths {
		day := date(2027, time.Month(i+1), 12).Format(time.DateOnly)
		for _, wrong := range misspellings(month) {
			if w := readers["date"]("12 " + month + " 2027"); wrong != "juli" && wrong != "juni" && w.Says == day {
				check("12 "+wrong+" 2027", day)
			}
		}
	}
	for i, weekday := range dutchWeekdays {
		for _, wrong := range misspellings(weekday) {
			if i != int(time.Monday) {
				check("volgende week "+wrong, date(2026, 11, 30+(i+6)%7).Format(time.DateOnly))
			}
		}
	}
	if read < 9*asked {
		t.Errorf("%d misspelled dates read, %d asked", read, asked)
	}
}

func TestEaster(t *testing.T) {
	// From the tables of the church, with the earliest and the latest.
	for year, want := range map[int]string{
		1818: "1818-03-22", 1943: "1943-04-25", 1981: "1981-04-19", 2000: "2000-04-23", 2024: "2024-03-31",
		2025: "2025-04-20", 2026: "2026-04-05", 2027: "2027-03-28", 2028: "2028-04-16", 2038: "2038-04-25",
	} {
		if got := easter(year).Format(time.DateOnly); got != want {
			t.Errorf("Easter %d: got %s, want %s", year, got, want)
		}
	}
}

func TestHolidayRules(t *testing.T) {
	for text, want := range map[string]string{
		"12-25":              "2025-12-25",
		"easter+39":          "2025-05-29",
		"easter-2":           "2025-04-18",
		"sunday 2 in 5":      "2025-05-11",
		"saturday last in 9": "2025-09-27",
		"4-27 before sunday": "2025-04-26",
	} {
		day, err := readRule(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got, _ := day(2025); got.Format(time.DateOnly) != want {
			t.Errorf("%q in 2025: got %s, want %s", text, got.Format(time.DateOnly), want)
		}
	}
	for _, text := range []string{"", "13-1", "1-32", "christmas", "easter", "someday 1 in 5", "sunday x in 5", "sunday 1 in 13"} {
		if _, err := readRule(text); err == nil {
			t.Errorf("%q: no error", text)
		}
	}
}

// "Over twee weken op dinsdag" is the Tuesday of that week, or the next one and two weeks: where these differ it is asked.
func TestWeekdayBehindWeeks(t *testing.T) {
	thursday := time.Date(2026, 11, 26, 9, 0, 0, 0, amsterdam())
	for text, want := range map[string]outcome{
		"over 2 weken op dinsdag":  {Says: "?", Likely: []string{"2026-12-08", "2026-12-15"}},
		"over een week op dinsdag": {Says: "?", Likely: []string{"2026-12-01", "2026-12-08"}},
		"over 14 dagen op dinsdag": {Says: "?", Likely: []string{"2026-12-08", "2026-12-15"}},
		"over een week op vrijdag": {Says: "2026-12-04"},
		"dinsdag over een week":    {Says: "2026-12-08"},
	} {
		if diff := cmp.Diff(want, readDateOn(text, thursday)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}
