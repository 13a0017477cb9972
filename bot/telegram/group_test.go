package telegram_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"smederij/bot"
	"smederij/bot/telegram/telegramtest"
)

// in is what matters of an input in a test about where and who.
type in struct {
	Chat, Topic, From, Text, Media, Album string
	Private, Reply, Mention, Edited       bool
	Standing                              bot.Standing
	MovedTo                               string
}

func brief(all []bot.Inbound) []in {
	var short []in
	for _, i := range all {
		s := in{Chat: i.Address.Chat, Topic: i.Address.Topic, From: i.From, Text: i.Text, Album: i.Album, Private: i.Private, Reply: i.Reply,
			Mention: i.Mention, Edited: i.Edited, Standing: i.Standing}
		if i.Media != nil {
			s.Media = i.Media.Kind
		}
		if i.Moved != nil {
			s.MovedTo = i.Moved.Chat
		}
		short = append(short, s)
	}
	return short
}

func id(of interface{ ID() int64 }) string { return fmt.Sprint(of.ID()) }

// TestGate: an administrator hears all that is said, and keeps only what is for it.
func TestGate(t *testing.T) {
	s := server(t, telegramtest.Options{})
	anja, wim := s.Person("anja"), s.Person("wim")
	g := s.Supergroup("Kransstraat", wim, anja)
	g.AddBot(wim)
	g.PromoteBot(wim, telegramtest.Rights{})
	r := build(t, s)
	r.run()
	r.house.got(t, 2)
	if _, err := r.Send(t.Context(), words(g.ID(), "Vraag?")); err != nil {
		t.Fatal(err)
	}
	question, _ := anja.In(g).Newest()
	hers := anja.In(g).Say("mooi weer")
	wim.In(g).Reply(hers.ID, "zeker")
	anja.In(g).Edit(hers.ID, "slecht weer")
	anja.In(g).Photo([]byte("x"), "kijk eens")
	anja.In(g).Sticker("👍")
	anja.In(g).Say("/status@ander_bot nu")
	anja.In(g).Say("vraag het @ander_bot of @smederij_botje")
	g.Join(s.Person("nieuw"))
	g.Leave(s.Person("nieuw"))
	g.Promote(wim, anja, telegramtest.Rights{Pin: true})
	anja.In(g).Reply(question.ID, "antwoord")
	anja.In(g).Say("vraag 🌳 het @Smederij_Bot maar")
	anja.In(g).Photo([]byte("x"), "voor @smederij_bot")
	anja.In(g).Say("/status nu")
	anja.In(g).Say("/status@SMEDERIJ_BOT nu")
	r.confirmed()
	want := []in{
		{Chat: id(g), Standing: bot.MayWrite}, {Chat: id(g), Standing: bot.MayWrite},
		{Chat: id(g), From: id(anja), Text: "antwoord", Reply: true},
		{Chat: id(g), From: id(anja), Text: "vraag 🌳 het @Smederij_Bot maar", Mention: true},
		{Chat: id(g), From: id(anja), Text: "voor @smederij_bot", Media: "photo", Mention: true},
		{Chat: id(g), From: id(anja), Text: "/status nu"},
		{Chat: id(g), From: id(anja), Text: "/status@SMEDERIJ_BOT nu"},
	}
	if diff := cmp.Diff(want, brief(r.house.got(t, 7))); diff != "" {
		t.Error(diff)
	}
	if log := r.log.String(); strings.Contains(log, "weer") || strings.Contains(log, "level=") {
		t.Errorf("a trace of what was not for the bot:\n%s", log)
	}
}

func TestAnonymous(t *testing.T) {
	r := play(t)
	wim := r.s.Person("wim")
	g := r.s.Supergroup("Kransstraat", wim)
	g.AddBot(wim)
	g.Anonymous().Command("koppel", "KRA")
	g.Channel("Buurtnieuws").Command("status")
	want := []in{{Chat: id(g), Standing: bot.MayWrite}, {Chat: id(g), Text: "/koppel@smederij_bot KRA"}, {Chat: id(g), Text: "/status@smederij_bot"}}
	if diff := cmp.Diff(want, brief(r.house.got(t, 3))); diff != "" {
		t.Error(diff)
	}
}

func TestTopics(t *testing.T) {
	s := server(t, telegramtest.Options{ReadsAll: true})
	wim := s.Person("wim")
	g := s.Forum("Kransstraat", wim)
	g.AddBot(wim)
	topic := g.Topic(wim, "Ideeën")
	there := wim.InTopic(g, topic)
	r := build(t, s)
	r.run()
	if _, err := r.Send(t.Context(), words(g.ID(), "buiten")); err != nil {
		t.Fatal(err)
	}
	out := words(g.ID(), "Vraag?", bot.ShownButton{Label: "Steun", Payload: "steun:1"})
	out.To.Topic = fmt.Sprint(topic)
	if _, err := r.Send(t.Context(), out); err != nil {
		t.Fatal(err)
	}
	shown, _ := there.Newest()
	if shown.Thread != topic {
		t.Errorf("shown in %d, want topic %d", shown.Thread, topic)
	}
	there.Say("niet voor de bot") // looks like a reply to the topic's beginning
	there.Command("status")
	there.Reply(shown.ID, "antwoord")
	if _, err := there.Press("Steun"); err != nil {
		t.Fatal(err)
	}
	wim.In(g).Command("status")
	r.confirmed()
	in5 := fmt.Sprint(topic)
	want := []in{
		{Chat: id(g), Standing: bot.MayWrite},
		{Chat: id(g), Topic: in5, From: id(wim), Text: "/status@smederij_bot"},
		{Chat: id(g), Topic: in5, From: id(wim), Text: "antwoord", Reply: true},
		{Chat: id(g), Topic: in5, From: id(wim)},
		{Chat: id(g), From: id(wim), Text: "/status@smederij_bot"},
	}
	if diff := cmp.Diff(want, brief(r.house.got(t, 5))); diff != "" {
		t.Error(diff)
	}
	g.CloseTopic(topic)
	_, err := r.Send(t.Context(), out)
	if f := failure(t, err); f.Fate != bot.Gone {
		t.Errorf("a closed topic: got %+v", f)
	}
	out.To.Topic = "999"
	_, err = r.Send(t.Context(), out)
	if f := failure(t, err); f.Fate != bot.Gone {
		t.Errorf("no topic: got %+v", f)
	}
}

