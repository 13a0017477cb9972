package main

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smederij/store"
)

const benchPlatform = "telegram"

// card is an idea that stands in a group, and the group's address.
type card struct {
	idea  int
	group string
}

// town is a database with a group and two volunteers in every Smederij, and accepted ideas of an earlier year.
type town struct {
	path   string
	key    []byte
	config configuration
	codes  []string // of the Smederijen
	groups []string // addresses, in the same order
	ideas  int
}

// card is where the nth idea stands; beyond the last it starts again.
func (t *town) card(n int) card {
	n %= t.ideas
	return card{n + 1, t.groups[(n+1)%len(t.groups)]}
}

func newTown(b testing.TB, ideas int) *town {
	b.Helper()
	t := &town{path: filepath.Join(b.TempDir(), "smederij.db"), key: make([]byte, store.KeySize), config: defaultConfiguration(), ideas: ideas}
	// The key lies where chat --db looks for it.
	if err := os.WriteFile(t.path+".key", []byte(base64.StdEncoding.EncodeToString(t.key)), 0o600); err != nil {
		b.Fatal(err)
	}
	db := t.open(b)
	err := db.Write(context.Background(), t.appointAll)
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	if err != nil {
		b.Fatal(err)
	}
	t.remember(b)
	return t
}

func (t *town) open(b testing.TB) *store.DB {
	b.Helper()
	db, err := openWith(t.config, t.path, t.key)
	if err != nil {
		b.Fatal(err)
	}
	return db
}

