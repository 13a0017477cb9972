package telegramtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Options of a server. The zero value is a bot with privacy mode on and real limits.
type Options struct {
	Token    string           // of the bot; "" is DefaultToken
	Username string           // of the bot, without @; "" is smederij_bot
	Name     string           // of the bot; "" is Smederij
	ReadsAll bool             // privacy mode is off
	Now      func() time.Time // dates, limits and expiry; nil is time.Now. Long polls and slow answers pass in real time
	Limits   *Limits          // nil is RealLimits(); &Limits{} lifts them
	Spec     string           // path of telegram-bot-api.json; "" looks for it with FindSpec, "-" goes without
	Seed     uint64           // of faults by chance
	Retry    time.Duration    // between two calls of a webhook that failed; 0 is 20 ms
	Blind    bool             // whatever the bot sends, changes or answers is taken for done, unread and unkept, and polls are not kept: for load
}

// DefaultToken looks as BotFather's do.
const DefaultToken = "4200000042:AAF-telegramtest_token_of_nobody_00"

// Server is Telegram for one bot.
type Server struct {
	opt    Options
	bot    user
	spec   *spec
	client *http.Client // calls the webhook

	ctx  context.Context // ends with the server
	stop context.CancelFunc
	busy sync.WaitGroup // handlers, the listener, the webhook's courier

	plug sync.Mutex // held while the network goes away or comes back
	http *http.Server
	addr string

	mu       sync.Mutex
	changed  chan struct{} // closed and replaced whenever anything changed
	rand     *rand.Rand
	token    string // "" once revoked
	people   map[string]*Person
	chats    map[int64]*chat
	groups   int64 // how many were made: their ids
	lastID   int64 // of messages in private chats and basic groups, which count together
	queries  map[string]*query
	lastQ    int64
	files    map[string]*file
	commands map[string]string
	about    map[string]string // descriptions by kind and language
	inbox    inbox
	pace     pace
	faults   []*armed[Fault]
	upsets   []*armed[UpdateFault]
	events   []Event
	requests []Request
}

// New starts a server that is closed when the test ends.
func New(t testing.TB, o Options) *Server {
	t.Helper()
	s, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// Start starts a server on a free port of 127.0.0.1.
func Start(o Options) (*Server, error) {
	if err := o.fill(); err != nil {
		return nil, err
	}
	s := &Server{opt: o, token: o.Token, changed: make(chan struct{}), rand: rand.New(rand.NewPCG(o.Seed, 1)),
		people: make(map[string]*Person), chats: make(map[int64]*chat), queries: make(map[string]*query), files: make(map[string]*file),
		commands: make(map[string]string), about: make(map[string]string), pace: pace{limits: *o.Limits},
		client: &http.Client{Transport: &http.Transport{}, Timeout: time.Minute}, addr: "127.0.0.1:0"}
	id, _, _ := strings.Cut(o.Token, ":")
	s.bot = user{IsBot: true, FirstName: o.Name, Username: o.Username}
	var err error
	if s.bot.ID, err = strconv.ParseInt(id, 10, 64); err != nil {
		return nil, fmt.Errorf("telegramtest: a token begins with the number of the bot: %w", err)
	}
	if o.Spec != "-" && o.Spec != "" {
		if s.spec, err = loadSpec(o.Spec); err != nil {
			return nil, fmt.Errorf("telegramtest: %w", err)
		}
	}
	s.inbox.next = 710_000_001 + s.rand.Int64N(1_000_000)
	s.ctx, s.stop = context.WithCancel(context.Background())
	return s, s.Plug()
}

func (o *Options) fill() error {
	for _, d := range []struct {
		field *string
		to    string
	}{{&o.Token, DefaultToken}, {&o.Username, "smederij_bot"}, {&o.Name, "Smederij"}, {&o.Spec, FindSpec()}} {
		if *d.field == "" {
			*d.field = d.to
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Limits == nil {
		real := RealLimits()
		o.Limits = &real
	}
	if o.Retry == 0 {
		o.Retry = 20 * time.Millisecond
	}
	if !strings.HasSuffix(strings.ToLower(o.Username), "bot") {
		return fmt.Errorf("telegramtest: the username of a bot ends in bot: %q", o.Username)
	}
	return nil
}

// URL is the root of the API: what stands before /bot<token>/.
func (s *Server) URL() string { return "http://" + s.addr }

// Token is the one the bot must use.
func (s *Server) Token() string { return s.opt.Token }

// Username of the bot, without @.
func (s *Server) Username() string { return s.opt.Username }

// BotID is the bot's own number.
func (s *Server) BotID() int64 { return s.bot.ID }

// Close ends the server and waits for all it started.
func (s *Server) Close() {
	s.mu.Lock()
	s.stop()
	s.mu.Unlock()
	s.Unplug()
	s.busy.Wait()
	s.client.CloseIdleConnections()
}

// Unplug takes the network away: nobody listens any more and open connections break. What people do meanwhile is kept.
func (s *Server) Unplug() {
	s.plug.Lock()
	defer s.plug.Unlock()
	if s.http == nil {
		return
	}
	_ = s.http.Close() // only what it listened on can fail to close
	s.http = nil
	// Some systems let go of a port a little later. A bot that connects must fail then, not break off half way.
	for deadline := time.Now().Add(time.Second); time.Now().Before(deadline); {
		conn, err := net.DialTimeout("tcp", s.addr, time.Second)
		if err != nil {
			return
		}
		_ = conn.Close()
	}
}

// Plug brings the network back, at the same address.
func (s *Server) Plug() error {
	s.plug.Lock()
	defer s.plug.Unlock()
	if s.http != nil {
		return nil
	}
	l, err := net.Listen("tcp", s.addr)
	if err != nil {
		return fmt.Errorf("telegramtest: %w", err)
	}
	s.addr = l.Addr().String()
	srv := &http.Server{Handler: http.HandlerFunc(s.serve), BaseContext: func(net.Listener) context.Context { return s.ctx }}
	s.http = srv
	s.busy.Go(func() {
		if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			panic(fmt.Sprintf("telegramtest: %v", err)) // the loopback is broken: no test can go on
		}
	})
	return nil
}

// RevokeToken makes the token worthless, as BotFather does: 401 from now on.
func (s *Server) RevokeToken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = ""
	s.change()
}

// change wakes everybody who waits. The caller holds mu.
func (s *Server) change() {
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Server) now() time.Time { return s.opt.Now() }
