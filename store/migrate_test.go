package store

import (
	"io/fs"
	"os"
	"testing"
)

// migrated is a database of before a migration with these rows in it, and then brought up to date with that one.
func migrated(t *testing.T, last int, rows ...string) *conn {
	t.Helper()
	path := newFile(t)
	db := &DB{path: path}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := db.connect(path); err != nil {
		t.Fatal(err)
	}
	c, err := openConn(db.pool)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.close()
		if err := db.pool.Close(); err != nil {
			t.Error(err)
		}
	})
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range files[:last] {
		if i == last-1 {
			for _, s := range rows {
				if err := c.run(s); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := apply(c, f, int64(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

func wantNumbers(t *testing.T, c *conn, queries map[string]int64) {
	t.Helper()
	for query, want := range queries {
		if got, err := queryNumber(c, query); err != nil || got != want {
			t.Errorf("%s: got %d, %v, want %d", query, got, err, want)
		}
	}
}

// Words and the decisions that point at them come through the migration that writes the table of words anew.
func TestWordsComeThroughTheirMigration(t *testing.T) {
	c := migrated(t, 5,
		"INSERT INTO smederij VALUES (1, 'KRA', 'Krakeel', 'wijk', 'Team', 'assumed', 1, '[]')",
		"INSERT INTO person (id, created_at) VALUES (1, 1), (2, 1)",
		"INSERT INTO idea (id, author_id, smederij_id, ref, state, title, criterion, answer_by, moved_at, created_at) VALUES (1, 1, 1, 'KRA-2026-001', 'declined', 'Eten', 2, '2026-12-07', 1, 1)",
		"INSERT INTO words VALUES (7, 1, 'reason', 2, 'omdat', 1), (9, 1, 'worry', 2, 'lawaai', 1)",
		"INSERT INTO decision (idea_id, move, from_state, to_state, revision, criterion, words_id, by_id, decided_at, released_at) VALUES (1, 'decline', 'submitted', 'declined', 2, 2, 7, 2, 1, 1)",
	)
	wantNumbers(t, c, map[string]int64{
		"SELECT count(*) FROM words": 2,
		"SELECT count(*) FROM decision d JOIN words w ON w.id = d.words_id WHERE w.text = 'omdat'": 1,
		"SELECT count(*) FROM pragma_foreign_key_check":                                            0,
		"SELECT count(*) FROM sqlite_schema WHERE name = 'words_before'":                           0,
	})
	if err := c.run("DELETE FROM words WHERE id = 7"); err == nil {
		t.Error("the words of a decision could be deleted: nothing watches over them any more")
	}
}

// A lange klap that fitted already waits for the steering group from the day since when it does, and one that waits for nothing has no
// date; what was promised before a decision comes back when that is undone.
func TestTheLongTrackComesThroughItsMigration(t *testing.T) {
	idea := "INSERT INTO idea (id, author_id, smederij_id, ref, state, track, title, answer_by, moved_at, created_at) VALUES "
	c := migrated(t, 9,
		"INSERT INTO smederij VALUES (1, 'KRA', 'Krakeel', 'wijk', 'Team', 'assumed', 1, '[]', 0)",
		"INSERT INTO person (id, created_at) VALUES (1, 1), (2, 1)",
		idea+"(1, 1, 1, 'KRA-2026-001', 'accepted', 'long', 'Park', '2026-12-07', 1795420800000, 1)", // 23 November 2026
		idea+"(2, 1, 1, 'KRA-2026-002', 'not_granted', 'long', 'Brug', '2026-12-07', 1, 1)",
		idea+"(3, 1, 1, 'KRA-2026-003', 'accepted', 'short', 'Eten', '2026-12-07', 1, 1)",
		"INSERT INTO decision (idea_id, move, from_state, to_state, revision, by_id, decided_at, released_at) VALUES (1, 'accept', 'submitted', 'accepted', 2, 2, 1, 1)",
	)
	wantNumbers(t, c, map[string]int64{
		"SELECT count(*) FROM idea WHERE id = 1 AND answer_by = '2027-02-21'": 1,
		"SELECT count(*) FROM idea WHERE id = 2 AND answer_by IS NULL":        1,
		"SELECT count(*) FROM idea WHERE id = 3 AND answer_by = '2026-12-07'": 1,
		"SELECT count(*) FROM decision WHERE promised = '2026-12-07'":         1,
	})
}
