package similar

import (
	"bufio"
	"bytes"
	_ "embed"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"smederij/flows/answer"
)

//go:embed synonyms.txt
var synonymsFile string

// Synonyms are groups of words that say the same in a title. A file of them has one group a line, its words and phrases with commas
// between; # begins a comment. Each ~ before a group halves what its words count: "~~ buurt, wijk, dorp" say little about a plan.
//
//	restaurant, eetcafé, samen eten
//
// A word of a group may be a compound or some words together; then all of them must be in a title, in any order.
type Synonyms struct {
	groups []group
	once   sync.Once
	made   *lexicon
}

type group struct {
	members [][]string // the words of each
	light   int        // how often its words are halved
}

// A file of synonyms is small; larger ones are another file by mistake.
const (
	largestFile = 1 << 20
	longestTerm = 6 // words
	mostLight   = 4
)

// Standard are the synonyms of the program.
func Standard() *Synonyms { return standard() }

var standard = sync.OnceValue(func() *Synonyms {
	s, err := parse("synonyms.txt", []byte(synonymsFile))
	if err != nil {
		panic(err) // the file is part of the program
	}
	return s
})

// ReadSynonyms adds the groups of a file to those of the program. A group that shares a word with another one joins it, and then
// weighs what the file says. An error names the file, and the line.
func ReadSynonyms(path string) (*Synonyms, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > largestFile {
		return nil, fmt.Errorf("%s: too large for a list of synonyms", path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	own, err := parse(path, text)
	if err != nil {
		return nil, err
	}
	return &Synonyms{groups: slices.Concat(Standard().groups, own.groups)}, nil
}

// parse reads a file of synonyms.
func parse(name string, text []byte) (*Synonyms, error) {
	s := &Synonyms{}
	first := map[string]int{} // by member: its line
	lines := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(text, []byte("\ufeff"))))
	lines.Buffer(nil, largestFile+1)
	for n := 1; lines.Scan(); n++ {
		g, err := parseGroup(lines.Text())
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		for _, m := range g.members {
			key := strings.Join(m, " ")
			if before, there := first[key]; there {
				return nil, fmt.Errorf("%s:%d: %q stands in line %d too; a word has one group", name, n, key, before)
			}
			first[key] = n
		}
		if len(g.members) > 0 {
			s.groups = append(s.groups, g)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s, nil
}

// parseGroup reads one line.
func parseGroup(line string) (g group, err error) {
	if !utf8.ValidString(line) {
		return g, fmt.Errorf("this is no text in UTF-8")
	}
	line, _, _ = strings.Cut(line, "#")
	line = strings.TrimSpace(line)
	for rest, more := strings.CutPrefix(line, "~"); more; rest, more = strings.CutPrefix(line, "~") {
		g.light++
		line = strings.TrimSpace(rest)
	}
	switch {
	case g.light > mostLight:
		return g, fmt.Errorf("at most %d times ~", mostLight)
	case line == "" && g.light > 0:
		return g, fmt.Errorf("there are no words behind ~")
	case line == "":
		return g, nil
	}
	members := strings.Split(line, ",")
	for _, m := range members {
		words := answer.Words(m)
		switch {
		case len(words) == 0:
			return g, fmt.Errorf("there is no word between two commas, or at an end")
		case len(words) > longestTerm:
			return g, fmt.Errorf("%q has more than %d words; is a comma missing?", strings.TrimSpace(m), longestTerm)
		}
		g.members = append(g.members, words)
	}
	if len(members) == 1 && g.light == 0 {
		return g, fmt.Errorf("%q stands alone; write what means the same behind a comma", line)
	}
	return g, nil
}
