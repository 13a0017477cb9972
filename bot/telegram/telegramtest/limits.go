package telegramtest

import (
	"math"
	"time"
)

// Limits of sending and editing. A limit of 0 is lifted.
type Limits struct {
	PerChat   time.Duration // one message a chat in this time
	Burst     int           // so many may come to a chat at once
	PerGroup  int           // messages a minute to a group
	PerSecond int           // messages a second over all chats
}

// RealLimits are what Telegram tells bots to keep to. Edits count too, as they do in practice.
func RealLimits() Limits {
	return Limits{PerChat: time.Second, Burst: 3, PerGroup: 20, PerSecond: 30}
}

// SetLimits changes the limits from now on.
func (s *Server) SetLimits(l Limits) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pace.limits = l
}

// pace is the overall limit; that of a chat is kept with the chat.
type pace struct {
	limits Limits
	all    bucket
}

// bucket lets one through in a certain time, and so many at once after a silence.
type bucket struct{ next time.Time }

// wait is how long until one more may pass.
func (b bucket) wait(now time.Time, every time.Duration, burst int) time.Duration {
	if every <= 0 {
		return 0
	}
	return max(0, b.next.Add(-time.Duration(max(burst, 1)-1)*every).Sub(now))
}

func (b *bucket) take(now time.Time, every time.Duration) {
	if b.next.Before(now) {
		b.next = now
	}
	b.next = b.next.Add(every)
}

// pass counts a message to a chat, or says when it may be tried again.
func (p *pace) pass(c *chat, now time.Time) *failure {
	var overall time.Duration
	if p.limits.PerSecond > 0 {
		overall = time.Second / time.Duration(p.limits.PerSecond)
	}
	wait := max(0, c.closed.Sub(now), c.bucket.wait(now, p.limits.PerChat, p.limits.Burst), p.all.wait(now, overall, p.limits.PerSecond))
	if c.kind != "private" && p.limits.PerGroup > 0 {
		c.forget(now)
		if over := len(c.recent) - p.limits.PerGroup; over >= 0 {
			wait = max(wait, c.recent[over].Add(time.Minute).Sub(now))
		}
	}
	if wait > 0 {
		return tooMany(int(math.Ceil(wait.Seconds())))
	}
	c.bucket.take(now, p.limits.PerChat)
	p.all.take(now, overall)
	if c.kind != "private" {
		c.recent = append(c.recent, now)
	}
	return nil
}

// forget drops the messages of more than a minute ago.
func (c *chat) forget(now time.Time) {
	old := 0
	for old < len(c.recent) && !now.Before(c.recent[old].Add(time.Minute)) {
		old++
	}
	c.recent = c.recent[old:]
}
