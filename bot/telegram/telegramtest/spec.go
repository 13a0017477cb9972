package telegramtest

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// spec is Telegram's own description of its API, as a file of methods and types.
type spec struct {
	Methods map[string]*specType `json:"methods"`
	Types   map[string]*specType `json:"types"`
}

type specType struct {
	Fields   []*specField `json:"fields"`
	Subtypes []string     `json:"subtypes"`
}

type specField struct {
	Name        string   `json:"name"`
	Types       []string `json:"types"`
	Required    bool     `json:"required"`
	Description string   `json:"description"`

	must string // the only value, "" for any
}

// FindSpec is the path of specs/telegram-bot-api.json in the folder "shared" beside the project, or "" when it is not there.
func FindSpec() string {
	dir, err := os.Getwd()
	if err != nil {
		return ""
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err != nil {
			continue
		}
		path := filepath.Join(dir, "..", "shared", "specs", "telegram-bot-api.json")
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}

var specs sync.Map // path → *spec: every test of a package starts a server

func loadSpec(path string) (*spec, error) {
	if known, ok := specs.Load(path); ok {
		return known.(*spec), nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	p := new(spec)
	if err := json.Unmarshal(data, p); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(p.Methods) == 0 || len(p.Types) == 0 {
		return nil, fmt.Errorf("%s: no methods and types", path)
	}
	for _, all := range []map[string]*specType{p.Methods, p.Types} {
		for _, t := range all {
			for _, f := range t.Fields {
				if m := mustBe.FindStringSubmatch(f.Description); m != nil {
					f.must = m[1]
				}
			}
		}
	}
	specs.Store(path, p)
	return p, nil
}

// mustBe finds the value by which a type is told from its siblings. Lengths stand in descriptions too; the fake has its own rules for
// those, with Telegram's words.
var mustBe = regexp.MustCompile(`\bmust be ([a-z_]+)$`)

// request holds a request against its method.
func (p *spec) request(name string, v *values) error {
	m := p.Methods[name]
	if m == nil {
		return fmt.Errorf("no method %s", name)
	}
	for key, value := range v.text {
		f := m.field(key)
		if f == nil {
			return fmt.Errorf("%s has no parameter %q", name, key)
		}
		if err := p.anyOf(f, f.Types, parameter(f, value)); err != nil {
			return fmt.Errorf("%s: parameter %s: %w", name, key, err)
		}
	}
	for _, f := range m.Fields {
		if _, uploaded := v.upload[f.Name]; f.Required && !v.has(f.Name) && !uploaded {
			return fmt.Errorf("%s: parameter %s is required", name, f.Name)
		}
	}
	return nil
}

func (t *specType) field(name string) *specField {
	i := slices.IndexFunc(t.Fields, func(f *specField) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return t.Fields[i]
}

// parameter is the JSON value that a parameter's text stands for.
func parameter(f *specField, text string) any {
	if slices.Contains(f.Types, "String") && !slices.Contains(f.Types, "Integer") || slices.Contains(f.Types, "InputFile") {
		return text
	}
	value, err := fromJSON(text)
	if err != nil {
		return text
	}
	return value
}

func fromJSON(text string) (value any, err error) {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	err = d.Decode(&value)
	return value, err
}

// anyOf holds a value against the types it may have.
func (p *spec) anyOf(f *specField, types []string, value any) error {
	var err error
	for _, t := range types {
		if err = p.one(t, value); err == nil {
			return f.fits(value)
		}
	}
	if len(types) > 1 {
		err = fmt.Errorf("none of %s (%w)", strings.Join(types, ", "), err)
	}
	return err
}

func (f *specField) fits(value any) error {
	if text, ok := value.(string); ok && f.must != "" && text != f.must {
		return fmt.Errorf("%q must be %s", text, f.must)
	}
	return nil
}

// one holds a value against one type.
func (p *spec) one(kind string, value any) error {
	if inner, ok := strings.CutPrefix(kind, "Array of "); ok {
		all, ok := value.([]any)
		if !ok {
			return fmt.Errorf("no %s", kind)
		}
		for i, v := range all {
			if err := p.one(inner, v); err != nil {
				return fmt.Errorf("[%d]: %w", i, err)
			}
		}
		return nil
	}
	ok := false
	switch kind {
	case "String", "InputFile":
		_, ok = value.(string)
	case "Integer":
		var n json.Number
		if n, ok = value.(json.Number); ok {
			_, err := n.Int64()
			ok = err == nil
		}
	case "Float":
		_, ok = value.(json.Number)
	case "Boolean":
		_, ok = value.(bool)
	default:
		return p.object(kind, value)
	}
	if !ok {
		return fmt.Errorf("no %s: %v", kind, value)
	}
	return nil
}

func (p *spec) object(kind string, value any) error {
	t := p.Types[kind]
	if t == nil {
		return fmt.Errorf("no type %s", kind)
	}
	if len(t.Subtypes) > 0 {
		return p.anyOf(&specField{}, t.Subtypes, value)
	}
	object, ok := value.(map[string]any)
	if !ok {
		return fmt.Errorf("no %s", kind)
	}
	for key, v := range object {
		f := t.field(key)
		if f == nil {
			return fmt.Errorf("%s has no field %q", kind, key)
		}
		if err := p.anyOf(f, f.Types, v); err != nil {
			return fmt.Errorf("%s.%s: %w", kind, key, err)
		}
	}
	for _, f := range t.Fields {
		if _, there := object[f.Name]; f.Required && !there {
			return fmt.Errorf("%s.%s is missing", kind, f.Name)
		}
	}
	return nil
}
