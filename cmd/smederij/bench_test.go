package main

import (
	"slices"
	"testing"
	"time"
)

// The mix of DESIGN.md from 1,000 chats, with as many inputs on their way as the loop takes. One operation is one input.
func BenchmarkMix(b *testing.B) {
	s := newStreet(b, 1000)
	b.ReportAllocs()
	n, shared, start := 0, commits.Load(), time.Now()
	for b.Loop() {
		s.say(<-s.idle, func() {})
		n++
	}
	s.settle()
	took := time.Since(start)
	b.ReportMetric(float64(took.Nanoseconds())/float64(n), "ns/op")
	b.ReportMetric(float64(n)/took.Seconds(), "inputs/s")
	b.ReportMetric(float64(n)/float64(commits.Load()-shared), "inputs/commit")
	b.ReportMetric(0, "bare/s")
	s.check()
}

var _ = slices.Sort[[]int]
