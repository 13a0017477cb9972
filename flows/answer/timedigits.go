package answer

import (
	"strconv"
	"strings"
)

// inDigits reads a time in digits: "19.30", "19:30 uur", "8:05:00", "1930".
func (p *timeParser) inDigits() (c spokenClock, n int, ok bool) {
	groups, n := p.digitGroups()
	plain := len(groups) == 1
	if plain {
		text := groups[0]
		if len(text) != 3 && len(text) != 4 {
			return c, 0, false // only an hour
		}
		groups = []string{text[:len(text)-2], text[len(text)-2:]}
	}
	for _, group := range groups {
		if len(group) > 2 {
			return spokenClock{time: -1}, n, false
		}
	}
	hour, minute, ok := hourAndMinute(groups)
	if !ok {
		return spokenClock{time: -1}, n, false
	}
	if p.words.hours[p.text(n)] {
		n++
	} else if plain && minute%5 != 0 {
		p.clear = false // "2026" is rather a year
	}
	c = onFace(hour, minute)
	c.exact = c.exact || hour >= 10 || groups[0][0] == '0'
	return c, n, hour < 24 || minute == 0
}

// digitGroups takes the groups of digits that belong together: by a point, a comma
// or a colon, and by the semicolon that stands under the colon on a phone.
func (p *timeParser) digitGroups() (groups []string, n int) {
	groups = strings.FieldsFunc(p.text(0), isSeparator)
	if strings.Count(p.text(0), ".")+strings.Count(p.text(0), ",") >= len(groups) {
		return append(groups, "", "", ""), 1 // "19..30"
	}
	n = 1
	for isColon(p.text(n)) && p.kind(n+1) == literal {
		groups = append(groups, strings.FieldsFunc(p.text(n+1), isSeparator)...)
		n += 2
	}
	return groups, n
}

func isColon(text string) bool { return text == ":" || text == ";" || text == "." }

// hourAndMinute reads the groups of a time. Seconds are passed over.
func hourAndMinute(groups []string) (hour, minute int, ok bool) {
	if len(groups) < 2 || len(groups) > 3 || len(groups[1]) != 2 {
		return 0, 0, false
	}
	hour, err := strconv.Atoi(groups[0])
	if err != nil || hour > 24 {
		return 0, 0, false
	}
	minute, err = strconv.Atoi(groups[1])
	if err != nil || minute > 59 {
		return 0, 0, false
	}
	if len(groups) == 3 {
		if second, err := strconv.Atoi(groups[2]); err != nil || len(groups[2]) != 2 || second > 59 {
			return 0, 0, false
		}
	}
	return hour, minute, true
}
