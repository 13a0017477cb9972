package telegram

import (
	"context"
	"errors"
	"regexp"
	"sync"
	"time"

	"smederij/bot"
)

const (
	answerWithin = 2 * time.Second // then a press is answered blank; Telegram itself gives up after about 15
	maxNotice    = 190             // units of a notice
	answerers    = 8               // answers on their way at once
	answersKept  = 512             // answers that wait for one of those
	pressesKept  = 2048            // presses that are remembered as answered
	answerTries  = 3
)

// startForm is what a link may bring along. With anything else Telegram would refuse the whole answer.
var startForm = regexp.MustCompile(`^[A-Za-z0-9_-]{1,64}$`)

// presses answers every press once: with the notice of its commit, or blank when that takes too long. It holds nobody up.
type presses struct {
	t       *Telegram
	ctx     context.Context // of Run
	sending context.Context // lasts a little longer, for what was committed just before
	stop    context.CancelFunc
	work    sync.WaitGroup
	queue   chan pressAnswer

	mu       sync.Mutex
	closed   bool
	answered map[string]bool
	order    []string // of answered, oldest first
}

type pressAnswer struct {
	query  string
	notice bot.Notice
}

func (t *Telegram) openPresses(ctx context.Context) *presses {
	p := &presses{t: t, ctx: ctx, queue: make(chan pressAnswer, answersKept), answered: make(map[string]bool)}
	p.sending, p.stop = context.WithCancel(context.WithoutCancel(ctx))
	for range answerers {
		p.work.Go(func() {
			for a := range p.queue {
				p.send(a)
			}
		})
	}
	return p
}

// close answers what is left, for a second at most.
func (p *presses) close() {
	p.mu.Lock()
	p.closed = true
	close(p.queue)
	p.mu.Unlock()
	enough := time.AfterFunc(time.Second, p.stop)
	p.work.Wait()
	enough.Stop()
	p.stop()
}

// open begins to wait for the commit of a press, whose outcome must be told to settle. One that failed is not answered: it comes again.
func (p *presses) open(query string) (settle func(bot.Notice, error)) {
	settled := make(chan struct{})
	end := sync.OnceFunc(func() { close(settled) })
	late, cancel := p.t.cfg.Clock.Alarm(p.t.cfg.Clock.Now().Add(answerWithin))
	p.work.Go(func() {
		defer cancel()
		select {
		case <-late:
			p.answer(query, bot.Notice{})
		case <-settled:
		case <-p.ctx.Done():
		}
	})
	return func(n bot.Notice, err error) {
		end()
		if err == nil {
			p.answer(query, n)
		}
	}
}

// answer is done once for a press, also for one that comes twice; a later notice is dropped.
func (p *presses) answer(query string, n bot.Notice) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.answered[query] {
		return
	}
	p.answered[query] = true
	if p.order = append(p.order, query); len(p.order) > pressesKept {
		delete(p.answered, p.order[0])
		p.order = p.order[1:]
	}
	select {
	case p.queue <- pressAnswer{query, n}:
	default:
		p.t.log.Warn("a press was not answered: too many wait for Telegram")
	}
}

func (p *presses) send(a pressAnswer) {
	with := params{"callback_query_id": a.query}
	if startForm.MatchString(a.notice.Link) {
		with["url"] = p.t.Link(a.notice.Link)
	} else if a.notice.Text != "" {
		with["text"] = cut(a.notice.Text, maxNotice)
	}
	for try := range answerTries {
		problem := p.t.call(p.sending, 10*time.Second, "answerCallbackQuery", with, nil)
		if problem == nil || problem.says(lateWords) {
			return
		}
		failure := problem.failure()
		again := failure.Fate == bot.NotSent || failure.Fate == bot.Doubtful
		wait := max(failure.Retry, backoffFrom<<try)
		if !again || try == answerTries-1 || wait > 10*time.Second || !pause(p.sending, wait) {
			if !errors.Is(p.sending.Err(), context.Canceled) {
				p.t.log.Warn("a press was not answered", "code", problem.code, "status", problem.status)
			}
			return
		}
	}
}

// pause waits in the machine's time. It tells false when ctx ends first.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
