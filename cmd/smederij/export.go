package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"time"

	"smederij/bot"
	"smederij/store"
)

// exportPage is how many ideas are in memory at once.
const exportPage = 1000

// exportedLine is one idea as it leaves the house, in either format.
type exportedLine struct {
	Reference  string `json:"reference"`
	Title      string `json:"title"`
	Smederij   string `json:"smederij"`
	State      string `json:"state"`
	Track      string `json:"track"`
	Created    string `json:"created"`       // local date
	Promised   string `json:"promised"`      // local date, or ""
	Supporters int    `json:"supporters"`    // people
	Helpers    int    `json:"helpers"`       // people
	Granted    int64  `json:"granted_cents"` // 0: none
}

var exportHeader = []string{"reference", "title", "smederij", "state", "track", "created", "promised", "supporters", "helpers", "granted_cents"}

// exporter writes lines in one format.
type exporter interface {
	write(exportedLine) error
	end() error
}

var exportFormats = map[string]func(io.Writer) exporter{"csv": newCSV, "json": newJSON}

// export writes the ideas out. Names, contact details and ids of platforms stay in the house.
func export(ctx context.Context, w world, args []string) error {
	set, config, path := fileFlags("export")
	format := set.String("format", "", "csv or json")
	out := set.String("out", "", "write to this new `file`, which must not be there yet (default: standard output)")
	if err := parse(set, w, args); err != nil {
		return err
	}
	start, known := exportFormats[*format]
	if !known {
		return usageError{fmt.Errorf("--format %q: write csv or json", *format)}
	}
	c, err := readConfiguration(*config)
	if err != nil {
		return err
	}
	db, err := openDatabase(w, c, *path)
	if err != nil {
		return err
	}
	defer db.Close()
	e := exporting{db: db, zone: c.zone, format: *format, start: start}
	if *out == "" {
		to := bufio.NewWriter(w.stdout)
		if err := e.run(ctx, to); err != nil {
			return err
		}
		return to.Flush()
	}
	err = newFile(*out, func(to io.Writer) error { return e.run(ctx, to) })
	if errors.Is(err, fs.ErrExist) {
		return usageError{fmt.Errorf("--out %s: this file is there already, and nothing is ever overwritten", *out)}
	}
	return err
}

type exporting struct {
	db     *store.DB
	zone   *time.Location
	format string
	start  func(io.Writer) exporter
}

func (e exporting) run(ctx context.Context, to io.Writer) error {
	now := bot.RealClock{Zone: e.zone}.Now()
	if err := e.db.Write(ctx, func(tx *store.Tx) error { return tx.RecordExport(0, e.format, now) }); err != nil {
		return err
	}
	out := e.start(to)
	for after := store.IdeaID(0); ; {
		var page []store.ExportedIdea
		if err := e.db.Read(ctx, func(tx *store.Tx) (err error) {
			page, err = tx.ExportIdeas(after, exportPage)
			return err
		}); err != nil {
			return err
		}
		for _, i := range page {
			if err := out.write(e.line(i)); err != nil {
				return err
			}
		}
		if len(page) < exportPage {
			return out.end()
		}
		after = page[len(page)-1].ID
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

func (e exporting) line(i store.ExportedIdea) exportedLine {
	return exportedLine{i.Ref, i.Title, i.Smederij, string(i.State), string(i.Track), i.Created.In(e.zone).Format(time.DateOnly),
		i.AnswerBy, i.Supporters, i.Helpers, int64(i.Granted)}
}

// csvExport follows RFC 4180, with a header.
type csvExport struct{ *csv.Writer }

func newCSV(to io.Writer) exporter {
	w := csv.NewWriter(to)
	w.UseCRLF = true
	_ = w.Write(exportHeader) // what fails here is told by the next error
	return csvExport{w}
}

func (c csvExport) write(l exportedLine) error {
	return c.Write([]string{cell(l.Reference), cell(l.Title), cell(l.Smederij), cell(l.State), cell(l.Track), cell(l.Created), cell(l.Promised),
		strconv.Itoa(l.Supporters), strconv.Itoa(l.Helpers), strconv.FormatInt(l.Granted, 10)})
}

func (c csvExport) end() error {
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

// jsonExport is an array with one idea a line.
type jsonExport struct {
	to    io.Writer
	begun bool
}

func newJSON(to io.Writer) exporter { return &jsonExport{to: to} }

func (j *jsonExport) write(l exportedLine) error {
	text, err := json.Marshal(l)
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

func (j *jsonExport) end() error {
	closing := "\n]\n"
	if !j.begun {
		closing = "[]\n"
	}
	_, err := io.WriteString(j.to, closing)
	return err
}
