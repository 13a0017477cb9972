//go:build unix

package main

import (
	"database/sql"
	"strconv"
	"time"

	"smederij/bot/local"
	"smederij/bot/telegram/telegramtest"
	"smederij/store"
)

const (
	lookEvery = 5 * time.Millisecond // into the database
	writeLag  = 2000                 // milliseconds in which a message that was sent is written down as such
)

// look takes what became visible. Of what came into a private chat people act upon its cause, and that only the database knows.
func (n *telegramNetwork) look() (confirmed int, shown, told []sight) {
	n.confirm()
	for _, e := range n.server.Since(n.read) {
		n.read++
		if m, ok := n.sight(e); ok {
			shown = append(shown, m)
			if e.Private && e.Kind == telegramtest.Shown {
				n.waiting = append(n.waiting, m)
			}
		}
	}
	return n.place, shown, n.explain()
}

// confirm moves on over the lines that the bot has confirmed. A line of which nothing came goes with the next one.
func (n *telegramNetwork) confirm() {
	offset := n.server.Offset()
	for n.place < len(n.lines) && n.lines[n.place].update < offset {
		n.lines[n.place].confirmed = time.Now()
		n.place++
	}
}

func (n *telegramNetwork) sight(e telegramtest.Event) (sight, bool) {
	m := sight{SentLine: local.SentLine{N: n.read, To: n.spots[strconv.FormatInt(e.Chat, 10)], Text: e.Message.Text}, id: strconv.FormatInt(e.Message.ID, 10)}
	for _, row := range e.Message.Buttons {
		for _, b := range row {
			m.Buttons = append(m.Buttons, store.Button{Label: b.Label, Payload: b.Data})
		}
	}
	if e.Kind == telegramtest.Edited {
		m.Edit = m.id
	}
	return m, e.Kind == telegramtest.Shown || e.Kind == telegramtest.Edited
}

// explain gives what waits for its cause and has one now. The first copy of a message that was sent twice never gets one.
func (n *telegramNetwork) explain() (told []sight) {
	now := time.Now()
	if len(n.waiting) == 0 || now.Sub(n.looked) < lookEvery {
		return nil
	}
	n.looked = now
	if !n.readCauses() {
		return nil
	}
	rest := n.waiting[:0]
	for _, m := range n.waiting {
		if cause, ok := n.causes[m.id]; ok {
			m.Cause = cause
			told = append(told, m)
		} else {
			rest = append(rest, m)
		}
	}
	n.waiting = rest
	return told
}

// open opens the database beside the running program, never between two runs: what a crash left is for the next start to find.
func (n *telegramNetwork) open() *sql.DB {
	if n.db == nil && time.Since(n.begun) > 20*lookEvery {
		n.db = openRaw(n.T, n.file("db"), "mode=ro&_pragma=busy_timeout(2000)")
	}
	return n.db
}

// readCauses reads what was sent lately. A failure is none: the program may be about to open the file, or be gone.
func (n *telegramNetwork) readCauses() bool {
	db := n.open()
	if db == nil {
		return false
	}
	rows, err := db.Query(`SELECT o.message_id, o.cause, o.sent_at FROM outbox o JOIN chat c ON c.id = o.chat_id
		WHERE o.sent_at >= ? AND c.person_id IS NOT NULL`, n.since-writeLag)
	if err != nil {
		return false
	}
	defer rows.Close()
	for rows.Next() {
		var id, cause string
		var at int64
		if err := rows.Scan(&id, &cause, &at); err != nil {
			return false
		}
		n.causes[id] = cause
		n.since = max(n.since, at)
	}
	return rows.Err() == nil
}

// rest looks whether something is queued or under way.
func (n *telegramNetwork) rest() bool {
	now := time.Now()
	if now.Sub(n.resting) < lookEvery || n.open() == nil {
		return false
	}
	n.resting = now
	left := 1
	_ = n.db.QueryRow("SELECT count(*) FROM outbox WHERE state IN ('queued', 'sending')").Scan(&left)
	return left == 0
}

// attribute finds out which message each sight is, first by its number, then by what stands in it: a copy of one in doubt has a number
// that the bot never heard of.
func (n *telegramNetwork) attribute(f *findings) {
	type numbered struct{ chat, id string }
	byNumber, byContent, spare := make(map[numbered][]message), make(map[string][]message), make(map[int64]int)
	for _, m := range f.outbox {
		byContent[m.content] = append(byContent[m.content], m)
		spare[m.id] = int(m.doubts) + f.again[m.id]
		if m.platformMessage == "" {
			if m.state != string(store.WithdrawnIt) { // which was seen only if it was in doubt before
				spare[m.id]++
			}
			continue
		}
		at := numbered{m.chat, m.platformMessage}
		byNumber[at] = append(byNumber[at], m)
	}
	for i := range f.seen {
		s := &f.seen[i]
		s.Cause = "?"
		if known := byNumber[numbered{s.To, s.id}]; len(known) > 0 {
			s.Cause = known[0].cause
			for _, m := range known {
				if m.content == s.content() {
					s.Cause = m.cause
				}
			}
			continue
		}
		for _, m := range byContent[s.content()] {
			if s.Cause = m.cause; spare[m.id] > 0 {
				spare[m.id]--
				break
			}
		}
	}
}
