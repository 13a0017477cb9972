package main

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"smederij/bot"
	"smederij/store"
)

// configuration is smederij.toml. Every key has a default; secrets are never in it.
type configuration struct {
	Programme struct {
		Name     string `toml:"name"`
		Timezone string `toml:"timezone"` // IANA name; dates, quiet hours and schedules are of this zone
		Contact  string `toml:"contact"`  // how a resident reaches a person, without a full stop
		Report   string `toml:"report"`   // where a broken lamp post is reported, without a full stop
	} `toml:"programme"`
	Database struct {
		Path string `toml:"path"`
	} `toml:"database"`
	Smederijen struct {
		File string `toml:"file"` // replaces the embedded set in a new database
	} `toml:"smederijen"`
	Operator struct {
		Chat string `toml:"chat"` // "platform:id" of who gets the operator's alarms
	} `toml:"operator"`
	Terms struct {
		Answer int `toml:"answer_days"`   // within which an idea gets an answer
		Appeal int `toml:"appeal_days"`   // in which an author may go to the steering group
		Claim  int `toml:"claim_hours"`   // "ik pak dit op" holds this long
		Undo   int `toml:"undo_minutes"`  // a decision can be undone
		Draft  int `toml:"draft_days"`    // a draft is kept after its last answer
		Detail int `toml:"detail_months"` // contact details are kept after the last contact
	} `toml:"terms"`

	zone *time.Location
}

func defaultConfiguration() configuration {
	var c configuration
	c.Programme.Name, c.Programme.Timezone = "De Smederijen", "Europe/Amsterdam"
	c.Programme.Contact = "bel de gemeente"
	c.Programme.Report = "bel de gemeente"
	c.Database.Path = "smederij.db"
	c.Terms.Answer, c.Terms.Appeal, c.Terms.Claim, c.Terms.Undo = 14, 30, 72, 10
	c.Terms.Draft, c.Terms.Detail = 90, 12
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
	case err != nil:
		return c, configError{err}
	default:
		if err := c.decode(path, string(data)); err != nil {
			return c, configError{err}
		}
	}
	return c, c.validate(path)
}

func (c *configuration) decode(path, data string) error {
	meta, err := toml.Decode(data, c)
	var at toml.ParseError
	if errors.As(err, &at) {
		return fmt.Errorf("%s:%d: %s", path, at.Position.Line, at.Message)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("%s:%d: there is no setting %q", path, lineOf(data, unknown[0]), unknown[0])
	}
	return nil
}

// lineOf is where a key stands: below the header of its table.
func lineOf(data string, key toml.Key) int {
	table, name := strings.Join(key[:len(key)-1], "."), key[len(key)-1]
	inside := ""
	for i, line := range strings.Split(data, "\n") {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") {
			inside = strings.Trim(line, "[] ")
			if inside == key.String() {
				return i + 1
			}
		}
		if word, _, ok := strings.Cut(line, "="); ok && inside == table && strings.Trim(word, ` "'`) == name {
			return i + 1
		}
	}
	return 1
}

func (c *configuration) validate(path string) (err error) {
	if c.zone, err = time.LoadLocation(c.Programme.Timezone); err != nil {
		return configError{fmt.Errorf("%s: programme.timezone: %w", path, err)}
	}
	for name, n := range map[string]int{
		"answer_days": c.Terms.Answer, "appeal_days": c.Terms.Appeal, "claim_hours": c.Terms.Claim,
		"undo_minutes": c.Terms.Undo, "draft_days": c.Terms.Draft, "detail_months": c.Terms.Detail,
	} {
		if n < 1 || n > 1000 {
			return configError{fmt.Errorf("%s: terms.%s is %d; it must lie between 1 and 1000", path, name, n)}
		}
	}
	if c.Operator.Chat != "" {
		if _, _, ok := strings.Cut(c.Operator.Chat, ":"); !ok {
			return configError{fmt.Errorf("%s: operator.chat is %q; write it as platform:id", path, c.Operator.Chat)}
		}
	}
	return nil
}

func (c configuration) terms() store.Terms {
	t := store.DefaultTerms(c.zone)
	t.Answer, t.Appeal = c.Terms.Answer, c.Terms.Appeal
	t.Claim, t.Hold = time.Duration(c.Terms.Claim)*time.Hour, time.Duration(c.Terms.Undo)*time.Minute
	return t
}

func (c configuration) settings() bot.Settings {
	return bot.Settings{Name: c.Programme.Name, Contact: c.Programme.Contact, Report: c.Programme.Report}
}

// key reads the installation's key from the environment, or from the 0600 file that SMEDERIJ_KEY_FILE or the second argument names.
func key(env func(string) string, file string) ([]byte, error) {
	encoded := env("SMEDERIJ_KEY")
	if named := env("SMEDERIJ_KEY_FILE"); named != "" {
		file = named
	}
	if encoded == "" {
		if file == "" {
			return nil, configError{errors.New("SMEDERIJ_KEY is not set, and SMEDERIJ_KEY_FILE neither")}
		}
		data, err := os.ReadFile(file)
		if err != nil {
			return nil, configError{err}
		}
		encoded = strings.TrimSpace(string(data))
	}
	key, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return nil, &store.Error{Code: store.BadKey, Detail: "not base64"}
	}
	return key, nil
}
