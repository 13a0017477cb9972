package main

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var codeForm = regexp.MustCompile(`(?m)^  code: ([A-Z2-7]{26})$`)

// The operator lets the first coordinator in from the command line, and nobody needs to be there before.
func TestInviteFromTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "chat.db")
	flags := []string{"chat", "--db", path, "--role", "olga=operator"}
	say(t, flags, "")
	config := write(t, filepath.Join(dir, "smederij.toml"), "[database]\npath = \"chat.db\"\n")
	env := map[string]string{"SMEDERIJ_KEY_FILE": keyBeside(path)}
	invited := func(args ...string) string {
		t.Helper()
		code, out := call(t, env, append([]string{"invite", "--config", config}, args...)...)
		m := codeForm.FindStringSubmatch(out)
		if code != exitFine || m == nil || !strings.Contains(out, "/code "+m[1]) || strings.Contains(out, "t.me") {
			t.Fatalf("exit code %d\n%s", code, out)
		}
		return m[1]
	}
	said := say(t, flags, strings.Join([]string{
		"carla> /code " + invited("--role", "coordinator"),
		"fatma> /start " + invited("--role", "volunteer", "--smederij", "kra"),
		"stef> /code " + invited("--role", "steering"),
	}, "\n")+"\n")
	for _, want := range []string{"gebiedsregisseur in alle Smederijen", "vrijwilliger in Krakeel", "stuurgroep in alle Smederijen"} {
		if !strings.Contains(said, want) {
			t.Errorf("nobody said %q in\n%s", want, said)
		}
	}
	if code, out := call(t, env, "invite", "--config", config, "--role", "team", "--smederij", "XYZ"); code != exitUsage || !strings.Contains(out, "KRA") {
		t.Errorf("exit code %d, want %d and the letters there are, got\n%s", code, exitUsage, out)
	}
	if code, out := call(t, nil, "verify", "--db", path); code != exitFine {
		t.Errorf("verify: exit code %d\n%s", code, out)
	}
}

// With the bot's name there is a link; without it the code works all the same.
func TestInvitationLink(t *testing.T) {
	config, _, env := kept(t)
	for _, tt := range []struct {
		name      botName
		out, errs string
	}{
		{func(context.Context) (string, error) { return "krakeel_bot", nil }, "link: https://t.me/krakeel_bot?start=", ""},
		{func(context.Context) (string, error) { return "", errors.New("no network") }, "/code ", "no network"},
	} {
		var out, errs bytes.Buffer
		w := world{func(name string) string { return env[name] }, nil, &out, &errs}
		err := inviteFor(t.Context(), w, []string{"--config", config, "--role", "coordinator"}, func(world, configuration) (botName, error) { return tt.name, nil })
		m := codeForm.FindStringSubmatch(out.String())
		if err != nil || m == nil || !strings.Contains(out.String(), tt.out) || !strings.Contains(errs.String(), tt.errs) {
			t.Fatalf("%v\n%s\n%s", err, &out, &errs)
		}
		if strings.Contains(out.String(), "t.me") && !strings.Contains(out.String(), "start="+m[1]+"\n") {
			t.Errorf("the link is not of this code:\n%s", &out)
		}
	}
}
