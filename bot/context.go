package bot

import (
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"smederij/locales"
	"smederij/store"
)

// Context is one input being handled: who, where, when, and the rows it may read and write. It embeds the transaction, so that
// c.Move(…) reads as what it does.
type Context struct {
	*store.Tx
	House  *House
	In     Inbound
	Now    time.Time    // handled at: deadlines count from here
	Person store.Person // who wrote or pressed; zero for signals and anonymous senders
	Chat   store.Chat   // where; zero for signals
	Words  string       // after a command or a deep link's word
	Args   []int64      // of a pressed payload

	out *outcome
}

// outcome is what an input's own chat heard; contexts of one input share it.
type outcome struct {
	notice Notice
	said   int                  // rows and notices
	asking store.ConversationID // the last conversation that put a question
	last   store.Body           // of the newest message
}

// meet finds out who writes and where.
func (c *Context) meet() (err error) {
	in := c.In
	if in.forHouse() {
		return nil
	}
	if in.From != "" {
		if c.Person, err = c.PersonOf(store.Account{Platform: in.Platform, ID: in.From}, c.Now); err != nil {
			return err
		}
	}
	var owner store.PersonID
	if in.Private {
		owner = c.Person.ID
	}
	c.Chat, err = c.ChatAt(in.Address, owner, c.Now)
	return err
}

// Say answers in the chat of the input, with buttons below.
func (c *Context) Say(t locales.Text, buttons ...Button) error {
	return c.Tell(c.Chat.ID, store.ClassReply, t, buttons...)
}

// SayPages answers with a heading and a long text, in as many messages as it needs.
func (c *Context) SayPages(heading locales.Text, text string) error {
	for _, page := range Pages(join(c.House.Texts.Render(heading), text)) {
		if err := c.Post(store.Message{Chat: c.Chat.ID, Class: store.ClassReply, Body: store.Body{Text: page}}); err != nil {
			return err
		}
	}
	return nil
}

// Tell says something in any chat.
func (c *Context) Tell(chat store.ChatID, class store.Class, t locales.Text, buttons ...Button) error {
	return c.Post(store.Message{Chat: chat, Class: class, Body: c.Body(t, buttons...)})
}

// TellPerson says something in somebody's private chat. It tells false when they never opened one.
func (c *Context) TellPerson(p store.PersonID, m store.Message) (bool, error) {
	chat, ok, err := c.privateChat(p)
	if err != nil || !ok {
		return false, err
	}
	m.Chat = chat.ID
	return true, c.Post(m)
}

func (c *Context) privateChat(p store.PersonID) (chat store.Chat, ok bool, err error) {
	chat, err = c.PrivateChat(p)
	if errors.Is(err, store.ErrNotFound) {
		return chat, false, nil
	}
	return chat, err == nil, err
}

// Post queues a message of this input.
func (c *Context) Post(m store.Message) error {
	m.Cause = c.In.Key
	if m.Chat == c.Chat.ID {
		c.out.said++
		c.out.last = m.Body
	}
	return c.Tx.Post(m, c.Now)
}

// Remove takes what stands in a slot of a chat away, or what waits for it. Where a network cannot, the words take its place.
func (c *Context) Remove(chat store.ChatID, slot string, words locales.Text) error {
	seen, err := c.Unpost(chat, slot)
	if err != nil || !seen {
		return err
	}
	body := c.Body(words)
	body.Remove = true
	return c.Post(store.Message{Chat: chat, Class: store.ClassModeration, Slot: slot, Body: body})
}

// Body renders a text and its buttons.
func (c *Context) Body(t locales.Text, buttons ...Button) store.Body {
	return store.Body{Text: c.House.Texts.Render(t), Buttons: c.layout(buttons)}
}

// Answer answers a press where it was made, and anything else with a message.
func (c *Context) Answer(t locales.Text) error {
	if c.In.Press == nil {
		return c.Say(t)
	}
	c.out.notice.Text = c.House.Texts.Render(t)
	c.out.said++
	return nil
}

// Aside is the private chat of who pressed or wrote, for what is not for a group. Without one it answers with what opens it, and tells
// false: the same press goes on there, or for a command the press with this payload.
func (c *Context) Aside(payload string) (store.Chat, bool, error) {
	if c.Chat.Private() {
		return c.Chat, true, nil
	}
	chat, ok, err := c.privateChat(c.Person.ID)
	if err != nil {
		return chat, false, err
	}
	if ok {
		if err := c.Answer(locales.T("notice.in_private")); err != nil {
			return chat, false, err
		}
		there := c.inChat(chat)
		err := there.greet()
		c.Person = there.Person
		return chat, true, err
	}
	if c.In.Press == nil {
		return chat, false, c.onlyPrivate(payload)
	}
	c.out.notice.Link = strings.ReplaceAll(c.In.Press.Payload, ":", "-")
	return chat, false, c.Answer(locales.T("notice.open_private"))
}

