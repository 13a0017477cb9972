package reminders

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the meetings are in Amsterdam
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"smederij/locales"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func at(year int, month time.Month, day, hour, minute int) time.Time {
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		panic(err)
	}
	return time.Date(year, month, day, hour, minute, 0, 0, zone)
}

func meeting() Meeting {
	return Meeting{
		UID: "meeting-14@smederij.example", Sequence: 3, Changed: at(2026, time.November, 23, 9, 0),
		Start: at(2026, time.November, 24, 19, 30), End: at(2026, time.November, 24, 21, 0),
		Title: "Samen eten", Place: "De Magneet, Krakeel", About: "Neem een bord mee.\nTot dan!",
	}
}

func with(change func(*Meeting)) Meeting {
	m := meeting()
	change(&m)
	return m
}

func file(t testing.TB, m Meeting) string {
	t.Helper()
	b, err := Calendar(locales.Dutch(), m)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestCalendarFile(t *testing.T) {
	want := `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Smederij//NL
CALSCALE:GREGORIAN
METHOD:PUBLISH
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:meeting-14@smederij.example
DTSTAMP:20261123T080000Z
LAST-MODIFIED:20261123T080000Z
SEQUENCE:3
DTSTART;TZID=Europe/Amsterdam:20261124T193000
DTEND;TZID=Europe/Amsterdam:20261124T210000
STATUS:CONFIRMED
SUMMARY:Samen eten
LOCATION:De Magneet\, Krakeel
DESCRIPTION:Neem een bord mee.\nTot dan!
END:VEVENT
END:VCALENDAR
`
	if diff := cmp.Diff(strings.ReplaceAll(want, "\n", "\r\n"), file(t, meeting())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if file(t, meeting()) != file(t, with(func(m *Meeting) { m.Start, m.End = m.Start.UTC(), m.End.UTC() })) {
		t.Error("the same moment in another zone gives another file")
	}
}

func TestCalendarRules(t *testing.T) {
	until := at(2027, time.June, 30, 23, 59)
	tests := []struct {
		m    Meeting
		want string
	}{
		{with(func(m *Meeting) { m.Repeat = Weekly }), "RRULE:FREQ=WEEKLY;BYDAY=TU"},
		{with(func(m *Meeting) { m.Repeat, m.Until = Weekly, until }), "RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630T215900Z"},
		{with(func(m *Meeting) { m.Repeat = MonthlyNth }), "RRULE:FREQ=MONTHLY;BYDAY=4TU"},
		{with(func(m *Meeting) { m.Repeat = MonthlyLast }), "RRULE:FREQ=MONTHLY;BYDAY=-1TU"},
		{with(func(m *Meeting) { m.Title = `a\n,b;\` + "\n" }), `SUMMARY:a\\n\,b\;\\\n`}, // which Debian's reader takes for a new line
		{with(func(m *Meeting) { m.Cancelled = true }), "METHOD:CANCEL"},
		{with(func(m *Meeting) { m.Cancelled = true }), "STATUS:CANCELLED"},
		{with(func(m *Meeting) { m.Cancelled = true }), "SUMMARY:Gaat niet door: Samen eten"},
	}
	for _, tt := range tests {
		if got := file(t, tt.m); !strings.Contains(got, "\r\n"+tt.want+"\r\n") {
			t.Errorf("%s is not in\n%s", tt.want, got)
		}
	}
}

func TestCalendarRefuses(t *testing.T) {
	for name, m := range map[string]Meeting{
		"no id":            with(func(m *Meeting) { m.UID = "" }),
		"no title":         with(func(m *Meeting) { m.Title = " \n" }),
		"no date":          with(func(m *Meeting) { m.Start = time.Time{} }),
		"never changed":    with(func(m *Meeting) { m.Changed = time.Time{} }),
		"ends at once":     with(func(m *Meeting) { m.End = m.Start }),
		"starts at night":  with(func(m *Meeting) { m.Start = at(2026, time.October, 25, 2, 30) }),
		"ends at night":    with(func(m *Meeting) { m.End = at(2026, time.November, 25, 2, 0) }),
		"sequence":         with(func(m *Meeting) { m.Sequence = -1 }),
		"unknown repeat":   with(func(m *Meeting) { m.Repeat = 4 }),
		"fifth":            with(func(m *Meeting) { m.Repeat, m.Start = MonthlyNth, at(2026, time.March, 31, 19, 30) }),
		"not the last":     with(func(m *Meeting) { m.Repeat, m.Start = MonthlyLast, at(2026, time.November, 17, 19, 30) }),
		"over before then": with(func(m *Meeting) { m.Repeat, m.Until = Weekly, m.Start.Add(-time.Second) }),
	} {
		if _, err := Calendar(locales.Dutch(), m); !errors.Is(err, errMeeting) {
			t.Errorf("%s: got %v, want %v", name, err, errMeeting)
		}
	}
}

// Whatever people write, a line is at most 75 octets, valid, and no line of their own making: RFC 5545, section 3.1.
func TestCalendarLines(t *testing.T) {
	known := map[string]bool{}
	for line := range strings.SplitSeq(file(t, with(func(m *Meeting) { m.Repeat = Weekly })), "\r\n") {
		name, _, _ := strings.Cut(line, ":")
		known[name] = true
	}
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.OneOf(rapid.String(), rapid.StringMatching(`(👩🏽‍🌾|[ab ,;:\\"\r\n<>é€])*`), rapid.StringMatching(`(regel\r?\nEND:VEVENT ){0,9}`))
		m := with(func(m *Meeting) {
			m.Title, m.Place, m.About = "x"+words.Draw(rt, "title"), words.Draw(rt, "place"), words.Draw(rt, "about")
			m.Repeat = Weekly
		})
		b, err := Calendar(locales.Dutch(), m)
		if err != nil {
			rt.Fatal(err)
		}
		text, ends := strings.CutSuffix(string(b), "\r\n")
		if !ends {
			rt.Fatal("the last line has no end")
		}
		for line := range strings.SplitSeq(text, "\r\n") {
			name, _, _ := strings.Cut(line, ":")
			switch {
			case len(line) > 75:
				rt.Errorf("%d octets: %q", len(line), line)
			case !utf8.ValidString(line):
				rt.Errorf("a letter is cut: %q", line)
			case strings.ContainsAny(line, "\r\n"):
				rt.Errorf("a loose end of line: %q", line)
			case !strings.HasPrefix(line, " ") && !known[name]:
				rt.Errorf("a line of somebody's own: %q", line)
			}
		}
	})
}

// found is what another program reads in a file.
type found struct {
	Method, UID, Status, Title, Place, About string
	Sequence                                 int
	Changed, Start, End                      time.Time
	Starts                                   []time.Time // of a repeated meeting, the first eight
	Wrong                                    []string
}

// TestCalendarReads has a program that is not ours read the files and say what it found.
func TestCalendarReads(t *testing.T) {
	const python = "/usr/bin/python3" // the one for which Debian packs its libraries
	if exec.Command(python, "-c", "import icalendar").Run() != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("python3-icalendar is not installed: apt-get install python3-icalendar")
		}
		t.Log("python3-icalendar is not installed: the files are read in CI")
		return
	}
	long := "Wij koken met z'n allen; neem mee: een bord, een mes, een vork. Kom \\ blijf \"gezellig\" 👩🏽‍🌾🎉 tot € 5 "
	tests := map[string]struct {
		m      Meeting
		title  string
		status string
		starts []time.Time
	}{
		"once":      {m: meeting()},
		"bare":      {m: with(func(m *Meeting) { m.Place, m.About = "", "" })},
		"cancelled": {m: with(func(m *Meeting) { m.Cancelled = true }), title: "Gaat niet door: Samen eten", status: "CANCELLED"},
		"odd signs": {m: with(func(m *Meeting) { m.Title, m.Place, m.About = "1, 2; 3: "+long, "a,b;c", strings.Repeat(long+"\n", 9) })},
		"no spaces": {m: with(func(m *Meeting) { m.Title, m.About = strings.Repeat("👍", 60), strings.Repeat("ë", 300) })},
		"an attack": {m: with(func(m *Meeting) { m.Title = "x\nEND:VEVENT\nBEGIN:VEVENT\nUID:y" })},
		"in summer": {m: with(func(m *Meeting) { m.Start, m.End = at(2026, time.July, 1, 9, 0), at(2026, time.July, 1, 23, 0) })},
		"weekly over the turn of the clock": {
			m: with(func(m *Meeting) {
				m.Start, m.End, m.Repeat = at(2027, time.March, 23, 19, 30), at(2027, time.March, 23, 21, 0), Weekly
				m.Until = at(2027, time.April, 6, 19, 30)
			}),
			starts: []time.Time{at(2027, time.March, 23, 19, 30), at(2027, time.March, 30, 19, 30), at(2027, time.April, 6, 19, 30)},
		},
		"weekly but for two times": {
			m: with(func(m *Meeting) {
				m.Repeat, m.Until, m.Not = Weekly, at(2026, time.December, 22, 19, 30), []string{"2026-12-01", "2026-12-15"}
			}),
			starts: []time.Time{at(2026, time.November, 24, 19, 30), at(2026, time.December, 8, 19, 30), at(2026, time.December, 22, 19, 30)},
		},
		"every second Tuesday": {
			m: with(func(m *Meeting) {
				m.Start, m.End, m.Repeat = at(2026, time.September, 8, 19, 30), at(2026, time.September, 8, 21, 0), MonthlyNth
				m.Until = at(2026, time.November, 30, 0, 0)
			}),
			starts: []time.Time{at(2026, time.September, 8, 19, 30), at(2026, time.October, 13, 19, 30), at(2026, time.November, 10, 19, 30)},
		},
		"every last Tuesday": {
			m: with(func(m *Meeting) {
				m.Start, m.End, m.Repeat = at(2026, time.September, 29, 19, 30), at(2026, time.September, 29, 21, 0), MonthlyLast
				m.Until = at(2026, time.December, 29, 19, 30)
			}),
			starts: []time.Time{at(2026, time.September, 29, 19, 30), at(2026, time.October, 27, 19, 30), at(2026, time.November, 24, 19, 30),
				at(2026, time.December, 29, 19, 30)},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command(python, "testdata/read.py")
			cmd.Stdin = strings.NewReader(file(t, tt.m))
			var complaint bytes.Buffer
			cmd.Stderr = &complaint
			out, err := cmd.Output()
			if err != nil {
				t.Fatalf("%v\n%s", err, &complaint)
			}
			var got found
			if err := json.Unmarshal(out, &got); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			want := found{
				Method: "PUBLISH", UID: tt.m.UID, Status: "CONFIRMED", Title: tt.m.Title, Place: tt.m.Place, About: tt.m.About,
				Sequence: tt.m.Sequence, Changed: tt.m.Changed, Start: tt.m.Start, End: tt.m.End, Starts: tt.starts,
			}
			if tt.status != "" {
				want.Method, want.Status, want.Title = "CANCEL", tt.status, tt.title
			}
			if want.Starts == nil {
				want.Starts = []time.Time{}
			}
			want.Wrong = []string{}
			if diff := cmp.Diff(want, got); diff != "" { // times are compared as moments
				t.Errorf("(-want +read):\n%s", diff)
			}
		})
	}
}

func BenchmarkCalendar(b *testing.B) {
	m := with(func(m *Meeting) { m.Repeat, m.About = MonthlyNth, strings.Repeat("Neem een bord mee. ", 50) })
	for b.Loop() {
		if len(file(b, m)) < 1000 {
			b.Fatal("nothing was written")
		}
	}
}
