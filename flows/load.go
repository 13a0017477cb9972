package flows

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"

	"github.com/BurntSushi/toml"
)

//go:embed definitions/*.toml
var embedded embed.FS

// Embedded is the folder of definitions the program carries.
func Embedded() fs.FS {
	sub, err := fs.Sub(embedded, "definitions")
	if err != nil {
		panic(err) // the path is a constant that the compiler has seen
	}
	return sub
}

// Library holds every version of every flow. Rules and Predicates are the
// functions definitions may name; register them before Check and the first turn.
type Library struct {
	Rules      map[string]Rule
	Predicates map[string]Predicate

	flows map[string][]*Flow // by name, oldest version first
}

// Load reads every <name>.v<version>.toml in the root of fsys. It refuses what
// the engine could not run; Check tells the rest. Its error holds one line per
// fault, each with file and line.
func Load(fsys fs.FS) (*Library, error) {
	l := &Library{
		Rules:      maps.Clone(rules),
		Predicates: maps.Clone(predicates),
		flows:      map[string][]*Flow{},
	}
	files, err := fs.Glob(fsys, "*.toml")
	if err != nil {
		return nil, fmt.Errorf("list flows: %w", err)
	}
	var faults []error
	for _, file := range files {
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			faults = append(faults, fmt.Errorf("read flow: %w", err))
			continue
		}
		f, err := parse(file, data)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		l.flows[f.Name] = append(l.flows[f.Name], f)
	}
	for _, versions := range l.flows {
		slices.SortFunc(versions, func(a, b *Flow) int { return a.Version - b.Version })
		faults = append(faults, upgradesFit(versions)...)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return l, nil
}

// Names returns the names of all flows, sorted.
func (l *Library) Names() []string {
	var names []string
	for name := range l.flows {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Newest returns the flow as it is started now, or nil.
func (l *Library) Newest(name string) *Flow {
	versions := l.flows[name]
	if len(versions) == 0 {
		return nil
	}
	return versions[len(versions)-1]
}

func (l *Library) flow(name string, version int) *Flow {
	for _, f := range l.flows[name] {
		if f.Version == version {
			return f
		}
	}
	return nil
}

func (f *Flow) String() string { return f.Name + " version " + strconv.Itoa(f.Version) }

var fileName = regexp.MustCompile(`^([a-z][a-z_]*)\.v([1-9][0-9]{0,3})\.toml$`)

// parse decodes one definition, strictly: a key that nobody reads is a typing error.
func parse(file string, data []byte) (*Flow, error) {
	f := &Flow{source: newSource(file, data)}
	meta, err := toml.Decode(string(data), f)
	if err != nil {
		return nil, f.source.decodeError(err)
	}
	var faults []error
	for _, key := range meta.Undecoded() {
		faults = append(faults, f.source.errorf(f.source.lineOfKey(key), "unknown key %s", key))
	}
	m := fileName.FindStringSubmatch(path.Base(file))
	if m == nil || m[1] != f.Name || m[2] != strconv.Itoa(f.Version) {
		faults = append(faults, f.source.errorf(1, "a file with name = %q and version = %d is called %s.v%d.toml", f.Name, f.Version, f.Name, f.Version))
	}
	if len(faults) == 0 {
		f.index = make(map[string]int, len(f.Steps))
		faults = f.shape()
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return f, nil
}
