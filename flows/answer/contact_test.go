package answer

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// Every Dutch number is read in every way people write it, and asked when a digit is
// missing or too many.
func TestDutchNumbers(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		mobile := fmt.Sprintf("6%d%07d", 1+random.IntN(8), random.IntN(10_000_000))
		fixed := fmt.Sprintf("528%06d", random.IntN(1_000_000))
		for _, number := range []string{mobile, fixed} {
			area := 1
			if number == fixed {
				area = 3
			}
			start, rest := number[:area], number[area:]
			for _, text := range []string{
				"0" + number, "0" + start + "-" + rest, "0" + start + " " + rest, "(0" + start + ") " + rest, "0" + start + "/" + rest,
				"0" + start + " " + inPairs(rest), "0" + start + "." + strings.ReplaceAll(inPairs(rest), " ", "."),
				"+31" + number, "+31 " + start + " " + rest, "+31 (0)" + start + " " + rest, "+31(0)" + number, "+310" + number,
				"0031" + number, "0031 " + start + "-" + inPairs(rest), "00 31 (0) " + number, "31" + number,
				"tel. 0" + start + " " + rest, "mijn nummer is 0" + number + ".", strings.Join(strings.Split("0"+number, ""), " "),
			} {
				if got := Phone(text); !got.Sure || got.Value != "+31"+number {
					t.Errorf("%q: got %+v", text, got)
				}
			}
			for _, text := range []string{"0" + number[:8], "0" + number + "0", "+31" + number[:8], "+31" + number + "1", rest, "0" + number + " of 0" + number[:8] + "0", "0" + number + " x"} {
				if got := Phone(text); got.Sure {
					t.Errorf("%q: got %s", text, got.Value)
				}
			}
		}
	}
}

// inPairs writes digits two by two, as people say them.
func inPairs(digits string) string {
	var pairs []string
	for pair := range slices.Chunk([]byte(digits), 2) {
		pairs = append(pairs, string(pair))
	}
	return strings.Join(pairs, " ")
}

// What is said in words reads as what is dialled.
func TestNumbersSaid(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 500 {
		words, digits := []string{"nul", "zes"}, "6"
		for range 4 {
			n := 10 + random.IntN(90)
			words, digits = append(words, inWords(n)), digits+fmt.Sprint(n)
		}
		text := strings.Join(words, " ")
		if got := Phone(text); !got.Sure || got.Value != "+31"+digits {
			t.Errorf("%q: got %+v, want %s", text, got, digits)
		}
	}
}

// All letters that a postcode can have, and the three pairs it cannot.
func TestPostcodeLetters(t *testing.T) {
	for first := 'A'; first <= 'Z'; first++ {
		for second := 'A'; second <= 'Z'; second++ {
			letters := string(first) + string(second)
			never := letters == "SA" || letters == "SD" || letters == "SS"
			for _, form := range []string{"%d %s", "%d%s", "%d-%s", "%d. %s", "mijn postcode is %d %s", "%d %s!", "%d%s Hoogeveen", "Kerkstraat 3, %d%s"} {
				if strings.HasSuffix(form, "Hoogeveen") && vocabulary().code.words[strings.ToLower(letters)] && letters != "DE" {
					continue // "7901 in Hoogeveen" is asked
				}
				for _, text := range []string{fmt.Sprintf(form, 7901, letters), strings.ToLower(fmt.Sprintf(form, 7901, letters))} {
					got := Postcode(text)
					if never == got.Sure || got.Sure && got.Value != "7901 "+letters {
						t.Errorf("%q: got %+v", text, got)
					}
				}
			}
		}
	}
	for n := range 12_000 {
		text := fmt.Sprintf("%d BC", n)
		if got := Postcode(text); got.Sure != (n >= 1000 && n <= 9999) {
			t.Errorf("%q: got %+v", text, got)
		}
	}
}

func TestPostcodeIn(t *testing.T) {
	for text, want := range map[string]string{
		"achter de kerk, 7901 BC, bij de vijver": "7901 BC",
		"het veldje aan de Notaris Mulderweg":    "",
		"7901bc":                                 "7901 BC",
		"tussen 7901 BC en 7901 BD":              "",
		"in 2026 is hier niets":                  "",
		"we halen 1500 kg op":                    "",
		"":                                       "",
	} {
		if got, found := PostcodeIn(text); got != want || found != (want != "") {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
