package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"smederij/flows"
	"smederij/locales"
	"smederij/store"
)

// Talk is a conversation with what was answered in it.
type Talk struct {
	store.Conversation
	State  flows.State
	Before map[string]flows.Answer // as it was before this turn
}

// Said is the answer to a step in the person's own words.
func (t *Talk) Said(step string) string { return t.State.Answers[step].Text }

// Value is the answer to a step as it was read: a code, an amount, a choice.
func (t *Talk) Value(step string) string { return t.State.Answers[step].Value }

// Changed are the steps whose answer this turn gave, took away or altered.
func (t *Talk) Changed() []string {
	var steps []string
	for step, a := range t.State.Answers {
		b, had := t.Before[step]
		if !had || a.Text != b.Text || a.Value != b.Value || !slices.Equal(a.Media, b.Media) {
			steps = append(steps, step)
		}
	}
	for step := range t.Before {
		if _, has := t.State.Answers[step]; !has {
			steps = append(steps, step)
		}
	}
	slices.Sort(steps)
	return steps
}

// Begin starts a flow in a private chat, about an idea or about nothing. What was answered earlier comes back as defaults. A flow
// about the same idea that lies open is taken up again, unless it begins anew each time.
func (c *Context) Begin(chat store.Chat, flow string, about store.Idea, earlier map[string]flows.Answer, intro ...locales.Text) error {
	switch {
	case c.House.anew[flow]:
		if err := c.EndConversationsOf(flow, about.ID, c.Person.ID, c.Now); err != nil {
			return err
		}
	case about.ID != 0:
		if on, err := c.Continue(chat, flow, about, intro...); on || err != nil {
			return err
		}
	}
	env, err := c.envAbout(flow, about.ID)
	if err != nil {
		return err
	}
	state, effects, err := c.House.Flows.Start(env, flow, earlier)
	if err != nil {
		return err
	}
	return c.open(chat, about, state, effects, intro)
}

// BeginAbout starts a flow about a row that is no idea, such as a schedule: the flow's name says of which kind. What lies open of it is
// taken up again.
func (c *Context) BeginAbout(chat store.Chat, flow string, row int64, intro ...locales.Text) error {
	return c.Begin(chat, flow, store.Idea{ID: store.IdeaID(row)}, nil, intro...)
}

// Review opens a flow with its answers given, to change one or to send them.
func (c *Context) Review(chat store.Chat, flow string, about store.Idea, answers map[string]flows.Answer, intro ...locales.Text) error {
	env, err := c.envAbout(flow, about.ID)
	if err != nil {
		return err
	}
	state, effects, err := c.House.Flows.Review(env, flow, answers)
	if err != nil {
		return err
	}
	return c.open(chat, about, state, effects, intro)
}

func (c *Context) open(chat store.Chat, about store.Idea, state flows.State, effects []flows.Effect, intro []locales.Text) error {
	t := &Talk{State: state}
	t.Flow, t.Person, t.Chat, t.Subject, t.Revision = state.Flow, c.Person.ID, chat.ID, about.ID, about.Revision
	if err := c.save(t); err != nil {
		return err
	}
	return c.inChat(chat).speak(t, effects, intro...)
}

// env is the world as a flow sees it.
func (c *Context) env() flows.Env {
	at := c.In.SentAt
	if at.IsZero() {
		at = c.Now
	}
	return flows.Env{Now: at, Places: c.House.places, Texts: c.House.Texts, Contact: c.House.Settings.Contact}
}

// envIn is the world as an open conversation sees it: with how to go on with it another time.
func (c *Context) envIn(conv store.Conversation) (flows.Env, error) {
	env := c.env()
	if !c.House.kept(conv) {
		return env, nil
	}
	env.Later = locales.T("talk.later.press")
	if c.House.keeps[conv.Flow] == nil {
		return env, nil
	}
	env.Later = locales.T("talk.later.idea")
	if conv.Subject == 0 {
		return env, nil
	}
	i, err := c.Idea(conv.Subject)
	if i.State == store.Draft && i.EnteredBy == conv.Person {
		env.Later = locales.T("talk.later.enter")
	}
	return env, err
}

