package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func (v village) letter(key string) (id int64) {
	v.t.Helper()
	write(v.t, v.db, func(tx *Tx) (err error) {
		id, err = tx.Bury(key, []byte("hallo"), errors.New("boem"), monday)
		return err
	})
	return id
}

func TestAnInputIsHandledOnce(t *testing.T) {
	db := openDB(t)
	first := func(key string) (fresh bool) {
		write(t, db, func(tx *Tx) (err error) {
			fresh, err = tx.FirstTime(key, monday)
			return err
		})
		return fresh
	}
	for _, tt := range []struct {
		key  string
		want bool
	}{{"telegram:1", true}, {"telegram:1", false}, {"discord:1", true}, {"telegram:2", true}, {"telegram:1", false}} {
		if got := first(tt.key); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.key, got, tt.want)
		}
	}
	// Telegram's ids start anew after a silent week, and nobody pruned meanwhile.
	write(t, db, func(tx *Tx) error {
		for _, tt := range []struct {
			after time.Duration
			want  bool
		}{{tx.Terms().Keys, false}, {tx.Terms().Keys + time.Hour, true}, {tx.Terms().Keys + time.Hour, false}} {
			if got, err := tx.FirstTime("telegram:2", monday.Add(tt.after)); err != nil || got != tt.want {
				t.Errorf("after %v: got %v, want %v (%v)", tt.after, got, tt.want, err)
			}
		}
		return nil
	})
	// What fails was not handled: the same input may come again.
	err := db.Write(bg, func(tx *Tx) error {
		if _, err := tx.FirstTime("telegram:3", monday); err != nil {
			return err
		}
		return errors.New("boem")
	})
	if err == nil || !first("telegram:3") {
		t.Errorf("after %v: the input counts as handled", err)
	}
}

func TestPruneInputsInPortions(t *testing.T) {
	db := openDB(t)
	const portion, old, young = 500, 1001, 3 // DESIGN.md: deletions go in portions of at most 500
	write(t, db, func(tx *Tx) error {
		for i := range old + young {
			at := monday
			if i >= old {
				at = monday.Add(time.Millisecond)
			}
			if _, err := tx.FirstTime(fmt.Sprint(i), at); err != nil {
				return err
			}
		}
		return nil
	})
	count := func() int64 {
		return read(t, db, func(tx *Tx) (int64, error) { return one(tx, number, "SELECT count(*) FROM input") })
	}
	prune := func(now time.Time) (more bool) {
		write(t, db, func(tx *Tx) (err error) {
			more, err = tx.PruneInputs(now)
			return err
		})
		return more
	}
	if more := prune(monday.Add(72 * time.Hour)); more || count() != old+young {
		t.Errorf("after exactly 72 hours: got %d keys, want all of them", count())
	}
	now := monday.Add(72*time.Hour + time.Millisecond)
	for i, want := range []struct {
		more bool
		left int64
	}{{true, portion + 1 + young}, {true, 1 + young}, {false, young}, {false, young}} {
		if more := prune(now); more != want.more || count() != want.left {
			t.Errorf("portion %d: got more %v and %d left, want %v", i, more, count(), want)
		}
	}
}

