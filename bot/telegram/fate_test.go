package telegram

import (
	"errors"
	"net"
	"net/url"
	"testing"
	"time"

	"smederij/bot"
)

func TestFates(t *testing.T) {
	broken := errors.New("connection reset")
	for _, tt := range []struct {
		why  string
		p    problem
		want bot.Fate
		wait time.Duration
	}{
		{"blocked", problem{code: 403, words: "Forbidden: bot was blocked by the user"}, bot.Gone, 0},
		{"kicked", problem{code: 403, words: "Forbidden: bot was kicked from the supergroup chat"}, bot.Gone, 0},
		{"closed account", problem{code: 403, words: "Forbidden: user is deactivated"}, bot.Gone, 0},
		{"no member", problem{code: 403, words: "Forbidden: bot is not a member of the channel chat"}, bot.Gone, 0},
		{"may not begin", problem{code: 403, words: "Forbidden: bot can't initiate conversation with a user"}, bot.Gone, 0},
		{"no chat", problem{code: 400, words: "Bad Request: chat not found"}, bot.Gone, 0},
		{"no user", problem{code: 400, words: "Bad Request: user not found"}, bot.Gone, 0},
		{"nobody", problem{code: 400, words: "Bad Request: PEER_ID_INVALID"}, bot.Gone, 0},
		{"moved, no id", problem{code: 400, words: "Bad Request: group chat was upgraded to a supergroup chat"}, bot.Gone, 0},
		{"deleted group", problem{code: 403, words: "Forbidden: the group chat was deleted"}, bot.Gone, 0},
		{"no rights", problem{code: 400, words: "Bad Request: not enough rights to send text messages to the chat"}, bot.Gone, 0},
		{"no rights, old words", problem{code: 400, words: "Bad Request: have no rights to send a message"}, bot.Gone, 0},
		{"no rights, code", problem{code: 400, words: "Bad Request: CHAT_WRITE_FORBIDDEN"}, bot.Gone, 0},
		{"no text", problem{code: 400, words: "Bad Request: message text is empty"}, bot.Refused, 0},
		{"too long", problem{code: 400, words: "Bad Request: message is too long"}, bot.Refused, 0},
		{"a bad button", problem{code: 400, words: "Bad Request: BUTTON_DATA_INVALID"}, bot.Refused, 0},
		{"no method", problem{code: 404, words: "Not Found"}, bot.Refused, 0},
		{"too large", problem{code: 413, words: "Request Entity Too Large"}, bot.Refused, 0},
		{"too large, of a proxy", problem{status: 413, arrived: true, err: broken}, bot.Refused, 0},
		{"no message", problem{code: 400, words: "Bad Request: message to edit not found"}, bot.Vanished, 0},
		{"not to change", problem{code: 400, words: "Bad Request: message can't be edited"}, bot.Vanished, 0},
		{"too many", problem{code: 429, retry: 7 * time.Second}, bot.NotSent, 7 * time.Second},
		{"too many, says not how long", problem{code: 429}, bot.NotSent, waitAnyway},
		{"no token", problem{code: 401, words: "Unauthorized"}, bot.NotSent, 0},
		{"moved", problem{code: 400, words: "Bad Request: group chat was upgraded", moved: -1007}, bot.NotSent, 0},
		{"broken inside", problem{code: 500, words: "Internal Server Error"}, bot.Doubtful, 0},
		{"HTML 502", problem{status: 502, arrived: true, err: broken}, bot.Doubtful, 0},
		{"cut off in the answer", problem{status: 200, arrived: true, err: broken}, bot.Doubtful, 0},
		{"a proxy's own page", problem{status: 403, arrived: true, err: broken}, bot.NotSent, 0},
		{"sent elsewhere", problem{status: 302, arrived: true, err: broken}, bot.NotSent, 0},
		{"no answer", problem{arrived: true, err: broken}, bot.Doubtful, 0},
		{"not written", problem{err: broken}, bot.NotSent, 0},
	} {
		got := tt.p.failure()
		if got.Fate != tt.want || got.Retry != tt.wait || (got.Moved != nil) != (tt.p.moved != 0) {
			t.Errorf("%s: got %+v", tt.why, got)
		}
	}
}

func TestHowFarItGot(t *testing.T) {
	broken := errors.New("connection reset")
	for _, tt := range []struct {
		why               string
		connected, broken bool
		status            int
		err               error
		want              bool
	}{
		{"nobody there", false, false, 0, &net.OpError{Op: "dial", Err: broken}, false},
		{"no name, no TLS", false, false, 0, broken, false},
		{"broke while writing", true, true, 0, broken, false},
		{"written, no answer", true, false, 0, broken, true},
		{"answered by somebody", true, true, 502, broken, true},
	} {
		way := &trip{status: tt.status}
		way.connected.Store(tt.connected)
		way.broken.Store(tt.broken)
		if got := way.mayHaveArrived(tt.err); got != tt.want {
			t.Errorf("%s: got %v", tt.why, got)
		}
	}
}

func TestErrorsWithoutToken(t *testing.T) {
	tg := &Telegram{cfg: Config{Token: "1:GEHEIM"}}
	inner := errors.New("connection reset")
	if got := tg.masked(&url.Error{Op: "Post", URL: "https://x/bot1:GEHEIM/getMe", Err: inner}); got != inner {
		t.Errorf("got %v", got)
	}
	if got := tg.masked(errors.New("no route to /bot1:GEHEIM/getMe")).Error(); got != "no route to /bot***/getMe" {
		t.Errorf("got %s", got)
	}
}
