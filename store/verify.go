package store

import (
	"context"
	"fmt"
)

// check is one promise of the database: a query that finds every row which breaks it, as a line for the operator.
type check struct{ promise, query string }

var checks = []check{
	{"every idea that was sent in has a reference",
		`SELECT 'idea ' || id FROM idea WHERE ref IS NULL AND state NOT IN ('draft', 'withdrawn')`},
	{"references run from 1 without gaps",
		`SELECT s.code || '-' || f.year || ': ' || count(*) || ' references, highest ' || max(f.number) FROM reference f
		JOIN smederij s ON s.id = f.smederij_id GROUP BY f.smederij_id, f.year HAVING count(*) <> max(f.number)`},
	{"an idea's reference was given to it, in its Smederij",
		`SELECT 'idea ' || i.id FROM idea i WHERE i.ref IS NOT NULL AND NOT EXISTS (SELECT 1 FROM reference f WHERE f.idea_id = i.id
		AND f.ref = i.ref AND f.smederij_id = i.smederij_id)`},
	{"an idea that was sent in has a title and a promised date",
		`SELECT 'idea ' || id FROM idea WHERE state IN ('submitted', 'asked', 'appealed') AND (title = '' OR answer_by IS NULL)`},
	{"a lange klap has a promised date while the steering group decides, and none after",
		`SELECT 'idea ' || id FROM idea WHERE track = 'long'
		AND (state = 'accepted' AND answer_by IS NULL OR state IN ('not_granted', 'underway', 'done', 'stopped') AND answer_by IS NOT NULL)`},
	{"an idea stands where its last decision left it, or went on from there",
		`SELECT 'decision ' || d.id FROM decision d JOIN idea i ON i.id = d.idea_id
		WHERE d.undone_at IS NULL AND d.revision = i.revision AND d.to_state <> i.state`},
	{"a declined idea names its criterion",
		`SELECT 'idea ' || id FROM idea WHERE state = 'declined' AND criterion IS NULL`},
	{"only an idea with money has an amount, and a lange klap has none",
		`SELECT 'idea ' || id FROM idea WHERE (granted IS NULL) = (state IN ('granted', 'underway', 'done', 'stopped') AND track = 'short')`},
	{"the lead of an idea is asked how it goes while people are at it, and then only",
		`SELECT 'idea ' || id FROM idea WHERE (state IN ('granted', 'underway')) <> (ask_at IS NOT NULL)`},
	{"every move stands in the audit log",
		`SELECT 'decision ' || id FROM decision WHERE (idea_id, 'move.' || move) NOT IN (SELECT subject, action FROM audit)`},
	{"nobody decided on their own idea",
		`SELECT 'decision ' || d.id FROM decision d JOIN idea i ON i.id = d.idea_id WHERE d.by_id = i.author_id AND d.undone_at IS NULL`},
	{"nobody decided on an idea they wrote down, or carry or carried together with others",
		`SELECT 'decision ' || d.id FROM decision d JOIN idea i ON i.id = d.idea_id WHERE d.undone_at IS NULL AND (d.by_id = i.entered_by
		OR EXISTS (SELECT 1 FROM idea_member m WHERE m.idea_id = d.idea_id AND m.person_id = d.by_id))
		UNION ALL SELECT 'order ' || o.id FROM money_order o JOIN idea i ON i.id = o.idea_id WHERE ` + orderStands + `
		AND (o.second_id IN (i.author_id, i.entered_by) OR EXISTS (SELECT 1 FROM idea_member m
			WHERE m.idea_id = o.idea_id AND m.person_id IN (o.by_id, o.second_id)))`},
	{"every balance is the sum of its entries",
		`SELECT 'account ' || a.id FROM ledger_account a WHERE a.balance <> coalesce((SELECT sum(amount) FROM ledger_entry WHERE to_id = a.id), 0)
			- coalesce((SELECT sum(amount) FROM ledger_entry WHERE from_id = a.id), 0)`},
	{"only what a funder gave is below zero",
		`SELECT 'account ' || id FROM ledger_account WHERE kind <> 'funder' AND balance < 0`},
	{"what was granted to an idea was held for it",
		`SELECT 'idea ' || i.id FROM idea i WHERE coalesce(i.granted, 0) <> coalesce((SELECT sum(e.amount) FROM ledger_entry e
			WHERE e.idea_id = i.id AND e.reason = 'grant' AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses = e.id)), 0)`},
	{"money went by a decision about its own idea",
		`SELECT 'entry ' || e.id FROM ledger_entry e JOIN decision d ON d.id = e.decision_id WHERE e.idea_id IS NOT d.idea_id`},
	{"what an undone decision did with money was put right",
		`SELECT 'entry ' || e.id FROM ledger_entry e JOIN decision d ON d.id = e.decision_id WHERE d.undone_at IS NOT NULL
			AND e.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.reverses = e.id)`},
	{"money is held for ideas that people are at, and no others",
		`SELECT 'idea ' || i.id FROM idea i WHERE i.state NOT IN ('granted', 'underway')
			AND EXISTS (SELECT 1 FROM ledger_account a WHERE a.idea_id = i.id AND a.kind = 'held' AND a.balance > 0)`},
	{"money stays in its Smederij, and in its year but for what was left at the end of it",
		`SELECT 'entry ' || e.id FROM ledger_entry e JOIN ledger_account f ON f.id = e.from_id JOIN ledger_account t ON t.id = e.to_id
			WHERE f.smederij_id <> t.smederij_id OR f.year <> t.year AND e.reason <> 'carry_over'`},
	{"an entry is put right by the same amount the other way",
		`SELECT 'entry ' || r.id FROM ledger_entry r JOIN ledger_entry e ON e.id = r.reverses
			WHERE r.amount <> e.amount OR r.from_id <> e.to_id OR r.to_id <> e.from_id`},
	{"an order is in the ledger when it was booked, and only then",
		`SELECT 'order ' || o.id FROM money_order o
			WHERE (o.state = 'booked') <> EXISTS (SELECT 1 FROM ledger_entry e WHERE e.order_id = o.id)
			OR o.state = 'booked' AND o.amount <> (SELECT sum(e.amount) FROM ledger_entry e
				WHERE e.order_id = o.id AND (o.kind <> 'correct' OR e.reverses IS NOT NULL))`},
	{"an idea that is done was finished with a report of its lead",
		`SELECT 'idea ' || i.id FROM idea i WHERE i.state = 'done' AND NOT EXISTS (SELECT 1 FROM report r JOIN decision d ON d.id = r.decision_id
			WHERE r.idea_id = i.id AND d.revision <= i.revision AND r.id = (SELECT max(id) FROM report WHERE idea_id = i.id))`},
	{"a report was seen when its own idea was finished, and that stands",
		`SELECT 'report ' || r.id FROM report r JOIN decision d ON d.id = r.decision_id
			WHERE d.idea_id <> r.idea_id OR d.move <> 'finish' OR d.undone_at IS NOT NULL`},
	{"about one end of an idea people are asked, the newest",
		`SELECT 'report ' || r.id FROM report r WHERE r.ask_at IS NOT NULL AND EXISTS (SELECT 1 FROM report n
			WHERE n.idea_id = r.idea_id AND n.id > r.id AND n.decision_id IS NOT NULL)`},
	{"nobody was asked whether an idea is done that a coordinator did not finish",
		`SELECT 'report ' || report_id || ' person ' || person_id FROM report_check
			WHERE report_id NOT IN (SELECT id FROM report WHERE decision_id IS NOT NULL)`},
	{"a merged idea went on inside another",
		`SELECT 'idea ' || id FROM idea WHERE (state = 'merged') <> (merged_into IS NOT NULL)`},
	{"a code into an idea was used by somebody, and once",
		`SELECT 'code ' || id FROM idea_code WHERE (used_at IS NULL) <> (used_by IS NULL) OR used_at IS NOT NULL AND ended_at IS NOT NULL`},
	{"nobody advised on their own idea",
		`SELECT 'advice on idea ' || a.idea_id FROM advice a JOIN idea i ON i.id = a.idea_id WHERE a.person_id = i.author_id`},
	{"nothing is on its way to a chat that is gone",
		`SELECT 'message ' || o.id FROM outbox o JOIN chat c ON c.id = o.chat_id WHERE o.state = 'queued' AND c.gone_at IS NOT NULL`},
	{"what an undone decision caused is not on its way",
		`SELECT 'message ' || o.id FROM outbox o JOIN decision d ON d.id = o.decision_id WHERE d.undone_at IS NOT NULL AND o.state = 'queued'`},
	{"one version of a slot is first posted at most once, and once more each time its chat moved",
		`SELECT 'chat ' || chat_id || ' ' || slot FROM outbox WHERE slot IS NOT NULL AND state = 'sent' AND message_id IS NOT NULL
		GROUP BY chat_id, slot HAVING count(DISTINCT message_id) > 1 +
			(SELECT count(*) FROM audit a WHERE a.action = 'chat_moved' AND a.subject = outbox.chat_id)
		AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.action = 'post_again' AND a.subject IN
			(SELECT o.id FROM outbox o WHERE o.chat_id = outbox.chat_id AND o.slot = outbox.slot))`},
	{"the audit log has no holes",
		`SELECT 'audit: ' || count(*) || ' rows, numbered ' || min(id) || ' to ' || max(id) FROM audit
		HAVING count(*) <> max(id) - min(id) + 1 OR max(id) <> (SELECT seq FROM sqlite_sequence WHERE name = 'audit')`},
	{"rows point at rows that exist",
		`SELECT 'table ' || "table" || ' row ' || coalesce(rowid, '?') FROM pragma_foreign_key_check`},
	// Pages and indexes, not CHECKs: a connection opened read-only does not know those.
	{"SQLite finds its pages in order",
		`SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'`},
}

