package telegram

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// keepable is what a dead letter may hold of an update that cannot be read: all of it, unless it can be seen to come from a group where
// nobody is known to have spoken to the bot (PRIVACY P12).
func keepable(raw json.RawMessage, id int64) string {
	var kinds map[string]json.RawMessage
	_ = json.Unmarshal(raw, &kinds)
	for kind, body := range kinds {
		if strings.HasSuffix(kind, "message") || strings.HasSuffix(kind, "post") || kind == "chat_member" {
			if overheard(body) {
				return fmt.Sprintf(`{"update_id":%d}`, id)
			}
		}
	}
	return nobody(raw)
}

// unkept is what Telegram tells about somebody's account, and nobody wrote to the bot (PRIVACY P04).
var unkept = []string{"first_name", "last_name", "username", "language_code", "title"}

// nobody is an update without what tells who it is about beside their number.
func nobody(raw json.RawMessage) string {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var all any
	if d.Decode(&all) != nil {
		return `{}` // it was decoded before
	}
	clean, err := json.Marshal(without(all))
	if err != nil {
		return `{}`
	}
	return string(clean)
}

func without(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range unkept {
			delete(v, name)
		}
		for key, inner := range v {
			v[key] = without(inner)
		}
	case []any:
		for i, inner := range v {
			v[i] = without(inner)
		}
	}
	return v
}

// pressOf is the press in an update that cannot be read otherwise: somebody waits for its answer.
func pressOf(raw json.RawMessage) string {
	var u struct {
		Callback struct {
			ID string `json:"id"`
		} `json:"callback_query"`
	}
	_ = json.Unmarshal(raw, &u) // as far as it goes
	return u.Callback.ID
}

// overheard tells whether something was said in a chat that is seen not to be private.
func overheard(body json.RawMessage) bool {
	var m, c map[string]json.RawMessage
	if json.Unmarshal(body, &m) != nil || json.Unmarshal(m["chat"], &c) != nil {
		return false
	}
	var kind string
	if json.Unmarshal(c["type"], &kind) == nil && kind != "" {
		return kind != private
	}
	return bytes.HasPrefix(bytes.TrimLeft(c["id"], `" `), []byte("-")) // the numbers of groups lie below zero
}
