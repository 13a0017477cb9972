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
	zone := defaultConfiguration().zone
	now := time.Now().In(zone)
	set.Func("now", "the `day` that answers such as morgen are counted from: 2026-11-23 (default: today)", func(text string) (err error) {
		now, err = readDay(text, zone)
		return err
	})
	i := slices.IndexFunc(args, isKind)
	rest := args
	if i >= 0 {
		rest = slices.Delete(slices.Clone(args), i, i+1)
	}
	switch err := parse(set, w, rest); {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprintf(w.stdout, "KIND is %s.\n", kindNames())
		return err
	case i < 0 && set.NArg() > 0:
		return usageError{fmt.Errorf("there is no kind %q; KIND is %s", set.Arg(0), kindNames())}
	case err != nil:
		return err
	case i < 0:
		return usageError{fmt.Errorf("write: smederij understand KIND, with one answer a line on standard input; KIND is %s", kindNames())}
	}
	r, err := newReading(now)
	if err != nil {
		return err
	}
	kind := kindsOfAnswer[kindNamed(args[i])]
	return eachLine(ctx, w, func(text string) string { return kind.read(r, text) })
}

// readDay reads a day that is written 2026-11-23.
func readDay(text string, zone *time.Location) (time.Time, error) {
	day, err := time.ParseInLocation(time.DateOnly, text, zone)
	var wrong *time.ParseError
	switch {
	case errors.As(err, &wrong) && strings.HasSuffix(wrong.Message, "out of range"):
		return day, fmt.Errorf("%s does not exist; write a day like 2026-11-23", text)
	case err != nil:
		return day, errors.New("write it like 2026-11-23")
	}
	return day, nil
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
func newReading(now time.Time) (reading, error) {
	r := reading{now: now}
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
