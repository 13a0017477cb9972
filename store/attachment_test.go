package store

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAttachments(t *testing.T) {
	v := newVillage(t)
	id := v.draft(v.person("anja"), "KRA", "Buurtmaaltijd")
	attach := func(question string, refs ...string) (added []AttachmentID) {
		var list []Attachment
		for _, r := range refs {
			list = append(list, Attachment{Question: question, Kind: "photo", Platform: "net", Ref: r})
		}
		write(t, v.db, func(tx *Tx) (err error) {
			added, err = tx.Attach(id, question, list, monday)
			return err
		})
		return added
	}
	want := func(refs ...string) {
		t.Helper()
		var got []string
		for _, a := range read(t, v.db, func(tx *Tx) ([]Attachment, error) { return tx.Attachments(id) }) {
			got = append(got, a.Question+":"+a.Ref)
		}
		if diff := cmp.Diff(got, refs); diff != "" {
			t.Errorf("got -, want +:\n%s", diff)
		}
	}
	if added := attach("what", "p", "v", "p"); len(added) != 2 {
		t.Errorf("%d are new, want 2", len(added))
	}
	want("what:p", "what:v")
	attach("who", "p")
	want("what:p", "what:v", "who:p")
	if added := attach("what", "v"); len(added) != 0 {
		t.Errorf("one that was there is called new")
	}
	want("what:v", "who:p")
	attach("what")
	want("who:p")
}

// A file is kept once, sealed, and goes with its answer.
func TestFiles(t *testing.T) {
	v := newVillage(t)
	id := v.draft(v.person("anja"), "KRA", "Muurschildering")
	photo := Attachment{Question: "what", Kind: "photo", Platform: "net", Ref: "p"}
	var a AttachmentID
	write(t, v.db, func(tx *Tx) error {
		added, err := tx.Attach(id, "what", []Attachment{photo}, monday)
		a = added[0]
		return err
	})
	keep := func(data string) (kept bool, events []Event) {
		write(t, v.db, func(tx *Tx) (err error) {
			kept, err = tx.KeepFile(a, []byte(data), monday)
			events = tx.TakeEvents()
			return err
		})
		return kept, events
	}
	kept, events := keep("een plaatje")
	if !kept || len(events) != 1 || events[0].Kind != Kept || events[0].File != a || events[0].Idea != id {
		t.Fatalf("kept %t, events %+v", kept, events)
	}
	if again, _ := keep("iets anders"); again {
		t.Error("it is kept twice")
	}
	got := read(t, v.db, func(tx *Tx) (string, error) {
		data, err := tx.File(a)
		return string(data), err
	})
	if got != "een plaatje" {
		t.Errorf("got %q", got)
	}
	sealed := read(t, v.db, func(tx *Tx) ([]byte, error) {
		return one(tx, func(r row) (b []byte, err error) { return b, r.Scan(&b) }, "SELECT sealed_data FROM file")
	})
	if string(sealed) == "een plaatje" || len(sealed) <= len("een plaatje") {
		t.Error("the file is not sealed")
	}
	write(t, v.db, func(tx *Tx) error {
		if err := tx.ShowFile(a, monday); err != nil {
			return err
		}
		_, err := tx.Attach(id, "what", nil, monday)
		return err
	})
	err := v.db.Read(bg, func(tx *Tx) error {
		_, err := tx.File(a)
		return err
	})
	if !errors.Is(err, ErrNotFound) {
		t.Errorf("after its answer changed: %v, want not found", err)
	}
	if kept, _ := keep("te laat"); kept {
		t.Error("a file is kept of an attachment that is gone")
	}
}

// Jobs run in the order in which they may, and wait after a failure.
func TestJobs(t *testing.T) {
	v := newVillage(t)
	write(t, v.db, func(tx *Tx) error { return errors.Join(tx.AddJob("a", 1, monday), tx.AddJob("b", 2, monday)) })
	due := func() (j Job, next int64) {
		write(t, v.db, func(tx *Tx) (err error) {
			found, at, err := tx.DueJob(monday)
			j, next = found, 0
			if errors.Is(err, ErrNotFound) {
				err = nil
				if !at.IsZero() {
					next = at.Sub(monday).Milliseconds()
				}
			}
			return err
		})
		return j, next
	}
	first, _ := due()
	if first.Kind != "a" || first.Subject != 1 {
		t.Fatalf("got %+v first", first)
	}
	write(t, v.db, func(tx *Tx) error { return tx.RetryJob(first.ID, monday.Add(5000000000)) })
	second, _ := due()
	if second.Kind != "b" {
		t.Fatalf("got %+v, want b", second)
	}
	write(t, v.db, func(tx *Tx) error { return tx.FinishJob(second.ID, monday) })
	if none, next := due(); none.ID != 0 || next != 5000 {
		t.Errorf("got %+v, next after %d ms; want none before 5000", none, next)
	}
}
