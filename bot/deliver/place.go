package deliver

import (
	"container/heap"
	"time"

	"smederij/store"
)

// place is an address on a platform, with all that waits for it. The topics of a group are chats of one place: the platform counts
// them together.
type place struct {
	network *network
	address string
	chats   []*chat
	pace    pace
	busy    bool // a message is under way to it

	failures int       // in a row
	rest     time.Time // nothing leaves before that, so that what did not arrive keeps its place in line
	quiet    time.Time // the part of it that the platform asked for

	urgency urgency   // of its first message, while in ready
	at      time.Time // while in waiting or idle
	queue   *queue
	index   int
}

// chat is a row of the database with something waiting, or under way.
type chat struct {
	id    store.ChatID
	place *place
	heads store.Heads
}

// urgency is a message's place in the line over all chats.
type urgency struct {
	class int
	id    store.MessageID
}

func (u urgency) before(other urgency) bool {
	return u.class < other.class || u.class == other.class && u.id < other.id
}

// first is the most urgent message that waits, if any does.
func (p *place) first() (of *chat, u urgency) {
	for _, c := range p.chats {
		for class, id := range c.heads {
			if id == 0 {
				continue
			}
			if head := (urgency{class, id}); of == nil || head.before(u) {
				of, u = c, head
			}
			break // the others of this chat are less urgent
		}
	}
	return of, u
}

// free is when its first message may leave.
func (p *place) free() time.Time { return later(p.rest, p.pace.free()) }

// sort puts a place in the queue where it belongs now.
func (n *network) sort(p *place, now time.Time) {
	if p.queue != nil {
		heap.Remove(p.queue, p.index)
	}
	of, u := p.first()
	switch {
	case p.busy:
	case of == nil:
		if p.at = later(p.rest, p.pace.forgotten()); p.at.After(now) {
			heap.Push(&n.idle, p)
		} else {
			n.forget(p)
		}
	case p.free().After(now):
		p.at = p.free()
		heap.Push(&n.waiting, p)
	default:
		p.urgency = u
		heap.Push(&n.ready, p)
	}
}

// forget lets a place go about which there is nothing to remember.
func (n *network) forget(p *place) {
	if n.places[p.address] == p {
		delete(n.places, p.address)
	}
}

// tick moves the places whose time has come.
func (n *network) tick(now time.Time) {
	for _, q := range []*queue{&n.waiting, &n.idle} {
		for q.Len() > 0 && !q.places[0].at.After(now) {
			n.sort(q.places[0], now)
		}
	}
}

// queue is a heap of places.
type queue struct {
	places []*place
	before func(a, b *place) bool
}

func moreUrgent(a, b *place) bool { return a.urgency.before(b.urgency) }

func sooner(a, b *place) bool { return a.at.Before(b.at) }

func (q *queue) Len() int { return len(q.places) }

func (q *queue) Less(i, j int) bool { return q.before(q.places[i], q.places[j]) }

func (q *queue) Swap(i, j int) {
	q.places[i], q.places[j] = q.places[j], q.places[i]
	q.places[i].index, q.places[j].index = i, j
}

// Push and Pop are for package heap.
func (q *queue) Push(p any) {
	added := p.(*place)
	added.queue, added.index = q, len(q.places)
	q.places = append(q.places, added)
}

func (q *queue) Pop() any {
	last := len(q.places) - 1
	p := q.places[last]
	q.places[last] = nil
	q.places = q.places[:last]
	p.queue = nil
	return p
}
