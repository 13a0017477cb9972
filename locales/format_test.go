package locales

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var moment = time.Date(2026, time.November, 24, 19, 30, 0, 0, time.UTC)

func TestFormats(t *testing.T) {
	tests := []struct {
		value fmt.Stringer
		want  string
	}{
		{Euro(0), "€\u00a00"},
		{Euro(5), "€\u00a00,05"},
		{Euro(50), "€\u00a00,50"},
		{Euro(100), "€\u00a01"},
		{Euro(125000), "€\u00a01.250"},
		{Euro(125050), "€\u00a01.250,50"},
		{Euro(30000000), "€\u00a0300.000"},
		{Euro(-500), "€\u00a05 te weinig"},
		{Euro(math.MinInt64), "€\u00a092.233.720.368.547.758,08 te weinig"},
		{Int(0), "0"},
		{Int(999), "999"},
		{Int(1000), "1.000"},
		{Int(1234567), "1.234.567"},
		{Int(-1250), "-1.250"},
		{Int(math.MinInt64), "-9.223.372.036.854.775.808"},
		{Date(moment), "dinsdag 24 november 2026"},
		{Date(time.Date(2013, time.February, 6, 0, 0, 0, 0, time.UTC)), "woensdag 6 februari 2013"},
		{Date(time.Date(2027, time.March, 28, 0, 0, 0, 0, time.UTC)), "zondag 28 maart 2027"},
		{Clock(moment), "19.30 uur"},
		{Clock(time.Date(2026, time.January, 1, 9, 5, 59, 0, time.UTC)), "9.05 uur"},
		{Clock(time.Time{}), "0.00 uur"},
		{Moment(moment), "dinsdag 24 november 2026 om 19.30 uur"},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			if got := tt.value.String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// A moment is said in the place where people live it, not in the one it was stored in.
func TestDateKeepsItsLocation(t *testing.T) {
	amsterdam := time.FixedZone("Amsterdam", 3600)
	late := time.Date(2026, time.November, 24, 23, 30, 0, 0, time.UTC)
	if got, want := Moment(late.In(amsterdam)).String(), "woensdag 25 november 2026 om 0.30 uur"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Take away the points and the number is there again, with the points where they belong.
func TestIntReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int().Draw(t, "n")
		written := Int(n).String()
		if got, err := strconv.Atoi(strings.ReplaceAll(written, ".", "")); err != nil || got != n {
			t.Fatalf("%s reads back as %d (%v), want %d", written, got, err, n)
		}
		for i, group := range strings.Split(strings.TrimPrefix(written, "-"), ".") {
			if len(group) > 3 || i > 0 && len(group) != 3 {
				t.Fatalf("%s has its points in the wrong place", written)
			}
		}
	})
}

// An amount keeps every cent.
func TestEuroReadsBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cents := rapid.Int64Min(0).Draw(t, "cents")
		written := strings.ReplaceAll(strings.TrimPrefix(Euro(cents).String(), "€\u00a0"), ".", "")
		whole, rest, found := strings.Cut(written, ",")
		if !found {
			rest = "00"
		}
		got, err := strconv.ParseInt(whole+rest, 10, 64)
		if err != nil || got != cents || len(rest) != 2 {
			t.Fatalf("%d cents were written as %s", cents, Euro(cents))
		}
	})
}
