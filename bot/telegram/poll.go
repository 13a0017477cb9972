package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"smederij/bot"
	"smederij/store/crashpoint"
)

const (
	pollFor    = 50 * time.Second // a question waits at Telegram
	pollLimit  = 100              // updates at once
	silentWeek = 72 * time.Hour   // after it the ids may begin anew; Telegram says a week
)

// poll asks for updates, one question at a time. The library's own loop confirms updates before they are handled, so this is another
// one: what came is committed, then the next question confirms it.
func (t *Telegram) poll(ctx context.Context, to bot.Receiver, presses *presses) error {
	err := t.insist(ctx, "deleteWebhook", func() error { return asFailure(t.call(ctx, patience, "deleteWebhook", nil, nil)) })
	if err != nil {
		return err
	}
	p := &poller{Telegram: t, to: to, presses: presses, heard: t.cfg.Clock.Now()}
	asking, house := trouble{log: t.log, what: "getUpdates"}, trouble{log: t.log, what: "handing updates over"}
	for ctx.Err() == nil {
		raws, problem := p.ask(ctx)
		switch {
		case ctx.Err() != nil:
		case problem != nil && problem.code == http.StatusUnauthorized:
			return ErrRevoked
		case problem != nil:
			p.rival(problem)
			asking.wait(ctx, problem.failure())
		case p.take(ctx, raws):
			asking.over()
			house.over()
		case ctx.Err() == nil:
			asking.over()
			house.wait(ctx, errNotTaken)
		}
	}
	return nil
}

// errNotTaken is told when updates come again: the house could not take them, or they have no number to confirm them by.
var errNotTaken = errors.New("updates were not taken and are asked for again")

type poller struct {
	*Telegram
	to      bot.Receiver
	presses *presses
	offset  int64     // the first update that is not confirmed; 0 for whatever there is
	heard   time.Time // of the last update
	rivalry time.Time // when it was said that another program asks with the same token
}

func (p *poller) ask(ctx context.Context) ([]json.RawMessage, *problem) {
	if p.cfg.Clock.Now().Sub(p.heard) >= silentWeek {
		p.offset = 0
	}
	with := params{"limit": number(pollLimit), "timeout": number(int64(pollFor / time.Second)), "allowed_updates": asked}
	if p.offset != 0 {
		with["offset"] = number(p.offset)
	}
	var raws []json.RawMessage
	problem := p.call(ctx, pollFor+10*time.Second, "getUpdates", with, &raws)
	return raws, problem
}

// rival says clearly that somebody else takes updates away: once an hour, for two that fight interrupt each other all the time.
func (p *poller) rival(problem *problem) {
	if now := p.cfg.Clock.Now(); problem.code == http.StatusConflict && now.Sub(p.rivalry) > time.Hour {
		p.rivalry = now
		p.log.Error("another program takes the updates of this bot, with the same token; stop it", "why", problem.words)
	}
}

// take hands a batch over in order and waits until all of it is committed. Then it moves the offset, as far as everything before it
// is confirmed. It tells false when some of it must come again.
func (p *poller) take(ctx context.Context, raws []json.RawMessage) bool {
	if len(raws) == 0 {
		return true
	}
	p.heard = p.cfg.Clock.Now()
	b := batch{outcomes: make(chan outcome, len(raws))}
	r := p.reader()
	for _, raw := range raws {
		if got := r.read(raw); got.known {
			b.hand(ctx, p, got)
		} else {
			b.nameless++
		}
	}
	if !b.wait(ctx) {
		return false
	}
	crashpoint.Here("telegram/taken")
	if b.nameless > 0 {
		p.log.Error("updates without a number were skipped", "count", b.nameless)
	}
	switch {
	case b.failed:
		p.offset = b.lowest
	case b.highest > 0:
		p.offset = b.highest + 1
	default: // nothing here can be confirmed by its number; what is asked for next is one further
		if p.offset > 0 {
			p.offset++
		}
		return false
	}
	return !b.failed
}

// batch is what came with one answer, on its way through the house.
type batch struct {
	outcomes chan outcome // takes all of them: whoever is late must not wait for a poller that is gone
	handed   int
	nameless int
	highest  int64
	failed   bool
	lowest   int64 // of those that failed
}

type outcome struct {
	id  int64
	err error
}

// hand gives an update to the house. After one that was not taken, none is: order holds.
func (b *batch) hand(ctx context.Context, p *poller, got read) {
	b.highest = max(b.highest, got.id)
	if b.failed {
		b.fail(got.id)
		return
	}
	err := p.hand(ctx, p.to, p.presses, got, func(err error) { b.outcomes <- outcome{got.id, err} })
	if err != nil {
		b.fail(got.id)
		return
	}
	b.handed++
}

func (b *batch) fail(id int64) {
	if !b.failed || id < b.lowest {
		b.failed, b.lowest = true, id
	}
}

// wait ends when the fate of all is known. It tells false when ctx ends first: what is on its way then comes again.
func (b *batch) wait(ctx context.Context) bool {
	for range b.handed {
		select {
		case o := <-b.outcomes:
			if o.err != nil {
				b.fail(o.id)
			}
		case <-ctx.Done():
			return false
		}
	}
	return true
}

// hand gives what is in an update to the receiver; done is called once with what became of it, unless an error is returned.
func (t *Telegram) hand(ctx context.Context, to bot.Receiver, presses *presses, got read, done func(error)) error {
	var settle func(bot.Notice, error)
	if got.query != "" {
		settle = presses.open(got.query)
	}
	if got.in == nil {
		if settle != nil {
			settle(bot.Notice{}, nil)
		}
		done(nil)
		return nil
	}
	err := to.Receive(ctx, *got.in, func(n bot.Notice, err error) {
		if settle != nil {
			settle(n, err)
		}
		done(err)
	})
	if err != nil && settle != nil {
		settle(bot.Notice{}, err)
	}
	return err
}

// reader is made anew for every batch: who the bot is may have been learned since.
func (t *Telegram) reader() reader {
	r := reader{id: t.id, now: t.cfg.Clock.Now}
	if me := t.me.Load(); me != nil {
		r.username = me.Username
	}
	return r
}
