package telegram

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"smederij/bot"
)

// waitAnyway is how long to wait when Telegram says 429 and not how long.
const waitAnyway = 5 * time.Second

// What Telegram says with a 400, by what it means for the message. Its words are all it gives; cases of letters vary.
var (
	goneWords = []string{"chat not found", "user not found", "peer_id_invalid", "group chat was upgraded", "group chat was deactivated",
		"group chat was deleted", "user_deactivated", "channel_private", "have no access to the chat",
		"message thread not found", "topic_deleted", "topic_closed"} // a chat here is a topic too
	// A bot that may not write is as good as gone: the coordinator must hear it. Its new standing, or any message, brings the chat back.
	mutedWords    = []string{"not enough rights to send", "have no rights to send", "chat_write_forbidden", "chat_restricted", "_forbidden"}
	vanishedWords = []string{"message to edit not found", "message to delete not found", "message can't be edited", "message_id_invalid"}
	tooOldWords   = []string{"message can't be deleted"}
	sameWords     = []string{"message is not modified"}
	entityWords   = []string{"can't parse entities"}
	noTextWords   = []string{"there is no text in the message to edit"}
	lateWords     = []string{"query is too old", "query id is invalid"}
)

// says tells whether Telegram refused with one of these.
func (p *problem) says(words []string) bool {
	if p == nil || p.code != http.StatusBadRequest {
		return false
	}
	said := strings.ToLower(p.words)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(said, w) })
}

// failure is a problem in the words of the house.
func (p *problem) failure() *bot.SendError {
	e := &bot.SendError{Err: p}
	switch {
	case p.moved != 0:
		e.Moved = &bot.Address{Platform: PlatformName, Chat: strconv.FormatInt(p.moved, 10)}
	case p.code == http.StatusTooManyRequests:
		e.Retry = cmp.Or(p.retry, waitAnyway)
	case p.code == http.StatusUnauthorized, p.code == http.StatusConflict: // it was refused for all, not this one for itself
	case p.code == http.StatusForbidden, p.says(goneWords), p.says(mutedWords):
		e.Fate = bot.Gone
	case p.says(vanishedWords):
		e.Fate = bot.Vanished
	case p.code >= 500:
		e.Fate = bot.Doubtful
	case p.code != 0:
		e.Fate = bot.Refused
	default:
		e.Fate = p.unanswered()
	}
	return e
}

// unanswered is the fate of a request that Telegram itself did not answer.
func (p *problem) unanswered() bot.Fate {
	switch {
	case p.status == http.StatusRequestEntityTooLarge:
		return bot.Refused
	case p.status >= 300 && p.status < 500: // somebody on the way sent it back
		return bot.NotSent
	case p.arrived:
		return bot.Doubtful
	}
	return bot.NotSent
}

// asFailure makes an error of a problem; of none it makes nil, not a nil inside an interface.
func asFailure(p *problem) error {
	if p == nil {
		return nil
	}
	return p.failure()
}

// harmless is the failure of a question: whatever became of it, it may be put again.
func harmless(p *problem) error {
	if p == nil {
		return nil
	}
	e := p.failure()
	if e.Fate == bot.Doubtful {
		e.Fate = bot.NotSent
	}
	return e
}
