package main

import (
	"context"
	"fmt"

	"smederij/bot"
	"smederij/store"
)

// verify recounts everything: references, counts, outbox, audit log, pages, and whether every open conversation can go on.
func verify(ctx context.Context, w world, args []string) error {
	set, config, path := fileFlags("verify")
	if err := parse(set, w, args); err != nil {
		return err
	}
	c, err := readConfiguration(*config)
	if err != nil {
		return err
	}
	db, err := openDatabase(w, c, *path)
	if err != nil {
		return err
	}
	defer db.Close()
	broken, t, err := db.Verify(ctx)
	if err != nil {
		return err
	}
	lost, err := lostConversations(ctx, db)
	if err != nil {
		return err
	}
	broken = append(broken, lost...)
	fmt.Fprintf(w.stdout, "%d ideas, %d people, %d chats; messages: %d sent, %d queued, %d uncertain; %d dead letters\n",
		t.Ideas, t.People, t.Chats, t.Sent, t.Queued, t.Uncertain, t.DeadLetters)
	for _, b := range broken {
		fmt.Fprintln(w.stdout, "broken:", b)
	}
	if len(broken) > 0 {
		return &store.Error{Code: store.Damaged, Detail: fmt.Sprintf("%d promises are broken", len(broken))}
	}
	fmt.Fprintln(w.stdout, "everything adds up")
	return nil
}

const conversationPortion = 500

// lostConversations are the open conversations that could not go on: their people would be told so at their next word.
func lostConversations(ctx context.Context, db *store.DB) (broken []string, err error) {
	library, err := loadFlows()
	if err != nil {
		return nil, configError{err}
	}
	h := &bot.House{Flows: library}
	err = db.Read(ctx, func(tx *store.Tx) error {
		for last := store.ConversationID(0); ; {
			list, err := tx.OpenConversations(last, conversationPortion)
			for _, c := range list {
				last = c.ID
				if _, err := h.Load(c); err != nil {
					broken = append(broken, fmt.Sprintf("every open conversation can go on: conversation %d of flow %s", c.ID, c.Flow))
				}
			}
			if err != nil || len(list) < conversationPortion {
				return err
			}
		}
	})
	return broken, err
}
