package store

import (
	"io/fs"
	"os"
	"testing"
)

// Words and the decisions that point at them come through the migration that writes the table of words anew.
func TestWordsComeThroughTheirMigration(t *testing.T) {
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
	files, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range files[:4] {
		if err := apply(c, f, int64(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range []string{
		"INSERT INTO smederij VALUES (1, 'KRA', 'Krakeel', 'wijk', 'Team', 'assumed', 1, '[]')",
		"INSERT INTO person (id, created_at) VALUES (1, 1), (2, 1)",
		"INSERT INTO idea (id, author_id, smederij_id, ref, state, title, criterion, answer_by, moved_at, created_at) VALUES (1, 1, 1, 'KRA-2026-001', 'declined', 'Eten', 2, '2026-12-07', 1, 1)",
		"INSERT INTO words VALUES (7, 1, 'reason', 2, 'omdat', 1), (9, 1, 'worry', 2, 'lawaai', 1)",
		"INSERT INTO decision (idea_id, move, from_state, to_state, revision, criterion, words_id, by_id, decided_at, released_at) VALUES (1, 'decline', 'submitted', 'declined', 2, 2, 7, 2, 1, 1)",
	} {
		if err := c.run(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := apply(c, files[4], 5); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int64{
		"SELECT count(*) FROM words": 2,
		"SELECT count(*) FROM decision d JOIN words w ON w.id = d.words_id WHERE w.text = 'omdat'": 1,
		"SELECT count(*) FROM pragma_foreign_key_check":                                            0,
		"SELECT count(*) FROM sqlite_schema WHERE name = 'words_before'":                           0,
	} {
		if got, err := queryNumber(c, query); err != nil || got != want {
			t.Errorf("%s: got %d, %v, want %d", query, got, err, want)
		}
	}
	if err := c.run("DELETE FROM words WHERE id = 7"); err == nil {
		t.Error("the words of a decision could be deleted: nothing watches over them any more")
	}
	c.close()
	if err := db.pool.Close(); err != nil {
		t.Error(err)
	}
}
