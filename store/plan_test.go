package store

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// growing are the tables that a busy year fills: no statement that runs for every input may read one of them whole.
var growing = regexp.MustCompile(`SCAN (i|o|f|p|a|s|c|idea|outbox|input|person|account|chat|conversation|reference|answer|words|decision|support|slot|audit|alarm|role|dead_letter)\b`)

// Statements that may: they run once a day or at somebody's command, on little.
var mayScan = []string{
	"FROM dead_letter", // lists, of what is kept 14 days
}

func TestNoStatementReadsAWholeTable(t *testing.T) {
	v := newVillage(t)
	everything(t, v)
	seen := 0
	write(t, v.db, func(tx *Tx) error {
		var queries []string
		for q := range tx.conn.prepared {
			queries = append(queries, q)
		}
		for _, q := range queries {
			plan, err := plan(tx, q)
			if err != nil {
				return fmt.Errorf("%s: %w", q, err)
			}
			seen++
			for _, line := range plan {
				if growing.MatchString(line) {
					t.Errorf("%s\n  in %s", line, q)
				}
			}
		}
		return nil
	})
	t.Log(seen)
}

func plan(tx *Tx, query string) ([]string, error) {
	args := make([]any, strings.Count(query, "?"))
	return all(tx, func(r row) (line string, err error) {
		var id, parent, unused int
		return line, r.Scan(&id, &parent, &unused, &line)
	}, "EXPLAIN QUERY PLAN "+query, args...)
}
func everything(t *testing.T, v village) {
	anja, wim, group := v.person("anja"), v.appoint("wim", Volunteer, "KRA"), v.chat("group", 0)
	id := v.submitted(anja, "KRA")
	v.must(wim, id, Accept, Detail{}, monday)
	d := v.decision(id)
	v.post(Message{Chat: group, Slot: "idea:1", Decision: d.ID, NotBefore: d.ReleasedAt}, "accepted")
	v.wantUndo("", wim, d.ID, monday)
	write(t, v.db, func(tx *Tx) error {
	    tx.FoundSlot(group,"x","1")
		tx.SlotChats("idea:1")
		tx.Seen(group, "x")
		tx.LostSlot(group, "x")
		tx.Due(monday, 10)
		tx.NextDue(monday)
		tx.InFlight()
		tx.newerVersion(Parcel{Message: Message{Slot: "x"}})
		tx.LateIdeas(monday, 10)
		tx.IdeasIn(1, Submitted, 10)
		tx.IdeasOf(anja,10)
		tx.DraftOf(anja)
		tx.IdeaByRef("x")
		tx.Counts(id)
		tx.TakeStand(id, anja, Support, monday)
		tx.OpenConversation(group)
		tx.ConversationAbout("x", id, anja)
		tx.LinkedChats(GroupChat,1)
		tx.PrivateChat(anja)
		tx.PruneInputs(monday)
		tx.Deciders(Reviewer, Idea{Smederij:1})
		tx.OfficesOf(anja)
		tx.OfficesIn(1)
		tx.Has(anja, Volunteer, 1)
		tx.ChatGone(99, monday)
		tx.Dismiss(1, Office{}, monday)
		tx.WordsAbout(id)
		return nil
	})
}
