// Command smederij is the chat bot of a programme in which residents forge plans for their own wijk or dorp.
//
// "smederij chat" talks to it in the terminal, with nothing to set up; "smederij help" lists the rest.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	_ "time/tzdata" // the programme's time zone, also on a machine without zone files

	"smederij/bot/telegram"
	"smederij/store"
)

// Exit codes.
const (
	exitFine          = 0
	exitUsage         = 2
	exitConfiguration = 3
	exitDatabase      = 4
	exitPlatform      = 5
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once; nothing that was confirmed is lost by that
	code := run(ctx, os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// world is what a command may touch outside the program.
type world struct {
	env    func(string) string
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
}

// command is one word after smederij.
type command struct {
	name, does string
	run        func(ctx context.Context, w world, args []string) error
}

func commands() []command {
	return []command{
		{"run", "talk with residents on Telegram; one for each database", runBot},
		{"chat", "talk to it in the terminal, as any person, also from a pipe", chat},
		{"init", "write a commented configuration and a key, and tell what comes next", initialize},
		{"check", "check configuration, secrets, flows, texts and database", check},
		{"invite", "make a one-time invitation to a role", invite},
		{"dead", "inputs that failed: list, show, try again, drop", dead},
		{"export", "write the ideas or the ledger as CSV or JSON, the ledger as XLSX or for hledger", export},
		{"similar", "find titles that tell of the same plan", findSimilar},
		{"understand", "tell how answers are read, one a line on standard input", understand},
		{"verify", "recount everything in the database", verify},
		{"version", "say which version this is", version},
	}
}

// run is the program without the process: it returns the exit code.
func run(ctx context.Context, args []string, env func(string) string, stdin io.Reader, stdout, stderr io.Writer) int {
	w := world{env, stdin, stdout, stderr}
	if len(args) == 0 || slices.Contains([]string{"help", "-h", "--help"}, args[0]) {
		usage(stdout)
		if len(args) == 0 {
			return exitUsage
		}
		return exitFine
	}
	i := slices.IndexFunc(commands(), func(c command) bool { return c.name == args[0] })
	if i < 0 {
		fmt.Fprintf(stderr, "smederij: there is no command %q\n", args[0])
		usage(stderr)
		return exitUsage
	}
	err := commands()[i].run(ctx, w, args[1:])
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return exitFine
	}
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		err = errors.New("stopped before it was done")
	}
	fmt.Fprintf(stderr, "smederij %s: %v\n", args[0], err)
	if help := remedy(err); help != "" {
		fmt.Fprintln(stderr, help)
	}
	return exitCode(err)
}

func usage(w io.Writer) {
	fmt.Fprintln(w, "smederij is the chat bot of De Smederijen. Usage: smederij COMMAND [flags]")
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-10s %s\n", c.name, c.does)
	}
	fmt.Fprintln(w, "smederij COMMAND --help tells the flags of a command.")
}

// usageError is a wrong call, configError a wrong file or key, platformError a refusal of the chat network. They name what is wrong and
// what would be right.
type (
	usageError    struct{ error }
	configError   struct{ error }
	platformError struct{ error }
)

func (e usageError) Unwrap() error    { return e.error }
func (e configError) Unwrap() error   { return e.error }
func (e platformError) Unwrap() error { return e.error }

func exitCode(err error) int {
	var u usageError
	var c configError
	var p platformError
	switch {
	case errors.As(err, &u):
		return exitUsage
	case store.HouseCode(err) == store.BadKey, store.HouseCode(err) == store.WrongKey, errors.As(err, &c):
		return exitConfiguration
	case errors.As(err, &p):
		return exitPlatform
	default:
		return exitDatabase
	}
}

// remedy tells an operator what to do about a failure of the database.
func remedy(err error) string {
	if errors.Is(err, telegram.ErrRevoked) {
		return "Telegram does not know this token. Ask @BotFather for a new one (/token), put it in " + tokenName + " and start again."
	}
	switch store.HouseCode(err) {
	case store.ReadOnly:
		return "The file may not be written. Give this user the right to write it and its folder."
	case store.Full:
		return "The disk is full. Make room and start again; nothing that was confirmed is lost."
	case store.Locked:
		return "Another program holds the file. Stop it, or wait until it is done, and start again."
	case store.Damaged:
		return "The file is not a database, or it is damaged. Put it aside, keep it, and restore the last backup."
	case store.Empty:
		return "The file is there but has no bytes: what was in it is lost. Restore the last backup. To begin anew, remove the file yourself."
	case store.Orphaned:
		return "The database was moved or removed while it was open. Put it back, or restore the last backup with nothing beside it. To begin anew, remove what is left."
	case store.Foreign:
		return "This is a database of another program. Give another path."
	case store.Newer:
		return "A newer version of smederij made this file. Use that version, or restore a backup from before it."
	case store.CantOpen:
		return "The file cannot be opened. See whether the folder exists and whether this user may use it."
	case store.IO, store.Broken, store.Memory:
		return "The disk or the machine fails. See its log; nothing that was confirmed is lost."
	case store.WrongKey:
		return "It is not the key this database was made with. Without that key nobody can be reached."
	case store.BadKey:
		return "A key is 32 bytes in base64: 44 characters."
	}
	return ""
}

// parse reads flags and refuses words that are left over.
func parse(fs *flag.FlagSet, w world, args []string) error {
	fs.SetOutput(io.Discard) // what is wrong is told once, by run
	err := fs.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		help(fs, w.stdout)
		return err
	case err != nil:
		return usageError{fmt.Errorf("%w; %s --help tells the flags", err, fs.Name())}
	case fs.NArg() > 0:
		return usageError{fmt.Errorf("what does %q mean here?", strings.Join(fs.Args(), " "))}
	}
	return nil
}

// help tells what a command does and which flags it takes.
func help(fs *flag.FlagSet, to io.Writer) {
	for _, c := range commands() {
		if fs.Name() == "smederij "+c.name {
			fmt.Fprintf(to, "%s: %s.\n", fs.Name(), c.does)
		}
	}
	fs.SetOutput(to)
	fs.PrintDefaults()
}
