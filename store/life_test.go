package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// town is a database in which anybody may do anything at any time.
type town struct {
	village
	rt     *rapid.T
	now    time.Time
	people []PersonID
	areas  []SmederijID
	ideas  []IdeaID
	chats  []ChatID

	reached map[State]int // in all lives together
}

func (w *town) someone() PersonID { return rapid.SampledFrom(w.people).Draw(w.rt, "person") }
func (w *town) somewhere() SmederijID {
	return rapid.SampledFrom(w.areas).Draw(w.rt, "smederij")
}
func (w *town) some() IdeaID { return rapid.SampledFrom(w.ideas).Draw(w.rt, "idea") }

// do tries something: it may be refused, and nothing else may go wrong.
func (w *town) do(fn func(*Tx) error) {
	err := w.db.Write(bg, fn)
	if err != nil && reasonOf(err) == "" && !errors.Is(err, ErrNotFound) {
		w.rt.Fatalf("%v", err)
	}
}

func (w *town) propose(*rapid.T) {
	by, s := w.someone(), w.somewhere()
	w.do(func(tx *Tx) error {
		i, err := tx.NewDraft(by, 0, w.now)
		if err != nil {
			return err
		}
		w.ideas = append(w.ideas, i.ID)
		_, err = tx.KeepDraft(i.ID, "Buurtmaaltijd", s, nil, w.now)
		return err
	})
	w.step(by, w.ideas[len(w.ideas)-1], Submit, Detail{})
}

// step makes a move and tells the chats, as the features would.
func (w *town) step(by PersonID, id IdeaID, m Move, d Detail) {
	group, private := w.chats[0], w.chats[1]
	w.do(func(tx *Tx) error {
		i, err := tx.Move(by, id, m, d, w.now)
		if err != nil {
			return err
		}
		decision, at := Decision{}, w.now
		if found, err := tx.LastDecision(id); err == nil && found.Revision == i.Revision {
			decision, at = found, found.ReleasedAt
		}
		return errors.Join(
			tx.Post(Message{Chat: group, Class: ClassPost, Slot: fmt.Sprint("idea:", id), Decision: decision.ID, NotBefore: at}, w.now),
			tx.Post(Message{Chat: private, Class: ClassReply, Decision: decision.ID, NotBefore: at}, w.now))
	})
}

// move is mostly a move that is possible, by somebody who may, so that ideas get far in their lives.
func (w *town) move(rt *rapid.T) {
	for id, moves := w.some(), rapid.IntRange(1, 5).Draw(rt, "moves"); moves > 0; moves-- {
		w.moveOnce(rt, id)
	}
}

func (w *town) moveOnce(rt *rapid.T, id IdeaID) {
	i := w.idea(id)
	onward := rapid.IntRange(0, 3).Draw(rt, "onward") > 0
	rules := slices.DeleteFunc(slices.Clone(Rules), func(r Rule) bool {
		return !slices.Contains(r.From, i.State) || onward && (r.To == "" || r.Move == Withdraw || r.Move == Merge)
	})
	if len(rules) == 0 || rapid.IntRange(0, 9).Draw(rt, "any move") == 0 {
		rules = Rules
	}
	r, by := rapid.SampledFrom(rules).Draw(rt, "rule"), w.someone()
	if rapid.IntRange(0, 5).Draw(rt, "anybody") > 0 {
		deciders := read(w.t, w.db, func(tx *Tx) ([]PersonID, error) { return tx.Deciders(r.By, i) })
		if r.By == Author {
			by = i.Author
		} else if len(deciders) > 0 {
			by = deciders[0]
		}
	}
	w.step(by, i.ID, r.Move, Detail{
		Criterion: rapid.SampledFrom([]int{1, 3, 8, 8, 0, 9}).Draw(rt, "criterion"),
		Words:     rapid.SampledFrom([]string{"omdat", "daarom", "zo is het", ""}).Draw(rt, "words"),
		Amount:    Cents(rapid.IntRange(-1, 500_000).Draw(rt, "amount")),
		Smederij:  w.somewhere(),
		Answers:   reported.Answers,
		Track:     rapid.SampledFrom([]Track{ShortTrack, ShortTrack, LongTrack}).Draw(rt, "track"),
		Into:      w.some(),
		Title:     rapid.SampledFrom([]string{"Soep", "Brood", ""}).Draw(rt, "title"),
		Revision:  int64(rapid.SampledFrom([]int{0, 0, 0, 2}).Draw(rt, "revision")),
	})
	w.reached[w.idea(i.ID).State]++
	if rapid.IntRange(0, 3).Draw(rt, "regret") == 0 {
		w.do(func(tx *Tx) error {
			d, err := tx.LastDecision(i.ID)
			if err != nil {
				return err
			}
			return second(tx.Undo(by, d.ID, w.now))
		})
	}
}

