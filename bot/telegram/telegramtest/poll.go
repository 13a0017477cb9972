package telegramtest

import "time"

// getUpdates waits for updates. The caller holds mu; it is let go while waiting.
func (s *Server) getUpdates(c *call) (any, *failure) {
	limit, wait := c.number("limit"), c.number("timeout")
	if !c.has("limit") {
		limit = 100
	}
	if limit < 1 || limit > 100 {
		return nil, strict("limit is 1-100, not %d", limit)
	}
	if wait < 0 || wait > 50 {
		return nil, strict("timeout is 0-50, not %d", wait)
	}
	b := &s.inbox
	if b.webhook != nil {
		return nil, conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first")
	}
	if failed := b.allow(c); failed != nil {
		return nil, failed
	}
	if b.polling != nil {
		close(b.polling) // the one that came first is sent away
	}
	mine := make(chan struct{})
	b.polling = mine
	s.change()
	defer func() {
		if b.polling == mine {
			b.polling = nil
			s.change()
		}
	}()
	offset := c.number("offset")
	if offset < 0 { // the last -offset of them; all before are forgotten
		from := max(0, len(b.queue)+int(offset))
		b.queue = b.queue[from:]
		offset = 0
	}
	s.confirm(offset)
	return s.await(c, int(limit), time.Duration(wait)*time.Second, mine)
}

// await is the waiting of a long poll.
func (s *Server) await(c *call, limit int, wait time.Duration, mine <-chan struct{}) (any, *failure) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for waiting := wait > 0; waiting && len(s.inbox.queue) == 0; {
		changed := s.changed
		s.mu.Unlock()
		select {
		case <-changed:
		case <-timer.C:
			waiting = false
		case <-mine:
		case <-c.r.Context().Done(): // whoever asked has gone
			waiting = false
		case <-s.ctx.Done():
			waiting = false
		}
		s.mu.Lock()
		select {
		case <-mine:
			return nil, conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
		default:
		}
		if s.token == "" {
			return nil, unauthorized
		}
		if s.inbox.webhook != nil {
			return nil, conflict("terminated by setWebhook request")
		}
	}
	return s.inbox.batch(limit), nil
}

// Polling tells whether a long poll waits now.
func (s *Server) Polling() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inbox.polling != nil
}
