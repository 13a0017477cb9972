package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"smederij/store"
)

func TestConfigurationNamesFileAndLine(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "smederij.toml")
	seed := write(t, filepath.Join(dir, "seed.toml"), "[[smederij]]\ncode = \"KRA\"\nnaam = \"Krakeel\"\n")
	payers := write(t, filepath.Join(dir, "payers.toml"), "[[funder]]\ncode = \"gemeente\"\nnaam = \"Gemeente\"\n")
	for _, tt := range []struct{ text, says string }{
		{"[programme]\nname = \"Onze buurt\"\ntimezoen = \"Europe/Amsterdam\"\n", "smederij.toml:3: there is no setting \"programme.timezoen\""},
		{"[programme]\nname = \"Onze buurt\n", "smederij.toml:2"},
		{"[programma]\n", "smederij.toml:1: there is no setting \"programma\""},
		{"\n[programme]\ntimezone = \"Mars/Olympus\"\n", "smederij.toml:3: programme.timezone"},
		{"[programme]\ntimezone = \"Local\"\n", "smederij.toml:2: programme.timezone is \"Local\""},
		{"[programme]\ntimezone = \"\"\n", "smederij.toml:2: programme.timezone is empty"},
		{"[programme]\nname = \"\"\n", "smederij.toml:2: programme.name is empty"},
		{"[programme]\ncontact = \" \"\n", "smederij.toml:2: programme.contact is empty"},
		{"[programme]\nreport = \"\"\n", "smederij.toml:2: programme.report is empty"},
		{"[database]\npath = \"\"\n", "smederij.toml:2: database.path is empty"},
		{"[terms] # days\n# answer_days\n\"answer_days\"=0\n", "smederij.toml:3: terms.answer_days is 0"},
		{"\nterms.undo_minutes = 1001\n", "smederij.toml:2: terms.undo_minutes is 1001"},
		{"\nterms = { claim_hours = -1 }\n", "smederij.toml:2: terms.claim_hours is -1"},
		{"[terms]\r\n\r\nappeal_days = 0\r\n", "smederij.toml:3: terms.appeal_days is 0"},
		{"[terms]\nanswer_days = \"veertien\"\n", "smederij.toml:2: terms.answer_days: incompatible types"},
		{"[terms]\nanswer_days = 0\nappeal_days = 0\n", "smederij.toml:3: terms.appeal_days is 0"}, // not only the first
		{"[operator]\nchat = \"olga\"\n", "smederij.toml:2: operator.chat is \"olga\"; write it as platform:id"},
		{"[operator]\nchat = \":5\"\n", "smederij.toml:2: operator.chat"},
		{"[operator]\nchat = \"telegram:\"\n", "smederij.toml:2: operator.chat"},
		{"[smederijen]\nfile = " + strQuote(seed) + "\n", "seed.toml:3: there is no key"},
		{"[smederijen]\nfile = \"nergens.toml\"\n", filepath.Join(dir, "nergens.toml")},
		{"[funders]\nfile = " + strQuote(payers) + "\n", "payers.toml:3: there is no key"},
		{"[funders]\nfile = \"nergens.toml\"\n", "funders.file: open " + filepath.Join(dir, "nergens.toml")},
		{"[money]\nsecond_above = -1\n", "smederij.toml:2: money.second_above is -1; it must lie between 0 and 1000000"},
		{"[money]\nsecond_above = 1000001\n", "smederij.toml:2: money.second_above is 1000001"},
		{"[money]\nsecond_above = 2500.50\n", "smederij.toml:2: money.second_above: incompatible types"},
		{"[money]\nleft_over = \"\"\n", "smederij.toml:2: money.left_over is \"\"; write \"carry_over\" or \"give_back\""},
		{"[money]\nleft_over = \"keep\"\n", "smederij.toml:2: money.left_over is \"keep\""},
		{"[telegram]\napi_root = \"\"\n", "smederij.toml:2: telegram.api_root is no address"},
		{"[telegram]\napi_root = \"ftp://x.example\"\n", "smederij.toml:2: telegram.api_root is no address"},
		{"[telegram]\napi_root = \"https://wim:pas@x.example\"\n", "smederij.toml:2: telegram.api_root is no address"},
		{"[telegram]\napi_root = \"http://API.telegram.org\"\n", "smederij.toml:2: telegram.api_root must begin with https"},
		{"[telegram]\nunlimited = true\n", "smederij.toml:2: telegram.unlimited"},
		{"[telegram]\nunlimited = true\napi_root = \"https://api.telegram.org.:443/\"\n", "smederij.toml:2: telegram.unlimited"},
		{"[telegram]\nmode = \"Polling\"\n", "smederij.toml:2: telegram.mode is \"Polling\""},
		{"[telegram]\nmode = \"webhook\"\n[telegram.webhook]\nurl = \"\"\n", "smederij.toml:4: telegram.webhook.url is no address"},
		{"[telegram.webhook]\nurl = \"http://smederij.example\"\n", "smederij.toml:2: telegram.webhook.url must begin with https"},
		{"[telegram.webhook]\nurl = \"https://smederij.example:8080/x\"\n", "smederij.toml:2: telegram.webhook.url has port 8080"},
		{"[telegram]\nwebhook.listen = \"8080\"\n", "smederij.toml:2: telegram.webhook.listen is \"8080\""},
		{"[telegram.webhook]\nlisten = \":0\"\n", "smederij.toml:2: telegram.webhook.listen"},
	} {
		write(t, file, tt.text)
		code, out := call(t, nil, "check", "--config", file)
		if code != exitConfiguration || !strings.Contains(out, tt.says) {
			t.Errorf("%s\nexit code %d, want %d and %q, got\n%s", tt.text, code, exitConfiguration, tt.says, out)
		}
		if strings.Contains(out, "wim:pas") {
			t.Errorf("a password is told:\n%s", out)
		}
	}
	if code, out := call(t, nil, "check", "--config", filepath.Join(dir, "weg.toml")); code != exitConfiguration || !strings.Contains(out, "weg.toml") {
		t.Errorf("exit code %d\n%s", code, out)
	}
}

