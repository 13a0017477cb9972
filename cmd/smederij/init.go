package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

const keyFile = "smederij.key"

// initialize writes a configuration with every setting in it, and a key beside it. What is there already stays as it is, so that it
// can be run again after it stopped half-way.
func initialize(_ context.Context, w world, args []string) error {
	set := flag.NewFlagSet("smederij init", flag.ContinueOnError)
	config := set.String("config", configFile, "configuration `file` to write; the key comes beside it, as "+keyFile)
	if err := parse(set, w, args); err != nil {
		return err
	}
	path, err := filepath.Abs(*config)
	if err != nil || *config == "" {
		return usageError{fmt.Errorf("--config %q: name a file", *config)}
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return usageError{fmt.Errorf("--config %s: this is a folder; name a file in it", *config)}
	}
	keyPath := filepath.Join(filepath.Dir(path), keyFile)

	err = newFile(path, func(to io.Writer) error {
		_, err := io.WriteString(to, defaultFile)
		return err
	})
	written := err == nil
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return configError{err}
	}
	_, made, err := makeKey(keyPath)
	if err != nil {
		return err
	}
	if !written && !made {
		return configError{fmt.Errorf("%s and %s are there already; nothing is ever overwritten", path, keyPath)}
	}
	tellWritten(w.stdout, written, path, "every setting, with its default and what it means")
	tellWritten(w.stdout, made, keyPath, "seals names and messages; keep a copy, and keep it apart from the backups of the database")
	where := ""
	if *config != configFile {
		where = " --config " + quoted(path)
	}
	fmt.Fprintf(w.stdout, nextSteps, quoted(keyPath), where)
	return nil
}

// nextSteps are in the order in which they work.
const nextSteps = `
What comes next:
 1. Tell the program where the key is:
      export SMEDERIJ_KEY_FILE=%[1]s
 2. In Telegram, write /newbot to @BotFather. It asks for a name and gives a token. Put the token in SMEDERIJ_TELEGRAM_TOKEN, or in a
    file that only this user may read (chmod 600) and the name of that file in SMEDERIJ_TELEGRAM_TOKEN_FILE.
 3. Leave the bot's privacy mode on, as @BotFather gives it: in groups it then reads only what is meant for it.
 4. smederij check%[2]s
 5. smederij run%[2]s
 6. smederij invite --role coordinator%[2]s
    and open the link it prints: now you may link groups and invite volunteers.
 7. Add the bot to the group of a Smederij and write there: /koppel KRA
`

// quoted is a path as a shell reads it.
func quoted(path string) string {
	if !strings.ContainsAny(path, " \t\n'\"\\$&;()<>|*?[]#~`!{}") {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

func tellWritten(w io.Writer, made bool, path, what string) {
	if made {
		fmt.Fprintf(w, "written: %s (%s)\n", path, what)
	} else {
		fmt.Fprintf(w, "was there, left as it is: %s\n", path)
	}
}
