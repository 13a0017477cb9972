package locales

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// Catalog is every text of one language. It never changes once it is parsed, so
// any number of goroutines may use it.
type Catalog struct {
	messages map[string]forms
	plurals  plurals
}

// forms is one text, by plural form. A text without plurals has only "other".
type forms map[string]pattern

const other = "other" // the form every message has

// Parse reads a catalogue: a TOML file of nested tables, in which the path to a
// text is its key. A string is a text; a table with "one" and "other" is a text
// in singular and plural, chosen by the argument n. A placeholder is written
// {{.name}}. Errors name the file and the line.
func Parse(name string, data []byte) (*Catalog, error) {
	c := &Catalog{messages: make(map[string]forms), plurals: newPlurals()}
	parsed, err := i18n.ParseMessageBytes(data, decode)
	if err != nil {
		return nil, located(name, data, err)
	}
	for _, m := range parsed {
		compiled := make(forms)
		for form, text := range map[string]string{"one": m.One, other: m.Other} {
			text = strings.TrimSpace(text)
			if text == "" && form != other {
				continue
			}
			p, err := compile(text)
			if err != nil {
				return nil, located(name, data, &textError{m.ID, err})
			}
			compiled[form] = p
		}
		c.messages[m.ID] = compiled
	}
	return c, nil
}

// decode reads TOML into the form in which go-i18n takes no key for one of its
// own. It would read a table with a text called "other", "id" or "description"
// as a message with plural forms and refuse its neighbours, and those are good
// names for a choice or a label.
func decode(data []byte, to any) error {
	var tree map[string]any
	if err := toml.Unmarshal(data, &tree); err != nil {
		return err
	}
	if err := explicit("", tree); err != nil {
		return err
	}
	*to.(*any) = tree
	return nil
}

// explicit turns every text in the tree into the message {other = text}.
func explicit(path string, tree map[string]any) error {
	for name, value := range tree {
		key := strings.TrimPrefix(path+"."+name, ".")
		switch value := value.(type) {
		case string:
			if strings.TrimSpace(value) == "" {
				return &textError{key, errors.New("is empty")}
			}
			tree[name] = map[string]any{other: value}
		case map[string]any:
			if _, plural := value["one"].(string); plural {
				if _, ok := value[other].(string); !ok || len(value) != 2 {
					return &textError{key, errors.New(`a text in singular and plural has "one" and "other" and nothing else`)}
				}
				continue
			}
			if err := explicit(key, value); err != nil {
				return err
			}
		default:
			return &textError{key, fmt.Errorf("is %T, want a text", value)}
		}
	}
	return nil
}

// Has reports whether there is a text with this key.
func (c *Catalog) Has(key string) bool {
	_, ok := c.messages[key]
	return ok
}

// Keys is the key of every text, in alphabetical order.
func (c *Catalog) Keys() []string { return slices.Sorted(maps.Keys(c.messages)) }

// Placeholders is the name of every argument the text needs, in alphabetical
// order, each once. A text with plural forms needs n, whether it shows it or not.
func (c *Catalog) Placeholders(key string) []string {
	names := make(map[string]bool)
	m := c.messages[key]
	if len(m) > 1 {
		names[count] = true
	}
	for _, p := range m {
		for _, part := range p {
			if part.name != "" {
				names[part.name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// textError is a mistake in the text of one key.
type textError struct {
	key string
	err error
}

func (e *textError) Error() string { return e.key + ": " + e.err.Error() }

// located adds to a mistake the place where an author finds it.
func located(name string, data []byte, err error) error {
	var syntax toml.ParseError
	if errors.As(err, &syntax) {
		return fmt.Errorf("%s:%d: %s", name, syntax.Position.Line, syntax.Message)
	}
	var text *textError
	if errors.As(err, &text) {
		return fmt.Errorf("%s:%d: %w", name, lineOf(data, text.key), err)
	}
	return fmt.Errorf("%s: %w", name, err)
}

// lineOf is the line that defines the key, or the table it stands in. The TOML
// library tells lines only of syntax errors.
func lineOf(data []byte, key string) int {
	table, best, found := "", "", 1
	for i, line := range strings.Split(string(data), "\n") {
		name, _, assigned := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		if header, ok := strings.CutPrefix(strings.TrimSpace(line), "["); ok {
			table, _, _ = strings.Cut(header, "]")
			name = table
		} else if !assigned {
			continue
		} else if table != "" {
			name = table + "." + name
		}
		if (name == key || strings.HasPrefix(key, name+".")) && len(name) > len(best) {
			best, found = name, i+1
		}
	}
	return found
}
