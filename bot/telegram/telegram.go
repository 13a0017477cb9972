// Package telegram is the platform Telegram: updates become inputs, what is committed becomes messages. It knows no words and decides
// nothing. Where the library does what a house cannot live with, a comment says so and goes round it.
package telegram

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"

	"smederij/bot"
)

// PlatformName stands in addresses and accounts of this platform.
const PlatformName = "telegram"

// RealRoot is Telegram's own API.
const RealRoot = "https://api.telegram.org"

// ErrRevoked ends Run: Telegram does not know the token, or does not any more.
var ErrRevoked = errors.New("telegram refuses the token of the bot; make a new one with BotFather")

// Config of the platform.
type Config struct {
	Token     string       // from BotFather, required
	APIRoot   string       // what stands before /bot<token>/; "" is RealRoot
	Clock     bot.Clock    // required
	Log       *slog.Logger // required
	Profile   Profile      // what Telegram shows about the bot
	Webhook   *Webhook     // nil asks for updates by long polling
	Unlimited bool         // Limits says none; only for a server of one's own
}

// Webhook is where Telegram brings the updates. TLS is the business of the reverse proxy before it.
type Webhook struct {
	Listen string // address the bot itself listens on, such as 127.0.0.1:8080
	URL    string // as Telegram calls it; its path is the one that is served
	Secret string // 1-256 of A-Za-z0-9_-, which every call must show
}

// Profile is what Telegram shows about the bot before anybody wrote. What is empty is left as it stands there.
type Profile struct {
	Description string // in an empty chat, at most 512 characters
	Short       string // on the bot's page, at most 120
	Private     []MenuCommand
	Groups      []MenuCommand
}

// MenuCommand is a line of the menu.
type MenuCommand struct {
	Name string `json:"command"` // without the slash
	Does string `json:"description"`
}

// Telegram is a [bot.Platform], [bot.Paced] and [bot.Fetcher].
type Telegram struct {
	cfg     Config
	id      int64 // of the bot, from its token
	api     tgbotapi.BotAPI
	http    *http.Client
	log     *slog.Logger
	me      atomic.Pointer[Me]
	revoked chan struct{} // closed when Telegram refuses the token
	revoke  func()
}

var tokenForm = regexp.MustCompile(`^(\d{1,19}):[A-Za-z0-9_-]{10,}$`)

// New checks the configuration. It speaks with nobody yet. Its errors never hold the token.
func New(cfg Config) (*Telegram, error) {
	if cfg.APIRoot == "" {
		cfg.APIRoot = RealRoot
	}
	cfg.APIRoot = strings.TrimRight(cfg.APIRoot, "/")
	root, err := url.Parse(cfg.APIRoot)
	m := tokenForm.FindStringSubmatch(cfg.Token)
	switch {
	case m == nil:
		return nil, errors.New("telegram: the token is not of the form that BotFather gives, 123456789:AAaa…")
	case err != nil || root.Host == "" || root.Scheme != "http" && root.Scheme != "https":
		return nil, errors.New("telegram: the API root is no address such as " + RealRoot)
	case cfg.Clock == nil || cfg.Log == nil:
		return nil, errors.New("telegram: a clock and a log are required")
	case cfg.Unlimited && strings.EqualFold(root.Hostname(), "api.telegram.org"):
		return nil, errors.New("telegram: sending without limits is only for a server of one's own")
	}
	if err := cfg.Webhook.check(); err != nil {
		return nil, err
	}
	t := &Telegram{cfg: cfg, log: cfg.Log, revoked: make(chan struct{})}
	if t.id, err = strconv.ParseInt(m[1], 10, 64); err != nil {
		return nil, errors.New("telegram: the token begins with a number that no bot has")
	}
	t.revoke = sync.OnceFunc(func() { close(t.revoked) })
	// NewBotAPI would call getMe and fail without network, so the struct is built here. The endpoint is a format to it.
	t.api = tgbotapi.BotAPI{Token: cfg.Token}
	t.api.SetAPIEndpoint(strings.ReplaceAll(cfg.APIRoot, "%", "%%") + "/bot%s/%s")
	t.http = &http.Client{Transport: transport(), CheckRedirect: noRedirect}
	return t, nil
}

