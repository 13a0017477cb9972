package bot

import "testing"

func TestWholeLinesCutNoAmount(t *testing.T) {
	status := "In de pot is nog €\u00a0300 te verdelen.\n\n1. In de pot gedaan: €\u00a01.000.\n2. Uitbetaald: €\u00a0200."
	for _, tt := range []struct {
		limit int
		want  string
	}{
		{200, status},
		{80, "In de pot is nog €\u00a0300 te verdelen.\n\n1. In de pot gedaan: €\u00a01.000."},
		{60, "In de pot is nog €\u00a0300 te verdelen."},
		{10, "In de pot is nog €\u00a0300 te verdelen."}, // the first line says what it is about
	} {
		if got := wholeLines(status, tt.limit); got != tt.want {
			t.Errorf("%d: got %q, want %q", tt.limit, got, tt.want)
		}
	}
}
