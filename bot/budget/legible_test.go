package budget

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"smederij/locales"
)

// TestChartsAreLegible has a program read the pictures that knows letters only by their shape.
func TestChartsAreLegible(t *testing.T) {
	if !installed(t, "tesseract", "tesseract-ocr tesseract-ocr-nld") {
		return
	}
	read := seen(t, drawPot(t, krakeel))
	for _, want := range []string{"De pot van Krakeel", "Stand op dinsdag 24 november 2026", "In de pot gedaan € 22.021", "Uitbetaald € 4.250,50",
		"Vastgehouden voor ideeën € 6.500", "Nog te verdelen € 11.270,50"} {
		if !strings.Contains(read, plain(want)) {
			t.Errorf("one pot: %q is not in\n%s", want, read)
		}
	}
	pots := village()
	read = seen(t, drawPots(t, pots))
	for _, p := range pots {
		if want := p.Name + locales.Euro(p.Free).String(); !strings.Contains(read, plain(want)) {
			t.Errorf("all pots: %q is not in\n%s", want, read)
		}
	}
}

// installed tells whether a program is there that reads what we wrote. In CI its absence is a failure.
func installed(t *testing.T, program, packages string) bool {
	t.Helper()
	if _, err := exec.LookPath(program); err == nil {
		return true
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not installed: apt-get install %s", program, packages)
	}
	t.Logf("%s is not installed: this is checked in CI", program)
	return false
}

// seen is the text in a picture, without spaces.
func seen(t *testing.T, picture []byte) string {
	t.Helper()
	cmd := exec.Command("tesseract", "-", "-", "-l", "nld", "--psm", "6")
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	cmd.Stdin = bytes.NewReader(picture)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("tesseract: %v", err)
	}
	return plain(string(out))
}

// plain is text without its spaces: a reader of letters sees those where it likes.
func plain(text string) string {
	return strings.NewReplacer(" ", "", "\u00a0", "").Replace(text)
}
