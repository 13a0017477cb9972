// Package ideas is what a resident does with an idea: tell it, follow it, change it, take it back, and stand beside somebody else's.
package ideas

import (
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
			{Name: "invoeren", Where: bot.InPrivate, Run: enter},
		},
		Presses: map[string]bot.Handler{
			"propose":   propose,
			"mine":      bot.Privately(mine),
			"help":      bot.Privately(help),
			"show":      bot.OwnIdea(show),
			"read":      bot.OwnIdea(readAll),
			"continue":  bot.OwnIdea(goOn),
			"correct":   bot.OwnIdea(correct),
			"reply":     bot.OwnIdea(reply),
			"more":      bot.OwnIdea(tellMore),
			"tell":      bot.OwnIdea(tellAgain),
			"new":       newIdea,
			"different": bot.Privately(different),
			"leave":     bot.LedIdea(askWithdraw),
			"left":      bot.LedIdea(withdraw),
			"together":  bot.OwnIdea(together),
			"invite":    bot.LedIdea(invite),
			"hand_over": bot.LedIdea(handOver),
			"paper":     bot.LedIdea(paper),
			"quit":      bot.Privately(quit),

			"remove":     bot.LedIdea(members),
			"remove_one": bot.LedIdea(askRemove),
			"remove_yes": bot.LedIdea(remove),

			"merge":     bot.LedIdea(merge),
			"merge_yes": answerMerge(true),
			"merge_no":  answerMerge(false),
			"photo_yes": onPhoto(showPhoto),
			"photo_no":  onPhoto(hidePhoto),
			"support":   stand(store.Support),
			"assist":    stand(store.Help),
			"worry":     stand(store.Worry),
		},
		Links: []string{"propose", "mine", "help", "show", "read", "continue", "correct", "reply", "leave", "more", "together", "support", "assist", "worry"},
		Keeps: map[string]bot.End{"idea": known.keep, "complete": keepMore, "restaurant": keepMore, "lessons": keepMore},
		Ends: map[string]bot.End{
			"submit_idea":     submit,
			"answer_question": answerQuestion,
			"first_words":     firstWords,
			"record_worry":    recordWorry,
			"kind_said":       kindSaid,
			"told_more":       toldMore,
			"ask_merge":       askMerge,
		},
		Events: events(known),
		Signals: map[string]func(*bot.Context, bot.Signal) error{bot.FetchFileJob: fetched, bot.TellSupportersJob: tellSupporters,
			TitlesJob: known.learn},
		Questions: map[string]bot.Question{"propose": {Waits: func(*bot.Context) (bool, error) { return false, nil }}}, // the menu asks for nothing
		Plain:     plain,
	}
}

// events is who hears what happened to an idea. What moves on both ends the questions about it and is told to all its makers.
func events(known *hints) map[store.EventKind]func(*bot.Context, store.Event) error {
	type hearer = func(*bot.Context, store.Event) error
	hear := map[store.EventKind]hearer{
		store.EventKind(store.Ask):      tellQuestion,
		store.EventKind(store.Accept):   tellAccepted,
		store.EventKind(store.Decline):  tellDeclined,
		store.EventKind(store.Refer):    tellReferred,
		store.EventKind(store.Withdraw): withdrawn,
		store.EventKind(store.Merge):    merged,
		store.EventKind(store.Uphold):   shownNow,
		store.EventKind(store.Adopt):    card,
		store.EventKind(store.Shelve):   card,
		store.EventKind(store.Reopen):   card,
		store.EventKind(store.Retrack):  cardAgain,
		store.EventKind(store.Begin):    card,
		store.EventKind(store.Finish):   card,
		store.EventKind(store.Resume):   card,
		store.EventKind(store.Relocate): relocated,
		store.EventKind(store.Grant):    tellMoney("ideas.granted"),
		store.EventKind(store.Pay):      tellMoney("ideas.paid"),
		store.EventKind(store.Release):  tellMoney("ideas.released"),
		store.EventKind(store.Pass):     tellReason("ideas.not_granted"),
		store.EventKind(store.Stop):     tellReason("ideas.stopped"),
		store.Claimed:                   tellClaimed,
		store.Undone:                    cardAgain,
		store.Supported:                 cardAgain,
		store.Linked:                    linked,
		store.Kept:                      kept,
		store.Joined:                    joined,
		store.Left:                      left,
		store.Removed:                   removed,
		store.Handed:                    handed,
		store.Owned:                     owned,
	}
	and := func(m store.Move, also hearer) {
		first := hear[store.EventKind(m)]
		hear[store.EventKind(m)] = func(c *bot.Context, e store.Event) error {
			if first != nil {
				if err := first(c, e); err != nil {
					return err
				}
			}
			return also(c, e)
		}
	}
	for _, m := range []store.Move{store.Ask, store.Accept, store.Decline, store.Refer, store.Withdraw, store.Merge, store.Grant, store.Pass,
		store.Adopt, store.Shelve, store.Appeal, store.Uphold, store.Reject, store.Relocate, store.Reopen} {
		and(m, lapse)
	}
	for _, m := range []store.Move{store.Accept, store.Uphold, store.Relocate} {
		and(m, known.accepted)
	}
	for _, m := range []store.Move{store.Withdraw, store.Pass, store.Shelve, store.Stop, store.Merge} {
		and(m, ended)
	}
	for _, m := range []store.Move{store.Reply, store.Correct, store.Withdraw, store.Begin, store.HandIn} {
		and(m, tellOthers)
	}
	return hear
}
