package work

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"smederij/bot"
	"smederij/store"
)

// Files fetches what residents sent and shows what was kept.
type Files struct {
	DB        *store.DB
	Platforms []bot.Platform
	Limit     int64 // bytes; what is larger is not fetched
}

// Fetch is the job: fetched from the platform it came by, and cleaned of what residents did not mean to tell.
func (f Files) Fetch(ctx context.Context, subject int64) (any, error) {
	var a store.Attachment
	err := f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		a, err = tx.Attachment(store.AttachmentID(subject))
		return err
	})
	if errors.Is(err, store.ErrNotFound) {
		return nil, fmt.Errorf("the answer was changed: %w", ErrForGood)
	}
	if err != nil {
		return nil, err
	}
	data, err := f.fetch(ctx, a)
	if err != nil {
		return nil, err
	}
	clean, err := Clean(a.Kind, data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForGood, err)
	}
	return clean, nil
}

func (f Files) fetch(ctx context.Context, a store.Attachment) ([]byte, error) {
	for _, p := range f.Platforms {
		fetcher, able := p.(bot.Fetcher)
		if !able || p.Name() != a.Platform {
			continue
		}
		data, err := fetcher.Fetch(ctx, a.Ref, f.Limit)
		var failure *bot.SendError
		if errors.As(err, &failure) && failure.Fate == bot.Refused {
			return nil, fmt.Errorf("%w: %w", ErrForGood, err)
		}
		return data, err
	}
	return nil, fmt.Errorf("no platform %q to fetch from: %w", a.Platform, ErrForGood)
}

// Render shows a kept file with a message.
func (f Files) Render(ctx context.Context, rest string) (*bot.Attachment, error) {
	n, err := strconv.ParseInt(rest, 10, 64)
	if err != nil {
		return nil, fmt.Errorf("file %q: %w", rest, bot.ErrNoAttachment)
	}
	var a store.Attachment
	var data []byte
	err = f.DB.Read(ctx, func(tx *store.Tx) (err error) {
		if a, err = tx.Attachment(store.AttachmentID(n)); err == nil {
			data, err = tx.File(a.ID)
		}
		return err
	})
	switch {
	case errors.Is(err, store.ErrNotFound): // its answer was changed, or it was erased
		return nil, bot.ErrNoAttachment
	case err != nil:
		return nil, err
	}
	if a.Kind == "voice" {
		return &bot.Attachment{Kind: bot.AsVoice, Name: "bericht.ogg", Data: data}, nil
	}
	return &bot.Attachment{Kind: bot.AsPhoto, Name: "foto.jpg", Data: data}, nil
}
