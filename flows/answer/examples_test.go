package answer

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests run where no zones are installed, too

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"
)

// An example is a line of the files in testdata: what someone wrote, and what it
// means. "?" means that the bot must ask.
type example struct{ kind, input, want string }

func readExamples(tb testing.TB) []example {
	tb.Helper()
	var list []example
	for _, file := range []string{dutchAnswers(), "testdata/more-answers.tsv"} {
		data, err := os.ReadFile(file)
		if err != nil {
			tb.Fatal(err)
		}
		for i, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
			fields := strings.Split(line, "\t")
			if len(fields) != 3 {
				tb.Fatalf("%s:%d: %d fields", file, i+1, len(fields))
			}
			if i > 0 {
				list = append(list, example{fields[0], fields[1], fields[2]})
			}
		}
	}
	return list
}

// dutchAnswers is the list of examples that the programme keeps beside the
// project, or the copy of it.
func dutchAnswers() string {
	const kept = "../../../shared/data/dutch-answers.tsv"
	if _, err := os.Stat(kept); err == nil {
		return kept
	}
	return "testdata/dutch-answers.tsv"
}

// monday23 is the moment that the examples are written for.
var monday23 = time.Date(2026, time.November, 23, 9, 0, 0, 0, amsterdam())

func amsterdam() *time.Location {
	place, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		panic(err)
	}
	return place
}

var seed = seedPlaces()

func seedPlaces() []Place {
	var file struct{ Smederij []Place }
	if _, err := toml.DecodeFile("testdata/smederijen.toml", &file); err != nil {
		panic(err)
	}
	return file.Smederij
}

// outcome writes a reading the way the example files do, and what would be offered.
type outcome struct {
	Says   string
	Likely []string
}

func outcomeOf[T any](r Reading[T], write func(T) string) outcome {
	o := outcome{Says: "?"}
	if r.Sure {
		o.Says = write(r.Value)
	}
	for _, likely := range r.Likely {
		o.Likely = append(o.Likely, write(likely))
	}
	return o
}

var readers = map[string]func(string) outcome{
	"yesno": func(text string) outcome {
		return outcomeOf(YesNo(text), func(yes bool) string {
			if yes {
				return "ja"
			}
			return "nee"
		})
	},
	"command": func(text string) outcome { return outcomeOf(ReadCommand(text), Command.String) },
	"euro": func(text string) outcome {
		return outcomeOf(Euro(text), func(cents int64) string { return strconv.FormatInt(cents, 10) })
	},
	"number": func(text string) outcome { return outcomeOf(Number(text), strconv.Itoa) },
	"count":  func(text string) outcome { return outcomeOf(Count(text), strconv.Itoa) },
	"date": func(text string) outcome {
		return outcomeOf(Date(text, monday23), func(t time.Time) string { return t.Format(time.DateOnly) })
	},
	"time":     func(text string) outcome { return outcomeOf(Time(text), Clock.String) },
	"phone":    func(text string) outcome { return outcomeOf(Phone(text), strings.Clone) },
	"postcode": func(text string) outcome { return outcomeOf(Postcode(text), strings.Clone) },
	"smederij": func(text string) outcome {
		return outcomeOf(Smederij(text, seed), func(p Place) string { return p.Name })
	},
}

func TestExamples(t *testing.T) {
	seen := make(map[string]int)
	for _, e := range readExamples(t) {
		read := readers[e.kind]
		if read == nil {
			t.Errorf("no reader for kind %q of %q", e.kind, e.input)
			continue
		}
		seen[e.kind]++
		if got := read(e.input); got.Says != e.want {
			t.Errorf("%s %q: got %s %v, want %s", e.kind, e.input, got.Says, got.Likely, e.want)
		}
	}
	for kind := range readers {
		if kind != "number" && seen[kind] < 50 {
			t.Errorf("%s: only %d examples", kind, seen[kind])
		}
	}
}

// What the readers are measured by must not be what they were tried out on.
func TestExamplesStandOnce(t *testing.T) {
	seen := make(map[example]bool)
	for _, e := range readExamples(t) {
		e.want = ""
		if seen[e] {
			t.Errorf("%s %q stands twice", e.kind, e.input)
		}
		seen[e] = true
	}
}

// People write the same thing with capitals, full stops, thanks and odd spaces.
// None of it may change what is read, nor turn a question into a value.
func TestExamplesInOtherDress(t *testing.T) {
	for _, e := range readExamples(t) {
		for name, change := range dresses {
			want := readers[e.kind](e.input)
			input := change(e.input)
			if diff := cmp.Diff(want, readers[e.kind](input)); diff != "" {
				t.Errorf("%s %q with %s (-plain +dressed):\n%s", e.kind, input, name, diff)
			}
		}
	}
}

// What an answer offers must be of use: two different buttons or none that is the
// same, and no more than three.
func TestLikelyOfExamples(t *testing.T) {
	for _, e := range readExamples(t) {
		o := readers[e.kind](e.input)
		if e.want == "?" && e.kind != "command" && o.Says == "?" && len(o.Likely) > maxLikely {
			t.Errorf("%s %q: %d likely readings", e.kind, e.input, len(o.Likely))
		}
		if o.Says != "?" && len(o.Likely) > 0 {
			t.Errorf("%s %q: sure of %s and yet offers %v", e.kind, e.input, o.Says, o.Likely)
		}
		seen := make(map[string]bool)
		for _, likely := range o.Likely {
			if seen[likely] {
				t.Errorf("%s %q: offers %s twice", e.kind, e.input, likely)
			}
			seen[likely] = true
		}
	}
}
