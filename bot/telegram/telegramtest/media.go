package telegramtest

import "fmt"

// Photo sends a picture with some words below it, or none.
func (t Seat) Photo(data []byte, caption string) Message {
	return t.post(func(_ *chat, m *message) { t.s.picture(m, data, caption) })
}

// picture fills a message with a photo in two sizes, the smaller one first.
func (s *Server) picture(m *message, data []byte, caption string) {
	f, small := s.addFile("photos", "x.jpg", data), s.addFile("photos", "x.jpg", data)
	if !f.measure() {
		f.width, f.height = 1280, 960 // a test that does not care for the picture sends any bytes
	}
	small.width, small.height = max(1, f.width/4), max(1, f.height/4)
	m.Photo = append(small.sizes(), f.sizes()...)
	m.Caption, m.CaptionEntities = caption, detect(caption)
}

// Album sends pictures together: a message each, the words below the first.
func (t Seat) Album(caption string, photos ...[]byte) []Message {
	var all []Message
	for i, data := range photos {
		all = append(all, t.post(func(c *chat, m *message) {
			t.s.picture(m, data, caption)
			if i > 0 {
				m.Caption, m.CaptionEntities = "", nil
				m.MediaGroup = c.messages[all[0].ID].MediaGroup
			} else {
				m.MediaGroup = fmt.Sprintf("1379%010d", m.MessageID)
			}
		}))
	}
	return all
}

// Voice sends spoken words of so many seconds.
func (t Seat) Voice(data []byte, seconds int) Message {
	return t.post(func(_ *chat, m *message) {
		f := t.s.addFile("voice", "x.oga", data)
		m.Voice = &voice{FileID: f.id, UniqueID: f.unique, Duration: seconds, MIME: "audio/ogg", Size: len(data)}
	})
}

// Sticker sends one that stands for an emoji.
func (t Seat) Sticker(emoji string) Message {
	return t.post(func(_ *chat, m *message) {
		f := t.s.addFile("stickers", "x.webp", []byte(emoji))
		m.Sticker = &sticker{FileID: f.id, UniqueID: f.unique, Type: "regular", Width: 512, Height: 512, Emoji: emoji}
	})
}

// Location sends a place on the map.
func (t Seat) Location(latitude, longitude float64) Message {
	return t.post(func(_ *chat, m *message) { m.Location = &location{latitude, longitude} })
}

// Document sends a file with its name and kind.
func (t Seat) Document(name, mime string, data []byte, caption string) Message {
	return t.post(func(_ *chat, m *message) {
		f := t.s.addFile("documents", name, data)
		m.Document = &document{FileID: f.id, UniqueID: f.unique, Name: name, MIME: mime, Size: len(data)}
		m.Caption, m.CaptionEntities = caption, detect(caption)
	})
}
