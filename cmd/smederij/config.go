package main

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"smederij/bot"
	"smederij/store"
)

// configuration is smederij.toml. Every setting has a default, which stands in default.toml with what it means; secrets are never in it.
type configuration struct {
	Programme struct {
		Name     string `toml:"name"`
		Timezone string `toml:"timezone"`
		Contact  string `toml:"contact"`
		Report   string `toml:"report"`
	} `toml:"programme"`
	Database struct {
		Path string `toml:"path"`
	} `toml:"database"`
	Smederijen struct {
		File string `toml:"file"`
	} `toml:"smederijen"`
	Funders struct {
		File string `toml:"file"`
	} `toml:"funders"`
	Money struct {
		Second   int    `toml:"second_above"`
		LeftOver string `toml:"left_over"`
	} `toml:"money"`
	Operator struct {
		Chat string `toml:"chat"`
	} `toml:"operator"`
	Files struct {
		MaxMegabytes int `toml:"max_megabytes"`
	} `toml:"files"`
	Telegram telegramSettings `toml:"telegram"`
	Terms    struct {
		Answer int `toml:"answer_days"`
		Appeal int `toml:"appeal_days"`
		Long   int `toml:"long_days"`
		Claim  int `toml:"claim_hours"`
		Undo   int `toml:"undo_minutes"`
		Draft  int `toml:"draft_days"`
		Detail int `toml:"detail_months"`

		Checkin     int `toml:"checkin_weeks"`
		CheckinLong int `toml:"checkin_long_weeks"`
	} `toml:"terms"`
	Quiet struct {
		From        int    `toml:"from"`
		Until       int    `toml:"until"`
		SummerFrom  string `toml:"summer_from"`
		SummerUntil string `toml:"summer_until"`
	} `toml:"quiet"`

	zone *time.Location
}

// defaultFile is what init writes, and the only place where the defaults are.
//
//go:embed default.toml
var defaultFile string

func defaultConfiguration() configuration {
	var c configuration
	if err := c.read("default.toml", defaultFile); err != nil {
		panic(err) // it is part of the program, and tested
	}
	return c
}

const configFile = "smederij.toml"

// readConfiguration reads a file; without one named it takes smederij.toml, or the defaults when that is not there.
func readConfiguration(path string) (configuration, error) {
	c := defaultConfiguration()
	named := path != ""
	if !named {
		path = configFile
	}
	data, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !named:
		return c, nil
	case err != nil:
		return c, configError{err}
	}
	if err := c.read(path, string(data)); err != nil {
		return c, configError{err}
	}
	// From the folder of the file, so that every command means the same database wherever it is started.
	c.Database.Path = seenFrom(path, c.Database.Path)
	c.Smederijen.File = seenFrom(path, c.Smederijen.File)
	c.Funders.File = seenFrom(path, c.Funders.File)
	return c, nil
}

func seenFrom(config, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(config), path)
}

// read takes over what a file says and checks it; path stands in errors.
func (c *configuration) read(path, data string) error {
	meta, err := toml.Decode(data, c)
	var at toml.ParseError
	if errors.As(err, &at) {
		return fmt.Errorf("%s:%d: %s", path, at.Position.Line, at.Message)
	}
	if m := wrongType.FindStringSubmatch(fmt.Sprint(err)); m != nil {
		return fmt.Errorf("%s:%s: %s: %s", path, m[1], m[2], m[3])
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("%s:%d: there is no setting %q", path, lineOf(data, unknown[0].String()), unknown[0])
	}
	return c.validate(path, data)
}

// wrongType is how the library says that text stands where a number should, and the like.
var wrongType = regexp.MustCompile(`^toml: line (\d+) \(last key "([^"]+)"\): (.+)$`)

// lineOf is where a setting stands: below the header of its table, or with the table's name before it, or inside the table on one line.
func lineOf(data, setting string) int {
	found, longest, table := 1, 0, ""
	for i, line := range strings.Split(data, "\n") {
		line = strings.TrimSpace(line)
		name := ""
		if header, ok := strings.CutPrefix(line, "["); ok {
			header, _, _ = strings.Cut(strings.TrimPrefix(header, "["), "]")
			table = plainKey(header)
			name = table
		} else if word, _, ok := strings.Cut(line, "="); ok {
			name = strings.TrimPrefix(table+"."+plainKey(word), ".")
		}
		if name == setting {
			return i + 1
		}
		if len(name) > longest && strings.HasPrefix(setting, name+".") {
			found, longest = i+1, len(name)
		}
	}
	return found
}

// plainKey is a key of TOML without quotes and spaces.
func plainKey(s string) string {
	return strings.NewReplacer(" ", "", "\t", "", `"`, "", "'", "").Replace(s)
}

func (c configuration) terms() store.Terms {
	t := store.DefaultTerms(c.zone)
	t.Answer, t.Appeal, t.Long = c.Terms.Answer, c.Terms.Appeal, c.Terms.Long
	t.Draft, t.Checkin, t.CheckinLong = c.Terms.Draft, c.Terms.Checkin, c.Terms.CheckinLong
	t.Claim, t.Hold = time.Duration(c.Terms.Claim)*time.Hour, time.Duration(c.Terms.Undo)*time.Minute
	t.Quiet = store.Quiet{From: c.Quiet.From, Until: c.Quiet.Until, BreakFrom: c.Quiet.SummerFrom, BreakUntil: c.Quiet.SummerUntil}
	t.Second, t.LeftOver = store.Cents(c.Money.Second)*100, store.LeftOver(c.Money.LeftOver)
	return t
}

// seeds are the areas and funders of the house's own files; nil where the embedded ones hold.
func (c configuration) seeds() (smederijen []store.Smederij, funders []store.Funder, err error) {
	if c.Smederijen.File != "" {
		if smederijen, err = store.ReadSmederijen(c.Smederijen.File); err != nil {
			return nil, nil, configError{fmt.Errorf("smederijen.file: %w", err)}
		}
	}
	if c.Funders.File != "" {
		if funders, err = store.ReadFunders(c.Funders.File); err != nil {
			return nil, nil, configError{fmt.Errorf("funders.file: %w", err)}
		}
	}
	return smederijen, funders, nil
}

func (c configuration) settings() bot.Settings {
	return bot.Settings{Name: c.Programme.Name, Contact: c.Programme.Contact, Report: c.Programme.Report}
}
