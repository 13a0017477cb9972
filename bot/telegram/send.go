package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"smederij/bot"
)

const maxPayload = 64 // bytes of a button

// Send shows a message, or edits one. One that is too long is shown in parts, the buttons below the last, whose id is returned. An
// edit changes words and buttons; a file stays as it was. An error is a [*bot.SendError].
func (t *Telegram) Send(ctx context.Context, out bot.Outgoing) (string, error) {
	m, err := t.letter(out)
	switch {
	case err != nil:
		return "", &bot.SendError{Fate: bot.Refused, Err: err}
	case out.Body.Remove:
		return t.remove(ctx, m, out.EditOf)
	case out.EditOf != "":
		return t.edit(ctx, m, out.EditOf)
	case out.Attachment != nil:
		return t.attach(ctx, m, out.Attachment)
	}
	return t.speak(ctx, m)
}

// letter is a message in Telegram's terms.
type letter struct {
	to      params
	text    string
	buttons string // as JSON, "" for none
}

type button struct {
	Label   string `json:"text"`
	Payload string `json:"callback_data"`
}

func (t *Telegram) letter(out bot.Outgoing) (letter, error) {
	m := letter{to: params{"chat_id": out.To.Chat}, text: strings.TrimSpace(out.Body.Text)}
	if _, err := strconv.ParseInt(out.To.Chat, 10, 64); err != nil {
		return m, errors.New("the address is no chat of Telegram")
	}
	if out.To.Topic != "" {
		m.to["message_thread_id"] = out.To.Topic
	}
	if m.text == "" && out.Attachment == nil {
		return m, errors.New("a message without words")
	}
	var rows [][]button
	for _, row := range out.Body.Buttons {
		var shown []button
		for _, b := range row {
			if b.Payload == "" || len(b.Payload) > maxPayload || b.Label == "" {
				return m, errors.New("a button needs a label and 1 to 64 bytes of payload")
			}
			shown = append(shown, button(b))
		}
		if shown != nil {
			rows = append(rows, shown)
		}
	}
	if rows == nil {
		return m, nil
	}
	markup, err := json.Marshal(map[string]any{"inline_keyboard": rows})
	m.buttons = string(markup)
	return m, err
}

// with are the parameters of a request about this message. Library types for sending lack topics and previews.
func (m letter) with(more params) params {
	for k, v := range m.to {
		more[k] = v
	}
	return more
}

func (p *sending) press(m letter) {
	if m.buttons != "" {
		p.with["reply_markup"] = m.buttons
	}
}

// sending is one request that shows or changes something.
type sending struct {
	method string
	with   params
	field  string // that holds the words: text or caption
	files  []upload
}

// words puts a text in a request, as HTML that shows just that.
func (p *sending) words(text string) {
	if text != "" {
		p.with[p.field], p.with["parse_mode"] = escaped(text), "HTML"
	}
	if p.field == "text" {
		p.with["link_preview_options"] = `{"is_disabled":true}`
	}
}

// show does the request and gives the id of the message. Words that Telegram cannot read as HTML go once more as plain text.
func (t *Telegram) show(ctx context.Context, s sending) (string, *problem) {
	wait := patience
	if len(s.files) > 0 {
		wait = uploadPatience
	}
	var shown struct {
		ID int64 `json:"message_id"`
	}
	p := t.call(ctx, wait, s.method, s.with, &shown, s.files...)
	if p.says(entityWords) && s.with["parse_mode"] != "" {
		delete(s.with, "parse_mode")
		s.with[s.field] = plain(s.with[s.field])
		p = t.call(ctx, wait, s.method, s.with, &shown, s.files...)
	}
	return number(shown.ID), p
}

// speak shows words, in as many messages as they need.
func (t *Telegram) speak(ctx context.Context, m letter) (string, error) {
	parts := split(m.text, maxText)
	for i, part := range parts {
		s := sending{method: "sendMessage", with: m.with(params{}), field: "text"}
		s.words(part)
		if i == len(parts)-1 {
			s.press(m)
		}
		id, p := t.show(ctx, s)
		if p != nil {
			return "", after(i, p)
		}
		if i == len(parts)-1 {
			return id, nil
		}
	}
	return "", &bot.SendError{Fate: bot.Refused, Err: errors.New("a message without words")}
}

// after is the failure of a later part: what stands there already cannot be sent again, and the rest is missing.
func after(shown int, p *problem) *bot.SendError {
	e := p.failure()
	if shown > 0 && e.Fate != bot.Gone {
		return &bot.SendError{Fate: bot.Doubtful, Err: e.Err}
	}
	return e
}

// methods by which a file is shown, and the field that holds it.
var methods = map[bot.AttachmentKind][2]string{
	bot.AsPhoto:    {"sendPhoto", "photo"},
	bot.AsVoice:    {"sendVoice", "voice"},
	bot.AsDocument: {"sendDocument", "document"},
}

// attach shows a file with the words below it, or after it when they are too long for that.
func (t *Telegram) attach(ctx context.Context, m letter, a *bot.Attachment) (string, error) {
	how, known := methods[a.Kind]
	if !known {
		return "", &bot.SendError{Fate: bot.Refused, Err: errors.New("an unknown kind of attachment")}
	}
	s := sending{method: how[0], with: m.with(params{}), field: "caption", files: []upload{{how[1], a.Name, a.Data}}}
	below := units(m.text) <= maxCaption
	if below {
		s.words(m.text)
		s.press(m)
	}
	id, p := t.show(ctx, s)
	switch {
	case p.says(mutedWords) && m.text != "":
		return t.speak(ctx, m) // files may be what this chat does not take; the words hold the same facts
	case p != nil:
		return "", p.failure()
	case below:
		return id, nil
	}
	id, err := t.speak(ctx, m)
	var failure *bot.SendError
	if errors.As(err, &failure) && failure.Fate != bot.Gone {
		err = &bot.SendError{Fate: bot.Doubtful, Err: failure.Err} // the file stands there
	}
	return id, err
}

// edit changes a message. Buttons that are not given again go.
func (t *Telegram) edit(ctx context.Context, m letter, id string) (string, error) {
	if _, err := strconv.ParseInt(id, 10, 64); err != nil {
		return "", &bot.SendError{Fate: bot.Vanished, Err: errors.New("the message to edit is none of Telegram")}
	}
	delete(m.to, "message_thread_id") // a message is found without
	s := sending{method: "editMessageText", with: m.with(params{"message_id": id}), field: "text"}
	s.words(cut(m.text, maxText))
	s.press(m)
	_, p := t.show(ctx, s)
	if p.says(noTextWords) { // it was sent below a picture
		s = sending{method: "editMessageCaption", with: m.with(params{"message_id": id}), field: "caption"}
		s.words(cut(m.text, maxCaption))
		s.press(m)
		_, p = t.show(ctx, s)
	}
	if p == nil || p.says(sameWords) {
		return id, nil
	}
	return "", p.failure()
}

// remove takes a message away. Telegram does that for 48 hours; from then on its words are replaced.
func (t *Telegram) remove(ctx context.Context, m letter, id string) (string, error) {
	if _, err := strconv.ParseInt(id, 10, 64); err != nil {
		return "", &bot.SendError{Fate: bot.Vanished, Err: errors.New("the message to take away is none of Telegram")}
	}
	p := t.call(ctx, patience, "deleteMessage", params{"chat_id": m.to["chat_id"], "message_id": id}, nil)
	switch {
	case p == nil:
		return id, nil
	case p.says(tooOldWords):
		return t.edit(ctx, m, id)
	}
	return "", p.failure()
}
