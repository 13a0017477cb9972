package bot_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"smederij/locales"
	"smederij/store"
)

// buttons are the presses by which each move is made or begun: %d stands for the idea, and for its revision where the button knows it.
var buttons = map[store.Move]string{
	store.Correct: "ideas:correct:%d", store.Reply: "ideas:reply:%d", store.Merge: "ideas:merge:%d", store.Withdraw: "ideas:left:%d:%d",
	store.Ask: "review:ask:%d:%d", store.Accept: "review:accept:%d:%d", store.Decline: "review:decline:%d:%d", store.Refer: "review:refer:%d:%d",
	store.Appeal: "review:appeal:%d", store.Uphold: "review:uphold:%d:%d", store.Reject: "review:reject:%d:%d",
	store.Relocate: "review:relocate:%d:%d", store.Retrack: "review:long:%d:%d", store.Reopen: "review:reopen:%d:%d",
	store.Adopt: "review:adopt:%d:%d", store.Shelve: "review:shelve:%d:%d",
	store.Grant: "budget:grant:%d:%d", store.Pass: "budget:pass:%d:%d", store.Pay: "budget:pay:%d:%d", store.Release: "budget:release:%d:%d",
	store.Stop:  "budget:halt:%d:%d",
	store.Begin: "report:begin:%d", store.HandIn: "report:tell:%d", store.Finish: "report:finish:%d:%d", store.Resume: "report:resume:%d:%d",
}

// elsewhere are the moves that no button of an idea makes: a draft is sent at the end of its questions.
var elsewhere = map[store.Move]bool{store.Submit: true}

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
	return maker && strings.Contains(read, "Buurtmaaltijd. Nu: ") ||
		slices.ContainsFunc(refusals, func(r string) bool { return strings.Contains(read, r) }) && (maker || !strings.Contains(read, "Nu: "))
}

var groups = []string{"#KRA*", "#stuur", "#KRA"}

// Everybody presses the button of every move on an idea in every state, in private and in one of the group chats. Who
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
					group := groups[(len(state)+len(move)+len(who))%len(groups)] // each is pressed in by many
					for _, chat := range []string{"@" + who, group} {
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
	if made < 20 || begun < 30 || refused < 10*(made+begun) {
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

// A coordinator takes an idea that got no money back for a next round: its makers, the volunteers, the coordinator and the group read so, the
// makers and the group when it can no longer be undone. Nobody else can, and not twice.
func TestReopenedIsToldToAll(t *testing.T) {
	s := newSquare(t)
	s.standing(store.NotGranted)
	var i store.Idea
	s.write(func(tx *store.Tx) (err error) {
		i, err = tx.Idea(s.idea)
		return err
	})
	at := s.clock.Now()
	s.do("carla", "#KRA*", "", fmt.Sprintf("review:reopen:%d:%d", i.ID, i.Revision))
	cause := fmt.Sprint("in:", s.count)
	reads := func(at time.Time) map[string]string {
		all := map[string]string{}
		s.write(func(tx *store.Tx) error {
			due, err := tx.Due(at, 1000)
			for _, p := range due {
				if p.Cause == cause {
					all[p.To.Address.Chat] += p.Body.Text
				}
			}
			return err
		})
		return all
	}
	for chat, words := range reads(at) {
		if chat != "#KRA*" && chat != "@carla" {
			t.Errorf("%s reads at once: %s", chat, words)
		}
	}
	all := reads(at.Add(time.Hour))
	for _, chat := range []string{"@anja", "@henk", "#KRA", "#KRA*"} {
		if !strings.Contains(all[chat], i.Ref) {
			t.Errorf("%s reads %q, want something about %s", chat, all[chat], i.Ref)
		}
	}
	for _, chat := range []string{"@piet", "@vera", "@joop", "@greet"} {
		if all[chat] != "" {
			t.Errorf("%s reads %q, and has nothing to do with it", chat, all[chat])
		}
	}
}
