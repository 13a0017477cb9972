package telegramtest

import (
	"bytes"
	"fmt"
	"image"
	_ "image/gif" // pictures that Telegram takes as photos
	_ "image/jpeg"
	_ "image/png"
	"net/http"
	"path"
	"strings"
	"time"
)

// file is something uploaded, by the bot or a person.
type file struct {
	id, unique string
	path       string
	kind       string // photos, voice, documents, stickers
	data       []byte
	width      int
	height     int
	until      time.Time // how long it can be fetched
}

const (
	maxDownload = 20 << 20
	fetchWithin = time.Hour
)

func (s *Server) addFile(kind, name string, data []byte) *file {
	n := len(s.files) + 1
	f := &file{id: fmt.Sprintf("AgACAgQ%s_%06d-%s", kind, n, "x9"), unique: fmt.Sprintf("AQAD%06d", n), kind: kind, data: data,
		path: fmt.Sprintf("%s/file_%d%s", kind, n, path.Ext(name))}
	s.files[f.id] = f
	return f
}

// given is the file that a request means: uploaded under a name, attached, or known by its id.
func (s *Server) given(c *call, field, value, kind string) (*file, *failure) {
	up, ok := c.upload[field]
	if name, attached := strings.CutPrefix(value, "attach://"); attached {
		if up, ok = c.upload[name]; !ok {
			return nil, bad("wrong file identifier/HTTP URL specified")
		}
	}
	if !ok {
		f := s.files[value]
		if f == nil || f.kind != kind {
			return nil, bad("wrong file identifier/HTTP URL specified")
		}
		return f, nil
	}
	if len(up.data) == 0 {
		return nil, bad("file must be non-empty")
	}
	return s.addFile(kind, up.name, up.data), nil
}

func (s *Server) photoOf(c *call, field, value string) ([]photoSize, *failure) {
	f, failed := s.given(c, field, value, "photos")
	if failed != nil {
		return nil, failed
	}
	if len(f.data) > maxPhoto {
		return nil, bad("file is too big for a photo")
	}
	if !f.measure() {
		return nil, bad("IMAGE_PROCESS_FAILED")
	}
	if f.width+f.height > 10_000 || max(f.width, f.height) > 20*min(f.width, f.height) {
		return nil, bad("PHOTO_INVALID_DIMENSIONS")
	}
	return f.sizes(), nil
}

func (f *file) measure() bool {
	picture, _, err := image.DecodeConfig(bytes.NewReader(f.data))
	f.width, f.height = picture.Width, picture.Height
	return err == nil && f.width > 0 && f.height > 0
}

func (f *file) sizes() []photoSize {
	return []photoSize{{FileID: f.id, UniqueID: f.unique, Size: len(f.data), Width: f.width, Height: f.height}}
}

func (s *Server) documentOf(c *call, field, value string) (*document, *failure) {
	f, failed := s.given(c, field, value, "documents")
	if failed != nil {
		return nil, failed
	}
	name := c.upload[field].name
	if attached, ok := strings.CutPrefix(value, "attach://"); ok {
		name = c.upload[attached].name
	}
	return &document{FileID: f.id, UniqueID: f.unique, Name: name, Size: len(f.data)}, nil
}

func (s *Server) getFile(c *call) (any, *failure) {
	f := s.files[c.text["file_id"]]
	if f == nil {
		return nil, bad("wrong file_id or the file is temporarily unavailable")
	}
	if len(f.data) > maxDownload {
		return nil, bad("file is too big")
	}
	f.until = s.now().Add(fetchWithin)
	return map[string]any{"file_id": f.id, "file_unique_id": f.unique, "file_size": len(f.data), "file_path": f.path}, nil
}

// serveFile gives the bytes of a file that getFile gave a path of. Faults strike it as the method "file".
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, rest string) {
	token, name, _ := strings.Cut(rest, "/")
	rec := Request{Method: "file", Params: map[string]string{"path": name}, Started: s.now()}
	fault := s.fault(func(f Fault) bool { return f.matches("file", 0) })
	if fault == nil {
		fault = &Fault{}
	}
	rec.Fault = fault.Effect
	data, failed := s.fetch(token, name)
	if fault.Effect == TooMany {
		failed = tooMany(fault.Retry)
	}
	rec.settle(failed, s.now())
	s.keep(rec)
	switch {
	case fault.Effect == ResetBefore, fault.Effect == DropReply:
		reset(w)
		return
	case fault.Effect == BadGateway:
		badGateway(w)
		return
	case fault.Effect == Slow:
		s.dawdle(r, fault.Delay)
	}
	if failed != nil {
		write(w, failed)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(data)
}

func (s *Server) fetch(token, name string) ([]byte, *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.token == "" || token != s.token {
		return nil, unauthorized
	}
	for _, f := range s.files {
		if f.path == name && s.now().Before(f.until) {
			return f.data, nil
		}
	}
	return nil, &failure{Code: http.StatusNotFound, Description: "Not Found"}
}

// File is what was uploaded under an id, nil for nothing.
func (s *Server) File(id string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.files[id]; f != nil {
		return f.data
	}
	return nil
}
