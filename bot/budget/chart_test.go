package budget

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"math"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"smederij/locales"
	"smederij/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var tuesday = time.Date(2026, time.November, 24, 12, 0, 0, 0, time.UTC)

var krakeel = Pot{Name: "Krakeel", Given: 2_202_100, Held: 650_000, Paid: 425_050, Free: 1_127_050}

// village is as many pots as Hoogeveen has, from an empty one to a whole one, with the longest names there are.
func village() []Pot {
	names := []string{"Krakeel", "Wolfsbos", "Noordscheschut", "Hollandscheveld", "Nieuweroord-Tiendeveen", "Steenbergerweiden"}
	var pots []Pot
	for i := range store.Cents(24) {
		given := 2_400_000 - i*60_000
		pots = append(pots, Pot{Name: names[int(i)%len(names)], Given: given, Paid: given * i / 24, Free: given - given*i/24})
	}
	return pots
}

func drawPot(t testing.TB, p Pot) []byte {
	t.Helper()
	b, err := PotChart(locales.Dutch(), p, tuesday)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func drawPots(t testing.TB, pots []Pot) []byte {
	t.Helper()
	b, err := PotsChart(locales.Dutch(), pots, tuesday)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func decode(t testing.TB, b []byte) *image.Paletted {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return m.(*image.Paletted)
}

// bars are the lengths of the bars of one colour from top to bottom, by their upper lines: those are whole in every pattern.
func bars(m *image.Paletted, colour uint8) []int {
	var lengths []int
	for y := 1; y < m.Rect.Dy(); y++ {
		x := margin
		if m.ColorIndexAt(x, y) != colour || m.ColorIndexAt(x, y-1) == colour {
			continue
		}
		for x < m.Rect.Dx() && m.ColorIndexAt(x, y) == colour {
			x++
		}
		lengths = append(lengths, x-margin)
	}
	return lengths
}

// length is how long a bar must be that stands for this part of a whole of so many pixels.
func length(amount, whole store.Cents, pixels int) int {
	if amount == 0 {
		return 0
	}
	return max(leastBar, int(math.Round(float64(amount)/float64(whole)*float64(pixels))))
}

func checkBar(t *testing.T, name string, m *image.Paletted, colour uint8, want int) {
	t.Helper()
	got := 0
	if all := bars(m, colour); len(all) > 1 {
		t.Fatalf("%s: %d bars", name, len(all))
	} else if len(all) == 1 {
		got = all[0]
	}
	if got != want {
		t.Errorf("%s: the bar is %d pixels long, want %d", name, got, want)
	}
}

func TestPotChartInProportion(t *testing.T) {
	const million = 100_000_000
	tests := map[string]Pot{
		"usual":          krakeel,
		"nothing":        {Name: "Elim"},
		"all free":       {"Elim", 1_363_800, 0, 0, 1_363_800},
		"all paid":       {"Elim", 1_363_800, 0, 1_363_800, 0},
		"one cent":       {"Elim", 1, 1, 0, 0},
		"10 million":     {"Elim", 10 * million, 3 * million, 7*million - 1, 1},
		"all there is":   {"Elim", math.MaxInt64, math.MaxInt64 - 2, 1, 1},
		"no name":        {"", 300, 100, 100, 100},
		"a long word":    {strings.Repeat("w", 500), 300, 100, 100, 100},
		"a long name":    {strings.Repeat("aan de vaart ", 50), 300, 100, 100, 100},
		"other letters":  {"Şişli Ξένιος Ўзбек 🎉 العربية", 300, 100, 100, 100},
		"several lines":  {"een\ntwee\tdrie", 300, 100, 100, 100},
		"broken letters": {"\xff\xfe", 300, 100, 100, 100},
	}
	for name, p := range tests {
		t.Run(name, func(t *testing.T) {
			m := decode(t, drawPot(t, p))
			if m.Rect.Dx() != pictureWidth || m.Rect.Dy() < 800 || m.Rect.Dy() > 1080 {
				t.Errorf("the picture is %v", m.Rect)
			}
			checkBar(t, "paid", m, blue, length(p.Paid, p.Given, barWidth))
			checkBar(t, "held", m, orange, length(p.Held, p.Given, barWidth))
			checkBar(t, "free", m, green, length(p.Free, p.Given, barWidth))
		})
	}
}

// Three parts of any size are drawn to scale, within a pixel of the whole.
func TestPotChartAnyPot(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		amount := rapid.Int64Range(0, 1_000_000_000)
		held, paid, free := amount.Draw(rt, "held"), amount.Draw(rt, "paid"), amount.Draw(rt, "free")
		whole := image.Rect(margin, 0, margin+barWidth, 10)
		sum := 0
		for _, a := range []int64{held, paid, free} {
			got := part(whole, store.Cents(a), store.Cents(held+paid+free)).Dx()
			if want := length(store.Cents(a), store.Cents(held+paid+free), barWidth); got != want {
				rt.Errorf("%d of %d: %d pixels, want %d", a, held+paid+free, got, want)
			}
			sum += got
		}
		if held+paid+free > 0 && (sum < barWidth-2 || sum > barWidth+2+2*leastBar) {
			rt.Errorf("the parts are %d pixels, the whole is %d", sum, barWidth)
		}
	})
}

