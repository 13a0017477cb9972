package store

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
)

// What one commit costs that nobody shares: the measure for all others.
func BenchmarkBareCommit(b *testing.B) {
	db := openDB(b)
	n := 0
	for b.Loop() {
		if err := db.Write(bg, func(tx *Tx) error { return keep(tx, n) }); err != nil {
			b.Fatal(err)
		}
		n++
	}
	wantRows(b, db, n)
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
}

// A hundred callers at once, each waiting for its own commit.
func BenchmarkSharedCommit(b *testing.B) {
	const people = 100
	db := openDB(b)
	var batches sync.Map // every batch has one place for the house's error
	var next atomic.Int64
	b.ResetTimer()
	var callers sync.WaitGroup
	for range people {
		callers.Go(func() {
			for {
				n := int(next.Add(1)) - 1
				if n >= b.N {
					return
				}
				err := db.Write(bg, func(tx *Tx) error {
					batches.Store(tx.house, true)
					return keep(tx, n)
				})
				if err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	callers.Wait()
	b.StopTimer()
	wantRows(b, db, b.N)
	commits := 0
	batches.Range(func(any, any) bool {
		commits++
		return true
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(b.N)/float64(commits), "inputs/commit")
}

func wantRows(b *testing.B, db *DB, want int) {
	b.Helper()
	got := read(b, db, func(tx *Tx) (int64, error) { return one(tx, number, "SELECT count(*) FROM input") })
	if got != int64(want) {
		b.Fatalf("%d rows are there, want %d: nothing was measured", got, want)
	}
}

// The work of one input: its key, a row read, a move's rows, and what must be said.
func BenchmarkSubmitAnIdea(b *testing.B) {
	v := village{b, openDB(b)}
	anja := v.person("anja")
	chat, kra := v.chat("anja", anja), v.smederij("KRA")
	n := 0
	for b.Loop() {
		err := v.db.Write(bg, func(tx *Tx) error {
			if _, err := tx.FirstTime(fmt.Sprint(n), monday); err != nil {
				return err
			}
			i, err := tx.NewDraft(anja, 0, monday)
			if err != nil {
				return err
			}
			if _, err := tx.KeepDraft(i.ID, "Buurtmaaltijd", kra, []Answer{{Question: "what", Text: "samen koken"}}, monday); err != nil {
				return err
			}
			if _, err := tx.Move(anja, i.ID, Submit, Detail{}, monday); err != nil {
				return err
			}
			return tx.Post(Message{Chat: chat, Class: ClassReply, Body: Body{Text: "Uw idee is binnen."}, Cause: fmt.Sprint(n)}, monday)
		})
		if err != nil {
			b.Fatal(err)
		}
		n++
	}
	wantRows(b, v.db, n)
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "ideas/s")
}
