package telegramtest

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"time"
)

// webhook is where updates are brought, one by one and in order.
type webhook struct {
	url     string
	secret  string
	most    int64
	stop    context.CancelFunc
	failed  string
	failure time.Time
}

var secretToken = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// checkWebhook refuses addresses that Telegram would not call. On loopback, where tests listen, anything is right.
func checkWebhook(raw string) *failure {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return bad("bad webhook: invalid URL")
	}
	if ip := net.ParseIP(u.Hostname()); ip != nil && ip.IsLoopback() {
		return nil
	}
	if u.Scheme != "https" {
		return bad("bad webhook: An HTTPS URL must be provided for webhook")
	}
	if !slices.Contains([]string{"", "443", "80", "88", "8443"}, u.Port()) {
		return bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
	}
	return nil
}

func (s *Server) setWebhook(c *call) (any, *failure) {
	if c.text["url"] == "" {
		return s.deleteWebhook(c)
	}
	if failed := checkWebhook(c.text["url"]); failed != nil {
		return nil, failed
	}
	if secret, given := c.text["secret_token"]; given && !secretToken.MatchString(secret) {
		return nil, bad("secret token contains unallowed characters")
	}
	most := c.number("max_connections")
	if !c.has("max_connections") {
		most = 40
	}
	if most < 1 || most > 100 {
		return nil, strict("max_connections is 1-100, not %d", most)
	}
	if failed := s.inbox.allow(c); failed != nil {
		return nil, failed
	}
	s.endWebhook(c)
	ctx, stop := context.WithCancel(s.ctx)
	h := &webhook{url: c.text["url"], secret: c.text["secret_token"], most: most, stop: stop}
	s.inbox.webhook = h
	s.busy.Go(func() { s.courier(ctx, h) })
	s.change()
	return true, nil
}

func (s *Server) deleteWebhook(c *call) (any, *failure) {
	s.endWebhook(c)
	return true, nil
}

func (s *Server) endWebhook(c *call) {
	if s.inbox.webhook != nil {
		s.inbox.webhook.stop()
		s.inbox.webhook = nil
	}
	if c.truth("drop_pending_updates") {
		s.inbox.queue = nil
	}
	s.change()
}

func (s *Server) getWebhookInfo(*call) (any, *failure) {
	info := map[string]any{"url": "", "has_custom_certificate": false, "pending_update_count": len(s.inbox.queue)}
	if s.inbox.allowed != nil {
		info["allowed_updates"] = s.inbox.allowed
	}
	if h := s.inbox.webhook; h != nil {
		info["url"], info["max_connections"] = h.url, h.most
		if h.failed != "" {
			info["last_error_message"], info["last_error_date"] = h.failed, h.failure.Unix()
		}
	}
	return info, nil
}

// courier brings the first update until it is taken with a 200, then the next.
func (s *Server) courier(ctx context.Context, h *webhook) {
	for ctx.Err() == nil {
		s.mu.Lock()
		s.confirm(0) // what is too old goes
		var first *pending
		if len(s.inbox.queue) > 0 {
			first = s.inbox.queue[0]
		}
		changed := s.changed
		s.mu.Unlock()
		if first == nil {
			select {
			case <-changed:
			case <-ctx.Done():
			}
			continue
		}
		s.delivered(ctx, h, first, s.deliver(ctx, h, first))
	}
}

func (s *Server) deliver(ctx context.Context, h *webhook, p *pending) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(p.raw))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", h.secret)
	}
	answer, err := s.client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return webhookError(answer.Status)
	}
	return nil
}

// webhookError is the status that a webhook gave instead of 200.
type webhookError string

func (status webhookError) Error() string {
	return "Wrong response from the webhook: " + string(status)
}

// delivered takes the update from the queue, or waits before it is brought again.
func (s *Server) delivered(ctx context.Context, h *webhook, p *pending, err error) {
	s.mu.Lock()
	if err == nil {
		s.inbox.queue = slices.DeleteFunc(s.inbox.queue, func(q *pending) bool { return q == p })
	} else if ctx.Err() == nil {
		h.failed, h.failure = err.Error(), s.now()
	}
	s.change()
	s.mu.Unlock()
	if err == nil {
		return
	}
	timer := time.NewTimer(s.opt.Retry)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
