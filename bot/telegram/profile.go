package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"smederij/bot"
)

// showProfile sets what Telegram shows about the bot, where that differs. It is best effort: people can talk with a bot without a menu.
func (t *Telegram) showProfile(ctx context.Context) {
	about := t.cfg.Profile
	t.trySetting(ctx, "menu", func() error { return t.setMenu(ctx, "all_private_chats", about.Private) })
	t.trySetting(ctx, "menu", func() error { return t.setMenu(ctx, "all_group_chats", about.Groups) })
	t.trySetting(ctx, "description", func() error {
		return t.describe(ctx, "getMyDescription", "setMyDescription", "description", about.Description)
	})
	t.trySetting(ctx, "short description", func() error {
		return t.describe(ctx, "getMyShortDescription", "setMyShortDescription", "short_description", about.Short)
	})
}

// settingTries is how often a part of the profile is tried. Telegram limits these requests severely.
const settingTries = 5

func (t *Telegram) trySetting(ctx context.Context, what string, set func() error) {
	trouble := trouble{log: t.log, what: "setting the " + what}
	for range settingTries {
		err := set()
		var failure *bot.SendError
		switch {
		case ctx.Err() != nil:
			return
		case err == nil:
			trouble.over()
			return
		case errors.As(err, &failure) && failure.Fate == bot.Refused:
			t.log.Error("telegram refuses a part of the profile", "part", what, "why", err)
			return
		}
		trouble.wait(ctx, err)
	}
}

func (t *Telegram) setMenu(ctx context.Context, scope string, commands []MenuCommand) error {
	if len(commands) == 0 {
		return nil
	}
	with := params{"scope": `{"type":"` + scope + `"}`}
	var there []MenuCommand
	if p := t.call(ctx, patience, "getMyCommands", with, &there); p != nil || slices.Equal(there, commands) {
		return harmless(p)
	}
	list, err := json.Marshal(commands)
	if err != nil {
		return err
	}
	with["commands"] = string(list)
	return harmless(t.call(ctx, patience, "setMyCommands", with, nil))
}

func (t *Telegram) describe(ctx context.Context, get, set, field, text string) error {
	if text == "" {
		return nil
	}
	there := map[string]string{}
	if p := t.call(ctx, patience, get, nil, &there); p != nil || there[field] == text {
		return harmless(p)
	}
	return harmless(t.call(ctx, patience, set, params{field: text}, nil))
}