// end is the end of what has money: its author begins, tells how it went, and a coordinator reads it. Some of those who were asked doubt it.
func (w *town) end(rt *rapid.T) {
	w.now = w.now.Add(10 * time.Minute) // what was decided about money is told
	for _, id := range w.ideas {
		for _, m := range []Move{Begin, HandIn, Finish} {
			by := w.idea(id).Author
			if m == Finish {
				by = w.people[2]
			}
			if _, ok := find(m, w.idea(id).State); ok {
				w.step(by, id, m, reported)
				w.reached[w.idea(id).State]++
			}
		}
	}
	p, yes := w.someone(), rapid.Bool().Draw(rt, "really done")
	w.do(func(tx *Tx) error {
		list, err := tx.ReportsToCheck(w.now, 3)
		for _, r := range list {
			err = errors.Join(err, second(tx.AskDone(r.ID, p, w.now)), tx.AskedDone(r.ID, p), tx.Thanked(r.ID, p))
			if !yes {
				err = errors.Join(err, tx.AllAsked(r.ID))
			}
			_, _, said := tx.SayDone(r.ID, p, yes, w.now)
			err = errors.Join(err, said, second(tx.SayWhyNot(r.ID, p, "daarom", w.now)))
		}
		return err
	})
}

func (w *town) takeBack(rt *rapid.T) {
	by, id, release := w.someone(), w.some(), rapid.IntRange(0, 4).Draw(rt, "release") == 0
	w.do(func(tx *Tx) error {
		d, err := tx.LastDecision(id)
		if err != nil {
			return err
		}
		if release {
			_, _, err = tx.Release(by, d.ID, w.now)
			return err
		}
		_, err = tx.Undo(by, d.ID, w.now)
		return err
	})
}

func (w *town) claim(*rapid.T) {
	by, id := w.someone(), w.some()
	w.do(func(tx *Tx) error { return second(tx.Claim(by, id, w.now)) })
}

func (w *town) stand(rt *rapid.T) {
	by, id, s := w.someone(), w.some(), rapid.SampledFrom([]Stand{Support, Help, Worry}).Draw(rt, "stand")
	w.do(func(tx *Tx) error { return second(tx.TakeStand(id, by, s, w.now)) })
}

func (w *town) offer(rt *rapid.T) {
	from, into := w.some(), w.some()
	if from == into {
		return
	}
	by := w.idea(into).Author
	w.do(func(tx *Tx) error { return tx.OfferMerge(by, from, into, w.now) })
	if rapid.Bool().Draw(rt, "accepted") {
		w.step(w.idea(from).Author, from, Merge, Detail{Into: into})
		w.reached[w.idea(from).State]++
	}
}

func (w *town) office(rt *rapid.T) {
	p, s := w.someone(), w.somewhere()
	r := rapid.SampledFrom([]Role{Volunteer, Coordinator, SteeringGroup, TeamMember, Operator}).Draw(rt, "role")
	ends := rapid.Bool().Draw(rt, "ends")
	w.do(func(tx *Tx) error {
		offices, err := tx.OfficesOf(p)
		if err != nil || !ends || len(offices) == 0 {
			return errors.Join(err, tx.Appoint(0, p, r, s, w.now))
		}
		return tx.Dismiss(0, offices[0], w.now)
	})
}

// deliver sends what is due, with all that can go wrong on the way.
func (w *town) deliver(rt *rapid.T) {
	luck := rapid.SliceOfN(rapid.IntRange(0, 9), 8, 8).Draw(rt, "luck")
	w.do(func(tx *Tx) error {
		due, err := tx.Due(w.now, len(luck))
		for n, p := range due {
			may, markErr := tx.MarkSending(p.ID)
			if !may || markErr != nil { // its chat went with a message before it
				err = errors.Join(err, markErr)
				continue
			}
			platformID := p.EditOf
			if platformID == "" {
				platformID = fmt.Sprint("m-", p.ID, "-", p.Doubts)
			}
			switch luck[n] {
			case 0:
				err = errors.Join(err, second(tx.MarkDoubtful(p, w.now)))
			case 1:
				err = errors.Join(err, tx.MarkUnsent(p, w.now.Add(time.Minute)))
			case 2:
				err = errors.Join(err, tx.MarkRejected(p.ID))
			case 3:
				err = errors.Join(err, tx.ChatGone(p.Chat, w.now), tx.MarkRejected(p.ID))
			case 4: // the process ends here; the next one finds it
			default:
				err = errors.Join(err, tx.MarkSent(p, platformID, w.now))
			}
		}
		return err
	})
}

// restart is what a start does, and a coordinator after it.
func (w *town) restart(rt *rapid.T) {
	found, by := rapid.Bool().Draw(rt, "found"), w.someone()
	w.do(func(tx *Tx) error {
		flying, err := tx.InFlight()
		for _, p := range flying {
			uncertain, doubtErr := tx.MarkDoubtful(p, w.now)
			err = errors.Join(err, doubtErr)
			if uncertain && found && p.Slot != "" {
				err = errors.Join(err, tx.FoundSlot(p.Chat, p.Slot, fmt.Sprint("m-", p.ID)))
			} else if uncertain {
				err = errors.Join(err, second(tx.PostAgain(by, p.ID, w.now)))
			}
		}
		for n, address := range []string{"group", "private"} { // somebody writes: a chat that was gone is back
			_, chatErr := tx.ChatAt(Address{Platform: "local", Chat: address}, []PersonID{0, w.people[0]}[n], w.now)
			err = errors.Join(err, chatErr)
		}
		return err
	})
}

