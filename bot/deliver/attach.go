package deliver

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"smederij/bot"
	"smederij/store"
)

// Renderer makes the file that a message refers to, when the message leaves. The rest is what stands in [store.Body].Attachment after
// its name. An error is tried again a few times, one of the house until it is over; one that is [bot.ErrNoAttachment] is not.
type Renderer func(ctx context.Context, rest string) (*bot.Attachment, error)

const renderings = 6 // in two minutes, by the back-off: then the words are worth more than the file

// render makes the attachment of a message, or gives it up. An error means that the message waits for it.
func (d *Deliverer) render(ctx context.Context, p store.Parcel, failures int) (*bot.Attachment, error) {
	if p.Body.Attachment == "" {
		return nil, nil
	}
	name, rest, _ := strings.Cut(p.Body.Attachment, ":")
	a, err := rendered(ctx, d.renderers[name], rest)
	switch {
	case err == nil:
		return a, nil
	case store.HouseCode(err) != "", ctx.Err() != nil, !errors.Is(err, bot.ErrNoAttachment) && failures+1 < renderings:
		return nil, err
	}
	d.log.Error("a message leaves without its attachment", "message", p.ID, "renderer", name, "error_type", bot.ErrorType(err))
	return nil, nil
}

// rendered keeps a renderer's panic from ending the process.
func rendered(ctx context.Context, r Renderer, rest string) (a *bot.Attachment, err error) {
	defer func() {
		if v := recover(); v != nil {
			a, err = nil, fmt.Errorf("%w: panic: %v", bot.ErrNoAttachment, v)
		}
	}()
	if r == nil {
		return nil, bot.ErrNoAttachment
	}
	return r(ctx, rest)
}
