package store

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A split loses and makes no cent, and nobody is more than a cent off their share.
func TestSplit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var funders []Funder
		total := Cents(0)
		for n := range rapid.IntRange(1, 6).Draw(rt, "funders") {
			f := Funder{ID: FunderID(n), Share: rapid.IntRange(1, 1000).Draw(rt, "share")}
			funders, total = append(funders, f), total+Cents(f.Share)
		}
		amount, sum := Cents(rapid.Int64Range(1, 100_000_000_00).Draw(rt, "amount")), Cents(0)
		for _, p := range split(amount, funders) {
			sum += p.Amount
			if exact := amount * Cents(p.Funder.Share); p.Amount*total <= exact-total || p.Amount*total >= exact+total {
				rt.Errorf("a share of %d of %d: got %d of %d", p.Funder.Share, total, p.Amount, amount)
			}
		}
		if sum != amount {
			rt.Errorf("got %d in all, want %d", sum, amount)
		}
	})
}

// bank is a village with a coordinator and an accepted idea.
type bank struct {
	village
	anja, wim, carla PersonID
}

func newBank(t testing.TB) bank {
	v := village{t, openDB(t)}
	return bank{v, v.person("anja"), v.appoint("wim", Volunteer, ""), v.appoint("carla", Coordinator, "")}
}

func (b bank) accepted(code string) IdeaID {
	b.t.Helper()
	id := b.submitted(b.anja, code)
	b.must(b.wim, id, Accept, Detail{}, monday)
	return id
}

func (b bank) order(o Order, now time.Time) (Order, error) {
	b.t.Helper()
	if o.By == 0 {
		o.By = b.carla
	}
	err := b.db.Write(bg, func(tx *Tx) (err error) {
		o, err = tx.PlaceOrder(o, now)
		return err
	})
	return o, err
}

func (b bank) confirm(by PersonID, id OrderID, now time.Time) (o Order, err error) {
	err = b.db.Write(bg, func(tx *Tx) (err error) {
		o, err = tx.Confirm(by, id, now)
		return err
	})
	return o, err
}

// booked places an order and says yes to it.
func (b bank) booked(o Order, now time.Time) Order {
	b.t.Helper()
	o, err := b.order(o, now)
	if err == nil {
		o, err = b.confirm(o.By, o.ID, now)
	}
	if err != nil || o.State != OrderBooked {
		b.t.Fatalf("%s: got %s, %v, want it booked", o.Kind, o.State, err)
	}
	return o
}

func (b bank) pot(code string, year int) Pot {
	b.t.Helper()
	return read(b.t, b.db, func(tx *Tx) (Pot, error) {
		s, err := tx.SmederijByCode(code)
		if err != nil {
			return Pot{}, err
		}
		p, err := tx.Pot(s.ID, year)
		p.Smederij = 0
		return p, err
	})
}

func (b bank) wantPot(code string, want Pot) {
	b.t.Helper()
	if got := b.pot(code, want.Year); got != want {
		b.t.Fatalf("pot of %s: got %+v, want %+v", code, got, want)
	}
}

