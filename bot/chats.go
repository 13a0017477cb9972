package bot

import (
	"errors"
	"time"

	"smederij/flows/answer"
	"smederij/locales"
	"smederij/store"
)

// What a network tells of its chats, and how it cuts what people write.

// stand is what the bot may do in a chat from now on. A chat nobody wrote in is not remembered for that.
func (c *Context) stand() error {
	in := c.In
	chat, err := c.KnownChat(in.Address)
	known := err == nil
	switch {
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return err
	case in.Standing == MayWrite && known && chat.Gone:
		return c.ChatBack(chat, c.Now)
	case in.Standing == MayWrite && !known && !in.Private:
		return c.arrive()
	case in.Standing == MayWrite || !known || chat.Gone:
		return nil
	}
	if err := c.ChatGone(chat.ID, c.Now); err != nil {
		return err
	}
	return c.hear(Signal{Name: GoneSignal, Subject: int64(chat.ID)})
}

// arrive says who has come into a group, and what it waits for.
func (c *Context) arrive() (err error) {
	if c.Chat, err = c.ChatAt(c.In.Address, 0, c.Now); err != nil {
		return err
	}
	return c.Say(locales.T("group.hello", "programme", c.House.Settings.Name))
}

// cutWithin is how fast the parts of a text follow each other that a network cut.
const cutWithin = 2 * time.Second

// continues tells whether a text is the rest of one that a network cut. That was answered with its first part.
func (c *Context) continues() (bool, error) {
	before := c.Chat.LongAt
	rest := !before.IsZero() && !c.In.SentAt.Before(before) && c.In.SentAt.Sub(before) <= cutWithin
	if command := answer.ReadCommand(c.In.Text); command.Sure && command.Value != answer.None {
		rest = false // stop is stop, also in haste
	}
	var now time.Time
	if c.In.Full {
		now = c.In.SentAt
	}
	if now.Equal(before) {
		return rest, nil
	}
	return rest, c.LongText(c.Chat.ID, now)
}
