package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What init writes is accepted unchanged, is read as the defaults, and can be read by its owner alone.
func TestInit(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "het bestuur") // a space, as folders have
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	code, out := call(t, nil, "init")
	if code != exitFine {
		t.Fatalf("exit code %d\n%s", code, out)
	}
	at := -1
	for _, step := range []string{"SMEDERIJ_KEY_FILE='" + dir + "/smederij.key'", "@BotFather", "SMEDERIJ_TELEGRAM_TOKEN", "privacy mode on",
		"smederij check\n", "smederij run\n", "smederij invite --role coordinator\n", "/koppel KRA"} {
		next := strings.Index(out, step)
		if next <= at {
			t.Errorf("%q is not there in its order, in\n%s", step, out)
		}
		at = next
	}
	for _, name := range []string{"smederij.toml", "smederij.key"} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v, want mode 0600", name, info, err)
		}
	}
	c, err := readConfiguration("")
	if diff := cmp.Diff(defaultConfiguration().Terms, c.Terms); err != nil || diff != "" || c.Telegram != defaultConfiguration().Telegram {
		t.Errorf("%v (-defaults +written):\n%s", err, diff)
	}
	key := map[string]string{"SMEDERIJ_KEY_FILE": "smederij.key"}
	if code, out := call(t, key, "check"); code != exitFine || !strings.Contains(out, "made at the first start\n") {
		t.Errorf("check: exit code %d\n%s", code, out)
	}
	if k, err := readKey(envOf("SMEDERIJ_KEY_FILE", "smederij.key"), ""); err != nil || bytes.Equal(k.bytes, make([]byte, len(k.bytes))) {
		t.Errorf("the key: %v", err)
	}
	if strings.Contains(out, strings.TrimSpace(readAll("smederij.key"))) {
		t.Error("the key is on the screen")
	}
}

func TestInitNeverOverwrites(t *testing.T) {
	dir := t.TempDir()
	config, key := filepath.Join(dir, "buurt.toml"), filepath.Join(dir, "smederij.key")
	write(t, config, "[terms]\nanswer_days = 7\n")
	code, out := call(t, nil, "init", "--config", config)
	if code != exitFine || !strings.Contains(out, "left as it is: "+config) || !strings.Contains(out, "written: "+key) ||
		!strings.Contains(out, "smederij check --config "+config) {
		t.Errorf("exit code %d\n%s", code, out)
	}
	before := readAll(key)
	if code, out := call(t, nil, "init", "--config", config); code != exitConfiguration || !strings.Contains(out, config) {
		t.Errorf("again: exit code %d, want %d and what is there, got\n%s", code, exitConfiguration, out)
	}
	if readAll(config) != "[terms]\nanswer_days = 7\n" || readAll(key) != before || before == "" {
		t.Error("it was overwritten")
	}
	for _, bad := range []string{dir, filepath.Join(dir, "nergens", "smederij.toml"), ""} {
		if code, out := call(t, nil, "init", "--config", bad); code != exitUsage && code != exitConfiguration || !strings.Contains(out, bad) {
			t.Errorf("%q: exit code %d\n%s", bad, code, out)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
