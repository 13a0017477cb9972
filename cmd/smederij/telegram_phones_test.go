package main

import (
	"bytes"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"smederij/bot"
	"smederij/bot/local"
	"smederij/bot/telegram"
	"smederij/bot/telegram/telegramtest"
	"smederij/store"
)

// soon is how long anything may take in the machine's time.
const soon = 30 * time.Second

// phones are Telegram as a transcript needs it: a server, the people and groups of the file, and the database of the program that
// talks with them. They stay when the program stops.
type phones struct {
	*testing.T
	server *telegramtest.Server
	groups map[string]*telegramtest.Group
	clock  atomic.Pointer[bot.TurnedClock] // of the run that goes on, or went on last
	flags  chatFlags
	config configuration
	log    safeBuffer // of all runs: nothing may go wrong
	seen   int        // events that were drawn
	known  []string   // words of what does go wrong, in the log or at Telegram, because the story wants it
}

// safeBuffer is a log that several goroutines write to.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// newPhones begins with the flags of chat.
func newPhones(t *testing.T, o telegramtest.Options, flags ...string) *phones {
	t.Helper()
	p := &phones{T: t, groups: make(map[string]*telegramtest.Group)}
	p.known = []string{`msg="a job failed"`} // a photo that is none; who sent it hears so
	var err error
	flags = append([]string{"--db", filepath.Join(t.TempDir(), "telegram.db")}, flags...)
	if p.flags, p.config, err = readChat(world{env: noEnv, stdout: &p.log, stderr: &p.log}, flags); err != nil {
		t.Fatal(err)
	}
	p.turnBack()
	o.Limits, o.Now = &telegramtest.Limits{}, func() time.Time { return p.clock.Load().Now() }
	p.server = telegramtest.New(t, o)
	return p
}

// turnBack sets the clock where every run begins.
func (p *phones) turnBack() *bot.TurnedClock {
	p.Helper()
	clock, err := p.flags.clock(p.config.zone)
	if err != nil {
		p.Fatal(err)
	}
	p.clock.Store(clock)
	return clock
}

// settleIn makes everybody and every group that a file names: the bot is in all groups, and whoever has a role has started it. The bot
// hears of none of that, because in the terminal it does not happen either.
func (p *phones) settleIn(parts ...txtar.File) {
	p.Helper()
	var titles []string
	members := make(map[string][]*telegramtest.Person)
	for _, part := range parts {
		for line := range strings.Lines(lines(part.Data)) {
			l, err := local.Parse(strings.TrimSuffix(line, "\n"))
			if err != nil || l == nil || l.Group == "" {
				continue
			}
			if who := p.server.Person(l.Who); !slices.Contains(members[l.Group], who) {
				members[l.Group] = append(members[l.Group], who)
			}
			if !slices.Contains(titles, l.Group) {
				titles = append(titles, l.Group)
			}
		}
	}
	for _, title := range titles {
		p.groups[title] = p.server.Group(title, members[title]...)
		p.groups[title].AddBot(members[title][0])
	}
	for _, role := range p.flags.roles {
		who, _, _ := strings.Cut(role, "=")
		p.server.Person(who).Say("/start")
	}
	p.forget()
}

// forget takes the updates that wait away, as a bot does that confirms them.
func (p *phones) forget() {
	p.Helper()
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: soon}
	answer, err := client.PostForm(p.server.URL()+"/bot"+p.server.Token()+"/getUpdates",
		url.Values{"offset": {strconv.FormatInt(p.server.NextUpdateID(), 10)}, "timeout": {"0"}})
	if err != nil {
		p.Fatal(err)
	}
	answer.Body.Close()
	if n := p.server.Pending(); n > 0 {
		p.Fatalf("%d updates are left", n)
	}
}

// ofTelegram is where somebody of a transcript is found.
func (p *phones) ofTelegram(who string) (string, store.Address) {
	id := strconv.FormatInt(p.server.Person(who).ID(), 10)
	return id, store.Address{Platform: telegram.PlatformName, Chat: id}
}

// check looks whether all was well: in the log, at Telegram and in the database.
func (p *phones) check() {
	p.Helper()
	for line := range strings.Lines(p.log.String()) {
		if !p.expects(line) {
			p.Errorf("log: %s", line)
		}
	}
	for _, e := range p.server.Events()[p.seen:] {
		p.Errorf("after the last line %s was %s: %s", e.Where, e.Kind, e.Message.Text)
	}
	for _, r := range p.server.Requests() {
		if r.Code >= 400 && !p.expects(r.Description) {
			p.Errorf("Telegram refused %s: %d %s", r.Method, r.Code, r.Description)
		}
	}
	var out bytes.Buffer
	if code := run(p.Context(), []string{"verify", "--db", p.flags.db}, noEnv, nil, &out, &out); code != exitFine {
		p.Errorf("verify: exit code %d\n%s", code, &out)
	}
}

func (p *phones) expects(wrong string) bool {
	return slices.ContainsFunc(p.known, func(words string) bool { return strings.Contains(wrong, words) })
}
