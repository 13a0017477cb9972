//go:build unix

package main

import (
	"bytes"
	"flag"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var (
	crashKills    = flag.Int("kills", 300, "how often the crash test kills the program; a tenth of it with -short")
	telegramKills = flag.Int("telegram-kills", 40, "the same over Telegram, where all takes longer; .ci/run asks for 120")
	crashSeed     = flag.Uint64("seed", 0, "what the crash tests draw their moments and their people's whims from; 0 draws one")
)

// crashPoints are the places in the program where a crash would hurt most, and among how many passes the fatal one is drawn: the more
// often a run comes by, the more.
var crashPoints = map[string]int{
	"writer/in-batch":      40,
	"writer/before-commit": 40,
	"writer/after-commit":  40,
	"outbox/before-sent":   10,
	"deliver/marked":       10,
	"deliver/sent":         10,
	"inbox/half-sent":      10,
	"inbox/committed":      10,
	"inbox/place-written":  10,
	"telegram/taken":       10,
}

// housePoints are those of every network; it adds its own.
var housePoints = []string{"writer/in-batch", "writer/before-commit", "writer/after-commit", "outbox/before-sent", "deliver/marked", "deliver/sent"}

const (
	hitsOf300 = 20 // each point is hit this often in 300 kills
	starting  = 60 * time.Millisecond
	politely  = 12                   // one run in so many is asked to stop, which is not a kill
	patience  = 3 * time.Second      // for a run to reach its point
	dying     = time.Minute          // after a signal; a slow disk holds even a killed process
	glance    = 3 * time.Millisecond // people look at their screens
)

// TestCrashPoints finds every crash point of the program in the list of the test, and the other way round.
func TestCrashPoints(t *testing.T) {
	named := regexp.MustCompile(`crashpoint\.\w+\("([^"]+)"`)
	var got []string
	err := filepath.WalkDir("../..", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range named.FindAllSubmatch(source, -1) {
			got = append(got, string(m[1]))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for name := range crashPoints {
		want = append(want, name)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("crash points (-in the test +in the program):\n%s", diff)
	}
}

// TestCrash kills the real program again and again, at random moments and at named points, and starts it again on the same files,
// while fifty people talk with it. At the end nothing that was confirmed is lost and nothing was done or posted twice.
func TestCrash(t *testing.T) {
	c := newCrash(t, *crashKills)
	c.reach(newTerminal)
	c.fire()
	find(t, c.program, c.town).check(t)
}

// fire kills until it was enough, and lets what was begun come to its end.
func (c *crash) fire() {
	c.Logf("repeat these moments with -seed %d", c.seed)
	c.deadline = time.Now().Add(time.Minute + time.Duration(c.kills)*1500*time.Millisecond)
	began := time.Now()
	for !c.enough() {
		c.run(c.draw())
	}
	c.calm()
	c.report(time.Since(began))
}

// crash is the program under fire.
type crash struct {
	*testing.T
	town     *square
	program  string
	points   []string
	seed     uint64
	rng      *rand.Rand
	kills    int // still to come
	want     int // hits of each point
	runs     int
	random   int
	stops    int // that were asked for
	hits     map[string]int
	deadline time.Time
}

func newCrash(t *testing.T, kills int) *crash {
	t.Parallel()
	c := &crash{T: t, seed: *crashSeed, kills: kills, hits: make(map[string]int)}
	if testing.Short() {
		c.kills /= 10
	}
	c.want = hitsOf300 * c.kills / 300
	if c.seed == 0 {
		c.seed = rand.Uint64()
	}
	c.rng = rand.New(rand.NewPCG(c.seed, 0))
	c.program = filepath.Join(t.TempDir(), "smederij")
	if out, err := exec.Command("go", "build", "-race=false", "-tags", "crashpoints", "-o", c.program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return c
}

// reach brings the people together on a network.
func (c *crash) reach(network func(*square) network) {
	c.town = newSquare(c.T, c.rng, network)
	c.points = slices.Concat(housePoints, c.town.net.traits().points)
}

// enough tells whether the program was killed often enough, at each point too.
func (c *crash) enough() bool {
	if time.Now().After(c.deadline) {
		c.Fatalf("too slow: %d kills to go, hits %v", c.kills, c.hits)
	}
	return c.kills <= 0 && len(c.behind()) == 0
}

// behind are the points that were not hit often enough, once for each hit that is missing.
func (c *crash) behind() (list []string) {
	for _, name := range c.points {
		for n := c.hits[name]; n < c.want; n++ {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// ending is how a run ends: at the nth pass of a point, or else by a signal after a while.
type ending struct {
	point  string
	pass   int
	after  time.Duration
	signal os.Signal
}

func (c *crash) draw() ending {
	behind := c.behind()
	longest := c.town.net.traits().run
	switch {
	case c.rng.IntN(politely) == 0:
		return ending{after: some(c.rng, longest), signal: syscall.SIGTERM}
	case len(behind) > 0 && c.rng.IntN(max(c.kills, 1)) < len(behind):
		point := behind[c.rng.IntN(len(behind))]
		c.town.turnAt = time.Time{} // so that cards go out, which hurt most when they go out twice
		return ending{point: point, pass: 1 + c.rng.IntN(crashPoints[point]), after: patience, signal: os.Kill}
	case c.rng.IntN(4) == 0: // while it starts
		return ending{after: some(c.rng, starting), signal: os.Kill}
	}
	return ending{after: some(c.rng, longest), signal: os.Kill}
}

// process is one run of the program.
type process struct {
	*exec.Cmd
	log  bytes.Buffer
	gone chan error
}

func (c *crash) start(e ending) *process {
	args, env := c.town.net.start()
	p := &process{Cmd: exec.CommandContext(c.Context(), c.program, args...), gone: make(chan error, 1)}
	p.Stdout, p.Stderr = &p.log, &p.log
	p.Env = append(append(os.Environ(), env...), "SMEDERIJ_CRASH="+e.point+":"+strconv.Itoa(e.pass))
	if err := p.Start(); err != nil {
		c.Fatal(err)
	}
	c.runs++
	go func() { p.gone <- p.Wait() }()
	return p
}

// run lets people talk with the program until it ends, in one way or another.
func (c *crash) run(e ending) {
	p := c.start(e)
	enough := time.NewTimer(e.after)
	defer enough.Stop()
	tick := time.NewTicker(glance)
	defer tick.Stop()
	signalled := false
	for {
		select {
		case <-tick.C:
			c.town.live()
		case <-enough.C:
			if signalled {
				c.Fatalf("run %d did not stop at a signal (%+v)", c.runs, e)
			}
			signalled = true
			_ = p.Process.Signal(e.signal) // it may have ended by itself just now
			enough.Reset(dying)
		case err := <-p.gone:
			c.count(p, e, signalled, err)
			return
		}
	}
}

// count keeps how a run ended, and refuses every end that nobody brought about.
func (c *crash) count(p *process, e ending, signalled bool, err error) {
	status := p.ProcessState.Sys().(syscall.WaitStatus)
	c.town.net.ended(status.Signaled())
	switch {
	case c.town.net.flaw(p.log.String()) != "":
		c.Fatalf("run %d: %v, log:\n%s", c.runs, err, c.town.net.flaw(p.log.String()))
	case signalled && err == nil:
		c.stops++
	case signalled && status.Signaled(): // by SIGTERM too, as long as the program does not listen yet
		c.random++
		c.kills--
	case e.point != "" && status.Signaled() && status.Signal() == syscall.SIGKILL:
		c.hits[e.point]++
		c.kills--
	default:
		c.Fatalf("run %d ended by itself: %v (%+v)", c.runs, err, e)
	}
}

// calm lets the last run finish what was begun, and asks it to stop.
func (c *crash) calm() {
	c.town.net.heal()
	p := c.start(ending{})
	tick := time.NewTicker(glance)
	defer tick.Stop()
	limit := time.NewTimer(c.town.net.traits().last)
	defer limit.Stop()
	c.town.closing = true
	for rest := true; rest && !c.town.quiet(); {
		select {
		case <-tick.C:
			c.town.live()
		case err := <-p.gone:
			c.Fatalf("the last run ended by itself: %v\n%s", err, &p.log)
		case <-limit.C:
			c.Errorf("the last run does not come to rest: %s", c.town.unrest())
			rest = false
		}
	}
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		c.Fatal(err)
	}
	select {
	case err := <-p.gone:
		c.town.net.ended(false)
		if flaw := c.town.net.flaw(p.log.String()); err != nil || flaw != "" {
			c.Fatalf("the last run stopped with %v\n%s\n%s", err, flaw, &p.log)
		}
	case <-time.After(dying):
		c.Fatal("the last run does not stop")
	}
}

func (c *crash) report(took time.Duration) {
	total := c.random
	for _, name := range slices.Sorted(slices.Values(c.points)) {
		total += c.hits[name]
		c.Logf("%-20s %d", name, c.hits[name])
	}
	c.Logf("%-20s %d", "at random", c.random)
	c.Logf("%d kills and %d polite stops in %s; %s", total, c.stops, took.Round(time.Second/10), c.town)
}
