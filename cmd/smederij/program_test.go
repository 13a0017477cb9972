package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if builtIn != "" {
			_ = os.RemoveAll(builtIn)
		}
		os.Exit(code)
	}))
}

// builtIn is the folder of the real program, once somebody asked for it.
var builtIn string

// buildProgram builds the program as it is shipped, once for all tests that run it.
var buildProgram = sync.OnceValues(func() (path string, err error) {
	if builtIn, err = os.MkdirTemp("", "smederij"); err != nil {
		return "", err
	}
	path = filepath.Join(builtIn, "smederij")
	if out, err := exec.Command("go", "build", "-race=false", "-o", path, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return path, nil
})

func realProgram(t testing.TB) string {
	t.Helper()
	path, err := buildProgram()
	if err != nil {
		t.Fatal(err)
	}
	return path
}
