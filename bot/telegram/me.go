package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"smederij/bot"
)

// Me is what Telegram says about the bot.
type Me struct {
	Username    string `json:"username"`                    // without @
	JoinsGroups bool   `json:"can_join_groups"`             // people may put it in groups
	ReadsAll    bool   `json:"can_read_all_group_messages"` // privacy mode is off: it hears what is not for it
}

// Me asks who the bot is. An error is a [*bot.SendError], and [ErrRevoked] for a token that is worth nothing.
func (t *Telegram) Me(ctx context.Context) (Me, error) {
	var me Me
	p := t.call(ctx, patience, "getMe", nil, &me)
	switch {
	case p == nil && me.Username == "":
		return me, &bot.SendError{Err: errors.New("telegram did not say who the bot is")}
	case p == nil:
		t.me.Store(&me)
		return me, nil
	case p.code == http.StatusNotFound: // how it names a token that no bot ever had
		t.revoke()
		return me, &bot.SendError{Err: fmt.Errorf("%w: %w", ErrRevoked, p)}
	}
	return me, harmless(p)
}

// Rights are what the bot may do in a chat.
type Rights struct {
	Member   bool // it is there; in private: the person wrote to it once
	MayWrite bool
	Admin    bool // it hears all that is said
}

// Rights asks what the bot may do in a chat. A chat that it cannot reach gives none, without an error. An error is a [*bot.SendError].
func (t *Telegram) Rights(ctx context.Context, a bot.Address) (Rights, error) {
	with := params{"chat_id": a.Chat}
	if !strings.HasPrefix(a.Chat, "-") { // a private chat has no members
		p := t.call(ctx, patience, "getChat", with, nil)
		return unreachable(Rights{Member: p == nil, MayWrite: p == nil}, p)
	}
	var chat struct {
		Permissions *struct {
			CanSend bool `json:"can_send_messages"`
		} `json:"permissions"`
	}
	if p := t.call(ctx, patience, "getChat", with, &chat); p != nil {
		return unreachable(Rights{}, p)
	}
	var m member
	if p := t.call(ctx, patience, "getChatMember", params{"chat_id": a.Chat, "user_id": number(t.id)}, &m); p != nil {
		return unreachable(Rights{}, p)
	}
	r := Rights{Member: m.there(), MayWrite: m.mayWrite(), Admin: m.Status == "administrator" || m.Status == "creator"}
	if !r.Admin && chat.Permissions != nil && !chat.Permissions.CanSend {
		r.MayWrite = false
	}
	return r, nil
}

func unreachable(r Rights, p *problem) (Rights, error) {
	err := harmless(p)
	var failure *bot.SendError
	if errors.As(err, &failure) && failure.Fate == bot.Gone {
		return Rights{}, nil
	}
	return r, err
}
