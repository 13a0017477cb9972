package ideas

import (
	"errors"

	"smederij/bot"
	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

const perPage = 5 // lines of a list, numbered so that they can be read aloud

// mine lists somebody's ideas, newest first.
func mine(c *bot.Context) error {
	from := int(min(c.Arg(0), 1000))
	list, err := c.IdeasOf(c.Person.ID, from+perPage+1)
	if err != nil {
		return err
	}
	list = list[min(from, len(list)):]
	if len(list) == 0 {
		return c.Say(locales.T("ideas.none"), bot.Tap(locales.T("button.tell_idea"), "ideas:propose"))
	}
	var lines []locales.Text
	var buttons []bot.Button
	for n, i := range list[:min(perPage, len(list))] {
		if i, err = c.AsTold(i, c.Now); err != nil {
			return err
		}
		state, err := c.StandOf(i, true)
		if err != nil {
			return err
		}
		lines = append(lines, locales.T("ideas.line", "name", name(i), "state", state))
		buttons = append(buttons, bot.Tap(locales.T("ideas.button.show", "n", n+1), "ideas:show", int64(i.ID)))
	}
	if len(list) > perPage {
		buttons = append(buttons, bot.Tap(locales.T("ideas.button.older"), "ideas:mine", int64(from+perPage)))
	}
	return c.Say(locales.T("ideas.list", "lines", lines), buttons...)
}

// name is how the author knows an idea.
func name(i store.Idea) locales.Text {
	switch {
	case i.Ref != "":
		return locales.T("ideas.named", "ref", i.Ref, "title", i.Title)
	case i.Title != "":
		return locales.T("person.name", "name", i.Title)
	}
	return locales.T("ideas.nameless")
}

// show tells where an idea stands, what happens next, and what its author can do.
func show(c *bot.Context, i store.Idea) error {
	real := i.State
	i, err := c.AsTold(i, c.Now)
	if err != nil {
		return err
	}
	buttons, err := choices(c, i, real)
	if err != nil {
		return err
	}
	next, err := next(c, i)
	if err != nil {
		return err
	}
	if next, err = withNote(c, i, next); err != nil {
		return err
	}
	if next, err = withMoney(c, i, next); err != nil {
		return err
	}
	advice, err := c.AdviceText(i.ID, 200)
	if err != nil {
		return err
	}
	if advice != "" {
		next = locales.T("ideas.advised", "next", next, "advice", advice)
	}
	state, err := c.StandOf(i, true)
	if err != nil {
		return err
	}
	shown := locales.T("ideas.shown", "name", name(i), "state", state, "next", next)
	if i.Ref != "" && i.State.TakesMore() {
		buttons = append(buttons, moreButton(i))
		if shown, err = withMore(c, i, shown); err != nil {
			return err
		}
	}
	if i.Ref != "" {
		buttons = append(buttons, choice(i, "read"))
	}
	return c.Say(shown, buttons...)
}

func choice(i store.Idea, verb string) bot.Button {
	return bot.Tap(locales.T("ideas.button."+verb), "ideas:"+verb, int64(i.ID))
}

// choices are what who asks can do with an idea as it was told to them; real is where it stands by a decision that can still be undone.
func choices(c *bot.Context, i store.Idea, real store.State) (buttons []bot.Button, err error) {
	add := func(verb string) { buttons = append(buttons, choice(i, verb)) }
	lead, err := c.Lead(i)
	if err != nil {
		return nil, err
	}
	leads := lead == c.Person.ID
	switch i.State {
	case store.Draft:
		add("continue")
	case store.Submitted:
		if !i.ClaimedFrom(c.Person.ID, c.Now) && i.State == real { // else somebody is at it, or may still think again
			add("correct")
		}
	case store.Asked:
		add("reply")
	case store.Declined:
		if i.State == real && c.May(c.Person.ID, i, store.Appeal, 0, c.Now) == nil {
			buttons = append(buttons, toSteering(i.ID))
		}
	case store.Granted:
		if leads {
			buttons = append(buttons, bot.Tap(locales.T("report.button.begin"), "report:begin", int64(i.ID)))
		}
	case store.Underway:
		if leads {
			end, err := endButton(c, i)
			if err != nil {
				return nil, err
			}
			buttons = append(buttons, end)
		}
	}
	switch i.State {
	case store.Draft, store.Submitted, store.Asked, store.Accepted, store.Appealed:
		if leads {
			add("leave")
		}
	}
	if i.Ref != "" && (!leads || i.Author != c.Person.ID || !i.State.Over() && i.State != store.Declined) {
		add("together")
	}
	return buttons, nil
}

// next says what happens now, who does it and by when.
func next(c *bot.Context, i store.Idea) (locales.Text, error) {
	key := "ideas.next." + string(i.State)
	lead, err := c.Lead(i)
	if err != nil {
		return locales.Text{}, err
	}
	switch {
	case i.State == store.Withdrawn && c.Person.ID != lead:
		key = "ideas.next.withdrawn_by_maker"
	case i.State == store.Declined && i.Final:
		key = "ideas.next.final"
	case i.State == store.Declined && i.Notice:
		key = "ideas.next.notice"
	case i.State == store.Declined && c.May(i.Author, i, store.Appeal, 0, c.Now) != nil:
		key = "ideas.next.declined_late"
	case i.AwaitsSteering(), i.Track == store.LongTrack && (i.State == store.Underway || i.State == store.NotGranted):
		key += "_long"
	case i.State == store.Accepted:
		groups, err := c.LinkedChats(store.GroupChat, i.Smederij)
		if err != nil {
			return locales.Text{}, err
		}
		if len(groups) == 0 {
			key = "ideas.next.accepted_no_group"
		}
	}
	if i.State == store.Underway {
		reported, err := handedIn(c, i)
		if err != nil {
			return locales.Text{}, err
		}
		if reported {
			key = "ideas.next.reported"
		}
	}
	return locales.T(key, "by", locales.Date(i.AnswerBy), "promise", promise(c, i)), nil
}

// handedIn tells whether the report of an idea that is underway waits, as its makers know it: not while a decision about it can be undone.
func handedIn(c *bot.Context, i store.Idea) (bool, error) {
	r, err := c.ReportOf(i.ID)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil || r.Waits() {
		return err == nil, err
	}
	held, err := c.Held(i.ID, c.Now)
	return held.ID == r.Decision, err
}

// endButton leads to the report of an idea that is underway, or to changing it.
func endButton(c *bot.Context, i store.Idea) (bot.Button, error) {
	label := "report.button.tell"
	reported, err := handedIn(c, i)
	if reported {
		label = "report.button.change"
	}
	return bot.Tap(locales.T(label), "report:tell", int64(i.ID)), err
}

// promise is by when an answer comes, or that it is late.
func promise(c *bot.Context, i store.Idea) locales.Text {
	if c.Late(i) {
		return locales.T("ideas.promise_late")
	}
	return locales.T("ideas.promise", "by", locales.Date(i.AnswerBy))
}

// toSteering is the button by which an author goes to the steering group.
func toSteering(id store.IdeaID) bot.Button {
	return bot.Tap(locales.T("ideas.button.appeal"), "review:appeal", int64(id))
}

// look is the button that shows an idea to its author.
func look(i store.Idea) bot.Button {
	return bot.Tap(locales.T("ideas.button.look"), "ideas:show", int64(i.ID))
}

func readAll(c *bot.Context, i store.Idea) error {
	story, err := c.Story(i, bot.Whole)
	if err != nil {
		return err
	}
	return c.SayPages(locales.T("ideas.read", "ref", i.Ref, "title", i.Title), story)
}

func goOn(c *bot.Context, i store.Idea) error {
	if i.State != store.Draft {
		return show(c, i)
	}
	return takeUp(c, c.Chat, i, locales.T("ideas.go_on"))
}

// correct opens what was sent in, as long as nobody picked it up.
func correct(c *bot.Context, i store.Idea) error {
	if i.State != store.Submitted {
		return show(c, i)
	}
	if i.ClaimedFrom(c.Person.ID, c.Now) {
		return &store.Refusal{Reason: store.PickedUp, Idea: i.ID, By: i.ClaimedBy}
	}
	return takeUp(c, c.Chat, i, locales.T("ideas.correct", "ref", i.Ref))
}

// askWithdraw asks once before an idea is taken back.
func askWithdraw(c *bot.Context, i store.Idea) error {
	return c.Say(locales.T("ideas.leave_sure", "name", name(i)), bot.Tap(locales.T("ideas.button.leave_yes"), "ideas:left", int64(i.ID), i.Revision),
		bot.Tap(locales.T("ideas.button.leave_no"), "ideas:show", int64(i.ID)))
}

func withdraw(c *bot.Context, i store.Idea) error {
	if c.Arg(1) == 0 {
		return askWithdraw(c, i)
	}
	if _, err := c.Move(c.Person.ID, i.ID, store.Withdraw, store.Detail{Revision: c.Arg(1)}, c.Now); err != nil {
		return err
	}
	if err := c.EndConversations(c.Person.ID, i.ID, c.Now); err != nil {
		return err
	}
	return c.Say(locales.T("ideas.left", "name", name(i)), bot.Tap(locales.T("button.tell_idea"), "ideas:propose"))
}

// busy is why an author waits while a decision can still be undone: what it is, they hear when it stands.
const busy store.Reason = "busy"

// unlessHeld keeps a refusal from giving away a decision that nobody was told of.
func unlessHeld(c *bot.Context, i store.Idea, refused error) error {
	var no *store.Refusal
	if !errors.As(refused, &no) {
		return refused
	}
	d, err := c.Held(i.ID, c.Now)
	if err != nil {
		return err
	}
	if d.ID != 0 {
		return &store.Refusal{Reason: busy, Idea: i.ID}
	}
	return refused
}

// reply opens the answer to a volunteer's question.
func reply(c *bot.Context, i store.Idea) error {
	if i.State != store.Asked {
		return show(c, i)
	}
	return ask(c, i, nil)
}

// ask puts a volunteer's question again. What its author wrote already is offered as the answer.
func ask(c *bot.Context, i store.Idea, said map[string]flows.Answer) error {
	asked, err := c.WordsAbout(i.ID, store.QuestionWords)
	if err != nil || len(asked) == 0 {
		return err
	}
	q := asked[len(asked)-1]
	who, err := c.Somebody(q.By, i.Smederij)
	if err != nil {
		return err
	}
	return c.Begin(c.Chat, "answer", i, said, locales.T("ideas.question", "who", who, "ref", i.Ref, "question", q.Text))
}

func answerQuestion(c *bot.Context, t *bot.Talk) error {
	a := t.State.Answers["answer"]
	words := a.Text
	if words == "" && len(a.Media) > 0 {
		words = c.House.Texts.Render(locales.T("card.media", "n", len(a.Media)))
	}
	i, err := c.Move(c.Person.ID, t.Subject, store.Reply, store.Detail{Words: words}, c.Now)
	if err != nil {
		return err
	}
	if err := attach(c, t, []string{"answer"}); err != nil {
		return err
	}
	return c.Say(locales.T("ideas.replied", "ref", i.Ref, "by", locales.Date(i.AnswerBy), "contact", c.House.Settings.Contact), look(i))
}
