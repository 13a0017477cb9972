package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the transcripts with what is said now; read the difference")

// TestTranscripts plays every conversation of testdata: who says what, who sees what. A file's comment tells the story, and a line
// "flags:" in it how chat is started; each part is a run of the program on the same database, so that the next part finds what the
// one before it left, or what a part with the name of [moneyPart] booked. After the last part the database must pass verify.
func TestTranscripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			if !withStatus(t, file) { // who plays in another house plays alone
				t.Parallel()
			}
			play(t, file)
		})
	}
}

func play(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	db := filepath.Join(t.TempDir(), "chat.db")
	flags := append([]string{"chat", "--db", db}, flagsOf(t, archive)...)
	codes := new(codes)
	for i, part := range archive.Files {
		if words, ok := strings.CutPrefix(part.Name, moneyPart); ok {
			f, c, err := readChat(world{env: noEnv}, flags[1:])
			if err != nil {
				t.Fatal(err)
			}
			money(t, f, c, ofTerminal, words)
			continue
		}
		got := codes.hidden(codes.say(t, flags, lines(part.Data)))
		if *update {
			archive.Files[i].Data = []byte(got)
			continue
		}
		if diff := cmp.Diff(strings.Split(string(part.Data), "\n"), strings.Split(got, "\n")); diff != "" {
			t.Errorf("part %s (-transcript +said):\n%s", part.Name, diff)
		}
	}
	var out bytes.Buffer
	if code := run(t.Context(), []string{"verify", "--db", db}, noEnv, nil, &out, &out); code != exitFine {
		t.Errorf("verify: exit code %d\n%s", code, &out)
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func noEnv(string) string { return "" }

// flagsOf are the words after "flags:" in the comment.
func flagsOf(t *testing.T, a *txtar.Archive) []string {
	for line := range strings.Lines(string(a.Comment)) {
		if words, ok := strings.CutPrefix(line, "flags: "); ok {
			flags := strings.Fields(words)
			for i, f := range flags {
				if i > 0 && flags[i-1] == "--now" {
					flags[i] = strings.Replace(f, "T", " ", 1)
				}
			}
			return flags
		}
	}
	t.Fatal(`the comment has no line "flags: --now 2026-11-23T09:00 --role …"`)
	return nil
}

// lines are what people type: all that is not indented.
func lines(part []byte) string {
	var b strings.Builder
	for line := range strings.Lines(string(part)) {
		if strings.TrimSpace(line) != "" && !strings.HasPrefix(line, " ") {
			b.WriteString(line)
		}
	}
	return b.String()
}

func say(t *testing.T, args []string, lines string) string {
	t.Helper()
	return new(codes).say(t, args, lines)
}

// say runs the program with these lines typed.
func (c *codes) say(t *testing.T, args []string, lines string) string {
	t.Helper()
	var errs bytes.Buffer
	out := c.shown()
	if code := run(context.WithoutCancel(t.Context()), args, noEnv, c.typist(lines, out), out, &errs); code != exitFine {
		t.Fatalf("exit code %d\n%s\n%s", code, out, &errs)
	}
	if errs.Len() > 0 {
		t.Errorf("log:\n%s", &errs)
	}
	return out.String()
}
