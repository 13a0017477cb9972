package similar

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestTry(t *testing.T) {
	l := Standard().lexicon()
	for _, s := range strings.Split(os.Getenv("TRY"), "|") {
		fmt.Printf("%s: %+v\n", s, l.read(plain(s), l.split))
	}
}

func TestClash(t *testing.T) {
	s := &Synonyms{}
	seen := map[string]bool{}
	n := 0
	for line := range strings.Lines(synonymsFile) {
		n++
		g, err := parseGroup(strings.TrimSuffix(line, "\n"))
		if err != nil {
			fmt.Println(n, err)
		}
		var m [][]string
		for _, w := range g.members {
			k := strings.Join(w, " ")
			if seen[k] {
				fmt.Println("DUP", n, k)
				continue
			}
			seen[k] = true
			m = append(m, w)
		}
		g.members = m
		if len(g.members) > 0 {
			s.groups = append(s.groups, g)
		} else {
			s.groups = append(s.groups, group{[][]string{{fmt.Sprint("leeg", n)}}, 0})
		}
	}
	l := s.lexicon()
	first := map[string]int{}
	for i, g := range s.groups {
		for _, w := range g.members {
			u := strings.Join(l.unit(w), " ")
			if f, ok := first[u]; ok && f != i {
				fmt.Println("CLASH", f+1, i+1, w, "=", u)
			} else {
				first[u] = i
			}
		}
	}
}
