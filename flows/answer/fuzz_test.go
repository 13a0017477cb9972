package answer

import (
	"regexp"
	"testing"
)

// Each reader has a target of its own, so that the fuzzer learns what is near to
// being understood by it.

func FuzzYesNo(f *testing.F)    { fuzz(f, "yesno") }
func FuzzCommand(f *testing.F)  { fuzz(f, "command") }
func FuzzEuro(f *testing.F)     { fuzz(f, "euro") }
func FuzzNumber(f *testing.F)   { fuzz(f, "number") }
func FuzzCount(f *testing.F)    { fuzz(f, "count") }
func FuzzDate(f *testing.F)     { fuzz(f, "date") }
func FuzzTime(f *testing.F)     { fuzz(f, "time") }
func FuzzPhone(f *testing.F)    { fuzz(f, "phone") }
func FuzzPostcode(f *testing.F) { fuzz(f, "postcode") }
func FuzzSmederij(f *testing.F) { fuzz(f, "smederij") }

// shapes are what the values of some kinds look like.
var shapes = map[string]*regexp.Regexp{
	"time":     regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`),
	"phone":    regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`),
	"postcode": regexp.MustCompile(`^[1-9][0-9]{3} ([A-RT-Z][A-Z]|S[BCE-RT-Z])$`),
}

func fuzz(f *testing.F, kind string) {
	for _, e := range readExamples(f) {
		if e.kind == kind || kind == "number" {
			f.Add(e.input)
		}
	}
	for _, text := range []string{"", " ", "\xff", "\u0000", "٢٥", "1.500.00", "½", "\u202e1500", "é́", "ĳsland"} {
		f.Add(text)
	}
	read, shape := readers[kind], shapes[kind]
	f.Fuzz(func(t *testing.T, text string) {
		o := read(text)
		if len(o.Likely) > maxLikely || o.Says != "?" && len(o.Likely) > 0 {
			t.Errorf("%q: %+v", text, o)
		}
		for _, says := range append(o.Likely, o.Says) {
			if shape != nil && says != "?" && !shape.MatchString(says) {
				t.Errorf("%q: %s is no %s", text, says, kind)
			}
		}
		// What is written plainly reads the same.
		if plain := fold(text); len(text) <= maxLength && fold(plain) != plain {
			t.Errorf("fold(%q) = %q, and again %q", text, plain, fold(plain))
		}
	})
}