// Load reads a conversation as the newest flow takes it. An error is [flows.ErrState]: it cannot go on.
func (h *House) Load(conv store.Conversation) (*Talk, error) {
	t := &Talk{Conversation: conv}
	if err := json.Unmarshal(conv.State, &t.State); err != nil {
		return nil, fmt.Errorf("conversation %d: %w: %w", conv.ID, flows.ErrState, err)
	}
	upgraded, _, err := h.Flows.Upgrade(t.State)
	if err != nil {
		return nil, fmt.Errorf("conversation %d: %w", conv.ID, err)
	}
	t.State, t.Before = upgraded, upgraded.Answers
	return t, nil
}

// lost ends a conversation that cannot go on. Who was in it can go on elsewhere: what they answered about an idea is kept with it.
func (c *Context) lost(conv store.Conversation, why error) error {
	c.House.Log.Error("a conversation cannot go on", "conversation", conv.ID, "flow", conv.Flow, "error_type", ErrorType(why))
	return c.EndConversation(conv.ID, c.Now)
}

func (c *Context) save(t *Talk) (err error) {
	t.Version, t.Step, t.Sequence = t.State.Version, t.State.Step, t.State.Sequence
	if t.Conversation.State, err = json.Marshal(t.State); err != nil {
		return err
	}
	return c.SaveConversation(&t.Conversation, c.Now)
}

// Continue goes on with what lies open of a flow about an idea. It tells false when nothing does.
func (c *Context) Continue(chat store.Chat, flow string, about store.Idea, intro ...locales.Text) (bool, error) {
	open, err := c.ConversationAbout(flow, about.ID, c.Person.ID)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	open.Revision = about.Revision
	return c.TakeUp(chat, open, intro...)
}

// TakeUp goes on with an open conversation in its chat, asking again where the person was. It tells false when that conversation
// could not go on, and is over.
func (c *Context) TakeUp(chat store.Chat, conv store.Conversation, intro ...locales.Text) (bool, error) {
	env, err := c.envIn(conv)
	if err != nil {
		return false, err
	}
	t, err := c.House.Load(conv)
	var effects []flows.Effect
	if err == nil {
		t.State, effects, err = c.House.Flows.Resume(env, t.State)
	}
	if errors.Is(err, flows.ErrState) {
		return false, c.lost(conv, err)
	}
	if err != nil {
		return false, err
	}
	if err := c.save(t); err != nil {
		return false, err
	}
	return true, c.inChat(chat).speak(t, effects, intro...)
}

// turn hands one input to a conversation and does what it asks for.
func (c *Context) turn(conv store.Conversation, in flows.Input) error {
	env, err := c.envIn(conv)
	if err != nil {
		return err
	}
	t, err := c.House.Load(conv)
	var effects []flows.Effect
	if err == nil {
		t.State, effects, err = c.House.Flows.Step(env, t.State, in)
	}
	if errors.Is(err, flows.ErrState) {
		if err := c.lost(conv, err); err != nil {
			return err
		}
		return c.Answer(locales.T("talk.lost", "contact", c.House.Settings.Contact))
	}
	if err != nil {
		return err
	}
	if slices.ContainsFunc(effects, is[flows.Stale]) {
		return c.Answer(locales.T("flow.engine.old_button"))
	}
	if slices.ContainsFunc(effects, is[flows.Keep]) {
		if keep := c.House.keeps[t.Flow]; keep != nil {
			if err := keep(c, t); err != nil {
				return err
			}
		}
	}
	if err := c.save(t); err != nil {
		return err
	}
	if in.Media != nil && in.Media.Album != "" && !slices.ContainsFunc(effects, is[flows.Say]) && !slices.ContainsFunc(effects, is[flows.Ask]) {
		c.out.said++ // one more of the photos that were sent together: they were answered with the first
	}
	if err := c.speak(t, effects); err != nil {
		return err
	}
	return c.finish(t, effects)
}