func TestDeadLetters(t *testing.T) {
	v := newVillage(t)
	carla := v.person("carla")
	a, b := v.letter("in:a"), v.letter("in:b")
	if again := v.letter("in:a"); again != a {
		t.Errorf("the same input died twice: got letters %d and %d, want one", a, again)
	}
	letters := func() []DeadLetter { return read(t, v.db, (*Tx).DeadLetters) }
	want := []DeadLetter{{ID: a, Key: "in:a", DiedAt: monday}, {ID: b, Key: "in:b", DiedAt: monday}}
	if diff := cmp.Diff(letters(), want, cmp.Comparer(time.Time.Equal)); diff != "" {
		t.Errorf("letters (-got +want):\n%s", diff)
	}
	write(t, v.db, func(tx *Tx) error {
		content, cause, err := tx.OpenDeadLetter(a, carla, "zij belde op", monday)
		if string(content) != "hallo" || cause != "boem" {
			t.Errorf("got %q, %q, want hallo, boem", content, cause)
		}
		return errors.Join(err, tx.RetriedDeadLetter(b, monday), tx.DropDeadLetter(a, carla, monday))
	})
	if diff := cmp.Diff(letters(), []DeadLetter{{ID: b, Key: "in:b", DiedAt: monday, Retried: true}}, cmp.Comparer(time.Time.Equal)); diff != "" {
		t.Errorf("letters after one was dropped (-got +want):\n%s", diff)
	}
	err := v.db.Write(bg, func(tx *Tx) error {
		_, _, err := tx.OpenDeadLetter(a, carla, "nog eens", monday)
		return err
	})
	if !errors.Is(err, ErrNotFound) {
		t.Errorf("opening a dropped letter: got %v, want %v", err, ErrNotFound)
	}
	if err := v.db.Write(bg, func(tx *Tx) error { return tx.DropDeadLetter(a, carla, monday) }); !errors.Is(err, ErrNotFound) {
		t.Errorf("dropping it again: got %v, want %v", err, ErrNotFound)
	}
	type line struct{ Action, Detail string }
	got := read(t, v.db, func(tx *Tx) ([]line, error) {
		return all(tx, func(r row) (l line, err error) { return l, r.Scan(&l.Action, &l.Detail) },
			"SELECT action, detail FROM audit WHERE by_id = ? ORDER BY id", carla)
	})
	if diff := cmp.Diff(got, []line{{Action: "dead_letter_opened"}, {Action: "dead_letter_dropped"}}); diff != "" {
		t.Errorf("audit, without anybody's words (-got +want):\n%s", diff)
	}
	why := read(t, v.db, func(tx *Tx) ([]byte, error) {
		return one(tx, func(r row) (b []byte, err error) { return b, r.Scan(&b) },
			"SELECT w.sealed_text FROM audit_words w JOIN audit a ON a.id = w.audit_id WHERE a.action = 'dead_letter_opened'")
	})
	if plain, err := v.db.sealer.open("why", why); err != nil || string(plain) != "zij belde op" {
		t.Errorf("why: got %q, %v, want what carla said", plain, err)
	}

	// Restarted ids bring a key again: its letter is a new one.
	write(t, v.db, func(tx *Tx) error {
		_, err := tx.Bury("in:a", []byte("iets anders"), errors.New("weer"), monday)
		return err
	})
	write(t, v.db, func(tx *Tx) error {
		content, cause, err := tx.OpenDeadLetter(a, carla, "kijken", monday)
		if string(content) != "iets anders" || cause != "weer" {
			t.Errorf("got %q, %q, want the new letter", content, cause)
		}
		return err
	})
	verified(t, v.db)
}

func TestAnAlarmIsRaisedOnce(t *testing.T) {
	db := openDB(t)
	for i, tt := range []struct {
		kind    string
		subject int64
		want    bool
	}{{"late", 1, true}, {"late", 1, false}, {"late", 2, true}, {"lost", 1, true}} {
		write(t, db, func(tx *Tx) error {
			if got, err := tx.RaiseOnce(tt.kind, tt.subject, monday); err != nil || got != tt.want {
				t.Errorf("%d: got %v, %v, want %v", i, got, err, tt.want)
			}
			return nil
		})
	}
}

func TestAuditIsOnlyAddedTo(t *testing.T) {
	v := newVillage(t)
	v.submitted(v.person("anja"), "KRA")
	before := read(t, v.db, func(tx *Tx) (int64, error) { return one(tx, number, "SELECT count(*) FROM audit") })
	if before == 0 {
		t.Fatal("a move left no line in the audit log")
	}
	for _, statement := range []string{
		"UPDATE audit SET by_id = 99", "DELETE FROM audit", "UPDATE audit SET detail = detail WHERE id = 1",
		"DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)",
	} {
		err := v.db.Write(bg, func(tx *Tx) error {
			_, err := tx.exec(statement)
			return err
		})
		if err == nil || HouseCode(err) != "" {
			t.Errorf("%s: got %v, want an error of the caller", statement, err)
		}
	}
	after := read(t, v.db, func(tx *Tx) (int64, error) { return one(tx, number, "SELECT count(*) FROM audit") })
	if after != before {
		t.Errorf("got %d lines, want %d", after, before)
	}
}

// What a dead letter is can be named without opening it to anybody, also when one of them cannot be opened.
func TestDeadLetterKinds(t *testing.T) {
	v := newVillage(t)
	first, broken, dropped := v.letter("a"), v.letter("b"), v.letter("c")
	write(t, v.db, func(tx *Tx) error {
		if _, err := tx.exec("UPDATE dead_letter SET sealed_content = x'00' WHERE id = ?", broken); err != nil {
			return err
		}
		return tx.DropDeadLetter(dropped, 0, monday)
	})
	got := read(t, v.db, func(tx *Tx) (map[int64]string, error) {
		return tx.DeadLetterKinds(func(content []byte) string {
			if content == nil {
				return "unreadable"
			}
			return "message"
		})
	})
	if diff := cmp.Diff(map[int64]string{first: "message", broken: "unreadable"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
