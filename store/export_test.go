package store

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The portions of an export, one after another, hold every idea with a reference once, and nothing of a draft.
func TestExportIdeas(t *testing.T) {
	v := newVillage(t)
	anja, bram, wim := v.person("anja"), v.person("bram"), v.appoint("wim", Volunteer, "KRA")
	first := v.submitted(anja, "KRA")
	v.draft(anja, "KRA", "nog niet af")
	second := v.submitted(bram, "WOL")
	gone := v.draft(bram, "WOL", "toch niet")
	v.must(bram, gone, Withdraw, Detail{}, monday)
	third := v.submitted(bram, "KRA")
	v.must(bram, third, Withdraw, Detail{}, monday)
	v.must(wim, first, Accept, Detail{}, monday)
	write(t, v.db, func(tx *Tx) error {
		for p, stands := range map[PersonID][]Stand{bram: {Support, Help}, wim: {Support, Worry}} {
			for _, s := range stands {
				if _, err := tx.TakeStand(first, p, s, monday); err != nil {
					return err
				}
			}
		}
		_, err := tx.exec("UPDATE idea SET granted = 25050 WHERE id = ?", second) // as a grant leaves it
		return err
	})

	var got []ExportedIdea
	for after := IdeaID(0); ; {
		portion := read(t, v.db, func(tx *Tx) ([]ExportedIdea, error) { return tx.ExportIdeas(after, 2) })
		if len(portion) == 0 {
			break
		}
		got = append(got, portion...)
		after = portion[len(portion)-1].ID
	}
	line := func(id IdeaID, smederij string) ExportedIdea {
		i := v.idea(id)
		return ExportedIdea{ID: id, Ref: i.Ref, Title: i.Title, Smederij: smederij, State: i.State, Track: ShortTrack,
			Created: i.CreatedAt, AnswerBy: i.AnswerBy.Format("2006-01-02")}
	}
	want := []ExportedIdea{line(first, "KRA"), line(second, "WOL"), line(third, "KRA")}
	want[0].Supporters, want[0].Helpers = 2, 1
	want[1].Granted = 25050
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A portion begins where the last one ended, without reading what came before.
func TestExportReadsNoTableWhole(t *testing.T) {
	v := newVillage(t)
	read(t, v.db, func(tx *Tx) (none bool, err error) {
		if _, err := tx.ExportIdeas(0, 1); err != nil {
			return false, err
		}
		for _, query := range slices.Collect(maps.Keys(tx.conn.prepared)) { // plan adds to them
			if !strings.Contains(query, "FROM idea i CROSS JOIN") {
				continue
			}
			steps, err := plan(tx, query)
			if err != nil || len(steps) == 0 {
				t.Errorf("no plan: %v", err)
			}
			for _, s := range steps {
				if scan.MatchString(s) || strings.Contains(s, "TEMP B-TREE") {
					t.Errorf("%s in\n%s", s, query)
				}
			}
		}
		return false, nil
	})
}

func TestExportIsInTheAuditLog(t *testing.T) {
	v := newVillage(t)
	write(t, v.db, func(tx *Tx) error { return tx.RecordExport(0, "csv", monday) })
	got := read(t, v.db, func(tx *Tx) (string, error) { return one(tx, text, "SELECT action || ' ' || detail FROM audit") })
	if got != "export csv" {
		t.Errorf("got %q", got)
	}
	verified(t, v.db)
}
