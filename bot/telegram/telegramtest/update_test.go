package telegramtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func idsOf(all []update) []int64 {
	ids := []int64{}
	for _, u := range all {
		ids = append(ids, u.ID)
	}
	return ids
}

func textsOf(all []update) []string {
	var texts []string
	for _, u := range all {
		if u.Message != nil {
			texts = append(texts, u.Message.Text)
		}
	}
	return texts
}

func TestOffsetConfirms(t *testing.T) {
	s, c := play(t, Options{})
	anja := s.Person("anja")
	for i := range 5 {
		anja.Say(fmt.Sprint(i))
	}
	first := c.updates("limit", 3)
	if diff := cmp.Diff([]string{"0", "1", "2"}, textsOf(first)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(idsOf(first), idsOf(c.updates("limit", 3))); diff != "" {
		t.Errorf("what is not confirmed comes again: %s", diff)
	}
	rest := c.updates("offset", first[2].ID+1)
	if diff := cmp.Diff([]string{"3", "4"}, textsOf(rest)); diff != "" {
		t.Error(diff)
	}
	if got := c.updates("offset", -1); len(got) != 1 || got[0].Message.Text != "4" {
		t.Errorf("offset -1: got %v, want the last one", textsOf(got))
	}
	if got := c.updates("offset", rest[1].ID+1); len(got) != 0 || s.Pending() != 0 {
		t.Errorf("after all was confirmed: got %v, %d pending", textsOf(got), s.Pending())
	}
}

func TestLongPollWaits(t *testing.T) {
	s, c := play(t, Options{})
	waiting := make(chan got)
	go func() { waiting <- c.try("getUpdates", "timeout", 50) }()
	if err := s.Until(t.Context(), func() bool { return s.Polling() }); err != nil {
		t.Fatal(err)
	}
	s.Person("anja").Say("hallo")
	var all []update
	(<-waiting).into(t, &all)
	if diff := cmp.Diff([]string{"hallo"}, textsOf(all)); diff != "" {
		t.Error(diff)
	}
	if got := c.updates("offset", all[0].ID+1, "timeout", 1); len(got) != 0 {
		t.Errorf("a poll that ends: got %v", got)
	}
}

func TestPollThatIsLeft(t *testing.T) {
	s, c := play(t, Options{})
	ctx, leave := context.WithCancel(t.Context())
	waiting := make(chan got)
	go func() { waiting <- c.tryCtx(ctx, "getUpdates", "timeout", 50) }()
	if err := s.Until(t.Context(), func() bool { return s.Polling() }); err != nil {
		t.Fatal(err)
	}
	leave()
	if g := <-waiting; !errors.Is(g.err, context.Canceled) {
		t.Errorf("got %v", g.err)
	}
	if err := s.Until(t.Context(), func() bool { return !s.Polling() }); err != nil {
		t.Error(err)
	}
}

func TestSecondPoller(t *testing.T) {
	s, c := play(t, Options{})
	first, second := make(chan got), make(chan got)
	go func() { first <- c.try("getUpdates", "timeout", 50) }()
	if err := s.Until(t.Context(), func() bool { return s.Polling() }); err != nil {
		t.Fatal(err)
	}
	go func() { second <- c.try("getUpdates", "timeout", 50) }()
	if g := <-first; g.Code != 409 || !strings.HasPrefix(g.Description, "Conflict: terminated by other getUpdates request") {
		t.Errorf("the first poller: got %d %q", g.Code, g.Description)
	}
	s.Person("anja").Say("hallo")
	if g := <-second; !g.OK {
		t.Errorf("the second poller: got %d %q", g.Code, g.Description)
	}
}

func TestChatMemberOnlyWhenAskedFor(t *testing.T) {
	s, c := play(t, Options{})
	wim, carla := s.Person("wim"), s.Person("carla")
	kra := s.Supergroup("KRA", wim)
	kra.AddBot(wim)
	kra.PromoteBot(wim, Rights{Delete: true})
	members := func() (n int) {
		all := c.updates("offset", -100)
		for _, u := range all {
			if u.Member != nil {
				n++
			}
		}
		return n
	}
	kra.Join(carla)
	if n := members(); n != 0 {
		t.Errorf("nobody asked, got %d", n)
	}
	c.updates("allowed_updates", `["message","chat_member"]`)
	kra.Promote(wim, carla, Rights{})
	if n := members(); n != 1 {
		t.Errorf("asked for, got %d", n)
	}
	before := len(c.updates())
	kra.DemoteBot(wim)
	if n := len(c.updates()); n != before {
		t.Errorf("my_chat_member was not asked for, got %d more", n-before)
	}
	c.updates("allowed_updates", `[]`)
	kra.PromoteBot(wim, Rights{})
	if all := c.updates(); all[len(all)-1].Mine == nil {
		t.Error("the default brings my_chat_member")
	}
}

func TestUpdatesAreKeptADay(t *testing.T) {
	now := newClock()
	s, c := play(t, Options{Now: func() time.Time { return now.now }})
	s.Person("anja").Say("oud")
	now.turn(23 * time.Hour)
	s.Person("anja").Say("nieuw")
	now.turn(2 * time.Hour)
	if diff := cmp.Diff([]string{"nieuw"}, textsOf(c.updates())); diff != "" {
		t.Error(diff)
	}
}

func TestSilentWeek(t *testing.T) {
	s, c := play(t, Options{})
	anja := s.Person("anja")
	anja.Say("een")
	first := c.updates()[0].ID
	c.updates("offset", first+1)
	s.RestartIDs(first - 5000)
	anja.Say("twee")
	late := c.updates("offset", first+1)
	if diff := cmp.Diff([]int64{first - 5000}, idsOf(late)); diff != "" {
		t.Fatalf("an id below the offset comes: %s", diff)
	}
	if diff := cmp.Diff(idsOf(late), idsOf(c.updates("offset", first+1))); diff != "" {
		t.Errorf("the old offset confirms nothing: %s", diff)
	}
	if got := c.updates("offset", late[0].ID+1); len(got) != 0 {
		t.Errorf("its own offset confirms it: got %v", idsOf(got))
	}
	s.RestartIDs(first)
	anja.Say("drie")
	if diff := cmp.Diff([]int64{first}, idsOf(c.updates())); diff != "" {
		t.Errorf("an id that was there before: %s", diff)
	}
}

func TestUpsets(t *testing.T) {
	t.Run("twice", func(t *testing.T) {
		s, c := play(t, Options{})
		s.Upset(UpdateFault{Effect: Twice, Nth: 2})
		s.Person("anja").Say("een")
		s.Person("anja").Say("twee")
		all := c.updates()
		if diff := cmp.Diff([]string{"een", "twee", "twee"}, textsOf(all)); diff != "" {
			t.Error(diff)
		}
		again := c.updates("offset", all[2].ID+1)
		if diff := cmp.Diff([]string{"twee"}, textsOf(again)); diff != "" {
			t.Errorf("once more after it was confirmed: %s", diff)
		}
		if got := c.updates("offset", all[2].ID+1); len(got) != 0 {
			t.Errorf("then never: got %v", textsOf(got))
		}
	})
	t.Run("out of order", func(t *testing.T) {
		s, c := play(t, Options{})
		s.Upset(UpdateFault{Effect: OutOfOrder, Nth: 2})
		s.Person("anja").Say("een")
		s.Person("anja").Say("twee")
		all := c.updates()
		if diff := cmp.Diff([]string{"twee", "een"}, textsOf(all)); diff != "" {
			t.Error(diff)
		}
		if got := c.updates("offset", all[1].ID+1); len(got) != 1 {
			t.Errorf("the last one's offset leaves the other: got %v", textsOf(got))
		}
	})
	t.Run("unreadable", func(t *testing.T) {
		s, c := play(t, Options{Seed: 7})
		s.Upset(UpdateFault{Effect: Unreadable, Chance: 1})
		for range 20 {
			s.Person("anja").Say("een")
		}
		var raw []map[string]any
		c.try("getUpdates").into(t, &raw)
		ids := make(map[any]bool)
		for _, u := range raw {
			ids[u["update_id"]] = true
		}
		if len(raw) != 40 || len(ids) != 40 {
			t.Errorf("got %d updates of %d ids, want 40: every one has an id to confirm it by", len(raw), len(ids))
		}
		var strictly []update
		g := c.try("getUpdates")
		if err := decode(string(g.Result), &strictly); err == nil {
			t.Error("a strict decoder read all")
		}
	})
	t.Run("of the test's own", func(t *testing.T) {
		s, c := play(t, Options{})
		id := s.PushRaw("quantum_message", `{}`)
		if all := c.updates(); !slices.Equal(idsOf(all), []int64{id}) || all[0].Quantum == nil {
			t.Errorf("got %+v", all)
		}
	})
}
