package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"smederij/flows/answer"
	"smederij/store"
)

// asks is what understand prints where the bot would ask.
const asks = "?"

// reading is what an answer is read by, beside its words.
type reading struct {
	now    time.Time
	places []answer.Place
}

// kindOfAnswer is one kind of answer, with how its value is written.
type kindOfAnswer struct {
	name string
	read func(r reading, text string) string
}

// kindsOfAnswer are the kinds that understand reads.
var kindsOfAnswer = []kindOfAnswer{
	{"yesno", func(_ reading, text string) string { return valueOf(answer.YesNo(text), yesOrNo) }},
	{"command", func(_ reading, text string) string { return valueOf(answer.ReadCommand(text), answer.Command.String) }},
	{"euro", func(_ reading, text string) string { return valueOf(answer.Euro(text), centsOf) }},
	{"date", func(r reading, text string) string { return valueOf(answer.Date(text, r.now), dayOf) }},
	{"time", func(_ reading, text string) string { return valueOf(answer.Time(text), answer.Clock.String) }},
	{"count", func(_ reading, text string) string { return valueOf(answer.Count(text), strconv.Itoa) }},
	{"phone", func(_ reading, text string) string { return valueOf(answer.Phone(text), strings.Clone) }},
	{"postcode", func(_ reading, text string) string { return valueOf(answer.Postcode(text), strings.Clone) }},
	{"smederij", func(r reading, text string) string { return valueOf(answer.Smederij(text, r.places), nameOfPlace) }},
}

func valueOf[T any](r answer.Reading[T], write func(T) string) string {
	if !r.Sure {
		return asks
	}
	return write(r.Value)
}

func yesOrNo(yes bool) string {
	if yes {
		return "ja"
	}
	return "nee"
}

func centsOf(n int64) string            { return strconv.FormatInt(n, 10) }
func dayOf(t time.Time) string          { return t.Format(time.DateOnly) }
func nameOfPlace(p answer.Place) string { return p.Name }

// understand tells how the bot reads answers, one a line: to try out words, and to measure the readers with a list of examples.
func understand(ctx context.Context, w world, args []string) error {
	set := flag.NewFlagSet("smederij understand", flag.ContinueOnError)
	now := set.String("now", "", "the `day` that answers such as morgen are counted from: 2026-11-23 (default: today)")
	i := slices.IndexFunc(args, isKind)
	if i < 0 && !slices.Contains(args, "-h") && !slices.Contains(args, "--help") {
		return usageError{fmt.Errorf("write: smederij understand KIND, with one answer a line on standard input; KIND is %s", kindNames())}
	}
	if err := parse(set, w, slices.Delete(slices.Clone(args), max(i, 0), i+1)); err != nil {
		return err
	}
	r, err := newReading(*now)
	if err != nil {
		return err
	}
	kind := kindsOfAnswer[kindNamed(args[i])]
	return eachLine(ctx, w, func(text string) string { return kind.read(r, text) })
}

func kindNamed(name string) int {
	return slices.IndexFunc(kindsOfAnswer, func(k kindOfAnswer) bool { return k.name == name })
}

func isKind(name string) bool { return kindNamed(name) >= 0 }

func kindNames() string {
	var names []string
	for _, k := range kindsOfAnswer {
		names = append(names, k.name)
	}
	return strings.Join(names, ", ")
}

// newReading reads by a day in Amsterdam time and the Smederijen of the program.
func newReading(now string) (reading, error) {
	r := reading{}
	zone := defaultConfiguration().zone
	r.now = time.Now().In(zone)
	if now != "" {
		var err error
		if r.now, err = time.ParseInLocation(time.DateOnly, now, zone); err != nil {
			return r, usageError{fmt.Errorf("--now %q: write it like 2026-11-23", now)}
		}
	}
	seed, err := store.EmbeddedSmederijen()
	if err != nil {
		return r, err
	}
	for _, s := range seed {
		r.places = append(r.places, answer.Place{Code: s.Code, Name: s.Name, Team: s.Team, Aliases: s.Aliases})
	}
	return r, nil
}

// eachLine writes a line for every line that comes in, at once when nothing more waits: it may be a person who types.
func eachLine(ctx context.Context, w world, read func(string) string) error {
	in, out := bufio.NewReader(w.stdin), bufio.NewWriter(w.stdout)
	for {
		line, err := in.ReadString('\n')
		if line != "" {
			fmt.Fprintln(out, read(strings.TrimRight(line, "\r\n"))) // an error stays, and Flush tells it
		}
		if err != nil || in.Buffered() == 0 {
			if failed := out.Flush(); failed != nil {
				return failed
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		}
	}
}
