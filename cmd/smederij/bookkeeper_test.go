package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"smederij/store"
)

// bookkeeper is people who do with money what they may, and also what they may not.
type bookkeeper struct {
	t                       testing.TB
	db                      *store.DB
	path                    string
	random                  *rand.Rand
	now                     time.Time
	areas                   []store.SmederijID
	anja, wim, carla, greet store.PersonID // author, volunteer, two coordinators
	ideas                   []store.IdeaID
}

// newBookkeeper is over an empty ledger.
func newBookkeeper(t *testing.T, way store.LeftOver, seed uint64) *bookkeeper {
	t.Helper()
	c := defaultConfiguration()
	c.Money.LeftOver = string(way)
	path := filepath.Join(t.TempDir(), "boeken.db")
	write(t, keyBeside(path), keyOf(7))
	db, err := openWith(c, path, bytes.Repeat([]byte{7}, store.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	return keeping(t, db, path, seed)
}

func keeping(t testing.TB, db *store.DB, path string, seed uint64) *bookkeeper {
	t.Helper()
	k := &bookkeeper{t: t, db: db, path: path, random: rand.New(rand.NewPCG(seed, 1)),
		now: time.Date(2026, 9, 1, 9, 0, 0, 0, db.Terms().Zone)}
	t.Cleanup(func() { _ = k.db.Close() })
	k.must(func(tx *store.Tx) error {
		for _, code := range []string{"KRA", "WOL"} {
			s, err := tx.SmederijByCode(code)
			if err != nil {
				return err
			}
			k.areas = append(k.areas, s.ID)
		}
		return nil
	})
	k.anja, k.wim = k.person("anja", ""), k.person("wim", store.Volunteer)
	k.carla, k.greet = k.person("carla", store.Coordinator), k.person("greet", store.Coordinator)
	return k
}

// spent writes three entries for every idea of a town, of the year before: the first funder gives, that is held, half of it is paid.
const spent = `
INSERT INTO ledger_account (id, kind, year, funder_id) VALUES (1, 'funder', 2025, 1);
INSERT INTO ledger_account (id, kind, year, smederij_id) SELECT 1 + id, 'pot', 2025, id FROM smederij;
INSERT INTO ledger_account (id, kind, year, smederij_id, idea_id)
	SELECT 1000 + 2 * i.id + k.column1, k.column2, 2025, i.smederij_id, i.id FROM idea i, (VALUES (0, 'held'), (1, 'paid')) k;
INSERT INTO money_order (id, kind, state, smederij_id, amount, by_id, made_at)
	SELECT id, 'allocate', 'booked', smederij_id, 60000, author_id, 0 FROM idea;
INSERT INTO ledger_entry (id, day, from_id, to_id, amount, reason, order_id, made_at)
	SELECT 3 * id - 2, '2025-06-01', 1, 1 + smederij_id, 60000, 'allocation', id, 0 FROM idea ORDER BY id;
INSERT INTO ledger_entry (id, day, from_id, to_id, amount, reason, idea_id, decision_id, made_at)
	SELECT 3 * i.id - 1, '2025-06-02', 1 + i.smederij_id, 1000 + 2 * i.id, 60000, 'grant', i.id, d.id, 0 FROM idea i JOIN decision d ON d.idea_id = i.id;
INSERT INTO ledger_entry (id, day, from_id, to_id, amount, reason, idea_id, decision_id, made_at)
	SELECT 3 * i.id, '2025-06-03', 1000 + 2 * i.id, 1001 + 2 * i.id, 30000, 'payment', i.id, d.id, 0 FROM idea i JOIN decision d ON d.idea_id = i.id;
`

// newBookkeeperOf is over the ledger of a town whose ideas all got money, past the rules of the store.
func newBookkeeperOf(t testing.TB, town *town) *bookkeeper {
	t.Helper()
	raw := openRaw(t, town.path, "_pragma=synchronous(OFF)")
	_, err := raw.Exec("BEGIN;" + spent + "COMMIT;")
	if err = errors.Join(err, raw.Close()); err != nil {
		t.Fatal(err)
	}
	return keeping(t, town.open(t), town.path, 1)
}

func (k *bookkeeper) person(name string, role store.Role) (id store.PersonID) {
	k.must(func(tx *store.Tx) error {
		p, err := tx.PersonOf(store.Account{Platform: "net", ID: name}, k.now)
		if err != nil {
			return err
		}
		id = p.ID
		if _, err := tx.ChatAt(store.Address{Platform: "net", Chat: name}, id, k.now); err != nil || role == "" {
			return err
		}
		return tx.Appoint(0, id, role, 0, k.now)
	})
	return id
}

func (k *bookkeeper) must(fn func(*store.Tx) error) {
	k.t.Helper()
	if err := k.db.Write(k.t.Context(), fn); err != nil {
		k.t.Fatal(err)
	}
}

// try does what may be refused.
func (k *bookkeeper) try(fn func(*store.Tx) error) {
	k.t.Helper()
	err := k.db.Write(k.t.Context(), fn)
	var no *store.Refusal
	if err != nil && !errors.As(err, &no) && !errors.Is(err, store.ErrNotFound) {
		k.t.Fatal(err)
	}
}

func (k *bookkeeper) wait(d time.Duration) { k.now = k.now.Add(d) }

// propose brings an idea in and accepts it.
func (k *bookkeeper) propose(s store.SmederijID) (id store.IdeaID) {
	k.must(func(tx *store.Tx) error {
		i, err := tx.NewDraft(k.anja, 0, k.now)
		if err != nil {
			return err
		}
		id = i.ID
		_, err = tx.KeepDraft(id, "Soep; in  de straat ; x:y", s, []store.Answer{{Question: "what", Text: "samen koken"}}, k.now)
		return err
	})
	k.move(k.anja, id, store.Submit, store.Detail{})
	k.move(k.wim, id, store.Accept, store.Detail{})
	k.wait(time.Hour) // beyond the time in which it can be undone
	k.ideas = append(k.ideas, id)
	return id
}

func (k *bookkeeper) move(by store.PersonID, id store.IdeaID, m store.Move, d store.Detail) {
	k.t.Helper()
	k.try(func(tx *store.Tx) error {
		_, err := tx.Move(by, id, m, d, k.now)
		return err
	})
}

// order places an order; one says yes, and where it must be another too.
func (k *bookkeeper) order(o store.Order) {
	k.t.Helper()
	o.By = k.carla
	k.try(func(tx *store.Tx) (err error) {
		o, err = tx.PlaceOrder(o, k.now)
		return err
	})
	if o.ID == 0 {
		return
	}
	for _, by := range []store.PersonID{k.carla, k.greet} {
		k.try(func(tx *store.Tx) error {
			_, err := tx.Confirm(by, o.ID, k.now)
			return err
		})
	}
}

func (k *bookkeeper) undo(id store.IdeaID) {
	k.try(func(tx *store.Tx) error {
		d, err := tx.LastDecision(id)
		if err == nil {
			_, err = tx.Undo(k.carla, d.ID, k.now)
		}
		return err
	})
}

func (k *bookkeeper) closeYears() {
	k.must(func(tx *store.Tx) error { return tx.CloseYears(k.now) })
}

// live does one thing of all that people do.
func (k *bookkeeper) live() {
	k.wait(time.Duration(k.random.IntN(20)) * time.Minute)
	area := k.areas[k.random.IntN(len(k.areas))]
	idea := k.ideas[k.random.IntN(len(k.ideas))]
	amount := store.Cents(1 + k.random.IntN(60_000))
	switch k.random.IntN(16) {
	case 0:
		k.propose(area)
	case 1, 2:
		k.order(store.Order{Kind: store.OrderAllocate, Smederij: area, Amount: amount * 7})
	case 3, 4, 5:
		k.order(store.Order{Kind: store.OrderGrant, Idea: idea, Amount: amount})
	case 6, 7, 8:
		k.order(store.Order{Kind: store.OrderPay, Idea: idea, Amount: amount / 4})
	case 9:
		k.order(store.Order{Kind: store.OrderRelease, Idea: idea, Amount: amount / 8})
	case 10:
		k.order(store.Order{Kind: store.OrderCorrect, Entry: store.EntryID(1 + k.random.IntN(100))})
	case 11:
		k.order(store.Order{Kind: store.OrderGrant, Idea: idea, Amount: amount})
		k.undo(idea)
	case 12, 13:
		k.move(k.carla, idea, []store.Move{store.Finish, store.Stop}[k.random.IntN(2)], store.Detail{Words: "Klaar; tot ziens"})
		if k.random.IntN(2) == 0 {
			k.undo(idea)
		}
	case 14:
		k.move(k.wim, idea, store.Relocate, store.Detail{Smederij: area})
	case 15:
		k.wait(time.Duration(k.random.IntN(25*24)) * time.Hour)
		k.closeYears()
	}
}

// years are a few years of a programme.
func (k *bookkeeper) years() {
	for _, area := range k.areas {
		k.order(store.Order{Kind: store.OrderAllocate, Smederij: area, Amount: 9_000_01})
		k.propose(area)
	}
	for range 300 {
		k.live()
	}
}

// balances are the books as the store tells them: what is in each pot, held and paid for each Smederij and year and for each idea.
func (k *bookkeeper) balances() map[string]store.Cents {
	found := map[string]store.Cents{}
	if err := k.db.Read(k.t.Context(), func(tx *store.Tx) error {
		for _, area := range k.areas {
			s, err := tx.Smederij(area)
			if err != nil {
				return err
			}
			for year := 2026; year <= k.now.Year(); year++ {
				p, err := tx.Pot(s.ID, year)
				if err != nil {
					return err
				}
				add(found, fmt.Sprintf("pot:%s:%d", s.Code, year), p.Free)
				add(found, fmt.Sprintf("vastgehouden:%s:%d", s.Code, year), p.Held)
				add(found, fmt.Sprintf("betaald:%s:%d", s.Code, year), p.Paid)
				add(found, "geldgevers", -p.Given())
			}
		}
		for _, id := range k.ideas {
			i, err := tx.Idea(id)
			if err != nil {
				return err
			}
			p, err := tx.Purse(id)
			if err != nil {
				return err
			}
			add(found, "vastgehouden "+i.Ref, p.Held)
			add(found, "betaald "+i.Ref, p.Paid)
		}
		return nil
	}); err != nil {
		k.t.Fatal(err)
	}
	return found
}

func add(to map[string]store.Cents, name string, amount store.Cents) {
	if amount != 0 {
		if to[name] += amount; to[name] == 0 {
			delete(to, name)
		}
	}
}
