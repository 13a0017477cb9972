package locales

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

// Patterns are compiled once, at Parse: rendering happens for every message,
// inside the store's writer, where text/template would take too long.
type pattern []part

// part is a piece of a text: words, or the name of an argument.
type part struct {
	words string
	name  string
}

const (
	count   = "n" // the argument that decides between singular and plural
	closing = "}}"
)

// compile cuts a text at its placeholders.
func compile(text string) (pattern, error) {
	var p pattern
	for text != "" {
		words, rest, found := strings.Cut(text, "{{")
		if strings.Contains(words, closing) {
			return nil, fmt.Errorf("}} without {{ in %q", words)
		}
		if words != "" {
			p = append(p, part{words: words})
		}
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, closing)
		name, dotted := strings.CutPrefix(name, ".")
		if !closed || !dotted || !isName(name) {
			return nil, fmt.Errorf("a placeholder is written {{.name}}, not %q", excerpt("{{"+rest))
		}
		p = append(p, part{name: name})
		text = after
	}
	return p, nil
}

func isName(s string) bool {
	for _, r := range s {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' {
			return false
		}
	}
	return s != ""
}

func excerpt(s string) string {
	if r := []rune(s); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return s
}

// Render is the text in words. It never fails, because it runs where something
// has to be said: what is not known stands as ⟦its name⟧, and the checks of
// this package see to it that it does not come so far.
func (c *Catalog) Render(t Text) string {
	return string(c.append(make([]byte, 0, 256), t))
}

func (c *Catalog) append(b []byte, t Text) []byte {
	m, ok := c.messages[t.Key]
	if !ok {
		return appendUnknown(b, t.Key)
	}
	for _, part := range m.form(c.plurals, t.Args) {
		if part.name == "" {
			b = append(b, part.words...)
			continue
		}
		value, ok := argument(t.Args, part.name)
		if !ok {
			b = appendUnknown(b, part.name)
			continue
		}
		b = c.appendValue(b, value)
	}
	return b
}

func appendUnknown(b []byte, name string) []byte {
	b = append(b, "⟦"...)
	b = append(b, name...)
	return append(b, "⟧"...)
}

func (c *Catalog) appendValue(b []byte, value any) []byte {
	switch value := value.(type) {
	case string:
		return append(b, value...)
	case int:
		return Int(value).append(b)
	case int64:
		return appendGrouped(b, value)
	case appender:
		return value.append(b)
	case Text:
		return c.append(b, value)
	case []Text:
		for i, t := range value {
			if i > 0 {
				b = append(b, '\n')
			}
			b = strconv.AppendInt(b, int64(i+1), 10)
			b = append(b, ". "...)
			b = c.append(b, t)
		}
		return b
	default:
		return fmt.Append(b, value)
	}
}

// argument finds the value that follows this name.
func argument(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}

// form is the pattern that goes with the count among the arguments.
func (m forms) form(rules plurals, args []any) pattern {
	if len(m) == 1 {
		return m[other]
	}
	n, _ := argument(args, count)
	if p, ok := m[rules.form(n)]; ok {
		return p
	}
	return m[other]
}

// plurals knows which plural form goes with a number. go-i18n keeps its rules to
// itself, but not what they choose: so it is given one message in which each form is its own name.
type plurals struct{ rules *i18n.Localizer }

const formID = "form"

func newPlurals() plurals {
	b := i18n.NewBundle(language.Dutch)
	b.MustAddMessages(language.Dutch, &i18n.Message{ID: formID, One: "one", Other: other})
	return plurals{i18n.NewLocalizer(b, language.Dutch.String())}
}

func (p plurals) form(n any) string {
	switch v := n.(type) {
	case Int:
		n = int(v)
	case int, int64:
	default:
		return other
	}
	form, err := p.rules.Localize(&i18n.LocalizeConfig{MessageID: formID, PluralCount: n, TemplateParser: template.IdentityParser{}})
	if err != nil {
		return other
	}
	return form
}
