//go:build unix

package main

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"smederij/store"
)

// findings are what lies in the database after the crashes.
type findings struct {
	*square
	keys    map[string]bool // of inputs that were handled
	outbox  []message
	ideas   []keptIdea
	stands  map[standing]bool
	people  map[string]store.PersonID
	letters int              // dead ones
	again   map[int64]int    // how often a coordinator had a message posted again
	undone  map[int64]bool   // decisions
	words   map[int64]string // of messages, as they would be seen
	orders  map[int64]order  // for money
	funders int
}

// message is a row of the outbox.
type message struct {
	id, decision, doubts   int64
	chat                   string
	class, state, slot     string
	cause, platformMessage string
	content                string
}

type keptIdea struct {
	store.Idea
	area    string
	answers map[string]store.Answer
}

type standing struct {
	idea   int64
	person store.PersonID
	stand  store.Stand
}

// find reads everything, after the program itself has recounted it.
func find(t *testing.T, program string, s *square) *findings {
	f := &findings{square: s, keys: make(map[string]bool), stands: make(map[standing]bool), people: make(map[string]store.PersonID),
		again: make(map[int64]int), undone: make(map[int64]bool), words: make(map[int64]string), orders: make(map[int64]order)}
	out, err := exec.Command(program, "verify", "--db", s.file("db")).CombinedOutput()
	if err != nil || !strings.Contains(string(out), "everything adds up") {
		t.Errorf("verify: %v\n%s", err, out)
	}
	t.Logf("verify: %s", out)
	addresses := f.openHouse(t)
	db := openRaw(t, s.file("db"), "mode=ro")
	defer db.Close()
	f.readRows(t, db, addresses)
	f.net.attribute(f)
	return f
}

// openHouse reads what is sealed, as the program would: who is who, which chat is where, and the ideas. It returns the chats' addresses.
func (f *findings) openHouse(t *testing.T) map[int64]string {
	encoded, err := os.ReadFile(f.file("db.key"))
	if err != nil {
		t.Fatal(err)
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(encoded)))
	if err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(store.Options{Path: f.file("db"), Key: key, Terms: store.DefaultTerms(opens.Location())})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	addresses := make(map[int64]string)
	err = db.Read(context.Background(), func(tx *store.Tx) error {
		for id := store.ChatID(1); ; id++ {
			chat, err := tx.Chat(id)
			if errors.Is(err, store.ErrNotFound) {
				break
			}
			if err != nil {
				return err
			}
			addresses[int64(id)] = f.net.spot(chat.Address.Chat)
		}
		if err := f.readWords(tx); err != nil {
			return err
		}
		return f.readIdeas(tx)
	})
	if err != nil {
		t.Fatal(err)
	}
	return addresses
}

// readWords reads what stands in the messages.
func (f *findings) readWords(tx *store.Tx) error {
	for id := store.MessageID(1); ; id++ {
		m, err := tx.Message(id)
		if errors.Is(err, store.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		var buttons []button
		for _, b := range slices.Concat(m.Body.Buttons...) {
			buttons = append(buttons, button{payload: b.Payload})
		}
		f.words[int64(id)] = content("", m.Body.Text, buttons)
	}
}

func (f *findings) readIdeas(tx *store.Tx) error {
	for _, p := range f.order {
		who, err := tx.PersonByAccount(store.Account{Platform: f.net.traits().name, ID: f.net.account(p.name)})
		if errors.Is(err, store.ErrNotFound) {
			continue // never came to say anything
		}
		if err != nil {
			return err
		}
		f.people[p.name] = who.ID
		list, err := tx.IdeasOf(who.ID, 10_000)
		if err != nil {
			return err
		}
		for _, i := range list {
			k := keptIdea{Idea: i}
			if k.answers, err = tx.Answers(i.ID); err != nil {
				return err
			}
			if i.Smederij != 0 {
				s, err := tx.Smederij(i.Smederij)
				if err != nil {
					return err
				}
				k.area = s.Name
			}
			f.ideas = append(f.ideas, k)
		}
	}
	return nil
}

func (f *findings) readRows(t *testing.T, db *sql.DB, addresses map[int64]string) {
	each(t, db, "SELECT integrity_check FROM pragma_integrity_check", func(scan func(...any)) {
		var said string
		if scan(&said); said != "ok" {
			t.Errorf("integrity_check: %s", said)
		}
	})
	each(t, db, "SELECT key FROM input", func(scan func(...any)) {
		var key string
		scan(&key)
		f.keys[key] = true
	})
	each(t, db, `SELECT id, coalesce(decision_id, 0), doubts, chat_id, class, state, coalesce(slot, ''), cause, coalesce(message_id, '')
		FROM outbox ORDER BY id`, func(scan func(...any)) {
		var m message
		var chat int64
		scan(&m.id, &m.decision, &m.doubts, &chat, &m.class, &m.state, &m.slot, &m.cause, &m.platformMessage)
		m.chat = addresses[chat]
		m.content = m.chat + f.words[m.id]
		f.outbox = append(f.outbox, m)
	})
	each(t, db, "SELECT idea_id, person_id, kind FROM support", func(scan func(...any)) {
		var s standing
		scan(&s.idea, &s.person, &s.stand)
		f.stands[s] = true
	})
	each(t, db, "SELECT subject FROM audit WHERE action = 'post_again'", func(scan func(...any)) {
		var id int64
		scan(&id)
		f.again[id]++
	})
	each(t, db, "SELECT id, undone_at IS NOT NULL FROM decision", func(scan func(...any)) {
		var id int64
		var undone bool
		scan(&id, &undone)
		f.undone[id] = undone
	})
	each(t, db, `SELECT o.id, o.kind, o.state, count(e.id) FROM money_order o LEFT JOIN ledger_entry e ON e.order_id = o.id AND e.reason <> 'undo'
		GROUP BY o.id`, func(scan func(...any)) {
		var id int64
		var o order
		scan(&id, &o.kind, &o.state, &o.entries)
		f.orders[id] = o
	})
	each(t, db, "SELECT count(*) FROM funder", func(scan func(...any)) { scan(&f.funders) })
	each(t, db, "SELECT count(*) FROM dead_letter", func(scan func(...any)) { scan(&f.letters) })
}
