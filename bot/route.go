package bot

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"smederij/flows"
	"smederij/flows/answer"
	"smederij/locales"
	"smederij/store"
)

// talkPayload is the first word of buttons that belong to a conversation: t:conversation:sequence:choice.
const talkPayload = "t:"

// pressed handles a button.
func (c *Context) pressed(payload string) error {
	if c.In.MessageID != "" {
		if err := c.FoundMessage(c.Chat.ID, payload, c.In.MessageID); err != nil {
			return err
		}
	}
	if rest, ok := strings.CutPrefix(payload, talkPayload); ok {
		return c.pressedInTalk(rest)
	}
	name, args, ok := parsePayload(payload)
	press := c.House.presses[name]
	if !ok || press == nil {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	c.Args = args
	return c.with(press)
}

// with runs a handler after somebody new was greeted.
func (c *Context) with(run Handler) error {
	if err := c.greet(); err != nil {
		return err
	}
	return run(c)
}

// greet tells somebody new what is kept, before any answer of theirs is.
func (c *Context) greet() error {
	if !c.Chat.Private() || c.Person.Notice != 0 || c.House.greets == nil {
		return nil
	}
	return c.House.greets(c)
}

func (c *Context) pressedInTalk(rest string) error {
	id, after, _ := strings.Cut(rest, ":")
	seq, choice, _ := strings.Cut(after, ":")
	number, err1 := strconv.ParseInt(id, 10, 64)
	sequence, err2 := strconv.Atoi(seq)
	if err1 != nil || err2 != nil || choice == "" {
		return c.Answer(locales.T("sorry.unknown_button"))
	}
	talk, err := c.Conversation(store.ConversationID(number))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return c.Answer(locales.T("sorry.unknown_button"))
	case err != nil:
		return err
	case talk.Person != c.Person.ID:
		return c.Answer(locales.T("sorry.not_your_button"))
	case talk.Ended:
		return c.Answer(locales.T("sorry.ended_button"))
	}
	own, err := c.Tx.Chat(talk.Chat) // also when the press was forged in a group
	if err != nil {
		return err
	}
	return c.inChat(own).turn(talk, flows.Input{Choice: choice, Sequence: sequence})
}

// commanded handles a word with a slash. The words of a conversation (/stop, /terug) work with and without it.
func (c *Context) commanded(name, words string) error {
	if c.Chat.Private() {
		if handled, err := c.everyday(c.In.Text); handled || err != nil {
			return err
		}
	}
	c.Words = words
	if name == "start" {
		if !c.Chat.Private() {
			return c.onlyPrivate(openPayload)
		}
		return c.with(started)
	}
	cmd, ok := c.House.commands[name]
	switch {
	case !ok:
		return c.with(unknownCommand)
	case cmd.Where == InPrivate && !c.Chat.Private():
		return c.onlyPrivate(openPayload)
	case cmd.Where == InGroups && c.Chat.Private():
		return c.Answer(locales.T("group.only_there"))
	}
	return c.run(cmd)
}

func (c *Context) run(cmd Command) error {
	if cmd.First {
		return cmd.Run(c)
	}
	return c.with(cmd.Run)
}

func unknownCommand(c *Context) error { return c.Say(locales.T("sorry.unknown_command")) }

var codeLike = regexp.MustCompile(`(?i)^\s*(?:code[: ]\s*([a-z0-8][a-z0-8 -]{25,60})|([a-z]*[2-7][a-z2-7]*))[.\s]*$`)

// bareCode is a code that somebody copied from paper without the slash, or alone.
func bareCode(text string) (code string, ok bool) {
	m := codeLike.FindStringSubmatch(text)
	if m == nil {
		return "", false
	}
	code = store.PlainCode(m[1] + m[2])
	return code, len(code) == codeLength
}

const codeLength = 26 // letters and digits

