package main

import (
	"bytes"
	"io"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// codes are the one-time codes of a transcript in the order in which they were shown. Each is new in every run, so that in the file they
// are called CODE1, CODE2 and so on: what is typed there is the code that was shown.
type codes struct {
	mu   sync.Mutex
	seen []string
}

var (
	codeShown = regexp.MustCompile(`(?m)^    /code ([A-Z2-7]{26})$`)
	codeNamed = regexp.MustCompile(`CODE(\d+)`)
)

// read remembers the codes in what is on a screen.
func (c *codes) read(screen string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, m := range codeShown.FindAllStringSubmatch(screen, -1) {
		if c.number(m[1]) < 0 {
			c.seen = append(c.seen, m[1])
		}
	}
}

func (c *codes) number(code string) int {
	for i, seen := range c.seen {
		if seen == code {
			return i
		}
	}
	return -1
}

// typed is a line with its codes as they were shown. It tells false when one was not shown yet.
func (c *codes) typed(line string) (string, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	ready := true
	line = codeNamed.ReplaceAllStringFunc(line, func(name string) string {
		n, _ := strconv.Atoi(strings.TrimPrefix(name, "CODE"))
		if n < 1 || n > len(c.seen) {
			ready = false
			return name
		}
		return c.seen[n-1]
	})
	return line, ready
}

// hidden is a screen as it stands in the file.
func (c *codes) hidden(screen string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, code := range c.seen {
		screen = strings.ReplaceAll(screen, code, "CODE"+strconv.Itoa(i+1))
	}
	return screen
}

// screen collects what is shown and tells who waits for a code.
type screen struct {
	codes *codes
	mu    sync.Mutex
	text  bytes.Buffer
	more  chan struct{}
}

func (c *codes) shown() *screen { return &screen{codes: c, more: make(chan struct{}, 1)} }

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.text.Write(p)
	s.codes.read(s.text.String())
	select {
	case s.more <- struct{}{}:
	default:
	}
	return n, err
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// typist types the lines one by one; a line with a code only when that code stands on the screen.
type typist struct {
	lines  []string
	screen *screen
	rest   string
}

func (c *codes) typist(lines string, s *screen) io.Reader {
	return &typist{lines: strings.SplitAfter(lines, "\n"), screen: s}
}

const codeComes = 10 * time.Second // for a code that a line names

func (t *typist) Read(p []byte) (int, error) {
	if t.rest == "" {
		if len(t.lines) == 0 {
			return 0, io.EOF
		}
		line := t.lines[0]
		t.lines = t.lines[1:]
		ready := false
		for give := time.NewTimer(codeComes); ; {
			if t.rest, ready = t.screen.codes.typed(line); ready {
				give.Stop()
				break
			}
			select {
			case <-t.screen.more:
				continue
			case <-give.C:
			}
			break // it is typed as it stands, and the transcript shows that
		}
	}
	n := copy(p, t.rest)
	t.rest = t.rest[n:]
	if n == 0 && len(t.lines) == 0 {
		return 0, io.EOF
	}
	return n, nil
}
