package store

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/BurntSushi/toml"
)

//go:embed smederijen.toml
var smederijenTOML []byte

// SmederijID is the internal number of a Smederij.
type SmederijID int64

// Smederij is the way of working of one area: a wijk, buurt or dorp whose residents forge plans and carry them out from a pot of
// their own. Which ones there are is data: nothing about Hoogeveen is in the code.
type Smederij struct {
	ID          SmederijID `toml:"-"`
	Code        string     `toml:"code"` // three capitals, in references such as KRA-2026-014
	Name        string     `toml:"name"`
	Kind        string     `toml:"kind"` // wijk, buurt or dorp
	Team        string     `toml:"team"` // the wijkteam that advises
	Status      string     `toml:"status"`
	Inhabitants int        `toml:"inhabitants"`
	PotCents    Cents      `toml:"pot_cents"` // what its pot gets in a year, when nobody says otherwise
	Aliases     []string   `toml:"aliases"`
}

// Cents is an amount of money in eurocents.
type Cents int64

// EmbeddedSmederijen is the default set, used for a new database.
func EmbeddedSmederijen() ([]Smederij, error) {
	return ParseSmederijen("smederijen.toml", smederijenTOML)
}

// ReadSmederijen reads a set that replaces the embedded one.
func ReadSmederijen(path string) ([]Smederij, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return ParseSmederijen(path, data)
}

// ParseSmederijen reads a set; name stands in errors.
func ParseSmederijen(name string, data []byte) ([]Smederij, error) {
	var file struct {
		Smederij []Smederij `toml:"smederij"`
	}
	if err := decodeSeed(name, data, &file); err != nil {
		return nil, err
	}
	if len(file.Smederij) == 0 {
		return nil, fmt.Errorf("%s: no [[smederij]] in it", name)
	}
	seen := map[string]bool{}
	for _, s := range file.Smederij {
		if err := s.validate(); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if seen[s.Code] || seen[s.Name] {
			return nil, fmt.Errorf("%s: %s (%s) stands in it twice", name, s.Name, s.Code)
		}
		seen[s.Code], seen[s.Name] = true, true
	}
	return file.Smederij, nil
}

// decodeSeed reads a seed file strictly: an unknown key is an error that names its line.
func decodeSeed(name string, data []byte, into any) error {
	meta, err := toml.Decode(string(data), into)
	if err != nil {
		var at toml.ParseError
		if errors.As(err, &at) {
			return fmt.Errorf("%s:%d: %s", name, at.Position.Line, at.Message)
		}
		return fmt.Errorf("%s: %w", name, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return fmt.Errorf("%s:%d: there is no key %q", name, lineOf(data, unknown[0][len(unknown[0])-1]), unknown[0])
	}
	return nil
}

// lineOf is the first line that sets a key.
func lineOf(data []byte, key string) int {
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		if word, _, ok := strings.Cut(line, "="); ok && strings.Trim(word, " \t\"'") == key {
			return n
		}
	}
	return 1
}

func (s Smederij) validate() error {
	switch {
	case len(s.Code) != 3 || strings.Trim(s.Code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		return fmt.Errorf("smederij %q: the code %q must be three capitals", s.Name, s.Code)
	case s.Name == "" || s.Team == "":
		return fmt.Errorf("smederij %s: name and team are needed", s.Code)
	case s.Kind != "wijk" && s.Kind != "buurt" && s.Kind != "dorp":
		return fmt.Errorf("smederij %s: kind %q is not wijk, buurt or dorp", s.Code, s.Kind)
	case s.Status != "documented" && s.Status != "probable" && s.Status != "assumed":
		return fmt.Errorf("smederij %s: status %q is not documented, probable or assumed", s.Code, s.Status)
	case s.Inhabitants < 0 || s.PotCents < 0:
		return fmt.Errorf("smederij %s: inhabitants and pot_cents cannot be below zero", s.Code)
	}
	return nil
}

func (tx *Tx) addSmederij(s Smederij) error {
	aliases, err := json.Marshal(append([]string{}, s.Aliases...))
	if err != nil {
		return err
	}
	_, err = tx.exec(`INSERT INTO smederij (code, name, kind, team, status, inhabitants, aliases, yearly) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		s.Code, s.Name, s.Kind, s.Team, s.Status, s.Inhabitants, string(aliases), s.PotCents)
	return err
}

const smederijColumns = "SELECT id, code, name, kind, team, status, inhabitants, aliases, yearly FROM smederij "

func scanSmederij(r row) (s Smederij, err error) {
	var aliases string
	if err := r.Scan(&s.ID, &s.Code, &s.Name, &s.Kind, &s.Team, &s.Status, &s.Inhabitants, &aliases, &s.PotCents); err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(aliases), &s.Aliases)
}

// Smederijen are all areas, in the order of their seeding.
func (tx *Tx) Smederijen() ([]Smederij, error) {
	return all(tx, scanSmederij, smederijColumns+"ORDER BY id")
}

// Smederij reads one area.
func (tx *Tx) Smederij(id SmederijID) (Smederij, error) {
	return one(tx, scanSmederij, smederijColumns+"WHERE id = ?", id)
}

// SmederijByCode finds an area by its three letters, in any case.
func (tx *Tx) SmederijByCode(code string) (Smederij, error) {
	return one(tx, scanSmederij, smederijColumns+"WHERE code = ?", strings.ToUpper(code))
}
