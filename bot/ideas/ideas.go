// Package ideas is what a resident does with an idea: tell it, follow it, change it, take it back, and stand beside somebody else's.
package ideas

import (
	"errors"

	"smederij/bot"
	"smederij/store"
)

// Feature is the room of ideas.
func Feature() bot.Feature {
	known := new(hints)
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
			"more":      own(tellMore),
			"tell":      own(tellAgain),
			"new":       newIdea,
			"leave":     own(askWithdraw),
			"left":      own(withdraw),
			"different": bot.Privately(different),
			"photo_yes": onPhoto(showPhoto),
			"photo_no":  onPhoto(hidePhoto),
			"support":   stand(store.Support),
			"assist":    stand(store.Help),
			"worry":     stand(store.Worry),
		},
		Links: []string{"propose", "mine", "help", "show", "read", "continue", "correct", "reply", "leave", "more", "support", "assist", "worry"},
		Keeps: map[string]bot.End{"idea": known.keep, "complete": keepMore, "restaurant": keepMore, "lessons": keepMore},
		Ends: map[string]bot.End{
			"submit_idea":     submit,
			"answer_question": answerQuestion,
			"first_words":     firstWords,
			"record_worry":    recordWorry,
			"kind_said":       kindSaid,
			"told_more":       toldMore,
		},
		Events: map[store.EventKind]func(*bot.Context, store.Event) error{
			store.EventKind(store.Ask): tellQuestion,
			store.EventKind(store.Accept): func(c *bot.Context, e store.Event) error {
				return errors.Join(tellAccepted(c, e), known.accepted(c, e))
			},
			store.EventKind(store.Decline):  tellDeclined,
			store.EventKind(store.Refer):    tellReferred,
			store.EventKind(store.Withdraw): withdrawn,
			store.Claimed:                   tellClaimed,
			store.Undone:                    cardAgain,
			store.Supported:                 card,
			store.Linked:                    linked,
			store.Kept:                      kept,
		},
		Signals: map[string]func(*bot.Context, bot.Signal) error{bot.FetchFileJob: fetched, TitlesJob: known.learn},
		Plain:   plain,
	}
}
