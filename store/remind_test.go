package store

import (
	"errors"
	"testing"
	"time"
)

// A draft goes when its end was announced a week before, and not when its author touched it since.
func TestOnlyAnnouncedDraftsEnd(t *testing.T) {
	v := newVillage(t)
	anja := v.person("anja")
	v.chat("anja", anja)
	kept, gone, unheard := v.draft(anja, "KRA", "Moestuin"), v.draft(anja, "KRA", "Breiclub"), v.draft(anja, "KRA", "Taalles")
	announced, end := monday.AddDate(0, 0, 83), monday.AddDate(0, 0, 90)
	write(t, v.db, func(tx *Tx) error {
		if _, err := tx.Attach(gone, "what", []Attachment{{Kind: "photo", Platform: "local", Ref: "x"}}, monday); err != nil {
			return err
		}
		if _, err := tx.KeepFile(1, []byte("jpeg"), monday); err != nil {
			return err
		}
		for _, id := range []IdeaID{kept, gone} {
			if _, err := tx.RaiseDraft(DraftEnd, v.in(tx, id), announced); err != nil {
				return err
			}
		}
		_, err := tx.RaiseDraft(DraftEnd, v.in(tx, unheard), announced.Add(time.Hour)) // heard of it less than a week ago
		return err
	})
	write(t, v.db, func(tx *Tx) error {
		_, _, err := tx.KeepLonger(v.in(tx, kept), announced.Add(time.Minute))
		return err
	})
	var ended []Idea
	write(t, v.db, func(tx *Tx) (err error) {
		if early, err := tx.EndedDrafts(end.Add(-time.Minute), 9); err != nil || len(early) > 0 {
			t.Errorf("ended before their day: %v, %v", early, err)
		}
		if ended, err = tx.EndedDrafts(end, 9); err != nil || len(ended) != 1 || ended[0].ID != gone {
			t.Fatalf("ended: %v, %v; want only idea %d", ended, err, gone)
		}
		return tx.RemoveDraft(ended[0], end)
	})
	write(t, v.db, func(tx *Tx) error {
		if _, err := tx.Idea(gone); !errors.Is(err, ErrNotFound) {
			t.Errorf("the draft is still there: %v", err)
		}
		for _, what := range []string{"answer WHERE idea_id = ?", "attachment WHERE idea_id = ?", "file WHERE attachment_id <> ?"} {
			if left, err := one(tx, number, "SELECT count(*) FROM "+what, gone); err != nil || left > 0 {
				t.Errorf("%d rows left in %s, %v", left, what, err)
			}
		}
		for _, k := range []DraftKind{DraftDay, DraftWeek} {
			again, err := tx.StillDrafts(k, monday, announced.AddDate(0, 0, 2), 9)
			for _, i := range again {
				if i.ID == kept {
					t.Errorf("who kept a draft is reminded of it at once: %s, %v", k, err)
				}
			}
		}
		return nil
	})
}

// The score counts answers on time when they came, and promises that were not kept on their day: whether an answer came since or not.
func TestScore(t *testing.T) {
	v := newVillage(t)
	anja, wim, petra := v.person("anja"), v.appoint("wim", Volunteer, "KRA"), v.appoint("petra", Volunteer, "WOL")
	kra := v.smederij("KRA")
	early, onTheDay, late, waits, undone, elsewhere := v.submitted(anja, "KRA"), v.submitted(anja, "KRA"), v.submitted(anja, "KRA"), v.submitted(anja, "KRA"),
		v.submitted(anja, "KRA"), v.submitted(anja, "WOL")
	day := v.idea(waits).AnswerBy // 7 December
	v.must(wim, early, Accept, Detail{}, monday)
	v.must(wim, onTheDay, Accept, Detail{}, day.Add(23*time.Hour))
	v.must(petra, elsewhere, Accept, Detail{}, monday)
	v.must(wim, undone, Accept, Detail{}, monday)
	v.wantUndo("", wim, v.decision(undone).ID, monday)
	want := func(why string, november, december, january Score) {
		t.Helper()
		write(t, v.db, func(tx *Tx) error {
			for month, want := range map[time.Month]Score{time.November: november, time.December: december, time.January + 12: january} {
				from := time.Date(2026, month, 1, 0, 0, 0, 0, day.Location())
				if got, err := tx.ScoreOf(kra, from, from.AddDate(0, 1, 0)); err != nil || got != want {
					t.Errorf("%s: %s got %+v, %v; want %+v", why, month, got, err, want)
				}
			}
			return nil
		})
	}
	want("three wait", Score{1, 1}, Score{4, 1}, Score{})
	v.must(wim, late, Accept, Detail{}, day.Add(24*time.Hour-time.Minute)) // heard after midnight
	v.must(wim, undone, Accept, Detail{}, day.AddDate(0, 1, 0))
	want("answered since", Score{1, 1}, Score{4, 1}, Score{})
}

// in reads an idea inside a transaction.
func (v village) in(tx *Tx, id IdeaID) Idea {
	i, err := tx.Idea(id)
	if err != nil {
		v.t.Fatalf("idea %d: %v", id, err)
	}
	return i
}
