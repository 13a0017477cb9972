package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

const (
	patience       = 30 * time.Second // for an answer
	uploadPatience = 3 * time.Minute  // for one with a file
	maxAnswer      = 32 << 20         // bytes of an answer
)

// The library's own log would hold tokens.
func init() { _ = tgbotapi.SetLogger(silence{}) }

type silence struct{}

func (silence) Println(...any)        {}
func (silence) Printf(string, ...any) {}

// params of a request, as text.
type params = tgbotapi.Params

// upload is a file that goes with a request.
type upload struct {
	field, name string
	data        []byte
}

// trip is one request on its way. The library knows no context, so every call gets a copy of it with this as its client.
type trip struct {
	http *http.Client
	ctx  context.Context

	connected atomic.Bool // there was somebody to write to
	broken    atomic.Bool // and the request did not get through whole
	status    int         // of the answer, 0 for none; the library drops it
}

// Do sends the request and notes how far it got.
func (c *trip) Do(r *http.Request) (*http.Response, error) {
	trace := &httptrace.ClientTrace{
		GetConn:      func(string) { c.connected.Store(false); c.broken.Store(false) },
		GotConn:      func(httptrace.GotConnInfo) { c.connected.Store(true) },
		WroteRequest: func(i httptrace.WroteRequestInfo) { c.broken.Store(i.Err != nil) },
	}
	answer, err := c.http.Do(r.WithContext(httptrace.WithClientTrace(c.ctx, trace)))
	if err != nil {
		return nil, err
	}
	c.status = answer.StatusCode
	answer.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(answer.Body, maxAnswer), answer.Body}
	return answer, nil
}

// mayHaveArrived tells whether Telegram may have done what the request asks although there is no proper answer.
func (c *trip) mayHaveArrived(err error) bool {
	var dial *net.OpError
	if errors.As(err, &dial) && dial.Op == "dial" {
		return false
	}
	return c.status != 0 || c.connected.Load() && !c.broken.Load()
}

// problem is why a request has no result.
type problem struct {
	method  string
	code    int // Telegram's, 0 when it did not say
	words   string
	retry   time.Duration
	moved   int64 // the supergroup that the group became
	status  int   // of HTTP
	arrived bool  // it may have been done, without a proper answer
	err     error // of the network
}

func (p *problem) Error() string {
	switch {
	case p.code != 0:
		return fmt.Sprintf("%s: %s (%d)", p.method, p.words, p.code)
	case p.status != 0:
		return fmt.Sprintf("%s: status %d: %v", p.method, p.status, p.err)
	}
	return fmt.Sprintf("%s: %v", p.method, p.err)
}

func (p *problem) Unwrap() error {
	if p.code == http.StatusUnauthorized {
		return ErrRevoked
	}
	return p.err
}

// call asks Telegram something and decodes the result into result, unless that is nil.
func (t *Telegram) call(ctx context.Context, wait time.Duration, method string, with params, result any, files ...upload) *problem {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	way := &trip{http: t.http, ctx: ctx}
	api := t.api
	api.Client = way
	var answer *tgbotapi.APIResponse
	var err error
	if len(files) > 0 {
		answer, err = api.UploadFiles(method, with, requestFiles(files))
	} else {
		answer, err = api.MakeRequest(method, with)
	}
	if err == nil && result != nil {
		if err = json.Unmarshal(answer.Result, result); err != nil {
			err = errors.New("an answer that cannot be read") // its text would quote the answer
		}
	}
	if err == nil {
		return nil
	}
	p := &problem{method: method, status: way.status}
	var said *tgbotapi.Error
	if errors.As(err, &said) {
		p.code, p.words, p.retry, p.moved = said.Code, said.Message, time.Duration(said.RetryAfter)*time.Second, said.MigrateToChatID
		if p.code == 0 { // UploadFiles drops it, and leaves it in the answer
			p.code = answer.ErrorCode
		}
		if p.code == 0 {
			p.code = way.status
		}
	} else {
		p.arrived = way.mayHaveArrived(err)
		p.err = t.masked(err)
	}
	if p.code == http.StatusUnauthorized {
		t.revoke()
	}
	return p
}

func requestFiles(files []upload) []tgbotapi.RequestFile {
	var all []tgbotapi.RequestFile
	for _, f := range files {
		all = append(all, tgbotapi.RequestFile{Name: f.field, Data: tgbotapi.FileBytes{Name: f.name, Bytes: f.data}})
	}
	return all
}

// masked is an error without the address of the request, for the token stands in that.
func (t *Telegram) masked(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	if strings.Contains(err.Error(), t.cfg.Token) {
		return errors.New(strings.ReplaceAll(err.Error(), t.cfg.Token, maskedSecret))
	}
	return err
}
