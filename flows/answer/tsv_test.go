package answer

import (
	"fmt"
	"github.com/BurntSushi/toml"
	"os"
	"strings"
	"testing"
	"time"
)

func TestX(t *testing.T) {
	data, _ := os.ReadFile("testdata/dutch-answers.tsv")
	extra, _ := os.ReadFile("/tmp/extra.tsv")
	for _, line := range strings.Split(string(data)+string(extra), "\n") {
		f := strings.Split(line, "\t")
		got := "?"
		like := ""
		switch f[0] {
		case "yesno":
			r := YesNo(f[1])
			if r.Sure {
				got = map[bool]string{true: "ja", false: "nee"}[r.Value]
			}
		case "command":
			r := ReadCommand(f[1])
			got = r.Value.String()
		case "euro":
			r := Euro(f[1])
			if r.Sure {
				got = fmt.Sprint(r.Value)
			}
			like = fmt.Sprint(r.Likely)
		case "count":
			r := Count(f[1])
			if r.Sure {
				got = fmt.Sprint(r.Value)
			}
			like = fmt.Sprint(r.Likely)
		case "date":
			ams, _ := time.LoadLocation("Europe/Amsterdam")
			r := Date(f[1], time.Date(2026, 11, 23, 9, 0, 0, 0, ams))
			if r.Sure {
				got = r.Value.Format("2006-01-02")
			}
			for _, l := range r.Likely {
				like += l.Format(" 2006-01-02")
			}
		case "smederij":
			var seed struct{ Smederij []Place }
			if _, err := toml.DecodeFile("testdata/smederijen.toml", &seed); err != nil {
				t.Fatal(err)
			}
			r := Smederij(f[1], seed.Smederij)
			if r.Sure {
				got = r.Value.Name
			}
			for _, l := range r.Likely {
				like += " " + l.Name
			}
		default:
			continue
		}
		if got != f[2] {
			t.Errorf("%s %q: %q want %q %s", f[0], f[1], got, f[2], like)
		} else if got == "?" {
			fmt.Println(f[0], f[1], like)
		}
	}
	t.Log(len(vocabulary().command.meanings), len(vocabulary().yesno))
}