// started follows a deep link: the same press as in the group, or a code that gives a role.
func started(c *Context) error {
	if c.Words == "" {
		return c.cameBack()
	}
	name, args, ok := parsePayload(strings.ReplaceAll(c.Words, "-", ":"))
	if press := c.House.presses[name]; ok && press != nil {
		if !c.House.links[name] { // somebody else may have written the link
			return c.House.plain(c)
		}
		c.Args = args
		return press(c)
	}
	if code, ok := c.House.commands["code"]; ok {
		return code.Run(c)
	}
	return unknownCommand(c)
}

// cameBack asks again where somebody was: who stopped the bot on Telegram comes back with its start button.
func (c *Context) cameBack() error {
	talk, err := c.OpenConversation(c.Chat.ID)
	if errors.Is(err, store.ErrNotFound) {
		return c.House.plain(c)
	}
	if err != nil {
		return err
	}
	if on, err := c.TakeUp(c.Chat, talk, locales.T("talk.go_on")); on || err != nil {
		return err
	}
	return c.House.plain(c)
}

// everyday handles the words that always work: those of the conversation go to it, the others are commands of their own.
func (c *Context) everyday(text string) (handled bool, err error) {
	read := answer.ReadCommand(text)
	if !read.Sure || read.Value == answer.None {
		return false, nil
	}
	if read.Value != answer.Unsubscribe {
		talk, err := c.OpenConversation(c.Chat.ID)
		if err == nil {
			return true, c.turn(talk, flows.Input{Text: text})
		}
		if !errors.Is(err, store.ErrNotFound) {
			return true, err
		}
	}
	if read.Value == answer.Stop {
		if payload, err := c.refusing(); err != nil || payload != "" {
			return true, errors.Join(err, c.pressedIf(payload))
		}
	}
	cmd, ok := c.House.commands[map[answer.Command]string{
		answer.Stop: "stop", answer.Help: "help", answer.Unsubscribe: "afmelden", answer.Restart: "idee",
	}[read.Value]]
	if !ok {
		return false, nil
	}
	return true, c.run(cmd)
}

// spoken handles plain words, a photo or a recording in a private chat.
func (c *Context) spoken() error {
	rest, err := c.continues()
	if rest || err != nil {
		c.out.said++ // with the first part
		return err
	}
	if words, ok := bareCode(c.In.Text); ok {
		c.Words = words
		return c.with(c.House.commands["code"].Run)
	}
	talk, err := c.OpenConversation(c.Chat.ID)
	if err == nil {
		if payload, err := c.namedElsewhere(talk); err != nil || payload != "" {
			return errors.Join(err, c.pressedIf(payload))
		}
		if handled, err := c.onReminders(c.In.Text); handled || err != nil {
			return err
		}
		return c.turn(talk, flows.Input{Text: c.In.Text, Media: c.media()})
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if payload, err := c.labelled(c.In.Text); err != nil || payload != "" { // before it is read as a command
		return errors.Join(err, c.pressedIf(payload))
	}
	if handled, err := c.everyday(c.In.Text); handled || err != nil {
		return err
	}
	if handled, err := c.typed(c.In.Text); handled || err != nil {
		return err
	}
	return c.with(c.House.plain)
}

// onReminders ends reminders, or lets them come again: who reads "schrijf aanmelden als u ze weer wilt" may still have a question open.
// That word counts alone, and not where a button has its name.
func (c *Context) onReminders(text string) (handled bool, err error) {
	if read := answer.ReadCommand(text); read.Sure && read.Value == answer.Unsubscribe {
		return true, c.run(c.House.commands["afmelden"])
	}
	cmd, known := c.House.commands[again]
	if !known || answer.Plain(text) != again || c.In.Media != nil {
		return false, nil
	}
	payload, err := c.named(text)
	if err != nil || payload != "" {
		return false, err
	}
	return true, c.run(cmd)
}

const again = "aanmelden"

func (c *Context) media() *flows.Media {
	if c.In.Media == nil {
		return nil
	}
	return &flows.Media{Kind: flows.MediaKind(c.In.Media.Kind), Ref: c.In.Media.Ref, Album: c.In.Album}
}

// edited answers a change to an older message: it is not read again, because an answer may have been built on it.
func (c *Context) edited() error {
	return c.with(func(c *Context) error { return c.Say(locales.T("sorry.edited")) })
}