// appointAll links a group and a volunteers' chat for every Smederij, and appoints the volunteers.
func (t *town) appointAll(tx *store.Tx) error {
	now := time.Now()
	smederijen, err := tx.Smederijen()
	if err != nil {
		return err
	}
	for _, s := range smederijen {
		group := fmt.Sprintf("-100%d", s.ID)
		t.codes, t.groups = append(t.codes, s.Code), append(t.groups, group)
		for address, purpose := range map[string]store.Purpose{group: store.GroupChat, group + "000": store.VolunteersChat} {
			chat, err := tx.ChatAt(store.Address{Platform: benchPlatform, Chat: address}, 0, now)
			if err != nil {
				return err
			}
			if err := tx.LinkChat(0, chat.ID, purpose, s.ID, now); err != nil {
				return err
			}
		}
		for _, name := range []string{"wim", "petra"} {
			p, err := tx.PersonOf(store.Account{Platform: benchPlatform, ID: name + s.Code}, now)
			if err != nil {
				return err
			}
			if err := tx.Appoint(0, p.ID, store.Volunteer, s.ID, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// earlier writes :ideas ideas as they would stand there after a year: told, tested, posted and supported by two people each. Every
// fourth has an author of its own, and each leaves an ended conversation and a message that was sent.
const earlier = `
CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :ideas) SELECT i FROM n;
CREATE TEMP TABLE town AS SELECT s.id - 1 AS place, s.id, s.code, c.id AS chat, r.person_id AS volunteer FROM smederij s
	JOIN chat c ON c.smederij_id = s.id AND c.purpose = 'group' JOIN role r ON r.smederij_id = s.id GROUP BY s.id;
INSERT INTO person (id, notice, created_at) SELECT 1000000 + i, 1, 0 FROM n WHERE i <= :ideas / 4 + 1;
INSERT INTO account (person_id, platform, find_account, sealed_account)
	SELECT 1000000 + i, 'telegram', randomblob(32), randomblob(40) FROM n WHERE i <= :ideas / 4 + 1;
INSERT INTO chat (id, platform, find_address, sealed_address, person_id, created_at)
	SELECT 1000000 + i, 'telegram', randomblob(32), (SELECT sealed_address FROM chat WHERE purpose = 'group' LIMIT 1), 1000000 + i, 0
	FROM n WHERE i <= :ideas / 4 + 1;
INSERT INTO idea (id, author_id, smederij_id, ref, state, title, revision, answer_by, moved_at, created_at)
	SELECT n.i, 1000001 + n.i / 4, t.id, printf('%s-2025-%03d', t.code, (n.i - 1 - (n.i - 1) % 24) / 24 + 1), 'accepted', 'Een bankje bij de vijver ' || n.i,
		3, '2025-06-15', 1748772000000, 1748772000000 FROM n JOIN town t ON t.place = n.i % 24;
INSERT INTO reference (smederij_id, year, number, idea_id, ref)
	SELECT smederij_id, 2025, (id - 1 - (id - 1) % 24) / 24 + 1, id, ref FROM idea;
INSERT INTO answer (idea_id, question, text, value)
	SELECT n.i, q.column1, q.column2, '' FROM n, (VALUES ('better', 'Buren leren elkaar kennen en groeten elkaar weer.'),
		('own', 'Ik teken het bankje en vraag mijn buren om te helpen met het plaatsen.'),
		('what', 'Een bankje bij de vijver, waar mensen kunnen rusten en een praatje maken. Het hout komt van de kwekerij.'),
		('whom', 'Voor ouderen die een eindje lopen, en voor wie er met kinderen speelt.')) q;
INSERT INTO decision (idea_id, move, from_state, to_state, revision, by_id, decided_at, released_at)
	SELECT n.i, 'accept', 'submitted', 'accepted', 3, t.volunteer, 1748772000000, 1748772600000 FROM n JOIN town t ON t.place = n.i % 24;
INSERT INTO audit (at, by_id, action, subject) SELECT 1748772000000, by_id, 'move.accept', idea_id FROM decision;
INSERT INTO support (idea_id, kind, person_id, created_at)
	SELECT n.i, 'support', 1000001 + (n.i / 4 + p.column1) % (:ideas / 4 + 1), 1748772000000 FROM n, (VALUES (1), (2)) p ON :ideas > 8;
INSERT INTO slot (chat_id, slot, message_id) SELECT t.chat, 'card:' || n.i, n.i FROM n JOIN town t ON t.place = n.i % 24;
INSERT INTO outbox (chat_id, class, state, slot, sealed_body, cause, not_before, message_id, created_at, sent_at)
	SELECT t.chat, 'post', 'sent', 'card:' || n.i, randomblob(600), 'telegram:' || n.i, 1748772000000, n.i, 1748772000000, 1748772000000
	FROM n JOIN town t ON t.place = n.i % 24;
INSERT INTO conversation (person_id, chat_id, flow, version, step, sequence, sealed_state, subject, touched_at, ended_at)
	SELECT 1000001 + i / 4, 1000001 + i / 4, 'idea', 1, 'confirm', 9, randomblob(700), i, 1748772000000, 1748772000000 FROM n;
`

// remember writes the ideas past the rules of the store, because moving a million of them takes too long.
func (t *town) remember(b testing.TB) {
	b.Helper()
	db := openRaw(b, t.path, "_pragma=synchronous(OFF)&_pragma=cache_size(-200000)&_pragma=temp_store(MEMORY)")
	script := "PRAGMA journal_mode = DELETE; BEGIN;" + strings.ReplaceAll(earlier, ":ideas", fmt.Sprint(t.ideas)) + "COMMIT;"
	if _, err := db.Exec(script); err != nil {
		b.Fatal(err)
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	file, err := os.OpenFile(t.path, os.O_RDWR, 0)
	if err == nil {
		err = errors.Join(file.Sync(), file.Close()) // or the first commits would wait for all of this
	}
	if err != nil {
		b.Fatal(err)
	}
}

// openRaw opens the file when the store has it closed.
func openRaw(b testing.TB, path, settings string) *sql.DB {
	b.Helper()
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+settings)
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}

// each hands over the rows of a query, one at a time.
func each(t testing.TB, db *sql.DB, query string, row func(scan func(...any))) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		row(func(into ...any) {
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
		})
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// rows counts what a benchmark should have written.
type rows struct{ inputs, messages, ideas, support, deadLetters int }

func (t *town) rows(b testing.TB) (r rows) {
	b.Helper()
	db := openRaw(b, t.path, "mode=ro")
	defer func() { _ = db.Close() }()
	for query, n := range map[string]*int{
		"SELECT count(*) FROM input WHERE key LIKE 'telegram:%'": &r.inputs,
		"SELECT count(*) FROM outbox":                            &r.messages,
		"SELECT count(*) FROM idea WHERE ref IS NOT NULL":        &r.ideas,
		"SELECT count(*) FROM support":                           &r.support,
		"SELECT count(*) FROM dead_letter":                       &r.deadLetters,
	} {
		if err := db.QueryRow(query).Scan(n); err != nil {
			b.Fatal(err)
		}
	}
	return r
}
