package telegram

import (
	"cmp"
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"sync"
	"time"

	"smederij/bot"
)

const (
	maxUpdate    = 1 << 20 // bytes
	secretHeader = "X-Telegram-Bot-Api-Secret-Token"
	serverGrace  = time.Second // for calls that are on their way when the server ends
)

var secretForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

func (w *Webhook) check() error {
	if w == nil {
		return nil
	}
	u, err := url.Parse(w.URL)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return errors.New("telegram: the URL of the webhook is none")
	case !secretForm.MatchString(w.Secret):
		return errors.New("telegram: the secret of the webhook must be 1-256 of A-Za-z0-9_-")
	case w.Listen == "":
		return errors.New("telegram: the webhook has no address to listen on, such as 127.0.0.1:8080")
	}
	return nil
}

// path is the one that Telegram calls.
func (w *Webhook) path() string {
	u, _ := url.Parse(w.URL) // it was checked
	return cmp.Or(u.Path, "/")
}

// serve takes the updates that Telegram brings. The library has no secret and answers before it handled, so this is an own handler.
func (t *Telegram) serve(ctx context.Context, to bot.Receiver, presses *presses) error {
	listener, err := net.Listen("tcp", t.cfg.Webhook.Listen)
	if err != nil {
		return fmt.Errorf("telegram: the webhook cannot listen: %w", err)
	}
	door := &door{Telegram: t, to: to, presses: presses, path: t.cfg.Webhook.path(), turn: make(chan struct{}, 1)}
	server := &http.Server{Handler: door, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second, IdleTimeout: 2 * time.Minute,
		ErrorLog: slog.NewLogLogger(t.log.Handler(), slog.LevelWarn), BaseContext: func(net.Listener) context.Context { return ctx }}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	err = t.insist(ctx, "setWebhook", func() error {
		// One call at a time keeps what people write in order.
		return asFailure(t.call(ctx, patience, "setWebhook", params{"url": t.cfg.Webhook.URL, "secret_token": t.cfg.Webhook.Secret,
			"allowed_updates": asked, "max_connections": "1"}, nil))
	})
	if err == nil {
		select {
		case <-ctx.Done():
		case err = <-failed:
			failed <- err
			err = fmt.Errorf("telegram: the webhook broke off: %w", err)
		}
	}
	soon, cancel := context.WithTimeout(context.WithoutCancel(ctx), serverGrace)
	defer cancel()
	if server.Shutdown(soon) != nil {
		_ = server.Close() // whoever is still there is called again
	}
	<-failed
	door.close()
	return err
}

// door is where Telegram comes in.
type door struct {
	*Telegram
	to      bot.Receiver
	presses *presses
	path    string
	turn    chan struct{} // holds the one that hands an update over: order holds, whoever calls

	mu     sync.Mutex
	closed bool
	busy   sync.WaitGroup
}

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !d.enter() {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	defer d.busy.Done()
	w.WriteHeader(d.take(r))
}

func (d *door) enter() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return false
	}
	d.busy.Add(1)
	return true
}

// close waits for the calls that are inside and lets nobody in any more.
func (d *door) close() {
	d.mu.Lock()
	d.closed = true
	d.mu.Unlock()
	d.busy.Wait()
}

// take gives the status for a call: 200 only after the commit, else Telegram brings the update again.
func (d *door) take(r *http.Request) int {
	switch {
	case subtle.ConstantTimeCompare([]byte(r.Header.Get(secretHeader)), []byte(d.cfg.Webhook.Secret)) != 1:
		return http.StatusUnauthorized // first, so that a forger learns nothing else
	case r.URL.Path != d.path:
		return http.StatusNotFound
	case r.Method != http.MethodPost:
		return http.StatusMethodNotAllowed
	}
	raw, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, maxUpdate))
	if large := new(http.MaxBytesError); errors.As(err, &large) {
		return http.StatusRequestEntityTooLarge
	} else if err != nil {
		return http.StatusBadRequest
	}
	got := d.reader().read(raw)
	if !got.known {
		d.log.Error("updates without a number were skipped", "count", 1)
		return http.StatusOK // Telegram would bring it for ever
	}
	if d.committed(r.Context(), got) != nil { // the context ends with Run too
		return http.StatusServiceUnavailable
	}
	return http.StatusOK
}

// committed hands an update over and waits until it stands.
func (d *door) committed(ctx context.Context, got read) error {
	select {
	case d.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	done := make(chan error, 1)
	err := d.hand(ctx, d.to, d.presses, got, func(err error) { done <- err })
	<-d.turn
	if err != nil {
		return err
	}
	select {
	case err = <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
