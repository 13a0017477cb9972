package bot

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"unicode"

	"smederij/flows"
	"smederij/flows/answer"
	"smederij/locales"
	"smederij/store"
)

// House is all that a handler may use: where things are kept, what time it is, what can be said, and who knows what to do.
type House struct {
	DB       *store.DB
	Clock    Clock
	Texts    *locales.Catalog
	Flows    *flows.Library
	Settings Settings
	Features []Feature // in the order in which they hear of events
	Log      *slog.Logger

	places    []answer.Place
	commands  map[string]Command
	presses   map[string]Handler
	links     map[string]bool
	spelled   map[string]bool
	questions map[string]Question
	ends      map[string]End
	keeps     map[string]End
	anew      map[string]bool
	fresh     map[string]Again
	schedules map[string]Schedule
	greets    Handler
	plain     Handler
}

// Settings are what an installation says about itself.
type Settings struct {
	Name    string // of the programme, as in "een computer van De Smederijen"
	Contact string // how to reach a person, as residents read it
	Report  string // where a broken lamp post is reported: phone number and link
}

// Feature is one room of the house: what it does when somebody says, presses or finishes something. Its handlers run inside the
// writer, at most 5 ms, without network.
type Feature struct {
	Name      string                                                // first word of its button payloads
	Commands  []Command                                             //
	Presses   map[string]Handler                                    // by the second word of the payload
	Events    map[store.EventKind]func(*Context, store.Event) error // what happened to an idea
	Links     []string                                              // of the presses, those a link may carry: none that decides anything
	Spelled   []string                                              // of the presses, those for which a typed number is not enough: a second "1" must not take back the first
	Questions map[string]Question                                   // by the second word of their first button's payload
	Signals   map[string]func(*Context, Signal) error               // what the house itself tells
	Schedules []Schedule                                            // what it does by the clock
	Fresh     map[string]Again                                      // by the kind of a post of its own accord: its words when it leaves
	Keeps     map[string]End                                        // by flow: after every kept answer
	Ends      map[string]End                                        // by a flow's end action
	Anew      []string                                              // flows that begin anew each time: an amount of last week is none of today
	Greet     Handler                                               // before the first answer of somebody new (one feature)
	Plain     Handler                                               // words outside every conversation (one feature)
}

// Handler does one thing for one input.
type Handler func(*Context) error

// End is what happens with a conversation: after an answer, or when it is done.
type End func(*Context, *Talk) error

// Again gives a post that waited the words that are true when it leaves; false when there is nothing to say any more.
type Again func(*Context, store.SmederijID, store.Own) (store.Body, bool, error)

// Command is a word with a slash.
type Command struct {
	Name  string // without the slash
	Where Where
	Run   Handler // c.Words holds what came after it
	First bool    // answered before anything else, also before the notice of what is kept
}

// Where a command is understood.
type Where int

// The places.
const (
	InPrivate Where = iota
	InGroups
	Everywhere
)

// Open checks the features against each other and reads what handlers need again and again.
func (h *House) Open(smederijen []store.Smederij) error {
	h.commands, h.presses = map[string]Command{}, map[string]Handler{}
	h.links, h.spelled, h.anew = map[string]bool{openPayload: true}, map[string]bool{}, map[string]bool{}
	h.questions = map[string]Question{}
	h.ends, h.keeps, h.fresh = map[string]End{}, map[string]End{}, map[string]Again{}
	h.schedules = map[string]Schedule{}
	for _, s := range smederijen {
		h.places = append(h.places, answer.Place{Code: s.Code, Name: s.Name, Team: s.Team, Aliases: s.Aliases})
	}
	var errs []error
	for _, f := range h.Features {
		for _, c := range f.Commands {
			errs = append(errs, put(h.commands, "command /", c.Name, c))
		}
		for verb, p := range f.Presses {
			errs = append(errs, put(h.presses, "press ", f.Name+":"+verb, p))
		}
		for _, verb := range f.Links {
			h.links[f.Name+":"+verb] = true
		}
		for _, verb := range f.Spelled {
			h.spelled[f.Name+":"+verb] = true
		}
		for verb, q := range f.Questions {
			h.questions[f.Name+":"+verb] = q
		}
		for action, e := range f.Ends {
			errs = append(errs, put(h.ends, "end ", action, e))
		}
		for _, flow := range f.Anew {
			h.anew[flow] = true
		}
		for kind, again := range f.Fresh {
			errs = append(errs, put(h.fresh, "post ", kind, again))
		}
		for flow, k := range f.Keeps {
			errs = append(errs, put(h.keeps, "keep ", flow, k))
		}
		for _, s := range f.Schedules {
			errs = append(errs, put(h.schedules, "schedule ", s.Kind, s), h.checkSchedule(s))
		}
		if f.Greet != nil {
			h.greets = f.Greet
		}
		if f.Plain != nil {
			h.plain = f.Plain
		}
	}
	if h.plain != nil {
		h.presses[openPayload] = Privately(h.plain)
	}
	return errors.Join(errs...)
}