// Privately runs a handler in the private chat of who pressed or wrote: what it says is not for a group.
func Privately(do Handler) Handler {
	return func(c *Context) error {
		chat, ok, err := c.Aside(openPayload)
		if err != nil || !ok {
			return err
		}
		return do(c.inChat(chat))
	}
}

// inChat is the same input, answered in another chat.
func (c *Context) inChat(chat store.Chat) *Context {
	moved := *c
	moved.Chat = chat
	return &moved
}

// onlyPrivate says that this is not for a group, with a button that opens the private chat.
func (c *Context) onlyPrivate(payload string) error {
	return c.Say(locales.T("group.private_only"), Button{locales.T("group.button.open"), payload})
}

// neverSilent answers what no handler answered. In a group silence is right, unless somebody pressed a button.
func (c *Context) neverSilent() error {
	if c.out.said > 0 || c.Chat.ID == 0 || !(c.Chat.Private() || c.In.Press != nil) {
		return nil
	}
	return c.Answer(locales.T("sorry.not_understood", "contact", c.House.Settings.Contact))
}

// refused says a rule's no in words.
func (c *Context) refused(no *store.Refusal) error {
	t, err := c.Refusal(no)
	if err != nil {
		return err
	}
	return c.Answer(t)
}

// Refusal is a rule's no in words.
func (c *Context) Refusal(no *store.Refusal) (locales.Text, error) {
	name, err := c.NameOf(no.By)
	if err != nil {
		return locales.Text{}, err
	}
	ref := ""
	if no.Idea != 0 {
		i, err := c.Idea(no.Idea)
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			return locales.Text{}, err
		}
		ref = i.Ref
	}
	if no.Reason == store.Overtaken && no.By == c.Person.ID {
		return locales.T("refused.decided_yourself", "ref", ref), nil
	}
	return locales.T("refused."+string(no.Reason), "name", name, "ref", ref, "left", locales.Euro(no.Left)), nil
}

// NameIn is how a person is called in a chat: who reads there alone is "u".
func (c *Context) NameIn(chat store.ChatID, id store.PersonID) (string, error) {
	there, err := c.Tx.Chat(chat)
	if err != nil {
		return "", err
	}
	if there.Private() && there.Person == id {
		return c.atStart(locales.T("person.you")), nil
	}
	return c.NameOf(id)
}

// NameOf is how others read of a person at the start of a sentence: by first name when that person agreed, else as somebody.
func (c *Context) NameOf(id store.PersonID) (string, error) {
	somebody := c.atStart(locales.T("person.somebody"))
	if id == 0 {
		return somebody, nil
	}
	p, err := c.Tx.Person(id)
	if err != nil || p.Name == "" || !p.ShowName {
		return somebody, err
	}
	return p.Name, nil
}

// atStart is a short word as it begins a sentence.
func (c *Context) atStart(t locales.Text) string {
	word := c.House.Texts.Render(t)
	return strings.ToUpper(word[:1]) + word[1:]
}

// Button is something that can be pressed.
type Button struct {
	Label   locales.Text
	Payload string
}

// Tap makes a button of a feature: Tap(T("button.accept"), "moderation:accept", idea, revision).
func Tap(label locales.Text, payload string, args ...int64) Button {
	for _, a := range args {
		payload += ":" + strconv.FormatInt(a, 10)
	}
	return Button{Label: label, Payload: payload}
}

const pairWidth = 14 // characters of a label that shares its row: a narrow screen shows two of these

// layout puts two short buttons in a row, and longer ones alone.
func (c *Context) layout(buttons []Button) (rows [][]store.Button) {
	short := false // the last row has room
	for _, b := range buttons {
		label := c.House.Texts.Render(b.Label)
		fits := utf8.RuneCountInString(label) <= pairWidth
		out := store.Button{Label: label, Payload: b.Payload}
		if last := len(rows) - 1; short && fits {
			rows[last], short = append(rows[last], out), false
			continue
		}
		rows, short = append(rows, []store.Button{out}), fits
	}
	return rows
}

// parsePayload splits "moderation:accept:14:3" into its handler's name and its numbers.
func parsePayload(payload string) (name string, args []int64, ok bool) {
	parts := strings.Split(payload, ":")
	if len(parts) < 2 {
		return "", nil, false
	}
	for _, p := range parts[2:] {
		n, err := strconv.ParseInt(p, 10, 64)
		if err != nil || n < 0 {
			return "", nil, false
		}
		args = append(args, n)
	}
	return parts[0] + ":" + parts[1], args, true
}

// Arg is the nth number of the payload, or 0: no row has that number, so a forged payload finds nothing.
func (c *Context) Arg(n int) int64 {
	if n < len(c.Args) {
		return c.Args[n]
	}
	return 0
}
