package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"smederij/flows/similar"
)

// mostHints is how many titles a resident is shown.
const mostHints = 3

// findSimilar answers each line of standard input with one line: the title as it was read, then of each hint a score of 0.00 to 1.00 and
// the title, the best first, all with tabs between. Without hints there is nothing behind the title, so lines in and out keep pace.
func findSimilar(ctx context.Context, w world, args []string) error {
	set := flag.NewFlagSet("smederij similar", flag.ContinueOnError)
	titles := set.String("titles", "", "the `file` to search, with a title on each line")
	synonyms := set.String("synonyms", "", "a `file` with words that mean the same, beside those of the program: a group on each line, commas between; ~ before what says little")
	if err := parse(set, w, args); err != nil {
		return err
	}
	if *titles == "" {
		return usageError{errors.New("--titles FILE names the file to search, with a title on each line")}
	}
	known := similar.Standard()
	if *synonyms != "" {
		own, err := similar.ReadSynonyms(*synonyms)
		if err != nil {
			return wrongFile(err)
		}
		known = own
	}
	index, list, err := readTitles(*titles, known)
	if err != nil {
		return wrongFile(err)
	}
	for title, err := range similar.Titles("standard input", w.stdin) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return usageError{err}
		}
		line := []string{title}
		for _, h := range index.Find(title, mostHints) {
			line = append(line, fmt.Sprintf("%.2f", h.Score), list[h.ID])
		}
		if _, err := fmt.Fprintln(w.stdout, strings.Join(line, "\t")); err != nil {
			return err
		}
	}
	return nil
}

// readTitles makes an index of a file. Empty lines are passed over.
func readTitles(path string, known *similar.Synonyms) (*similar.Index, []string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	index := similar.New(known)
	var list []string
	for title, err := range similar.Titles(path, f) {
		if err != nil {
			return nil, nil, err
		}
		if title != "" {
			index.Add(similar.ID(len(list)), title)
			list = append(list, title)
		}
	}
	return index, list, nil
}

// wrongFile tells a file that is not there from one that holds what cannot be.
func wrongFile(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return usageError{err}
	}
	return configError{err}
}
