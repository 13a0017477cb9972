package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

const (
	perSecond   = 200  // inputs of a busy evening
	bareCommits = 1000 // for the measure of the disk
)

// The mix from 1,000 chats, with as many inputs on their way as the loop takes. One operation is one input.
func BenchmarkMix(b *testing.B) {
	s := newStreet(b, 1000)
	bare := newBare(b)
	b.ReportAllocs()
	n, before, start := 0, commits.Load(), time.Now()
	for b.Loop() {
		s.say(<-s.idle)
		n++
	}
	s.settle()
	took, shared := time.Since(start), commits.Load()-before
	b.ReportMetric(float64(took.Nanoseconds())/float64(n), "ns/op") // until the last answer
	b.ReportMetric(float64(n)/took.Seconds(), "inputs/s")
	b.ReportMetric(float64(n)/float64(shared), "inputs/commit")
	start = time.Now()
	for range bareCommits {
		bare()
	}
	b.ReportMetric(bareCommits/time.Since(start).Seconds(), "bare-commits/s")
	s.check()
}

// The mix at 200 inputs a second, whether or not the answers keep up, and bare commits at the same pace. One operation is a second
// of each. An answer's time runs from the moment its input was due to come in.
func BenchmarkPaced(b *testing.B) {
	s := newStreet(b, 1000)
	bare := newBare(b)
	var answers, commits []time.Duration
	for b.Loop() {
		answers = append(answers, s.second()...)
		atPace(func(_ int, due time.Time) {
			bare()
			commits = append(commits, time.Since(due))
		})
	}
	s.check()
	for p, unit := range map[int]string{50: "p50-ms", 99: "p99-ms"} {
		b.ReportMetric(percentile(answers, p), unit)
		b.ReportMetric(percentile(commits, p), "bare-"+unit)
	}
	b.ReportMetric(float64(len(answers)), "answers")
}

// second is one second of inputs; it tells how long each waited for its answer.
func (s *street) second() []time.Duration {
	took := make([]time.Duration, perSecond)
	people, lines := make([]*resident, perSecond), make([][]byte, perSecond)
	for i := range people {
		people[i] = <-s.idle
		lines[i] = s.turn(people[i])
	}
	atPace(func(i int, due time.Time) {
		s.hand(people[i], lines[i], func() { took[i] = time.Since(due) })
	})
	s.settle()
	return took
}

// atPace calls do 200 times in a second, with the moment at which it was due.
func atPace(do func(i int, due time.Time)) {
	start := time.Now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	<-timer.C
	for i := range perSecond {
		due := start.Add(time.Duration(i) * time.Second / perSecond)
		timer.Reset(time.Until(due))
		<-timer.C
		do(i, due)
	}
}

// percentile is in milliseconds.
func percentile(list []time.Duration, p int) float64 {
	slices.Sort(list)
	return float64(list[(len(list)-1)*p/100].Microseconds()) / 1000
}

// newBare makes a file with the settings of the store; each call is one row in one commit.
func newBare(b *testing.B) func() {
	db := openRaw(b, filepath.Join(b.TempDir(), "bare.db"), "_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	b.Cleanup(func() { _ = db.Close() })
	if _, err := db.Exec("CREATE TABLE bare (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT"); err != nil {
		b.Fatal(err)
	}
	insert, err := db.Prepare("INSERT INTO bare (body) VALUES (zeroblob(500))")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = insert.Close() })
	return func() {
		if _, err := insert.Exec(); err != nil {
			b.Fatal(err)
		}
	}
}

// The mix in a database with few ideas and in one with very many, in turns. One operation is a turn of 500 inputs in both.
func BenchmarkSize(b *testing.B) {
	few, many := newStreet(b, 1000), newStreet(b, manyIdeas())
	var short, long time.Duration
	n := 0
	for b.Loop() {
		short += few.turns(500)
		long += many.turns(500)
		n += 500
	}
	few.check()
	many.check()
	b.ReportMetric(float64(short.Microseconds())/float64(n), "µs/input-1000-ideas")
	b.ReportMetric(float64(long.Microseconds())/float64(n), fmt.Sprintf("µs/input-%d-ideas", many.ideas))
	b.ReportMetric(float64(long)/float64(short), "ratio")
}

func manyIdeas() int {
	if testing.Short() {
		return 100_000
	}
	return 1_000_000
}

// turns lets so many inputs come in, and tells how long it took until all were answered.
func (s *street) turns(n int) time.Duration {
	start := time.Now()
	for range n {
		s.say(<-s.idle)
	}
	s.settle()
	return time.Since(start)
}
