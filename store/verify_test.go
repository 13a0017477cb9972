package store

import (
	"strings"
	"testing"
	"time"
)

// busy fills a database with a little of everything.
func busy(v village) {
	anja, bram := v.person("anja"), v.person("bram")
	wim, carla, stien := v.appoint("wim", Volunteer, ""), v.appoint("carla", Coordinator, ""), v.appoint("stien", SteeringGroup, "")
	group, private := v.chat("group", 0), v.chat("anja", anja)
	words := Detail{Criterion: 2, Words: "omdat", Amount: 125_000}

	v.fill("KRA", 500_000)
	later := func(hours int) time.Time { return told.Add(time.Duration(hours) * time.Hour) }
	stopped := v.submitted(anja, "KRA")
	v.must(wim, stopped, Ask, words, monday)
	v.must(anja, stopped, Reply, words, monday)
	v.must(wim, stopped, Accept, Detail{}, monday)
	v.must(carla, stopped, Grant, words, later(1))
	v.must(anja, stopped, Begin, Detail{}, later(2))
	v.must(carla, stopped, Pay, Detail{Amount: 25_000}, later(2))
	v.must(carla, stopped, Stop, words, later(3))

	done := v.submitted(bram, "WOL")
	v.must(wim, done, Relocate, Detail{Smederij: v.smederij("KRA")}, monday)
	v.must(wim, done, Decline, words, monday)
	v.must(bram, done, Appeal, Detail{}, told)
	v.must(stien, done, Uphold, Detail{}, told)
	v.must(carla, done, Pass, words, later(1))
	v.must(carla, done, Reopen, Detail{}, later(2))
	v.must(carla, done, Grant, words, later(3))
	v.must(bram, done, Begin, Detail{}, later(4))
	v.must(carla, done, Pay, Detail{Amount: 100_000}, later(4))
	v.must(bram, done, HandIn, reported, later(5))
	v.must(carla, done, Finish, Detail{}, later(5))
	v.must(carla, done, Resume, Detail{}, later(6))
	v.must(bram, done, HandIn, reported, later(7))
	v.must(carla, done, Finish, Detail{}, later(7))

	long := v.submitted(anja, "KRA")
	v.must(carla, long, Retrack, Detail{Track: LongTrack}, monday)
	v.must(wim, long, Accept, Detail{}, monday)
	v.must(stien, long, Adopt, words, told)

	merged, notice, taken := v.submitted(anja, "KRA"), v.submitted(anja, "KRA"), v.submitted(bram, "ZUI")
	write(v.t, v.db, func(tx *Tx) error { return tx.OfferMerge(bram, merged, taken, monday) })
	v.must(anja, merged, Merge, Detail{Into: taken}, monday)
	v.must(wim, notice, Refer, Detail{}, monday)
	v.must(anja, v.draft(anja, "KRA", "Toch niet"), Withdraw, Detail{}, monday)
	v.draft(anja, "KRA", "Nog bezig")

	undone := v.submitted(anja, "KRA")
	v.must(wim, undone, Accept, Detail{}, monday)
	d := v.decision(undone)
	v.post(Message{Chat: private, Class: ClassReply, Decision: d.ID, NotBefore: d.ReleasedAt}, "aangenomen")
	v.wantUndo("", wim, d.ID, monday)

	write(v.t, v.db, func(tx *Tx) error {
		_, err := tx.TakeStand(done, anja, Support, monday)
		return err
	})
	v.post(Message{Chat: group, Slot: "idea:2"}, "kaart")
	v.sent(v.take(monday), "m-1")
	v.post(Message{Chat: group, Slot: "idea:2"}, "kaart, nieuw")
	v.sent(v.take(monday), "m-1")
	v.post(Message{Chat: group}, "bericht")
	v.doubt(v.take(monday))
	v.post(Message{Chat: private, Class: ClassReply}, "wacht")
	v.letter("in:dood")
}

