package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"

	"smederij/bot"
	"smederij/bot/budget"
	"smederij/locales"
	"smederij/store"
)

// Formats of an export, and what can be in it.
const (
	asCSV, asJSON, asXLSX, asHledger = "csv", "json", "xlsx", "hledger"
	theIdeas, theLedger              = "ideas", "ledger"
)

// export writes the ideas or the ledger out. Names, contact details and ids of platforms stay in the house.
func export(ctx context.Context, w world, args []string) error {
	set, config, path := fileFlags("export")
	format := set.String("format", "", "csv, json, xlsx or hledger")
	what := set.String("what", "", "ideas or ledger; xlsx and hledger always hold the ledger (default: ideas)")
	out := set.String("out", "", "write to this new `file`, which must not be there yet (default: standard output)")
	if err := parse(set, w, args); err != nil {
		return err
	}
	if err := exportable(*format, what); err != nil {
		return usageError{err}
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
	e := exporting{db: db, now: bot.RealClock{Zone: c.zone}.Now(), what: *what, format: *format}
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

// exportable refuses what cannot be written, and fills in what a format holds when nobody says.
func exportable(format string, what *string) error {
	only := ""
	switch format {
	case asCSV, asJSON:
	case asXLSX, asHledger:
		only = theLedger
	default:
		return fmt.Errorf("--format %q: write csv, json, xlsx or hledger", format)
	}
	switch {
	case *what != "" && *what != theIdeas && *what != theLedger:
		return fmt.Errorf("--what %q: write ideas or ledger", *what)
	case only != "" && *what == theIdeas:
		return fmt.Errorf("--what ideas: %s holds the ledger; ideas leave as csv or json", format)
	case only != "":
		*what = only
	case *what == "":
		*what = theIdeas
	}
	return nil
}

type exporting struct {
	db           *store.DB
	now          time.Time // local
	what, format string
}

func (e exporting) run(ctx context.Context, to io.Writer) error {
	kept := e.format
	if e.what == theLedger {
		kept = theLedger + " " + e.format
	}
	if err := e.db.Write(ctx, func(tx *store.Tx) error { return tx.RecordExport(0, kept, e.now) }); err != nil {
		return err
	}
	if e.what == theIdeas {
		return e.ideas(ctx, newTable(e.format, to, ideaHeader))
	}
	b, err := budget.OpenBooks(ctx, e.db)
	if err != nil {
		return err
	}
	switch e.format {
	case asHledger:
		err = writeJournal(ctx, b, to)
	case asXLSX:
		err = b.Workbook(ctx, to, locales.Dutch(), e.now)
	default:
		err = e.entries(ctx, b, newTable(e.format, to, entryHeader))
	}
	if err != nil {
		return err
	}
	return b.Same(ctx)
}
