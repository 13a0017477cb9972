package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"

	"smederij/bot"
	"smederij/bot/telegram"
	"smederij/store"
)

// checkBot asks Telegram who the bot is. Without a token there is nobody to ask about, and it returns nil.
func checkBot(ctx context.Context, w world, c configuration) (*telegram.Telegram, error) {
	token, err := telegramToken(w.env)
	if err != nil {
		return nil, err
	}
	if token == "" {
		fmt.Fprintf(w.stdout, "telegram: %s is not set; without it there is no Telegram\n", tokenName)
		return nil, nil
	}
	t, err := openTelegram(w, c, bot.RealClock{Zone: c.zone}, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, askTelegram)
	defer cancel()
	me, err := t.Me(ctx)
	if err != nil {
		return nil, platformError{err}
	}
	fmt.Fprintf(w.stdout, "telegram: fine, the bot is @%s\n", me.Username)
	if !me.JoinsGroups {
		fmt.Fprintln(w.stdout, "telegram: nobody may add the bot to a group; allow it with /setjoingroups of @BotFather")
	}
	if me.ReadsAll {
		fmt.Fprintln(w.stdout, "telegram: privacy mode is off, so the bot hears what is not meant for it; put it on with /setprivacy of @BotFather")
	}
	return t, nil
}

// checkGroups tells what the bot may do in the groups that are linked.
func checkGroups(ctx context.Context, w world, t *telegram.Telegram, db *store.DB) error {
	var chats []store.Chat
	names := make(map[store.SmederijID]string)
	if err := db.Read(ctx, func(tx *store.Tx) (err error) {
		if chats, err = tx.AllLinkedChats(); err != nil {
			return err
		}
		all, err := tx.Smederijen()
		for _, s := range all {
			names[s.ID] = s.Name
		}
		return err
	}); err != nil {
		return err
	}
	wrong := 0
	for _, chat := range chats {
		if chat.Address.Platform != telegram.PlatformName {
			continue
		}
		said, ok, err := rightsIn(ctx, t, chat)
		if err != nil {
			return platformError{err}
		}
		if !ok {
			wrong++
		}
		fmt.Fprintf(w.stdout, "telegram: %s chat of %s: %s\n", chat.Purpose, cmp.Or(names[chat.Smederij], "all Smederijen"), said)
	}
	if wrong > 0 {
		return platformError{fmt.Errorf("the bot cannot write in %d of its groups; add it again, or let it write there", wrong)}
	}
	return nil
}

func rightsIn(ctx context.Context, t *telegram.Telegram, chat store.Chat) (said string, ok bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, askTelegram)
	defer cancel()
	r, err := t.Rights(ctx, chat.Address)
	var failure *bot.SendError
	if errors.As(err, &failure) && failure.Moved != nil { // the bot itself will follow when it next hears of the group
		r, err = t.Rights(ctx, *failure.Moved)
	}
	switch {
	case errors.As(err, &failure) && failure.Fate == bot.Refused:
		return "Telegram does not tell: " + err.Error(), false, nil
	case err != nil:
		return "", false, err
	case !r.Member:
		return "the bot is not there", false, nil
	case !r.MayWrite:
		return "the bot may not write there", false, nil
	case r.Admin:
		return "fine; the bot is an administrator and hears all that is said there, which it does not need", true, nil
	}
	return "fine", true, nil
}
