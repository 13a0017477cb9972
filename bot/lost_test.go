package bot_test

import (
	"strings"
	"testing"
	"time"

	"smederij/bot"
	"smederij/flows"
	"smederij/store"
)

// A conversation that cannot go on must not lock its person out: it ends, they hear so, and the next word is heard.
func TestAConversationThatCannotGoOn(t *testing.T) {
	for name, state := range map[string]string{
		"a state nobody can read":         `{"flow"`,
		"a flow that is no more":          `{"flow":"tombola","version":1,"step":"a"}`,
		"a version from the future":       `{"flow":"first","version":99,"step":"is_idea"}`,
		"a step that is no more":          `{"flow":"first","version":2,"step":"hoe"}`,
		"a question that cannot be asked": `{"flow":"first","version":2,"step":"is_idea","mode":"which"}`,
	} {
		t.Run(name, func(t *testing.T) {
			for _, words := range []string{"ja", "stop", "help"} {
				r := newRoom(t, nil)
				library, err := flows.Load(flows.Embedded())
				if err != nil {
					t.Fatal(err)
				}
				r.house.Flows = library
				r.do(private("1", "anja", "hallo"))
				r.write(func(tx *store.Tx) error {
					p, err := tx.PersonOf(store.Account{Platform: "net", ID: "anja"}, monday)
					if err != nil {
						return err
					}
					chat, err := tx.PrivateChat(p.ID)
					if err != nil {
						return err
					}
					return tx.SaveConversation(&store.Conversation{Person: p.ID, Chat: chat.ID, Flow: "first", Version: 2, State: []byte(state)}, monday)
				})
				r.do(private("2", "anja", words))
				if got := r.newest(); !strings.Contains(got, "kan ik niet meer lezen") {
					t.Errorf("%q: anja reads %q", words, got)
				}
				r.do(private("3", "anja", "nog een keer"))
				if got := r.newest(); got != "nog een keer" {
					t.Errorf("%q: the next word is answered with %q", words, got)
				}
			}
		})
	}
}

// A network cuts a text that is too long; its second half is no answer of its own.
func TestTheRestOfACutText(t *testing.T) {
	r := newRoom(t, nil)
	first, rest := private("1", "anja", "het eerste deel"), private("2", "anja", "en het tweede")
	first.Full = true
	rest.SentAt = monday.Add(2 * time.Second)
	late := private("3", "anja", "iets heel anders")
	late.SentAt = monday.Add(5 * time.Second)
	for _, step := range []struct {
		in   bot.Inbound
		want string
	}{{first, "het eerste deel"}, {rest, "het eerste deel"}, {late, "iets heel anders"}} {
		r.do(step.in)
		if got := r.newest(); got != step.want {
			t.Errorf("after %q the newest answer is %q, want %q", step.in.Text, got, step.want)
		}
	}
}

// What a network tells of its chats: who is thrown out is not written to any more, and comes back with its first sign of life.
func TestStandings(t *testing.T) {
	stand := func(key string, s bot.Standing) bot.Inbound {
		in := group(key, "wim", "")
		in.Standing = s
		return in
	}
	r := newRoom(t, nil)
	r.do(stand("1", bot.Out))
	r.read(func(tx *store.Tx) error {
		if _, err := tx.KnownChat(store.Address{Platform: "net", Chat: "#group"}); err == nil {
			t.Error("a group where nobody spoke to the bot is remembered for throwing it out")
		}
		if _, err := tx.PersonByAccount(store.Account{Platform: "net", ID: "wim"}); err == nil {
			t.Error("who threw it out is remembered")
		}
		return nil
	})
	r.do(stand("2", bot.MayWrite))
	if got := r.newest(); !strings.Contains(got, "/koppel") {
		t.Errorf("a new group reads %q", got)
	}
	gone := func(key string, s bot.Standing, want bool) {
		t.Helper()
		r.do(stand(key, s))
		r.read(func(tx *store.Tx) error {
			chat, err := tx.KnownChat(store.Address{Platform: "net", Chat: "#group"})
			if err != nil || chat.Gone != want {
				t.Errorf("after %s: gone %t, %v", s, chat.Gone, err)
			}
			return nil
		})
	}
	gone("3", bot.Muted, true)
	gone("4", bot.MayWrite, false)
	gone("5", bot.Out, true)
	r.do(group("6", "wim", "/onzin"))
	gone("7", bot.MayWrite, false)
}

// newest is the last text in the outbox.
func (r *room) newest() string {
	r.Helper()
	all := r.said()
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}

func (r *room) read(fn func(*store.Tx) error) {
	r.Helper()
	if err := r.db.Read(r.Context(), fn); err != nil {
		r.Fatal(err)
	}
}

func (r *room) write(fn func(*store.Tx) error) {
	r.Helper()
	if err := r.db.Write(r.Context(), fn); err != nil {
		r.Fatal(err)
	}
}
