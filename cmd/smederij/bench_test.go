package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"smederij/bot"
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
func BenchmarkPaced(b *testing.B) { paced(b, newStreet(b, 1000)) }

func paced(b *testing.B, s *street) {
	bare := newBare(b)
	var answers, alone []float64 // milliseconds
	for b.Loop() {
		answers = append(answers, s.second()...)
		atPace(func(_ int, due time.Time) {
			bare()
			alone = append(alone, since(due))
		})
	}
	s.check()
	for p, unit := range map[int]string{50: "p50-ms", 99: "p99-ms"} {
		b.ReportMetric(percentile(answers, p), unit)
		b.ReportMetric(percentile(alone, p), "bare-"+unit)
	}
	b.ReportMetric(float64(len(answers)), "answers")
}

// second is one second of inputs; it tells how many milliseconds each waited for its answer.
func (s *street) second() []float64 {
	took := make([]float64, perSecond)
	people, lines := make([]*resident, perSecond), make([]bot.Inbound, perSecond)
	for i := range people {
		people[i] = <-s.idle
		lines[i] = s.turn(people[i])
	}
	atPace(func(i int, due time.Time) {
		s.hand(people[i], lines[i], func() { took[i] = since(due) })
	})
	s.settle()
	return took
}

func since(due time.Time) float64 { return float64(time.Since(due).Microseconds()) / 1000 }

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

// The mix in a database with few ideas and in one with very many, in turns. One operation is a turn of 500 inputs in both; the ratio
// is that of the turn in the middle, because the disk of a shared machine sometimes stands still for one of the two.
func BenchmarkSize(b *testing.B) {
	few, many := newStreet(b, 1000), newStreet(b, manyIdeas())
	var short, long, ratios []float64
	for b.Loop() {
		one, other := few.turns(500), many.turns(500)
		short, long, ratios = append(short, one), append(long, other), append(ratios, other/one)
	}
	few.check()
	many.check()
	b.ReportMetric(percentile(short, 50), "µs/input-1000-ideas")
	b.ReportMetric(percentile(long, 50), fmt.Sprintf("µs/input-%d-ideas", many.ideas))
	b.ReportMetric(percentile(ratios, 50), "ratio")
}

func manyIdeas() int {
	if testing.Short() {
		return 100_000
	}
	return 1_000_000
}

// turns lets so many inputs come in, and tells how many microseconds each took until all were answered.
func (s *street) turns(n int) float64 {
	start := time.Now()
	for range n {
		s.say(<-s.idle)
	}
	s.settle()
	return float64(time.Since(start).Microseconds()) / float64(n)
}

func percentile(list []float64, p int) float64 {
	slices.Sort(list)
	return list[(len(list)-1)*p/100]
}
