package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"smederij/bot/telegram/telegramtest"
)

// TestTranscriptsOverTelegram plays every conversation of testdata once more, over Telegram: the same lines must bring the same words
// to the same people. Each part is a run of the program again; Telegram and what its screens show live on in between.
//
// What a line of text cannot mean on Telegram is done as people would do it there:
//   - Groups with the bot in them, and who has a role, are there before the first line, unheard by the bot.
//   - A line without words is a message of nothing but a blank filler, which apps let through.
//   - A forged press is made on the newest message with buttons, or on one that Telegram does not know any more.
//   - The answer to a press is drawn before what follows from it, whichever came first: the two ways out do not wait for each other.
func TestTranscriptsOverTelegram(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no transcripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			if !withStatus(t, file) { // who plays in another house plays alone
				t.Parallel()
			}
			playOverTelegram(t, file)
		})
	}
}

func playOverTelegram(t *testing.T, file string) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p := newPhones(t, telegramtest.Options{}, flagsOf(t, archive)...)
	p.settleIn(archive.Files...)
	codes := new(codes)
	for _, part := range archive.Files {
		if words, ok := strings.CutPrefix(part.Name, moneyPart); ok {
			money(t, p.flags, p.config, p.ofTelegram, words)
			continue
		}
		r := p.start()
		for line := range strings.Lines(lines(part.Data)) {
			line, _ = codes.typed(strings.TrimSuffix(line, "\n"))
			r.say(line)
			codes.read(r.out.String())
		}
		r.stop()
		if diff := cmp.Diff(strings.Split(string(part.Data), "\n"), strings.Split(codes.hidden(r.out.String()), "\n")); diff != "" {
			t.Errorf("part %s (-transcript +seen on Telegram):\n%s", part.Name, diff)
		}
	}
	p.check()
}
