package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const module = "smederij"

// rooms says which rooms of the house each may enter. A feature or a platform enters bot and what bot enters, and none of its
// neighbours; what two of them need moves down.
var rooms = map[string][]string{
	"store/crashpoint": {},
	"store":            {"store/crashpoint"},
	"locales":          {},
	"flows/answer":     {"locales"},
	"flows/similar":    {"flows/answer"},
	"flows":            {"locales", "flows/answer"},
	"bot":              {"flows", "flows/answer", "store", "locales"},
	"bot/ideas":        {"bot", "flows", "flows/answer", "flows/similar", "store", "locales"},
	"bot/moderation":   {"bot", "flows", "flows/answer", "store", "locales"},
	"bot/report":       {"bot", "flows", "flows/answer", "store", "locales"},
	"bot/people":       {"bot", "flows", "flows/answer", "store", "locales"},
	"bot/privacy":      {"bot", "flows", "flows/answer", "store", "locales"},
	"bot/alarms":       {"bot", "flows", "flows/answer", "store", "locales"},
	"bot/budget":       {"bot", "flows", "flows/answer", "store", "locales"},
	"bot/reminders":    {"bot", "flows", "flows/answer", "store", "locales"},
	"bot/schedule":     {"bot", "store"},
	"bot/deliver":      {"bot", "store", "store/crashpoint"},
	"bot/local":        {"bot", "store/crashpoint"},
	"bot/telegram":     {"bot", "store/crashpoint"},
	"bot/work":         {"bot", "store"},
	"cmd/smederij":     nil, // everywhere
}

// TestRooms walks the imports of the program and fails on every edge the house does not allow.
func TestRooms(t *testing.T) {
	got := imports(t)
	var names []string
	for room := range got {
		names = append(names, room)
	}
	var known []string
	for room := range rooms {
		known = append(known, room)
	}
	slices.Sort(names)
	slices.Sort(known)
	if diff := cmp.Diff(known, names); diff != "" {
		t.Errorf("rooms (-known +there):\n%s", diff)
	}
	for _, edge := range forbidden(got) {
		t.Error(edge)
	}
}

func TestRoomsCanFail(t *testing.T) {
	got := forbidden(map[string][]string{
		"bot/ideas": {"bot/people", "bot"}, "bot/deliver": {"locales"}, "flows": {"store"}, "cmd/smederij": {"bot/ideas"}, "store": {"locales"},
	})
	want := []string{"bot/deliver enters locales", "bot/ideas enters bot/people", "flows enters store", "store enters locales"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func forbidden(edges map[string][]string) []string {
	var found []string
	for from, all := range edges {
		for _, to := range all {
			if rooms[from] != nil && !slices.Contains(rooms[from], to) {
				found = append(found, from+" enters "+to)
			}
		}
	}
	slices.Sort(found)
	return found
}

// imports are the edges between the packages of this module, tests left out.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-deps", "-json=ImportPath,Imports", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	edges := map[string][]string{}
	for list := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := list.Decode(&p); errors.Is(err, io.EOF) {
			return edges
		} else if err != nil {
			t.Fatal(err)
		}
		from, ours := strings.CutPrefix(p.ImportPath, module+"/")
		if !ours {
			continue
		}
		edges[from] = nil
		for _, i := range p.Imports {
			if to, ours := strings.CutPrefix(i, module+"/"); ours {
				edges[from] = append(edges[from], to)
			}
		}
	}
}
