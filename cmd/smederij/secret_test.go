package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"smederij/store"
)

func keyOf(b byte) string {
	return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{b}, store.KeySize))
}

// envOf is an environment of these names and values.
func envOf(pairs ...string) func(string) string {
	env := map[string]string{}
	for i := 0; i < len(pairs); i += 2 {
		env[pairs[i]] = pairs[i+1]
	}
	return func(name string) string { return env[name] }
}

// Every secret comes from its variable or from a file that nobody else may use, and no error repeats any of it.
func TestSecrets(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string, mode os.FileMode) string {
		path := write(t, filepath.Join(dir, name), text)
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, tt := range []struct {
		name, value, file string
		want, says        string
	}{
		{name: "none"},
		{name: "variable", value: " geheim\n", want: "geheim"},
		{name: "file", file: file("a", "geheim\n", 0o600), want: "geheim"},
		{name: "file to read alone", file: file("b", "geheim", 0o400), want: "geheim"},
		{name: "both", value: "geheim", file: file("c", "geheim", 0o600), says: "both set"},
		{name: "group may read", file: file("d", "geheim", 0o640), says: "chmod 600"},
		{name: "others may read", file: file("e", "geheim", 0o604), says: "chmod 600"},
		{name: "others may write", file: file("f", "geheim", 0o602), says: "chmod 600"},
		{name: "empty", file: file("g", " \n", 0o600), says: "is empty"},
		{name: "too long", file: file("h", strings.Repeat("geheim", 1000), 0o600), says: "too long"},
		{name: "not there", file: filepath.Join(dir, "nergens"), says: "nergens"},
		{name: "a folder", file: dir, says: dir},
	} {
		got, err := secret(envOf("X", tt.value, "X_FILE", tt.file), "X")
		said := fmt.Sprint(err)
		if got != tt.want || (err == nil) != (tt.says == "") || !strings.Contains(said, tt.says) && tt.says != "" {
			t.Errorf("%s: got %q and %v, want %q and %q", tt.name, got, err, tt.want, tt.says)
		}
		if err != nil && (exitCode(err) != exitConfiguration || strings.Contains(said, "geheim")) {
			t.Errorf("%s: exit code %d, and it says %q", tt.name, exitCode(err), said)
		}
	}
}

func TestFormsOfSecrets(t *testing.T) {
	hooks := defaultConfiguration().Telegram
	hooks.Mode = webhooks
	token := func(s string) (string, error) { return telegramToken(envOf(tokenName, s)) }
	hook := func(s string) (string, error) { return hooks.webhookSecret(envOf(webhookSecretName, s)) }
	for _, tt := range []struct {
		read  func(string) (string, error)
		value string
		right bool
	}{
		{token, "", true},
		{token, "123456:ABC-DEF_ghi", true},
		{token, "zeg-ik-niet", false},
		{token, "123456:zeg ik niet", false},
		{token, "123456:zeg/ik/niet", false},
		{hook, "", true},
		{hook, "zeg_ik-niet1", true},
		{hook, strings.Repeat("z", 256), true},
		{hook, strings.Repeat("z", 257), false},
		{hook, "zeg ik niet", false},
		{hook, "één", false},
	} {
		got, err := tt.read(tt.value)
		if (err == nil) != tt.right || tt.right && got != tt.value {
			t.Errorf("%q: got %q, %v", tt.value, got, err)
		}
		if err != nil && (strings.Contains(err.Error(), tt.value) || exitCode(err) != exitConfiguration) {
			t.Errorf("%q: exit code %d, and it says %q", tt.value, exitCode(err), err)
		}
	}
	// Who polls needs none, and a wrong one does no harm.
	if got, err := defaultConfiguration().Telegram.webhookSecret(envOf(webhookSecretName, "één")); got != "" || err != nil {
		t.Errorf("polling: got %q, %v", got, err)
	}
}

// Every command that takes --db finds the same key: the one beside the file if it is there, else that of the environment.
func TestOneRuleForTheKeyOfADatabase(t *testing.T) {
	commands := [][]string{{"chat"}, {"verify"}, {"check"}, {"dead", "list"}, {"export", "--format", "csv"}}
	all := func(t *testing.T, path string, env map[string]string, code int, says string) {
		t.Helper()
		for _, c := range commands {
			got, out := call(t, env, append(c, "--db", path)...)
			if got != code || !strings.Contains(out, says) {
				t.Errorf("%s: exit code %d, want %d and %q, got\n%s", strings.Join(c, " "), got, code, says, out)
			}
		}
	}
	path := filepath.Join(t.TempDir(), "chat.db")
	openAndClose(t, path, keyOf(7))
	all(t, path, nil, exitConfiguration, "SMEDERIJ_KEY is not set")
	if _, err := os.Stat(keyBeside(path)); err == nil {
		t.Fatal("a key was made for a database that has one")
	}
	all(t, path, map[string]string{"SMEDERIJ_KEY": keyOf(7)}, exitFine, "")
	all(t, path, map[string]string{"SMEDERIJ_KEY": keyOf(8)}, exitConfiguration, "with the key of SMEDERIJ_KEY")
	elsewhere := write(t, filepath.Join(t.TempDir(), "key"), keyOf(7)+"\n")
	all(t, path, map[string]string{"SMEDERIJ_KEY_FILE": elsewhere}, exitFine, "")

	write(t, keyBeside(path), keyOf(7))
	all(t, path, map[string]string{"SMEDERIJ_KEY": keyOf(8)}, exitFine, "")
	if err := os.Chmod(keyBeside(path), 0o644); err != nil {
		t.Fatal(err)
	}
	all(t, path, map[string]string{"SMEDERIJ_KEY": keyOf(7)}, exitConfiguration, "chmod 600 "+keyBeside(path))
	if err := os.Chmod(keyBeside(path), 0o600); err != nil {
		t.Fatal(err)
	}
	write(t, keyBeside(path), keyOf(9))
	all(t, path, map[string]string{"SMEDERIJ_KEY": keyOf(7)}, exitConfiguration, "with the key of "+keyBeside(path))
}
