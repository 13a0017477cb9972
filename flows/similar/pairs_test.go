package similar

import (
	"os"
	"strings"
	"testing"
)

// The share of pairs that must be found, and of the hints that must be right.
const (
	leastRecall    = 0.93
	leastPrecision = 0.97
	leastPairs     = 120
)

// readPairs reads titles of the same plan, or of two.
func readPairs(t testing.TB, name string) [][2]string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var pairs [][2]string
	for line := range strings.Lines(string(text)) {
		a, b, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !ok {
			t.Fatalf("%s: %q is no pair", name, line)
		}
		pairs = append(pairs, [2]string{a, b})
	}
	if len(pairs) < leastPairs {
		t.Fatalf("%s has %d pairs, want %d", name, len(pairs), leastPairs)
	}
	return pairs
}

// hinted tells whether the one title leads to the other among so many that the weights are as in a town.
func hinted(all []string) func(a, b string) bool {
	x := New(nil)
	for i, title := range all {
		x.Add(ID(i), title)
	}
	return func(a, b string) bool {
		x.Add(-1, b)
		defer x.Remove(-1)
		for _, h := range x.Find(a, x.Len()) {
			if h.ID == -1 {
				return true
			}
		}
		return false
	}
}

// TestPairs counts how many titles of the same plan are found, and how many of two plans are taken for one.
func TestPairs(t *testing.T) {
	alike, unlike := readPairs(t, "alike.tsv"), readPairs(t, "unlike.tsv")
	var all []string
	for _, p := range alike {
		all = append(all, p[0])
	}
	for name, hint := range map[string]func(a, b string) bool{"alone": hinted(nil), "among others": hinted(all)} {
		t.Run(name, func(t *testing.T) {
			right, wrong := 0, 0
			for _, p := range both(alike) {
				if hint(p[0], p[1]) {
					right++
				} else {
					t.Log("not found:", strings.Join(p[:], " / "))
				}
			}
			for _, p := range both(unlike) {
				if hint(p[0], p[1]) {
					wrong++
					t.Log("taken for one:", strings.Join(p[:], " / "))
				}
			}
			recall := float64(right) / float64(2*len(alike))
			precision := float64(right) / float64(right+wrong)
			t.Logf("%d + %d pairs, from either side: recall %.3f, precision %.3f", len(alike), len(unlike), recall, precision)
			if recall < leastRecall || precision < leastPrecision {
				t.Errorf("want recall %v and precision %v", leastRecall, leastPrecision)
			}
		})
	}
}

// both are the pairs from either side.
func both(pairs [][2]string) [][2]string {
	all := pairs[:len(pairs):len(pairs)]
	for _, p := range pairs {
		all = append(all, [2]string{p[1], p[0]})
	}
	return all
}
