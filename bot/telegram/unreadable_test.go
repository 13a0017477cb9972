package telegram_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"smederij/bot"
)

func TestUnreadable(t *testing.T) {
	r := play(t)
	anja := r.s.Person("anja")
	bad := map[string]int64{}
	for _, u := range [][2]string{
		{"message", `[]`},
		{"message", `{"message_id":"zeven","date":true,"chat":{"id":"x","type":5}}`},
		{"callback_query", `{"id":77,"from":null,"data":["?"]}`},
		{"my_chat_member", `"left"`},
		{"message", `{"message_id":1,"date":1e300,"chat":{"id":1e300,"type":"private"},"text":{"a":1}}`},
	} {
		id := r.s.PushRaw(u[0], u[1])
		bad[fmt.Sprintf("telegram:%d", id)] = id
	}
	hidden := r.s.PushRaw("message", `{"message_id":"zeven","chat":{"id":-100123,"type":"supergroup"},"text":"geheim"}`)
	r.s.PushRaw("quantum_message", `{"qubits":[0,1]}`)
	anja.Say("hallo")
	r.confirmed()
	taken := r.house.got(t, 7)
	if len(taken) != 7 || taken[6].Text != "hallo" {
		t.Fatalf("got %+v", taken)
	}
	for _, in := range taken[:5] {
		if in.Raw == "" || !strings.Contains(in.Raw, fmt.Sprint(bad[in.Key])) || bad[in.Key] == 0 || in.Platform != "telegram" || !in.Addressed() {
			t.Errorf("got %+v", in)
		}
	}
	if want := fmt.Sprintf(`{"update_id":%d}`, hidden); taken[5].Raw != want {
		t.Errorf("got %s, want %s: it was said in a group", taken[5].Raw, want)
	}
}

// TestLogHoldsNobody: neither what people write nor who they are (PRIVACY P05).
func TestLogHoldsNobody(t *testing.T) {
	r := play(t)
	anja, bram := r.s.Person("anja"), r.s.Person("bram")
	g := r.s.Group("Kransstraat", anja, bram)
	g.AddBot(anja)
	r.s.PushRaw("message", fmt.Sprintf(`{"message_id":[],"from":{"id":%d},"chat":{"id":%d,"type":"private"},"text":"tekst"}`, anja.ID(), anja.ID()))
	r.house.answers(func(bot.Inbound) (bot.Notice, error) { return bot.Notice{}, errors.New("the disk is full") })
	anja.Say("tekst")
	r.log.says(t, "handing updates over", 1)
	r.house.answers(nil)
	r.confirmed()
	_, _ = r.Send(t.Context(), words(999, "tekst"))
	if err := r.stop(); err != nil {
		t.Error(err)
	}
	for _, secret := range []string{"tekst", "anja", fmt.Sprint(anja.ID()), fmt.Sprint(bram.ID()), fmt.Sprint(g.ID()), "Kransstraat"} {
		if strings.Contains(r.log.String(), secret) {
			t.Errorf("%q stands in the log:\n%s", secret, r.log)
		}
	}
	if !slices.ContainsFunc(r.house.got(t, 2), func(in bot.Inbound) bool { return in.Raw != "" }) {
		t.Error("nothing was unreadable")
	}
}
