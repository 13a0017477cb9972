package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"smederij/bot"
	"smederij/bot/local"
	"smederij/bot/privacy"
	"smederij/store"
)

// opening is typed for who starts chat with nothing set up: a volunteer and a coordinator are there, and Krakeel has its groups.
var opening = struct {
	roles []string
	lines []string
}{
	roles: []string{"wim=volunteer:KRA", "carla=coordinator"},
	lines: []string{"carla@KRA> /koppel KRA", "carla@KRA*> /koppel KRA vrijwilligers"},
}

const chatHelp = `Dit is de computer van De Smederijen, in uw terminal. U bent wie u wilt: schrijf een naam, dan > en wat die zegt.
  anja> ik heb een idee        anja> [1]  of  anja> [Stuur mijn idee in]
  wim@KRA*> [Voldoet]          ! 10m  zet de klok vooruit
Wim is vrijwilliger in Krakeel, Carla is coördinator. Zij koppelt eerst de twee groepen van Krakeel:
`

type chatFlags struct {
	roles       []string
	now, db     string
	inbox, sent string
}

// chat talks in the terminal, with any number of people and groups.
func chat(ctx context.Context, w world, args []string) error {
	f, c, err := readChat(w, args)
	if err != nil {
		return err
	}
	err = f.talk(ctx, w, c)
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return nil // asked to stop, also in the middle of starting
	}
	return err
}

func readChat(w world, args []string) (f chatFlags, c configuration, err error) {
	fs := flag.NewFlagSet("smederij chat", flag.ContinueOnError)
	fs.Func("role", "give somebody a role, may be repeated: wim=volunteer:KRA, carla=coordinator", func(s string) error {
		f.roles = append(f.roles, s)
		return nil
	})
	fs.StringVar(&f.now, "now", "", "where the clock starts: 2026-11-23 09:00 (default: now); lines like ! 26h move it")
	fs.StringVar(&f.db, "db", "", "keep the database in this `file`; its key is file.key beside it, or else that of the environment (default: a temporary one)")
	fs.StringVar(&f.inbox, "inbox", "", "follow numbered lines in this file instead of reading the terminal")
	fs.StringVar(&f.sent, "sent", "", "with --inbox: add what is sent to this file, a JSON object a line")
	config := configFlag(fs)
	if err := parse(fs, w, args); err != nil {
		return f, c, err
	}
	if (f.inbox == "") != (f.sent == "") {
		return f, c, usageError{errors.New("--inbox and --sent go together")}
	}
	c, err = readConfiguration(*config)
	return f, c, err
}

