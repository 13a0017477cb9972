package ideas

import (
	"errors"
	"slices"
	"strings"

	"smederij/bot"
	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

// After the short idea its author can tell more, in parts: about place, time and money, and about a buurtrestaurant or taallessen when
// it is one. Every answer is kept with the idea at once.

const (
	general   = "complete" // the flow for every idea
	kindFlow  = "kind"     // the flow that asks what the idea is
	otherKind = "other"
)

// tellings are the flows by the number that a button carries, from 1.
var tellings = []string{restaurant, lessons, general}

// moreButton leads to where the author tells more.
func moreButton(i store.Idea) bot.Button {
	return bot.Tap(locales.T("ideas.button.more"), "ideas:more", int64(i.ID))
}

// tellMore goes on where the author was, or asks whether the idea is of a kind with questions of its own, or begins.
func tellMore(c *bot.Context, i store.Idea) error {
	if ok, err := takesMore(c, i); !ok || err != nil {
		return err
	}
	if open, ok, err := openTelling(c, i); ok || err != nil {
		return goOnTelling(c, c.Chat, i, open, err)
	}
	kept, err := c.Told(i.ID)
	if err != nil {
		return err
	}
	if _, said := kept[bot.KindQuestion]; said {
		return tellNext(c, i, kept)
	}
	kind := kindOf(i.Title, kept["what"].Text)
	if kind == "" {
		return openFlow(c, i, general)
	}
	return c.Begin(c.Chat, kindFlow, i, nil, locales.T("ideas.kind."+kind))
}

// takesMore tells whether more can be told about an idea now, and else answers why not.
func takesMore(c *bot.Context, i store.Idea) (bool, error) {
	if i.State.TakesMore() {
		return true, nil
	}
	if d, err := c.Held(i.ID, c.Now); err != nil || d.ID != 0 {
		return false, errors.Join(err, &store.Refusal{Reason: busy, Idea: i.ID})
	}
	return false, show(c, i)
}

// kindSaid keeps what the author says the idea is, and begins.
func kindSaid(c *bot.Context, t *bot.Talk) error {
	i, err := c.Idea(t.Subject)
	if err != nil {
		return err
	}
	if ok, err := takesMore(c, i); !ok || err != nil {
		return err
	}
	kept, err := c.Told(i.ID)
	if err != nil {
		return err
	}
	kind := kindOf(i.Title, kept["what"].Text) // what the question was about
	if t.Value("is_kind") == "no" || kind == "" {
		kind = otherKind
	}
	if err := c.KeepMore(c.Person.ID, i.ID, []store.Answer{{Question: bot.KindQuestion, Value: kind}}, c.Now); err != nil {
		return err
	}
	kept[bot.KindQuestion] = flows.Answer{Value: kind}
	return tellNext(c, i, kept)
}

// tellNext begins the first flow that is not done: that of the kind, then the one for every idea. Who did them all can look again.
func tellNext(c *bot.Context, i store.Idea, kept map[string]flows.Answer) error {
	kind := kept[bot.KindQuestion].Value
	done := func(flow string) bool {
		_, ok := kept[bot.FlowDone(flow)]
		return ok
	}
	switch {
	case kind == otherKind:
		return openFlow(c, i, general)
	case !done(kind):
		return openFlow(c, i, kind)
	case !done(general):
		return openFlow(c, i, general)
	}
	again := func(label, flow string) bot.Button {
		return bot.Tap(locales.T("ideas.button."+label), "ideas:tell", int64(i.ID), int64(1+slices.Index(tellings, flow)))
	}
	return c.Say(locales.T("ideas.more_which"), again("about_"+kind, kind), again("about_idea", general))
}

// tellAgain opens a flow that was done, to change something.
func tellAgain(c *bot.Context, i store.Idea) error {
	if ok, err := takesMore(c, i); !ok || err != nil {
		return err
	}
	n := c.Arg(1)
	if n == 0 || n > int64(len(tellings)) {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	return openFlow(c, i, tellings[n-1])
}

// openFlow opens a flow with what was kept before: where it was left, or at its beginning.
func openFlow(c *bot.Context, i store.Idea, flow string) error {
	if on, err := c.Continue(c.Chat, flow, i, locales.T("ideas.more_go_on", "name", name(i))); on || err != nil {
		return err
	}
	answers, begun, err := c.Recall(i.ID, flow)
	if err != nil {
		return err
	}
	if begun {
		intro := locales.T("ideas.more_go_on", "name", name(i))
		if reach, _, err := c.Reach(i, flow); err != nil || reach.Part == 0 {
			intro = locales.T("ideas.more_again", "name", name(i))
		}
		return c.Review(c.Chat, flow, i, answers, intro)
	}
	kept, err := c.Told(i.ID)
	if err != nil {
		return err
	}
	start := "ideas.more_start"
	if _, done := kept[bot.FlowDone(kept[bot.KindQuestion].Value)]; done { // its author told of the kind, and comes from there
		start = "ideas.more_next"
	}
	return c.Begin(c.Chat, flow, i, answers, locales.T(start, "name", name(i)))
}

// openTelling is the conversation in which somebody was telling more about an idea.
func openTelling(c *bot.Context, i store.Idea) (store.Conversation, bool, error) {
	for _, flow := range bot.MoreFlows {
		open, err := c.ConversationAbout(flow, i.ID, c.Person.ID)
		if !errors.Is(err, store.ErrNotFound) {
			return open, err == nil, err
		}
	}
	return store.Conversation{}, false, nil
}

func goOnTelling(c *bot.Context, chat store.Chat, i store.Idea, open store.Conversation, err error) error {
	if err != nil {
		return err
	}
	on, err := c.TakeUp(chat, open, locales.T("ideas.more_go_on", "name", name(i)))
	if on || err != nil {
		return err
	}
	return openFlow(c, i, open.Flow) // it could not go on: what was kept can
}

// offerGoOn asks who left one idea half told, or half changed, whether to go on with that. It tells false when there is none.
func offerGoOn(c *bot.Context, chat store.Chat) (bool, error) {
	list, err := c.IdeasOf(c.Person.ID, recentIdeas)
	if err != nil {
		return false, err
	}
	for _, i := range list {
		verb, at, err := halfDone(c, i)
		if err != nil {
			return false, err
		}
		if verb != "" {
			return true, c.Tell(chat.ID, store.ClassReply, locales.T("ideas.half_told", "name", name(i), "place", at),
				bot.Tap(locales.T("ideas.button.continue"), "ideas:"+verb, int64(i.ID)), bot.Tap(locales.T("ideas.button.new"), "ideas:new"))
		}
	}
	return false, nil
}

// halfDone is how to go on with what somebody left unfinished about an idea, and where they were; verb is "" when nothing is.
func halfDone(c *bot.Context, i store.Idea) (verb string, at locales.Text, err error) {
	if i.State == store.Submitted {
		_, err := c.ConversationAbout("idea", i.ID, c.Person.ID)
		if !errors.Is(err, store.ErrNotFound) {
			return "correct", locales.T("ideas.at_change"), err
		}
	}
	if !i.State.TakesMore() {
		return "", at, nil
	}
	open, ok, err := openTelling(c, i)
	if err != nil || !ok {
		return "", at, err
	}
	reach, _, err := c.Reach(i, open.Flow)
	return "more", place(reach), err
}

// newIdea begins an idea beside those that are half told.
func newIdea(c *bot.Context) error {
	c.Words = "nieuw"
	return propose(c)
}

// place says where in a flow somebody was.
func place(r flows.Reach) locales.Text {
	if r.Part == 0 {
		return locales.T("ideas.at_the_end")
	}
	return locales.T("ideas.at_part", "n", r.Part, "of", r.Parts)
}

// withMore adds to what is shown of an idea how far its author came with telling more, and what it costs.
func withMore(c *bot.Context, i store.Idea, shown locales.Text) (locales.Text, error) {
	var lines []string
	var done []locales.Text
	say := func(t locales.Text) { lines = append(lines, c.House.Texts.Render(t)) }
	open, telling, err := openTelling(c, i)
	if err != nil {
		return shown, err
	}
	for _, flow := range bot.MoreFlows {
		reach, _, err := c.Reach(i, flow)
		if err != nil {
			return shown, err
		}
		done = append(done, reach.Done...)
		if telling && open.Flow == flow {
			say(place(reach))
		}
	}
	if len(done) > 0 {
		lines = slices.Insert(lines, 0, c.House.Texts.Render(locales.T("ideas.parts_done", "names", names(c, done))))
	}
	costs, err := c.Costs(i.ID)
	if err != nil {
		return shown, err
	}
	if costs != "" {
		lines = append(lines, costs)
	}
	if len(lines) == 0 {
		return shown, nil
	}
	return locales.T("ideas.shown_more", "shown", shown, "more", strings.Join(lines, "\n")), nil
}

// names puts the names of parts behind one another.
func names(c *bot.Context, parts []locales.Text) string {
	list := make([]string, len(parts))
	for n, part := range parts {
		list[n] = c.House.Texts.Render(part)
	}
	return strings.Join(list, ", ")
}

// keepMore keeps with the idea what was just answered, and brings cards up to date when they show it.
func keepMore(c *bot.Context, t *bot.Talk) error {
	before, err := c.Costs(t.Subject)
	if err != nil {
		return err
	}
	list := changed(t, t.Changed())
	if len(t.State.Answers) == 0 { // all is asked anew
		list = append(list, store.Answer{Question: bot.FlowDone(t.Flow)})
	}
	var no *store.Refusal
	err = c.KeepMore(c.Person.ID, t.Subject, list, c.Now)
	switch {
	case errors.As(err, &no):
		return takenNoMore(c, t, no)
	case err != nil:
		return err
	}
	after, err := c.Costs(t.Subject)
	if after != before {
		c.CardTold(c.Person.ID, t.Subject, c.Now)
	}
	return err
}

// takenNoMore ends a conversation about an idea that is past it; not while a decision can still be undone, of which its author knows nothing.
func takenNoMore(c *bot.Context, t *bot.Talk, no *store.Refusal) error {
	i, err := c.Idea(t.Subject)
	if err != nil {
		return err
	}
	if err := unlessHeld(c, i, no); !errors.Is(err, no) {
		return err
	}
	if err := c.EndConversation(t.ID, c.Now); err != nil {
		return err
	}
	return no
}

// toldMore thanks, and offers what can still be told.
func toldMore(c *bot.Context, t *bot.Talk) error {
	if err := c.KeepMore(c.Person.ID, t.Subject, []store.Answer{{Question: bot.FlowDone(t.Flow), Value: "yes"}}, c.Now); err != nil {
		return err
	}
	i, err := c.Idea(t.Subject)
	if err != nil {
		return err
	}
	reach, _, err := c.Reach(i, general)
	if err != nil {
		return err
	}
	if i, err = c.AsTold(i, c.Now); err != nil {
		return err
	}
	next, err := next(c, i)
	if err != nil {
		return err
	}
	key, buttons := "ideas.told", []bot.Button{look(i)}
	if t.Flow != general && len(reach.Left) > 0 {
		key, buttons = "ideas.told_half", []bot.Button{moreButton(i), look(i)}
	}
	return c.Say(locales.T(key, "name", name(i), "names", names(c, reach.Left), "next", next, "contact", c.House.Settings.Contact), buttons...)
}