func TestMedia(t *testing.T) {
	r := play(t)
	anja := r.s.Person("anja")
	big := picture(t, 400, 300)
	album := anja.Album("ons plein", big, big)
	anja.Voice([]byte("spraak"), 7)
	anja.Sticker("👍")
	anja.Location(53.2, 6.5)
	anja.Document("plein.JPG", "image/jpeg", []byte("x"), "een foto")
	anja.Document("plan.pdf", "application/pdf", []byte("x"), "")
	m := anja.Say("fout")
	anja.Edit(m.ID, "goed")
	r.confirmed()
	me := id(anja)
	taken := r.house.got(t, 9)
	group := taken[0].Album
	want := []in{
		{Chat: me, From: me, Private: true, Text: "ons plein", Media: "photo", Album: group},
		{Chat: me, From: me, Private: true, Media: "photo", Album: group},
		{Chat: me, From: me, Private: true, Media: "voice"},
		{Chat: me, From: me, Private: true, Media: "sticker"},
		{Chat: me, From: me, Private: true, Media: "location"},
		{Chat: me, From: me, Private: true, Text: "een foto", Media: "photo"},
		{Chat: me, From: me, Private: true, Media: "other"},
		{Chat: me, From: me, Private: true, Text: "fout"},
		{Chat: me, From: me, Private: true, Text: "goed", Edited: true},
	}
	if diff := cmp.Diff(want, brief(taken)); diff != "" || group == "" {
		t.Error(diff)
	}
	if taken[0].Media.Ref != album[0].File || taken[7].MessageID != taken[8].MessageID {
		t.Errorf("got %+v and %+v, %+v", taken[0].Media, taken[7], taken[8])
	}
}

func TestStandings(t *testing.T) {
	r := play(t)
	anja, wim := r.s.Person("anja"), r.s.Person("wim")
	g := r.s.Supergroup("Kransstraat", wim)
	g.AddBot(wim)
	g.MuteBot(wim)
	_, err := r.Send(t.Context(), words(g.ID(), "dag"))
	if f := failure(t, err); f.Fate != bot.Gone {
		t.Errorf("muted: got %+v", f)
	}
	g.DemoteBot(wim)
	g.RemoveBot(wim)
	_, err = r.Send(t.Context(), words(g.ID(), "dag"))
	if f := failure(t, err); f.Fate != bot.Gone {
		t.Errorf("removed: got %+v", f)
	}
	_, err = r.Send(t.Context(), words(anja.ID(), "dag"))
	if f := failure(t, err); f.Fate != bot.Gone {
		t.Errorf("never wrote: got %+v", f)
	}
	anja.Say("hallo")
	anja.Block()
	_, err = r.Send(t.Context(), words(anja.ID(), "dag"))
	if f := failure(t, err); f.Fate != bot.Gone {
		t.Errorf("blocked: got %+v", f)
	}
	anja.Unblock()
	if _, err := r.Send(t.Context(), words(anja.ID(), "dag")); err != nil {
		t.Error(err)
	}
	me := id(anja)
	want := []in{
		{Chat: id(g), Standing: bot.MayWrite}, {Chat: id(g), Standing: bot.Muted}, {Chat: id(g), Standing: bot.MayWrite}, {Chat: id(g), Standing: bot.Out},
		{Chat: me, From: me, Private: true, Text: "hallo"},
		{Chat: me, From: me, Private: true, Standing: bot.Out}, {Chat: me, From: me, Private: true, Standing: bot.MayWrite},
	}
	if diff := cmp.Diff(want, brief(r.house.got(t, 7))); diff != "" {
		t.Error(diff)
	}
}

func TestGroupMoves(t *testing.T) {
	r := play(t)
	wim := r.s.Person("wim")
	g := r.s.Group("Kransstraat", wim)
	g.AddBot(wim)
	old := g.ID()
	if _, err := r.Send(t.Context(), words(old, "dag")); err != nil {
		t.Fatal(err)
	}
	g.Migrate(wim)
	_, err := r.Send(t.Context(), words(old, "weer"))
	f := failure(t, err)
	if f.Fate != bot.NotSent || f.Moved == nil || *f.Moved != at(g.ID()) {
		t.Fatalf("got %+v", f)
	}
	if _, err := r.Send(t.Context(), bot.Outgoing{To: *f.Moved, Body: words(0, "weer").Body}); err != nil {
		t.Error(err)
	}
	taken := r.house.got(t, 3)
	want := []in{{Chat: fmt.Sprint(old), Standing: bot.MayWrite}, {Chat: fmt.Sprint(old), MovedTo: id(g)}, {Chat: fmt.Sprint(old), MovedTo: id(g)}}
	if diff := cmp.Diff(want, brief(taken)); diff != "" {
		t.Error(diff)
	}
	if taken[1].Moved.Platform != "telegram" || taken[1].Key == taken[2].Key {
		t.Errorf("got %+v and %+v", taken[1], taken[2])
	}
}
