package telegram

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"time"

	"smederij/bot"
)

const (
	backoffFrom = time.Second / 4
	backoffTo   = 30 * time.Second
	sayAgain    = time.Minute
)

// trouble is a time in which asking fails: it makes the pauses between two attempts and says once that it began, and once that it is
// over. Pauses pass in the machine's time: a network does not follow a turned clock.
type trouble struct {
	log   *slog.Logger
	what  string
	times int
	since time.Time
	said  time.Time // when it was last told; what comes and goes is not told every time
	told  bool      // this time it was
}

// wait pauses before the next attempt, longer each time, and not shorter than Telegram asked for.
func (b *trouble) wait(ctx context.Context, err error) {
	wait := min(backoffFrom<<min(b.times, 10), backoffTo)
	wait = wait/2 + rand.N(wait/2) // bots that fell together must not rise together
	if b.times == 0 {
		b.since = time.Now()
		b.told = b.since.Sub(b.said) > sayAgain
	}
	if b.times == 0 && b.told {
		b.said = b.since
		b.log.Warn("telegram: this fails now; trying on", "what", b.what, "why", err)
	}
	b.times++
	var failure *bot.SendError
	if errors.As(err, &failure) {
		wait = max(wait, failure.Retry)
	}
	pause(ctx, wait)
}

// over says that it works again, if it did not.
func (b *trouble) over() {
	if b.times > 0 && b.told {
		b.log.Info("telegram: this works again", "what", b.what, "failures", b.times, "after", time.Since(b.since).Round(time.Millisecond))
	}
	b.times = 0
}