func TestPotsChartInProportion(t *testing.T) {
	pots := village()
	m := decode(t, drawPots(t, pots))
	if m.Rect.Dx() != pictureWidth || m.Rect.Dy() > 2560 { // Telegram makes a higher picture smaller
		t.Errorf("the picture is %v", m.Rect)
	}
	got := bars(m, green)
	if len(got) != len(pots) {
		t.Fatalf("%d bars, want %d", len(got), len(pots))
	}
	for i, p := range pots {
		outline := length(p.Given, pots[0].Given, barWidth)
		if want := length(p.Free, p.Given, outline); got[i] != want {
			t.Errorf("%d: the bar is %d pixels long, want %d", i, got[i], want)
		}
	}
	if whole := bars(m, grey); whole[0] != 2*48 { // the legend; under a bar that is not empty the outline begins beside it
		t.Errorf("outlines: %v", whole)
	}
}

func TestPotsChartExtremes(t *testing.T) {
	for name, pots := range map[string][]Pot{
		"none":      {},
		"empty":     {{Name: "Elim"}, {Name: "Pesse"}},
		"one empty": {{Name: "Elim"}, krakeel},
		"long":      {{strings.Repeat("Noordscheschut ", 9), math.MaxInt64, 0, 0, math.MaxInt64}},
		"most":      make([]Pot, mostPots),
	} {
		if m := decode(t, drawPots(t, pots)); m.Rect.Dx()+m.Rect.Dy() > 10_000 {
			t.Errorf("%s: Telegram takes no photo of %v", name, m.Rect)
		}
	}
}

func TestChartsRefuse(t *testing.T) {
	for name, test := range map[string]struct {
		pot  Pot
		want error
	}{
		"given":         {Pot{Given: -1, Free: -1}, errNegative},
		"held":          {Pot{Given: 1, Held: -1, Free: 2}, errNegative},
		"paid":          {Pot{Given: 1, Paid: -1, Free: 2}, errNegative},
		"free":          {Pot{Given: 1, Paid: 2, Free: -1}, errNegative},
		"too little":    {Pot{Given: 10, Held: 3, Paid: 3, Free: 3}, errUneven},
		"too much":      {Pot{Given: 10, Held: 4, Paid: 4, Free: 3}, errUneven},
		"beyond number": {Pot{Given: 10, Held: math.MaxInt64, Paid: math.MaxInt64, Free: 12}, errUneven},
	} {
		if _, err := PotChart(locales.Dutch(), test.pot, tuesday); !errors.Is(err, test.want) {
			t.Errorf("%s: one: got %v, want %v", name, err, test.want)
		}
		if _, err := PotsChart(locales.Dutch(), []Pot{krakeel, test.pot}, tuesday); !errors.Is(err, test.want) {
			t.Errorf("%s: many: got %v, want %v", name, err, test.want)
		}
	}
	if _, err := PotsChart(locales.Dutch(), make([]Pot, mostPots+1), tuesday); !errors.Is(err, errMany) {
		t.Errorf("too many: got %v", err)
	}
}

// Who sees no colours still tells the parts apart: without colour no two bars look alike.
func TestPatternsDiffer(t *testing.T) {
	look := func(f fill) string {
		c := newCanvas(48, 48)
		f.colour = ink
		c.bar(c.picture.Rect, f)
		return string(c.picture.Pix)
	}
	if look(paidFill) == look(heldFill) || look(heldFill) == look(freeFill) || look(freeFill) == look(paidFill) {
		t.Error("two patterns are the same")
	}
}

// The same facts give the same picture, byte by byte, also when many are drawn at once: a platform may keep it by its hash.
func TestChartsAreTheSameEachTime(t *testing.T) {
	want, wantAll := drawPot(t, krakeel), drawPots(t, village())
	for i := range 4 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			if got := drawPot(t, krakeel); !bytes.Equal(got, want) {
				t.Errorf("drawing %d of one pot differs", i)
			}
			if got := drawPots(t, village()); !bytes.Equal(got, wantAll) {
				t.Errorf("drawing %d of all pots differs", i)
			}
		})
	}
}

func BenchmarkPotChart(b *testing.B) {
	for b.Loop() {
		drawPot(b, krakeel)
	}
}

func BenchmarkPotsChart(b *testing.B) {
	pots := village()
	for b.Loop() {
		drawPots(b, pots)
	}
}