func TestVerifyCleanAndCounts(t *testing.T) {
	v := newVillage(t)
	verified(t, v.db) // empty
	busy(v)
	broken, got, err := v.db.Verify(bg)
	if err != nil || len(broken) > 0 {
		t.Errorf("got %v, %v, want nothing broken", broken, err)
	}
	want := Tally{Ideas: 9, People: 5, Chats: 5, Queued: 1, Sent: 2, Uncertain: 1, DeadLetters: 1}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// Each promise, and SQL behind the store's back that breaks it and no other.
var breaks = map[string]string{
	"every idea that was sent in has a reference":                                                "UPDATE idea SET ref = NULL WHERE state = 'done'",
	"references run from 1 without gaps":                                                         "UPDATE reference SET number = number + 7 WHERE number = (SELECT max(number) FROM reference)",
	"an idea's reference was given to it, in its Smederij":                                       "UPDATE idea SET ref = 'KRA-2026-777' WHERE state = 'done'",
	"an idea that was sent in has a title and a promised date":                                   "UPDATE idea SET title = '' WHERE state = 'submitted'",
	"an idea stands where its last decision left it, or went on from there":                      "UPDATE idea SET state = 'underway', ask_at = 1 WHERE state = 'done'",
	"a declined idea names its criterion":                                                        "UPDATE idea SET criterion = NULL WHERE state = 'declined'",
	"a lange klap has a promised date while the steering group decides, and none after":          "UPDATE idea SET answer_by = '2026-12-07' WHERE track = 'long'",
	"only an idea with money has an amount, and a lange klap has none":                           "UPDATE idea SET granted = 0 WHERE state = 'submitted'",
	"the lead of an idea is asked how it goes while people are at it, and then only":             "UPDATE idea SET ask_at = 1 WHERE state = 'done'",
	"every move stands in the audit log":                                                         "UPDATE decision SET move = 'retrack' WHERE move = 'reopen'",
	"nobody decided on their own idea":                                                           "UPDATE decision SET by_id = (SELECT author_id FROM idea WHERE id = idea_id) WHERE move = 'grant'",
	"nobody decided on an idea they wrote down, or carry or carried together with others":        "INSERT OR IGNORE INTO idea_member SELECT idea_id, by_id, 1, 2 FROM decision WHERE move = 'grant'",
	"every balance is the sum of its entries":                                                    "UPDATE ledger_account SET balance = balance + 1 WHERE kind = 'paid'",
	"only what a funder gave is below zero":                                                      "DROP TRIGGER ledger_entry_sum; INSERT INTO ledger_entry (day, from_id, to_id, amount, reason, made_at) SELECT '2026-11-24', p.id, f.id, 9000000, 'give_back', 1 FROM ledger_account p, ledger_account f WHERE p.kind = 'pot' AND f.kind = 'funder'; UPDATE ledger_account SET balance = balance + CASE kind WHEN 'pot' THEN -9000000 ELSE 9000000 END WHERE kind IN ('pot', 'funder')",
	"what was granted to an idea was held for it":                                                "UPDATE idea SET granted = granted + 1 WHERE state = 'done'",
	"money went by a decision about its own idea":                                                "DROP TRIGGER ledger_entry_no_update; UPDATE ledger_entry SET decision_id = 1 WHERE reason = 'release'",
	"what an undone decision did with money was put right":                                       "DROP TRIGGER ledger_entry_no_update; UPDATE ledger_entry SET decision_id = (SELECT id FROM decision WHERE undone_at IS NOT NULL), idea_id = (SELECT idea_id FROM decision WHERE undone_at IS NOT NULL) WHERE id = (SELECT max(id) FROM ledger_entry WHERE reason = 'payment')",
	"money is held for ideas that people are at, and no others":                                  "INSERT INTO ledger_entry (day, from_id, to_id, amount, reason, idea_id, made_at) SELECT '2026-11-24', p.id, h.id, 1, 'carry_over', h.idea_id, 1 FROM ledger_account p, ledger_account h WHERE p.kind = 'pot' AND h.kind = 'held' AND h.idea_id = (SELECT id FROM idea WHERE state = 'stopped')",
	"an idea that is done was finished with a report of its lead":                                "INSERT INTO report (idea_id, by_id, handed_in_at) SELECT id, author_id, 1 FROM idea WHERE state = 'done'",
	"a report was seen when its own idea was finished, and that stands":                          "UPDATE report SET decision_id = 1 WHERE id = 1",
	"about one end of an idea people are asked, the newest":                                      "UPDATE report SET ask_at = 1",
	"nobody was asked whether an idea is done that a coordinator did not finish":                 "INSERT INTO report (idea_id, by_id, handed_in_at) SELECT id, author_id, 1 FROM idea WHERE state = 'stopped'; INSERT INTO report_check (report_id, person_id, asked_at) SELECT max(id), 1, 1 FROM report",
	"an entry is put right by the same amount the other way":                                     "DROP TRIGGER ledger_entry_no_update; UPDATE ledger_entry SET reverses = 1, reason = 'undo' WHERE id = (SELECT max(id) FROM ledger_entry WHERE reason = 'release')",
	"an order is in the ledger when it was booked, and only then":                                "UPDATE money_order SET state = 'dropped'",
	"money stays in its Smederij, and in its year but for what was left at the end of it":        "DROP TRIGGER ledger_account_fixed; UPDATE ledger_account SET year = 2025 WHERE kind = 'paid'",
	"a merged idea went on inside another":                                                       "UPDATE idea SET merged_into = 1 WHERE state = 'done'",
	"a code into an idea was used by somebody, and once":                                         "INSERT INTO idea_code (find_code, idea_id, kind, made_by, expires_at, used_at) VALUES (x'00', 1, 'join', 1, 1, 1)",
	"nobody advised on their own idea":                                                           "INSERT INTO advice SELECT id, author_id, '', 'fits', NULL, 1 FROM idea WHERE state = 'done'",
	"nothing is on its way to a chat that is gone":                                               "UPDATE chat SET gone_at = 1",
	"what an undone decision caused is not on its way":                                           "UPDATE outbox SET state = 'queued' WHERE state = 'withdrawn'",
	"one version of a slot is first posted at most once, and once more each time its chat moved": "UPDATE outbox SET message_id = 'm-2' WHERE id = (SELECT max(id) FROM outbox WHERE slot IS NOT NULL)",
	"the audit log has no holes":                                                                 "DROP TRIGGER audit_no_delete; DELETE FROM audit WHERE id = 3",
	"rows point at rows that exist":                                                              "UPDATE support SET person_id = 4711",
	"SQLite finds its pages in order":                                                            "PRAGMA writable_schema = 1; DELETE FROM sqlite_schema WHERE name = 'idea_author'; PRAGMA schema_version = 4711",
}

func TestVerifyFindsEveryBrokenPromise(t *testing.T) {
	if len(breaks) != len(checks) {
		t.Errorf("got %d promises, want %d: one is not checked any more", len(checks), len(breaks))
	}
	for _, c := range checks {
		b, ok := breaks[c.promise]
		if !ok {
			t.Errorf("no way is known to break %q", c.promise)
			continue
		}
		t.Run(c.promise, func(t *testing.T) {
			v := newVillage(t)
			busy(v)
			elsewhere(t, v.db.path, "PRAGMA foreign_keys = 0", "PRAGMA ignore_check_constraints = 1", b)
			broken, _, err := v.db.Verify(bg)
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, line := range broken {
				promise, _, _ := strings.Cut(line, ": ")
				found = found || promise == c.promise
				if promise != c.promise {
					t.Errorf("broken too: %s", line)
				}
			}
			if !found {
				t.Error("the break was not seen")
			}
		})
	}
}

// The end of a log is where somebody with something to hide would cut.
func TestVerifySeesACutAudit(t *testing.T) {
	v := newVillage(t)
	busy(v)
	elsewhere(t, v.db.path, "DROP TRIGGER audit_no_delete", "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)")
	if broken, _, err := v.db.Verify(bg); err != nil || len(broken) != 1 {
		t.Errorf("got %v, %v, want one broken promise", broken, err)
	}
}

// A card posted again at a coordinator's word stands twice in the group, and rightly so.
func TestVerifyAllowsPostingAgain(t *testing.T) {
	v, _, card := lostCard(t)
	if !v.again(v.person("carla"), card.ID) {
		t.Fatal("not posted again")
	}
	v.sent(v.take(monday), "m-1")
	v.post(Message{Chat: card.Chat, Slot: "idea:1"}, "v3")
	p := v.take(monday)
	v.sent(p, "m-2")
	verified(t, v.db)
}