func is[E flows.Effect](e flows.Effect) bool {
	_, ok := e.(E)
	return ok
}

// speak says a turn as one message.
func (c *Context) speak(t *Talk, effects []flows.Effect, intro ...locales.Text) error {
	text, buttons := flows.Message(c.House.Texts, c.warned(t, effects))
	for _, i := range slices.Backward(intro) {
		text = join(c.House.Texts.Render(i), text)
	}
	if text == "" || slices.ContainsFunc(effects, is[flows.End]) {
		return nil // what comes of it is said by whoever carries it out
	}
	c.out.asking = t.ID
	all := make([]Button, len(buttons))
	for i, b := range buttons {
		all[i] = Button{b.Label, talkPayload + strconv.FormatInt(int64(t.ID), 10) + ":" + strconv.Itoa(t.State.Sequence) + ":" + b.Choice}
	}
	return c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: store.Body{Text: text, Buttons: c.layout(all)}})
}

func join(first, second string) string {
	if first == "" || second == "" {
		return first + second
	}
	return first + "\n\n" + second
}

// finish ends a conversation that was carried to its end, and goes on with the one that waited below it. Who leaves one leaves all:
// stop is stop. What was answered about an idea is kept until it is taken up again.
func (c *Context) finish(t *Talk, effects []flows.Effect) error {
	ended := slices.ContainsFunc(effects, is[flows.End])
	switch {
	case !ended && !slices.ContainsFunc(effects, is[flows.Leave]):
		return nil
	case !ended && !c.House.kept(t.Conversation):
		if err := c.EndConversation(t.ID, c.Now); err != nil {
			return err
		}
		return c.ParkConversations(c.Chat.ID)
	case !ended:
		return c.ParkConversations(c.Chat.ID)
	}
	if err := c.EndConversation(t.ID, c.Now); err != nil {
		return err
	}
	for _, e := range effects {
		if end, ok := e.(flows.End); ok {
			if err := c.end(t, end.Action); err != nil {
				return err
			}
		}
	}
	if _, waits, err := c.questionOn(c.out.last); err != nil {
		return err
	} else if waits { // the end itself asked it
		return c.SetAside(c.Chat.ID)
	}
	return c.goOn()
}

// goOn asks again what was open in this chat below what was just done.
func (c *Context) goOn() error {
	below, err := c.OpenConversation(c.Chat.ID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil || below.ID == c.out.asking { // what was done began it
		return err
	}
	_, err = c.TakeUp(c.Chat, below, locales.T("talk.go_on"))
	return err
}

// Then goes on with what waited below a question, after a button answered it.
func Then(answer Handler) Handler {
	return func(c *Context) error {
		if err := answer(c); err != nil || !c.Chat.Private() {
			return err
		}
		if err := c.TakeBackAside(c.Chat.ID); err != nil {
			return err
		}
		return c.goOn()
	}
}

// kept tells whether what was answered lasts when somebody leaves: as a draft, or until they take it up again about the same idea.
func (h *House) kept(conv store.Conversation) bool {
	return h.keeps[conv.Flow] != nil || conv.Subject != 0 && !h.anew[conv.Flow]
}

// end carries out what a flow ends with. A rule's no is said, and who wrote something gets their words back, to use them again.
func (c *Context) end(t *Talk, action string) error {
	do := c.House.ends[action]
	if do == nil {
		return fmt.Errorf("flow %s ends with %q, which nobody does", t.Flow, action)
	}
	err := do(c, t)
	var no *store.Refusal
	if !errors.As(err, &no) {
		return err
	}
	if err := c.refused(no); err != nil {
		return err
	}
	words := c.House.Flows.Words(t.State)
	if words == "" {
		return nil
	}
	return c.SayPages(locales.T("talk.your_words"), words)
}
