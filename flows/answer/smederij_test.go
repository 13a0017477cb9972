package answer

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSmederijNames(t *testing.T) {
	for _, p := range seed {
		if got := Smederij(" "+p.Code, seed); !got.Sure || got.Value.Code != p.Code {
			t.Errorf("%s: got %+v", p.Code, got)
		}
		for _, name := range append([]string{p.Name}, p.Aliases...) {
			for _, form := range []string{
				"%s", "de wijk %s", "ik woon in %s", "%s, Hoogeveen", "In %s!", "wij wonen in %s", "het is %s", "smederij %s",
			} {
				text := strings.Replace(form, "%s", name, 1)
				for _, text := range []string{text, strings.ToLower(text), strings.ReplaceAll(text, "-", " ")} {
					if got := Smederij(text, seed); !got.Sure || got.Value.Code != p.Code {
						t.Errorf("%q: got %v %v, want %s", text, got.Value.Name, got.Likely, p.Name)
					}
				}
			}
		}
	}
}

// A typing error may lead to a question, never to another Smederij.
func TestMisspelledSmederijen(t *testing.T) {
	read, asked := 0, 0
	for _, p := range seed {
		for _, name := range append([]string{p.Name}, p.Aliases...) {
			for _, wrong := range misspellings(strings.ToLower(name)) {
				got := Smederij(wrong, seed)
				switch {
				case !got.Sure:
					asked++
				case got.Value.Code == p.Code:
					read++
				default:
					t.Errorf("%q, misspelled %s, is read as %s", wrong, name, got.Value.Name)
				}
			}
		}
	}
	if read < 20*asked {
		t.Errorf("%d misspelled names read, %d asked", read, asked)
	}
}

// Nobody who lives elsewhere is put in a Smederij.
func TestOtherPlaces(t *testing.T) {
	if len(otherPlaces()) < 100 {
		t.Fatalf("only %d other places", len(otherPlaces()))
	}
	for line := range strings.Lines(placesFile) {
		name := strings.TrimSpace(line)
		if name == "" || strings.HasPrefix(name, "#") {
			continue
		}
		name, far := strings.CutPrefix(name, "=")
		for _, text := range []string{name, strings.ToUpper(name), "ik woon in " + name, strings.ReplaceAll(name, "-", " ")} {
			if got := Smederij(text, seed); got.Sure {
				t.Errorf("%q is read as %s", text, got.Value.Name)
			}
		}
		for _, wrong := range misspellings(strings.ToLower(name)) {
			if len(wrong) < 5 || far {
				continue
			}
			if got := Smederij(wrong, seed); got.Sure && strings.ToLower(got.Value.Name) != wrong {
				t.Errorf("%q, misspelled %s, is read as %s", wrong, name, got.Value.Name)
			}
		}
	}
}

func TestSmederijLikely(t *testing.T) {
	for text, want := range map[string][]string{
		"de weide":              {"Schoonvelden", "Schutlanden", "Kattouw"},
		"Dorpen":                {"Pesse", "Noordscheschut", "Elim"},
		"Krakeel of Wolfsbos":   {"Krakeel", "Wolfsbos"},
		"krakeel-wolfsbos-zuid": {"Krakeel", "Wolfsbos", "Zuid"},
		"oranje":                {"Oranjebuurt"},
		"Zuidwolde":             nil,
		"hoogeveen":             nil,
		"weet ik niet":          nil,
	} {
		if diff := cmp.Diff(outcome{"?", want}, readers["smederij"](text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestSmederijOfAnotherTown(t *testing.T) {
	// Nothing of Hoogeveen is in the code: a town may have a Smederij of any name.
	places := []Place{{Code: "ZWO", Name: "Zuidwolde"}, {Code: "TWO", Name: "'t Wold"}, {}}
	if got := Smederij("zuidwolde", places); !got.Sure || got.Value.Code != "ZWO" {
		t.Errorf("zuidwolde: got %+v", got)
	}
	if got := Smederij("t wold", places); !got.Sure || got.Value.Code != "TWO" {
		t.Errorf("t wold: got %+v", got)
	}
	if got := Smederij("zuidwolde", nil); got.Sure {
		t.Errorf("without places: got %+v", got)
	}
}