// The way of one euro, from its funders to who is paid, and back.
func TestMoneyGoesItsWay(t *testing.T) {
	b := newBank(t)
	kra := b.smederij("KRA")
	b.booked(Order{Kind: OrderAllocate, Smederij: kra, Amount: 1_000_00}, told)
	b.wantPot("KRA", Pot{Year: 2026, Free: 1_000_00})

	id := b.accepted("KRA")
	b.booked(Order{Kind: OrderGrant, Idea: id, Amount: 600_00}, told)
	b.wantPot("KRA", Pot{Year: 2026, Free: 400_00, Held: 600_00})
	hour := told.Add(time.Hour)
	b.booked(Order{Kind: OrderPay, Idea: id, Amount: 250_50, Words: "boodschappen"}, hour)
	if i := b.idea(id); i.State != Underway || i.Granted != 600_00 {
		t.Errorf("after the first payment: got %s with %d, want underway with 60000", i.State, i.Granted)
	}
	b.wantPot("KRA", Pot{Year: 2026, Free: 400_00, Held: 349_50, Paid: 250_50})
	b.booked(Order{Kind: OrderRelease, Idea: id, Amount: 49_50}, hour.Add(time.Hour))
	b.must(b.anja, id, HandIn, reported, hour)
	b.must(b.carla, id, Finish, Detail{}, hour.Add(2*time.Hour))
	b.wantPot("KRA", Pot{Year: 2026, Free: 749_50, Paid: 250_50})
	verified(t, b.db)

	// Who opens it again finds its money held again, and without that it goes back again.
	b.must(b.carla, id, Resume, Detail{}, hour.Add(2*time.Hour+15*time.Minute))
	b.wantPot("KRA", Pot{Year: 2026, Free: 449_50, Held: 300_00, Paid: 250_50})
	verified(t, b.db)
	b.wantUndo("", b.carla, b.decision(id).ID, hour.Add(2*time.Hour+15*time.Minute))
	b.wantPot("KRA", Pot{Year: 2026, Free: 749_50, Paid: 250_50})
	verified(t, b.db)
	b.must(b.carla, id, Resume, Detail{}, hour.Add(2*time.Hour+30*time.Minute))
	b.must(b.anja, id, HandIn, reported, hour.Add(2*time.Hour+45*time.Minute))
	b.must(b.carla, id, Finish, Detail{}, hour.Add(3*time.Hour))
	verified(t, b.db)

	// Taking the end back holds the money again, as long as it is there.
	b.wantUndo("", b.carla, b.decision(id).ID, hour.Add(3*time.Hour))
	b.wantPot("KRA", Pot{Year: 2026, Free: 449_50, Held: 300_00, Paid: 250_50})
	b.must(b.carla, id, Stop, Detail{Words: "toch niet"}, hour.Add(4*time.Hour))
	other := b.accepted("KRA")
	b.booked(Order{Kind: OrderGrant, Idea: other, Amount: 749_50}, hour.Add(4*time.Hour))
	b.wantUndo(MoneyGone, b.carla, b.decision(id).ID, hour.Add(4*time.Hour))
	b.wantPot("KRA", Pot{Year: 2026, Held: 749_50, Paid: 250_50})
	verified(t, b.db)
}

func TestMoneyThatIsRefused(t *testing.T) {
	b := newBank(t)
	kra := b.smederij("KRA")
	b.fill("KRA", 1_000_00)
	asks := b.draft(b.anja, "KRA", "Soep")
	write(t, b.db, func(tx *Tx) error {
		return tx.KeepMore(b.anja, asks, []Answer{{Question: AskedQuestion, Value: "80000"}, {Question: MinimumQuestion, Value: "30000"}}, monday)
	})
	b.must(b.anja, asks, Submit, Detail{}, monday)
	b.must(b.wim, asks, Accept, Detail{}, monday)
	granted := b.accepted("KRA")
	b.booked(Order{Kind: OrderGrant, Idea: granted, Amount: 100_00}, told)
	hour := told.Add(time.Hour)
	b.appoint("carla2", Coordinator, "WOL")
	elsewhere := b.person("carla2")

	for name, tt := range map[string]struct {
		order Order
		want  Reason
		left  Cents
	}{
		"more than the pot has":        {Order{Kind: OrderGrant, Idea: b.accepted("KRA"), Amount: 900_01}, OverPot, 900_00},
		"more than was asked":          {Order{Kind: OrderGrant, Idea: asks, Amount: 800_01}, OverAsked, 800_00},
		"less than it can do with":     {Order{Kind: OrderGrant, Idea: asks, Amount: 299_99}, UnderMinimum, 300_00},
		"a payment over the grant":     {Order{Kind: OrderPay, Idea: granted, Amount: 100_01}, OverHeld, 100_00},
		"a release over the grant":     {Order{Kind: OrderRelease, Idea: granted, Amount: 100_01}, OverHeld, 100_00},
		"a payment without a grant":    {Order{Kind: OrderPay, Idea: asks, Amount: 1}, WrongState, 0},
		"by who works elsewhere":       {Order{Kind: OrderAllocate, Smederij: kra, Amount: 1, By: elsewhere}, NotYours, 0},
		"a grant by a volunteer":       {Order{Kind: OrderGrant, Idea: asks, Amount: 300_00, By: b.wim}, NotYours, 0},
		"a grant of nothing":           {Order{Kind: OrderGrant, Idea: asks}, Nothing, 0},
		"a grant taken as an error":    {Order{Kind: OrderCorrect, Entry: 2}, NotPutRight, 0},
		"an allocation that is gone":   {Order{Kind: OrderCorrect, Entry: 1}, MoneyGone, 900_00},
		"an allocation of nothing":     {Order{Kind: OrderAllocate, Smederij: kra}, Nothing, 0},
		"an allocation below zero":     {Order{Kind: OrderAllocate, Smederij: kra, Amount: -5}, Nothing, 0},
		"a hundred million for a pot":  {Order{Kind: OrderAllocate, Smederij: kra, Amount: 100_000_000_00}, Absurd, MaxAmount},
		"nobody who could say yes too": {Order{Kind: OrderAllocate, Smederij: kra, Amount: 2_500_01}, Alone, 0},
	} {
		t.Run(name, func(t *testing.T) {
			before := b.pot("KRA", 2026)
			o, err := b.order(tt.order, hour)
			if err == nil {
				_, err = b.confirm(o.By, o.ID, hour)
			}
			var no *Refusal
			if !errors.As(err, &no) || no.Reason != tt.want || no.Left != tt.left {
				t.Errorf("got %+v, want %s with %d", err, tt.want, tt.left)
			}
			if after := b.pot("KRA", 2026); after != before {
				t.Errorf("refused, and yet: got %+v, want %+v", after, before)
			}
		})
	}
	verified(t, b.db)
}

