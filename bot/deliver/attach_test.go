package deliver_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"smederij/bot"
	"smederij/bot/deliver"
	"smederij/store"
)

func TestAttachments(t *testing.T) {
	house := &store.Error{Code: store.Broken}
	tests := []struct {
		name       string
		attachment string
		errs       []error // of the renderer, one a time
		want       []string
		within     time.Duration
	}{
		{"drawn", "chart:7:2026", nil, []string{"KRA: 1 with 7:2026", "KRA: 2"}, 0},
		{"of an unknown name", "nothing:7", nil, []string{"KRA: 1", "KRA: 2"}, 0},
		{"without a name", "chart", nil, []string{"KRA: 1 with ", "KRA: 2"}, 0},
		{"can never be made", "chart:7", []error{fmt.Errorf("chart 7: %w", bot.ErrNoAttachment)}, []string{"KRA: 1", "KRA: 2"}, 0},
		{"later", "chart:7", []error{errors.New("busy")}, []string{"KRA: 1 with 7", "KRA: 2"}, 2 * time.Second},
		{"given up", "chart:7", fails(99, errors.New("busy")), []string{"KRA: 1", "KRA: 2"}, 3 * time.Minute},
		{"the house fails for long", "chart:7", fails(12, house), []string{"KRA: 1 with 7", "KRA: 2"}, time.Hour},
		{"panic", "panic:7", nil, []string{"KRA: 1", "KRA: 2"}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := newOffice(t)
			errs := tt.errs
			o.renderers = map[string]deliver.Renderer{
				"chart": func(_ context.Context, rest string) (*bot.Attachment, error) {
					if len(errs) > 0 {
						err := errs[0]
						errs = errs[1:]
						return nil, err
					}
					return &bot.Attachment{Kind: bot.AsPhoto, Name: rest, Data: []byte("png")}, nil
				},
				"panic": func(context.Context, string) (*bot.Attachment, error) { panic("no chart") },
			}
			group := o.group("KRA")
			o.post(store.Message{Chat: group, Class: store.ClassPost, Body: store.Body{Attachment: tt.attachment}}, "1")
			o.post(store.Message{Chat: group, Class: store.ClassPost}, "2")
			o.post(store.Message{Chat: o.private("anja"), Class: store.ClassDigest}, "3")
			o.open()
			o.turn(tt.within)
			if got := o.network.sends(); len(tt.errs) > 1 && got[0] != "anja: 3" {
				t.Errorf("got %q, want the others not to wait", got)
			}
			var got []string
			for _, line := range o.network.sends() {
				if line != "anja: 3" {
					got = append(got, line)
				}
			}
			o.network.shown = got
			o.wantSends(tt.want...)
			o.wantTally(3, 0, 0)
			o.wantSignals()
		})
	}
}

func fails(times int, err error) (list []error) {
	for range times {
		list = append(list, err)
	}
	return list
}

// Who stops does not wait for a file, and the message leaves with the next start.
func TestStopWhileRendering(t *testing.T) {
	o := newOffice(t)
	began := make(chan struct{}, 2)
	o.renderers = map[string]deliver.Renderer{"chart": func(ctx context.Context, _ string) (*bot.Attachment, error) {
		began <- struct{}{}
		<-ctx.Done()
		return nil, ctx.Err()
	}}
	o.post(store.Message{Chat: o.group("KRA"), Class: store.ClassPost, Body: store.Body{Attachment: "chart:1"}}, "1")
	stop := o.open()
	await(o, "the renderer", began)
	stop()
	o.wantSends()
	o.wantTally(0, 1, 0)
}
