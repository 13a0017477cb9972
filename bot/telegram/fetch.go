package telegram

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"smederij/bot"
)

// Fetch gets the file behind a handle of [bot.Media].
func (t *Telegram) Fetch(ctx context.Context, ref string, limit int64) ([]byte, error) {
	var f struct {
		Path string `json:"file_path"`
		Size int64  `json:"file_size"`
	}
	if err := harmless(t.call(ctx, patience, "getFile", params{"file_id": ref}, &f)); err != nil {
		return nil, err
	}
	if f.Size > limit {
		return nil, errTooLarge
	}
	return t.download(ctx, f.Path, limit)
}

var errTooLarge = &bot.SendError{Fate: bot.Refused, Err: errors.New("the file is larger than it may be")}

// download gets a file. The library's address for files is a constant, so this one is built here.
func (t *Telegram) download(ctx context.Context, path string, limit int64) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, uploadPatience)
	defer cancel()
	steps := strings.Split(path, "/")
	for i := range steps {
		steps[i] = url.PathEscape(steps[i])
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, t.cfg.APIRoot+"/file/bot"+t.cfg.Token+"/"+strings.Join(steps, "/"), nil)
	if err != nil {
		return nil, &bot.SendError{Fate: bot.Refused, Err: t.masked(err)}
	}
	answer, err := t.http.Do(r)
	if err != nil {
		return nil, &bot.SendError{Err: t.masked(err)}
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		p := &problem{method: "file", status: answer.StatusCode, code: answer.StatusCode, words: answer.Status}
		if p.code == http.StatusUnauthorized {
			t.revoke()
		}
		return nil, harmless(p)
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	switch {
	case err != nil:
		return nil, &bot.SendError{Err: t.masked(err)}
	case int64(len(data)) > limit:
		return nil, errTooLarge
	}
	return data, nil
}
