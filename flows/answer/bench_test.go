package answer

import "testing"

func BenchmarkAnswer(b *testing.B) {
	examples := readExamples(b)
	for _, kind := range []string{"yesno", "command", "euro", "count", "number", "date", "time", "phone", "postcode", "smederij"} {
		read := readers[kind]
		var inputs []string
		for _, e := range examples {
			if e.kind == kind || kind == "number" && e.kind == "count" {
				inputs = append(inputs, e.input)
			}
		}
		if len(inputs) == 0 {
			b.Fatalf("no examples of %s", kind)
		}
		b.Run(kind, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				read(inputs[i%len(inputs)])
			}
		})
	}
}

// Reading the lists is paid once, at the first answer.
func BenchmarkReadWords(b *testing.B) {
	for b.Loop() {
		if _, err := readWords(wordsFile); err != nil {
			b.Fatal(err)
		}
	}
}
