package answer

import "testing"

// Each reader has a target of its own, so that the fuzzer learns what is near to
// being understood by it.

func FuzzYesNo(f *testing.F)    { fuzz(f, "yesno") }
func FuzzCommand(f *testing.F)  { fuzz(f, "command") }
func FuzzEuro(f *testing.F)     { fuzz(f, "euro") }
func FuzzNumber(f *testing.F)   { fuzz(f, "number") }
func FuzzCount(f *testing.F)    { fuzz(f, "count") }
func FuzzDate(f *testing.F)     { fuzz(f, "date") }
func FuzzSmederij(f *testing.F) { fuzz(f, "smederij") }

func fuzz(f *testing.F, kind string) {
	for _, e := range readExamples(f) {
		if e.kind == kind || kind == "number" {
			f.Add(e.input)
		}
	}
	for _, text := range []string{"", " ", "\xff", "\u0000", "٢٥", "1.500.00", "½", "\u202e1500", "é́", "ĳsland"} {
		f.Add(text)
	}
	read := readers[kind]
	f.Fuzz(func(t *testing.T, text string) {
		o := read(text)
		if len(o.Likely) > maxLikely || o.Says != "?" && len(o.Likely) > 0 {
			t.Errorf("%q: %+v", text, o)
		}
		// What is written plainly reads the same.
		if plain := fold(text); len(text) <= maxLength && fold(plain) != plain {
			t.Errorf("fold(%q) = %q, and again %q", text, plain, fold(plain))
		}
	})
}
