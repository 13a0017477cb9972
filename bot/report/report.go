// Package report is the end of an idea: its lead tells how it went, a coordinator reads that and finishes it, all who stood beside it
// are thanked, and weeks later they are asked whether it is really done.
package report

import (
	"errors"
	"time"

	"smederij/bot"
	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

// Feature is the room of reports.
func Feature() bot.Feature {
	hear := map[store.EventKind]func(*bot.Context, store.Event) error{
		store.EventKind(store.HandIn): handedIn,
		store.EventKind(store.Finish): finished,
		store.EventKind(store.Resume): resumed,
		store.Undone:                  redraw,
		store.Kept:                    kept,
		store.Dismissed:               dismissed,
	}
	for _, k := range []store.EventKind{store.EventKind(store.Pay), store.EventKind(store.Release), store.EventKind(store.Stop), store.Ordered} {
		hear[k] = redraw
	}
	for _, k := range []store.EventKind{store.Joined, store.Handed, store.Owned} {
		hear[k] = carried
	}
	return bot.Feature{
		Name: "report",
		Presses: map[string]bot.Handler{
			"begin": lead(begin),
			"tell":  lead(tell),
			"reply": bot.Privately(reply),

			"show":   onIdea(show),
			"read":   onIdea(readAll),
			"ask":    onIdea(ask),
			"finish": onIdea(finish),
			"resume": onIdea(resume),

			"done":     bot.Privately(sayDone(true)),
			"not_done": bot.Privately(sayDone(false)),
		},
		Questions: map[string]bot.Question{"done": {Means: means}},
		Links:     []string{"tell", "reply", "show", "read", "ask"},
		Ends: map[string]bot.End{
			"hand_in_report":      handIn,
			"ask_about_report":    askLead,
			"answer_about_report": bringAnswer,
			"say_why_not_done":    sayWhyNot,
		},
		Events: hear,
		Signals: map[string]func(*bot.Context, bot.Signal) error{
			bot.ThankJob:   thank,
			bot.AskDoneJob: func(c *bot.Context, _ bot.Signal) error { return check(c) },
		},
		Schedules: []bot.Schedule{{Kind: "really_done", House: true, Rhythm: store.EveryHour(10, 12), Grace: 6 * time.Hour,
			Run: func(c *bot.Context, _ store.Slot) error { return check(c) }}},
	}
}

const busy store.Reason = "busy" // a decision can still be undone, and the lead hears of it when it stands

// lead lets only who speaks for an idea go on, and knows where it stands.
func lead(do func(*bot.Context, store.Idea) error) bot.Handler {
	return bot.LedIdea(func(c *bot.Context, i store.Idea) error {
		told, err := c.AsTold(i, c.Now)
		if err != nil {
			return err
		}
		if told.State != i.State {
			return &store.Refusal{Reason: busy, Idea: i.ID}
		}
		return do(c, i)
	})
}

func look(i store.Idea) bot.Button {
	return bot.Tap(locales.T("ideas.button.look"), "ideas:show", int64(i.ID))
}

func tellButton(i store.Idea) bot.Button {
	return bot.Tap(locales.T("report.button.tell"), "report:tell", int64(i.ID))
}

// begin says that people are at it.
func begin(c *bot.Context, i store.Idea) error {
	if _, err := c.Move(c.Person.ID, i.ID, store.Begin, store.Detail{}, c.Now); err != nil {
		return err
	}
	return c.Say(locales.T("report.begun", "ref", i.Ref, "title", i.Title), tellButton(i), look(i))
}

// tell opens the report, with what the ledger knows above it. One that waits is opened to be changed. Who tells how it went has begun,
// also when nobody said so.
func tell(c *bot.Context, i store.Idea) (err error) {
	if i.State == store.Granted {
		if i, err = c.Move(c.Person.ID, i.ID, store.Begin, store.Detail{}, c.Now); err != nil {
			return err
		}
	}
	if i.State != store.Underway {
		return &store.Refusal{Reason: store.WrongState, Idea: i.ID}
	}
	purse, err := c.Purse(i.ID)
	if err != nil {
		return err
	}
	answers, err := toldBefore(c, i)
	if err != nil {
		return err
	}
	r, err := c.WaitingReport(i.ID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		key, back := "report.start", purse.Back(i.Granted)
		switch {
		case i.Granted == 0: // a lange klap
			key = "report.start_long"
		case back > 0:
			key = "report.start_less"
		}
		return c.Begin(c.Chat, "report", i, answers, locales.T(key, "ref", i.Ref, "title", i.Title, "granted", locales.Euro(i.Granted),
			"paid", locales.Euro(purse.Paid), "back", locales.Euro(back), "held", locales.Euro(purse.Held)))
	case err != nil:
		return err
	}
	if err := withMedia(c, r, answers); err != nil {
		return err
	}
	if on, err := c.Continue(c.Chat, "report", i, locales.T("report.change", "ref", i.Ref)); on || err != nil {
		return err
	}
	return c.Review(c.Chat, "report", i, answers, locales.T("report.change", "ref", i.Ref))
}

// toldBefore are the answers of the last report of an idea.
func toldBefore(c *bot.Context, i store.Idea) (map[string]flows.Answer, error) {
	kept, err := c.ReportAnswers(i.ID)
	answers := make(map[string]flows.Answer, len(kept))
	for q, a := range kept {
		answers[q] = flows.Answer{Text: a.Text, Value: a.Value}
	}
	return answers, err
}

// withMedia puts the photos and recordings of a report with its answers. A question that was passed over has an answer too, the empty
// one.
func withMedia(c *bot.Context, r store.Report, answers map[string]flows.Answer) error {
	for _, q := range []string{"tip", photoStep, receiptStep} {
		if _, told := answers[q]; !told {
			answers[q] = flows.Answer{}
		}
	}
	files, err := filesOf(c, r)
	for _, a := range files {
		if a.State == store.FileLost {
			continue
		}
		step := photoStep
		switch {
		case a.IsReceipt():
			step = receiptStep
		case a.Kind == string(flows.Voice):
			step = howStep
		}
		kept := answers[step]
		kept.Media = append(kept.Media, flows.Media{Kind: flows.MediaKind(a.Kind), Ref: a.Ref})
		answers[step] = kept
	}
	return err
}

// filesOf are the photos, recordings and receipts of a report.
func filesOf(c *bot.Context, r store.Report) ([]store.Attachment, error) {
	files, err := c.AttachmentsTo(r.Idea, store.ReportPhotos(r.ID))
	if err != nil {
		return nil, err
	}
	receipts, err := c.AttachmentsTo(r.Idea, store.ReportReceipts(r.ID))
	return append(files, receipts...), err
}

const (
	howStep     = "how"
	tipStep     = "tip"
	peopleStep  = "people"
	spentStep   = "spent"
	workedStep  = "worked"
	photoStep   = "photos"
	receiptStep = "receipts"
)

// handIn keeps the report for a coordinator.
func handIn(c *bot.Context, t *bot.Talk) error {
	var answers []store.Answer
	for _, q := range []string{workedStep, howStep, peopleStep, spentStep, tipStep} {
		a := t.State.Answers[q]
		answers = append(answers, store.Answer{Question: q, Text: a.Text, Value: a.Value})
	}
	i, err := c.Move(c.Person.ID, t.Subject, store.HandIn, store.Detail{Answers: answers}, c.Now)
	if err != nil {
		return err
	}
	r, err := c.WaitingReport(i.ID)
	if err != nil {
		return err
	}
	told := append(t.State.Answers[howStep].Media, t.State.Answers[photoStep].Media...)
	if err := c.AttachMedia(i.ID, store.ReportPhotos(r.ID), told); err != nil {
		return err
	}
	if err := c.AttachMedia(i.ID, store.ReportReceipts(r.ID), t.State.Answers[receiptStep].Media); err != nil {
		return err
	}
	return c.Say(locales.T("report.sent", "ref", i.Ref, "title", i.Title, "contact", c.House.Settings.Contact), look(i))
}
