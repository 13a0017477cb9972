//go:build unix

package main

import (
	"context"
	"database/sql"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"smederij/bot/local"
	"smederij/bot/telegram"
	"smederij/bot/telegram/telegramtest"
)

// TestCrashTelegram kills the real thing, smederij run, while the same people talk with it over Telegram and the network fails in all
// its ways. In one run of three the bot keeps Telegram's own limits, and so does the server; in the others it keeps none and the server
// tells it to wait. The last run has no faults and comes to rest.
func TestCrashTelegram(t *testing.T) {
	c := newCrash(t, *telegramKills)
	var n *telegramNetwork
	c.reach(func(s *square) network {
		n = newTelegramNetwork(s, c.program)
		return n
	})
	c.fire()
	f := find(t, c.program, c.town)
	f.check(t)
	n.check(f)
}

// telegramNetwork is a Telegram of its own, with the square's people in it.
type telegramNetwork struct {
	*square
	server  *telegramtest.Server
	program string
	groups  map[string]*telegramtest.Group
	spots   map[string]string // chats by their address
	lines   []line
	place   int // of the first line that is not confirmed
	read    int // events that were seen
	waiting []sight
	causes  map[string]string // of messages in private chats, by their id
	since   int64             // when the newest of them was sent
	db      *sql.DB           // while a run lasts
	looked  time.Time         // for causes
	resting time.Time         // looked for what waits
	begun   time.Time         // the run
	deaths  []time.Time
	keeps   bool   // the run keeps the limits
	paced   []span // runs that did
	healed  bool
}

// line is what somebody did, as Telegram knows it.
type line struct {
	update    int64
	query     string // of a press
	confirmed time.Time
}

type span struct{ from, to time.Time }

// loose is what the server asks of a bot that keeps no limits: groups are told to wait again and again.
var loose = telegramtest.Limits{PerChat: 100 * time.Millisecond, Burst: 3}

// faults make about one request in fifteen go wrong. Only what is sent is told to wait: a question for updates would wait for a whole
// run.
var faults = []telegramtest.Fault{
	{Effect: telegramtest.ResetBefore, Chance: 0.01},
	{Effect: telegramtest.DropReply, Chance: 0.01},
	{Effect: telegramtest.BadGateway, Chance: 0.005},
	{Effect: telegramtest.BadGateway, Chance: 0.005, Applied: true},
	{Effect: telegramtest.Slow, Chance: 0.02, Delay: 100 * time.Millisecond},
	{Effect: telegramtest.TooMany, Method: "sendMessage", Chance: 0.015, Retry: 1},
	{Effect: telegramtest.TooMany, Method: "editMessageText", Chance: 0.03, Retry: 2},
}

func newTelegramNetwork(s *square, program string) *telegramNetwork {
	n := &telegramNetwork{square: s, program: program, groups: make(map[string]*telegramtest.Group), spots: make(map[string]string),
		causes: make(map[string]string), server: telegramtest.New(s.T, telegramtest.Options{Seed: s.rng.Uint64(), Limits: &loose})}
	write(s.T, s.file("db.key"), base64.StdEncoding.EncodeToString([]byte("a key for the people of a square")))
	for name, unlimited := range map[string]bool{"paced": false, "loose": true} {
		write(s.T, s.file(name), fmt.Sprintf("[database]\npath = \"db\"\n[telegram]\napi_root = %q\nunlimited = %t\n[terms]\nundo_minutes = 1\n[quiet]\nfrom = 24\nuntil = 0\n", n.server.URL(), unlimited))
	}
	return n
}

func (*telegramNetwork) traits() traits {
	return traits{name: telegram.PlatformName, points: []string{"telegram/taken"}, run: 1500 * time.Millisecond,
		last: 3 * time.Minute} // a decision is told after one
}

func (n *telegramNetwork) account(who string) string {
	return strconv.FormatInt(n.server.Person(who).ID(), 10)
}
func (n *telegramNetwork) spot(address string) string { return n.spots[address] }

