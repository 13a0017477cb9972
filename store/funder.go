package store

import (
	_ "embed"
	"fmt"
	"os"
)

//go:embed funders.toml
var fundersTOML []byte

// FunderID is the internal number of a funder.
type FunderID int64

// Funder pays the programme: the gemeente, a housing corporation. Who they are is data.
type Funder struct {
	ID    FunderID `toml:"-"`
	Code  string   `toml:"code"` // small letters, in the accounts of an export
	Name  string   `toml:"name"`
	Share int      `toml:"share"` // its part in what is allocated, beside those of the others
}

// EmbeddedFunders is the default set, used for a new database.
func EmbeddedFunders() ([]Funder, error) { return parseFunders("funders.toml", fundersTOML) }

// ReadFunders reads a set that replaces the embedded one.
func ReadFunders(path string) ([]Funder, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return parseFunders(path, data)
}

func parseFunders(name string, data []byte) ([]Funder, error) {
	var file struct {
		Funder []Funder `toml:"funder"`
	}
	if err := decodeSeed(name, data, &file); err != nil {
		return nil, err
	}
	if len(file.Funder) == 0 {
		return nil, fmt.Errorf("%s: no [[funder]] in it", name)
	}
	seen := map[string]bool{}
	for _, f := range file.Funder {
		switch {
		case f.Code == "" || f.Name == "" || f.Share <= 0:
			return nil, fmt.Errorf("%s: funder %q: code, name and a share above zero are needed", name, f.Name)
		case seen[f.Code] || seen[f.Name]:
			return nil, fmt.Errorf("%s: funder %s stands in it twice", name, f.Name)
		}
		for _, r := range f.Code {
			if r < 'a' || r > 'z' {
				return nil, fmt.Errorf("%s: funder %s: the code %q must be small letters", name, f.Name, f.Code)
			}
		}
		seen[f.Code], seen[f.Name] = true, true
	}
	return file.Funder, nil
}

func (tx *Tx) addFunder(f Funder) error {
	_, err := tx.exec("INSERT INTO funder (code, name, share) VALUES (?, ?, ?)", f.Code, f.Name, f.Share)
	return err
}

// Funders are all who pay, in the order of their seeding.
func (tx *Tx) Funders() ([]Funder, error) {
	return all(tx, func(r row) (f Funder, err error) { return f, r.Scan(&f.ID, &f.Code, &f.Name, &f.Share) },
		"SELECT id, code, name, share FROM funder ORDER BY id")
}

// Part is what one funder pays of an amount.
type Part struct {
	Funder Funder
	Amount Cents
}

// Split divides an amount over the funders by their shares, to the cent: who comes nearest to one more cent gets it first (largest
// remainder), and of equals the first.
func (tx *Tx) Split(amount Cents) ([]Part, error) {
	funders, err := tx.Funders()
	if err != nil {
		return nil, err
	}
	return split(amount, funders), nil
}

func split(amount Cents, funders []Funder) []Part {
	var total Cents
	for _, f := range funders {
		total += Cents(f.Share)
	}
	parts, rest := make([]Part, len(funders)), make([]Cents, len(funders))
	left := amount
	for n, f := range funders {
		parts[n] = Part{f, amount * Cents(f.Share) / total}
		rest[n] = amount * Cents(f.Share) % total
		left -= parts[n].Amount
	}
	for ; left > 0; left-- {
		most := 0
		for n := range rest {
			if rest[n] > rest[most] {
				most = n
			}
		}
		parts[most].Amount++
		rest[most] = -1
	}
	return parts
}
