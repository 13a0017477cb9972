package flows

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
)

// source knows where things stand in a definition file. The TOML library gives
// positions only for what it could not decode.
type source struct {
	file  string
	lines []string
	steps []int // line of each step
}

func newSource(file string, data []byte) *source {
	s := &source{file: file, lines: strings.Split(string(data), "\n")}
	for i, line := range s.lines {
		if table(line) == "step" {
			s.steps = append(s.steps, i+1)
		}
	}
	return s
}

func (s *source) errorf(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: "+format, append([]any{s.file, line}, args...)...)
}

func (s *source) decodeError(err error) error {
	var pe toml.ParseError
	if errors.As(err, &pe) {
		return s.errorf(max(1, pe.Position.Line), "%s", pe.Message)
	}
	line := 1
	if m := lineInError.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
	}
	return s.errorf(line, "%v", err)
}

var lineInError = regexp.MustCompile(`line ([0-9]+)`)

// lineOfStep is the line where step number i begins, narrowed to the line that
// names key when there is one.
func (s *source) lineOfStep(i int, key string) int {
	if i >= len(s.steps) {
		return 1
	}
	for n := s.steps[i]; n < len(s.lines) && table(s.lines[n]) == ""; n++ {
		if keyOf(s.lines[n]) == key {
			return n + 1
		}
	}
	return s.steps[i]
}

// lineOfKey finds the first line that sets key.
func (s *source) lineOfKey(key toml.Key) int {
	in := ""
	last := key[len(key)-1]
	for i, line := range s.lines {
		if t := table(line); t != "" {
			in = t
		}
		full := strings.TrimPrefix(in+"."+keyOf(line), ".")
		if full == strings.Join(key, ".") || in == strings.Join(key, ".") {
			return i + 1
		}
	}
	for i, line := range s.lines { // inside an inline table
		if strings.Contains(line, last) {
			return i + 1
		}
	}
	return 1
}

// table is the name in a [table] or [[table]] line, else "".
func table(line string) string {
	line, _, _ = strings.Cut(line, "#")
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "[") || !strings.HasSuffix(line, "]") {
		return ""
	}
	return strings.TrimSpace(strings.Trim(line, "[]"))
}

// keyOf is the key a line sets, else "".
func keyOf(line string) string {
	key, _, found := strings.Cut(line, "=")
	if !found {
		return ""
	}
	return strings.Trim(strings.TrimSpace(key), `"`)
}

func (s *source) lineOfTable(name string) int {
	for i, line := range s.lines {
		if table(line) == name {
			return i + 1
		}
	}
	return 1
}

// lineOfTop is the line that sets a key above the first table.
func (s *source) lineOfTop(key string) int {
	for i, line := range s.lines {
		if table(line) != "" {
			break
		}
		if keyOf(line) == key {
			return i + 1
		}
	}
	return 1
}