func (f chatFlags) talk(ctx context.Context, w world, c configuration) error {
	clock, err := f.clock(c.zone)
	if err != nil {
		return err
	}
	db, closeDB, err := f.open(w, c)
	if err != nil {
		return err
	}
	defer closeDB()

	var a *app
	stage := local.Stage{Clock: clock, Settle: func(ctx context.Context) error { return a.settle(ctx) }}
	platform, err := f.platform(stage, w)
	if err != nil {
		return usageError{err} // a file that a flag names
	}
	log := slog.New(slog.NewTextHandler(w.stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	if a, err = newApp(ctx, c, db, clock, log, 1, platform); err != nil {
		return err
	}
	if t, ok := platform.(*local.Terminal); ok {
		if err := recall(ctx, db, t); err != nil {
			return err
		}
	}
	roles := f.roles
	if len(roles) == 0 && f.inbox == "" {
		roles = opening.roles
	}
	if err := cast(ctx, db, clock.Now(), roles, ofTerminal); err != nil {
		return err
	}
	return a.run(ctx, platform)
}

const recalled = 1000 // messages of earlier runs whose buttons still work

func recall(ctx context.Context, db *store.DB, t *local.Terminal) error {
	return db.Read(ctx, func(tx *store.Tx) error {
		screens, err := tx.Screens(local.PlatformName, recalled)
		for _, s := range screens {
			t.Recall(s.To.Address.Chat, s.MessageID, slices.Concat(s.Body.Buttons...))
		}
		return err
	})
}

func (f chatFlags) clock(zone *time.Location) (*bot.TurnedClock, error) {
	if f.now == "" {
		return bot.NewTurnedClock(bot.RealClock{Zone: zone}.Now()), nil
	}
	now, err := time.ParseInLocation("2006-01-02 15:04", f.now, zone)
	if err != nil {
		return nil, usageError{fmt.Errorf("--now %q: write it like 2026-11-23 09:00", f.now)}
	}
	return bot.NewTurnedClock(now), nil
}

func (f chatFlags) platform(stage local.Stage, w world) (bot.Platform, error) {
	if f.inbox != "" {
		return local.OpenInbox(stage, f.inbox, f.sent)
	}
	in, piped := w.stdin, true
	if file, ok := w.stdin.(*os.File); ok {
		info, err := file.Stat()
		piped = err != nil || info.Mode()&os.ModeCharDevice == 0
	}
	if len(f.roles) == 0 {
		in = io.MultiReader(strings.NewReader(strings.Join(opening.lines, "\n")+"\n"), in)
	}
	if !piped {
		fmt.Fprint(w.stdout, chatHelp)
	}
	t := local.NewTerminal(stage, in, w.stdout)
	t.Echo = piped
	return t, nil
}

// open opens the file of --db, or a temporary one that is gone afterwards.
func (f chatFlags) open(w world, c configuration) (*store.DB, func(), error) {
	if f.db != "" {
		return f.openKept(w, c)
	}
	dir, err := os.MkdirTemp("", "smederij-chat-")
	if err != nil {
		return nil, nil, err
	}
	k := make([]byte, store.KeySize)
	_, _ = rand.Read(k) // never fails, by its documentation
	db, err := openWith(c, filepath.Join(dir, "chat.db"), k)
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	return db, func() {
		_ = db.Close()
		_ = os.RemoveAll(dir)
	}, nil
}

// openKept opens the file of --db, for this program alone: two would send the same messages.
func (f chatFlags) openKept(w world, c configuration) (*store.DB, func(), error) {
	release, err := lockDatabase(f.db)
	if err != nil {
		return nil, nil, err
	}
	k, err := f.key(w)
	if err != nil {
		release()
		return nil, nil, err
	}
	db, err := openWith(c, f.db, k.bytes)
	if err != nil {
		release()
		return nil, nil, k.explain(err)
	}
	return db, func() {
		_ = db.Close()
		release()
	}, nil
}

// key reads the key of --db like every command. Only for a database that is still to be made is it made too.
func (f chatFlags) key(w world) (installationKey, error) {
	k, err := readKey(w.env, f.db)
	if !errors.Is(err, errNoKey) {
		return k, err
	}
	if _, statErr := os.Lstat(f.db); !errors.Is(statErr, fs.ErrNotExist) {
		if err := present(f.db, false); err != nil {
			return k, err
		}
		return k, fmt.Errorf("%w; %s is not there either", err, keyBeside(f.db))
	}
	k, _, err = makeKey(keyBeside(f.db))
	return k, err
}

// roleNames are the roles as --role takes them.
var roleNames = map[string]store.Role{
	"volunteer": store.Volunteer, "coordinator": store.Coordinator, "team": store.TeamMember, "steering": store.SteeringGroup,
	"operator": store.Operator,
}

// door is where a person of a platform is found: their account, and the address of their private chat.
type door func(who string) (account string, private store.Address)

func ofTerminal(who string) (string, store.Address) {
	return who, store.Address{Platform: local.PlatformName, Chat: local.PrivateChat(who)}
}

// cast gives people of a platform their roles, as an invitation would: with a first name, and a private chat that is open.
func cast(ctx context.Context, db *store.DB, now time.Time, roles []string, find door) error {
	for _, r := range roles {
		who, what, ok := strings.Cut(r, "=")
		role, code, _ := strings.Cut(what, ":")
		if _, known := roleNames[role]; !ok || !known {
			return usageError{fmt.Errorf("--role %q: write it like wim=volunteer:KRA or carla=coordinator", r)}
		}
		if err := db.Write(ctx, func(tx *store.Tx) error { return appoint(tx, who, find, roleNames[role], code, now) }); err != nil {
			return fmt.Errorf("--role %q: %w", r, err)
		}
	}
	return nil
}

func appoint(tx *store.Tx, who string, find door, role store.Role, code string, now time.Time) error {
	var area store.SmederijID
	if code != "" {
		s, err := tx.SmederijByCode(code)
		if errors.Is(err, store.ErrNotFound) {
			return usageError{fmt.Errorf("there is no Smederij %s", code)}
		}
		if err != nil {
			return err
		}
		area = s.ID
	}
	account, private := find(who)
	p, err := tx.PersonOf(store.Account{Platform: private.Platform, ID: account}, now)
	if err != nil {
		return err
	}
	first, size := utf8.DecodeRuneInString(who)
	if err := tx.NamePerson(p.ID, string(unicode.ToUpper(first))+who[size:], true); err != nil {
		return err
	}
	if err := tx.NoticeRead(p.ID, privacy.NoticeVersion); err != nil {
		return err
	}
	if _, err := tx.ChatAt(private, p.ID, now); err != nil {
		return err
	}
	return tx.Appoint(0, p.ID, role, area, now)
}
