package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"text/tabwriter"

	"smederij/bot"
	"smederij/store"
)

const deadUsage = "write: smederij dead list | show NUMBER --reason TEXT | retry NUMBER | drop NUMBER"

// dead works on inputs that no handler could take. It works beside a running bot, in short transactions.
func dead(ctx context.Context, w world, args []string) error {
	set, config, path := fileFlags("dead")
	reason := set.String("reason", "", "show: why you look at what somebody wrote; kept in the audit log")
	if slices.Contains(args, "-h") || slices.Contains(args, "--help") {
		fmt.Fprintln(w.stdout, deadUsage)
		help(set, w.stdout)
		return flag.ErrHelp
	}
	action, number, rest, err := deadArgs(args)
	if err != nil {
		return err
	}
	if err := parse(set, w, rest); err != nil {
		return err
	}
	if action == "show" && *reason == "" {
		return usageError{errors.New("who reads what somebody wrote says why: --reason TEXT")}
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
	d := deadLetters{w, db, bot.RealClock{Zone: c.zone}}
	switch action {
	case "list":
		err = d.list(ctx)
	case "show":
		err = d.show(ctx, number, *reason)
	case "retry":
		err = d.retry(ctx, c, number)
	case "drop":
		err = d.drop(ctx, number)
	}
	return err
}

func deadArgs(args []string) (action string, number int64, rest []string, err error) {
	if len(args) == 0 {
		return "", 0, nil, usageError{errors.New(deadUsage)}
	}
	switch args[0] {
	case "list":
		return args[0], 0, args[1:], nil
	case "show", "retry", "drop":
		if len(args) > 1 {
			if number, err = strconv.ParseInt(args[1], 10, 64); err == nil {
				return args[0], number, args[2:], nil
			}
		}
	}
	return "", 0, nil, usageError{errors.New(deadUsage)}
}

type deadLetters struct {
	w     world
	db    *store.DB
	clock bot.Clock
}

// list says when each came and what kind of input it is; who reads one says why.
func (d deadLetters) list(ctx context.Context) error {
	var letters []store.DeadLetter
	var kinds map[int64]string
	err := d.db.Read(ctx, func(tx *store.Tx) (err error) {
		if letters, err = tx.DeadLetters(); err != nil {
			return err
		}
		kinds, err = tx.DeadLetterKinds(kindOf)
		return err
	})
	if err != nil {
		return err
	}
	if len(letters) == 0 {
		fmt.Fprintln(d.w.stdout, "no dead letters")
		return nil
	}
	zone := d.clock.Now().Location()
	table := tabwriter.NewWriter(d.w.stdout, 0, 0, 2, ' ', 0)
	for _, l := range letters {
		again := ""
		if l.Retried {
			again = "\thandled again"
		}
		fmt.Fprintf(table, "%d\t%s\t%s%s\n", l.ID, l.DiedAt.In(zone).Format(momentForm), kinds[l.ID], again)
	}
	return table.Flush()
}

// momentForm is how an operator reads a time: local, and of which zone.
const momentForm = "2006-01-02 15:04 MST"

// kindOf is the kind of a kept input, without anything of what it says or who sent it.
func kindOf(content []byte) string {
	var in bot.Inbound
	if json.Unmarshal(content, &in) != nil {
		return "unreadable"
	}
	switch {
	case in.Raw != "":
		return "undecoded"
	case in.Signal != nil && in.Signal.Slot != "":
		return "slot"
	case in.Signal != nil:
		return "signal"
	case in.Press != nil:
		return "press"
	case in.Moved != nil:
		return "moved chat"
	case in.Standing != "":
		return "standing"
	case in.Edited:
		return "edit"
	}
	return "message"
}

func (d deadLetters) open(ctx context.Context, number int64, reason string) (in bot.Inbound, cause string, err error) {
	var content []byte
	err = d.db.Write(ctx, func(tx *store.Tx) (err error) {
		content, cause, err = tx.OpenDeadLetter(number, 0, reason, d.clock.Now())
		return err
	})
	if err != nil {
		return in, "", noSuchLetter(number, err)
	}
	return in, cause, json.Unmarshal(content, &in)
}

func (d deadLetters) drop(ctx context.Context, number int64) error {
	err := d.db.Write(ctx, func(tx *store.Tx) error { return tx.DropDeadLetter(number, 0, d.clock.Now()) })
	return noSuchLetter(number, err)
}

// noSuchLetter names the number that was asked for, when no letter has it.
func noSuchLetter(number int64, err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return usageError{fmt.Errorf("there is no dead letter %d", number)}
	}
	return err
}

func (d deadLetters) show(ctx context.Context, number int64, reason string) error {
	in, cause, err := d.open(ctx, number, reason)
	if err != nil {
		return err
	}
	in.From, in.Address, in.MessageID = "", store.Address{}, "" // who it was, and where, is not needed to see what went wrong
	text, err := json.MarshalIndent(in, "", "  ")
	if err != nil {
		return err
	}
	fmt.Fprintf(d.w.stdout, "%s\n\n%s\n", text, cause)
	return nil
}

// retry hands the input to the house once more. What it says is sent by the bot that runs, or by the next that starts. If it fails
// again, what went wrong now is kept in the letter: it may hold what somebody wrote, and is not for the screen.
func (d deadLetters) retry(ctx context.Context, c configuration, number int64) error {
	in, _, err := d.open(ctx, number, "retry")
	if err != nil {
		return err
	}
	h, err := newHouse(ctx, c, d.db, d.clock, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	again := in
	again.Key = fmt.Sprintf("dead:%d:%d", number, d.clock.Now().UnixNano())
	err = d.db.Write(ctx, func(tx *store.Tx) error {
		if _, err := h.Handle(tx, again); err != nil {
			return err
		}
		return tx.RetriedDeadLetter(number, d.clock.Now())
	})
	switch {
	case err == nil:
		fmt.Fprintf(d.w.stdout, "dead letter %d was handled\n", number)
		return nil
	case store.HouseCode(err) != "":
		return err
	}
	content, encodeErr := json.Marshal(in)
	buryErr := d.db.Write(ctx, func(tx *store.Tx) error { return h.Bury(tx, in, content, err, false) })
	return errors.Join(fmt.Errorf("dead letter %d fails again (%s); smederij dead show tells why", number, bot.ErrorType(err)), encodeErr, buryErr)
}
