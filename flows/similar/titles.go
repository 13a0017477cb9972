package similar

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"
	"unicode/utf8"
)

// longestLine is what a line with a title may have, in bytes; nobody writes one of that length.
const longestLine = 4096

// Titles reads a title from each line. Spaces around it are dropped, and a tab in it is a space. An empty line is an empty title. After
// an error there is nothing more; it names the file and the line.
func Titles(name string, from io.Reader) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		lines := bufio.NewScanner(from)
		lines.Buffer(nil, longestLine)
		n := 1
		for ; lines.Scan(); n++ {
			text := lines.Text()
			if n == 1 {
				text = strings.TrimPrefix(text, "\ufeff") // a spreadsheet begins a file so
			}
			if !utf8.ValidString(text) {
				yield("", fmt.Errorf("%s:%d: this is no text in UTF-8", name, n))
				return
			}
			if !yield(strings.Join(strings.Fields(text), " "), nil) {
				return
			}
		}
		switch err := lines.Err(); {
		case errors.Is(err, bufio.ErrTooLong):
			yield("", fmt.Errorf("%s:%d: this line is too long for a title", name, n))
		case err != nil:
			yield("", fmt.Errorf("%s: %w", name, err))
		}
	}
}