func (w *town) wait(rt *rapid.T) {
	w.now = w.now.Add(rapid.SampledFrom([]time.Duration{
		time.Minute, 9 * time.Minute, 10 * time.Minute, 73 * time.Hour, 31 * 24 * time.Hour, -time.Hour,
	}).Draw(rt, "pass"))
}

// through sees one idea through to its first payment, as far as it goes.
func (w *town) through(rt *rapid.T) {
	id := w.some()
	for _, m := range []Move{Accept, Grant, Begin, Pay} {
		w.now = w.now.Add(11 * time.Minute)
		i := w.idea(id)
		by := i.Author
		if r, ok := find(m, i.State); ok && r.By != Author {
			deciders := read(w.t, w.db, func(tx *Tx) ([]PersonID, error) { return tx.Deciders(r.By, i) })
			if len(deciders) == 0 {
				return
			}
			by = deciders[0]
		}
		w.step(by, id, m, Detail{Amount: Cents(rapid.IntRange(1, 500).Draw(rt, "small amount"))})
		w.reached[w.idea(id).State]++
	}
}

// money is an order for the ledger, whole or half done, by anybody.
func (w *town) money(rt *rapid.T) {
	by, second := w.someone(), w.someone()
	if rapid.Bool().Draw(rt, "coordinator") {
		by = w.people[2]
	}
	o := Order{By: by, Amount: Cents(rapid.IntRange(1, 400_000).Draw(rt, "cents")),
		Kind: rapid.SampledFrom([]OrderKind{OrderAllocate, OrderAllocate, OrderGrant, OrderPay, OrderRelease, OrderCorrect}).Draw(rt, "kind")}
	switch o.Kind {
	case OrderAllocate:
		o.Smederij = w.somewhere()
	case OrderCorrect:
		o.Entry = EntryID(rapid.IntRange(1, 30).Draw(rt, "entry"))
	default:
		o.Idea = w.some()
		for _, id := range w.ideas { // money that is held wants to go on
			if w.idea(id).State == Granted {
				o.Idea = id
			}
		}
	}
	w.do(func(tx *Tx) (err error) {
		o, err = tx.PlaceOrder(o, w.now)
		return err
	})
	if o.ID == 0 {
		return
	}
	for _, p := range []PersonID{by, second, by} {
		w.do(func(tx *Tx) error {
			_, err := tx.Confirm(p, o.ID, w.now)
			return err
		})
	}
	if rapid.IntRange(0, 3).Draw(rt, "drop") == 0 {
		w.do(func(tx *Tx) error {
			_, _, err := tx.Drop(second, o.ID, w.now)
			return err
		})
	}
	w.do(func(tx *Tx) error { return tx.CloseYears(w.now) })
}

// Whatever people do, in whatever order and at whatever time, the database keeps its promises.
func TestAnyLifeKeepsThePromises(t *testing.T) {
	dir, files, reached := t.TempDir(), 0, map[State]int{}
	rapid.Check(t, func(rt *rapid.T) {
		files++
		db, err := Open(options(filepath.Join(dir, fmt.Sprintf("%d.db", files))))
		if err != nil {
			rt.Fatalf("open: %v", err)
		}
		defer db.Close()
		w := &town{village: village{rt, db}, rt: rt, now: monday, reached: reached}
		for _, code := range []string{"KRA", "WOL"} {
			w.areas = append(w.areas, w.smederij(code))
		}
		for n := range 5 {
			w.people = append(w.people, w.person(fmt.Sprint("person-", n)))
		}
		w.appoint("person-1", Volunteer, "KRA")
		w.appoint("person-2", Coordinator, "")
		w.appoint("person-3", SteeringGroup, "")
		w.chats = []ChatID{w.chat("group", 0), w.chat("private", w.people[0])}
		w.fill("KRA", 900_000)
		for range 3 {
			w.propose(rt)
		}
		steps := 0
		rt.Repeat(map[string]func(*rapid.T){
			"propose": w.propose, "move": w.move, "move on": w.move, "move further": w.move, "take back": w.takeBack, "claim": w.claim,
			"stand": w.stand, "offer": w.offer, "office": w.office, "deliver": w.deliver, "restart": w.restart, "wait": w.wait, "wait more": w.wait,
			"money": w.money, "more money": w.money, "through": w.through, "end": w.end,
			"": func(*rapid.T) {
				if steps++; steps%10 == 0 {
					verified(rt, db)
				}
			},
		})
		verified(rt, db)
	})
	for _, s := range []State{Asked, Accepted, Declined, Appealed, Merged, Granted, Underway, Done} {
		if reached[s] == 0 {
			t.Errorf("no idea ever was %s: these lives say little", s)
		}
	}
}
