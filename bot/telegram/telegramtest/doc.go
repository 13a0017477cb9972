// Package telegramtest is a strict fake of the Telegram Bot API at the wire, in the manner of net/http/httptest: a server on loopback
// that a bot talks to through its URL, from the same process or another one, and people and groups that a test moves by hand.
//
//	s := telegramtest.New(t, telegramtest.Options{})
//	anja := s.Person("anja")
//	anja.Say("hallo")                       // the bot finds it with getUpdates, or gets it at its webhook
//	e, err := s.WaitFor(ctx, 0, telegramtest.In(anja))
//	_, err = anja.Press("Stuur mijn idee in")
//
// It is stricter than Telegram. A parameter that the method does not have, a bare & or > in HTML, a pressed button of a kind that is
// not played here are refused with 400, where Telegram would be silent; such a refusal says "telegramtest:". What Telegram itself
// refuses is refused in its words. With the machine-readable specification at hand ([FindSpec]) every request is held against that too.
//
// What it keeps of the real thing: updates wait in order until an offset or a 200 confirms them, for 24 hours; a second poller ends the
// first one with 409; privacy mode; a person who never wrote cannot be written to; ids beyond 32 bits; the same message id in two
// supergroups; a message in a topic that looks like a reply to the topic's beginning; sending limits with 429 ([Limits]).
//
// What goes wrong goes wrong on demand: [Server.Break] for requests, [Server.Upset] for updates, [Server.RestartIDs] for the silent
// week, [Server.Unplug] for a network that is away.
//
// What is seen is kept in order ([Server.Events], [Server.Since]), what was asked too ([Server.Requests], [Server.Impatient],
// [Server.Doubled]); for load none of it is, with Options.Blind.
// Nothing here sleeps: [Server.Until], [Server.Wait] and [Server.WaitFor] wake up when something changed.
//
// Not played: inline mode, payments, reply keyboards on the person's side, Markdown, fetching of photos from a URL, parallel calls of
// one webhook.
package telegramtest
