package telegramtest_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"smederij/bot/telegram/telegramtest"
)

// A bot of one line answers anja. A real one finds her message with getUpdates at the same URL.
func Example() {
	s, err := telegramtest.Start(telegramtest.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	anja := s.Person("anja")
	anja.Say("Ik heb een idee")

	answer, err := http.PostForm(s.URL()+"/bot"+s.Token()+"/sendMessage", url.Values{
		"chat_id":      {fmt.Sprint(anja.ID())},
		"text":         {"Wat is <b>uw idee</b>?"},
		"parse_mode":   {"HTML"},
		"reply_markup": {`{"inline_keyboard":[[{"text":"Stop","callback_data":"7:1:stop"}]]}`},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	answer.Body.Close()
	http.DefaultClient.CloseIdleConnections()

	seen, err := s.WaitFor(context.Background(), 0, telegramtest.In(anja))
	fmt.Println(seen.Where, seen.Kind, seen.Message.Text, seen.Message.Buttons, err)
	if _, err := anja.Press("Stop"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(s.Pending(), "updates wait for the bot")
	// Output:
	// anja shown Wat is uw idee? [[{Stop 7:1:stop }]] <nil>
	// 2 updates wait for the bot
}
