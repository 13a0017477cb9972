// Package locales holds every word the bot says: the catalogue nl.toml, the
// Dutch forms of money, dates and numbers, and, as tests, the rules that keep
// all of it readable for everyone (DUTCH.md, T01 to T26).
//
// The rest of the program passes texts around as a Text, a key with its
// arguments, and turns them into words at the edge, with Catalog.Render.
//
// Who adds a text checks it with
//
//	go test ./locales -run Texts
//
// A failure names the key, the rule, and what to change.
package locales

import (
	_ "embed"
	"sync"
)

//go:embed nl.toml
var nl []byte

// Text is something to say: the key of a text in the catalogue and its
// arguments, as pairs of a name and a value.
type Text struct {
	Key  string
	Args []any
}

// T is the Text with this key and these pairs of a name and a value:
//
//	T("idea.received", "ref", ref, "by", Date(t))
//
// A value is a string, a number, one of this package's value types, another
// Text, or a []Text, which becomes a numbered list.
func T(key string, args ...any) Text { return Text{Key: key, Args: args} }

// Dutch is the catalogue that comes with the program.
func Dutch() *Catalog { return dutch() }

// A broken nl.toml is a mistake of whoever changed it, and no test passes with
// it: so a panic, and no error that every caller would have to carry along.
var dutch = sync.OnceValue(func() *Catalog {
	c, err := Parse("nl.toml", nl)
	if err != nil {
		panic(err)
	}
	return c
})
