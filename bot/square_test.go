package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"smederij/bot"
	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

// square is the whole house with one idea in it, on which everybody presses everything.
type square struct {
	*testing.T
	db     *store.DB
	house  *bot.House
	clock  *bot.TurnedClock
	people map[string]store.PersonID
	idea   store.IdeaID
	count  int
}

var errUndo = errors.New("as it was before")

func newSquare(t *testing.T) *square {
	db, err := store.Open(store.Options{Path: filepath.Join(t.TempDir(), "smederij.db"), Key: make([]byte, store.KeySize), Terms: store.DefaultTerms(time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	library, err := flows.Load(flows.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	s := &square{T: t, db: db, clock: bot.NewTurnedClock(monday), people: map[string]store.PersonID{}}
	s.house = &bot.House{DB: db, Clock: s.clock, Texts: locales.Dutch(), Flows: library, Settings: bot.Settings{Contact: "bel Carla", Report: "bel de gemeente"},
		Features: allFeatures(), Log: slog.New(slog.DiscardHandler)}
	if err := s.house.Open(nil); err != nil {
		t.Fatal(err)
	}
	s.write(func(tx *store.Tx) error {
		here, err := tx.SmederijByCode("KRA")
		if err != nil {
			return err
		}
		there, err := tx.SmederijByCode("WOL")
		if err != nil {
			return err
		}
		for name, role := range map[string]store.Office{"anja": {}, "greet": {}, "henk": {}, "vera": {}, "piet": {Role: store.Volunteer, Smederij: here.ID},
			"wim": {Role: store.Volunteer, Smederij: here.ID}, "joop": {Role: store.Volunteer, Smederij: there.ID},
			"carla": {Role: store.Coordinator, Smederij: here.ID}, "tom": {Role: store.TeamMember, Smederij: here.ID},
			"stien": {Role: store.SteeringGroup}, "olga": {Role: store.Operator}} {
			p, err := tx.PersonOf(store.Account{Platform: "net", ID: name}, monday)
			if err != nil {
				return err
			}
			s.people[name] = p.ID
			if role.Role != "" {
				if err := tx.Appoint(0, p.ID, role.Role, role.Smederij, monday); err != nil {
					return err
				}
			}
		}
		return nil
	})
	for name := range s.people {
		s.do(name, "@"+name, "/help", "")
	}
	for where, words := range map[string]string{"#KRA": "/koppel KRA", "#KRA*": "/koppel KRA vrijwilligers", "#stuur": "/koppel stuurgroep"} {
		s.do("carla", where, words, "")
	}
	return s
}

func (s *square) write(fn func(*store.Tx) error) {
	s.Helper()
	if err := s.db.Write(context.Background(), fn); err != nil && !errors.Is(err, errUndo) {
		s.Fatal(err)
	}
}

// do lets somebody press or write something somewhere, and keeps what came of it.
func (s *square) do(who, chat, words, payload string) {
	s.Helper()
	s.write(func(tx *store.Tx) error {
		_, err := s.handle(tx, who, chat, words, payload)
		return err
	})
}

// handle is one input inside a transaction. It returns what the person reads, a line for each chat, and fails when anything is put in the
// group.
func (s *square) handle(tx *store.Tx, who, chat, words, payload string) (string, error) {
	s.count++
	in := bot.Inbound{Key: fmt.Sprint("in:", s.count), Platform: "net", From: who, Private: chat == "@"+who, Address: store.Address{Chat: chat},
		SentAt: s.clock.Now(), Text: words}
	if payload != "" {
		in.Press = &bot.Press{Payload: payload}
	}
	n, err := s.house.Handle(tx, in)
	if err != nil {
		return "", fmt.Errorf("%s %s%s: %w", who, words, payload, err)
	}
	read := n.Text
	due, err := tx.Due(s.clock.Now(), 1000)
	for _, p := range due {
		if p.Cause == in.Key && (p.To.Address.Chat == chat || p.To.Address.Chat == "@"+who) {
			read += p.Body.Text
		}
	}
	return strings.TrimSpace(read), err
}

// roads lead from a draft to every state that is not about money.
var roads = map[store.State][]struct {
	who string
	store.Move
}{
	store.Draft:      {},
	store.Submitted:  {{"anja", store.Submit}},
	store.Asked:      {{"anja", store.Submit}, {"wim", store.Ask}},
	store.Accepted:   {{"anja", store.Submit}, {"wim", store.Accept}},
	store.Declined:   {{"anja", store.Submit}, {"wim", store.Decline}},
	store.Appealed:   {{"anja", store.Submit}, {"wim", store.Decline}, {"anja", store.Appeal}},
	store.Withdrawn:  {{"anja", store.Submit}, {"anja", store.Withdraw}},
	store.NotGranted: {{"anja", store.Submit}, {"wim", store.Accept}, {"carla", store.Pass}},
}

// standing brings the idea, which henk carries with anja, to a state; piet carried it once.
func (s *square) standing(state store.State) {
	s.write(func(tx *store.Tx) error {
		kra, err := tx.SmederijByCode("KRA")
		if err != nil {
			return err
		}
		i, err := tx.NewDraft(s.people["anja"], 0, monday)
		if err != nil {
			return err
		}
		s.idea = i.ID
		_, err = tx.KeepDraft(i.ID, "Buurtmaaltijd", kra.ID, nil, monday)
		return err
	})
	for n, step := range roads[state] {
		s.clock.Turn(s.clock.Now().Add(time.Hour))
		s.write(func(tx *store.Tx) error {
			_, err := tx.Move(s.people[step.who], s.idea, step.Move, store.Detail{Criterion: 2, Words: "omdat"}, s.clock.Now())
			return err
		})
		if n > 0 {
			continue
		}
		for _, name := range []string{"henk", "piet"} {
			s.write(func(tx *store.Tx) error {
				i, err := tx.Idea(s.idea)
				if err != nil {
					return err
				}
				code, err := tx.NewIdeaCode(s.people["anja"], i, store.JoinCode, s.clock.Now())
				if err != nil {
					return err
				}
				_, err = tx.TakeIdeaCode(code, s.people[name], s.clock.Now())
				return err
			})
		}
		s.write(func(tx *store.Tx) error {
			i, err := tx.Idea(s.idea)
			if err != nil {
				return err
			}
			_, err = tx.RemoveMember(s.people["anja"], i, store.Member{Person: s.people["piet"], Since: s.clock.Now()}, s.clock.Now())
			return err
		})
	}
	s.clock.Turn(s.clock.Now().Add(time.Hour)) // all decisions are told
}
