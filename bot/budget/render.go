package budget

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"smederij/bot"
	"smederij/locales"
	"smederij/store"
)

// The pictures and the workbook are made when a message leaves. A reference holds the figures that they show, so that a message that
// leaves later, or twice, shows what its words say.

// The names of the renderers.
const (
	PotRenderer  = "pot"
	PotsRenderer = "pots"
	BookRenderer = "book"
)

// potRef is the picture of a pot: "pot:2026-11-24:free:held:paid:Krakeel".
func potRef(name string, p store.Pot, day time.Time) string {
	return PotRenderer + ":" + day.Format(time.DateOnly) + ":" + potFigures(name, p)
}

// potsRef is the picture of many pots: "pots:2026-11-24:free:held:paid:Krakeel|free:…".
func potsRef(names []string, pots []store.Pot, day time.Time) string {
	parts := make([]string, len(pots))
	for n, p := range pots {
		parts[n] = potFigures(names[n], p)
	}
	return PotsRenderer + ":" + day.Format(time.DateOnly) + ":" + strings.Join(parts, "|")
}

func potFigures(name string, p store.Pot) string {
	return fmt.Sprintf("%d:%d:%d:%s", p.Free, p.Held, p.Paid, strings.ReplaceAll(name, "|", "/"))
}

// RenderPot draws the picture of a pot.
func RenderPot(texts *locales.Catalog) func(context.Context, string) (*bot.Attachment, error) {
	return func(_ context.Context, rest string) (*bot.Attachment, error) {
		day, pots, err := parseFigures(rest)
		if err != nil {
			return nil, err
		}
		return picture(PotChart(texts, pots[0], day))
	}
}

// RenderPots draws the picture of many pots.
func RenderPots(texts *locales.Catalog) func(context.Context, string) (*bot.Attachment, error) {
	return func(_ context.Context, rest string) (*bot.Attachment, error) {
		day, pots, err := parseFigures(rest)
		if err != nil {
			return nil, err
		}
		return picture(PotsChart(texts, pots, day))
	}
}

func picture(png []byte, err error) (*bot.Attachment, error) {
	if err != nil {
		return nil, err
	}
	return &bot.Attachment{Kind: bot.AsPhoto, Name: "geld.png", Data: png}, nil
}

// parseFigures reads what a reference holds; one that this program did not write is no attachment.
func parseFigures(rest string) (day time.Time, pots []Pot, err error) {
	date, list, _ := strings.Cut(rest, ":")
	if day, err = time.Parse(time.DateOnly, date); err != nil {
		return day, nil, fmt.Errorf("%w: %w", bot.ErrNoAttachment, err)
	}
	for part := range strings.SplitSeq(list, "|") {
		f := strings.SplitN(part, ":", 4)
		if len(f) != 4 {
			return day, nil, bot.ErrNoAttachment
		}
		var amounts [3]store.Cents
		for n := range amounts {
			cents, err := strconv.ParseInt(f[n], 10, 64)
			if err != nil {
				return day, nil, fmt.Errorf("%w: %w", bot.ErrNoAttachment, err)
			}
			amounts[n] = store.Cents(cents)
		}
		p := Pot{Name: f[3], Free: amounts[0], Held: amounts[1], Paid: amounts[2]}
		p.Given = p.Free + p.Held + p.Paid
		pots = append(pots, p)
	}
	return day, pots, nil
}

// bookRef is the workbook as it is when the message leaves: "book:2026-11-24".
func bookRef(day time.Time) string { return BookRenderer + ":" + day.Format(time.DateOnly) }

// RenderBook writes the workbook.
func RenderBook(db *store.DB, texts *locales.Catalog) func(context.Context, string) (*bot.Attachment, error) {
	return func(ctx context.Context, date string) (*bot.Attachment, error) {
		day, err := time.ParseInLocation(time.DateOnly, date, db.Terms().Zone)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", bot.ErrNoAttachment, err)
		}
		books, err := OpenBooks(ctx, db)
		if err != nil {
			return nil, err
		}
		var file bytes.Buffer
		if err := books.Workbook(ctx, &file, texts, day); err != nil {
			return nil, err
		}
		return &bot.Attachment{Kind: bot.AsDocument, Name: "geld-" + date + ".xlsx", Data: file.Bytes()}, nil
	}
}
