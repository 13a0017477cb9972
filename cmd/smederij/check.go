package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// fileFlags are the flags of every command that works on a database.
func fileFlags(name string) (set *flag.FlagSet, config, db *string) {
	set = flag.NewFlagSet("smederij "+name, flag.ContinueOnError)
	return set, configFlag(set),
		set.String("db", "", "database `file` of smederij chat --db; its key is file.key beside it, or else that of the environment\n(default: the configured one)")
}

func configFlag(set *flag.FlagSet) *string {
	return set.String("config", "", "configuration `file` (default: smederij.toml if it is there)")
}

// check tells whether the program could run here: its configuration and secrets, flows and texts, and the database if there is one.
func check(ctx context.Context, w world, args []string) error {
	set, config, path := fileFlags("check")
	if err := parse(set, w, args); err != nil {
		return err
	}
	c, err := readConfiguration(*config)
	if err != nil {
		return err
	}
	if _, _, err := c.seeds(); err != nil {
		return err
	}
	fmt.Fprintln(w.stdout, "configuration: fine")
	if err := checkFlows(w, c); err != nil {
		return err
	}
	platform, err := checkBot(ctx, w, c)
	if err != nil {
		return err
	}
	file := c.Database.Path
	if _, err := os.Stat(file); *path == "" && errors.Is(err, fs.ErrNotExist) {
		return checkNoDatabase(w, file)
	}
	db, err := openDatabase(w, c, *path)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.QuickCheck(ctx); err != nil {
		return err
	}
	fmt.Fprintln(w.stdout, "database: fine")
	if platform == nil {
		return nil
	}
	return checkGroups(ctx, w, platform, db)
}

// checkNoDatabase looks at what the first start will need.
func checkNoDatabase(w world, file string) error {
	if info, err := os.Stat(filepath.Dir(file)); err != nil || !info.IsDir() {
		return &store.Error{Code: store.CantOpen, Detail: file, Err: errors.New("its folder is not there")}
	}
	if err := store.Lost(file); err != nil {
		return err
	}
	said := "is not there yet; it is made at the first start"
	if _, err := readKey(w.env, ""); errors.Is(err, errNoKey) {
		said += ", which needs a key: SMEDERIJ_KEY or SMEDERIJ_KEY_FILE"
	} else if err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "database: %s %s\n", file, said)
	return nil
}

func checkFlows(w world, c configuration) error {
	h := &bot.House{Texts: locales.Dutch(), Features: features(c), Log: slog.New(slog.DiscardHandler)}
	if err := h.Open(nil); err != nil {
		return configError{err}
	}
	library, err := loadFlows()
	if err != nil {
		return configError{err}
	}
	if errs := library.Check(h.Texts, h.EndActions()); len(errs) > 0 {
		return configError{errors.Join(errs...)}
	}
	fmt.Fprintf(w.stdout, "flows and texts: fine (%d flows, %d texts)\n", len(library.Names()), len(h.Texts.Keys()))
	return nil
}

// version says what this program was built from.
func version(_ context.Context, w world, args []string) error {
	if err := parse(flag.NewFlagSet("smederij version", flag.ContinueOnError), w, args); err != nil {
		return err
	}
	revision := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		revision = info.Main.Version
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	fmt.Fprintf(w.stdout, "smederij %s, %s\n", revision, runtime.Version())
	return nil
}