// Tally is how much there is.
type Tally struct{ Ideas, People, Chats, Queued, Sent, Uncertain, DeadLetters int64 }

// Verify recounts everything on a snapshot and returns a line for each promise that is broken, and how much it looked at.
func (db *DB) Verify(ctx context.Context) (broken []string, t Tally, err error) {
	err = db.Read(ctx, func(tx *Tx) error {
		for _, c := range checks {
			rows, err := all(tx, text, c.query)
			if err != nil {
				return fmt.Errorf("%s: %w", c.promise, err)
			}
			for _, r := range rows {
				broken = append(broken, c.promise+": "+r)
			}
		}
		t, err = one(tx, func(r row) (t Tally, err error) {
			return t, r.Scan(&t.Ideas, &t.People, &t.Chats, &t.Queued, &t.Sent, &t.Uncertain, &t.DeadLetters)
		}, `SELECT (SELECT count(*) FROM idea), (SELECT count(*) FROM person), (SELECT count(*) FROM chat),
			(SELECT count(*) FROM outbox WHERE state = 'queued'), (SELECT count(*) FROM outbox WHERE state = 'sent'),
			(SELECT count(*) FROM outbox WHERE state = 'uncertain'), (SELECT count(*) FROM dead_letter WHERE dropped_at IS NULL)`)
		return err
	})
	return broken, t, err
}

// QuickCheck asks SQLite whether the file is in order, without comparing indexes: for check and before a copy.
func (db *DB) QuickCheck(ctx context.Context) error {
	return db.Read(ctx, func(tx *Tx) error {
		found, err := all(tx, text, "SELECT quick_check FROM pragma_quick_check WHERE quick_check <> 'ok' LIMIT 1")
		if err == nil && len(found) > 0 {
			return &Error{Code: Damaged, Detail: db.path}
		}
		return err
	})
}
