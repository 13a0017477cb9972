package flows

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite testdata/turns; add new versions to flows.lock")

// TestTurns plays the conversations of testdata/turns. A line with > is what
// somebody does; what follows is what they see, worked out anew by the engine.
//
//	> words              a message
//	> [Label]            a button of the last question
//	> [Label]@-1         a button of the question before
//	> (press PAYLOAD)    a choice nobody offered, with the right sequence
//	> (sticker)          media; (photo words), (photo@album) too
//	> ! resume           the person comes back
func TestTurns(t *testing.T) {
	files, err := filepath.Glob("testdata/turns/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := play(t, string(data))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(data), got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", file, diff)
			}
		})
	}
}

// player is one person in a conversation.
type player struct {
	t    *testing.T
	l    *Library
	env  Env
	s    State
	asks []Ask
	out  strings.Builder
}

func play(t *testing.T, script string) string {
	p := &player{t: t, env: environment(t)}
	for line := range strings.Lines(script) {
		line = strings.TrimRight(line, "\n")
		if flow, ok := strings.CutPrefix(line, "# flow "); ok {
			p.start(line, flow)
		} else if strings.HasPrefix(line, "#") {
			fmt.Fprintln(&p.out, line)
		} else if in, ok := strings.CutPrefix(line, "> "); ok {
			p.turn(line, in)
		}
	}
	return p.out.String()
}

// start begins a flow: its name, and the folder it stands in.
func (p *player) start(line, flow string) {
	name, dir, _ := strings.Cut(flow, " of ")
	p.l = library(p.t, dir)
	s, effects, err := p.l.Start(p.env, name, nil)
	p.see(line, s, effects, err)
}

func (p *player) turn(line, in string) {
	p.s = reread(p.t, p.s)
	if in == "! resume" {
		s, effects, err := p.l.Resume(p.env, p.s)
		p.see(line, s, effects, err)
		return
	}
	s, effects, err := p.l.Step(p.env, p.s, p.input(in))
	p.see(line, s, effects, err)
}

func (p *player) input(in string) Input {
	last := p.asks[len(p.asks)-1]
	if payload, ok := strings.CutPrefix(in, "(press "); ok {
		return Input{Choice: strings.TrimSuffix(payload, ")"), Sequence: last.Sequence}
	}
	if media, ok := strings.CutPrefix(in, "("); ok {
		kind, words, _ := strings.Cut(strings.TrimSuffix(media, ")"), " ")
		kind, album, _ := strings.Cut(kind, "@")
		return Input{Text: words, Media: &Media{Kind: MediaKind(kind), Ref: "ref", Album: album}}
	}
	if !strings.HasPrefix(in, "[") {
		in = strings.ReplaceAll(in, `\n`, "\n")
		if word, ok := strings.CutPrefix(in, "1000 times "); ok {
			in = strings.Repeat(word+" ", 1000)
		}
		return Input{Text: in}
	}
	label, older, _ := strings.Cut(strings.TrimPrefix(in, "["), "]")
	if older == "@-1" {
		last = p.asks[len(p.asks)-2]
	}
	for _, b := range last.Buttons {
		if p.env.Texts.Render(b.Label) == label {
			return Input{Choice: b.Choice, Sequence: last.Sequence}
		}
	}
	p.t.Fatalf("there is no button %q", label)
	return Input{}
}

// see writes down what a turn shows.
func (p *player) see(line string, s State, effects []Effect, err error) {
	if err != nil {
		p.t.Fatalf("%s: %v", line, err)
	}
	p.s = s
	fmt.Fprintln(&p.out, line)
	text, buttons := Message(p.env.Texts, effects)
	for row := range strings.SplitSeq(text, "\n") {
		fmt.Fprintln(&p.out, strings.TrimRight("  "+row, " "))
	}
	for i, b := range buttons {
		fmt.Fprintf(&p.out, "  [%d %s]\n", i+1, p.env.Texts.Render(b.Label))
	}
	for _, e := range effects {
		switch e := e.(type) {
		case Ask:
			p.asks = append(p.asks, e)
		case End:
			fmt.Fprintf(&p.out, "  == %s\n", e.Action)
			for i := range p.l.flow(s.Flow, s.Version).Steps {
				id := p.l.flow(s.Flow, s.Version).Steps[i].ID
				if a, ok := s.Answers[id]; ok {
					fmt.Fprintf(&p.out, "  %s: %q %q %d\n", id, a.Text, a.Value, len(a.Media))
				}
			}
		case Leave, Person, Stale:
			fmt.Fprintf(&p.out, "  == %T\n", e)
		}
	}
}
