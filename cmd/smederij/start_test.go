package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// From the start of the program to its first answer, over 100,000 ideas, and what it holds in memory when it waits for the next
// input. One operation is one run of the real binary.
func BenchmarkStart(b *testing.B) {
	t := newTown(b, 100_000)
	program := realProgram(b)
	var memory []float64
	for b.Loop() {
		memory = append(memory, t.run(b, program))
	}
	b.ReportMetric(b.Elapsed().Seconds()*1000/float64(len(memory)), "ms-to-answer")
	b.ReportMetric(slices.Max(memory), "idle-MB")
}

// run starts the program, asks for help, and ends it after the answer. Only until the answer does the clock run.
func (t *town) run(b *testing.B, program string) (megabytes float64) {
	b.Helper()
	cmd := exec.Command(program, "chat", "--db", t.path, "--role", "wim=volunteer:KRA")
	cmd.Dir = b.TempDir() // without a configuration
	in, err1 := cmd.StdinPipe()
	out, err2 := cmd.StdoutPipe()
	cmd.Stderr = os.Stderr
	if err1 != nil || err2 != nil || cmd.Start() != nil {
		b.Fatal(err1, err2)
	}
	fmt.Fprintln(in, "anja> /help")
	lines, answered := bufio.NewScanner(out), false
	for !answered && lines.Scan() {
		answered = strings.HasPrefix(lines.Text(), "  bot → anja")
	}
	b.StopTimer()
	megabytes = memoryOf(b, cmd.Process.Pid)
	_ = in.Close()
	_, _ = io.Copy(io.Discard, out)
	if err := cmd.Wait(); err != nil || !answered {
		b.Fatalf("answered: %t, %v", answered, err)
	}
	b.StartTimer()
	return megabytes
}

// memoryOf is what a process holds, in millions of bytes.
func memoryOf(b *testing.B, pid int) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		var kibibytes float64
		if _, err := fmt.Sscanf(line, "VmRSS: %f kB", &kibibytes); err == nil && kibibytes > 0 {
			return kibibytes * 1024 / 1e6
		}
	}
	b.Fatalf("no VmRSS of process %d", pid)
	return 0
}
