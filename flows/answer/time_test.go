package answer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// speech says a number in words or in digits.
type speech func(n int) string

func inWords(n int) string { return strings.Join(dutchNumber(n, false, false), "") }

// faceTime gives the ways a time is said by the face of a clock.
func faceTime(c Clock, say speech) []string {
	hour, minute := int(c/60), int(c%60)
	this, next := say((hour+11)%12+1), say(hour%12+1)
	switch {
	case minute == 0:
		return []string{this + " uur"}
	case minute == 15:
		return []string{"kwart over " + this, "een kwartier over " + this, "kwart na " + this}
	case minute < 16:
		return []string{say(minute) + " over " + this, say(minute) + " minuten over " + this}
	case minute < 30:
		return []string{say(30-minute) + " voor half " + next, say(minute) + " over " + this}
	case minute == 30:
		return []string{"half " + next, "half" + next}
	case minute == 45:
		return []string{"kwart voor " + next, "kwartier voor " + next}
	case minute < 45:
		return []string{say(minute-30) + " over half " + next, say(60-minute) + " voor " + next}
	default:
		return []string{say(60-minute) + " voor " + next}
	}
}

// partsOf gives the ways to say the part of the day of a time, the surest ones.
func partsOf(c Clock) []string {
	switch hour := c / 60; {
	case hour < 6:
		return []string{"'s nachts", "snachts", "in de nacht"}
	case hour < 12:
		return []string{"'s ochtends", "'s morgens", "in de ochtend", "smorgens", "vanochtend"}
	case hour < 18:
		return []string{"'s middags", "smiddags", "in de middag", "vanmiddag"}
	default:
		return []string{"'s avonds", "savonds", "in de avond", "vanavond", "zaterdagavond"}
	}
}

// With its part of the day every time that is said is one time; without it, it is
// two and asked.
func TestFaceTimes(t *testing.T) {
	for c := range fullDay {
		for _, say := range []speech{inWords, strconv.Itoa} {
			for _, text := range faceTime(c, say) {
				for _, part := range partsOf(c) {
					for _, form := range []string{text + " " + part, part + " om " + text, "ongeveer " + text + " " + part + " aub"} {
						if got := Time(form); !got.Sure || got.Value != c {
							t.Errorf("%q: got %v %v, want %v", form, got.Value, got.Likely, c)
						}
					}
				}
				got := Time(text)
				if got.Sure || len(got.Likely) != 2 || !slices.Contains(got.Likely, c) || !slices.Contains(got.Likely, (c+halfDay)%fullDay) {
					t.Errorf("%q: got %+v, want a question with %v", text, got, c)
				}
			}
		}
	}
}

// In digits a time is certain when its hour is, whatever stands between the two.
func TestDigitTimes(t *testing.T) {
	for c := range fullDay {
		hour, minute := int(c/60), int(c%60)
		forms := []string{
			fmt.Sprintf("%02d:%02d", hour, minute),
			fmt.Sprintf("%02d.%02d uur", hour, minute),
			fmt.Sprintf("om %02du%02d", hour, minute),
			fmt.Sprintf("%02dh%02d", hour, minute),
			fmt.Sprintf("%02d%02d uur", hour, minute),
			fmt.Sprintf("%02d,%02d", hour, minute),
			fmt.Sprintf("%02d : %02d", hour, minute),
			fmt.Sprintf("%02d:%02d:00", hour, minute),
			fmt.Sprintf("24 november 2026, %02d.%02d uur", hour, minute),
		}
		if hour == 0 || hour > 12 {
			forms = append(forms,
				fmt.Sprintf("%d.%02d", hour, minute),
				fmt.Sprintf("%d uur %02d", hour, minute),
				fmt.Sprintf("%s uur %s", inWords(hour), inWords(minute)),
				fmt.Sprintf("%d.%02d uur %s", hour, minute, partsOf(c)[0]))
		}
		for _, text := range forms {
			if got := Time(text); !got.Sure || got.Value != c {
				t.Errorf("%q: got %v %v, want %v", text, got.Value, got.Likely, c)
			}
		}
		if hour >= 1 && hour < 10 {
			text := fmt.Sprintf("%d.%02d uur", hour, minute)
			if got := Time(text); got.Sure || !slices.Contains(got.Likely, c) || len(got.Likely) != 2 {
				t.Errorf("%q: got %+v, want a question", text, got)
			}
		}
	}
	for _, wrong := range []string{"%d:60", "%d.99 uur", "%d:5", "%d:005"} {
		for hour := range 30 {
			if text := fmt.Sprintf(wrong, hour); Time(text).Sure {
				t.Errorf("%q: got %v", text, Time(text).Value)
			}
		}
	}
}

// A time that contradicts its part of the day is asked.
func TestContradictingTimes(t *testing.T) {
	for c := at(13, 0); c < fullDay; c += 7 {
		for _, text := range []string{c.String() + " 's ochtends", c.String() + " 's morgens"} {
			if got := Time(text); got.Sure {
				t.Errorf("%q: got %v", text, got.Value)
			}
		}
	}
}

// A typing error in a part of the day may lead to a question, never to another time.
func TestMisspelledParts(t *testing.T) {
	read, asked := 0, 0
	for part, want := range map[string]Clock{"ochtends": at(7, 30), "morgens": at(7, 30), "avonds": at(19, 30), "savonds": at(19, 30), "vanavond": at(19, 30)} {
		for _, wrong := range misspellings(part) {
			switch got := Time("half acht " + wrong); {
			case !got.Sure:
				asked++
			case got.Value != want:
				t.Errorf("%q: got %v, want %v", wrong, got.Value, want)
			default:
				read++
			}
		}
	}
	if read < 3*asked {
		t.Errorf("%d misspelled parts of the day read, %d asked", read, asked)
	}
}

func TestTimeLikely(t *testing.T) {
	for text, want := range map[string][]string{
		"half acht":            {"07:30", "19:30"},
		"half drie":            {"14:30", "02:30"},
		"20":                   {"20:00"},
		"half twintig":         {"19:30"},
		"19.00 tot 21.00":      {"19:00", "21:00"},
		"na 20.00 uur":         {"20:00"},
		"7 of 8 uur 's avonds": {"19:00", "20:00"},
		"zo snel mogelijk":     nil,
		"19:88":                nil,
	} {
		if got := readers["time"](text); got.Says != "?" || !slices.Equal(got.Likely, want) {
			t.Errorf("%q: got %+v, want a question with %v", text, got, want)
		}
	}
}
