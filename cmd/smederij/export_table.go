package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
)

// record is a line of a table. As JSON it is an object whose keys are the header.
type record interface{ cells() []string }

// table writes lines in one format.
type table interface {
	write(record) error
	end() error
}

// newTable begins a table as csv or json.
func newTable(format string, to io.Writer, header []string) table {
	if format == asJSON {
		return &jsonTable{to: to}
	}
	w := csv.NewWriter(to)
	w.UseCRLF = true
	_ = w.Write(header) // what fails here is told by the next error
	return csvTable{w}
}

// csvTable follows RFC 4180, with a header.
type csvTable struct{ *csv.Writer }

func (c csvTable) write(r record) error {
	cells := r.cells()
	for n := range cells {
		cells[n] = cell(cells[n])
	}
	return c.Write(cells)
}

func (c csvTable) end() error {
	c.Flush()
	return c.Error()
}

// cell keeps a spreadsheet from reading what a resident wrote as a formula.
// https://owasp.org/www-community/attacks/CSV_Injection
func cell(s string) string {
	if s == "" {
		return s
	}
	switch s[0] {
	case '=', '+', '-', '@', '\t', '\r', '\n':
		return "'" + s
	}
	return s
}

// jsonTable is an array with one object a line.
type jsonTable struct {
	to    io.Writer
	begun bool
}

func (j *jsonTable) write(r record) error {
	text, err := json.Marshal(r)
	if err != nil {
		return err
	}
	before := ",\n"
	if !j.begun {
		before, j.begun = "[\n", true
	}
	_, err = fmt.Fprintf(j.to, "%s%s", before, text)
	return err
}

func (j *jsonTable) end() error {
	closing := "\n]\n"
	if !j.begun {
		closing = "[]\n"
	}
	_, err := io.WriteString(j.to, closing)
	return err
}
