//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"smederij/bot/local"
	"smederij/locales"
	"smederij/store"
)

// square is where fifty people talk: what they wrote, what they saw, and nothing of what goes on inside the program.
type square struct {
	*testing.T
	net     network
	rng     *rand.Rand
	dir     string
	said    []*utterance
	seen    []sight
	screens map[string]map[string]sight // by chat and message: its newest version
	people  map[string]*person          // by private address
	order   []*person
	asks    map[string]question // by what is asked
	turns   []int               // lines that move the clock
	turnAt  time.Time
	place   int
	closing bool // nobody begins anything new
	last    int  // how many of the last rounds were held
}

// utterance is one line of what somebody does, and how it can be seen that it was answered.
type utterance struct {
	n       int
	key     string  // of the input it became; "" when nothing came of it
	by      *person // nil for the clock
	chat    string
	text    string
	outcome outcome
	idea    int64 // what it is about
	about   int64 // revision of the button
	stand   store.Stand
}

// outcome is how an input can be seen to be answered.
type outcome int

const (
	noticed outcome = iota // by a notice, which is best effort: only its key stays
	written                // by a message in the private chat of who wrote
	told                   // by a message in the group
	counted                // by a row of support, help or worry
	decided                // by the idea having gone on from the revision of the button
)

// question is a step of a flow.
type question struct{ flow, step string }

const (
	turnStep = 11 * time.Minute // a decision is told after ten
	maxTurns = 380              // keys are remembered for 72 hours
	pace     = 400 * time.Millisecond
)

var opens = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func newSquare(t *testing.T, rng *rand.Rand, reach func(*square) network) *square {
	s := &square{T: t, rng: rng, dir: t.TempDir(), screens: make(map[string]map[string]sight), people: make(map[string]*person)}
	s.net = reach(s)
	s.asks = make(map[string]question)
	for _, q := range []question{{"idea", "smederij"}, {"idea", "title"}, {"idea", "what"}, {"idea", "whom"}, {"idea", "better"}, {"idea", "own"},
		{"idea", "confirm"}, {"answer", "answer"}, {"ask", "question"}, {"decline", "criterion"}, {"decline", "reason"}, {"worry", "worry"},
		{"allocate", "smederij"}, {"allocate", "amount"}, {"grant", "amount"}, {"pay", "amount"}, {"pay", "words"}, {"pay", "receipt"},
		{"release", "amount"}, {"release", "words"}} {
		s.asks[s.text("flow."+q.flow+"."+q.step+".ask")] = q
	}
	s.gather()
	return s
}

func (s *square) open(path string, how int) *os.File {
	f, err := os.OpenFile(path, how|os.O_CREATE, 0o600)
	if err != nil {
		s.Fatal(err)
	}
	s.Cleanup(func() { _ = f.Close() })
	return f
}

// some is a part of d.
func some(rng *rand.Rand, d time.Duration) time.Duration { return time.Duration(rng.Int64N(int64(d))) }

func (s *square) file(name string) string { return filepath.Join(s.dir, name) }

func (s *square) text(key string, args ...any) string {
	return locales.Dutch().Render(locales.T(key, args...))
}

// say does what a line says.
func (s *square) say(u utterance, line string) *utterance {
	l, err := local.Parse(line)
	if err != nil {
		s.Fatal(err)
	}
	u.n, u.text = len(s.said)+1, line
	u.key = s.net.say(u.n, l, line)
	s.said = append(s.said, &u)
	return &u
}

// live is one look at what was sent, after which everybody may do something.
func (s *square) live() {
	s.look()
	now := time.Now()
	for _, p := range s.order {
		p.live(now)
	}
	if s.net.traits().turns && !s.closing && now.After(s.turnAt) && len(s.turns) < maxTurns {
		s.turn(now)
	}
	if s.closing && s.last < lastRounds && s.rested() && s.net.rest() {
		s.lastRound(now)
	}
}

func (s *square) turn(now time.Time) {
	s.turnAt = now.Add(5*pace + some(s.rng, 5*pace)) // seldom, so that many cards go out together
	s.turns = append(s.turns, s.say(utterance{}, "! "+turnStep.String()).n)
}

// look takes in what became seen.
func (s *square) look() {
	var shown, told []sight
	s.place, shown, told = s.net.look()
	for _, m := range shown {
		s.seen = append(s.seen, m)
		if s.screens[m.To] == nil {
			s.screens[m.To] = make(map[string]sight)
		}
		s.screens[m.To][m.id] = m
	}
	for _, m := range told {
		if p := s.people[m.To]; p != nil && m.Edit == "" {
			p.hear(m)
		}
	}
}

// asked is the question of a message.
func (s *square) asked(m sight) (question, bool) {
	for ask, q := range s.asks {
		if strings.Contains(m.Text, ask) {
			return q, true
		}
	}
	return question{}, false
}

// button is a payload with its numbers.
type button struct {
	label, payload string
	idea, revision int64 // or the decision, or the message, and nothing
}

var numbers = regexp.MustCompile(`:(\d+)(?::(\d+))?$`)

// buttons are those of one kind that stand in a chat, the oldest message first.
func (s *square) buttons(chat, kind string) (list []button) {
	var shown []sight
	for _, m := range s.screens[chat] {
		shown = append(shown, m)
	}
	slices.SortFunc(shown, func(a, b sight) int { return a.N - b.N })
	for _, m := range shown {
		list = append(list, buttonsOf(m, kind)...)
	}
	return list
}

func buttonsOf(m sight, kind string) (list []button) {
	for _, b := range m.Buttons {
		if kind != "" && !strings.HasPrefix(b.Payload, kind+":") {
			continue
		}
		found := button{label: b.Label, payload: b.Payload}
		if m := numbers.FindStringSubmatch(b.Payload); m != nil {
			found.idea, _ = strconv.ParseInt(m[1], 10, 64)
			found.revision, _ = strconv.ParseInt(m[2], 10, 64)
		}
		list = append(list, found)
	}
	return list
}

// rested tells whether nobody waits for an answer and every line was confirmed.
func (s *square) rested() bool {
	return s.place == len(s.said) && !slices.ContainsFunc(s.order, (*person).busy)
}

// quiet tells whether all has been said and answered.
func (s *square) quiet() bool { return s.last == lastRounds && s.rested() && s.net.rest() }

func (s *square) unrest() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of %d lines confirmed", s.place, len(s.said))
	for _, p := range s.order {
		if p.busy() {
			fmt.Fprintf(&b, "\n%s waits for an answer to %+v", p.name, *p.awaits)
		}
	}
	return b.String()
}

const lastRounds = 2

// lastRound has every card in the groups pressed once more, so that the last version of each comes out, and the clock turned, so that
// what was decided is told. Cards that come out in the first round are pressed in the second.
func (s *square) lastRound(now time.Time) {
	s.last++
	p := s.people["@"+passer]
	for _, chat := range s.groups() {
		for _, b := range s.buttons(chat, "ideas:support") {
			p.stand(chat, b, store.Support)
		}
	}
	if s.net.traits().turns {
		s.turn(now)
	}
}

func (s *square) String() string {
	carla := s.people["@carla"].part.(*coordinator)
	return fmt.Sprintf("%d people wrote %d lines and read %d; of %d posts nobody knew whether they stood (%d cards), and %d were posted again",
		len(s.order), len(s.said), len(s.seen), carla.heard, carla.cards, carla.again)
}