// openPayload is the button that opens somebody's private chat.
const openPayload = "bot:open"

func put[T any](m map[string]T, what, name string, v T) error {
	if _, twice := m[name]; twice {
		return fmt.Errorf("%s%s is registered twice", what, name)
	}
	m[name] = v
	return nil
}

// Place is the area that somebody names, when there is no doubt which.
func (h *House) Place(words string) (answer.Place, bool) {
	read := answer.Smederij(words, h.places)
	return read.Value, read.Sure
}

// SmederijNamed finds an area by its letters or its name; none when there are no words or they may mean more than one.
func (c *Context) SmederijNamed(words string) (store.Smederij, error) {
	code := strings.TrimSpace(words)
	if place, ok := c.House.Place(words); ok {
		code = place.Code
	}
	s, err := c.SmederijByCode(code)
	if errors.Is(err, store.ErrNotFound) {
		return store.Smederij{}, nil
	}
	return s, err
}

// EndActions are the names a flow may end with.
func (h *House) EndActions() []string {
	var names []string
	for name := range h.ends {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Handle is what the writer does with one input: nothing when it was seen before, else the handler, and then whoever must hear what
// happened, all in the same savepoint.
func (h *House) Handle(tx *store.Tx, in Inbound) (Notice, error) {
	c := h.context(tx, in)
	first, err := tx.FirstTime(in.Key, c.Now)
	if err != nil || !first || in.Edited && !in.Private { // a group talks on, and what it changes is nobody's here
		return Notice{}, err
	}
	if err := c.meet(); err != nil {
		return Notice{}, err
	}
	if err := c.finishJob(); err != nil {
		return Notice{}, err
	}
	err = c.route()
	var no *store.Refusal
	if errors.As(err, &no) {
		err = c.refused(no)
	}
	if err != nil {
		return Notice{}, err
	}
	if err := c.tellEvents(); err != nil {
		return Notice{}, err
	}
	if err := c.neverSilent(); err != nil {
		return Notice{}, err
	}
	return c.out.notice, c.standBy()
}

// finishJob ends the job whose result this is, handled or buried: it is not done again.
func (c *Context) finishJob() error {
	if c.In.Job == 0 {
		return nil
	}
	return c.FinishJob(c.In.Job, c.Now)
}

func (h *House) context(tx *store.Tx, in Inbound) *Context {
	in.Address.Platform = in.Platform // which is not written twice
	return &Context{Tx: tx, House: h, In: in, Now: h.Clock.Now(), out: new(outcome)}
}

// Raise lets the features hear of a signal inside a transaction that is already open.
func (h *House) Raise(tx *store.Tx, s Signal) error {
	c := h.context(tx, Inbound{Key: fmt.Sprintf("%s:%d", s.Name, s.Subject), Signal: &s})
	return errors.Join(c.hear(s), c.tellEvents())
}

// TellEvents lets the features hear what a transaction did that no input began, such as the start with another configuration.
func (h *House) TellEvents(tx *store.Tx) error {
	return h.context(tx, Inbound{Key: "start"}).tellEvents()
}

// Bury keeps an input that no handler could take. Aloud also answers who wrote it and tells those who must know; that may itself
// fail, and then it is done without.
func (h *House) Bury(tx *store.Tx, in Inbound, content []byte, cause error, aloud bool) error {
	c := h.context(tx, in)
	if _, err := tx.FirstTime(in.Key, c.Now); err != nil {
		return err
	}
	if err := errors.Join(c.finishJob(), c.failSlot()); err != nil {
		return err
	}
	id, err := tx.Bury(in.Key, content, cause, c.Now)
	if err != nil || !aloud {
		return err
	}
	if err := c.meet(); err != nil {
		return err
	}
	if c.Chat.ID != 0 && (in.Private || in.Press != nil) {
		if err := c.Say(locales.T("sorry.dead_letter", "contact", h.Settings.Contact)); err != nil {
			return err
		}
	}
	return h.Raise(tx, Signal{Name: DeadLetterSignal, Subject: id})
}

// route finds the one who knows what to do.
func (c *Context) route() error {
	in := c.In
	switch {
	case in.Signal != nil:
		return c.signalled(*in.Signal)
	case in.Raw != "":
		return errUndecoded
	case in.Moved != nil:
		return c.MoveChat(in.Address, *in.Moved, c.Now)
	case in.Standing != "":
		return c.stand()
	case c.Chat.ID == 0:
		return nil
	case c.Person.ID == 0:
		return c.Say(locales.T("sorry.anonymous"))
	case in.Press != nil:
		return c.pressed(in.Press.Payload)
	case in.Edited:
		return c.edited()
	}
	if name, words, ok := command(in.Text); ok {
		return c.commanded(name, words)
	}
	if !c.Chat.Private() {
		return c.onlyPrivate(openPayload)
	}
	return c.spoken()
}

// errUndecoded makes a dead letter of what no adapter could read.
var errUndecoded = errors.New("the adapter could not decode this")

// signalled does what the house does itself on a signal, or lets the features hear it.
func (c *Context) signalled(s Signal) error {
	switch s.Name {
	case SlotSignal:
		return c.due(s)
	case OwnSignal:
		return c.planOwn(store.ChatID(s.Subject))
	}
	return c.hear(s)
}

// hear lets every feature that waits for it hear a signal.
func (c *Context) hear(s Signal) error {
	for _, f := range c.House.Features {
		if hear := f.Signals[s.Name]; hear != nil {
			if err := hear(c, s); err != nil {
				return fmt.Errorf("%s hears %s: %w", f.Name, s.Name, err)
			}
		}
	}
	return nil
}

// tellEvents lets the features hear what happened, until nothing new happens.
func (c *Context) tellEvents() error {
	for range maxEventRounds {
		events := c.TakeEvents()
		if len(events) == 0 {
			return nil
		}
		for _, e := range events {
			for _, f := range c.House.Features {
				if hear := f.Events[e.Kind]; hear != nil {
					if err := hear(c, e); err != nil {
						return fmt.Errorf("%s hears %s: %w", f.Name, e.Kind, err)
					}
				}
			}
		}
	}
	return fmt.Errorf("features keep causing events after %d rounds", maxEventRounds)
}

const maxEventRounds = 8

// command splits "/idee@bot nieuw" into its name and the words after it.
func command(text string) (name, words string, ok bool) {
	text, ok = strings.CutPrefix(strings.TrimSpace(text), "/")
	if !ok {
		return "", "", false
	}
	if end := strings.IndexFunc(text, unicode.IsSpace); end >= 0 {
		text, words = text[:end], strings.TrimSpace(text[end:])
	}
	name, _, _ = strings.Cut(text, "@")
	return strings.ToLower(name), words, name != ""
}

// Addressed tells whether a group message is meant for the bot: a command, a press or a reply to it. Others are judged by the
// adapter, in memory, and dropped without a trace (PRIVACY P12).
func (in Inbound) Addressed() bool {
	_, _, isCommand := command(in.Text)
	return in.Private || in.Press != nil || isCommand || in.Reply || in.Mention || in.forHouse()
}

// forHouse tells whether nobody said this: it is for the house itself.
func (in Inbound) forHouse() bool {
	return in.Signal != nil || in.Moved != nil || in.Standing != "" || in.Raw != ""
}
