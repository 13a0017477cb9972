package locales

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCalls reads the program and looks at every locales.T whose key stands
// there in full: the text exists, and gets exactly the arguments it shows.
func TestCalls(t *testing.T) {
	found, problems := calls(t, os.DirFS(".."), Dutch())
	for _, problem := range problems {
		t.Error(problem)
	}
	t.Logf("%d calls", found)
}

// calls is how many calls there are in the packages below root, and what is wrong with them.
func calls(t *testing.T, root fs.FS, c *Catalog) (found int, problems []string) {
	t.Helper()
	packages := make(map[string][]*ast.File)
	files := token.NewFileSet()
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "locales" || d.Name() == "testdata" || len(d.Name()) > 1 && d.Name()[0] == '.') {
			return fs.SkipDir
		}
		if path.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		source, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(files, name, source, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		packages[path.Dir(name)] = append(packages[path.Dir(name)], file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, pkg := range packages {
		names := constants(pkg)
		for _, file := range pkg {
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || !isT(call.Fun) || len(call.Args) == 0 {
					return true
				}
				found++
				if problem := checkCall(call, names, c); problem != "" {
					problems = append(problems, fmt.Sprintf("%s: %s", files.Position(call.Pos()), problem))
				}
				return true
			})
		}
	}
	slices.Sort(problems)
	return found, problems
}

func isT(f ast.Expr) bool {
	s, ok := f.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != "T" {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == "locales"
}

func checkCall(call *ast.CallExpr, names map[string]string, c *Catalog) string {
	key, ok := text(call.Args[0], names)
	if !ok {
		return "" // put together at run time
	}
	if !c.Has(key) {
		return fmt.Sprintf("there is no text %s", key)
	}
	if call.Ellipsis.IsValid() {
		return ""
	}
	if len(call.Args)%2 == 0 {
		return fmt.Sprintf("%s: a name without a value", key)
	}
	given := []string{}
	for i := 1; i < len(call.Args); i += 2 {
		name, ok := text(call.Args[i], names)
		if !ok {
			return ""
		}
		given = append(given, name)
	}
	slices.Sort(given)
	if want := append([]string{}, c.Placeholders(key)...); !slices.Equal(given, want) {
		return fmt.Sprintf("%s: gets the arguments %v, its text shows %v", key, given, want)
	}
	return ""
}

// text is the value of a string written in the source, or of a constant of its package.
func text(e ast.Expr, names map[string]string) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.Ident:
		s, ok := names[e.Name]
		return s, ok
	}
	return "", false
}

func constants(pkg []*ast.File) map[string]string {
	names := make(map[string]string)
	for _, file := range pkg {
		for _, d := range file.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				for i, value := range v.Values {
					if s, ok := text(value, nil); ok {
						names[v.Names[i].Name] = s
					}
				}
			}
		}
	}
	return names
}

func TestCallsFindsMistakes(t *testing.T) {
	root := os.DirFS("testdata/calls")
	found, got := calls(t, root, parse(t, sampleFile))
	want := []string{
		"wrong.go:13:3: there is no text idea.nothing",
		"wrong.go:14:3: idea.received: gets the arguments [ref], its text shows [by ref]",
		"wrong.go:15:3: idea.quoted: gets the arguments [by inner], its text shows [inner]",
		"wrong.go:16:3: idea.quoted: a name without a value",
		"wrong.go:17:3: there is no text idea.gone",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if found != 9 {
		t.Errorf("found %d calls, want 9", found)
	}
}
