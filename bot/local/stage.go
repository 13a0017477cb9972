package local

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"sync"
	"time"

	"smederij/bot"
)

// Stage is where time stands still until somebody moves it on.
type Stage struct {
	Clock  *bot.TurnedClock
	Settle func(context.Context) error // waits until everything that can happen now has happened
}

// Turn moves the clock as words such as "26h" say, and stops wherever something waits to happen.
func (s Stage) Turn(ctx context.Context, words string) error {
	target, err := MoveTo(words, s.Clock.Now())
	if err != nil {
		return err
	}
	for {
		if err := s.Settle(ctx); err != nil {
			return err
		}
		next, ok := s.Clock.Next()
		if !ok || next.After(target) {
			break
		}
		s.Clock.Turn(next)
	}
	s.Clock.Turn(target)
	return s.Settle(ctx)
}

// screens are the messages that each chat shows, by address.
type screens struct {
	mu    sync.Mutex
	chats map[string][]Shown
}

// Shown is a message of the bot as it stands on a screen.
type Shown struct {
	ID      string
	Buttons []bot.ShownButton
}

// put shows a message, or changes one that is there.
func (s *screens) put(chat, id string, buttons []bot.ShownButton) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.chats == nil {
		s.chats = make(map[string][]Shown)
	}
	m := Shown{id, buttons}
	screen := s.chats[chat]
	if i := slices.IndexFunc(screen, func(old Shown) bool { return old.ID == id }); i >= 0 {
		screen[i] = m
	} else {
		s.chats[chat] = append(screen, m)
	}
}

func (s *screens) find(chat string, p Pressing) (messageID, payload string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return p.On(s.chats[chat])
}

// noButton is the label of a button that nobody sees.
type noButton string

func (label noButton) Error() string { return fmt.Sprintf("de knop [%s] staat er niet", string(label)) }

// On is the button somebody means, of a screen with the oldest message first: by label or number on the newest message that has it. A
// payload that no message has is a forger's: it stands on none.
func (p Pressing) On(screen []Shown) (messageID, payload string, err error) {
	if p.Payload != "" {
		for _, m := range slices.Backward(screen) {
			if slices.ContainsFunc(m.Buttons, func(b bot.ShownButton) bool { return b.Payload == p.Payload }) {
				return m.ID, p.Payload, nil
			}
		}
		return "", p.Payload, nil
	}
	if p.Back > 0 {
		if p.Back > len(screen) {
			return "", "", noButton(p.Label)
		}
		screen = screen[len(screen)-p.Back : len(screen)-p.Back+1]
	}
	number, _ := strconv.Atoi(p.Label)
	for _, m := range slices.Backward(screen) {
		for i, b := range m.Buttons {
			if b.Label == p.Label || i+1 == number {
				return m.ID, b.Payload, nil
			}
		}
	}
	return "", "", noButton(p.Label)
}

// inPrivate is what somebody types in their private chat.
func inPrivate(key, who, text string, now time.Time) bot.Inbound {
	return bot.Inbound{Key: key, Platform: PlatformName, From: who, Private: true,
		Address: bot.Address{Chat: PrivateChat(who)}, SentAt: now, Text: text}
}

// PrivateChat is the address of somebody's private chat.
func PrivateChat(who string) string { return "@" + who }

// inbound is a line as the house receives it.
func (s *screens) inbound(l *Line, key string, now time.Time) (bot.Inbound, error) {
	in := inPrivate(key, l.Who, l.Text, now)
	if l.Group != "" {
		in.Private, in.Address.Chat = false, "#"+l.Group
	}
	in.Edited, in.Reply, in.Media = l.Edit, l.Reply, l.Media
	if err := l.Missing(); err != nil || l.Press == nil {
		return in, err
	}
	id, payload, err := s.find(in.Address.Chat, *l.Press)
	in.MessageID, in.Press = id, &bot.Press{Payload: payload}
	return in, err
}

// Missing complains of a photo whose file is not there.
func (l *Line) Missing() error {
	if l.Media == nil || l.Media.Kind != "photo" {
		return nil
	}
	if _, err := os.Stat(l.Media.Ref); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("er is geen bestand %s", l.Media.Ref)
	}
	return nil
}