// Above an amount two people say yes, and not the same one twice.
func TestASecondCoordinator(t *testing.T) {
	b := newBank(t)
	kra, greet := b.smederij("KRA"), b.appoint("greet", Coordinator, "")
	o, err := b.order(Order{Kind: OrderAllocate, Smederij: kra, Amount: 12_500_00}, monday)
	if err != nil {
		t.Fatal(err)
	}
	say := func(by PersonID, want OrderState, reason Reason) {
		t.Helper()
		got, err := b.confirm(by, o.ID, monday)
		if got.State != want || reasonOf(err) != reason || (err != nil) != (reason != "") {
			t.Fatalf("got %s, %v, want %s, %q", got.State, err, want, reason)
		}
	}
	say(greet, OrderOpen, NotYours)
	say(b.carla, OrderWaits, "")
	b.wantPot("KRA", Pot{Year: 2026})
	say(b.carla, OrderWaits, NoSecond)
	say(b.wim, OrderWaits, NotYours)
	say(greet, OrderBooked, "")
	say(greet, OrderBooked, "")
	say(b.carla, OrderBooked, "")
	b.wantPot("KRA", Pot{Year: 2026, Free: 12_500_00})
	verified(t, b.db)
}

// A payment that was wrong is put right once, by an entry the other way; what was booked stays.
func TestCorrection(t *testing.T) {
	b := newBank(t)
	b.fill("KRA", 500_00)
	id := b.accepted("KRA")
	b.booked(Order{Kind: OrderGrant, Idea: id, Amount: 500_00}, told)
	b.booked(Order{Kind: OrderPay, Idea: id, Amount: 120_00}, told.Add(time.Hour))
	last := read(t, b.db, func(tx *Tx) ([]Entry, error) { return tx.PotEntries(b.smederij("KRA"), 2026, 0, 1) })[0]
	b.booked(Order{Kind: OrderCorrect, Entry: last.ID}, told.Add(2*time.Hour))
	b.wantPot("KRA", Pot{Year: 2026, Held: 500_00})
	if _, err := b.order(Order{Kind: OrderCorrect, Entry: last.ID}, told.Add(3*time.Hour)); reasonOf(err) != NotPutRight {
		t.Errorf("once more: got %v, want %s", err, NotPutRight)
	}
	for _, statement := range []string{"UPDATE ledger_entry SET amount = 1", "DELETE FROM ledger_entry", "DELETE FROM ledger_account",
		"UPDATE ledger_account SET year = 2025"} {
		err := b.db.Write(bg, func(tx *Tx) error { _, err := tx.exec(statement); return err })
		if err == nil {
			t.Errorf("%s: got no error", statement)
		}
	}
	verified(t, b.db)
}