// transport is without HTTP/2: a dead connection would hold up sending and polling together. An idle connection is left before
// Telegram leaves it, for a message written to one that is closing is a message in doubt.
func transport() *http.Transport {
	dial := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 15 * time.Second}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment, DialContext: dial.DialContext, TLSHandshakeTimeout: 10 * time.Second,
		MaxIdleConnsPerHost: 8, IdleConnTimeout: 20 * time.Second,
	}
}

// noRedirect keeps the token from other addresses.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// String names the platform, so that printing it shows no token.
func (t *Telegram) String() string { return PlatformName }

// String says where the API is, so that printing a configuration shows no token and no secret.
func (c Config) String() string { return "telegram at " + c.APIRoot }

// GoString does the same for %#v.
func (c Config) GoString() string { return c.String() }

// GoString does the same for %#v.
func (t *Telegram) GoString() string { return t.String() }

// Name is the platform's.
func (t *Telegram) Name() string { return PlatformName }

// Limits are what Telegram tells bots to keep to.
func (t *Telegram) Limits() bot.Limits {
	if t.cfg.Unlimited {
		return bot.Limits{}
	}
	return bot.Limits{PerSecond: 30, PerChat: time.Second, Burst: 3, PerGroup: 20}
}

// Link opens the private chat with the bot and brings a code of at most 64 of A-Za-z0-9_- along. It is "" until Telegram told who the
// bot is.
func (t *Telegram) Link(code string) string {
	me := t.me.Load()
	if me == nil {
		return ""
	}
	return "https://t.me/" + me.Username + "?start=" + url.QueryEscape(code)
}

// Run takes updates until ctx ends. Without network it waits and goes on by itself; with a token that is worth nothing it ends with
// [ErrRevoked], and with a webhook that cannot be, with an error that says why.
func (t *Telegram) Run(ctx context.Context, to bot.Receiver) error {
	ctx, end := context.WithCancelCause(ctx)
	var work sync.WaitGroup
	work.Go(func() {
		select {
		case <-t.revoked:
			end(ErrRevoked)
		case <-ctx.Done():
		}
	})
	err := t.start(ctx)
	if err == nil {
		work.Go(func() { t.showProfile(ctx) })
		presses := t.openPresses(ctx)
		if t.cfg.Webhook != nil {
			err = t.serve(ctx, to, presses)
		} else {
			err = t.poll(ctx, to, presses)
		}
		end(nil)
		presses.close()
	}
	end(nil)
	work.Wait()
	t.http.CloseIdleConnections()
	if err == nil && errors.Is(context.Cause(ctx), ErrRevoked) {
		err = ErrRevoked
	}
	return err
}

// start waits until Telegram tells who the bot is.
func (t *Telegram) start(ctx context.Context) error {
	return t.insist(ctx, "getMe", func() error {
		_, err := t.Me(ctx)
		return err
	})
}

// insist asks until there is an answer, or ctx ends. A refusal is final: asking again does not change it.
func (t *Telegram) insist(ctx context.Context, what string, ask func() error) error {
	trouble := trouble{log: t.log, what: what}
	for ctx.Err() == nil {
		err := ask()
		var failure *bot.SendError
		switch {
		case err == nil:
			trouble.over()
			return nil
		case errors.Is(err, ErrRevoked):
			return ErrRevoked // which says what to do
		case errors.As(err, &failure) && (failure.Fate == bot.Refused || failure.Fate == bot.Gone):
			return fmt.Errorf("telegram refused %s: %w", what, failure.Err)
		case ctx.Err() == nil:
			trouble.wait(ctx, err)
		}
	}
	return nil
}
