package locales

import (
	"strconv"
	"time"
)

// appender is a value that knows its Dutch form.
type appender interface{ append([]byte) []byte }

// Euro is an amount in cents: "€ 1.250", or "€ 1.250,50" when there are cents.
// Too little money is said in words, because a minus sign is easily missed:
// "€ 5 te weinig".
type Euro int64

func (e Euro) String() string { return string(e.append(nil)) }

func (e Euro) append(b []byte) []byte {
	cents := uint64(e)
	if e < 0 {
		cents = -cents // also right for the smallest int64, which has no positive twin
	}
	b = append(b, "€\u00a0"...) // a line never breaks between the sign and the amount
	b = appendThousands(b, cents/100)
	if rest := cents % 100; rest != 0 {
		b = append(b, ',', byte('0'+rest/10), byte('0'+rest%10))
	}
	if e < 0 {
		b = append(b, " te weinig"...)
	}
	return b
}

// Int is a number with a point between its thousands: "1.250". Render writes an
// ordinary int the same way; for a year or a reference use a string.
type Int int

func (i Int) String() string { return string(i.append(nil)) }

func (i Int) append(b []byte) []byte { return appendGrouped(b, int64(i)) }

// Date is a day, in the location of its time: "dinsdag 24 november 2026".
type Date time.Time

func (d Date) String() string { return string(d.append(nil)) }

func (d Date) append(b []byte) []byte {
	t := time.Time(d)
	year, month, day := t.Date()
	b = append(b, weekdays[t.Weekday()]...)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(day), 10)
	b = append(b, ' ')
	b = append(b, months[month-1]...)
	b = append(b, ' ')
	return strconv.AppendInt(b, int64(year), 10)
}

// Month is a month with its year, in the location of its time: "november 2026".
type Month time.Time

func (m Month) String() string { return string(m.append(nil)) }

func (m Month) append(b []byte) []byte {
	year, month, _ := time.Time(m).Date()
	b = append(b, months[month-1]...)
	b = append(b, ' ')
	return strconv.AppendInt(b, int64(year), 10)
}

// Clock is a time of day, in the location of its time: "19.30 uur".
type Clock time.Time

func (c Clock) String() string { return string(c.append(nil)) }

func (c Clock) append(b []byte) []byte {
	hour, minute, _ := time.Time(c).Clock()
	b = strconv.AppendInt(b, int64(hour), 10)
	return append(b, '.', byte('0'+minute/10), byte('0'+minute%10), ' ', 'u', 'u', 'r')
}

// Moment is a day with its time: "dinsdag 24 november 2026 om 19.30 uur".
type Moment time.Time

func (m Moment) String() string { return string(m.append(nil)) }

func (m Moment) append(b []byte) []byte {
	b = Date(m).append(b)
	b = append(b, " om "...)
	return Clock(m).append(b)
}

// Weekdays are days of the week as they are listed: "maandag, woensdag en vrijdag".
type Weekdays []time.Weekday

func (w Weekdays) String() string { return string(w.append(nil)) }

func (w Weekdays) append(b []byte) []byte {
	for i, day := range w {
		switch {
		case i > 0 && i == len(w)-1:
			b = append(b, " en "...)
		case i > 0:
			b = append(b, ", "...)
		}
		b = append(b, weekdays[day]...)
	}
	return b
}

var weekdays = [...]string{"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"}

var months = [...]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"}

func appendGrouped(b []byte, n int64) []byte {
	if n < 0 {
		return appendThousands(append(b, '-'), -uint64(n))
	}
	return appendThousands(b, uint64(n))
}

// appendThousands writes the digits with a point before every group of three.
func appendThousands(b []byte, n uint64) []byte {
	var digits [20]byte
	ds := strconv.AppendUint(digits[:0], n, 10)
	for i, d := range ds {
		if left := len(ds) - i; i > 0 && left%3 == 0 {
			b = append(b, '.')
		}
		b = append(b, d)
	}
	return b
}
