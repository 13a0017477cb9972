package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// similarTo calls the command with these questions.
func similarTo(t *testing.T, asked string, flags ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), append([]string{"similar"}, flags...), func(string) string { return "" }, strings.NewReader(asked), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func TestSimilar(t *testing.T) {
	folder := t.TempDir()
	titles := write(t, filepath.Join(folder, "titels.txt"), "\ufeffBuurtrestaurant\r\n\r\nSpeeltuin\nSamen eten\tin de wijk\nBuurtbus\nEetcafé\n")
	synonyms := write(t, filepath.Join(folder, "woorden.txt"), "# van ons\nprakkie, maaltijd\n")
	for _, tt := range []struct{ name, synonyms, asked, want string }{
		{"best first", "", "Restaurant in de buurt\n", "Restaurant in de buurt\t1.00\tBuurtrestaurant\t0.95\tSamen eten in de wijk\t0.89\tEetcafé\n"},
		{"none", "", "Hondenpoep\n\nSpeeltuin\n", "Hondenpoep\n\nSpeeltuin\t1.00\tSpeeltuin\n"},
		{"no newline, with a tab", "", "Speel\ttuin", "Speel tuin\t1.00\tSpeeltuin\n"},
		{"unknown without synonyms", "", "Prakkie\n", "Prakkie\n"},
		{"nothing asked", "", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, out, errs := similarTo(t, tt.asked, "--titles", titles)
			if diff := cmp.Diff(tt.want, out); code != exitFine || diff != "" {
				t.Errorf("exit code %d %s (-want +got):\n%s", code, errs, diff)
			}
		})
	}
	code, out, _ := similarTo(t, "Prakkie in de buurt\n", "--titles", titles, "--synonyms", synonyms)
	if code != exitFine || !strings.Contains(out, "\tBuurtrestaurant") {
		t.Errorf("exit code %d, want Buurtrestaurant for what volunteers say means a meal, got %q", code, out)
	}
}

func TestSimilarRefuses(t *testing.T) {
	folder := t.TempDir()
	fine := write(t, filepath.Join(folder, "goed.txt"), "Buurtbus\n")
	latin := write(t, filepath.Join(folder, "latin.txt"), "Buurtbus\nCaf\xe9\n")
	long := write(t, filepath.Join(folder, "lang.txt"), "Buurtbus\n\n"+strings.Repeat("bus", 9999)+"\n")
	twice := write(t, filepath.Join(folder, "dubbel.txt"), "soep, bouillon\n\nbouillon, thee\n")
	for _, tt := range []struct {
		code  int
		says  string
		asked string
		flags []string
	}{
		{exitConfiguration, "latin.txt:2: this is no text", "", []string{"--titles", latin}},
		{exitConfiguration, "lang.txt:3: this line is too long", "", []string{"--titles", long}},
		{exitConfiguration, `dubbel.txt:3: "bouillon" stands in line 1 too`, "", []string{"--titles", fine, "--synonyms", twice}},
		{exitUsage, "nergens.txt", "", []string{"--titles", fine, "--synonyms", filepath.Join(folder, "nergens.txt")}},
		{exitUsage, "standard input:2: this is no text", "Bus\n\xff\n", []string{"--titles", fine}},
	} {
		code, _, errs := similarTo(t, tt.asked, tt.flags...)
		if code != tt.code || !strings.Contains(errs, tt.says) {
			t.Errorf("%v: exit code %d, want %d and %q, got %s", tt.flags, code, tt.code, tt.says, errs)
		}
	}
}
