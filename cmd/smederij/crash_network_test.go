//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"smederij/bot/local"
)

// network is how the people of the square and the program reach each other.
type network interface {
	traits() traits                                     // which never change
	account(who string) string                          // somebody's number there
	spot(address string) string                         // a chat as the square calls it: @anja, #KRA, #KRA*
	welcome()                                           // lets people in who have a role, before anybody speaks
	start() (args, env []string)                        // of the next run
	ended(killed bool)                                  // that run
	say(n int, l *local.Line, line string) (key string) // does what a line says, "" when nobody can do that; the key of its input
	look() (confirmed int, shown, told []sight)         // lines that are confirmed; what became seen; that of which the cause is known now
	rest() bool                                         // nothing waits to be shown
	heal()                                              // from now on nothing goes wrong
	flaw(log string) string                             // what may not stand in the log of a run
	attribute(f *findings)                              // finds out which message each sight is
}

// traits are what kind of network it is.
type traits struct {
	name   string        // in accounts and addresses
	points []string      // crash points of its own
	turns  bool          // people turn the clock
	run    time.Duration // the longest run that is killed at a random moment
	last   time.Duration // the longest that the last run may take
}

// sight is a message as it was seen, or seen to change. Its cause is none of what people see; it tells which of their lines it answers.
type sight struct {
	local.SentLine
	id string // of the message it shows or changes
}

// content is what makes two messages the same to who reads them.
func content(chat, text string, buttons []button) string {
	all := chat + "\x00" + strings.TrimSpace(text)
	for _, b := range buttons {
		all += "\x00" + b.payload
	}
	return all
}

func (m sight) content() string {
	return content(m.To, m.Text, buttonsOf(m, ""))
}

// terminal is the network of unattended runs: a file of lines, and one of what was sent.
type terminal struct {
	*square
	inbox, sent *os.File
	read        int64 // bytes of the sent file that were seen
	now         int   // the confirmed lines
}

func newTerminal(s *square) network {
	n := &terminal{square: s}
	n.inbox = s.open(s.file("inbox"), os.O_WRONLY|os.O_APPEND)
	n.sent = s.open(s.file("sent"), os.O_RDONLY)
	write(s.T, s.file("config"), "[quiet]\nfrom = 24\nuntil = 0\n") // groups are awake at whatever time people turn the clock to
	return n
}

func (*terminal) traits() traits {
	return traits{name: local.PlatformName, points: []string{"inbox/half-sent", "inbox/committed", "inbox/place-written"}, turns: true,
		run: 600 * time.Millisecond, last: time.Minute}
}

func (*terminal) account(who string) string  { return who }
func (*terminal) spot(address string) string { return address }
func (*terminal) welcome()                   {}
func (*terminal) ended(bool)                 {}
func (*terminal) rest() bool                 { return true }
func (*terminal) heal()                      {}
func (*terminal) flaw(log string) string     { return log }
func (*terminal) attribute(*findings)        {}

// start begins on the files of the square, at the time to which people have turned the clock.
func (n *terminal) start() (args, env []string) {
	n.square.look()
	now := opens
	for _, turn := range n.square.turns {
		if turn <= n.place {
			now = now.Add(turnStep)
		}
	}
	args = []string{"chat", "--config", n.file("config"), "--db", n.file("db"), "--inbox", n.file("inbox"), "--sent", n.file("sent"), "--now", now.Format("2006-01-02 15:04")}
	for _, p := range n.order {
		if r := p.part.role(); r != "" {
			args = append(args, "--role", p.name+"="+r)
		}
	}
	return args, nil
}

// say adds a line to the inbox.
func (n *terminal) say(number int, _ *local.Line, line string) string {
	if _, err := fmt.Fprintf(n.inbox, "%d %s\n", number, line); err != nil {
		n.Fatal(err)
	}
	return "inbox:" + strconv.Itoa(number)
}

// look reads what was sent and how far the program has come. Only whole lines count: half a line is written anew.
func (n *terminal) look() (confirmed int, shown, told []sight) {
	if place, err := os.ReadFile(n.file("inbox.place")); err == nil {
		if n.now, err = strconv.Atoi(string(place)); err != nil {
			n.Fatalf("the place: %v", err)
		}
	}
	info, err := n.sent.Stat()
	if err != nil {
		n.Fatal(err)
	}
	data := make([]byte, max(0, info.Size()-n.read))
	size, _ := n.sent.ReadAt(data, n.read) // it may have become shorter meanwhile, by half a line
	data = data[:bytes.LastIndexByte(data[:size], '\n')+1]
	n.read += int64(len(data))
	for line := range bytes.Lines(data) {
		m := sight{}
		if err := json.Unmarshal(line, &m.SentLine); err != nil {
			n.Fatalf("sent: %v: %s", err, line)
		}
		if m.id = m.Edit; m.id == "" {
			m.id = strconv.Itoa(m.N)
		}
		shown = append(shown, m)
	}
	return n.now, shown, shown
}
