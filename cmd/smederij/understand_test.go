package main

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
)

// understood runs the command over some lines and returns what it printed.
func understood(t *testing.T, input string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), append([]string{"understand"}, args...), noEnv, strings.NewReader(input), &out, &errs)
	if code != exitFine {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	return out.String()
}

// TestUnderstandExamples reads every kind of the list of examples, as a script would.
func TestUnderstandExamples(t *testing.T) {
	data, err := os.ReadFile("../../flows/answer/testdata/dutch-answers.tsv")
	if err != nil {
		t.Fatal(err)
	}
	inputs, wants := map[string][]string{}, map[string][]string{}
	for line := range strings.Lines(string(data)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if fields[0] == "kind" {
			continue
		}
		inputs[fields[0]] = append(inputs[fields[0]], fields[1])
		wants[fields[0]] = append(wants[fields[0]], fields[2])
	}
	if len(inputs) != len(kindsOfAnswer) {
		t.Errorf("%d kinds in the examples, %d are read", len(inputs), len(kindsOfAnswer))
	}
	for kind, lines := range inputs {
		got := strings.Split(strings.TrimSuffix(understood(t, strings.Join(lines, "\n"), kind, "--now", "2026-11-23"), "\n"), "\n")
		if !slices.Equal(got, wants[kind]) {
			t.Errorf("%s:\ngot  %q\nwant %q", kind, got, wants[kind])
		}
	}
}

func TestUnderstand(t *testing.T) {
	for _, tt := range []struct{ input, args, want string }{
		{"", "euro", ""},
		{"\n", "euro", "?\n"},
		{"1 euro\r\n\r\n2 euro", "euro", "100\n?\n200\n"},
		{"morgen\n", "date --now 2027-12-31", "2028-01-01\n"},
		{"morgen\n", "--now=2027-12-31 date", "2028-01-01\n"},
		{"\xff\x00\n", "yesno", "?\n"},
		{"prachtig weer\n", "command", "none\n"},
		{strings.Repeat("ja ", 100_000) + "\nja\n", "yesno", "?\nja\n"},
	} {
		if got := understood(t, tt.input, strings.Fields(tt.args)...); got != tt.want {
			t.Errorf("understand %s of %.20q: got %q, want %q", tt.args, tt.input, got, tt.want)
		}
	}
}