func TestTelegramSettingsThatAreRight(t *testing.T) {
	file := filepath.Join(t.TempDir(), "smederij.toml")
	for _, text := range []string{
		"[telegram]\nmode = \"webhook\"\nwebhook.url = \"https://smederij.example:8443/x\"\n",
		"[telegram]\napi_root = \"http://127.0.0.1:8081/\"\nunlimited = true\nmode = \"webhook\"\nwebhook.url = \"http://127.0.0.1:9000\"\nwebhook.listen = \":9000\"\n",
		"\ufeff[telegram]\r\nmode = \"polling\"\r\n",
	} {
		write(t, file, text)
		if code, out := call(t, nil, "check", "--config", file); code != exitFine {
			t.Errorf("%s\nexit code %d\n%s", text, code, out)
		}
	}
	c, err := readConfiguration(write(t, file, "telegram.api_root = \"http://127.0.0.1:8081/\"\n"))
	if err != nil || c.Telegram.APIRoot != "http://127.0.0.1:8081" {
		t.Errorf("got %q, %v, want no slash at the end", c.Telegram.APIRoot, err)
	}
}

// What the file says of money is what the house goes by, and who pays is read when the database is made.
func TestMoneySettings(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "payers.toml"), "[[funder]]\ncode = \"provincie\"\nname = \"Provincie\"\nshare = 1\n")
	for text, want := range map[string]string{
		"": "250000 carry_over [gemeente woonconcept actium domesta]",
		"money = { second_above = 0, left_over = \"give_back\" }\nfunders.file = \"payers.toml\"\n": "0 give_back [provincie]",
		"[money]\nsecond_above = 1000000\n": "100000000 carry_over [gemeente woonconcept actium domesta]",
	} {
		c, err := readConfiguration(write(t, filepath.Join(dir, "smederij.toml"), text))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		db, err := openWith(c, filepath.Join(t.TempDir(), "buurt.db"), bytes.Repeat([]byte{7}, store.KeySize))
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		defer db.Close()
		var codes []string
		if err := db.Read(t.Context(), func(tx *store.Tx) error {
			funders, err := tx.Funders()
			for _, f := range funders {
				codes = append(codes, f.Code)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(int(db.Terms().Second), " ", db.Terms().LeftOver, " ", codes); got != want {
			t.Errorf("%s\ngot %s, want %s", text, got, want)
		}
	}
}

// The file with the defaults holds every setting there is, each with what it means.
func TestDefaultFileHoldsEverySetting(t *testing.T) {
	var c configuration
	meta, err := toml.Decode(defaultFile, &c)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, k := range meta.Keys() {
		if meta.Type(k...) != "Hash" {
			got = append(got, k.String())
		}
	}
	want := settingsOf("", reflect.TypeFor[configuration]())
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("settings (-known +in the file):\n%s", diff)
	}
	for n, line := range strings.Split(defaultFile, "\n") {
		if strings.Contains(line, " = ") && !strings.HasPrefix(line, "#") && !strings.Contains(line, " # ") {
			t.Errorf("line %d does not say what it means: %s", n+1, line)
		}
		if len(line) > 140 {
			t.Errorf("line %d is too long", n+1)
		}
	}
}

func settingsOf(table string, of reflect.Type) (all []string) {
	for i := range of.NumField() {
		f := of.Field(i)
		name := table + f.Tag.Get("toml")
		switch {
		case !f.IsExported():
		case f.Type.Kind() == reflect.Struct:
			all = append(all, settingsOf(name+".", f.Type)...)
		default:
			all = append(all, name)
		}
	}
	return all
}

// Wherever a command is started, a configuration means the same files.
func TestPathsAreSeenFromTheConfiguration(t *testing.T) {
	dir := t.TempDir()
	config := write(t, filepath.Join(dir, "smederij.toml"),
		"[database]\npath = \"buurt.db\"\n[smederijen]\nfile = \"buurt.toml\"\n[funders]\nfile = \"geld.toml\"\n")
	absolute := write(t, filepath.Join(dir, "b.toml"), "[database]\npath = \"/var/buurt.db\"\n")
	t.Chdir(t.TempDir())
	for _, tt := range []struct{ config, path, file, funders string }{
		{config, filepath.Join(dir, "buurt.db"), filepath.Join(dir, "buurt.toml"), filepath.Join(dir, "geld.toml")},
		{absolute, "/var/buurt.db", "", ""},
		{"", "smederij.db", "", ""},
	} {
		c, err := readConfiguration(tt.config)
		got, want := fmt.Sprint(c.Database.Path, " ", c.Smederijen.File, " ", c.Funders.File, " ", err),
			fmt.Sprint(tt.path, " ", tt.file, " ", tt.funders, " ", nil)
		if got != want {
			t.Errorf("%q: got %s, want %s", tt.config, got, want)
		}
	}
}

// The README shows the settings as they are.
func TestReadmeShowsTheDefaults(t *testing.T) {
	_, rest, _ := strings.Cut(readAll("../../README.md"), "```toml\n")
	block, _, _ := strings.Cut(rest, "```")
	c := defaultConfiguration()
	if err := c.read("README.md", block); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(flat(defaultConfiguration()), flat(c)); diff != "" {
		t.Errorf("values (-default +README):\n%s", diff)
	}
	for _, s := range settingsOf("", reflect.TypeFor[configuration]()) {
		if name := s[strings.LastIndex(s, ".")+1:]; !strings.Contains(block, "\n"+name+" = ") {
			t.Errorf("the README does not show %s", s)
		}
	}
}

// flat is a configuration as text, without the zone that is loaded.
func flat(c configuration) string {
	c.zone = nil
	return fmt.Sprintf("%+v", c)
}

// Whatever stands in the file, it is read or refused with its place.
func FuzzConfiguration(f *testing.F) {
	f.Add(defaultFile)
	f.Add("[terms]\nanswer_days = 0\n")
	f.Add("telegram = { webhook = { url = \"https://x.example:1\" } }\n")
	f.Add("[programme\nname = 1")
	f.Fuzz(func(t *testing.T, data string) {
		c := defaultConfiguration()
		err := c.read("x.toml", data)
		if err != nil && !strings.HasPrefix(err.Error(), "x.toml:") {
			t.Errorf("no place in %q", err)
		}
		if err == nil && (c.zone == nil || c.Terms.Answer < 1 || c.Database.Path == "" || c.Programme.Name == "") {
			t.Errorf("taken: %+v", c)
		}
	})
}
