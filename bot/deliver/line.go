package deliver

import (
	"container/heap"
	"slices"
	"time"

	"smederij/bot"
	"smederij/store"
)

const portion = 2000 // rows read together: a broadcast is taken in piece by piece, with what is more urgent in between

// line is what waits, as far as choosing the next needs it: of each chat and class the first message, by its number. It is read on
// from where it was read last, so that a look costs the same whatever waits, and it may be behind: the database is the truth, and
// [store.Tx.Take] asks it.
type line struct {
	platforms map[string]bot.Platform
	workers   int
	networks  map[string]*network
	chats     map[store.ChatID]*chat // those with something waiting
	stale     map[store.ChatID]bool  // those that must be looked up

	seen    store.MessageID // the highest number read
	due     time.Time       // what was due then is in the line
	stirred int64           // the last change read
	next    time.Time       // when the next message comes due, zero if none
	more    bool            // not everything was read
}

func newLine(platforms map[string]bot.Platform, workers int) *line {
	return &line{platforms: platforms, workers: workers, networks: make(map[string]*network),
		chats: make(map[store.ChatID]*chat), stale: make(map[store.ChatID]bool),
		stirred: -1} // nothing was read: the first look is at everything
}

// read takes in what happened since the last time.
func (l *line) read(tx *store.Tx, now time.Time) error {
	if l.due.IsZero() || now.Before(l.due) {
		l.due = now
	}
	if l.stirred < 0 {
		if err := l.remember(tx, now); err != nil {
			return err
		}
	}
	stirred, last, everywhere, err := tx.Stirred(l.stirred)
	if err != nil {
		return err
	}
	for _, c := range stirred {
		l.stale[c] = true
	}
	if everywhere && l.stirred >= 0 {
		for c := range l.chats {
			l.stale[c] = true
		}
		l.seen = 0
	}
	l.stirred = max(last, 0)
	came, err := tx.CameDue(l.due, now)
	if err != nil {
		return err
	}
	for _, h := range came {
		if h.ID <= l.seen { // the others are read in their order
			l.saw(h, now)
		}
	}
	l.due = now
	queued, err := tx.QueuedAfter(l.seen, now, portion)
	if err != nil {
		return err
	}
	for _, h := range queued {
		if l.seen = h.ID; h.Due {
			l.saw(h, now)
		}
	}
	l.more = len(queued) == portion
	if l.next, err = tx.NextDue(now); err != nil {
		return err
	}
	return l.lookUp(tx, now)
}

// remember takes in what was said just before the start, because the platforms remember it too.
func (l *line) remember(tx *store.Tx, now time.Time) error {
	recent, err := tx.SentSince(now.Add(-groupMinute))
	if err != nil {
		return err
	}
	for _, a := range recent {
		if a.At.After(now) { // by a clock that was set back
			continue
		}
		c := l.chat(a.To)
		c.place.pace.arrived(a.At)
		c.place.network.second.left(a.At)
	}
	for _, a := range recent { // only now: each counts on from the one before
		l.drop(a.To.ID, now)
	}
	return nil
}

// saw takes in one message. Messages are seen in their order, so that the first one of a chat and class is its head.
func (l *line) saw(h store.Header, now time.Time) {
	c := l.chat(h.To)
	if head := &c.heads[h.Class.Urgency()]; *head == 0 || h.ID < *head {
		*head = h.ID
		c.place.network.sort(c.place, now)
	}
}

// lookUp asks the database about the chats where something changed that no number tells.
func (l *line) lookUp(tx *store.Tx, now time.Time) error {
	for id := range l.stale {
		heads, err := tx.Heads(id, now)
		if err != nil {
			return err
		}
		l.drop(id, now) // it may have moved, or have nothing left
		if heads != (store.Heads{}) {
			row, err := tx.Chat(id)
			if err != nil {
				return err
			}
			c := l.chat(row)
			c.heads = heads
			c.place.network.sort(c.place, now)
		}
		delete(l.stale, id)
	}
	return nil
}

// chat finds a chat in the line, or adds it.
func (l *line) chat(row store.Chat) *chat {
	if c, ok := l.chats[row.ID]; ok {
		return c
	}
	n := l.network(row.Address.Platform)
	p, ok := n.places[row.Address.Chat]
	if !ok {
		p = &place{network: n, address: row.Address.Chat, pace: newPace(n.limits, row.Private())}
		n.places[row.Address.Chat] = p
	}
	p.quiet = later(p.quiet, row.Quiet)
	p.rest = later(p.rest, p.quiet)
	c := &chat{id: row.ID, place: p}
	p.chats = append(p.chats, c)
	l.chats[row.ID] = c
	return c
}

func (l *line) network(name string) *network {
	n, ok := l.networks[name]
	if !ok {
		// One that answers slowly leaves a worker to each of the others. An unknown one is found out when something is sent there.
		n = newNetwork(l.platforms[name], max(1, l.workers-len(l.platforms)+1))
		l.networks[name] = n
	}
	return n
}

// drop takes a chat out of the line.
func (l *line) drop(id store.ChatID, now time.Time) {
	c, ok := l.chats[id]
	if !ok {
		return
	}
	delete(l.chats, id)
	p := c.place
	p.chats = slices.DeleteFunc(p.chats, func(other *chat) bool { return other == c })
	p.network.sort(p, now)
}

// departure is a message that was chosen to leave.
type departure struct {
	chat *chat
	id   store.MessageID
}

// choose takes the most urgent messages over all chats that may leave now, at most so many, and one a place.
func (l *line) choose(now time.Time, most int) (list []departure) {
	for _, n := range l.networks {
		n.tick(now)
	}
	for len(list) < most {
		var first *place
		for _, n := range l.networks {
			if p := n.first(now); p != nil && (first == nil || moreUrgent(p, first)) {
				first = p
			}
		}
		if first == nil {
			break
		}
		c, u := first.first()
		n := first.network
		heap.Remove(&n.ready, first.index)
		first.busy = true
		n.underWay++
		n.second.left(now)
		list = append(list, departure{c, u.id})
	}
	return list
}

// putBack says that a chosen message did not leave: it could not be marked, or it is not what stands in the database any more.
func (l *line) putBack(d departure, now time.Time) {
	p := d.chat.place
	p.busy = false
	p.network.underWay--
	l.stale[d.chat.id] = true
	p.network.sort(p, now)
}

// late says when those that were chosen really left.
func (l *line) late(chosen, left time.Time) {
	for _, n := range l.networks {
		n.second.late(chosen, left)
	}
}

// wakes is when time alone lets something leave, zero if never.
func (l *line) wakes(now time.Time) time.Time {
	next := l.next
	for _, n := range l.networks {
		if t := n.wakes(now); !t.IsZero() && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	return next
}
