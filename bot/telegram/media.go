package telegram

import (
	"strings"

	"smederij/bot"
)

// media is what came with the words, or instead of them; nil for nothing. A handle is given where there is a file.
func (m *message) media() *bot.Media {
	switch {
	case len(m.Photo) > 0:
		return &bot.Media{Kind: "photo", Ref: largest(m.Photo)}
	case m.Voice != nil:
		return &bot.Media{Kind: "voice", Ref: m.Voice.ID}
	case m.Sticker != nil:
		return &bot.Media{Kind: "sticker", Ref: m.Sticker.ID}
	case m.Location != nil, m.Venue != nil:
		return &bot.Media{Kind: "location"}
	case m.Animation != nil: // comes as a document too
		return &bot.Media{Kind: "other", Ref: m.Animation.ID}
	case m.Document != nil && strings.HasPrefix(strings.ToLower(m.Document.MIME), "image/"):
		return &bot.Media{Kind: "photo", Ref: m.Document.ID}
	case m.Document != nil:
		return &bot.Media{Kind: "other", Ref: m.Document.ID}
	}
	for _, f := range []*file{m.Audio, m.Video, m.VideoNote} {
		if f != nil {
			return &bot.Media{Kind: "other", Ref: f.ID}
		}
	}
	for _, there := range [][]byte{m.Contact, m.Dice, m.Game, m.Poll, m.Story, m.Checklist, m.PaidMedia, m.LivePhoto, m.RichMessage} {
		if there != nil {
			return &bot.Media{Kind: "other"}
		}
	}
	return nil
}

// largest is the photo's biggest size.
func largest(sizes []file) string {
	best := sizes[0]
	for _, s := range sizes[1:] {
		if s.Width*s.Height >= best.Width*best.Height {
			best = s
		}
	}
	return best.ID
}