// welcome starts the program for the first time, so that there is a database, and makes the groups and an invitation for everybody
// who has a role. Then all goes wrong that can.
func (n *telegramNetwork) welcome() {
	var all []*telegramtest.Person
	for _, p := range n.order {
		one := n.server.Person(p.name)
		all = append(all, one)
		n.spots[n.account(p.name)] = "@" + p.name
	}
	for i, a := range areas {
		n.link("#"+a.code, n.server.Supergroup(a.name, all...), all[0])
		n.link("#"+a.code+"*", n.server.Group(a.name+" vrijwilligers", all[:4+3*i]...), all[0])
	}
	cmd := exec.Command(n.program, "run", "--config", n.file("loose"))
	cmd.Env = append(os.Environ(), n.secrets()...)
	if err := cmd.Start(); err != nil {
		n.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(n.Context(), time.Minute)
	defer cancel()
	if err := n.server.Until(ctx, n.server.Polling); err != nil {
		n.Fatal(err)
	}
	for _, p := range n.order {
		if role := p.part.role(); role != "" {
			p.says("/code " + n.invitation(role))
		}
	}
	_ = cmd.Process.Signal(os.Interrupt)
	if err := cmd.Wait(); err != nil {
		n.Fatal(err)
	}
	for _, f := range faults {
		n.server.Break(f)
	}
	n.server.Upset(telegramtest.UpdateFault{Effect: telegramtest.Twice, Chance: 0.05})
}

func (n *telegramNetwork) link(name string, g *telegramtest.Group, owner *telegramtest.Person) {
	n.groups[name] = g
	n.spots[strconv.FormatInt(g.ID(), 10)] = name
	g.AddBot(owner)
}

var invitedBy = regexp.MustCompile(`code: (\S+)`)

func (n *telegramNetwork) invitation(role string) (code string) {
	name, area, _ := strings.Cut(role, ":")
	args := []string{"invite", "--config", n.file("loose"), "--role", name}
	if area != "" {
		args = append(args, "--smederij", area)
	}
	cmd := exec.Command(n.program, args...)
	cmd.Env = append(os.Environ(), n.secrets()...)
	out, err := cmd.CombinedOutput()
	m := invitedBy.FindSubmatch(out)
	if err != nil || m == nil {
		n.Fatalf("invite: %v\n%s", err, out)
	}
	return string(m[1])
}

func (n *telegramNetwork) secrets() []string {
	return []string{"SMEDERIJ_TELEGRAM_TOKEN=" + n.server.Token(), "SMEDERIJ_KEY_FILE=" + n.file("db.key")}
}

func (n *telegramNetwork) start() (args, env []string) {
	config := "loose"
	n.server.SetLimits(loose)
	if n.keeps = !n.healed && n.rng.IntN(3) == 0; n.keeps {
		config = "paced"
		n.server.SetLimits(telegramtest.RealLimits())
	}
	n.begun = time.Now()
	return []string{"run", "--config", n.file(config)}, n.secrets()
}

// ended lets go of the database, so that the next start finds it as a crash left it.
func (n *telegramNetwork) ended(killed bool) {
	if killed {
		n.deaths = append(n.deaths, time.Now())
	}
	if n.keeps {
		n.paced = append(n.paced, span{n.begun, time.Now()})
	}
	if n.db != nil {
		_ = n.db.Close()
		n.db = nil
	}
}

func (n *telegramNetwork) heal() {
	n.healed = true
	n.server.Heal()
}

// flaw finds what no log may hold. That requests fail stands in it as a warning.
func (n *telegramNetwork) flaw(log string) string {
	for _, wrong := range []string{n.server.Token(), "level=ERROR", "panic", "DATA RACE"} {
		if i := strings.Index(log, wrong); i >= 0 {
			return log[i:min(len(log), i+1000)]
		}
	}
	return ""
}

// say does what a line says in the person's app.
func (n *telegramNetwork) say(_ int, l *local.Line, _ string) (key string) {
	p := n.server.Person(l.Who)
	seat := p.Seat
	if l.Group != "" {
		seat = p.In(n.groups["#"+l.Group])
	}
	did := line{update: n.server.NextUpdateID()}
	command, isCommand := strings.CutPrefix(l.Text, "/")
	name, words, _ := strings.Cut(command, " ")
	switch {
	case l.Press != nil:
		did.query = press(seat, *l.Press)
		if did.query == "" {
			did.update = 0
		}
	case l.Media != nil:
		seat.Sticker("🙂")
	case isCommand:
		seat.Command(name, words)
	default:
		seat.Say(l.Text)
	}
	n.lines = append(n.lines, did)
	if did.update == 0 {
		return ""
	}
	return telegram.PlatformName + ":" + strconv.FormatInt(did.update, 10)
}

// press presses a button on the newest message that has it. One that an edit took away meanwhile is pressed by a forger on another
// message, if there is one with buttons at all.
func press(seat telegramtest.Seat, b local.Pressing) (query string) {
	if b.Payload == "" {
		query, _ = seat.Press(b.Label)
		return query
	}
	other := int64(0)
	for _, m := range slices.Backward(seat.Screen()) {
		all := slices.Concat(m.Buttons...)
		if slices.ContainsFunc(all, func(shown telegramtest.Button) bool { return shown.Data == b.Payload }) {
			query, _ = seat.PressData(m.ID, b.Payload)
			return query
		}
		if other == 0 && len(all) > 0 {
			other = m.ID
		}
	}
	query, _ = seat.PressData(other, b.Payload)
	return query
}
