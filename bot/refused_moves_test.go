package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"smederij/bot"
	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

// buttons are the presses by which each move is made or begun: %d stands for the idea, and for its revision where the button knows it.
// The moves about money come with their buttons, and are made here without them.
var buttons = map[store.Move]string{
	store.Correct: "ideas:correct:%d", store.Reply: "ideas:reply:%d", store.Merge: "ideas:merge:%d", store.Withdraw: "ideas:left:%d:%d",
	store.Ask: "review:ask:%d:%d", store.Accept: "review:accept:%d:%d", store.Decline: "review:decline:%d:%d", store.Refer: "review:refer:%d:%d",
	store.Appeal: "review:appeal:%d", store.Uphold: "review:uphold:%d:%d", store.Reject: "review:reject:%d:%d",
	store.Relocate: "review:relocate:%d:%d", store.Retrack: "review:long:%d:%d", store.Reopen: "review:reopen:%d:%d",
}

// elsewhere are the moves that no button of an idea makes: a draft is sent at the end of its questions, and money has its own part.
var elsewhere = map[store.Move]bool{store.Submit: true, store.Grant: true, store.Pass: true, store.Begin: true, store.Finish: true,
	store.Resume: true, store.Stop: true}

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

// refusals are the words with which a move on the idea is refused, whoever made the last one.
func (s *square) refusals() (list []string) {
	s.Helper()
	s.write(func(tx *store.Tx) error {
		i, err := tx.Idea(s.idea)
		for _, key := range s.house.Texts.Keys() {
			if strings.HasPrefix(key, "refused.") || key == "sorry.unknown_button" || key == "appeal.already" {
				list = append(list, s.house.Texts.Render(locales.T(key, "name", "Iemand", "ref", i.Ref, "by", locales.Date(i.AnswerBy))))
			}
		}
		return err
	})
	return list
}

// kindly tells whether words refuse something. To its makers a button that came too late shows where the idea stands.
func kindly(refusals []string, who, read string) bool {
	maker := who == "anja" || who == "henk"
	return maker && strings.Contains(read, "Buurtmaaltijd. Stand: ") ||
		slices.ContainsFunc(refusals, func(r string) bool { return strings.Contains(read, r) }) && (maker || !strings.Contains(read, "Stand: "))
}

// Everybody presses the button of every move on an idea in every state, in private, among volunteers and in the steering group's chat. Who
// may not make the move reads a kind refusal, and nothing moves. Who may, presses twice: the second time moves nothing.
func TestEveryButtonByEverybody(t *testing.T) {
	for _, r := range store.Rules {
		if buttons[r.Move] == "" && !elsewhere[r.Move] {
			t.Errorf("no button for %s", r.Move)
		}
	}
	refused, made, begun := 0, 0, 0
	for state := range roads {
		t.Run(string(state), func(t *testing.T) {
			s := newSquare(t)
			s.standing(state)
			refusals := s.refusals()
			for move, form := range buttons {
				for who := range s.people {
					for _, chat := range []string{"@" + who, "#KRA*", "#stuur", "#KRA"} {
						switch s.press(who, chat, move, form, refusals) {
						case "refused":
							refused++
						case "made":
							made++
						case "begun":
							begun++
						}
					}
				}
			}
		})
	}
	t.Logf("%d presses refused, %d moves made, %d begun", refused, made, begun)
	if made < 40 || begun < 40 || refused < 10*(made+begun) {
		t.Errorf("%d presses refused, %d moves made, %d begun: that is not everybody", refused, made, begun)
	}
}

// press tries one button and takes it back.
func (s *square) press(who, chat string, move store.Move, form string, refusals []string) (outcome string) {
	s.Helper()
	s.write(func(tx *store.Tx) error {
		before, err := tx.Idea(s.idea)
		if err != nil {
			return err
		}
		payload := fmt.Sprintf(form, before.ID)
		if strings.Count(form, "%d") == 2 {
			payload = fmt.Sprintf(form, before.ID, before.Revision)
		}
		cell := fmt.Sprintf("%s at %s presses %s from %s", who, chat, payload, before.State)
		may := tx.May(s.people[who], before, move, 0, s.clock.Now()) == nil
		read, err := s.handle(tx, who, chat, "", payload)
		if err != nil {
			return err
		}
		after, err := tx.Idea(s.idea)
		if err != nil {
			return err
		}
		moved := after.Revision != before.Revision
		switch {
		case read == "":
			s.Errorf("%s: nobody answers", cell)
		case !may && moved:
			s.Errorf("%s: it moved to %s", cell, after.State)
		case !may && !kindly(refusals, who, read):
			s.Errorf("%s: reads %q", cell, read)
		case may && kindly(refusals, who, read):
			s.Errorf("%s: may, and reads %q", cell, read)
		}
		outcome = "refused"
		if may {
			if outcome = "begun"; moved {
				outcome = "made"
			}
			again, err := s.handle(tx, who, chat, "", payload)
			if err != nil {
				return err
			}
			if twice, err := tx.Idea(s.idea); err != nil || twice.Revision != after.Revision || again == "" {
				s.Errorf("%s: again, and it stands at revision %d after %d, %v: %q", cell, twice.Revision, after.Revision, err, again)
			}
		}
		return errUndo
	})
	return outcome
}

// A button of an older version of the idea makes no move, whoever presses it.
func TestOldButtonsMoveNothing(t *testing.T) {
	for state := range roads {
		s := newSquare(t)
		s.standing(state)
		refusals := s.refusals()
		for move, form := range buttons {
			if strings.Count(form, "%d") < 2 {
				continue
			}
			for who := range s.people {
				s.write(func(tx *store.Tx) error {
					before, err := tx.Idea(s.idea)
					if err != nil {
						return err
					}
					read, err := s.handle(tx, who, "@"+who, "", fmt.Sprintf(form, before.ID, before.Revision+7))
					if err != nil {
						return err
					}
					after, err := tx.Idea(s.idea)
					if after.Revision != before.Revision || !kindly(refusals, who, read) {
						s.Errorf("%s presses an old %s from %s: revision %d after %d, reads %q", who, move, state, after.Revision, before.Revision, read)
					}
					return errors.Join(err, errUndo)
				})
			}
		}
	}
}