// Of an idea that is over a payment that was wrong goes back to the pot.
func TestCorrectionOfWhatIsOver(t *testing.T) {
	b := newBank(t)
	b.fill("KRA", 500_00)
	id := b.accepted("KRA")
	b.booked(Order{Kind: OrderGrant, Idea: id, Amount: 500_00}, told)
	b.booked(Order{Kind: OrderPay, Idea: id, Amount: 120_00}, told.Add(time.Hour))
	b.must(b.anja, id, HandIn, reported, told.Add(2*time.Hour))
	b.must(b.carla, id, Finish, Detail{}, told.Add(2*time.Hour))
	b.wantPot("KRA", Pot{Year: 2026, Free: 380_00, Paid: 120_00})
	list := read(t, b.db, func(tx *Tx) ([]Entry, error) { return tx.PotEntries(b.smederij("KRA"), 2026, 0, 9) })
	paid := list[slices.IndexFunc(list, func(e Entry) bool { return e.Reason == PaymentEntry })]
	b.booked(Order{Kind: OrderCorrect, Entry: paid.ID, Words: "het was 20"}, told.Add(4*time.Hour))
	b.wantPot("KRA", Pot{Year: 2026, Free: 500_00})
	back := read(t, b.db, func(tx *Tx) ([]Entry, error) { return tx.PotEntries(b.smederij("KRA"), 2026, 0, 1) })[0]
	if _, err := b.order(Order{Kind: OrderCorrect, Entry: back.ID}, told.Add(5*time.Hour)); back.Reason != ReleaseEntry || reasonOf(err) != NotPutRight {
		t.Errorf("what went back to the pot: got %s, %v, want it to stay", back.Reason, err)
	}
	verified(t, b.db)
}

// A grant that was taken back leaves nothing of the idea in the Smederij where it was.
func TestMoneyFollowsAnIdeaThatMoves(t *testing.T) {
	b := newBank(t)
	b.fill("KRA", 1_000_00)
	b.fill("WOL", 1_000_00)
	id := b.accepted("KRA")
	b.booked(Order{Kind: OrderGrant, Idea: id, Amount: 300_00}, told)
	b.wantUndo("", b.carla, b.decision(id).ID, told)
	b.must(b.carla, id, Relocate, Detail{Smederij: b.smederij("WOL")}, told.Add(time.Hour))
	b.booked(Order{Kind: OrderGrant, Idea: id, Amount: 500_00}, told.Add(2*time.Hour))
	b.booked(Order{Kind: OrderRelease, Idea: id, Amount: 200_00}, told.Add(3*time.Hour))
	b.wantPot("KRA", Pot{Year: 2026, Free: 1_000_00})
	b.wantPot("WOL", Pot{Year: 2026, Free: 700_00, Held: 300_00})
	verified(t, b.db)
}

// At New Year what is left goes on or back; what is held stays held, and what comes free of it later follows.
func TestYearsEnd(t *testing.T) {
	for way, want := range map[LeftOver]Pot{CarryOver: {Year: 2027, Free: 900_01}, GiveBack: {Year: 2027}} {
		t.Run(string(way), func(t *testing.T) {
			o := options(newFile(t))
			o.Terms.LeftOver = way
			db, err := Open(o)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
			v := village{t, db}
			b := bank{v, v.person("anja"), v.appoint("wim", Volunteer, ""), v.appoint("carla", Coordinator, "")}
			b.booked(Order{Kind: OrderAllocate, Smederij: b.smederij("KRA"), Amount: 1_000_01}, told)
			id := b.accepted("KRA")
			b.booked(Order{Kind: OrderGrant, Idea: id, Amount: 300_00}, told)
			january := time.Date(2027, 1, 1, 9, 0, 0, 0, amsterdam)
			for range 2 {
				write(t, db, func(tx *Tx) error { return tx.CloseYears(january) })
			}
			b.wantPot("KRA", Pot{Year: 2026, Held: 300_00})
			b.booked(Order{Kind: OrderPay, Idea: id, Amount: 100_00}, january)
			b.must(b.anja, id, HandIn, reported, january)
			b.must(b.carla, id, Stop, Detail{Words: "toch niet"}, january.Add(time.Hour))
			b.wantUndo("", b.carla, b.decision(id).ID, january.Add(time.Hour)) // it did not go on yet
			b.must(b.carla, id, Finish, Detail{}, january.Add(2*time.Hour))
			b.wantPot("KRA", Pot{Year: 2026, Free: 200_00, Paid: 100_00})
			write(t, db, func(tx *Tx) error { return tx.CloseYears(january.AddDate(0, 0, 1)) })
			b.wantPot("KRA", Pot{Year: 2026, Paid: 100_00})
			b.wantPot("KRA", want)
			// What went on to the next year, or back, is not fetched from there.
			b.wantUndo(MoneyGone, b.carla, b.decision(id).ID, january.Add(2*time.Hour))
			b.must(b.carla, id, Resume, Detail{}, january.Add(3*time.Hour))
			b.wantPot("KRA", Pot{Year: 2026, Paid: 100_00})
			verified(t, db)
		})
	}
}

