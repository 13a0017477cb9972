// Package ideas is what a resident does with an idea: tell it, follow it, change it, take it back, and stand beside somebody else's.
package ideas

import (
	"smederij/bot"
	"smederij/store"
)

// Feature is the room of ideas.
func Feature() bot.Feature {
	return bot.Feature{
		Name: "ideas",
		Commands: []bot.Command{
			{Name: "idee", Where: bot.Everywhere, Run: propose},
			{Name: "mijnideeen", Where: bot.InPrivate, Run: mine},
			{Name: "mijnideeën", Where: bot.InPrivate, Run: mine}, // as people write it; commands allow no ë
			{Name: "help", Where: bot.Everywhere, Run: help},
		},
		Presses: map[string]bot.Handler{
			"propose":   propose,
			"mine":      bot.Privately(mine),
			"help":      bot.Privately(help),
			"show":      own(show),
			"read":      own(readAll),
			"continue":  own(goOn),
			"correct":   own(correct),
			"reply":     own(reply),
			"leave":     own(askWithdraw),
			"left":      own(withdraw),
			"photo_yes": onPhoto(showPhoto),
			"photo_no":  onPhoto(hidePhoto),
			"support":   stand(store.Support),
			"assist":    stand(store.Help),
			"worry":     stand(store.Worry),
		},
		Links: []string{"propose", "mine", "help", "show", "read", "continue", "correct", "reply", "leave", "support", "assist", "worry"},
		Keeps: map[string]bot.End{"idea": keep},
		Ends: map[string]bot.End{
			"submit_idea":     submit,
			"answer_question": answerQuestion,
			"first_words":     firstWords,
			"record_worry":    recordWorry,
		},
		Events: map[store.EventKind]func(*bot.Context, store.Event) error{
			store.EventKind(store.Ask):      tellQuestion,
			store.EventKind(store.Accept):   tellAccepted,
			store.EventKind(store.Decline):  tellDeclined,
			store.EventKind(store.Refer):    tellReferred,
			store.EventKind(store.Withdraw): withdrawn,
			store.EventKind(store.Uphold):   shownNow,
			store.EventKind(store.Reopen):   card,
			store.EventKind(store.Retrack):  cardAgain,
			store.EventKind(store.Relocate): relocated,
			store.Claimed:                   tellClaimed,
			store.Undone:                    cardAgain,
			store.Supported:                 card,
			store.Linked:                    linked,
			store.Kept:                      kept,
		},
		Signals: map[string]func(*bot.Context, bot.Signal) error{bot.FetchFileJob: fetched},
		Plain:   plain,
	}
}
