//go:build unix

package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/store"
)

// Whoever the configuration names is the operator, and nobody else: who was replaced keeps no key to the house.
func TestOperatorIsWhomTheConfigurationNames(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	path := filepath.Join(r.dir, "smederij.toml")
	settings, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, start := range []struct {
		chat    string
		want    []string // accounts of the operators
		dismiss int      // lines of the audit log so far
	}{
		{"telegram:71", []string{"71"}, 0},
		{"telegram:72", []string{"72"}, 1},
		{"telegram:72", []string{"72"}, 1},
		{"", nil, 2},
		{"", nil, 2},
	} {
		write(t, path, string(settings)+"[operator]\nchat = \""+start.chat+"\"\n")
		r.start()
		r.polls()
		r.stops(exitFine)
		operators, dismissals := whoOperates(t, path)
		if diff := cmp.Diff(start.want, operators); diff != "" || dismissals != start.dismiss {
			t.Errorf("operator.chat %q: %d dismissals in the audit log, want %d; operators (-want +got):\n%s", start.chat, dismissals, start.dismiss, diff)
		}
	}
}

// whoOperates are the accounts of the operators, and how often the audit log says that one was dismissed.
func whoOperates(t *testing.T, config string) (accounts []string, dismissals int) {
	t.Helper()
	c, err := readConfiguration(config)
	if err != nil {
		t.Fatal(err)
	}
	db, err := openWith(c, c.Database.Path, make([]byte, store.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Read(t.Context(), func(tx *store.Tx) error {
		holders, err := tx.Holders(store.Operator, 0)
		for _, id := range []string{"71", "72"} {
			if p, unknown := tx.PersonByAccount(store.Account{Platform: "telegram", ID: id}); unknown == nil && slices.Contains(holders, p.ID) {
				accounts = append(accounts, id)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	log := openRaw(t, c.Database.Path, "mode=ro")
	defer log.Close()
	if err := log.QueryRow("SELECT count(*) FROM audit WHERE action = 'role_ended.operator'").Scan(&dismissals); err != nil {
		t.Fatal(err)
	}
	return accounts, dismissals
}

// What waited for the one before is brought to whom the configuration names now.
func TestWorkGoesToTheNewOperator(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "chat.db")
	flags := []string{"chat", "--db", path, "--now", "2026-11-23 09:00", "--role"}
	told := []string{"piet> hallo", "anja> /idee", "anja> Krakeel", "anja> Moestuin", "anja> Samen zaaien", "anja> Iedereen", "anja> We leren elkaar kennen",
		"anja> Ik spit", "anja> [Stuur mijn idee in]"}
	if said := say(t, append(flags, "olga=operator"), strings.Join(told, "\n")+"\n"); !strings.Contains(said, "bot → olga\n    Idee voor Smederij Krakeel: Moestuin") {
		t.Fatalf("the operator did not get the idea:\n%s", said)
	}
	replaceOperator(t, path, "local:piet")
	if said := say(t, append(flags, "stef=team:WOL"), "stef> hallo\n"); !strings.Contains(said, "bot → piet\n    Idee voor Smederij Krakeel: Moestuin") {
		t.Errorf("the new operator did not get the idea:\n%s", said)
	}
}

func replaceOperator(t *testing.T, path, chat string) {
	t.Helper()
	c, err := readConfiguration("")
	if err != nil {
		t.Fatal(err)
	}
	k, err := readKey(noEnv, path)
	if err != nil {
		t.Fatal(err)
	}
	db, err := openWith(c, path, k.bytes)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c.Operator.Chat = chat
	clock := bot.NewTurnedClock(time.Date(2026, 11, 23, 9, 0, 0, 0, c.zone))
	a, err := newApp(t.Context(), c, db, clock, slog.New(slog.DiscardHandler), 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.endOperators(t.Context(), chat); err != nil {
		t.Fatal(err)
	}
}