// A hundred grants at once on one pot empty it to the cent; the rest hear what was left.
func TestAHundredGrantsAtOnce(t *testing.T) {
	b := newBank(t)
	b.fill("KRA", 4_000_00)
	var ideas []IdeaID
	for range 100 {
		ideas = append(ideas, b.accepted("KRA"))
	}
	var all sync.WaitGroup
	results := make([]error, len(ideas))
	for n, id := range ideas {
		all.Go(func() { _, results[n] = b.move(b.carla, id, Grant, Detail{Amount: 100_00}, told) })
	}
	all.Wait()
	granted := 0
	for _, err := range results {
		var no *Refusal
		switch {
		case err == nil:
			granted++
		case !errors.As(err, &no) || no.Reason != OverPot || no.Left != 0:
			t.Errorf("got %v, want %s with nothing left", err, OverPot)
		}
	}
	if granted != 40 {
		t.Errorf("got %d grants, want 40", granted)
	}
	b.wantPot("KRA", Pot{Year: 2026, Held: 4_000_00})
	verified(t, b.db)
}

// The seed names who pays, and each its part.
func TestFunders(t *testing.T) {
	db := openDB(t)
	parts := read(t, db, func(tx *Tx) ([]Part, error) { return tx.Split(12_500_00) })
	got := map[string]Cents{}
	for _, p := range parts {
		got[p.Funder.Code] = p.Amount
	}
	want := map[string]Cents{"gemeente": 8_750_00, "woonconcept": 1_250_00, "actium": 1_250_00, "domesta": 1_250_00}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("12,500 euro (-want +got):\n%s", diff)
	}
	for text, why := range map[string]string{
		"":                         "nobody",
		"[[funder]]\ncode = \"a\"": "no name",
		"[[funder]]\nkode = \"a\"": "unknown key",
		"[[funder]]\ncode = \"A\"\nname = \"A\"\nshare = 1":                                                    "capitals",
		"[[funder]]\ncode = \"a\"\nname = \"A\"\nshare = 0":                                                    "no share",
		"[[funder]]\ncode = \"a\"\nname = \"A\"\nshare = 1\n[[funder]]\ncode = \"a\"\nname = \"B\"\nshare = 1": "twice",
	} {
		if _, err := parseFunders("funders.toml", []byte(text)); err == nil {
			t.Errorf("%s: got no error", why)
		}
	}
}

// A balance is one row, however many entries there are.
func BenchmarkPot(b *testing.B) {
	for _, entries := range []int{1_000, 1_000_000} {
		b.Run(fmt.Sprint(entries), func(b *testing.B) {
			k := newBank(b)
			k.fill("KRA", 100_000_000_00)
			write(b, k.db, func(tx *Tx) error {
				_, err := tx.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
					INSERT INTO ledger_entry (day, from_id, to_id, amount, reason, made_at)
					SELECT '2026-11-24', e.to_id, e.from_id, 1, 'give_back', 1 FROM n, ledger_entry e WHERE e.id = 1`, entries)
				return err
			})
			kra := k.smederij("KRA")
			for b.Loop() {
				p := read(b, k.db, func(tx *Tx) (Pot, error) { return tx.Pot(kra, 2026) })
				if want := Cents(100_000_000_00 - entries); p.Free != want {
					b.Fatalf("got %d, want %d", p.Free, want)
				}
			}
		})
	}
}
